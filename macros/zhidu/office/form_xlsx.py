"""Forms as Excel sheets: one to print and to fill in, one with the note and the clauses.

No cell can become a formula: a text that begins like one is stored as text, and stays text when somebody edits it.
"""

import re
from functools import lru_cache

from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
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
from zhidu.reading.model import ColumnKind
from zhidu.views.on_paper.record_forms import PROPOSAL, FormSheet, SheetColumn

_LABEL = 26.0  # mm: the name of a box
_TITLE, _BLANKS, _GROUP, _HEAD, _FOOT = 12.0, 9.0, 6.0, 10.0, 8.0  # mm
_SPARE = 5.0  # mm: programs and printers round
_HEAD_SIZE = 10.0  # pt
_BESIDE = 1.5  # mm: what Excel keeps free beside words, left and right together
_CHECKED_ROWS = 2000  # as far down dates, numbers and choices are checked while typing
_DAY = "年　　月　　日　　"
_PAGE_NUMBER = 4  # characters of 第 9 页, its gaps half as wide
_MAX_FOOTER = 240  # Excel takes 255 characters
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
_MAX_NAME = 31
_FORMATS = {
    ColumnKind.DATE: "yyyy-mm-dd",
    ColumnKind.TIME: "hh:mm",
    ColumnKind.NUMBER: "0",
    ColumnKind.MONEY: "#,##0.00",
    ColumnKind.TEXT: "@",
    ColumnKind.SERIAL: "0",
}


@lru_cache(maxsize=256)  # a live server asks for all of them after each edit
def xlsx(sheet: FormSheet) -> bytes:
    """*sheet* as an Excel file."""
    made = book()
    page = made.active
    page.title = _NOT_IN_NAMES.sub("", sheet.name)[:_MAX_NAME]
    _fill(page, sheet)
    _explain(made.create_sheet("填写说明"), sheet)
    return packed(made, sheet.name, sheet.issuer, sheet.date)


def _fill(page: Worksheet, sheet: FormSheet) -> None:
    """The sheet to print."""
    widths = [column.width for column in sheet.columns] or [
        _LABEL,
        *[(sheet.paper.line - _LABEL) / 3] * 3,
    ]
    for number, width in enumerate(widths, 1):
        page.column_dimensions[get_column_letter(number)].width = round(width * DIGIT, 2)
    last = len(widths)
    write(page, (1, 1), sheet.name, Font(name=HEAD_FONT, size=18), CENTRE)
    page.merge_cells(start_row=1, start_column=1, end_row=1, end_column=last)
    page.row_dimensions[1].height = _TITLE * POINT
    _blanks(page, sheet.head, widths)
    row = 3
    scale = 1 if sheet.columns else _room(sheet) / sum(height for _, height in sheet.boxes)
    for name, height in sheet.boxes:
        row = _box(page, row, name, height * scale, widths)
    if sheet.columns:
        _table(page, row, sheet)
    _print_setup(page, sheet)


def _room(sheet: FormSheet) -> float:
    """How many mm of a page are left for boxes and the table."""
    return sheet.paper.page - _TITLE - _BLANKS - _FOOT - _SPARE


def _blanks(page: Worksheet, words: tuple[str, ...], widths: list[float]) -> None:
    """The blanks above the table: they share its width, as evenly as its columns allow."""
    page.row_dimensions[2].height = _BLANKS * POINT
    start = 1
    for number, word in enumerate(words[: len(widths)], 1):
        rest = len(words) - number  # each of those needs a column, too
        last = len(widths) - rest
        share = sum(widths) * number / len(words)
        ends = range(start, last + 1) if rest else [last]
        end = min(ends, key=lambda end: abs(sum(widths[:end]) - share))
        write(page, (2, start), f"{word}：", Font(name=FONT, size=11), LEFT)
        if end > start:
            page.merge_cells(start_row=2, start_column=start, end_row=2, end_column=end)
        start = end + 1


def _box(page: Worksheet, row: int, name: str, height: float, widths: list[float]) -> int:
    """A named space; the row after it."""
    label = 1
    while sum(widths[:label]) < _LABEL - 1 and label < len(widths) - 1:
        label += 1
    for start, end in ((1, label), (label + 1, len(widths))):
        for column in range(start, end + 1):
            page.cell(row=row, column=column).border = FRAME
        if end > start:
            page.merge_cells(start_row=row, start_column=start, end_row=row, end_column=end)
    cell = write(page, (row, 1), name, Font(name=HEAD_FONT, size=11), CENTRE)
    cell.fill = GREY
    page.cell(row=row, column=label + 1).alignment = Alignment(vertical="top", wrap_text=True)
    page.row_dimensions[row].height = height * POINT
    return row + 1


def _table(page: Worksheet, row: int, sheet: FormSheet) -> None:
    """The table's head, its empty rows, and what may be typed into them."""
    first = _head(page, row, sheet)
    page.freeze_panes = page.cell(row=first, column=1)
    page.print_title_rows = f"{row}:{first - 1}"
    head = _HEAD + (_GROUP if first - row > 1 else 0)
    left = _room(sheet) - head - sum(height for _, height in sheet.boxes)
    rows = max(1, int(left / sheet.row_height))
    for below in range(first, first + rows):
        page.row_dimensions[below].height = sheet.row_height * POINT
        for number, column in enumerate(sheet.columns, 1):
            cell = page.cell(row=below, column=number)
            cell.font = Font(name=FONT, size=11)
            cell.border = FRAME
            cell.alignment = LEFT if column.kind is ColumnKind.TEXT else CENTRE
            cell.number_format = _FORMATS.get(column.kind, "General")
            if column.kind is ColumnKind.SERIAL:
                cell.value = below - first + 1
    for number, column in enumerate(sheet.columns, 1):
        _check(page, number, column, first)


