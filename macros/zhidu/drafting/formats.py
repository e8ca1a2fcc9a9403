"""A file → the lines of its text.

Hostile input is normal: sizes are bounded before anything is unpacked or parsed (of Word by `macros/zhidu/reading/disk/office_parts.py`), nothing
outside the file is looked at, nothing in it is run.
"""

import codecs
import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from lxml import etree, html

from zhidu.drafting import page_lines, word_lines
from zhidu.drafting.draft_findings import problem
from zhidu.drafting.manuscript_lines import Line, OverlongError, Read
from zhidu.reading.disk import files, office_parts
from zhidu.reading.disk.office_parts import Fault
from zhidu.reading.findings import Finding, visible

MAX_FILE = 20_000_000  # of Word: most of it are pictures, which are not read
MAX_PLAIN = 5_000_000  # of text and pages; a saved page with all its scripts has three
MAX_TAGS = 200_000  # of a page
MAX_TEXT = 400_000  # characters of a draft; a whole book of regulations has fewer


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """The lines of a draft, trimmed, none empty, and what was noticed while reading them."""

    lines: tuple[Line, ...]
    findings: tuple[Finding, ...]


class _Refusal(Exception):  # noqa: N818  what it says, not what it is
    """The file is not read; `code`, message, repair."""


def read(path: Path) -> tuple[Text | None, tuple[Finding, ...]]:
    """The text of the draft at *path*, or none, and why not."""
    shown = str(path)
    try:
        found = _read(path)
    except _Refusal as refusal:
        code, message, repair = refusal.args
        return None, (problem(code, message, repair, path=shown, error=True),)
    findings = tuple(
        problem(said.code, said.message, said.repair, path=shown, place=said.place)
        for said in dict.fromkeys(found.remarks)
    )
    return Text(lines=tuple(found.lines), findings=findings), findings


def _read(path: Path) -> Read:
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        message = f"不认识“{visible(path.name)}”的格式"
        raise _Refusal("manuscript/kind", message, "另存为 .docx 再导入")
    raw = _bytes_of(path, MAX_FILE if reader is _docx else MAX_PLAIN)
    if (fault := office_parts.sealed(raw)) is not None:  # whatever its name says
        raise _Refusal(*_TOLD[fault])
    try:
        found = reader(raw)
    except OverlongError as overlong:
        raise _Refusal("manuscript/too-large", str(overlong), "核对是不是这个文件") from None
    if (length := sum(len(line.text) for line in found.lines)) > MAX_TEXT:
        message = f"文稿有 {length // 10_000} 万字，最多 {MAX_TEXT // 10_000} 万字"
        repair = "核对是不是这个文件；内容真有这么多，分成几份导入"
        raise _Refusal("manuscript/too-large", message, repair)
    if not found.lines:
        raise _Refusal("manuscript/empty", "文稿里没有文字", "核对是不是这个文件")
    return found


def _bytes_of(path: Path, most: int) -> bytes:
    try:
        return files.plain(path, most)
    except files.TooLargeError as error:
        size = f"{error.size / 1_000_000:.0f}"
        limit = f"不超过 {most // 1_000_000} MB；删去图片再试"
        refusal = _Refusal("manuscript/too-large", f"文稿有 {size} MB", limit)
    except OSError:
        message = f"打不开“{visible(path.name)}”"
        refusal = _Refusal("manuscript/missing", message, "核对路径和文件名；链接换成文件本身")
    raise refusal


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


# ---------- text ----------


def _text(raw: bytes) -> Read:
    found = Read()
    for line in filter(None, _decoded(raw).splitlines()):
        found.put(line)
    return found


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


# ---------- HTML ----------


def _html(raw: bytes) -> Read:
    if raw.count(b"<") > MAX_TAGS:
        raise _Refusal(*_TOLD[Fault.EXPANDS])
    parser = html.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = html.document_fromstring(_html_text(raw).encode(), parser=parser)
        return page_lines.read(root)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, RecursionError):
        raise _Refusal("manuscript/empty", "网页里没有文字", "核对是不是这个文件") from None


_CHARSET = re.compile(
    rb"""charset\s{0,9}=\s{0,9}["']?\s{0,9}([A-Za-z0-9_-]{1,20})""", re.IGNORECASE
)


def _html_text(raw: bytes) -> str:
    """The page decoded: what it says of itself, where that works; gb2312 means what browsers mean by it."""
    said = _CHARSET.search(raw[:4096])
    name = said[1].decode("ascii").lower() if said else ""
    if name in {"gb2312", "gbk", "gb18030"} and not _is_utf8(raw):
        return raw.decode("gb18030", "replace")
    return _decoded(raw)


def _is_utf8(raw: bytes) -> bool:
    """Whether a page is UTF-8 whatever it says: saved anew, its old words about itself stay in it."""
    try:
        return not raw.decode("utf-8").isascii()
    except UnicodeDecodeError:
        return False


# ---------- Word ----------


def _docx(raw: bytes) -> Read:
    try:
        with office_parts.opened(raw) as package:
            main = package.main("word/document.xml")

            def beside(kind: str) -> etree._Element | None:
                usual = posixpath.join(posixpath.dirname(main), f"{kind}.xml")
                return package.parsed(package.one(main, kind) or usual)

            body = package.parsed(main)
            if body is None:
                raise _Refusal(*_TOLD[Fault.BROKEN])
            notes = {kind: beside(kind) for kind in ("footnotes", "endnotes", "comments")}
            margins = [
                package.parsed(name)
                for kind in ("header", "footer")
                for name in dict.fromkeys(package.related(main, kind).values())
            ]
            found = word_lines.Parts(
                body=body,
                numbering=beside("numbering"),
                styles=beside("styles"),
                notes={kind: root for kind, root in notes.items() if root is not None},
                margins=tuple(root for root in margins if root is not None),
            )
    except office_parts.RefusedError as refused:
        raise _Refusal(*_TOLD[refused.fault]) from None
    return word_lines.read(found)


_READERS: dict[str, Callable[[bytes], Read]] = {
    ".docx": _docx,
    ".docm": _docx,
    ".txt": _text,
    ".html": _html,
    ".htm": _html,
    ".doc": _docx,
    ".wps": _docx,
}
