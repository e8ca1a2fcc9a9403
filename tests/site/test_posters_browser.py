"""The gallery, the verify pages and the page that prints itself, in a real browser."""

import gzip
import io
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pypdf
import pytest
from playwright.sync_api import Browser, Page, Route
from support.chromium import COMPUTER, PHONE
from support.visiting import visit
from support.waiting import wait_until

from zhidu.handbook.book import Handbook
from zhidu.views.on_paper.printed_text import printed

STRICT = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'"
PAPERS = {
    "a4": (210, 297),
    "a4-landscape": (297, 210),
    "a3": (297, 420),
    "a3-landscape": (420, 297),
    "600x900": (600, 900),
}
HOSTILE = '<img src=x onerror="document.title=1">#{$"&校'


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="zh-CN", viewport=COMPUTER, service_workers="block")
    yield context.new_page()
    context.close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=PHONE, service_workers="block")
    yield context.new_page()
    context.close()


@pytest.fixture
def without_scripts(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=False, viewport=COMPUTER)
    yield context.new_page()
    context.close()


def strictly(page: Page, address: str) -> list[str]:
    """Open *address* under a policy that allows nothing inline; what the browser had to say."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))

    def with_policy(route: Route) -> None:
        answer = route.fetch()
        headers = {**answer.headers, "content-security-policy": STRICT}
        route.fulfill(response=answer, headers=headers)

    page.route(address, with_policy)
    visit(page, address)
    return said


@pytest.mark.parametrize("policy", ["a2", "a9"])
def test_the_sheet_prints_on_one_page_of_every_paper(
    page: Page, address: str, policy: str, handbook: Handbook
) -> None:
    said = strictly(page, f"{address}/posters/{policy}/print/")
    page.fill("#school", "示例县第一中学")
    for paper, (width, height) in PAPERS.items():
        page.select_option("#paper", paper)
        for look in ("plain", "red", "blue"):
            page.select_option("#look", look)
            inside = page.evaluate(
                "(() => { const b = document.querySelector('.sheet__body'), t = document.querySelector('.sheet__text');"
                " return t.scrollHeight <= b.clientHeight && t.scrollWidth <= b.clientWidth + 1; })()"
            )
            assert inside, (paper, look)
        pdf = page.pdf(prefer_css_page_size=True, print_background=True)
        reader = pypdf.PdfReader(io.BytesIO(pdf))
        assert len(reader.pages) == 1, paper
        box = reader.pages[0].mediabox
        assert abs(float(box.width) / 72 * 25.4 - width) < 1
        assert abs(float(box.height) / 72 * 25.4 - height) < 1
    shown = "".join(page.inner_text(".sheet").split())
    for line in printed(handbook.current[policy]).lines:
        assert "".join(line.split()) in shown
    assert not said


def test_the_name_that_the_gallery_asks_for_stands_on_the_poster(page: Page, address: str) -> None:
    visit(page, f"{address}/posters/")
    page.get_by_label("学校名称").fill("示例县第一中学")
    page.get_by_label("学校名称").press("Tab")
    visit(page, f"{address}/posters/a3/print/")
    assert page.input_value("#school") == "示例县第一中学"
    assert page.inner_text(".sheet__school") == "示例县第一中学"
    page.fill("#school", "示例县第二中学")
    page.press("#school", "Tab")
    visit(page, f"{address}/posters/")
    assert page.input_value("#shelf-school") == "示例县第二中学"


def test_the_text_begins_where_the_rule_below_it_does(page: Page, address: str) -> None:
    """The column of numbers is as wide as the longest: nothing is cut off, nothing indented for a number not there."""
    for policy, longest in (("a1", 3.2), ("a2", 2.2), ("a3", 3.2), ("a9", 2.2)):
        strictly(page, f"{address}/posters/{policy}/print/")
        widths = page.evaluate(
            "[...document.querySelectorAll('.sheet__block b')].map(b => [b.scrollWidth <= b.clientWidth,"
            " Math.round(b.offsetWidth / parseFloat(getComputedStyle(b).fontSize) * 10) / 10])"
        )
        assert all(fits for fits, _ in widths), policy
        assert max(width for _, width in widths) == pytest.approx(longest, abs=0.1), policy


def test_what_is_said_of_the_sheet_keeps_clear_of_the_form(page: Page, address: str) -> None:
    strictly(page, f"{address}/posters/a2/print/")
    form = page.locator(".tools__form").bounding_box()
    note = page.locator(".tools__note").bounding_box()
    assert form is not None
    assert note is not None
    assert note["y"] - form["y"] - form["height"] >= 8


def test_no_line_ends_within_an_option(phone: Page, address: str) -> None:
    page = phone
    page.goto(f"{address}/posters/a2/")
    lines = page.evaluate(
        "[...document.querySelectorAll('.shelf__options code')].map(c => c.getClientRects().length)"
    )
    assert lines == [1, 1, 1]


def test_the_largest_type_is_used(page: Page, address: str) -> None:
    strictly(page, f"{address}/posters/a3/print/")
    full = page.evaluate(
        "document.querySelector('.sheet__text').offsetHeight / document.querySelector('.sheet__body').clientHeight"
    )
    assert full > 0.85
    longest = page.evaluate("parseFloat(document.querySelector('.sheet__text').style.fontSize)")
    page.goto(f"{address}/posters/a2/print/")
    assert (
        page.evaluate("parseFloat(document.querySelector('.sheet__text').style.fontSize)") < longest
    )


def test_a_typed_name_is_only_text(page: Page, address: str) -> None:
    said = strictly(page, f"{address}/posters/a8/print/")
    page.fill("#school", HOSTILE + "\u202e")
    assert page.inner_text(".sheet__school") == HOSTILE[:40]
    assert page.locator(".sheet img").count() == 0
    assert "打印" in page.title()
    page.fill("#school", "校" * 60)
    assert page.evaluate(
        "(() => { const s = document.querySelector('.sheet__school'); return s.scrollWidth <= s.clientWidth + 1; })()"
    )
    assert len(page.inner_text(".sheet__school")) == 40
    assert not said


def test_the_sheet_is_there_without_scripts(without_scripts: Page, address: str) -> None:
    page = without_scripts
    page.goto(f"{address}/posters/a8/print/")
    pdf = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    assert len(pdf.pages) == 1


def test_the_gallery_is_filtered_by_room_and_role(page: Page, address: str) -> None:
    visit(page, f"{address}/posters/?room=computer-room")
    titles = page.locator(".shelf__item:visible .shelf__title").all_inner_texts()
    assert len(titles) == 3
    assert page.inner_text(".shelf-filter__count") == "选出 3 张海报"
    none = "照这样选，没有职责牌。职责牌按岗位挂，不分场所。"
    assert page.locator(".shelf__none:visible").all_inner_texts() == [none]
    assert page.locator(".shelf:visible").count() == 1
    page.select_option("#shelf-room", "")
    assert page.locator(".shelf__none:visible").count() == 0
    page.select_option("#shelf-role", "recording-room-manager")
    assert page.url.endswith("?role=recording-room-manager")
    shown = page.locator(".shelf__item:visible .shelf__title").all_inner_texts()
    assert page.inner_text(".shelf-filter__count") == f"选出 {len(shown) - 1} 张海报、1 张职责牌"
    assert any("录课室" in title for title in shown)
    assert len(shown) < 11
    page.goto(f"{address}/posters/?room=%3Cscript%3E")
    assert page.locator(".shelf__item:visible").count() > 11


def test_a_phone_fetches_only_the_pictures_about_to_be_seen(
    phone: Page, address: str, site: Path
) -> None:
    page = phone
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(urlsplit(request.url).path))
    visit(page, f"{address}/posters/")
    assert 1 <= sum(path.endswith(".webp") for path in fetched) <= 4
    files = [site / (path + "index.html" if path.endswith("/") else path)[1:] for path in fetched]
    assert sum(len(gzip.compress(file.read_bytes())) for file in files) <= 130_000


def test_the_gallery_has_its_pictures_without_scripts(without_scripts: Page, address: str) -> None:
    page = without_scripts
    page.goto(f"{address}/posters/")
    assert page.locator(".shelf__picture img").count() > 11


def test_every_picture_of_the_gallery_loads(page: Page, address: str) -> None:
    visit(page, f"{address}/posters/a8/")
    for picture in page.locator(".look__picture").all():
        picture.scroll_into_view_if_needed()
    wait_until(page, "[...document.images].every(i => i.complete && i.naturalWidth)")
    assert page.locator(".look__picture").count() >= 4


def test_a_poster_s_code_finds_its_text(phone: Page, address: str, handbook: Handbook) -> None:
    text = printed(handbook.current["a8"])
    page = phone
    visit(page, f"{address}/verify/a8/{text.edition}/#{text.hash}")
    assert page.locator(".verify__match:visible").count() == 1
    assert page.locator(".verify__none:visible").count() == 0
    assert page.locator(".verify__state").bounding_box() is not None
    box = page.locator(".verify__state").bounding_box()
    assert box is not None
    assert 0 <= box["y"] < PHONE["height"], "what matters most is on the first screen"
    page.goto(f"{address}/verify/a8/{text.edition}/#0badc0de")
    wait_until(page, "!document.querySelector('.verify__none').hidden")
    assert page.inner_text(".verify__asked") == "0badc0de"
    told = page.locator(".verify__none").bounding_box()
    assert told is not None
    assert told["y"] + told["height"] <= PHONE["height"], "told on the first screen, and first"
    assert told["y"] < page.locator(".verify__state").evaluate("e => e.getBoundingClientRect().top")
    badge = page.locator(".verify__state strong")
    ground = "e => getComputedStyle(e).backgroundColor"
    assert badge.evaluate(ground) == "rgba(0, 0, 0, 0)", "nothing green that says: in force"
    for cut in (text.hash[:4], f"{text.hash}0", text.hash[:-1] + "x", ""):
        visit(page, "about:blank")
        visit(page, f"{address}/verify/a8/{text.edition}/#{cut}")
        assert badge.evaluate(ground) == "rgba(0, 0, 0, 0)", cut
        assert page.locator(".verify__cut:visible").count() == bool(cut), cut
    page.goto(f"{address}/verify/a8/{text.edition}/#{text.hash}")
    assert badge.evaluate(ground) == "rgb(29, 107, 58)"


def test_a_download_is_saved_under_a_name_that_people_read(page: Page, address: str) -> None:
    page.goto(f"{address}/posters/a8/")
    names = page.locator("#theme-blue + .look a.files__link").evaluate_all(
        "all => all.map(a => [a.getAttribute('download'), a.innerText.split('\\n')[0], a.querySelector('.files__usual') !== null])"
    )
    assert len({name for name, _, _ in names}) == len(names)
    assert ["附件8 云岭县网络管理员职责-600x900-湛蓝.pdf", "600×900 毫米", True] in names
    assert ["附件8 云岭县网络管理员职责-900x600-湛蓝.pdf", "900×600 毫米（横幅）", False] in names
    assert sum(usual for _, _, usual in names) == 1
    with page.expect_download() as saved:
        page.locator("a.files__link").first.click()
    assert saved.value.suggested_filename == "附件8 云岭县网络管理员职责-A4-湛蓝.pdf"
    page.goto(f"{address}/posters/")
    card = page.locator("#card-network-administrator .shelf__files a")
    assert card.evaluate_all("all => all.map(a => a.getAttribute('download'))") == [
        "网络管理员岗位职责-A4.pdf",
        "网络管理员岗位职责-400x600.pdf",
        "网络管理员岗位职责-口袋卡.pdf",
    ]
