"""Read one YAML file as plain JSON-shaped data, strictly, and remember where everything stands.

The data is built straight from libyaml's event stream, which stops at the first forbidden thing: 25 KB of
"[" overflow the C stack of `yaml.load`, and 300 bytes of merge keys hang it.

Accepted: mappings, sequences, text, true/false, null, whole numbers and decimals, UTF-8, one document.
Refused: duplicate keys, keys that are not text, aliases, anchors, tags, directives, depth, size, anything
that is not a regular file. Plain `no`, `12:30`, `010` and `2026-11-20` stay text.
"""

import codecs
import json
import os
import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from zhidu.reading import strict_json
from zhidu.reading.disk import files
from zhidu.reading.findings import Finding, Pointer, Problem, Severity, inert, visible
from zhidu.reading.text import characters

MAX_BYTES = 1_000_000  # a policy file has about 30 KB
MAX_EVENTS = 100_000
MAX_DEPTH = 20

NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,59}\.yaml\Z")

# ends a line for YAML, but not for editors
_FOREIGN_BREAK = re.compile("[\x85\u2028\u2029]|\r(?!\n)")
_BREAKS = "\r\x85\u2028\u2029"  # looked for one at a time: 30 times quicker

# what people type where libyaml gives up; the last group is the place, {} the first
_KEY = "^ *(?:- +)*([a-z_][a-z0-9_-]*)"
_QUOTE = r""": +("(?:[^"\\\n]|\\.)*|'(?:[^'\n]|'')*)\r?$"""
_HINTS = tuple(
    (code, re.compile(pattern, re.MULTILINE), detail)
    for code, pattern, detail in (
        ("yaml/tab", r"^ *(\t)(?:.*\S|[ \t]*\Z)", ""),
        ("yaml/full-width-colon", _KEY + " *(：)", "{}"),
        ("yaml/full-width-colon", '^ *"([a-z][a-z0-9_-]*)" *(：)', "{}"),
        ("yaml/missing-space", _KEY + r"(:)(?=[^\s:])", "{}"),
        ("yaml/syntax", _KEY + _QUOTE, "引号没有收尾"),
    )
)
# look like spaces, and are none to YAML
_BLANKS = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\ufeff"
_ODD_INDENT = re.compile(rf"[ \t]*[{_BLANKS}]")
_MERGE_MARK = re.compile(r"^([<>|])\1{6}(?: |\r?$)", re.MULTILINE)
_HASH = re.compile(r"[ \t]+#")
_INTEGER = re.compile(r"[-+]?[0-9]{1,15}\Z")
_DECIMAL = re.compile(r"[-+]?[0-9]{1,15}\.[0-9]{1,15}\Z")
_CONSTANTS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_NO_COLON = re.compile(r" *(?:- +)*[a-z_][a-z0-9_-]*(?: [^:]*)?\Z")


Place = tuple[int, int]  # line and column, both from 1; columns count characters


@dataclass(slots=True)
class Marks:
    """Where each value and each key of a document stands."""

    values: dict[Pointer, Place] = field(default_factory=dict)
    keys: dict[Pointer, Place] = field(default_factory=dict)

    def place(self, pointer: Pointer, *, of_key: bool = False) -> Place:
        """Place of the value (or of its key) at *pointer*; where there is none, of its nearest parent."""
        marks = self.keys if of_key else self.values
        while pointer not in marks and pointer:
            pointer = pointer[:-1]
        return marks.get(pointer) or self.values.get(pointer, (1, 1))


