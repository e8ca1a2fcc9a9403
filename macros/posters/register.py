"""What was printed for whom: kept beside the sheets, so that a revision can say which walls show old words.

`.prints.json` lies in the folder of a run: a line for each file, with the school, the places, the size and the hash of
the text. Nothing in it is secret, and nothing of it is needed to print.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from macros.files import put
from macros.handbook import Handbook
from macros.posters import cards
from macros.posters.request import Piece, room
from macros.revision.impact import Impact
from macros.views.change_notice import Section
from macros.views.editions import policy_name
from macros.views.names import role_link
from macros.views.printed import printed
from macros.views.revisions import LATER, REPRINT, TAKE_DOWN

FILE = ".prints.json"
_SCHOOL, _PLACE = "没有写学校", "没有写场所"


@dataclass(frozen=True, slots=True, kw_only=True)
class Print:
    """A sheet that was printed. `rooms` are places as they were called; `target` is a policy or a role."""

    file: str
    target: str
    size: str
    hash: str
    school: str = ""
    rooms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stale:
    """A sheet that shows old words, and what is to be done with it."""

    print: Print
    title: str
    act: str


def note(
    handbook: Handbook, pieces: Sequence[Piece], made: Sequence[str], folder: Path, place: str
) -> None:
    """Write down the files of *pieces* that were *made* in *folder*, for the room called *place*."""
    known = {each.file: each for each in _in(folder)}
    name = room(handbook, place).name if place else ""
    for piece in pieces:
        file = piece.job.name
        if file in made:
            before = known[file].rooms if file in known else ()
            known[file] = Print(
                file=file,
                target=piece.target,
                size=piece.size.said,
                hash=piece.text_hash,
                school=str(piece.job.sheet.data.get("school", "")),
                rooms=tuple(dict.fromkeys([*before, *([name] if name else [])])),
            )
    lines = [asdict(known[file]) for file in sorted(known)]
    put(folder / FILE, (json.dumps(lines, ensure_ascii=False, indent=1) + "\n").encode())


def read(folder: Path) -> tuple[Print, ...]:
    """Everything that was written down in *folder* and below it."""
    found = []
    for path in sorted(folder.rglob(FILE)):
        inside = path.parent.relative_to(folder)
        found += [replace(each, file=(inside / each.file).as_posix()) for each in _in(path.parent)]
    return tuple(found)


def _in(folder: Path) -> Iterator[Print]:
    """The lines of one register; a damaged one is no line."""
    lines: Any = []
    with suppress(OSError, ValueError, RecursionError):
        lines = json.loads((folder / FILE).read_bytes())
    for line in lines if isinstance(lines, list) else ():
        with suppress(TypeError, ValueError, KeyError, AttributeError):
            texts = {key: line[key] for key in ("file", "target", "size", "hash", "school")}
            if all(isinstance(text, str) for text in texts.values()):
                rooms = tuple(str(each) for each in line["rooms"])
                yield Print(**texts, rooms=rooms)


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
