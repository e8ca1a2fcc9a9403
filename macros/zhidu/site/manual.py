"""The pages of the manual that come with the engine: a project has them without copying them, and may have its own instead."""

import re
from collections.abc import Collection
from typing import Any

from zhidu.handbook.book import Handbook
from zhidu.reading.disk.shipped import directory
from zhidu.views.levels import absent

PAGES = (
    "index.md",
    "offline.md",
    "self-assessment.md",
    "posters-guide.md",
    "word-and-forms.md",
    "for-clerks.md",
    "operators.md",
    "annotating.md",
)
_LINK = re.compile(r"\[([^\]\[]{0,200})\]\(([a-z/-]{1,60}\.md)(?:#[a-z0-9-]{0,60})?\)")


def pages(handbook: Handbook, own: Collection[str]) -> dict[str, str]:
    """The sources of the pages that a project lacks which has those named *own*; of no use to it are left out."""
    useless = hidden(handbook)
    return {
        page: (directory("docs") / page).read_text(encoding="utf-8")
        for page in PAGES
        if page not in own and page not in useless
    }


def hidden(handbook: Handbook) -> frozenset[str]:
    """The pages that would have nothing to show, by their sources."""
    return frozenset(
        name for page in absent(handbook) for name in (f"{page}/index.md", f"{page}.md")
    )


def linked(text: str, gone: Collection[str]) -> str:
    """*text* without links to pages that are *gone*: only their words stay."""
    return _LINK.sub(lambda link: link[1] if link[2] in gone else link[0], text) if gone else text


def pruned(nav: Any, gone: Collection[str]) -> Any:
    """A navigation as the settings write it, without the pages that are *gone* and sections that then hold nothing."""
    if isinstance(nav, list):
        return [kept for entry in nav if (kept := pruned(entry, gone))]
    if isinstance(nav, dict):
        return {title: kept for title, part in nav.items() if (kept := pruned(part, gone))}
    return None if nav in gone else nav
