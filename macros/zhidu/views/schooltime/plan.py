"""What falls due when: the calendar times the rhythm of the text, or the one that a school has set itself."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from zhidu.handbook.book import Handbook
from zhidu.reading.model import PERIODS, WhenKind
from zhidu.views.names import cite
from zhidu.views.on_screen.role_lines import Line, concerning
from zhidu.views.schooltime.school_days import Calendar

_AT_THE_END = ("结束", "期末", "末")
"""Words of a moment or a time that put it at the end of its stretch."""


class Rest(StrEnum):
    """What the rhythm of a date rests on, beside the calendar."""

    TEXT = "text"
    SCHOOL = "school"


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A date: something to be done between `day` and `until`, both school days; `key` is its lasting name in the term.

    `at_end` says that the words put it at the end; `words` are those of the text, `rests` whose rhythm it is.
    """

    line: Line
    rhythm: WhenKind
    rests: Rest
    words: str
    key: str
    day: date
    until: date
    at_end: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A term for some roles: all they do; dates in order; what has no rhythm yet and a school could set one; what never has a date."""

    calendar: Calendar
    roles: tuple[str, ...]
    lines: tuple[Line, ...]
    dues: tuple[Due, ...]
    unset: tuple[Line, ...]
    others: tuple[Line, ...]


def plan(
    handbook: Handbook,
    roles: Sequence[str],
    calendar: Calendar,
    periods: Mapping[str, str] | None = None,
) -> Plan:
    """What whoever holds *roles* has to do in the term of *calendar*.

    *periods* are the rhythms that the school has set where the text leaves them open: duty → kind, as in its
    self-assessment.
    """
    lines = work_of(handbook, roles)
    dues: list[Due] = []
    unset: list[Line] = []
    others: list[Line] = []
    for line in lines:
        when = line.duty.when
        rhythm, rests = when.kind if when else None, Rest.TEXT
        if rhythm is WhenKind.UNSPECIFIED:
            if line.duty.id not in (periods or {}):
                unset.append(line)
                continue
            rhythm, rests = WhenKind((periods or {})[line.duty.id]), Rest.SCHOOL
        if rhythm not in PERIODS:
            others.append(line)
            continue
        dues += _dues(line, rhythm, rests, calendar)
    return Plan(
        calendar=calendar,
        roles=tuple(roles),
        lines=lines,
        dues=tuple(sorted(dues, key=lambda due: (due.day, due.until, *_order(due.line)))),
        unset=tuple(unset),
        others=tuple(others),
    )


def work_of(handbook: Handbook, roles: Sequence[str]) -> tuple[Line, ...]:
    """What whoever holds *roles* does himself, each duty once."""
    lines: dict[str, Line] = {}
    for role in roles:
        for line in concerning(handbook, role).doing:
            lines.setdefault(line.duty.id, line)
    return tuple(lines.values())


def at_the_end(line: Line) -> bool:
    """Whether the words of *line* put it at the end of its stretch."""
    when = line.duty.when
    said = (when.moment or when.words) if when else ""
    return any(word in said for word in _AT_THE_END)


def _order(line: Line) -> tuple[str, str]:
    return cite(line.citation, line.duty.quote), line.duty.id


def _dues(line: Line, rhythm: WhenKind, rests: Rest, calendar: Calendar) -> Iterator[Due]:
    when = line.duty.when
    at_end = at_the_end(line)
    for span in calendar.spans(rhythm):
        yield Due(
            line=line,
            rhythm=rhythm,
            rests=rests,
            words=when.words if when else "",
            key=span.key,
            day=span.days[-1] if at_end else span.days[0],
            until=span.days[-1],
            at_end=at_end,
        )
