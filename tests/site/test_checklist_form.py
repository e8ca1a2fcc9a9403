"""The form in a real browser: what a school's clerk does, on a phone, from start to the file that CI accepts."""

import gzip
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from support.chromium import PHONE
from support.site_server import Halves, serving
from support.visiting import as_new, visit
from support.waiting import wait_until
from support.workbooks import typed
from support.yunling import YUNLING

from zhidu.assessment import text_code
from zhidu.assessment.instrument import derive
from zhidu.assessment.text_code import decode
from zhidu.assessment.workbook.writer import Wanted, workbook
from zhidu.handbook.book import Handbook
from zhidu.judging.check import check

ROOMS = {
    "computer-room": "2",
    "connected-classroom": "１２",
    "recording-room": "0",
    "multimedia-classroom": "1",
}
SYSTEMS = {"internet": 1, "public-server": 1, "school-website": 1, "broadcasting-station": 0}
ANSWER_ALL = """() => document.querySelectorAll('.zc-item:not([hidden])').forEach((item) => {
  item.querySelectorAll('[data-period]').forEach((s) => {
    s.value = 'monthly'; s.dispatchEvent(new Event('change', {bubbles: true})); });
  item.querySelector('input[value="met"]').click();
  const proof = item.querySelectorAll('.zc-evidence input');
  ['会议记录', '档案柜'].forEach((words, place) => { if (proof[place]) {
    proof[place].value = words; proof[place].dispatchEvent(new Event('input', {bubbles: true})); } });
})"""


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(
        locale="zh-CN", viewport=PHONE, accept_downloads=True, service_workers="block"
    )
    yield context
    context.close()


@pytest.fixture(scope="module")
def one_page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="zh-CN", viewport=PHONE, service_workers="block")
    yield context.new_page()
    context.close()


@pytest.fixture
def tab(one_page: Page, address: str) -> Iterator[Page]:
    """A page for tests that need no more of a phone than one."""
    with as_new(one_page, address):
        yield one_page


def opened(place: BrowserContext | Page, address: str, step: str = "") -> Page:
    page = place if isinstance(place, Page) else place.new_page()
    page.goto(f"{address}/checklist/{step}")
    touched(page)
    return page


def touched(page: Page) -> None:
    """Somebody begins, and the form is there."""
    page.locator("#zc").dispatch_event("focusin")
    expect(page.locator(".zc.is-live")).to_be_attached()


def basics(page: Page) -> None:
    page.evaluate("location.hash = '#basics'")
    page.select_option("#zc-school", "vocational-school")
    page.select_option("#zc-term", "2026-2027-1")
    page.fill("#zc-filled", "2026-12-20")
    for name, count in ROOMS.items():
        page.fill(f'[id="facility:{name}"]', count)
    for name, there in SYSTEMS.items():
        page.locator(f'input[name="facility:{name}"][value="{there}"]').check(force=True)


def numbers(page: Page) -> None:
    page.evaluate("location.hash = '#numbers'")
    for name, count, total in (
        ("equipment-intact-rate", "100", "100"),
        ("classroom-equipment-usage-rate", "620", "1100"),
        ("a2-3-a", "5", "5"),
        ("a2-5-c", "18", "18"),
        ("a2-5-d", "5", "5"),
        ("a7-1-a", "18", "18"),
        ("a8-3-a", "5", "5"),
        ("a8-15-a", "18", "18"),
        ("submitted-resources", "50", "50"),
        ("teacher-usage-rate", "40", "40"),
    ):
        page.fill(f'[id="metric:{name}:count"]', count)
        page.fill(f'[id="metric:{name}:total"]', total)
    page.fill('[id="metric:training-lessons:count"]', "6")
    page.fill('[id="metric:web-access-log-retention:count"]', "200")
    page.fill('[id="metric:server-log-retention:count"]', "200")


def full(page: Page) -> None:
    basics(page)
    numbers(page)
    page.evaluate(ANSWER_ALL)


@pytest.fixture(scope="module")
def answered(browser: Browser, address: str) -> dict[str, str]:
    """What the browser keeps of a form that is filled in from beginning to end: typed once, for all who begin there."""
    context = browser.new_context(locale="zh-CN", viewport=PHONE, service_workers="block")
    page = opened(context, address)
    full(page)
    page.close(run_before_unload=True)  # what was typed last is kept
    page = context.new_page()
    page.goto(f"{address}/checklist/")
    stored: dict[str, str] = page.evaluate("({...localStorage})")
    context.close()
    return stored


@pytest.fixture
def full_page(tab: Page, address: str, answered: dict[str, str]) -> Page:
    """The form with everything filled in."""
    remembered(tab, address, answered)
    tab.goto(f"{address}/checklist/")
    expect(tab.locator(".zc.is-live")).to_be_attached()
    return tab


def remembered(page: Page, address: str, stored: dict[str, str]) -> None:
    """The browser keeps what it would keep of an earlier visit."""
    page.goto(f"{address}/manifest.json")
    page.evaluate("(stored) => Object.assign(localStorage, stored)", stored)


def at(page: Page, step: str) -> None:
    page.evaluate(f"location.hash = '#{step}'")
    expect(page.locator(f'[data-step="{step}"]')).to_be_visible()


def pick(page: Page, item: str, status: str) -> None:
    page.locator(f'[id="{item}:{status}"]').check(force=True)


def field(page: Page, item: str, name: str) -> Any:
    return page.locator(f'[id="{item}:{name}"]')


def copied(page: Page) -> str:
    """The code that 复制文字码 hands over; what makes it comes when it is asked for."""
    page.get_by_role("button", name="复制文字码").click()
    text = page.locator("#zc-text")
    expect(text).not_to_have_value("")
    return text.input_value()


def kept(page: Page) -> Any:
    return page.evaluate(
        "JSON.parse(localStorage.getItem(localStorage.getItem('zhidu.checklist.current')))"
    )


