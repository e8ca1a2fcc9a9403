"""The archive that opens from a USB stick: unpacked, by double click, under the same content security policy."""

import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page, expect
from support.chromium import COMPUTER
from support.html_pages import pages, target

from zhidu.cli.commands import main
from zhidu.handbook.book import Handbook
from zhidu.office import zip_archive
from zhidu.site import offline

LISTEN = """
window.refused = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.refused.push([event.violatedDirective, event.blockedURI].join(" "));
});
"""


@pytest.fixture(scope="session")
def packed(site: Path, handbook: Handbook, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive of the site."""
    folder = tmp_path_factory.mktemp("archive")
    path = folder / offline.archive_name(handbook.as_of)
    path.write_bytes(offline.archive(site, handbook.as_of))
    return path


@pytest.fixture(scope="session")
def stick(packed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive unpacked, in a folder such as people have."""
    folder = tmp_path_factory.mktemp("优盘 E") / "离线 100%"
    with zipfile.ZipFile(packed) as opened:
        opened.extractall(folder)
    return folder


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page on which nothing goes wrong and nothing is asked of a network."""
    context = browser.new_context(locale="zh-CN", viewport=COMPUTER)
    opened = context.new_page()
    opened.add_init_script(LISTEN)
    wrong: list[str] = []
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    opened.on(
        "request",
        lambda asked: None if asked.url.startswith(("file:", "data:")) else wrong.append(asked.url),
    )
    yield opened
    wrong += opened.evaluate("window.refused")
    context.close()
    assert wrong == []


def test_a_double_click_and_on(page: Page, stick: Path) -> None:
    page.goto((stick / "START.html").as_uri())
    page.wait_for_url("**/zhidu/index.html")
    expect(page.locator(".copy-notice")).to_contain_text("这是离线副本，数据截至")
    page.locator(".card").first.click()
    page.wait_for_url("**/roles/*/index.html")
    page.locator(".duty .cite").first.click()
    page.wait_for_url("**/policies/*/index.html#*")
    page.locator(".md-header .md-logo").click()
    page.wait_for_url("**/zhidu/index.html")
    page.get_by_label("像平时说话一样问").fill("登计册")
    page.get_by_role("button", name="搜索").last.click()
    page.wait_for_url("**/search/index.html?q=*")
    page.locator(".search-hit__cite").first.click()
    page.wait_for_url("**/policies/*/index.html#*")
    expect(page.locator(".clause").first).to_be_visible()


def test_roles_are_merged_and_printed(page: Page, stick: Path) -> None:
    page.goto((stick / "zhidu/roles/network-administrator/index.html").as_uri())
    page.get_by_text("我还兼别的岗位").click()
    page.get_by_label("录课室设备管理员").check()
    page.get_by_role("button", name="合成一张").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("网络管理员、录课室设备管理员的职责")
    merged = page.locator('.duties[data-section="each-use"] .cite').first  # it came as a script
    merged.click()
    page.wait_for_url("**/policies/*/index.html#*")
    page.evaluate("window.print = () => { window.printed = true; }")
    page.get_by_role("button", name="打印本制度").click()
    assert page.evaluate("window.printed")
    page.emulate_media(media="print")
    assert page.pdf()[:5] == b"%PDF-"


def test_every_search_result_opens(page: Page, stick: Path) -> None:
    page.goto((stick / "zhidu/search/index.html").as_uri() + "?q=机房门谁来锁")
    links = page.locator(".search-hit__cite")
    expect(links.first).to_be_visible()
    for number in range(links.count()):
        links.nth(number).focus()  # the keyboard opens files, too
        href = links.nth(number).evaluate("link => link.href")
        assert re.search(r"/index\.html(#|$)", href), href


def test_the_box_in_the_header_opens_files(page: Page, stick: Path) -> None:
    page.goto((stick / "zhidu/policies/a8/index.html").as_uri())
    page.keyboard.press("/")
    page.keyboard.type("钥匙")
    expect(page.locator(".md-search a[href]").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/index.html*")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


@pytest.mark.parametrize("folder", ["policies", "roles", "when", "search", "about"])
def test_pages_are_under_the_policy(browser: Browser, stick: Path, folder: str) -> None:
    page = browser.new_page()
    page.goto((stick / "zhidu" / folder / "index.html").as_uri())
    with pytest.raises(Error, match="Content Security Policy"):
        page.add_script_tag(content="window.ran = 1")
    page.close()


def test_a_browser_that_keeps_nothing_shows_everything(page: Page, stick: Path) -> None:
    """Where cookies are refused, asking for the store is an error."""
    page.add_init_script(
        """for (const name of ["localStorage", "sessionStorage"]) Object.defineProperty(window, name, {
            configurable: true, get() { throw new DOMException("denied", "SecurityError"); } });"""
    )
    page.goto((stick / "zhidu/policies/a8/index.html").as_uri())
    page.locator('[data-display="dark"]').click()
    expect(page.locator("body[data-md-color-scheme=slate]")).to_have_count(1)
    page.get_by_role("button", name="看原文").click()
    expect(page.locator("html.show-original")).to_have_count(1)


def test_without_unpacking_it_says_what_to_do(
    browser: Browser, stick: Path, tmp_path: Path
) -> None:
    """A double click inside the archive unpacks the one page alone."""
    alone = tmp_path / "START.html"
    alone.write_bytes((stick / "START.html").read_bytes())
    page = browser.new_page()
    page.goto(alone.as_uri())
    expect(page.get_by_text("请先把整个压缩包解压")).to_be_visible()
    page.close()


def test_links_lead_to_files_that_are_there(stick: Path) -> None:
    dead = []
    for address, html in pages(stick / "zhidu").items():
        here = address + "index.html" if address.endswith("/") else address
        for tag, link in html.links:
            path, _ = target(here, link)
            if tag in {"a", "form", "script", "img"} and not link.startswith(("http", "data:")):
                file = stick / "zhidu" / path.lstrip("/")
                if not file.is_file():
                    dead.append((address, tag, link))
    assert dead == []


def test_names_are_plain(packed: Path) -> None:
    with zipfile.ZipFile(packed) as opened:
        names = opened.namelist()
        note = opened.read("README.txt").decode("utf-8-sig")
    top = {name.partition("/")[0] for name in names}
    assert top == {"README.txt", "SHA256SUMS", "START.html", "zhidu"}
    assert all(re.fullmatch(r"[A-Za-z0-9._/-]{1,100}", name) for name in names)
    assert not [
        name for name in names if name.endswith((".map", "sw.js", "manifest.json", "_headers"))
    ]
    assert "双击 START.html" in note
    assert "\r\n" in note


def test_same_site_same_bytes(packed: Path, site: Path, handbook: Handbook) -> None:
    assert packed.read_bytes() == offline.archive(site, handbook.as_of)


def test_order_and_clock_do_not_matter(handbook: Handbook) -> None:
    entries = [("b.txt", b"2"), ("a.txt", b"1")]
    one = zip_archive.zipped(entries, handbook.as_of)
    assert one == zip_archive.zipped(reversed(entries), handbook.as_of)
    with pytest.raises(UnicodeEncodeError):
        zip_archive.zipped([("中.txt", b"")], handbook.as_of)


@pytest.mark.parametrize(
    ("html", "made"),
    [
        ('<a href="../roles/">', '<a href="../roles/index.html">'),
        ('<a class="x" href="../..">', '<a class="x" href="../../index.html">'),
        ('<a href=".">', '<a href="./index.html">'),
        ('<a href="a8/#a8-1">', '<a href="a8/index.html#a8-1">'),
        ('<form action="search/">', '<form action="search/index.html">'),
        ('<a href="#x">', '<a href="#x">'),
        ('<a href="?with=x">', '<a href="?with=x">'),
        ('<a href="https://e.test/">', '<a href="https://e.test/">'),
        ('<a href="mailto:x@e.test">', '<a href="mailto:x@e.test">'),
        ('<a href="api/v1/handbook.json">', '<a href="api/v1/handbook.json">'),
        (
            "<script>var a = '<a href=\"x/\">'</script>",
            "<script>var a = '<a href=\"x/\">'</script>",
        ),
        ('<p>汉</p>\n<a\nhref="x/">汉</a>', '<p>汉</p>\n<a\nhref="x/index.html">汉</a>'),
    ],
)
def test_links_are_written_out(html: str, made: str) -> None:
    assert offline.relinked(html) == made


def test_the_command_makes_it(
    project: Path,
    site: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    packed: Path,
) -> None:
    copy = shutil.copytree(project, tmp_path / "project")
    assert main(["build", "--offline", "--root", str(copy), "--site-dir", str(tmp_path / "s")]) == 0
    assert f"离线包在 {tmp_path / packed.name}" in capsys.readouterr().out
    assert (tmp_path / packed.name).read_bytes() == packed.read_bytes()
    assert json.loads((site / "manifest.json").read_text(encoding="utf-8"))["start_url"] == "./"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["project", "s", packed.name]
