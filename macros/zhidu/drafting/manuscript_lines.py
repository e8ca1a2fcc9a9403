"""What a reader of drafts gives: the lines of the text, each with its paragraph, and what it could not read."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from zhidu.reading.findings import whole
from zhidu.reading.text import characters

MAX_LINES = 12_000  # read within two seconds; a manuscript of sixty pages has 1,200
MAX_LINE = 20_000
_MOST_ROWS, _MOST_COLUMNS, _LONGEST_CELL = 200, 30, 500  # of a table that is read as one

_SPACES = re.compile(r"[ \t\r\f\v\u00a0\u2002-\u200a\u202f\u205f\u3000]+")
_INVISIBLE = re.compile(f"[\u0000-\u0008\u000e-\u001f\u007f{characters.UNSEEN}]")


class OverlongError(Exception):
    """The draft has more, or longer, lines than any has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of a draft, trimmed. `place` counts the paragraphs that have words, from 1.

    `title` says that the page itself calls it one, `aside` that it is a link to somewhere else. `table` are the rows
    of a table that stands below it.
    """

    text: str
    place: int
    title: bool = False
    aside: bool = False
    table: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """What was noticed at a paragraph; 0 is the whole file."""

    code: str
    message: str
    repair: str
    place: int = 0


@dataclass(slots=True)
class Read:
    """What is read so far. One after the other, in the order of the file."""

    lines: list[Line] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    paragraphs: int = 0

    def put(self, paragraph: str, *, title: bool = False, aside: bool = False) -> None:
        """One more paragraph, which may have several lines, or no words at all."""
        place = self.paragraphs + 1
        for line in trimmed(paragraph):
            if len(line) > MAX_LINE:
                raise OverlongError(f"第 {place} 段有 {len(line)} 个字")
            self.lines.append(Line(text=line, place=place, title=title, aside=aside))
            self.paragraphs = place
        if len(self.lines) > MAX_LINES:
            raise OverlongError(f"文稿有 {MAX_LINES} 段以上")

    def put_table(self, rows: Sequence[Sequence[str]], caption: str = "") -> None:
        """A table below the line that was read last; told where it can stand nowhere."""
        cells = [
            [next(iter(trimmed(" ".join(cell.split("\n")))), "") for cell in row] for row in rows
        ]
        cells = [row for row in cells if any(row)]
        if not cells:
            return
        columns = max(map(len, cells))
        fits = (
            len(cells) <= _MOST_ROWS
            and columns <= _MOST_COLUMNS
            and max(len(cell) for row in cells for cell in row) <= _LONGEST_CELL
        )
        if self.lines and not self.lines[-1].table and fits and not caption:
            table = tuple((*row, *[""] * (columns - len(row))) for row in cells)
            self.lines[-1] = replace(self.lines[-1], table=table)
            return
        after = self.lines[-1].text if self.lines else ""
        self.remark(*unread_table(cells, after, caption), self.paragraphs)

    def remark(self, code: str, message: str, repair: str, place: int | None = None) -> None:
        """Something to be said of the paragraph that is being read, or of *place*."""
        here = self.paragraphs + 1 if place is None else place
        self.remarks.append(Remark(code=code, message=message, repair=repair, place=here))


def unread_table(
    rows: Sequence[Sequence[str]], after: str, caption: str = ""
) -> tuple[str, str, str]:
    """How to say that a table is not read: all its cells, and the line before it."""
    shown = "；".join("｜".join(row) for row in rows)
    where = f"（在“{whole(after)}”后面）" if after else ""
    return (
        "manuscript/table",
        f"表格没有读入{where}：{whole(caption)}{whole(shown)}",
        "里面若有条款，改成普通段落再导入",
    )


def trimmed(text: str) -> Iterator[str]:
    """The lines of a paragraph without what cannot be seen; spaces at the ends and doubled ones go."""
    for line in text.replace("\r", "\n").split("\n"):
        found = _SPACES.sub(" ", _INVISIBLE.sub("", line)).strip(" ")
        if found:
            yield found
