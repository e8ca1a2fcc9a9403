"""The command `zhidu`. What is slow to import is imported where it is used, so that `check` stays quick."""

import atexit
import gc
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from zhidu import __version__
from zhidu.cli import checklist as checklist_command
from zhidu.cli import county_options
from zhidu.cli.calendar import calendar
from zhidu.cli.chinese import Command, Group, mistake, sentence, shortage, trouble
from zhidu.cli.county_options import CHECKLISTS as _CHECKLISTS
from zhidu.cli.options import AS_OF as _AS_OF
from zhidu.cli.options import FORM as _FORM
from zhidu.cli.options import ROOT as _ROOT
from zhidu.cli.options import checklists_option, named_checklists
from zhidu.cli.options import day as _day
from zhidu.cli.options import options as _options
from zhidu.cli.poster_options import POSTER_OPTIONS
from zhidu.cli.project import refuse, sound, stop_at, tell
from zhidu.cli.roster_check import roster
from zhidu.cli.staff_sheets import handover, signing, worksheet
from zhidu.reading.disk.refused import RefusedError
from zhidu.reading.text.characters import harmless

COULD_NOT_RUN = 2
_NEW_THINGS = 20_000  # that are made before the next look
REPORTS = (
    "text",
    "json",
    "github",
    "gitlab",
    "junit",
    "markdown",
)  # a test holds them to those that there are
NO_REVISION = "至今只有一次印发，没有修订。"


_FOLDERS = ("tables", "oscal", "akn")
"""Formats of many files."""

_OUTPUT = click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="文件",
    help="存成这个文件；不写就输出到屏幕或管道。",
)


def _deliver(content: bytes, output: Path | None, suffix: str = "") -> int:
    """Give *content* to a file or to the next command. What has a *suffix* is no text, and never shown on a screen."""
    from zhidu.reading.disk.ownership import put  # noqa: PLC0415

    if output is None:
        if suffix and sys.stdout.isatty():
            raise click.UsageError(f"请用 -o 写明存成什么文件，例如 -o 文件{suffix}。")
        click.echo(content, nl=False)
        return 0
    if suffix and output.suffix.lower() != suffix:
        raise click.UsageError(f"“{output.name}”不对：文件名要以 {suffix} 结尾。")
    put(output, content)
    click.echo(f"存好了：{output}")
    return 0


@click.group(cls=Group, help="制度：把试行制度作为数据来检查、发布和使用。")
@click.version_option(__version__, message="zhidu %(version)s", help="版本号。")
def zhidu() -> None:
    """Every command works from the project root or with --root."""


@zhidu.command(
    help="检查制度、词表和自查表。不写路径就检查整个项目。退出码：0 没有错误，1 有错误，2 没能检查。"
    "加 --base，还看改动以前有的自查表、核查表和名单是不是都在。"
)
@click.argument("paths", nargs=-1, metavar="[路径]…", type=click.Path(path_type=Path))
@_options(_ROOT, _AS_OF)
@click.option(
    "--format",
    "form",
    type=click.Choice(REPORTS),
    default="text",
    metavar="格式",
    help=f"输出格式：{'、'.join(REPORTS)}；默认 text。",
)
@click.option(
    "--base",
    metavar="版本",
    help="改动以前的版本（git 的提交、分支，例如 origin/main）或文件夹：checklists 里那时有、现在没有的文件，每一个都是错误。",
)
def check(
    paths: tuple[Path, ...], root: Path, as_of: datetime | None, form: str, base: str | None
) -> int:
    """Judge every file, print what was found."""
    from zhidu.judging.check import check as run  # noqa: PLC0415
    from zhidu.judging.report import FORMATS  # noqa: PLC0415

    for path in paths:
        if (path / "schools.yaml").is_file():
            named_checklists(path)
    _told_of_version(root)
    result = run(root, paths, _day(as_of)).result
    if base is not None:
        from zhidu.judging import taken_away  # noqa: PLC0415  most changes are judged without

        try:
            result = result.with_more(taken_away.against(root, paths, base))
        except taken_away.NoBaseError as error:
            raise click.UsageError(str(error)) from error
    click.echo(FORMATS[form](result), nl=False)
    return result.exit_status


