"""The content security policy of a page, computed from its HTML: everything is forbidden that the page does not need.

Scripts and style sheets come from the site's own folder; an inline script runs by its hash. There is no
`unsafe-inline` and no `unsafe-eval`, so what could only run under them is a fault, told when the site is built.
"""

import base64
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml import etree

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
    found: dict[str, set[str]] = {"script": set(), "style": set()}
    faults: list[str] = []
    parser = etree.HTMLParser(
        no_network=True, huge_tree=True, remove_comments=True, encoding="utf-8"
    )
    root: etree._Element | None = etree.fromstring(html.encode(), parser)
    for element in () if root is None else root.iter(etree.Element):  # None: an empty file
        runs = element.tag == "script" and element.get("type", "").lower() in _SCRIPTS
        if element.tag == "style" or (runs and element.get("src") is None):
            found[element.tag].add(digest(element.text or ""))
        faults += _faults(element)
    return Inline(
        scripts=tuple(sorted(found["script"])),
        styles=tuple(sorted(found["style"])),
        faults=tuple(faults),
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


def _faults(element: etree._Element) -> Iterator[str]:
    """What of an element's attributes could not work."""
    tag = str(element.tag)
    for name, value in element.items():
        fault = ""
        if name == "style":
            fault = "写在标签里的样式不起作用，请写进样式表"
        elif name.startswith("on"):
            fault = "写在标签里的脚本不会运行"
        elif value.strip().lower().startswith("javascript:"):
            fault = "写在网址里的脚本不会运行"
        elif _fetched(tag, name, element) and urlsplit(value).netloc:
            fault = "不能从别的网站取东西，请把文件放到本站"
        if fault:
            yield f"{tag} 的 {name}=“{value[:60]}”：{fault}"


def _fetched(tag: str, name: str, element: etree._Element) -> bool:
    if tag == "link":
        rel = element.get("rel", "")
        return name == "href" and bool(_FETCHED_LINKS.intersection(rel.lower().split()))
    return (tag, name) in _FETCHED
