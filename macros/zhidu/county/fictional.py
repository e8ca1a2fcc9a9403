"""A county that there is none of: fictional schools, two terms, the bureau's inspections, so that every page can be seen full.

Everything follows from the instrument and from hashes of names, so it fits whatever the policies ask, and the same
policies give the same bytes. Names say that they are fictional. It is never written where real data lies.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from zhidu.assessment.instrument import Instrument, Item, Metric, derive
from zhidu.assessment.submission import AnswerStatus, Checklist, canonical
from zhidu.assessment.verdict.answer_facts import Context, inapplicable, reached, score
from zhidu.county.inspection import Inspection
from zhidu.county.ledger import State, ledger
from zhidu.county.sample import draw
from zhidu.county.statements import Statement
from zhidu.handbook.book import Handbook
from zhidu.reading.documents import REGISTERS, REVIEWS, modeline
from zhidu.reading.model import (
    FacilityKind,
    Holiday,
    Operator,
    School,
    SchoolTerm,
    Workday,
    structure,
)
from zhidu.reading.text.numerals import ordinal

_SCHOOLS = 12
DRAWN, LOOKED_AT = 5, 12
# schools of the first kind; the kinds share the rest, the last but one has a single school
_WIDE = 6
_IMPROVED = 0.5  # of what went wrong, how much still does a term later
_HELP, _SUGGEST, _UNKNOWN = 0.15, 0.02, 0.012
_ROOMS = 3
_OWN = {"%": 90, "lesson": 16, "minute": 30}  # what schools set where the text leaves a number open
_MADE_UP = "虚构的校历"
_SATURDAY = 5
_LATE = 14  # days after the end of the last term: the day of the demo


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """The files of a fictional `checklists/` folder by path, and the day from which it looks at them."""

    files: dict[str, str]
    as_of: date


def demo(handbook: Handbook, schools: int = _SCHOOLS) -> Demo:
    """The fictional county of so many *schools* for the policies of *handbook*."""
    there = tuple(_schools(handbook, schools))
    terms = tuple(_terms(handbook))
    instrument = derive(replace(handbook, as_of=max(handbook.as_of, _ends(terms[-1]))))
    order = {item.id: number for number, item in enumerate(instrument.items)}
    files = {
        "schools.yaml": _register("schools", [_school(school) for school in there]),
        "terms.yaml": _register("terms", [_term(term) for term in terms]),
    }
    told: list[Statement] = []
    for number, term in enumerate(terms):
        current = [
            _statement(instrument, term, school, told)
            for place, school in enumerate(there)
            if place != len(there) - 1 - number  # one school a term is late
        ]
        inspected = [*_inspected(current, told, term)]
        for statement, data in inspected:
            files[f"{term.id}/{statement.school}.yaml"] = canonical(statement.data, order)
            if data is not None:
                files[f"{REVIEWS}/{term.id}/{statement.school}.yaml"] = canonical(data, order)
        told += [statement for statement, _ in inspected]
    return Demo(files=files, as_of=_ends(terms[-1]) + timedelta(days=_LATE))


def _ends(term: SchoolTerm) -> date:
    return term.ends or date.max


def _lot(*names: object) -> float:
    """A number from 0 to 1 that belongs to *names*."""
    raw = hashlib.sha256(" ".join(map(str, names)).encode()).digest()
    return int.from_bytes(raw[:6], "big") / 2**48


def _pick(words: Sequence[str], *names: object) -> str:
    return words[int(_lot(*names) * len(words))]


def _schools(handbook: Handbook, count: int) -> Iterator[School]:
    """Fictional schools: some of every kind, one kind with a single school, as counties are."""
    kinds = [*(handbook.institutions or {}).values()]
    counts = [0] * len(kinds)
    for number in range(count):
        place = 0 if number < _WIDE else (1 if number == _WIDE else 2 + number % max(1, len(kinds)))
        kind = kinds[min(place, len(kinds) - 1)]
        counts[kinds.index(kind)] += 1
        nth = ordinal(counts[kinds.index(kind)])
        yield School(
            id=f"fictional-{number + 1:02}",
            name=f"虚构第{nth}{kind.name}",
            institution=kind.id,
        )


def _terms(handbook: Handbook) -> Iterator[SchoolTerm]:
    """The two terms of the first school year that is registered, with made-up days."""
    first = next(iter(handbook.school_terms or {}), "")
    year = int(first[:4]) if first else handbook.as_of.year
    for half, name, *days in (
        (1, "一", (0, 9, 1), (0, 10, 1), (0, 10, 7), (1, 1, 15)),
        (2, "二", (1, 3, 1), (1, 5, 1), (1, 5, 5), (1, 7, 10)),
    ):
        starts, free, back, ends = (date(year + later, *day) for later, *day in days)
        saturday = back + timedelta(days=(_SATURDAY - back.weekday()) % 7 or 7)  # the next one
        yield SchoolTerm(
            id=f"{year}-{year + 1}-{half}",
            name=f"{year}—{year + 1}学年第{name}学期（演示）",
            starts=starts,
            ends=ends,
            source=_MADE_UP,
            holidays=(Holiday(name="演示假期", from_=free, to=back, source=_MADE_UP),),
            workdays=(Workday(date=saturday, source=_MADE_UP),),
        )


def _register(name: str, rows: list[str]) -> str:
    lines = [modeline(REGISTERS[name]), "# 演示数据：学校和日期都是虚构的。", f"{name}:", *rows]
    return "\n".join(lines) + "\n"


def _school(school: School) -> str:
    return f"  - {{id: {school.id}, name: {school.name}, institution: {school.institution}}}"


def _term(term: SchoolTerm) -> str:
    holidays = ", ".join(
        f"{{name: {each.name}, from: {each.from_}, to: {each.to}, source: {each.source}}}"
        for each in term.holidays or ()
    )
    workdays = ", ".join(
        f"{{date: {each.date}, source: {each.source}}}" for each in term.workdays or ()
    )
    return f"""\
  - id: {term.id}
    name: {term.name}
    starts: {term.starts}
    ends: {term.ends}
    source: {term.source}
    holidays: [{holidays}]
    workdays: [{workdays}]"""


# ---------- what a school says ----------


def _weakness(school: str) -> float:
    """How much goes wrong at a school: from hardly anything to a good deal."""
    return 0.02 + 0.12 * _lot("weakness", school) ** 2


def _statement(
    instrument: Instrument, term: SchoolTerm, school: School, before: Sequence[Statement]
) -> Statement:
    """What *school* says in *term*, knowing what it said *before*."""
    context = Context(instrument, term, school.institution)
    filled = _ends(term) - timedelta(days=10 + int(10 * _lot("filled", school.id, term.id)))
    still = {
        entry.item
        for entry in ledger([s for s in before if s.school == school.id], filled)
        if entry.state is not State.CLOSED
    }
    share = _weakness(school.id) * (_IMPROVED if before else 1)
    data: dict[str, Any] = {
        "school": school.id,
        "term": term.id,
        "edition": instrument.edition,
        "instrument": instrument.digest,
        "filled": filled.isoformat(),
        "facilities": {
            name: _facility(school.id, name, kind)
            for name, (_, kind) in instrument.facilities.items()
        },
        "items": {},
        "metrics": {},
        "periods": {
            point.id: _pick(tuple(instrument.periods), school.id, point.id)
            for item in instrument.items
            for point in item.checkpoints
            if point.period
        },
        "numbers": {
            point.id: {"value": _OWN.get(unit, 2), "unit": unit}
            for item in instrument.items
            for point in item.checkpoints
            if point.number
            for unit in [_pick(point.number.units, school.id, point.id)]
        },
    }
    if not data["numbers"]:
        del data["numbers"]
    for metric in instrument.metrics:
        if not inapplicable(context, data, metric):
            short = _lot("short", school.id, term.id, metric.id) < 2 * share
            data["metrics"][metric.id] = _measured(metric, school.id, term.id, short=short)
    for item in instrument.items:
        if not inapplicable(context, data, item):
            data["items"][item.id] = _answer(context, data, item, share, still=item.id in still)
    data["score"] = score(context, data)
    return Statement(checklist=structure(Checklist, data), data=data, context=context)


def _facility(school: str, name: str, kind: FacilityKind) -> int:
    there = _lot("facility", school, name)
    if kind is not FacilityKind.ROOM:
        return int(there < 0.8)  # noqa: PLR2004  most have it
    return 0 if there < 0.25 else 1 + int(_lot("rooms", school, name) * _ROOMS)  # noqa: PLR2004


def _measured(metric: Metric, school: str, term: str, *, short: bool) -> dict[str, Any]:
    """Counts that reach what is demanded, or fall a little *short*."""
    total = 20 + int(60 * _lot("total", school, metric.id))
    wanted = metric.value * total / 100 if metric.percent and metric.total else metric.value
    if metric.total is not None and not metric.percent:
        wanted = metric.value * total
    room = total - wanted if metric.percent and metric.total is not None else wanted / 2
    more = int(max(0.0, room) * _lot("more", school, term, metric.id))
    count = -int(-wanted // 1) + (more if metric.op is Operator.AT_LEAST else 0)
    if short:
        step = max(1, int(count * 0.15))
        count = count + step if metric.op is Operator.AT_MOST else max(0, count - step)
    measured: dict[str, Any] = {"count": count}
    if metric.total is not None:
        measured["total"] = total
    return measured


PROBLEMS = ("有时没有做到", "本学期有几周没有做到", "做了，没有记录", "还没有安排人做")
MEASURES = ("排出值班表，每周检查一次", "指定责任岗位，列入周工作安排", "补做并登记，按月检查")
NEEDED = ("申请经费和设备", "请教育局组织一次培训")
SUGGESTIONS = (
    "写明由谁检查、多久检查一次",
    "写明没有条件的学校怎样做",
    "与相近的一条合并",
    "附一张样表",
)


def _answer(
    context: Context, data: dict[str, Any], item: Item, share: float, *, still: bool
) -> dict[str, Any]:
    """The answer to one item; what was wrong before and is *still* open mostly gets done."""
    school, term = data["school"], data["term"]
    seed = (school, term, item.id)
    failed = [point.id for point in item.checkpoints if _short(context, data, point.metric)]
    chance = 0.45 if still else share
    more = [
        point.id
        for point in item.checkpoints
        if point.id not in failed and not point.metric and _lot("fails", *seed, point.id) < chance
    ]
    failed += more[:1]
    answer: dict[str, Any] = {"status": "met"}
    points = [point for point in item.checkpoints if point.id not in failed]
    if failed:
        answer = _problem(context, data, item, [p.id for p in item.checkpoints if p.id in failed])
    elif item.metrics:
        pass
    elif _lot("unknown", *seed) < _UNKNOWN:
        answer = {"status": "unknown"}
    elif not item.facility and _lot("none", *seed) < _UNKNOWN:
        answer = {"status": "not-applicable", "reason": "本学期没有这项工作"}
    records = [record for point in points for record in point.records]
    if records and answer["status"] in {"met", "partial"}:
        name = context.instrument.records[records[0]]
        answer["evidence"] = [{"title": name, "filed": "档案柜（演示）"}]
    if _lot("suggests", *seed) < _SUGGEST:
        answer["suggestion"] = _pick(SUGGESTIONS, "suggestion", *seed)
    return answer


def _short(context: Context, data: dict[str, Any], name: str | None) -> bool:
    metric = context.instrument.measured.get(name or "")
    measured = data["metrics"].get(name)
    return metric is not None and measured is not None and not reached(metric, measured)


def _problem(
    context: Context, data: dict[str, Any], item: Item, failed: list[str]
) -> dict[str, Any]:
    seed = (data["school"], data["term"], item.id)
    whole = len(failed) == len(item.checkpoints)
    answer: dict[str, Any] = {"status": "not-met" if whole else "partial"}
    if not whole:
        answer["failed"] = failed
    rooms = data["facilities"].get(item.facility, 0)
    kind = context.instrument.facilities.get(item.facility or "")
    if not whole and kind and kind[1] is FacilityKind.ROOM and rooms > 1:
        answer["rooms"] = [rooms]
    point = next(point for point in item.checkpoints if point.id == failed[0])
    answer["problem"] = f"{point.summary}：{_pick(PROBLEMS, 'problem', *seed)}"
    filled = date.fromisoformat(data["filled"])
    left = (_ends(context.term) - filled).days if context.term else 1
    due = filled + timedelta(days=1 + int((left - 1) * _lot("due", *seed)))
    answer["rectification"] = _rectification(context, item, point.id, due, seed)
    return answer


def _rectification(
    context: Context, item: Item, point: str, due: date, seed: tuple[str, ...]
) -> dict[str, Any]:
    roles = [role for p in item.checkpoints if p.id == point for role in p.roles]
    known = [role for role in roles if role in context.instrument.roles]
    helped = _lot("helped", *seed) < _HELP
    return {
        "measure": _pick(NEEDED if helped else MEASURES, "measure", *seed),
        "due": due.isoformat(),
        "role": (known or list(context.instrument.roles))[0],
        "needs_bureau": helped,
    }


# ---------- what the bureau finds ----------


def _inspected(
    statements: list[Statement], before: Sequence[Statement], term: SchoolTerm
) -> Iterator[tuple[Statement, dict[str, Any] | None]]:
    """Each statement with its inspection: the schools drawn are looked at, and what others put right is closed."""
    drawn = {d.statement.school: d.items for d in draw(statements, DRAWN, LOOKED_AT).drawn}
    checked = _ends(term) - timedelta(days=2)
    for statement in statements:
        data: dict[str, Any] = {
            "school": statement.school,
            "term": term.id,
            "receipt": statement.receipt,
            "checked": checked.isoformat(),
            "items": {
                item.id: _verified(statement, item, checked)
                for item in drawn.get(statement.school, ())
            },
        }
        if closed := _closed(statement, before, checked):
            data["closed"] = closed
        if not data["items"] and not closed:
            yield statement, None
            continue
        yield replace(statement, inspection=structure(Inspection, data)), data


def _verified(statement: Statement, item: Item, checked: date) -> dict[str, Any]:
    """What is found where a claim is looked at: mostly what was claimed."""
    seed = ("inspected", statement.school, statement.term, item.id)
    status = statement.checklist.items[item.id].status
    method = item.checkpoints[0].method
    agreed = _lot(*seed) < 1 - 4 * _weakness(statement.school)
    if agreed or status is not AnswerStatus.MET:
        return {"status": status.value, "method": method}
    point = item.checkpoints[0]
    due = checked + timedelta(days=30)
    return {
        "status": "partial" if len(item.checkpoints) > 1 else "not-met",
        "method": method,
        "note": "记录与现场不一致（演示）",
        "problem": f"{point.summary}：{_pick(PROBLEMS, 'problem', *seed)}",
        "rectification": _rectification(statement.context, item, point.id, due, seed),
    }


def _closed(statement: Statement, before: Sequence[Statement], checked: date) -> dict[str, Any]:
    """What is closed: most of what is due, and most of what the school says is done."""
    theirs = [s for s in before if s.school == statement.school]
    closed: dict[str, Any] = {}
    for entry in ledger([*theirs, statement], checked):
        due = entry.rectification.due if entry.rectification else checked
        done = entry.state is State.REPORTED or due <= checked
        if entry.state is State.CLOSED or not done or _lot("closed", entry.id) >= 0.85:  # noqa: PLR2004
            continue
        closed[entry.id] = {
            "closed": checked.isoformat(),
            "method": "observe",
            "note": "看过现场和记录（演示）",
        }
    return closed
