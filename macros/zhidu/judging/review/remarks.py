"""What editors, schools and other rules have to say: law, remarks, suggestions, errata, numbers."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from zhidu.judging.review.entries import (
    BLANK,
    Entry,
    Reading,
    duties_with,
    put_right,
    sentence_of,
)
from zhidu.reading.model import Clause, Erratum, Note, NoteKind, Operator, ReviewKind

_ALL = 100


def impossible_number(reading: Reading) -> Iterator[Entry]:
    """数字自相矛盾，或者谁也做不到，例如“不少于…50%以上”“100%以上”。"""
    kind = ReviewKind.IMPOSSIBLE_NUMBER
    for citation in reading.clauses():
        yield from reading.of_wordings(kind, citation.clause, "{}自相矛盾或做不到")
    for citation, duty in reading.duties():
        threshold = duty.threshold
        if threshold is None or threshold.unit != "%" or threshold.op is Operator.AT_MOST:
            continue
        if (threshold.value or 0) > _ALL:
            yield reading.of_duty(kind, (citation, duty), threshold.quote, "超过 100%，谁也做不到")


def below_law(reading: Reading) -> Iterator[Entry]:
    """编者认为可能低于法律规定或与法律规定不合的要求。每一处注明依据；是编者的话，不是结论。"""
    yield from _noted(reading, NoteKind.LAW, ReviewKind.BELOW_LAW)


def remark(reading: Reading) -> Iterator[Entry]:
    """编者的其他说明，例如文件格式已经停用。"""
    yield from _noted(reading, NoteKind.REMARK, ReviewKind.REMARK)


def _noted(reading: Reading, notes: NoteKind, kind: ReviewKind) -> Iterator[Entry]:
    for citation in reading.clauses():
        for note in citation.clause.notes:
            if note.kind is notes:
                yield _of_note(reading, citation.clause, note, kind)


def _of_note(reading: Reading, clause: Clause, note: Note, kind: ReviewKind) -> Entry:
    words = note.quote or clause.text
    advice = reading.advice(kind).draft.replace("{source}", note.source or "法律")
    return Entry(
        kind=kind,
        clause=clause.id,
        words=(words,),
        duties=duties_with(clause, words),
        found=f"编者注：{note.text}",
        draft=advice.replace("{words}", words),
        source=note.source or "",
    )


def suggestion(reading: Reading) -> Iterator[Entry]:
    """学校在自查表里对这一条提出的改进意见，按条款计数。"""
    kind = ReviewKind.SUGGESTION
    for citation in reading.clauses():
        count = reading.suggestions.get(citation.clause.id, 0)
        if count:
            yield Entry(
                kind=kind,
                clause=citation.clause.id,
                words=(),
                found=f"至少 {count} 所学校提出过改进意见",
                draft=reading.advice(kind).draft,
                count=count,
            )


def erratum(reading: Reading) -> Iterator[Entry]:
    """原文的错字、漏字和前后不一。确定的，照改；存疑的，请制定机关定。"""
    for document in reading.handbook.notices:
        notice = document.value
        for line in notice.attachments:
            for entry in _errata(reading, None, line.text, line.errata):
                yield replace(entry, place="通知附件目录", issuance=notice.issuance.isoformat())
        for entry in _errata(reading, None, notice.signoff.date, notice.signoff.errata):
            yield replace(entry, place="通知落款", issuance=notice.issuance.isoformat())
    for citation in reading.clauses():
        yield from _errata(reading, citation.clause, citation.clause.text, citation.clause.errata)


def _errata(
    reading: Reading, clause: Clause | None, text: str, errata: Sequence[Erratum]
) -> Iterator[Entry]:
    for slip in errata:
        if slip.reading is None:
            draft = reading.advice(ReviewKind.ERRATUM).draft.replace("{words}", slip.quote)
        else:
            sentence = sentence_of(text, slip.quote).replace(slip.quote, slip.reading, 1)
            draft = put_right(sentence, clause) if clause else sentence
        yield Entry(
            kind=ReviewKind.ERRATUM,
            clause=clause.id if clause else None,
            words=(slip.quote,),
            found=f"{slip.certainty.label}：{slip.note or (slip.reading or BLANK)}",
            draft=draft,
            settled=slip.certain,
        )
