"""Everyone can use it: keys only, 320 px, large targets, 长者模式, and what is heard when a page is read aloud."""

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect
from support.chromium import COMPUTER, PHONE
from support.measures import HEADED, TOO_FAINT, TOO_SMALL, TOO_WIDE
from support.one_of_each import thin
from support.page_types import PAGE_TYPES, STANDALONE
from support.reading import read_aloud
from support.site_server import serving
from support.visiting import turn, visit, visit_type

READINGS = Path(__file__).parent.parent / "cases" / "reading"
SCREENS = {"phone": PHONE, "computer": COMPUTER}
ZOOMED: ViewportSize = {"width": 320, "height": 256}  # 1280 by 1024 at 400 %
# what has the focus: where it is, whether something lies over it, whether its outline shows
FOCUSED = """() => {
  const e = document.activeElement;
  if (e === document.body) return null;
  const boxes = [...e.getClientRects()].filter(box => box.width && box.height);
  const seen = boxes.some(box => {
    const x = Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1);
    return [box.top + 2, box.top + box.height / 2, box.bottom - 2].some(y => {
      const top = document.elementFromPoint(x, y);
      return top && (e === top || e.contains(top) || top.contains(e) || (e.labels && [...e.labels].includes(top)));
    });
  });
  const style = getComputedStyle(e);
  return {
    name: `${e.tagName} ${e.className} ${(e.getAttribute('aria-label') || e.textContent).trim().slice(0, 20)}`,
    seen, outlined: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    words: (e.getAttribute('aria-label') || e.textContent).trim(),
  };
}"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(
        locale="zh-CN", viewport=COMPUTER, reduced_motion="reduce", service_workers="block"
    )
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def one_page(browser: Browser) -> Iterator[Page]:
    """One page for looking at many addresses: a new one costs more than most of what is asked of it."""
    context = browser.new_context(locale="zh-CN", reduced_motion="reduce", service_workers="block")
    yield context.new_page()
    context.close()


@pytest.fixture
def same_page(one_page: Page) -> Iterator[Page]:
    """The page as new: nothing open, nothing remembered of the test before."""
    yield one_page
    one_page.evaluate("localStorage.clear()")


@pytest.fixture(scope="module")
def quiet_page(browser: Browser) -> Iterator[Page]:
    """A page beside the others, on a computer, on which nobody changes anything before it is measured."""
    context = browser.new_context(locale="zh-CN", reduced_motion="reduce", service_workers="block")
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def only_read(quiet_page: Page, address: str, name: str) -> Iterator[Page]:
    """The page of the type *name*, opened once for all who only read it, and measured at last."""
    quiet_page.set_viewport_size(COMPUTER)
    visit_type(quiet_page, address, name)
    yield quiet_page
    quiet_page.evaluate("localStorage.clear()")


def _tab_through(page: Page, key: str = "Tab", limit: int = 400) -> list[dict[str, Any]]:
    """All that gets the focus, by the key, until it leaves the page."""
    stops: list[dict[str, Any]] = []
    for _ in range(limit):
        page.keyboard.press(key)
        stop = page.evaluate(FOCUSED)
        if stop is None:
            return stops
        stops.append(stop)
    pytest.fail(f"still in the page after {limit} stops")


# ---------- every page type ----------


@pytest.mark.parametrize("name", PAGE_TYPES, scope="module")
def test_structure(only_read: Page) -> None:
    """Landmarks, one first heading, no heading level skipped, the language, words of another language marked."""
    page = only_read
    assert page.evaluate("document.documentElement.lang") == "zh-Hans"
    for role in ("banner", "main", "contentinfo"):
        assert page.get_by_role(role).count() == 1, role
    levels = page.evaluate(
        "[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(e => Number(e.tagName[1]))"
    )
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))
    names = page.evaluate(
        "[...document.querySelectorAll('nav')].filter(e => e.getClientRects().length)"
        ".map(e => e.getAttribute('aria-label'))"
    )
    assert None not in names
    assert len(names) == len(set(names))
    shown = page.evaluate(
        "() => { const copy = document.body.cloneNode(true);"
        "copy.querySelectorAll('script,style,code,pre,[lang=en]').forEach(e => e.remove());"
        "return copy.textContent + [...document.querySelectorAll('[aria-label],[title],[alt]')].map("
        "e => ['aria-label','title','alt'].map(n => e.getAttribute(n) || '').join(' ')).join(' ') }"
    )
    assert re.findall(r"[A-Za-z]{2,}(?: [A-Za-z]{2,}){2,}", shown) == []


@pytest.mark.parametrize("name", PAGE_TYPES)
def test_keys_reach_everything_in_sight(same_page: Page, address: str, name: str) -> None:
    """Every stop of the Tab key is seen, outlined, and not under the header; the first leads to the text."""
    page = same_page
    page.set_viewport_size(PHONE)
    visit_type(page, address, name)
    thin(page)
    # an empty search page waits in its box, the keys begin at an anchor; a sheet of paper has nothing to skip
    waits = page.evaluate("location.hash !== '' || document.activeElement.matches('input')")
    waits = waits or name in STANDALONE
    stops = _tab_through(page)
    assert waits or stops[0]["words"] == "跳到正文"
    assert [stop["name"] for stop in stops if not stop["seen"]] == []
    assert [stop["name"] for stop in stops if not stop["outlined"]] == []
    pressable = page.evaluate(
        "[...document.querySelectorAll('main a[href], main button, main input, main summary')].filter("
        "e => e.checkVisibility({visibilityProperty: true})).length"
    )
    assert waits or len(stops) >= pressable


# ---------- keys ----------


@pytest.mark.parametrize("name", ["policy", "role", "thresholds"])
def test_backwards_nothing_hides_under_the_header(page: Page, address: str, name: str) -> None:
    page.goto(address + PAGE_TYPES[name])
    thin(page)
    page.locator("footer a").last.focus()
    stops = _tab_through(page, "Shift+Tab")
    assert [stop["name"] for stop in stops if not stop["seen"]] == []


@pytest.mark.parametrize("name", ["home", "policy", "missing"])
def test_the_first_stop_skips_to_the_text(page: Page, address: str, name: str) -> None:
    page.goto(address + PAGE_TYPES[name])
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('article') !== null")


def test_the_menu_by_keys(page: Page, address: str) -> None:
    page.set_viewport_size(PHONE)
    page.goto(f"{address}/policies/a8/")
    button = page.get_by_role("button", name="菜单")
    menu = page.get_by_role("navigation", name="全站目录")
    expect(menu).to_have_count(0)  # nobody hears or reaches what is out of sight
    button.focus()
    page.keyboard.press("Enter")
    expect(menu).to_be_visible()
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(menu.get_by_role("link", name="首页")).to_be_focused()
    page.keyboard.press("Escape")
    expect(menu).to_have_count(0)
    expect(button).to_be_focused()
    page.keyboard.press("Space")
    menu.get_by_role("link", name="数量要求").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("数量要求")


def test_leaving_the_menu_closes_it(page: Page, address: str) -> None:
    page.set_viewport_size(PHONE)
    page.goto(f"{address}/")
    page.get_by_role("button", name="菜单").press("Enter")
    menu = page.get_by_role("navigation", name="全站目录")
    menu.get_by_role("link").last.focus()
    page.keyboard.press("Tab")
    expect(menu).to_have_count(0)


def test_dark_by_keys_shows_where_one_is(page: Page, address: str) -> None:
    page.goto(f"{address}/")
    button = page.get_by_role("button", name="深色")
    expect(button).to_have_attribute("aria-pressed", "false")
    button.press("Enter")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    expect(button).to_have_attribute("aria-pressed", "true")
    page.reload()
    expect(button).to_have_attribute("aria-pressed", "true")
    button.press("Space")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "default")


def test_a_fact_that_leads_nowhere_is_a_button(page: Page, address: str) -> None:
    page.goto(f"{address}/policies/a8/")
    chip = page.locator("#clause-a8-6").get_by_role("button", name="随时")
    words = page.locator("#clause-a8-6 .fact.is-lit")
    chip.focus()
    expect(words).to_have_text("随时")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    expect(chip).to_have_attribute("aria-pressed", "true")
    assert "随时" in words.all_inner_texts()
    chip.press("Space")
    chip.evaluate("e => e.blur()")
    expect(words).to_have_count(0)


def test_errata_citation_printing_and_merging_by_keys(page: Page, address: str) -> None:
    page.add_init_script("window.print = () => { document.title = 'printed'; }")
    page.goto(f"{address}/policies/a8/")
    page.get_by_role("button", name="看原文").press("Enter")
    assert "6O天" in page.locator("#clause-a8-11 .clause__text").inner_text()
    page.get_by_role("button", name="复制出处：附件8第十一条").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("附件8第十一条")
    page.get_by_role("button", name="打印本制度").press("Enter")
    expect(page).to_have_title("printed")
    page.goto(f"{address}/roles/network-administrator/")
    page.get_by_text("我还兼别的岗位").press("Enter")
    page.get_by_label("录课室设备管理员").press("Space")
    page.get_by_role("button", name="合成一张").press("Enter")
    expect(page).to_have_url(re.compile("with=recording-room-manager$"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("录课室设备管理员")


def test_nothing_moves_for_those_who_want_it_still(page: Page, address: str) -> None:
    moving = """[...document.querySelectorAll('*')].filter(e => ['', '::before', '::after'].some(part => {
      const style = getComputedStyle(e, part || null);
      return [style.transitionDuration, style.animationDuration].some(
        times => times.split(',').some(time => parseFloat(time) > 0));
    })).length"""
    page.goto(f"{address}/policies/a8/")
    assert page.evaluate(moving) == 0
    page.emulate_media(reduced_motion="no-preference")
    assert page.evaluate(moving) > 0  # the question can be answered otherwise


# ---------- 长者模式 ----------


def test_elder_mode_is_remembered_on_other_pages(page: Page, address: str) -> None:
    page.goto(f"{address}/")
    turn(page, elder=True, dark=False)
    page.goto(f"{address}/policies/a8/")
    expect(page.locator("html")).to_have_class(re.compile(r"\belder\b"))
    expect(page.get_by_role("button", name="长者模式", pressed=True)).to_be_visible()
    page.get_by_role("button", name="长者模式").click()
    page.reload()
    expect(page.locator("html")).not_to_have_class(re.compile(r"\belder\b"))


def test_elder_mode_is_there_before_the_first_line_is_drawn(page: Page, address: str) -> None:
    page.goto(f"{address}/")
    turn(page, elder=True, dark=False)
    page.add_init_script(
        "new MutationObserver((_, watch) => { if (document.body) {"
        "window.atFirst = document.documentElement.className; watch.disconnect(); } })"
        ".observe(document, {childList: true, subtree: true})"
    )
    page.reload()
    assert "elder" in page.evaluate("window.atFirst").split()


def test_elder_mode_from_a_folder(page: Page, site: Path) -> None:
    page.goto((site / "index.html").as_uri())
    turn(page, elder=True, dark=False)
    page.goto((site / "when" / "index.html").as_uri())
    expect(page.get_by_role("button", name="长者模式", pressed=True)).to_be_visible()


def test_a_browser_that_refuses_to_remember_still_switches(page: Page, address: str) -> None:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.add_init_script(
        "for (const name of ['getItem', 'setItem', 'removeItem'])"
        "Storage.prototype[name] = () => { throw new DOMException('refused', 'SecurityError'); }"
    )
    visit(page, f"{address}/")
    button = page.locator("[data-display=elder]")
    before = len(errors)  # the theme's own script does not expect it
    button.click()
    expect(page.locator("html")).to_have_class(re.compile(r"\belder\b"))
    button.click()
    expect(page.locator("html")).not_to_have_class(re.compile(r"\belder\b"))
    assert len(errors) == before


def test_elder_mode_is_one_column(page: Page, address: str) -> None:
    page.goto(f"{address}/policies/a8/")
    expect(page.get_by_role("navigation", name="本页目录")).to_be_visible()
    turn(page, elder=True, dark=False)
    expect(page.get_by_role("navigation", name="本页目录")).to_have_count(0)
    text = page.locator("#clause-a8-1 .clause__text").bounding_box()
    facts = page.locator("#clause-a8-1 .chips").bounding_box()
    assert text
    assert facts
    assert facts["y"] >= text["y"] + text["height"]


def test_elder_mode_does_not_change_print(page: Page, address: str) -> None:
    def printed() -> Any:
        page.emulate_media(media="print")
        found = page.evaluate(
            "[...document.querySelectorAll('article *')].map(e => [e.getBoundingClientRect().height,"
            "getComputedStyle(e).fontSize, getComputedStyle(e).color].join())"
        )
        page.emulate_media(media="screen")
        return found

    page.goto(f"{address}/roles/network-administrator/")
    before = printed()
    turn(page, elder=True, dark=False)
    assert printed() == before


def test_without_scripts_no_dead_switch_and_the_menu_opens_by_keys(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    page.goto(f"{address}/policies/a8/")
    for name in ("菜单", "深色", "长者模式", "打印本制度", "复制出处"):
        expect(page.get_by_role("button", name=name)).to_have_count(0)
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.locator("#menu").get_by_role("link", name="首页")).to_be_visible()
    context.close()


# ---------- a wrong address ----------


def test_a_wrong_address_in_a_folder_of_a_server_still_leads_on(
    browser: Browser, site: Path, tmp_path: Path
) -> None:
    """The site's address is not configured and a server keeps the site in a folder: everything is found again."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "zhidu").symlink_to(site)
    (tmp_path / "404.html").write_bytes((site / "404.html").read_bytes())
    context = browser.new_context(locale="zh-CN", viewport=COMPUTER)
    page = context.new_page()
    with serving(tmp_path) as address:
        page.goto(f"{address}/docs/zhidu/policies/a99/")
        expect(page.locator(".search-form button")).to_have_css("cursor", "pointer")  # our style
        page.get_by_role("link", name="我的职责").last.click()
        expect(page).to_have_url(f"{address}/docs/zhidu/roles/")
    context.close()


