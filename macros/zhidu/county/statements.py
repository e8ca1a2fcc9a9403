"""Submissions and inspections of a `checklists/` folder, typed. What is not sound is left out, and named."""

from collections.abc import Collection, Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from zhidu.assessment.instrument import Item
from zhidu.assessment.submission import Checklist, receipt
from zhidu.assessment.verdict.answer_facts import Context, inapplicable
from zhidu.assessment.verdict.one_submission import Bench, Entry
from zhidu.county.inspection import Inspection
from zhidu.handbook.book import Handbook
from zhidu.reading import documents, schemas, strict_yaml
from zhidu.reading.documents import Place
from zhidu.reading.model import structure


@dataclass(frozen=True, kw_only=True)
class Statement:
    """What one school said for one term, and what the bureau found, if it looked.

    `given` is its very file, where the answers stand under other ids by now. `files` are what findings call that file, and
    the one of the inspection.
    """

    checklist: Checklist
    data: dict[str, Any]
    context: Context
    inspection: Inspection | None = None
    given: dict[str, Any] | None = None
    files: tuple[str, ...] = ()

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


def read(
    handbook: Handbook, folder: Path, *, unsound: Collection[str] = ()
) -> tuple[Statement, ...]:
    """Every statement in the `checklists/` folder *folder*, by term, then in the order of the register.

    What is called *unsound*, by the paths that findings name, is left out.
    """
    _, places, _ = documents.discover_checklists(folder)
    bench = Bench(handbook)
    sound = [place for place in places if place.shown not in unsound]
    inspections = {
        (found.school, found.term): found
        for place in sound
        if place.kind == documents.INSPECTION and (data := _data(place)) is not None
        for found in [structure(Inspection, data)]
    }
    return in_order(
        handbook,
        (
            statement(handbook, entry, inspections.get((entry.school, entry.term)))
            for place in sound
            if place.kind == documents.CHECKLIST and (data := _data(place)) is not None
            for entry in [bench.entry(data, place)]
            if entry is not None and entry.is_answer
        ),
    )


def _data(place: Place) -> dict[str, Any] | None:
    found, _ = strict_yaml.read(place.path, place.shown)
    return found.data if found and schemas.accepts(place.kind, found.data) else None


def statement(
    handbook: Handbook,
    entry: Entry,
    inspection: Inspection | None,
    found_in: str = "",
) -> Statement:
    """What *entry* states, and the *inspection* of it, which was *found_in* a file."""
    known = (handbook.schools or {}).get(entry.school)
    return Statement(
        checklist=structure(Checklist, entry.data),
        data=entry.data,
        given=entry.given,
        context=entry.judge.context(known.institution if known else None),
        inspection=inspection,
        files=(entry.place.shown, found_in),
    )


def without(
    handbook: Handbook, statements: Iterable[Statement], unsound: AbstractSet[str]
) -> tuple[Statement, ...]:
    """*statements* in order, without what was written in the files called *unsound*."""
    return in_order(
        handbook,
        (
            each if unsound.isdisjoint(each.files[1:]) else replace(each, inspection=None)
            for each in statements
            if each.files[0] not in unsound
        ),
    )


def in_order(handbook: Handbook, statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """*statements* by term, then in the order of the register."""
    order = {school: number for number, school in enumerate(handbook.schools or {})}
    return tuple(sorted(statements, key=lambda s: (s.term, order.get(s.school, len(order)))))


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
