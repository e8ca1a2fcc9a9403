"""What our Excel files have in common: their fonts, cells that cannot become formulas, bytes that depend on the data only."""

import io
import zipfile
from collections.abc import Callable, Hashable
from datetime import UTC, date, datetime, time

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from zhidu.office.repack import repacked

FONT, HEAD_FONT = "宋体", "黑体"
GREY = PatternFill("solid", fgColor="ECECEC")
THIN = Side(style="thin")
FRAME = Border(THIN, THIN, THIN, THIN)
CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a text begins that a table would obey."""


def book(*, by_rows: bool = False) -> Workbook:
    """An empty file with one sheet; without one where it is written *by_rows*, which keeps no cell in memory.

    By the digits of its base font the widths of columns are measured.
    """
    made = Workbook(write_only=by_rows)
    base = Font(name=FONT, size=11)
    made._fonts = IndexedList([base])  # noqa: SLF001  there is no other way to it
    made._named_styles["Normal"].font = base  # noqa: SLF001
    return made


def write(page: Worksheet, place: tuple[int, int], text: str, font: Font, align: Alignment) -> Cell:
    """*text* into a cell, whatever it begins with."""
    return worded(page.cell(*place), text, font, align)


def worded(cell: Cell, text: str, font: Font, align: Alignment) -> Cell:
    """*cell* with *text* in it."""
    cell.value = text
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(FORMULA)
    cell.font = font
    cell.alignment = align
    return cell


class Looks:
    """How the cells of a file look, by a name. Cells of one look share it: to reckon it anew for each takes longest of all."""

    def __init__(self) -> None:
        self._known: dict[Hashable, StyleArray] = {}

    def put(
        self,
        cell: Cell,
        value: str | float | date | None,
        name: Hashable,
        dress: Callable[[Cell], None],
    ) -> Cell:
        """*value* into *cell*, which looks as *dress* makes the first of that *name*. A text stays a text, whatever it begins with."""
        cell.value = value
        obeyed = isinstance(value, str) and value.startswith(FORMULA)
        if isinstance(value, str):
            cell.data_type = "s"
        known = self._known.get((name, obeyed))
        if known is not None:
            cell._style = known  # noqa: SLF001  nobody changes it afterwards
            return cell
        cell.quotePrefix = obeyed
        dress(cell)
        self._known[name, obeyed] = cell._style  # noqa: SLF001
        return cell


def packed(made: Workbook, title: str, creator: str, day: date) -> bytes:
    """The bytes of *made*, dated *day*."""
    properties = made.properties
    properties.title = title
    properties.creator = properties.lastModifiedBy = creator
    properties.created = properties.modified = datetime.combine(day, time(), UTC).replace(
        tzinfo=None
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:  # `save` would put the clock into the file
        ExcelWriter(made, archive).save()
    return repacked(buffer, day)
