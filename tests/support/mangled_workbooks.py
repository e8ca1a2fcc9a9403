"""Filled workbooks as people and programs mangle them. What is right was written down before the first run.

`SAME` says what the base says, and nothing is told; `BY_WORDS` says the same, and it is told once that the words were gone by;
`REFUSED` is returned with the words beside it. Each takes the workbook, opened, and changes it.
"""

from collections.abc import Callable, Sequence
from copy import copy
from datetime import datetime

from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from zhidu.assessment.workbook.writer import ANSWERS, BASICS, GUIDE

Mangle = Callable[[Workbook], None]
_HEADED = 2  # the row of heads
_LAST = 19  # the column of the clause's own text


def _column(page: Worksheet, key: str) -> int:
    return int(next(cell.column for cell in page[1] if cell.value == key))


def _row(page: Worksheet, name: str) -> int:
    return int(next(cell.row for cell in page["A"] if cell.value == name))


def _cell(book: Workbook, row: str, key: str) -> tuple[Worksheet, int, int]:
    page = next(p for p in (book[BASICS], book[ANSWERS]) if row in {c.value for c in p["A"]})
    return page, _row(page, row), _column(page, key)


def _put(row: str, key: str, value: object) -> Mangle:
    def change(book: Workbook) -> None:
        page, number, column = _cell(book, row, key)
        page.cell(number, column).value = value

    return change


def _each_status(change: Callable[[str], object]) -> Mangle:
    def put(book: Workbook) -> None:
        page = book[ANSWERS]
        column = _column(page, "status")
        for number in range(_HEADED + 1, page.max_row + 1):
            if value := page.cell(number, column).value:
                page.cell(number, column).value = change(value)

    return put


def _order(page: Worksheet, rows: Sequence[int], order: Sequence[int], columns: range) -> None:
    stood = {(r, c): page.cell(r, c).value for r in order for c in columns}
    for row, source in zip(rows, order, strict=True):
        for column in columns:
            page.cell(row, column).value = stood[source, column]


def _answered(page: Worksheet) -> list[int]:
    """The rows of clauses."""
    return [c.row for c in page["A"] if isinstance(c.value, str) and c.value.startswith("items/")]


def _turned(columns: range) -> Mangle:
    def change(book: Workbook) -> None:
        page = book[ANSWERS]
        rows = _answered(page)
        _order(page, rows, rows[::-1], columns)

    return change


def _by_status(book: Workbook) -> None:
    page = book[ANSWERS]
    column = _column(page, "status")
    rows = list(range(_HEADED + 1, page.max_row + 1))
    order = sorted(rows, key=lambda n: str(page.cell(n, column).value or "~"))
    _order(page, rows, order, range(2, page.max_column + 1))


def _inserted_rows(book: Workbook) -> None:
    for number in (9, 7, 5):
        _move_down(book[ANSWERS], number)


def _move_down(page: Worksheet, at: int) -> None:
    """A blank row at *at*, as a spreadsheet puts it in."""
    page.insert_rows(at)


def _own_column(book: Workbook) -> None:
    page = book[ANSWERS]
    page.insert_cols(6)
    page.cell(_HEADED, 6).value = "我校备注"
    page.cell(_HEADED + 3, 6).value = "下周再看"


def _values_only(book: Workbook) -> None:
    """Every sheet made anew with its values alone, as an export and import leaves it."""
    for page in list(book.worksheets):
        made = book.create_sheet("x")
        for row in page.iter_rows():
            for cell in row:
                if cell.value is not None:
                    made.cell(cell.row, cell.column).value = cell.value
        title = page.title
        book.remove(page)
        made.title = title


def _rich(book: Workbook) -> None:
    page = book[ANSWERS]
    column = _column(page, "said")
    for number in _answered(page):
        value = page.cell(number, column).value
        if isinstance(value, str) and len(value) > 1:
            page.cell(number, column).value = CellRichText(
                TextBlock(InlineFont(b=True), value[:1]), value[1:]
            )


def _unhidden(book: Workbook) -> None:
    for page in book.worksheets:
        page.sheet_state = "visible"
        page.column_dimensions["A"].hidden = False
        page.row_dimensions[1].hidden = False


