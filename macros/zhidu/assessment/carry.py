"""What becomes of answers when the instrument changes: kept, to be confirmed again, or not there yet.

An answer is kept where everything it was an answer to is demanded as before. checklist.js follows the same table.
"""

import copy
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any

from zhidu.assessment.instrument import Checkpoint, Instrument, Item, Metric, derive, of_day
from zhidu.assessment.past_instruments import pasts
from zhidu.handbook.book import Citation, Edition, Handbook, once
from zhidu.handbook.changes import descent, lexicon
from zhidu.handbook.duty_facts import DutyChange, Placed, read
from zhidu.handbook.impact import revised
from zhidu.handbook.redline import Run, redline, trimmed
from zhidu.reading.model import Amendment, History

RECENT = 4  # days of the past that a form carries the redlines of: who skipped more is asked everything again


class Fate(StrEnum):
    """What becomes of the answer to an item."""

    KEPT = "kept"
    CONFIRM = "confirm"
    NEW = "new"


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing:
    """An item of today and the items of the past that its answer comes from, the first one first.

    `whole` says that it takes over one past item as it was: any answer fits. Otherwise only 达标 does. `only` are the
    duties that its one checkpoint became: a problem is one of all of them. `duties` are the demands that changed,
    `origins` the clauses they stood in.
    """

    item: Item
    fate: Fate
    sources: tuple[str, ...]
    whole: bool
    only: tuple[str, ...] = ()
    duties: tuple[DutyChange, ...] = ()
    origins: tuple[Citation, ...] = ()


@dataclass(frozen=True)
class Passage:
    """From an instrument of the past to that of today. Without `old` nobody knows what was asked."""

    old: Handbook | None
    new: Handbook
    before: Instrument | None
    after: Instrument

    @cached_property
    def crossings(self) -> tuple[Crossing, ...]:
        """Every item of today, in order."""
        if self.old is None or self.before is None:
            return tuple(
                Crossing(item=item, fate=Fate.CONFIRM, sources=(item.id,), whole=True)
                for item in self.after.items
            )
        return tuple(_crossings(self._lines, self.old, self.before, self.after))

    @cached_property
    def points(self) -> Mapping[str, tuple[str, ...]]:
        """Every duty of the past that goes on under other ids, or under several; a number that is counted otherwise now under none."""
        found: dict[str, list[str]] = {}
        for new, line in self._lines.items():
            for old in line.origins:
                found.setdefault(old, []).append(new)
        ways = {old: tuple(news) for old, news in found.items() if news != [old]}
        before = self.before.measured if self.before else {}
        now = self.after.measured
        return ways | {
            name: ()
            for name, metric in before.items()
            if name in now and _demand(metric) != _demand(now[name])
        }

    @cached_property
    def dropped(self) -> tuple[Item, ...]:
        """Items of the past that nobody is asked any more."""
        used = {source for crossing in self.crossings for source in crossing.sources}
        return tuple(i for i in (self.before.items if self.before else ()) if i.id not in used)

    def of(self, fate: Fate) -> tuple[Item, ...]:
        """The items of today whose answer has that fate."""
        return tuple(crossing.item for crossing in self.crossings if crossing.fate is fate)

    @cached_property
    def _lines(self) -> Mapping[str, "_Line"]:
        return _lines(self.old, self.new) if self.old else {}

    def runs(self, crossing: Crossing) -> tuple[Run, ...]:
        """The words of the clause against those it comes from."""
        old = "".join(origin.clause.reading for origin in crossing.origins)
        new = self.new.citations[crossing.item.clause].clause.reading
        runs = redline(old, new, lexicon(self.new)) if old and old != new else ()
        part = not crossing.whole and len(crossing.origins) == 1
        return trimmed(runs) if part else runs

    def redline(self, crossing: Crossing) -> str:
        """Where on the site the redline of its clause stands; nothing where there is none."""
        citation = self.new.citations[crossing.item.clause]
        if citation.edition is None or citation.edition.date not in revised(self.new):
            return ""
        return f"revisions/{citation.edition.date}/{citation.edition.policy.policy}/#{citation.clause.id}"


def passage(handbook: Handbook, digest: str) -> Passage:
    """The way to what is in force from the instrument that *digest* names. Reckoned once a handbook."""
    old = pasts(handbook).get(digest)
    if old is None:  # nothing that anybody may name is kept
        return between(handbook if digest == of_day(handbook, None).digest else None, handbook)
    return handbook.once(f"passage from {digest}", lambda: between(old, handbook))


def between(old: Handbook | None, new: Handbook) -> Passage:
    """The way from one handbook to another; where nobody knows the one, every answer has to be given again."""
    return Passage(old, new, derive(old) if old else None, of_day(new, None))


def ways(handbook: Handbook) -> Mapping[str, Passage]:
    """The ways from the latest pasts, by the digest of its instrument: what the form in the browser knows."""
    return {digest: passage(handbook, digest) for digest in pasts(handbook).latest(RECENT)}


