"""The published words, rebuilt from the YAML and compared character by character."""

from pathlib import Path

from support.published_words import rebuilt

from zhidu.handbook.book import Handbook, walk
from zhidu.reading.model import Notice

REFERENCE = Path(__file__).parent / "reference"


def published(issuance: str) -> list[str]:
    """The lines of the published document that hold words."""
    text = (REFERENCE / f"{issuance}.txt").read_text(encoding="utf-8")
    return [line.strip() for line in text.splitlines() if line.strip()]


def test_every_character_is_as_published_but_for_the_restored_punctuation(
    handbook: Handbook,
) -> None:
    notice: Notice = next(handbook.of("notice")).value
    restored = {ord(mark.published): mark.restored for mark in notice.punctuation}
    expected = [line.translate(restored) for line in published("2017-04-15")]
    assert rebuilt(handbook, "2017-04-15") == expected


def test_the_restoration_can_be_undone(handbook: Handbook) -> None:
    """No full-width mark stood in the published text, so restoring lost nothing."""
    notice: Notice = next(handbook.of("notice")).value
    undone = {ord(mark.restored): mark.published for mark in notice.punctuation}
    lines = [line.translate(undone) for line in rebuilt(handbook, "2017-04-15")]
    assert lines == published("2017-04-15")


def test_the_counts_of_the_source(handbook: Handbook) -> None:
    clauses = [
        (parent, clause)
        for document in handbook.of("policy")
        for _, parent, clause in walk(document.value.clauses)
    ]
    assert sum(clause.label is not None and parent is None for parent, clause in clauses) == 106
    assert sum(parent is not None for parent, _ in clauses) == 6
    assert sum(clause.label is None for _, clause in clauses) == 4
    assert len(next(handbook.of("notice")).value.clauses) == 2