def _formatted(book: Workbook) -> None:
    for number in range(500, 6_000):
        book[ANSWERS].cell(number, 5).fill = PatternFill("solid", fgColor="FFFF00")


def _loose(book: Workbook) -> None:
    for page in book.worksheets:
        page.protection.sheet = False
        page.freeze_panes = None
        page.auto_filter.ref = None
        page.data_validations.dataValidation = []
        page.conditional_formatting = copy(type(page.conditional_formatting)())


def _filtered(book: Workbook) -> None:
    page = book[ANSWERS]
    page.auto_filter.ref = f"A2:R{page.max_row}"
    for number in _answered(page)[::2]:
        page.row_dimensions[number].hidden = True


def _commented(book: Workbook) -> None:
    page = book[ANSWERS]
    page.cell(_answered(page)[0], 5).comment = Comment("核对过了", "x")


def _signed(book: Workbook) -> None:
    page = book[ANSWERS]
    page.cell(page.max_row + 3, 2).value = "填表岗位：教务处"


def _deleted(columns: bool, rows: bool, name: str = ANSWERS) -> Mangle:  # noqa: FBT001
    def change(book: Workbook) -> None:
        if columns:
            book[name].delete_cols(1)
        if rows:
            book[name].delete_rows(1)

    return change


def _cleared(book: Workbook) -> None:
    page = book[ANSWERS]
    for number in range(2, page.max_row + 1):
        page.cell(number, 1).value = None


def _copied_by_words(book: Workbook) -> None:
    """The visible cells in a new sheet, the old sheet thrown away."""
    page, made = book[ANSWERS], book.create_sheet("新表")
    for number in range(_HEADED, page.max_row + 1):
        for column in range(2, page.max_column + 1):
            made.cell(number + 4, column + 1).value = page.cell(number, column).value
    book.remove(page)


def _answers_alone(book: Workbook) -> None:
    _turned(range(2, 4))(book)
    _cleared(book)


def _columns_turned(book: Workbook) -> None:
    page = book[ANSWERS]
    one, other = _column(page, "measure"), _column(page, "suggestion")
    for number in range(_HEADED, page.max_row + 1):
        a, b = page.cell(number, one), page.cell(number, other)
        a.value, b.value = b.value, a.value


def _numbers_sorted(book: Workbook) -> None:
    page = book[BASICS]
    rows = [c.row for c in page["A"] if "/" in str(c.value) and c.value != DAY]
    _order(page, rows, rows[::-1], range(2, page.max_column + 1))


def _one_over_another(book: Workbook) -> None:
    page = book[ANSWERS]
    first, second = _answered(page)[:2]
    for column in range(2, page.max_column + 1):
        page.cell(second, column).value = page.cell(first, column).value


def _words_alone(book: Workbook) -> None:
    page = book[ANSWERS]
    rows = _answered(page)
    _order(page, rows, rows[::-1], range(3, 4))


def _rows_gone(book: Workbook) -> None:
    book[ANSWERS].delete_rows(_answered(book[ANSWERS])[0])


def _added(book: Workbook) -> None:
    page = book[ANSWERS]
    page.cell(page.max_row + 2, _column(page, "status")).value = "达标"


def _merged(book: Workbook) -> None:
    page = book[ANSWERS]
    first, second = _answered(page)[1:3]
    column = _column(page, "status")
    page.merge_cells(start_row=first, end_row=second, start_column=column, end_column=column)


def _without_hidden(book: Workbook) -> None:
    book.remove(book["zhidu"])


def _titles_away(book: Workbook) -> None:
    page = book[ANSWERS]
    for number in _answered(page):
        page.cell(number, _column(page, "evidence")).value = None


def _renamed(book: Workbook) -> None:
    book[ANSWERS].title = "结论（交）"
    book[BASICS].title = "Sheet1"


def _moved(book: Workbook) -> None:
    book.move_sheet(ANSWERS, -2)
    book.create_sheet("汇总", 0)["A1"] = "合计"


def _guide_gone(book: Workbook) -> None:
    book.remove(book[GUIDE])


