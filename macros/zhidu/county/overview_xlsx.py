"""The bureau's overview as an Excel file: a sheet each for schools, matrix, ledger, differences, suggestions, scores."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TypeVar

from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from zhidu.county.overview import SYMBOLS, LedgerRow, Overview, SchoolRow
from zhidu.office.excel import (
    CENTRE,
    FONT,
    FRAME,
    GREY,
    HEAD_FONT,
    LEFT,
    Look,
    Row,
    Value,
    book,
    on_a4,
    packed,
    write_rows,
)

_TEXT = Font(name=FONT, size=10)
_OVER = Alignment(horizontal="left", vertical="center")  # runs over its neighbours
_TITLE, _NOTE = Look(Font(name=HEAD_FONT, size=14), _OVER), Look(_TEXT, _OVER)
_HEAD = Look(Font(name=HEAD_FONT, size=10), CENTRE, GREY, FRAME)
_SHORT, _LONG = Look(_TEXT, CENTRE, border=FRAME), Look(_TEXT, LEFT, border=FRAME)
_NARROW = 9.0
_LINE, _HIGHEST = 13.5, 400.0  # points: a line, and what Excel takes
_FIRST = 3  # the row of the heads
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sheet:
    """A table: its columns with their widths in characters, and its rows. `still` columns stay in sight."""

    name: str
    columns: tuple[tuple[str, float], ...]
    rows: Iterable[Sequence[Value]]
    still: int = 1
    legend: str = ""


def county_xlsx(overview: Overview) -> bytes:
    """*overview* as an Excel file."""
    made = book(by_rows=True)
    title = f"{overview.term.name}自查县情报告"
    for sheet in _sheets(overview):
        about = f"截至 {overview.as_of}；内部资料，不公开{sheet.legend}"
        _fill(made.create_sheet(sheet.name), sheet, f"{title}：{sheet.name}", about)
    return packed(made, title, overview.issuer, overview.as_of)


def _sheets(overview: Overview) -> Iterable[_Sheet]:
    yield _of_each("各校", _SCHOOLS, overview.schools)
    heads = ((row.name, 7.0) for row in overview.submitted)
    yield _Sheet(
        name="矩阵",
        columns=(("附件", 8.0), ("条款", 14.0), ("要求", 40.0), ("没有完全达标", 8.0), *heads),
        rows=(
            (
                group.label,
                row.item.heading,
                row.item.brief,
                row.wrong,
                *(
                    f"{cell.symbol}→{cell.verified}" if cell.verified else cell.symbol
                    for cell in row.cells
                ),
            )
            for group in overview.groups
            for row in group.rows
        ),
        still=4,
        legend="。"
        + "，".join(f"{sign} {status.label}" for status, sign in SYMBOLS.items())
        + "；箭头后面是核查的结论",
    )
    yield _of_each("整改台账", _LEDGER, overview.ledger)
    yield _Sheet(
        name="核查分歧",
        columns=(("学校", 20), ("条款", 22), ("要求", 40), ("自评", 8), ("核查", 8), ("说明", 40)),
        rows=(
            (row.school, row.item.cite, row.item.brief, row.claimed, row.verified, row.note)
            for row in overview.gaps
        ),
    )
    yield _Sheet(
        name="改进建议",
        columns=(("条款", 22), ("原文", 50), ("学校", 20), ("建议", 50)),
        rows=(
            (row.item.cite, row.item.text, school, text)
            for row in overview.suggestions
            for school, text in row.texts
        ),
    )
    yield _Sheet(
        name="得分明细",
        columns=(("学校", 26), ("条款", 34), ("怎样算", 40), ("分", 8)),
        rows=chain.from_iterable(map(_reckoning, overview.submitted)),
        still=2,
    )


_SCHOOLS: tuple[tuple[str, float, Callable[[SchoolRow], Value]], ...] = (
    ("序号", 6.0, lambda row: row.number),
    ("学校", 22.0, lambda row: row.name),
    ("类别", 14.0, lambda row: row.kind),
    ("填表日期", 12.0, lambda row: row.filled or "未报"),
    ("回执号", 14.0, lambda row: row.receipt),
    ("自评得分", 9.0, lambda row: row.score),
    ("比上学期", 9.0, lambda row: row.change),
    ("核查项数", 9.0, lambda row: row.difference.checked if row.difference else "未复核"),
    ("这些项的自评", 13.0, lambda row: row.difference.claimed if row.difference else None),
    ("这些项的核查", 13.0, lambda row: row.difference.verified if row.difference else None),
    ("分差", 8.0, lambda row: row.difference.points if row.difference else None),
    ("未销号", 8.0, lambda row: row.open),
    ("逾期", 8.0, lambda row: row.overdue),
)
_LEDGER: tuple[tuple[str, float, Callable[[LedgerRow], Value]], ...] = (
    ("编号", 34.0, lambda row: row.entry.id),
    ("学校", 20.0, lambda row: row.school),
    ("条款", 22.0, lambda row: row.cite),
    ("问题", 34.0, lambda row: row.entry.problem),
    ("发现", 12.0, lambda row: row.finder),
    ("发现日期", 12.0, lambda row: row.entry.found),
    ("整改措施", 30.0, lambda row: row.plan.measure if row.plan else ""),
    ("期限", 12.0, lambda row: row.plan.due if row.plan else None),
    ("责任岗位", 16.0, lambda row: row.role),
    ("要协助", 8.0, lambda row: "是" if row.plan and row.plan.needs_bureau else ""),
    ("状态", 9.0, lambda row: row.state),
    ("销号日期", 12.0, lambda row: row.entry.closure.closed if row.entry.closure else None),
    ("核实方式", 12.0, lambda row: row.method),
)


def _of_each(
    name: str,
    columns: Iterable[tuple[str, float, Callable[[_T], Value]]],
    rows: Iterable[_T],
) -> _Sheet:
    """The sheet that has what each of *columns* says of each of *rows*."""
    return _Sheet(
        name=name,
        columns=tuple((title, width) for title, width, _ in columns),
        rows=([said(row) for _, _, said in columns] for row in rows),
        still=2,
    )


def _reckoning(row: SchoolRow) -> Iterable[Sequence[Value]]:
    if row.reckoning is None:
        return
    for line in row.reckoning.lines:
        points = None if line.points is None else line.points / 2
        yield row.name, line.item.cite, line.why, points
    yield row.name, "合计", row.reckoning.sum, row.reckoning.score


def _fill(page: WriteOnlyWorksheet, sheet: _Sheet, title: str, note: str) -> None:
    for number, (_, width) in enumerate(sheet.columns, 1):
        page.column_dimensions[get_column_letter(number)].width = width
    rows = list(sheet.rows)
    end = f"{get_column_letter(len(sheet.columns))}{_FIRST + len(rows)}"
    page.calculate_dimension = lambda: f"A1:{end}"
    page.freeze_panes = f"{get_column_letter(sheet.still + 1)}{_FIRST + 1}"
    page.auto_filter.ref = f"A{_FIRST}:{end}"
    page.print_title_rows = f"{_FIRST}:{_FIRST}"
    on_a4(page, landscape=True)
    page.HeaderFooter.oddFooter.center.text = "第 &P 页，共 &N 页"
    write_rows(page, _lines(sheet, rows, title, note))


def _lines(sheet: _Sheet, rows: Iterable[Sequence[Value]], title: str, note: str) -> Iterable[Row]:
    yield [(title, _TITLE)], None
    yield [(note, _NOTE)], None
    heads = [name for name, _ in sheet.columns]
    widths = [int(width) for _, width in sheet.columns]
    yield [(name, _HEAD) for name in heads], _height(heads, widths)
    # signs and words stand in the middle of narrow columns
    looks = [_LONG if width > _NARROW else _SHORT for _, width in sheet.columns]
    for values in rows:
        cells = [
            (value, look if isinstance(value, str) else _SHORT)
            for value, look in zip(values, looks, strict=True)
        ]
        yield cells, _height(values, widths)


def _height(values: Sequence[Value], widths: Sequence[int]) -> float:
    """How high a row must be for its longest text: programs do not all find that out by themselves."""
    lines = 1
    for width, value in zip(widths, values, strict=True):
        if isinstance(value, str) and 2 * len(value) >= width:  # else it stands in one line
            wide = 2 * len(value) - len(value.encode("ascii", "ignore"))
            lines = max(lines, -(-wide // max(1, width - 1)))
    return min(_HIGHEST, _LINE * lines + 4)
