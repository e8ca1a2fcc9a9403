"""A change notice (修订说明) as an official document: what was changed and why, clause by clause, and whom it touches."""

from collections.abc import Iterator, Sequence

from zhidu.handbook.book import Handbook
from zhidu.handbook.redline import Mark
from zhidu.reading.model import Notice
from zhidu.reading.text.numerals import ordinal
from zhidu.views.names import File
from zhidu.views.on_paper.official_document import OfficialDocument, Paragraph, Part
from zhidu.views.on_screen.revisions import (
    WHAT,
    ImpactPage,
    PolicyRedline,
    RedlineRow,
    impact_page,
    touched_words,
)


def change_notice_file(issuance: str) -> File:
    """The change notice of an issuance as Word."""
    return File(
        text="修订说明（Word）",
        path=f"documents/{issuance}/changes.docx",
        name=f"{issuance} 修订说明.docx",
    )


Section = tuple[str, tuple[str, ...]]
"""A heading and its paragraphs."""


def change_notice(
    handbook: Handbook, issuance: str, more: Sequence[Section] = ()
) -> OfficialDocument:
    """The change notice of an issuance; *more* is what only the bureau knows, for a copy that is not published."""
    page = impact_page(handbook, issuance)
    notice: Notice = next(
        n.value for n in handbook.issued if n.value.issuance.isoformat() == issuance
    )
    title = f"{page.title}的修订说明"
    return OfficialDocument(
        title=title,
        issuer=page.issuer,
        date=notice.issuance,
        corrected=False,
        paragraphs=(
            Paragraph(part=Part.TITLE, lines=(title,)),
            Paragraph(part=Part.RECIPIENTS, lines=(notice.addressees,)),
            *_body(page, more),
            Paragraph(part=Part.ISSUER, lines=(notice.signoff.issuer,)),
            Paragraph(part=Part.ISSUE_DATE, lines=(notice.signoff.date,)),
        ),
    )


def _body(page: ImpactPage, more: Sequence[Section]) -> Iterator[Paragraph]:
    draft = "（草稿，尚未印发）" if page.draft else ""
    yield _plain(f"本次修订自{page.effective}起施行{draft}，改动和涉及的岗位说明如下。")
    number = 0
    for policy in page.policies:
        number += 1
        yield _numbered(number, f"{policy.name}（{policy.state}）")
        yield from map(_plain, _policy(policy))
    for heading, texts in (
        ("涉及的岗位", _roles(page)),
        ("记录、海报和自查", _rest(page)),
        *more,
    ):
        lines = list(texts)
        if lines:
            number += 1
            yield _numbered(number, heading)
            yield from map(_plain, lines)


def _plain(text: str) -> Paragraph:
    return Paragraph(part=Part.BODY, lines=(text,))


def _numbered(number: int, text: str) -> Paragraph:
    return Paragraph(part=Part.CLAUSE, number=f"{ordinal(number)}、", lines=(text,))


def _policy(page: PolicyRedline) -> Iterator[str]:
    if page.reason:
        yield f"理由：{page.reason}。"
    for name, old, new in page.head:
        yield f"{name}由“{old}”改为“{new}”。"
    for row in page.rows:
        yield _row(row)
    if page.renumbered:
        pairs = "，".join(f"原{old}改为{new}" for old, new in page.renumbered)
        yield f"文字没有变、只改了条号：{pairs}。"


def _row(row: RedlineRow) -> str:
    """A clause's change in sentences that can be read aloud: a document has no strokes and colours."""
    kinds = "、".join(row.kinds)
    old = "".join(run.text for run in row.runs if run.mark is not Mark.INSERTED)
    new = "".join(run.text for run in row.runs if run.mark is not Mark.DELETED)
    # a full stop comes after the closing quotation mark
    old, new = old.rstrip("。"), new.rstrip("。")
    words = f"{row.heading.text}（{kinds}）："
    if row.into:
        return f"{words}并入或移到{'、'.join(link.text for link in row.into)}。"
    if row.was:
        words += f"原{row.was}。"
    if row.origins:
        words += f"来自原{'、'.join(link.text for link in row.origins)}。"
    if old and new and old != new:
        words += f"原文“{old}”改为“{new}”"
    elif new != old:
        words += f"增加“{new}”" if new else f"删去“{old}”"
    else:
        words += f"“{new}”"
    words += "。" if not words.endswith("。") else ""
    words += "".join(f"{fact.name}由“{fact.old}”改为“{fact.new}”。" for fact in row.facts)
    words += f"自{row.effective}起施行。" if row.effective else ""
    return words + "".join(f"理由：{reason}。" for reason in row.reasons)


def _roles(page: ImpactPage) -> Iterator[str]:
    if page.empty:
        yield "只改了字句或次序，各岗位的职责都没有变。"
    for role in page.roles:
        lines = "；".join(f"{WHAT[row.what]}“{touched_words(row)}”" for row in role.rows)
        yield f"{role.role.text}：职责由 {role.before} 项变为 {role.after} 项。{lines}。"


def _rest(page: ImpactPage) -> Iterator[str]:
    if page.records_added:
        yield f"新要填写、保存的记录：{'、'.join(link.text for link in page.records_added)}。"
    if page.records_dropped:
        yield f"不再要求的记录：{'、'.join(link.text for link in page.records_dropped)}。"
    for act in dict.fromkeys(act for _, act in page.reprints):
        names = "、".join(link.text for link, what in page.reprints if what == act)
        yield f"墙上的海报{act}：{names}。"
    if page.cards:
        yield f"职责牌要重印：{'、'.join(link.text for link in page.cards)}。"
    for act in dict.fromkeys(act for _, act in page.forms):
        names = "、".join(link.text for link, what in page.forms if what == act)
        yield f"空表{act}：{names}。"
    if page.calendars:
        yield f"日历要重新下载：{'、'.join(link.text for link in page.calendars)}。"
    yield (
        f"自查项目新增 {len(page.items.added)} 项，取消 {len(page.items.dropped)} 项，"
        f"{len(page.items.confirm)} 项要重新确认，其余 {len(page.items.kept)} 项的答案照旧。"
    )
