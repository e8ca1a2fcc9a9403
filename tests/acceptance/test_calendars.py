"""Five foreign programs read our calendars, the command's and the page's, and count the same days as our plan."""

import json
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser
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


_KHAL = """
[calendars]
[[staff]]
path = {folder}/events
[sqlite]
path = {folder}/khal.db
[locale]
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
timeformat = %H:%M
local_timezone = Asia/Shanghai
default_timezone = Asia/Shanghai
"""


def in_khal(file: Path, folder: Path) -> Counter[str]:
    """The days on which events begin, as khal counts them once it has taken in *file*."""
    (folder / "events").mkdir()
    settings = folder / "khal.conf"
    settings.write_text(_KHAL.format(folder=folder), encoding="utf-8")
    khal = [str(Path(sys.executable).parent / "khal"), "-c", str(settings)]
    subprocess.run([*khal, "import", "--batch", "-a", "staff", str(file)], check=True)
    first = f"{TERM.starts:%Y-%m-%d}"
    shown = ("--format", "{start}|{uid}", "--day-format", "")
    done = subprocess.run(
        [*khal, "list", *shown, first, "400d"], capture_output=True, text=True, check=True
    )
    told = {line for line in done.stdout.splitlines() if line}  # a long event is told every day
    return Counter(line.partition("|")[0] for line in told)


@pytest.fixture(params=["every role", "one role", "merged"])
def roles(request: pytest.FixtureRequest, handbook: Handbook) -> list[str]:
    return {
        "every role": [*handbook.duties_of],
        "one role": ["computer-room-manager"],
        "merged": ["recording-room-manager", "teacher"],
    }[request.param]


ENGINES = Path(__file__).parent / "engines"
SCRIPT = Path(__file__).parent.parent.parent / "site_overrides/assets/zhidu/calendar.js"
KINDS = ("weekly", "daily", "monthly", "termly", "yearly")


def in_page(
    browser: Browser, handbook: Handbook, roles: list[str], periods: dict[str, str]
) -> bytes:
    """The file that the page makes."""
    page = browser.new_page()
    page.add_script_tag(path=SCRIPT)
    made: str = page.evaluate(
        """([common, roles, term, periods]) =>
          zhiduCalendar.ics(common, zhiduCalendar.plan(roles, term, periods))""",
        [
            schooltime.in_browser.common_data(handbook),
            [schooltime.in_browser.role_data(handbook, role) for role in roles],
            schooltime.in_browser.term_data(TERM),
            periods,
        ],
    )
    page.close()
    return made.encode()


@pytest.mark.parametrize("maker", ["command", "page"])
def test_peers_count_the_same_days(
    maker: str, roles: list[str], handbook: Handbook, browser: Browser, tmp_path: Path
) -> None:
    days = schooltime.calendar(TERM)
    bare = schooltime.plan(handbook, roles, days)
    periods = {line.duty.id: KINDS[n % len(KINDS)] for n, line in enumerate(bare.unset)}
    found = schooltime.plan(handbook, roles, days, periods)
    file = tmp_path / "x.ics"
    made = {
        "command": lambda: schooltime.ics(handbook, found),
        "page": lambda: in_page(browser, handbook, roles, periods),
    }
    file.write_bytes(made[maker]())
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
    done = subprocess.run(
        ["node", str(ENGINES / "calendars.mjs"), str(file)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert Counter(json.loads(done.stdout)) == planned
    assert in_khal(file, tmp_path) == planned
    assert not [day for day in planned if not days.open(date.fromisoformat(day))]
