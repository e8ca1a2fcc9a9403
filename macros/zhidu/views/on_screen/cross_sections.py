"""The pages that cut across the policies: by time, thresholds, records, reports, prohibitions, glossary, home."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from zhidu.handbook.book import Handbook
from zhidu.handbook.metric_history import metric_history
from zhidu.reading.model import (
    Capacity,
    Duty,
    Incentive,
    Modality,
    Policy,
    RoleKind,
    Sanction,
    Term,
)
from zhidu.views.law_notes import LawNote, law_notes
from zhidu.views.names import (
    File,
    Link,
    actors,
    clause_link,
    edition_clause_link,
    form_files,
    metric_words,
    policy_name,
    role_link,
    threshold_words,
    time_words,
)
from zhidu.views.on_screen.duty_items import (
    DutyItem,
    approval_words,
    duty_item,
    group_of,
    line_of,
    report_words,
    who_link,
)
from zhidu.views.on_screen.policies import ErratumRow, errata_rows
from zhidu.views.on_screen.role_lines import concerning
from zhidu.views.on_screen.roles import RoleCard, Section, role_cards
from zhidu.views.pieces import chinese_date


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of a table: what, how much, who, where, in which words."""

    id: str
    what: str
    value: str
    open: bool
    who: tuple[Link, ...]
    citations: tuple[Link, ...]
    quote: str
    note: str = ""
    files: tuple[File, ...] = ()
    notes: tuple[LawNote, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyCard:
    """A policy on the home page and in the index."""

    policy: Policy
    clauses: int
    addressee: Link | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TermRow:
    """A glossary entry, and the first clauses that use the word."""

    term: Term
    citations: tuple[Link, ...]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What happened on a date."""

    date: str
    title: str
    href: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """The first page."""

    as_of: str
    issuers: str
    roles: tuple[RoleCard, ...]
    more_roles: int
    policies: tuple[PolicyCard, ...]
    changes: tuple[Change, ...]
    clauses: int
    duties: int
    forms: bool  # whether any record has a form to be printed empty
    unassigned: int


HOME_ROLES = 9
CITED = 4


def policy_cards(handbook: Handbook) -> tuple[PolicyCard, ...]:
    """Every policy in force."""
    return tuple(
        PolicyCard(
            policy=edition.policy,
            clauses=sum(1 for clause in edition.policy.clauses if clause.label),
            addressee=role_link(handbook, role) if (role := edition.policy.addressee) else None,
        )
        for edition in handbook.current.values()
    )


def home(handbook: Handbook) -> Home:
    """What is this, my role, the policies, what changed."""
    people = [c for c in role_cards(handbook) if c.kind != RoleKind.UNASSIGNED.label]
    first = [c for c in people if (handbook.roles or {})[c.id].first]
    busiest = sorted(people, key=lambda card: (card not in first, -card.duties))[:HOME_ROLES]
    chosen = tuple(card for card in people if card in busiest)
    unassigned = [r.id for r in (handbook.roles or {}).values() if r.kind is RoleKind.UNASSIGNED]
    return Home(
        as_of=chinese_date(handbook.as_of.isoformat()),
        issuers="、".join(dict.fromkeys(n.value.issuers for n in handbook.notices)),
        roles=chosen,
        more_roles=len(people) - len(chosen),
        policies=policy_cards(handbook),
        changes=changes(handbook),
        clauses=sum(card.clauses for card in policy_cards(handbook)),
        duties=len(handbook.duties),
        forms=any(record.form for record in (handbook.records or {}).values()),
        unassigned=sum(len(concerning(handbook, role).own) for role in unassigned),
    )


def changes(handbook: Handbook) -> tuple[Change, ...]:
    """Issuances, the newest first."""
    policies = Counter(e.date for editions in handbook.editions.values() for e in editions)
    fixed = Counter(
        citation.notice.value.issuance.isoformat()
        for citation in handbook.citations.values()
        for erratum in citation.clause.errata
        if erratum.certain
    )
    found = []
    for document in reversed(handbook.notices):
        notice = document.value
        issuance = notice.issuance.isoformat()
        detail = f"{notice.issuers}印发 {policies[issuance]} 项制度"
        if fixed[issuance]:
            detail += f"；本站改正了其中 {fixed[issuance]} 处明显的错字，随时可以看原文"
        day, href = chinese_date(issuance), f"notice/{issuance}/"
        found.append(Change(date=day, title=notice.title, href=href, detail=detail))
    return tuple(found)


def when_sections(handbook: Handbook) -> tuple[Section, ...]:
    """All duties by time; those without a time word belong to no time and are left to the other pages."""
    sections = []
    for group in handbook.groups:
        if not group.kinds:
            continue
        found = tuple(
            duty_item(handbook, line_of(citation, duty))
            for citation, duty in handbook.duties.values()
            if group_of(handbook, duty) == group.id
        )
        if found:
            sections.append(Section(id=group.id, name=group.name, duties=found))
    return tuple(sections)


def threshold_rows(handbook: Handbook) -> tuple[Row, ...]:
    """Every number the texts demand, stated ones first."""
    rows = [
        Row(
            id=duty.id,
            what=metric_words(handbook, duty.threshold),
            value=threshold_words(handbook, duty.threshold),
            open=duty.threshold.value is None,
            who=_who(handbook, duty),
            citations=(clause_link(citation, duty.quote),),
            quote=duty.threshold.quote,
            notes=law_notes(handbook, citation, duty),
        )
        for citation, duty in handbook.duties.values()
        if duty.threshold
    ]
    return tuple(sorted(rows, key=lambda row: row.open))


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberRow:
    """A number that was once another, or will be: from when to when, how much, by which clause."""

    what: str
    value: str
    since: str
    until: str
    coming: bool
    now: bool
    citation: Link
    quote: str


def number_rows(handbook: Handbook) -> tuple[tuple[NumberRow, ...], ...]:
    """The numbers that have changed or will, those of a metric together; what only ever was one thing has no history."""
    found = []
    for demands in metric_history(handbook).values():
        if not any(each.until is not None or each.coming for each in demands):
            continue
        found.append(
            tuple(
                NumberRow(
                    what=metric_words(handbook, each.threshold),
                    value=threshold_words(handbook, each.threshold),
                    since=chinese_date(each.since.isoformat()),
                    until=chinese_date(each.until.isoformat()) if each.until else "",
                    coming=each.coming,
                    now=not each.coming and (each.until is None or each.until >= handbook.as_of),
                    citation=edition_clause_link(each.citation),
                    quote=each.threshold.quote,
                )
                for each in demands
            )
        )
    return tuple(found)


def record_rows(handbook: Handbook) -> tuple[Row, ...]:
    """Every record, who keeps it, where it is demanded."""
    rows = []
    for record in (handbook.records or {}).values():
        found = handbook.keepers(record.id)
        if not found:
            continue
        who: dict[str, Link] = {}
        citations: dict[str, Link] = {}
        for citation, duty in found:
            link = clause_link(citation, duty.quote)
            citations.setdefault(link.text, link)
            for link in _who(handbook, duty):
                who.setdefault(link.text, link)
        rows.append(
            Row(
                id=record.id,
                what=record.name,
                value=record.kind.label,
                open=False,
                who=tuple(who.values()),
                citations=tuple(citations.values()),
                quote="；".join(duty.quote for _, duty in found[:2]),
                files=form_files(handbook, record.id),
            )
        )
    return tuple(rows)


def report_rows(handbook: Handbook) -> tuple[Row, ...]:
    """Who reports to whom, about what."""
    return tuple(
        Row(
            id=duty.id,
            citations=(clause_link(citation, duty.quote),),
            what=duty.summary,
            value=report_words(handbook, duty),
            open=duty.report.to is None,
            who=_who(handbook, duty),
            quote=duty.report.quote,
            note=time_words(duty.when, citation.clause),
        )
        for citation, duty in handbook.duties.values()
        if duty.report
    )


def approval_rows(handbook: Handbook) -> tuple[Row, ...]:
    """Whose consent is needed for what."""
    return tuple(
        Row(
            id=duty.id,
            citations=(clause_link(citation, duty.quote),),
            what=duty.approval.for_,
            value=approval_words(handbook, duty),
            open=duty.approval.by is None,
            who=_who(handbook, duty),
            quote=duty.approval.quote,
        )
        for citation, duty in handbook.duties.values()
        if duty.approval
    )


def sanction_rows(handbook: Handbook) -> tuple[Row, ...]:
    """What follows from neglect: in which case, what, for whom."""
    whose = (Capacity.LIABLE, Capacity.FORBIDDEN)
    return _following(handbook, whose, lambda duty: duty.sanction)


def incentive_rows(handbook: Handbook) -> tuple[Row, ...]:
    """What is rewarded, appraised or put into a contest: in which case, how, whose."""
    return _following(handbook, (Capacity.SERVED, Capacity.LIABLE), lambda duty: duty.incentive)


def _following(
    handbook: Handbook,
    whose: tuple[Capacity, ...],
    fact: Callable[[Duty], Sanction | Incentive | None],
) -> tuple[Row, ...]:
    return tuple(
        Row(
            id=duty.id,
            what=duty.summary,
            value=found.kind.label,
            open=False,
            who=_those(handbook, duty, whose),
            citations=(clause_link(citation, duty.quote),),
            quote=found.quote,
        )
        for citation, duty in handbook.duties.values()
        if (found := fact(duty))
    )


def _those(handbook: Handbook, duty: Duty, wanted: tuple[Capacity, ...]) -> tuple[Link, ...]:
    """The roles that bear or get what follows; where the text says none, those who act."""
    found = [a for a in duty.roles if a.as_ in wanted] or [*actors(duty)]
    return tuple(role_link(handbook, assignment.role) for assignment in found)


def prohibitions(handbook: Handbook) -> tuple[tuple[str, tuple[DutyItem, ...]], ...]:
    """What must not be done, by policy."""
    found: dict[str, list[DutyItem]] = {}
    for citation, duty in handbook.duties.values():
        if duty.modality is Modality.MUST_NOT:
            item = duty_item(handbook, line_of(citation, duty))
            found.setdefault(policy_name(citation.edition), []).append(item)
    return tuple((name, tuple(items)) for name, items in found.items())


def errata(handbook: Handbook) -> tuple[ErratumRow, ...]:
    """Every erratum of every text in force, certain ones first."""
    rows: list[ErratumRow] = []
    for document in handbook.notices:
        notice = document.value
        page = f"notice/{notice.issuance.isoformat()}/"
        listed = Link(text="通知附件目录", href=f"{page}#attachments")
        for attachment in notice.attachments:
            rows += errata_rows(attachment.errata, listed)
        rows += errata_rows(notice.signoff.errata, Link(text="通知落款", href=page))
    for citation in handbook.citations.values():
        rows += errata_rows(citation.clause.errata, clause_link(citation))
    return tuple(sorted(rows, key=lambda row: not row.erratum.certain))


def _who(handbook: Handbook, duty: Duty) -> tuple[Link, ...]:
    return tuple(who_link(handbook, assignment) for assignment in actors(duty))


def glossary(handbook: Handbook) -> tuple[TermRow, ...]:
    """The glossary, with the first clauses that use each word."""
    rows = []
    for term in (handbook.terms or {}).values():
        found = [
            clause_link(citation)
            for citation in handbook.citations.values()
            if any(word in citation.clause.text for word in (term.name, *term.variants))
        ]
        more = max(0, len(found) - CITED)
        rows.append(TermRow(term=term, citations=tuple(found[:CITED]), more=more))
    return tuple(rows)


def examples(handbook: Handbook) -> tuple[str, ...]:
    """Questions to show who has not asked yet."""
    return handbook.lexicon.examples