@zhidu.command(
    help="说明一个规则的用意，例如 zhidu explain policy/quote-in-text。不写就列出全部。"
    "zhidu explain vocabulary 列出词表的每一条来自哪里：程序自带的，还是本项目的。"
)
@click.argument("code", required=False, metavar="[规则]")
@_options(_ROOT, _FORM)
def explain(code: str | None, root: Path, form: str) -> int:
    """Print the explanation of a rule, the list of all, or where the vocabulary comes from."""
    import json  # noqa: PLC0415

    from zhidu.judging.explain import explanations  # noqa: PLC0415
    from zhidu.reading.findings import closest  # noqa: PLC0415

    if code == "vocabulary":
        from zhidu.cli.vocabulary_origins import told  # noqa: PLC0415

        click.echo(told(root, form), nl=False)
        return 0
    known = explanations()
    if code is not None and code not in known:
        meant = closest(code, known)
        raise click.UsageError(
            f"没有“{code}”这个规则。"
            + (f"是不是“{meant}”？" if meant else "不写规则名，就列出全部。")
        )
    chosen = known if code is None else {code: known[code]}
    if form == "json":
        click.echo(json.dumps(chosen, ensure_ascii=False, indent=2))
    elif code is not None:
        click.echo(f"{code}\n\n{known[code]}")
    else:
        for name, words in known.items():
            click.echo(f"{name}  {words.splitlines()[0]}")
    return 0


@zhidu.command(
    help="导出：json 是全部数据，instrument 是自查目录，docx 是 Word 公文（GB/T 9704-2012 的版式）。"
    "例如 zhidu export json > handbook.json，zhidu export docx --policy a8 -o a8.docx。"
    "Word 公文照印发的原文，一字不改；要改正了明显错字的，加 --reading。"
    "tables 是一文件夹表格：CSV（附 Data Package 说明）和一个 Excel，例如 zhidu export tables -o 数据表。"
    "oscal 是 OSCAL 1.2.1 的目录和配置（加 --school，配置里是这所学校定的周期）；akn 是每个版本的 Akoma Ntoso 3.0；都写到文件夹。"
)
@click.argument(
    "form", metavar="格式", type=click.Choice(["json", "instrument", "docx", *_FOLDERS])
)
@_options(_ROOT, _AS_OF)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="文件",
    help="存成这个文件（tables、oscal、akn 是文件夹）；不写就输出到屏幕或管道。",
)
@click.option("--policy", metavar="编号", help="docx：只要这一项制度，例如 a8。")
@click.option(
    "--issuance",
    metavar="日期",
    help="docx：这一天印发的通知和全部附件，例如 2017-04-15；不写就是最新的。",
)
@click.option("--reading", is_flag=True, help="docx：改正确定的错字（勘误表里“确定”的那些）。")
@click.option("--school", metavar="学校", help="oscal：用这所学校在自查表里定的周期。")
@click.option("--term", metavar="学期", help="oscal：哪个学期的自查表，例如 2026-2027-1。")
@_options(_CHECKLISTS)
def export(
    form: str,
    root: Path,
    as_of: datetime | None,
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
        from zhidu.views.on_paper.official_document import UnknownDocumentError, chosen_document  # noqa: PLC0415

        try:
            chosen = chosen_document(checked.handbook, policy, issuance, corrected=reading)
        except UnknownDocumentError as error:
            raise click.UsageError(str(error)) from error
        return _deliver(docx(chosen), output, ".docx")
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

    return _deliver(FORMATS[form](checked.handbook).encode(), output)


@zhidu.command(
    help="印上墙的海报和岗位职责牌，例如 zhidu poster a8 --size 600x900 --school 示例学校 -o a8.pdf。"
)
@click.argument("targets", nargs=-1, metavar="[制度或岗位]…")
@_options(_ROOT, _AS_OF, *POSTER_OPTIONS)
def poster(root: Path, as_of: datetime | None, **wanted: Any) -> int:
    """Print policies for the wall, duty cards, sets for rooms, for one school or for all."""
    from zhidu.cli.printing import poster as print_sheets  # noqa: PLC0415

    checked = sound(root, as_of)
    return print_sheets(checked.handbook, root, **wanted)


@zhidu.command(
    help="记录表的空表，例如 zhidu record 资源登记册 -o 资源登记册.pdf（或 .xlsx）。"
    "只写名称，就说明它的栏目和依据；什么都不写，就列出全部。"
)
@click.argument("name", required=False, metavar="[记录]")
@_options(_ROOT, _AS_OF, _OUTPUT)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "pdf", "xlsx"]),
    metavar="格式",
    help="输出格式：text、json、pdf、xlsx；写了 -o 就照文件名的结尾。",
)
def record(
    name: str | None, root: Path, as_of: datetime | None, output: Path | None, form: str | None
) -> int:
    """List the records, describe one, or write its blank form."""
    from zhidu.cli.blank_forms import record as answer  # noqa: PLC0415

    checked = sound(root, as_of)
    return answer(checked.handbook, name, output, form)


