"""An inspection as typed values: what the bureau found at one school in one term, and what it closed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from zhidu.assessment.submission import AnswerStatus, Rectification
from zhidu.reading.model import Method

TO_FILL = "待填"  # no schema takes it: what was not looked at cannot pass


class Verdict(StrEnum):
    """What the bureau can find. It does not write down what it did not look at."""

    MET = "met"
    PARTIAL = "partial"
    NOT_MET = "not-met"
    NOT_APPLICABLE = "not-applicable"

    @property
    def status(self) -> AnswerStatus:
        """The same on the ladder of answers."""
        return AnswerStatus(self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """One item looked at. `problem` and `rectification` are what the school had not said itself."""

    status: Verdict
    method: Method
    note: str | None = None
    problem: str | None = None
    rectification: Rectification | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Closure:
    """A problem that is no more, and how that was established."""

    closed: date
    method: Method
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """One school's inspection for one term. `closed` names entries of the ledger."""

    school: str
    term: str
    receipt: str
    checked: date
    items: Mapping[str, Verified]
    closed: Mapping[str, Closure] = field(default_factory=dict)