@pytest.mark.parametrize("screen", SCREENS)
def test_a_wrong_address_is_laid_out_as_any_page(page: Page, address: str, screen: str) -> None:
    page.set_viewport_size(SCREENS[screen])
    left = []
    for path in ("/policies/", "/no-such-page/"):
        page.goto(address + path)
        box = page.get_by_role("heading", level=1).bounding_box()
        assert box
        left.append(box["x"])
    assert left[0] == left[1]


def test_a_wrong_address_can_be_searched_from(page: Page, address: str) -> None:
    page.goto(f"{address}/no/such/page/")
    page.get_by_role("main").get_by_role("searchbox").fill("钥匙")
    page.get_by_role("main").get_by_role("button", name="搜索").click()
    expect(page).to_have_url(f"{address}/search/?q=%E9%92%A5%E5%8C%99")


# ---------- read aloud ----------

READ: dict[str, Callable[[list[str]], list[str]]] = {
    "/roles/recording-room-manager/": lambda lines: lines,
    "/policies/a8/": lambda lines: lines[: lines.index("标题2 第三条")],
    "/no-such-page/": lambda lines: lines,
}


@pytest.mark.parametrize("path", READ)
def test_read_aloud(page: Page, address: str, path: str, pytestconfig: pytest.Config) -> None:
    """What is heard, in order; the case file is the text a person judged."""
    visit(page, address + path)
    heard = "\n".join(READ[path](read_aloud(page))) + "\n"
    file = READINGS / f"{path.strip('/').replace('/', '-')}.txt"
    if pytestconfig.getoption("--update"):
        file.parent.mkdir(exist_ok=True)
        file.write_text(heard, encoding="utf-8")
    assert heard == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PAGE_TYPES, scope="module")
