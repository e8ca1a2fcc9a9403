"""What everybody may know of the county: shares over all schools, never a school, never a word that a school wrote.

Two publications of one term that differ by a single school would give that school's answers away, however coarse they
are. So schools are published in batches of five at least: what is told of a batch is told once, of these schools alone,
and stays as it is whatever they send later. What a term comes to is put together from what was told of its batches.
What is kept is sealed: who has it changed gets nothing published.

Of a batch one thing is told of each clause: in which band the count of schools lies that meet it. How the bands lie
follows from how many schools were asked (`bands`); and what one clause's band says, no other one's confirms or denies,
since a school that meets any clauses may have met any others. All else is reckoned from these bands, so it tells no more:
attachments, the whole, the order, which clauses are named. No second sum of the same answers is told, by kind of school,
by status or by what became of them: two sums together would leave less than either.
"""

import dataclasses
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from zhidu.assessment.filed import LEAST
from zhidu.county.aggregates import TermTally
from zhidu.county.bands import CHOICES, WHOLE, Band, band, reach, said

MOST_NEEDED = 10
FORMAT = 2
_CALLED = ("id", "label", "title", "href")
STEP = 5  # per cent that sums of clauses are rounded to


class BrokenSealError(Exception):
    """What is kept of a publication is not what was written."""


class NewerFormatError(BrokenSealError):
    """What is kept was written by a later program."""


