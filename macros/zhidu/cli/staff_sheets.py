"""`zhidu worksheet`, `handover`, `signing`: papers for whoever holds a post, by roles, or for a whole school."""

from __future__ import annotations  # what is only a type here is slow to import

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from zhidu.cli.checklist import chosen_school, chosen_term, judged
from zhidu.cli.chinese import Command
from zhidu.cli.options import (
    AS_OF,
    BUREAU_CHECKLISTS,
    CHOSEN_TERM,
    EITHER,
    FILE,
    ROOT,
    form_option,
    options,
    output_option,
)
from zhidu.cli.posts import chosen_roles, own_settings
from zhidu.cli.result_file import ending

if TYPE_CHECKING:
    from zhidu.handbook.book import Handbook
    from zhidu.reading.model import SchoolTerm
    from zhidu.views.on_paper.handover import Reading, Unfinished
    from zhidu.views.on_paper.lists import ListSheet

_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])\Z")

_OUTPUT = output_option(
    EITHER,
    "存成什么：.pdf 打印，.xlsx 在电脑上填；不写岗位的，写一个文件夹，每个岗位一份。",
    required=True,
)
_FORM = form_option(("pdf", "xlsx"), "写到文件夹时每一份的格式：{}；默认 {}。")


@click.command(
    cls=Command,
    help="月度工作单：一个岗位（或几个合在一起）一个月里要做的事，照真正的上课日排好，做一次勾一次。"
    "例如 zhidu worksheet 计算机教室管理员 --month 2026-10 -o 工作单.pdf。"
    "不写岗位，就给每个有事的岗位做一份，-o 写文件夹。"
    "原文写“定期”的，加 --school，照这所学校在自查表里定的周期。",
)
@click.argument("roles", metavar="[岗位]…", nargs=-1)
@options(ROOT, AS_OF, BUREAU_CHECKLISTS, CHOSEN_TERM)
@click.option("--month", metavar="月份", required=True, help="哪一个月，例如 2026-10。")
@click.option("--school", metavar="学校", help="学校的编号或名称：印在单子上，并用它定的周期和数。")
@options(_FORM, _OUTPUT)
def worksheet(  # noqa: PLR0917  one parameter an option
    roles: tuple[str, ...],
    root: Path,
    as_of: date | None,
    checklists: Path | None,
    term: str | None,
    month: str,
    school: str | None,
    form: str,
    output: Path,
) -> int:
    """Write the sheet of a month."""
    from zhidu.views import schooltime  # noqa: PLC0415
    from zhidu.views.on_paper import worksheet as sheets  # noqa: PLC0415

    said = _MONTH.match(month)
    if said is None:
        raise click.UsageError(f"“{month}”不对：月份写成 2026-10 的样子。")
    wanted = (int(said[1]), int(said[2]))
    handbook = judged(root, as_of, checklists)
    when = _term_of(handbook, term, wanted)
    name = chosen_school(handbook, school).name if school else ""
    own = own_settings(handbook, checklists or root / "checklists", school, when.id)
    days = schooltime.calendar(when)

    def made(chosen: Sequence[str]) -> ListSheet | None:
        plan = schooltime.plan(handbook, chosen, days, own.periods if own else None)
        sheet = sheets.worksheet(handbook, plan, wanted, name, own)
        if sheet is None:
            raise click.UsageError(f"{month} 在{when.name}里没有一天上课。")
        return sheet if sheet.parts else None

    return _write(handbook, root, roles, made, output, form, f"{month} 工作单")


