"""Three foreign programs read our calendars, and count the same days as our plan."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from support.terms import TERM

from zhidu.handbook.book import Handbook
from zhidu.views import schooltime

_READ = """
import datetime, json, sys
import icalendar, recurring_ical_events, vobject

raw = open(sys.argv[1], "rb").read()
whole = icalendar.Calendar.from_ical(raw)
errors = [str(e) for part in whole.walk() for e in part.errors]
far = datetime.date(2000, 1, 1), datetime.date(2100, 1, 1)
recurring = [str(e["DTSTART"].dt) for e in recurring_ical_events.of(whole).between(*far)]
other = vobject.readOne(raw.decode())
other.serialize(validate=True)
counted = []
for event in other.vevent_list:
    rules = event.getrruleset(addRDate=True)
    days = [event.dtstart.value] if rules is None else [each.date() for each in rules]
    counted += map(str, days)
print(json.dumps({
    "errors": errors, "recurring": recurring, "vobject": counted,
    "uids": sorted(str(e["UID"]) for e in whole.walk("VEVENT")),
    "again": icalendar.Calendar.from_ical(whole.to_ical()) == whole,
}))
"""


@pytest.fixture(params=["every role", "one role", "merged"])
def roles(request: pytest.FixtureRequest, handbook: Handbook) -> list[str]:
    return {
        "every role": [*handbook.duties_of],
        "one role": ["computer-room-manager"],
        "merged": ["recording-room-manager", "teacher"],
    }[request.param]


def test_peers_count_the_same_days(roles: list[str], handbook: Handbook, tmp_path: Path) -> None:
    days = schooltime.calendar(TERM)
    bare = schooltime.plan(handbook, roles, days)
    found = schooltime.plan(handbook, roles, days, {line.duty.id: "weekly" for line in bare.unset})
    file = tmp_path / "x.ics"
    file.write_bytes(schooltime.ics(handbook, found))
    done = subprocess.run(
        [sys.executable, "-c", _READ, str(file)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    read = json.loads(done.stdout)
    planned = Counter(due.day.isoformat() for due in found.dues)
    assert not read["errors"]
    assert Counter(read["recurring"]) == planned
    assert Counter(read["vobject"]) == planned
    assert len(set(read["uids"])) == len(read["uids"])
    assert read["again"]