def test_a_clerk_finishes_and_the_bureau_accepts(tab: Page, address: str, tmp_path: Path) -> None:
    page = opened(tab, address)
    full(page)
    at(page, "a3")
    pick(page, "a3-2", "partial")
    field(page, "a3-2", "failed:a3-2-b").check()
    field(page, "a3-2", "rooms:2").check(force=True)
    field(page, "a3-2", "problem").fill("防火制度完好率<90%")
    field(page, "a3-2", "rectification.measure").fill("重新学习")
    field(page, "a3-2", "rectification.due").fill("2026-12-30")
    field(page, "a3-2", "rectification.role").select_option("computer-room-manager")
    at(page, "check")
    expect(page.locator("#zc-summary")).to_be_hidden()
    expect(page.locator("#zc-clear")).to_be_visible()
    expect(page.locator("#zc-score")).to_have_text("99.5")
    with page.expect_download() as download:
        page.get_by_role("button", name="下载文件").click()
    assert download.value.suggested_filename == "云岭县职业学校-2026-2027-1.yaml"
    project = tmp_path / "project"
    for name in ("policies", "checklists"):
        shutil.copytree(YUNLING / name, project / name)
    submitted = project / "checklists" / "2026-2027-1" / "vocational-school.yaml"
    submitted.parent.mkdir()
    download.value.save_as(submitted)
    findings = check(project).result.findings
    assert [finding.code for finding in findings] == ["checklist/term-dates"]
    data = json.loads(submitted.read_text(encoding="utf-8"))
    assert data["items"]["a3-2"]["problem"] == "防火制度完好率＜90%"
    assert data["facilities"]["connected-classroom"] == 12
    assert data["metrics"]["classroom-equipment-usage-rate"]["rate"] == 56.4
    assert not [name for name in data["items"] if name.startswith("a9-")]


def test_a_draft_is_kept_within_a_second_and_survives(phone: BrowserContext, address: str) -> None:
    page = phone.new_page()
    page.clock.install()
    page.goto(f"{address}/checklist/#a3")
    touched(page)
    page.clock.pause_at(
        page.evaluate("Date.now() + 60_000")
    )  # the page's second, not the machine's
    pick(page, "a3-1", "not-met")
    field(page, "a3-1", "problem").fill("没有专人")
    expect(page.locator("#zc-saved")).not_to_contain_text("已存本机")
    page.clock.run_for(1_000)
    expect(page.locator("#zc-saved")).to_contain_text("已存本机")
    page.clock.resume()
    page.reload()
    expect(field(page, "a3-1", "problem")).to_have_value("没有专人")
    expect(page.locator("#zc-count")).to_contain_text("已答 1/")
    basics(page)  # the draft moves to its school and term
    wait_until(page, "localStorage.getItem('zhidu.checklist.current').includes('vocational')")
    assert kept(page)["items"]["a3-1"]["problem"] == "没有专人"
    assert (
        page.evaluate("Object.keys(localStorage).filter((k) => k.startsWith('zhidu.')).length") == 2
    )


def test_two_windows_lose_no_answer(phone: BrowserContext, address: str) -> None:
    first = opened(phone, address)
    basics(first)
    wait_until(
        first, "(localStorage.getItem('zhidu.checklist.current') || '').includes('2026-2027-1')"
    )
    second = opened(phone, address, "#a3")
    at(first, "a3")
    for item in ("a3-1", "a3-2", "a3-3", "a3-4"):
        pick(first, item, "met")
    wait_until(
        first,
        "Object.keys(JSON.parse(localStorage.getItem(localStorage.getItem('zhidu.checklist.current'))).items).length === 4",
    )
    expect(second.locator("#zc-banner")).to_contain_text("另一个窗口")
    pick(second, "a3-5", "met")
    wait_until(
        second,
        "'a3-5' in JSON.parse(localStorage.getItem(localStorage.getItem('zhidu.checklist.current'))).items",
    )
    assert sorted(kept(second)["items"]) == ["a3-1", "a3-2", "a3-3", "a3-4", "a3-5"]
    expect(first.locator('[id="a3-5:met"]')).to_be_checked()
    first.reload()
    touched(first)
    expect(first.locator("#zc-count")).to_contain_text("已答 5/")


def test_two_windows_that_differ_keep_both(tab: Page, address: str) -> None:
    page = opened(tab, address)
    basics(page)
    at(page, "a3")
    pick(page, "a3-1", "met")
    wait_until(
        page,
        "'a3-1' in JSON.parse(localStorage.getItem(localStorage.getItem('zhidu.checklist.current'))).items",
    )
    page.evaluate(  # a window that this one did not hear of
        """() => { const key = localStorage.getItem('zhidu.checklist.current');
          const draft = JSON.parse(localStorage.getItem(key));
          draft.items['a3-2'] = {status: 'met'};
          draft.items['a3-3'] = {status: 'met'};
          localStorage.setItem(key, JSON.stringify(draft)); }"""
    )
    pick(page, "a3-2", "unknown")
    expect(page.locator("#zc-banner")).to_contain_text("另一份也放在一边，没有删")
    items = kept(page)["items"]
    assert (items["a3-2"]["status"], items["a3-3"]["status"]) == ("unknown", "met")
    aside = page.evaluate(
        "Object.keys(localStorage).filter((k) => k.includes('aside')).map((k) => JSON.parse(localStorage[k]).items['a3-2'])"
    )
    assert aside == [{"status": "met"}]
    asked = page.locator("#zc-apart li")
    expect(asked).to_have_text(re.compile("附件3第二条：这里填的是“未知”，那边填的是“达标”。"))
    asked.get_by_role("button", name="用那边的").click()
    expect(page.locator("#zc-apart")).to_be_hidden()
    expect(page.locator('[id="a3-2:met"]')).to_be_checked()
    wait_until(
        page,
        "JSON.parse(localStorage.getItem(localStorage.getItem('zhidu.checklist.current'))).items['a3-2'].status === 'met'",
    )


