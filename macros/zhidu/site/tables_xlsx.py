"""The tables as one Excel file for people: Chinese headings, words in place of codes, a filter on every column."""

from datetime import date

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from zhidu.office.excel import FONT, GREY, HEAD_FONT, Looks, book, packed, write
from zhidu.site.tables import Column, Contents, Table, Value

_TEXT, _HEAD = Font(name=FONT, size=10), Font(name=HEAD_FONT, size=10)
_TITLE = Font(name=HEAD_FONT, size=14)
_CELL = Alignment(vertical="top", wrap_text=True)
_LONG = Alignment(vertical="center")


def tables_xlsx(contents: Contents) -> bytes:
    """*contents* as an Excel file: what is in it first, then a sheet a table."""
    made = book()
    title = "制度数据表"
    _guide(made.active, contents, title)
    looks = Looks()
    for table in contents.tables:
        _fill(made.create_sheet(table.title), table, looks)
    return packed(made, title, contents.issuer, contents.day)


def _guide(page: Worksheet, contents: Contents, title: str) -> None:
    page.title = "说明"
    write(page, (1, 1), title, _TITLE, _LONG)
    write(page, (2, 1), f"数据截至 {contents.day}，只有当天有效的。", _TEXT, _LONG)
    heads = ("工作表", "内容", "行数", "栏目", "说明")
    for place, head in enumerate(heads, 1):
        write(page, (4, place), head, _HEAD, _CELL).fill = GREY
    line = 5
    for table in contents.tables:
        for number, column in enumerate(table.columns):
            about = (table.title, table.about) if number == 0 else ("", "")
            for place, text in enumerate((*about, "", column.title, column.about), 1):
                write(page, (line, place), text, _TEXT, _CELL)
            if number == 0:
                page.cell(line, 3).value = len(table.rows)
            line += 1
    for letter, width in zip("ABCDE", (20, 34, 8, 16, 50), strict=True):
        page.column_dimensions[letter].width = width
    page.freeze_panes = "A5"


def _fill(page: Worksheet, table: Table, looks: Looks) -> None:
    for place, column in enumerate(table.columns, 1):
        write(page, (1, place), column.title, _HEAD, _CELL).fill = GREY
        page.column_dimensions[get_column_letter(place)].width = column.width
    for line, row in enumerate(table.rows, 2):
        for place, (column, value) in enumerate(zip(table.columns, row, strict=True), 1):
            if value is not None:
                _put(page, (line, place), column, value, looks)
    page.freeze_panes = "B2"
    page.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}{len(table.rows) + 1}"
    page.print_title_rows = "1:1"
    page.page_setup.orientation = "landscape"
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True


def _put(
    page: Worksheet, place: tuple[int, int], column: Column, value: Value, looks: Looks
) -> None:
    if isinstance(value, bool):
        value = "是" if value else "否"
    if isinstance(value, str):
        value = column.words.get(value, value)
    is_day = isinstance(value, date)

    def dress(cell: Cell) -> None:
        cell.font, cell.alignment = _TEXT, _CELL
        if is_day:
            cell.number_format = "yyyy-mm-dd"

    looks.put(page, place, value, is_day, dress)
