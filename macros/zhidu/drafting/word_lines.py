"""A Word document → its lines. Every element is known, or named: nothing in it is passed over in silence."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from zhidu.drafting.manuscript_lines import Read
from zhidu.drafting.numbering import Numbering, children, first, local, said, value
from zhidu.handbook.printed_form import CIRCLED
from zhidu.reading.findings import whole
from zhidu.reading.model import PLACEHOLDER

GAP = f"{PLACEHOLDER}这里的字）"
"""What stands in the text where something could not be read; no release lets it pass."""
_MAX_CHAIN = 20  # styles based on styles

_AROUND_NAMES = (
    "body r hyperlink smartTag sdt sdtContent customXml ins moveTo dir bdo rubyBase fldSimple"
)
_AROUND = frozenset(_AROUND_NAMES.split())
"""What only stands around words that are shown."""

_SILENT_NAMES = (
    "pPr rPr sectPr tblPr tblGrid trPr tcPr sdtPr sdtEndPr smartTagPr customXmlPr rubyPr fldData background "
    "tblPrEx proofErr bookmarkStart bookmarkEnd permStart permEnd lastRenderedPageBreak softHyphen annotationRef "
    "footnoteRef endnoteRef separator continuationSeparator commentRangeStart commentRangeEnd moveFromRangeStart "
    "moveFromRangeEnd moveToRangeStart moveToRangeEnd customXmlInsRangeStart customXmlInsRangeEnd customXmlDelRangeStart "
    "customXmlDelRangeEnd customXmlMoveFromRangeStart customXmlMoveFromRangeEnd customXmlMoveToRangeStart "
    "customXmlMoveToRangeEnd pgNum dayShort dayLong monthShort monthLong yearShort yearLong"
)
_SILENT = frozenset(_SILENT_NAMES.split())
"""What shows no words of its own."""

_PICTURES = frozenset({"drawing", "pict", "object", "AlternateContent"})
_PLAIN: Mapping[str, Callable[[etree._Element], str]] = {
    "t": lambda element: element.text or "",
    "br": lambda element: "" if value(element, "type") == "page" else "\n",
    "cr": lambda _: "\n",
    "tab": lambda _: " ",
    "ptab": lambda _: " ",
    "noBreakHyphen": lambda _: "-",
}
_NOTES = {
    "footnoteReference": ("footnotes", "脚注"),
    "endnoteReference": ("endnotes", "尾注"),
    "commentReference": ("comments", "批注"),
}
_CIRCLE = re.compile(r"\\o\s*(?:\\a[clr]\s*)?\(\s*[○◯]\s*[,，]\s*([0-9]{1,2})\s*\)", re.IGNORECASE)
_KEEP = "要保留的，改成普通文字再导入"
_STRUCK = "manuscript/struck", "画了删除线的“{}”没有读入", "还要的，去掉删除线再导入"
_HIDDEN = "manuscript/hidden-text", "隐藏的文字“{}”没有读入", "要保留的，取消隐藏再导入"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The parts of a document: the text, and what stands beside it."""

    body: etree._Element
    numbering: etree._Element | None = None
    styles: etree._Element | None = None
    notes: Mapping[str, etree._Element] = field(default_factory=dict)
    margins: tuple[etree._Element, ...] = ()


def read(parts: Parts) -> Read:
    """The lines of the document as Word shows them; what is no line is a remark that quotes it."""
    return _Word(parts).read(parts)


@dataclass(slots=True)
class _Field:
    """A field that is open: its instruction, whether its result has begun and has words."""

    code: str = ""
    result: bool = False
    words: bool = False


class _Styles:
    """What styles hide and strike out."""

    def __init__(self, root: etree._Element | None) -> None:
        self._known: dict[str, tuple[etree._Element | None, str]] = {}
        for style in children(root, "style"):
            self._known[value(style, "styleId")] = first(style, "rPr"), said(style, "basedOn")

    def says(self, style: str, mark: str) -> bool | None:
        """Whether *style* sets *mark*; None where it does not speak of it."""
        for _ in range(_MAX_CHAIN):
            found = self._known.get(style)
            if found is None:
                return None
            if (marked := switched(found[0], mark)) is not None:
                return marked
            style = found[1]
        return None


