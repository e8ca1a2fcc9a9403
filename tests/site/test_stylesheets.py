"""One style sheet instead of several, without what no page has: nothing may look different for it."""

from pathlib import Path
from typing import Literal

import material
import pytest
from playwright.sync_api import Browser, Route, ViewportSize
from support.chromium import COMPUTER, PHONE
from support.visiting import visit_type

from zhidu.site import stylesheets

ROOT = Path(__file__).parent.parent.parent
WORDS = frozenset({"a", "p", "table", "there", "here", "text", "x"})

# all that is said of each element, and of what is drawn before and after it where anything is
STYLES = """() => {
  const names = [...getComputedStyle(document.body)].filter(name => !name.startsWith("--"));
  return [...document.querySelectorAll("*")].flatMap(element =>
    [null, "::before", "::after"].map(pseudo => {
      const style = getComputedStyle(element, pseudo);
      const drawn = !pseudo || style.content !== "none";
      const said = drawn ? names.map(name => style.getPropertyValue(name)).join(";") : "nothing";
      return `${element.tagName}.${element.getAttribute("class")}${pseudo || ""} ${said}`;
    }));
}"""


@pytest.mark.parametrize(
    ("css", "kept"),
    [
        (".there { color: red; }", ".there{color:red}"),
        (".gone { color: red; }", ""),
        (".there, .gone p { margin: 0 }", ".there{margin:0}"),
        (".there.gone, .gone.there { margin: 0 }", ""),
        (".there > a + p ~ A  table { margin: 0 }", ".there>a + p ~ A table{margin:0}"),
        (".there > video { margin: 0 }", ""),
        ("my-part { margin: 0 }", ""),
        ("* { margin: 0 }", "*{margin:0}"),
        ("#there, #gone { margin: 0 }", "#there{margin:0}"),
        (".there\\:x { margin: 0 }", ".there\\:x{margin:0}"),
        (".there\\:gone { margin: 0 }", ""),
        (".\\31 { margin: 0 }", ".\\31 {margin:0}"),  # no word: in doubt it stays
        (".there:not(.gone) { margin: 0 }", ".there:not(.gone){margin:0}"),
        (":is(.gone, .there) p { margin: 0 }", ":is(.gone,.there) p{margin:0}"),
        (":where(.gone):has(> #gone) { margin: 0 }", ":where(.gone):has(>#gone){margin:0}"),
        ("a:not(:is(.gone, [x=')'])) .gone { margin: 0 }", ""),
        ("a::before, p :hover { margin: 0 }", "a::before,p :hover{margin:0}"),
        ("[type=text], [class~='there'] { margin: 0 }", '[type=text],[class~="there"]{margin:0}'),
        ("[type=gone], [type = 'gone'] { margin: 0 }", ""),
        ("[type=gone i] { margin: 0 }", "[type=gone i]{margin:0}"),
        ("[class^=gone] { margin: 0 }", "[class^=gone]{margin:0}"),
        ("[data-md-state=gone] { margin: 0 }", ""),
        ('td[data-label="gone"] { margin: 0 }', ""),  # no td
        ('a[data-label="gone, a"] { margin: 0 }', 'a[data-label="gone, a"]{margin:0}'),
        ("[hidden] { margin: 0 }", "[hidden]{margin:0}"),
        (":root { --a: url('data:;{}') }", ':root{--a:url("data:;{}")}'),
        ("a { b: url( data:;,%7D/*x*/ ) }", "a{b:url(data:;,%7D/*x*/)}"),
        ("@media print { .gone { margin: 0 } }", ""),
        (
            "@media print and (width: 1px) { .gone { margin: 0 } a { margin: 0 } }",
            "@media print and (width:1px){a{margin:0}}",
        ),
        (
            "@supports (a: b) { @media print { .gone { a: b } p { a: b } } @media all { .gone { a: b } } }",
            "@supports (a:b){@media print{p{a:b}}}",
        ),
        (
            "@keyframes gone { from { rotate: 1turn; } to { rotate: 0deg } }",
            "@keyframes gone{from{rotate:1turn}to{rotate:0deg}}",
        ),
        (
            "@font-face { font-family: gone; src: url(gone.woff2), local('gone') }",
            '@font-face{font-family:gone;src:url(gone.woff2),local("gone")}',
        ),
        ("@page :first { margin: 0; size: A4 }", "@page :first{margin:0;size:A4}"),
        ("@layer one, two; @layer one { }", "@layer one,two;@layer one{}"),
        ("@import url(gone.css) print;", "@import url(gone.css) print;"),
        ('@charset "UTF-8"; a { margin: 0 }', "a{margin:0}"),
        ("/* a { } */ a { /* no */ margin: 0/**/1px }", "a{margin:0/**/1px}"),
        ('a::after { content: "/* } */" }', 'a::after{content:"/* } */"}'),
        ("a::after { content: '\\201c \"'; }", 'a::after{content:"“\\""}'),
        (
            "a { width: calc( 1px + 2px\n - 3px ); font: 1px / 2 x ! important; }",
            "a{width:calc(1px + 2px - 3px);font:1px/2 x!important}",
        ),
        (
            "a { margin: 0 } } p { margin: 0 }",
            "a{margin:0}} p{margin:0}",
        ),  # a browser leaves it out
        ("a { margin: 0", "a{margin:0}"),
        ("@media print;", "@media print;"),
        ("", ""),
    ],
)
def test_a_rule_stays_if_what_it_names_may_be_there(css: str, kept: str) -> None:
    assert stylesheets.without_unused(css, WORDS) == kept
    assert stylesheets.without_unused(kept, WORDS) == kept


