"""What everybody may know of the county: shares over all schools, never a school, never a word that a school wrote.

A group of fewer than five schools is not shown; and where only one is hidden, or those hidden are together fewer
than five, the smallest of the others is hidden with them, or they could be reckoned from the whole. Shares are
rounded to five hundredths, and cut at both ends, so that neither all nor none can be read from them.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from macros.assessment import filed
from macros.assessment.facts import reached, valid
from macros.assessment.instrument import Instrument, Item
from macros.assessment.submission import AnswerStatus
from macros.county.ledger import STATE_LABELS, Entry, State, ledger
from macros.county.statements import Statement, read
from macros.handbook import Handbook

LEAST = filed.LEAST
STEP = 5
MOST_NEEDED = 10
NARROW = 13  # characters beside each other in large letters on 320 px
STATES = {state.value: words for state, words in STATE_LABELS.items()}
"""Names of the parts of `Aggregate.states`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A share of a hundred as everybody may see it."""

    value: int

    @property
    def words(self) -> str:
        """How it is said."""
        if self.value <= STEP:
            return f"{STEP}% 以下"
        if self.value >= 100 - STEP:
            return f"{100 - STEP}% 以上"
        return f"约 {self.value}%"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A group of schools and its shares. `shares` is empty where the group may not be shown."""

    id: str
    label: str
    title: str = ""
    href: str = ""
    shares: Mapping[str, Share]

    @property
    def parts(self) -> tuple[str, str]:
        """The label, cut where a narrow plot ends: letters and digits of ASCII are half as wide as others."""
        width = 0.0
        for place, character in enumerate(self.label):
            width += 0.5 if character.isascii() else 1
            if width > NARROW:
                return self.label[:place], self.label[place:]
        return self.label, ""

    @property
    def hidden(self) -> bool:
        """Whether it may not be shown."""
        return not self.shares


@dataclass(frozen=True, slots=True, kw_only=True)
class Aggregate:
    """One term of the county. Where fewer than five schools submitted, only that is told."""

    term: str
    name: str
    enough: bool
    registered: int = 0
    submitted: int = 0
    whole: Row | None = None
    groups: tuple[Row, ...] = ()
    kinds: tuple[Row, ...] = ()
    metrics: tuple[Row, ...] = ()
    needed: tuple[Row, ...] = ()
    states: Row | None = None
    as_of: date | None = None


