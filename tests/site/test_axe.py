"""axe-core finds nothing: every page type, on a phone and a computer, light, dark and in 长者模式, plain and searching."""

from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page
from support.chromium import COMPUTER, PHONE
from support.measures import FINDINGS, RULES
from support.one_of_each import WORDS, thin
from support.page_types import PAGE_TYPES, STANDALONE
from support.visiting import resize, turn, visit_type

SCREENS = {"phone": PHONE, "computer": COMPUTER}
CONTRAST, STRONG = "color-contrast", "color-contrast-enhanced"
"""4.5:1, and 7:1, asked of 长者模式."""
ALSO_WEAK = f"""{{
  const check = axe._audit.defaultConfig.checks.find(each => each.id === '{STRONG}');
  const {{normal, large}} = check.options.contrastRatio;
  const contrastRatio = {{normal: {{expected: normal.expected}}, large: {{expected: large.expected}}}};
  axe.configure({{checks: [{{id: check.id, options: {{...check.options, contrastRatio}}}}]}});
}}"""
"""By itself the strong rule passes over what fails the other: so each text would be asked twice."""
SEEN = ("link-in-text-block", "target-size", "scrollable-region-focusable")
"""What else asks how a page looks. Light and dark are one page in two colours: only these can tell them apart."""
EVERY = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": RULES}}
BUILT = {**EVERY, "rules": {name: {"enabled": False} for name in (CONTRAST, *SEEN)}}
"""Every rule that asks how a page is built."""


def _looks(contrast: str) -> dict[str, Any]:
    """The rules that ask how a page looks."""
    values = [contrast, *SEEN]
    return {"resultTypes": ["violations"], "runOnly": {"type": "rule", "values": values}}


# in this order each is one press away from the one before
LOOKS = {
    "长者模式": _looks(STRONG),
    "长者模式, dark": _looks(STRONG),
    "dark": _looks(CONTRAST),
    "light": _looks(CONTRAST),
}


HEADER = """() => [...document.querySelectorAll('.md-header, .md-header *')].map(e => {
  const style = getComputedStyle(e);
  const looks = [style.color, style.backgroundColor, style.fontSize, style.display, style.visibility];
  return `${e.tagName}.${e.className}[${[...e.attributes].map(each => each.name)}] ${looks}`;
})"""


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """One page for the whole matrix: it is turned from mode to mode, as a reader would."""
    context = browser.new_context(locale="zh-CN", reduced_motion="reduce", service_workers="block")
    context.add_init_script(AXE_SCRIPT + ALSO_WEAK)
    yield context.new_page()
    context.close()


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
    visit_type(page, address, "home")
    found = {}
    for screen, size in SCREENS.items():
        resize(page, size)
        found[screen] = page.evaluate(HEADER)
    return found


def _turned(page: Page, modes: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The page in each mode on each screen, there and back: half as often is it laid out for another one."""
    screens = list(SCREENS)
    for mode in modes:
        turn(page, elder="长者模式" in mode, dark="dark" in mode)
        for screen in screens:
            resize(page, SCREENS[screen])
            yield screen, mode
        screens.reverse()


@pytest.mark.parametrize("name", STANDALONE)
def test_axe_finds_nothing_on_paper(page: Page, address: str, name: str) -> None:
    visit_type(page, address, name)
    found = {}
    for screen, size in SCREENS.items():
        resize(page, size)
        found[screen] = _violations(page, EVERY)
    assert {state: rules for state, rules in found.items() if rules} == {}


@pytest.mark.parametrize("name", [name for name in PAGE_TYPES if name not in STANDALONE])
def test_axe_finds_nothing(
    page: Page, address: str, headers: dict[str, list[str]], name: str
) -> None:
    page.set_viewport_size(PHONE)
    visit_type(page, address, name)
    found = {}
    for screen, mode in _turned(page, ("light", "长者模式")):
        # one header everywhere, so that searching in it is asked of one page
        assert mode != "light" or page.evaluate(HEADER) == headers[screen]
        found[f"{screen}, {mode}, whole"] = _violations(page, BUILT)
    _make_short(page)
    for screen, mode in _turned(page, LOOKS):
        found[f"{screen}, {mode}"] = _violations(page, LOOKS[mode])
        if name == "home":
            _search_open(page)
            found[f"{screen}, {mode}, search open, built"] = _violations(page, BUILT)
            found[f"{screen}, {mode}, search open"] = _violations(page, LOOKS[mode])
            _search_closed(page)
    page.evaluate("localStorage.clear()")
    assert {state: rules for state, rules in found.items() if rules} == {}


def test_axe_finds_nothing_in_the_calendar(page: Page, address: str) -> None:
    page.set_viewport_size(PHONE)
    page.goto(f"{address}/roles/computer-room-manager/")
    page.get_by_role("button", name="加到日历").click()
    page.get_by_label("第一个上课日", exact=True).fill("2026-09-01")
    page.get_by_label("最后一个上课日", exact=True).fill("2027-01-15")
    page.get_by_role("button", name="加一段放假").click()
    page.locator(".calendar summary").click()
    found = {}
    for screen, mode in _turned(page, LOOKS):
        found[f"{screen}, {mode}, built"] = _violations(page, BUILT, ".calendar")
        found[f"{screen}, {mode}"] = _violations(page, LOOKS[mode], ".calendar")
    page.evaluate("localStorage.clear()")
    assert {state: rules for state, rules in found.items() if rules} == {}


@pytest.mark.parametrize(
    ("colour", "found"),
    [("#000", []), ("#707070", ["长者模式"]), ("#999", ["light", "长者模式"])],
    ids=["strong", "fair", "weak"],
)
def test_each_mode_has_its_contrast(
    page: Page, address: str, colour: str, found: list[str]
) -> None:
    """What is asked for can be missed: 5:1 is enough by itself and not in 长者模式, 2.8:1 in neither."""
    visit_type(page, address, "offline")
    page.evaluate(
        "colour => { document.querySelector('article p').style.cssText ="
        "`color: ${colour} !important; background: #fff !important; font-size: 14px !important`; }",
        colour,
    )
    missed = []
    for mode in ("light", "长者模式"):
        turn(page, elder=mode == "长者模式", dark=False)
        if _violations(page, LOOKS[mode], "article p"):
            missed.append(mode)
    page.evaluate("localStorage.clear()")
    assert missed == found
