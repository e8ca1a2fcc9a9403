"""The last step of a build: makes a folder of pages ready to be served from anywhere.

Every page gets its content security policy, its own description, one style sheet and the web app's manifest; beside
the pages come the same policy as a header, and the service worker that keeps copies. It works on the built folder alone, so that
it does not matter who built it; doing it twice changes nothing.
"""

import hashlib
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rjsmin import jsmin

from zhidu.reading.disk import ownership
from zhidu.reading.disk.files import below
from zhidu.reading.disk.refused import RefusedError
from zhidu.site import csp, stylesheets, twins
from zhidu.site.html_tags import Reader
from zhidu.views.render import render

WORKER = "sw.js"
MANIFEST = "manifest.json"
HEADERS = ("_headers", "headers.nginx.conf")
ICONS = "assets/zhidu/"
THEIRS = "assets/javascripts"
"""The theme's own scripts, which no page loads: ours do what these pages need of them."""

_UNASKED = {WORKER, MANIFEST, *HEADERS, ownership.MARK, ownership.MANIFEST}
"""Files beside the pages that no page asks for."""

_OPEN, _CLOSE = "<!--delivery-->", "<!--/delivery-->"
_COPY = "const COPY = "
"""How the line of the worker begins that says what there is to keep."""

_CORE = ("", "search/", "roles/", "policies/", "offline/")
"""Pages that are kept as soon as the worker is there. The rest follows when the browser has nothing else to do."""

_READ = {".html", ".js", ".css", ".svg", ".png"}
"""Files that pages are read with. Posters and documents are fetched by those who want them, and not kept."""

_MOST = 12_000_000
"""Bytes of pages that are kept beforehand at most; of a larger site, what has been visited."""

_ARTICLE = {
    "ArticleTitle": "data-title",
    "PubDate": "data-published",
    "ContentSource": "data-issuer",
    "ColumnName": "data-column",
}
"""Names by which government portals read a document's facts, and the attributes in which its article has them."""

_LONGEST = 150
"""Characters of a description."""


_TEXT_WAITING = f'href="{twins.NAME}{twins.WAITING}"'


def deliver(site: Path) -> tuple[str, ...]:
    """Make the folder *site* ready; what would not work, in words, or nothing. With faults, it is left half done."""
    export = site / "api" / "v1" / "versions.json"  # it says the day that the data describe
    as_of = str(json.loads(export.read_text(encoding="utf-8"))["as_of"]) if export.is_file() else ""
    shutil.rmtree(site / THEIRS, ignore_errors=True)
    _name_texts(site)
    inlines = []
    faults: list[str] = []
    names = [path.relative_to(site).as_posix() for path in sorted(site.rglob("*.html"))]
    joined = stylesheets.join(site, ((name, _bare(site / name)) for name in names))
    for name in names:
        html = joined.told(name, _bare(site / name))
        page = csp.inline(html)
        inlines.append(page)
        faults += [f"{name}：{fault}。" for fault in page.faults]
        # the way to the site's root; the page for what is missing stands at any depth, and has none
        base = None if name == "404.html" else "../" * name.count("/")
        made = _with_head(html, base, csp.meta(page), as_of)
        (site / name).write_text(made, encoding="utf-8", newline="\n")
    for folder in ("zhidu", "vendor"):  # the theme's scripts have no comments left
        for script in (site / "assets" / folder).rglob("*.js"):
            text = jsmin(script.read_text(encoding="utf-8"), keep_bang_comments=True)
            script.write_text(f"{text}\n", encoding="utf-8", newline="\n")
    header = csp.header(inlines)
    for name in HEADERS:
        text = render(f"delivery/{name}.j2", header=header)
        (site / name).write_text(text, encoding="utf-8", newline="\n")
    _write_manifest(site)
    _write_worker(site, as_of)
    ownership.seal(site)
    return tuple(faults)


