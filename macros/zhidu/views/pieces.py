"""A clause's words cut into pieces, so that facts and errata can be marked on the words they rest on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from zhidu.reading.model import Erratum


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of text. `original` is what was published, where the reading differs; `facts` number chips."""

    text: str
    original: str | None = None
    note: str | None = None
    facts: tuple[int, ...] = ()


def pieces(
    text: str, errata: Sequence[Erratum], quotes: Sequence[tuple[int, str]] = ()
) -> tuple[Piece, ...]:
    """*text* in pieces, with its certain errata put right, and each (number, quote) marked where it stands.

    A mark that ends inside an erratum is stretched over the whole of it: a correction is never cut in two.
    """
    fixes = sorted(
        (text.find(e.quote), text.find(e.quote) + len(e.quote), e)
        for e in errata
        if e.certain and e.reading is not None and e.quote in text
    )
    spans = []
    for number, quote in quotes:
        start = text.find(quote)
        if start < 0:
            continue
        end = start + len(quote)
        for left, right, _ in fixes:
            if left < start < right:
                start = left
            if left < end < right:
                end = right
        spans.append((start, end, number))
    cuts = {0, len(text)}
    for start, end, _ in spans:
        cuts |= {start, end}
    for left, right, _ in fixes:
        cuts |= {left, right}
    inside = {cut for left, right, _ in fixes for cut in cuts if left < cut < right}
    edges = sorted(cuts - inside)
    found = []
    for start, end in pairwise(edges):
        fix = next((e for left, right, e in fixes if left == start and right == end), None)
        found.append(
            Piece(
                text=(fix.reading or "") if fix else text[start:end],
                original=fix.quote if fix else None,
                note=fix.note if fix else None,
                facts=tuple(
                    sorted({n for left, right, n in spans if left <= start and end <= right})
                ),
            )
        )
    return tuple(found)


def chinese_date(iso: str) -> str:
    """2017-04-15 as people write it."""
    year, month, day = iso.split("-")
    return f"{year}年{int(month)}月{int(day)}日"


def paragraphs(found: Sequence[Piece]) -> tuple[tuple[Piece, ...], ...]:
    """The *found* pieces of a text by its paragraphs (款), one a line."""
    lines: list[list[Piece]] = [[]]
    for piece in found:
        first, *rest = piece.text.split("\n")
        lines[-1].append(replace(piece, text=first))
        lines += [[replace(piece, text=text)] for text in rest]
    return tuple(tuple(piece for piece in line if piece.text or piece.original) for line in lines)
