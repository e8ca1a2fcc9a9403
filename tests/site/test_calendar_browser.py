"""加到日历: the page makes the file that the command makes, from days that only its reader knows."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page, expect
from support.chromium import PHONE
from support.events import events, occurrences
from support.terms import TERM, terms

from zhidu.handbook.book import Handbook
from zhidu.reading.model import PERIODS, SchoolTerm, WhenKind
from zhidu.views import schooltime

SCRIPT = Path(__file__).parent.parent.parent / "site_overrides/assets/zhidu/calendar.js"
KINDS = tuple(kind.value for kind in PERIODS)


@pytest.fixture(scope="module")
def reckoner(handbook: Handbook, browser: Browser) -> Iterator[Page]:
    """A page that has the script and what it shares, and nothing else."""
    page = browser.new_page()
    page.goto("about:blank")
    page.add_script_tag(path=SCRIPT)
    page.evaluate(
        "(data) => { window.common = data; }", schooltime.in_browser.common_data(handbook)
    )
    yield page
    page.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="zh-CN", viewport=PHONE, service_workers="block")
    yield context.new_page()
    context.close()


def unset(handbook: Handbook) -> list[str]:
    return [
        name
        for name, (_, duty) in handbook.duties.items()
        if duty.when and duty.when.kind is WhenKind.UNSPECIFIED
    ]


def in_page(
    page: Page,
    handbook: Handbook,
    roles: list[str],
    term: SchoolTerm,
    periods: dict[str, str],
) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(
        """([roles, term, periods]) => {
          const found = zhiduCalendar.plan(roles, term, periods);
          return {
            ics: found && found.dues.length ? zhiduCalendar.ics(common, found) : "",
            unset: found ? found.unset.map((line) => line.id) : [],
          };
        }""",
        [
            [schooltime.in_browser.role_data(handbook, role) for role in roles],
            schooltime.in_browser.term_data(term),
            periods,
        ],
    )
    return found


@settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(term=terms(), data=st.data())
def test_page_and_command_make_the_same_bytes(
    handbook: Handbook, reckoner: Page, term: SchoolTerm, data: st.DataObject
) -> None:
    roles = data.draw(
        st.lists(st.sampled_from(sorted(handbook.duties_of)), min_size=1, max_size=4, unique=True)
    )
    periods = data.draw(st.dictionaries(st.sampled_from(unset(handbook)), st.sampled_from(KINDS)))
    found = in_page(reckoner, handbook, roles, term, periods)
    try:
        plan = schooltime.plan(handbook, roles, schooltime.calendar(term), periods)
    except schooltime.MissingDaysError:
        assert found == {"ics": "", "unset": []}
        return
    assert found["unset"] == [line.duty.id for line in plan.unset]
    assert found["ics"].encode() == (schooltime.ics(handbook, plan) if plan.dues else b"")


def test_strange_words_are_folded_alike(handbook: Handbook, reckoner: Page) -> None:
    strange = replace(TERM, name="甲，乙;丙,丁\\戊\n己𠮷{term}$&" * 9, source="é\r\n\r𠮷" * 30)
    roles = ["computer-room-manager"]
    plan = schooltime.plan(handbook, roles, schooltime.calendar(strange))
    found = in_page(reckoner, handbook, roles, strange, {})
    assert found["ics"].encode() == schooltime.ics(handbook, plan)


def typed(page: Page) -> None:
    """What a reader types: the term of `support.terms`, with one holiday and one 调休 day."""
    page.get_by_label("第一个上课日", exact=True).fill("2026-09-01")
    page.get_by_label("最后一个上课日", exact=True).fill("2027-01-15")
    page.get_by_role("button", name="加一段放假").click()
    page.get_by_label("放假第一天").fill("2026-10-01")
    page.get_by_label("放假最后一天").fill("2026-10-07")
    page.get_by_role("button", name="加一天上课").click()
    page.get_by_label("调休上课的日子").fill("2026-10-10")


def test_a_merged_list_becomes_a_file_and_nothing_is_sent(
    page: Page, address: str, handbook: Handbook, tmp_path: Path
) -> None:
    roles = ["computer-room-manager", "network-administrator"]
    page.goto(f"{address}/roles/{roles[0]}/?with={roles[1]}")
    expect(page.locator(".role-facts")).to_contain_text("已合并 2 个岗位")
    page.get_by_role("button", name="加到日历").click()
    expect(page.locator(".calendar__told")).to_have_text(
        "填上学期的第一个和最后一个上课日，就能算出日子。"
    )
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    typed(page)
    page.locator(".calendar summary").click()
    page.locator(".calendar select").first.select_option("monthly")
    with page.expect_download() as download:
        page.get_by_role("button", name="存成日历文件").click()
    file = tmp_path / "x.ics"
    download.value.save_as(file)
    assert [url for url in asked if not url.startswith("blob:")] == []
    assert download.value.suggested_filename == "计算机教室管理员、网络管理员 2026-2027-1.ics"
    read = events(file.read_bytes())
    term = replace(TERM, holidays=(TERM.holidays or ())[:1], workdays=(TERM.workdays or ())[1:])
    bare = schooltime.plan(handbook, roles, schooltime.calendar(term))
    chosen = {bare.unset[0].duty.id: "monthly"}
    plan = schooltime.plan(handbook, roles, schooltime.calendar(term), chosen)
    assert Counter(day for event in read for day in occurrences(event)) == Counter(
        due.day for due in plan.dues
    )
    assert all("您填的日子" in event["DESCRIPTION"] for event in read)
    page.reload()
    page.get_by_role("button", name="加到日历").click()
    expect(page.get_by_label("第一个上课日", exact=True)).to_have_value("2026-09-01")
    expect(page.locator(".calendar select").first).to_have_value("monthly")


def test_this_week_is_told(page: Page, address: str) -> None:
    page.clock.set_fixed_time("2026-10-08T10:00:00")
    page.goto(f"{address}/when/")
    page.get_by_role("button", name="本周要做的").click()
    expect(page.locator(".calendar__told")).to_be_visible()
    typed(page)
    week = page.locator(".calendar__week")
    expect(week).to_contain_text("本周（10月5日到10月11日）")
    expect(week).to_contain_text("本周内，最迟 10月10日")
    expect(week).to_contain_text("每天，附件")
    page.get_by_label("最后一个上课日", exact=True).fill("2026-09-30")
    expect(week).to_contain_text("这一周没有到日子要做的事")


def test_what_others_left_in_the_store_breaks_nothing(page: Page, address: str) -> None:
    page.goto(f"{address}/when/")
    for left in ("1", "null", "{", '{"periods": 3, "holidays": [1, [2]], "starts": {}}'):
        page.evaluate("(left) => localStorage.setItem('zhidu.calendar', left)", left)
        page.reload()
        page.get_by_role("button", name="本周要做的").click()
        expect(page.locator(".calendar__told")).to_contain_text("填上学期的第一个")
