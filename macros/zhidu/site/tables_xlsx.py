"""The tables as one Excel file for people: Chinese headings, words in place of codes, a filter on every column."""

from collections.abc import Iterable, Iterator

from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from zhidu.office.excel import FONT, GREY, HEAD_FONT, Look, Row, book, packed, write_rows
from zhidu.site.tables import Column, Contents, Table, Value

_CELL = Alignment(vertical="top", wrap_text=True)
_LONG = Alignment(vertical="center")
_BODY = Look(Font(name=FONT, size=10), _CELL)
_HEAD = Look(Font(name=HEAD_FONT, size=10), _CELL, GREY)
_TITLE = Look(Font(name=HEAD_FONT, size=14), _LONG)
_ABOUT = Look(_BODY.font, _LONG)


def tables_xlsx(contents: Contents) -> bytes:
    """*contents* as an Excel file: what is in it first, then a sheet a table. Written row by row: there may be a million cells."""
    made = book(by_rows=True)
    title = "制度数据表"
    _guide(made.create_sheet("说明"), contents, title)
    for table in contents.tables:
        _fill(made.create_sheet(table.title), table)
    return packed(made, title, contents.issuer, contents.day)


def _guide(page: WriteOnlyWorksheet, contents: Contents, title: str) -> None:
    for letter, width in zip("ABCDE", (20, 34, 8, 16, 50), strict=True):
        page.column_dimensions[letter].width = width
    page.freeze_panes = "A5"
    lines = sum(len(table.columns) for table in contents.tables)
    page.calculate_dimension = lambda: f"A1:E{lines + 4}"
    write_rows(page, _lines(contents, title))


def _lines(contents: Contents, title: str) -> Iterator[Row]:
    yield [(title, _TITLE)], None
    yield [(f"数据截至 {contents.day}，只有当天有效的。", _ABOUT)], None
    yield [], None
    yield _heads(("工作表", "内容", "行数", "栏目", "说明"))
    for table in contents.tables:
        for number, column in enumerate(table.columns):
            first = number == 0
            about = (table.title, table.about, len(table.rows)) if first else ("", "", "")
            yield [(each, _BODY) for each in (*about, column.title, column.about)], None


def _heads(words: Iterable[str]) -> Row:
    return [(each, _HEAD) for each in words], None


def _fill(page: WriteOnlyWorksheet, table: Table) -> None:
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
    write_rows(page, _rows(table))


def _rows(table: Table) -> Iterator[Row]:
    yield _heads(column.title for column in table.columns)
    for row in table.rows:
        values = zip(table.columns, row, strict=True)
        yield [None if v is None else (_shown(c, v), _BODY) for c, v in values], None


def _shown(column: Column, value: Value) -> Value:
    """*value* in words."""
    if isinstance(value, bool):
        value = "是" if value else "否"
    return column.words.get(value, value) if isinstance(value, str) else value
