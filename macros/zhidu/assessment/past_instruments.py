"""Instruments of the past, known by their digests: what schools were asked before what is asked now.

Every day on which something came into force gives one. Within an edition only annotations can change: what was asked
then is kept as data (`asked.py`), and where a duty was split by an annotation fix, its `history` says so, and taking
that back gives the instrument that was there before. Neither is a guess: the digest of what comes of it must be the
one that the submission names.
"""

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations, product
from typing import Any

from zhidu.assessment import instrument_register
from zhidu.assessment.instrument import derive
from zhidu.handbook.book import Handbook, walk
from zhidu.reading.documents import Document
from zhidu.reading.model import Amendment, Clause, Duty, Policy

_MOST_FIXES = 4  # fixes of one day that are taken back in every combination; more only all together


class Pasts:
    """What was asked before, by the digest of its instrument: the handbook of that day. What is asked now is not in it.

    A day is looked at when what was asked later is not what is wanted: most want the latest, and to derive the
    instrument of every day is as many times the work of one as there were days.
    """

    def __init__(self, handbook: Handbook) -> None:
        self._found: dict[str, Handbook] = {}
        self._now = derive(handbook).digest
        self._days = _days(handbook)
        self._kept = instrument_register.known(handbook)

    def __contains__(self, digest: str) -> bool:
        """Whether that was asked on some day before."""
        return self.get(digest) is not None

    def get(self, digest: str) -> Handbook | None:
        """The handbook of the latest day on which that was asked; None where it never was, or is asked now."""
        while digest not in self._found and self._look():
            pass
        return None if digest == self._now else self._found.get(digest)

    def latest(self, days: int) -> Iterator[str]:
        """The digests of what was asked on the latest *days* on which it was something else, the latest first."""
        while len(self._asked_on()) <= days and self._look():
            pass
        known = self._asked_on()[:days]
        yield from (name for name, old in self._others() if old.as_of in known)

    def _others(self) -> Iterator[tuple[str, Handbook]]:
        return ((name, old) for name, old in self._found.items() if name != self._now)

    def _asked_on(self) -> list[date]:
        """The days of what was found so far, the latest first."""
        return sorted({old.as_of for _, old in self._others()}, reverse=True)

    def _look(self) -> bool:
        """Look at the day before those that were looked at, if there is one."""
        each = next(self._days, None)
        if each is None:
            return False
        instrument = derive(each)
        self._found.setdefault(instrument.digest, each)
        for digest, of_then in self._kept.items():
            if digest not in self._found and of_then.editions == instrument.editions:
                annotated = instrument_register.before(each, of_then)
                if annotated is not None:
                    self._found[digest] = annotated
        for earlier in _unfixed(each):
            self._found.setdefault(derive(earlier).digest, earlier)
        return True


def pasts(handbook: Handbook) -> Pasts:
    """What was asked before what is asked now."""
    return handbook.once("past instruments", lambda: Pasts(handbook))


def _days(handbook: Handbook) -> Iterator[Handbook]:
    """The handbook of today, then of every day up to it on which something came into force, the latest first."""
    yield handbook
    days: set[date] = {notice.value.effective for notice in handbook.issued}
    for editions in handbook.known_editions.values():
        days |= {c.effective for edition in editions for c in edition.citations.values()}
    for day in sorted((d for d in days if d < handbook.as_of), reverse=True):
        yield dataclasses.replace(handbook, as_of=day)


def _fixes(handbook: Handbook) -> dict[str, tuple[str, ...]]:
    """Duties that say that they come from duties of their own clause, with those; nothing where they are new."""
    found: dict[str, tuple[str, ...]] = {}
    for citation, duty in handbook.duties.values():
        if duty.history is None or duty.history.change not in {Amendment.SPLIT, Amendment.NEW}:
            continue
        own = {other.id for other in citation.clause.duties}
        origins = tuple(o for o in duty.history.from_ if o in own and o != duty.id)
        if origins or duty.history.change is Amendment.NEW:
            found[duty.id] = origins
    return found


def _unfixed(handbook: Handbook) -> Iterator[Handbook]:
    """The handbook with annotation fixes taken back: in every way in which it may have been before."""
    fixes = _fixes(handbook)
    if not fixes:
        return
    sizes = range(len(fixes), 0, -1) if len(fixes) <= _MOST_FIXES else [len(fixes)]
    for size in sizes:
        for taken in combinations(sorted(fixes), size):
            for records, measure in product((True, False), repeat=2):
                back = _Back({name: fixes[name] for name in taken}, records, measure)
                yield dataclasses.replace(
                    handbook, documents=tuple(map(back.document, handbook.documents))
                )


@dataclasses.dataclass(frozen=True, slots=True)
class _Back:
    """Takes back splits: whether the records of the part, and its number and time, were the whole's."""

    fixes: Mapping[str, tuple[str, ...]]
    records: bool
    measure: bool

    def document(self, document: Document[Any]) -> Document[Any]:
        """*document* as it was before."""
        if document.kind != "policy" or not any(
            duty.id in self.fixes
            for _, _, clause in walk(document.value.clauses)
            for duty in clause.duties
        ):
            return document
        policy: Policy = document.value
        clauses = tuple(map(self._clause, policy.clauses))
        return dataclasses.replace(document, value=dataclasses.replace(policy, clauses=clauses))

    def _clause(self, clause: Clause) -> Clause:
        parts = [duty for duty in clause.duties if duty.id in self.fixes]
        return dataclasses.replace(
            clause,
            clauses=tuple(map(self._clause, clause.clauses)),
            duties=tuple(self._whole(d, parts) for d in clause.duties if d.id not in self.fixes),
        )

    def _whole(self, duty: Duty, parts: Sequence[Duty]) -> Duty:
        mine = [part for part in parts if duty.id in self.fixes[part.id]]
        if self.records:
            records = (*duty.records, *(r for part in mine for r in part.records))
            duty = dataclasses.replace(duty, records=tuple(dict.fromkeys(records)))
        for part in mine if self.measure else ():
            duty = dataclasses.replace(
                duty, threshold=duty.threshold or part.threshold, when=duty.when or part.when
            )
        return duty
