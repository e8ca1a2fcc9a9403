"""Which schools, and which of their items, are looked at: drawn by lot, and the lot can be drawn again.

The seed is made of every receipt of the term, so nobody knows the draw before the last submission is in, and
everybody who has the submissions finds the same.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from zhidu.assessment.instrument import Item, digest
from zhidu.assessment.submission import AnswerStatus
from zhidu.county.statements import Statement

CLAIMED = frozenset({AnswerStatus.MET, AnswerStatus.PARTIAL, AnswerStatus.NOT_APPLICABLE})
"""What is worth looking at: who says 未达标 has said it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """One school of the draw, and the items to look at, in the order of the text."""

    statement: Statement
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """A draw. `seed` is printed with it, so that anybody can draw again."""

    seed: str
    submitted: int
    drawn: tuple[Drawn, ...]


def draw(statements: Sequence[Statement], schools: int, items: int) -> Draw:
    """*schools* schools of a term's *statements*, and *items* claims of each."""
    seed = digest(" ".join(sorted(statement.receipt for statement in statements)))
    lots = sorted(statements, key=lambda s: _lot(seed, s.school))
    chosen = {statement.school for statement in lots[:schools]}
    return Draw(
        seed=seed,
        submitted=len(statements),
        drawn=tuple(
            Drawn(statement=statement, items=_items(statement, seed, items))
            for statement in statements
            if statement.school in chosen
        ),
    )


def _items(statement: Statement, seed: str, count: int) -> tuple[Item, ...]:
    answers = statement.checklist.items
    claims = [
        item
        for item in statement.items
        if item.id in answers and answers[item.id].status in CLAIMED
    ]
    lots = sorted(claims, key=lambda item: _lot(seed, f"{statement.school} {item.id}"))
    chosen = {item.id for item in lots[:count]}
    return tuple(item for item in claims if item.id in chosen)


def _lot(seed: str, name: str) -> bytes:
    return hashlib.sha256(f"{seed} {name}".encode()).digest()
