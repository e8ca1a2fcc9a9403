"""What a policy says when it is printed: the one text of posters and of the pages that verify them."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from zhidu.handbook.book import Edition
from zhidu.handbook.printed_form import (
    clauses_with_depth,
    is_section,
    number,
    parts_before,
    title_of,
)
from zhidu.reading.model import NoteKind, Policy
from zhidu.views.names import clause_heading
from zhidu.views.pieces import pieces

DIGITS = 8
CHAPTER, SECTION, PARAGRAPH, TABLE = 13, 14, 15, 16  # levels of blocks beside those of clauses


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph: `level` 0 for a preamble, 1 for a clause, 2 to 5 for what stands in it; `number` as printed.

    Other levels: `CHAPTER`, `SECTION`, `PARAGRAPH` of a clause after its sub-clauses, `TABLE` with its `rows`.
    """

    level: int
    number: str
    text: str
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedText:
    """A policy as it hangs on a wall. `title` in the lines of its published heading.

    `notes` are the editors' on the law, and no part of the text; `corrected` counts the slips put right in it.
    """

    policy: str
    label: str
    title: tuple[str, ...]
    suffix: str
    blocks: tuple[Block, ...]
    issuer: str
    signed: str
    edition: str
    notes: tuple[str, ...] = ()
    corrected: int = 0

    @property
    def name(self) -> str:
        """The title in one line."""
        return "".join(self.title) + self.suffix

    @property
    def lines(self) -> tuple[str, ...]:
        """All that is the bureau's own, line by line."""
        return (
            self.name,
            *(block.number + block.text for block in self.blocks if not block.rows),
            *("\t".join(row) for block in self.blocks for row in block.rows),
            self.issuer,
            self.signed,
        )

    @property
    def hash(self) -> str:
        """Eight characters by which two prints can be told to carry the same text."""
        return fingerprint(self.lines)


def fingerprint(lines: tuple[str, ...]) -> str:
    """The first eight hexadecimal digits of SHA-256 over *lines*, joined by line feeds, in UTF-8."""
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:DIGITS]


def printed(edition: Edition, *, original: bool = False) -> PrintedText:
    """The text of *edition*, certain errata put right; with *original* exactly as published."""
    policy, notice = edition.policy, edition.notice.value
    mark = policy.status.suffix
    heading = policy.heading or (policy.title,)
    title = (*heading[:-1], heading[-1].removesuffix(mark))
    date = notice.signoff.date
    if not original:
        date = "".join(piece.text for piece in pieces(date, notice.signoff.errata))
    return PrintedText(
        policy=policy.policy,
        label=policy.label,
        title=title,
        suffix=mark,
        blocks=tuple(_blocks(policy, original=original)),
        issuer="\u3000".join((notice.signoff.issuer, *notice.joint)),
        signed=date,
        edition=edition.date,
        notes=tuple(
            f"编者注（{clause_heading(citation)}）：{note.text}"
            for citation in edition.citations.values()
            for note in citation.clause.notes
            if note.kind is NoteKind.LAW
        ),
        corrected=0 if original else _corrected(edition),
    )


def _corrected(edition: Edition) -> int:
    errata = (e for c in edition.citations.values() for e in c.clause.errata)
    return sum(erratum.certain for erratum in errata)


def _blocks(policy: Policy, *, original: bool) -> Iterator[Block]:
    opened = parts_before(policy)
    for depth, clause in clauses_with_depth(policy.clauses):
        for part in opened.get(clause.id, ()):
            yield Block(SECTION if is_section(part) else CHAPTER, "", title_of(part))
        text = clause.text if original else clause.reading
        level = depth + 1 if clause.label else PARAGRAPH if depth else 0
        yield Block(level, number(policy.numbering, clause, depth), text)
        if clause.table:
            yield Block(TABLE, "", "", clause.table)
