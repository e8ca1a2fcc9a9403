"""A file of an older edition in a real browser: what is kept, what is asked again beside its redline, what is to come."""

import copy
import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, expect
from support.answered import BEFORE, answered, write_answers
from support.cases import TREE
from support.chromium import PHONE
from support.revised import REVISED, write_revised
from support.site_server import serving
from support.submissions import ASSETS, complete, problem
from support.text_codes import encode
from support.visiting import as_new

from zhidu.assessment.carry import carried, passage
from zhidu.assessment.form import instrument_data
from zhidu.assessment.instrument import derive
from zhidu.handbook.book import Handbook
from zhidu.judging.check import check
from zhidu.site.build import build

NEW = "2026-09-01"
AXE = """() => axe.run({runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]})
  .then((found) => found.violations.flatMap((rule) => rule.nodes.map((node) => rule.id + ": " + node.target)))"""


@pytest.fixture(scope="module")
def revised_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = write_revised(tmp_path_factory.mktemp("answers") / "project")
    write_answers(project / "checklists")
    outcome = build(project, project / "site", posters=False)
    assert outcome.site is not None, outcome.message
    return outcome.site


@pytest.fixture(scope="module")
def revised_address(revised_site: Path) -> Iterator[str]:
    with serving(revised_site) as found:
        yield found


@pytest.fixture(scope="module")
def one_page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="zh-CN", viewport=PHONE, service_workers="block")
    yield context.new_page()
    context.close()


@pytest.fixture
def page(one_page: Page, revised_address: str) -> Iterator[Page]:
    with as_new(one_page, revised_address):
        yield one_page


def read(page: Page, given: str, use: str) -> None:
    page.evaluate("location.hash = '#tasks'")
    page.get_by_text("接着填，或用上学期的表做底稿").click()
    page.fill("#zc-paste", given)
    page.get_by_role("button", name="读入", exact=True).click()
    page.get_by_role("button", name=use).click()


def begun(page: Page, address: str) -> None:
    page.goto(f"{address}/checklist/")
    page.locator("#zc").dispatch_event("focusin")  # somebody begins
    expect(page.locator(".zc.is-live")).to_be_attached()


def test_only_what_changed_is_asked_again(page: Page, revised_address: str) -> None:
    begun(page, revised_address)
    page.get_by_text("接着填，或用上学期的表做底稿").click()
    page.fill("#zc-paste", encode(answered("first", "2025-2026-2", late=False)))
    page.get_by_role("button", name="读入", exact=True).click()
    expect(page.locator("#zc-found p")).to_have_text(
        "读到：演示一小学 2025—2026学年第二学期，14 项（另有 3 项现在的表里没有，略去），其中 4 项改了，需重新确认。"
    )
    page.get_by_role("button", name="接着填这一份").click()
    page.evaluate("location.hash = '#a1'")
    again = page.locator('[id="item:a1-2"]')
    expect(again.locator("input:checked")).to_have_count(0)
    expect(again.locator(".zc-was b")).to_have_text("需重新确认")
    expect(again.locator(".zc-was del").first).to_contain_text("50%")
    expect(again.locator(".zc-was ins").first).to_contain_text("60%")
    expect(again.locator(".zc-last")).to_have_text("上次：达标")
    assert again.locator(".zc-was a").get_attribute("href") == "../revisions/2026-09-01/a1/#a1-2"
    kept = page.locator('[id="item:a1-5"]')
    expect(kept.locator('input[value="not-met"]')).to_be_checked()
    expect(kept.locator(".zc-was")).to_have_count(0)
    expect(page.locator('[id="b1-1:met"]')).to_be_checked()
    expect(page.locator('[data-state="a1"]')).to_have_text("4/9，需整改 1，需重新确认 4")
    page.locator('[id="a1-2:met"]').check(force=True)
    expect(page.locator('[data-state="a1"]')).to_have_text("5/9，需整改 1，需重新确认 3")