class LostError(BrokenSealError):
    """More was published than is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """What clauses stand in: an attachment; what it is called, and its page."""

    id: str
    label: str
    title: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What was told of a clause of the section *group*: the band of the *asked* schools that meet it; none of too few."""

    id: str
    group: str
    label: str
    title: str
    href: str
    asked: int
    band: Band | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What was told of several schools at once. `suggested` are the clauses that three of them at least would change."""

    schools: frozenset[str]
    as_of: date
    groups: tuple[Section, ...]
    clauses: tuple[Told, ...]
    suggested: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """Between how many and how many per cent something is."""

    low: float
    high: float
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row(Section):
    """A clause, or several, and the share of those asked that meet it; none where too few were asked for any to be told."""

    share: Share | None
    clauses: tuple["Row", ...] = ()


@dataclass(frozen=True, kw_only=True)
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
        told = [clause for batch in self.batches for clause in batch.clauses]
        return Row(id="all", label=self.name, title="", href="", share=_share(told))

    @cached_property
    def groups(self) -> tuple[Row, ...]:
        """By attachment, each with its clauses."""
        sections = {group.id: group for batch in self.batches for group in batch.groups}
        clauses = {name: self._clauses(name) for name in sections}
        return tuple(
            Row(
                **_named(section),
                share=_share([told for found in clauses[name] for told in found]),
                # each is called as in the newest batch, which is the first
                clauses=tuple(Row(**_named(c[0]), share=_share(c)) for c in clauses[name]),
            )
            for name, section in sections.items()
        )

    def _clauses(self, group: str) -> list[list[Told]]:
        """What was told of each clause of *group*, in the order of the newest batch that asked it."""
        of: dict[str, list[Told]] = {}
        for batch in reversed(self.batches):
            for told in batch.clauses:
                if told.group == group:
                    of.setdefault(told.id, []).append(told)
        return list(of.values())

    @property
    def needed(self) -> tuple[Row, ...]:
        """The clauses that the smallest share of schools meets; of those that look alike, the first in the texts."""
        return self._lacking[:MOST_NEEDED]

    @property
    def as_needed(self) -> int:
        """How many more look like the last of `needed`."""
        rest = self._lacking[MOST_NEEDED:]
        return sum(1 for row in rest if row.share == self._lacking[MOST_NEEDED - 1].share)

    @cached_property
    def _lacking(self) -> tuple[Row, ...]:
        rows = [
            (row.share.low, row.share.high, row)
            for group in self.groups
            for row in group.clauses
            if row.share is not None and row.share.high < WHOLE
        ]
        return tuple(row for _, _, row in sorted(rows, key=lambda found: found[:2]))

    @property
    def suggested(self) -> frozenset[str]:
        """The clauses that at least three schools of one batch would change."""
        return frozenset(clause for batch in self.batches for clause in batch.suggested)


def _named(found: object) -> dict[str, Any]:
    """What a section or a clause is called, and where it stands."""
    return {name: getattr(found, name) for name in _CALLED}


def _share(found: Iterable[Told]) -> Share | None:
    """What was told once is said in its own words; of several the counts are added, and rounded away from each other."""
    told = [(each.band, each.asked) for each in found if each.band is not None]
    if len(told) == 1:
        [(only, _)] = told
        return Share(low=only.low, high=only.high, words=only.words)
    whole = sum(asked for _, asked in told)
    if not whole:
        return None
    ranges = [reach(*each) for each in told]
    low = sum(low for low, _ in ranges) * WHOLE // whole // STEP * STEP
    high = -(-sum(high for _, high in ranges) * WHOLE // whole // STEP) * STEP
    return Share(low=low, high=high, words=said(low, high))


def batch(counted: TermTally) -> Batch:
    """What may be told of the schools that are counted, which are five at least and of which nothing was told before."""
    return Batch(
        schools=counted.schools,
        as_of=counted.as_of,
        groups=tuple(Section(**_named(group)) for group in counted.groups),
        clauses=tuple(
            Told(
                **_named(clause),
                group=clause.group,
                asked=clause.met.asked,
                band=band(clause.met.yes, clause.met.asked),
            )
            for clause in counted.clauses
        ),
        suggested=tuple(
            clause
            for clause, found in counted.suggestions.items()
            if found.asked >= LEAST and found.yes >= CHOICES
        ),
    )


# ---------- what is kept between two publications ----------


def written(published: Publication, *, lost: bool = False) -> bytes:
    """What is kept of *published*: JSON with a seal. *lost* says that more was published than that."""
    data: dict[str, Any] = {
        "format": FORMAT,
        "term": published.term,
        "name": published.name,
        "registered": published.registered,
        "batches": [_plain(batch) for batch in published.batches],
        **({"lost": True} if lost else {}),
    }
    text = json.dumps({**data, "seal": _seal(data)}, ensure_ascii=False, indent=1)
    return f"{text}\n".encode()


def read(raw: bytes, term: str) -> Publication:
    """The publication of *term* that *raw* holds. Raises `BrokenSealError` where it is not as it was written."""
    try:
        data = json.loads(raw)
        seal = data.pop("seal")
        if seal != _seal(data) or data["term"] != term:
            raise BrokenSealError
        if data["format"] > FORMAT:
            raise NewerFormatError
        if "lost" in data:
            raise LostError
        typed = _typed if data["format"] == FORMAT else _typed_1
        return Publication(
            term=term,
            name=data["name"],
            registered=data["registered"],
            batches=tuple(map(typed, data["batches"])),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BrokenSealError from error


def _seal(data: Mapping[str, Any]) -> str:
    text = json.dumps(data, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(batch: Batch) -> dict[str, Any]:
    return {
        "schools": sorted(batch.schools),
        "as_of": batch.as_of.isoformat(),
        "groups": [dataclasses.asdict(group) for group in batch.groups],
        "clauses": [
            {**dataclasses.asdict(told), "band": told.band and [told.band.parts, told.band.index]}
            for told in batch.clauses
        ],
        "suggested": list(batch.suggested),
    }


def _typed(data: Mapping[str, Any]) -> Batch:
    return Batch(
        schools=frozenset(data["schools"]),
        as_of=date.fromisoformat(data["as_of"]),
        groups=tuple(Section(**each) for each in data["groups"]),
        clauses=tuple(
            Told(**{**each, "band": _band(each["band"]) if each["band"] else None})
            for each in data["clauses"]
        ),
        suggested=tuple(data["suggested"]),
    )


def _band(told: Sequence[int]) -> Band:
    parts, index = told
    return Band(parts=parts, index=index)


def _typed_1(data: Mapping[str, Any]) -> Batch:
    """A batch as format 1 has it, which told more: of that the bands of clauses are still said, the rest is not repeated."""
    groups = tuple(Section(**{name: each[name] for name in _CALLED}) for each in data["groups"])
    homes = {group.href: group.id for group in groups}
    return Batch(
        schools=frozenset(data["schools"]),
        as_of=date.fromisoformat(data["as_of"]),
        groups=groups,
        clauses=tuple(
            Told(
                **{name: each[name] for name in _CALLED},
                group=homes[each["href"].partition("#")[0]],
                asked=each["whole"],
                band=_band(each["shares"]["met"]) if each["shares"] else None,
            )
            for each in data["items"]
        ),
        suggested=tuple(data["suggested"]),
    )
