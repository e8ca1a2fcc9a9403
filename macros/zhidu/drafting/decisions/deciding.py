"""Rows that a person answered → duties, clause by clause; what is still open, and what cannot be, in words.

A clause is written when everything proposed of it is decided: half a clause would look like one that was read.
"""

import re
import string
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from zhidu.drafting.decisions import decision_columns as columns
from zhidu.drafting.decisions.decision_columns import Row
from zhidu.drafting.decisions.naming import Names
from zhidu.drafting.decisions.offers import Offer, new_names, supplied
from zhidu.drafting.proposals import Passage, stated
from zhidu.reading.findings import closest, visible
from zhidu.reading.model import RoleKind

_ID = re.compile("[a-z]{1,3}-?[0-9]+(?:-[0-9]+)+")
_SENTENCE = re.compile("[^。？！\n]*[。？！\n]?")
_LONGEST_SUMMARY = 80
_FACTS = ("quote", "modality", "who", "kind", "words", "amount", "metric", "records", "report", "approval", "sanction", "summary", "method", "evidence")  # fmt: skip
_KNOWN = frozenset({columns.KEEP, columns.CHANGE, columns.DROP, columns.NONE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong in a cell: where, what, what to do."""

    cell: str
    message: str
    repair: str

    @property
    def line(self) -> str:
        """As a letter says it."""
        return f"{self.cell}：{self.message}。{self.repair}。"


@dataclass(slots=True)
class Decided:
    """Duties by clause (none: read, and no duty is there), what is open by clause, faults by clause."""

    duties: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    open: dict[str, str] = field(default_factory=dict)
    faults: dict[str, list[Fault]] = field(default_factory=dict)
    before: list[str] = field(default_factory=list)
    # what was read for a person who wrote a quote
    supplied: list[str] = field(default_factory=list)
    lost: list[Fault] = field(default_factory=list)
    cells: dict[str, str] = field(default_factory=dict)  # duty → its row's cell of the quote


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the answers are about. `said`: new name → the row that says what it is taken for; `decided`: clauses that were read before."""

    passages: Sequence[Passage]
    offered: Sequence[Offer]
    decided: frozenset[str]
    names: Names
    said: dict[str, Row]
    addressee: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Clause:
    """A clause that is being decided."""

    id: str
    text: str
    asked: Asked


class _Wrong(Exception):  # noqa: N818  said of a cell, and caught where the row is
    def __init__(self, column: str, message: str, repair: str) -> None:
        super().__init__(message)
        self.column, self.message, self.repair = column, message, repair


def decide(rows: Sequence[Row], asked: Asked) -> Decided:
    """What *rows* come to."""
    found = Decided()
    texts = {passage.id: passage.text for passage in asked.passages}
    by_clause: dict[str, list[Row]] = {}
    for row in rows:
        clause = _clause_of(row, texts, found)
        if clause is not None:
            by_clause.setdefault(clause, []).append(row)
    expected: dict[str, list[Offer]] = {}
    for offer in asked.offered:
        expected.setdefault(offer.clause, []).append(offer)
    for clause, text in texts.items():
        here = by_clause.get(clause, [])
        if clause in asked.decided:
            found.before += [clause] if here else []
        elif here or clause in expected:
            one = _Clause(id=clause, text=text, asked=asked)
            _decide(found, one, here, expected.get(clause, []))
    return found


def _clause_of(row: Row, texts: Mapping[str, str], found: Decided) -> str | None:
    """The clause of a row: by the text that people see; the number decides between clauses that read alike."""
    number = _ID.search(row["id"])
    named = number[0] if number else None
    alike = [clause for clause, text in texts.items() if _plain(text) == _plain(row["text"])]
    if named in alike or (named in texts and not row["text"]):
        return named
    if len(alike) == 1:
        return alike[0]
    if len(alike) > 1:
        told = "几条的原文一样，看不出是哪一条", f"在“编号”里写上：{'、'.join(alike)}"
    elif named in texts:
        told = f"“原文”不是 {named} 现在的文字", "原文改过的，重新做一张表；改错的，照制度改回来"
    else:
        told = "看不出是哪一条", "把原有的一行整行复制过来再改"
    found.lost.append(Fault(cell=row.cell("text"), message=told[0], repair=told[1]))
    return None


def _plain(text: str) -> str:
    return re.sub(r"\s", "", text)


def _decide(found: Decided, clause: _Clause, rows: list[Row], expected: Sequence[Offer]) -> None:
    rows = _once(rows)
    faults = [
        Fault(
            cell=row.cell("decision"),
            message=f"看不懂“{visible(row['decision'])}”",
            repair=f"选{'、'.join(columns.DECISIONS)}里的一个；没有职责的一条，选“{columns.NONE}”",
        )
        for row in rows
        if row["decision"] and row["decision"] not in _KNOWN
    ]
    kept = [row for row in rows if row["decision"] in {columns.KEEP, columns.CHANGE}]
    waiting = [row for row in rows if not row["decision"]]
    seen = {row["quote"] for row in rows} | {row["id"] for row in rows}
    gone = [o for o in expected if not seen & {o.values.get("quote", ""), o.values["id"]}]
    duties: list[tuple[int, dict[str, Any], Row]] = []
    for row in (_completed(clause, each, found) for each in kept):
        try:
            duties.append((clause.text.find(row["quote"]), _duty(clause, row), row))  # fmt: skip
        except _Wrong as wrong:
            faults.append(Fault(cell=row.cell(wrong.column), message=wrong.message, repair=wrong.repair))  # fmt: skip
    faults += _twice(kept)
    if kept and any(row["decision"] == columns.NONE for row in rows):
        one = next(row for row in rows if row["decision"] == columns.NONE)
        faults.append(Fault(cell=one.cell("decision"), message=f"{clause.id} 又写了“{columns.NONE}”，又留了职责", repair="只留一样"))  # fmt: skip
    if faults:
        found.faults[clause.id] = faults
        return
    if waiting or gone or not rows:
        cells = "、".join(row.cell("decision") for row in waiting)
        told = [f"还有 {len(waiting)} 行没有定（{cells}）"] if waiting else []
        told += [
            f"表里没有了“{visible(o.values.get('quote') or '这一条')}”这一行，不要的请写“删”"
            for o in gone
        ]
        found.open[clause.id] = "；".join(told) or "没有定"
        return
    found.duties[clause.id] = []
    for letter, (_, duty, row) in zip(_letters(), sorted(duties, key=lambda d: d[0]), strict=False):
        duty["id"] = f"{clause.id}-{letter}"
        found.cells[duty["id"]] = row.cell("quote")
        found.duties[clause.id].append(duty)


def _completed(clause: _Clause, row: Row, found: Decided) -> Row:
    """A row of which a person wrote the quote, with what its words say; the program's own rows say how to check a duty."""
    if not row["quote"] or row["modality"] or row["method"] or row["evidence"]:
        return row
    read = supplied(row["quote"], clause.asked.names, clause.asked.addressee)
    more = {key: words for key, words in read.items() if not row[key]}
    told = [f"{columns.COLUMNS[key].split('（')[0]} {words}" for key, words in more.items()]
    made = replace(row, values={**row.values, **more})
    for new in new_names(clause.id, made.values, clause.asked.names):
        if new.taken_for and new.name not in clause.asked.said:
            clause.asked.said[new.name] = replace(row, values={"as": new.taken_for})
            told.append(f"{new.name} 是{new.taken_for}")
    found.supplied.append(f"{row.cell('quote')} 空着的照摘引的字补上：{'，'.join(told)}")
    return made


def _letters() -> Iterable[str]:
    letters = string.ascii_lowercase
    return (*letters, *(one + other for one in letters for other in letters))


def _once(rows: Sequence[Row]) -> list[Row]:
    """The same answer in a copied sheet is one; a row that says nothing is none."""
    kept: dict[tuple[str, ...], Row] = {}
    for row in rows:
        kept.setdefault((row["decision"], *(row[column] for column in _FACTS)), row)
    return list(kept.values())


def _twice(rows: Sequence[Row]) -> list[Fault]:
    first: dict[tuple[str, str], Row] = {}
    faults = []
    for row in rows:
        before = first.setdefault((row["quote"], row["who"]), row)
        if before is not row:
            told = f"和 {before.cell('quote')} 的摘引一样，别的不一样"
            faults.append(
                Fault(cell=row.cell("quote"), message=told, repair="留一行，另一行写“删”")
            )
    return faults


def _duty(clause: _Clause, row: Row) -> dict[str, Any]:
    """The duty that a row says, in the order of our files."""
    quote = _words(clause.text, row, "quote", "摘引")
    if not quote:
        raise _Wrong("quote", "没有写摘引", "从原文里照抄职责所据的字；不是职责的，写“删”")
    summary = row["summary"] or quote
    if len(summary) > _LONGEST_SUMMARY:
        raise _Wrong("summary", f"太长了：{len(summary)} 个字，印不下", f"写短一些，{_LONGEST_SUMMARY} 个字以内，意思不变")  # fmt: skip
    modality = _chosen(row, "modality") or _missing("modality", "没有选语气")
    forbids = modality == "must-not"
    roles = _roles(clause, row, forbids=forbids)
    duty: dict[str, Any] = {"id": clause.id, "quote": quote, "summary": summary, "modality": modality, "roles": roles}  # fmt: skip
    if len(roles) > 1 and not forbids:
        duty["common"] = True
    kind, words = _chosen(row, "kind"), _words(clause.text, row, "words", "说何时的字")
    if bool(kind) != bool(words):
        lacks = "words" if kind else "kind"
        raise _Wrong(lacks, "“何时”和“说何时的字”只写了一样", "两样都写；没有写时间的，两样都空着")
    duty["when"] = {"kind": kind, "words": words, "moment": None} if kind else None
    if row["amount"]:
        duty["threshold"] = _threshold(clause, row)
    if row["records"]:
        duty["records"] = [_record(clause, name) for name in columns.listed(row["records"])]
    if row["report"]:
        to = _somebody(clause, row, "report")
        _beside(clause, row, duty, to, ("report", "informed", "会收到报告"))
        duty["report"] = {"to": to, "trigger": None, "quote": quote}
    if row["approval"]:
        by = _somebody(clause, row, "approval")
        _beside(clause, row, duty, by, ("approval", "approves", "决定同意不同意"))
        duty["approval"] = {"by": by, "for": summary, "quote": quote}
    if kind_ := _chosen(row, "sanction"):
        duty["sanction"] = {"kind": kind_, "quote": quote}
    method = _chosen(row, "method") or _missing("method", "没有选怎样核查")
    evidence = row["evidence"] or _missing("evidence", "没有写核查看什么")
    duty["assess"] = {"method": method, "evidence": evidence}
    return duty


def _beside(
    clause: _Clause, row: Row, duty: dict[str, Any], role: str | None, told: tuple[str, str, str]
) -> None:
    """Whoever is told or asked stands among the roles, too, with a line of his own."""
    column, capacity, words = told
    if role is None or any(one["role"] == role for one in duty["roles"]):
        return
    if duty.pop("common", False):  # all who act need lines of their own beside him
        for one in duty["roles"][1:]:
            one["summary"] = duty["summary"]
    entry = {"role": role, "as": capacity, **_basis(clause, row, row[column].strip(), role)}
    duty["roles"].append({**entry, "summary": f"{words}：{duty['summary']}"})


def _missing(column: str, message: str) -> str:
    raise _Wrong(column, message, "补上")


def _words(text: str, row: Row, column: str, what: str) -> str:
    """Words that must be the clause's own; blanks that a spreadsheet put in are taken away."""
    words = row[column].strip()
    if words and words not in text:
        raise _Wrong(column, f"{what}“{visible(words)}”不在原文里", "照原文一字不改地抄")
    return words


def _chosen(row: Row, column: str) -> str | None:
    words = row[column]
    if not words:
        return None
    choices = columns.CHOICES[column]
    found = choices.get(words) or next((v for k, v in choices.items() if words == v), None)
    if found is None:
        raise _Wrong(column, f"看不懂“{visible(words)}”", f"从这几个里选：{'、'.join(choices)}")
    return found


def _roles(clause: _Clause, row: Row, *, forbids: bool) -> list[dict[str, Any]]:
    names = clause.asked.names
    made: list[dict[str, Any]] = []
    capacity = "forbidden" if forbids else "responsible"
    for name in columns.listed(row["who"]) or (columns.NOBODY,):
        if name == columns.NOBODY:
            role, name = names.nobody(), ""  # noqa: PLW2901
        else:
            role = _role(clause, "who", name)
        entry = {"role": role, "as": capacity, **_basis(clause, row, name, role)}
        if all(one["role"] != role for one in made):
            made.append(entry)
    return made


def _basis(clause: _Clause, row: Row, name: str, role: str) -> dict[str, str]:
    """How it is known that a role is meant."""
    if role == clause.asked.addressee:
        return {"basis": "addressee"}
    written = _written(clause.text, row["quote"], name, role, clause.asked.names)
    return {"basis": "text", "words": written} if written else {"basis": "reading"}


def _written(text: str, quote: str, name: str, role: str, names: Names) -> str | None:
    """How the sentence of the quote calls the role, where it does."""
    if names.kinds.get(role) in {RoleKind.UNASSIGNED, RoleKind.EVERYONE} and name not in text:
        return None
    start = text.find(quote)
    touched = "".join(
        m[0] for m in _SENTENCE.finditer(text) if m.start() < start + len(quote) and m.end() > start
    )
    called = sorted({name, *names.known.get(role, ())} - {""}, key=len, reverse=True)
    return next((each for each in called if each in touched), None)


def _taken_for(clause: _Clause, name: str) -> str:
    row = clause.asked.said.get(name)
    return row["as"] if row else ""


def _role(clause: _Clause, column: str, name: str) -> str:
    taken_for = _taken_for(clause, name)
    found = clause.asked.names.role(name, taken_for, clause.id)
    if found is None:
        raise _Wrong(column, f"“{visible(name)}”不在岗位表里", _ask(clause, name, "它是什么"))
    return found


def _ask(clause: _Clause, name: str, what: str) -> str:
    """Where a person says what a new name is."""
    row = clause.asked.said.get(name)
    if row is None:
        meant = closest(name, clause.asked.names.roles) if what == "它是什么" else None
        maybe = f"是“{meant}”就改过来；" if meant else ""
        return f"{maybe}是新的，在“{columns.NAMES_SHEET}”表里加一行，在“算作”里选{what}"
    if row["as"]:
        return f"{row.cell('as')} 写的“{visible(row['as'])}”看不懂，从下拉的几个里选"
    return f"在 {row.cell('as')} 选{what}"


def _somebody(clause: _Clause, row: Row, column: str) -> str | None:
    name = row[column].strip()
    return None if name == columns.NOBODY else _role(clause, column, name)


def _record(clause: _Clause, name: str) -> str:
    found = clause.asked.names.record(name, _taken_for(clause, name))
    if found is None:
        raise _Wrong("records", f"“{visible(name)}”不在记录表里", _ask(clause, name, f"“{columns.NEW_RECORD}”"))  # fmt: skip
    return found


def _threshold(clause: _Clause, row: Row) -> dict[str, Any]:
    words = _words(clause.text, row, "amount", "数量")
    amount = stated(words)
    if amount is None:
        raise _Wrong("amount", f"“{visible(words)}”里读不出要多少", "连同“不少于”“不超过”一起抄；不是数量要求的，清空这一格")  # fmt: skip
    name = row["metric"] or _missing("metric", "没有写数的是什么")
    found = clause.asked.names.metric(name, _taken_for(clause, name), amount.unit)
    if found is None:
        raise _Wrong("metric", f"“{visible(name)}”不在指标表里", _ask(clause, name, f"“{columns.NEW_METRIC}”"))  # fmt: skip
    identifier, unit, per = found
    value = int(amount.value) if amount.value == int(amount.value) else amount.value
    made = {"metric": identifier, "op": amount.op, "value": value, "unit": unit}
    return {**made, **({"per": per} if per else {}), "quote": words}
