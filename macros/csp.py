"""The content security policy of a page, computed from its HTML: everything is forbidden that the page does not need.

Scripts and style sheets come from the site's own folder; an inline script runs by its hash. There is no
`unsafe-inline` and no `unsafe-eval`, so what could only run under them is a fault, told when the site is built.
"""

import base64
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from macros.markup import Reader

_SCRIPTS = {"", "text/javascript", "application/javascript", "module"}
"""Types of script elements that run; the others hold data."""

_FETCHED = {
    ("audio", "src"),
    ("embed", "src"),
    ("iframe", "src"),
    ("img", "src"),
    ("input", "src"),
    ("object", "data"),
    ("script", "src"),
    ("source", "src"),
    ("track", "src"),
    ("video", "src"),
    ("video", "poster"),
}
"""Attributes whose address a browser fetches by itself."""

_FETCHED_LINKS = {"stylesheet", "icon", "manifest", "preload", "modulepreload", "apple-touch-icon"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Inline:
    """What a page has inline: hashes of its scripts and its style sheets, sorted, and what could not work."""

    scripts: tuple[str, ...]
    styles: tuple[str, ...]
    faults: tuple[str, ...]


def inline(html: str) -> Inline:
    """What the page *html* has inline."""
    reader = _Inline(html)
    reader.read()
    return Inline(
        scripts=tuple(sorted(set(reader.found["script"]))),
        styles=tuple(sorted(set(reader.found["style"]))),
        faults=tuple(reader.faults),
    )


def meta(page: Inline) -> str:
    """The policy of one page, as it stands in the page itself."""
    return _directives(page.scripts, page.styles)


def header(pages: Iterable[Inline]) -> str:
    """One policy for all *pages*, as a server sends it; only a header can forbid framing."""
    every = list(pages)
    scripts = sorted({digest for page in every for digest in page.scripts})
    styles = sorted({digest for page in every for digest in page.styles})
    return _directives(scripts, styles) + "; frame-ancestors 'self'"


def _directives(scripts: Iterable[str], styles: Iterable[str]) -> str:
    return "; ".join(
        [
            "default-src 'none'",
            " ".join(["script-src 'self'", *scripts]),
            " ".join(["style-src 'self'", *styles]),
            "img-src 'self' data:",  # the theme draws its signs from data: in its own style sheet
            "connect-src 'self'",
            "worker-src 'self'",
            "manifest-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
        ]
    )


def digest(content: str) -> str:
    """The hash of an inline script or style sheet, as a policy names it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"


class _Inline(Reader):
    """Collects what is inline. In a script or a style element the parser hands on the text untouched."""

    def __init__(self, html: str) -> None:
        super().__init__(html)
        self.found: dict[str, list[str]] = {"script": [], "style": []}
        self.faults: list[str] = []
        self._text: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an inline element, judge the attributes."""
        values = {name: value or "" for name, value in attrs}
        runs = tag == "script" and values.get("type", "").lower() in _SCRIPTS
        if tag == "style" or (runs and "src" not in values):
            self._text = []
        for name, value in values.items():
            shown = f"{tag} 的 {name}=“{value[:60]}”"
            if name == "style":
                self.faults.append(f"{shown}：写在标签里的样式不起作用，请写进样式表")
            elif name.startswith("on"):
                self.faults.append(f"{shown}：写在标签里的脚本不会运行")
            elif value.strip().lower().startswith("javascript:"):
                self.faults.append(f"{shown}：写在网址里的脚本不会运行")
            elif _fetched(tag, name, values.get("rel", "")) and urlsplit(value).netloc:
                self.faults.append(f"{shown}：不能从别的网站取东西，请把文件放到本站")

    def handle_data(self, data: str) -> None:
        """Collect the text of an inline element."""
        if self._text is not None:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        """Close an inline element."""
        if self._text is not None and tag in self.found:
            self.found[tag].append(digest("".join(self._text)))
            self._text = None


def _fetched(tag: str, name: str, rel: str) -> bool:
    if tag == "link":
        return name == "href" and bool(_FETCHED_LINKS.intersection(rel.lower().split()))
    return (tag, name) in _FETCHED
