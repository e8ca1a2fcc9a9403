"""A web page → its lines: without what the page hides, strikes out, or has for finding one's way."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import count, repeat

from lxml import etree, html

from zhidu.drafting.manuscript_lines import Read
from zhidu.reading.findings import whole
from zhidu.reading.text.numerals import ordinal

_SPACES = re.compile(r"[ \t\r\n\f\v\u00a0\u2002-\u200a\u202f\u205f\u3000]+")
_BLOCK_NAMES = (
    "address article aside blockquote body center dd div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6 header "
    "hr li main nav ol p pre section table tbody td tfoot th thead title tr ul option select textarea legend fieldset "
    "caption details summary"
)
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_UNSHOWN = frozenset(["datalist", "head", "noscript", "script", "style", "template", "title"])
_STRUCK = frozenset(["del", "s", "strike"])
_PICTURE_NAMES = "img svg canvas object embed iframe video audio map"
_PICTURES = frozenset(_PICTURE_NAMES.split())
_TITLES = frozenset({"h1"})
_ASIDE = frozenset(["nav", "footer", "aside"])
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_STRIKING = re.compile(r"text-decoration[a-z-]*\s*:[^;]*line-through", re.IGNORECASE)
_ENDED = re.compile("[。；：！？;:!?”）)]$")
_NUMBER = re.compile(
    "第[〇零一二三四五六七八九十百0-9]+[章节编条]|[〇零一二三四五六七八九十百]{1,5}、|[（(][〇零一二三四五六七八九十百0-9]+[）)]|[0-9]{1,3}[.．、]"
)
_LAYOUT = 3  # lines of a cell: one with more holds a text, no figure


def read(root: etree._Element) -> Read:
    """The lines of the page; what is left out is a remark that quotes it."""
    page = _Page(_text_behind(root))
    page.element(root)
    page.end()
    if page.pictures:
        page.read.remark(
            "manuscript/not-read",
            f"网页里有 {page.pictures} 张图片或嵌入的内容，没有读入",
            "里面若有条款，改成文字再导入",
            0,
        )
    return page.read


class _Page:
    """One page being read."""

    def __init__(self, text: etree._Element | None = None, *, everything: bool = False) -> None:
        self.read = Read()
        self._behind = text  # what is hidden and is the text all the same
        self._everything = everything  # whether hidden words count, too
        self._lists: list[Iterator[str]] = []  # of numbers that the browser puts before items
        self._label = ""  # the number of the item that has begun
        self.pictures = 0
        self._words: list[str] = []
        self._linked = 0  # characters of the line that stand in links
        self._links = 0  # how many links are open
        self._aside = 0
        self._title = 0
        self._said: list[tuple[str, str, str]] = []

    def element(self, element: etree._Element) -> None:
        """Everything in *element*, and what follows it inside its parent is its parent's business."""
        name = element.tag if isinstance(element.tag, str) else ""
        if not name or name in _UNSHOWN:
            return
        if name in _PICTURES:
            self.pictures += 1
            words = _words_in(element)
            if words:
                self._say(
                    "manuscript/not-read",
                    f"图里的“{whole(words)}”没有读入",
                    "要的，改成文字再导入",
                )
            return
        if self._passed_over(element, name):
            return
        if name == "pre":
            self._preformatted(element)
            return
        if name == "table" and self._figures(element):
            return
        self._shown(element, name)

    def _passed_over(self, element: etree._Element, name: str) -> bool:
        """Whether the words of *element* are no text: they are said."""
        if element is self._behind:
            told = "正文在网页里是先藏着、打开后才显示的，照正文读入"
            self._say("manuscript/hidden-text", told, "请与网页上看到的核对")
        elif _hides(element) and not self._everything:
            repair = "要保留的，取消隐藏再导入"
            self._left_out(element, "manuscript/hidden-text", "隐藏的文字", repair)
            return True
        if name in _STRUCK or _STRIKING.search(element.get("style", "")):
            self._left_out(element, "manuscript/struck", "画了删除线的", "还要的，去掉删除线再导入")
            return True
        if name in {"rt", "rp"}:
            self._left_out(element, "manuscript/not-read", "注音", "注音不是条文，不用管")
            return True
        return False

    def _shown(self, element: etree._Element, name: str) -> None:
        """An element that is shown: a block begins and ends lines, a list numbers its items."""
        block = name in _BLOCKS
        if block or name == "br":
            self.end()
        if name in _LISTS:
            self._lists.append(_numbers(element, len(self._lists)))
        elif name == "li" and self._lists:
            self._label = next(self._lists[-1])
        self._links += name == "a"
        self._aside += name in _ASIDE
        self._title += name in _TITLES
        self.inside(element)
        if block:
            self.end()
        if name in _LISTS:
            self._lists.pop()
        self._links -= name == "a"
        self._aside -= name in _ASIDE
        self._title -= name in _TITLES

    def inside(self, element: etree._Element) -> None:
        """The text of *element*, and its children."""
        self._text(element.text)
        for child in element:
            self.element(child)
            self._text(child.tail)

    def end(self) -> None:
        """The line that is being read is at its end."""
        words = _SPACES.sub(" ", "".join(self._words)).strip(" ")
        if words and self._label:
            words = words if _NUMBER.match(words) else self._label + words
            self._label = ""
        linked = bool(words) and self._linked * 2 > len(words.replace(" ", ""))
        self.read.put(words, title=bool(self._title), aside=bool(self._aside) or linked)
        for code, message, repair in self._said:
            where = f"“{whole(words)}”这一段：" if words else ""
            self.read.remark(code, where + message, repair, self.read.paragraphs)
        self._words.clear()
        self._said.clear()
        self._linked = 0

    def _text(self, text: str | None) -> None:
        if text:
            self._words.append(text)
            self._linked += len("".join(text.split())) if self._links else 0

    def _say(self, code: str, message: str, repair: str) -> None:
        self._said.append((code, message, repair))

    def _left_out(self, element: etree._Element, code: str, what: str, repair: str) -> None:
        if words := _words_in(element):
            self._say(code, f"{what}“{whole(words)}”没有读入", repair)

    def _preformatted(self, element: etree._Element) -> None:
        """Lines as they stand; one that breaks off in mid-sentence goes on in the next."""
        self.end()
        paragraph = ""
        full = False  # whether the line before reaches to the edge
        lines = "".join(element.itertext()).splitlines()
        edge = _FULL * max(map(_width, lines), default=0)
        for line in lines:
            words = _SPACES.sub(" ", line).strip(" ")
            indented = line[:1] in {" ", "\t", "\u3000", "\u00a0"}
            if (
                not words
                or indented
                or not full
                or _NUMBER.match(words)
                or _ENDED.search(paragraph)
            ):
                self._whole(paragraph)
                paragraph = words
            else:
                paragraph += words
            full = _width(line) >= edge
        self._whole(paragraph)

    def _whole(self, paragraph: str) -> None:
        if paragraph:
            self._words.append(paragraph)
            self.end()

    def _figures(self, table: etree._Element) -> bool:
        """Whether *table* is one of words and figures; then it stands as one below the text before it."""
        rows = [[_cell(cell) for cell in row.iterchildren("td", "th")] for row in table.iter("tr")]
        cells = [cell for row in rows for cell in row]
        text = any(
            len(cell) > _LAYOUT or any(_NUMBER.match(line) for line in cell) for cell in cells
        )
        if text or not any(sum(map(bool, row)) > 1 for row in rows):
            return False
        self.end()
        caption = " ".join(filter(None, (_words_in(c) for c in table.iterchildren("caption"))))
        self.read.put_table([[" ".join(cell) for cell in row] for row in rows if row], caption)
        return True


