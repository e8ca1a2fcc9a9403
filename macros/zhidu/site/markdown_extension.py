"""Finished HTML passes through Markdown unread: Markdown would parse every tag of it only to put it back as it was.

An article's only Markdown is its headings. What stands between them is marked here, and the Python-Markdown extension
of this module, which MkDocs and Zensical load by the module's name, sets the marked blocks aside before Markdown
looks for HTML. Without the extension the marks are comments and the page is the same.
"""

import re
from itertools import groupby
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

_OPEN, _CLOSE = "<!--finished-->", "<!--/finished-->"
_HEADING = re.compile(r"#{1,6} ")
_ID = re.compile(r' id="([^"]+)"')
# MkDocs reads ids of raw HTML at 21, Markdown takes HTML apart at 20
_MKDOCS_ANCHORS = "mkdocs_raw_html"
_BEFORE_ANCHORS, _AFTER_ANCHORS = 22, 20.5


def mark(article: str) -> str:
    """*article*, a text of Markdown headings and finished blocks, with each finished block between marks."""
    parts: list[str] = []
    for heading, lines in groupby(article.splitlines(), lambda line: bool(_HEADING.match(line))):
        text = "\n".join(lines)
        if heading or not text.strip():
            parts.append(text)
        else:
            parts.append(f"\n{_OPEN}\n{text.strip()}\n{_CLOSE}\n")
    return "\n".join(parts)


class _Block(list[str]):
    """A finished block, which is put into its page once and then let go of.

    The parts of a Markdown hold one another, and all that they know of a page, until somebody looks for garbage.
    """

    def __str__(self) -> str:
        """The block, for the last time."""
        return self.pop()


class _SetAside(Preprocessor):
    """Takes marked blocks out of the page's source and leaves Markdown's own sign for raw HTML."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self._stash = md.htmlStash
        self.ids: set[str] = set()

    def run(self, lines: list[str]) -> list[str]:
        """The lines, with one line for each marked block."""
        self.ids.clear()
        kept: list[str] = []
        block: list[str] | None = None
        for line in lines:
            if line == _OPEN:
                block = []
            elif line == _CLOSE and block is not None:
                text = "\n".join(block)
                self.ids.update(_ID.findall(text))
                kept.append(self._stash.store(_Block([text])))  # type: ignore[arg-type]
                block = None
            else:
                (kept if block is None else block).append(line)
        return kept


class _TellAnchors(Preprocessor):
    """Tells MkDocs, which checks links to anchors, the ids that stand in the blocks set aside."""

    def __init__(self, md: Markdown, aside: _SetAside) -> None:
        super().__init__(md)
        self._others: Any = md.preprocessors
        self._aside = aside

    def run(self, lines: list[str]) -> list[str]:
        """The lines as they are."""
        if _MKDOCS_ANCHORS in self._others:
            self._others[_MKDOCS_ANCHORS].present_anchor_ids |= self._aside.ids
        return lines


class _Finished(Extension):
    """The two steps, in their places."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  Python-Markdown's name
        """Take marked blocks out before anybody reads their HTML."""
        aside = _SetAside(md)
        md.preprocessors.register(aside, "finished", _BEFORE_ANCHORS)
        md.preprocessors.register(_TellAnchors(md, aside), "finished_anchors", _AFTER_ANCHORS)


def makeExtension() -> Extension:  # noqa: N802  Python-Markdown looks for this name
    """What Python-Markdown calls for the name `zhidu.site.markdown_extension`."""
    return _Finished()  # type: ignore[no-untyped-call]
