"""Every page opens clean. Nothing from elsewhere, nothing inline that is not named: the content security policy."""

import base64
import hashlib
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Error, Page, ProxySettings, Request, expect
from support.chromium import COMPUTER, PHONE
from support.page_types import PAGE_TYPES
from support.site_server import serving
from support.visiting import visit_type
from support.waiting import wait_until

from zhidu.site import csp
from zhidu.site.delivery import deliver, facts

LISTEN = """
window.refused = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.refused.push([event.violatedDirective, event.blockedURI, event.sourceFile].join(" "));
});
"""
SCREENS = {"phone": PHONE, "computer": COMPUTER}
# The words of labelled cells that stand where the label does, on a phone: a sentence there was broken into cells.
UNDER_THE_LABEL = """() => [...document.querySelectorAll("td[data-label]")].filter(cell => {
  const range = document.createRange();
  range.selectNodeContents(cell);
  const left = cell.getBoundingClientRect().left + 30;
  return [...range.getClientRects()].some(piece => piece.width > 0 && piece.left < left);
}).map(cell => cell.textContent)"""


def served_policy(site: Path) -> str:
    """The policy as the site's own header file has it."""
    lines = (site / "_headers").read_text(encoding="utf-8").splitlines()
    (line,) = [line for line in lines if "Content-Security-Policy:" in line]
    return line.partition(": ")[2]


@pytest.fixture(scope="module")
def twice_guarded(site: Path) -> Iterator[str]:
    """The site, with the policy in its pages and as a header besides: whatever either refuses is refused."""
    with serving(site, headers={"Content-Security-Policy": served_policy(site)}) as address:
        yield address


@pytest.fixture(scope="module", params=["address", "twice_guarded"])
def guarded(request: pytest.FixtureRequest) -> str:
    """The site, with the policy in its pages alone, and as a header besides."""
    found: str = request.getfixturevalue(request.param)
    return found


@contextmanager
def watched(page: Page) -> Iterator[list[str]]:
    """What was refused or went wrong on *page*."""
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    yield wrong
    wrong += page.evaluate("window.refused")


class _Recorder(socketserver.StreamRequestHandler):
    """A proxy that answers by itself and notes who asked."""

    asked: list[str]

    def handle(self) -> None:
        self.asked.append(self.rfile.readline().decode(errors="replace").strip())
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx")


@contextmanager
def recorder() -> Iterator[tuple[ProxySettings, list[str]]]:
    """A proxy, and every request that reached it. Loopback is reached without it: what it sees was meant for another host."""
    asked: list[str] = []
    handler = type("Recorder", (_Recorder,), {"asked": asked})
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield (
            {"server": f"http://127.0.0.1:{server.server_address[1]}", "bypass": "127.0.0.1"},
            asked,
        )
        server.shutdown()


@pytest.fixture(scope="module")
def outside() -> Iterator[tuple[ProxySettings, list[str]]]:
    """The proxy of the page below."""
    with recorder() as found:
        yield found


@pytest.fixture(scope="module")
def one_page(browser: Browser, outside: tuple[ProxySettings, list[str]]) -> Iterator[Page]:
    """One page for looking at many addresses: a new one costs more than most of what is asked of it."""
    made = browser.new_context(locale="zh-CN", service_workers="block", proxy=outside[0])
    made.add_init_script(LISTEN)
    yield made.new_page()
    made.close()


@pytest.fixture
def page(one_page: Page) -> Iterator[Page]:
    """The page as new: nothing open, nothing remembered of the test before."""
    one_page.set_viewport_size(COMPUTER)
    yield one_page
    one_page.evaluate("localStorage.clear()")


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("name", PAGE_TYPES)
def test_page_loads_clean(
    page: Page,
    twice_guarded: str,
    outside: tuple[ProxySettings, list[str]],
    name: str,
    screen: str,
) -> None:
    """No error, nothing refused, no request to another host, no sideways scrolling, whole cells, a Chinese title."""
    page.set_viewport_size(SCREENS[screen])
    requests: list[str] = []

    def asked(request: Request) -> None:
        requests.append(request.url)

    page.on("request", asked)
    with watched(page) as wrong:
        visit_type(page, twice_guarded, name)
    page.remove_listener("request", asked)
    assert [text for text in wrong if "404 (" not in text or name != "missing"] == []
    assert requests
    assert [r for r in requests if not r.startswith((twice_guarded, "data:", "blob:"))] == []
    assert outside[1] == []
    assert page.evaluate("document.documentElement.lang") == "zh-Hans"
    assert page.title()
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= SCREENS[screen]["width"]
    if screen == "phone":
        assert page.evaluate(UNDER_THE_LABEL) == []


def test_nothing_that_people_do_is_refused(page: Page, guarded: str) -> None:
    with watched(page) as wrong:
        page.goto(f"{guarded}/policies/a8/")
        page.locator('[data-display="dark"]').click()
        page.locator(".chip").first.hover()
        page.get_by_role("button", name="看原文").click()
        page.get_by_role("button", name="复制出处").first.click()
        page.evaluate("window.print = () => {}")
        page.get_by_role("button", name="打印本制度").click()
        page.goto(f"{guarded}/roles/network-administrator/")
        page.get_by_text("我还兼别的岗位").click()
        page.get_by_label("录课室设备管理员").check()
        page.get_by_role("button", name="合成一张").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("录课室设备管理员")
        page.goto(f"{guarded}/search/?q=钥匙")
        expect(page.locator(".search-hit").first).to_be_visible()
    assert wrong == []