def share(part: int, whole: int) -> Share:
    """*part* of *whole*, coarse enough to be shown."""
    rounded = STEP * ((200 * part + STEP * whole) // (2 * STEP * whole))
    return Share(value=min(100 - STEP, max(STEP, rounded)))


def shown(sizes: Mapping[str, int], *, whole: bool = True) -> frozenset[str]:
    """Which of several groups may be shown, by how many schools are in each.

    Where the *whole* is shown as well, what is hidden must not follow from the rest.
    """
    left = sorted((size, name) for name, size in sizes.items() if size >= LEAST)
    hidden = [size for size in sizes.values() if 0 < size < LEAST]
    while whole and hidden and left and (len(hidden) == 1 or sum(hidden) < LEAST):
        hidden.append(left.pop(0)[0])
    return frozenset(name for _, name in left)


def public(
    handbook: Handbook, folder: Path, *, unsound: Collection[str] = ()
) -> tuple[Aggregate, ...]:
    """What may be shown of the `checklists/` folder *folder*, whose files but for the *unsound* are sound."""
    return aggregates(handbook, read(handbook, folder, unsound=unsound))


def aggregates(handbook: Handbook, statements: Sequence[Statement]) -> tuple[Aggregate, ...]:
    """Every term that somebody submitted for, the newest first."""
    terms = handbook.school_terms or {}
    found = []
    for term in sorted({statement.term for statement in statements}, reverse=True):
        current = [statement for statement in statements if statement.term == term]
        name = terms[term].name if term in terms else term
        if len(current) < LEAST:
            found.append(Aggregate(term=term, name=name, enough=False))
            continue
        instrument = current[0].context.instrument
        so_far = [statement for statement in statements if statement.term <= term]
        day = max(day for statement in so_far for day in _days(statement))
        found.append(
            Aggregate(
                term=term,
                name=name,
                enough=True,
                registered=len(handbook.schools or {}),
                submitted=len(current),
                whole=_row("all", name, current, instrument.items),
                groups=tuple(_groups(instrument, current)),
                kinds=tuple(_kinds(handbook, instrument, current)),
                metrics=tuple(_metrics(instrument, current)),
                needed=tuple(_needed(instrument, current)),
                states=_states(ledger(so_far, day)),
                as_of=day,
            )
        )
    return tuple(found)


def _days(statement: Statement) -> Iterator[date]:
    """Every day on which something was said of a statement."""
    yield statement.checklist.filled
    if statement.inspection:
        yield statement.inspection.checked
        yield from (closure.closed for closure in statement.inspection.closed.values())


def _counts(statements: Sequence[Statement], items: Sequence[Item]) -> tuple[dict[str, int], int]:
    """How often each answer was given to *items*, and by how many schools any."""
    wanted = {item.id for item in items}
    counts = dict.fromkeys(("met", "partial", "not-met", "unknown"), 0)
    schools = 0
    for statement in statements:
        given = False
        for item in statement.items:
            if item.id not in wanted:
                continue
            answer = statement.checklist.items.get(item.id)
            status = answer.status if answer else AnswerStatus.UNKNOWN
            if status is not AnswerStatus.NOT_APPLICABLE:
                counts[status.value] += 1
                given = True
        schools += given
    return counts, schools


def _row(
    name: str,
    label: str,
    statements: Sequence[Statement],
    items: Sequence[Item],
    **more: str,
) -> Row:
    counts, _ = _counts(statements, items)
    return Row(id=name, label=label, shares=_shares(counts), **more)


def _shares(counts: Mapping[str, int]) -> dict[str, Share]:
    whole = sum(counts.values())
    return {name: share(count, whole) for name, count in counts.items()} if whole else {}


def _groups(instrument: Instrument, statements: Sequence[Statement]) -> Iterator[Row]:
    """By attachment: each is of its own schools, so each is judged by itself, and against all."""
    sizes = {
        group.id: _counts(statements, instrument.of_group[group.id])[1]
        for group in instrument.groups
    }
    allowed = shown(sizes)
    for group in instrument.groups:
        items = instrument.of_group[group.id]
        shares = _shares(_counts(statements, items)[0]) if group.id in allowed else {}
        yield Row(id=group.id, label=group.label, title=group.title, href=group.href, shares=shares)


def _kinds(
    handbook: Handbook, instrument: Instrument, statements: Sequence[Statement]
) -> Iterator[Row]:
    """By kind of school."""
    of: dict[str, list[Statement]] = {}
    for statement in statements:
        of.setdefault(statement.context.institution or "", []).append(statement)
    allowed = shown({kind: len(found) for kind, found in of.items()})
    for kind in (handbook.institutions or {}).values():
        found = of.get(kind.id, [])
        if found:
            items = instrument.items if kind.id in allowed else ()
            yield _row(kind.id, kind.name, found, items)


def _metrics(instrument: Instrument, statements: Sequence[Statement]) -> Iterator[Row]:
    """How many of those who counted reach what is demanded."""
    for metric in instrument.metrics:
        judged = [
            reached(metric, measured)
            for statement in statements
            for measured in [statement.data.get("metrics", {}).get(metric.id)]
            if measured is not None and valid(metric, measured)
        ]
        shares = {"met": share(sum(judged), len(judged))} if len(judged) >= LEAST else {}
        laws = "".join(f"；法律要求{law.demand}" for law in metric.law)
        yield Row(id=metric.id, label=metric.name, title=metric.demand + laws, shares=shares)


def _needed(instrument: Instrument, statements: Sequence[Statement]) -> Iterator[Row]:
    """The clauses that the smallest share of schools meets. Those with a group too small are left out."""
    hrefs = {group.id: group.href for group in instrument.groups}
    rows: list[tuple[int, Row]] = []
    for item in instrument.items:
        counts, schools = _counts(statements, [item])
        if schools < LEAST:
            continue
        met = share(counts["met"], schools)
        row = Row(
            id=item.id,
            label=item.cite,
            title=item.brief,
            href=f"{hrefs[item.group]}#{item.clause}",
            shares={"met": met},
        )
        rows.append((met.value, row))
    rows.sort(key=lambda pair: pair[0])
    yield from (row for value, row in rows[:MOST_NEEDED] if value < 100 - STEP)


def _states(entries: Sequence[Entry]) -> Row | None:
    """How far the putting right is; only where it is that of five schools or more, in each state or in none."""
    of: dict[State, set[str]] = {state: set() for state in State}
    counts = {state.value: 0 for state in State}
    for entry in entries:
        of[entry.state].add(entry.school)
        counts[entry.state.value] += 1
    if len({entry.school for entry in entries}) < LEAST:
        return None
    allowed = shown({state.value: len(schools) for state, schools in of.items()})
    shares = {
        state: share(count, len(entries)) for state, count in counts.items() if state in allowed
    }
    return Row(id="states", label="", shares=shares)
