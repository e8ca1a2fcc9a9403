"""Submissions and inspections of a `checklists/` folder, typed. What is not sound is left out, and named."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from zhidu.assessment.instrument import Instrument, Item, for_term
from zhidu.assessment.submission import Checklist, receipt
from zhidu.assessment.verdict.answer_facts import Context, inapplicable
from zhidu.assessment.verdict.one_submission import Judge, settled
from zhidu.county.inspection import Inspection
from zhidu.handbook.book import Handbook
from zhidu.reading import documents, schemas, strict_yaml
from zhidu.reading.documents import Place
from zhidu.reading.model import structure


@dataclass(frozen=True, kw_only=True)
class Statement:
    """What one school said for one term, and what the bureau found, if it looked.

    `given` is its very file, where the answers stand under other ids by now.
    """

    checklist: Checklist
    data: dict[str, Any]
    context: Context
    inspection: Inspection | None = None
    given: dict[str, Any] | None = None

    @property
    def school(self) -> str:
        """The school's id."""
        return self.checklist.school

    @property
    def term(self) -> str:
        """The term's id."""
        return self.checklist.term

    @cached_property
    def receipt(self) -> str:
        """What stands on the school's receipt."""
        return receipt(self.given or self.data)

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """The items that apply to the school by what it has and is."""
        found = {"metrics": {}, "periods": {}, **self.data}
        return tuple(
            item
            for item in self.context.instrument.items
            if not inapplicable(self.context, found, item)
        )


@dataclass
class Instruments:
    """The instrument of each term, derived once."""

    handbook: Handbook
    _known: dict[str, Instrument] = field(default_factory=dict)

    def of(self, term: str) -> Instrument:
        """The instrument that is answered in *term*."""
        if term not in self._known:
            known = (self.handbook.school_terms or {}).get(term)
            self._known[term] = for_term(self.handbook, known)
        return self._known[term]

    def context(self, school: str, term: str) -> Context:
        """What is known about a submission besides itself."""
        known = (self.handbook.schools or {}).get(school)
        terms = self.handbook.school_terms or {}
        return Context(self.of(term), terms.get(term), known.institution if known else None)


def read(
    handbook: Handbook, folder: Path, *, unsound: Collection[str] = ()
) -> tuple[Statement, ...]:
    """Every statement in the `checklists/` folder *folder*, by term, then in the order of the register.

    What is called *unsound*, by the paths that findings name, is left out.
    """
    _, places, _ = documents.discover_checklists(folder)
    instruments = Instruments(handbook)
    sound = [place for place in places if place.shown not in unsound]
    inspections = {
        (found.school, found.term): found
        for place in sound
        if place.kind == documents.INSPECTION and (found := inspection(place)) is not None
    }
    statements = [
        found
        for place in sound
        if place.kind == documents.CHECKLIST
        for found in [statement(instruments, place, inspections)]
        if found is not None
    ]
    order = {school: number for number, school in enumerate(handbook.schools or {})}
    return tuple(sorted(statements, key=lambda s: (s.term, order.get(s.school, len(order)))))


def inspection(place: Place) -> Inspection | None:
    """The inspection at *place*, where it has the shape of one."""
    data = _data(place, documents.INSPECTION)
    if data is None:
        return None
    found: Inspection = structure(Inspection, data)
    return found


def statement(
    instruments: Instruments, place: Place, inspections: dict[tuple[str, str], Inspection]
) -> Statement | None:
    """The statement at *place*, where it answers the instrument of its term."""
    data = _data(place, documents.CHECKLIST)
    if data is None:
        return None
    context = instruments.context(data["school"], data["term"])
    first = Judge(context.instrument, context.term)
    judge, today, _ = settled(instruments.handbook, first, data)
    if today["instrument"] != judge.instrument.digest:
        return None
    return Statement(
        checklist=structure(Checklist, today),
        data=today,
        given=data,
        context=judge.context(context.institution),
        inspection=inspections.get((data["school"], data["term"])),
    )


def _data(place: Place, kind: str) -> dict[str, Any] | None:
    found, _ = strict_yaml.read(place.path, place.shown)
    if found is None or not schemas.accepts(kind, found.data):
        return None
    data: dict[str, Any] = found.data
    return data


def by_school(statements: Iterable[Statement]) -> Iterator[tuple[str, tuple[Statement, ...]]]:
    """The statements of each school, in the order of terms."""
    schools: dict[str, list[Statement]] = {}
    for each in statements:
        schools.setdefault(each.school, []).append(each)
    for school, found in schools.items():
        yield school, tuple(sorted(found, key=lambda s: s.term))


def days(statement: Statement) -> Iterator[date]:
    """Every day on which something was said of a statement."""
    yield statement.checklist.filled
    if statement.inspection:
        yield statement.inspection.checked
        yield from (closure.closed for closure in statement.inspection.closed.values())
