"""The service worker: the site without a network, and copies that say that they are copies."""

import json
import re
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from support.chromium import PHONE
from support.site_server import serving
from support.visiting import visit

from zhidu.handbook.book import Handbook
from zhidu.site.delivery import deliver

KEPT = """async () => {
    const names = await caches.keys();
    const stores = await Promise.all(names.map((name) => caches.open(name)));
    const kept = await Promise.all(stores.map((store) => store.keys()));
    return kept.flat().map((request) => request.url);
}"""
BODIES = """async () => {
    const found = {};
    for (const name of await caches.keys()) {
        const store = await caches.open(name);
        for (const request of await store.keys()) {
            const path = new URL(request.url).pathname.slice(1);
            found[path] = await (await store.match(request)).text();
        }
    }
    return found;
}"""
ROLE = "roles/network-administrator/"
PART = ("about", "api", "assets", "offline", "policies/a8", ROLE, "search")


def part(site: Path, folder: Path, names: Iterable[str]) -> Path:
    """*site* with the folders *names* alone, in *folder*: a few pages are kept sooner than all."""
    for name in names:
        shutil.copytree(site / name, folder / name)
    for path in (*site.glob("*.*"), site / "_headers"):
        shutil.copy(path, folder)
    for name in ("policies", "roles"):
        shutil.copy(site / name / "index.html", folder / name)
    assert deliver(folder) == ()
    return folder


@pytest.fixture
def own(site: Path, tmp_path: Path) -> Path:
    """A part of the site that a test may change."""
    folder = part(site, tmp_path / "site", PART)
    assert list(folder.rglob("*.pdf"))
    return folder


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(locale="zh-CN", viewport=PHONE)
    yield made
    made.close()


def notice(page: Page) -> str:
    """The first line of a copy; of the page itself, nothing."""
    line = page.locator(".copy-notice")
    return line.inner_text() if line.count() else ""


def until(page: Page, promise: str) -> None:
    """Wait until what *promise* gives is true."""
    for _ in range(600):
        if page.evaluate(promise):
            return
        page.wait_for_timeout(100)
    pytest.fail(f"still not so: {promise}")


@contextmanager
def kept(
    context: BrowserContext,
    folder: Path,
    under: str = "/",
    sent: Callable[[str, int], None] | None = None,
    *,
    renewed: bool = False,
) -> Iterator[tuple[Page, str]]:
    """A page of the site, everything kept, and its address. Where the site is *renewed* later, the page reads on in real
    time: its worker is asked for copies when the browser has had time to look for a newer one."""
    worker = (folder / "sw.js").read_text(encoding="utf-8")
    listed = json.loads(worker.partition("COPY = ")[2].partition(";\n")[0])
    count = len(list(folder.rglob("*.html"))) - 1  # without the page for what is missing
    with serving(folder, under=under, sent=sent) as address:
        page = context.new_page()
        if not renewed:
            page.clock.install()
        page.goto(f"{address}/")
        if not renewed:
            page.clock.fast_forward(5_000)
        last = f"{address}/{list(listed['rest'])[-1]}"
        until(page, f"caches.match({json.dumps(last)}).then(Boolean)")
        assert len([url for url in page.evaluate(f"({KEPT})()") if url.endswith("/")]) >= count
        yield page, address


@pytest.mark.parametrize("under", ["/", "/xinxihua/zhidu/"])
def test_everything_is_there_without_a_network(
    context: BrowserContext, site: Path, handbook: Handbook, tmp_path: Path, under: str
) -> None:
    policies = [f"policies/{policy}" for policy in handbook.current]
    asked = {*PART, *policies, "roles/recording-room-manager"}
    whole = site if under == "/" else part(site, tmp_path, asked)
    with kept(context, whole, under) as (page, address):
        assert notice(page) == ""
    # the server is gone
    page.goto(f"{address}/{ROLE}?with=recording-room-manager")
    today = datetime.now(UTC).astimezone()
    assert notice(page) == (
        f"没有网络。这是 {today.year}年{today.month}月{today.day}日 保存的副本"
        f"（数据截至 {handbook.as_of}），可能不是最新。"
    )
    expect(page.get_by_role("heading", level=1)).to_have_text("网络管理员、录课室设备管理员的职责")
    page.goto(f"{address}/search/?q=钥匙")
    expect(page.locator(".search-hit").first).to_be_visible()
    page.locator(".search-hit__cite").first.click()
    expect(page.locator(".copy-notice")).to_have_count(1)
    expect(page.locator(".clause").first).to_be_visible()
    for policy in policies:
        page.goto(f"{address}/{policy}/")
        assert "可能不是最新" in notice(page)


def test_new_text_comes_first_and_an_old_copy_says_so(context: BrowserContext, own: Path) -> None:
    path = own / ROLE / "index.html"
    with kept(context, own, renewed=True) as (page, address):
        page.goto(f"{address}/{ROLE}")
        assert notice(page) == ""
        context.set_offline(offline=True)
        page.reload()
        assert "没有网络。这是" in notice(page)
        saved = page.locator(".copy-notice").get_attribute("data-saved") or ""
        assert abs((datetime.now(UTC) - datetime.fromisoformat(saved)).total_seconds()) < 600
        path.write_text(
            path.read_text(encoding="utf-8").replace("上网记录保留", "上网记录一直保留"),
            encoding="utf-8",
        )
        assert deliver(own) == ()
        (old,) = page.evaluate("caches.keys()")
        page.reload()
        expect(page.get_by_text("上网记录一直保留")).to_have_count(0)
        assert "可能不是最新" in notice(page)
        context.set_offline(offline=False)
        page.reload()
        expect(page.get_by_text("上网记录一直保留").first).to_be_visible()
        assert notice(page) == ""
        until(page, f"caches.keys().then((n) => n.length === 1 && n[0] !== {json.dumps(old)})")
        context.set_offline(offline=True)
        page.reload()  # the copy is the newer one now
        expect(page.get_by_text("上网记录一直保留").first).to_be_visible()


