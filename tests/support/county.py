"""Statements made of few words; fictional counties on disk, with marks in every private text."""

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from zhidu.assessment.instrument import Instrument
from zhidu.assessment.submission import Answer, AnswerStatus, Checklist, Rectification
from zhidu.assessment.verdict.answer_facts import Context
from zhidu.county.fictional import Demo
from zhidu.county.inspection import Closure, Inspection, Verdict, Verified
from zhidu.county.statements import Statement
from zhidu.judging.check import CHECKLISTS
from zhidu.reading.model import Method

NOTHING = Instrument(
    as_of=date(2001, 1, 1),
    edition="2001-01-01",
    editions={},
    waiting={},
    groups=(),
    items=(),
    metrics=(),
    facilities={},
    roles={},
    records={},
    institutions={},
    periods={},
)

TEXTS = ("reason", "problem", "measure", "title", "filed", "suggestion", "note")
"""Keys of what a school or the bureau writes in its own words."""


def written(folder: Path, made: Demo) -> Path:
    for name, text in made.files.items():
        path = folder / CHECKLISTS / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def marked(path: Path, mark: Callable[[], str]) -> list[str]:
    """Put a mark into every text of the submission or inspection at *path*; the marks."""
    marks: list[str] = []

    def walk(node: Any) -> Any:
        if isinstance(node, list):
            return [walk(each) for each in node]
        if not isinstance(node, dict):
            return node
        found = {}
        for key, value in node.items():
            if key in TEXTS and isinstance(value, str):
                marks.append(mark())
                found[key] = marks[-1]
            else:
                found[key] = walk(value)
        return found

    data = walk(json.loads(path.read_text(encoding="utf-8")))
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return marks


def told(case: dict[str, Any], school: str = "s") -> Iterator[Statement]:
    """The statements of one school that *case* tells of."""
    for term, answers in case["told"].items():
        filled = date.fromisoformat(answers["filled"])
        yield Statement(
            checklist=Checklist(
                school=school,
                term=term,
                edition=filled,
                instrument="",
                filled=filled,
                facilities={},
                items={name: _answer(text) for name, text in answers.items() if name != "filled"},
            ),
            data={},
            context=Context(NOTHING),
            inspection=_inspection(case, school, term),
        )


def _inspection(case: dict[str, Any], school: str, term: str) -> Inspection | None:
    found = dict(case.get("found", {}).get(term, {}))
    closed = case.get("closed", {}).get(term, {})
    if not found and not closed:
        return None
    checked = date.fromisoformat(found.pop("checked", "2001-12-01"))
    return Inspection(
        school=school,
        term=term,
        receipt="",
        checked=checked,
        items={name: _verified(text) for name, text in found.items()},
        closed={
            name: Closure(closed=date.fromisoformat(day), method=Method.OBSERVE)
            for name, day in closed.items()
        },
    )


def _plan(day: str) -> Rectification | None:
    if not day:
        return None
    due = date.fromisoformat(day)
    return Rectification(measure="更换", due=due, role="school", needs_bureau=False)


def _answer(text: str) -> Answer:
    status, _, day = text.partition(" ")
    plan = _plan(day)
    return Answer(
        status=AnswerStatus(status), problem="设备旧了" if plan else None, rectification=plan
    )


def _verified(text: str) -> Verified:
    status, _, day = text.partition(" ")
    plan = _plan(day)
    return Verified(
        status=Verdict(status),
        method=Method.INSPECT,
        problem="没有记录" if plan else None,
        rectification=plan,
    )