@dataclass(frozen=True, kw_only=True)
class Source:
    """One file that could be read: its shown path, its bytes, its data.

    Data and places are read again on demand: once a document is made of them, hardly anybody asks, and the data of a
    file takes ten times its bytes.
    """

    path: str
    raw: bytes

    @cached_property
    def data(self) -> Any:
        """What the file holds."""
        return _read(self.raw, None) if self._json is None else self._json

    @cached_property
    def _json(self) -> Any:
        """The same where it is JSON as we write it; None says nothing about it."""
        if not self.raw.startswith(b"{") or len(self.raw) > MAX_BYTES:
            return None
        try:
            return strict_json.read(self.raw.decode("utf-8"), MAX_DEPTH)
        except UnicodeDecodeError:
            return None

    def forget(self) -> None:
        """Let go of the data."""
        self.__dict__.pop("data", None)
        self.__dict__.pop("_json", None)

    def placed(
        self,
        problems: Iterable[Problem],
        place: Callable[[Marks, Problem], Place] = lambda marks, problem: marks.place(
            problem.pointer, of_key=problem.of_key
        ),
    ) -> list[Finding]:
        """*problems* with line and column; *place* says where to put the cursor if not at the value or the key."""
        problems = list(problems)
        marks = self._marks([each.pointer for each in problems]) if problems else Marks()
        return [
            Finding(
                path=self.path,
                line=line,
                column=column,
                code=each.code,
                message=each.message,
                repair=each.repair,
                severity=each.severity,
            )
            for each in problems
            for line, column in [place(marks, each)]
        ]

    def _marks(self, wanted: Collection[Pointer]) -> Marks:
        """Places of what is *wanted*, at least."""
        if "marks" in self.__dict__ or self._json is None:
            return self.marks
        return Marks(*strict_json.places(self.raw.decode("utf-8"), wanted))

    @cached_property
    def marks(self) -> Marks:
        """Places of all keys and values."""
        marks = Marks()
        _read(self.raw, marks)
        text = self.raw.decode("utf-8").removeprefix("\ufeff")
        end = _place_in(text, len(text))
        for places in (marks.values, marks.keys):
            for pointer, place in places.items():
                # libyaml looks for what is missing in the line after the last
                places[pointer] = min(place, end)
        return marks


class _Refusal(Exception):  # noqa: N818  what it says, not what it is
    """The file is not data we accept; `code` picks the sentences in `_SENTENCES`."""

    def __init__(self, code: str, place: Place, detail: str = "") -> None:
        super().__init__(code, place, detail)
        self.code, self.place, self.detail = code, place, detail


_SENTENCES: dict[str, tuple[str, str]] = {
    "file/name": (
        "文件名“{}”不合要求",
        "文件名只用小写字母、数字和连字符，以 .yaml 结尾，例如 08-network-administrator.yaml",
    ),
    "file/missing": ("找不到“{}”", "核对路径；文件若已改名，请改回原名"),
    "file/not-regular": (
        "“{}”不是普通文件（是文件夹、链接、管道或设备）",
        "换成文件本身，不要用链接",
    ),
    "file/unreadable": ("打不开文件“{}”", "检查文件的读取权限"),
    "file/too-large": ("文件有 {} 字节，超过 1 MB 的上限", "检查是否误放了别的文件"),
    "file/empty": ("文件是空的", "补上内容，或删掉这个文件"),
    "file/gbk": ("文件看起来是 GBK（ANSI）编码，这里只读 UTF-8", "用编辑器“另存为”，编码选 UTF-8"),
    "file/utf-16": (
        "文件是 UTF-16（Unicode）编码，这里只读 UTF-8",
        "用编辑器“另存为”，编码选 UTF-8",
    ),
    "file/not-utf-8": ("这里的字节不是 UTF-8 文字", "用编辑器“另存为”，编码选 UTF-8"),
    "file/bom": ("文件开头有 BOM 标记（可以读，但别的软件可能出错）", "另存为“UTF-8（无 BOM）”"),
    "yaml/control-character": (
        "这里有看不见的控制字符（{}）",
        "删掉这个字符，重新输入；若每一行都有，用编辑器把换行符改为 LF",
    ),
    "yaml/tab": ("缩进里有制表符（Tab）", "改用空格缩进，每级两个空格"),
    "yaml/full-width-colon": ("“{}”后面是全角冒号“：”", "改成半角冒号加一个空格：“{}: ”"),
    "yaml/missing-space": ("“{}:”后面少一个空格", "冒号后面加一个空格：“{}: ”"),
    "yaml/blank": (
        "缩进里有不是空格的空白（{}），看上去一样，程序不认",
        "用编辑器的“替换”，把它们都换成普通空格，每级两个",
    ),
    "yaml/merge-marks": (
        "这里有 git 合并没有做完的标记（<<<<<<<、=======、>>>>>>>）",
        "两边的内容对照着看，该留的留下，再删去这三行标记",
    ),
    "yaml/curly-quote": (
        "“{}”外面是中文的弯引号，YAML 不认它们是引号",
        "去掉弯引号；要加引号，用英文的直引号",
    ),
    "yaml/duplicate-key": (
        "“{}”在同一处写了两次",
        "若是两条内容，检查缩进或补上“- ”；内容一样的，留一处",
    ),
    "yaml/key-not-text": ("这里的键不是文字", "键写成英文单词，例如 text: …"),
    "yaml/alias": ("不允许使用锚点和引用（& 和 *）", "把引用的内容照写一遍；若是文字，加上引号"),
    "yaml/tag": ("不允许使用标签（!）", "删掉“!”和它后面的标签名；若是文字，加上引号"),
    "yaml/directive": ("不允许使用 % 指令", "删掉以 % 开头的这一行"),
    "yaml/too-deep": ("嵌套超过 20 层", "检查括号是否漏了另一半"),
    "yaml/too-many-values": ("文件里的内容超过 10 万项", "检查是否误放了别的文件"),
    "yaml/second-document": (
        "这里开始了第二份文档（---）",
        "一个文件只放一份，删掉多出的“---”或拆成两个文件",
    ),
    "yaml/comment-after-text": (
        "文字后面的“ #”和它后面的字成了注释，不会显示",
        "若是文字的一部分，给整段文字加上引号；若真是注释，另起一行写在上面",
    ),
    "yaml/syntax": ("不合 YAML 写法：{}", "对照相邻各行，检查缩进、引号和括号"),
}

