"""What everybody may know of the county: shares over all schools, never a school, never a word that a school wrote.

Two publications of one term that differ by a single school would give that school's answers away, however coarse they
are. So schools are published in batches of five at least: what is told of a batch is told once, of these schools alone,
and stays as it is whatever they send later. What a term comes to is put together from what was told of its batches.
What is kept is sealed: who has it changed, or lost it, gets nothing published.

Within a batch `bands` says how coarse a share is. A group of fewer than five schools is not shown; and where only one
is hidden, or those hidden are together fewer than five, the smallest of the others is hidden with them.
"""

import dataclasses
import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from zhidu.assessment.filed import LEAST
from zhidu.county.aggregates import Tally, TermTally
from zhidu.county.bands import CHOICES, Band, Range, apart, bands, reach, said

MOST_NEEDED = 10
NARROW = 13  # characters beside each other in large letters on 320 px
FORMAT = 1
WHOLE = 100
STEP = 5  # per cent that sums of batches are rounded to


class BrokenSealError(Exception):
    """What is kept of a publication is not what was written. The message says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What was told of a group of one batch: `shares` of `whole` answers; no shares where the group may not be shown."""

    id: str
    label: str
    title: str = ""
    href: str = ""
    shares: Mapping[str, Band]
    whole: int

    def reach(self, share: str) -> Range:
        """The counts that a reader has to reckon with for *share*."""
        return reach(self.shares.get(share), self.whole, len(self.shares))


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What was told of several schools at once. `suggested` are the clauses that three of them at least would change."""

    schools: frozenset[str]
    as_of: date
    whole: Told
    groups: tuple[Told, ...]
    kinds: tuple[Told, ...]
    metrics: tuple[Told, ...]
    items: tuple[Told, ...]
    states: Told
    suggested: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """Between how many and how many per cent something is."""

    low: float
    high: float
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A group of schools and its shares, put together from all batches that show it; none where no batch does."""

    id: str
    label: str
    title: str
    href: str
    shares: Mapping[str, Share]

    @property
    def parts(self) -> tuple[str, str]:
        """The label, cut where a narrow plot ends: letters and digits of ASCII are half as wide as others."""
        width = 0.0
        for index, character in enumerate(self.label):
            width += 0.5 if character.isascii() else 1
            if width > NARROW:
                return self.label[:index], self.label[index:]
        return self.label, ""

    @property
    def hidden(self) -> bool:
        """Whether it may not be shown."""
        return not self.shares


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """One term of the county as it was published."""

    term: str
    name: str
    registered: int
    batches: tuple[Batch, ...]

    @property
    def schools(self) -> frozenset[str]:
        """The schools of which something was told."""
        return frozenset[str]().union(*(batch.schools for batch in self.batches))

    @property
    def submitted(self) -> int:
        """How many they are."""
        return len(self.schools)

    @property
    def as_of(self) -> date:
        """The day of the newest batch."""
        return self.batches[-1].as_of

    @property
    def whole(self) -> Row:
        """All clauses of all schools."""
        return _together([batch.whole for batch in self.batches])

    @property
    def states(self) -> Row:
        """How far the putting right is."""
        return _together([batch.states for batch in self.batches])

    @property
    def groups(self) -> tuple[Row, ...]:
        """By attachment."""
        return _merged(batch.groups for batch in self.batches)

    @property
    def kinds(self) -> tuple[Row, ...]:
        """By kind of school."""
        return _merged(batch.kinds for batch in self.batches)

    @property
    def metrics(self) -> tuple[Row, ...]:
        """By what is counted."""
        return _merged(batch.metrics for batch in self.batches)

    @property
    def needed(self) -> tuple[Row, ...]:
        """The clauses that the smallest share of schools meets; of two that look alike, the first in the texts."""
        rows = [row for row in _merged(batch.items for batch in self.batches) if not row.hidden]
        rows = [row for row in rows if row.shares["met"].high < WHOLE]
        return tuple(sorted(rows, key=lambda row: row.shares["met"].low)[:MOST_NEEDED])

    @property
    def suggested(self) -> frozenset[str]:
        """The clauses that at least three schools of one batch would change."""
        return frozenset(clause for batch in self.batches for clause in batch.suggested)


def _merged(batches: Iterable[Sequence[Told]]) -> tuple[Row, ...]:
    """The rows of several batches, each group once, in the order of the newest batch."""
    of: dict[str, list[Told]] = {}
    for told in reversed(list(batches)):
        for each in told:
            of.setdefault(each.id, []).append(each)
    return tuple(_together(found[::-1]) for found in of.values())


def _together(found: Sequence[Told]) -> Row:
    """The row of a group from what was told of it, named as in the newest batch."""
    visible = [told for told in found if told.shares]
    names = [
        name
        for name in (visible[0].shares if visible else ())
        if all(name in t.shares for t in visible)
    ]
    newest = found[-1]
    return Row(
        id=newest.id,
        label=newest.label,
        title=newest.title,
        href=newest.href,
        shares={name: _share(name, visible) for name in names},
    )


