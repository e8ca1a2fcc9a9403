"""A policy and a notice as pages."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from zhidu.handbook.book import Citation, Edition, Handbook, walk
from zhidu.handbook.printed_form import (
    before_text,
    headings_above,
    is_section,
    parts_before,
    title_of,
)
from zhidu.reading.model import Clause, Erratum, Modality, Note, Notice, Signoff
from zhidu.views.names import (
    File,
    Link,
    actors,
    cite,
    clause_heading,
    document_file,
    is_unassigned,
    metric_words,
    policy_link,
    policy_name,
    record_link,
    role_link,
    threshold_words,
    time_words,
)
from zhidu.views.on_screen.duty_items import (
    DutyItem,
    approval_words,
    duty_item,
    line_of,
    report_words,
)
from zhidu.views.on_screen.in_force import Currency, Tombstone, currency, tombstones
from zhidu.views.on_screen.metadata import Metadata, metadata
from zhidu.views.on_screen.related import Related, related
from zhidu.views.pieces import Piece, chinese_date, paragraphs, pieces


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """A fact beside a clause. `kind` names the sort of fact, `number` the words it rests on."""

    kind: str
    name: str
    text: str
    href: str = ""
    number: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ErratumRow:
    """A line of a table of errata."""

    place: Link
    erratum: Erratum


@dataclass(frozen=True, slots=True, kw_only=True)
class Until:
    """What holds until a clause of its own day comes into force: the day, and the words before it."""

    date: str
    before: tuple[tuple[str, str], ...]  # what it is called, its words


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseView:
    """A clause with its facts. `level` 2 for a clause, 3 for a sub-clause; `number` is the printed one.

    `parts` are the chapters and sections that begin with it, each with its level, id and name. `repeated` says that
    the number is what the heading says, word for word. `depth` counts the clauses around it.
    """

    id: str
    level: int
    heading: str
    number: str
    citation: str
    paragraphs: tuple[tuple[Piece, ...], ...]
    table: tuple[tuple[str, ...], ...]
    parts: tuple[tuple[int, str, str], ...]
    repeated: bool
    depth: int
    chips: tuple[Chip, ...]
    duties: tuple[DutyItem, ...]
    notes: tuple[Note, ...]
    related: tuple[Related, ...] = ()
    until: Until | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyPage:
    """All that a policy's page shows. `pinned`: the page stays at this edition, whatever comes after it."""

    id: str
    label: str
    title: str
    heading: tuple[str, ...]
    kind: str
    status: str
    issuer: str
    date: str
    edition: str
    pinned: bool
    notice: Link
    addressee: Link | None
    clauses: tuple[ClauseView, ...]
    errata: tuple[ErratumRow, ...]
    fixed: int
    duties: int
    previous: Link | None
    next: Link | None
    source: str
    word: File
    currency: Currency
    metadata: Metadata
    retired: tuple[Tombstone, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticePage:
    """All that a notice's page shows."""

    notice: Notice
    clauses: tuple[ClauseView, ...]
    attachments: tuple[tuple[tuple[Piece, ...], str], ...]
    issuer: str
    signers: tuple[str, ...]
    date: tuple[Piece, ...]
    errata: tuple[ErratumRow, ...]
    fixed: int
    effective: str
    published: str
    word: File


def policy_page(handbook: Handbook, identifier: str, issuance: str | None = None) -> PolicyPage:
    """The page of a policy's current edition, or of the one that an issuance published."""
    edition = handbook.current.get(identifier)
    if issuance is not None:
        edition = next(e for e in handbook.known_editions[identifier] if e.date == issuance)
    assert edition is not None  # noqa: S101  what has ended has another page
    policy = edition.policy
    current = edition is handbook.current.get(identifier)
    order = list(handbook.current) if issuance is None else []
    place = order.index(identifier) if order else 0
    views = tuple(
        clause_view(handbook, citation, _until(handbook, citation) if current else None)
        for citation in edition.citations.values()
    )
    if policy.parts:
        views = tuple(_in_parts(edition, views))
    rows = tuple(_errata_of(edition.citations.values()))
    notice = edition.notice.value
    stands = currency(handbook, edition)
    return PolicyPage(
        id=identifier,
        label=policy.label,
        title=policy.title + policy.status.suffix,
        heading=policy.heading or (policy.title + policy.status.suffix,),
        kind=policy.kind.label,
        status=policy.status.label,
        issuer=notice.issuers,
        date=chinese_date(notice.issuance.isoformat()),
        edition=edition.date,
        pinned=issuance is not None,
        notice=Link(text=notice.title, href=f"notice/{edition.date}/"),
        addressee=role_link(handbook, policy.addressee) if policy.addressee else None,
        clauses=views,
        errata=rows,
        fixed=sum(row.erratum.certain for row in rows),
        duties=sum(len(clause.duties) for _, _, clause in walk(policy.clauses)),
        previous=policy_link(handbook.current[order[place - 1]]) if place else None,
        next=policy_link(handbook.current[order[place + 1]]) if place + 1 < len(order) else None,
        source=edition.document.source.path,
        word=document_file(edition.date, policy_name(edition) + policy.status.suffix, identifier),
        currency=stands,
        metadata=metadata(handbook, edition, stands),
        retired=tombstones(handbook, identifier) if issuance is None else (),
    )


def _in_parts(edition: Edition, views: tuple[ClauseView, ...]) -> Iterator[ClauseView]:
    """*views* under the headings of their chapters and sections."""
    opened = parts_before(edition.policy)
    above = headings_above(edition.policy)
    number = 0
    for view in views:
        parts = []
        for part in opened.get(view.id, ()):
            number += 1
            identifier = f"{edition.policy.policy}-part-{number}"
            parts.append((2 + is_section(part), identifier, title_of(part)))
        around = edition.citations[view.id].above
        level = view.level + above[around[0].id if around else view.id]
        yield replace(view, level=min(level, 6), parts=tuple(parts))


def _until(handbook: Handbook, citation: Citation) -> Until | None:
    """What holds in place of a clause whose own day has not come."""
    clause = citation.clause
    if clause.id not in handbook.pending:
        return None
    history = clause.history
    origins = dict.fromkeys([clause.id, *(history.from_ if history else ())])
    before = [handbook.citations[o] for o in origins if o in handbook.citations]
    return Until(
        date=chinese_date(citation.effective.isoformat()),
        before=tuple((clause_heading(old), old.clause.reading) for old in before),
    )


def notice_page(handbook: Handbook, issuance: str) -> NoticePage:
    """The page of a notice."""
    document = next(n for n in handbook.issued if n.value.issuance.isoformat() == issuance)
    notice: Notice = document.value
    citations = [
        Citation(
            clause=clause,
            parent=parent,
            edition=None,
            notice=document,
            above=(parent,) if parent else (),
        )
        for _, parent, clause in walk(notice.clauses)
    ]
    rows = [*_errata_of(citations)]
    for attachment in notice.attachments:
        rows += errata_rows(attachment.errata, Link(text="附件目录"))
    rows += errata_rows(notice.signoff.errata, Link(text="落款"))
    signoff: Signoff = notice.signoff
    return NoticePage(
        notice=notice,
        clauses=tuple(clause_view(handbook, citation) for citation in citations),
        attachments=tuple(
            (pieces(a.text, a.errata), f"policies/{a.policy}/") for a in notice.attachments
        ),
        issuer="、".join((signoff.issuer, *notice.joint)),
        signers=(signoff.issuer, *notice.joint),
        date=pieces(signoff.date, signoff.errata),
        errata=tuple(rows),
        fixed=sum(row.erratum.certain for row in rows),
        effective=chinese_date(notice.effective.isoformat()),
        published=chinese_date(notice.published.isoformat()) if notice.published else "",
        word=document_file(issuance, notice.title),
    )


def _errata_of(citations: Iterable[Citation]) -> Iterator[ErratumRow]:
    """The errata of *citations*, each beside its clause on the same page."""
    for citation in citations:
        place = Link(text=clause_heading(citation), href=f"#{citation.clause.id}")
        yield from errata_rows(citation.clause.errata, place)


def errata_rows(errata: tuple[Erratum, ...], place: Link) -> list[ErratumRow]:
    """*errata* as lines of a table."""
    return [ErratumRow(place=place, erratum=erratum) for erratum in errata]


def clause_view(handbook: Handbook, citation: Citation, until: Until | None = None) -> ClauseView:
    """A clause with its facts and the words they rest on."""
    clause = citation.clause
    addressee = citation.edition.policy.addressee if citation.edition else None
    chips = _chips(handbook, clause, addressee)
    quotes = [(chip.number, words) for chip, words in chips if chip.number is not None]
    heading = clause_heading(citation, chapter=False)
    return ClauseView(
        id=clause.id,
        level=min(2 + len(citation.above), 6),
        heading=heading,
        number=before_text(citation.number),
        citation=cite(citation),
        paragraphs=paragraphs(pieces(clause.text, clause.errata, quotes)),
        table=clause.table,
        parts=(),
        repeated=citation.number == heading,
        depth=len(citation.above),
        chips=tuple(chip for chip, _ in chips),
        duties=tuple(duty_item(handbook, line_of(citation, duty)) for duty in clause.duties),
        notes=clause.notes,
        related=related(handbook, citation),
        until=until,
    )


def _chips(handbook: Handbook, clause: Clause, addressee: str | None) -> list[tuple[Chip, str]]:
    """The facts of a clause, each once, with the words they rest on.

    Whom the whole document speaks to is said at its head, and not again beside every clause.
    """
    found: dict[tuple[str, str], tuple[str, str, str]] = {}  # (kind, text) → name, href, words

    def add(kind: str, name: str, text: str, href: str, words: str | None) -> None:
        found.setdefault((kind, text), (name, href, words or ""))

    for duty in clause.duties:
        for assignment in actors(duty):
            if assignment.role == addressee:
                continue
            link = role_link(handbook, assignment.role)
            kind = "unassigned" if is_unassigned(handbook, assignment.role) else "who"
            add(kind, "岗位", link.text, link.href, assignment.words)
        if duty.when:
            add("when", "时间", time_words(duty.when, clause), "", duty.when.words)
        if duty.threshold:
            text = f"{metric_words(handbook, duty.threshold)}{threshold_words(handbook, duty.threshold)}"
            add("threshold", "数量", text, "thresholds/", duty.threshold.quote)
        for record in duty.records:
            link = record_link(handbook, record)
            add("record", "记录", link.text, link.href, None)
        if duty.report:
            add("report", "报告", report_words(handbook, duty), "reports/", duty.report.quote)
        if duty.approval:
            add("approval", "批准", approval_words(handbook, duty), "reports/", duty.approval.quote)
        if duty.training:
            people = "、".join(role_link(handbook, role).text for role in duty.training.audience)
            add("training", "培训", people or "原文没有写对象", "", duty.training.quote)
        if duty.incentive:
            add("incentive", "激励", duty.incentive.kind.label, "", duty.incentive.quote)
        if duty.sanction:
            add("sanction", "后果", duty.sanction.kind.label, "", duty.sanction.quote)
        if duty.modality is Modality.MUST_NOT:
            add("forbidden", "禁止", "不得", "prohibitions/", duty.quote)
    order = ("who", "unassigned", "when", "threshold", "record", "report", "approval")
    chips = []
    rank = {kind: place for place, kind in enumerate(order)}
    ranked = sorted(found.items(), key=lambda item: rank.get(item[0][0], len(rank)))
    for number, ((kind, text), (name, href, words)) in enumerate(ranked):
        marked = number if words else None
        chips.append((Chip(kind=kind, name=name, text=text, href=href, number=marked), words))
    return chips