_FULL = 0.85  # of the longest line: a line so long may break off in mid-sentence


def _width(line: str) -> int:
    """How wide a line stands: two for a Chinese character."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line.rstrip())


_LISTS = frozenset(["ol", "ul"])
_CHINESE = re.compile(
    r"list-style[a-z-]{0,20}\s{0,9}:[^;]{0,80}(?:cjk|chinese|informal)", re.IGNORECASE
)
_UNNUMBERED = re.compile(r"list-style[a-z-]{0,20}\s{0,9}:[^;]{0,80}none", re.IGNORECASE)
_LEVELS = ("{}.", "（{}）", "{}）")


def _numbers(list_: etree._Element, depth: int) -> Iterator[str]:
    """What the browser shows before the items of a list; lists in a list are told apart by brackets."""
    style = list_.get("style", "")
    if list_.tag != "ol" or _UNNUMBERED.search(style):
        yield from repeat("")
    for number in count(int(first) if (first := list_.get("start", "")).isdecimal() else 1):
        if _CHINESE.search(style):
            yield f"{ordinal(number)}、"
        else:
            yield _LEVELS[min(depth, len(_LEVELS) - 1)].format(number)


def _hides(element: etree._Element) -> bool:
    return element.get("hidden") is not None or bool(_HIDING.search(element.get("style", "")))


def _text_behind(root: etree._Element) -> etree._Element | None:
    """What a page hides until its script has run, though it is the text: all numbers of clauses stand in it."""
    hidden = [
        element for element in root.iter() if isinstance(element.tag, str) and _hides(element)
    ]
    if not hidden:
        return None
    inside, everywhere = (_clauses_in(element) for element in (hidden[0], root))
    return hidden[0] if 1 < inside == everywhere else None


def _clauses_in(element: etree._Element) -> int:
    page = _Page(everything=True)
    page.inside(element)
    page.end()
    return sum(bool(_NUMBER.match(line.text)) for line in page.read.lines)


def _cell(cell: etree._Element) -> list[str]:
    """The lines of a cell."""
    page = _Page()
    page.inside(cell)
    page.end()
    return [line.text for line in page.read.lines]


def _words_in(element: etree._Element) -> str:
    return _SPACES.sub(
        " ", "".join(html.tostring(element, method="text", encoding="unicode", with_tail=False))
    ).strip(" ")
