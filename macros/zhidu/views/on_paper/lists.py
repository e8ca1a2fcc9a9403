"""Lists for those who work by them: a title, blanks, tables of lines, room to sign. What is set in type, and written as Excel."""

from dataclasses import dataclass
from datetime import date

from zhidu.handbook.book import Handbook
from zhidu.reading.model import Orientation
from zhidu.views.on_paper.paper import PAPERS, Paper

BOX = "□"
"""A square to tick."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell over *span* columns; `small` stands below it in small type."""

    text: str = ""
    small: str = ""
    span: int = 1
    centre: bool = False


BLANK = Cell()
TICK = Cell(BOX, centre=True)


def cells(*texts: str) -> tuple[Cell, ...]:
    """A row of plain words."""
    return tuple(Cell(text) for text in texts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A table under a heading. `widths` in mm are shares of the line; `row_height` is the least."""

    name: str
    widths: tuple[float, ...]
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    row_height: float = 7.5


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSheet:
    """A list ready to be set. `head` are blanks with what is known of them; `sign` are lines of blanks; `notes` small print."""

    title: str
    issuer: str
    date: date
    landscape: bool
    head: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]
    sign: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def paper(self) -> Paper:
        """The sheet it is printed on."""
        return PAPERS[Orientation.LANDSCAPE if self.landscape else Orientation.PORTRAIT]


def newest_issuer(handbook: Handbook) -> str:
    """Who issued the newest notice: whose list it is."""
    return max((n.value for n in handbook.notices), key=lambda n: n.issuance).issuer


def scaled(widths: tuple[float, ...], line: float) -> tuple[float, ...]:
    """*widths* over the whole line."""
    return tuple(round(width * line / sum(widths), 3) for width in widths)
