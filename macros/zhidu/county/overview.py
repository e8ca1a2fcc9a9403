"""What the bureau sees of a term: every school, every item, what is to be put right. For the bureau alone."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from zhidu.assessment.instrument import Instrument, Item, for_term
from zhidu.assessment.submission import AnswerStatus, Rectification
from zhidu.assessment.verdict.answer_facts import reached, score, unlawful, valid
from zhidu.assessment.verdict.answer_facts import shown as measured_words
from zhidu.county.ledger import WRONG, Entry, State, ledger
from zhidu.county.scores import Difference, Reckoning, difference, reckoned
from zhidu.county.statements import Statement
from zhidu.handbook.book import Handbook, called
from zhidu.reading.model import SchoolTerm

SYMBOLS = {
    AnswerStatus.MET: "√",
    AnswerStatus.PARTIAL: "△",
    AnswerStatus.NOT_MET: "×",
    AnswerStatus.NOT_APPLICABLE: "—",
    AnswerStatus.UNKNOWN: "？",
}
OUTSIDE = "—"  # what the school has not, or is not
COLUMNS = 24  # schools in one table that still fits on a sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolRow:
    """One school of the register. `reckoning` is None where it has not submitted."""

    id: str
    number: int
    name: str
    kind: str
    filled: date | None = None
    receipt: str = ""
    reckoning: Reckoning | None = None
    before: float | None = None
    difference: Difference | None = None
    open: int = 0
    overdue: int = 0

    @property
    def score(self) -> float | None:
        """What it claims."""
        return self.reckoning.score if self.reckoning else None

    @property
    def change(self) -> float | None:
        """Against the term before."""
        if self.score is None or self.before is None:
            return None
        return round(self.score - self.before, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One school's answer to one item, and what the bureau found where it found something else."""

    symbol: str
    words: str
    status: str
    verified: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRow:
    """One item across all schools that submitted."""

    item: Item
    cells: tuple[Cell, ...]
    wrong: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupRows:
    """A section of the matrix."""

    label: str
    title: str
    rows: tuple[ItemRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """An entry of the ledger, every name ready."""

    entry: Entry
    school: str
    cite: str
    role: str
    finder: str
    state: str
    method: str

    @property
    def plan(self) -> Rectification | None:
        """What is to be done."""
        return self.entry.rectification


@dataclass(frozen=True, slots=True, kw_only=True)
class GapRow:
    """Where school and bureau differ."""

    school: str
    item: Item
    claimed: str
    verified: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionRow:
    """What schools would change in a clause."""

    item: Item
    texts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LawRow:
    """A demand of the law that is higher than the policy's, and the schools whose number is enough for the policy alone."""

    cites: str
    metric: str
    demand: str
    source: str
    schools: tuple[tuple[str, str], ...]  # name and number


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """Everything of one term, as of a day."""

    term: SchoolTerm
    as_of: date
    issuer: str
    addressees: str
    schools: tuple[SchoolRow, ...]
    unsound: tuple[str, ...]
    groups: tuple[GroupRows, ...]
    ledger: tuple[LedgerRow, ...]
    gaps: tuple[GapRow, ...]
    suggestions: tuple[SuggestionRow, ...]
    unlawful: tuple[LawRow, ...]

    @property
    def submitted(self) -> tuple[SchoolRow, ...]:
        """The schools that have submitted, in the order of the register: they are the columns of the matrix."""
        return tuple(row for row in self.schools if row.reckoning is not None)

    @property
    def missing(self) -> tuple[SchoolRow, ...]:
        """The schools that have not."""
        return tuple(row for row in self.schools if row.reckoning is None)

    @property
    def checked(self) -> tuple[SchoolRow, ...]:
        """The schools that were looked at."""
        return tuple(row for row in self.schools if row.difference is not None)

    @property
    def mean(self) -> float | None:
        """The mean score of those who submitted."""
        scores = [row.score for row in self.submitted if row.score is not None]
        return round(sum(scores) / len(scores), 1) if scores else None

    @property
    def worst(self) -> tuple[ItemRow, ...]:
        """The items that most schools have trouble with."""
        rows = [row for group in self.groups for row in group.rows if row.wrong]
        return tuple(sorted(rows, key=lambda row: -row.wrong)[:10])

    def of_state(self, state: State) -> tuple[LedgerRow, ...]:
        """The entries of the ledger in *state*."""
        return tuple(row for row in self.ledger if row.entry.state is state)

    @property
    def counts(self) -> tuple[tuple[str, int], ...]:
        """How many entries are in each state."""
        found = Counter(row.entry.state for row in self.ledger)
        return tuple((state.label, found[state]) for state in State)

    @property
    def overdue(self) -> tuple[LedgerRow, ...]:
        """What should have been put right."""
        return self.of_state(State.OVERDUE)

    @property
    def waiting(self) -> tuple[LedgerRow, ...]:
        """What is not closed."""
        return tuple(row for row in self.ledger if row.entry.state is not State.CLOSED)

    @property
    def closed(self) -> tuple[LedgerRow, ...]:
        """What is."""
        return self.of_state(State.CLOSED)

    @property
    def wanted(self) -> tuple[LedgerRow, ...]:
        """What schools cannot put right without the bureau, and is not closed."""
        return tuple(row for row in self.waiting if row.plan and row.plan.needs_bureau)

    @property
    def slices(self) -> tuple[slice, ...]:
        """The matrix in tables narrow enough to print."""
        count = len(self.submitted)
        tables = max(1, -(-count // COLUMNS))
        wide = max(1, -(-count // tables))
        return tuple(slice(start, start + wide) for start in range(0, count, wide))


def overview(
    handbook: Handbook,
    statements: Sequence[Statement],
    term: SchoolTerm,
    as_of: date,
    *,
    unsound: tuple[str, ...] = (),
) -> Overview:
    """The overview of *term* from the *statements* of all terms, as of a day."""
    known = [statement for statement in statements if statement.term <= term.id]
    current = {s.school: s for s in known if s.term == term.id}
    earlier = max((s.term for s in known if s.term < term.id), default="")
    before = {s.school: s for s in known if s.term == earlier}
    entries = ledger(known, as_of)
    schools = tuple(_schools(handbook, current, before, entries))
    columns = [current[row.id] for row in schools if row.id in current]
    instrument = for_term(handbook, term)
    notice = max((n.value for n in handbook.notices), key=lambda n: n.issuance, default=None)
    return Overview(
        term=term,
        as_of=as_of,
        issuer=notice.signoff.issuer if notice else "",
        addressees=notice.addressees if notice else "",
        schools=schools,
        unsound=unsound,
        groups=tuple(_groups(instrument, columns)),
        ledger=tuple(_ledger(handbook, known, entries)),
        gaps=tuple(_gaps(handbook, columns)),
        suggestions=tuple(_suggestions(handbook, instrument, columns)),
        unlawful=tuple(_unlawful(handbook, columns)),
    )


def _schools(
    handbook: Handbook,
    current: dict[str, Statement],
    before: dict[str, Statement],
    entries: Sequence[Entry],
) -> Iterator[SchoolRow]:
    waiting = Counter(e.school for e in entries if e.state is not State.CLOSED)
    late = Counter(e.school for e in entries if e.state is State.OVERDUE)
    for number, school in enumerate((handbook.schools or {}).values(), 1):
        statement = current.get(school.id)
        last = before.get(school.id)
        yield SchoolRow(
            id=school.id,
            number=number,
            name=school.name,
            kind=called(handbook.institutions, school.institution),
            filled=statement.checklist.filled if statement else None,
            receipt=statement.receipt if statement else "",
            reckoning=reckoned(statement) if statement else None,
            before=score(last.context, last.data) if last else None,
            difference=difference(statement) if statement else None,
            open=waiting[school.id],
            overdue=late[school.id],
        )


def _groups(instrument: Instrument, columns: Sequence[Statement]) -> Iterator[GroupRows]:
    told = [
        {item.id: _cell(statement, item.id) for item in statement.items} for statement in columns
    ]
    for group in instrument.groups:
        rows = []
        for item in instrument.of_group[group.id]:
            cells = tuple(each.get(item.id, _OUTSIDE) for each in told)
            wrong = sum(cell.status in WRONG for cell in cells)
            rows.append(ItemRow(item=item, cells=cells, wrong=wrong))
        yield GroupRows(label=group.label, title=group.title, rows=tuple(rows))


_OUTSIDE = Cell(symbol=OUTSIDE, words="没有这类场所或不属这类学校", status="outside")


def _cell(statement: Statement, item: str) -> Cell:
    answer = statement.checklist.items.get(item)
    found = statement.inspection.items.get(item) if statement.inspection else None
    status = answer.status if answer else AnswerStatus.UNKNOWN
    return _of_statuses(status, found.status.status if found else None)


@cache
def _of_statuses(status: AnswerStatus, verified: AnswerStatus | None) -> Cell:
    words = status.label
    if verified is not None:
        words += f"，核查{verified.label}"
    return Cell(
        symbol=SYMBOLS[status],
        words=words,
        status=verified.value if verified else status.value,
        verified=SYMBOLS[verified] if verified and verified is not status else "",
    )


def _ledger(
    handbook: Handbook, statements: Sequence[Statement], entries: Sequence[Entry]
) -> Iterator[LedgerRow]:
    """What waits comes first, the longest overdue before all."""
    asked = {(each.school, each.term): each.context.instrument.by_id for each in statements}
    states = list(State)

    def order(entry: Entry) -> tuple[int, str, str]:
        due = entry.rectification.due.isoformat() if entry.rectification else "9"
        return states.index(entry.state), due, entry.id

    for entry in sorted(entries, key=order):
        rectification = entry.rectification
        yield LedgerRow(
            entry=entry,
            school=called(handbook.schools, entry.school),
            cite=asked[entry.school, entry.first_term][entry.item].cite,
            role=called(handbook.roles, rectification.role) if rectification else "",
            finder=entry.finder.label,
            state=entry.state.label,
            method=entry.closure.method.label if entry.closure else "",
        )


def _gaps(handbook: Handbook, columns: Sequence[Statement]) -> Iterator[GapRow]:
    for statement in columns:
        found = difference(statement)
        for gap in found.gaps if found else ():
            yield GapRow(
                school=called(handbook.schools, statement.school),
                item=gap.item,
                claimed=gap.claimed.label,
                verified=gap.verified.label,
                note=gap.note,
            )


def _unlawful(handbook: Handbook, columns: Sequence[Statement]) -> Iterator[LawRow]:
    schools: dict[tuple[str, str, str, str], list[tuple[str, str]]] = {}
    for statement in columns:
        instrument = statement.context.instrument
        for metric in instrument.metrics:
            measured = statement.data.get("metrics", {}).get(metric.id)
            if measured is None or not valid(metric, measured) or not reached(metric, measured):
                continue
            cites = "、".join(item.cite for item in instrument.users[metric.id])
            told = called(handbook.schools, statement.school), measured_words(metric, measured)
            for law in unlawful(metric, measured):
                demanded = (cites, metric.name, law.demand, law.source)
                schools.setdefault(demanded, []).append(told)
    for (cites, name, demand, source), found in schools.items():
        yield LawRow(cites=cites, metric=name, demand=demand, source=source, schools=tuple(found))


def _suggestions(
    handbook: Handbook, instrument: Instrument, columns: Sequence[Statement]
) -> Iterator[SuggestionRow]:
    for item in instrument.items:
        texts = tuple(
            (called(handbook.schools, statement.school), answer.suggestion)
            for statement in columns
            for answer in [statement.checklist.items.get(item.id)]
            if answer is not None and answer.suggestion
        )
        if texts:
            yield SuggestionRow(item=item, texts=texts)