@zhidu.command(
    help="制度体检：找出没有写明谁做、向谁报、多久一次、多少，前后不一和可能不合法律的地方，附建议的写法；"
    "学校在自查表里提的改进意见也按条列出（哪所学校、怎么说，只在这里，不上网页）。"
    "写制度编号（例如 a8）就只看这几项。退出码：0 看完了，1 制度文件有错误，2 没能检查。"
)
@click.argument("policies", nargs=-1, metavar="[制度]…")
@_options(_ROOT, _AS_OF, _CHECKLISTS)
@click.option(
    "--edition",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="日期",
    help="只看哪一次印发的版本，例如 2017-04-15。",
)
@_FORM
def review(  # noqa: PLR0917  one parameter an option
    policies: tuple[str, ...],
    root: Path,
    as_of: datetime | None,
    checklists: Path | None,
    edition: datetime | None,
    form: str,
) -> int:
    """Print what keeps the texts from being obeyed. Finding something is no failure: the report is the result."""
    from zhidu.assessment.filed import counted, filed, suggestions  # noqa: PLC0415
    from zhidu.judging.check import check as run  # noqa: PLC0415
    from zhidu.judging.review import review as find  # noqa: PLC0415
    from zhidu.judging.review.output import FORMATS, selected  # noqa: PLC0415
    from zhidu.reading.findings import closest  # noqa: PLC0415
    from zhidu.views.pieces import chinese_date  # noqa: PLC0415

    paths = (checklists,) if checklists else ()
    checked = run(root, paths, _day(as_of))
    handbook = checked.handbook
    if checked.drafts and as_of is None and edition is None:  # what is written now is looked at
        handbook = _drafted(root, checklists)
        day = chinese_date(handbook.as_of.isoformat())
        told = f"看的是草稿印发以后、到{day}的样子；只看现行的，加 --as-of。"
        click.echo(told, err=True)
    else:
        stop_at(checked.published)
    issued = {n.value.issuance: n.value.effective for n in handbook.of("notice")}
    if edition is not None and edition.date() not in issued:
        known = "、".join(sorted(day.isoformat() for day in issued))
        raise click.UsageError(f"没有这一次印发。有的是：{known}。")
    if edition is not None and as_of is None:  # as it was when it came into force
        handbook = run(root, paths, issued[edition.date()]).handbook
    for policy in policies:
        if policy not in handbook.current:
            meant = closest(policy, handbook.current)
            raise click.UsageError(
                f"没有编号为“{policy}”的制度。" + (f"是不是“{meant}”？" if meant else "")
            )
    said = suggestions(handbook, filed(checklists or root / "checklists"))
    entries = find(handbook, counted(said))
    found = selected(handbook, entries, edition=_day(edition), policies=policies)
    click.echo(FORMATS[form](handbook, found, said), nl=False)
    return 0


@zhidu.command(
    help="为一个教育局新建一个项目，例如 zhidu init 清河 --issuer 清河县教育局 --from 制度.docx。"
    "写好以后马上可以检查、生成网站，不用联网。没有文稿，就放一份示例。退出码：0 写好了，1 写好了，有问题要改，2 没有写。"
)
@click.argument("folder", metavar="文件夹", type=click.Path(path_type=Path))
@click.option("--issuer", required=True, metavar="名称", help="发文机关，例如 清河县教育局。")
@click.option(
    "--from",
    "drafts",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="文稿",
    help="已经印发的制度（.docx、.txt、.html）；有几份就写几次，先印发的写在前面。",
)
@click.option(
    "--date",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="日期",
    help="印发日期，例如 2026-09-01；默认取文稿的落款日期。",
)
@click.option("--dry-run", is_flag=True, help="只说会写什么，不写。")
def init(
    folder: Path, issuer: str, drafts: tuple[Path, ...], day: datetime | None, *, dry_run: bool
) -> int:
    """Write a new bureau's project."""
    from zhidu.cli.init import init as run  # noqa: PLC0415

    return run(folder, issuer, drafts, _day(day), dry_run=dry_run)


