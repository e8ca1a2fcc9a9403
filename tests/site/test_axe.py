"""axe-core finds nothing: every page type, on a phone and a computer, light, dark and in 长者模式, plain and searching."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page
from support.chromium import COMPUTER, PHONE
from support.measures import FINDINGS, RULES
from support.one_of_each import WORDS, thin
from support.page_types import PAGE_TYPES, STANDALONE
from support.visiting import turn, visit_type

SCREENS = {"phone": PHONE, "computer": COMPUTER}
STRONG = "color-contrast-enhanced"
"""7:1, asked of 长者模式 beyond AA. It passes over what fails AA: the other rule is asked, too."""
LOOKS = ("color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable")
"""The rules that ask how a page looks. Light and dark are one page in two colours: only these can tell them apart."""


def _looks(*more: str) -> dict[str, Any]:
    """The rules that ask how a page looks, and *more*."""
    return {"resultTypes": ["violations"], "runOnly": {"type": "rule", "values": [*LOOKS, *more]}}


EVERY = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": RULES}}
BUILT = {**EVERY, "rules": {name: {"enabled": False} for name in LOOKS}}
"""Every rule that asks how a page is built."""


HEADER = """() => [...document.querySelectorAll('.md-header, .md-header *')].map(e => {
  const style = getComputedStyle(e);
  const looks = [style.color, style.backgroundColor, style.fontSize, style.display, style.visibility];
  return `${e.tagName}.${e.className}[${[...e.attributes].map(each => each.name)}] ${looks}`;
})"""


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """One page for the whole matrix: it is turned from mode to mode, as a reader would."""
    context = browser.new_context(locale="zh-CN", reduced_motion="reduce", service_workers="block")
    context.add_init_script(AXE_SCRIPT)
    yield context.new_page()
    context.close()


# in this order each is one press away from the one before
MODES = {
    "长者模式": ({"elder": True, "dark": False}, _looks(STRONG)),
    "长者模式, dark": ({"elder": True, "dark": True}, _looks(STRONG)),
    "dark": ({"elder": False, "dark": True}, _looks()),
    "light": ({"elder": False, "dark": False}, _looks()),
}


def _make_short(page: Page) -> None:
    """How a page is built is asked of the whole of it; how it looks, of one piece of each kind: 6 times faster.

    The form keeps its other steps on the page, out of sight, and they are 20 times what is seen; axe looks past what
    nobody sees, but first it reads it.
    """
    thin(page, WORDS)
    page.evaluate(
        "document.querySelectorAll('.zc-step').forEach(e => e.getClientRects().length || e.remove())"
    )


def _search_open(page: Page) -> None:
    """The header's box with answers in it."""
    opener = page.locator(".md-header .search-open")
    if opener.is_visible():
        opener.click()
    page.locator(".md-header .search-box input").fill("钥匙")
    page.locator(".md-header .search-box__hits li").first.wait_for()


def _search_closed(page: Page) -> None:
    page.keyboard.press("Escape")
    page.locator("#__search:not(:checked)").wait_for(state="attached")


def _violations(page: Page, options: dict[str, Any], part: str = "html") -> list[str]:
    found: list[str] = page.evaluate(FINDINGS, [part, options])
    return found


@pytest.fixture(scope="module")
def headers(page: Page, address: str) -> dict[str, list[str]]:
    """The header of the first page on each screen: what it consists of, and how each piece looks."""
    found = {}
    for screen, size in SCREENS.items():
        page.set_viewport_size(size)
        visit_type(page, address, "home")
        found[screen] = page.evaluate(HEADER)
    return found


@pytest.mark.parametrize("name", PAGE_TYPES)
def test_axe_finds_nothing(
    page: Page, address: str, headers: dict[str, list[str]], name: str
) -> None:
    found = {}
    for screen, size in SCREENS.items():
        page.set_viewport_size(size)
        visit_type(page, address, name)
        if name in STANDALONE:
            found[screen] = _violations(page, EVERY)
            continue
        # one header everywhere, so that searching in it is asked of one page
        assert page.evaluate(HEADER) == headers[screen]
        found[f"{screen}, whole"] = _violations(page, BUILT)
        turn(page, elder=True, dark=False)
        found[f"{screen}, 长者模式, whole"] = _violations(page, BUILT)
        _make_short(page)
        for mode, (turned, looks) in MODES.items():
            turn(page, **turned)
            found[f"{screen}, {mode}"] = _violations(page, looks)
            if name == "home":
                _search_open(page)
                found[f"{screen}, {mode}, search open, built"] = _violations(page, BUILT)
                found[f"{screen}, {mode}, search open"] = _violations(page, looks)
                _search_closed(page)
        page.evaluate("localStorage.clear()")
    assert {state: rules for state, rules in found.items() if rules} == {}


def test_axe_finds_nothing_in_the_calendar(page: Page, address: str) -> None:
    found = {}
    for screen, size in SCREENS.items():
        page.set_viewport_size(size)
        page.goto(f"{address}/roles/computer-room-manager/")
        page.get_by_role("button", name="加到日历").click()
        page.get_by_label("第一个上课日", exact=True).fill("2026-09-01")
        page.get_by_label("最后一个上课日", exact=True).fill("2027-01-15")
        page.get_by_role("button", name="加一段放假").click()
        page.locator(".calendar summary").click()
        for mode, (turned, looks) in MODES.items():
            turn(page, **turned)
            found[f"{screen}, {mode}, built"] = _violations(page, BUILT, ".calendar")
            found[f"{screen}, {mode}"] = _violations(page, looks, ".calendar")
        page.evaluate("localStorage.clear()")
    assert {state: rules for state, rules in found.items() if rules} == {}