def test_a_page_from_the_back_cache_takes_what_another_window_answered(
    tab: Page, address: str
) -> None:
    """Who goes back comes to the page as it was left, and it heard of nothing meanwhile. Playwright keeps no such page:
    it is told what a browser tells it."""
    page = opened(tab, address)
    basics(page)
    wait_until(
        page, "(localStorage.getItem('zhidu.checklist.current') || '').includes('2026-2027-1')"
    )
    page.evaluate(
        """() => { const key = localStorage.getItem('zhidu.checklist.current');
          const draft = JSON.parse(localStorage.getItem(key));
          draft.items['a3-1'] = {status: 'met'};
          localStorage.setItem(key, JSON.stringify(draft));
          dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true})); }"""
    )
    at(page, "a3")
    expect(page.locator('[id="a3-1:met"]')).to_be_checked()
    expect(page.locator("#zc-banner")).to_contain_text("已经合在一起")
    pick(page, "a3-2", "met")
    wait_until(
        page,
        "'a3-2' in JSON.parse(localStorage.getItem(localStorage.getItem('zhidu.checklist.current'))).items",
    )
    assert sorted(kept(page)["items"]) == ["a3-1", "a3-2"]


def test_a_colleagues_file_is_laid_on_the_draft(tab: Page, address: str) -> None:
    """What only one says is taken, where two differ each place is asked, and nobody's name is."""
    page = opened(tab, address)
    basics(page)
    at(page, "a3")
    pick(page, "a3-1", "met")
    pick(page, "a3-2", "partial")
    field(page, "a3-2", "problem").fill("缺一本登记册")
    at(page, "check")
    theirs = decode(copied(page))
    assert theirs is not None
    theirs["items"] |= {"a3-1": {"status": "unknown"}, "a3-3": {"status": "met"}}
    theirs["items"]["a3-2"]["problem"] = "两本都没有"
    (code,) = text_code.encode(theirs)
    at(page, "tasks")
    page.get_by_text("接着填，或用上学期的表做底稿").click()
    page.fill("#zc-paste", code)
    page.get_by_role("button", name="读入", exact=True).click()
    page.get_by_role("button", name="接着填这一份").click()
    asked = page.locator("#zc-apart li")
    expect(asked).to_have_text(
        [
            re.compile("附件3第一条：这里填的是“达标”，读入的那份填的是“未知”。"),
            re.compile(
                "附件3第二条：这里填的是“部分达标：问题：缺一本登记册”，读入的那份填的是“部分达标：问题：两本都没有”。"
            ),
        ]
    )
    asked.first.get_by_role("button", name="用这里的").click()
    asked.first.get_by_role("button", name="用读入的那份的").click()
    expect(page.locator("#zc-apart")).to_be_hidden()
    page.reload()
    touched(page)
    at(page, "a3")
    expect(page.locator('[id="a3-1:met"]')).to_be_checked()
    expect(page.locator('[id="a3-3:met"]')).to_be_checked()
    expect(field(page, "a3-2", "problem")).to_have_value("两本都没有")


def test_a_code_goes_from_one_device_to_another(
    browser: Browser, phone: BrowserContext, address: str
) -> None:
    page = opened(phone, address)
    basics(page)
    at(page, "a3")
    pick(page, "a3-1", "met")
    pick(page, "a3-2", "partial")
    field(page, "a3-2", "problem").fill("没写完")
    at(page, "check")
    code = copied(page)
    assert len(code) < 2_000
    read = decode(code)
    assert read is not None
    assert read["items"]["a3-1"] == {"status": "met"}
    other = browser.new_context(locale="zh-CN", viewport=PHONE, service_workers="block")
    second = opened(other, address)
    second.get_by_text("接着填，或用上学期的表做底稿").click()
    second.fill("#zc-paste", code[:-9])
    second.get_by_role("button", name="读入", exact=True).click()
    expect(second.locator("#zc-found")).to_contain_text("读不出来")
    second.fill("#zc-paste", "\n".join(re.findall(".{1,40}", code)))
    second.get_by_role("button", name="读入", exact=True).click()
    second.get_by_role("button", name="接着填这一份").click()
    expect(field(second, "a3-2", "problem")).to_have_value("没写完")
    expect(second.locator("#zc-school")).to_have_value("vocational-school")
    other.close()


def test_errors_lead_to_their_places(full_page: Page) -> None:
    page = full_page
    at(page, "a3")
    pick(page, "a3-2", "not-met")
    at(page, "check")
    wait_until(page, "document.activeElement.id === 'zc-summary'")
    link = page.locator("#zc-summary a")
    expect(link).to_have_count(1)
    expect(link).to_contain_text("附件3第二条")
    expect(link).to_contain_text("没有写问题")
    link.click()
    expect(page.locator('[data-step="a3"]')).to_be_visible()
    expect(field(page, "a3-2", "problem")).to_be_focused()
    expect(page.locator('[id="item:a3-2"] .zc-error')).to_have_text(re.compile("没有写问题"))
    assert page.evaluate("document.activeElement.getAttribute('aria-describedby')")


def test_a_claim_against_the_number_is_said_at_once(full_page: Page) -> None:
    page = full_page
    at(page, "numbers")
    page.fill('[id="metric:classroom-equipment-usage-rate:count"]', "400")
    expect(page.locator('[data-result="classroom-equipment-usage-rate"]')).to_have_text(
        "实测 36.4%，要求不少于 40%：没有达到"
    )
    at(page, "check")
    expect(page.locator("#zc-summary a")).to_have_count(1)
    expect(page.locator("#zc-summary a").first).to_contain_text("实测")


def test_what_the_law_asks_beyond_the_policy_is_said_at_the_number(full_page: Page) -> None:
    page = full_page
    at(page, "numbers")
    page.fill('[id="metric:web-access-log-retention:count"]', "65")
    expect(page.locator('[data-result="web-access-log-retention"]')).to_have_text(
        "实测 65，要求不少于 60 天：达到；但法律要求不少于 180 天，没有达到"
    )
    at(page, "check")
    expect(page.locator("#zc-summary a")).to_have_count(0)
    expect(page.locator("#zc-warnings")).to_contain_text("法律要求不少于 180 天")


