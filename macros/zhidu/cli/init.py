"""`zhidu init`: a new bureau's project, from its texts or with an example in it."""

import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from zhidu.cli.project import COULD_NOT_RUN
from zhidu.drafting import beginning, starter
from zhidu.drafting.import_plan import told
from zhidu.judging import report
from zhidu.judging.check import POLICIES, check
from zhidu.posters import gallery
from zhidu.reading import fence
from zhidu.reading.disk import ownership
from zhidu.site.stubs import FOLDERS


def init(
    folder: Path, issuer: str, drafts: Sequence[Path], day: date | None, *, dry_run: bool
) -> int:
    """Write the project at *folder*, all of it or nothing; the exit status of its check."""
    if not starter.is_name(issuer):
        raise click.UsageError(
            "--issuer 写发文机关的名称，二到四十个字，不带标点，例如 --issuer 清河县教育局。"
        )
    ownership.vacant(folder)
    files = starter.files(issuer, {*FOLDERS, gallery.FOLDER}, example=not drafts)
    with tempfile.TemporaryDirectory() as room:
        project = Path(room)
        for draft in drafts:
            texts = _begun(draft, project, issuer, day)
            if texts is None:
                return COULD_NOT_RUN
            for name, content in texts.items():
                ownership.put(project / name, content, over=True)
            files |= texts
    if dry_run:
        click.echo(f"只是预演，没有写。会写到 {folder}：")
        for name in sorted(files):
            click.echo(f"  {name}")
        return 0
    ownership.put_new(folder, files)
    click.echo(f"写好了：{folder}（{len(files)} 个文件）")
    result = check(folder).result
    click.echo(report.text(result), nl=False)
    click.echo("".join(_next(folder, example=not drafts)), nl=False)
    return result.exit_status


def _begun(draft: Path, project: Path, issuer: str, day: date | None) -> dict[str, bytes] | None:
    """The files that *draft* becomes, told; none where it cannot be read."""
    handbook = check(project, drafts=True).handbook
    policies = project / POLICIES
    made, findings = fence.alone(
        lambda: beginning.begin(draft, handbook, day, issuer, policies),
        draft.name,
        "这份文稿",
    )
    if made is None:
        click.echo(report.lines(findings), err=True, nl=False)
        click.echo("没有写。", err=True)
        return None
    click.echo(told(made.plan), nl=False)
    click.echo(report.lines([f for f in findings if f.code != "manuscript/gap"]), nl=False)
    if made.together:
        click.echo(f"  {made.plan.day} 已经有一份通知，这份文稿的制度加进它的附件里。")
    elif not made.plan.notice:
        click.echo("  这份文稿没有通知：标题、主送机关和正文请照原来的文件补进 notice.yaml。")
    return {
        f"{POLICIES}/{made.plan.day}/{name}": text.encode() for name, text in made.files.items()
    }


def _next(folder: Path, *, example: bool) -> list[str]:
    steps = [
        f"cd {folder}",
        "zhidu serve    在浏览器里看，改了马上看到；zhidu build 生成网站，放在 site/ 里",
    ]
    if example:
        steps.append(
            f"里面是示例。放进自己的制度：删去 {starter.EXAMPLE}，再 zhidu import 文稿.docx，看过以后 zhidu release 日期"
        )
    steps.append(
        "zhidu annotate a1 --workbook a1.xlsx    从原文读出职责，做成一张 Excel 表，由人选留、改、删；选好了 zhidu annotate a1 --apply a1.xlsx，就有岗位页、按时间的页"
    )
    lines = [f"  {number}. {step}\n" for number, step in enumerate(steps, 1)]
    return ["接下来（写在 README.md 里）：\n", *lines]
