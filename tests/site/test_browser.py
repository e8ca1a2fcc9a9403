"""The site in a real browser: every page type, and what the small script adds."""

from collections.abc import Iterator

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect
from support.chromium import COMPUTER, PHONE
from support.page_types import PAGE_TYPES
from support.visiting import as_new, visit_type
from support.waiting import wait_until

SCREENS = {"phone": PHONE, "computer": COMPUTER}


@pytest.fixture(scope="module")
def one_page(browser: Browser) -> Iterator[Page]:
    """One page for all that a page can be asked: a new one costs more than most of what is asked of it."""
    context = browser.new_context(locale="zh-CN", viewport=COMPUTER, service_workers="block")
    yield context.new_page()
    context.close()


@pytest.fixture
def page(one_page: Page, address: str) -> Iterator[Page]:
    """The page as new, as wide as a computer's."""
    with as_new(one_page, address):
        yield one_page


def test_errata_can_be_undone(page: Page, address: str) -> None:
    page.goto(f"{address}/policies/a8/")
    clause = page.locator("#clause-a8-11 .clause__text")
    expect(clause.locator("ins").first).to_be_visible()
    assert "60天" in clause.inner_text()
    page.get_by_role("button", name="看原文").click()
    assert "6O天" in clause.inner_text()
    assert "60天" not in clause.inner_text()
    page.get_by_role("button", name="看原文").click()
    assert "60天" in clause.inner_text()


