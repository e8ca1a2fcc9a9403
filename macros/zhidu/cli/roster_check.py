"""`zhidu roster`: rosters of people, which never enter a repository."""

from datetime import date
from pathlib import Path

import click

from zhidu.cli.chinese import Command, Group
from zhidu.cli.options import AS_OF, ROOT, options
from zhidu.cli.project import COULD_NOT_RUN


@click.group(cls=Group, help="名单：核对领导小组、信息中心这些组织的岗位齐不齐。")
def roster() -> None:
    """Rosters are looked at where they are; nothing of them is kept."""


@roster.command(
    cls=Command,
    help="核对名单（.xlsx，要有“姓名”和“岗位”两栏）：只说哪些岗位有人、哪些缺，不显示也不保存姓名。"
    "名单不能放在版本库（git）的文件夹里，放在那里就不看。退出码：0 齐了，1 有缺的，2 没能核对。",
)
@click.argument("file", metavar="名单.xlsx", type=click.Path(path_type=Path))
@options(ROOT, AS_OF)
def check(file: Path, root: Path, as_of: date | None) -> int:
    """Say which posts are filled and which are missing, never by whom."""
    from zhidu.county import roster as rosters  # noqa: PLC0415
    from zhidu.judging import report  # noqa: PLC0415
    from zhidu.judging.check import POLICIES  # noqa: PLC0415
    from zhidu.judging.check import check as run  # noqa: PLC0415
    from zhidu.reading import fence  # noqa: PLC0415

    if rosters.in_work_tree(file):
        raise click.UsageError(
            "名单里有人的姓名，不能放在版本库（git）的文件夹里：提交过一次就删不干净。"
            "把它移到别处，例如“我的文档”，再核对。"
        )
    checked = run(root, (root / POLICIES,), as_of)  # whatever schools sent has no say here
    if checked.published.errors:
        click.echo(report.text(checked.published), nl=False, err=True)
        return COULD_NOT_RUN
    found = fence.alone(
        lambda: rosters.rosters(checked.handbook, rosters.read(file)), file.name, "这份名单"
    )
    if not found:
        raise click.UsageError("roles.yaml 里没有写哪个组织由哪些岗位组成（members）。")
    click.echo(rosters.report(found), nl=False)
    return 1 if any(each.missing for each in found) else 0