@click.command(
    cls=Command,
    help="交接清单：换人时一样一样交：职责、记录、房间钥匙、账号、没有办完的事、向谁报告，三方签字。"
    "例如 zhidu handover 网络管理员 -o 交接清单.pdf。加 --new 是新任清单，给刚接手的人。"
    "不写岗位，就给每个岗位做一份，-o 写文件夹。"
    "加 --school 和 --term，把这所学校台账里没有办完的整改也列上（内部资料，不肯写进网站）。",
)
@click.argument("roles", metavar="[岗位]…", nargs=-1)
@options(ROOT, AS_OF, BUREAU_CHECKLISTS, CHOSEN_TERM)
@click.option("--school", metavar="学校", help="学校的编号或名称：列上它台账里没有办完的整改。")
@click.option("--new", is_flag=True, help="新任清单：给刚接手的人看、勾、签。")
@options(_FORM, _OUTPUT)
def handover(  # noqa: PLR0917  one parameter an option
    roles: tuple[str, ...],
    root: Path,
    as_of: date | None,
    checklists: Path | None,
    term: str | None,
    school: str | None,
    form: str,
    output: Path,
    *,
    new: bool,
) -> int:
    """Write what goes from hand to hand."""
    from zhidu.views.on_paper import handover as sheets  # noqa: PLC0415

    handbook = judged(root, as_of, checklists)
    name = ""
    known: dict[str, list[Unfinished]] | None = None
    if school is not None:
        from zhidu.county.private_folders import must_be_private  # noqa: PLC0415

        must_be_private(root, output if not output.suffix else output.absolute().parent)
        found = chosen_school(handbook, school)
        name = found.name
        known = _unfinished(
            handbook, checklists or root / "checklists", found.id, chosen_term(handbook, term)
        )

    def made(chosen: Sequence[str]) -> ListSheet:
        unfinished = None
        if known is not None:
            unfinished = [each for role in ("", *chosen) for each in known.get(role, ())]
        return sheets.handover(handbook, chosen, new=new, school=name, unfinished=unfinished)

    status = _write(handbook, root, roles, made, output, form, "新任清单" if new else "交接清单")
    if school is not None:
        click.echo("上面有学校的整改，是内部资料：不要放到网站上。")
    return status


@click.command(
    cls=Command,
    help="签阅单：每个岗位一行，写着看的是哪一版、校验码是什么，在纸上签名。"
    "例如 zhidu signing -o 签阅单.pdf；只要几个岗位，就写上岗位。"
    "修订以后加 --issuance 日期：只列这次修订动到的岗位，别的不用重签。程序不记谁签了。",
)
@click.argument("roles", metavar="[岗位]…", nargs=-1)
@options(ROOT, AS_OF)
@click.option("--issuance", metavar="日期", help="哪一次修订，例如 2026-09-01。")
@click.option("--school", metavar="名称", default="", help="学校的名称，印在单子上。")
@output_option(FILE, "存成什么文件：.pdf 或 .xlsx。", required=True)
def signing(  # noqa: PLR0917  one parameter an option
    roles: tuple[str, ...],
    root: Path,
    as_of: date | None,
    issuance: str | None,
    school: str,
    output: Path,
) -> int:
    """Write a list to be signed."""
    from zhidu.posters.gallery_page import card_hashes  # noqa: PLC0415
    from zhidu.reading.disk import ownership  # noqa: PLC0415
    from zhidu.views.on_paper import handover as sheets  # noqa: PLC0415

    suffix = ending(output, *_FILES)
    if roles and issuance:
        raise click.UsageError("写了 --issuance 就不用写岗位：动到哪些岗位，由这次修订决定。")
    handbook = judged(root, as_of, None)
    if not handbook.notices:
        raise click.UsageError("还没有一份已经施行的通知。")
    if issuance is None:
        hashes = card_hashes(handbook, chosen_roles(handbook, roles))
        readings = [sheets.Reading(role=role, hash=each) for role, each in hashes.items()]
    else:
        readings = [*_touched(handbook, issuance)]
        if not readings:
            click.echo(f"{issuance} 的修订没有改动哪个岗位的职责，不用重签。")
            return 0
    sheet = sheets.signing(handbook, readings, school=school, issuance=issuance or "")
    ownership.put(output, _FILES[suffix](sheet))
    click.echo(f"存好了：{output}（{len(readings)} 个岗位）")
    return 0


