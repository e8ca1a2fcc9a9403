"""A role's page: everything that binds the role anywhere, sorted by when it falls due."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from zhidu.handbook.book import Citation, Handbook, once
from zhidu.reading.model import Capacity, Role, RoleKind, WhenKind
from zhidu.views.names import (
    File,
    Link,
    clause_link,
    form_files,
    metric_words,
    policy_link,
    record_link,
    threshold_words,
)
from zhidu.views.on_screen.duty_items import DutyItem, duty_item, group_of
from zhidu.views.on_screen.role_lines import Bound, Line, concerning
from zhidu.views.pieces import chinese_date

EVERYONE = "everyone"
ENFORCED = "enforced"
FORBIDDEN = "must-not"
REPORTS = "reports"
TOLD = "informed"
LIABLE = "liable"
SERVED = "served"
UNASSIGNED = "unassigned"
RECORDS = "records"
THRESHOLDS = "thresholds"
SECTIONS = (
    (EVERYONE, "任何人都要做到的"),
    (ENFORCED, "我要把关的"),
    (FORBIDDEN, "不得做的事"),
    (REPORTS, "向谁报告、经谁批准"),
    (TOLD, "别人要向我报告、请我批准"),
    (LIABLE, "责任与后果"),
    (UNASSIGNED, "没有写明由谁做、学校要指定的"),
    (SERVED, "别人为我做的"),
    (RECORDS, "要填写、要保存的记录"),
    (THRESHOLDS, "要达到的数"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line of a section that is not a duty: a record or a threshold, and the clauses that demand it."""

    id: str
    text: str
    href: str
    value: str
    citations: tuple[Link, ...]
    files: tuple[File, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A group of a role's page: duties, or records and thresholds."""

    id: str
    name: str
    duties: tuple[DutyItem, ...] = ()
    entries: tuple[Entry, ...] = ()

    @property
    def count(self) -> int:
        """How many lines it has."""
        return len(self.duties) + len(self.entries)


@dataclass(frozen=True, slots=True, kw_only=True)
class AliasView:
    """Another name of the role, and where it is written."""

    name: str
    citation: Link
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hat:
    """Another role of whoever holds this one: a body that he heads or sits in, or what he represents."""

    id: str
    name: str
    seat: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RolePage:
    """All that a role's page shows. `issued` says by whom and when its policies were issued, each once.

    `seldom` says that there is nothing to do every day or week, where that is so.
    """

    role: Role
    former: tuple[str, ...]
    aliases: tuple[AliasView, ...]
    policy: Link | None
    sections: tuple[Section, ...]
    all_sections: tuple[tuple[str, str], ...]
    own: tuple[str, ...]
    duties: int
    clauses: int
    policies: int
    hats: tuple[Hat, ...]
    seldom: str
    others: tuple[Link, ...]
    issued: tuple[str, ...]
    as_of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleCard:
    """A role on the index of roles."""

    id: str
    name: str
    kind: str
    href: str
    duties: int
    policies: int
    aliases: str


def section_names(handbook: Handbook) -> tuple[tuple[str, str], ...]:
    """Every section a role's page can have, in order."""
    return (*((group.id, group.name) for group in handbook.groups), *SECTIONS)


def role_page(handbook: Handbook, identifier: str) -> RolePage:
    """The page of a role."""
    role = (handbook.roles or {})[identifier]
    bound = concerning(handbook, identifier)
    addressed = handbook.addressed.get(identifier)
    return RolePage(
        role=role,
        former=tuple(f.name for f in role.former if date.min < f.until <= handbook.as_of),
        aliases=_aliases(handbook, role),
        policy=policy_link(addressed) if addressed else None,
        sections=tuple(s for s in _sections(handbook, bound) if s.count),
        all_sections=section_names(handbook),
        own=own_duties(handbook, identifier),
        duties=len(bound.own),
        clauses=bound.clauses,
        policies=bound.policies,
        hats=hats(handbook, identifier),
        seldom=_seldom(handbook, bound),
        others=tuple(
            Link(text=card.name, href=card.id)
            for card in role_cards(handbook)
            if card.id != identifier and card.kind in {RoleKind.POST.label, RoleKind.BODY.label}
        ),
        issued=tuple(dict.fromkeys(_issued(line.citation) for line in bound.named)),
        as_of=chinese_date(handbook.as_of.isoformat()),
    )


def own_duties(handbook: Handbook, identifier: str) -> tuple[str, ...]:
    """The duties of a role as a page counts them when roles are put together: the id, `=`, the policy if there is one."""
    return tuple(
        f"{line.duty.id}={line.citation.edition.policy.policy if line.citation.edition else ''}"
        for line in concerning(handbook, identifier).own
    )


def _issued(citation: Citation) -> str:
    notice = citation.notice.value
    return f"{notice.issuers}{chinese_date(notice.issuance.isoformat())}印发"


def _aliases(handbook: Handbook, role: Role) -> tuple[AliasView, ...]:
    """The other names that clauses in force use."""
    return tuple(
        AliasView(
            name=alias.name,
            citation=clause_link(handbook.citations[alias.clause]),
            note=alias.note or "",
        )
        for alias in role.aliases
        if alias.clause in handbook.citations
    )


def _sections(handbook: Handbook, bound: Bound) -> list[Section]:
    """Rhythms first, then what is seen to, forbidden, reported, answered for, done by others, recorded and measured."""

    def items(lines: Iterable[Line]) -> tuple[DutyItem, ...]:
        return tuple(duty_item(handbook, line, bound.role) for line in lines)

    sections = [
        Section(
            id=group.id,
            name=group.name,
            duties=items(line for line in bound.doing if group_of(handbook, line.duty) == group.id),
        )
        for group in handbook.groups
    ]
    duties: dict[str, Iterable[Line]] = {
        EVERYONE: bound.everyone_doing,
        ENFORCED: bound.enforced,
        FORBIDDEN: (*bound.forbidden, *bound.everyone_forbidden),
        REPORTS: (
            line
            for line in bound.own
            if (line.duty.report or line.duty.approval)
            and line.assignment.as_ is not Capacity.APPROVES
        ),
        TOLD: bound.asked,
        LIABLE: (*bound.liable, *bound.everyone_liable),
        UNASSIGNED: bound.unassigned,
        SERVED: bound.served,
    }
    entries = {
        RECORDS: _records(handbook, bound.own),
        THRESHOLDS: _thresholds(handbook, bound.own),
    }
    for name, words in SECTIONS:
        found = items(duties.get(name, ()))
        sections.append(Section(id=name, name=words, duties=found, entries=entries.get(name, ())))
    return sections


def _records(handbook: Handbook, lines: Iterable[Line]) -> tuple[Entry, ...]:
    found: dict[str, dict[str, Link]] = {}
    for line in lines:
        for record in line.duty.records:
            link = clause_link(line.citation)
            found.setdefault(record, {})[link.text] = link
    return tuple(
        Entry(
            id=f"record-{record}",
            text=record_link(handbook, record).text,
            href=record_link(handbook, record).href,
            value="",
            citations=tuple(links.values()),
            files=form_files(handbook, record),
        )
        for record, links in found.items()
    )


def _thresholds(handbook: Handbook, lines: Iterable[Line]) -> tuple[Entry, ...]:
    return tuple(
        Entry(
            id=f"threshold-{line.duty.id}",
            text=metric_words(handbook, line.duty.threshold),
            href="thresholds/",
            value=threshold_words(handbook, line.duty.threshold),
            citations=(clause_link(line.citation),),
        )
        for line in lines
        if line.duty.threshold
    )


def hats(handbook: Handbook, role: str) -> tuple[Hat, ...]:
    """The bodies in which *role* has a seat, and the roles that it represents, if some duty is theirs."""
    known = handbook.roles or {}
    found: dict[str, Hat] = {}
    for body in known.values():
        for member in body.members:
            if member.role == role and member.clause in handbook.citations:
                found.setdefault(body.id, Hat(id=body.id, name=body.name, seat=member.seat))
    for other in known[role].represents:
        found.setdefault(other.role, Hat(id=other.role, name=known[other.role].name, seat=""))
    return tuple(hat for hat in found.values() if hat.id in handbook.duties_of)


_OFTEN = (WhenKind.DAILY, WhenKind.WEEKLY)


def _seldom(handbook: Handbook, bound: Bound) -> str:
    rhythms = handbook.rhythms or {}
    kinds = {line.duty.when.kind for line in bound.doing if line.duty.when}
    role = (handbook.roles or {})[bound.role]
    if role.kind not in {RoleKind.POST, RoleKind.BODY} or not bound.own or kinds & set(_OFTEN):
        return ""
    names = "、".join(rhythms[kind].name for kind in _OFTEN if kind in rhythms)
    return f"原文没有要求这个岗位{names}要做的事。" if names else ""


@once
def role_cards(handbook: Handbook) -> tuple[RoleCard, ...]:
    """Every role that some duty names, in the order of the vocabulary."""
    cards = []
    for role in (handbook.roles or {}).values():
        if role.id not in handbook.duties_of:
            continue
        bound = concerning(handbook, role.id)
        cards.append(
            RoleCard(
                id=role.id,
                name=role.name,
                kind=role.kind.label,
                href=f"roles/{role.id}/",
                duties=len(bound.own),
                policies=bound.policies,
                aliases="、".join(dict.fromkeys(alias.name for alias in role.aliases)),
            )
        )
    kinds = [kind.label for kind in RoleKind]
    return tuple(sorted(cards, key=lambda card: kinds.index(card.kind)))
