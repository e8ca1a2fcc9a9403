"""References to documents and forms that are not there."""

import re
from collections.abc import Iterator
from dataclasses import replace

from zhidu.judging.review.entries import Entry, Reading, put_right, quoted, sentence_of
from zhidu.reading.findings import closest
from zhidu.reading.model import RecordKind, ReviewKind
from zhidu.views.names import cite

_QUOTED = re.compile("《([^《》]{1,40})》")
_NAME = "[\u4e00-\u9fff“”]{0,20}?"
_SHARED = 3  # characters that a form's name and the words of the text share at least


def missing_document(reading: Reading) -> Iterator[Entry]:
    """引用的守则、规程、办法，各附件里没有这个名称，例如“学生上机实习守则”；或者只说“按程序”“按要求”。"""
    kind = ReviewKind.MISSING_DOCUMENT
    titles = _titles(reading)
    records = {record.name for record in (reading.handbook.records or {}).values()}
    for citation in reading.clauses():
        clause = citation.clause
        if clause.informative:
            continue
        known = [*records, *titles]
        for words in _referred(reading, clause.text):
            name = words.strip("《》")
            if any(name in title or title in name for title in known):
                continue
            meant = closest(name, titles)
            sentence = sentence_of(clause.text, words)
            instead = f"《{meant}》" if meant else f"{words}（名称、文号：〔　　〕）"
            yield Entry(
                kind=kind,
                clause=clause.id,
                words=(words,),
                found=f"没有叫{quoted(name)}的文件"
                + (f"；名称相近的是《{meant}》" if meant else "，或没有附上"),
                draft=put_right(sentence.replace(words, instead, 1), clause),
            )
        for entry in reading.of_wordings(kind, clause, "{}没有说是哪一份文件里的"):
            yield replace(entry, duties=())


def _titles(reading: Reading) -> list[str]:
    return [
        title
        for edition in reading.handbook.current.values()
        for title in (edition.policy.title, edition.policy.title + edition.policy.status.suffix)
    ]


def _referred(reading: Reading, text: str) -> Iterator[str]:
    """Names of documents in *text*: in 《》, or between a verb like 遵守 and an ending like 守则."""
    for match in _QUOTED.finditer(text):
        yield match[0]
    verbs = "|".join(map(re.escape, reading.drafting.document_verbs))
    longest_first = sorted(reading.drafting.document_endings, key=len, reverse=True)
    endings = "|".join(map(re.escape, longest_first))
    if not verbs or not endings:
        return
    for match in re.finditer(
        f"(?:{verbs})({_NAME}(?:{endings})(?:(?:和|、){_NAME}(?:{endings}))*)", text
    ):
        if match[1] not in reading.drafting.document_endings or len(match[1]) > _SHARED:
            yield match[1]


def no_sample(reading: Reading) -> Iterator[Entry]:
    """要求填写的表、册、手续没有附样式：各校各填各的，收上来不能比较。"""
    kind = ReviewKind.NO_SAMPLE
    titles = "\n".join(_titles(reading))
    for record in (reading.handbook.records or {}).values():
        if record.kind not in {RecordKind.FORM, RecordKind.REGISTER} or record.name in titles:
            continue
        named = [
            (citation, words)
            for citation, _ in reading.handbook.keepers(record.id)
            if (words := _shared(record.name, citation.clause.text))
        ]
        if not named:
            continue
        citation, words = named[0]
        _, *others = dict.fromkeys(c.clause.id for c, _ in named)
        also = "、".join(cite(reading.handbook.citations[other]) for other in others)
        yield Entry(
            kind=kind,
            clause=citation.clause.id,
            words=(words,),
            also=tuple(others),
            found=f"{quoted(record.name)}没有附样式" + (f"；{also}也用到" if also else ""),
            draft=reading.draft(kind, citation.clause, words),
        )


def _shared(name: str, text: str) -> str:
    """The longest end of *name* that *text* has, with its 《》; nothing where it is too short to be a name."""
    for start in range(len(name) - _SHARED + 1):
        words = name[start:]
        if words in text:
            return f"《{words}》" if f"《{words}》" in text else words
    return ""
