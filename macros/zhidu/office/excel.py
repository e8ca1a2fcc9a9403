"""What our Excel files have in common: their fonts, cells that cannot become formulas, bytes that depend on the data only."""

import math
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache, lru_cache, partial
from pathlib import Path

from lxml import etree
from openpyxl import Workbook
from openpyxl.cell.cell import Cell, WriteOnlyCell
from openpyxl.compat import safe_string
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from zhidu.office.repack import repacked

FONT, HEAD_FONT = "宋体", "黑体"
GREY = PatternFill("solid", fgColor="ECECEC")
THIN = Side(style="thin")
FRAME = Border(THIN, THIN, THIN, THIN)
CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
POINT = 72 / 25.4  # points in a millimetre
INCH = 1 / 25.4
DIGIT = 96 / 25.4 / 8  # widths of a digit, in which Excel measures columns, in a millimetre
LINE = 15.0  # points that a line of letters of 10.5 is high
_LONGEST = 32_767  # characters that Excel takes
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_ROWS, _PLACE = "{rows}", "{place}"  # where these stand in a sheet
_KEPT = 4096  # cells and texts that a sheet may hold once more
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
    cell = page.cell(*place)
    cell.value = text
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(FORMULA)
    cell.font = font
    cell.alignment = align
    return cell


def on_a4(page: Worksheet | WriteOnlyWorksheet, *, landscape: bool) -> None:
    """*page* is printed on A4, as wide as the paper and as many sheets long as it needs."""
    setup = page.page_setup
    setup.paperSize = Worksheet.PAPERSIZE_A4
    setup.orientation = "landscape" if landscape else "portrait"
    setup.fitToWidth, setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True


def row_height(texts: Iterable[tuple[float, str]], most: float) -> float:
    """How high, in points, a row of letters of 10.5 must be for *texts*, each in a column of a width; at the *most* so high.

    Programs do not all find that out by themselves. A Chinese character is as wide as two digits.
    """
    lines = [
        sum(max(1, math.ceil(_digits(part) / (width - 1.5))) for part in text.split("\n"))
        for width, text in texts
    ]
    return min(max(lines) * LINE + 4, most)


def _digits(text: str) -> float:
    return sum(1.0 if character.isascii() else 1.95 for character in text)


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """How a cell looks. A day is written as one by itself."""

    font: Font
    align: Alignment
    fill: PatternFill | None = None
    border: Border | None = None


Value = str | float | date | None
Row = tuple[Sequence[tuple[Value, Look] | None], float | None]
"""The cells of a row, None where there is none, and its height in points, None where the program may choose it."""


def write_rows(page: WriteOnlyWorksheet, rows: Iterable[Row]) -> None:
    """Write *rows*, all that there are, into a sheet of a book that is written by rows. A text stays a text.

    openpyxl writes the sheet with a mark for its rows, and these are put there as it would write them cell by cell: how a
    cell looks and what is in it is made once, and stands in many.
    """
    inside = lru_cache(_KEPT)(partial(_inside, cache(partial(_style, page))))
    page._get_writer()  # noqa: SLF001  there is no other way to it
    page._writer.write_row = lambda file, *_: file.write(_ROWS)  # noqa: SLF001
    page.append(())
    page.close()
    file = Path(page._writer.out)  # noqa: SLF001
    before, after = file.read_text(encoding="ascii").split(_ROWS)
    with file.open("w", encoding="ascii", newline="") as sheet:
        sheet.write(before)
        for line, (cells, height) in enumerate(rows, 1):
            made = [
                f"{start}{get_column_letter(column)}{line}{rest}"
                for column, cell in enumerate(cells, 1)
                if cell is not None
                for start, rest in [inside(*cell)]
            ]
            sheet.write(_row(height) % (line, "".join(made)))
        sheet.write(after)


def _inside(style: Callable[[Look, bool, bool], str], value: Value, look: Look) -> tuple[str, str]:
    """A cell as it stands in a file: what comes before its place, and what comes after."""
    is_day = isinstance(value, date)
    if isinstance(value, str):
        kind, text = "inlineStr", value and _element("is", "%s") % _element("t", value[:_LONGEST])
    else:
        number = to_excel(value) if is_day else value
        kind, text = "n", "" if value is None else _element("v", safe_string(number))
    obeyed = isinstance(value, str) and value.startswith(FORMULA)
    frame = _element("c", "%s", r=_PLACE, s=style(look, obeyed, is_day), t=kind)
    start, rest = frame.split(_PLACE)
    return start, rest % text


@lru_cache(_KEPT)
def _row(height: float | None) -> str:
    """A row, before its number and its cells are put into it."""
    high = {} if height is None else {"ht": f"{height:g}", "customHeight": "1"}
    return _element("row", "%s", r="%s", **high)


@lru_cache(_KEPT)
def _element(tag: str, text: str, **attributes: str) -> str:
    """*text* in *tag*, as it stands in a file."""
    if text != text.strip():
        attributes[_SPACE] = "preserve"
    made = etree.Element(tag, attributes)
    made.text = text
    written: bytes = etree.tostring(made)
    return written.decode()


def _style(page: WriteOnlyWorksheet, look: Look, obeyed: bool, is_day: bool) -> str:  # noqa: FBT001  `cache` is quicker so
    """The number that stands in the file for *look*; a table would obey a text that is *obeyed*."""
    cell = WriteOnlyCell(page)
    cell.quotePrefix = obeyed
    cell.font, cell.alignment = look.font, look.align
    if look.fill is not None:
        cell.fill = look.fill
    if look.border is not None:
        cell.border = look.border
    if is_day:
        cell.number_format = "yyyy-mm-dd"
    return str(cell.style_id)


def packed(made: Workbook, title: str, creator: str, day: date) -> bytes:
    """The bytes of *made*, dated *day*."""
    properties = made.properties
    properties.title = title
    properties.creator = properties.lastModifiedBy = creator
    properties.created = properties.modified = datetime.combine(day, time(), UTC).replace(
        tzinfo=None
    )
    # `save` would put the clock into the file. Unpacked, a sheet of many rows is ten times what it is in the end: it waits on disk
    with tempfile.TemporaryFile() as file:
        with zipfile.ZipFile(file, "w") as archive:
            ExcelWriter(made, archive).save()
        return repacked(file, day)