@zhidu.command(
    help="换了新版的程序以后，看这个项目要改什么：编辑器用的格式、几行程序、写明的版本。只是说；要改，加 --write。"
)
@_options(_ROOT)
@click.option("--write", is_flag=True, help="照着改。")
def upgrade(root: Path, *, write: bool) -> int:
    """Bring a project to the running version."""
    from zhidu.cli.upgrade import upgrade as run  # noqa: PLC0415

    return run(root, write=write)


@zhidu.command(
    "import",
    help="导入文稿（.docx、.txt、.html），写成一次印发：认出通知、附件、条款，与现行版本对照，"
    "编号和标注能带的都带过来。退出码：0 写好了，1 有问题要处理，2 没能导入。",
)
@click.argument("draft", metavar="文稿", type=click.Path(path_type=Path))
@_options(_ROOT)
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="文件夹",
    help="写到哪里，默认是 policies/ 里以印发日期命名的文件夹。",
)
@click.option(
    "--date",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="日期",
    help="印发日期，例如 2026-09-01；默认取文稿的落款日期。",
)
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
    day: datetime | None,
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
    from zhidu.reading.findings import visible  # noqa: PLC0415

    _settled(root)
    known = run(root, drafts=True).handbook
    drafted = frozenset(
        (policy, edition.date)
        for policy, editions in known.all_editions.items()
        for edition in editions
        if edition.draft
    )
    handbook = run(root).handbook
    choice = Choice(revised=revised, new=new, drafted=drafted)
    try:
        made, findings = fence.bounded(lambda: plan(draft, handbook, _day(day), choice))
    except fence.TooLongError as error:
        made, findings = None, (fence.not_judged(visible(draft.name), error, "这份文稿"),)
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


@zhidu.command(
    help="读一份制度，提出里面的职责：谁、做什么、何时、做到多少、记在哪里，都摘引原文的字。"
    "可以是任何一个文件（.txt、.docx、.html），不要项目，例如 zhidu annotate 机房制度.txt；"
    "也可以是项目里一项制度的编号，例如 zhidu annotate a1。只是提出来，由人决定："
    "--workbook 做成 Excel 表给人选，--apply 把选好的写进制度。"
)
@click.argument("named", metavar="文件或编号")
@_options(_ROOT, _FORM)
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
    help="把表里定了的写进制度的 YAML；以前定过的不动，没有定的不写。",
)
@click.option("--write", is_flag=True, help="写进制度的 YAML，作为注释：没有定，哪里都不发布。")
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

    _settled(root)
    if workbook is not None:
        return annotate_decisions.workbook(root, named, workbook)
    if answered is not None:
        return annotate_decisions.apply(root, named, answered, dry_run=dry_run)
    return annotate_decisions.draft(root, named, dry_run=dry_run)


@zhidu.command(help="生成网站。先在旁边建好，再整个换上；有错误就不换。草稿不会进去。")
@_options(_ROOT, _AS_OF)
@click.option(
    "--site-dir",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="文件夹",
    help="网站放在哪里，默认是项目里的 site。",
)
@click.option(
    "--offline",
    is_flag=True,
    help="另外做一个离线包（zip），放在网站旁边：拷到优盘，解压，双击就能看。",
)
@click.option("--no-posters", is_flag=True, help="不印海报的 PDF，快一些；已经印好的照样附上。")
@click.option(
    "--drafts",
    is_flag=True,
    help="连草稿一起生成，供自己预览，放在 site.preview；每一页都有提示，不要发布。",
)
@checklists_option(
    "全县自查页照这个 checklists 文件夹来数（例如私有仓库里的）；默认是项目里的。只公布合计。"
)
def build(
    root: Path,
    as_of: datetime | None,
    site_dir: Path | None,
    checklists: Path | None,
    *,
    offline: bool,
    no_posters: bool,
    drafts: bool,
) -> int:
    """Check, then build the site aside, then swap it in."""
    from zhidu.reading.disk.ownership import MANIFEST  # noqa: PLC0415
    from zhidu.site.build import build as run  # noqa: PLC0415
    from zhidu.site.offline import START  # noqa: PLC0415

    _told_of_version(root)
    _settled(root)
    site_dir = site_dir or root / ("site.preview" if drafts else "site")
    outcome = run(
        root,
        site_dir,
        _day(as_of),
        offline=offline,
        posters=not no_posters,
        drafts=drafts,
        checklists=checklists,
    )
    if outcome.result.findings or outcome.result.exit_status:
        tell(outcome.result)
    if outcome.site is None:
        click.echo(outcome.message or "网站没有生成，原来的网站没有动。", err=True)
        return outcome.result.exit_status or COULD_NOT_RUN
    click.echo(f"网站在 {outcome.site}（{outcome.pages} 页，数据截至 {outcome.as_of}）")
    for line in outcome.news:
        click.echo(line)
    click.echo(f"清单 {MANIFEST} 的校验码：{outcome.digest}")
    if outcome.archive is not None:
        size = outcome.archive.stat().st_size / 1_000_000
        click.echo(f"离线包在 {outcome.archive}（{size:.1f} MB）：解压后双击 {START}。")
    return 0


