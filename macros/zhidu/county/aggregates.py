"""How many schools meet each clause, counted exactly. For the bureau alone: `sealed_batches` says what may be told of it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from zhidu.assessment import filed
from zhidu.assessment.instrument import Group
from zhidu.assessment.submission import AnswerStatus
from zhidu.county.statements import Statement
from zhidu.handbook.book import Handbook, called


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Of how many schools something was asked, by what they are and have, and how many said yes.

    *asked* does not follow from what they answered: who calls a clause inapplicable was asked, too.
    """

    asked: int
    yes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A clause on one subject, in the section *group*, and how many schools meet it."""

    id: str
    group: str
    label: str
    title: str
    href: str
    met: Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class TermTally:
    """One term, counted. `suggestions` are those who would change a clause, by clause."""

    term: str
    name: str
    registered: int
    as_of: date
    schools: frozenset[str]
    groups: tuple[Group, ...]
    clauses: tuple[Clause, ...]
    suggestions: Mapping[str, Tally]


def tallies(
    handbook: Handbook, statements: Sequence[Statement], submissions: Sequence[filed.Filed] = ()
) -> tuple[TermTally, ...]:
    """Every term that somebody submitted for, the newest first. *submissions* are what suggestions are taken from."""
    of: dict[str, list[Statement]] = {}
    for statement in statements:
        of.setdefault(statement.term, []).append(statement)
    return tuple(
        _counted(handbook, term, of[term], submissions) for term in sorted(of, reverse=True)
    )


def _counted(
    handbook: Handbook, term: str, current: Sequence[Statement], submissions: Sequence[filed.Filed]
) -> TermTally:
    instrument = current[0].context.instrument
    schools = frozenset(statement.school for statement in current)
    asked = Counter(item.id for statement in current for item in statement.items)
    met = Counter(
        item.id
        for statement in current
        for item in statement.items
        if (answer := statement.checklist.items.get(item.id)) and answer.status is AnswerStatus.MET
    )
    whom = Counter(
        clause
        for statement in current
        for clause in dict.fromkeys(item.clause for item in statement.items)
    )
    own = [each for each in submissions if each.term == term and each.school in schools]
    said = Counter(each.clause for each in (filed.suggestions(handbook, own) if own else ()))
    hrefs = {group.id: group.href for group in instrument.groups}
    return TermTally(
        term=term,
        name=called(handbook.school_terms, term),
        registered=len(handbook.schools or {}),
        as_of=max(statement.checklist.filled for statement in current),
        schools=schools,
        groups=instrument.groups,
        clauses=tuple(
            Clause(
                id=item.id,
                group=item.group,
                label=item.cite,
                title=item.brief,
                href=f"{hrefs[item.group]}#{item.clause}",
                met=Tally(asked=asked[item.id], yes=met[item.id]),
            )
            for item in instrument.items
        ),
        suggestions={clause: Tally(asked=whom[clause], yes=said[clause]) for clause in said},
    )