def test_without_the_room_nothing_is_asked(tab: Page, address: str, handbook: Handbook) -> None:
    page = opened(tab, address)
    basics(page)
    at(page, "a9")
    expect(page.locator('[data-step="a9"] .zc-item:visible')).to_have_count(0)
    expect(page.locator('[data-step="a9"] .zc-away')).to_contain_text("不用填")
    away = [
        item
        for item in derive(handbook).items
        if item.facility in {"recording-room", "broadcasting-station"}
    ]
    others = [item for item in derive(handbook).items if item.institutions]
    applicable = len(derive(handbook).items) - len(away) - len(others)
    expect(page.locator("#zc-count")).to_contain_text(f"/{applicable}")


def test_last_terms_file_is_a_model(full_page: Page, tmp_path: Path) -> None:
    page = full_page
    at(page, "a3")
    pick(page, "a3-1", "not-met")
    field(page, "a3-1", "problem").fill("没有专人")
    at(page, "check")
    old = tmp_path / "old.yaml"
    old.write_text(json.dumps(decode(copied(page))), encoding="utf-8")
    at(page, "tasks")
    page.get_by_text("接着填，或用上学期的表做底稿").click()
    page.set_input_files("#zc-file", old)
    page.get_by_role("button", name="用作底稿").click()
    page.select_option("#zc-term", "2026-2027-2")
    at(page, "a3")
    item = page.locator('[id="item:a3-1"]')
    expect(item.locator("input:checked")).to_have_count(0)
    expect(item.locator(".zc-last")).to_have_text("上学期：未达标（没有专人）")
    pick(page, "a3-1", "met")
    at(page, "check")
    expect(page.locator("#zc-changes li")).to_have_text(["附件3第一条：未达标 → 达标"])


def test_what_a_killed_browser_had_not_written_is_found_again(full_page: Page) -> None:
    """Browsers write their store to the disk up to a minute late; the second one is written at once."""
    page = full_page
    at(page, "a3")
    before: dict[str, str] = page.evaluate("({...localStorage})")
    pick(page, "a3-1", "not-met")
    field(page, "a3-1", "problem").fill("刚刚写的")
    expect(page.locator("#zc-saved")).to_contain_text("已存本机")
    wait_until(page, "JSON.stringify(localStorage).includes('刚刚写的')")
    page.evaluate("(kept) => Object.assign(localStorage, kept)", before)
    page.reload()
    expect(page.locator("#zc-banner")).to_contain_text("已经找回来了")
    expect(field(page, "a3-1", "problem")).to_have_value("刚刚写的")
    page.get_by_text("这台设备上的草稿").evaluate("(summary) => summary.parentNode.open = true")
    at(page, "tasks")
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="删除草稿").first.click()
    page.reload()  # what was deleted stays deleted
    expect(page.locator("#zc-drafts")).not_to_contain_text("已答 1")


def test_a_plan_takes_what_another_says_by_one_touch(full_page: Page) -> None:
    page = full_page
    at(page, "a3")
    pick(page, "a3-1", "not-met")
    expect(page.locator('[id="item:a3-1"] .zc-used')).to_have_count(0)  # nothing was written before
    said = {"measure": "报修", "due": "2026-12-31", "role": "school"}
    for key, value in said.items():
        control = field(page, "a3-1", f"rectification.{key}")
        control.select_option(value) if key == "role" else control.fill(value)
    pick(page, "a3-3", "partial")
    for row in page.locator('[id="item:a3-3"] .zc-used').all():
        row.get_by_role("button").click()
    for key, value in said.items():
        expect(field(page, "a3-3", f"rectification.{key}")).to_have_value(value)
    expect(page.locator("#zc-saved")).to_contain_text("已存本机")
    assert kept(page)["items"]["a3-3"]["rectification"] == said


def test_a_filled_workbook_is_read_and_what_it_lacks_is_told(
    tab: Page, address: str, handbook: Handbook, tmp_path: Path
) -> None:
    wanted = Wanted(
        handbook=handbook,
        instrument=derive(handbook),
        school=(handbook.schools or {})["vocational-school"],
        term=(handbook.school_terms or {})["2026-2027-1"],
    )
    file = tmp_path / "自查.xlsx"
    cells = {
        "form/filled": {"value": "2026.12.20"},
        "items/a3-1": {"status": "未达标", "said": "没有专人", "due": "下周"},
        "items/a3-3": {"status": "达标"},
    }
    file.write_bytes(typed(workbook(wanted), cells))
    page = opened(tab, address)
    page.get_by_text("接着填，或用上学期的表做底稿").click()
    page.set_input_files("#zc-file", file)
    found = page.locator("#zc-found")
    expect(found).to_contain_text("读到：")
    expect(found).to_contain_text("，2 项")
    expect(found.locator("li").filter(has_text="看不懂这个日期：“下周”")).to_have_count(1)
    page.get_by_role("button", name="接着填这一份").click()
    at(page, "a3")
    expect(page.locator('[id="a3-1:not-met"]')).to_be_checked()
    expect(field(page, "a3-1", "problem")).to_have_value("没有专人")
    at(page, "basics")
    expect(page.locator("#zc-school")).to_have_value("vocational-school")
    expect(page.locator("#zc-filled")).to_have_value("2026-12-20")
    expect(page.locator('[id="facility:computer-room"]')).to_have_value("")


def test_it_works_from_a_folder_without_any_request(phone: BrowserContext, site: Path) -> None:
    page = phone.new_page()
    page.goto((site / "checklist" / "index.html").as_uri())
    touched(page)
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    full(page)
    at(page, "check")
    expect(page.locator("#zc-clear")).to_be_visible()
    page.get_by_role("button", name="回执图片").click()
    source = page.locator("#zc-receipt img").get_attribute("src")
    assert source
    assert source.startswith("data:image/png")
    assert [url for url in requests if not url.startswith(("data:", "file:"))] == []


