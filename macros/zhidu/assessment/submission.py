"""A school's submission as typed values, and as it is written: canonical JSON, and a receipt that stands for it."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from zhidu.assessment.instrument import digest
from zhidu.reading.model import Named
from zhidu.views.names import OwnNumber, OwnSettings


class AnswerStatus(Named):
    """The ladder of answers. 未知 is no pass: nobody has looked yet."""

    MET = "met", "达标"
    PARTIAL = "partial", "部分达标"
    NOT_MET = "not-met", "未达标"
    NOT_APPLICABLE = "not-applicable", "不适用"
    UNKNOWN = "unknown", "未知"


class Period(StrEnum):
    """How often a school does what the text wants done 定期."""

    DAILY = "daily"
    WEEKLY = "weekly"
    EVERY_TEN_DAYS = "every-ten-days"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    TERMLY = "termly"
    HALF_YEARLY = "half-yearly"
    YEARLY = "yearly"


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted:
    """A submission that has the shape of one, as data."""

    data: dict[str, Any]

    @property
    def school(self) -> str:
        """The school's id."""
        return str(self.data["school"])

    @property
    def term(self) -> str:
        """The term's id."""
        return str(self.data["term"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A document that shows it: what it is called, where it is kept, and of which day it is. Never the document itself."""

    title: str
    filed: str
    day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rectification:
    """What will be done about a problem, by when, by which role."""

    measure: str
    due: date
    role: str
    needs_bureau: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The answer to one item. `failed` are ids of checkpoints, `rooms` count from 1."""

    status: AnswerStatus
    reason: str | None = None
    failed: tuple[str, ...] = ()
    rooms: tuple[int, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    problem: str | None = None
    rectification: Rectification | None = None
    suggestion: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """What was counted; `rate` is what the school's form made of it."""

    count: int
    total: int | None = None
    rate: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist:
    """One school's statement for one term."""

    school: str
    term: str
    edition: date
    instrument: str
    filled: date
    facilities: Mapping[str, int]
    items: Mapping[str, Answer]
    periods: Mapping[str, Period] = field(default_factory=dict)
    numbers: Mapping[str, OwnNumber] = field(default_factory=dict)
    metrics: Mapping[str, Measurement] = field(default_factory=dict)
    score: float | None = None


def own_settings(data: Mapping[str, Any]) -> OwnSettings:
    """What the school of *data*, a submission of the right shape, has set where the text leaves it open."""
    numbers = data.get("numbers", {})
    return OwnSettings(
        periods=dict(data.get("periods", {})),
        numbers={duty: OwnNumber(**own) for duty, own in numbers.items()},
    )


_KEYS = (
    "school", "term", "edition", "instrument", "receipt", "filled", "checked", "score", "facilities", "metrics", "periods",
    "numbers", "items", "status", "method", "note", "reason", "failed", "rooms", "problem", "rectification", "measure", "due", "role",
    "needs_bureau", "evidence", "title", "filed", "suggestion", "day", "count", "total", "rate", "value", "unit", "closed",
)  # fmt: skip
_ORDER = {key: place for place, key in enumerate(_KEYS)}
_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff]")


def canonical(data: Mapping[str, Any], order: Mapping[str, int]) -> str:
    """*data*, a submission or an inspection that its schema accepts, as the one text that stands for it.

    Same data, same bytes: JSON, which is YAML, one value a line, as the form writes it. *order* is the place of every
    item in the instrument.
    """
    text = json.dumps(ordered(data, order), ensure_ascii=False, indent=1)
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text) + "\n"


def ordered(data: Any, order: Mapping[str, int]) -> Any:
    """*data* with its keys in order and its numbers as both languages write them."""
    if isinstance(data, Mapping):
        keys = sorted(data, key=lambda k: (_ORDER.get(k, len(_ORDER)), order.get(k, 0), k))
        return {key: ordered(data[key], order) for key in keys}
    if isinstance(data, list):
        return [ordered(value, order) for value in data]
    return plain_number(data)


def plain_number(value: Any) -> Any:
    """A number as both languages write it: 56.0 is 56."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def receipt(data: Mapping[str, Any]) -> str:
    """Ten letters that stand for exactly this submission: on the receipt, on paper, in the bureau's list."""
    text = _compact(data)
    if ".0" in text or "e+" in text:  # only such numbers would be written in another way
        text = _compact(ordered(data, {}))
    return digest(text)


def _compact(data: Mapping[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