@once
def coming(handbook: Handbook) -> Passage:
    """The way to what has been issued and is not all in force yet."""
    issued = {notice.issuance for notice in handbook.issued}
    documents = tuple(d for d in handbook.documents if d.issuance is None or d.issuance in issued)
    return between(handbook, replace(handbook, documents=documents, as_of=date.max))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """A duty of today and where it comes from. `sure` says that it demands what was demanded before.

    `annotated` says that the words are the same, of the same edition: only how we annotate them can be another.
    """

    change: DutyChange
    origins: tuple[str, ...]
    sure: bool
    annotated: bool = False


def _demand(metric: Metric) -> tuple[object, ...]:
    """How a metric is counted, and what it must reach."""
    return metric.total is not None, metric.percent, metric.op, metric.value


def _asks_more(
    point: Checkpoint, origins: Sequence[Checkpoint], before: Instrument, after: Instrument
) -> bool:
    """Whether *point* wants a number, a period or a record that its *origins* did not."""
    counted = [_demand(before.measured[o.metric]) for o in origins if o.metric]
    return (
        (point.metric is not None and _demand(after.measured[point.metric]) not in counted)
        or (point.period and not any(o.period for o in origins))
        or not {r for o in origins for r in o.records}.issuperset(point.records)
    )


def _crossings(
    lines: Mapping[str, _Line], old: Handbook, before: Instrument, after: Instrument
) -> Iterator[Crossing]:
    home = {point.id: item for item in before.items for point in item.checkpoints}
    place = {item.id: number for number, item in enumerate(before.items)}
    asked = {point.id: point for item in before.items for point in item.checkpoints}
    goes: dict[str, set[str]] = {}
    for item in after.items:
        for point in item.checkpoints:
            for origin in lines[point.id].origins:
                goes.setdefault(origin, set()).add(item.id)
    for item in after.items:
        mine = [_judged(lines[p.id], p, asked, before, after) for p in item.checkpoints]
        named = {home[o].id for line in mine for o in line.origins if o in home}
        sources = [before.items[number] for number in sorted(place[name] for name in named)]
        changed = tuple(line.change for line in mine if not line.sure)
        points = [point.id for source in sources for point in source.checkpoints]
        same = all(source.facility == item.facility for source in sources)
        yield Crossing(
            item=item,
            fate=Fate.NEW if not sources else Fate.KEPT if same and not changed else Fate.CONFIRM,
            sources=tuple(source.id for source in sources),
            whole=len(sources) == 1 and all(goes.get(point) == {item.id} for point in points),
            only=tuple(point.id for point in item.checkpoints)
            if len(points) == 1 < len(item.checkpoints)
            else (),
            duties=changed,
            origins=tuple(old.citations[c] for c in dict.fromkeys(s.clause for s in sources)),
        )


def _judged(
    line: _Line,
    point: Checkpoint,
    asked: Mapping[str, Checkpoint],
    before: Instrument,
    after: Instrument,
) -> _Line:
    """*line* by what its checkpoint asks: an annotation that asks no more than before leaves an answer what it was."""
    origins = [asked[origin] for origin in line.origins if origin in asked]
    more = bool(origins) and _asks_more(point, origins, before, after)
    return replace(line, sure=(line.sure or line.annotated) and not more)


def _lines(old: Handbook, new: Handbook) -> dict[str, _Line]:
    """Every duty of today by id."""
    ways = {name: _way(old, new, citation) for name, citation in new.citations.items()}
    lineage = {name: origins for name, (origins, _) in ways.items()}
    found = {}
    for pairs in descent(old.citations, new.citations, lineage).values():
        for pair in pairs:
            if pair.new is not None:
                told = ways[pair.new.clause.id][1]
                found[pair.new.duty.id] = _line(old, new, pair, pair.new, told)
    return found


def _line(
    old: Handbook, new: Handbook, pair: DutyChange, placed: Placed, told: Sequence[History]
) -> _Line:
    if pair.old is None:
        # an annotation fix: the words stay, and a part of what they demand has an id of its own from now on
        history = placed.duty.history
        known = [o for o in (history.from_ if history else ()) if o in old.duties]
        words = [old.duties[o][0].clause.text for o in known]
        return _Line(change=pair, origins=tuple(known), sure=words == [placed.clause.text])
    quiet = bool(told) and all(
        history.change is Amendment.EDITORIAL or history.substantive is False for history in told
    )
    before, after = (read(p.duty.quote, p.clause) for p in (pair.old, placed))
    same_text = pair.old.clause.text == placed.clause.text
    return _Line(
        change=pair,
        origins=tuple(each.duty.id for each in (pair.old, *pair.absorbed)),
        sure=pair.same and (before == after or quiet or same_text),
        annotated=same_text
        and not told
        and _edition(old, pair.old) == _edition(new, placed)
        and pair.old.duty.modality is placed.duty.modality,
    )


