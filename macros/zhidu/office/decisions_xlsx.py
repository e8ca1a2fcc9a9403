"""The table of proposed duties as an Excel file, for people who decide and know nothing but Excel; and reading it again.

What a sheet is, its head tells, and a row the words that people see: sorted, filtered, copied and renamed sheets are read.
Sheets are protected without a password: the texts of the policy are not typed over by mistake, and rows can be added.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from zhidu.drafting.decisions import decision_columns as columns
from zhidu.drafting.decisions.decision_columns import Row
from zhidu.drafting.decisions.offers import NewName, Offer
from zhidu.office.excel import (
    CENTRE,
    FONT,
    FRAME,
    GREY,
    HEAD_FONT,
    LINE,
    book,
    on_a4,
    packed,
    row_height,
    write,
)
from zhidu.office.excel_cells import Book, Sheet, address
from zhidu.reading.findings import visible

_TEXT = Font(name=FONT, size=10.5)
_HEAD = Font(name=HEAD_FONT, size=10.5)
_TOLD = Font(name=FONT, size=11)
_TOP = Alignment(vertical="top", wrap_text=True)
_OPEN = Protection(locked=False)
_INPUT = PatternFill("solid", fgColor="FFF8DC")
_LACKING = PatternFill("solid", bgColor="FBE3E0")
_LEFT_OUT = PatternFill("solid", bgColor="E8E8E8")
_LOCKED = frozenset({"id", "text", "because"})
_WIDTHS = {
    "id": 11, "text": 44, "decision": 9, "quote": 34, "modality": 8, "who": 16, "kind": 12, "words": 14, "amount": 14,
    "metric": 16, "records": 16, "report": 14, "approval": 14, "sanction": 11, "summary": 34, "method": 11, "evidence": 26,
    "because": 30,
}  # fmt: skip
_NAME_WIDTHS = {"name": 30, "what": 14, "at": 14, "as": 30}
_HEADED = 2
_SPARE = 40  # empty rows below, open for what a person adds
_MOST_HEIGHT = 300.0
_LISTS = "选项"
_NAMED = ("decision", "quote", "text")  # without these heads a row is no sheet's head
_STEPS = (
    "怎样做：一行是程序按字面读出的一项职责，对照“原文”看，在“决定”里选“留”“改”或“删”；要改的，直接改黄色格子里的字。"
    "已经替您选了“留”的是有把握的，也请看一眼；红色的还没有定，先定这些。"
    "再到“新名称”表里选每个新名称算作什么，存盘，交给技术人员（zhidu annotate {policy} --apply 这个文件）；没有定完的不会发布。"
)
_NAMES_STEPS = (
    "这些名称词表里还没有。每一行在“算作”里选一个：是新的岗位、单位，还是现有的哪一个；有把握的已替您选了“新的”，"
    "与现有的是一回事，改选现有的。"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a table is made of. `choices`: the project's names of roles, records and metrics, by what they are names of."""

    policy: str
    title: str
    offers: Sequence[Offer]
    new: Sequence[NewName]
    choices: Mapping[str, Sequence[str]]
    day: date


def workbook(wanted: Wanted) -> bytes:
    """The file."""
    offers, new, choices = wanted.offers, wanted.new, wanted.choices
    made = book()
    page = made.active
    page.title = columns.SHEET
    names = made.create_sheet(columns.NAMES_SHEET)
    lists = made.create_sheet(_LISTS)
    lists.sheet_state = "hidden"
    taken = _taken_for(choices)
    named = (name.name for name in new if name.what == columns.ROLE)
    roles = (columns.NOBODY, *choices[columns.ROLE], *named)
    places = _lists(lists, {"who": roles, **taken})
    _duties(page, _STEPS.format(policy=wanted.policy), offers, places["who"])
    _names(names, new, places)
    for one in made.worksheets:
        one.protection.sheet = True
        one.protection.formatColumns = one.protection.formatRows = False
        one.protection.autoFilter = one.protection.sort = False
    made.active = 0
    return packed(made, f"{wanted.title}：拟读的职责", wanted.title, wanted.day)


