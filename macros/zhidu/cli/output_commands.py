"""What is taken out as files: `zhidu export`, `poster`, `record`."""

from datetime import date
from pathlib import Path

import click

from zhidu.cli.chinese import Command
from zhidu.cli.county_options import CHECKLISTS
from zhidu.cli.options import AS_OF, EITHER, FILE, ROOT, command, options, output_option
from zhidu.cli.poster_options import POSTER_OPTIONS
from zhidu.cli.project import sound
from zhidu.cli.result_file import deliver

_FOLDERS = ("tables", "oscal", "akn")
"""Formats of many files."""


@click.command(
    cls=Command,
    help="导出：json 是全部数据，instrument 是自查目录，docx 是 Word 公文（GB/T 9704-2012 的版式）。"
    "例如 zhidu export json > handbook.json，zhidu export docx --policy a8 -o a8.docx。"
    "Word 公文照印发的原文，一字不改；要改正了明显错字的，加 --reading。"
    "tables 是一文件夹表格：CSV（附 Data Package 说明）和一个 Excel，例如 zhidu export tables -o 数据表。"
    "oscal 是 OSCAL 1.2.1 的目录和配置（加 --school，配置里是这所学校定的周期）；akn 是每个版本的 Akoma Ntoso 3.0；都写到文件夹。",
)
@click.argument(
    "form", metavar="格式", type=click.Choice(["json", "instrument", "docx", *_FOLDERS])
)
@options(ROOT, AS_OF)
@output_option(EITHER, "存成这个文件（tables、oscal、akn 是文件夹）；不写就输出到屏幕或管道。")
@click.option("--policy", metavar="编号", help="docx：只要这一项制度，例如 a8。")
@click.option(
    "--issuance",
    metavar="日期",
    help="docx：这一天印发的通知和全部附件，例如 2017-04-15；不写就是最新的。",
)
@click.option("--reading", is_flag=True, help="docx：改正确定的错字（勘误表里“确定”的那些）。")
@click.option("--school", metavar="学校", help="oscal：用这所学校在自查表里定的周期。")
@click.option("--term", metavar="学期", help="oscal：哪个学期的自查表，例如 2026-2027-1。")
@options(CHECKLISTS)
def export(
    form: str,
    root: Path,
    as_of: date | None,
    output: Path | None,
    *,
    policy: str | None,
    issuance: str | None,
    reading: bool,
    school: str | None,
    term: str | None,
    checklists: Path | None,
) -> int:
    """Write the handbook, or an official document. What is not clean is not exported."""
    if form != "docx" and (policy or issuance or reading):
        raise click.UsageError("--policy、--issuance、--reading 只用于 docx。")
    if form != "oscal" and (school or term or checklists):
        raise click.UsageError("--school、--term、--checklists 只用于 oscal。")
    if form in _FOLDERS and output is None:
        raise click.UsageError(f"{form} 有许多文件，请用 -o 写明放在哪个文件夹，例如 -o 数据表。")
    checked = sound(root, as_of)
    if form == "docx":
        from zhidu.office.word import docx  # noqa: PLC0415
        from zhidu.views.on_paper.official_document import chosen_document  # noqa: PLC0415

        chosen = chosen_document(checked.handbook, policy, issuance, corrected=reading)
        return deliver(docx(chosen), output, ".docx")
    if form == "akn" and output is not None:
        from zhidu.cli import foreign_formats  # noqa: PLC0415

        return foreign_formats.akn(checked.handbook, root, output)
    if form == "oscal" and output is not None:
        from zhidu.cli import foreign_formats  # noqa: PLC0415

        return foreign_formats.oscal(root, as_of, checklists, school, term, output)
    if form == "tables" and output is not None:
        from zhidu.reading.disk import ownership  # noqa: PLC0415
        from zhidu.site.downloads import table_files  # noqa: PLC0415

        ownership.put_whole(root, output, table_files(checked.handbook))
        click.echo(f"存好了：{output}（从 datapackage.json 看起，或打开 Excel 文件）")
        return 0
    from zhidu.site.exports import FORMATS  # noqa: PLC0415

    return deliver(FORMATS[form](checked.handbook).encode(), output)


poster = command(
    "poster",
    "printing:poster",
    click.argument("targets", nargs=-1, metavar="[制度或岗位]…"),
    ROOT,
    AS_OF,
    *POSTER_OPTIONS,
    help="印上墙的海报和岗位职责牌，例如 zhidu poster a8 --size 600x900 --school 示例学校 -o a8.pdf。",
)
record = command(
    "record",
    "blank_forms:record",
    click.argument("name", required=False, metavar="[记录]"),
    ROOT,
    AS_OF,
    output_option(FILE, "存成这个文件；不写就输出到屏幕或管道。"),
    click.option(
        "--format",
        "form",
        type=click.Choice(["text", "json", "pdf", "xlsx"]),
        metavar="格式",
        help="输出格式：text、json、pdf、xlsx；写了 -o 就照文件名的结尾。",
    ),
    help="记录表的空表，例如 zhidu record 资源登记册 -o 资源登记册.pdf（或 .xlsx）。"
    "只写名称，就说明它的栏目和依据；什么都不写，就列出全部。",
)
