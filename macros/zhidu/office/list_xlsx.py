"""Lists as an Excel sheet: to be filled in on a computer, or printed as the PDF is."""

from itertools import accumulate

from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from zhidu.office.excel import (
    CENTRE,
    DIGIT,
    FONT,
    FRAME,
    GREY,
    HEAD_FONT,
    INCH,
    LEFT,
    POINT,
    book,
    on_a4,
    packed,
    write,
)
from zhidu.views.on_paper.lists import Cell, ListSheet, Part, scaled

_CHARACTER = 3.6  # mm: how wide a character of 10 pt is
_LINE = 4.6  # mm: how high
_TEXT, _HEAD = Font(name=FONT, size=10), Font(name=HEAD_FONT, size=10)
_TITLE, _PART = Font(name=HEAD_FONT, size=16), Font(name=HEAD_FONT, size=12)
_BLANK = "\uff3f" * 8
"""To write on."""
_LEAST = 0.5  # mm: edges nearer than that are one


def list_xlsx(sheet: ListSheet) -> bytes:
    """*sheet* as an Excel file: all its tables one below the other, on one grid of columns."""
    made = book()
    page = made.active
    page.title = "单子"
    edges = _edges(sheet)
    line = sheet.paper.line
    for number, (left, right) in enumerate(zip([0.0, *edges], edges, strict=False), 1):
        page.column_dimensions[get_column_letter(number)].width = round((right - left) * DIGIT, 2)
    last = len(edges)
    row = _words(page, 1, sheet.title, last, font=_TITLE, height=12)
    known = "　　".join(f"{word}：{value or _BLANK}" for word, value in sheet.head)
    row = _words(page, row, known, last, height=9)
    for part in sheet.parts:
        row = _part(page, row + 1, part, edges, line)
    if sheet.sign:
        signed = "　".join(f"{word}：{_BLANK}" for word in sheet.sign)
        row = _words(page, row + 1, f"{signed}　　　　年　　月　　日", last, height=10)
    for note in sheet.notes:
        row = _words(page, row, note, last, height=_height(note, line, 6))
    on_a4(page, landscape=sheet.landscape)
    margins = page.page_margins
    margins.left, margins.right = sheet.paper.left * INCH, sheet.paper.right * INCH
    margins.top = margins.bottom = sheet.paper.right * INCH
    page.oddFooter.center.text = "第 &P 页，共 &N 页"
    return packed(made, sheet.title, sheet.issuer, sheet.date)


def _edges(sheet: ListSheet) -> list[float]:
    """Where some column of some table ends, from the left: the grid that all of them share."""
    found: list[float] = []
    ends = {
        edge for part in sheet.parts for edge in accumulate(scaled(part.widths, sheet.paper.line))
    }
    for edge in sorted(ends):
        if not found or edge - found[-1] > _LEAST:
            found.append(edge)
    return found or [sheet.paper.line]


def _words(
    page: Worksheet, row: int, text: str, last: int, *, font: Font = _TEXT, height: float
) -> int:
    """*text* over all *last* columns; the row after it."""
    write(page, (row, 1), text, font, CENTRE if font is _TITLE else LEFT)
    if last > 1:
        page.merge_cells(start_row=row, start_column=1, end_row=row, end_column=last)
    page.row_dimensions[row].height = height * POINT
    return row + 1


def _part(page: Worksheet, row: int, part: Part, edges: list[float], line: float) -> int:
    ends = [
        min(range(len(edges)), key=lambda at, edge=edge: abs(edges[at] - edge)) + 1  # type: ignore[misc]
        for edge in accumulate(scaled(part.widths, line))
    ]
    row = _words(page, row, part.name, len(edges), font=_PART, height=8)
    if part.note:
        row = _words(page, row, part.note, len(edges), height=_height(part.note, line, 6))
    heads = tuple(Cell(word, centre=True) for word in part.head)
    for number, cells in enumerate((heads, *part.rows)):
        at, column, highest = 1, 0, part.row_height
        for cell in cells:
            column += cell.span
            end = ends[column - 1]
            left = edges[at - 2] if at > 1 else 0.0
            text = f"{cell.text}\n（{cell.small}）" if cell.small else cell.text
            highest = max(highest, _height(text, edges[end - 1] - left, part.row_height))
            _put(page, (row, at), end, text, cell, head=number == 0)
            at = end + 1
        page.row_dimensions[row].height = highest * POINT
        row += 1
    return row


def _put(
    page: Worksheet, place: tuple[int, int], end: int, text: str, cell: Cell, *, head: bool
) -> None:
    row, at = place
    made = write(page, place, text, _HEAD if head else _TEXT, CENTRE if cell.centre else LEFT)
    for column in range(at, end + 1):
        page.cell(row, column).border = FRAME
    if head:
        made.fill = GREY
    if end > at:
        page.merge_cells(start_row=row, start_column=at, end_row=row, end_column=end)


def _height(text: str, width: float, least: float) -> float:
    """How high a cell must be for *text* to be seen: Excel does not say it of merged cells."""
    each = max(1, int((width - 2) / _CHARACTER))
    lines = sum(max(1, -(-len(piece) // each)) for piece in text.split("\n"))
    return max(least, lines * _LINE + 1.5)
