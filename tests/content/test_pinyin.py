"""Readings are proofed by a second reader, pypinyin's phrases; where the two differ, a person has decided and says why."""

from pypinyin import Style, pinyin

from zhidu.handbook.book import Handbook
from zhidu.reading.text.pinyin import sounded
from zhidu.views.on_paper.sounded import sounded_policies

DECIDED: dict[tuple[str, str], str] = {}
"""(words around, our reading) → why it is ours that is right."""
AROUND = 2


def test_a_second_reader_reads_the_same(handbook: Handbook) -> None:
    different = set()
    for policy in sounded_policies(handbook):
        edition = handbook.current[policy]
        for text in (
            edition.policy.title,
            *(c.number + c.clause.reading for c in edition.citations.values()),
        ):
            theirs = [each[0] for each in pinyin(text, style=Style.TONE, errors=list)]  # type: ignore[arg-type]  # a list, an entry a mark
            for at, ((_, ours), other) in enumerate(
                zip(sounded(handbook.readings, text), theirs, strict=True)
            ):
                if ours and ours != other:
                    different.add((text[max(0, at - AROUND) : at + AROUND + 1], ours))
    assert different == {*DECIDED}
