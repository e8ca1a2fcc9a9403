"""What concerns a role, sorted by in what way: its own work, what others do for it, what everybody must not do.

All counts of duties on pages, cards and lists come from here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from zhidu.handbook.book import Citation, Handbook
from zhidu.reading.model import Assignment, Capacity, Duty, Modality, RoleKind


@dataclass(frozen=True, slots=True)
class Line:
    """A duty as it concerns a role: by which of its `roles`, and the clause it is found in."""

    citation: Citation
    duty: Duty
    assignment: Assignment

    @property
    def text(self) -> str:
        """What the role is told."""
        return self.duty.said_to(self.assignment)


@dataclass(frozen=True)
class Bound:
    """Everything that concerns *role* in force, each list in the order of the texts.

    A duty that names the role twice stands once in each way.
    """

    handbook: Handbook
    role: str

    @cached_property
    def named(self) -> tuple[Line, ...]:
        """Every place that names it, in whatever way."""
        return tuple(_lines(self.handbook, self.role))

    def _as(self, *capacities: Capacity) -> tuple[Line, ...]:
        found: dict[str, Line] = {}
        for line in self.named:
            if line.assignment.as_ in capacities:
                found.setdefault(line.duty.id, line)
        return tuple(found.values())

    @cached_property
    def own(self) -> tuple[Line, ...]:
        """What it does itself, or must not do: these are its duties, and they are what is counted."""
        return self._as(*(capacity for capacity in Capacity if capacity.own))

    @cached_property
    def doing(self) -> tuple[Line, ...]:
        """What it does itself, but for consenting and for seeing to it that others obey a prohibition."""
        return tuple(
            line
            for line in self.own
            if line.duty.modality is not Modality.MUST_NOT
            and line.assignment.as_ is not Capacity.APPROVES
        )

    @cached_property
    def forbidden(self) -> tuple[Line, ...]:
        """What it must not do."""
        return self._as(Capacity.FORBIDDEN)

    @property
    def asked(self) -> tuple[Line, ...]:
        """What others report to it, and ask its consent for."""
        return self._as(Capacity.INFORMED, Capacity.APPROVES)

    @property
    def served(self) -> tuple[Line, ...]:
        """What others do for it."""
        return self._as(Capacity.SERVED)

    @property
    def liable(self) -> tuple[Line, ...]:
        """What it answers for: consequences that are its own, and those of what it must not do."""
        return (
            *self._as(Capacity.LIABLE),
            *(line for line in self.forbidden if line.duty.sanction),
        )

    @property
    def enforced(self) -> tuple[Line, ...]:
        """Prohibitions on others that it sees to: as the text says, or because they stand in what is written for it."""
        seen_to = [
            line
            for line in self.own
            if line.duty.modality is Modality.MUST_NOT
            and line.assignment.as_ not in {Capacity.FORBIDDEN, Capacity.APPROVES}
        ]
        known = {line.duty.id for line in (*seen_to, *self.forbidden)}
        addressed = self.handbook.once("addressed", lambda: _addressed(self.handbook))
        mine = addressed.get(self.role, ())
        return (*seen_to, *(line for line in mine if line.duty.id not in known))

    @property
    def everyone_doing(self) -> tuple[Line, ...]:
        """What everybody has to do, so this role too; by room, what holds anywhere first."""
        return self._everyones("doing")

    @property
    def everyone_forbidden(self) -> tuple[Line, ...]:
        """What nobody may do, so this role neither; by room, what holds anywhere first."""
        return self._everyones("forbidden")

    @property
    def everyone_liable(self) -> tuple[Line, ...]:
        """What everybody answers for."""
        return self._everyones("liable")

    def _everyones(self, way: str) -> tuple[Line, ...]:
        known = self.handbook.roles or {}
        own = known.get(self.role)
        if own is None or own.kind not in {RoleKind.POST, RoleKind.BODY}:
            return ()
        named = {line.duty.id for line in getattr(self, way)}
        # who may consent needs nobody's consent, and does it himself: 未经管理人员同意 binds all but him
        named |= {line.duty.id for line in self._as(Capacity.APPROVES)}
        found = {
            line.duty.id: line
            for role in known.values()
            if role.kind is RoleKind.EVERYONE
            for line in getattr(concerning(self.handbook, role.id), way)
            if line.duty.id not in named
        }
        rooms = list(self.handbook.facilities or {})
        return tuple(sorted(found.values(), key=lambda line: _place(line.duty, rooms)))

    @property
    def unassigned(self) -> tuple[Line, ...]:
        """What the texts ask of nobody named, and this role has to name somebody for."""
        return tuple(
            line
            for role in (self.handbook.roles or {}).values()
            if role.assigned_by == self.role
            for line in concerning(self.handbook, role.id).own
        )

    @cached_property
    def clauses(self) -> int:
        """How many clauses its duties stand in."""
        return len({line.citation.clause.id for line in self.own})

    @cached_property
    def policies(self) -> int:
        """How many policies its duties stand in; the notice is none."""
        editions = (line.citation.edition for line in self.own)
        return len({edition.policy.policy for edition in editions if edition})


def own_count(handbook: Handbook, role: str) -> int:
    """How many duties *role* has of its own. Of the states around every issuance it is asked, so no line is made for it."""
    return sum(text.own.get(role, 0) for text in handbook.standing)


def concerning(handbook: Handbook, role: str) -> Bound:
    """What concerns *role*, sorted once for all pages that tell of it."""
    return handbook.once(f"bound {role}", lambda: Bound(handbook, role))


def _addressed(handbook: Handbook) -> dict[str, list[Line]]:
    """The prohibitions of the policies that are written for a role, by that role, each said to who must obey first."""
    found: dict[str, list[Line]] = {}
    for citation, duty in handbook.duties.values():
        if citation.edition and duty.modality is Modality.MUST_NOT:
            role = citation.edition.policy.addressee or ""
            for assignment in duty.roles[:1]:
                found.setdefault(role, []).append(Line(citation, duty, assignment))
    return found


def _lines(handbook: Handbook, role: str) -> Iterator[Line]:
    for duty in handbook.duties_of.get(role, ()):
        citation, _ = handbook.duties[duty.id]
        for assignment in duty.roles:
            if assignment.role == role:
                yield Line(citation, duty, assignment)


def _place(duty: Duty, rooms: list[str]) -> int:
    facility = duty.applies_to.facility if duty.applies_to else None
    return rooms.index(facility) + 1 if facility in rooms else 0
