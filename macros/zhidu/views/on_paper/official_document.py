"""A notice and its attachments as an official document: its paragraphs in order, and what each of them is."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from zhidu.handbook.book import Edition, Handbook, walk
from zhidu.handbook.labels import suffix
from zhidu.reading.findings import closest
from zhidu.reading.model import Clause, Erratum, Notice
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
    """A paragraph. `number` is the printed number before the text (一、), `clause` the id of the clause it holds."""

    part: Part
    lines: tuple[str, ...]
    number: str = ""
    clause: str = ""

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


class UnknownDocumentError(LookupError):
    """Nothing was issued under that name. The message says so, and what may have been meant."""


def chosen_document(
    handbook: Handbook, policy: str | None, issuance: str | None, *, corrected: bool = False
) -> OfficialDocument:
    """What somebody asks for: a policy as in force or as of an issuance, a whole issuance, or else the newest one."""
    notices = {notice.value.issuance.isoformat(): notice.value for notice in handbook.notices}
    if issuance is not None and issuance not in notices:
        raise UnknownDocumentError(_unknown(f"没有 {issuance} 印发的通知。", issuance, notices))
    if policy is None:
        if not notices:
            raise UnknownDocumentError("还没有一份印发了的通知。")
        notice = notices[issuance or max(notices)]
        return issuance_document(handbook, notice, corrected=corrected)
    editions = handbook.editions.get(policy)
    if editions is None:
        unknown = f"没有编号为“{policy}”的制度。"
        raise UnknownDocumentError(_unknown(unknown, policy, handbook.editions))
    dated = {edition.date: edition for edition in editions}
    if issuance is not None and issuance not in dated:
        raise UnknownDocumentError(
            f"{issuance} 没有印发“{policy}”，印发它的有：{'、'.join(dated)}。"
        )
    return policy_document(dated[issuance] if issuance else editions[-1], corrected=corrected)


def _unknown(message: str, name: str, known: Iterable[str]) -> str:
    names = list(known)
    meant = closest(name, names)
    return message + (f"是不是“{meant}”？" if meant else f"已有：{'、'.join(names)}。")


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
        issuer=notice.issuer,
        date=notice.issuance,
        corrected=corrected,
        paragraphs=tuple(paragraphs),
    )


def policy_document(edition: Edition, *, corrected: bool = False) -> OfficialDocument:
    """One attachment by itself."""
    notice = edition.notice.value
    return OfficialDocument(
        title=edition.policy.title + suffix(edition.policy.status),
        issuer=notice.issuer,
        date=notice.issuance,
        corrected=corrected,
        paragraphs=tuple(_policy(edition, corrected=corrected)),
    )


def _notice(notice: Notice, *, corrected: bool) -> Iterator[Paragraph]:
    yield Paragraph(part=Part.TITLE, lines=notice.heading or (notice.title,))
    yield Paragraph(part=Part.RECIPIENTS, lines=(notice.addressees,))
    for _, parent, clause in walk(notice.clauses):
        yield _clause(clause, parent, corrected=corrected)
    for attachment in notice.attachments:
        words = _words(attachment.text, attachment.errata, corrected=corrected)
        yield Paragraph(part=Part.ATTACHMENT, lines=(words,))
    signoff = notice.signoff
    for part, text in ((Part.ISSUER, signoff.issuer), (Part.ISSUE_DATE, signoff.date)):
        yield Paragraph(part=part, lines=(_words(text, signoff.errata, corrected=corrected),))


def _policy(edition: Edition, *, corrected: bool) -> Iterator[Paragraph]:
    policy = edition.policy
    yield Paragraph(part=Part.ATTACHMENT_LABEL, lines=(policy.label,))
    heading = policy.heading or (policy.title + suffix(policy.status),)
    yield Paragraph(part=Part.ATTACHMENT_TITLE, lines=heading)
    for _, parent, clause in walk(policy.clauses):
        yield _clause(clause, parent, corrected=corrected)


def _clause(clause: Clause, parent: Clause | None, *, corrected: bool) -> Paragraph:
    part, number = Part.BODY, ""
    if clause.label is not None and parent is not None:
        part, number = Part.SUB_CLAUSE, f"（{clause.label}）"
    elif clause.label is not None:
        part, number = Part.CLAUSE, f"{clause.label}、"
    words = _words(clause.text, clause.errata, corrected=corrected)
    return Paragraph(part=part, lines=(words,), number=number, clause=clause.id)


def _words(text: str, errata: tuple[Erratum, ...], *, corrected: bool) -> str:
    return "".join(piece.text for piece in pieces(text, errata)) if corrected else text
