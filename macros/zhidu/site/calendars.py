"""School time on the site: ready calendars and worksheets where every day of a term is known, and what the page reckons with where not."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from zhidu.handbook.book import Handbook
from zhidu.views import schooltime
from zhidu.views.names import File
from zhidu.views.on_paper.lists import ListSheet
from zhidu.views.on_paper.worksheet import worksheet

_NAME = "calendar.js"


def files(handbook: Handbook) -> Iterator[tuple[str, str | bytes]]:
    """Every file: what all calendars share, then of each role and of everybody; and the ready calendars."""
    common = schooltime.in_browser.common_data(handbook)
    yield f"roles/{_NAME}", f"zhiduCalendar.common({_json(common)});\n"
    for role in handbook.roles or {}:
        if timed(handbook, role):
            yield _script(f"roles/{role}/", schooltime.in_browser.role_data(handbook, role))
    yield _script("when/", schooltime.in_browser.everybody_data(handbook))
    known = _known(handbook)
    for role in handbook.roles or {}:
        for name, content in _ready(handbook, known, role).items():
            yield f"roles/{role}/{name}.ics", content


def timed(handbook: Handbook, role: str) -> bool:
    """Whether something that *role* does has a date, or could have one."""
    return role in handbook.duties_of and bool(
        schooltime.in_browser.role_data(handbook, role)["lines"]
    )


def ready(handbook: Handbook, role: str) -> tuple[File, ...]:
    """The calendars of *role* for the terms whose days are all known."""
    known = _known(handbook)
    name = (handbook.roles or {})[role].name
    return tuple(
        File(text=known[term].name, path=f"roles/{role}/{term}.ics", name=f"{name} {term}.ics")
        for term in _ready(handbook, known, role)
    )


def worksheets(handbook: Handbook, role: str) -> Iterator[tuple[File, ListSheet]]:
    """The 月度工作单 of *role* for every month in which the text alone dates something, of the terms whose days are all known."""
    if role not in handbook.duties_of:
        return
    name = (handbook.roles or {})[role].name
    for days in _known(handbook).values():
        plan = schooltime.plan(handbook, [role], days)
        months = sorted({(day.year, day.month) for day in days.days}) if plan.dues else []
        for year, month in months:
            sheet = worksheet(handbook, plan, (year, month))
            if sheet is not None:
                text = f"{year}年{month}月"
                path = f"roles/{role}/worksheet-{year}-{month:02}.pdf"
                yield File(text=text, path=path, name=f"{name} {text}工作单.pdf"), sheet


def _known(handbook: Handbook) -> dict[str, schooltime.Calendar]:
    found = {}
    for term in (handbook.school_terms or {}).values():
        try:
            found[term.id] = schooltime.calendar(term)
        except schooltime.MissingDaysError:
            continue  # the page asks its reader instead
    return found


def _ready(
    handbook: Handbook, known: Mapping[str, schooltime.Calendar], role: str
) -> dict[str, bytes]:
    """What the text alone dates: a school's own periods are for the page, or for the command."""
    if role not in handbook.duties_of:
        return {}
    plans = {term: schooltime.plan(handbook, [role], days) for term, days in known.items()}
    return {term: schooltime.ics(handbook, plan) for term, plan in plans.items() if plan.dues}


def _script(folder: str, data: Mapping[str, Any]) -> tuple[str, str]:
    return f"{folder}{_NAME}", f"zhiduCalendar.role({json.dumps(folder)}, {_json(data)});\n"


def _json(data: Mapping[str, Any]) -> str:
    """ASCII, so that a server's idea of an encoding does not matter."""
    return json.dumps(data, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
