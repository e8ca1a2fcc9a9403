"""A role's page: everything that binds the role anywhere, sorted by when it falls due."""

from collections.abc import Callable
from dataclasses import dataclass

from macros.handbook import Citation, Handbook
from macros.labels import label
from macros.model import Capacity, Duty, Modality, Role, RoleKind
from macros.views.duties import DutyItem, duty_item, group_of
from macros.views.names import (
    File,
    Link,
    cite,
    clause_href,
    form_files,
    metric_words,
    record_link,
    threshold_words,
)
from macros.views.policies import policy_link
from macros.views.text import chinese_date

FORBIDDEN = "must-not"
REPORTS = "reports"
TOLD = "informed"
RECORDS = "records"
THRESHOLDS = "thresholds"
SECTIONS = (
    (FORBIDDEN, "不得做的事"),
    (REPORTS, "向谁报告、经谁批准"),
    (TOLD, "别人要向我报告、请我批准"),
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
class RolePage:
    """All that a role's page shows. `issued` says by whom and when its policies were issued, each once."""

    id: str
    name: str
    kind: str
    unassigned: bool
    about: str
    aliases: tuple[AliasView, ...]
    policy: Link | None
    sections: tuple[Section, ...]
    all_sections: tuple[tuple[str, str], ...]
    duties: int
    clauses: int
    policies: int
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
    duties = [handbook.duties[duty.id] for duty in handbook.duties_of.get(identifier, ())]
    addressed = handbook.addressed.get(identifier)
    return RolePage(
        id=identifier,
        name=role.name,
        kind=label(role.kind),
        unassigned=role.kind is RoleKind.UNASSIGNED,
        about=role.about or "",
        aliases=_aliases(handbook, role),
        policy=policy_link(addressed) if addressed else None,
        sections=tuple(s for s in _sections(handbook, identifier, duties) if s.count),
        all_sections=section_names(handbook),
        duties=len(duties),
        clauses=len({citation.clause.id for citation, _ in duties}),
        policies=len({c.edition.policy.policy for c, _ in duties if c.edition}),
        others=tuple(
            Link(text=card.name, href=card.id)
            for card in role_cards(handbook)
            if card.id != identifier and card.kind == label(RoleKind.POST)
        ),
        issued=tuple(dict.fromkeys(_issued(citation) for citation, _ in duties)),
        as_of=chinese_date(handbook.as_of.isoformat()),
    )


def _issued(citation: Citation) -> str:
    notice = citation.notice.value
    return f"{notice.issuer}{chinese_date(notice.issuance.isoformat())}印发"


def _aliases(handbook: Handbook, role: Role) -> tuple[AliasView, ...]:
    """The other names that clauses in force use."""
    return tuple(
        AliasView(
            name=alias.name,
            citation=Link(
                text=cite(handbook.citations[alias.clause]),
                href=clause_href(handbook.citations[alias.clause]),
            ),
            note=alias.note or "",
        )
        for alias in role.aliases
        if alias.clause in handbook.citations
    )


def _sections(handbook: Handbook, role: str, duties: list[tuple[Citation, Duty]]) -> list[Section]:
    """Rhythms first, then what is forbidden, reported, told, recorded and measured."""
    capacity: Callable[[Duty], set[Capacity]] = lambda duty: {  # noqa: E731
        a.as_ for a in duty.roles if a.role == role
    }
    told = {Capacity.INFORMED, Capacity.APPROVES}
    mine = [(c, d) for c, d in duties if not capacity(d) <= told]
    doing = [(c, d) for c, d in mine if d.modality is not Modality.MUST_NOT]

    def lines(pairs: list[tuple[Citation, Duty]]) -> tuple[DutyItem, ...]:
        return tuple(duty_item(handbook, citation, duty, role) for citation, duty in pairs)

    sections = [
        Section(
            id=group.id,
            name=group.name,
            duties=lines([(c, d) for c, d in doing if group_of(handbook, d) == group.id]),
        )
        for group in handbook.groups
    ]
    names = dict(SECTIONS)
    sections += [
        Section(
            id=FORBIDDEN,
            name=names[FORBIDDEN],
            duties=lines([(c, d) for c, d in mine if d.modality is Modality.MUST_NOT]),
        ),
        Section(
            id=REPORTS,
            name=names[REPORTS],
            duties=lines([(c, d) for c, d in mine if d.report or d.approval]),
        ),
        Section(
            id=TOLD,
            name=names[TOLD],
            duties=lines([(c, d) for c, d in duties if capacity(d) & told]),
        ),
        Section(id=RECORDS, name=names[RECORDS], entries=_records(handbook, mine)),
        Section(id=THRESHOLDS, name=names[THRESHOLDS], entries=_thresholds(handbook, mine)),
    ]
    return sections


def _records(handbook: Handbook, duties: list[tuple[Citation, Duty]]) -> tuple[Entry, ...]:
    found: dict[str, dict[str, Link]] = {}
    for citation, duty in duties:
        for record in duty.records:
            link = Link(text=cite(citation), href=clause_href(citation))
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


def _thresholds(handbook: Handbook, duties: list[tuple[Citation, Duty]]) -> tuple[Entry, ...]:
    return tuple(
        Entry(
            id=f"threshold-{duty.id}",
            text=metric_words(handbook, duty.threshold),
            href="thresholds/",
            value=threshold_words(handbook, duty.threshold),
            citations=(Link(text=cite(citation), href=clause_href(citation)),),
        )
        for citation, duty in duties
        if duty.threshold
    )


def role_cards(handbook: Handbook) -> tuple[RoleCard, ...]:
    """Every role that some duty names, in the order of the vocabulary."""
    cards = []
    for role in (handbook.roles or {}).values():
        duties = handbook.duties_of.get(role.id, ())
        if not duties:
            continue
        policies = {
            citation.edition.policy.policy
            for citation, _ in (handbook.duties[duty.id] for duty in duties)
            if citation.edition
        }
        cards.append(
            RoleCard(
                id=role.id,
                name=role.name,
                kind=label(role.kind),
                href=f"roles/{role.id}/",
                duties=len(duties),
                policies=len(policies),
                aliases="、".join(dict.fromkeys(alias.name for alias in role.aliases)),
            )
        )
    kinds = [label(kind) for kind in RoleKind]
    return tuple(sorted(cards, key=lambda card: kinds.index(card.kind)))
