"""The draft of an inspection: what was drawn, what the school said, and every verdict still to be given."""

from collections.abc import Iterator

from zhidu.assessment.instrument import Instrument, Item
from zhidu.assessment.submission import STATUS_LABELS
from zhidu.county.inspection import TO_FILL, Verdict
from zhidu.county.sample import Drawn
from zhidu.county.statements import Statement
from zhidu.drafting.canonical import flow
from zhidu.handbook.labels import label
from zhidu.reading.findings import visible
from zhidu.reading.model import Method


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
    yield "# status（结论）写：" + "，".join(f"{v} {STATUS_LABELS[v.status]}" for v in Verdict)
    yield "# method（办法）写：" + "，".join(f"{method} {label(method)}" for method in Method)
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
    yield f"  # 学校说：{STATUS_LABELS[answer.status]}。查：{visible(item.checkpoints[0].evidence)}"
    if answer.evidence:
        proofs = "；".join(f"{visible(p.title)}（{visible(p.filed)}）" for p in answer.evidence)
        yield f"  # 学校写的材料：{proofs}"
