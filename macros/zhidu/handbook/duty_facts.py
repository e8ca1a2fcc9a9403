"""What a duty demands, apart from how it is worded: what a change must not touch to be called editorial."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from zhidu.handbook.redline import likeness
from zhidu.reading.model import Clause, Duty, Named

_SAME_DUTY = 0.35  # likeness of two quotes that may be one duty under two ids


class Fact(Named):
    """A kind of demand."""

    MODALITY = "modality", "语气"
    ROLES = "roles", "岗位"
    WHEN = "when", "时间"
    THRESHOLD = "threshold", "数量"
    RECORDS = "records", "记录"
    REPORT = "report", "报告"
    APPROVAL = "approval", "批准"
    SANCTION = "sanction", "后果"
    TRAINING = "training", "培训"
    INCENTIVE = "incentive", "激励"
    SCOPE = "applies_to", "适用场所"


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A duty with its clause and the role that its document speaks to."""

    duty: Duty
    clause: Clause
    addressee: str | None = None


def read(words: str | None, clause: Clause) -> str | None:
    """*words* of a clause with its certain errata put right: a slip put right later is no change."""
    return None if words is None else clause.read(words)


def facts(placed: Placed, *, symbolic: bool = False) -> dict[Fact, Any]:
    """What the duty demands, as values that compare.

    With *symbolic* the role that the whole document speaks to has no name, so that a document that speaks to another
    role from now on is one change and not one of every clause.
    """
    duty, clause = placed.duty, placed.clause

    def name(role: str) -> str:
        return "*" if symbolic and role == placed.addressee else role

    found: dict[Fact, Any] = {
        Fact.MODALITY: duty.modality,
        Fact.ROLES: frozenset((name(a.role), a.as_) for a in duty.roles),
        Fact.RECORDS: frozenset(duty.records),
        Fact.WHEN: duty.when
        and (duty.when.kind, read(duty.when.words, clause), read(duty.when.moment, clause)),
        Fact.THRESHOLD: duty.threshold and replace(duty.threshold, quote="", missing=None),
        Fact.REPORT: duty.report and (duty.report.to, read(duty.report.trigger, clause)),
        Fact.APPROVAL: duty.approval and (duty.approval.by, duty.approval.for_),
        Fact.SANCTION: duty.sanction and duty.sanction.kind,
        Fact.TRAINING: duty.training and frozenset(duty.training.audience),
        Fact.INCENTIVE: duty.incentive and duty.incentive.kind,
        Fact.SCOPE: duty.applies_to
        and (duty.applies_to.facility, frozenset(duty.applies_to.institutions)),
    }
    return found


def differing(old: Placed, new: Placed, *, symbolic: bool = False) -> tuple[Fact, ...]:
    """In which kinds of demand two duties differ."""
    before, after = facts(old, symbolic=symbolic), facts(new, symbolic=symbolic)
    return tuple(fact for fact in Fact if before[fact] != after[fact])


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyChange:
    """A duty before and after; None where there was or is none. `facts` says in what it differs.

    `absorbed` are further duties that went into the new one, as its `history` says.
    """

    old: Placed | None
    new: Placed | None
    facts: tuple[Fact, ...] = ()
    absorbed: tuple[Placed, ...] = ()

    @property
    def same(self) -> bool:
        """Whether it demands the same as before."""
        return bool(self.old and self.new) and not self.facts and not self.absorbed


def matched(old: Sequence[Placed], new: Sequence[Placed]) -> tuple[DutyChange, ...]:
    """The duties *old* and *new* of the same clauses, in pairs: by id, by what `history` says, by words."""
    left = {placed.duty.id: placed for placed in old}
    pairs: list[tuple[Placed | None, Placed]] = [
        (left.pop(placed.duty.id, None), placed) for placed in new
    ]
    for index, (before, placed) in enumerate(pairs):
        history = placed.duty.history
        if before is None and history:
            origin = next((o for o in history.from_ if o in left), None)
            pairs[index] = (left.pop(origin, None) if origin else None, placed)
    absorbed = {
        placed.duty.id: tuple(left.pop(o) for o in placed.duty.history.from_ if o in left)
        for _, placed in pairs
        if placed.duty.history
    }
    for index, (before, placed) in enumerate(pairs):
        if before is not None or not left:
            continue
        words = read(placed.duty.quote, placed.clause) or ""
        likest = max(
            left.values(), key=lambda o: likeness(read(o.duty.quote, o.clause) or "", words)
        )
        if likeness(read(likest.duty.quote, likest.clause) or "", words) >= _SAME_DUTY:
            pairs[index] = (left.pop(likest.duty.id), placed)
    return (
        *(
            DutyChange(
                old=before,
                new=after,
                facts=_all_differing(before, absorbed.get(after.duty.id, ()), after),
                absorbed=absorbed.get(after.duty.id, ()),
            )
            for before, after in pairs
        ),
        *(DutyChange(old=before, new=None) for before in left.values()),
    )


def _all_differing(
    before: Placed | None, absorbed: Sequence[Placed], after: Placed
) -> tuple[Fact, ...]:
    """In which kinds of demand a duty differs from any of those it comes from."""
    origins = [placed for placed in (before, *absorbed) if placed]
    found = {fact for origin in origins for fact in differing(origin, after)}
    return tuple(fact for fact in Fact if fact in found)