@zhidu.command(
    help="把 zensical 或别的程序生成的网站文件夹补齐：安全策略、离线副本、安装到手机要的文件。"
)
@click.argument(
    "site", metavar="文件夹", type=click.Path(exists=True, file_okay=False, path_type=Path)
)
def deliver(site: Path) -> int:
    """Do to a folder of pages what a build does at its end."""
    from zhidu.site.delivery import deliver as run  # noqa: PLC0415
    from zhidu.site.delivery import must_be_ours  # noqa: PLC0415

    must_be_ours(site)
    faults = run(site)
    for fault in faults:
        click.echo(fault, err=True)
    return 1 if faults else 0


@zhidu.command(
    help="核对网站的文件夹，或离线包（zip）：照生成时留下的清单，说出哪些文件被改了、多了、少了。"
    "清单的校验码要与生成时屏幕上的一样；另存过清单的，用 --manifest 写明。"
    "退出码：0 都没有变，1 有变动，2 没能核对。"
)
@click.argument("site", metavar="文件夹或.zip", type=click.Path(path_type=Path))
@click.option(
    "--manifest",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="文件",
    help="生成时另存的 SHA256SUMS；不写就照里面的那一份。",
)
@_FORM
def verify(site: Path, manifest: Path | None, form: str) -> int:
    """Say what became of a site since it was built."""
    import json  # noqa: PLC0415
    from dataclasses import asdict  # noqa: PLC0415

    from zhidu.reading.findings import visible  # noqa: PLC0415
    from zhidu.site.manifest import compare  # noqa: PLC0415

    found = compare(site, manifest)
    if form == "json":
        click.echo(json.dumps(asdict(found), ensure_ascii=False, indent=1))
        return 0 if found.whole else 1
    for words, names in (
        ("被改了", found.changed),
        ("多出来的", found.added),
        ("少了", found.missing),
    ):
        for name in names:
            click.echo(f"{words}：{visible(name)}")
    click.echo(
        f"清单上 {found.files} 个文件都没有变。"
        if found.whole
        else f"清单上 {found.files} 个文件：改了 {len(found.changed)} 个，"
        f"少了 {len(found.missing)} 个；另外多出 {len(found.added)} 个。"
    )
    click.echo(f"清单的校验码：{found.digest}（要与生成时的一样；不一样，是清单也被换了）")
    return 0 if found.whole else 1


@zhidu.command(help="只生成网页的源文件（docs/ 里的页面），供 mkdocs 或 zensical 使用。")
@_options(_ROOT, _AS_OF)
def pages(root: Path, as_of: datetime | None) -> int:
    """Write the stubs that MkDocs and Zensical turn into pages."""
    from zhidu.county.publishing import county  # noqa: PLC0415
    from zhidu.judging.check import CHECKLISTS  # noqa: PLC0415
    from zhidu.reading.disk import locks  # noqa: PLC0415
    from zhidu.reading.settings import SettingsError, settings  # noqa: PLC0415
    from zhidu.site.stubs import Site, write  # noqa: PLC0415

    _settled(root)
    checked = sound(root, as_of)
    try:
        known = settings(root)
    except SettingsError as error:
        raise click.UsageError(str(error)) from error
    with locks.locked(root / locks.NAME, "写网页的源文件（zhidu pages）"):
        site = Site(
            url=known.url,
            name=known.name,
            county=county(checked.handbook, root / CHECKLISTS),
        )
        written = write(checked.handbook, known.docs, site)
    click.echo(
        f"{written.total} 个页面，改动了 {written.changed} 个，删除了 {written.removed} 个。"
    )
    return 0


