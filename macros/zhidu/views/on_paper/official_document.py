"""A notice and its attachments as an official document: its paragraphs in order, and what each of them is."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from zhidu.handbook.book import Edition, Handbook
from zhidu.handbook.printed_form import (
    before_text,
    clauses_with_depth,
    number,
    parts_before,
    title_of,
)
from zhidu.reading.disk.refused import RefusedError
from zhidu.reading.findings import meant
from zhidu.reading.model import Clause, Erratum, Notice, Numbering
from zhidu.views.pieces import pieces


class Part(StrEnum):
    """What a paragraph is. The values are the ids of the styles in `office/official/word/styles.xml`."""

    TITLE = "Title"
    RECIPIENTS = "Recipients"
    BODY = "BodyText"
    CLAUSE = "Clause"
    SUB_CLAUSE = "SubClause"
    ATTACHMENT = "Attachment"
    ISSUER = "Issuer"
    ISSUE_DATE = "IssueDate"
    ATTACHMENT_LABEL = "AttachmentLabel"
    ATTACHMENT_TITLE = "Heading1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph. `number` is the printed number before the text (一、), `clause` the id of the clause it holds.

    With `rows` it is a table. `heading` says that it is the name of a chapter, `centred` where it stands.
    """

    part: Part
    lines: tuple[str, ...]
    number: str = ""
    clause: str = ""
    heading: bool = False
    centred: bool = False
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def text(self) -> str:
        """All its words, as they are read."""
        return self.number + "".join(self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialDocument:
    """A document to be written: what its file says of itself, and its paragraphs."""

    title: str
    issuer: str
    date: date
    corrected: bool
    paragraphs: tuple[Paragraph, ...]


def chosen_document(
    handbook: Handbook, policy: str | None, issuance: str | None, *, corrected: bool = False
) -> OfficialDocument:
    """What somebody asks for: a policy as in force or as of an issuance, a whole issuance, or else the newest one."""
    notices = {notice.value.issuance.isoformat(): notice.value for notice in handbook.notices}
    if issuance is not None and issuance not in notices:
        hint = meant(issuance, notices, f"已有：{'、'.join(notices)}。")
        raise RefusedError(f"没有 {issuance} 印发的通知。{hint}")
    if policy is None:
        if not notices:
            raise RefusedError("还没有一份印发了的通知。")
        notice = notices[issuance or max(notices)]
        return issuance_document(handbook, notice, corrected=corrected)
    editions = handbook.editions.get(policy)
    if editions is None:
        hint = meant(policy, handbook.editions, f"已有：{'、'.join(handbook.editions)}。")
        raise RefusedError(f"没有编号为“{policy}”的制度。{hint}")
    dated = {edition.date: edition for edition in editions}
    if issuance is not None and issuance not in dated:
        raise RefusedError(f"{issuance} 没有印发“{policy}”，印发它的有：{'、'.join(dated)}。")
    return policy_document(dated[issuance] if issuance else editions[-1], corrected=corrected)


def issuance_document(
    handbook: Handbook, notice: Notice, *, corrected: bool = False
) -> OfficialDocument:
    """*notice* with all that it issues, as published; or *corrected*, with certain errata put right."""
    issued = {
        edition.policy.policy: edition
        for editions in handbook.known_editions.values()
        for edition in editions
        if edition.notice.value is notice
    }
    paragraphs = [*_notice(notice, corrected=corrected)]
    for attachment in notice.attachments:
        if attachment.policy in issued:
            paragraphs += _policy(issued[attachment.policy], corrected=corrected)
    return OfficialDocument(
        title=notice.title,
        issuer=notice.issuers,
        date=notice.issuance,
        corrected=corrected,
        paragraphs=tuple(paragraphs),
    )


def policy_document(edition: Edition, *, corrected: bool = False) -> OfficialDocument:
    """One attachment by itself."""
    notice = edition.notice.value
    return OfficialDocument(
        title=edition.policy.title + edition.policy.status.suffix,
        issuer=notice.issuers,
        date=notice.issuance,
        corrected=corrected,
        paragraphs=tuple(_policy(edition, corrected=corrected)),
    )


def _notice(notice: Notice, *, corrected: bool) -> Iterator[Paragraph]:
    yield Paragraph(part=Part.TITLE, lines=notice.heading or (notice.title,))
    if notice.number:
        yield Paragraph(part=Part.BODY, lines=(notice.number,), centred=True)
    yield Paragraph(part=Part.RECIPIENTS, lines=(notice.addressees,))
    for depth, clause in clauses_with_depth(notice.clauses):
        yield from _clause(clause, Numbering.HAN, depth, corrected=corrected)
    for attachment in notice.attachments:
        words = _words(attachment.text, attachment.errata, corrected=corrected)
        yield Paragraph(part=Part.ATTACHMENT, lines=(words,))
    signoff = notice.signoff
    signed = [(Part.ISSUER, name) for name in (signoff.issuer, *notice.joint)]
    for part, text in (*signed, (Part.ISSUE_DATE, signoff.date)):
        yield Paragraph(part=part, lines=(_words(text, signoff.errata, corrected=corrected),))


def _policy(edition: Edition, *, corrected: bool) -> Iterator[Paragraph]:
    policy = edition.policy
    yield Paragraph(part=Part.ATTACHMENT_LABEL, lines=(policy.label,))
    heading = policy.heading or (policy.title + policy.status.suffix,)
    yield Paragraph(part=Part.ATTACHMENT_TITLE, lines=heading)
    opened = parts_before(policy)
    for depth, clause in clauses_with_depth(policy.clauses):
        for begins in opened.get(clause.id, ()):
            yield Paragraph(part=Part.BODY, lines=(title_of(begins),), heading=True)
        yield from _clause(clause, policy.numbering, depth, corrected=corrected)


def _clause(
    clause: Clause, numbering: Numbering, depth: int, *, corrected: bool
) -> Iterator[Paragraph]:
    """A clause: its first paragraph with the number, its others, its table."""
    part = Part.BODY
    if clause.label is not None:
        part = Part.SUB_CLAUSE if depth else Part.CLAUSE
    first, *others = _words(clause.text, clause.errata, corrected=corrected).split("\n")
    printed = before_text(number(numbering, clause, depth))
    yield Paragraph(part=part, lines=(first,), number=printed, clause=clause.id)
    yield from (Paragraph(part=Part.BODY, lines=(words,)) for words in others)
    if clause.table:
        yield Paragraph(part=Part.BODY, lines=(), rows=clause.table)


def _words(text: str, errata: tuple[Erratum, ...], *, corrected: bool) -> str:
    return "".join(piece.text for piece in pieces(text, errata)) if corrected else text
