"""Two sites side by side: which pages say something else, which come, which go."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from lxml import html

_SPACES = re.compile(r"\s+")
_DAY = re.compile("数据截至[^。；，]{0,40}")  # on every page, whatever changed
_PAGE = "index.html"
_OURS = frozenset({"sw.js", "SHA256SUMS", ".zhidu-made"})  # they follow from the others


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedPages:
    """The addresses of pages that come, change or go, and the names of other files that differ."""

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    files: tuple[str, ...] = ()


def compared(old: Path, new: Path) -> ChangedPages:
    """How the site in the folder *new* differs from the one in *old*, which may not be there."""
    before, after = _files(old), _files(new)
    both = after.keys() & before.keys()
    return ChangedPages(
        new=_pages(after.keys() - before.keys()),
        gone=_pages(before.keys() - after.keys()),
        changed=_pages(
            n for n in both if n.endswith(_PAGE) and _said(after[n]) != _said(before[n])
        ),
        files=tuple(
            sorted(
                name
                for name, path in after.items()
                if not name.endswith(".html")
                and path.name not in _OURS
                and (name not in both or before[name].read_bytes() != path.read_bytes())
            )
        ),
    )


def _files(site: Path) -> dict[str, Path]:
    return {p.relative_to(site).as_posix(): p for p in site.rglob("*") if p.is_file()}


def _pages(names: Iterable[str]) -> tuple[str, ...]:
    """The addresses of those *names* that are pages."""
    return tuple(sorted(f"/{n.removesuffix(_PAGE)}" for n in names if n.endswith(_PAGE)))


def _said(page: Path) -> str:
    """What a page says to a reader."""
    raw = page.read_bytes()
    if not raw.strip():
        return ""
    root = html.document_fromstring(raw, parser=html.HTMLParser(encoding="utf-8"))
    for unseen in root.xpath("//script | //style"):
        unseen.drop_tree()
    return _DAY.sub("", _SPACES.sub(" ", " ".join(root.itertext())))