_QUOTING = frozenset(  # what they name stands in the file, or is its name; the others say it in our own words
    {
        "file/name",
        "file/missing",
        "file/not-regular",
        "file/unreadable",
        "yaml/full-width-colon",
        "yaml/missing-space",
        "yaml/duplicate-key",
        "yaml/curly-quote",
    }
)

_FORBIDDEN = (  # what libyaml was at when it gave up: things that we refuse even where they are well formed
    ("scanning an anchor", "yaml/alias"),
    ("scanning an alias", "yaml/alias"),
    ("scanning a tag", "yaml/tag"),
    ("parsing a tag", "yaml/tag"),
    ("undefined tag handle", "yaml/tag"),
    ("scanning a directive", "yaml/directive"),
    ("incompatible YAML document", "yaml/directive"),
    ("duplicate %", "yaml/directive"),
)

_PROBLEMS = (  # libyaml's words, and ours; the first that occurs is taken
    ("scanning a block scalar", "“|”或“>”后面要另起一行写文字；若是文字，加上引号"),
    ("mapping values are not allowed", "这里不该出现冒号，或与上一行的缩进对不齐"),
    ("could not find expected ':'", "少了冒号，或冒号后面少了空格"),
    ("did not find expected key", "缩进与上下行对不齐，或上一行的引号没有收尾"),
    ("did not find expected '-' indicator", "列表项对不齐，或少了“- ”"),
    ("did not find expected ',' or ']'", "方括号里少了半角逗号，或没有收尾的“]”"),
    ("did not find expected ',' or '}'", "花括号里少了半角逗号，或没有收尾的“}”"),
    ("unexpected end of stream", "引号没有收尾"),
    ("cannot start any token", "这个字符不能放在开头，文字请加引号"),
    ("block sequence entries are not allowed", "“- ”不该出现在这里"),
    ("unknown escape character", "双引号里的反斜杠写法不对"),
    ("invalid Unicode character escape", "双引号里的反斜杠写法不对"),
    ("hexdecimal number", "双引号里的反斜杠写法不对"),
    ("parsing a flow node", "括号里少了内容，或括号没有收尾"),
    ("did not find expected node content", "这里少了内容，或多了一个括号"),
    ("document start>", "前面的内容已经结束，这里多出了一段；也看看上一行的缩进"),
)
_OPENINGS = (
    "scanning a quoted scalar",
    "scanning a simple key",
    "parsing a flow",
)  # blamed on their start


def read(path: Path, shown: str) -> tuple[Source | None, list[Finding]]:
    """The file at *path*, called *shown* in findings: its source, or none, and what is wrong with it."""
    raw, findings = bytes_of(path, shown)
    return (None, findings) if raw is None else understood(raw, shown)