def test_storage_that_throws_is_said(phone: BrowserContext, address: str) -> None:
    phone.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new Error('denied'); }})"
    )
    page = opened(phone, address, "#a3")
    pick(page, "a3-1", "met")
    expect(page.locator("#zc-banner")).to_contain_text("不让保存草稿")
    expect(page.locator("#zc-count")).to_contain_text("已答 1/")


def test_in_wechat_one_copies(browser: Browser, address: str) -> None:
    context = browser.new_context(
        user_agent="Mozilla/5.0 Chrome/78.0 MicroMessenger/8.0",
        viewport=PHONE,
        service_workers="block",
    )
    page = opened(context, address)
    expect(page.locator("#zc-wechat")).to_be_visible()
    full(page)
    at(page, "check")
    expect(page.locator(".zc-send button").first).to_have_text("复制文字码")
    expect(page.locator(".zc-send .zc-button--main")).to_have_text(["复制文字码"])
    for name in ("下载文件", "打印、盖章"):
        page.evaluate("document.getElementById('zc-done').textContent = ''")
        page.get_by_role("button", name=name).click()
        expect(page.locator("#zc-done")).to_contain_text("选“在浏览器打开”")
    at(page, "tasks")
    page.get_by_role("button", name="打印空白表").click()
    expect(page.locator("#zc-banner")).to_contain_text("微信里不能下载，也不能打印")
    context.close()


def test_gaps_are_counted_on_the_list(full_page: Page) -> None:
    page = full_page
    at(page, "a3")
    pick(page, "a3-1", "partial")
    state = page.locator('[data-state="a3"]')
    at(page, "tasks")
    expect(state).to_contain_text("12/12，还要补 1 处，需整改 1")
    expect(state).not_to_have_class(re.compile("is-done"))
    expect(page.locator('[data-state="check"]')).to_have_text("还要补 1 处")
    at(page, "a3")
    pick(page, "a3-1", "met")
    at(page, "tasks")
    expect(state).to_have_text("12/12")
    expect(state).to_have_class(re.compile("is-done"))
    expect(page.locator('[data-state="check"]')).to_have_text("")


def test_the_day_is_filled_in(phone: BrowserContext, address: str) -> None:
    page = phone.new_page()
    page.clock.set_fixed_time("2026-12-20T23:30:00+08:00")
    page.goto(f"{address}/checklist/#basics")
    touched(page)
    day = page.evaluate("new Date().getDate()")
    expect(page.locator("#zc-filled")).to_have_value(f"2026-12-{day}")


def test_points_are_said_once_as_boxes(tab: Page, address: str) -> None:
    page = opened(tab, address, "#a3")
    item = page.locator('[id="item:a3-2"]')
    points = item.locator(".zc-points li").all_text_contents()
    expect(item.locator(".zc-points")).to_be_visible()
    for status in ("partial", "not-met"):
        pick(page, "a3-2", status)
        expect(item.locator(".zc-points")).to_be_hidden()
        expect(item.locator(".zc-failed .zc-tick")).to_have_text(points)
    pick(page, "a3-2", "met")
    expect(item.locator(".zc-points")).to_be_visible()
    expect(item.locator(".zc-failed")).to_have_count(0)


def test_who_cannot_put_it_right_is_not_offered(tab: Page, address: str) -> None:
    page = opened(tab, address, "#a11")
    pick(page, "a11-1", "not-met")
    roles = field(page, "a11-1", "rectification.role").locator("option").all_text_contents()
    assert {"学校", "教师", "班主任"} & set(roles)
    assert {"学生", "值日学生干部", "任何人"} & set(roles) == set()


def test_what_is_forbidden_is_not_asked_twice_over(handbook: Handbook) -> None:
    for item in derive(handbook).items:
        kept = {point.forbidden for point in item.checkpoints}
        assert ("做到" in item.question) is (False in kept)
        assert ("遵守" in item.question) is (True in kept)


SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1"


def test_where_drafts_are_forgotten_a_file_is_offered(browser: Browser, address: str) -> None:
    context = browser.new_context(
        user_agent=SAFARI, viewport=PHONE, accept_downloads=True, service_workers="block"
    )
    page = opened(context, address)
    note = page.locator("#zc-safari")
    expect(note).to_be_hidden()
    at(page, "a3")
    pick(page, "a3-1", "met")
    at(page, "tasks")
    expect(note).to_contain_text("七天没有打开这一页，就把写下的删掉")
    with page.expect_download() as download:
        page.get_by_role("button", name="存一份文件").click()
    assert download.value.suggested_filename == "学校-学期-没填完.yaml"
    page.get_by_text("接着填，或用上学期的表做底稿").click()
    page.set_input_files("#zc-file", download.value.path())
    expect(page.locator("#zc-found")).to_contain_text("读到：没写学校 ，1 项")
    context.close()


def test_personal_data_is_not_repeated(full_page: Page) -> None:
    page = full_page
    at(page, "a3")
    pick(page, "a3-1", "not-met")
    field(page, "a3-1", "problem").fill("电话 138 0013 8000")
    at(page, "check")
    summary = page.locator("#zc-summary")
    expect(summary).to_contain_text("像是写了手机号")
    assert "138" not in summary.inner_text()


def test_evidence_is_called_what_the_clause_demands(full_page: Page) -> None:
    """The place is all that has to be written, and a place is written once."""
    page = full_page
    at(page, "a1")
    name = field(page, "a1-1", "evidence.0.title").get_attribute("placeholder")
    assert name
    field(page, "a1-1", "evidence.0.title").fill("")
    field(page, "a1-1", "evidence.0.filed").fill("三楼文件柜")
    field(page, "a1-2", "evidence.0.filed").fill("")
    pick(page, "a1-2", "not-met")
    pick(page, "a1-2", "met")
    again = page.locator('[id="item:a1-2"] .zc-used').get_by_role("button", name="三楼文件柜")
    again.click()
    expect(field(page, "a1-2", "evidence.0.filed")).to_have_value("三楼文件柜")
    at(page, "check")
    expect(page.locator("#zc-summary")).to_be_hidden()
    expect(page.locator("#zc-paper")).to_contain_text(f"佐证：{name}（三楼文件柜）")
    field(page, "a1-1", "evidence.0.filed").evaluate(
        "(input) => { input.value = ''; input.dispatchEvent(new Event('input', {bubbles: true})); }"
    )
    expect(page.locator("#zc-summary")).to_contain_text("没有写佐证")