def test_nobody_hears_ids_or_the_same_twice(only_read: Page, name: str) -> None:
    heard = read_aloud(only_read)
    if name not in {
        "for-clerks",
        "annotating",
        "posters-guide",
        "word-and-forms",
    }:  # these teach how to write ids
        assert [line for line in heard if re.search(r"\b[an]\d+-\d+|[a-z]+-[a-z]+", line)] == []
    assert [
        line for line, following in pairwise(heard) if line == following and len(line) > 4
    ] == []


# ---------- the same page in every size: last, for it changes the page that was only read ----------


@pytest.mark.parametrize("name", PAGE_TYPES, scope="module")
def test_sizes_of_targets_and_letters(only_read: Page, name: str) -> None:
    """44 px to press, nothing to scroll sideways at 320 px; in 长者模式 60 px to press and letters of 18 px."""
    page = only_read  # by those before
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true; })")
    wrong: dict[str, list[str]] = {}
    modes = {"standard": 44} if name in STANDALONE else {"standard": 44, "长者模式": 60}
    for mode, least in modes.items():
        for screen, size in (*SCREENS.items(), ("zoomed", ZOOMED)):
            page.set_viewport_size(size)
            for title, question, measure in (
                ("too small", TOO_SMALL, least),
                ("too wide", TOO_WIDE, None),
                ("headed twice", HEADED, None),
                ("too faint", TOO_FAINT, 13 if mode == "standard" else 18),
            ):
                if found := page.evaluate(question, measure):
                    wrong[f"{mode}, {screen}, {title}"] = found
            assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        if mode == "standard" and len(modes) > 1:
            turn(page, elder=True, dark=False)
    assert wrong == {}
