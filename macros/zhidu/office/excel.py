"""What our Excel files have in common: their fonts, cells that cannot become formulas, bytes that depend on the data only."""

import io
import zipfile
from datetime import UTC, date, datetime, time

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
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
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def book() -> Workbook:
    """An empty file with one sheet. By the digits of its base font the widths of columns are measured."""
    made = Workbook()
    base = Font(name=FONT, size=11)
    made._fonts = IndexedList([base])  # noqa: SLF001  there is no other way to it
    made._named_styles["Normal"].font = base  # noqa: SLF001
    return made


def write(page: Worksheet, place: tuple[int, int], text: str, font: Font, align: Alignment) -> Cell:
    """*text* into a cell, whatever it begins with."""
    cell: Cell = page.cell(*place)
    cell.value = text
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(_FORMULA)
    cell.font = font
    cell.alignment = align
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
