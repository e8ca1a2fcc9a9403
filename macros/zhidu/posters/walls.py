"""Which walls show old words: what the registers say was printed, held against what an issuance brings."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from zhidu.handbook.impact import Impact
from zhidu.posters import cards
from zhidu.posters.print_log import Print
from zhidu.views.names import policy_name, role_link
from zhidu.views.on_paper.change_notice import Section
from zhidu.views.on_paper.printed_text import printed
from zhidu.views.on_screen.revisions import LATER, REPRINT, TAKE_DOWN

_SCHOOL, _PLACE = "没有写学校", "没有写场所"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stale:
    """A sheet that shows old words, and what is to be done with it."""

    print: Print
    title: str
    act: str


def stale(found: Impact, prints: Sequence[Print]) -> tuple[Stale, ...]:
    """The sheets that show old words once the issuance is in force."""
    needed = {reprint.policy.policy: reprint.needed for reprint in found.reprints}
    rows = []
    for each in prints:
        edition = found.after.current.get(each.target)
        if edition is not None:
            texts = {printed(edition, original=original).hash for original in (False, True)}
            if each.hash not in texts:
                act = REPRINT if needed.get(each.target, True) else LATER
                rows.append(Stale(print=each, title=policy_name(edition), act=act))
        elif each.target in found.after.known_editions:
            gone = found.after.known_editions[each.target][-1]
            rows.append(Stale(print=each, title=policy_name(gone), act=TAKE_DOWN))
        elif each.target in (found.after.roles or {}):
            title = f"{role_link(found.after, each.target).text}职责牌"
            if each.target not in cards.roles(found.after):
                rows.append(Stale(print=each, title=title, act=TAKE_DOWN))
            elif cards.card_text(found.after, each.target).hash != each.hash:
                rows.append(Stale(print=each, title=title, act=REPRINT))
    return tuple(rows)


def lines(rows: Sequence[Stale]) -> Iterator[tuple[str, list[str]]]:
    """By school: its name, and a line for each sheet with the place where it hangs."""
    schools: dict[str, list[str]] = {}
    for row in sorted(rows, key=lambda r: (r.print.school, r.print.rooms, r.print.file)):
        place = "、".join(row.print.rooms) or _PLACE
        said = f"{place}　{row.title}，{row.print.size}：{row.act}"
        schools.setdefault(row.print.school or _SCHOOL, []).append(said)
    yield from schools.items()


def text(rows: Sequence[Stale], total: int) -> str:
    """What has to come off the walls, for a terminal."""
    said = ["", f"已印的海报（登记了 {total} 张）里，{len(rows)} 张是旧文："]
    for school, sheets in lines(rows):
        said += [f"  {school}", *(f"    {sheet}" for sheet in sheets)]
    return "\n".join(said) + "\n"


def section(rows: Sequence[Stale]) -> Section:
    """The same as a section of the change notice that the bureau keeps."""
    return (
        "要重印的海报（按学校和场所，内部使用）",
        tuple(f"{school}：{'；'.join(sheets)}。" for school, sheets in lines(rows))
        or ("已印的海报都还是现行文本。",),
    )


def as_data(rows: Sequence[Stale]) -> list[dict[str, Any]]:
    """The same for programs."""
    return [{**asdict(row.print), "act": row.act} for row in rows]
