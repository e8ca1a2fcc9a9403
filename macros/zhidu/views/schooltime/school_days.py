"""The days of a term on which there is school."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import groupby

from zhidu.reading.disk.refused import RefusedError
from zhidu.reading.model import SchoolTerm, WhenKind

SATURDAY = 5
FIRST_HALF = "-1"
"""How the id of the first term of a school year ends."""

_ONE_DAY = timedelta(days=1)
_HOLIDAYS = timedelta(days=45)
"""After a term's last day: what still runs then is also in the next term. The browser's half has the same number."""
_CROSSING = {WhenKind.QUARTERLY, WhenKind.HALF_YEARLY}


class MissingDaysError(RefusedError):
    """A term says too little to be a calendar. The message names each thing, for whoever keeps terms.yaml."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of school time: its lasting name within the term, and its school days."""

    key: str
    days: tuple[date, ...]


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """A term of which everything is known. `source` says where its ends are from."""

    id: str
    name: str
    starts: date
    ends: date
    source: str
    off: frozenset[date]
    extra: frozenset[date]

    def open(self, day: date) -> bool:
        """Whether there is school on *day*."""
        if not self.starts <= day <= self.ends or day in self.off:
            return False
        return day.weekday() < SATURDAY or day in self.extra

    @cached_property
    def days(self) -> tuple[date, ...]:
        """Every school day, in order."""
        every = range((self.ends - self.starts).days + 1)
        return tuple(d for n in every if self.open(d := self.starts + n * _ONE_DAY))

    def spans(self, rhythm: WhenKind) -> Iterator[Span]:
        """The stretches of a rhythm in which there is school: days, weeks from Monday, months, quarters, the term, the year.

        A school year is told of in its first term; a quarter or half-year that goes on after the holidays, in the next.
        Names stay the same when a holiday moves.
        """
        if rhythm is WhenKind.YEARLY and not self.id.endswith(FIRST_HALF):
            return
        keys: dict[WhenKind, Callable[[date], str]] = {
            WhenKind.DAILY: lambda d: d.strftime("%Y%m%d"),
            WhenKind.WEEKLY: lambda d: d.strftime("%Gw%V"),
            WhenKind.EVERY_TEN_DAYS: lambda d: f"{d:%Y%m}x{min((d.day - 1) // 10, 2) + 1}",
            WhenKind.MONTHLY: lambda d: d.strftime("%Y%m"),
            WhenKind.QUARTERLY: lambda d: f"{d:%Y}q{(d.month - 1) // 3 + 1}",
            WhenKind.TERMLY: lambda _: "term",
            WhenKind.HALF_YEARLY: lambda d: f"{d:%Y}h{(d.month - 1) // 6 + 1}",
            WhenKind.YEARLY: lambda _: "year",
        }
        found = [Span(key, tuple(days)) for key, days in groupby(self.days, keys[rhythm])]
        if rhythm in _CROSSING and len(found) > 1:
            goes_on = keys[rhythm](found[-1].days[-1] + _HOLIDAYS) == found[-1].key
            found = found[:-1] if goes_on else found
        yield from found


def calendar(term: SchoolTerm) -> Calendar:
    """The calendar of *term*. Raises `MissingDaysError` where something has not been said yet."""
    named = {
        "starts（第一天）": term.starts,
        "ends（最后一天）": term.ends,
        "source（起止日期的出处）": term.source,
        "holidays（放假；没有就写 []）": term.holidays,
        "workdays（调休上课；没有就写 []）": term.workdays,
    }
    missing = [name for name, value in named.items() if value is None]
    if (
        term.starts is None
        or term.ends is None
        or term.source is None
        or term.holidays is None
        or term.workdays is None
    ):
        raise MissingDaysError(
            f"checklists/terms.yaml 里 {term.id} 还没有写：{'、'.join(missing)}。照校历补上，再运行一次；"
            "没有写的日子，程序不会替您编。"
        )
    off = {
        holiday.from_ + n * _ONE_DAY
        for holiday in term.holidays
        for n in range((holiday.to - holiday.from_).days + 1)
    }
    found = Calendar(
        id=term.id,
        name=term.name,
        starts=term.starts,
        ends=term.ends,
        source=term.source,
        off=frozenset(off),
        extra=frozenset(workday.date for workday in term.workdays),
    )
    if not found.days:
        raise MissingDaysError(
            f"checklists/terms.yaml 里 {term.id} 没有一天上课，请核对起止日期和放假。"
        )
    return found