def _head(page: Worksheet, row: int, sheet: FormSheet) -> int:
    """The names of the columns, in two rows where some are grouped; the row below."""
    grouped = any(name for name, _ in sheet.groups)
    font = Font(name=HEAD_FONT, size=_HEAD_SIZE)
    at = 1
    for name, count in sheet.groups:
        columns = sheet.columns[at - 1 : at - 1 + count]
        for offset, column in enumerate(columns):
            for line in range(row, row + 1 + grouped):
                cell = page.cell(row=line, column=at + offset)
                cell.border = FRAME
                cell.fill = GREY
            shown = _lines(column)
            write(page, (row + bool(name), at + offset), shown, font, CENTRE)
            if grouped and not name:
                page.merge_cells(
                    start_row=row, start_column=at + offset, end_row=row + 1, end_column=at + offset
                )
        if name:
            write(page, (row, at), name, font, CENTRE)
            page.merge_cells(start_row=row, start_column=at, end_row=row, end_column=at + count - 1)
        at += count
    page.row_dimensions[row].height = (_GROUP if grouped else _HEAD) * POINT
    page.row_dimensions[row + grouped].height = _HEAD * POINT
    return row + 1 + grouped


def _lines(column: SheetColumn) -> str:
    """The column's name, in lines of the same length where one is too short for it.

    Excel fills each line, and leaves the last character alone. A name with brackets or Latin letters is left to it.
    """
    name = column.name
    fit = max(1, int((column.width - _BESIDE) * POINT / _HEAD_SIZE))
    if len(name) <= fit or not name.isalpha() or any(c.isascii() for c in name):
        return name
    each = -(-len(name) // -(-len(name) // fit))
    return "\n".join(name[at : at + each] for at in range(0, len(name), each))


def _check(page: Worksheet, number: int, column: SheetColumn, first: int) -> None:
    """What the column takes, checked while somebody types."""
    rule: DataValidation | None = None
    if column.kind is ColumnKind.CHOICE:
        choices = ",".join(column.choices)
        rule = DataValidation(type="list", formula1=f'"{choices}"', allow_blank=True)
        rule.error = f"请从这几项里选：{'、'.join(column.choices)}。"
    elif column.kind is ColumnKind.DATE:
        rule = DataValidation(
            type="date", operator="greaterThan", formula1="36526", allow_blank=True
        )
        rule.error = "请写日期，例如 2026-09-01。"
    elif column.kind in {ColumnKind.NUMBER, ColumnKind.MONEY}:
        kind = "whole" if column.kind is ColumnKind.NUMBER else "decimal"
        rule = DataValidation(
            type=kind, operator="greaterThanOrEqual", formula1="0", allow_blank=True
        )
        rule.error = "请写数字，不带单位。"
    if rule is None:
        return
    rule.errorTitle = column.name
    rule.showErrorMessage = True
    letter = get_column_letter(number)
    rule.add(f"{letter}{first}:{letter}{first + _CHECKED_ROWS}")
    page.add_data_validation(rule)


def _print_setup(page: Worksheet, sheet: FormSheet) -> None:
    """A4, as wide as the sheet, the head again on every page, those who sign at its foot."""
    paper = sheet.paper
    on_a4(page, landscape=sheet.landscape)
    page.print_options.horizontalCentered = True
    margins = page.page_margins
    margins.left, margins.right = paper.left * INCH, paper.right * INCH
    margins.top, margins.bottom = paper.top * INCH, (paper.bottom + _FOOT) * INCH
    margins.header, margins.footer = 5 * INCH, paper.bottom * INCH
    words = [f"{word}：" for word in sheet.sign]
    day = _DAY if words else ""
    size = 11
    room = int(paper.line * POINT / size) - len(day) - _PAGE_NUMBER - len("".join(words))
    gap = "　" * max(4, min(10, room // max(1, len(words))))  # to write in, also before the day
    page.oddFooter.left.text = gap.join(words).replace("&", "&&")[:_MAX_FOOTER] or None
    page.oddFooter.left.size = page.oddFooter.right.size = size
    page.oddFooter.right.text = f"{day}第 &P 页"


def _explain(page: Worksheet, sheet: FormSheet) -> None:
    """The second sheet: how to fill in the first, and why it is there."""
    page.column_dimensions["A"].width = 14
    page.column_dimensions["B"].width = 84
    rows = [("表名", sheet.name), ("填写说明", sheet.note)]
    rows += [("依据", f"{sheet.issued}{basis.text}") for basis in sheet.basis]
    rows += [("关于栏目", PROPOSAL)]
    for number, (name, text) in enumerate(rows, 1):
        write(page, (number, 1), name, Font(name=HEAD_FONT, size=11), LEFT)
        write(page, (number, 2), text, Font(name=FONT, size=11), LEFT)
        page.row_dimensions[number].height = 18 * (1 + len(text) // 40)
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
