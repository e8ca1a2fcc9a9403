"""What schools are asked: derived from the duties in force, so that a changed duty changes every form by itself.

An item is a clause seen on one subject: what a clause asks of a facility applies where that facility is, and is
answered apart. An item's duties are its checkpoints. The digest names what answers depend on, not the words.
"""

import base64
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from zhidu.handbook.book import Citation, Edition, Handbook
from zhidu.reading.model import (
    PERIODS,
    Duty,
    FacilityKind,
    Measure,
    Modality,
    Operator,
    RoleKind,
    SchoolTerm,
    Scope,
    Tally,
    WhenKind,
)
from zhidu.views.law_notes import LawNote, law_notes
from zhidu.views.names import (
    actors,
    cite,
    clause_heading,
    metric_words,
    number_words,
    span_of,
    threshold_words,
)

TIMES = ("minute", "hour", "day", "working-day", "week", "month", "term")
"""The units of a deadline that the text leaves open."""

BRIEF = 16  # characters of a clause that a message shows
DIGEST = 10
EVERY_TIME = 100.0
PERCENT = "%"


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """What the law asks of a number, beyond the policy. `demand` and `source` are words."""

    op: Operator
    value: float
    demand: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenNumber:
    """A number that the text leaves to the school: what it is of, the words of the text, and the units it may be in."""

    name: str
    op: Operator
    words: str
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """A duty, as one point to look at. `metric` names what is counted; `period` says that the school sets one.

    `rhythm` is how often the text itself wants it, `number` what it leaves open beside that. `notes` are editors' notes
    on the law that travel with the duty.
    """

    id: str
    summary: str
    quote: str
    roles: tuple[str, ...]
    method: str
    evidence: str
    records: tuple[str, ...]
    metric: str | None
    period: bool
    forbidden: bool
    rhythm: str | None = None
    number: OpenNumber | None = None
    notes: tuple[LawNote, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One question: a clause on one subject."""

    id: str
    clause: str
    group: str
    heading: str
    cite: str
    brief: str
    text: str
    facility: str | None
    institutions: tuple[str, ...]
    checkpoints: tuple[Checkpoint, ...]

    @property
    def where(self) -> str:
        """How messages call it: the clause, and the first of its words."""
        return f"{self.cite}（“{self.brief}”）"

    @property
    def question(self) -> str:
        """What is asked, in plain words."""
        kept = {point.forbidden for point in self.checkpoints}
        asked = "遵守了" if kept == {True} else "做到、遵守了" if True in kept else "做到了"
        if len(self.checkpoints) == 1:
            return f"{self.checkpoints[0].summary}：{asked}吗？"
        return f"下面 {len(self.checkpoints)} 点，都{asked}吗？"

    @property
    def roles(self) -> tuple[str, ...]:
        """Who answers: those whom its duties bind."""
        return tuple(dict.fromkeys(role for point in self.checkpoints for role in point.roles))

    @property
    def metrics(self) -> tuple[str, ...]:
        """What is counted for it."""
        return tuple(dict.fromkeys(p.metric for p in self.checkpoints if p.metric))


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """What a school counts for some checkpoints, and what the count must reach.

    With a `total` the result is a percentage, or an average where the unit is none; without, the count itself.
    `law` is what the law asks beyond that.
    """

    id: str
    name: str
    count: str
    total: str | None
    percent: bool
    op: Operator
    value: float
    demand: str
    facility: str | None
    institutions: tuple[str, ...]
    law: tuple[Law, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether who reaches it has reached it everywhere. An average, or a part of all, hides where it was missed."""
        all_of_it = self.percent and self.op is Operator.AT_LEAST and self.value >= EVERY_TIME
        return self.total is None or all_of_it


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A section of the form: a policy, or a notice."""

    id: str
    label: str
    title: str
    href: str
    facility: str | None


@dataclass(frozen=True)
class Instrument:
    """Everything that is asked, as of a day. `waiting` are clauses that an older edition says until the new one's day."""

    as_of: date
    edition: str
    editions: Mapping[str, str]
    waiting: Mapping[str, str]
    groups: tuple[Group, ...]
    items: tuple[Item, ...]
    metrics: tuple[Metric, ...]
    facilities: Mapping[str, tuple[str, FacilityKind]]
    roles: Mapping[str, str]
    records: Mapping[str, str]
    institutions: Mapping[str, str]
    periods: Mapping[str, str]
    units: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def by_id(self) -> Mapping[str, Item]:
        """Items by id."""
        return {item.id: item for item in self.items}

    @cached_property
    def of_group(self) -> Mapping[str, tuple[Item, ...]]:
        """Items by group, in the order of the text."""
        return {
            group.id: tuple(item for item in self.items if item.group == group.id)
            for group in self.groups
        }

    @cached_property
    def users(self) -> Mapping[str, tuple[Item, ...]]:
        """The items that a metric counts for."""
        return {
            metric.id: tuple(item for item in self.items if metric.id in item.metrics)
            for metric in self.metrics
        }

    @cached_property
    def measured(self) -> Mapping[str, Metric]:
        """Metrics by id."""
        return {metric.id: metric for metric in self.metrics}

    @cached_property
    def kept(self) -> dict[Any, Any]:
        """What is reckoned once an instrument."""
        return {}

    @cached_property
    def digest(self) -> str:
        """Ten letters that change when answers to the one could not be compared with answers to the other."""
        return digest(json.dumps(self.asked, ensure_ascii=True, sort_keys=True))

    @cached_property
    def asked(self) -> dict[str, Any]:
        """What answers depend on, as the digest knows it: editions, items with their checkpoints, metrics, facilities."""
        payload: dict[str, Any] = {
            "editions": dict(self.editions),
            "items": [
                [
                    item.id,
                    item.facility,
                    list(item.institutions),
                    [[p.id, p.metric, p.period, list(p.records)] for p in item.checkpoints],
                ]
                for item in self.items
            ],
            "metrics": [
                [m.id, m.total is not None, m.percent, m.op.value, m.value] for m in self.metrics
            ],
            "facilities": {name: kind for name, (_, kind) in self.facilities.items()},
        }
        if self.waiting:
            payload["waiting"] = dict(self.waiting)
        return payload


def digest(text: str) -> str:
    """The first ten letters of the SHA-256 of *text* in base 32: short enough to read out."""
    raw = hashlib.sha256(text.encode()).digest()
    return base64.b32encode(raw).decode().lower()[:DIGEST]


def for_term(handbook: Handbook, term: SchoolTerm | None) -> Instrument:
    """The instrument of a term: what is in force on its last day, where that is known."""
    return of_day(handbook, term.ends if term else None)


def of_day(handbook: Handbook, day: date | None) -> Instrument:
    """The instrument of what is in force on a day, else now. Derived once a handbook."""
    return handbook.once(f"instrument of {day}", lambda: derive(on(handbook, day)))


def on(handbook: Handbook, day: date | None) -> Handbook:
    """The handbook as of a day, always the same one."""
    if day is None or day == handbook.as_of:
        return handbook
    return handbook.once(f"as of {day}", lambda: handbook.on(day))


def derive(handbook: Handbook) -> Instrument:
    """The instrument of what is in force."""
    items = tuple(
        item
        for citation in handbook.citations.values()
        if citation.clause.duties
        for item in _items(handbook, citation)
    )
    used = {item.facility for item in items}
    return Instrument(
        as_of=handbook.as_of,
        edition=max((n.value.issuance.isoformat() for n in handbook.notices), default=""),
        editions={policy: edition.date for policy, edition in handbook.current.items()},
        waiting={
            name: citation.edition.date
            for name, citation in handbook.citations.items()
            if citation.edition and name not in _of_its_day(handbook, citation.edition)
        },
        groups=tuple(_groups(handbook, {item.group for item in items})),
        items=items,
        metrics=tuple(_metrics(handbook, items)),
        facilities={
            facility.id: (facility.name, facility.kind)
            for facility in (handbook.facilities or {}).values()
            if facility.id in used
        },
        roles={
            role.id: role.name
            for role in (handbook.roles or {}).values()
            if role.kind in {RoleKind.POST, RoleKind.BODY, RoleKind.EVERYONE}
        },
        records={record.id: record.name for record in (handbook.records or {}).values()},
        institutions={kind.id: kind.name for kind in (handbook.institutions or {}).values()},
        periods={
            kind.value: rhythm.name
            for kind in PERIODS
            if (rhythm := (handbook.rhythms or {}).get(kind)) is not None
        },
        units=_units(handbook, items),
    )


def owners(handbook: Handbook, instrument: Instrument) -> dict[str, str]:
    """The roles that a school is offered for putting something right, with their names: no pupil, and not just anybody."""
    known = handbook.roles or {}
    return {
        name: words
        for name, words in instrument.roles.items()
        if known[name].repairs and known[name].kind is not RoleKind.EVERYONE
    }


def _of_its_day(handbook: Handbook, edition: Edition) -> Mapping[str, Citation]:
    """The clauses of the policy's edition in force, where *edition* is that one."""
    return edition.citations if handbook.current.get(edition.policy.policy) is edition else {}


def _groups(handbook: Handbook, used: set[str]) -> Iterator[Group]:
    for notice in handbook.notices:
        issuance = notice.value.issuance.isoformat()
        if _notice_group(issuance) in used:
            yield Group(
                id=_notice_group(issuance),
                label="通知",
                title=notice.value.title,
                href=f"notice/{issuance}/",
                facility=None,
            )
    for identifier, edition in handbook.current.items():
        if identifier in used:
            scope = edition.policy.applies_to
            yield Group(
                id=identifier,
                label=edition.policy.label,
                title=edition.policy.title,
                href=f"policies/{identifier}/",
                facility=scope.facility if scope else None,
            )


def _notice_group(issuance: str) -> str:
    return f"n-{issuance}"


Subject = tuple[str | None, tuple[str, ...]]
"""A facility, where there has to be one, and the kinds of schools, where it is not all."""


def subject(duty: Duty, whole: Scope | None) -> Subject:
    """What decides whether *duty* applies: its own scope, else *whole*, that of its policy."""
    scope = duty.applies_to or whole
    if scope is None:
        return None, ()
    return scope.facility or (whole.facility if whole else None), scope.institutions


def _items(handbook: Handbook, citation: Citation) -> Iterator[Item]:
    whole = citation.edition.policy.applies_to if citation.edition else None
    subjects: dict[Subject, list[Duty]] = {}
    for duty in citation.clause.duties:
        subjects.setdefault(subject(duty, whole), []).append(duty)
    clause = citation.clause
    words = clause.reading
    for (facility, institutions), duties in subjects.items():
        parts = [facility, *institutions] if len(subjects) > 1 else []
        names = [
            (handbook.facilities or {})[facility].name if facility else "",
            *((handbook.institutions or {})[kind].name for kind in institutions),
        ]
        suffix = "、".join(filter(None, names)) if len(subjects) > 1 else ""
        yield Item(
            id="-".join([clause.id, *filter(None, parts)]),
            clause=clause.id,
            group=citation.edition.policy.policy
            if citation.edition
            else _notice_group(citation.notice.value.issuance.isoformat()),
            heading=clause_heading(citation) + (f"（{suffix}）" if suffix else ""),
            cite=cite(citation) + (f"（{suffix}）" if suffix else ""),
            brief=words[:BRIEF] + ("…" if len(words) > BRIEF else ""),
            text=words,
            facility=facility,
            institutions=institutions,
            checkpoints=tuple(_checkpoint(handbook, citation, duty) for duty in duties),
        )


def _checkpoint(handbook: Handbook, citation: Citation, duty: Duty) -> Checkpoint:
    answering = {a.role for a in actors(duty)} or {a.role for a in duty.roles}
    return Checkpoint(
        id=duty.id,
        summary=duty.summary,
        quote=duty.quote,
        roles=tuple(dict.fromkeys(a.role for a in duty.roles if a.role in answering)),
        method=duty.assess.method.value,
        evidence=duty.assess.evidence,
        records=duty.records,
        metric=_metric_of(handbook, duty),
        period=duty.when is not None and duty.when.kind is WhenKind.UNSPECIFIED,
        forbidden=duty.modality is Modality.MUST_NOT,
        rhythm=duty.when.kind.value if duty.when and duty.when.kind in PERIODS else None,
        number=_open_number(handbook, duty),
        notes=law_notes(handbook, citation, duty),
    )


def _open_number(handbook: Handbook, duty: Duty) -> OpenNumber | None:
    """What the school has to set, where the text says 规定时间 and not how long. Any unit, where nothing says which."""
    threshold = duty.threshold
    if threshold is None or threshold.value is not None:
        return None
    known = _unit_names(handbook)
    unit = threshold.unit or (handbook.metrics or {})[threshold.metric].unit
    times = tuple(each for each in TIMES if each in known)
    return OpenNumber(
        name=metric_words(handbook, threshold),
        op=threshold.op,
        words=threshold.quote,
        units=(unit,) if unit else times if duty.deadline else tuple(known),
    )


def _unit_names(handbook: Handbook) -> dict[str, str]:
    return {unit.id: unit.name for unit in handbook.measures.units} if handbook.measures else {}


def _units(handbook: Handbook, items: tuple[Item, ...]) -> dict[str, str]:
    """The units of all open numbers, with their names."""
    used = {u for i in items for p in i.checkpoints if p.number for u in p.number.units}
    return {unit: name for unit, name in _unit_names(handbook).items() if unit in used}


def _metric_of(handbook: Handbook, duty: Duty) -> str | None:
    """The id of what is counted for *duty*: the metric of its threshold, else its own tally."""
    threshold = duty.threshold
    if threshold and threshold.value is not None and _measure(handbook, threshold.metric):
        return threshold.metric
    return duty.id if _tally(handbook, duty) else None


def _law(handbook: Handbook, metric: str, sharing: Sequence[Item]) -> Iterator[Law]:
    """What the notes of the clauses that ask for *metric* say that the law asks of it, each number once."""
    seen: set[tuple[Operator, float]] = set()
    for item in sharing:
        for note in handbook.citations[item.clause].clause.notes:
            for ask in note.asks:
                if ask.metric == metric and (ask.op, ask.value) not in seen:
                    seen.add((ask.op, ask.value))
                    demand = number_words(handbook, ask.op, ask.value, ask.unit)
                    source = note.source or ""
                    yield Law(op=ask.op, value=ask.value, demand=demand, source=source)


def _measure(handbook: Handbook, metric: str) -> Measure | None:
    found = (handbook.metrics or {}).get(metric)
    return found.measure if found else None


def _tally(handbook: Handbook, duty: Duty) -> Tally | None:
    rhythm = (handbook.rhythms or {}).get(duty.when.kind) if duty.when else None
    return rhythm.tally if rhythm and duty.modality is not Modality.MUST_NOT else None


def _metrics(handbook: Handbook, items: tuple[Item, ...]) -> Iterator[Metric]:
    """What is counted, in the order of the text. Where one metric serves several items, the widest applies."""
    seen: set[str] = set()
    counting: dict[str, list[Item]] = {}
    for item in items:
        for metric in item.metrics:
            counting.setdefault(metric, []).append(item)
    for item in items:
        for point in item.checkpoints:
            if point.metric is None or point.metric in seen:
                continue
            seen.add(point.metric)
            sharing = counting[point.metric]
            facilities = {other.facility for other in sharing}
            limits = {other.institutions for other in sharing}
            facility = facilities.pop() if len(facilities) == 1 else None
            limit = limits.pop() if len(limits) == 1 else ()
            yield _metric(handbook, sharing, point, facility=facility, institutions=limit)


def _metric(
    handbook: Handbook,
    sharing: Sequence[Item],
    point: Checkpoint,
    *,
    facility: str | None,
    institutions: tuple[str, ...],
) -> Metric:
    duty = handbook.duties[point.id][1]
    threshold = duty.threshold
    if threshold and threshold.value is not None:
        measure = _measure(handbook, threshold.metric)
        if measure:
            metric = (handbook.metrics or {})[threshold.metric]
            demand = threshold_words(handbook, threshold)
            span = span_of(handbook, metric)
            return Metric(
                id=metric.id,
                name=f"{metric.name}（达到的占比）" if measure.each else metric.name,
                count=measure.count.replace("{demand}", demand),
                total=measure.total,
                percent=measure.each or threshold.unit == PERCENT,
                op=Operator.AT_LEAST if measure.each else threshold.op,
                value=EVERY_TIME if measure.each else threshold.value,
                demand=f"{span.name}{demand}" if measure.each and span else demand,
                facility=facility,
                institutions=institutions,
                law=() if measure.each else tuple(_law(handbook, metric.id, sharing)),
            )
    tally = _tally(handbook, duty) or Tally(count="")
    return Metric(
        id=duty.id,
        name=duty.summary,
        count=tally.count,
        total=tally.total,
        percent=True,
        op=Operator.AT_LEAST,
        value=EVERY_TIME,
        demand="一次不少",
        facility=facility,
        institutions=institutions,
    )