def _all_hidden_columns(book: Workbook) -> None:
    for letter in ("C", "D", "Q", "R"):
        book[ANSWERS].column_dimensions[letter].hidden = True


def _printed(book: Workbook) -> None:
    for page in book.worksheets:
        page.print_area = "B2:H40"
        page.oddHeader.center.text = "第二小学自查"
        page.sheet_view.zoomScale = 140


def _folded(book: Workbook) -> None:
    book[ANSWERS].row_dimensions.group(5, 12, hidden=True)


def _another_hidden(book: Workbook) -> None:
    made = book.create_sheet("草稿")
    made["A1"], made["B2"] = "达标", "items/a1-1"
    made.sheet_state = "hidden"


def _headed_between(book: Workbook) -> None:
    for number in (9, 6):
        _move_down(book[ANSWERS], number)
        book[ANSWERS].cell(number, 2).value = "第二组（总务处填）"


def _counted_below(book: Workbook) -> None:
    book[ANSWERS].cell(book[ANSWERS].max_row + 2, 2).value = "=COUNTA(E3:E20)"


def _enlarged(book: Workbook) -> None:
    for row in book[ANSWERS].iter_rows():
        for cell in row:
            cell.alignment, cell.font = Alignment(horizontal="center"), Font(size=16)


def _blank_behind(book: Workbook) -> None:
    cell = book[ANSWERS].cell(_answered(book[ANSWERS])[0], 2)
    cell.value = f"{cell.value} "


def _clauses_cleared(book: Workbook) -> None:
    for number in _answered(book[ANSWERS]):
        book[ANSWERS].cell(number, 2).value = None


def _last_first(book: Workbook) -> None:
    page = book[ANSWERS]
    rows = _answered(page)
    _order(page, rows, [rows[-1], *rows[:-1]], range(2, page.max_column + 1))


def _ids(change: Callable[[int, object], object]) -> Mangle:
    """Something else in the place of each id: of its number, from 1, and of the first."""

    def put(book: Workbook) -> None:
        page = book[ANSWERS]
        rows = _answered(page)
        first = page.cell(rows[0], 1).value
        for place, number in enumerate(rows, 1):
            page.cell(number, 1).value = change(place, first)

    return put


def _heads_over_keys(book: Workbook) -> None:
    page = book[ANSWERS]
    for column in range(2, page.max_column + 1):
        page.cell(1, column).value = page.cell(_HEADED, column).value


def _copied(book: Workbook) -> None:
    book.copy_worksheet(book[ANSWERS])


def _copied_and_changed(book: Workbook) -> None:
    made = book.copy_worksheet(book[ANSWERS])
    column = _column(made, "status")
    made.cell(
        next(n for n in _answered(made) if made.cell(n, column).value == "达标"), column
    ).value = "未知"


