"""School time: a term's calendar, what falls due on which day, and the file that calendars read."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from support.events import events, occurrences
from support.terms import SOURCE, TERM, terms
from support.yunling import YUNLING

from zhidu.cli.commands import main
from zhidu.county.fictional import demo
from zhidu.handbook.book import Handbook
from zhidu.reading.model import SchoolTerm, WhenKind
from zhidu.views import schooltime

MANAGER = "computer-room-manager"


def made(handbook: Handbook, term: SchoolTerm, *roles: str) -> schooltime.Plan:
    """The plan of *roles*, with every open rhythm set by some school."""
    kinds = [kind.value for kind in (WhenKind.WEEKLY, WhenKind.MONTHLY, WhenKind.DAILY)]
    unset = [
        name
        for name, (_, duty) in handbook.duties.items()
        if duty.when and duty.when.kind is WhenKind.UNSPECIFIED
    ]
    periods = {name: kinds[number % 3] for number, name in enumerate(unset)}
    return schooltime.plan(handbook, roles, schooltime.calendar(term), periods)


def test_school_days_are_weekdays_without_holidays_and_with_the_exchanged_ones() -> None:
    found = schooltime.calendar(TERM)
    assert found.days[0] == date(2026, 9, 1)
    assert found.days[-1] == date(2027, 1, 15)
    assert len(found.days) == 95
    assert [d for d in found.days if d.weekday() > 4] == [date(2026, 9, 27), date(2026, 10, 10)]
    assert not found.open(date(2026, 10, 1))
    assert not found.open(date(2026, 8, 31))
    assert [span.days[0] for span in found.spans(WhenKind.MONTHLY)] == [
        date(2026, 9, 1),
        date(2026, 10, 8),
        date(2026, 11, 2),
        date(2026, 12, 1),
        date(2027, 1, 4),
    ]
    weeks = [*found.spans(WhenKind.WEEKLY)]
    assert (weeks[3].key, weeks[3].days[-1]) == ("2026w39", date(2026, 9, 27))
    assert (weeks[5].key, weeks[5].days) == (
        "2026w41",
        (date(2026, 10, 8), date(2026, 10, 9), date(2026, 10, 10)),
    )
    assert [span.key for span in found.spans(WhenKind.YEARLY)] == ["year"]
    second = schooltime.calendar(replace(TERM, id="2026-2027-2"))
    assert not [*second.spans(WhenKind.YEARLY)]


def test_ten_days_quarters_and_halves_are_those_of_the_calendar() -> None:
    """A quarter that goes on after the holidays is told of in the next term: four in a school year, and two halves."""
    first = schooltime.calendar(TERM)
    spring = replace(TERM, id="2026-2027-2", starts=date(2027, 3, 1), ends=date(2027, 7, 9))
    second = schooltime.calendar(spring)
    told = [[span.key for days in (first, second) for span in days.spans(kind)] for kind in (WhenKind.QUARTERLY, WhenKind.HALF_YEARLY)]  # fmt: skip
    assert told == [["2026q3", "2026q4", "2027q1", "2027q2"], ["2026h2", "2027h1"]]
    tens = [(span.key, span.days[0].day) for span in first.spans(WhenKind.EVERY_TEN_DAYS)]
    assert tens[:6] == [
        ("202609x1", 1),
        ("202609x2", 11),
        ("202609x3", 21),
        ("202610x1", 8),
        ("202610x2", 12),
        ("202610x3", 21),
    ]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"starts": None}, "starts（第一天）"),
        (
            {"source": None, "holidays": None},
            "source（起止日期的出处）、holidays（放假；没有就写 []）",
        ),
        ({"workdays": None}, "workdays（调休上课；没有就写 []）"),
    ],
)
def test_what_is_missing_is_asked_for_by_name(change: dict[str, Any], said: str) -> None:
    with pytest.raises(schooltime.MissingDaysError) as caught:
        schooltime.calendar(replace(TERM, **change))
    assert str(caught.value) == (
        f"checklists/terms.yaml 里 2026-2027-1 还没有写：{said}。照校历补上，再运行一次；"
        "没有写的日子，程序不会替您编。"
    )


def test_a_date_says_what_it_rests_on(handbook: Handbook) -> None:
    days = schooltime.calendar(TERM)
    bare = schooltime.plan(handbook, [MANAGER], days)
    assert {due.rests for due in bare.dues} == {schooltime.Rest.TEXT}
    unset = {line.duty.id for line in bare.unset}
    assert unset
    chosen = min(unset)
    found = schooltime.plan(handbook, [MANAGER], days, {chosen: "monthly"})
    assert {line.duty.id for line in found.unset} == unset - {chosen}
    own = [due for due in found.dues if due.rests is schooltime.Rest.SCHOOL]
    assert {due.line.duty.id for due in own} == {chosen}
    assert [due.day for due in own] == [span.days[0] for span in days.spans(WhenKind.MONTHLY)]
    said = [e for e in events(schooltime.ics(handbook, found)) if e["UID"].startswith(f"{chosen}.")]
    assert all("周期：学校自己定的，每月（原文：“" in event["DESCRIPTION"] for event in said)
    assert all(f"校历（{SOURCE}）" in event["DESCRIPTION"] for event in said)
    lines = {line.duty.id for line in (*found.unset, *found.others)}
    assert not lines & {due.line.duty.id for due in found.dues}


def test_the_end_of_a_term_is_its_last_school_day(handbook: Handbook) -> None:
    last = [due for due in made(handbook, TERM, *handbook.duties_of).dues if due.at_end]
    assert {due.words for due in last} == {"学期结束", "学期结束时"}
    assert {due.day for due in last} == {TERM.ends}


MANY = (MANAGER, "academic-office", "homeroom-teacher", "recording-room-manager", "working-group")
"""Roles that have every rhythm between them."""


@settings(max_examples=30)
@given(terms())
def test_no_event_is_on_a_day_without_school(handbook: Handbook, term: SchoolTerm) -> None:
    off = {day for h in term.holidays or () for day in (h.from_, h.to)}
    extra = {workday.date for workday in term.workdays or ()}
    try:
        found = made(handbook, term, *MANY)
    except schooltime.MissingDaysError:
        assume(False)  # nothing but holidays
    raw = schooltime.ics(handbook, found)
    read = events(raw)
    days = [day for event in read for day in occurrences(event)]
    assert Counter(days) == Counter(due.day for due in found.dues)
    for day in days:
        assert term.starts <= day <= term.ends  # type: ignore[operator]
        assert day not in off
        assert day.weekday() < 5 or day in extra
    assert len({event["UID"] for event in read}) == len(read)
    assert max(len(line) for line in raw.split(b"\r\n")) <= 75
    assert raw == schooltime.ics(handbook, made(handbook, term, *MANY))


def test_names_last_when_a_holiday_moves(handbook: Handbook) -> None:
    moved = replace(
        TERM,
        holidays=tuple(
            replace(h, from_=h.from_ + timedelta(days=1), to=h.to + timedelta(days=1))
            for h in TERM.holidays or ()
        ),
    )
    before, after = (
        [e["UID"] for e in events(schooltime.ics(handbook, made(handbook, term, MANAGER)))]
        for term in (TERM, moved)
    )
    assert sorted(before) == sorted(after)


def test_long_and_strange_words_are_folded_by_octets(handbook: Handbook) -> None:
    found = made(handbook, TERM, MANAGER)
    due = found.dues[0]
    words = "甲，乙;丙,丁\\戊\n己𠮷" * 20
    line = replace(due.line, assignment=replace(due.line.assignment, summary=words))
    raw = schooltime.ics(handbook, replace(found, dues=(replace(due, line=line),)))
    assert max(map(len, raw.split(b"\r\n"))) == 75
    (event,) = events(raw)
    said = event["SUMMARY"].split("：", 1)[-1]
    plain = said.replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\")
    assert plain == words


# ---------- the command


@pytest.fixture(scope="module")
def checklists(handbook: Handbook, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bureau") / "checklists"
    for name, text in demo(handbook).files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def run(*arguments: object) -> int:
    return main(["calendar", *map(str, arguments), "--root", str(YUNLING)])


def test_a_role_gets_its_calendar_and_a_school_its_own(
    checklists: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ("--checklists", checklists, "--term", "2026-2027-1")
    bare, own = tmp_path / "bare.ics", tmp_path / "own.ics"
    assert run("计算机教室管理员", *given, "-o", bare) == 0
    told = capsys.readouterr().out
    assert "不进日历：" in told
    assert run(MANAGER, *given, "--school", "fictional-01", "-o", own) == 0
    assert "学校还没有定周期" not in capsys.readouterr().out
    first = bare.read_bytes()
    assert run(MANAGER, *given, "-o", bare) == 0
    assert bare.read_bytes() == first
    duties = [
        {event["UID"].split(".")[0] for event in events(path.read_bytes())} for path in (bare, own)
    ]
    assert duties[0] < duties[1]


def test_a_calendar_that_somebody_saved_again_is_theirs(checklists: Path, tmp_path: Path) -> None:
    file = tmp_path / "x.ics"
    file.write_bytes(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//other//\r\n")
    assert run(MANAGER, "--checklists", checklists, "--term", "2026-2027-1", "-o", file) == 2
    assert file.read_bytes().endswith(b"other//\r\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nobody", "-o", "x.ics"], "没有“nobody”这个岗位。"),
        (["计算机教室管理贝", "-o", "x.ics"], "是不是“计算机教室管理员”？"),
        ([MANAGER, "-o", "x.txt"], "文件名要以 .ics 结尾"),
        (
            [MANAGER, "--term", "2026-2027-1", "-o", "x.ics"],
            "2026-2027-1 还没有写：starts（第一天）、ends",
        ),
        ([MANAGER, "-o", "x.ics"], "请用 --term 写明学期"),
    ],
)
def test_what_cannot_be_made_is_told(
    arguments: list[str],
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(*arguments) == 2
    assert said in capsys.readouterr().err
    assert not [*tmp_path.iterdir()]