@zhidu.command(
    help="在本机打开网站，草稿也看得到；改了制度文件，浏览器里马上看到。按 Ctrl+C 结束。"
)
@_options(_ROOT, _AS_OF)
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8000, metavar="端口", help="端口，默认 8000。"
)
def serve(root: Path, as_of: datetime | None, port: int) -> int:
    """Serve the site on loopback and rebuild on every edit."""
    from zhidu.site.build import serve as run  # noqa: PLC0415

    _told_of_version(root)
    _settled(root)
    sound(root, as_of, drafts=True)
    return run(root, port, _day(as_of))


@zhidu.command(
    help="比较一项制度的两个版本，逐条、逐字。不写制度就比较最近一次印发（草稿也算）改了的全部。"
)
@click.argument("policy", required=False, metavar="[制度]")
@click.option("--from", "old", metavar="日期", help="从哪一版，默认是前一版。")
@click.option("--to", "new", metavar="日期", help="到哪一版，默认是最新的（草稿也算）。")
@_options(_ROOT, _AS_OF, _FORM)
def diff(  # noqa: PLR0917  one parameter an option
    policy: str | None,
    old: str | None,
    new: str | None,
    root: Path,
    as_of: datetime | None,
    form: str,
) -> int:
    """Print redlines."""
    from zhidu.cli import change_output  # noqa: PLC0415
    from zhidu.cli.which_edition import changes  # noqa: PLC0415
    from zhidu.handbook.impact import revised  # noqa: PLC0415

    handbook = _revisable(root, as_of)
    if policy is None and not revised(handbook):
        click.echo(NO_REVISION)
        return 0
    found = changes(handbook, policy, old, new)
    if isinstance(found, str):
        raise click.UsageError(found)
    _, compared = found
    click.echo(
        change_output.diff_json(compared)
        if form == "json"
        else change_output.diff_text(handbook, compared),
        nl=False,
    )
    return 0


@zhidu.command(
    help="一次印发涉及谁：岗位、数量、时间、记录、海报、自查项目。不写日期就看最近一次（草稿也算）。"
)
@click.argument("issuance", required=False, metavar="[印发日期]")
@_options(_ROOT, _AS_OF, _FORM, _CHECKLISTS)
@click.option(
    "--prints",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="文件夹",
    help="zhidu poster 印过海报的文件夹：列出哪所学校、哪个场所的哪一张要重印。",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="文件",
    help="另存一份修订说明（Word），例如 -o 修订说明.docx；写了 --checklists、--prints，就附上各校的，只供内部使用。",
)
def impact(  # noqa: PLR0917  one parameter an option
    issuance: str | None,
    root: Path,
    as_of: datetime | None,
    form: str,
    checklists: Path | None,
    prints: Path | None,
    output: Path | None,
) -> int:
    """Print what an issuance means for people."""
    from zhidu.assessment.filed import asked, filed  # noqa: PLC0415
    from zhidu.cli import change_output  # noqa: PLC0415
    from zhidu.cli.which_edition import chosen  # noqa: PLC0415
    from zhidu.handbook.impact import impact as reckon  # noqa: PLC0415
    from zhidu.handbook.impact import revised  # noqa: PLC0415
    from zhidu.posters import print_log, walls  # noqa: PLC0415

    handbook = _revisable(root, as_of, checklists)
    if issuance is None and not revised(handbook):
        click.echo(NO_REVISION)
        return 0
    day = chosen(handbook, issuance)
    if day not in {n.value.issuance.isoformat() for n in handbook.issued}:
        raise click.UsageError(day)
    found = reckon(handbook, day)
    submissions = filed(checklists or root / "checklists")
    schools = asked(handbook, found.after, submissions)
    printed = print_log.read(prints) if prints else ()
    stale = walls.stale(found, printed)
    if output is not None:
        from zhidu.office.word import docx  # noqa: PLC0415
        from zhidu.views.on_paper.change_notice import change_notice  # noqa: PLC0415

        more = change_output.asked_section(handbook, schools) if checklists else ()
        more += (walls.section(stale),) if prints else ()
        return _deliver(docx(change_notice(handbook, day, more)), output, ".docx")
    if form == "json":
        click.echo(change_output.impact_json(found, schools, walls.as_data(stale)), nl=False)
        return 0
    click.echo(change_output.impact_text(handbook, day), nl=False)
    if submissions or checklists:
        click.echo(change_output.asked_text(handbook, schools, len(submissions)), nl=False)
    if prints:
        click.echo(walls.text(stale, len(printed)), nl=False)
    return 0