def test_what_is_to_come_is_seen_and_not_scored(page: Page, revised_address: str) -> None:
    begun(page, revised_address)
    page.evaluate("location.hash = '#a2'")
    coming = page.locator('[data-step="a2"] .zc-coming')
    expect(coming).to_contain_text("即将生效")
    expect(coming).to_contain_text("2027年1月1日起")
    expect(coming.locator("del").first).to_contain_text("三十")
    expect(coming.locator("input, select, textarea")).to_have_count(0)
    item = page.locator('[id="item:a2-2"]')
    item.get_by_text("看原文、怎么查、谁来答").click()
    expect(item).to_contain_text("上网记录保存三十天")


def test_a_draft_on_the_device_from_before_is_no_trap(page: Page, revised_address: str) -> None:
    old = answered("first", "2025-2026-2", late=False)
    begun(page, revised_address)
    page.evaluate(
        """(old) => { const key = 'zhidu.checklist.' + old.school + '.' + old.term;
          localStorage.setItem(key, JSON.stringify(old));
          localStorage.setItem('zhidu.checklist.current', key); }""",
        old,
    )
    page.reload()
    expect(page.locator('[id="a1-1:met"]')).to_be_checked()
    expect(page.locator('[id="item:a1-2"] input:checked')).to_have_count(0)
    expect(page.locator('[id="item:a1-2"] .zc-was')).to_have_count(1)


def test_as_a_model_everything_is_asked_and_changes_are_shown(
    page: Page, revised_address: str
) -> None:
    begun(page, revised_address)
    read(page, encode(answered("first", "2025-2026-2", late=False)), "用作底稿")
    page.evaluate("location.hash = '#a1'")
    expect(page.locator('[id="item:a1-5"] input:checked')).to_have_count(0)
    expect(page.locator('[id="item:a1-5"] .zc-last')).to_have_text("上学期：未达标（设备旧了）")
    expect(page.locator('[id="item:a1-2"] .zc-was')).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_a_forged_file_breaks_nothing(page: Page, revised_address: str) -> None:
    old = answered("first", "2025-2026-2", late=False)
    old["items"]["a1-5"] = {"status": "constructor", "failed": ["__proto__"]}
    old["items"]["a1-2"] = {"status": "<b>", "rooms": [-1]}
    old["items"]["a1-3"] = None
    old |= {"metrics": [], "periods": "x", "term": "__proto__"}
    begun(page, revised_address)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    for use in ("接着填这一份", "用作底稿"):
        page.evaluate("location.hash = '#tasks'")
        page.locator("#zc-paste").evaluate("(area, words) => (area.value = words)", json.dumps(old))
        page.evaluate("document.getElementById('zc-read').click()")
        page.locator("#zc-found button", has_text=use).evaluate("(button) => button.click()")
        page.evaluate("location.hash = '#check'")
        expect(page.locator('[data-step="check"]')).to_be_visible()
    assert errors == []


# ---------- parity ----------


@pytest.fixture(scope="module")
def now() -> Handbook:
    return check(REVISED).handbook


def test_both_languages_carry_alike(now: Handbook, browser: Browser) -> None:
    before = check(REVISED, as_of=BEFORE).handbook
    base = complete(derive(before), "first-school", "2025-2026-2")
    chance = random.Random(1)  # noqa: S311  the same each time is the point
    documents = [base, {**base, "instrument": "aaaaaaaaaa"}, complete(derive(now), "x", "y")]
    for _ in range(300):
        data = copy.deepcopy(base)
        for name, item in ((i.id, i) for i in derive(before).items):
            answer: dict[str, Any] = chance.choice(
                [
                    {"status": "met"},
                    {"status": "unknown"},
                    problem(),
                    {**problem(), "status": "partial", "failed": [item.checkpoints[0].id]},
                    {"status": "not-applicable", "reason": "没有"},
                ]
            )
            if chance.random() < 0.1:
                del data["items"][name]
            else:
                data["items"][name] = copy.deepcopy(answer)
        documents.append(data)
    page = browser.new_page()
    page.goto("about:blank")
    page.add_script_tag(path=ASSETS / "zhidu" / "checklist-rules.js")
    page.add_script_tag(content=instrument_data.script(now, derive(now)))
    theirs = page.evaluate(
        """(texts) => texts.map((text) => {
          const z = window.zhiduChecklist; return z.rules.carried(z.data, JSON.parse(text)); })""",
        [json.dumps(data) for data in documents],
    )
    page.close()
    for data, found in zip(documents, theirs, strict=True):
        assert found == carried(passage(now, data["instrument"]), data)


