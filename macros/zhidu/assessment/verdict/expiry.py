"""Whether a material is too old for the rhythm that a clause, or the school, has set. checklist-rules.js does the same.

Nothing is guessed: 每天 means school days, 每学期 the days of the term, and where nobody has said which days those are, nothing
is told.
"""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta

from zhidu.reading.model import SchoolTerm, WhenKind
from zhidu.views import schooltime

_WEEK = timedelta(days=7)
_DECEMBER = 12


def expired(kinds: Sequence[str | None], day: date, filled: date, term: SchoolTerm | None) -> bool:
    """Whether what is of *day* was over on *filled* by every one of *kinds*: it may be for any of them."""
    return bool(kinds) and all(_over(kind, day, filled, term) for kind in kinds)


def _over(kind: str | None, day: date, filled: date, term: SchoolTerm | None) -> bool:
    if kind == WhenKind.DAILY:
        return _school_between(day, filled, term)
    if kind == WhenKind.WEEKLY:
        return filled > day + _WEEK
    if kind == WhenKind.MONTHLY:
        return filled > _next_month(day)
    if kind == WhenKind.TERMLY:
        return bool(term and term.starts and day < term.starts <= filled)
    return kind == WhenKind.YEARLY and filled > _same_day(day.year + 1, day.month, day.day)


def _school_between(day: date, filled: date, term: SchoolTerm | None) -> bool:
    """Whether there was school on a day after *day* and before *filled*: on *filled* itself it may still be done."""
    if term is None:
        return False
    try:
        return any(day < each < filled for each in schooltime.calendar(term).days)
    except schooltime.MissingDaysError:
        return False


def _next_month(day: date) -> date:
    later = day.month == _DECEMBER
    return _same_day(day.year + later, 1 if later else day.month + 1, day.day)


def _same_day(year: int, month: int, day: int) -> date:
    """That day, else the last one that the month has."""
    return date(year, month, min(day, monthrange(year, month)[1]))