def _touched(handbook: Handbook, issuance: str) -> Iterator[Reading]:
    """The roles for which *issuance* changes something, as they are once it is in force."""
    from zhidu.cli.which_edition import chosen  # noqa: PLC0415
    from zhidu.handbook.impact import impact, revised  # noqa: PLC0415
    from zhidu.posters.gallery_page import card_hashes  # noqa: PLC0415
    from zhidu.views.on_paper.handover import Reading  # noqa: PLC0415

    if chosen(handbook, issuance) not in revised(handbook):
        raise click.UsageError(
            f"{issuance} 是第一次印发，没有修订；不写 --issuance，就列出全部岗位。"
        )
    found = impact(handbook, issuance)
    touched_roles = [each.role for each in found.roles]
    hashes = card_hashes(found.after, touched_roles) if touched_roles else {}
    for each in found.roles:
        counts = (("新增", each.gained), ("改动", each.changed), ("不再", each.lost))
        words = "，".join(f"{word} {len(touched)} 项" for word, touched in counts if touched)
        yield Reading(role=each.role, hash=hashes[each.role], changes=words)


def _term_of(handbook: Handbook, term: str | None, month: tuple[int, int]) -> SchoolTerm:
    """The term that is named, else the one that has days in *month*."""
    if term is None:
        found = [
            each
            for each in (handbook.school_terms or {}).values()
            if each.starts
            and each.ends
            and (each.starts.year, each.starts.month) <= month <= (each.ends.year, each.ends.month)
        ]
        if len(found) == 1:
            return found[0]
    return chosen_term(handbook, term)


def _unfinished(
    handbook: Handbook, folder: Path, school: str, term: SchoolTerm
) -> dict[str, list[Unfinished]]:
    """What *school* has still to put right, by role; what names no role, under an empty one."""
    from zhidu.county.overview import overview  # noqa: PLC0415
    from zhidu.county.statements import read  # noqa: PLC0415
    from zhidu.views.on_paper.handover import Unfinished  # noqa: PLC0415

    day = max(handbook.as_of, term.ends) if term.ends else handbook.as_of
    found: dict[str, list[Unfinished]] = {}
    for row in overview(handbook, read(handbook, folder), term, day).ledger:
        entry = row.entry
        if entry.school != school or entry.closure is not None:
            continue
        what = entry.rectification
        found.setdefault(what.role if what else "", []).append(
            Unfinished(
                citation=row.cite,
                problem=entry.problem,
                measure=what.measure if what else "",
                due=what.due if what else None,
                state=row.state,
            )
        )
    return found


# ---------- writing


def _pdf(sheet: ListSheet) -> bytes:
    from zhidu.posters.form_pdf import list_pdf  # noqa: PLC0415  slow to import

    return list_pdf(sheet)


def _xlsx(sheet: ListSheet) -> bytes:
    from zhidu.office.list_xlsx import list_xlsx  # noqa: PLC0415  slow to import

    return list_xlsx(sheet)


_FILES: dict[str, Callable[[Any], bytes]] = {"pdf": _pdf, "xlsx": _xlsx}


def _write(  # noqa: PLR0917  what the three commands have in common
    handbook: Handbook,
    root: Path,
    names: Sequence[str],
    made: Callable[[Sequence[str]], ListSheet | None],
    output: Path,
    form: str,
    title: str,
) -> int:
    """One sheet for the roles that are named, or one for each that has a card, into a folder."""
    from zhidu.posters.gallery_page import card_hashes  # noqa: PLC0415
    from zhidu.reading.disk import ownership  # noqa: PLC0415
    from zhidu.reading.disk.files import safe  # noqa: PLC0415

    if names:
        suffix = ending(output, *_FILES)
        sheet = made(chosen_roles(handbook, names))
        if sheet is None:
            raise click.UsageError("这个岗位没有可以列的事。")
        ownership.put(output, _FILES[suffix](sheet))
        click.echo(f"存好了：{output}")
        return 0
    if output.suffix or output.is_file():
        raise click.UsageError("没有写岗位，是每个岗位做一份：-o 请写一个文件夹。")
    ownership.output_folder(root, output)
    ownership.sweep(output)
    count = 0
    for role in card_hashes(handbook):
        sheet = made([role])
        if sheet is not None:
            name = safe((handbook.roles or {})[role].name)
            ownership.put(output / f"{name} {title}.{form}", _FILES[form](sheet))
            count += 1
    click.echo(f"存好了：{output}（{count} 份）")
    return 0