def _taken_for(choices: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    return {
        columns.ROLE: (*columns.NEW_ROLES, *choices[columns.ROLE]),
        columns.RECORD: (columns.NEW_RECORD, *choices[columns.RECORD]),
        columns.METRIC: (columns.NEW_METRIC, *choices[columns.METRIC]),
    }


def _lists(page: Worksheet, lists: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """The lists of choices, a column each; where each stands."""
    places = {}
    for column, (key, words) in enumerate(lists.items(), 1):
        for row, word in enumerate(words, 1):
            write(page, (row, column), word, _TEXT, _TOP)
        letter = get_column_letter(column)
        places[key] = f"{_LISTS}!${letter}$1:${letter}${len(words)}"
    return places


def _head(
    page: Worksheet, told: str, heads: Mapping[str, str], widths: Mapping[str, float]
) -> None:
    """The line that says what to do, and under it the heads; both stay in sight."""
    write(page, (1, 1), told, _TOLD, Alignment(vertical="center", wrap_text=True))
    shown = min(len(heads), 8)
    page.merge_cells(start_row=1, start_column=1, end_row=1, end_column=shown)
    page.row_dimensions[1].height = (
        row_height([(sum(list(widths.values())[:shown]), told)], _MOST_HEIGHT) + 8
    )
    for column, (key, head) in enumerate(heads.items(), 1):
        cell = write(page, (_HEADED, column), head, _HEAD, CENTRE)
        cell.fill, cell.border = GREY, FRAME
        page.column_dimensions[get_column_letter(column)].width = widths[key]
    page.row_dimensions[_HEADED].height = 2 * LINE + 4
    on_a4(page, landscape=True)
    page.print_title_rows = f"{_HEADED}:{_HEADED}"


def _duties(page: Worksheet, told: str, offers: Sequence[Offer], roles: str) -> None:
    _head(page, told, columns.COLUMNS, _WIDTHS)
    last = _HEADED + len(offers) + _SPARE
    for row, offer in enumerate(offers, _HEADED + 1):
        values = dict(offer.values)
        if offer.doubt and offer.values.get("quote"):
            values["because"] = f"请看：{offer.doubt}。{values['because']}"
        for column, key in enumerate(columns.COLUMNS, 1):
            _cell(page, row, column, key, values.get(key, ""))
        page.row_dimensions[row].height = row_height(
            ((width, values.get(key, "")) for key, width in _WIDTHS.items()), _MOST_HEIGHT
        )
    for row in range(_HEADED + len(offers) + 1, last + 1):
        for column in range(1, len(columns.COLUMNS) + 1):
            page.cell(row=row, column=column).protection = _OPEN
    letters = {key: get_column_letter(n) for n, key in enumerate(columns.COLUMNS, 1)}
    first = _HEADED + 1
    decisions = (*columns.DECISIONS, columns.NONE)
    for key, words in {"decision": decisions, **columns.CHOICES}.items():
        _list(page, f"{letters[key]}{first}:{letters[key]}{last}", f'"{",".join(words)}"')
    _list(page, f"{letters['who']}{first}:{letters['who']}{last}", roles, strict=False)
    at = letters["decision"]
    span = f"A{first}:{letters['because']}{_HEADED + max(len(offers), 1)}"
    for formula, fill in (
        (f'${at}{first}=""', _LACKING),
        (f'OR(${at}{first}="{columns.DROP}",${at}{first}="{columns.NONE}")', _LEFT_OUT),
    ):
        page.conditional_formatting.add(span, FormulaRule(formula=[formula], fill=fill))
    page.freeze_panes = f"{letters['quote']}{first}"
    page.auto_filter.ref = f"A{_HEADED}:{letters['because']}{_HEADED + max(len(offers), 1)}"


def _names(page: Worksheet, new: Sequence[NewName], places: Mapping[str, str]) -> None:
    _head(page, _NAMES_STEPS, columns.NAMES, _NAME_WIDTHS)
    for row, name in enumerate(new, _HEADED + 1):
        said = {"name": name.name, "what": name.what, "at": name.clause, "as": name.taken_for}
        for column, (key, words) in enumerate(said.items(), 1):
            _cell(page, row, column, key, words, open_=key == "as")
        _list(page, f"D{row}", places[name.what])
    for row in range(_HEADED + len(new) + 1, _HEADED + len(new) + _SPARE):
        for column in range(1, len(columns.NAMES) + 1):
            page.cell(row=row, column=column).protection = _OPEN
        _list(page, f"D{row}", places[columns.ROLE], strict=False)
    span = f"A{_HEADED + 1}:D{_HEADED + max(len(new), 1)}"
    rule = FormulaRule(formula=[f'AND($A{_HEADED + 1}<>"",$D{_HEADED + 1}="")'], fill=_LACKING)
    page.conditional_formatting.add(span, rule)
    page.freeze_panes = f"B{_HEADED + 1}"


def _cell(
    page: Worksheet, row: int, column: int, key: str, words: str, *, open_: bool | None = None
) -> None:
    cell = write(page, (row, column), words, _TEXT, _TOP)
    cell.border = FRAME
    cell.number_format = "@"
    if words == "":
        cell.value = None
    if open_ if open_ is not None else key not in _LOCKED:
        cell.fill, cell.protection = _INPUT, _OPEN


def _list(page: Worksheet, cells: str, choices: str, *, strict: bool = True) -> None:
    rule = DataValidation(type="list", formula1=choices, allow_blank=True)
    rule.showErrorMessage = strict
    rule.error = "请从列出的几个里选。" if strict else None
    rule.add(cells)
    page.add_data_validation(rule)


# ---------- reading it again ----------


def rows(read: Book) -> tuple[Row, ...]:
    """Every row of every sheet that has our heads."""
    return tuple(row for sheet in read.sheets for row in _rows(sheet, columns.COLUMNS, _NAMED))


def names(read: Book) -> dict[str, Row]:
    """The rows of new names, by the name; of two rows the one that says something."""
    heads = tuple(columns.NAMES)
    found: dict[str, Row] = {}
    for sheet in read.sheets:
        for row in _rows(sheet, columns.NAMES, heads):
            if row["name"] and (row["name"] not in found or not found[row["name"]]["as"]):
                found[row["name"]] = row
    return found


def _rows(sheet: Sheet, heads: Mapping[str, str], needed: Sequence[str]) -> Iterator[Row]:
    keys = {_plain(head): key for key, head in heads.items()}
    at: dict[str, int] = {}
    inside: dict[int, dict[str, str]] = {}
    for (row, column), cell in sorted(sheet.cells.items()):
        inside.setdefault(row, {})[str(column)] = _shown(cell.value)
    for row, cells in inside.items():
        found = {keys[_plain(w)]: int(c) for c, w in cells.items() if _plain(w) in keys}
        if all(key in found for key in needed):
            at = found
        elif at:
            values = {key: cells.get(str(column), "") for key, column in at.items()}
            if any(values.get(key) for key in needed):
                called = {key: f"“{visible(sheet.name)}”{address(row, c)}" for key, c in at.items()}
                yield Row(values=values, cells=called)


def _plain(head: str) -> str:
    """A head without what stands in brackets, which people shorten."""
    return "".join(head.split("（", maxsplit=1)[0].split("(", maxsplit=1)[0].split())


def _shown(value: str | float | bool) -> str:  # noqa: FBT001  the value of a cell
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return f"{value:g}" if isinstance(value, float) else value.strip()
