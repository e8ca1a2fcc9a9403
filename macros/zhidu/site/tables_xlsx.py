"""The tables as one Excel file for people: Chinese headings, words in place of codes, a filter on every column."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from openpyxl.cell.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from zhidu.office.excel import FONT, GREY, HEAD_FONT, Looks, book, packed, worded
from zhidu.site.tables import Column, Contents, Table, Value

_TEXT, _HEAD = Font(name=FONT, size=10), Font(name=HEAD_FONT, size=10)
_TITLE = Font(name=HEAD_FONT, size=14)
_CELL = Alignment(vertical="top", wrap_text=True)
_LONG = Alignment(vertical="center")


def tables_xlsx(contents: Contents) -> bytes:
    """*contents* as an Excel file: what is in it first, then a sheet a table. Written row by row: there may be a million cells."""
    made = book(by_rows=True)
    title = "制度数据表"
    _guide(made.create_sheet("说明"), contents, title)
    looks = Looks()
    for table in contents.tables:
        _fill(made.create_sheet(table.title), table, looks)
    return packed(made, title, contents.issuer, contents.day)


def _guide(page: WriteOnlyWorksheet, contents: Contents, title: str) -> None:
    for letter, width in zip("ABCDE", (20, 34, 8, 16, 50), strict=True):
        page.column_dimensions[letter].width = width
    page.freeze_panes = "A5"
    lines = sum(len(table.columns) for table in contents.tables)
    page.calculate_dimension = lambda: f"A1:E{lines + 4}"

    def words(text: str, font: Font, align: Alignment) -> Cell:
        return worded(WriteOnlyCell(page), text, font, align)

    page.append([words(title, _TITLE, _LONG)])
    page.append([words(f"数据截至 {contents.day}，只有当天有效的。", _TEXT, _LONG)])
    page.append([])
    page.append(_heads(page, ("工作表", "内容", "行数", "栏目", "说明")))
    for table in contents.tables:
        for number, column in enumerate(table.columns):
            about = (table.title, table.about) if number == 0 else ("", "")
            row = [words(t, _TEXT, _CELL) for t in (*about, "", column.title, column.about)]
            if number == 0:
                row[2].value = len(table.rows)
            page.append(row)


def _heads(page: WriteOnlyWorksheet, words: Iterable[str]) -> list[Cell]:
    cells = [worded(WriteOnlyCell(page), each, _HEAD, _CELL) for each in words]
    for cell in cells:
        cell.fill = GREY
    return cells


def _fill(page: WriteOnlyWorksheet, table: Table, looks: Looks) -> None:
    for place, column in enumerate(table.columns, 1):
        page.column_dimensions[get_column_letter(place)].width = column.width
    end = f"{get_column_letter(len(table.columns))}{len(table.rows) + 1}"
    page.calculate_dimension = lambda: f"A1:{end}"
    page.freeze_panes = "B2"
    page.auto_filter.ref = f"A1:{end}"
    page.print_title_rows = "1:1"
    page.page_setup.orientation = "landscape"
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page._values_to_row = _placed  # noqa: SLF001  openpyxl finds out by an exception that each is a cell
    page.append(_heads(page, (column.title for column in table.columns)))
    for row in table.rows:
        page.append(
            [
                None if value is None else _cell(page, column, value, looks)
                for column, value in zip(table.columns, row, strict=True)
            ]
        )


def _placed(row: Sequence[Cell | None], line: int) -> Iterator[Cell]:
    """The cells of a *row*, which know their place."""
    for place, cell in enumerate(row, 1):
        if cell is not None:
            cell.row, cell.column = line, place
            yield cell


def _cell(page: WriteOnlyWorksheet, column: Column, value: Value, looks: Looks) -> Cell:
    if isinstance(value, bool):
        value = "是" if value else "否"
    if isinstance(value, str):
        value = column.words.get(value, value)
    is_day = isinstance(value, date)

    def dress(cell: Cell) -> None:
        cell.font, cell.alignment = _TEXT, _CELL
        if is_day:
            cell.number_format = "yyyy-mm-dd"

    return looks.put(WriteOnlyCell(page), value, is_day, dress)
