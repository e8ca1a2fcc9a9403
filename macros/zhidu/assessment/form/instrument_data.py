"""The instrument as data: for other software, and for the form in the browser."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from zhidu.assessment import text_code
from zhidu.assessment.carry import Fate, ways
from zhidu.assessment.form.form_page import form_page, redline_of, redlines
from zhidu.assessment.instrument import Instrument, Item, Metric, derive
from zhidu.assessment.submission import AnswerStatus, plain_number
from zhidu.assessment.verdict import rule_table
from zhidu.assessment.verdict.narrowed_schema import schema
from zhidu.assessment.workbook import cell_names, reader
from zhidu.handbook.book import Handbook
from zhidu.office import excel_cells
from zhidu.reading import schemas
from zhidu.reading.disk.shipped import directory
from zhidu.views import json_text, schooltime

SCHEMA_VERSION = 1
SCRIPTS = ("checklist-rules.js", "checklist.js")  # sent as one file: smaller, and one request less
CODES = "checklist-codes.js"  # comes only when somebody copies or reads a text code
WORKBOOK = "checklist-workbook.js"  # comes only when somebody gives a file
# comments and indents are for who reads the sources: a phone need not
_FOR_READERS = re.compile(r"^ */\*(?:(?!\*/).|\n)*\*/\n|^ *//.*\n| +// .*$|^ +", re.MULTILINE)
_SHOWN = ("text", "question", "roles", "clause")  # what the form's page shows already
_SHOWN_OF_POINT = ("summary", "quote", "roles", "method", "evidence", "forbidden", "notes")
_OFTEN_NOTHING = ("rhythm", "number")


def instrument(found: Instrument) -> dict[str, Any]:
    """Everything that is asked, in the shape of `instrument.schema.json`."""
    return {
        "schema_version": SCHEMA_VERSION,
        "edition": found.edition,
        "digest": found.digest,
        "groups": [_told(group, "id", "label", "title", "href") for group in found.groups],
        "items": [_item(item) for item in found.items],
        "metrics": [_metric(metric) for metric in found.metrics],
        "facilities": [
            {"id": name, "name": label, "kind": kind.value}
            for name, (label, kind) in found.facilities.items()
        ],
        "institutions": _named(found.institutions),
        "roles": _named(found.roles),
        "records": _named(found.records),
        "periods": _named(found.periods),
        "units": _named(found.units),
        "statuses": [{"id": s.value, "name": s.label} for s in AnswerStatus],
    }


def _named(entries: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"id": name, "name": label} for name, label in entries.items()]


def _told(thing: object, *names: str) -> dict[str, Any]:
    """What *thing* has under *names*, as JSON has it."""
    found = {name: getattr(thing, name) for name in names}
    return {n: list(v) if isinstance(v, tuple) else plain_number(v) for n, v in found.items()}


def _item(item: Item) -> dict[str, Any]:
    return {
        **_told(item, "id", "clause", "group", "heading", "cite", "where", "question", "text"),
        **_told(item, "facility", "institutions", "roles"),
        "checkpoints": [
            {
                **_told(point, "id", "summary", "quote", "roles", "method", "evidence", "records"),
                **_told(point, "metric", "period", "rhythm"),
                "number": point.number and _told(point.number, "name", "op", "words", "units"),
                "forbidden": point.forbidden,
                "notes": [_told(note, "text", "source", "demand") for note in point.notes],
            }
            for point in item.checkpoints
        ],
    }


def _metric(metric: Metric) -> dict[str, Any]:
    return {
        **_told(metric, "id", "name", "count", "total", "percent", "op", "value", "demand"),
        **_told(metric, "facility", "institutions", "whole"),
        "law": [_told(law, "op", "value", "demand", "source") for law in metric.law],
    }


def as_json(found: Instrument) -> str:
    """The instrument as a file for other software."""
    return json_text.written(instrument(found))


def schema_as_json(found: Instrument) -> str:
    """The schema of a submission, narrowed to this instrument, as a file."""
    return json.dumps(schema(found), ensure_ascii=False, indent=1) + "\n"


def script(handbook: Handbook, found: Instrument) -> str:
    """What the form needs, as a script: a page opened from a folder may load scripts, but may not fetch."""
    slim = instrument(found)
    for item in slim["items"]:
        for key in _SHOWN:
            del item[key]
        for point in item["checkpoints"]:
            for key in _SHOWN_OF_POINT:
                del point[key]
            for key in _OFTEN_NOTHING:
                if not point[key]:
                    del point[key]
    data = {
        **past(handbook),
        "instrument": slim,
        "schema": _without_words(schema(found)),
        "rules": _without_words(rule_table.load()),
        "schools": [
            {"id": s.id, "name": s.name, "institution": s.institution}
            for s in (handbook.schools or {}).values()
        ],
        "terms": [
            schooltime.in_browser.term_data(t) for t in (handbook.school_terms or {}).values()
        ],
    }
    written = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"(window.zhiduChecklist = window.zhiduChecklist || {{}}).data = {written};\n"


def past(handbook: Handbook) -> dict[str, Any]:
    """What becomes of answers to instruments of the past, by digest; only what does not simply stay.

    `was` names the redline that the form's page holds.
    """
    numbers = {redline: number for number, redline in enumerate(redlines(handbook))}
    found: list[dict[str, Any]] = []
    digests: dict[str, int] = {}
    for digest, way in ways(handbook).items():
        items = {
            crossing.item.id: {
                "fate": crossing.fate.value,
                "from": list(crossing.sources),
                "whole": crossing.whole,
                "only": list(crossing.only),
                "was": numbers.get(redline_of(way, crossing)),
            }
            for crossing in way.crossings
            if crossing.fate is not Fate.KEPT
            or not crossing.whole
            or crossing.only
            or crossing.sources != (crossing.item.id,)
        }
        made = {"items": items, "points": {old: list(new) for old, new in way.points.items()}}
        if made not in found:
            found.append(made)
        digests[digest] = found.index(made)
    return {"past": digests, "ways": found}


def _without_words(node: Any) -> Any:
    """A table without what only people read, titles of fields apart: the page has the words already."""
    if isinstance(node, dict):
        described = "$ref" in node
        return {
            key: _without_words(value)
            for key, value in node.items()
            if not (key in ("description", "about") and isinstance(value, str))
            and not (key == "title" and described)
        }
    return [_without_words(value) for value in node] if isinstance(node, list) else node


def published(handbook: Handbook) -> Iterator[tuple[str, str]]:
    """The files of the site that concern self-assessment: path and content."""
    found = derive(handbook)
    yield "checklist/data.js", script(handbook, found)
    yield "checklist/how.js", how_script(handbook)
    yield "checklist/form.js", "".join(map(_source, SCRIPTS))
    yield "checklist/codes.js", codes_script()
    yield "checklist/workbook.js", workbook_script(handbook, found)
    yield "api/v1/instrument.json", as_json(found)
    yield "api/v1/instrument.schema.json", schemas.published("instrument")
    yield "api/v1/checklist.schema.json", schema_as_json(found)
    yield "api/v1/checklist.rules.json", rule_table.text()


def how_script(handbook: Handbook) -> str:
    """What each clause says, and how it is looked at: for who opens the fold under a question."""
    told = {
        item.asked.id: {
            "text": item.asked.text,
            "points": [point.lines for point in item.points],
        }
        for group in form_page(handbook).groups
        for item in group.items
    }
    return f"window.zhiduHow = {json.dumps(told, ensure_ascii=False, separators=(',', ':'))};\n"


def codes_script() -> str:
    """What writes and reads text codes in the browser, and the words that it shares with us."""
    words = json.dumps(text_code.words(), ensure_ascii=False)
    return f"window.zhiduChecklist.words = {words};\n{_source(CODES)}"


def workbook_script(handbook: Handbook, found: Instrument) -> str:
    """What reads a filled workbook in the browser, and the words that only a workbook shows."""
    shown = {
        "mark": cell_names.MARK,
        "filled": cell_names.FILLED_LABEL,
        "heads": cell_names.COLUMNS,
        "texts": {item.id: item.text for item in found.items},
        "left": {
            p.id: cell_names.left_open(p) for i in found.items for p in i.checkpoints if p.number
        },
        "roles": list(reader.role_words(handbook, found).items()),
        "refused": {
            "TOO_LARGE": excel_cells.TOO_LARGE[1:],
            **{fault.name: told[1:] for fault, told in excel_cells.TOLD.items()},
        },
    }
    words = json.dumps(shown, ensure_ascii=False, separators=(",", ":"))
    return f"window.zhiduChecklist.sheets = {words};\n{_source(WORKBOOK)}"


def _source(name: str) -> str:
    path = directory("site_overrides") / "assets" / "zhidu" / name
    return _FOR_READERS.sub("", path.read_text(encoding="utf-8"))