def bytes_of(path: Path, shown: str) -> tuple[bytes | None, list[Finding]]:
    """The bytes of the file at *path*, or none, and why not."""
    try:
        return _bytes_of(path), []
    except _Refusal as refusal:
        return None, [_finding(shown, refusal)]


def understood(raw: bytes, shown: str) -> tuple[Source | None, list[Finding]]:
    """What the file of bytes *raw* holds, or none, and what is wrong with it."""
    source, findings = parse(raw, shown)
    if source is None:
        return source, findings
    findings = [
        _finding(shown, _Refusal("yaml/comment-after-text", place)) for place in _comments(raw)
    ]
    if raw.startswith(codecs.BOM_UTF8):
        findings.append(_finding(shown, _Refusal("file/bom", (1, 1)), Severity.WARNING))
    return source, findings


def parse(raw: bytes, shown: str) -> tuple[Source | None, list[Finding]]:
    """Like `read`, for bytes that are at hand already, without reminders."""
    source = Source(path=shown, raw=raw)
    try:
        _ = source.data
    except _Refusal as refusal:
        return None, [_finding(shown, refusal)]
    return source, []


def _comments(raw: bytes) -> Iterator[Place]:
    """Where a comment follows Chinese text on its line: YAML drops those words without a sound."""
    text = raw.decode("utf-8").removeprefix("\ufeff")
    if " #" not in text and "\t#" not in text:
        return
    lines = text.split("\n")
    if not any(map(_may_hide, lines)):
        return
    from yaml import events  # noqa: PLC0415  most files need no parser
    from yaml._yaml import CParser  # noqa: PLC0415

    for event in iter(CParser(text).get_event, None):  # None after the end of the stream
        if type(event) is events.ScalarEvent and not event.style and not event.value.isascii():
            end: Any = event.end_mark
            # matched where it stands: the rest of a long line is not copied for each of its values
            if end.line < len(lines) and (hash_ := _HASH.match(lines[end.line], end.column)):
                yield end.line + 1, hash_.end()


def _may_hide(line: str) -> bool:
    """Whether a comment may follow Chinese text in *line*."""
    end = max(line.rfind(" #"), line.rfind("\t#"))
    return end > 0 and not line[:end].isascii()


def codes() -> Iterator[tuple[str, str]]:
    """Every code of this module with its sentence, for `zhidu explain`."""
    for code, (message, repair) in _SENTENCES.items():
        yield code, f"{message.replace('{}', '…')}。\n怎样改：{repair.replace('{}', '…')}。"


def _finding(shown: str, refusal: _Refusal, severity: Severity = Severity.ERROR) -> Finding:
    message, repair = _SENTENCES[refusal.code]
    line, column = refusal.place
    detail = (visible if refusal.code in _QUOTING else inert)(refusal.detail)
    return Finding(
        path=shown,
        line=line,
        column=column,
        code=refusal.code,
        message=message.format(detail),
        repair=repair.format(detail),
        severity=severity,
    )


def _bytes_of(path: Path) -> bytes:
    """Bytes of a plain file under the size limit."""
    if not NAME.match(path.name) and os.path.lexists(path):
        raise _Refusal("file/name", (1, 1), path.name)
    try:
        return files.plain(path, MAX_BYTES)
    except files.NotPlainError:
        raise _Refusal("file/not-regular", (1, 1), path.name) from None
    except files.TooLargeError as error:
        raise _Refusal("file/too-large", (1, 1), f"{error.size:,}") from None
    except (FileNotFoundError, NotADirectoryError):
        raise _Refusal("file/missing", (1, 1), path.name) from None
    except OSError:
        raise _Refusal("file/unreadable", (1, 1), path.name) from None


