"""The words that rows and columns show, compared with the hidden ids beside them.

Who sorts, moves or deletes what is seen leaves the hidden ids where they were. Then an answer would land under another
clause. Where the words alone say which row is which, the sheet is read by them, and that is told once; where they leave a doubt,
nothing of the workbook is taken, and the rows in which words and id differ are named.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from zhidu.assessment.instrument import Instrument
from zhidu.assessment.intake.fault import Fault
from zhidu.assessment.workbook import cell_names
from zhidu.office.excel_cells import Book, Cell, Sheet, address
from zhidu.reading.findings import Severity, visible
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


def restored(book: Book, instrument: Instrument) -> tuple[Book, list[Fault]]:
    """*book*, made for *instrument*, with its rows called as their words say; and what is told, once a sheet.

    A warning says that a sheet was read by its words, an error that it cannot be read.
    """
    words = _known(instrument)
    places = [mark(sheet) for sheet in book.sheets]
    there = {
        cell.value
        for sheet, place in zip(book.sheets, places, strict=True)
        for (_, column), cell in sheet.cells.items()
        if place is not None and column == place[1]
    }
    sheets: list[Sheet] = []
    told: list[Fault] = []
    for sheet, place in zip(book.sheets, places, strict=True):
        wrong: list[Fault] = []
        if place is not None:
            wrong = list(_of_sheet(sheet, place, words))
        elif _shown(sheet, words) - there - {""}:
            wrong = [_lost(sheet)]
        by_words = _by_words(sheet, place, words) if wrong else None
        sheets.append(by_words or sheet)
        told += wrong if by_words is None else [_read_so(sheet)]
    return replace(book, sheets=tuple(sheets)), told


def _by_words(sheet: Sheet, place: tuple[int, int] | None, words: _Words) -> Sheet | None:
    """*sheet* with the id of each row and the key of each column as its words say; None where they leave a doubt."""
    top, side = place or (0, 0)
    rows = {number: cells for number, cells in _by_row(sheet).items() if number > top}
    columns = _columns(rows.values(), words)
    if columns is None:
        return None
    rows_of = {
        text: {name for name in names if name.startswith(cell_names.ITEMS) == ("status" in columns)}
        or names & {""}
        for text, names in words.rows.items()
    }
    words = replace(words, rows={text: names for text, names in rows_of.items() if names})
    ids: dict[str, int] = {}
    own = {_own(dict(cells), side) for cells in rows.values()} - {""}
    for number, cells in rows.items():
        texts = [(c, text) for c, text in _texts(cells) if c != side and c not in columns.values()]
        known = [c for c, text in texts if text in words.rows]
        name = _named(_own(dict(cells), side), [text for _, text in texts], words)
        moved = bool(name) and place is not None and name != _own(dict(cells), side)
        # the words on both sides moved, so what stands between them did; one side alone may have been sorted
        witnessed = max(known, default=0) > max(columns.values())
        if name is None or name in ids or (moved and not witnessed):
            return None
        if name:
            ids[name] = number
    if not own <= ids.keys():
        return None
    heads = {n for n, cells in rows.items() if sum(text in words.heads for _, text in _texts(cells)) >= _ENOUGH}  # fmt: skip
    kept = {
        (row, column): cell
        for (row, column), cell in sheet.cells.items()
        if row > top and column != side and row not in heads
    }
    kept[0, 0] = Cell(cell_names.MARK)
    kept |= {(0, column): Cell(key) for key, column in columns.items()}
    kept |= {(number, 0): Cell(name) for name, number in ids.items()}
    return replace(sheet, cells=kept)


def _columns(rows: Iterable[list[tuple[int, Cell]]], words: _Words) -> dict[str, int] | None:
    """The column of each key, as the heads say; None where one is missing or stands over two columns."""
    found: dict[str, set[int]] = {}
    for cells in rows:
        for column, text in _texts(cells):
            if text in words.heads:
                found.setdefault(words.heads[text], set()).add(column)
    complete = set(cell_names.COLUMNS) <= found.keys() or set(found) == set(_NUMBERS.values())
    if not complete or any(len(columns) > 1 for columns in found.values()):
        return None
    return {key: column for key, (column,) in found.items()}


def _own(cells: Mapping[int, Cell], side: int) -> str:
    named = cells[side].value if side in cells else ""
    return _folded(named) if isinstance(named, str) and "/" in named else ""


def _named(own: str, texts: list[str], words: _Words) -> str | None:
    """What a row that shows *texts* is called, "" where it is no row of answers; None where that is in doubt."""
    said = [words.rows[text] for text in texts if text in words.rows]
    if texts and texts[0] in words.headings and said:
        said.append(words.headings[texts[0]])
    if not said:
        return own
    seen = set.intersection(*said)
    if len(seen) == 1:
        return seen.pop()
    return own if own in seen else None


def _read_so(sheet: Sheet) -> Fault:
    return Fault(
        code=CODE,
        message=(
            f"“{visible(sheet.name)}”里看得见的字和隐藏的编号对不上，多半是排序、移动时没有带上隐藏的一栏；"
            "这张表按看得见的条款和要求来读"
        ),
        repair="请核对一遍：每一行的条款、要求和所填的内容是不是一回事",
        severity=Severity.WARNING,
    )


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
            if point.number:
                known.add(f"{cell_names.NUMBERS}/{point.id}", cell_names.left_open(point))
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
    own = _own(cells, side)
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
