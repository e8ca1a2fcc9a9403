"""How far a project has come, and which pages therefore have something to show.

A bureau may have texts alone (level 1), duties read from them (level 2), or schools that answer for them (level 3). A
page that would be empty is not made, and nothing leads to it. What was once published stays: every edition counts.
"""

from collections.abc import Callable, Iterator

from zhidu.handbook.book import Handbook, once, walk
from zhidu.reading.model import Clause, Duty, Modality

_DUTY_PAGES: dict[str, Callable[[Duty], bool]] = {
    "roles": lambda _: True,
    "when": lambda _: True,
    "review": lambda _: True,
    "thresholds": lambda duty: duty.threshold is not None,
    "records": lambda duty: bool(duty.records),
    "reports": lambda duty: duty.report is not None or duty.approval is not None,
    "prohibitions": lambda duty: duty.modality is Modality.MUST_NOT,
    "sanctions": lambda duty: duty.sanction is not None or duty.incentive is not None,
}
"""Pages that show duties, and which they show."""

SCHOOLS = ("checklist", "county")
"""Pages for what schools answer."""

MANUALS = ("self-assessment",)
"""Pages of the manual about them."""


TEXTS, DUTIES, SELF_ASSESSMENT = 1, 2, 3


def level(handbook: Handbook) -> int:
    """How far the project has come."""
    if not any(clause.duties for clause in _clauses(handbook)):
        return TEXTS
    return SELF_ASSESSMENT if handbook.schools and handbook.school_terms else DUTIES


@once
def absent(handbook: Handbook) -> frozenset[str]:
    """The pages, by the folder they stand in, that have nothing to show."""
    clauses = tuple(_clauses(handbook))
    duties = [duty for clause in clauses for duty in clause.duties]
    missing = {page for page, shows in _DUTY_PAGES.items() if not any(map(shows, duties))}
    if not handbook.terms:
        missing.add("glossary")
    if not any(clause.errata for clause in clauses) and not _errata_elsewhere(handbook):
        missing.add("errata")
    if level(handbook) < SELF_ASSESSMENT:
        missing.update(SCHOOLS, MANUALS)
    return frozenset(missing)


def _clauses(handbook: Handbook) -> Iterator[Clause]:
    """Every clause of every edition and notice that was issued by the day."""
    for document in handbook.issued:
        yield from (clause for _, _, clause in walk(document.value.clauses))
    for editions in handbook.known_editions.values():
        for edition in editions:
            yield from (citation.clause for citation in edition.citations.values())


def _errata_elsewhere(handbook: Handbook) -> bool:
    return any(
        document.value.signoff.errata or any(line.errata for line in document.value.attachments)
        for document in handbook.issued
    )
