"""What all schools of the county come to together, counted exactly. For the bureau alone: `publication` says what may be told."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from zhidu.assessment import filed
from zhidu.assessment.instrument import Instrument, Item
from zhidu.assessment.submission import AnswerStatus
from zhidu.assessment.verdict.answer_facts import reached, valid
from zhidu.county.ledger import Entry, State, ledger
from zhidu.county.statements import Statement, days
from zhidu.handbook.book import Handbook

STATUSES = ("met", "partial", "not-met", "unknown")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How often something was answered each way, and by which schools.

    `counts` add up to `whole`, or are a part of it. `of` are the schools behind each count, where a count is hidden
    for being that of few schools.
    """

    id: str
    label: str
    title: str = ""
    href: str = ""
    counts: Mapping[str, int]
    whole: int
    schools: frozenset[str]
    of: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class TermTally:
    """One term, counted. `suggestions` are the schools that would change a clause, by clause."""

    term: str
    name: str
    registered: int
    as_of: date
    whole: Tally
    groups: tuple[Tally, ...]
    kinds: tuple[Tally, ...]
    metrics: tuple[Tally, ...]
    items: tuple[Tally, ...]
    states: Tally
    suggestions: Mapping[str, frozenset[str]]

    @property
    def schools(self) -> frozenset[str]:
        """The schools that submitted."""
        return self.whole.schools


def tallies(
    handbook: Handbook, statements: Sequence[Statement], submissions: Sequence[filed.Filed] = ()
) -> tuple[TermTally, ...]:
    """Every term that somebody submitted for, the newest first. *submissions* are what suggestions are taken from."""
    terms = handbook.school_terms or {}
    found = []
    for term in sorted({statement.term for statement in statements}, reverse=True):
        current = [statement for statement in statements if statement.term == term]
        name = terms[term].name if term in terms else term
        instrument = current[0].context.instrument
        so_far = [statement for statement in statements if statement.term <= term]
        day = max(day for statement in so_far for day in days(statement))
        said = filed.suggestions(handbook, [each for each in submissions if each.term == term])
        found.append(
            TermTally(
                term=term,
                name=name,
                registered=len(handbook.schools or {}),
                as_of=day,
                whole=_tally("all", name, current, instrument.items),
                groups=tuple(_groups(instrument, current)),
                kinds=tuple(_kinds(handbook, instrument, current)),
                metrics=tuple(_metrics(instrument, current)),
                items=tuple(_items(instrument, current)),
                states=_states(ledger(so_far, day)),
                suggestions={
                    clause: frozenset(each.school for each in said if each.clause == clause)
                    for clause in dict.fromkeys(each.clause for each in said)
                },
            )
        )
    return tuple(found)


def _tally(
    name: str,
    label: str,
    statements: Sequence[Statement],
    items: Sequence[Item],
    *,
    title: str = "",
    href: str = "",
) -> Tally:
    """How often each answer was given to *items*, and by which schools any."""
    wanted = {item.id for item in items}
    counts = dict.fromkeys(STATUSES, 0)
    schools = set()
    for statement in statements:
        for item in statement.items:
            if item.id not in wanted:
                continue
            answer = statement.checklist.items.get(item.id)
            status = answer.status if answer else AnswerStatus.UNKNOWN
            if status is not AnswerStatus.NOT_APPLICABLE:
                counts[status.value] += 1
                schools.add(statement.school)
    return Tally(
        id=name,
        label=label,
        counts=counts,
        whole=sum(counts.values()),
        schools=frozenset(schools),
        title=title,
        href=href,
    )


def _groups(instrument: Instrument, statements: Sequence[Statement]) -> Iterator[Tally]:
    """By attachment: each is of its own schools."""
    for group in instrument.groups:
        items = instrument.of_group[group.id]
        yield _tally(group.id, group.label, statements, items, title=group.title, href=group.href)


def _kinds(
    handbook: Handbook, instrument: Instrument, statements: Sequence[Statement]
) -> Iterator[Tally]:
    """By kind of school."""
    of: dict[str, list[Statement]] = {}
    for statement in statements:
        of.setdefault(statement.context.institution or "", []).append(statement)
    for kind in (handbook.institutions or {}).values():
        if kind.id in of:
            yield _tally(kind.id, kind.name, of[kind.id], instrument.items)


def _metrics(instrument: Instrument, statements: Sequence[Statement]) -> Iterator[Tally]:
    """How many of those who counted reach what is demanded."""
    for metric in instrument.metrics:
        judged = {
            statement.school: reached(metric, measured)
            for statement in statements
            for measured in [statement.data.get("metrics", {}).get(metric.id)]
            if measured is not None and valid(metric, measured)
        }
        laws = "".join(f"；法律要求{law.demand}" for law in metric.law)
        yield Tally(
            id=metric.id,
            label=metric.name,
            title=metric.demand + laws,
            counts={"met": sum(judged.values())},
            whole=len(judged),
            schools=frozenset(judged),
        )


def _items(instrument: Instrument, statements: Sequence[Statement]) -> Iterator[Tally]:
    """How many schools meet each clause that applies to them."""
    hrefs = {group.id: group.href for group in instrument.groups}
    for item in instrument.items:
        href = f"{hrefs[item.group]}#{item.clause}"
        found = _tally(item.id, item.cite, statements, [item], title=item.brief, href=href)
        yield replace(found, counts={"met": found.counts["met"]})


def _states(entries: Sequence[Entry]) -> Tally:
    """How far the putting right is."""
    of: dict[str, set[str]] = {state.value: set() for state in State}
    counts = {state.value: 0 for state in State}
    for entry in entries:
        of[entry.state.value].add(entry.school)
        counts[entry.state.value] += 1
    return Tally(
        id="states",
        label="",
        counts=counts,
        whole=len(entries),
        schools=frozenset(entry.school for entry in entries),
        of={state: frozenset(schools) for state, schools in of.items()},
    )
