"""The content security policy of a page, computed from its HTML: everything is forbidden that the page does not need.

Scripts and style sheets come from the site's own folder; an inline script runs by its hash. There is no
`unsafe-inline` and no `unsafe-eval`, so what could only run under them is a fault, told when the site is built.
"""

import base64
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml import etree

_SCRIPTS = {"", "text/javascript", "application/javascript", "module"}
"""Types of script elements that run; the others hold data."""

_WITH_SOURCE = "audio embed iframe img input script source track video"
_FETCHED = {(tag, "src") for tag in _WITH_SOURCE.split()} | {
    ("object", "data"),
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
    found = _Found()
    parser = etree.HTMLParser(target=found, no_network=True, huge_tree=True, encoding="utf-8")
    if html.strip():  # of nothing, nothing can be parsed
        etree.fromstring(html.encode(), parser)
    return Inline(
        scripts=tuple(sorted(found.inside["script"])),
        styles=tuple(sorted(found.inside["style"])),
        faults=tuple(found.faults),
    )


class _Found:
    """Told of every tag while the page is read: as a tree, a page takes ten times its text."""

    def __init__(self) -> None:
        self.inside: dict[str, set[str]] = {"script": set(), "style": set()}
        self.faults: list[str] = []
        self._text: list[str] | None = None

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """A tag opens."""
        runs = tag == "script" and attributes.get("type", "").lower() in _SCRIPTS
        wanted = tag == "style" or (runs and "src" not in attributes)
        self._text = [] if wanted else None
        if attributes:
            self.faults += _faults(tag, attributes)

    def data(self, text: str) -> None:
        """Some text between tags."""
        if self._text is not None:
            self._text.append(text)

    def end(self, tag: str) -> None:
        """A tag closes."""
        if self._text is not None:
            self.inside[tag].add(digest("".join(self._text)))
            self._text = None

    def close(self) -> None:
        """The page ends."""


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


def _faults(tag: str, attributes: Mapping[str, str]) -> Iterator[str]:
    """What of the *attributes* of a *tag* could not work."""
    for name, value in attributes.items():
        fault = ""
        if name == "style":
            fault = "写在标签里的样式不起作用，请写进样式表"
        elif name.startswith("on"):
            fault = "写在标签里的脚本不会运行"
        elif ":" in value and value.strip().lower().startswith("javascript:"):
            fault = "写在网址里的脚本不会运行"
        elif _fetched(tag, name, attributes) and urlsplit(value).netloc:
            fault = "不能从别的网站取东西，请把文件放到本站"
        if fault:
            yield f"{tag} 的 {name}=“{value[:60]}”：{fault}"


def _fetched(tag: str, name: str, attributes: Mapping[str, str]) -> bool:
    if tag == "link":
        rel = attributes.get("rel", "")
        return name == "href" and bool(_FETCHED_LINKS.intersection(rel.lower().split()))
    return (tag, name) in _FETCHED