def _name_texts(site: Path) -> None:
    """Give plain texts their names: while pages were made, a page would have been made of each."""
    for path in sorted(site.rglob(f"*{twins.NAME}{twins.WAITING}")):
        path.replace(path.with_name(path.name.removesuffix(twins.WAITING)))
    index = site / twins.INDEX_WAITING
    if index.is_file():
        index.replace(site / twins.INDEX)


def must_be_ours(site: Path) -> None:
    """Refuse a folder that is no site made from our pages: every page in it would be written anew."""
    try:
        worker = ownership.bytes_of(site / WORKER).decode()
    except (OSError, UnicodeDecodeError, RefusedError):
        worker = ""
    if not (site / ICONS).is_dir() or not any(
        line.startswith(_COPY) for line in worker.split("\n")
    ):
        raise RefusedError(f"{site} 不是用这个项目的页面生成的网站，没有动。")
    for name, state in below(site):
        if what := ownership.unplain(state.st_mode).replace("一个文件夹", ""):
            raise RefusedError(f"{site / name} 是{what}，没有动这个网站。请把它移走。")


def without_head(html: str) -> str:
    """*html* without what only a web server's visitor needs: the manifest. The policy stays."""
    start, end = html.find(_OPEN), html.find(_CLOSE)
    if start < 0 or end < 0:
        return html
    page = csp.inline(html)
    head = _head(None, csp.meta(page), "")
    return html[:start] + head + html[end + len(_CLOSE) :]


# ---------- the head of a page


@dataclass(slots=True)
class Facts:
    """What a page says about itself. Positions are offsets in its text, -1 where there is nothing."""

    title: str = ""
    description: str = ""
    lead: str = ""
    name: str = ""  # a short one, to stand under an icon
    article: tuple[tuple[str, str], ...] = ()  # of an official document: name and content of a meta
    head: int = -1  # where our lines may begin: after the declaration of the encoding
    described: tuple[int, int] = (-1, -1)


def facts(html: str) -> Facts:
    """What the page *html* says about itself: in its head, and where its article begins. What lies between is the same everywhere."""
    head, ends, rest = html.partition("/head>")
    reader = _Facts(head + ends + rest[max(rest.find("article"), 1) - 1 :])
    reader.read()
    return reader.facts


def _bare(path: Path) -> str:
    """The page at *path* without our lines, as before the last step. Read anew each time: many pages do not fit in memory."""
    html = path.read_text(encoding="utf-8")
    start, end = html.find(_OPEN), html.find(_CLOSE)
    if start >= 0 and end >= 0:
        html = html[:start] + html[end + len(_CLOSE) :]
    return html.replace(_TEXT_WAITING, f'href="{twins.NAME}"')


def _with_head(html: str, base: str | None, policy: str, as_of: str) -> str:
    found = facts(html)
    if found.lead and found.described[0] >= 0:
        start, end = found.described
        text = " ".join(found.lead.split())
        text = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
        description = render("delivery/description.html.j2", text=text)
        html = html[:start] + description + html[end:]
        if found.head >= end:
            found.head += len(description) - (end - start)
    at = max(found.head, 0)
    return html[:at] + _head(base, policy, as_of, found.article) + html[at:]


def _head(
    base: str | None, policy: str, as_of: str, article: tuple[tuple[str, str], ...] = ()
) -> str:
    lines = render(
        "delivery/head.html.j2",
        base=base,
        policy=policy,
        as_of=as_of,
        article=article,
        manifest=MANIFEST,
        icons=ICONS,
    )
    return _OPEN + lines + _CLOSE