def test_a_citation_is_copied_with_its_address(page: Page, address: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{address}/policies/a8/")
    page.locator("#clause-a8-11").get_by_role("button", name="复制出处").click()
    expect(page.get_by_role("status")).to_contain_text("已复制")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"「附件8第十一条」 {address}/policies/a8/#a8-11"


def test_facts_light_the_words_they_rest_on(page: Page, address: str) -> None:
    page.goto(f"{address}/policies/a8/")
    page.locator("#clause-a8-11 .chip--threshold").first.hover()
    assert page.locator("#clause-a8-11 .fact.is-lit").first.inner_text() == "60天"


def test_two_roles_become_one_list(page: Page, address: str) -> None:
    page.goto(f"{address}/roles/network-administrator/")
    alone = page.locator(".duties[data-section] > li").count()
    page.get_by_text("我还兼别的岗位").click()
    page.get_by_label("录课室设备管理员").check()
    page.get_by_role("button", name="合成一张").click()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("网络管理员、录课室设备管理员的职责")
    assert page.url.endswith("?with=recording-room-manager")
    assert page.locator(".duties[data-section] > li").count() > alone
    uses = page.locator('.duties[data-section="each-use"] > li')  # a group the first role has not
    expect(uses).to_have_count(1)
    order = page.locator("h2.role-section").evaluate_all("all => all.map(e => e.id)")
    assert order.index("each-use") < order.index("continuous")
    expect(page.locator("#each-use")).to_have_text("每次使用 1\u00a0项")
    expect(page.get_by_label("录课室设备管理员")).to_be_checked()


def test_only_lines_of_the_fewer_are_marked(page: Page, address: str) -> None:
    """Whoever has two posts sees at once which few lines are the smaller one's, on whichever page."""
    page.goto(f"{address}/roles/recording-room-manager/?with=network-administrator")
    expect(page.locator(".role-facts")).to_contain_text("没有标岗位的，是网络管理员的。")
    hats = page.locator(".duties[data-section] > li").evaluate_all(
        "all => all.map(e => [e.dataset.hat, (e.querySelector('.tag--hat') || {}).textContent || ''])"
    )
    assert {tag for _, tag in hats} == {"", "录课室设备管理员"}
    assert len([tag for _, tag in hats if tag]) < len(hats) / 2
    assert all(tag == ("" if "网络管理员" in hat else hat) for hat, tag in hats)


def test_an_unknown_role_in_the_address_is_passed_over(page: Page, address: str) -> None:
    page.goto(f"{address}/roles/student/?with=nobody,%3Cscript%3E,teacher")
    expect(page.get_by_role("heading", level=1)).to_have_text("学生、教师的职责")


@pytest.mark.parametrize(("width", "height"), [(360, 640), (1024, 768), (1366, 768)])
def test_the_text_of_a_policy_begins_above_the_fold(
    page: Page, address: str, width: int, height: int
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{address}/policies/a8/")
    text = page.locator(".clause__text").first
    line = text.evaluate(
        "e => e.getBoundingClientRect().top + parseFloat(getComputedStyle(e).lineHeight)"
    )
    assert line < height
    tops = page.locator(".doc-tools--row > *").evaluate_all(
        "all => all.map(e => Math.round(e.getBoundingClientRect().top))"
    )
    assert len(set(tops)) == 1  # one row


def test_the_contents_mark_the_clause_that_is_read(page: Page, address: str) -> None:
    page.goto(f"{address}/policies/a8/#a8-11")
    marked = page.locator(".md-nav--secondary .md-nav__link--active")
    expect(marked).to_have_text("第十一条")
    page.evaluate("location.hash = '#a8-4'")
    expect(marked).to_have_text("第四条")
    page.evaluate("location.hash = '#errata'")  # too near the end to be led up to the top
    expect(marked).to_have_text("勘误")


def test_the_contents_of_a_phone_mark_the_clause_and_keep_it_in_sight(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(locale="zh-CN", viewport=PHONE, service_workers="block")
    page = context.new_page()
    page.goto(f"{address}/policies/a8/#a8-11")
    marked = page.locator(".groups .md-nav__link--active")
    expect(marked).to_have_text("第十一条")
    expect(marked).to_be_in_viewport()
    page.evaluate("location.hash = '#a8-4'")
    expect(marked).to_have_text("第四条")
    expect(marked).to_be_in_viewport()
    context.close()


def test_a_page_has_one_width_and_one_grid(page: Page, address: str) -> None:
    """Whatever stands below each other ends at the same place: texts of the search page, cards of home, buttons of a role."""
    edges = "all => Array.from(new Set(all.map(e => Math.round(e.getBoundingClientRect().width))))"
    page.goto(f"{address}/search/")
    assert len(page.locator(".search-form, .search-policies").evaluate_all(edges)) == 1
    page.goto(address)
    assert len(page.locator(".cards > li, .ways > li").evaluate_all(edges)) == 1
    page.goto(f"{address}/roles/network-administrator/")
    assert len(page.locator(".role-tools .switch:not([hidden])").evaluate_all(edges)) == 1


def test_a_number_beside_a_clause_breaks_as_one_sentence(page: Page, address: str) -> None:
    """What is told apart in it, to keep number and unit together, makes no columns."""
    page.goto(f"{address}/policies/a8/#a8-11")
    parts = page.locator(".chip--threshold a").evaluate_all(
        "all => all.map(e => e.childNodes.length)"
    )
    assert parts
    assert set(parts) == {1}


@pytest.mark.parametrize("mode", ["", "elder"])
def test_the_name_of_a_clause_stands_below_what_sticks(
    browser: Browser, address: str, mode: str
) -> None:
    context = browser.new_context(locale="zh-CN", viewport=PHONE, service_workers="block")
    context.add_init_script(f"localStorage.setItem('zhidu.display', '{mode}')")
    page = context.new_page()
    page.goto(f"{address}/policies/a8/#a8-11")
    wait_until(page, "scrollY > 0")
    name, contents = (
        page.locator(selector).evaluate("e => e.getBoundingClientRect().toJSON()")
        for selector in ("#a8-11", ".groups")
    )
    assert name["top"] >= contents["bottom"]
    context.close()


def test_dark_is_remembered_and_else_follows_the_system(browser: Browser, address: str) -> None:
    context = browser.new_context(locale="zh-CN", color_scheme="dark", service_workers="block")
    page = context.new_page()
    page.goto(f"{address}/")
    body = page.locator("body")
    expect(body).to_have_attribute("data-md-color-scheme", "slate")
    page.get_by_role("button", name="深色").click()
    expect(body).to_have_attribute("data-md-color-scheme", "default")
    page.goto(f"{address}/about/")
    expect(body).to_have_attribute("data-md-color-scheme", "default")
    context.close()


def test_what_is_folded_opens_for_who_is_led_there_and_for_paper(page: Page, address: str) -> None:
    page.goto(f"{address}/policies/a8/")
    fold = page.locator("details.clause__duties").first
    fold.locator("li").first.evaluate("e => { e.id = 'led'; }")
    page.evaluate("location.hash = '#led'")
    expect(fold).to_have_attribute("open", "")
    fold.evaluate("e => { e.open = false; }")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(fold).to_have_attribute("open", "")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(fold).not_to_have_attribute("open", "")


def test_no_hash_breaks_a_page(page: Page, address: str) -> None:
    """Half of an encoded letter, as a chat cuts a link: the page is whole, and its buttons are there."""
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{address}/policies/a8/#%E0%A4%A")
    page.evaluate("location.hash = '#%'")
    page.get_by_role("button", name="深色").click()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    assert errors == []


def test_a_policy_prints_like_a_document(page: Page, address: str) -> None:
    page.goto(f"{address}/policies/a8/")
    page.emulate_media(media="print")
    for hidden in (".md-header", ".chips", ".clause__tools", ".doc-next", ".md-footer"):
        expect(page.locator(hidden).first).to_be_hidden()
    expect(page.locator("#clause-a8-1 .clause__text")).to_be_visible()
    indent = page.locator("#clause-a8-1 .clause__text").evaluate(
        "e => getComputedStyle(e).textIndent"
    )
    assert indent != "0px"


PAPER: ViewportSize = {"width": 604, "height": 900}  # between the margins of an A4 sheet


@pytest.mark.parametrize("name", [*PAGE_TYPES])
def test_nothing_is_cut_off_on_paper(page: Page, address: str, name: str) -> None:
    """No text goes on beyond the edge of the sheet, not even in a box that scrolls on a screen."""
    page.set_viewport_size(PAPER)
    page.emulate_media(media="print")
    visit_type(page, address, name)
    cut = page.evaluate(
        """() => {
          const found = [];
          const lines = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          const range = document.createRange();
          while (lines.nextNode()) {
            const text = lines.currentNode;
            if (!text.textContent.trim() || getComputedStyle(text.parentNode).visibility !== "visible") continue;
            if (text.parentNode.closest(".spoken, .said, .clause-heading, thead, script, style, [class*=headerlink], .sheet")) continue;
            range.selectNodeContents(text);
            for (const box of range.getClientRects())
              if (box.width && box.right > innerWidth + 1) { found.push(text.textContent.trim().slice(0, 20)); break; }
          }
          return found;
        }"""
    )
    assert cut == []


@pytest.mark.parametrize(
    "path", ["roles/teacher/", "roles/information-center-director/", "records/"]
)
def test_a_dark_reader_prints_on_white(browser: Browser, address: str, path: str) -> None:
    """Margins, too, with backgrounds printed; and the last sheet holds more than the line that says where all is from."""
    context = browser.new_context(
        locale="zh-CN", viewport=COMPUTER, color_scheme="dark", service_workers="block"
    )
    page = context.new_page()
    page.goto(f"{address}/{path}")
    expect(page.locator("body[data-md-color-scheme='slate']")).to_have_count(1)
    document = pypdfium2.PdfDocument(page.pdf(format="A4", print_background=True))
    for sheet in document:
        picture = sheet.render(scale=0.5).to_pil().convert("L")
        pixels = picture.histogram()
        assert picture.getpixel((2, 2)) == picture.getpixel((150, 2)) == 255
        assert sum(pixels[200:]) / sum(pixels) > 0.7  # a sheet full of words, on white
    assert len(document[len(document) - 1].get_textpage().get_text_bounded()) > 100
    context.close()


def test_a_list_of_duties_takes_few_sheets(page: Page, address: str) -> None:
    """A duty and its place share a line where they fit."""
    page.goto(f"{address}/roles/information-center-director/")
    duties = page.locator(".duties > li").count()
    document = pypdfium2.PdfDocument(page.pdf(format="A4"))
    assert len(document) <= -(-duties // 15)


def test_two_hats_take_three_sheets(page: Page, address: str) -> None:
    page.goto(f"{address}{PAGE_TYPES['roles-merged']}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("、")
    assert len(pypdfium2.PdfDocument(page.pdf(format="A4"))) <= 3


def test_one_clause_is_printed_alone(page: Page, address: str) -> None:
    """Its button is where the address names a clause; what stands under it comes along."""
    page.goto(f"{address}/policies/a1/")
    page.evaluate("window.print = () => {}")
    button = page.get_by_role("button", name="打印这一条")
    expect(button).to_have_count(0)
    page.evaluate("location.hash = '#a1-4'")
    button.click()
    sheets = pypdfium2.PdfDocument(page.pdf(format="A4"))
    words = "".join(sheet.get_textpage().get_text_bounded() for sheet in sheets)
    said = "".join(words.split())
    assert "由主任、技术管理、班级电教设备管理人员组成" in said
    assert "不得泄露、买卖个人信息" in said
    assert "完好率达到" not in said
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    whole = pypdfium2.PdfDocument(page.pdf(format="A4"))
    assert len(whole) > len(sheets)


def test_everything_is_readable_without_scripts(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    page.goto(f"{address}/roles/network-administrator/")
    expect(page.get_by_text("上网记录保留 60 天").first).to_be_visible()
    expect(page.get_by_role("button", name="打印这张单子")).to_have_count(0)
    context.close()


@pytest.mark.parametrize("name", ["home", "policy", "role", "missing"])
def test_the_menu_opens_on_a_phone(browser: Browser, address: str, name: str) -> None:
    context = browser.new_context(locale="zh-CN", viewport=PHONE, service_workers="block")
    page = context.new_page()
    page.goto(address + PAGE_TYPES[name])
    page.get_by_role("button", name="菜单").click()
    page.locator(".md-nav--primary").get_by_role("link", name="我的职责").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("我的职责")
    context.close()


def test_the_contents_name_merged_sections(page: Page, address: str) -> None:
    page.goto(f"{address}/roles/network-administrator/?with=recording-room-manager")
    contents = page.locator(".md-nav--secondary a.md-nav__link")
    expect(contents.filter(has_text="每次使用")).to_have_count(1)


def test_review_shows_one_policy_at_a_time(page: Page, address: str) -> None:
    page.goto(f"{address}/review/")
    everything = page.locator(".review-entry:visible").count()
    page.get_by_label("只看").select_option("a9")
    entries = page.locator(".review-entry:visible")
    assert 0 < entries.count() < everything
    assert all("a9" in (e.get_attribute("data-policies") or "").split() for e in entries.all())
    expect(page.locator(".review-shown")).to_have_text(f"列出 {entries.count()} 处")
    expect(page.locator("#no-actor")).to_be_hidden()
    page.goto(f"{address}/review/?policy=a9")
    expect(page.get_by_label("只看")).to_have_value("a9")
    page.goto(f"{address}/review/?policy=nothing")
    expect(page.locator(".review-entry:visible")).to_have_count(everything)
