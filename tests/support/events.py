"""A small reader of calendar files, which knows of RFC 5545 only what ours use, and forgives nothing."""

import re
from datetime import date, timedelta

Event = dict[str, str]


def events(raw: bytes) -> list[Event]:
    """The events of a file: property, with its parameters → value."""
    text = raw.decode()
    assert text.endswith("END:VCALENDAR\r\n")
    assert "\n" not in text.replace("\r\n", "")
    lines = text.replace("\r\n ", "").split("\r\n")
    found: list[Event] = []
    for line in lines:
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found and name not in {"END", ""}:
            assert name not in found[-1], line
            found[-1][name] = value
    return found


def _day(digits: str) -> date:
    return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))


def occurrences(event: Event) -> list[date]:
    """The days of an event."""
    first = _day(event["DTSTART;VALUE=DATE"])
    rule = event.get("RRULE")
    if rule is None:
        return [first]
    until = re.fullmatch(r"FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;UNTIL=([0-9]{8})", rule)
    assert until is not None, rule
    missed = {_day(each) for each in event.get("EXDATE;VALUE=DATE", "").split(",") if each}
    every = [first + timedelta(days=n) for n in range((_day(until[1]) - first).days + 1)]
    weekdays = [day for day in every if day.weekday() < 5]
    assert missed <= set(weekdays)
    return [day for day in weekdays if day not in missed]