def test_the_task_list_leads_on(tab: Page, address: str) -> None:
    page = opened(tab, address)
    onward = page.locator("#zc-onward")
    expect(onward).to_have_text("开始填写")
    basics(page)
    at(page, "tasks")
    expect(onward).to_have_text("继续填写：实测数据")
    numbers(page)
    at(page, "tasks")
    expect(onward).to_have_text("继续填写：通知")
    full(page)
    at(page, "tasks")
    expect(onward).to_have_text("核对与提交")
    assert onward.get_attribute("href") == "#check"


FORGED: tuple[Any, ...] = (
    {"items": {"a3-1": {"status": "partial", "failed": "x"}}},
    {"items": {"a3-1": {"status": "partial", "rooms": {"length": 3}}}},
    {"items": {"a3-1": {"status": "met", "evidence": "x"}}},
    {"items": {"a3-1": {"status": "met", "evidence": [None]}}},
    {"items": {"a3-1": {"status": "partial", "rectification": {"due": 5}}}},
    {"items": {"a3-1": {"status": "partial", "problem": {}}}},
    {"items": {}, "metrics": {"equipment-intact-rate": "x"}},
    {"items": {}, "facilities": {"internet": "x"}},
    {"items": {}, "school": {}},
    {"items": None},
    [1],
    None,
)


def test_forged_files_are_not_read(tab: Page, address: str) -> None:
    """A value of another kind would break what shows it, and the draft is kept: each visit would break."""
    page = opened(tab, address, "#tasks")
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    digest = page.evaluate("window.zhiduChecklist.data.instrument.digest")
    for forged in FORGED:
        given = {"instrument": digest, **forged} if isinstance(forged, dict) else forged
        page.locator("#zc-paste").evaluate(
            "(area, words) => (area.value = words)", json.dumps(given)
        )
        page.evaluate("document.getElementById('zc-read').click()")
        expect(page.locator("#zc-found")).to_have_text(re.compile("读不出来"))
        expect(page.locator("#zc-found button")).to_have_count(0)
    assert errors == []


def test_hostile_text_stays_text(full_page: Page) -> None:
    page = full_page
    at(page, "a3")
    pick(page, "a3-1", "not-met")
    field(page, "a3-1", "problem").fill("<img src=x onerror=alert(1)> {{7*7}}")
    at(page, "check")
    expect(page.locator("#zc-paper")).to_contain_text("img src=x")
    assert page.locator("#zc img[src='x']").count() == 0


def test_the_filled_form_prints_with_signatures(full_page: Page) -> None:
    page = full_page
    at(page, "a3")
    pick(page, "a3-1", "not-met")
    field(page, "a3-1", "problem").fill("没有专人")
    field(page, "a3-1", "rectification.measure").fill("落实专人")
    field(page, "a3-1", "rectification.due").fill("2026-12-30")
    field(page, "a3-1", "rectification.role").select_option("school")
    at(page, "check")
    page.evaluate("window.print = () => dispatchEvent(new Event('beforeprint'))")
    page.get_by_role("button", name="打印、盖章").click()
    page.emulate_media(media="print")
    paper = page.locator("#zc-paper")
    expect(paper).to_be_visible()
    expect(paper).to_contain_text("整改台账")
    expect(paper).to_contain_text("2026年12月30日")
    expect(page.locator(".zc-sign")).to_contain_text("公章")
    expect(page.locator("#zc-foot")).to_contain_text("回执号")
    expect(page.locator('[data-step="check"]')).to_be_hidden()


def test_nothing_heavy_is_fetched_before_somebody_begins(tab: Page, address: str) -> None:
    page = tab
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rsplit("/", 1)[-1]))
    visit(page, f"{address}/checklist/")
    heavy = {"json-schema.js", "data.js", "form.js"}
    assert not heavy & set(asked)
    steps = page.locator(".zc-step")
    visible = [
        steps.nth(i).get_attribute("id") for i in range(steps.count()) if steps.nth(i).is_visible()
    ]
    assert visible == ["tasks"]  # nothing that could be filled in and lost
    page.get_by_role("link", name="本校情况").click()
    expect(page.locator("#zc-h-basics")).to_be_focused()
    expect(page.locator("#zc-waiting")).to_be_hidden()
    assert heavy <= set(asked)


def test_a_button_pressed_first_acts_when_it_can(phone: BrowserContext, address: str) -> None:
    page = phone.new_page()
    page.add_init_script("window.print = () => { document.title = 'printed'; }")
    page.goto(f"{address}/checklist/")
    page.get_by_role("button", name="打印空白表").click()
    expect(page).to_have_title("printed")


def test_words_pasted_first_are_read(phone: BrowserContext, address: str) -> None:
    page = opened(phone, address)
    full(page)
    at(page, "check")
    code = copied(page)
    page.evaluate("localStorage.clear()")
    page = phone.new_page()
    page.goto(f"{address}/checklist/")
    page.locator(".zc-bring").evaluate("details => { details.open = true; }")
    page.locator("#zc-paste").evaluate("(area, code) => { area.value = code; }", code)
    page.locator("#zc-read").click()
    expect(page.locator("#zc-found")).to_contain_text("读到")


def test_a_draft_is_there_at_once(phone: BrowserContext, address: str) -> None:
    page = opened(phone, address)
    basics(page)
    page.close(run_before_unload=True)
    page = phone.new_page()
    page.goto(f"{address}/checklist/")
    expect(page.locator('[data-state="basics"]')).to_have_text("填好了")