@zhidu.command(
    help="开始一次修订：新建一个印发文件夹，抄入要改的制度，标为草稿；"
    "体检发现的问题和学校的建议，作为注释写在各条上面。例如 zhidu revise a8 --date 2026-09-01。"
)
@click.argument("policies", nargs=-1, metavar="[制度]…")
@click.option(
    "--date",
    "day",
    required=True,
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="日期",
    help="新的印发日期，例如 2026-09-01。",
)
@click.option("--undo", metavar="印发日期", help="起草一次印发，把那一次改的改回去。")
@click.option("--dry-run", is_flag=True, help="只说会做什么，不写文件。")
@_options(_ROOT, _CHECKLISTS)
def revise(
    policies: tuple[str, ...],
    day: datetime,
    undo: str | None,
    root: Path,
    checklists: Path | None,
    *,
    dry_run: bool,
) -> int:
    """Write a draft issuance; never over another file."""
    from zhidu.assessment.filed import filed, suggestions  # noqa: PLC0415
    from zhidu.drafting import copying as drafting  # noqa: PLC0415
    from zhidu.judging.check import check as judge  # noqa: PLC0415
    from zhidu.judging.review.output import proposals  # noqa: PLC0415
    from zhidu.reading.disk import locks  # noqa: PLC0415

    when = _day(day) or day.date()
    _settled(root)
    if bool(policies) == bool(undo):
        raise click.UsageError(
            "写上要修订的制度，例如 zhidu revise a8 --date 2026-09-01；或用 --undo，二者取一。"
        )
    drafted = frozenset(
        (policy, edition.date)
        for policy, editions in _revisable(root, None).all_editions.items()
        for edition in editions
        if edition.draft
    )
    handbook = judge(root).handbook
    said = suggestions(handbook, filed(checklists or root / "checklists"))
    comments = {policy: proposals(handbook, policy, said) for policy in policies}
    made = (
        drafting.undo(handbook, undo, when, root)
        if undo
        else drafting.draft(handbook, policies, when, root, drafted, comments=comments)
    )
    if not dry_run:
        with locks.locked(root / locks.NAME, "起草修订（zhidu revise）"):
            drafting.write(made, root)
    click.echo("会新建：" if dry_run else "新建了草稿：")
    for name, _ in made.files:
        click.echo(f"  policies/{name}")
    click.echo("接下来：")
    for number, step in enumerate(made.next, 1):
        click.echo(f"  {number}. {step}")
    return 0


@zhidu.command(
    help="发布：写上日期，就把那份草稿变成正式的印发；生成网站，并把新的网址记进 policies/published.txt。"
)
@click.argument("issuance", required=False, metavar="[印发日期]")
@_options(_ROOT, _AS_OF)
@click.option(
    "--site-dir",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="文件夹",
    help="网站放在哪里，默认是项目里的 site。",
)
@click.option(
    "--dry-run", is_flag=True, help="只试一遍：列出公开的网站上会变的全部网页，什么也不改。"
)
def release(
    issuance: str | None,
    root: Path,
    as_of: datetime | None,
    site_dir: Path | None,
    *,
    dry_run: bool,
) -> int:
    """Issue a draft, build, write down the addresses."""
    from zhidu.site.release import release as run  # noqa: PLC0415

    if dry_run:
        from zhidu.cli.rehearsal_output import rehearsed  # noqa: PLC0415

        return rehearsed(root, issuance, site_dir or root / "site", _day(as_of))
    released = run(root, issuance, site_dir or root / "site", _day(as_of))
    outcome = released.outcome
    if released.before:
        click.echo(released.before, err=True)
    if outcome is None:
        raise click.UsageError(released.message)
    if outcome.result.findings or outcome.result.exit_status:
        tell(outcome.result)
    if outcome.site is None:
        click.echo(outcome.message or "没有发布：网站和草稿都照旧。", err=True)
        return outcome.result.exit_status or COULD_NOT_RUN
    if issuance:
        click.echo(f"{issuance} 已经印发，不再是草稿。")
    click.echo(f"网站在 {outcome.site}（{outcome.pages} 页，数据截至 {outcome.as_of}）")
    for day in released.waits:
        click.echo(
            f"还有条文从 {day} 起施行，网站上现在还不算现行；到那天再运行 zhidu build --as-of {day}。"
        )
    click.echo(f"policies/published.txt 记下了 {released.added} 个新网址，请一起提交。")
    return 0


