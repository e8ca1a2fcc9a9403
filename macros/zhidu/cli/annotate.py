"""`zhidu annotate`: the duties that a text seems to hold, as a table for reading or as JSON. Nothing is written."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from zhidu.drafting import formats
from zhidu.drafting.decisions import decision_columns as columns
from zhidu.drafting.proposals import UNASSIGNED, Proposal, Reading, passages, propose
from zhidu.judging import report
from zhidu.reading import documents, fence
from zhidu.reading.disk.refused import RefusedError
from zhidu.reading.model import Modality, Role, WhenKind
from zhidu.reading.text.characters import harmless

_OPERATORS = {">=": "不少于", "<=": "不超过", "=": "等于"}
_OBEYED = {number: f"\\u{number:04x}" for number in range(0x7F, 0xA0)}
"""What a terminal obeys and JSON does not escape by itself."""
_SHOWN = 36  # characters of a clause in the table


def annotate(root: Path, named: str, form: str) -> int:
    """Print what the file or the policy *named* holds."""
    shown = fence.alone(lambda: _shown(root, named, form), Path(named).name, "这份文稿")
    click.echo(shown, nl=False)
    return 0


def _shown(root: Path, named: str, form: str) -> str:
    proposed, roles = _proposed(root, named)
    if form == "json":
        return _json(proposed).translate(_OBEYED)
    return harmless("".join(_table(proposed, {role.id: role.name for role in roles.values()})))


def _proposed(
    root: Path, named: str
) -> tuple[list[tuple[Reading, Sequence[Proposal]]], dict[str, Role]]:
    """What is proposed of each policy, and the roles it was read with, by name."""
    path = Path(named)
    if path.suffix or path.exists():
        readings, roles = _bare(path), _roles(root)
    else:
        readings, roles = _known(root, named)
    ids = {name: role.id for name, role in roles.items()}
    return [(reading, propose(reading, ids)) for reading in readings], roles


def _bare(path: Path) -> tuple[Reading, ...]:
    """The policies in a file, by the numbers printed in it."""
    text, findings = formats.read(path)
    if text is None:
        found = findings[0]
        raise RefusedError(f"{found.message}；{found.repair}。")
    readings, left_out = passages(text.lines, str(path))
    click.echo(report.lines(left_out), nl=False, err=True)
    return readings


def _roles(root: Path) -> dict[str, Role]:
    """The roles of the project at *root* by every name of theirs; none where there is no project."""
    path = root / "policies" / "vocabulary" / "roles.yaml"
    if not path.is_file():
        return {}
    document, _ = documents.load(documents.place_of(path))
    return {} if document is None else _by_name(document.value.roles)


def _by_name(roles: Sequence[Role]) -> dict[str, Role]:
    aliases = {alias.name: role for role in roles for alias in role.aliases}
    return aliases | {role.name: role for role in roles}


def _known(root: Path, named: str) -> tuple[tuple[Reading, ...], dict[str, Role]]:
    """A policy of the project at *root*, its newest edition, or a notice; drafts included."""
    from zhidu.cli.annotate_decisions import known  # noqa: PLC0415  a bare text needs none

    found = known(root, named)
    return (found.reading,), _by_name(tuple((found.handbook.roles or {}).values()))


# ---------- JSON ----------


def _json(proposed: Sequence[tuple[Reading, Sequence[Proposal]]]) -> str:
    """A policy and a proposal a line: indenting every value takes longer than reading the text."""
    policies = [_policy(reading, proposals) for reading, proposals in proposed]
    entries = [_entry(proposal) for _, proposals in proposed for proposal in proposals]
    return f'{{\n"policies": {_lines(policies)},\n"proposals": {_lines(entries)}\n}}\n'


def _lines(values: Sequence[dict[str, Any]]) -> str:
    return "[\n" + ",\n".join(json.dumps(v, ensure_ascii=False) for v in values) + "\n]"


def _policy(reading: Reading, proposals: Sequence[Proposal]) -> dict[str, Any]:
    count = Counter(proposal.clause for proposal in proposals)
    return {
        "title": reading.title,
        "clauses": [
            {
                "id": passage.id,
                "label": passage.label,
                "text": passage.text,
                "proposals": count[passage.id],
            }
            for passage in reading.passages
        ],
    }


def _entry(proposal: Proposal) -> dict[str, Any]:
    when, limit = proposal.when, proposal.threshold
    return {
        "clause": proposal.clause,
        "quote": proposal.quote,
        "modality": proposal.modality,
        "when": {"kind": when.kind, "words": when.words} if when else None,
        "threshold": {
            "op": limit.op,
            "value": int(limit.value) if limit.value == int(limit.value) else limit.value,
            "unit": limit.unit,
            "words": limit.words,
        }
        if limit
        else None,
        "roles": [
            {"words": actor.words, "role": actor.role, "basis": actor.basis}
            for actor in proposal.roles
        ],
        "report": {"to_words": proposal.report} if proposal.reported else None,
        "approval": {"by_words": proposal.approval} if proposal.approved else None,
        "sanction": proposal.sanction,
        "records": list(proposal.records),
        "because": proposal.because,
    }


# ---------- the table ----------


def _table(
    proposed: Sequence[tuple[Reading, Sequence[Proposal]]], names: dict[str, str]
) -> Iterator[str]:
    """Clause by clause: what seems to be demanded, and what its words say of it."""
    total = empty = 0
    for reading, proposals in proposed:
        yield f"{reading.title or '（没有标题）'}\n"
        by_clause: dict[str, list[Proposal]] = {}
        for proposal in proposals:
            by_clause.setdefault(proposal.clause, []).append(proposal)
        for passage in reading.passages:
            here = by_clause.get(passage.id, [])
            total += len(here)
            empty += not here
            shown = passage.text.replace("\n", " ")
            shown = shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"
            yield f"\n{passage.id}  {f'{passage.label}　' if passage.label else ''}{shown}\n"
            if not here:
                yield "    没有读出职责\n"
            for number, proposal in enumerate(here, 1):
                yield f"  {number:>2}. {Modality(proposal.modality).label}  {proposal.quote}\n"
                yield f"      {'　'.join(_facts(proposal, names))}\n"
        yield "\n"
    yield f"读出 {total} 项职责，{empty} 条没有读出。这是按字面提出的，每一项都要由人定：留、改，还是删。\n"


def _facts(proposal: Proposal, names: dict[str, str]) -> Iterator[str]:
    for actor in proposal.roles:
        if actor.role == UNASSIGNED:
            yield "谁：没有写"
        else:
            yield f"谁：{actor.words or names.get(actor.role, actor.role)}"
    if proposal.when is not None:
        yield f"何时：{columns.KINDS[WhenKind(proposal.when.kind)]}（“{proposal.when.words}”）"
    if proposal.threshold is not None:
        limit = proposal.threshold
        yield f"数量：{_OPERATORS[limit.op]} {limit.value:g} {limit.counted}（“{limit.words}”）"
    if proposal.reported:
        yield f"报告：{proposal.report or '没有写向谁'}"
    if proposal.approved:
        yield f"批准：{proposal.approval or '没有写由谁'}"
    if proposal.sanction:
        yield "写了后果"
    if proposal.records:
        yield f"记录：{'、'.join(proposal.records)}"
