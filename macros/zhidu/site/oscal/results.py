"""What one school said of itself and the bureau found, as assessment results, and its ledger as a plan of action. For the bureau alone.

An item that was answered is a finding about its clause's statement, what was looked at and counted is an observation, an
entry of the ledger is a risk with one line of the plan. An item that does not apply is no finding. 未知 is not satisfied:
nobody has looked. Words of a school are Markdown to OSCAL, and escaped.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from zhidu.assessment.instrument import Item
from zhidu.assessment.submission import Answer, AnswerStatus
from zhidu.county.ledger import Entry, State, ledger
from zhidu.county.statements import Statement
from zhidu.handbook.book import Handbook, called
from zhidu.reading.model import Method, School
from zhidu.site.oscal.elements import instant, line, metadata, permanent, prop
from zhidu.views.on_paper.lists import newest_issuer
from zhidu.views.pieces import chinese_date

RESULTS, PLAN = "assessment-results", "plan-of-action-and-milestones"
_METHODS = {
    Method.INSPECT: "EXAMINE",
    Method.OBSERVE: "EXAMINE",
    Method.INTERVIEW: "INTERVIEW",
    Method.MEASURE: "TEST",
}
_MARKS = re.compile(r"([\\`*_{}\[\]<>])")
_RISK = {
    State.OVERDUE: "open",
    State.OPEN: "open",
    State.REPORTED: "remediating",
    State.CLOSED: "closed",
}


def results(
    handbook: Handbook, school: School, statements: Sequence[Statement], day: date
) -> dict[str, Any]:
    """All that *statements* of *school* say, a result a term."""
    return {
        "uuid": permanent(RESULTS, school.id, *(each.receipt for each in statements)),
        "metadata": metadata(handbook, f"{school.name}自查结果", day, [school]),
        "import-ap": {"href": f"#{permanent('instrument', school.id)}"},
        "results": [_result(handbook, school, each) for each in statements],
        "back-matter": {
            "resources": [
                {
                    "uuid": permanent("instrument", school.id),
                    "title": "自查目录",
                    "description": "问什么由制度里的职责得出，见 zhidu export instrument；目录的编号在每次结果的 instrument 里。",
                }
            ]
        },
    }


def plan(
    handbook: Handbook, school: School, statements: Sequence[Statement], day: date
) -> dict[str, Any] | None:
    """The ledger of *school* as it stood on *day*; none where it is empty: OSCAL knows no empty plan."""
    entries = ledger(statements, day)
    if not entries:
        return None
    items = {item.id: item for each in statements for item in each.context.instrument.items}
    return {
        "uuid": permanent(PLAN, school.id, *(each.receipt for each in statements)),
        "metadata": metadata(handbook, f"{school.name}整改台账", day, [school]),
        "system-id": {"id": school.id},
        "risks": [_risk(handbook, entry, items[entry.item]) for entry in entries],
        "poam-items": [
            {
                "uuid": permanent("item", entry.id),
                "title": line(f"{items[entry.item].cite}：{entry.state.label}"),
                "description": _problem(entry),
                "props": [
                    prop("entry", entry.id),
                    prop("item", entry.item),
                    prop("finder", entry.finder.value),
                ],
                "related-risks": [{"risk-uuid": permanent("risk", entry.id)}],
            }
            for entry in entries
        ],
    }


# ---------- results


def _result(handbook: Handbook, school: School, statement: Statement) -> dict[str, Any]:
    given = statement.checklist
    known = {item.id: item for item in statement.items}
    gone = [item.id for item in known.values() if item.clause not in handbook.citations]
    items = [item for item in known.values() if item.clause in handbook.citations]
    clauses = dict.fromkeys(item.clause for item in items)
    found: dict[str, Any] = {
        "uuid": permanent("result", school.id, given.term, statement.receipt),
        "title": line(f"{school.name} {called(handbook.school_terms, given.term)} 自查"),
        "description": f"学校 {chinese_date(given.filled.isoformat())} 填的，回执号 {statement.receipt}。",
        "start": instant(given.filled),
        "props": [
            prop("term", given.term),
            prop("receipt", statement.receipt),
            prop("instrument", given.instrument),
            *(prop(f"facility-{name}", str(count)) for name, count in given.facilities.items()),
        ],
        "reviewed-controls": {
            "control-selections": [{"include-controls": [{"control-id": c} for c in clauses]}]
        },
        "observations": [
            *_evidence(school, statement, items),
            *_counted(school, statement),
            *_inspected(handbook, school, statement, items),
        ],
        "findings": [*_findings(handbook, school, statement, items)],
    }
    if gone:
        found["remarks"] = f"已经不在制度里的项目没有列：{'、'.join(gone)}"
    return {key: value for key, value in found.items() if value}


def _of(statement: Statement, *what: str) -> tuple[str, ...]:
    return (statement.school, statement.term, *what)


def _subject(school: School) -> list[dict[str, str]]:
    return [{"subject-uuid": permanent("school", school.id), "type": "party"}]


def _evidence(
    school: School, statement: Statement, items: Sequence[Item]
) -> Iterator[dict[str, Any]]:
    """What a school says there is to be seen."""
    for item in items:
        answer = statement.checklist.items.get(item.id)
        if answer and answer.evidence:
            yield {
                "uuid": permanent("evidence", *_of(statement, item.id)),
                "title": line(f"{item.cite}：学校的材料"),
                "description": "学校说有这些材料，放在这些地方。",
                "methods": ["EXAMINE"],
                "subjects": _subject(school),
                "relevant-evidence": [
                    {
                        "description": _words(f"{each.title}（{each.filed}）"),
                        **({"props": [prop("day", each.day.isoformat())]} if each.day else {}),
                    }
                    for each in answer.evidence
                ],
                "collected": instant(_collected(statement, answer)),
            }


def _collected(statement: Statement, answer: Answer) -> date:
    """The day of the newest material, where each says its day; else the day on which the school said what there is."""
    days = [each.day for each in answer.evidence if each.day]
    return max(days) if len(days) == len(answer.evidence) else statement.checklist.filled


def _counted(school: School, statement: Statement) -> Iterator[dict[str, Any]]:
    """What it counted."""
    known = {metric.id: metric for metric in statement.context.instrument.metrics}
    for name, measured in statement.checklist.metrics.items():
        if name not in known:
            continue
        props = [prop("metric", name), prop("count", str(measured.count))]
        if measured.total is not None:
            props.append(prop("total", str(measured.total)))
        yield {
            "uuid": permanent("count", *_of(statement, name)),
            "title": line(f"{known[name].name}：学校数的数"),
            "description": f"要求{known[name].demand}。",
            "props": props,
            "methods": ["TEST"],
            "subjects": _subject(school),
            "collected": instant(statement.checklist.filled),
        }


def _inspected(
    handbook: Handbook, school: School, statement: Statement, items: Sequence[Item]
) -> Iterator[dict[str, Any]]:
    """What the bureau looked at."""
    inspection = statement.inspection
    for item in items if inspection else ():
        verified = inspection.items.get(item.id) if inspection else None
        if inspection and verified:
            yield {
                "uuid": permanent("inspection", *_of(statement, item.id)),
                "title": line(f"{item.cite}：教育局核查"),
                "description": _words(verified.note or verified.method.label),
                "methods": [_METHODS[verified.method]],
                "origins": _by(permanent("party", newest_issuer(handbook))),
                "subjects": _subject(school),
                "collected": instant(inspection.checked),
            }


def _findings(
    handbook: Handbook, school: School, statement: Statement, items: Sequence[Item]
) -> Iterator[dict[str, Any]]:
    for item in items:
        answer = statement.checklist.items.get(item.id)
        status = answer.status if answer else AnswerStatus.UNKNOWN
        if status is not AnswerStatus.NOT_APPLICABLE:
            made = _finding("answer", statement, item, status, answer.problem if answer else None)
            made["props"] += [prop("failed", name) for name in answer.failed] if answer else []
            if answer and answer.evidence:
                made["related-observations"] = _seen("evidence", statement, item)
            yield {**made, "origins": _by(permanent("school", school.id))}
        inspection = statement.inspection
        verified = inspection.items.get(item.id) if inspection else None
        if verified and verified.status.status is not AnswerStatus.NOT_APPLICABLE:
            made = _finding("verified", statement, item, verified.status.status, verified.problem)
            made["related-observations"] = _seen("inspection", statement, item)
            yield {**made, "origins": _by(permanent("party", newest_issuer(handbook)))}


def _seen(kind: str, statement: Statement, item: Item) -> list[dict[str, str]]:
    return [{"observation-uuid": permanent(kind, *_of(statement, item.id))}]


def _by(actor: str) -> list[dict[str, Any]]:
    return [{"actors": [{"type": "party", "actor-uuid": actor}]}]


def _finding(
    kind: str, statement: Statement, item: Item, status: AnswerStatus, problem: str | None
) -> dict[str, Any]:
    met = status is AnswerStatus.MET
    reason = {AnswerStatus.MET: "pass", AnswerStatus.UNKNOWN: "other"}.get(status, "fail")
    said = "教育局核查" if kind == "verified" else "学校自查"
    return {
        "uuid": permanent(kind, "finding", *_of(statement, item.id)),
        "title": line(f"{item.cite}：{said}{status.label}"),
        "description": _words(problem or item.question),
        "props": [prop("item", item.id), prop("status", status.value)],
        "target": {
            "type": "statement-id",
            "target-id": f"{item.clause}_statement",
            "status": {
                "state": "satisfied" if met else "not-satisfied",
                "reason": reason,
                "remarks": status.label,
            },
        },
    }


# ---------- the plan


def _problem(entry: Entry) -> str:
    return _words(entry.problem or "没有写明问题")


def _risk(handbook: Handbook, entry: Entry, item: Item) -> dict[str, Any]:
    what = entry.rectification
    found: dict[str, Any] = {
        "uuid": permanent("risk", entry.id),
        "title": line(item.cite),
        "description": _problem(entry),
        "statement": f"{entry.finder.label}发现，{chinese_date(entry.found.isoformat())}。原文：{item.text}",
        "props": [prop("clause", item.clause), prop("state", entry.state.value)],
        "status": _RISK[entry.state],
    }
    if what:
        found["deadline"] = instant(what.due)
        found["remediations"] = [
            {
                "uuid": permanent("remediation", entry.id),
                "lifecycle": "completed" if entry.state is State.CLOSED else "planned",
                "title": line(f"{called(handbook.roles, what.role)}整改"),
                "description": _words(what.measure),
                "props": [
                    prop("role", what.role),
                    prop("needs-bureau", "true" if what.needs_bureau else "false"),
                ],
            }
        ]
    if entry.closure:
        found["risk-log"] = {
            "entries": [
                {
                    "uuid": permanent("closed", entry.id),
                    "title": State.CLOSED.label,
                    "description": _words(entry.closure.note or entry.closure.method.label),
                    "start": instant(entry.closure.closed),
                    "status-change": "closed",
                }
            ]
        }
    return found


def _words(text: str) -> str:
    """What somebody wrote, so that no reader of Markdown takes it for more than words."""
    return _MARKS.sub(r"\\\1", text)