def test_scripts_that_do_not_come_are_told(tab: Page, address: str) -> None:
    page = tab
    page.route("**/checklist/form.js", lambda route: route.abort())
    page.goto(f"{address}/checklist/")
    page.get_by_role("link", name="实测数据").click()
    expect(page.locator("#zc-failed")).to_be_visible()
    expect(page.locator("#zc-waiting")).to_be_hidden()


def test_it_prints_blank_before_somebody_begins(tab: Page, address: str) -> None:
    page = tab
    page.goto(f"{address}/checklist/")
    page.emulate_media(media="print")
    expect(page.locator('[id="item:a9-4"]')).to_be_visible()
    expect(page.locator('[data-step="tasks"]')).to_be_hidden()


def test_it_prints_blank_without_scripts(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    page.goto(f"{address}/checklist/")
    assert "可以打印出来用笔填" in page.locator("noscript").first.evaluate("e => e.outerHTML")
    expect(page.locator('[data-step="tasks"]')).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator('[id="item:a9-4"]')).to_be_visible()
    expect(page.locator('[data-step="tasks"]')).to_be_hidden()
    context.close()


def test_the_keyboard_is_enough(tab: Page, address: str) -> None:
    page = opened(tab, address, "#a3")
    page.locator('[data-step="a3"] h2').focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.locator('[id="a3-1:met"]')).to_be_checked()
    page.keyboard.press("ArrowRight")
    expect(page.locator('[id="a3-1:partial"]')).to_be_checked()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "a3-1:failed:a3-1-a"


@pytest.mark.parametrize("step", ["tasks", "basics", "numbers", "a1", "check"])
def test_nothing_scrolls_sideways(tab: Page, address: str, step: str) -> None:
    tab.set_viewport_size({"width": 320, "height": 640})
    page = opened(tab, address, f"#{step}")
    if step == "a1":
        pick(page, "a1-1", "partial")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_it_is_light(site: Path) -> None:
    def weight(*names: str) -> int:
        return sum(len(gzip.compress((site / name).read_bytes(), 9, mtime=0)) for name in names)

    scripts = weight(
        "checklist/form.js",
        "assets/vendor/cfworker-json-schema/json-schema.js",
    )
    assert scripts <= 29 * 1024
    assert scripts + weight("checklist/index.html", "checklist/data.js") <= 130 * 1024
    codes = weight("checklist/codes.js", "assets/vendor/fflate/fflate.js")
    assert codes <= 12 * 1024  # comes only when a code is copied, or something read
    assert weight("checklist/workbook.js") <= 26 * 1024  # only with a file


def test_what_codes_need_comes_when_it_is_needed(tab: Page, address: str) -> None:
    page = tab
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}/checklist/#basics")
    expect(page.locator("#zc.is-live")).to_be_attached()
    assert [url for url in asked if url.endswith(("codes.js", "fflate.js"))] == []
    at(page, "check")
    assert [url for url in asked if url.endswith(("codes.js", "fflate.js"))] == []
    page.locator(".zc-send").scroll_into_view_if_needed()
    wait_until(page, "window.zhiduChecklist.codes")
    late = [url.rsplit("/", 1)[1] for url in asked if url.endswith(("codes.js", "fflate.js"))]
    assert late == ["fflate.js", "codes.js"]


def test_what_a_clause_says_comes_when_it_is_unfolded(tab: Page, address: str) -> None:
    page = tab
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}/checklist/#a3")
    expect(page.locator("#zc.is-live")).to_be_attached()
    assert not any(url.endswith("how.js") for url in asked)
    folds = page.locator("#a3 .zc-item details.zc-more")
    for place in (0, 1, 0):
        folds.nth(place).locator("summary").click()
    expect(folds.nth(0).locator(".verbatim")).to_have_count(1)  # closed again, and written once
    expect(folds.nth(1).locator(".verbatim")).to_be_visible()
    assert folds.nth(1).locator(".zc-how li").count() == len(
        page.locator("#a3 .zc-item").nth(1).locator(".zc-points li").all()
    )
    assert sum(url.endswith("how.js") for url in asked) == 1


def test_a_long_code_is_copied_piece_by_piece(full_page: Page) -> None:
    page = full_page
    texts = {
        name: "".join(chr(0x4E00 + (n * 389 + m * 97) % 9000) for m in range(400))
        for n, name in enumerate(("a3-1", "a3-3", "a3-4", "a3-5"))
    }
    at(page, "a3")
    for item, words in texts.items():
        pick(page, item, "not-met")
        field(page, item, "problem").fill(words)
    at(page, "check")
    copied(page)
    buttons = page.locator("#zc-pieces button")
    count = buttons.count()
    assert count > 1
    expect(buttons.first).to_have_text(f"复制第 1/{count} 段")
    pieces = []
    for number in range(count):
        buttons.nth(number).click()
        expect(page.locator("#zc-done")).to_contain_text(f"第 {number + 1}/{count} 段")
        pieces.append(page.locator("#zc-text").input_value())
    assert max(map(len, pieces)) <= 2_000
    found = [text_code.piece(piece) for piece in pieces]
    data = text_code.joined(each for each in found if each)
    assert data is not None
    assert {item: data["items"][item]["problem"] for item in texts} == texts
    at(page, "tasks")
    page.get_by_text("接着填，或用上学期的表做底稿").click()
    page.fill("#zc-paste", "\n".join(pieces[1:]))
    page.get_by_role("button", name="读入", exact=True).click()
    expect(page.locator("#zc-found")).to_contain_text(f"文字码一共 {count} 段，少了第 1 段")
    page.fill("#zc-paste", "\n好的\n".join(reversed(pieces)))
    page.get_by_role("button", name="读入", exact=True).click()
    expect(page.locator("#zc-found")).to_contain_text("读到：云岭县职业学校")


# ---------- pages and scripts that arrive late, in pieces, in any order ----------

