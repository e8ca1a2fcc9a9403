"""What a page needs to make the same plan and the same file: for dates that only the reader knows.

The browser's half is `site_overrides/assets/zhidu/calendar.js`. It is given every word from here; a test holds the two together.
"""

from collections.abc import Iterable
from typing import Any

from zhidu.handbook.book import Handbook
from zhidu.reading.disk.file_marks import CALENDAR
from zhidu.reading.model import PERIODS, Modality, SchoolTerm, WhenKind
from zhidu.views.names import actors, cite, clause_href, role_link
from zhidu.views.on_screen.duty_items import line_of
from zhidu.views.on_screen.role_lines import Line
from zhidu.views.schooltime.ics import SAYINGS, WITHIN
from zhidu.views.schooltime.plan import at_the_end, work_of

_TIMED = {*PERIODS, WhenKind.UNSPECIFIED}


def common_data(handbook: Handbook) -> dict[str, Any]:
    """What all calendars share: the day of the data, the names of rhythms, the words of events, the terms."""
    known = handbook.rhythms or {}
    return {
        "head": CALENDAR.decode(),
        "as_of": handbook.as_of.isoformat(),
        "rhythms": {kind.value: known[kind].name for kind in PERIODS if kind in known},
        "within": {kind.value: words for kind, words in WITHIN.items()},
        "sayings": SAYINGS,
        "terms": [term_data(term) for term in (handbook.school_terms or {}).values()],
    }


def role_data(handbook: Handbook, role: str) -> dict[str, Any]:
    """The lines of a role that have a date, or could have one."""
    return {
        "id": role,
        "name": (handbook.roles or {})[role].name,
        "lines": _timed(handbook, work_of(handbook, [role])),
    }


def everybody_data(handbook: Handbook) -> dict[str, Any]:
    """The same of everybody at once, each line with who acts."""
    lines = [
        line_of(citation, duty)
        for citation, duty in handbook.duties.values()
        if duty.modality is not Modality.MUST_NOT
    ]
    return {"id": "", "name": "", "lines": _timed(handbook, lines, who=True)}


def _timed(handbook: Handbook, lines: Iterable[Line], *, who: bool = False) -> list[dict[str, Any]]:
    return [
        {
            "id": line.duty.id,
            "text": line.text,
            "cite": cite(line.citation),
            "href": clause_href(line.citation),
            "quote": line.duty.quote,
            "kind": line.duty.when.kind.value,
            "words": line.duty.when.words,
            "at_end": at_the_end(line),
            **({"who": _who(handbook, line)} if who else {}),
        }
        for line in lines
        if line.duty.when and line.duty.when.kind in _TIMED
    ]


def _who(handbook: Handbook, line: Line) -> str:
    return "、".join(role_link(handbook, each.role).text for each in actors(line.duty))


def term_data(term: SchoolTerm) -> dict[str, Any]:
    """A term with the days that are known; what nobody has said is null."""
    return {
        "id": term.id,
        "name": term.name,
        "source": term.source,
        "starts": term.starts and term.starts.isoformat(),
        "ends": term.ends and term.ends.isoformat(),
        "holidays": None
        if term.holidays is None
        else [[each.from_.isoformat(), each.to.isoformat()] for each in term.holidays],
        "workdays": None
        if term.workdays is None
        else [each.date.isoformat() for each in term.workdays],
    }
