"""A roster of people → which posts are filled and which are not. Names are looked at, never kept, never said.

What is said consists of words of the policies only: nothing that stands in the file can come out.
"""

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from zhidu.assessment.verdict import free_input
from zhidu.handbook.book import Handbook
from zhidu.office import excel_cells
from zhidu.office.excel_cells import Book, Sheet, UnreadableError
from zhidu.reading.disk import files
from zhidu.reading.model import Member, Role
from zhidu.reading.text import characters
from zhidu.views.names import cite

_NAME = "姓名"
_NOBODY = frozenset(
    {"", "无", "没有", "空缺", "暂缺", "待定", "未定", "缺", "/", "-", "—", "——", "×"}
)
_SPLIT = re.compile(r"[\s、,;/()（）【】:：·|]+")
_MOST_ABOVE = 6  # rows above a head that may say whose roster it is


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """A post in a body: what it is called, where it is written, whether somebody holds it."""

    name: str
    basis: str
    filled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """A body and its posts. `listed` says whether the file speaks of it at all; `unnamed` counts rows without a name."""

    body: str
    listed: bool
    seats: tuple[Seat, ...]
    people: int
    unnamed: int

    @property
    def missing(self) -> tuple[Seat, ...]:
        """The posts that nobody holds."""
        return tuple(seat for seat in self.seats if not seat.filled)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a roster: whose it is, what it says besides the name, whether there is a name."""

    about: str
    words: frozenset[str]
    named: bool


def in_work_tree(path: Path) -> bool:
    """Whether *path*, or what it leads to, stands in a folder that git keeps."""
    places = {Path(os.path.abspath(path)), path.resolve()}  # noqa: PTH100  `resolve` follows links
    return any((folder / ".git").exists() for place in places for folder in place.parents)


def read(path: Path) -> Book:
    """The roster at *path*; UnreadableError where it is none."""
    try:
        return excel_cells.read(files.plain(path, excel_cells.MAX_FILE))
    except files.TooLargeError:
        raise UnreadableError(*excel_cells.TOO_LARGE) from None
    except OSError:
        repair = "核对路径；要普通的 .xlsx 文件，不能是链接"
        raise UnreadableError("roster/missing", "打不开这个文件", repair) from None


def rosters(handbook: Handbook, book: Book) -> tuple[Roster, ...]:
    """Every body whose members the policies name, and which of its posts *book* fills."""
    lines = [line for sheet in book.sheets for line in _lines(sheet)]
    if not lines:
        raise UnreadableError(
            "roster/no-names",
            "没有找到名单",
            f"表头要有“{_NAME}”和“岗位”（或“职务”）两栏，一人一行",
        )
    bodies = [role for role in (handbook.roles or {}).values() if role.members]
    names = {body.id: frozenset(map(_folded, body.names)) for body in bodies}
    return tuple(
        _roster(handbook, body, [line for line in lines if _concerns(line, body.id, names)])
        for body in bodies
    )


def _concerns(line: _Line, body: str, names: Mapping[str, frozenset[str]]) -> bool:
    """Whether *line* is about *body*: by the heading; by a column that names it; where nothing is said, about any."""
    for told in (
        {each for each, words in names.items() if any(word in line.about for word in words)},
        {each for each, words in names.items() if words & line.words},
    ):
        if told:
            return body in told
    return True


def _folded(text: str) -> str:
    return characters.folded(text).replace(" ", "")


def _lines(sheet: Sheet) -> Iterator[_Line]:
    """The lines of a sheet: below each head with a column of names, as far as the next head."""
    rows: dict[int, dict[int, str]] = {}
    for (number, column), cell in sorted(sheet.cells.items()):
        rows.setdefault(number, {})[column] = _folded(free_input.text(cell.value))
    name_column: int | None = None
    above: list[str] = []
    heading = ""
    for _, row in sorted(rows.items()):
        heads = [column for column, text in row.items() if text.endswith(_NAME)]
        if heads:
            name_column = heads[0]
            heading = " ".join([sheet.name, *above[-_MOST_ABOVE:]])
            above = []
        elif name_column is None or len(row) == 1:
            above.extend(row.values())
            if len(row) == 1 and name_column is not None and name_column not in row:
                heading = " ".join([sheet.name, *row.values()])  # a title between two rosters
        else:
            others = [text for column, text in row.items() if column != name_column]
            words = frozenset(
                part for text in others for part in (text, *_SPLIT.split(text)) if part
            )
            named = row.get(name_column, "") not in _NOBODY
            yield _Line(_folded(heading), words, named)


def _roster(handbook: Handbook, body: Role, listed: list[_Line]) -> Roster:
    seats = tuple(
        Seat(
            name=_called(handbook, member),
            basis=cite(handbook.citations[member.clause])
            if member.clause in handbook.citations
            else member.clause,
            filled=any(line.named and _holds(handbook, member, line) for line in listed),
        )
        for member in body.members
    )
    return Roster(
        body=body.name,
        listed=bool(listed),
        seats=seats,
        people=sum(line.named for line in listed),
        unnamed=sum(not line.named for line in listed),
    )


def _called(handbook: Handbook, member: Member) -> str:
    role = (handbook.roles or {}).get(member.role or "")
    if role is None or member.seat in role.names:
        return member.seat
    return f"{member.seat}（{role.name}）"


def _holds(handbook: Handbook, member: Member, line: _Line) -> bool:
    """Whether *line* is about that seat: by the post of who holds it; by the seat, where no post is said."""
    role = (handbook.roles or {}).get(member.role or "")
    if role is None:
        return any(word.startswith(member.seat) for word in line.words)
    return bool({_folded(name) for name in role.names} & line.words)


def report(found: tuple[Roster, ...]) -> str:
    """What is said: posts and numbers."""
    lines: list[str] = []
    for roster in found:
        missing = roster.missing
        if not roster.listed:
            lines.append(f"{roster.body}：名单里没有")
        else:
            state = f"缺 {len(missing)} 个" if missing else "齐了"
            lines.append(
                f"{roster.body}：{len(roster.seats)} 个岗位，有人 {len(roster.seats) - len(missing)} 个，"
                f"{state}（名单上 {roster.people} 人）"
            )
        lines += [f"  缺　{seat.name}　{seat.basis}" for seat in missing]
        if roster.unnamed:
            lines.append(f"  有 {roster.unnamed} 行没有写姓名")
    return "".join(f"{line}\n" for line in lines)