def test_a_property_stays_if_somebody_asks_for_it(tmp_path: Path) -> None:
    css = (
        ":root{--icon:url(\"data:image/svg+xml;charset=utf-8,<svg d='{}'>\");--asked:1px;--by:var(--never);"
        "--told:2px;--below:3px}.here{margin:var(--asked)}"
    )
    (tmp_path / "one.css").write_text(css, encoding="utf-8")
    (tmp_path / "two.css").write_text(".here{padding:0}", encoding="utf-8")
    (tmp_path / "page.js").write_text('style.setProperty("--told", 1)', encoding="utf-8")
    (tmp_path / "below.css").write_text("p{margin:var(--below)}", encoding="utf-8")
    link = '<link rel="stylesheet" href="{}.css">'
    page = f'<head>{link.format("one")}{link.format("two")}</head><p class="here">'
    stylesheets.join(tmp_path, [("index.html", page)])
    (made,) = (tmp_path / stylesheets.FOLDER).iterdir()
    assert made.read_text(encoding="utf-8") == (
        ":root{--asked:1px;--told:2px;--below:3px}.here{margin:var(--asked)}.here{padding:0}\n"
    )


def test_pages_share_one_sheet_and_the_others_go(tmp_path: Path) -> None:
    assets = tmp_path / "assets"
    assets.mkdir()
    for name, css in {
        "one.css": ".here { margin: 0 }",
        "two.css": ".later { margin: 1px }",
        "alone.css": ".gone { margin: 2px }",
    }.items():
        (assets / name).write_text(css, encoding="utf-8")
    (tmp_path / "page.js").write_text('box.className = "later"', encoding="utf-8")
    link = '<link rel="stylesheet" href="{}assets/{}.css">'
    pages = {
        "deep/page/index.html": f'<head>{link.format("../../", "one")}<i>{link.format("../../", "two")}</head><p class="here">',
        "404.html": f"<head>{link.format('/under/', 'one')}{link.format('/under/', 'two')}</head>",
        "sheet.html": f"<head>{link.format('', 'alone')}</head>",
    }
    joined = stylesheets.join(tmp_path, pages.items())
    told = {name: joined.told(name, html) for name, html in pages.items()}
    (made,) = (tmp_path / stylesheets.FOLDER).iterdir()
    assert made.read_text(encoding="utf-8") == ".here{margin:0}.later{margin:1px}\n"
    path = f"{stylesheets.FOLDER}/{made.name}"
    assert told["deep/page/index.html"] == (
        f'<head><link rel="stylesheet" href="../../{path}"><i></head><p class="here">'
    )
    assert told["404.html"] == f'<head><link rel="stylesheet" href="/under/{path}"></head>'
    assert told["sheet.html"] == pages["sheet.html"]
    assert sorted(path.name for path in assets.glob("*.css")) == ["alone.css"]
    again = stylesheets.join(tmp_path, told.items())
    assert {name: again.told(name, html) for name, html in told.items()} == told


@pytest.mark.parametrize("name", ["home", "search", "posters", "about"])
def test_no_page_looks_different_for_it(browser: Browser, address: str, name: str) -> None:
    theme = Path(material.__file__).parent / "templates" / "assets" / "stylesheets"
    ours = ROOT / "site_overrides" / "assets" / "zhidu"
    sheets = [*theme.glob("main.*.css"), *theme.glob("palette.*.css")]
    sheets += [ours / f"{sheet}.css" for sheet in ("zhidu", "search", "posters", "county")]
    whole = "".join(path.read_text(encoding="utf-8") for path in sheets)
    whole = whole.replace('@charset "UTF-8";', "")

    def instead(route: Route) -> None:
        route.fulfill(body=whole, content_type="text/css")

    looks: tuple[tuple[ViewportSize, Literal["light", "dark"]], ...]
    looks = ((PHONE, "light"), (COMPUTER, "dark"))
    for size, scheme in looks:
        seen = []
        for sheet in (None, whole):
            context = browser.new_context(
                locale="zh-CN",
                viewport=size,
                color_scheme=scheme,
                reduced_motion="reduce",
                service_workers="block",
            )
            page = context.new_page()
            if sheet:
                page.route(f"**/{stylesheets.FOLDER}/site.*.min.css", instead)
            visit_type(page, address, name)
            seen.append(page.evaluate(STYLES))
            context.close()
        assert seen[0] == seen[1]
