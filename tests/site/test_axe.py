"""axe-core finds nothing: every page type, on a phone and a computer, light, dark and in 长者模式, plain and searching."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page
from support.chromium import COMPUTER, PHONE
from support.measures import FINDINGS, RULES
from support.one_of_each import thin
from support.page_types import PAGE_TYPES, STANDALONE
from support.visiting import visit_type

SCREENS = {"phone": PHONE, "computer": COMPUTER}
STRONG = "color-contrast-enhanced"  # 7:1, asked of 长者模式 beyond AA


def _options(rules: list[str], *more: str) -> dict[str, Any]:
    return {
        "resultTypes": ["violations"],
        "runOnly": {"type": "tag", "values": rules},
        "rules": {name: {"enabled": True} for name in more},
    }


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """One page for the whole matrix: it is turned from mode to mode, as a reader would."""
    context = browser.new_context(locale="zh-CN", reduced_motion="reduce", service_workers="block")
    context.add_init_script(AXE_SCRIPT)
    yield context.new_page()
    context.close()


def _light(page: Page) -> None:
    if page.get_by_role("button", name="深色", pressed=True).count():
        page.get_by_role("button", name="深色").click()
    page.locator("body[data-md-color-scheme=default]").wait_for()


def _dark(page: Page) -> None:
    page.get_by_role("button", name="深色", pressed=False).click()
    page.locator("body[data-md-color-scheme=slate]").wait_for()


def _elder(page: Page) -> None:
    page.get_by_role("button", name="长者模式").click()
    page.locator("html.elder").wait_for()
    page.evaluate("document.querySelectorAll('.toast').forEach(box => box.remove())")


# in this order: each is reached from the one before, so 长者模式 comes last, in the dark first
MODES: dict[str, tuple[Callable[[Page], None], dict[str, Any]]] = {
    "light": (_light, _options(RULES)),
    "dark": (_dark, _options(RULES)),
    "长者模式, dark": (_elder, _options(RULES, STRONG)),
    "长者模式": (_light, _options(RULES, STRONG)),
}


def _make_short(page: Page) -> None:
    """What was looked at whole once, light and on a phone, is short from then on: the rest is 4 times faster for it.

    The form keeps its other steps on the page, out of sight, and they are 20 times what is seen; axe looks past what
    nobody sees, but first it reads it.
    """
    thin(page)
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


@pytest.mark.parametrize("name", PAGE_TYPES)
def test_axe_finds_nothing(page: Page, address: str, name: str) -> None:
    found = {}
    for screen, size in SCREENS.items():
        page.set_viewport_size(size)
        page.goto("about:blank")  # an address with an anchor would not load again
        visit_type(page, address, name)
        if name in STANDALONE:
            found[screen] = _violations(page, _options(RULES))
            continue
        if found and name != "home":
            _make_short(page)  # looked at whole on the screen before
        # with the search open all that is new is in the header; the whole page behind it once
        part = "html" if name == "home" else ".md-header"
        for mode, (turn, options) in MODES.items():
            turn(page)
            found[f"{screen}, {mode}"] = _violations(page, options)
            if mode == "light" and part != "html":
                _make_short(page)
            _search_open(page)
            found[f"{screen}, {mode}, search open"] = _violations(page, options, part)
            _search_closed(page)
        page.evaluate("localStorage.clear()")
    assert {state: rules for state, rules in found.items() if rules} == {}
