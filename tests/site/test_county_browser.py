"""The county in a browser: the public page full of fictional schools, and the bureau's report."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, expect
from support.chromium import COMPUTER, PHONE
from support.measures import FINDINGS, RULES, TOO_FAINT, TOO_SMALL, TOO_WIDE
from support.one_of_each import thin
from support.site_server import serving

from zhidu.cli.demo import make

OPTIONS: dict[str, Any] = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "tag", "values": RULES},
}
LONG = """() => [...document.querySelectorAll('.shares > li')].map((row) => {
  const [sure, may] = ['sure', 'may'].map((name) => row.querySelector(`.share__${name}`).getBoundingClientRect());
  return [row.querySelector('.share').getBoundingClientRect(), sure, may].map((box) => [box.left, box.right]);
}).map(([all, sure, may]) => [sure[1] - all[0], may[0] - all[0], may[1] - all[0]].map((end) => 100 * end / (all[1] - all[0])))"""


@pytest.fixture(scope="module")
def made(project: Path, site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of `zhidu demo`, made where the site was built, so that it takes the sheets along."""
    assert site
    folder = tmp_path_factory.mktemp("demo") / "demo"
    assert make(project, folder).outcome.site is not None
    return folder


@pytest.fixture(scope="module")
def address(made: Path) -> Iterator[str]:
    with serving(made / "site") as found:
        yield found


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="zh-CN", reduced_motion="reduce", service_workers="block")
    context.add_init_script(AXE_SCRIPT)
    yield context.new_page()
    context.close()


def _measured(page: Page, least: int, letters: int, *, whole: bool = True) -> dict[str, list[str]]:
    """What is wrong with the page as it stands. Afterwards it is short, if not axe is to read it *whole*."""
    wrong = {
        "too small": page.evaluate(TOO_SMALL, least),
        "too wide": page.evaluate(TOO_WIDE, None),
        "too faint": page.evaluate(TOO_FAINT, letters),
    }
    if not whole:
        thin(page)
    wrong["axe"] = page.evaluate(FINDINGS, ["html", OPTIONS])
    return {name: found for name, found in wrong.items() if found}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("elder", [False, True])
def test_the_full_public_page(page: Page, address: str, scheme: Any, *, elder: bool) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(address + "/county/")
    page.evaluate("localStorage.clear()")
    page.reload()
    page.wait_for_load_state("load")
    page.locator("details.county__all summary").first.click()
    if elder:
        page.get_by_role("button", name="长者模式", pressed=False).click()
        page.locator("html.elder").wait_for()
        page.evaluate("document.querySelectorAll('.toast').forEach(box => box.remove())")
    for size in (PHONE, COMPUTER, {"width": 320, "height": 256}):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert _measured(page, 60 if elder else 44, 18 if elder else 13) == {}, size


def test_bars_are_as_long_as_their_words_say(page: Page, address: str) -> None:
    """A bar goes on where it may: dark up to what is sure, light up to what is possible, on one scale."""
    page.set_viewport_size(PHONE)
    page.goto(address + "/county/")
    for summary in page.locator("details.county__all summary").all():
        summary.click()
    rows = page.locator(".shares > li > .shares__words").all_inner_texts()
    drawn = page.evaluate(LONG)
    assert len(rows) == len(drawn) > len(page.locator("details.county__all").all())
    widths = page.evaluate(
        "() => [...document.querySelectorAll('.county__all .share')].map((bar) => bar.getBoundingClientRect().width)"
    )
    assert max(widths) - min(widths) < 1
    for words, (sure, begins, ends) in zip(rows, drawn, strict=True):
        low, high = ends_of(words)
        assert abs(sure - low) < 1, words
        assert abs(begins - low) < 1, words
        assert abs(ends - high) < 1, words


def ends_of(words: str) -> tuple[float, float]:
    """What a share says, read by somebody who sees only the words."""
    parts = {"一半": 50, "三分之一": 100 / 3, "三分之二": 200 / 3}
    numbers = [
        parts[found] if found in parts else float(found.rstrip("%"))
        for found in re.findall(r"一半|三分之[一二]|[0-9]+%", words)
    ]
    if len(numbers) > 1:
        return numbers[0], numbers[1]
    return (0, numbers[0]) if "不到" in words or "以下" in words else (numbers[0], 100)


def test_every_page_says_that_it_is_a_demo(page: Page, address: str) -> None:
    for path in ("/", "/county/", "/checklist/", "/policies/a8/", "/no-such-page/"):
        page.goto(address + path)
        expect(page.get_by_role("complementary", name="说明")).to_have_text(
            "演示：学校、数字和文字都是虚构的。"
        )
        assert page.locator("meta[name=robots]").get_attribute("content") == "noindex, nofollow"


def test_the_form_knows_the_fictional_schools(page: Page, address: str) -> None:
    page.goto(address + "/checklist/#basics")
    options = page.locator("select[data-fact=school] option, #zc-school option").all_text_contents()
    assert any("虚构第一中小学校" in option for option in options)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_report(page: Page, made: Path, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme)
    report = made / "report" / "2026-2027-2" / "report.html"
    for size in (PHONE, COMPUTER, {"width": 320, "height": 256}):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.goto(report.as_uri())
        wrong = _measured(page, 44, 12, whole=scheme == "light" and size == PHONE)
        wrong.pop("too wide", None)  # the matrix scrolls in a box of its own
        assert wrong == {}, size
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_a_phone_shows_all_of_a_school(page: Page, made: Path) -> None:
    page.set_viewport_size(PHONE)
    page.goto((made / "report" / "2026-2027-2" / "report.html").as_uri())
    table = page.locator("#schools .scroll")
    assert table.evaluate("box => box.scrollWidth <= box.clientWidth")
    first = page.locator(".schools tbody tr").first
    assert first.evaluate(
        "row => [...row.children].every((cell) => cell.getBoundingClientRect().right <= innerWidth)"
    )


def test_the_head_of_the_matrix_stays_in_sight(page: Page, made: Path) -> None:
    page.set_viewport_size(COMPUTER)
    page.goto((made / "report" / "2026-2027-2" / "report.html").as_uri())
    box = page.locator(".matrix-scroll")
    box.evaluate("box => { box.scrollTop = 2000; }")
    top = box.evaluate("box => box.getBoundingClientRect().top")
    head = page.locator(".matrix thead th").nth(1).evaluate("e => e.getBoundingClientRect().top")
    assert abs(head - top) < 3


def test_the_report_asks_for_nothing(page: Page, made: Path) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((made / "report" / "2026-2027-1" / "report.html").as_uri())
    page.wait_for_load_state("load")
    assert [url for url in asked if not url.endswith("report.html")] == []


def test_the_demo_is_of_its_own_day(made: Path) -> None:
    text = (made / "report" / "2026-2027-2" / "report.html").read_text(encoding="utf-8")
    day = date(2027, 7, 24)
    assert f"数据截至 {day.year}年{day.month}月{day.day}日" in text
