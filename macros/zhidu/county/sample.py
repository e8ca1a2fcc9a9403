"""Which schools, and which of their items, are looked at: drawn by lot, and the lot can be drawn again.

The seed is made of every receipt of the term, so nobody knows the draw before the last submission is in, and
everybody who has the submissions finds the same. What is looked at begins with a draft: what the school said, and every
verdict still to be given.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from zhidu.assessment.instrument import Instrument, Item, digest
from zhidu.assessment.submission import AnswerStatus
from zhidu.county.inspection import TO_FILL, Verdict
from zhidu.county.statements import Statement
from zhidu.drafting.canonical import flow
from zhidu.reading.findings import visible
from zhidu.reading.model import Method

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


# ---------- the draft of an inspection


def inspection_draft(drawn: Drawn, about: str) -> str:
    """The draft as YAML; *about* names school and term as people say them."""
    statement = drawn.statement
    instrument = statement.context.instrument
    lines = [
        *_how(about, instrument),
        f"school: {statement.school}",
        f"term: {flow(statement.term)}",
        f"receipt: {flow(statement.receipt)}",
        f'checked: "{TO_FILL}"',
        "items:",
    ]
    for item in sorted(drawn.items, key=instrument.items.index):
        lines += _told(statement, item)
        method = item.checkpoints[0].method
        lines += [f"  {item.id}:", f'    status: "{TO_FILL}"', f"    method: {method}"]
    return "".join(f"{line}\n" for line in lines)


def _how(about: str, instrument: Instrument) -> Iterator[str]:
    """How a draft is filled in, for those who see such a file for the first time."""
    role = next(iter(instrument.roles), "")
    yield f"# {visible(about)}的核查表。井号后面的话是说明，不用改；把“{TO_FILL}”换成看到的，引号留着。"
    yield '# checked 写核查的那一天，例如 "2027-01-08"。没有去看的一项，整项删掉。'
    yield "# status（结论）写：" + "，".join(f"{v} {v.status.label}" for v in Verdict)
    yield "# method（办法）写：" + "，".join(f"{method} {method.label}" for method in Method)
    yield "# 结论比学校自己说的低，在那一项的 method 下面加两行，与 method 对齐："
    yield '#     problem: "看到的问题"'
    yield (
        '#     rectification: {measure: "怎样改", due: "2027-01-20", '
        f"role: {role}, needs_bureau: false}}"
    )


def _told(statement: Statement, item: Item) -> Iterator[str]:
    """What is asked, what the school said, and what there is to see: beside the item that is looked at."""
    answer = statement.checklist.items[item.id]
    yield f"  # {item.where}"
    yield f"  # 学校说：{answer.status.label}。查：{visible(item.checkpoints[0].evidence)}"
    if answer.evidence:
        proofs = "；".join(f"{visible(p.title)}（{visible(p.filed)}）" for p in answer.evidence)
        yield f"  # 学校写的材料：{proofs}"