def test_the_page_holds_each_redline_once(now: Handbook) -> None:
    data = instrument_data.past(now)
    (way,) = data["ways"]
    assert set(data["past"].values()) == {0}
    assert sorted(i["was"] for i in way["items"].values() if i["was"] is not None) == [0, 1, 2, 3]


def test_without_a_past_nothing_is_sent() -> None:
    assert instrument_data.past(check(TREE).handbook) == {"past": {}, "ways": []}


def test_of_the_past_only_what_changed_is_sent(handbook: Handbook) -> None:
    found = instrument_data.past(handbook)
    assert list(found["past"]) == ["3optq5nn2i"]
    (way,) = found["ways"]
    assert {"a2-5", "a2-8"} <= set(way["items"])
    assert way["points"]["submitted-resources"] == []
    assert "a1-1" not in way["items"]


def test_the_public_reads_no_word_of_a_school(revised_site: Path) -> None:
    """Not even that two of five schools would change a clause: fewer than three could be counted behind."""
    review = (revised_site / "review" / "index.html").read_text(encoding="utf-8")
    assert "改进意见" not in review
    words = ("写明向谁报告", "设备旧了", "说明怎样统计")
    for path in revised_site.rglob("*"):
        if path.suffix in {".html", ".js", ".json", ".xml"}:
            text = path.read_text(encoding="utf-8")
            assert not any(word in text for word in words), path


# ---------- redlines in the dark and on paper ----------


@pytest.mark.parametrize("width", [360, 1366])
def test_redlines_are_readable_in_the_dark(
    browser: Browser, revised_address: str, width: int
) -> None:
    context = browser.new_context(
        locale="zh-CN",
        viewport={"width": width, "height": 768},
        color_scheme="dark",
        reduced_motion="reduce",
    )
    context.add_init_script(AXE_SCRIPT)
    page = context.new_page()
    for name in (f"revisions/{NEW}/a1/", f"revisions/{NEW}/"):
        page.goto(f"{revised_address}/{name}")
        page.locator("body[data-md-color-scheme=slate]").wait_for()
        assert page.evaluate(AXE) == [], name
    begun(page, revised_address)
    read(page, encode(answered("first", "2025-2026-2", late=False)), "接着填这一份")
    for step in ("a1", "a2"):
        page.evaluate(f"location.hash = '#{step}'")
        expect(page.locator(f'[data-step="{step}"]')).to_be_visible()
        assert page.evaluate(AXE) == [], step
    context.close()


def test_a_printed_redline_says_which_clause_of_which_edition(
    page: Page, revised_address: str
) -> None:
    page.goto(f"{revised_address}/revisions/{NEW}/a1/")
    page.emulate_media(media="print")
    heading = page.locator("h2#a1-2").bounding_box()
    assert heading is not None
    assert heading["height"] > 8
    facts = page.locator(".doc-facts--redline")
    expect(facts).to_be_visible()
    expect(facts).to_contain_text(re.compile("从 ?2020年3月1日版.*到 ?2026年9月1日版"))
    expect(page.get_by_text("本次修订涉及谁")).to_be_hidden()
    assert page.evaluate(
        """() => ["del", "ins"].map((tag) => {
          const style = getComputedStyle(document.querySelector(".redline " + tag));
          return [style.textDecorationLine, style.backgroundColor]; })"""
    ) == [["line-through", "rgba(0, 0, 0, 0)"], ["underline", "rgba(0, 0, 0, 0)"]]


def test_two_builds_are_the_same_bytes(
    revised_site: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    project = write_revised(tmp_path_factory.mktemp("again") / "project")
    write_answers(project / "checklists")
    outcome = build(project, project / "site", posters=False)
    assert outcome.site is not None, outcome.message
    assert _bytes(outcome.site) == _bytes(revised_site)


def _bytes(site: Path) -> dict[str, bytes]:
    return {p.relative_to(site).as_posix(): p.read_bytes() for p in site.rglob("*") if p.is_file()}
