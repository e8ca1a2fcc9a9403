"""What the form's page shows: the instrument in the order of its sections, every name ready."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from zhidu.assessment.carry import Crossing, Fate, Passage, coming, ways
from zhidu.assessment.instrument import Checkpoint, Group, Instrument, Item, Metric, derive, owners
from zhidu.assessment.submission import AnswerStatus
from zhidu.handbook.book import Handbook
from zhidu.handbook.redline import Run
from zhidu.reading.model import FacilityKind, Method
from zhidu.views.law_notes import LawNote
from zhidu.views.names import is_damaged, own_words, time_words
from zhidu.views.on_screen.revisions import FactRow, fact_rows
from zhidu.views.pieces import chinese_date


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberView:
    """A number that the school sets: what it is of, the word before it, the text's own words, units to choose from."""

    name: str
    bound: str
    words: str
    units: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PointView:
    """A checkpoint as the form shows it. `time` is there where it cannot be read in the text.

    `own` is what it is for a role that it concerns otherwise, the role's name before it.
    """

    asked: Checkpoint
    method: str
    records: str
    number: NumberView | None
    time: str
    own: tuple[str, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """How it is looked at, and what it is for others."""
        kept = f"；要留下{self.records}" if self.records else ""
        return (f"{self.asked.summary}：{self.method}，{self.asked.evidence}{kept}", *self.own)


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemView:
    """A question as the form shows it. `href` leads to the clause."""

    asked: Item
    href: str
    who: str
    roles: str
    facility: str
    points: tuple[PointView, ...]

    @property
    def notes(self) -> tuple[LawNote, ...]:
        """What the law says of its points: a note on several numbers once, without them, for each metric says its own."""
        found: dict[str, LawNote] = {}
        for point in self.points:
            for note in point.asked.notes:
                found.setdefault(note.text, replace(note, demand=""))
        return tuple(found.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class RedlineView:
    """What changed in an item since an edition before: the words, the demands, what is new. `href` is the redline's page."""

    runs: tuple[Run, ...]
    facts: tuple[FactRow, ...]
    added: tuple[str, ...]
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ComingView:
    """An item that has been issued and is not in force yet. `text` is empty where the redline shows the words."""

    heading: str
    since: str
    text: str
    redline: RedlineView


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupView:
    """A section of the form. `coming` is what will be asked later, and is neither answered nor scored now."""

    asked: Group
    items: tuple[ItemView, ...]
    coming: tuple[ComingView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricView:
    """A number to be counted, and the clauses that ask for it."""

    asked: Metric
    cites: str
    law: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FacilityView:
    """A facility the school has or has not."""

    id: str
    name: str
    room: bool
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPage:
    """All that the form's page shows."""

    edition: str
    digest: str
    groups: tuple[GroupView, ...]
    metrics: tuple[MetricView, ...]
    facilities: tuple[FacilityView, ...]
    schools: tuple[tuple[str, str], ...]
    terms: tuple[tuple[str, str], ...]
    roles: tuple[tuple[str, str], ...]
    periods: tuple[tuple[str, str], ...]
    statuses: tuple[tuple[str, str], ...]
    redlines: tuple[RedlineView, ...]
    coming: tuple[ComingView, ...]
    count: int


def form_page(handbook: Handbook) -> FormPage:
    """The form of what is in force."""
    instrument = derive(handbook)
    later = _coming(handbook)
    return FormPage(
        edition=instrument.edition,
        digest=instrument.digest,
        groups=tuple(
            GroupView(
                asked=group,
                items=tuple(
                    _item(handbook, instrument, item, group.href)
                    for item in instrument.of_group[group.id]
                ),
                coming=later.pop(group.id, ()),
            )
            for group in instrument.groups
        ),
        metrics=tuple(_metric(instrument, metric) for metric in instrument.metrics),
        facilities=tuple(
            FacilityView(
                id=name,
                name=words,
                room=kind is FacilityKind.ROOM,
                count=sum(item.facility == name for item in instrument.items),
            )
            for name, (words, kind) in instrument.facilities.items()
        ),
        schools=tuple((s.id, s.name) for s in (handbook.schools or {}).values()),
        terms=tuple((t.id, t.name) for t in (handbook.school_terms or {}).values()),
        roles=tuple(owners(handbook, instrument).items()),
        periods=tuple(instrument.periods.items()),
        statuses=tuple((status.value, status.label) for status in AnswerStatus),
        redlines=redlines(handbook),
        coming=tuple(row for rows in later.values() for row in rows),
        count=len(instrument.items),
    )


def redlines(handbook: Handbook) -> tuple[RedlineView, ...]:
    """Every redline that an answer of the past may need beside it, each once."""
    return tuple(
        dict.fromkeys(
            redline_of(way, crossing)
            for way in ways(handbook).values()
            for crossing in way.crossings
            if crossing.fate is Fate.CONFIRM
        )
    )


def redline_of(way: Passage, crossing: Crossing) -> RedlineView:
    """What changed in an item."""
    return RedlineView(
        runs=way.runs(crossing),
        facts=(
            *(row for pair in crossing.duties for row in fact_rows(way.new, pair)),
            *_recounted(way, crossing),
        ),
        added=tuple(pair.new.duty.summary for pair in crossing.duties if pair.new and not pair.old),
        href=way.redline(crossing),
    )


def _recounted(way: Passage, crossing: Crossing) -> Iterator[FactRow]:
    """The numbers of an item that are counted otherwise now, though the text demands what it did."""
    for point in crossing.item.checkpoints:
        metric = way.after.measured.get(point.metric or "")
        was = way.before.measured.get(point.metric or "") if way.before else None
        if metric and was and metric.id in way.points and was.demand != metric.demand:
            yield FactRow(duty=point.summary, name="怎样数", old=was.demand, new=metric.demand)


def _coming(handbook: Handbook) -> dict[str, tuple[ComingView, ...]]:
    """What has been issued and is not in force yet, by section."""
    way = coming(handbook)
    found: dict[str, list[ComingView]] = {}
    for crossing in way.crossings:
        citation = way.new.citations[crossing.item.clause]
        if crossing.fate is not Fate.KEPT and citation.effective > handbook.as_of:
            redline, since = redline_of(way, crossing), chinese_date(citation.effective.isoformat())
            text = "" if redline.runs else crossing.item.text
            view = ComingView(heading=crossing.item.cite, since=since, text=text, redline=redline)
            found.setdefault(crossing.item.group, []).append(view)
    return {group: tuple(rows) for group, rows in found.items()}


def _item(handbook: Handbook, instrument: Instrument, item: Item, href: str) -> ItemView:
    names = [(handbook.roles or {})[role].name for role in item.roles]
    facility = instrument.facilities.get(item.facility or "")
    return ItemView(
        asked=item,
        href=f"{href}#{item.clause}",
        who="、".join(names),
        roles=" ".join(role for role in item.roles if role in instrument.roles),
        facility=facility[0] if facility else "",
        points=tuple(_point(handbook, instrument, point) for point in item.checkpoints),
    )


def _point(handbook: Handbook, instrument: Instrument, point: Checkpoint) -> PointView:
    citation, duty = handbook.duties[point.id]
    damaged = duty.when is not None and is_damaged(citation.clause, duty.when)
    return PointView(
        asked=point,
        method=Method(point.method).label,
        records="、".join(instrument.records.get(record, record) for record in point.records),
        number=_open_number(instrument, point),
        time=time_words(duty.when, citation.clause) if damaged else "",
        own=own_words(handbook, duty),
    )


def _open_number(instrument: Instrument, point: Checkpoint) -> NumberView | None:
    number = point.number
    if number is None:
        return None
    units = tuple((unit, instrument.units[unit]) for unit in number.units)
    return NumberView(name=number.name, bound=number.op.label, words=number.words, units=units)


def _metric(instrument: Instrument, metric: Metric) -> MetricView:
    cites = "、".join(item.cite for item in instrument.users[metric.id])
    law = "；".join(f"法律要求{law.demand}（{law.source}）" for law in metric.law)
    return MetricView(asked=metric, cites=cites, law=law)