class _Word:
    """One document being read."""

    def __init__(self, parts: Parts) -> None:
        self._numbering = Numbering(parts.numbering, parts.styles)
        self._styles = _Styles(parts.styles)
        self._read = Read()
        self._fields: list[_Field] = []
        self._style = ""  # of the paragraph
        self._carried = ""  # words of a paragraph whose end is deleted
        self._said: list[tuple[str, str, str]] = []  # of the paragraph
        self._contents: list[str] = []
        self._notes = {kind: _notes(root) for kind, root in parts.notes.items()}
        self._used: set[tuple[str, str]] = set()

    def read(self, parts: Parts) -> Read:
        """All of it: the body, then the notes that nothing points to, then headers and footers."""
        self._blocks(parts.body)
        if self._carried:
            self._line(self._carried)
        for opened in self._fields:
            self._say("manuscript/not-read", f"域“{whole(opened.code.strip())}”没有结束", _KEEP)
        for kind, name in _NOTES.values():
            for identifier, words in self._notes.get(kind, {}).items():
                if (kind, identifier) not in self._used and words:
                    self._say("manuscript/note", f"{name}“{whole(words)}”没有读入", _KEEP)
        if contents := "；".join(filter(None, (words.strip() for words in self._contents))):
            self._say("manuscript/not-read", f"目录没有读入：“{whole(contents)}”", "目录不用导入")
        for margin in parts.margins:
            words = _words_in(margin)
            if re.search(r"[^\W\d_]", words):
                told = f"页眉或页脚“{whole(words)}”没有读入"
                self._say("manuscript/not-read", told, "不是条文就不用管")
        self._speak("", place=0)
        return self._read

    # ---------- blocks ----------

    def _blocks(self, element: etree._Element) -> None:
        for child in element:
            name = local(child)
            if name == "p":
                self._paragraph(child)
            elif name == "tbl":
                self._table(child)
            elif name in {"del", "moveFrom"}:
                self._deleted(child)
            elif name == "altChunk":
                last = self._read.lines[-1].text if self._read.lines else ""
                where = f"（在“{whole(last)}”后面）" if last else ""
                self._say(
                    "manuscript/not-read",
                    f"插入的另一个文件没有读入{where}",
                    "打开那个文件，把文字复制到文稿里，再导入",
                )
                self._speak("", place=self._read.paragraphs)
            elif name in _AROUND:
                self._inserted(name)
                self._blocks(child)
            elif name and name not in _SILENT:
                self._unknown(child)
                self._speak("", place=self._read.paragraphs)

    def _paragraph(self, element: etree._Element) -> None:
        words = self._carried + self._paragraph_words(element, labelled=not self._carried)
        self._carried = ""
        mark = first(first(element, "pPr"), "rPr")
        if any(first(mark, name) is not None for name in ("del", "moveFrom")):
            self._marked("这一段和下一段之间的换行删去了，两段连成一段")
            self._carried = words
            return
        self._line(words)

    def _paragraph_words(self, element: etree._Element, *, labelled: bool = True) -> str:
        self._style = said(first(element, "pPr"), "pStyle")
        words = self._words(element)
        label = self._numbering.label(element) if words.strip() and labelled else ""
        return label + words

    def _line(self, words: str) -> None:
        self._read.put(words)
        self._speak(words, place=self._read.paragraphs)

    def _table(self, element: etree._Element) -> None:
        """A table that only stands around a text is read as text; another one is a table below the text before it."""
        rows = list(_deep(element, "tr"))
        cells = [list(_deep(row, "tc")) for row in rows]
        filled = [[cell for cell in row if _words_in(cell)] for row in cells]
        if all(len(row) <= 1 for row in filled):
            for row in cells:
                for cell in row:
                    self._blocks(cell)
            return
        shown = [
            [
                " ".join(self._paragraph_words(p).strip() for p in cell.iter() if local(p) == "p")
                for cell in row
            ]
            for row in cells
        ]
        self._speak("", place=self._read.paragraphs)
        self._read.put_table(shown)

    # ---------- words ----------

    def _words(self, element: etree._Element) -> str:
        found: list[str] = []
        for child in element:
            name = local(child)
            if name == "r" and (left_out := self._left_out(child)):
                if words := _words_in(child):
                    code, told, repair = left_out
                    self._say(code, told.format(whole(words)), repair)
            elif name in {"fldChar", "instrText", "delInstrText"}:
                found.append(self._field(name, child))
            elif name in _PLAIN:
                found.append(self._shown(_PLAIN[name](child)))
            elif name in {"del", "moveFrom"}:
                self._deleted(child)
            elif name in _AROUND:
                self._inserted(name)
                words = self._words(child)
                if name == "fldSimple" and not words.strip():
                    words = self._unfilled(value(child, "instr"))
                found.append(words)
            elif name in _PICTURES:
                self._picture(child)
            elif name in _NOTES:
                self._note(name, child)
            elif name == "ruby":
                found.append(self._ruby(child))
            elif name == "sym":
                sign = value(child, "char")
                told = f"特殊符号（{whole(value(child, 'font'))} {whole(sign)}）没有读入"
                self._say("manuscript/not-read", told, "改用普通文字，再导入")
                found.append(GAP if any(part.strip() for part in found) else "")
            elif name and name not in _SILENT:
                found.append(self._unknown(child))
        return "".join(found)

    def _shown(self, words: str) -> str:
        """*words* as text, unless they belong to an instruction or to a table of contents."""
        for opened in self._fields:
            if not opened.result:
                opened.code += words
                return ""
        if any(opened.code.strip().upper().startswith("TOC") for opened in self._fields):
            self._contents.append(words)
            return ""
        if words.strip():
            for opened in self._fields:
                opened.words = True
        return words

    def _field(self, name: str, element: etree._Element) -> str:
        kind = value(element, "fldCharType")
        if name == "fldChar" and kind == "begin":
            self._fields.append(_Field())
        elif name == "fldChar" and kind == "separate" and self._fields:
            self._fields[-1].result = True
        elif name == "fldChar" and kind == "end" and self._fields:
            closed = self._fields.pop()
            if not closed.words and not closed.code.strip().upper().startswith("TOC"):
                return self._unfilled(closed.code)
        elif name != "fldChar":
            code = element.text or ""
            if self._fields and not self._fields[-1].result:
                self._fields[-1].code += code
            elif code.strip():
                self._say("manuscript/not-read", f"域“{whole(code.strip())}”没有读入", _KEEP)
        return ""

    def _unfilled(self, code: str) -> str:
        """What stands for a field that shows no words of its own."""
        code = code.strip()
        if (circled := _CIRCLE.search(code)) and 0 < int(circled[1]) <= len(CIRCLED):
            return self._shown(CIRCLED[int(circled[1]) - 1])
        if code:
            told = f"域“{whole(code)}”没有读入，空着"
            self._say("manuscript/not-read", told, "照 Word 里看到的字填上")
            return self._shown(GAP)
        return ""

    def _ruby(self, element: etree._Element) -> str:
        found = []
        for child in element:
            if local(child) == "rt":
                if words := _words_in(child):
                    told = f"注音“{whole(words)}”没有读入"
                    self._say("manuscript/not-read", told, "注音不是条文，不用管")
            elif local(child) == "rubyBase":
                found.append(self._words(child))
        return "".join(found)

    def _left_out(self, run: etree._Element) -> tuple[str, str, str] | None:
        """How to say that *run* is not read, where it is struck out or hidden."""
        properties = first(run, "rPr")
        named = said(properties, "rStyle")

        def has(mark: str) -> bool:
            marked = (
                switched(properties, mark),
                self._styles.says(named, mark),
                self._styles.says(self._style, mark),
            )
            return next((one for one in marked if one is not None), False)

        if has("strike") or has("dstrike"):
            return _STRUCK
        return _HIDDEN if has("vanish") else None

    # ---------- what is left out ----------

    def _deleted(self, element: etree._Element) -> None:
        words = _words_in(element)
        self._marked(f"删去的“{whole(words)}”没有读入" if words else "按接受全部修订读入")

    def _inserted(self, name: str) -> None:
        if name in {"ins", "moveTo"}:
            self._marked("插入的字算数")

    def _marked(self, told: str) -> None:
        self._say(
            "manuscript/revision-marks",
            f"有修订标记，按接受全部修订读入：{told}",
            "请核对；最好在 Word 里接受修订后再导入",
        )

    def _picture(self, element: etree._Element) -> None:
        boxes = [e for e in element.iter() if local(e) == "txbxContent"]
        words = list(dict.fromkeys(filter(None, map(_words_in, boxes))))
        drawn = " ".join(
            filter(None, (e.get("string", "") for e in element.iter() if local(e) == "textpath"))
        )
        if drawn:
            words.append(drawn)
        if rest := _words_in(element, passing={"txbxContent"}):
            words.append(rest)
        told = f"文本框“{whole('；'.join(words))}”没有读入" if words else "图片没有读入"
        self._say("manuscript/not-read", told, "里面若有条款，改成普通段落再导入")

    def _note(self, name: str, element: etree._Element) -> None:
        kind, called = _NOTES[name]
        identifier = value(element, "id")
        self._used.add((kind, identifier))
        words = self._notes.get(kind, {}).get(identifier, "")
        told = f"{called}“{whole(words)}”没有读入" if words else f"有一个{called}没有读入"
        self._say("manuscript/note", told, _KEEP)

    def _unknown(self, element: etree._Element) -> str:
        words = _words_in(element)
        what = f"“{whole(words)}”" if words else ""
        told = f"不认识的内容（{whole(local(element))}）{what}没有读入，空着"
        self._say("manuscript/not-read", told, "照 Word 里看到的字填上，或改成普通文字再导入")
        return GAP

    def _say(self, code: str, message: str, repair: str) -> None:
        self._said.append((code, message, repair))

    def _speak(self, words: str, *, place: int) -> None:
        """Say what was noticed, with the words of its paragraph."""
        words = " ".join(words.split())
        for code, message, repair in dict.fromkeys(self._said):
            where = f"“{whole(words)}”这一段：" if words else ""
            self._read.remark(code, where + message, repair, place)
        self._said.clear()