def test_the_policy_is_in_force(page: Page, guarded: str) -> None:
    page.goto(f"{guarded}/")
    with pytest.raises(Error, match="Content Security Policy"):
        page.add_script_tag(content="window.ran = 1")
    page.evaluate(
        """() => {
            const image = new Image();
            image.src = "http://198.51.100.1/x.png";
            document.body.insertAdjacentHTML("beforeend", "<p id=styled style='color: red'>x</p>");
        }"""
    )
    wait_until(page, "window.refused.length >= 3")
    assert page.evaluate("window.ran") is None
    kinds = {refused.split()[0] for refused in page.evaluate("window.refused")}
    assert kinds == {"script-src-elem", "img-src", "style-src-attr"}


def test_no_request_goes_to_another_host(browser: Browser, address: str) -> None:
    """Nor does the worker that keeps all pages send one, nor what the browser itself looks up for a page."""
    with recorder() as (proxy, asked):
        context = browser.new_context(locale="zh-CN", proxy=proxy)
        requested: list[str] = []
        context.on("request", lambda request: requested.append(request.url))
        page = context.new_page()
        visit_type(page, address, "home")
        page.evaluate("navigator.serviceWorker.ready.then(() => null)")
        assert context.service_workers
        context.new_cdp_session(page).send("Page.getAppManifest")
        assert asked == []
        page.goto("http://elsewhere.test/")  # the proxy does see what it should
        assert asked
        context.close()
    hosts = {urlsplit(url).netloc for url in requested if not url.startswith("data:")}
    assert hosts == {urlsplit(address).netloc, "elsewhere.test"}
    assert len(requested) > 5


# ---------- how it is made


def test_a_script_runs_by_its_hash() -> None:
    html = "<p>x</p><script>alert('汉')</script><script src=a.js></script><style>p{}</style>"
    page = csp.inline(html)
    expected = base64.b64encode(hashlib.sha256("alert('汉')".encode()).digest()).decode()
    assert page.scripts == (f"'sha256-{expected}'",)
    assert len(page.styles) == 1
    assert page.faults == ()
    assert f"script-src 'self' 'sha256-{expected}';" in csp.meta(page)
    assert "unsafe" not in csp.meta(page) + csp.header([page])


@pytest.mark.parametrize("html", ["", " \n", "<!-- x -->"])
def test_an_empty_page_has_nothing_inline(html: str) -> None:
    assert csp.inline(html) == csp.Inline(scripts=(), styles=(), faults=())


def test_data_blocks_need_no_hash() -> None:
    html = '<script type="application/json">{"a": "</b>"}</script><script type=module>x</script>'
    assert len(csp.inline(html).scripts) == 1


@pytest.mark.parametrize(
    ("html", "told"),
    [
        (
            '<p style="color: red">',
            "p 的 style=“color: red”：写在标签里的样式不起作用，请写进样式表",
        ),
        ("<p onclick='x()'>", "p 的 onclick=“x()”：写在标签里的脚本不会运行"),
        ("<a href=' JavaScript:x()'>", "a 的 href=“ JavaScript:x()”：写在网址里的脚本不会运行"),
        (
            "<img src=//e.test/x.png>",
            "img 的 src=“//e.test/x.png”：不能从别的网站取东西，请把文件放到本站",
        ),
        (
            "<link rel=stylesheet href=https://e.test/x.css>",
            "link 的 href=“https://e.test/x.css”：不能从别的网站取东西，请把文件放到本站",
        ),
    ],
)
def test_what_could_not_work_is_told(html: str, told: str) -> None:
    assert csp.inline(html).faults == (told,)


@pytest.mark.parametrize(
    "html",
    [
        "<a href=https://e.test/>x</a>",
        "<link rel=canonical href=https://e.test/>",
        "<img src=x.png>",
        "<p data-style=x>",
        "<script>var a = '<p style=x onclick=y>'</script>",
    ],
)
def test_what_works_is_no_fault(html: str) -> None:
    assert csp.inline(html).faults == ()


def test_every_page_has_its_policy_before_any_script(site: Path) -> None:
    for path in site.rglob("*.html"):
        html = path.read_text(encoding="utf-8")
        assert html.count("http-equiv=") == 1, path
        place = html.index('<meta http-equiv="Content-Security-Policy"')
        assert html.index("<meta charset") < place < html.index("<script"), path
        assert place < 1024, path  # where a browser looks for the encoding


def test_doing_it_twice_changes_nothing(site: Path, tmp_path: Path) -> None:
    page = tmp_path / "index.html"
    page.write_text((site / "index.html").read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "sw.js").write_bytes((site / "sw.js").read_bytes())
    assert deliver(tmp_path) == ()
    once = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert deliver(tmp_path) == ()
    assert once == {path.name: path.read_bytes() for path in tmp_path.iterdir()}


def test_pages_describe_themselves(site: Path) -> None:
    told = {}
    for path in site.rglob("*.html"):
        found = facts(path.read_text(encoding="utf-8"))
        assert found.description, path
        assert len(found.description) <= 150, path
        told[path.relative_to(site).as_posix()] = found.description
    assert told["policies/a8/index.html"].startswith("附件8《")
    assert len(set(told.values())) >= len(told) - 1
