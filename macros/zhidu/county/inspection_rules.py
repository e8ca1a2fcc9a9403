"""Rules about inspections: they belong to a submission, say what the bureau found, and close what is open.

Each is one function; its docstring is what `zhidu explain` prints.
"""

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from zhidu.assessment.submission import AnswerStatus
from zhidu.assessment.verdict import personal_data, rule_table
from zhidu.assessment.verdict.cross_file_rules import misplaced, unregistered
from zhidu.assessment.verdict.one_submission import Entry as SubmissionEntry
from zhidu.county.inspection import TO_FILL, Inspection
from zhidu.county.ledger import WRONG, Entry, ledger
from zhidu.county.publishing import SEAL
from zhidu.county.statements import Statement, statement
from zhidu.handbook.book import Handbook
from zhidu.reading import documents, schemas, strict_yaml
from zhidu.reading.documents import Place
from zhidu.reading.findings import (
    Finding,
    Pointer,
    Problem,
    apart,
    by_rules,
    closest,
    discreet,
    file_name,
    visible,
)
from zhidu.reading.model import structure
from zhidu.reading.strict_yaml import Source

_Found = Iterator[Problem]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An inspection and what it is judged by. `statement` is None where the school submitted nothing sound."""

    place: Place
    inspection: Inspection
    statement: Statement | None
    entries: dict[str, Entry]


def place(case: Case) -> _Found:
    """核查表放在 reviews/ 里以学期命名的文件夹，文件名是学校编号，与里面写的一致。"""
    yield from misplaced(case.inspection.school, case.inspection.term, case.place)


def submission(case: Case) -> _Found:
    """核查的是学校交来的自查表：这所学校这个学期要先有一份没有错误的自查表。"""
    if case.statement is None:
        where = f"{documents.CHECKLISTS}/{visible(case.inspection.term)}/{file_name(case.inspection.school)}.yaml"
        yield Problem(
            ("school",),
            f"没有可以核查的自查表 {where}",
            "核对学校和学期；自查表有错误的，先改好，再核查",
        )


def same_receipt(case: Case) -> _Found:
    """核查表写明所核查的自查表的回执号。自查表换过以后，原来的核查不能算在新的上面。"""
    if case.statement is not None and case.inspection.receipt != case.statement.receipt:
        yield Problem(
            ("receipt",),
            f"核查表的回执号与自查表的对不上：现在的一份是 {case.statement.receipt}",
            "自查表换过了：对照新的重新核对各项，再改回执号",
        )


def known_item(case: Case) -> _Found:
    """只核查自查目录里有、对这所学校适用的条款。"""
    if case.statement is None:
        return
    by_id = case.statement.context.instrument.by_id
    applicable = {item.id for item in case.statement.items}
    for name in case.inspection.items:
        if name not in by_id:
            meant = closest(name, by_id)
            yield Problem(
                ("items", name),
                f"自查目录里没有“{visible(name)}”这一项",
                f"是不是“{meant}”？" if meant else "核对条款的编号",
            )
        elif name not in applicable:
            yield Problem(
                ("items", name),
                f"{by_id[name].where}对这所学校不适用，不用核查",
                "删掉这一项；学校把场所填少了的，退回自查表",
            )


def problem(case: Case) -> _Found:
    """核查的结论比学校自查的低，要写明问题和整改要求，台账才接得上；核查达标的，不写问题。"""
    if case.statement is None:
        return
    for name, found in case.inspection.items.items():
        item = case.statement.context.instrument.by_id.get(name)
        answer = case.statement.checklist.items.get(name)
        if item is None:
            continue
        wrong = found.status.status in WRONG
        told = answer is not None and answer.status in WRONG
        lacking = [words for key, words in _OF_PROBLEMS.items() if getattr(found, key) is None]
        if wrong and not told and lacking:
            claimed = (answer.status if answer else AnswerStatus.UNKNOWN).label
            yield Problem(
                ("items", name),
                f"{item.where}学校填“{claimed}”，核查是“{found.status.status.label}”，没有写{'和'.join(lacking)}",
                "补上：什么问题，怎样改、哪天改好、哪个岗位负责",
            )
        elif not wrong and len(lacking) < len(_OF_PROBLEMS):
            yield Problem(
                ("items", name),
                f"{item.where}核查是“{found.status.status.label}”，却写了问题或整改要求",
                "改结论，或者删掉问题和整改要求",
            )


_OF_PROBLEMS = {"problem": "问题（problem）", "rectification": "整改要求（rectification）"}


def dates(case: Case) -> _Found:
    """核查不早于填表，整改期限不早于核查，销号不早于发现问题。"""
    checked = case.inspection.checked
    if case.statement is not None and checked < case.statement.checklist.filled:
        filled = case.statement.checklist.filled
        yield Problem(("checked",), f"核查日期 {checked} 早于填表日期 {filled}", "核对日期")
    for name, found in case.inspection.items.items():
        due = found.rectification.due if found.rectification else None
        if due is not None and due < checked:
            yield Problem(
                ("items", name, "rectification", "due"),
                f"整改期限 {due} 早于核查日期 {checked}",
                "改成核查以后的日期",
            )
    for name, closure in case.inspection.closed.items():
        entry = case.entries.get(name)
        if entry is not None and closure.closed < entry.found:
            yield Problem(
                ("closed", name, "closed"),
                f"销号日期 {closure.closed} 早于发现问题的 {entry.found}",
                "核对日期",
            )


def closes(case: Case) -> _Found:
    """销号写台账编号，销的是台账里还开着的问题。"""
    if case.statement is None or case.statement.inspection != case.inspection:
        return  # it lies where it does not count
    for name, closure in case.inspection.closed.items():
        entry = case.entries.get(name)
        if entry is None or entry.first_term > case.inspection.term:
            still = [e.id for e in case.entries.values() if e.closure is None]
            meant = closest(name, still)
            yield Problem(
                ("closed", name),
                f"整改台账里没有编号为“{visible(name)}”的问题",
                f"是不是“{meant}”？" if meant else "照县情报告的整改台账抄编号",
            )
        elif entry.closure != closure:
            closed = entry.closure.closed if entry.closure else None
            yield Problem(("closed", name), f"这个问题已经在 {closed} 销号", "删掉重复的一处")


def role(case: Case) -> _Found:
    """整改要求里的责任岗位要是词表里的岗位。"""
    if case.statement is None:
        return
    roles = case.statement.context.instrument.roles
    for name, found in case.inspection.items.items():
        named = found.rectification.role if found.rectification else None
        if named is not None and named not in roles:
            told = unregistered("岗位", named, roles, "核对岗位的编号，不写人名")
            yield Problem(("items", name, "rectification", "role"), *told)


RULES: dict[str, Callable[[Case], _Found]] = {
    "inspection/place": place,
    "inspection/submission": submission,
    "inspection/receipt": same_receipt,
    "inspection/known-item": known_item,
    "inspection/problem": problem,
    "inspection/role": role,
    "inspection/dates": dates,
    "inspection/closes": closes,
}

_PERSONAL = "inspection/personal-data"
_TO_FILL = "inspection/to-fill"


def codes() -> dict[str, str]:
    """Every code about inspections with its explanation."""
    about = rule_table.load()["privacy"]["about"]
    return {
        **{code: inspect.cleandoc(rule.__doc__ or "") for code, rule in RULES.items()},
        _PERSONAL: about,
        SEAL: (
            "全县自查的结果公布过什么，由 zhidu build 记在 checklists/county/ 里，加了封记。\n"
            "同一学期再有五所以上的学校交来，才公布新的数：只多一所就公布，前后一减，就知道那一所答了什么。\n"
            "记录丢了、改了，就不知道公布过什么，所以不再公布。"
        ),
        _TO_FILL: f"抽签写好的底稿里，每一处“{TO_FILL}”都要换成看到的；没有填完的核查表不计入。",
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """The file of an inspection as it was read: what is wrong with its shape, or the inspection."""

    place: Place
    source: Source
    about: list[Finding]
    misshapen: list[Problem]
    inspection: Inspection | None


@dataclass(frozen=True)
class School:
    """The files of one school, read: submissions with their judges, term by term, and inspections. Typed when somebody asks."""

    handbook: Handbook
    entries: list[SubmissionEntry]
    filled: list[Filled]

    @cached_property
    def stated(self) -> tuple[Statement, ...]:
        """What the school states, with what the bureau found."""
        known = self.handbook.school_terms or {}
        reviews = {
            (each.place.path.stem, each.place.issuance): (each.inspection, each.place.shown)
            for each in self.filled
        }
        return tuple(
            statement(self.handbook, entry, *reviews.get((entry.school, entry.term), (None, "")))
            for entry in self.entries
            if entry.is_answer and entry.term in known
        )

    @cached_property
    def open(self) -> dict[str, Entry]:
        """What was ever to be put right, by id."""
        return {entry.id: entry for entry in ledger(self.stated, date.max)}


def read(place: Place) -> tuple[Filled | None, list[Finding]]:
    """The file at *place*; or none, and why it cannot be read."""
    source, about = strict_yaml.read(place.path, place.shown)
    if source is None:
        return None, about
    wrong = _to_fill(source.data, schemas.shape(documents.INSPECTION).judge(source.data))
    value = None if wrong else structure(Inspection, source.data)
    return Filled(place=place, source=source, about=about, misshapen=wrong, inspection=value), []


def judge(filled: Filled, school: School, *, sound: bool) -> tuple[Filled, list[Finding]]:
    """Everything that is wrong with an inspection of *school*; where the rest is not *sound*, only its shape."""
    problems = filled.misshapen
    if sound and filled.inspection is not None:
        told = personal_data.found(filled.source.data)
        problems = [*_broken(filled, filled.inspection, school)]
        problems += [replace(each, code=_PERSONAL) for each in told]
    found = filled.source.placed(apart(documents.forbidden_in(filled.source), problems))
    return filled, schemas.limited([*filled.about, *map(discreet, found)])


def _to_fill(data: Any, problems: list[Problem]) -> list[Problem]:
    """*problems*, with one for all that is still to be filled in: a draft that nobody began has one mistake, not eleven."""
    data = data if isinstance(data, dict) else {}
    items = data.get("items")
    pointers: list[Pointer] = [("checked",)] if data.get("checked") == TO_FILL else []
    for name, verified in items.items() if isinstance(items, dict) else ():
        keys = verified.items() if isinstance(verified, dict) else ()
        pointers += [("items", name, key) for key, value in keys if value == TO_FILL]
    if not pointers:
        return problems
    left = Problem(
        pointers[0],
        f"核查表还没有填完：有 {len(pointers)} 处“{TO_FILL}”",
        "照各项上面的说明换成看到的；没有去看的一项，整项删掉",
        code=_TO_FILL,
    )
    return [left, *(each for each in problems if each.pointer not in set(pointers))]


def _broken(filled: Filled, inspection: Inspection, school: School) -> Iterator[Problem]:
    """What the rules say of one inspection."""
    whose = inspection.school, inspection.term
    case = Case(
        place=filled.place,
        inspection=inspection,
        statement=next((s for s in school.stated if (s.school, s.term) == whose), None),
        entries=school.open,
    )
    for each in by_rules(RULES, case):
        yield replace(each, of_key=len(each.pointer) == len(("items", "id")))
