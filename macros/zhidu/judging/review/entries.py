"""What a review finds: entries, and the reading of clauses that all kinds of entries share."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from zhidu.handbook.book import Citation, Handbook
from zhidu.reading.model import Advice, Clause, Drafting, Duty, ReviewKind, Wording

BLANK = "〔　　〕"  # what only the issuer can fill in
GAP = "…"
_ENDS = "。；：！？"
_TWICE = re.compile("([，。；：、])\\1+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Something in the text that keeps it from being obeyed.

    `clause` is None for the list of attachments and the signature of a notice; then `place` and `issuance` say where.
    `words` are words of the clause; `found` says what is amiss; `draft` offers a wording, with 〔　　〕 for
    everything that only the issuer can decide; `also` are other clauses that it is about; `source` is the
    law an editor's remark rests on; `settled` marks an erratum that is certain; `count` says how many
    suggestions schools made.
    """

    kind: ReviewKind
    clause: str | None
    words: tuple[str, ...]
    found: str
    draft: str
    duties: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    source: str = ""
    place: str = ""
    issuance: str = ""
    settled: bool = False
    count: int = 0

    @property
    def code(self) -> str:
        """The stable code that `zhidu explain` knows."""
        return f"review/{self.kind}"


@dataclass(frozen=True)
class Reading:
    """The handbook as a review reads it. `suggestions` counts, by clause, what schools asked to improve."""

    handbook: Handbook
    drafting: Drafting
    suggestions: Mapping[str, int]

    def clauses(self) -> Iterator[Citation]:
        """Every clause in force, in the order of the texts."""
        yield from self.handbook.citations.values()

    def duties(self) -> Iterator[tuple[Citation, Duty]]:
        """Every duty in force, with its clause."""
        yield from self.handbook.duties.values()

    def advice(self, kind: ReviewKind) -> Advice:
        """How *kind* is called and repaired."""
        return next(advice for advice in self.drafting.advice if advice.kind is kind)

    def matches(self, kind: ReviewKind, text: str) -> Iterator[tuple[str, str, Wording]]:
        """The words of *kind* in *text* with their sentence: longest patterns first, each sentence's words once."""
        wordings = [
            (w, words) for w in self.drafting.wordings if w.kind is kind for words in w.words
        ]
        taken: list[tuple[int, int]] = []
        found: dict[tuple[int, str], tuple[int, Wording]] = {}
        for wording, words in sorted(wordings, key=lambda pair: -len(pair[1])):
            blocked = [m.span() for w in wording.unless for m in pattern(w).finditer(text)]
            for match in pattern(words).finditer(text):
                start, end = match.span()
                if any(start < right and left < end for left, right in (*taken, *blocked)):
                    continue
                taken.append((start, end))
                found.setdefault((_begin(text, start), match[0]), (start, wording))
        for (_, words), (start, wording) in sorted(found.items(), key=lambda item: item[1][0]):
            yield words, sentence_at(text, start, len(words)), wording

    def draft(self, kind: ReviewKind, clause: Clause, words: str) -> str:
        """The sentence of *words* as it might read: by a wording's own replacement, else by the kind's."""
        sentence = sentence_of(clause.text, words)
        for _, _, wording in self.matches(kind, words):
            if wording.instead is not None:
                return redrafted(clause, sentence, words, wording)
        draft = self.advice(kind).draft
        if "{sentence}" in draft:
            return put_right(draft.replace("{sentence}", sentence), clause)
        return put_right(sentence.replace(words, draft.replace("{words}", words), 1), clause)

    def of_duty(
        self, kind: ReviewKind, place: tuple[Citation, Duty], words: str, found: str
    ) -> Entry:
        """What is *found* amiss in *words* of a duty, which stand in its clause."""
        citation, duty = place
        return Entry(
            kind=kind,
            clause=citation.clause.id,
            words=(words,),
            duties=(duty.id,),
            found=found,
            draft=self.draft(kind, citation.clause, words),
        )

    def of_wordings(self, kind: ReviewKind, clause: Clause, found: str) -> Iterator[Entry]:
        """An entry for all words of *kind* in *clause*; *found* says what is amiss, with {} for them."""
        for words, sentence, wording in self.matches(kind, clause.text):
            yield Entry(
                kind=kind,
                clause=clause.id,
                words=(words,),
                duties=duties_with(clause, words),
                found=found.format(quoted(words)),
                draft=redrafted(clause, sentence, words, wording),
            )


def duties_with(clause: Clause, words: str) -> tuple[str, ...]:
    """The duties of *clause* that rest on *words*."""
    return tuple(duty.id for duty in clause.duties if words in duty.quote)


def redrafted(clause: Clause, sentence: str, words: str, wording: Wording) -> str:
    """*sentence* of *clause* with *words* as *wording* would have them."""
    return put_right(sentence.replace(words, rewritten(words, wording)), clause)


def tidied(draft: str) -> str:
    """*draft* without a mark that a replacement put beside the same one."""
    return _TWICE.sub(r"\1", draft)


def quoted(words: str) -> str:
    """*words* in quotation marks; marks inside them become single ones."""
    return f"“{words.replace('“', '‘').replace('”', '’')}”"


@cache
def pattern(words: str) -> re.Pattern[str]:
    """*words* as a pattern: `…` is a gap of at most twelve characters within one part of a sentence."""
    gap = "([^。；：！？，,]{0,12}?)"
    return re.compile(gap.join(re.escape(part) for part in words.split(GAP)))


def rewritten(words: str, wording: Wording) -> str:
    """*words* as *wording* would have them; the gap of the one fills the gap of the other."""
    if wording.instead is None:
        return words
    for candidate in wording.words:
        match = pattern(candidate).search(words)
        if match:
            filled = wording.instead.replace(GAP, match[1] if match.groups() else match[0], 1)
            return words[: match.start()] + filled + words[match.end() :]
    return words


def sentence_of(text: str, words: str) -> str:
    """The sentence of *text* in which *words* begin; where they are not there, the whole text."""
    start = text.find(words)
    return text if start < 0 else sentence_at(text, start, len(words))


def sentence_at(text: str, start: int, length: int) -> str:
    """The sentence of *text* that holds the *length* characters from *start*."""
    ends = [place for mark in _ENDS if (place := text.find(mark, start + length - 1)) >= 0]
    return text[_begin(text, start) : min(ends) + 1 if ends else len(text)]


def _begin(text: str, start: int) -> int:
    return max(text.rfind(mark, 0, start) for mark in _ENDS) + 1


def put_right(draft: str, clause: Clause) -> str:
    """*draft* without the certain slips of its clause, each put right once."""
    for erratum in clause.errata:
        if not erratum.certain or erratum.reading is None:
            continue
        done = erratum.quote in erratum.reading and erratum.reading in draft
        draft = draft if done else draft.replace(erratum.quote, erratum.reading)
    return tidied(draft)
