"""A file → the lines of its text.

Hostile input is normal: sizes are bounded before anything is unpacked or parsed (of Word by `macros/zhidu/reading/office_parts.py`), nothing
outside the file is looked at, nothing in it is run.
"""

import codecs
import os
import posixpath
import re
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree, html

from zhidu.drafting.draft_findings import echo, problem
from zhidu.drafting.numbering import Numbering
from zhidu.reading.disk import office_parts
from zhidu.reading.disk.office_parts import Fault
from zhidu.reading.findings import Finding

MAX_FILE = 20_000_000
MAX_LINES = 20_000
MAX_LINE = 20_000
MAX_TEXT = 400_000  # characters of a draft; a whole book of regulations has fewer

_SPACES = re.compile(r"[ \t\r\f\v\u00a0\u2002-\u200a\u202f\u205f\u3000]+")
_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000e-\u001f\u007f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]"
)
_BLOCK_NAMES = (
    "address article aside blockquote body center dd div dl dt figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tbody td th "
    "thead title tr ul"
)
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_UNSHOWN = frozenset(["head", "noscript", "script", "style", "template", "title"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """The lines of a draft, trimmed, none empty, and what was noticed while reading them."""

    lines: tuple[str, ...]
    findings: tuple[Finding, ...]


class _Refusal(Exception):  # noqa: N818  what it says, not what it is
    """The file is not read; `code`, message, repair."""


def read(path: Path) -> tuple[Text | None, tuple[Finding, ...]]:
    """The text of the draft at *path*, or none, and why not."""
    shown = str(path)
    try:
        raw = _bytes_of(path)
        _container(raw)
        lines, noticed = _reader(path)(raw)
        kept = tuple(line for text in lines for line in trimmed(text))
    except _Refusal as refusal:
        code, message, repair = refusal.args
        return None, (problem(code, message, repair, path=shown, error=True),)
    if (length := sum(map(len, kept))) > MAX_TEXT:
        large = problem(
            "manuscript/too-large",
            f"文稿有 {length // 10_000} 万字，最多 {MAX_TEXT // 10_000} 万字",
            "核对是不是这个文件；内容真有这么多，分成几份导入",
            path=shown,
            error=True,
        )
        return None, (large,)
    if not kept:
        nothing = problem(
            "manuscript/empty", "文稿里没有文字", "核对是不是这个文件", path=shown, error=True
        )
        return None, (nothing,)
    findings = tuple(problem(*found, path=shown) for found in dict.fromkeys(noticed))
    return Text(lines=kept, findings=findings), findings


def _reader(path: Path) -> "_Reader":
    found = _READERS.get(path.suffix.lower())
    if found is None:
        message = f"不认识“{echo(path.name)}”的格式"
        raise _Refusal("manuscript/kind", message, "另存为 .docx 再导入")
    return found


def _bytes_of(path: Path) -> bytes:
    missing = _Refusal("manuscript/missing", f"打不开“{echo(path.name)}”", "核对路径和文件名")
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except (OSError, ValueError):
        raise missing from None
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        os.close(descriptor)
        raise missing
    with os.fdopen(descriptor, "rb") as file:
        if status.st_size > MAX_FILE:
            size = f"{status.st_size / 1_000_000:.0f}"
            raise _Refusal(
                "manuscript/too-large", f"文稿有 {size} MB", "不超过 20 MB；删去图片再试"
            )
        return file.read(MAX_FILE + 1)


def _container(raw: bytes) -> None:
    """Refuse what only looks like a document of ours, whatever its name says."""
    if (fault := office_parts.sealed(raw)) is not None:
        raise _Refusal(*_TOLD[fault])


_TOLD = {
    Fault.BROKEN: (
        "manuscript/not-word",
        "这不是 Word 文档，或者文件坏了",
        "用 Word 或 WPS 打开，另存为 .docx",
    ),
    Fault.OLD: (
        "manuscript/old-word",
        "这是旧版 Word（.doc）或 WPS（.wps）文件",
        "用 Word 或 WPS 打开，另存为 .docx",
    ),
    Fault.PASSWORD: ("manuscript/password", "文稿加了密码", "打开后取消密码，另存一份再导入"),
    Fault.MACROS: ("manuscript/macros", "文稿里带有宏", "另存为不带宏的 .docx"),
    Fault.EXPANDS: (
        "manuscript/expands",
        "文稿展开后大得不正常",
        "来路不明的文件不要打开；是自己的文稿，另存一份再试",
    ),
    Fault.ENTITIES: (
        "manuscript/entities",
        "文稿里的 XML 带有 DTD",
        "用 Word 或 WPS 另存一份再导入",
    ),
}


def trimmed(text: str) -> Iterator[str]:
    """The lines of a paragraph without what cannot be seen; spaces at the ends and doubled ones go."""
    for line in text.replace("\r", "\n").split("\n"):
        found = _SPACES.sub(" ", _INVISIBLE.sub("", line)).strip(" ")
        if found:
            yield found[:MAX_LINE]


# ---------- text ----------


def _text(raw: bytes) -> tuple[list[str], list[tuple[str, str, str]]]:
    return _limited(_decoded(raw).splitlines()), []


def _decoded(raw: bytes) -> str:
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if raw.startswith(mark):
            return raw.decode(encoding, "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            found = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in found:
            return found
    raise _Refusal("manuscript/encoding", "看不懂这个文件的编码", "用记事本另存为，编码选 UTF-8")


def _limited(lines: list[str]) -> list[str]:
    if len(lines) > MAX_LINES:
        raise _Refusal("manuscript/too-large", f"文稿有 {len(lines)} 段", "核对是不是这个文件")
    return lines


# ---------- HTML ----------


def _html(raw: bytes) -> tuple[list[str], list[tuple[str, str, str]]]:
    parser = html.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = html.document_fromstring(_html_text(raw).encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise _Refusal("manuscript/empty", "网页里没有文字", "核对是不是这个文件") from None
    lines: list[str] = []
    words: list[str] = []

    def end() -> None:
        if line := _SPACES.sub(" ", "".join(words).replace("\n", " ")).strip(" "):
            lines.append(line)
        words.clear()

    hidden = 0  # how many elements around are not shown
    for event, element in etree.iterwalk(root, events=("start", "end")):
        name = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            hidden += name in _UNSHOWN
            if name in _BLOCKS or name == "br":
                end()
            if not hidden and element.text:
                words.append(element.text)
        else:
            hidden -= name in _UNSHOWN
            if name in _BLOCKS:
                end()
            if not hidden and element.tail:
                words.append(element.tail)
    end()
    return _limited(lines), []


_CHARSET = re.compile(
    rb"""charset\s{0,9}=\s{0,9}["']?\s{0,9}([A-Za-z0-9_-]{1,20})""", re.IGNORECASE
)


def _html_text(raw: bytes) -> str:
    """The page decoded: what it says of itself, where that works; gb2312 means what browsers mean by it."""
    said = _CHARSET.search(raw[:4096])
    name = said[1].decode("ascii").lower() if said else ""
    if name in {"gb2312", "gbk", "gb18030"}:
        return raw.decode("gb18030", "replace")
    return _decoded(raw)


# ---------- Word ----------


def _docx(raw: bytes) -> tuple[list[str], list[tuple[str, str, str]]]:
    try:
        with office_parts.opened(raw) as package:
            main = package.main("word/document.xml")
            beside = {
                kind: package.parsed(
                    package.one(main, kind)
                    or posixpath.join(posixpath.dirname(main), f"{kind}.xml")
                )
                for kind in ("numbering", "styles")
            }
            body = package.parsed(main)
    except office_parts.RefusedError as refused:
        raise _Refusal(*_TOLD[refused.fault]) from None
    if body is None:
        raise _Refusal(*_TOLD[Fault.BROKEN])
    return _Word(Numbering(beside["numbering"], beside["styles"])).read(body)


_MARKED = (
    "manuscript/revision-marks",
    "文稿里有修订标记，按接受全部修订读入",
    "请核对；最好在 Word 里接受修订后再导入",
)
_HIDDEN = ("manuscript/hidden-text", "文稿里有隐藏文字，没有读入", "要保留的，取消隐藏再导入")
_TABLE = ("manuscript/not-read", "文稿里有表格，没有读入", "里面若有条款，改成普通段落再导入")
_PICTURE = (
    "manuscript/not-read",
    "文稿里有图片或文本框，没有读入",
    "里面若有文字，改成普通段落再导入",
)
_SYMBOL = ("manuscript/not-read", "文稿里有特殊符号，没有读入", "改用普通文字，再导入")


_REMARKS = {
    "del": _MARKED,
    "moveFrom": _MARKED,
    "ins": _MARKED,
    "moveTo": _MARKED,
    "sym": _SYMBOL,
    **dict.fromkeys(
        ("drawing", "pict", "object", "AlternateContent", "tbl", "txbxContent"), _PICTURE
    ),
}
_ACCEPTED = frozenset({"ins", "moveTo"})  # what the author has put in counts
_PLAIN: dict[str, Callable[[etree._Element], str]] = {
    "t": lambda element: element.text or "",
    "br": lambda element: "" if element.get(_attribute(element, "type")) == "page" else "\n",
    "cr": lambda _: "\n",
    "tab": lambda _: " ",
    "noBreakHyphen": lambda _: "-",
    **dict.fromkeys(("pPr", "rPr", "p", "instrText", "delText"), lambda _: ""),
}


class _Word:
    """The paragraphs of a Word document, numbered as Word shows them."""

    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering
        self._noticed: list[tuple[str, str, str]] = []

    def read(self, body: etree._Element) -> tuple[list[str], list[tuple[str, str, str]]]:
        """The paragraphs in order; tables, pictures and boxes are left out and said."""
        lines: list[str] = []
        skipped: set[etree._Element] = set()
        for element in body.iter():
            name = local(element)
            if name == "tbl":
                self._noticed.append(_TABLE)
            if name in {"tbl", "txbxContent", "Fallback"} or element.getparent() in skipped:
                skipped.add(element)
            elif name == "p":
                words = self._words(element)
                lines.append((self._numbering.label(element) if words.strip() else "") + words)
                if len(lines) > MAX_LINES:
                    _limited(lines)
        return lines, self._noticed

    def _words(self, element: etree._Element) -> str:
        found: list[str] = []
        for child in element:
            name = local(child)
            remark = _REMARKS.get(name)
            if name == "r" and self._is_hidden(child):
                remark = _HIDDEN
            if remark is not None:
                self._noticed.append(remark)
            if remark is None or name in _ACCEPTED:
                found.append(_PLAIN[name](child) if name in _PLAIN else self._words(child))
        return "".join(found)

    @staticmethod
    def _is_hidden(run: etree._Element) -> bool:
        for properties in run:
            if local(properties) == "rPr":
                for mark in properties:
                    if local(mark) == "vanish":
                        return mark.get(_attribute(mark, "val")) not in {"0", "false", "off"}
        return False


def local(element: etree._Element) -> str:
    """The name without its namespace: strict and transitional documents differ only there."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _attribute(element: etree._Element, name: str) -> str:
    """*name* in the namespace of *element*, as Word writes attributes."""
    return f"{element.tag.rpartition('}')[0]}}}{name}"


_Reader = Callable[[bytes], tuple[list[str], list[tuple[str, str, str]]]]
_READERS: dict[str, _Reader] = {
    ".docx": _docx,
    ".docm": _docx,
    ".txt": _text,
    ".html": _html,
    ".htm": _html,
    ".doc": _docx,
    ".wps": _docx,
}
