"""Inside WeChat and QQ no button is dead: what cannot be done there says so and hands over the address."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from support.chromium import PHONE

AGENTS = {
    "微信": "Mozilla/5.0 (Linux; Android 10; Mi 9) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 "
    "Chrome/86.0.4240.99 XWEB/4313 MMWEBSDK/20220805 Mobile Safari/537.36 MicroMessenger/8.0.27.2220",
    "QQ": "Mozilla/5.0 (Linux; Android 10; Mi 9) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 "
    "Chrome/89.0.4389.72 MQQBrowser/6.2 TBS/046141 Mobile Safari/537.36 V1_AND_SQ_8.9.0 QQ/8.9.0.8540",
}
OTHERS = {
    "qq-browser": "Mozilla/5.0 (Linux; U; Android 10; zh-cn) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 "
    "Chrome/89.0.4389.72 MQQBrowser/13.0 Mobile Safari/537.36",
    "chrome-78": "Mozilla/5.0 (Windows NT 6.1) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/78.0.3904.108 Safari/537.36",
}


@pytest.fixture(params=AGENTS)
def inside(request: pytest.FixtureRequest, browser: Browser) -> Iterator[tuple[Page, str]]:
    """A page inside an app, and the app's name. Printing there does nothing at all."""
    context = browser.new_context(
        locale="zh-CN",
        viewport=PHONE,
        user_agent=AGENTS[request.param],
        has_touch=True,
        service_workers="block",
    )
    page = context.new_page()
    page.add_init_script("window.print = () => { window.printed = true; };")
    yield page, request.param
    context.close()


@pytest.mark.parametrize(
    "path", ["/policies/a8/", "/roles/network-administrator/", "/notice/2016-09-01/"]
)
def test_print_hands_over_the_address(inside: tuple[Page, str], address: str, path: str) -> None:
    page, app = inside
    page.goto(address + path)
    expect(page.get_by_role("button", name="打印", exact=False)).to_have_count(1)
    button = page.get_by_role("button", name="复制网址，到浏览器里打印")
    assert button.evaluate("e => e.scrollWidth <= e.clientWidth && e.clientHeight < 60")
    button.tap()
    hint = page.locator(".inapp-hint")
    expect(hint).to_contain_text(f"{app}里不能打印。网址已经复制")
    expect(hint).to_contain_text("选“在浏览器打开”")
    expect(hint).to_contain_text(address + path)
    expect(hint).to_be_in_viewport()
    assert page.evaluate("window.printed") is None


def test_download_hands_over_the_address(inside: tuple[Page, str], address: str) -> None:
    page, app = inside
    page.goto(f"{address}/about/")
    page.get_by_role("link", name="handbook.json").tap()
    hint = page.locator(".inapp-hint")
    expect(hint).to_contain_text(f"{app}里不能下载")
    expect(hint).to_contain_text(f"{address}/api/v1/handbook.json")
    assert page.url == f"{address}/about/"


def test_where_copying_fails_the_address_can_be_selected(
    inside: tuple[Page, str], address: str
) -> None:
    page, _ = inside
    page.add_init_script("document.execCommand = () => false;")
    page.goto(f"{address}/policies/a8/")
    page.get_by_role("button", name="复制网址，到浏览器里打印").tap()
    expect(page.locator(".inapp-hint")).to_contain_text("请长按下面的网址")
    select = page.locator(".inapp-hint__address").evaluate("e => getComputedStyle(e).userSelect")
    assert select == "all"


def test_a_citation_that_cannot_be_copied_stays(inside: tuple[Page, str], address: str) -> None:
    page, _ = inside
    page.add_init_script("document.execCommand = () => false;")
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined});")
    page.clock.install()
    page.goto(f"{address}/policies/a8/")
    page.get_by_role("button", name="复制出处").first.tap()
    expect(page.locator(".by-hand")).to_contain_text("「附件8引言」")
    page.clock.run_for(60_000)  # longer than a passing word
    expect(page.locator(".by-hand")).to_be_visible()


def test_whatever_needs_a_download_is_covered(inside: tuple[Page, str], address: str) -> None:
    """Posters, forms and calendars will come; none of them may be forgotten."""
    page, _ = inside
    page.goto(f"{address}/about/")
    page.evaluate(
        """() => document.querySelector("article").insertAdjacentHTML("beforeend",
            `<p><a href="x.pdf">一</a></p><p><a href="y" download>二</a></p>
             <p><button data-needs="download">三</button></p>`)"""
    )
    for name in ("一", "二", "三"):
        page.get_by_text(name, exact=True).tap()
        expect(page.locator(".inapp-hint")).to_contain_text("里不能下载")
        page.evaluate("document.querySelector('.inapp-hint').remove()")


@pytest.mark.parametrize("name", OTHERS)
def test_other_browsers_just_do_it(browser: Browser, address: str, name: str) -> None:
    context = browser.new_context(user_agent=OTHERS[name], service_workers="block")
    page = context.new_page()
    page.add_init_script("window.print = () => { window.printed = true; };")
    page.goto(f"{address}/policies/a8/")
    page.get_by_role("button", name="打印本制度").click()
    assert page.evaluate("window.printed")
    expect(page.locator(".inapp-hint")).to_have_count(0)
    context.close()


def test_a_calendar_hands_over_the_address(inside: tuple[Page, str], address: str) -> None:
    """With the merged roles in it: what is copied is the list that the reader looks at."""
    page, app = inside
    path = "/roles/computer-room-manager/?with=network-administrator"
    page.goto(address + path)
    page.get_by_role("button", name="复制网址，到浏览器里加到日历").tap()
    hint = page.locator(".inapp-hint")
    expect(hint).to_contain_text(f"{app}里不能加到日历。网址已经复制")
    expect(hint).to_contain_text(address + path)
    expect(page.locator(".calendar")).to_have_count(0)
