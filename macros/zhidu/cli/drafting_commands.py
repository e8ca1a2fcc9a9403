"""From a manuscript to the project's files: `zhidu init`, `upgrade`, `import`, `annotate`."""

import sys
from datetime import date
from pathlib import Path

import click

from zhidu.cli.chinese import Command
from zhidu.cli.options import FOLDER, FORM, ISSUED_ON, ROOT, command, options, output_option
from zhidu.cli.project import COULD_NOT_RUN, settled

init = command(
    "init",
    "init:init",
    click.argument("folder", metavar="文件夹", type=click.Path(path_type=Path)),
    click.option("--issuer", required=True, metavar="名称", help="发文机关，例如 清河县教育局。"),
    click.option(
        "--from",
        "drafts",
        multiple=True,
        type=click.Path(path_type=Path),
        metavar="文稿",
        help="已经印发的制度（.docx、.txt、.html）；有几份就写几次，先印发的写在前面。",
    ),
    ISSUED_ON,
    click.option("--dry-run", is_flag=True, help="只说会写什么，不写。"),
    help="为一个教育局新建一个项目，例如 zhidu init 清河 --issuer 清河县教育局 --from 制度.docx。"
    "写好以后马上可以检查、生成网站，不用联网。没有文稿，就放一份示例。退出码：0 写好了，1 写好了，有问题要改，2 没有写。",
)

upgrade = command(
    "upgrade",
    "upgrade:upgrade",
    ROOT,
    click.option("--write", is_flag=True, help="照着改。"),
    help="换了新版的程序以后，看这个项目要改什么：编辑器用的格式、几行程序、写明的版本。只是说；要改，加 --write。",
)


@click.command(
    "import",
    cls=Command,
    help="导入文稿（.docx、.txt、.html），写成一次印发：认出通知、附件、条款，与现行版本对照，"
    "编号和标注能带的都带过来。退出码：0 写好了，1 有问题要处理，2 没能导入。",
)
@click.argument("draft", metavar="文稿", type=click.Path(path_type=Path))
@options(ROOT)
@output_option(FOLDER, "写到哪里，默认是 policies/ 里以印发日期命名的文件夹。")
@ISSUED_ON
@click.option(
    "--as",
    "revised",
    multiple=True,
    metavar="制度",
    help="文稿修订的是这项现行制度，例如 --as a3；有几项就写几次。",
)
@click.option("--new", is_flag=True, help="说不清是修订还是新制度的，都当作新制度。")
@click.option("--dry-run", is_flag=True, help="只说会写什么，不写。")
@click.option("--overwrite", is_flag=True, help="已有的文件不再询问，直接覆盖。")
def import_(
    draft: Path,
    root: Path,
    output: Path | None,
    day: date | None,
    revised: tuple[str, ...],
    *,
    new: bool,
    dry_run: bool,
    overwrite: bool,
) -> int:
    """Read a draft, align it with what is in force, write a draft issuance, check it."""
    from zhidu.drafting.import_plan import (  # noqa: PLC0415
        Choice,
        in_the_way,
        next_steps,
        plan,
        told,
        write,
    )
    from zhidu.judging import report  # noqa: PLC0415
    from zhidu.judging.check import check as run  # noqa: PLC0415
    from zhidu.reading import fence  # noqa: PLC0415
    from zhidu.reading.disk import locks  # noqa: PLC0415

    settled(root)
    drafted = run(root, drafts=True).handbook.drafted
    handbook = run(root).handbook
    choice = Choice(revised=revised, new=new, drafted=drafted)
    made, findings = fence.alone(
        lambda: plan(draft, handbook, day, choice),
        draft.name,
        "这份文稿",
    )
    if made is None:
        click.echo(report.lines(findings), err=True, nl=False)
        return COULD_NOT_RUN
    click.echo(told(made), nl=False)
    click.echo(report.lines(findings), nl=False)
    folder = output or root / "policies" / made.day.isoformat()
    if folder.name != made.day.isoformat():
        raise click.UsageError(
            f"文件夹要以印发日期命名：{made.day.isoformat()}。用 -o 改文件夹，或用 --date 改日期。"
        )
    blocking = in_the_way(made, folder)
    if dry_run:
        click.echo(f"只是预演，没有写。会写到 {folder}：{'、'.join(made.files)}")
        if blocking:
            click.echo(f"其中会覆盖：{'、'.join(blocking)}")
        return 0
    if blocking and not overwrite:
        click.echo(f"{folder} 里已有不同的文件：{'、'.join(blocking)}", err=True)
        if not sys.stdin.isatty() or not click.confirm("覆盖它们吗？"):
            click.echo("没有写。确实要覆盖，加上 --overwrite。", err=True)
            return COULD_NOT_RUN
    with locks.locked(folder.parent / locks.NAME, "导入文稿（zhidu import）"):
        write(made, folder)
    click.echo(f"写到了 {folder}：{'、'.join(made.files)}")
    result = run(root, [folder]).result
    unread = [f for f in result.findings if f.code == "policy/duty-or-informative"]
    click.echo(report.lines([f for f in result.findings if f not in unread]), nl=False)
    if unread:
        click.echo(
            f"还有 {len(unread)} 条没有读出职责，也没有标为说明性条款；运行 zhidu check 看是哪些。"
        )
    click.echo(report.unread(result) or next_steps(made), nl=False)
    return result.exit_status


@click.command(
    cls=Command,
    help="读一份制度，提出里面的职责：谁、做什么、何时、做到多少、记在哪里，都摘引原文的字。"
    "可以是任何一个文件（.txt、.docx、.html），不要项目，例如 zhidu annotate 机房制度.txt；"
    "也可以是项目里一项制度或一份通知的编号，例如 zhidu annotate a1、zhidu annotate n-2026-09-01。只是提出来，由人决定："
    "--workbook 做成 Excel 表给人选，--apply 把选好的写进制度或通知。",
)
@click.argument("named", metavar="文件或编号")
@options(ROOT, FORM)
@click.option(
    "--workbook",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="文件",
    help="做成一张 Excel 表，一行一项，选留、改、删，例如 --workbook a12.xlsx。",
)
@click.option(
    "--apply",
    "answered",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="文件",
    help="把表里定了的写进它的 YAML；以前定过的不动，没有定的不写。",
)
@click.option("--write", is_flag=True, help="写进它的 YAML，作为注释：没有定，哪里都不发布。")
@click.option("--dry-run", is_flag=True, help="同 --apply、--write 一起用：只说会写什么，不写。")
def annotate(
    named: str,
    root: Path,
    form: str,
    workbook: Path | None,
    answered: Path | None,
    *,
    write: bool,
    dry_run: bool,
) -> int:
    """Propose the duties of a text; have them decided; write what was decided."""
    if (workbook is not None) + (answered is not None) + write > 1:
        raise click.UsageError("--workbook、--apply、--write 一次只用一个。")
    if dry_run and answered is None and not write:
        raise click.UsageError("--dry-run 要同 --apply 或 --write 一起用。")
    if workbook is None and answered is None and not write:
        from zhidu.cli.annotate import annotate as run  # noqa: PLC0415

        return run(root, named, form)
    from zhidu.cli import annotate_decisions  # noqa: PLC0415

    annotate_decisions.of_the_project(root, named)
    settled(root)
    if workbook is not None:
        return annotate_decisions.workbook(root, named, workbook)
    if answered is not None:
        return annotate_decisions.apply(root, named, answered, dry_run=dry_run)
    return annotate_decisions.draft(root, named, dry_run=dry_run)
