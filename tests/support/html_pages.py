"""A built site as links, anchors and words."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

_LINKS = {"a": "href", "link": "href", "script": "src", "img": "src", "form": "action"}


@dataclass
class HtmlPage:
    """What one page links to, and what can be linked to on it."""

    links: list[tuple[str, str]] = field(default_factory=list)  # tag, target
    anchors: list[str] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page = HtmlPage()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if "id" in values:
            self.page.anchors.append(values["id"])
        if tag in _LINKS and values.get(_LINKS[tag]):
            self.page.links.append((tag, values[_LINKS[tag]]))
        if tag in {"h1", "h2", "h3", "h4"}:
            self.page.headings.append(int(tag[1]))


def pages(site: Path) -> dict[str, HtmlPage]:
    """Every page of the site by its address, such as /policies/a8/."""
    found = {}
    for path in sorted(site.rglob("*.html")):
        reader = _Reader()
        reader.feed(path.read_text(encoding="utf-8"))
        found["/" + path.relative_to(site).as_posix().removesuffix("index.html")] = reader.page
    return found


def target(page: str, link: str) -> tuple[str, str]:
    """The address and the anchor that *link* on *page* leads to."""
    address, anchor = urldefrag(urljoin(f"http://site{page}", link))
    return unquote(urlsplit(address).path), unquote(anchor)