DAY = "form/filled"
SAME: dict[str, Mangle] = {
    "sheets renamed": _renamed,
    "sheets moved, one more": _moved,
    "the guide is gone": _guide_gone,
    "blank rows between": _inserted_rows,
    "a column of one's own": _own_column,
    "values only": _values_only,
    "bold letters within a text": _rich,
    "everything unhidden": _unhidden,
    "thousands of coloured rows": _formatted,
    "no protection, no lists": _loose,
    "filtered": _filtered,
    "commented": _commented,
    "signed below": _signed,
    "columns hidden": _all_hidden_columns,
    "blanks in a verdict": _each_status(lambda words: f" {words[0]} {words[1:]} "),
    "no-break blanks": _each_status(lambda words: f"\u00a0{words}\u00a0"),
    "line ends behind": _each_status(lambda words: f"{words}\r\n"),
    "the day in words": _put(DAY, "value", "2002年1月10日"),
    "the day with stops": _put(DAY, "value", "2002.1.10"),
    "the day with an hour": _put(DAY, "value", datetime(2002, 1, 10, 8, 30)),  # noqa: DTZ001
    "the day as figures": _put(DAY, "value", 20020110),
    "a number of an input method": _put("facilities/sample-room", "value", "２"),
    "a number with its unit": _put("facilities/sample-room", "value", "2间"),
    "a number as text": _put("facilities/sample-room", "value", "2 "),
    "a number with decimals": _put("facilities/sample-room", "value", 2.0),
    "printed with a header": _printed,
    "rows folded": _folded,
    "one more hidden sheet": _another_hidden,
    "headings between": _headed_between,
    "counted below": _counted_below,
    "centred and large": _enlarged,
    "a blank behind a clause": _blank_behind,
    "clauses cleared": _clauses_cleared,
    "tabs behind a verdict": _each_status(lambda words: f"{words}\t"),
    "an unseen sign in a verdict": _each_status(lambda words: f"\u200b{words}"),
    "the day with its weekday": _put(DAY, "value", "2002年1月10日 星期四"),
    "a number with 个": _put("facilities/sample-room", "value", "2个"),
    "the sheet twice": _copied,
}
BY_WORDS: dict[str, Mangle] = {
    "sorted by the verdict": _by_status,
    "rows turned round": _turned(range(2, _LAST + 1)),
    "ids turned round": _turned(range(1, 2)),
    "columns turned": _columns_turned,
    "ids cleared": _cleared,
    "ids deleted": _deleted(columns=True, rows=False),
    "keys deleted": _deleted(columns=False, rows=True),
    "both deleted": _deleted(columns=True, rows=True),
    "copied into a new sheet": _copied_by_words,
    "ids of the rooms deleted": _deleted(columns=True, rows=False, name=BASICS),
    "the last row first": _last_first,
    "ids filled down": _ids(lambda _place, first: first),
    "ids numbered": _ids(lambda place, _first: place),
    "heads over the keys": _heads_over_keys,
}
WARNED: dict[str, tuple[Mangle, str]] = {
    "answers about a room that is not there": (
        _put("facilities/sample-room", "value", 0),
        "不用答，填了的没有算",
    ),
}
"""What is taken with a reminder."""
REFUSED: dict[str, tuple[Mangle, str]] = {
    "words sorted alone": (_words_alone, "看得见的字和这一行隐藏的编号对不上"),
    "answers sorted alone, and ids": (
        _answers_alone,
        "隐藏的编号",
    ),
    "what is counted turned round": (
        _numbers_sorted,
        "看得见的字和这一行隐藏的编号对不上",
    ),
    "verdicts sorted without the rest": (
        _turned(range(2, 7)),
        "看得见的字和这一行隐藏的编号对不上",
    ),
    "one row over another": (_one_over_another, "看得见的字和这一行隐藏的编号对不上"),
    "what it is about is gone": (_without_hidden, "不是教育局发的自查工作簿"),
    "a row is gone": (_rows_gone, "没有回答"),
    "an answer below": (_added, "没有编号"),
    "verdicts merged": (_merged, "合并成了一格"),
    "a formula": (_put("items/a1-1", "status", '=IF(1,"达标","")'), "这一格是公式"),
    "a verdict of one's own": (_put("items/a1-1", "status", "基本达标"), "没有“基本达标”这一项"),
    "a tick": (_put("items/a1-1", "status", "√"), "没有“√”这一项"),
    "no verdict": (_put("items/a1-1", "status", None), "没有回答"),
    "no such day": (_put(DAY, "value", "本学期末"), "看不懂这个日期"),
    "no day": (_put(DAY, "value", None), "没有写填表日期"),
    "a share": (_put("facilities/sample-room", "value", "50%"), "要一个整数"),
    "the sheet twice, with another answer": (_copied_and_changed, "各条结论"),
    "a verdict of figures": (_put("items/a1-1", "status", 1), "没有“1”这一项"),
    "a verdict as a programmer writes it": (_put("items/a1-1", "status", True), "这一项"),
    "a broken reference": (_put("items/a1-1", "status", "#REF!"), "#REF!"),
    "fewer rooms than none": (_put("facilities/sample-room", "value", -1), "整数"),
    "no such day of the month": (_put(DAY, "value", "2002-02-30"), "日期"),
    "two verdicts in one cell": (_put("items/a1-1", "status", "达标\n未达标"), "这一项"),
}