def _told_of_version(root: Path) -> None:
    """Say where the project is for another version of this program."""
    from zhidu.cli.which_version import differing  # noqa: PLC0415

    click.echo(differing(root), nl=False, err=True)


def _settled(root: Path) -> None:
    """See to a release that was killed, before anything else is written, and say what became of it."""
    from zhidu.judging.check import POLICIES  # noqa: PLC0415

    if (root / POLICIES / ".zhidu-release.json").exists():
        from zhidu.site.release import settle  # noqa: PLC0415

        if told := settle(root):
            click.echo(told, err=True)


def _drafted(root: Path, checklists: Path | None) -> Any:
    """The handbook as it will be when all its drafts are issued and in force."""
    handbook = _revisable(root, None, checklists)
    days = [n.value.effective for n in handbook.of("notice") if n.value.draft]
    return replace(handbook, as_of=max([handbook.as_of, *days]))


def _revisable(root: Path, as_of: datetime | None, checklists: Path | None = None) -> Any:
    """The handbook with its drafts. What is not clean enough to be compared is told, and ends the command."""
    from zhidu.judging.check import check as run  # noqa: PLC0415

    checked = run(root, (checklists,) if checklists else (), _day(as_of), drafts=True)
    if checked.result.exit_status == COULD_NOT_RUN or not checked.handbook.complete:
        refuse(checked.result)
    if checked.result.errors:
        click.echo(f"还有 {checked.result.errors} 个错误没有改，运行 zhidu check 看。", err=True)
    return checked.handbook


@zhidu.command(
    help="演示：十二所虚构的学校、两个学期，连同核查，生成一个有数据的网站和县情报告，"
    "放在自己的文件夹里，不与真实数据混在一起。"
)
@_options(_ROOT)
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="文件夹",
    help="放在哪里，默认是项目里的 demo（git 不管它）。",
)
def demo(root: Path, output: Path | None) -> int:
    """Make the fictional county."""
    from zhidu.cli.demo import make  # noqa: PLC0415

    made = make(root, output or root / "demo")
    outcome = made.outcome
    if outcome.site is None:
        tell(outcome.result)
        click.echo(outcome.message or "演示没有做成。", err=True)
        return outcome.result.exit_status or COULD_NOT_RUN
    click.echo(f"演示的网站在 {outcome.site}（{outcome.pages} 页），全县自查在 county/index.html")
    for path in made.reports:
        click.echo(f"县情报告：{path}")
    click.echo(f"虚构的自查表和核查表在 {made.project / 'checklists'}")
    return 0


@zhidu.group(cls=Group, help="自查：给学校发表、收表，教育局抽查、汇总各校交来的自查表。")
def checklist() -> None:
    """What schools answered, and what the bureau makes of it."""


checklist.add_command(checklist_command.workbook)
checklist.add_command(checklist_command.intake)
checklist.add_command(county_options.report)
checklist.add_command(county_options.sample)
checklist.add_command(county_options.publish)
checklist.add_command(county_options.export)

zhidu.add_command(roster)
zhidu.add_command(calendar)
zhidu.add_command(worksheet)
zhidu.add_command(handover)
zhidu.add_command(signing)
zhidu.command_class = Command


atexit.register(gc.freeze)  # or Python's last act is to look for rubbish in all there is


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; the exit status. No traceback ever reaches a clerk."""
    # by itself Python looks for rubbish hundreds of times at each start, and finds none
    gc.set_threshold(_NEW_THINGS)
    try:
        status = zhidu.main(arguments, prog_name="zhidu", standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("已停止。", err=True)
        return 130
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        return COULD_NOT_RUN
    except click.ClickException as error:
        click.echo(harmless(sentence(error)), err=True)
        return COULD_NOT_RUN
    except BrokenPipeError:  # the reader of our output went away: `zhidu check | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except RefusedError as error:
        click.echo(harmless(str(error)), err=True)
        return COULD_NOT_RUN
    except OSError as error:
        click.echo(harmless(trouble(error)), err=True)
        return COULD_NOT_RUN
    except (MemoryError, ImportError) as error:
        click.echo(shortage(error), err=True)
        return COULD_NOT_RUN
    except Exception as error:
        if os.environ.get("ZHIDU_DEBUG"):
            raise
        click.echo(mistake(error), err=True)
        return COULD_NOT_RUN
    return status if isinstance(status, int) else 0
