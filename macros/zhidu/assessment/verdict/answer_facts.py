"""What the table of rules looks at: flat facts about each part of a submission. checklist-rules.js does the same.

A fact is a text, a number, true or false; what is not there is None. Lists become texts.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from zhidu.assessment.instrument import Group, Instrument, Item, Law, Metric
from zhidu.assessment.submission import AnswerStatus, plain_number
from zhidu.assessment.verdict.expiry import expired
from zhidu.assessment.verdict.rule_table import Fact, Facts, Rule, left
from zhidu.reading.findings import visible
from zhidu.reading.model import FacilityKind, Operator, SchoolTerm

JUDGED = frozenset({"met", "partial", "not-met"})
MOST_KEPT = 10_000
LISTED = 5  # clauses that one message names
LEFTOVERS = (
    ("problem", "问题"),
    ("rectification", "整改"),
    ("failed", "没做到的检查点"),
    ("rooms", "哪几间"),
)


@dataclass(frozen=True, slots=True)
class Context:
    """What is known besides the submission itself; None where it is not."""

    instrument: Instrument
    term: SchoolTerm | None = None
    institution: str | None = None


def inapplicable(context: Context, data: Mapping[str, Any], part: Item | Metric) -> str:
    """Why *part* does not apply to the school: `facility`, `institution`, or nothing where it applies."""
    if part.facility and not data["facilities"].get(part.facility, 0):
        return "facility"
    known = context.institution is not None and part.institutions
    if known and context.institution not in part.institutions:
        return "institution"
    return ""


def result(metric: Metric, measured: Mapping[str, Any]) -> float | None:
    """What the counts come to, rounded half up to one decimal; None where there is no total to divide by."""
    count, total = measured["count"], measured.get("total")
    if metric.total is None or not total:
        return None
    factor = 1000 if metric.percent else 10
    tenths = (2 * factor * int(count) + int(total)) // (2 * int(total))
    return tenths / 10


def unlawful(metric: Metric, measured: Mapping[str, Any]) -> tuple[Law, ...]:
    """What the law asks of the counts, and they do not reach."""
    return tuple(law for law in metric.law if not reached(metric, measured, law))


def reached(metric: Metric, measured: Mapping[str, Any], demand: Law | None = None) -> bool:
    """Whether the counts reach what is demanded, of the metric itself or by *demand*, without any rounding."""
    wanted = demand or metric
    have = measured["count"] * (100 if metric.total and metric.percent else 1)
    want = wanted.value * (measured.get("total") or 1)
    if wanted.op is Operator.AT_LEAST:
        return bool(have >= want)
    return bool(have <= want) if wanted.op is Operator.AT_MOST else bool(have == want)


def valid(metric: Metric, measured: Mapping[str, Any] | None) -> bool:
    """Whether there is a count that can be judged."""
    if measured is None or (metric.total is not None and "total" not in measured):
        return False
    bounded = metric.total is not None and metric.percent
    return not (bounded and measured["count"] > measured["total"])


def score(context: Context, data: Mapping[str, Any]) -> float | None:
    """The published rule: met 1, partial a half, not met and unknown 0; over all that applies; times 100."""
    points: list[int] = []
    items = data["items"]
    for item in context.instrument.items:
        status = items.get(item.id, {}).get("status")
        if status == "not-applicable" or inapplicable(context, data, item):
            continue
        points.append(POINTS.get(status, 0))
    return rate(points)


POINTS: Mapping[str | None, int] = {"met": 2, "partial": 1}
"""What an answer gives, in halves of a point; all others give none."""


def rate(points: Sequence[int]) -> float | None:
    """Halves of points, of a hundred, rounded half up to one decimal; None where nothing applies."""
    whole = 2 * len(points)
    return ((2000 * sum(points) + whole) // (2 * whole)) / 10 if whole else None


def of_document(context: Context, data: Mapping[str, Any]) -> Facts:
    """Facts about the whole."""
    term = context.term
    return {
        "filled": data["filled"],
        "starts": term.starts.isoformat() if term and term.starts else None,
        "ends": term.ends.isoformat() if term and term.ends else None,
        "score": plain_number(data.get("score")),
        "computed": plain_number(score(context, data)) if "score" in data else None,
    }


def of_facilities(context: Context, data: Mapping[str, Any]) -> Iterator[Facts]:
    """Facts about each facility that the school has not."""
    instrument = context.instrument
    for name, (label, _) in instrument.facilities.items():
        if data["facilities"].get(name, 0):
            continue
        items = data["items"]
        claims = [
            item.cite
            for item in instrument.items
            if item.facility == name and items.get(item.id, {}).get("status") in JUDGED
        ]
        claims += [
            m.name for m in instrument.metrics if m.facility == name and m.id in data["metrics"]
        ]
        yield {
            "id": name,
            "name": label,
            "rooms": 0,
            "claimed": len(claims),
            "claims": listed(claims),
        }


def listed(words: Iterable[str]) -> str:
    """The first of *words* in a row."""
    words = list(words)
    more = "等" if len(words) > LISTED else ""
    return "、".join(words[:LISTED]) + more


def of_groups(context: Context, data: Mapping[str, Any]) -> Iterator[Facts]:
    """Facts about each attachment: which of its items have no answer."""
    items = data["items"]
    for group in context.instrument.groups:
        missing: list[Item] = []
        unknown: list[Item] = []
        for item in context.instrument.of_group[group.id]:
            answer = items.get(item.id)
            if answer is not None and answer["status"] != "unknown":
                continue
            if not inapplicable(context, data, item):
                (missing if answer is None else unknown).append(item)
        if missing or unknown:
            yield _of_group(group, missing, unknown)


def _of_group(group: Group, missing: list[Item], unknown: list[Item]) -> Facts:
    return {
        "label": group.label,
        "missing": len(missing),
        "missing_words": listed([item.heading for item in missing]),
        "first_missing": missing[0].id if missing else None,
        "unknown": len(unknown),
        "unknown_words": listed([item.heading for item in unknown]),
        "first_unknown": unknown[0].id if unknown else None,
    }


def of_metrics(context: Context, data: Mapping[str, Any]) -> Iterator[Facts]:
    """Facts about each metric that applies."""
    for metric in context.instrument.metrics:
        if inapplicable(context, data, metric):
            continue
        measured = data["metrics"].get(metric.id)
        users = [
            item.where
            for item in context.instrument.users[metric.id]
            if data["items"].get(item.id, {}).get("status") in JUDGED
            and not inapplicable(context, data, item)
        ]
        total = measured.get("total") if measured else None
        yield {
            "id": metric.id,
            "name": metric.name,
            "where": users[0] if users else None,
            "used": bool(users),
            "count": measured["count"] if measured else None,
            "total": total,
            "rate": plain_number(measured.get("rate")) if measured else None,
            "result": plain_number(result(metric, measured)) if measured else None,
            "bounded": metric.total is not None and metric.percent,
            "count_words": metric.count,
            "total_words": metric.total,
        }


@dataclass(frozen=True, slots=True)
class Answered:
    """An item that has an answer; facts about it are reckoned when they are asked for: most never are."""

    context: Context
    data: Mapping[str, Any]
    item: Item
    answer: Mapping[str, Any]
    inapplicable: str

    def __getitem__(self, name: str) -> Fact:
        """What is said of *name*."""
        return OF_ITEM[name](self)

    @property
    def failed(self) -> list[str]:
        """Checkpoints that are said not to be reached."""
        found: list[str] = self.answer.get("failed", [])
        return found

    def rectification(self, key: str) -> Fact:
        """What is said under *key* of the rectification."""
        found: Fact = self.answer.get("rectification", {}).get(key)
        return found

    @property
    def facility(self) -> tuple[str, FacilityKind] | None:
        """What the item is about, where it is about a facility."""
        return self.context.instrument.facilities.get(self.item.facility or "")


def of_item(context: Context, data: Mapping[str, Any], item: Item) -> Answered | None:
    """Facts about an item that has an answer; None where the form of the school settles it."""
    why = inapplicable(context, data, item)
    return None if why == "facility" else Answered(context, data, item, data["items"][item.id], why)


_PART = {
    "reason": "reason",
    "problem": "problem",
    "measure": "rectification",
    "due": "rectification",
    "failed": "failed",
    "foreign": "failed",
    "overclaimed": "failed",
    "rooms": "rooms",
    "highest": "rooms",
    "expired": "evidence",
    "ahead": "evidence",
}
"""The part of an answer that a fact is taken from: where it is not there, neither is the fact."""


_TEXTS = ("reason", "problem", "measure")  # rules only ask whether they are there


def rules(instrument: Instrument, item: Item, answer: Mapping[str, Any]) -> tuple[Rule, ...]:
    """The rules that *answer* to *item* can break: for most answers there are none."""
    key = (item.id, answer["status"], *answer)
    found: tuple[Rule, ...] | None = instrument.kept.get(key)
    if found is None:
        # nobody may fill the memory with ever new orders of parts
        if len(instrument.kept) > MOST_KEPT:
            instrument.kept.clear()
        found = instrument.kept[key] = _left(tuple(_known(item, answer).items()))
    return found


@cache
def _left(known: tuple[tuple[str, Fact], ...]) -> tuple[Rule, ...]:
    """The rules on items that leave something to ask: the same for most items, because they are alike."""
    return left("item", dict(known), OF_ITEM.__getitem__)


def _known(item: Item, answer: Mapping[str, Any]) -> dict[str, Fact]:
    """Facts that follow from the item, the status and which parts the answer has, whatever else the school says.

    Of the texts that are there, which the schema does not let be empty, it is only said that they are.
    """
    found: dict[str, Fact] = {name: None for name, part in _PART.items() if part not in answer}
    found |= {name: True for name in _TEXTS if name not in found}
    found["status"] = answer["status"]
    if not item.facility:
        found["facility"] = found["room_count"] = None
    if not item.institutions:
        found["inapplicable"] = None
    if not item.metrics:
        found |= dict.fromkeys(("shortfall", "short_points", "overclaimed", "unlawful"))
    if "evidence" in answer or not any(point.records for point in item.checkpoints):
        found["undocumented"] = None
    if not any(point.period for point in item.checkpoints):
        found["unset"] = None
    if not any(key in answer for key, _ in LEFTOVERS):
        found["leftover"] = None
    return found


def _institutions(of: Answered) -> str:
    names = of.context.instrument.institutions
    return "、".join(names.get(kind, kind) for kind in of.item.institutions)


def _leftover(of: Answered) -> str:
    return "、".join(words for key, words in LEFTOVERS if key in of.answer)


def _foreign(of: Answered) -> str:
    own = {point.id for point in of.item.checkpoints}
    return "、".join(visible(point) for point in of.failed if point not in own)


def _room_count(of: Answered) -> int | None:
    facility = of.facility
    if facility is None or facility[1] is not FacilityKind.ROOM:
        return None
    count: int = of.data["facilities"].get(of.item.facility, 0)
    return count


def _ends(of: Answered) -> str | None:
    term = of.context.term
    return term.ends.isoformat() if term and term.ends else None


def _undocumented(of: Answered) -> str | None:
    """Which records the text demands of what was done, where no evidence is named."""
    if "evidence" in of.answer:
        return None
    names = of.context.instrument.records
    wanted = [
        names.get(record, record)
        for point in of.item.checkpoints
        if point.records and point.id not in of.failed
        for record in point.records
    ]
    return "、".join(dict.fromkeys(wanted))


def _dated(of: Answered) -> Iterator[tuple[int, date]]:
    """The materials that say of which day they are: number and day."""
    for number, proof in enumerate(of.answer.get("evidence", ()), 1):
        day = _real(proof.get("day", ""))
        if day is not None:
            yield number, day


def _real(day: str) -> date | None:
    """*day*, which has the form of one, where there is such a day: of the year 0 there is none."""
    try:
        return date.fromisoformat(day)
    except ValueError:
        return None


def _ahead(of: Answered) -> str:
    """Which materials are of a day to come."""
    filled = _real(of.data["filled"])
    return "、".join(f"第 {n} 份（{day}）" for n, day in _dated(of) if filled and day > filled)


def _expired(of: Answered) -> str:
    """Which materials are older than every rhythm of the clause allows: the text's, or the school's own.

    Where there is none, or the school has not set its own yet, nothing is known.
    """
    periods = of.data["periods"]
    kinds = [
        periods.get(point.id) if point.period else point.rhythm
        for point in of.item.checkpoints
        if point.period or point.rhythm
    ]
    filled = _real(of.data["filled"])
    names = of.context.instrument.periods
    often = "、".join(dict.fromkeys(names.get(kind or "", "") for kind in kinds))
    return "；".join(
        f"第 {n} 份是 {day} 的，要求{often}"
        for n, day in _dated(of)
        if filled and expired(kinds, day, filled, of.context.term)
    )


def _unset(of: Answered) -> str:
    periods = of.data["periods"]
    return "、".join(p.id for p in of.item.checkpoints if p.period and p.id not in periods)


def _measured(of: Answered) -> Iterator[tuple[str, Metric, Mapping[str, Any], bool]]:
    """Checkpoints with a number that can be judged: id, metric, what was measured, whether it is reached."""
    for point in of.item.checkpoints:
        metric = of.context.instrument.measured.get(point.metric) if point.metric else None
        measured = of.data["metrics"].get(metric.id) if metric else None
        if metric and measured is not None and valid(metric, measured):
            yield point.id, metric, measured, reached(metric, measured)


def _shortfall(of: Answered) -> str:
    """Which numbers fall short without being said to."""
    return "；".join(
        f"“{metric.name}”是 {shown(metric, measured)}，要求{metric.demand}"
        for point, metric, measured, enough in _measured(of)
        if not enough and point not in of.failed
    )


def _short_points(of: Answered) -> str:
    return "、".join(
        point for point, _, __, enough in _measured(of) if not enough and point not in of.failed
    )


def _overclaimed(of: Answered) -> str:
    """Which checkpoints are said to fall short, and do not.

    An average proves nothing against who says that somewhere it was missed, nor does a number that the law calls too small.
    """
    if not of.failed:
        return ""
    return "、".join(
        point
        for point, metric, measured, enough in _measured(of)
        if enough and point in of.failed and metric.whole and not unlawful(metric, measured)
    )


def _unlawful(of: Answered) -> str:
    """Which numbers are enough for the policy, and not for the law."""
    return "；".join(
        f"“{metric.name}”是 {shown(metric, measured)}，法律要求{law.demand}（{law.source}）"
        for point, metric, measured, enough in _measured(of)
        if enough and point not in of.failed
        for law in unlawful(metric, measured)
    )


OF_ITEM: dict[str, Callable[[Answered], Fact]] = {
    "inapplicable": lambda of: of.inapplicable,
    "id": lambda of: of.item.id,
    "where": lambda of: of.item.where,
    "status": lambda of: of.answer["status"],
    "status_label": lambda of: AnswerStatus(of.answer["status"]).label,
    "institutions": _institutions,
    "reason": lambda of: of.answer.get("reason"),
    "problem": lambda of: of.answer.get("problem"),
    "measure": lambda of: of.rectification("measure"),
    "due": lambda of: of.rectification("due"),
    "leftover": _leftover,
    "points": lambda of: len(of.item.checkpoints),
    "point_ids": lambda of: "、".join(point.id for point in of.item.checkpoints),
    "failed": lambda of: "、".join(of.failed),
    "foreign": _foreign,
    "facility": lambda of: of.facility[0] if of.facility else None,
    "rooms": lambda of: "、".join(map(str, of.answer.get("rooms", ()))),
    "highest": lambda of: max(of.answer.get("rooms", ()), default=None),
    "room_count": _room_count,
    "filled": lambda of: of.data["filled"],
    "ends": _ends,
    "undocumented": _undocumented,
    "unset": _unset,
    "ahead": _ahead,
    "expired": _expired,
    "shortfall": _shortfall,
    "short_points": _short_points,
    "overclaimed": _overclaimed,
    "unlawful": _unlawful,
}


def shown(metric: Metric, measured: Mapping[str, Any]) -> str:
    """What was measured, in one number."""
    found = result(metric, measured)
    value = str(measured["count"]) if found is None else str(plain_number(found))
    return value + ("%" if metric.total and metric.percent else "")
