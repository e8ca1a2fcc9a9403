"""What the table of rules looks at: flat facts about each part of a submission. checklist-rules.js does the same.

A fact is a text, a number, true or false; what is not there is None. Lists become texts.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from macros.assessment.instrument import Group, Instrument, Item, Metric
from macros.assessment.submission import STATUS_LABELS, AnswerStatus, plain_number
from macros.assessment.table import Facts
from macros.model import FacilityKind, Operator, SchoolTerm

JUDGED = frozenset({"met", "partial", "not-met"})
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


def reached(metric: Metric, measured: Mapping[str, Any]) -> bool:
    """Whether the counts reach what is demanded, without any rounding."""
    have = measured["count"] * (100 if metric.total and metric.percent else 1)
    want = metric.value * (measured.get("total") or 1)
    if metric.op is Operator.AT_LEAST:
        return bool(have >= want)
    return bool(have <= want) if metric.op is Operator.AT_MOST else bool(have == want)


def valid(metric: Metric, measured: Mapping[str, Any] | None) -> bool:
    """Whether there is a count that can be judged."""
    if measured is None or (metric.total is not None and "total" not in measured):
        return False
    bounded = metric.total is not None and metric.percent
    return not (bounded and measured["count"] > measured["total"])


def score(context: Context, data: Mapping[str, Any]) -> float | None:
    """The published rule: met 1, partial a half, not met and unknown 0; over all that applies; times 100."""
    points = applicable = 0
    items = data["items"]
    for item in context.instrument.items:
        status = items.get(item.id, {}).get("status")
        if status == "not-applicable" or inapplicable(context, data, item):
            continue
        applicable += 1
        points += {"met": 2, "partial": 1}.get(status, 0)
    if not applicable:
        return None
    whole = 2 * applicable
    return ((2000 * points + whole) // (2 * whole)) / 10


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


def of_item(context: Context, data: Mapping[str, Any], item: Item) -> Facts | None:
    """Facts about an item that has an answer; None where the form of the school settles it."""
    answer = data["items"][item.id]
    status = answer["status"]
    why = inapplicable(context, data, item)
    if why == "facility":
        return None
    failed = answer.get("failed", [])
    rooms = answer.get("rooms", [])
    own = [point.id for point in item.checkpoints]
    facility = context.instrument.facilities.get(item.facility or "")
    rectification = answer.get("rectification", {})
    facts: Facts = {
        "id": item.id,
        "where": item.where,
        "status": status,
        "status_label": STATUS_LABELS[AnswerStatus(status)],
        "inapplicable": why,
        "institutions": "、".join(
            context.instrument.institutions.get(kind, kind) for kind in item.institutions
        ),
        "reason": answer.get("reason"),
        "problem": answer.get("problem"),
        "measure": rectification.get("measure"),
        "due": rectification.get("due"),
        "leftover": "、".join(words for key, words in LEFTOVERS if key in answer),
        "points": len(own),
        "point_ids": "、".join(own),
        "failed": "、".join(failed),
        "foreign": "、".join(point for point in failed if point not in own),
        "facility": facility[0] if facility else None,
        "rooms": "、".join(map(str, rooms)),
        "highest": max(rooms, default=None),
        "room_count": data["facilities"].get(item.facility, 0)
        if facility and facility[1] is FacilityKind.ROOM
        else None,
        "filled": data["filled"],
        "ends": context.term.ends.isoformat() if context.term and context.term.ends else None,
    }
    facts.update(_of_records(context, item, answer))
    facts.update(_of_periods(data, item))
    facts.update(_of_measures(context, data, item, failed))
    return facts


def _of_records(context: Context, item: Item, answer: Mapping[str, Any]) -> Facts:
    """Which records the text demands of what was done, where no evidence is named."""
    if "evidence" in answer:
        return {"undocumented": None}
    failed = answer.get("failed", [])
    wanted = [
        context.instrument.records.get(record, record)
        for point in item.checkpoints
        if point.id not in failed
        for record in point.records
    ]
    return {"undocumented": "、".join(dict.fromkeys(wanted))}


def _of_periods(data: Mapping[str, Any], item: Item) -> Facts:
    unset = [p.id for p in item.checkpoints if p.period and p.id not in data["periods"]]
    return {"unset": "、".join(unset)}


def _of_measures(context: Context, data: Mapping[str, Any], item: Item, failed: list[str]) -> Facts:
    """Which numbers fall short without being said to, and which are said to and do not."""
    short: list[str] = []
    points: list[str] = []
    over: list[str] = []
    for point in item.checkpoints:
        metric = context.instrument.measured.get(point.metric or "")
        measured = data["metrics"].get(metric.id) if metric else None
        if metric is None or measured is None or not valid(metric, measured):
            continue
        if reached(metric, measured):
            over += [point.id] if point.id in failed else []
        elif point.id not in failed:
            short.append(f"“{metric.name}”是 {shown(metric, measured)}，要求{metric.demand}")
            points.append(point.id)
    return {
        "shortfall": "；".join(short),
        "short_points": "、".join(points),
        "overclaimed": "、".join(over),
    }


def shown(metric: Metric, measured: Mapping[str, Any]) -> str:
    """What was measured, in one number."""
    found = result(metric, measured)
    value = str(measured["count"]) if found is None else str(plain_number(found))
    return value + ("%" if metric.total and metric.percent else "")