STORED = "zhidu.checklist.-.-"


def stored(page: Page, address: str, draft: object) -> None:
    """A draft that is on the device before the page is opened."""
    kept = {STORED: json.dumps(draft), "zhidu.checklist.current": STORED}
    remembered(page, address, kept)


@pytest.mark.parametrize("cut", [200, 3000, 60_000])
def test_a_draft_opens_on_a_page_that_arrives_in_two_parts(
    phone: BrowserContext, site: Path, cut: int
) -> None:
    """The scripts are all there while the page is not: the form waits for the rest of it."""
    draft = {"filled": "2027-01-01", "facilities": {}, "metrics": {}, "periods": {}, "items": {}}
    page = phone.new_page()
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    whole = (site / "checklist" / "index.html").read_bytes()
    cut += whole.index(b"checklist-begin.js")
    halves = Halves(whole[:cut], whole[cut:])
    with serving(site, halves={"/checklist/": halves}) as address:
        stored(page, address, draft)
        page.goto(f"{address}/checklist/", wait_until="commit")
        page.wait_for_function("() => window.zhiduChecklist && window.zhiduChecklist.start")
        assert page.evaluate("document.readyState") == "loading"
        halves.released.set()
        expect(page.locator("#zc.is-live")).to_be_attached()
    expect(page.locator("#zc-filled")).to_have_value("2027-01-01")
    assert broken == []


def test_the_finger_that_begins_does_not_lose_its_button(
    phone: BrowserContext, address: str
) -> None:
    """All scripts arrive between touch and release; the page is laid out anew only after the release."""
    page = phone.new_page()
    page.clock.set_fixed_time("2026-12-20T12:00:00")  # on a slow machine, too, no press is too long
    page.goto(f"{address}/checklist/")
    page.locator(".zc-bring").evaluate("details => { details.open = true; }")
    page.locator("#zc-paste").evaluate("area => { area.value = 'ZD1.'; }")
    button = page.locator("#zc-read")
    button.scroll_into_view_if_needed()
    box = button.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 5, box["y"] + 5)
    page.mouse.down()
    page.wait_for_function("() => window.zhiduChecklist && window.zhiduChecklist.start")
    expect(page.locator("#zc.is-live")).to_have_count(0)
    page.mouse.up()
    expect(page.locator("#zc-found")).to_contain_text("读不出来")


def test_what_has_the_focus_stays_in_sight_when_the_form_starts(tab: Page, address: str) -> None:
    """The list grows when it learns what is answered; who goes through it by keys meanwhile loses nothing."""
    page = tab
    held: list[Route] = []
    page.route("**/checklist/data.js", lambda route: held.append(route))  # noqa: PLW0108  a built-in cannot be a handler
    page.goto(f"{address}/checklist/")
    links = page.locator(".zc-tasks a")
    with page.expect_request("**/checklist/data.js"):
        links.first.focus()
    last = links.last
    last.focus()
    last.evaluate("link => link.scrollIntoView({block: 'end'})")
    held[0].continue_()
    expect(page.locator("#zc.is-live")).to_be_attached()
    expect(last).to_be_focused()
    box = last.bounding_box()
    assert box is not None
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= PHONE["height"]


def test_everything_pressed_first_is_done_in_order(phone: BrowserContext, address: str) -> None:
    page = phone.new_page()
    page.add_init_script("window.print = () => { document.title += '打印'; }")
    held: list[Route] = []
    page.route("**/checklist/data.js", lambda route: held.append(route))  # noqa: PLW0108  a built-in cannot be a handler
    page.goto(f"{address}/checklist/")
    page.evaluate("document.title = ''")
    with page.expect_request("**/checklist/data.js"):
        page.get_by_role("button", name="打印空白表").click()
    page.get_by_role("button", name="打印空白表").click()
    expect(page.locator("#zc-waiting")).to_be_visible()
    held[0].continue_()
    expect(page).to_have_title("打印打印")


UNSOUND = {
    "facilities null": {"facilities": None, "items": {}},
    "a list for items": {"items": []},
    "an answer null": {"items": {"a1-1": None}},
    "a number for an answer": {"items": {"a1-1": 3}},
    "evidence of words": {"items": {"a1-1": {"status": "met", "evidence": ["x"]}}},
    "a plan of words": {"items": {"a1-1": {"status": "not-met", "rectification": "x"}}},
    "a school that is a number": {"school": 3, "items": {}},
    "past of words": {"past": "x", "items": {}},
    "nothing of ours": [1, 2],
    "null": None,
}


@pytest.mark.parametrize("draft", UNSOUND.values(), ids=UNSOUND)
def test_a_draft_that_cannot_be_read_is_set_aside(tab: Page, address: str, draft: object) -> None:
    page = tab
    stored(page, address, draft)
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.goto(f"{address}/checklist/")
    expect(page.locator("#zc.is-live")).to_be_attached()
    expect(page.locator("#zc-banner")).to_contain_text("已经放到一边，没有删")
    kept = page.evaluate("Object.keys(localStorage).filter(k => k.startsWith('zhidu.aside.'))")
    assert [json.loads(page.evaluate("k => localStorage.getItem(k)", key)) for key in kept] == [
        draft
    ]
    page.get_by_role("button", name="复制那份草稿").click()
    expect(page.locator("#zc-text")).to_have_value(json.dumps(draft))
    assert broken == []


TAILS = ("#%", "#%E4", "#check%", "#__proto__", "#'\"]", "?q=%", "?%&=#%zz")


@pytest.mark.parametrize(
    "where", ["checklist/", "roles/teacher/", "search/", "verify/", "policies/a8/"]
)
def test_no_address_throws(tab: Page, address: str, where: str) -> None:
    page = tab
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(f"{page.url}: {error}"))
    for tail in TAILS:
        page.goto(f"{address}/{where}?with=%E4,recording-room-manager{tail}")
        if where == "checklist/":
            touched(page)
        page.goto("about:blank")
    assert broken == []
