"""Whom and what an issuance touches: roles, numbers, times, records, posters, the items of the self-assessment."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from zhidu.handbook.book import Citation, Handbook, once
from zhidu.handbook.changes import ClauseChange, PolicyChange, Revision, revision
from zhidu.handbook.duty_facts import DutyChange, Fact, Placed, read
from zhidu.reading.documents import Document
from zhidu.reading.model import Notice


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """A duty that is not what it was, and the clause in which it changed."""

    duty: DutyChange
    clause: ClauseChange

    @property
    def gone(self) -> bool:
        """Whether nobody has it any more."""
        return self.duty.new is None

    @property
    def come(self) -> bool:
        """Whether nobody had it before."""
        return self.duty.old is None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleImpact:
    """What changes for a role: which duties concern it now and did not, no longer do, or do otherwise."""

    role: str
    gained: tuple[Touched, ...]
    lost: tuple[Touched, ...]
    changed: tuple[Touched, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reprint:
    """A policy whose wall poster shows old words. `needed` where somebody would do the wrong thing by it."""

    policy: PolicyChange
    needed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Renamed:
    """A role that is called otherwise from this issuance on."""

    role: str
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Items:
    """What becomes of the items of the self-assessment, by the ids of duties.

    `kept` leads from the new id to the one whose answer carries over, `confirm` to one whose answer has to be given
    again; `added` has no answer yet, `dropped` needs none.
    """

    added: tuple[str, ...]
    dropped: tuple[str, ...]
    confirm: tuple[tuple[str, str], ...]
    kept: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Impact:
    """All that one issuance means for people.

    What was in force `before` and what is `after` it are whole handbooks, as large as the one that is asked. They are
    made when they are asked for and only the latest two are kept: a hundred issuances would hold two hundred.
    """

    revision: Revision
    handbook: Handbook

    @property
    def before(self) -> Handbook:
        """All that was in force before it."""
        return _state(self.handbook, self.revision.notice, including=False)

    @property
    def after(self) -> Handbook:
        """All that is in force after it."""
        return _state(self.handbook, self.revision.notice, including=True)

    @cached_property
    def touched(self) -> tuple[Touched, ...]:
        """Every duty that somebody gains, loses or has to do otherwise."""
        return tuple(
            Touched(duty=duty, clause=clause)
            for clause, duty in _pairs(self.revision)
            if clause.substantive and _differs(duty)
        )

    @cached_property
    def clauses(self) -> tuple[ClauseChange, ...]:
        """Every clause in which something substantive changed."""
        return tuple(c for p in self.revision.policies for c in p.clauses if c.substantive)

    @cached_property
    def roles(self) -> tuple[RoleImpact, ...]:
        """Every role for which something changes, in the order of the vocabulary."""
        gained: dict[str, list[Touched]] = {}
        lost: dict[str, list[Touched]] = {}
        changed: dict[str, list[Touched]] = {}
        for touched in self.touched:
            old = _roles(touched.duty.old, *touched.duty.absorbed)
            new = _roles(touched.duty.new)
            for roles, found in ((new - old, gained), (old - new, lost), (old & new, changed)):
                for role in roles:
                    found.setdefault(role, []).append(touched)
        return tuple(
            RoleImpact(
                role=role,
                gained=tuple(gained.get(role, ())),
                lost=tuple(lost.get(role, ())),
                changed=tuple(changed.get(role, ())),
            )
            for role in self.handbook.roles or {}
            if role in gained or role in lost or role in changed
        )

    def with_fact(self, fact: Fact) -> tuple[Touched, ...]:
        """The touched duties that state *fact* otherwise than before, or state it anew, or no longer."""
        return tuple(
            touched
            for touched in self.touched
            if fact in touched.duty.facts
            or (
                (touched.come or touched.gone)
                and any(
                    getattr(placed.duty, fact.value)
                    for placed in (touched.duty.old, touched.duty.new)
                    if placed
                )
            )
        )

    @cached_property
    def records_added(self) -> tuple[str, ...]:
        """Records that are demanded now and were not before."""
        return tuple(sorted(self.after.demanded - self.before.demanded))

    @cached_property
    def records_dropped(self) -> tuple[str, ...]:
        """Records that were demanded and are not any more."""
        return tuple(sorted(self.before.demanded - self.after.demanded))

    @cached_property
    def records_touched(self) -> tuple[str, ...]:
        """Records that were and are demanded, by duties of which somebody's changed."""
        states = [placed for t in self.touched for placed in (t.duty.old, t.duty.new) if placed]
        named = {record for placed in states for record in placed.duty.records}
        return tuple(sorted(named - {*self.records_added, *self.records_dropped}))

    @cached_property
    def reprints(self) -> tuple[Reprint, ...]:
        """The policies of which posters show old words."""
        return tuple(
            Reprint(
                policy=change,
                needed=change.substantive or change.new is None or bool(change.replaced),
            )
            for change in self.revision.policies
            if change.old is not None and (change.changed or change.head)
        )

    @cached_property
    def hung(self) -> tuple[PolicyChange, ...]:
        """The policies that had no poster before."""
        return tuple(c for c in self.revision.policies if c.old is None and c.new is not None)

    @cached_property
    def renamed(self) -> tuple[Renamed, ...]:
        """The roles whose name changes on the day of this issuance."""
        notice: Notice = self.revision.notice.value
        days = {notice.effective, notice.issuance}
        return tuple(
            Renamed(role=role.id, old=former.name, new=role.called(former.until))
            for role in (self.after.roles or {}).values()
            for former in role.former
            if former.until in days
        )

    @cached_property
    def items(self) -> Items:
        """What becomes of the items of the self-assessment."""
        added: list[str] = []
        dropped: list[str] = []
        confirm: list[tuple[str, str]] = []
        kept: list[tuple[str, str]] = []
        for clause, duty in _pairs(self.revision):
            if duty.old is None and duty.new is not None:
                added.append(duty.new.duty.id)
            elif duty.new is None and duty.old is not None:
                dropped.append(duty.old.duty.id)
            elif duty.old is not None and duty.new is not None:
                pair = (duty.new.duty.id, duty.old.duty.id)
                (confirm if clause.substantive and _differs(duty) else kept).append(pair)
                confirm += [(duty.new.duty.id, absorbed.duty.id) for absorbed in duty.absorbed]
        return Items(
            added=tuple(added), dropped=tuple(dropped), confirm=tuple(confirm), kept=tuple(kept)
        )

    @cached_property
    def confirmed(self) -> tuple[Citation, ...]:
        """Where the duties stand whose items have to be answered again."""
        after = self.after
        return tuple(after.duties[duty][0] for duty, _ in self.items.confirm)

    @property
    def empty(self) -> bool:
        """Whether nobody has to do anything differently."""
        return not (
            self.clauses
            or self.touched
            or self.renamed
            or self.records_added
            or self.records_dropped
        )


