"""A duty as lists show it."""

from dataclasses import dataclass, replace

from zhidu.handbook.book import Citation, Handbook
from zhidu.reading.model import Assignment, Basis, Capacity, Duty, Modality, RoleKind
from zhidu.views.law_notes import LawNote, law_notes
from zhidu.views.names import (
    Link,
    actors,
    clause_link,
    is_damaged,
    is_unassigned,
    record_link,
    role_link,
    threshold_words,
    time_words,
)
from zhidu.views.on_screen.role_lines import Line

STANDING = "standing"


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyItem:
    """One line of a list of duties.

    `capacity` says in what capacity the reader is bound, where it is not simply his own job; `time`, `threshold` and
    `deadline` are words beside the summary; `room` is where a prohibition, or what binds
    everybody, holds, if the summary does not say it; `damaged` says that its date cannot be read; `notes` say what the
    law asks.
    """

    id: str
    summary: str
    quote: str
    modality: str
    forbidden: bool
    capacity: str
    reading: bool
    citation: Link
    time: str
    threshold: str
    deadline: str
    who: tuple[Link, ...]
    records: tuple[Link, ...]
    report: str
    approval: str
    sanction: str
    facility: str
    room: str
    method: str
    evidence: str
    damaged: bool
    notes: tuple[LawNote, ...]


_PLAIN = frozenset(
    {Capacity.RESPONSIBLE, Capacity.FORBIDDEN, Capacity.LIABLE, Capacity.SERVED, Capacity.INFORMED}
)
"""Capacities that need no word: what is one's own, and what a heading says."""


def duty_item(handbook: Handbook, line: Line, role: str | None = None) -> DutyItem:
    """A duty as a line, seen by *role*, or by nobody in particular."""
    duty, mine = line.duty, line.assignment
    others = [a for a in actors(duty) if a.role != role]
    return DutyItem(
        id=duty.id,
        summary=line.text if role else duty.summary,
        quote=duty.quote,
        modality=duty.modality.label,
        forbidden=duty.modality is Modality.MUST_NOT
        and (role is None or mine.as_ not in _NOT_FORBIDDEN),
        capacity="" if role is None or mine.role != role else capacity_mark(mine),
        reading=role is not None
        and mine.basis is Basis.READING
        and not is_unassigned(handbook, mine.role),
        citation=clause_link(line.citation, duty.quote),
        time=time_words(duty.when, line.citation.clause),
        damaged=duty.when is not None and is_damaged(line.citation.clause, duty.when),
        threshold=threshold_words(handbook, duty.threshold) if duty.threshold else "",
        deadline=f"{duty.deadline.words}（原文没有写明期限）" if duty.deadline else "",
        who=tuple(who_link(handbook, a) for a in others),
        records=tuple(record_link(handbook, record) for record in duty.records),
        report=report_words(handbook, duty),
        approval=approval_words(handbook, duty),
        sanction=duty.sanction.kind.label if duty.sanction else "",
        facility=_facility(handbook, duty),
        room=_room(handbook, line) if role else "",
        method=duty.assess.method.label,
        evidence=duty.assess.evidence,
        notes=law_notes(handbook, line.citation, duty),
    )


_NOT_FORBIDDEN = frozenset({Capacity.APPROVES, Capacity.SUPERVISES, Capacity.INFORMED})
"""Capacities in which a prohibition is on others."""


def capacity_mark(assignment: Assignment) -> str:
    """A word for in what capacity a role is named, where it is not simply its own job and no heading says it."""
    return "" if assignment.as_ in _PLAIN else assignment.as_.label


def who_link(handbook: Handbook, assignment: Assignment) -> Link:
    """A role as lists name it beside a duty: 教师（执行）, leading to its page."""
    link = role_link(handbook, assignment.role)
    mark = capacity_mark(assignment)
    return replace(link, text=f"{link.text}（{mark}）") if mark else link


def line_of(citation: Citation, duty: Duty) -> Line:
    """*duty* as a line that is said to who acts first."""
    return Line(citation, duty, duty.roles[0])


def report_words(handbook: Handbook, duty: Duty) -> str:
    """Whom to tell; says so where the text does not."""
    if duty.report is None:
        return ""
    return role_link(handbook, duty.report.to).text if duty.report.to else "原文没有写"


def approval_words(handbook: Handbook, duty: Duty) -> str:
    """Whose consent is needed; says so where the text does not."""
    if duty.approval is None:
        return ""
    return role_link(handbook, duty.approval.by).text if duty.approval.by else "原文没有写"


def _facility(handbook: Handbook, duty: Duty) -> str:
    if duty.applies_to is None or duty.applies_to.facility is None:
        return ""
    return (handbook.facilities or {})[duty.applies_to.facility].name


def _room(handbook: Handbook, line: Line) -> str:
    scope, bound = line.duty.applies_to, (handbook.roles or {})[line.assignment.role]
    by_room = bound.kind is RoleKind.EVERYONE or line.assignment.as_ is Capacity.FORBIDDEN
    if not by_room or line.assignment.as_ is Capacity.LIABLE:
        return ""
    if scope is None or scope.facility is None:
        return ""
    found = (handbook.facilities or {})[scope.facility]
    names = (found.name, *(alias.name for alias in found.aliases))
    return "" if any(name in line.text for name in names) else found.name


def group_of(handbook: Handbook, duty: Duty) -> str:
    """The id of the group a duty is shown in."""
    kind = duty.when.kind if duty.when else None
    for group in handbook.groups:
        if (kind in group.kinds) if kind else not group.kinds:
            return group.id
    return next((group.id for group in handbook.groups if not group.kinds), STANDING)