class _Facts(Reader):
    """Finds what a page says about itself."""

    def __init__(self, html: str) -> None:
        super().__init__(html)
        self.facts = Facts()
        self._article = False
        self._aside = False  # in what is only read without scripts
        self._text: list[str] | None = None
        self._wanted = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at a tag."""
        values = {name: value or "" for name, value in attrs}
        found = self.facts
        if (tag == "head" and found.head < 0) or (tag == "meta" and "charset" in values):
            found.head = self.span()[1]
        elif tag == "meta" and values.get("name") == "description":
            found.described = self.span()
            found.description = values.get("content", "")
        elif tag == "meta" and values.get("name") == "application-name":
            found.name = values.get("content", "")
        elif tag == "title" and not found.title:
            self._text, self._wanted = [], "title"
        elif tag == "article":
            self._article = True
        elif tag == "noscript":
            self._aside = True
        if self._article and not found.lead:
            self._look_at_article(tag, values)

    def _look_at_article(self, tag: str, values: dict[str, str]) -> None:
        """Find what the article says first, or says of itself."""
        if values.get("data-description"):
            self.facts.lead = values["data-description"]
            self.facts.article = tuple(
                (name, values[key]) for name, key in _ARTICLE.items() if values.get(key)
            )
            self.found_all = True
        elif tag == "p" and not self._aside:
            self._text, self._wanted = [], "p"

    def handle_data(self, data: str) -> None:
        """Collect text that is wanted."""
        if self._text is not None:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        """Take what was collected."""
        if tag == "article":
            self._article = False
        elif tag == "noscript":
            self._aside = False
        if self._text is None or tag != self._wanted:
            return
        text = " ".join("".join(self._text).split())
        if tag == "title":
            self.facts.title = text
        elif not self.facts.lead:
            self.facts.lead = text
            self.found_all = bool(text)
        self._text = None


# ---------- beside the pages


def _write_manifest(site: Path) -> None:
    """The web app's manifest, in the words of the home page."""
    home = site / "index.html"
    if not home.is_file():
        return
    found = facts(home.read_text(encoding="utf-8"))
    manifest = {
        "name": found.title,
        "short_name": found.name or found.title,
        "description": found.description,
        "lang": "zh-CN",
        "dir": "ltr",
        "id": "./",
        "start_url": "./",
        "scope": "./",
        "display": "minimal-ui",
        "background_color": "#fbfaf6",
        "theme_color": "#fbfaf6",
        "icons": [
            {"src": f"{ICONS}{name}.png", "sizes": size, "type": "image/png", "purpose": purpose}
            for name, size, purpose in (
                ("icon-192", "192x192", "any"),
                ("icon-512", "512x512", "any"),
                ("icon-maskable-512", "512x512", "maskable"),
            )
        ],
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
    (site / MANIFEST).write_text(text, encoding="utf-8", newline="\n")


def served(site: Path) -> Iterator[tuple[str, Path]]:
    """Every file that a reader's page may ask for: its path in the site, in order."""
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site).as_posix()
        if not path.is_file() or path.suffix == ".map" or name in _UNASKED:
            continue
        if name.startswith("sitemap."):
            continue
        yield name, path


def _write_worker(site: Path, as_of: str) -> None:
    """Tell the service worker what there is: addresses and hashes of contents, so that it fetches what changed."""
    worker = site / WORKER
    if not worker.is_file():
        return
    core: dict[str, str] = {}
    rest: dict[str, str] = {}
    size = 0
    for name, path in served(site):
        if name == "404.html" or path.suffix not in _READ:
            continue
        address = name.removesuffix("index.html") if name.endswith("index.html") else name
        content = path.read_bytes()
        first = address in _CORE or name.startswith(("assets/", "search/"))
        size += 0 if first else len(content)
        (core if first else rest)[address] = hashlib.sha256(content).hexdigest()[:16]
    everything = json.dumps([core, rest], sort_keys=True).encode()
    copy = {
        "version": hashlib.sha256(everything).hexdigest()[:16],
        "asOf": as_of,
        "core": core,
        "rest": rest,
        "all": size <= _MOST,
    }
    line = f"{_COPY}{json.dumps(copy, sort_keys=True)};"
    lines = worker.read_text(encoding="utf-8").split("\n")
    told = [line if old.startswith(_COPY) else old for old in lines]
    worker.write_text("\n".join(told), encoding="utf-8", newline="\n")
