"""A role's page and card as plain text: a line for every line that somebody reads."""

import re
from html.parser import HTMLParser

from zhidu.handbook.book import Handbook
from zhidu.posters import cards
from zhidu.posters.sizes import Size
from zhidu.site import articles

A4 = Size(210, 297)

_BREAKS = frozenset({"p", "li", "h2", "div", "dt", "tr"})
_ASIDE = frozenset(
    {"details", "form", "button", "nav"}
)  # what is the same on every page, or opens only when asked

_INLINE = frozenset({"said", "measured", "duty__what"})
_OWN = frozenset({"tag", "cite", "file"})


class _Reader(HTMLParser):
    """The words of an article, line by line."""

    def __init__(self) -> None:
        super().__init__()
        self.lines = [""]
        self._aside = 0
        self._items = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _ASIDE:
            self._aside += 1
        classes = (dict(attrs).get("class") or "").split()
        if self._aside:
            return
        if tag == "li":
            self._items += 1
            self.lines.append("- ")
        elif self._items:  # an item is one line, however wide the page
            apart = tag == "span" and _INLINE.isdisjoint(classes)
            own = tag in _BREAKS or tag == "cite" or not _OWN.isdisjoint(classes)
            self.lines[-1] += "　" if own or apart else ""
        elif tag in _BREAKS:
            self.lines.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in _ASIDE:
            self._aside -= 1
        elif tag == "li" and not self._aside:
            self._items -= 1

    def handle_data(self, data: str) -> None:
        if self._aside:
            return
        head, *rest = data.split("\n")
        self.lines[-1] += head
        for line in rest:
            if line.startswith(("#", "出自")):
                self.lines.append("")
            self.lines[-1] += line


def page_text(handbook: Handbook, role: str) -> str:
    """What stands on the role's page: headings, and each duty with its marks, its place and who else has it."""
    reader = _Reader()
    reader.feed(articles.role(handbook, role))
    reader.close()
    lines = (
        re.sub(r"[ \u3000]*\u3000[ \u3000]*", "　", line.partition("{:")[0])
        for line in reader.lines
    )
    return "".join(
        f"{re.sub('^-　', '- ', line.strip())}\n" for line in lines if line.strip("-　 ")
    )


def card_text(handbook: Handbook, role: str) -> str:
    """What stands on the role's card, in the order in which it is set."""
    sheet = cards.card(cards.card_text(handbook, role), A4, "blue").data
    lines = ["".join(sheet["title"])]
    for block in sheet["blocks"]:
        if block["level"] == cards.SECTION:
            lines += ["", f"## {block['text']}"]
        elif block["level"] == cards.ITEM:
            mark = f"（{block['mark']}）" if block["mark"] else ""
            lines.append(f"{block['number']} {block['text']}{mark}　{block['citation']}")
        else:
            lines += ["", block["text"]]
    lines += ["", *(line for line in sheet["about"] if not line.startswith("截至"))]
    return "".join(f"{line}\n" for line in lines)
