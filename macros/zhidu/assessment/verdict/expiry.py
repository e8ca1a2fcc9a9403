"""Whether a material is too old for the rhythm that a clause, or the school, has set. checklist-rules.js does the same.

Nothing is guessed: 每天 means school days, 每学期 the days of the term, and where nobody has said which days those are, nothing
is told.
"""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date

from zhidu.reading.model import SchoolTerm, WhenKind

_DAYS: dict[str | None, int] = {WhenKind.WEEKLY: 7, WhenKind.EVERY_TEN_DAYS: 11}  # 旬: up to 11
_MONTHS: dict[str | None, int] = {
    WhenKind.MONTHLY: 1,
    WhenKind.QUARTERLY: 3,
    WhenKind.HALF_YEARLY: 6,
    WhenKind.YEARLY: 12,
}


def expired(kinds: Sequence[str | None], day: date, filled: date, term: SchoolTerm | None) -> bool:
    """Whether what is of *day* was over on *filled* by every one of *kinds*: it may be for any of them."""
    return bool(kinds) and all(_over(kind, day, filled, term) for kind in kinds)


def _over(kind: str | None, day: date, filled: date, term: SchoolTerm | None) -> bool:
    if kind == WhenKind.DAILY:
        return _school_between(day, filled, term)
    if kind == WhenKind.TERMLY:
        return bool(term and term.starts and day < term.starts <= filled)
    if kind in _DAYS:
        return (filled - day).days > _DAYS[kind]
    return kind in _MONTHS and (filled.year, filled.month, filled.day) > _on(day, _MONTHS[kind])


def _school_between(day: date, filled: date, term: SchoolTerm | None) -> bool:
    """Whether there was school on a day after *day* and before *filled*: on *filled* itself it may still be done."""
    if term is None:
        return False
    from zhidu.views import schooltime  # noqa: PLC0415  few answers are about every day

    try:
        return any(day < each < filled for each in schooltime.calendar(term).days)
    except schooltime.MissingDaysError:
        return False


def _on(day: date, months: int) -> tuple[int, int, int]:
    """The same day so many months on, else the last one that the month has; no date, which ends with the year 9999."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return year, month + 1, min(day.day, monthrange(year, month + 1)[1])
