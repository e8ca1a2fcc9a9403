"""The ledger of what is to be put right (整改台账), derived from submissions and inspections: nobody keeps it by hand.

An entry begins where a school, or the bureau, first says that something is wrong, and ends where the bureau closes
it; later terms go on with it. Its id names the school, that first term and the item, and never changes.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from zhidu.assessment.submission import Answer, AnswerStatus, Rectification
from zhidu.county.inspection import Closure, Inspection, Verified
from zhidu.county.statements import Statement, by_school
from zhidu.reading.model import Named

WRONG = frozenset({AnswerStatus.PARTIAL, AnswerStatus.NOT_MET})


class Finder(Named):
    """Who found the problem."""

    SCHOOL = "school", "学校自查"
    BUREAU = "bureau", "教育局核查"


class State(Named):
    """How far an entry is. `reported`: the school says that it is done, and the bureau has not looked."""

    OVERDUE = "overdue", "逾期"
    OPEN = "open", "整改中"
    REPORTED = "reported", "待销号"
    CLOSED = "closed", "已销号"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One problem of one school, as of a day. `term` is where it was last spoken of."""

    id: str
    school: str
    item: str
    first_term: str
    term: str
    finder: Finder
    found: date
    problem: str
    rectification: Rectification | None
    state: State
    reported: date | None = None
    closure: Closure | None = None

    @property
    def days(self) -> int | None:
        """How many days from the finding to the closing."""
        return (self.closure.closed - self.found).days if self.closure else None


def entry_id(school: str, term: str, item: str) -> str:
    """How an entry is called for ever."""
    return f"{school}-{term}-{item}"


def ledger(statements: Iterable[Statement], as_of: date) -> tuple[Entry, ...]:
    """Every entry as it stood on *as_of*: what was said and closed later had not happened."""
    return tuple(
        entry for _, theirs in by_school(statements) for entry in _of_school(theirs, as_of)
    )


def _of_school(statements: tuple[Statement, ...], as_of: date) -> Iterator[Entry]:
    open_: dict[str, Entry] = {}
    done: list[Entry] = []
    for statement in statements:
        if statement.checklist.filled <= as_of:
            _answered(open_, statement)
        inspection = statement.inspection
        if inspection is None:
            continue
        if inspection.checked <= as_of:
            _inspected(open_, statement, inspection)
        for name, closure in inspection.closed.items():
            entry = next((each for each in open_.values() if each.id == name), None)
            if entry is not None and closure.closed <= as_of:
                del open_[entry.item]
                done.append(replace(entry, state=State.CLOSED, closure=closure))
    yield from done
    for entry in open_.values():
        state = _state(entry, as_of)
        yield entry if entry.state is state else replace(entry, state=state)


@dataclass(frozen=True, slots=True)
class _Found:
    """Who found something on which day, in a statement about an item."""

    finder: Finder
    day: date
    statement: Statement
    item: str


def _answered(open_: dict[str, Entry], statement: Statement) -> None:
    """What a school's answers mean for the entries."""
    filled = statement.checklist.filled
    for item, answer in statement.checklist.items.items():
        if answer.status in WRONG:
            found = _Found(Finder.SCHOOL, filled, statement, item)
            open_[item] = _entry(open_.get(item), found, answer)
        elif item in open_ and answer.status is not AnswerStatus.UNKNOWN:
            open_[item] = replace(open_[item], term=statement.term, reported=filled)


def _inspected(open_: dict[str, Entry], statement: Statement, inspection: Inspection) -> None:
    """What the bureau's findings mean for the entries. That all is well closes nothing by itself."""
    for item, verified in inspection.items.items():
        if verified.status.status in WRONG:
            found = _Found(Finder.BUREAU, inspection.checked, statement, item)
            open_[item] = _entry(open_.get(item), found, verified)


def _entry(known: Entry | None, found: _Found, said: Answer | Verified) -> Entry:
    """What is to be put right after it was *said*, anew or again."""
    statement = found.statement
    if known is not None:
        return replace(
            known,
            term=statement.term,
            problem=said.problem or known.problem,
            rectification=said.rectification or known.rectification,
            reported=None,
        )
    return Entry(
        id=entry_id(statement.school, statement.term, found.item),
        school=statement.school,
        item=found.item,
        first_term=statement.term,
        term=statement.term,
        finder=found.finder,
        found=found.day,
        problem=said.problem or "",
        rectification=said.rectification,
        state=State.OPEN,
    )


def _state(entry: Entry, as_of: date) -> State:
    if entry.reported is not None:
        return State.REPORTED
    due = entry.rectification.due if entry.rectification else None
    return State.OVERDUE if due is not None and due < as_of else State.OPEN
