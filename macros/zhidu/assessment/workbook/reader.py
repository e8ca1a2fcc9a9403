"""A workbook as it came back → a submission, where each answer stands, and what could not be read.

Rows are known by the ids in a hidden column, columns by the keys in a hidden row, sheets by their mark: sorted, moved,
renamed and inserted rows, columns and sheets change nothing.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from zhidu.assessment.instrument import Instrument, Item
from zhidu.assessment.intake.fault import Fault
from zhidu.assessment.submission import AnswerStatus
from zhidu.assessment.verdict import free_input
from zhidu.assessment.workbook import cell_names, witness
from zhidu.handbook.book import Handbook
from zhidu.office.excel_cells import Book, Cell, Sheet, address
from zhidu.reading.findings import Pointer, Problem, Severity, meant, visible
from zhidu.reading.model import FacilityKind

_NEVER = "2000-01-01"  # stands for a day that could not be read, until it is corrected
_MOST_TITLE = 100  # characters
_LISTED = 5
_PLAN = ("measure", "due", "role", "needs_bureau")
_PROOF = ("evidence", "filed")
_TOGETHER = {**dict.fromkeys(_PLAN, "measure"), **dict.fromkeys(_PROOF, "evidence")}
_NO_DAY = frozenset({"-", "—", "无"})
_ABOUT = (cell_names.SCHOOL, cell_names.TERM, cell_names.EDITION, cell_names.INSTRUMENT)
_YES = frozenset({cell_names.YES, "TRUE", "true", "要", "1"})
_NO = frozenset({cell_names.NO, "FALSE", "false", "不要", "0"})
_COUNTS = {
    **dict.fromkeys((cell_names.HAS, "TRUE", "true"), 1),
    **dict.fromkeys((cell_names.HAS_NOT, "无", "FALSE", "false"), 0),
}
_COLUMN_OF_CODE = {
    "checklist/reason": "said",
    "checklist/problem": "said",
    "checklist/rectification": "measure",
    "checklist/failed": "failed",
    "checklist/rooms": "rooms",
    "checklist/evidence": "evidence",
    "checklist/evidence-day": "day",
    "checklist/expired": "day",
}
_COLUMN_OF_KEY = {"reason": "said", "problem": "said", "title": "evidence"}


@dataclass(slots=True)
class _Row:
    """A row of the file, by its id."""

    sheet: Sheet
    number: int
    columns: dict[str, int]

    def place(self, key: str) -> str:
        return f"{self.sheet.name}!{address(self.number, self.columns.get(key, 1))}"

    @property
    def called(self) -> str:
        """Where it is, in words: two sheets may have a row of one number."""
        return f"“{visible(self.sheet.name)}”第 {self.number} 行"

    def cell(self, key: str) -> Cell | None:
        found = self.sheet.cells.get((self.number, self.columns.get(key, -1)))
        if found is not None and not found.formula and not free_input.text(found.value):
            return None
        return found

    def shown(self) -> list[str]:
        return [free_input.text(c.value) if (c := self.cell(key)) else "" for key in self.columns]


@dataclass(slots=True)
class Filled:
    """What a workbook says. `data` has the shape of a submission as far as it could be read."""

    data: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    rows: dict[str, _Row] = field(default_factory=dict)
    unread: set[tuple[str, str]] = field(default_factory=set)  # rows and columns with a fault
    roles: dict[str, str] = field(default_factory=dict)  # what a role may be called → its id
    labels: dict[str, str] = field(default_factory=dict)  # what a row is called: its clause
    since_1904: bool = False

    @property
    def begun(self) -> bool:
        """Whether anything is typed in at all."""
        added = any(fault.code == "workbook/row" for fault in self.faults)
        return added or any(any(row.shown()) for row in self.rows.values())

    def at(self, row: str, column: str) -> "_Slot":
        """The cell to fill in of that row and column."""
        return _Slot(self, row, column)

    def fault(
        self, code: str, message: str, repair: str, place: str = "", how: Severity = Severity.ERROR
    ) -> None:
        """Write down what is wrong with more than a cell."""
        self.faults.append(Fault(message, repair, code=code, place=place, severity=how))


@dataclass(frozen=True, slots=True)
class _Slot:
    """A cell to fill in, by the id of its row and the key of its column."""

    filled: Filled
    row: str
    column: str

    @property
    def unread(self) -> bool:
        """Whether it is said already that it cannot be read."""
        return (self.row, self.column) in self.filled.unread

    def fault(self, code: str, message: str, repair: str) -> None:
        """Write down what is wrong with it."""
        label = self.filled.labels.get(self.row, "")
        said = message if label in message else f"{label}：{message}"
        self.filled.fault(code, said, repair, self.filled.rows[self.row].place(self.column))
        self.filled.unread.add((self.row, self.column))

    def value(self) -> free_input.Typed | None:
        """What is typed into it; a formula is no answer."""
        cell = self.filled.rows[self.row].cell(self.column)
        if cell is None:
            return None
        if cell.formula:
            self.fault(
                "workbook/formula",
                "这一格是公式，不是填写的内容",
                "写上结果；是算出来的，复制这一格，再“选择性粘贴”为数值",
            )
            return None
        return cell.value

    def text(self) -> str:
        """It as text, nothing where nothing is typed in."""
        value = self.value()
        return "" if value is None else free_input.text(value)

    def number(self) -> int | None:
        """A whole number, 1 and 0 for 有 and 没有."""
        value = self.value()
        if value is None:
            return None
        words = free_input.text(value)
        found = _COUNTS[words] if words in _COUNTS else free_input.whole(value)
        if found is None:
            self.fault(
                "workbook/number",
                f"要一个整数，写的是“{visible(words)}”",
                "写一个整数，例如 45，不写百分号、小数和别的话",
            )
        return found

    def day(self, value: free_input.Typed) -> str | None:
        """*value*, which stands in it, as a day."""
        found = free_input.day(value, since_1904=self.filled.since_1904)
        if found is None:
            self.fault(
                "workbook/day",
                f"看不懂这个日期：“{visible(free_input.text(value))}”",
                "写成 2026-12-31 这样，年、月、日都要有，要真有这一天",
            )
        return found.isoformat() if found else None


def about(book: Book) -> dict[str, str]:
    """School, term, edition and digest that the workbook was made for; nothing where it is none of ours."""
    found: dict[str, str] = {}
    for sheet in book.sheets:
        if (mark := witness.mark(sheet)) is None:
            continue
        row, column = mark
        for number in range(row + 1, row + len(_ABOUT) + 1):
            key, value = (sheet.cells.get((number, column + n)) for n in (0, 1))
            if key and value and key.value in _ABOUT:
                found.setdefault(str(key.value), free_input.text(value.value))
    return found if set(found) == set(_ABOUT) else {}


def read(book: Book, handbook: Handbook, instrument: Instrument) -> Filled:
    """The submission in *book*, whose `about` is known, as answers to *instrument*."""
    filled = Filled(
        roles=role_words(handbook, instrument),
        labels=_labels(instrument),
        since_1904=book.since_1904,
    )
    _rows(book, filled)
    _merged(filled)
    data = filled.data
    data.update(about(book))
    data["filled"] = _filled(filled)
    data["facilities"] = dict(_facilities(filled, instrument))
    data["metrics"] = dict(_metrics(filled, instrument))
    data["periods"] = dict(_periods(filled, instrument))
    if numbers := dict(_numbers(filled, instrument)):
        data["numbers"] = numbers
    data["items"] = dict(_items(filled, instrument))
    _leave_out(filled, instrument)
    return filled


def _leave_out(filled: Filled, instrument: Instrument) -> None:
    """Answers about what the school says it has not: they need not be given, and the sheet says so beside them."""
    data = filled.data
    for name, (label, _) in instrument.facilities.items():
        row = f"{cell_names.FACILITIES}/{name}"
        if data["facilities"].get(name) != 0 or filled.at(row, cell_names.VALUE).unread:
            continue
        items = [i for i in instrument.items if i.facility == name and i.id in data["items"]]
        metrics = [m for m in instrument.metrics if m.facility == name and m.id in data["metrics"]]
        for group, parts in (("items", items), ("metrics", metrics)):
            for part in parts:
                del data[group][part.id]
        said = [item.cite for item in items] + [metric.name for metric in metrics]
        if said:
            listed = "、".join(said[:_LISTED]) + ("等" if len(said) > _LISTED else "")
            filled.fault(
                "checklist/facility",
                f"本校情况里“{label}”填的是没有，有关的 {len(said)} 处不用答，填了的没有算（{listed}）",
                f"真没有“{label}”，不用管；有，就改数量，再交一次",
                filled.rows[row].place(cell_names.VALUE),
                Severity.WARNING,
            )


def _labels(instrument: Instrument) -> dict[str, str]:
    """What each row is called in a letter, which names what people know and not only a cell."""
    labels = {
        f"{cell_names.FACILITIES}/{name}": words
        for name, (words, _) in instrument.facilities.items()
    }
    labels |= {f"{cell_names.METRICS}/{metric.id}": metric.name for metric in instrument.metrics}
    for item in instrument.items:
        labels[f"{cell_names.ITEMS}/{item.id}"] = item.cite
        for kind in (cell_names.PERIODS, cell_names.NUMBERS):
            labels |= {f"{kind}/{point.id}": item.cite for point in item.checkpoints}
    return labels


def _rows(book: Book, filled: Filled) -> None:
    for sheet in book.sheets:
        if (mark := witness.mark(sheet)) is None:
            continue
        top, side = mark
        columns = {
            str(cell.value): column
            for (row, column), cell in sorted(sheet.cells.items())
            if row == top and column != side and isinstance(cell.value, str)
        }
        columns = {key: column for key, column in columns.items() if key in cell_names.KEYS}
        for number in sorted({row for row, _ in sheet.cells if row > top}) if columns else ():
            row = _Row(sheet, number, columns)
            named = sheet.cells.get((number, side))
            name = free_input.text(named.value) if named else ""
            if "/" in name:
                _row(filled, name, row)
            elif cell_names.VALUE not in columns and number > top + 1:  # heads are no answers
                _nameless(filled, row)


def _merged(filled: Filled) -> None:
    """Cells of several rows made one: the first alone keeps its words, and nobody sees that the others are empty."""
    rows = {(row.sheet.name, row.number): name for name, row in filled.rows.items()}
    numbers: dict[str, list[int]] = {}
    for name, number in sorted(rows):
        numbers.setdefault(name, []).append(number)
    for sheet in {row.sheet.name: row.sheet for row in filled.rows.values()}.values():
        for (top, left), (bottom, right) in sheet.merged:
            owner = rows.get((sheet.name, top))
            known = numbers[sheet.name]
            inside = known[bisect_right(known, top) : bisect_right(known, bottom)]
            if owner is None or not inside:
                continue
            below = [rows[sheet.name, n] for n in inside]
            columns = [key for key, n in filled.rows[owner].columns.items() if left <= n <= right]
            for key in columns[:1]:
                span = f"{address(top, left)} 到 {address(bottom, right)}"
                filled.at(owner, key).fault(
                    "workbook/merged",
                    f"{span} 合并成了一格，下面几行算没有填",
                    "取消合并，每一行都写上",
                )
            filled.unread.update((each, key) for each in below for key in columns)


def _row(filled: Filled, name: str, row: _Row) -> None:
    """Take *row* in, unless it says nothing; of two rows with one id the one that says something counts."""
    shown = row.shown()
    before = filled.rows.get(name)
    if before is None or not any(before.shown()):
        filled.rows[name] = row
    elif any(shown) and shown != before.shown():
        filled.fault(
            "workbook/row",
            f"{before.called}和{row.called}答的是同一项（{filled.labels.get(name) or name}），内容不一样",
            "留一行，另一行清空",
            row.place(next(iter(row.columns))),
        )


def _nameless(filled: Filled, row: _Row) -> None:
    """An answer in a row that somebody added."""
    for key, text in zip(row.columns, row.shown(), strict=True):
        if text:
            filled.fault(
                "workbook/row",
                "这一行没有编号，看不出答的是哪一项",
                "把内容移到表里原有的那一行",
                row.place(key),
            )
            return


def _of(filled: Filled, kind: str) -> Iterator[tuple[str, str]]:
    for row in filled.rows:
        group, _, name = row.partition("/")
        if group == kind and name:
            yield row, name


def _filled(filled: Filled) -> str:
    row = cell_names.FILLED
    if row not in filled.rows:
        filled.fault("workbook/day", "找不到填表日期这一行", "请教育局重新发一份表")
        return _NEVER
    slot = filled.at(row, cell_names.VALUE)
    value = slot.value()
    if value is None and not slot.unread:
        slot.fault("workbook/day", "没有写填表日期", "写填完的那一天，例如 2026-12-25")
    return (slot.day(value) if value is not None else None) or _NEVER


def _facilities(filled: Filled, instrument: Instrument) -> Iterator[tuple[str, int]]:
    for row, name in _of(filled, cell_names.FACILITIES):
        slot = filled.at(row, cell_names.VALUE)
        found = slot.number()
        label, kind = instrument.facilities.get(name, (name, FacilityKind.ROOM))
        counted = kind is FacilityKind.ROOM
        if found is None and not slot.unread:
            slot.fault(
                "workbook/facility",
                f"没有填“{label}”",
                "填几间；没有的填 0" if counted else "选“有”或“没有”",
            )
        yield name, found or 0


def _metrics(filled: Filled, instrument: Instrument) -> Iterator[tuple[str, dict[str, int]]]:
    for row, name in _of(filled, cell_names.METRICS):
        slots = [filled.at(row, column) for column in (cell_names.VALUE, cell_names.TOTAL)]
        count, total = (slot.number() for slot in slots)
        unread = {column for found, column in filled.unread if found == row}
        metric = instrument.measured.get(name)
        wanted = metric is None or metric.total is not None
        if unread or (count is None and total is None):
            continue
        if wanted and total == 0:
            slots[1].fault("workbook/number", "总数是 0，没法算", "写上总数；真没有，两格都空着")
        elif wanted and (count is None or total is None):
            slot, missing = (slots[0], "数到的") if count is None else (slots[1], "总数")
            slot.fault(
                "workbook/number", f"只填了一半，没有写{missing}", "补上；没有数过，两格都空着"
            )
        elif count is not None:
            yield name, {"count": count, "total": total} if wanted and total else {"count": count}


def _periods(filled: Filled, instrument: Instrument) -> Iterator[tuple[str, str]]:
    named = {words: name for name, words in instrument.periods.items()}
    for row, name in _of(filled, cell_names.PERIODS):
        slot = filled.at(row, cell_names.VALUE)
        words = slot.text()
        if not words:
            continue
        if found := named.get(words) or (words if words in instrument.periods else None):
            yield name, found
        else:
            _no_choice(slot, words, named)


def _numbers(filled: Filled, instrument: Instrument) -> Iterator[tuple[str, dict[str, Any]]]:
    """What the school has set where the text leaves a number open: a number, and its unit where there are several."""
    known = {p.id: p.number.units for i in instrument.items for p in i.checkpoints if p.number}
    for row, name in _of(filled, cell_names.NUMBERS):
        value = filled.at(row, cell_names.VALUE).number()
        of_unit = filled.at(row, cell_names.UNIT)
        words = of_unit.text()
        units = known.get(name, ())
        named = {instrument.units[unit]: unit for unit in units}
        unit = named.get(words) or (units[0] if len(units) == 1 else None)
        if value is None:
            continue
        if words and words not in named:
            _no_choice(of_unit, words, named)
        elif unit is None and units:
            of_unit.fault("workbook/number", "写了多少，没有选单位", "从下拉里选单位")
        else:
            yield name, {"value": value, "unit": unit or words}


def _no_choice(slot: _Slot, words: str, known: Iterable[str], *, guess: bool = True) -> None:
    """A word that is none of *known*. A verdict is never guessed: “基本达标” would be helped to “达标”."""
    known = list(known)
    few = 8
    listed = "从下拉的几项里选" + (f"：{'、'.join(known)}" if len(known) <= few else "")
    repair = meant(words, known, listed) if guess else listed
    slot.fault("workbook/choice", f"没有“{visible(words)}”这一项", repair)


# ---------- the answers ----------


def role_words(handbook: Handbook, instrument: Instrument) -> dict[str, str]:
    """Every way to name a role of the instrument; where two share a word, its own name counts."""
    known = [role for role in (handbook.roles or {}).values() if role.id in instrument.roles]
    words = {name: role.id for role in known for name in (role.id, *sorted(role.names))}
    return {**words, **{name: role for role, name in instrument.roles.items()}}


def _items(filled: Filled, instrument: Instrument) -> Iterator[tuple[str, dict[str, Any]]]:
    for row, name in _of(filled, cell_names.ITEMS):
        slot = filled.at(row, "status")
        words = "".join(slot.text().split())
        status = cell_names.STATUSES.get(words)
        if words and status is None:
            _no_choice(slot, words, cell_names.STATUSES, guess=False)
        if status is None and slot.unread:
            status = AnswerStatus.UNKNOWN
        if status is not None:
            yield name, _answer(filled, row, status, instrument)


def _answer(
    filled: Filled, row: str, status: AnswerStatus, instrument: Instrument
) -> dict[str, Any]:
    item = instrument.by_id.get(row.partition("/")[2])
    answer: dict[str, Any] = {"status": status.value}
    if said := filled.at(row, "said").text():
        answer["reason" if status is AnswerStatus.NOT_APPLICABLE else "problem"] = said
    if item is not None and (points := _ordinals(filled.at(row, "failed"), len(item.checkpoints))):
        answer["failed"] = sorted(item.checkpoints[n - 1].id for n in points)
    count = filled.data["facilities"].get(item.facility, 0) if item is not None else 0
    if rooms := _ordinals(filled.at(row, "rooms"), count, limited=False):
        answer["rooms"] = list(rooms)
    if plan := _plan(filled, row):
        answer["rectification"] = plan
    if proofs := _proofs(filled, row, _records(item, instrument)):
        answer["evidence"] = _with_days(filled, row, proofs)
    if suggestion := filled.at(row, "suggestion").text():
        answer["suggestion"] = suggestion
    return answer


def _ordinals(slot: _Slot, most: int, *, limited: bool = True) -> tuple[int, ...]:
    value = slot.value()
    if value is None:
        return ()
    found = free_input.ordinals(value, most)
    if found is None:
        slot.fault(
            "workbook/ordinals",
            f"看不懂：“{visible(free_input.text(value))}”",
            "写序号，几个之间用顿号隔开，例如 2、5",
        )
        return ()
    if not found:  # all of none
        return ()
    if found[0] < 1 or (limited and found[-1] > most):
        wrong = found[0] if found[0] < 1 else found[-1]
        slot.fault(
            "workbook/ordinals",
            f"写了 {wrong}，这一项只有 {most} 点" if limited and wrong else "序号从 1 数起",
            "这一项只有一点，不用写，空着" if most == 1 else f"写 1 到 {most} 的序号",
        )
        return ()
    return found


def _plan(filled: Filled, row: str) -> dict[str, Any]:
    """The rectification, if it is whole; what is missing of it is said at its own cell."""
    given = {column: filled.at(row, column).value() for column in _PLAN}
    if all(given[column] is None for column in _PARTS):
        return {}
    plan: dict[str, Any] = {
        "needs_bureau": _needs(filled.at(row, "needs_bureau"), given["needs_bureau"])
    }
    for column, (missing, understood) in _PARTS.items():
        value, slot = given[column], filled.at(row, column)
        if value is not None:
            plan[column] = understood(slot, value)
        elif not slot.unread:
            slot.fault(
                "workbook/plan",
                f"写了整改，没有写{missing}",
                f"补上{missing}；不用整改的，几格都空着",
            )
    return plan if all(plan.get(column) for column in _PARTS) else {}


def _role(slot: _Slot, value: free_input.Typed) -> str | None:
    roles = slot.filled.roles
    words = free_input.text(value)
    if words not in roles:  # what stands there may be a person's name: it is not repeated
        repair = meant(words, roles, "从下拉的岗位里选")
        slot.fault("workbook/choice", "责任岗位要从列出的岗位里选，不写人名", repair)
    return roles.get(words)


def _needs(slot: _Slot, value: free_input.Typed | None) -> bool:
    words = "" if value is None else free_input.text(value)
    if words and words not in _YES | _NO:
        _no_choice(slot, words, (cell_names.YES, cell_names.NO))
    return words in _YES


_PARTS: dict[str, tuple[str, Callable[[_Slot, free_input.Typed], str | None]]] = {
    "measure": ("措施", lambda _, value: free_input.text(value)),
    "due": ("期限", _Slot.day),
    "role": ("责任岗位", _role),
}


def _records(item: Item | None, instrument: Instrument) -> str:
    """What the records are called that a clause demands: the name of a material that has none."""
    points = item.checkpoints if item else ()
    names = dict.fromkeys(instrument.records[each] for point in points for each in point.records)
    return "、".join(names)[:_MOST_TITLE]


def _proofs(filled: Filled, row: str, called: str) -> list[dict[str, str]]:
    what, where = (filled.at(row, column) for column in _PROOF)
    titles, places = _lines(what.text()), _lines(where.text())
    if titles and not places:
        if not where.unread:
            where.fault("workbook/proof", "写了材料，没有写放在哪里", "写上存放的地方，例如 档案柜")
        return []
    if places and not titles and called:
        return [{"title": called, "filed": place} for place in places]
    if places and not titles:
        if not what.unread:
            what.fault("workbook/proof", "写了存放的地方，没有写是什么材料", "写上材料的名称")
        return []
    if len(places) == 1:
        places *= len(titles)
    if len(places) != len(titles):
        where.fault(
            "workbook/proof",
            f"材料有 {len(titles)} 份，存放的地方有 {len(places)} 处，对不上",
            "一份材料一行，存放处也一行一个；都放在一处的，写一次就行",
        )
        return []
    return [{"title": title, "filed": filed} for title, filed in zip(titles, places, strict=True)]


def _with_days(filled: Filled, row: str, proofs: list[dict[str, str]]) -> list[dict[str, str]]:
    """*proofs* with the days they are of, where those are told: one for each, or one for all."""
    slot = filled.at(row, "day")
    value = slot.value()
    if value is None or not proofs:
        return proofs
    given: list[free_input.Typed] = (
        [*_lines(free_input.text(value))] if isinstance(value, str) else [value]
    )
    if len(given) == 1:
        given *= len(proofs)
    if len(given) != len(proofs):
        slot.fault(
            "workbook/proof",
            f"材料有 {len(proofs)} 份，日期有 {len(given)} 个，对不上",
            "一份材料一行，日期也一行一个，不知道的一行写“-”；都是一天的，写一次就行",
        )
        return proofs
    days = [None if each in _NO_DAY else slot.day(each) for each in given]
    dated = zip(proofs, days, strict=True)
    return [{**proof, "day": day} if day else proof for proof, day in dated]


def _lines(text: str) -> list[str]:
    parts = (part.strip(" \u3000") for part in re.split("[\n；]", text))
    return [part for part in parts if part]


# ---------- what is said of it ----------


def faults_of(filled: Filled, broken: Iterable[Problem], instrument: Instrument) -> list[Fault]:
    """Everything wrong with a workbook, each once: what could not be read hides what would follow from it."""
    found = list(filled.faults)
    hidden = {(row, _TOGETHER.get(column, column)) for row, column in filled.unread}
    for problem in broken:
        row, column = _cell_of(problem, instrument, filled)
        with_it = {"status", _TOGETHER.get(column, column), cell_names.TOTAL}
        if not hidden.isdisjoint((row, each) for each in with_it):
            continue
        if problem.code == "checklist/unknown" and any(c == "status" for _, c in hidden):
            continue
        where = filled.rows[row].place(column) if row in filled.rows else ""
        words = _plain(problem.message, instrument, row)
        repair = _plain(problem.ask or problem.repair, instrument, row)
        found.append(
            Fault(words, repair, code=problem.code, place=where, severity=problem.severity)
        )
    return found


def _cell_of(broken: Problem, instrument: Instrument, filled: Filled) -> tuple[str, str]:
    """Row and column that a rule is broken at."""
    pointer: Pointer = broken.pointer
    if len(pointer) < 2:  # noqa: PLR2004  the document itself
        return (cell_names.FILLED if pointer == ("filled",) else "", cell_names.VALUE)
    row = f"{pointer[0]}/{pointer[1]}"
    if pointer[0] != cell_names.ITEMS:
        return row, cell_names.TOTAL if pointer[-1] in {"total", "unit"} else cell_names.VALUE
    if broken.code == "checklist/period":
        unset = [
            point
            for point in instrument.by_id[str(pointer[1])].checkpoints
            if point.period and point.id not in filled.data["periods"]
        ]
        return f"{cell_names.PERIODS}/{unset[0].id}", cell_names.VALUE
    keys = [str(step) for step in pointer[2:] if isinstance(step, str)]
    key = keys[-1] if keys else _COLUMN_OF_CODE.get(broken.code, "status")
    key = "measure" if key == "rectification" else _COLUMN_OF_KEY.get(key, key)
    return row, key if key in cell_names.COLUMNS else "status"


_KEY = re.compile(r"“[a-z_]+”（([^）]{1,20})）")


def _plain(text: str, instrument: Instrument, row: str) -> str:
    """*text* for those who see sheets: points by their numbers, no keys."""
    item = instrument.by_id.get(row.partition("/")[2])
    for number, point in reversed(list(enumerate(item.checkpoints if item else (), 1))):
        text = text.replace(point.id, f"第 {number} 点")
    return _KEY.sub(r"“\1”", text.replace("勾出", "写明"))