def _roles(*duties: Placed | None) -> set[str]:
    """The roles that any of *duties* names."""
    return {a.role for placed in duties if placed for a in placed.duty.roles}


def _pairs(revision_: Revision) -> Iterator[tuple[ClauseChange, DutyChange]]:
    for policy in revision_.policies:
        for clause in policy.clauses:
            for duty in clause.duties:
                yield clause, duty


def _differs(duty: DutyChange) -> bool:
    """Whether a duty is demanded otherwise, or in other words."""
    if not duty.same or duty.old is None or duty.new is None:
        return True
    words = [read(placed.duty.quote, placed.clause) for placed in (duty.old, duty.new)]
    return words[0] != words[1]


def impact(handbook: Handbook, issuance: str) -> Impact:
    """What the issuance of that date means, drafts included, once everything in it is in force."""
    return Impact(revision(handbook, issuance), handbook)


_STATES = 2  # what is in force before an issuance is what was after the one before it


def _state(handbook: Handbook, of: Document[Notice], *, including: bool) -> Handbook:
    """All that is in force before the issuance *of*, or with it, however far in the future its days are."""
    notice = of.value
    until = (notice.effective, notice.issuance)
    folders = frozenset(
        n.issuance
        for n in handbook.of("notice")
        for day in [(n.value.effective, n.value.issuance)]
        if (n is of or not n.value.draft or notice.draft)
        and (day < until or (including and day == until))
    )
    known: dict[frozenset[str | None], Handbook] = handbook.once("states", dict)
    if folders not in known:
        while len(known) >= _STATES:
            known.pop(next(iter(known)))
        known[folders] = handbook.only(folders)
    return known[folders]


@once
def revised(handbook: Handbook) -> tuple[str, ...]:
    """The issuances that came after the first and can be asked about, drafts where they answer, oldest first."""
    return tuple(notice.value.issuance.isoformat() for notice in handbook.issued[1:])