def _read(raw: bytes, marks: Marks | None) -> Any:
    if len(raw) > MAX_BYTES:
        raise _Refusal("file/too-large", (1, 1), f"{len(raw):,}")
    raw = raw.removeprefix(codecs.BOM_UTF8)  # else the first column would be off by one
    if not raw.strip(b"\0 \t\r\n"):  # a disk that failed leaves zeros
        raise _Refusal("file/empty", (1, 1))
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or raw.count(b"\0") * 10 > len(
        raw
    ):
        raise _Refusal("file/utf-16", (1, 1))
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        code = "file/gbk" if _is_gbk(raw, error.start) else "file/not-utf-8"
        raise _Refusal(code, _place_of_byte(raw, error.start)) from None
    if not text.strip():
        raise _Refusal("file/empty", (1, 1))
    if any(each in text for each in _BREAKS) and (match := _FOREIGN_BREAK.search(text)):
        raise _Refusal(
            "yaml/control-character", _place_in(text, match.start()), _code_point(match[0])
        )
    import yaml  # noqa: PLC0415  most files need no parser
    from yaml._yaml import CParser  # noqa: PLC0415

    ends: tuple[int, ...] = ()
    if b"\\u" in raw and text.lstrip().startswith("{") and _is_json(text):
        text, ends = characters.with_pairs_as_one(text)
        raw = text.encode()
    parser = CParser(raw)
    try:
        found = _build(parser.get_event, marks)
    except yaml.reader.ReaderError as error:  # the one PyYAML error without a mark
        place = _place_of_byte(raw, error.position)
        raise _Refusal("yaml/control-character", place, _code_point(chr(error.character))) from None
    except yaml.MarkedYAMLError as error:
        raise _unfinished_merge(text) or _explained(text, error) from None
    except _Refusal:
        if merge := _unfinished_merge(text):
            raise merge from None
        raise
    finally:
        parser.dispose()
    if ends and marks is not None:
        _as_written(marks, text, ends)
    return found


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _as_written(marks: Marks, text: str, ends: tuple[int, ...]) -> None:
    """Put *marks* where their values stand in what was written: each pair that ends before one took two more."""
    columns: dict[int, list[int]] = {}  # line → where pairs end in it, in order
    line, begins, done = 1, 0, 0
    for end in ends:
        line += text.count("\n", done, end)
        begins = max(begins, text.rfind("\n", done, end) + 1)
        columns.setdefault(line, []).append(end - begins + 1)
        done = end
    for places in (marks.values, marks.keys):
        for pointer, (line, column) in places.items():
            places[pointer] = line, column + 2 * bisect_right(columns.get(line, ()), column)


def _code_point(character: str) -> str:
    return f"U+{ord(character):04X}"


def _is_gbk(raw: bytes, wrong: int) -> bool:
    """Whether *raw*, which is no UTF-8 from *wrong* on, is GBK: then no Chinese character came before."""
    if max(raw[:wrong].decode("utf-8"), default="") > "\u07ff":
        return False
    try:
        raw.decode("gb18030")
    except UnicodeDecodeError:
        return False
    return True


def _unfinished_merge(text: str) -> _Refusal | None:
    """What is said of a text in which a mark of `git` is left, all of them or the last one, whatever fault it has as YAML."""
    mark = _MERGE_MARK.search(text)
    return _Refusal("yaml/merge-marks", _place_in(text, mark.start())) if mark else None


def _odd_indent(lines: list[str], line: int) -> _Refusal | None:
    """What is said where *line*, from 1, or the one before it is indented by what is no space."""
    for number in (line - 1, line):
        if 0 < number <= len(lines) and (match := _ODD_INDENT.match(lines[number - 1])):
            place = number, match.end()
            return _Refusal("yaml/blank", place, _code_point(match[0][-1]))
    return None


def _explained(text: str, error: Any) -> _Refusal:
    """The likely cause of a syntax error: people type full-width colons, tabs and `key:value`."""
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    begun = error.context_mark
    words = f"{error.context}: {error.problem}"
    if code := _first(_FORBIDDEN, words):
        return _Refusal(code, (begun.line + 1, begun.column + 1) if begun else (line, column))
    lines = text.split("\n")
    if odd := _odd_indent(lines, line):
        return odd
    before = "\n".join(lines[:line])
    hints = [
        (match.start(match.lastindex or 0), code, detail.format(match[1]))
        for code, pattern, detail in _HINTS
        if (match := pattern.search(before))
    ]
    if hints:
        offset, code, detail = min(hints)
        return _Refusal(code, _place_in(before, offset), detail)
    known = _first(_PROBLEMS, words) or "看不懂这里"
    if begun and begun.line + 1 < line and any(opening in words for opening in _OPENINGS):
        line, column = begun.line + 1, begun.column + 1
    elif "mapping values" in words and line > 1 and _NO_COLON.match(lines[line - 2]):
        line, column = line - 1, len(lines[line - 2]) - len(lines[line - 2].lstrip()) + 1
        known = "这一行少了冒号"
    elif "expected key" in words and lines[line - 1][: column - 1].strip():
        known = "前面的引号或括号已经收尾，这里多出了字"
    return _Refusal("yaml/syntax", min((line, column), _place_in(text, len(text))), known)