@pytest.mark.parametrize("wrong", ["half", "other words"])
def test_what_is_not_what_the_list_says_is_never_kept(
    context: BrowserContext, own: Path, wrong: str
) -> None:
    """Half an answer, or another page in its place, is shown as it came; the copy stays the page that was built."""
    path = own / "policies" / "a8" / "index.html"
    text = path.read_text(encoding="utf-8")
    with kept(context, own) as (page, address):
        sent = text[: text.index("a8-11")] if wrong == "half" else text.replace("网络", "电话")
        path.write_text(sent, encoding="utf-8")
        (own / "assets" / "zhidu" / "display.js").write_text("document.title = 'bad';")
        for _ in range(2):
            page.goto(f"{address}/policies/a8/")
            assert notice(page) == ""
        page.goto(f"{address}/about/")
        bodies = page.evaluate(BODIES)
    assert bodies["policies/a8/"] == text
    assert "bad" not in bodies["assets/zhidu/display.js"]
    page.goto(f"{address}/policies/a8/")
    assert "可能不是最新" in notice(page)
    expect(page.locator('[id="a8-11"]')).to_be_visible()


def test_a_new_build_replaces_the_copies(context: BrowserContext, own: Path) -> None:
    with kept(context, own, renewed=True) as (page, address):
        (old,) = page.evaluate("caches.keys()")
        path = own / "policies" / "index.html"
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("全部制度</h1>", "全部现行制度</h1>"), encoding="utf-8")
        assert deliver(own) == ()
        page.goto(f"{address}/about/")
        until(page, f"caches.keys().then((n) => n.length === 1 && n[0] !== {json.dumps(old)})")
    page.goto(f"{address}/policies/")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("^全部现行制度"))
    assert "没有网络" in notice(page)


def test_a_build_that_takes_long_to_take_over_replaces_the_copies_too(
    context: BrowserContext, own: Path
) -> None:
    """On a slow line the copies are asked for while the worker of the build before is still the one in force."""
    late = threading.Event()

    def hold(path: str, _: int) -> None:
        if path == "/sw.js" and renewed.is_set():
            late.wait(60)

    renewed = threading.Event()
    with kept(context, own, sent=hold, renewed=True) as (page, address):
        (old,) = page.evaluate("caches.keys()")
        path = own / "policies" / "index.html"
        path.write_text(path.read_text(encoding="utf-8") + "<!-- newer -->", encoding="utf-8")
        assert deliver(own) == ()
        renewed.set()
        page.add_init_script(
            "const post = ServiceWorker.prototype.postMessage;"
            "ServiceWorker.prototype.postMessage = function (word) {"
            " window.asked = word; post.call(this, word); };"
        )
        page.goto(f"{address}/about/")
        until(page, "window.asked === 'fill'")
        late.set()
        until(page, f"caches.keys().then((n) => n.length === 1 && n[0] !== {json.dumps(old)})")


def test_what_was_not_kept_says_so(context: BrowserContext, own: Path) -> None:
    with kept(context, own) as (page, address):
        assert not [url for url in page.evaluate(f"({KEPT})()") if url.endswith((".pdf", ".json"))]
    for missing in ("policies/a99/", "api/v1/handbook.json"):
        page.goto(f"{address}/{missing}")
        expect(page.get_by_role("heading", level=1)).to_have_text("现在没有网络")
    page.get_by_role("link", name="搜索").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("搜索")


def test_a_part_that_is_a_copy_is_told_of(context: BrowserContext, own: Path) -> None:
    """The page is new and its data are not: the reader must know."""
    with kept(context, own) as (page, address):
        context.route("**/search/data.js", lambda route: route.abort())
        page.goto(f"{address}/search/?q=钥匙")
        expect(page.locator(".search-hit").first).to_be_visible()
        expect(page.locator(".copy-notice")).to_contain_text("可能不是最新")


def test_a_server_in_trouble_is_as_good_as_none(context: BrowserContext, own: Path) -> None:
    with kept(context, own) as (page, address):
        context.route(
            "**/policies/a8/", lambda route: route.fulfill(status=502, body="bad gateway")
        )
        page.goto(f"{address}/policies/a8/")
        assert notice(page).startswith("网站暂时打不开。这是")
        expect(page.locator(".clause").first).to_be_visible()


def test_it_can_be_installed(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.goto(f"{address}/")
    session = context.new_cdp_session(page)
    manifest = session.send("Page.getAppManifest")
    assert manifest["errors"] == []
    assert manifest["url"] == f"{address}/manifest.json"
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    problems = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    # a private window, which every test has, never offers to install
    assert [p["errorId"] for p in problems if p["errorId"] != "in-incognito"] == []


def test_a_live_server_has_no_worker(site: Path, tmp_path: Path, browser: Browser) -> None:
    """What marks a delivered site is its manifest; a page without it starts nothing."""
    page_file = tmp_path / "index.html"
    html = (site / "index.html").read_text(encoding="utf-8")
    page_file.write_text(re.sub("<!--delivery-->.*?<!--/delivery-->", "", html), encoding="utf-8")
    shutil.copytree(site / "assets", tmp_path / "assets")
    shutil.copy(site / "sw.js", tmp_path)
    with serving(tmp_path) as address:
        page = browser.new_page()
        visit(page, f"{address}/")
        registered = page.evaluate("navigator.serviceWorker.getRegistrations()")
        page.close()
    assert registered == []