def _share(name: str, visible: Sequence[Told]) -> Share:
    """One batch is said in its own words; of several the counts are added, and rounded away from each other."""
    if len(visible) == 1:
        band = visible[0].shares[name]
        return Share(low=band.low, high=band.high, words=band.words)
    ranges = [told.reach(name) for told in visible]
    whole = sum(told.whole for told in visible)
    low = sum(low for low, _ in ranges) * WHOLE // whole // STEP * STEP
    high = -(-sum(high for _, high in ranges) * WHOLE // whole // STEP) * STEP
    return Share(low=low, high=high, words=said(low, high))


def shown(sizes: Mapping[str, int]) -> frozenset[str]:
    """Which of several groups may be shown beside their whole, by how many schools are in each.

    What is hidden must not follow from the rest.
    """
    left = sorted((size, name) for name, size in sizes.items() if size >= LEAST)
    hidden = [size for size in sizes.values() if 0 < size < LEAST]
    while hidden and left and (len(hidden) == 1 or sum(hidden) < LEAST):
        hidden.append(left.pop(0)[0])
    return frozenset(name for _, name in left)


def batch(counted: TermTally) -> Batch:
    """What may be told of the schools that are counted, which are five at least and of which nothing was told before."""
    whole = _told(counted.whole)
    groups, items = _beside(tuple(_partition(counted.groups)), tuple(map(_told, counted.items)))
    kinds = tuple(_partition(counted.kinds))
    if not _apart(whole, kinds):
        kinds = tuple(_told(tally, ()) for tally in counted.kinds)
    if not _apart(whole, groups):
        whole = _told(counted.whole, ())
    return Batch(
        schools=counted.schools,
        as_of=counted.as_of,
        whole=whole,
        groups=groups,
        kinds=kinds,
        metrics=tuple(_told(tally) for tally in counted.metrics),
        items=items,
        states=_told(counted.states, _states_shown(counted.states)),
        suggested=tuple(
            clause for clause, schools in counted.suggestions.items() if len(schools) >= CHOICES
        ),
    )


def _beside(
    groups: tuple[Told, ...], items: tuple[Told, ...]
) -> tuple[tuple[Told, ...], tuple[Told, ...]]:
    """*groups* and *items* as both may be told: what an attachment comes to is the sum of what its clauses come to.

    The one clause of an attachment is the attachment. Where a count of several would follow from their sum, neither it
    nor they are told.
    """
    for group in groups:
        own = [item for item in items if item.id.startswith(f"{group.id}-")]
        parts = [(item.reach("met"), item.whole) for item in own]
        if len(own) == 1 or not apart(parts, group.reach("met")):
            items = tuple(replace(i, shares={}) if i in own else i for i in items)
            if len(own) > 1:
                groups = tuple(replace(g, shares={}) if g is group else g for g in groups)
    return groups, items


def _told(tally: Tally, names: Collection[str] | None = None) -> Told:
    """What may be told of *tally*; of its shares only those with *names*, where they are given."""
    enough = len(tally.schools) >= LEAST
    found = bands(tally.counts, tally.whole) if enough else {}
    return Told(
        id=tally.id,
        label=tally.label,
        title=tally.title,
        href=tally.href,
        shares={name: band for name, band in found.items() if names is None or name in names},
        whole=tally.whole,
    )


def _partition(counted: Sequence[Tally]) -> Iterator[Told]:
    """Groups whose answers add up to the whole."""
    allowed = shown({tally.id: len(tally.schools) for tally in counted})
    for tally in counted:
        yield _told(tally, None if tally.id in allowed else ())


def _states_shown(tally: Tally) -> frozenset[str]:
    return shown({state: len(schools) for state, schools in tally.of.items()})


def _apart(whole: Told, parts: Sequence[Told]) -> bool:
    """Whether no count of *parts* follows from the whole."""
    return all(
        apart([(told.reach(share), told.whole) for told in parts], whole.reach(share))
        for share in whole.shares
    )


# ---------- what is kept between two publications ----------

_LISTS = ("groups", "kinds", "metrics", "items")


def written(published: Publication) -> bytes:
    """What is kept of *published*: JSON with a seal."""
    data: dict[str, Any] = {
        "format": FORMAT,
        "term": published.term,
        "name": published.name,
        "registered": published.registered,
        "batches": [_plain_batch(batch) for batch in published.batches],
    }
    text = json.dumps({**data, "seal": _seal(data)}, ensure_ascii=False, indent=1)
    return f"{text}\n".encode()


def read(raw: bytes, term: str) -> Publication:
    """The publication of *term* that *raw* holds. Raises `BrokenSealError` where it is not as it was written."""
    try:
        data = json.loads(raw)
        seal = data.pop("seal")
        if seal != _seal(data) or data["format"] != FORMAT or data["term"] != term:
            raise BrokenSealError
        return Publication(
            term=term,
            name=data["name"],
            registered=data["registered"],
            batches=tuple(map(_typed_batch, data["batches"])),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BrokenSealError from error


def _seal(data: Mapping[str, Any]) -> str:
    text = json.dumps(data, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _plain_batch(batch: Batch) -> dict[str, Any]:
    return {
        "schools": sorted(batch.schools),
        "as_of": batch.as_of.isoformat(),
        "whole": _plain(batch.whole),
        "states": _plain(batch.states),
        **{name: [_plain(told) for told in getattr(batch, name)] for name in _LISTS},
        "suggested": list(batch.suggested),
    }


def _typed_batch(data: Mapping[str, Any]) -> Batch:
    return Batch(
        schools=frozenset(data["schools"]),
        as_of=date.fromisoformat(data["as_of"]),
        whole=_typed(data["whole"]),
        states=_typed(data["states"]),
        **{name: tuple(map(_typed, data[name])) for name in _LISTS},
        suggested=tuple(data["suggested"]),
    )


def _plain(told: Told) -> dict[str, Any]:
    shares = {name: [band.parts, band.index] for name, band in told.shares.items()}
    return {**dataclasses.asdict(told), "shares": shares}


def _typed(data: Mapping[str, Any]) -> Told:
    shares = {
        name: Band(parts=parts, index=index) for name, (parts, index) in data["shares"].items()
    }
    return Told(**{**data, "shares": shares})