def _first(table: tuple[tuple[str, str], ...], words: str) -> str | None:
    return next((ours for theirs, ours in table if theirs in words), None)


def _build(next_event: Callable[[], Any], marks: Marks | None) -> Any:
    from yaml import events  # noqa: PLC0415  as above

    next_event()  # the stream starts
    event = next_event()
    if type(event) is events.StreamEndEvent:
        raise _Refusal("file/empty", (1, 1))
    if event.version or event.tags:
        raise _refusal("yaml/directive", event)

    root: Any = None
    container: Any = None  # the mapping or sequence being filled
    key: Any = None  # waits for its value
    in_mapping = False
    pointer: list[str | int] = []  # of `container`
    enclosing: list[tuple[Any, bool]] = []

    for _ in range(MAX_EVENTS):  # one flat loop, kept so for speed
        event = next_event()
        kind = type(event)

        if kind is events.MappingEndEvent or kind is events.SequenceEndEvent:
            container, in_mapping = enclosing.pop()
            if container is None:
                break
            pointer.pop()
            continue
        if kind is events.AliasEvent or event.anchor is not None:
            raise _refusal("yaml/alias", event)
        if event.tag is not None:
            raise _refusal("yaml/tag", event)

        if in_mapping and key is None:  # this event is a key
            if kind is not events.ScalarEvent:
                raise _refusal("yaml/key-not-text", event)
            key = event.value
            if not event.style and _ODD_INDENT.match(key):
                raise _refusal("yaml/blank", event, _code_point(key.lstrip(" \t")[0]))
            if key[:1] in "“”" and key[:1] and not event.style:
                raise _refusal("yaml/curly-quote", event, key.strip("“”"))
            if key in container:
                raise _refusal("yaml/duplicate-key", event, key)
            if marks is not None:
                marks.keys[(*pointer, key)] = _place(event)
            continue

        if kind is events.ScalarEvent:
            value: Any = _scalar(event)
        else:
            value = {} if kind is events.MappingStartEvent else []

        if container is None:
            root = value
        else:
            pointer.append(key if in_mapping else len(container))
            if in_mapping:
                container[key], key = value, None
            else:
                container.append(value)
        if marks is not None:
            marks.values[tuple(pointer)] = _place(event)

        if kind is not events.ScalarEvent:  # go down into the new mapping or sequence
            if len(enclosing) == MAX_DEPTH:
                raise _refusal("yaml/too-deep", event)
            enclosing.append((container, in_mapping))
            container, in_mapping = value, kind is events.MappingStartEvent
        elif container is None:
            break  # the whole document is one scalar
        else:
            pointer.pop()
    else:
        raise _refusal("yaml/too-many-values", event)

    next_event()  # the document ends
    event = next_event()
    if type(event) is not events.StreamEndEvent:
        raise _refusal("yaml/second-document", event)
    return root


def _scalar(event: Any) -> Any:
    """The value of a scalar: in quotes and blocks always text, else a word, a number, or one of few constants."""
    text: str = event.value
    if event.style:
        return text
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if _INTEGER.match(text):
        digits = text.lstrip("+-")  # 010 is a label, not eight and not ten
        return int(text) if digits == "0" or not digits.startswith("0") else text
    return float(text) if _DECIMAL.match(text) else text


def _place(event: Any) -> Place:
    return event.start_mark.line + 1, event.start_mark.column + 1


def _place_of_byte(raw: bytes, offset: int) -> Place:
    text = raw[:offset].decode("utf-8", "replace")
    return _place_in(text, len(text))


def _place_in(text: str, offset: int) -> Place:
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _refusal(code: str, event: Any, detail: str = "") -> _Refusal:
    return _Refusal(code, _place(event), detail)
