"""Everything the files say, indexed by id, as of a date."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from macros.documents import Document
from macros.model import (
    Clause,
    Duty,
    Facility,
    Institution,
    Metric,
    Metrics,
    Notice,
    Policy,
    Record,
    Rhythm,
    RhythmGroup,
    Role,
    School,
    SchoolTerm,
    Term,
)
from macros.source import Steps


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A policy as one issuance published it."""

    document: Document[Policy]
    notice: Document[Notice]

    @property
    def policy(self) -> Policy:
        """The policy itself."""
        return self.document.value

    @property
    def date(self) -> str:
        """The edition's name: the date of its issuance."""
        return self.notice.value.issuance.isoformat()


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A clause and what it stands in. `edition` is None for a paragraph of a notice."""

    clause: Clause
    parent: Clause | None
    edition: Edition | None
    notice: Document[Notice]


@dataclass(frozen=True)
class Handbook:
    """All documents. Asks are answered as of `as_of`; `complete` says whether every file could be used."""

    documents: tuple[Document[Any], ...]
    as_of: date
    complete: bool

    def of(self, kind: str) -> Iterator[Document[Any]]:
        """The documents of a kind, in the order of their files."""
        return (document for document in self.documents if document.kind == kind)

    def _vocabulary(self, kind: str, key: str = "") -> Mapping[str, Any] | None:
        found = next(self.of(kind), None)
        if found is None:
            return None
        return {entry.id: entry for entry in getattr(found.value, key or kind)}

    @cached_property
    def roles(self) -> Mapping[str, Role] | None:
        """Roles by id; None where the file could not be used, so that nothing is called unknown in vain."""
        return self._vocabulary("roles")

    @cached_property
    def records(self) -> Mapping[str, Record] | None:
        """Records by id."""
        return self._vocabulary("records")

    @cached_property
    def metrics(self) -> Mapping[str, Metric] | None:
        """Metrics by id."""
        return self._vocabulary("metrics")

    @cached_property
    def facilities(self) -> Mapping[str, Facility] | None:
        """Facilities by id."""
        return self._vocabulary("facilities")

    @cached_property
    def institutions(self) -> Mapping[str, Institution] | None:
        """Kinds of schools by id."""
        return self._vocabulary("institutions")

    @cached_property
    def schools(self) -> Mapping[str, School] | None:
        """Schools that submit checklists, by id."""
        return self._vocabulary("schools")

    @cached_property
    def school_terms(self) -> Mapping[str, SchoolTerm] | None:
        """Terms of the school year by id."""
        return self._vocabulary("school-terms", "terms")

    @cached_property
    def terms(self) -> Mapping[str, Term] | None:
        """Glossary entries by id."""
        return self._vocabulary("terms")

    @cached_property
    def rhythms(self) -> Mapping[str, Rhythm] | None:
        """Rhythms by id."""
        return self._vocabulary("rhythms")

    @cached_property
    def measures(self) -> Metrics | None:
        """Units and spans, with the metrics that use them."""
        found = next(self.of("metrics"), None)
        return found.value if found else None

    @cached_property
    def groups(self) -> tuple[RhythmGroup, ...]:
        """The groups in which pages show duties, in order."""
        found = next(self.of("rhythms"), None)
        return found.value.groups if found else ()

    @cached_property
    def notices(self) -> tuple[Document[Notice], ...]:
        """Notices in force by `as_of`, oldest first."""
        found = [n for n in self.of("notice") if n.value.effective <= self.as_of]
        return tuple(sorted(found, key=lambda n: (n.value.effective, n.value.issuance)))

    @cached_property
    def editions(self) -> Mapping[str, tuple[Edition, ...]]:
        """Every edition of every policy up to `as_of`, oldest first, in the order of the policies."""
        by_folder = {notice.issuance: notice for notice in self.notices}
        found: dict[str, list[Edition]] = {}
        for document in self.of("policy"):
            notice = by_folder.get(document.issuance)
            if notice is not None:
                edition = Edition(document=document, notice=notice)
                found.setdefault(document.value.policy, []).append(edition)
        for editions in found.values():
            editions.sort(key=lambda e: (e.notice.value.effective, e.date))
        return {policy: tuple(found[policy]) for policy in sorted(found, key=number)}

    @cached_property
    def current(self) -> Mapping[str, Edition]:
        """The edition of each policy that is in force."""
        return {policy: editions[-1] for policy, editions in self.editions.items()}

    @cached_property
    def citations(self) -> Mapping[str, Citation]:
        """Every clause in force, by id: first the notices' paragraphs, then the policies'."""
        found: dict[str, Citation] = {}
        for notice in self.notices:
            for _, parent, clause in walk(notice.value.clauses):
                found[clause.id] = Citation(
                    clause=clause, parent=parent, edition=None, notice=notice
                )
        for edition in self.current.values():
            for _, parent, clause in walk(edition.policy.clauses):
                found[clause.id] = Citation(
                    clause=clause, parent=parent, edition=edition, notice=edition.notice
                )
        return found

    @cached_property
    def duties(self) -> Mapping[str, tuple[Citation, Duty]]:
        """Every duty in force, by id, in the order of the texts, with the clause it is found in."""
        return {
            duty.id: (citation, duty)
            for citation in self.citations.values()
            for duty in citation.clause.duties
        }

    @cached_property
    def duties_of(self) -> Mapping[str, tuple[Duty, ...]]:
        """The duties that name a role, in any capacity, by role."""
        found: dict[str, list[Duty]] = {}
        for _, duty in self.duties.values():
            for role in dict.fromkeys(assignment.role for assignment in duty.roles):
                found.setdefault(role, []).append(duty)
        return {role: tuple(duties) for role, duties in found.items()}

    @cached_property
    def addressed(self) -> Mapping[str, Edition]:
        """The first policy in force that is written for a role, by role."""
        found: dict[str, Edition] = {}
        for edition in self.current.values():
            if edition.policy.addressee:
                found.setdefault(edition.policy.addressee, edition)
        return found

    def keepers(self, record: str) -> tuple[tuple[Citation, Duty], ...]:
        """The duties that demand a record, with their clauses."""
        return tuple(pair for pair in self.duties.values() if record in pair[1].records)


def walk(
    clauses: tuple[Clause, ...], steps: Steps = ("clauses",), parent: Clause | None = None
) -> Iterator[tuple[Steps, Clause | None, Clause]]:
    """Every clause and sub-clause, in order: its steps in the document, its parent, itself."""
    for index, clause in enumerate(clauses):
        here = (*steps, index)
        yield here, parent, clause
        yield from walk(clause.clauses, (*here, "clauses"), clause)


def number(identifier: str) -> tuple[str, int]:
    """Sort key of a policy's id: a2 before a10."""
    letters = identifier.rstrip("0123456789")
    digits = identifier[len(letters) :]
    return letters, int(digits) if digits else 0


def newest(documents: tuple[Document[Any], ...]) -> date | None:
    """The newest date that the data itself knows."""
    dates = [
        day
        for document in documents
        if isinstance(document.value, Notice)
        for day in (document.value.effective, document.value.issuance, document.value.published)
        if day is not None
    ]
    return max(dates, default=None)
