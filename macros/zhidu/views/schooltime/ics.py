"""A plan as a file for calendars (RFC 5545): whole days without a time zone, nothing of the clock, the same bytes each time.

What is due every day is one event that repeats on weekdays, without those that are holidays; each 调休 day is an event by
itself. Everything else is an event a date: many calendars know no list of dates. A name (UID) is made of duty, term and
stretch, so that a file imported again takes the place of what was there.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from zhidu.handbook.book import Handbook
from zhidu.reading.disk.file_marks import CALENDAR
from zhidu.reading.model import WhenKind
from zhidu.views.names import cite
from zhidu.views.schooltime.plan import Due, Plan
from zhidu.views.schooltime.school_days import SATURDAY, Calendar

_OCTETS = 75  # of a line, without its end
_ONE_DAY = timedelta(days=1)
WITHIN = {
    WhenKind.WEEKLY: "本周",
    WhenKind.EVERY_TEN_DAYS: "本旬",
    WhenKind.MONTHLY: "本月",
    WhenKind.QUARTERLY: "本季度",
    WhenKind.TERMLY: "本学期",
    WhenKind.HALF_YEARLY: "这半年",
    WhenKind.YEARLY: "本学年",
}
SAYINGS = {
    "title": "{roles}：{term}",
    "basis": "依据：{cite}：“{quote}”",
    "text": "周期：原文“{words}”",
    "school": "周期：学校自己定的，{rhythm}（原文：“{words}”）",
    "within": "{within}做完就行，最后一个上课日是 {until}。",
    "at_end": "{within}末",
    "summary": "{said}：{text}",
    "day": "日子：{term}校历（{source}）",
}
"""What events say. The browser, which makes the same events, is given these."""


def ics(handbook: Handbook, plan: Plan) -> bytes:
    """*plan* as the bytes of an .ics file."""
    names = "、".join((handbook.roles or {})[role].name for role in plan.roles)
    lines = [
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(_say('title', roles=names, term=plan.calendar.name))}",
    ]
    stamp = f"DTSTAMP:{handbook.as_of:%Y%m%d}T000000Z"
    names_of = handbook.rhythms or {}
    for due in plan.dues:
        if due.rhythm is not WhenKind.DAILY:
            lines += _event(due, plan.calendar, stamp, names_of[due.rhythm].name)
    daily: dict[str, list[Due]] = {}
    for due in plan.dues:
        if due.rhythm is WhenKind.DAILY:
            daily.setdefault(due.line.duty.id, []).append(due)
    for dues in daily.values():
        lines += _daily(dues, plan.calendar, stamp, names_of[WhenKind.DAILY].name)
    lines.append("END:VCALENDAR")
    return CALENDAR + b"".join(map(_folded, lines))


def _event(
    due: Due, calendar: Calendar, stamp: str, rhythm: str, *more: str, key: str = ""
) -> Iterator[str]:
    within = WITHIN.get(due.rhythm, "")
    said = _say("at_end", within=within) if due.at_end and within else within
    yield "BEGIN:VEVENT"
    yield f"UID:{due.line.duty.id}.{calendar.id}.{key or due.key}@zhidu"
    yield stamp
    yield f"DTSTART;VALUE=DATE:{due.day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{due.day + _ONE_DAY:%Y%m%d}"
    yield from more
    summary = _say("summary", said=said, text=due.line.text) if said else due.line.text
    yield f"SUMMARY:{_text(summary)}"
    about = [
        _say("basis", cite=cite(due.line.citation), quote=due.line.duty.quote),
        _say(due.rests.value, rhythm=rhythm, words=due.words),
    ]
    # a year ends in another term, whose days are not known here
    if within and not due.at_end and due.rhythm is not WhenKind.YEARLY:
        about.append(_say("within", within=within, until=due.until.isoformat()))
    about.append(_say("day", term=calendar.name, source=calendar.source))
    yield f"DESCRIPTION:{_text(chr(10).join(about))}"
    yield f"CATEGORIES:{_text(rhythm)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _daily(dues: Sequence[Due], calendar: Calendar, stamp: str, rhythm: str) -> Iterator[str]:
    """One event for weekdays, and one for each school day at a weekend."""
    weekdays = [due for due in dues if due.day.weekday() < SATURDAY]
    if weekdays:
        first, last = weekdays[0], weekdays[-1]
        there = {due.day for due in weekdays}
        missed = [day for day in _weekdays(first.day, last.day) if day not in there]
        more = [f"RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;UNTIL={last.day:%Y%m%d}"]
        if missed:
            more.append(f"EXDATE;VALUE=DATE:{','.join(f'{day:%Y%m%d}' for day in missed)}")
        yield from _event(first, calendar, stamp, rhythm, *more, key="daily")
    for due in dues:
        if due.day.weekday() >= SATURDAY:
            yield from _event(due, calendar, stamp, rhythm)


def _weekdays(first: date, last: date) -> Iterator[date]:
    day = first
    while day <= last:
        if day.weekday() < SATURDAY:
            yield day
        day += _ONE_DAY


def _say(saying: str, **values: str) -> str:
    return SAYINGS[saying].format_map(values)


def _text(words: str) -> str:
    """*words* as a value of type TEXT."""
    for mark in ("\\", ";", ","):
        words = words.replace(mark, f"\\{mark}")
    return words.replace("\r\n", "\\n").replace("\r", "\\n").replace("\n", "\\n")


def _folded(line: str) -> bytes:
    """*line* in pieces of at most 75 octets, no character cut in two, each but the first after a blank."""
    pieces: list[bytes] = []
    piece = b""
    for character in line:
        raw = character.encode()
        if len(piece) + len(raw) > _OCTETS:
            pieces.append(piece)
            piece = b" "
        piece += raw
    return b"\r\n".join([*pieces, piece]) + b"\r\n"