def _notes(root: etree._Element) -> dict[str, str]:
    """The words of footnotes, endnotes or comments by their ids."""
    return {
        value(note, "id"): _words_in(note)
        for note in root
        if local(note) in {"footnote", "endnote", "comment"}
    }


def _words_in(element: etree._Element, passing: frozenset[str] | set[str] = frozenset()) -> str:
    """All words in *element*, deleted ones too: for telling them."""
    found: list[str] = []

    def walk(one: etree._Element) -> None:
        for child in one:
            name = local(child)
            if name in {"t", "delText"}:
                found.append(child.text or "")
            elif name in {"p", "tab", "br", "cr", "tc"}:
                found.append(" ")
                walk(child)
            elif name == "AlternateContent":
                for branch in [c for c in child if local(c) in {"Choice", "Fallback"}][:1]:
                    walk(branch)
            elif name not in passing:
                walk(child)

    walk(element)
    return " ".join("".join(found).split())


def switched(properties: etree._Element | None, mark: str) -> bool | None:
    """Whether *properties* turn *mark* on or off; None where they do neither."""
    found = first(properties, mark)
    return None if found is None else value(found, "val") not in {"0", "false", "off"}


def _deep(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """The *name*s in *element*, through what only stands around them."""
    for child in element:
        if local(child) == name:
            yield child
        elif local(child) in _AROUND:
            yield from _deep(child, name)
