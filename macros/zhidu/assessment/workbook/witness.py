"""The words that rows and columns show, compared with the hidden ids beside them.

Who sorts, moves or deletes what is seen leaves the hidden ids where they were. Then an answer would land under another
clause: nothing of the workbook is taken, and the rows in which words and id differ are named.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from zhidu.assessment.instrument import Instrument
from zhidu.assessment.intake.fault import Fault
from zhidu.assessment.workbook import cell_names
from zhidu.office.excel_cells import Book, Cell, Sheet, address
from zhidu.reading.findings import visible
from zhidu.reading.text import characters

CODE = "workbook/ids"
_NAMED = 8  # rows of a sheet, in one sentence
_ENOUGH = 3  # heads in one row, that make it the row of heads
_MARK_WITHIN = 6  # rows and columns in which the mark is looked for
_BLANK = re.compile(r"\s+")
_UNDO = "撤销这一步，恢复成发下来的样子；恢复不了的，把内容填到新发的表里再交"
_NUMBERS = {"数到的": cell_names.VALUE, "总数": cell_names.TOTAL}


@dataclass(slots=True)
class _Words:
    """What may be shown, and the ids of the rows that show it; a title between rows is shown by none ("")."""

    rows: dict[str, set[str]] = field(default_factory=dict)
    headings: dict[str, set[str]] = field(default_factory=dict)
    heads: dict[str, str] = field(default_factory=dict)

    def add(self, row: str, *texts: str) -> None:
        for text in filter(None, map(_folded, texts)):
            self.rows.setdefault(text, set()).add(row)


def mark(sheet: Sheet) -> tuple[int, int] | None:
    """Where the mark of a sheet that is read stands: the row of its keys, and the column of its ids."""
    places = sorted(
        (row, column)
        for (row, column), cell in sheet.cells.items()
        if row <= _MARK_WITHIN and column <= _MARK_WITHIN and cell.value == cell_names.MARK
    )
    return places[0] if places else None


def faults(book: Book, instrument: Instrument) -> list[Fault]:
    """What is wrong with the ids in *book*, which was made for *instrument*: one fault a sheet at most."""
    words = _known(instrument)
    marked = [(sheet, place) for sheet in book.sheets if (place := mark(sheet)) is not None]
    found = [fault for sheet, place in marked for fault in _of_sheet(sheet, place, words)]
    there = {
        cell.value
        for sheet, (_, side) in marked
        for (_, column), cell in sheet.cells.items()
        if column == side
    }
    without = [sheet for sheet in book.sheets if mark(sheet) is None]
    lost = [sheet for sheet in without if _shown(sheet, words) - there - {""}]
    return [*found, *map(_lost, lost)]


def _known(instrument: Instrument) -> _Words:
    known = _Words(
        heads={_folded(head): key for key, head in cell_names.COLUMNS.items()} | _NUMBERS
    )
    for group in instrument.groups:
        known.add("", cell_names.titled(group))
    for item in instrument.items:
        row = f"{cell_names.ITEMS}/{item.id}"
        known.add(row, cell_names.demands(item), item.text)
        known.headings.setdefault(_folded(item.heading), set()).add(row)
        for point in item.checkpoints:
            if point.period:
                known.add(f"{cell_names.PERIODS}/{point.id}", point.summary)
    known.add(cell_names.FILLED, cell_names.FILLED_LABEL)
    for name, (label, _) in instrument.facilities.items():
        known.add(f"{cell_names.FACILITIES}/{name}", label)
    for metric in instrument.metrics:
        known.add(f"{cell_names.METRICS}/{metric.id}", metric.name)
    return known


def _folded(text: str) -> str:
    return _BLANK.sub("", characters.folded(text))


def _texts(cells: Iterable[tuple[int, Cell]]) -> list[tuple[int, str]]:
    """The columns that show words, and the words."""
    return [
        (column, _folded(cell.value))
        for column, cell in cells
        if isinstance(cell.value, str) and not cell.formula
    ]


def _by_row(sheet: Sheet) -> dict[int, list[tuple[int, Cell]]]:
    rows: dict[int, list[tuple[int, Cell]]] = {}
    for (row, column), cell in sorted(sheet.cells.items()):
        rows.setdefault(row, []).append((column, cell))
    return rows


def _shown(sheet: Sheet, words: _Words) -> set[str]:
    """The ids of rows whose words *sheet* shows, where there are clauses or heads of ours in it."""
    texts = [text for cells in _by_row(sheet).values() for _, text in _texts(cells)]
    found = set().union(*(words.rows.get(text, ()) for text in texts))
    ours = any(row == cell_names.FILLED or row.startswith(cell_names.ITEMS) for row in found)
    headed = sum(text in words.heads for text in texts) >= _ENOUGH
    return found if ours or headed else set()


def _of_sheet(sheet: Sheet, place: tuple[int, int], words: _Words) -> Iterator[Fault]:
    top, side = place
    rows = _by_row(sheet)
    keys = {column: str(cell.value) for column, cell in rows[top] if column != side}
    wrong = [
        number
        for number, cells in rows.items()
        if number > top and _differs(dict(cells), side, keys, words)
    ]
    if wrong:
        listed = "、".join(map(str, wrong[:_NAMED])) + ("等" if len(wrong) > _NAMED else "")
        yield Fault(
            code=CODE,
            message=(
                f"第 {listed} 行看得见的字和这一行隐藏的编号对不上，看不出答的是哪一项；"
                "多半是排序、移动或删除时，隐藏的 A 列没有跟着动"
            ),
            repair=_UNDO,
            place=f"{sheet.name}!{address(wrong[0], side + 1)}",
        )
        return
    for number, cells in rows.items():
        if number > top and (column := _astray(_texts(cells), keys, words.heads)) is not None:
            yield Fault(
                code=CODE,
                message="这一栏的表头和第 1 行隐藏的编号对不上，看不出填的是哪一栏",
                repair=_UNDO,
                place=f"{sheet.name}!{address(number, column)}",
            )
            return


def _differs(cells: Mapping[int, Cell], side: int, keys: Mapping[int, str], words: _Words) -> bool:
    """Whether a row shows words of another row than its id says."""
    named = cells[side].value if side in cells else ""
    own = _folded(named) if isinstance(named, str) else ""
    seen = [(column, text) for column, text in _texts(cells.items()) if column != side]
    fixed = [text for column, text in seen if keys.get(column) not in cell_names.KEYS]
    if any(own not in words.rows[text] for text in fixed if text in words.rows):
        return True
    if not own or not seen:
        return False
    first = words.headings.get(seen[0][1])
    return first is not None and own.startswith(cell_names.ITEMS) and own not in first


def _astray(
    texts: list[tuple[int, str]], keys: Mapping[int, str], heads: Mapping[str, str]
) -> int | None:
    """The column in a row of heads over which another key stands than its head says."""
    headed = [(column, heads[text]) for column, text in texts if text in heads]
    numbers = headed and all(key in _NUMBERS.values() for _, key in headed)
    if len(headed) < (1 if numbers else _ENOUGH):
        return None
    return next((column for column, key in headed if keys.get(column) != key), None)


def _lost(sheet: Sheet) -> Fault:
    return Fault(
        code=CODE,
        message=f"“{visible(sheet.name)}”里隐藏的编号不见了（第 1 行或 A 列被删掉或清空了），看不出每一行答的是哪一项",
        repair=_UNDO,
    )