def _edition(handbook: Handbook, placed: Placed) -> str:
    """The day of the issuance whose words a duty rests on."""
    return handbook.citations[placed.clause.id].notice.value.issuance.isoformat()


_Way = tuple[tuple[str, ...], tuple[History, ...]]


def _way(old: Handbook, new: Handbook, citation: Citation) -> _Way:
    """The clauses in force on the day of *old* that a clause comes from, and what was said on the way."""
    name = citation.clause.id
    there = old.citations.get(name)
    if citation.edition is None or (
        there and there.edition and there.edition.date == citation.edition.date
    ):
        return ((name,) if there else ()), ()
    history = citation.clause.history
    origins: list[str] = []
    told = [history] if history else []
    for each in (history.from_ if history else ()) or (name,):
        earlier = _previous(new, each, citation.edition)
        if earlier is not None:
            found, more = _way(old, new, earlier)
            origins += found
            told += more
    return tuple(dict.fromkeys(origins)), tuple(told)


def _previous(handbook: Handbook, clause: str, edition: Edition) -> Citation | None:
    """The clause as the last edition before *edition* that has it; of whatever policy."""
    known = handbook.once("citations by clause", lambda: _by_clause(handbook)).get(clause, ())
    earlier = [e for e in known if e[:2] < (edition.effective, edition.date)]
    return max(earlier, key=lambda e: e[:2])[2] if earlier else None


def _by_clause(handbook: Handbook) -> dict[str, list[tuple[date, str, Citation]]]:
    """Every clause of every edition by id, with the day of the edition and its name."""
    found: dict[str, list[tuple[date, str, Citation]]] = {}
    for editions in handbook.known_editions.values():
        for each in editions:
            for name, citation in each.citations.items():
                found.setdefault(name, []).append((each.effective, each.date, citation))
    return found


ENOUGH = "met"  # the only answer that holds for a part of what was asked, and for several questions at once


def carried(way: Passage, data: Mapping[str, Any]) -> dict[str, Any]:
    """The answers of a submission of the past as those of today; checklist.js does the same.

    An answer that has to be given again has no `status`: its words stay. What it was stands in `before`.
    """
    items: dict[str, Any] = {}
    before: dict[str, str] = {}
    for crossing in way.crossings:
        given = [data["items"][s] for s in crossing.sources if s in data["items"]]
        if not given:
            continue
        answer = copy.deepcopy(given[0])
        enough = all(each["status"] == ENOUGH for each in given)
        holds = crossing.whole or (enough and len(given) == len(crossing.sources))
        if crossing.fate is Fate.CONFIRM or not holds:
            before[crossing.item.id] = answer.pop("status")
            answer.pop("failed", None)
            answer.pop("rooms", None)
            answer.get("rectification", {}).pop("due", None)
        elif "failed" in answer:
            answer["failed"] = [n for old in answer["failed"] for n in way.points.get(old, (old,))]
        elif crossing.only and "problem" in answer:
            answer["failed"] = list(crossing.only)
        items[crossing.item.id] = answer
    periods = {p.id for item in way.after.items for p in item.checkpoints if p.period}
    return {
        **data,
        "edition": way.after.edition,
        "instrument": way.after.digest,
        "metrics": _renamed(way, data.get("metrics", {}), way.after.measured),
        "periods": _renamed(way, data.get("periods", {}), periods),
        **_numbers(way, data),
        "items": items,
        "before": before,
    }


def _numbers(way: Passage, data: Mapping[str, Any]) -> dict[str, Any]:
    """What the school has set of what is still left open, in units that still fit."""
    if "numbers" not in data:
        return {}
    open_ = {p.id: p.number.units for i in way.after.items for p in i.checkpoints if p.number}
    said = _renamed(way, data["numbers"], open_)
    return {"numbers": {n: own for n, own in said.items() if own["unit"] in open_[n]}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """What is left to answer in a submission of the past: again, and for the first time."""

    confirm: tuple[Item, ...]
    new: tuple[Item, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        """All of it."""
        return (*self.confirm, *self.new)


def due(way: Passage, data: Mapping[str, Any], institution: str | None = None) -> Due:
    """What is left to answer in *data*, a submission of the past. What does not apply to the school is not asked."""
    before = carried(way, data)["before"]
    return Due(
        confirm=tuple(item for item in way.after.items if item.id in before),
        new=tuple(
            item
            for item in way.of(Fate.NEW)
            if data["facilities"].get(item.facility) != 0
            and not (institution and item.institutions and institution not in item.institutions)
        ),
    )


def _renamed(way: Passage, given: Mapping[str, Any], known: Collection[str]) -> dict[str, Any]:
    """What was said of the past's ids under those of today, where they are still asked for."""
    return {
        name: copy.deepcopy(value)
        for old, value in given.items()
        for name in way.points.get(old, (old,))
        if name in known
    }
