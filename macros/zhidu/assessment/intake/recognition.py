"""Bytes that somebody sent → submissions, judged: what kind of file it is, is seen by what is in it.

Names of files say little: chat programs rename what they carry, and people save one format under the name of another.
"""

import codecs
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from zhidu.assessment import text_code
from zhidu.assessment.intake import containers, form_words, kinds
from zhidu.assessment.intake.containers import Archive
from zhidu.assessment.intake.fault import Fault
from zhidu.assessment.submission import receipt
from zhidu.assessment.text_code import Piece
from zhidu.assessment.verdict.one_submission import Bench
from zhidu.assessment.workbook import cell_names, reader, witness
from zhidu.office import excel_cells
from zhidu.reading import documents, fence, strict_yaml
from zhidu.reading.documents import CHECKLIST, Place
from zhidu.reading.findings import Finding, Severity, visible, without_numbers
from zhidu.reading.text import characters

_MOST_CODE = 200_000  # characters
_BEGINS = rf"{text_code.MARK}\s*\."
_CODE = re.compile(rf"{_BEGINS}(?:(?!{_BEGINS})[\s.A-Za-z0-9_-]){{0,{_MOST_CODE}}}")
_MAX_CODES = 300  # in one file, each piece counted: a chat's history, saved
_CUTS = 20  # words in Latin letters that may follow a code
_AFTER = 3  # long words, an address, that may follow a code in pieces
_BETWEEN = 12  # words in Latin letters between two pieces: a name, a day, a time
_RUN = re.compile(r"[.A-Za-z0-9_-]+")
_LONG = 20  # of the letters of a code on a line; a name, a time and most words are shorter
MAX_FILE = 4_000_000
"""Bytes of a file that is looked at; a submission has a few ten thousand."""
_DOCUMENT = b"word/document.xml"  # names stand in a zip file as they are
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_OURS = frozenset({"school", "items", "term"})
_COUNTING = re.compile(r"[\u2460-\u24ff\u2776-\u2793\u3200-\u33ff]")  # ① is no figure of a code
_UNSEEN = re.compile(f"[{characters.UNSEEN}]")
_LONG_DASH = "\u2014"  # what phones make of one hyphen, or of two
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"), "-")
_KEY_OF_OURS = r"[\"']?(?:school|items|term)[\"']?\s*[:：]"
_BEGINS_LIKE_DATA = re.compile(rf"\s*(?:[{{\[]|{_KEY_OF_OURS})")
_HOLDS_DATA = re.compile(rf"(?:^|[\n{{,])[^\S\n]*{_KEY_OF_OURS}")
_TOO_LARGE = ("文件超过 4 MB，没有打开", "删去插进去的图片再交；自查表不收附件")
_MOST_TEXT = 1_000_000  # characters; a submission has 30,000, a chat's history with fifty codes fewer than this
# a text that was written as code, into a page, into an address
_ESCAPED = re.compile(r"\\(?:([-_.])|[nrtfv])|&#(\d{2});|%(2D|2E|5F)", re.IGNORECASE)
_STOP = re.compile(r"(?<=[A-Za-z0-9_-])。(?=[A-Za-z0-9_-])")  # an input method's
_PLAUSIBLE = re.compile(r"[\t-\r -~\u2000-\u206f\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
_MOST_BROKEN = 3  # characters of a text that were cut


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What one school says for one term, as far as it could be read. Without `data` nothing could."""

    data: dict[str, Any] | None = None
    faults: tuple[Fault, ...] = ()
    hint: str = ""
    within: str = ""  # the file in an archive that it stood in

    @property
    def sound(self) -> bool:
        """Whether it can be accepted."""
        return self.data is not None and not any(
            fault.severity is Severity.ERROR for fault in self.faults
        )

    @property
    def receipt(self) -> str:
        """What stands on the school's receipt."""
        return receipt(self.data or {})


@dataclass(frozen=True, slots=True)
class Desk:
    """Where what comes in is looked at."""

    bench: Bench

    def place(self, data: Any) -> Place:
        """Where the submission *data* belongs."""
        named = data if isinstance(data, dict) else {}
        school, term = (
            value if isinstance(value := named.get(key), str) else None
            for key in ("school", "term")
        )
        name = f"{school or ''}.yaml"
        return Place(Path(name.replace("/", "_")), name, CHECKLIST, term)

    def read(self, raw: bytes, name: str) -> list[Statement]:
        """The submissions in a file called *name*: one, or as many as there are text codes in it."""
        if (said := kinds.of_bytes(raw, name)) is not None:
            return [_not_taken(said)]
        if raw.startswith((b"PK", _OLD_OFFICE)):
            archive = containers.unpacked(raw, name, MAX_FILE) if raw.startswith(b"PK") else None
            return self._office(raw) if archive is None else self._archive(archive)
        text = _decoded(raw)
        if text is None or len(text) > _MOST_TEXT:
            return [_not_taken(kinds.STRANGE if text is None else kinds.TOO_LONG)]
        like_data = _BEGINS_LIKE_DATA.match(text)
        if found := self._data(raw, text, name) if like_data else self._codes(text):
            return found
        said = kinds.of_text(text) or (None if _HOLDS_DATA.search(text) else kinds.OTHER)
        return [self._file(raw, name) if said is None else _not_taken(said)]

    def _data(self, raw: bytes, text: str, name: str) -> list[Statement]:
        """What begins like data: a submission, or words of a chat, `[微笑]`, with a text code behind them."""
        statement = self._file(raw, name)
        if statement.data is not None and not statement.data.keys().isdisjoint(_OURS):
            return [statement]
        return self._codes("\n".join(_strings(text)))

    def _codes(self, text: str) -> list[Statement]:
        """What the text codes in *text* say."""
        apart = _COUNTING.sub(" ", text)
        # also an input method's full-width digits
        plain = _UNSEEN.sub("", characters.folded(apart))
        plain = _STOP.sub(".", _ESCAPED.sub(_unescaped, plain))
        found = self._codes_in(plain.translate(_DASHES))
        if _LONG_DASH in plain and all(each.data is None for each in found):
            found = self._codes_in(plain.replace(_LONG_DASH, "--").translate(_DASHES)) or found
        return found

    def _codes_in(self, plain: str) -> list[Statement]:
        codes = list(islice(_CODE.finditer(plain), _MAX_CODES))
        ends = [*(code.start() for code in codes[1:]), len(plain)]
        wholes = [
            plain[code.start() : end][:_MOST_CODE]
            for code, end in zip(codes, ends[: len(codes)], strict=True)
        ]
        pieces = [
            _longest(code[0]) or _joined(whole) for code, whole in zip(codes, wholes, strict=True)
        ]
        told: set[tuple[str, int]] = set()  # codes in several pieces, which may lie apart
        found: list[Statement] = []
        read = [code[0] for code, piece in zip(codes, pieces, strict=True) if piece]
        begins = [code[0].rstrip(". \n") for code in codes]
        for piece, whole, begun in zip(pieces, wholes, begins, strict=True):
            if piece is None and not any(len(run) >= _LONG for run in _RUN.findall(whole)):
                continue  # somebody tells what a code begins with
            if piece is None and len(begun) >= _LONG and any(one.startswith(begun) for one in read):
                continue  # a chat shows how a message begins, and then all of it
            together = [piece] if piece else []
            if piece is not None and piece.count > 1:
                if (key := (piece.tag, piece.count)) in told:
                    continue
                told.add(key)
                together = [each for each in pieces if each and (each.tag, each.count) == key]
            found.append(
                fence.fenced(
                    partial(self._code, together, whole),
                    lambda error: Statement(faults=(_fault(fence.not_judged("", error)),)),
                )
            )
        return found

    def _archive(self, archive: Archive) -> list[Statement]:
        """What each file in an archive says. What is no submission is passed over where others are."""
        if archive.refused:
            return [_not_taken(archive.refused)]
        found = [
            replace(statement, within=name)
            for name, content in archive.files
            for statement in self._packed(name, content)
        ]
        said = [each for each in found if not _is_foreign(each)]
        return said or (found if len(found) == 1 else [_not_taken(kinds.NONE_OF_OURS)])

    def _packed(self, name: str, content: bytes) -> list[Statement]:
        if len(content) > MAX_FILE:
            return [_not_taken(_TOO_LARGE)]
        if content.startswith(b"PK") and containers.unpacked(content, name, MAX_FILE) is not None:
            return [_not_taken(kinds.ARCHIVE)]
        return self.read(content, name)

    def _office(self, raw: bytes) -> list[Statement]:
        """What an Office file says: a workbook of ours, or a text code in the cells or paragraphs of any."""
        try:
            book = excel_cells.read(raw)
        except excel_cells.UnreadableError as error:
            code, message, repair = error.args
            if code == "workbook/broken" and _DOCUMENT in raw:
                return self._codes(containers.words_of(raw)) or [_not_taken(kinds.WORD)]
            return [_refused(code, message, repair)]
        if reader.about(book):
            return [self._workbook(book)]
        cells = (cell.value for sheet in book.sheets for cell in sheet.cells.values())
        words = "\n".join(value for value in cells if isinstance(value, str))
        return self._codes(words) or [self._workbook(book)]

    def _workbook(self, book: excel_cells.Book) -> Statement:
        about = reader.about(book)
        if not about:
            return _refused(
                "workbook/foreign",
                "这不是教育局发的自查工作簿，或者表里的编号被删掉了",
                "把内容填到教育局发的表里，再交",
            )
        judge = self.bench.judge_of(about)
        made_for_it = about[cell_names.INSTRUMENT] == judge.instrument.digest
        book, told = witness.restored(book, judge.instrument) if made_for_it else (book, [])
        if any(fault.severity is Severity.ERROR for fault in told):
            return Statement(data=dict(about), faults=_bounded(told))
        filled = reader.read(book, self.bench.handbook, judge.instrument)
        if not filled.begun:
            return _refused(
                "workbook/blank",
                "这份工作簿还没有填",
                "请照第一张表“填写说明”填好，存盘，再交",
                dict(about),
            )
        broken = self.bench.of_data(filled.data, self.place(filled.data))
        faults = reader.faults_of(filled, broken, judge.instrument)
        return Statement(data=filled.data, faults=_bounded([*faults, *told]))

    def _code(self, pieces: list[Piece], whole: str) -> Statement:
        """What a code of *pieces* says; *whole* goes from where it begins to the next one, or to the end."""
        by_number = {each.number: each for each in pieces}
        count = pieces[0].count if pieces else 1
        if lacking := [n for n in range(1, count + 1) if n not in by_number] if pieces else []:
            which = "、".join(map(str, lacking))
            return _refused(
                "intake/code",
                f"文字码一共 {count} 段，少了第 {which} 段",
                f"请在自查表里复制第 {which} 段，也发来；再把几段存在一个文件里",
            )
        data = text_code.joined(by_number[n] for n in sorted(by_number)) if pieces else None
        inside = json.dumps(data).encode()
        found, _ = strict_yaml.parse(inside, "文字码")
        if found is None and (said := list(documents.forbidden(data))):
            faults = [Fault(each.message, each.repair, code=each.code) for each in said]
            return Statement(faults=_bounded(faults), hint=_IN_FORM)
        if found is None or not isinstance(found.data, dict):
            return _refused(
                "intake/code",
                "文字码只有前面一截，后面的没有发来"
                if _cut(whole)
                else "文字码里少了字，或者有字被改动过",
                "请在自查表里重新点“复制文字码”，整段发来；一条发不下，就按先后分几条发",
            )
        return self.judged(found.data)

    def judged(self, data: dict[str, Any]) -> Statement:
        """*data* of the form, judged, in its words."""
        instrument = self.bench.judge_of(data).instrument
        found = self.bench.of_data(data, self.place(data))
        faults = (form_words.fault(each, instrument) for each in found)
        return Statement(data=data, faults=_bounded(faults), hint=_IN_FORM)

    def _file(self, raw: bytes, name: str) -> Statement:
        found, findings = strict_yaml.parse(raw, visible(name))
        form = raw.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"{")  # the site's wrote it
        if found is None and form and not _is_json(raw):
            return _refused(
                "intake/cut",
                "文件不完整，或者被改动过",
                "在自查表里重新点“下载文件”，不要用别的软件改",
            )
        if found is None:
            return Statement(faults=_bounded(_fault(finding) for finding in findings))
        entry, findings = self.bench.of_file(found, self.place(found.data))
        data = found.data if entry is not None or isinstance(found.data, dict) else None
        return Statement(
            data=data,
            faults=_bounded(self._asked(found.data, findings)),
            hint=_IN_FORM if form else "",
        )

    def _asked(self, data: Any, findings: Iterable[Finding]) -> Iterator[Fault]:
        """*findings* about a file in the words of the form: its senders never saw how it is written."""
        faults = [_fault(finding, places=False) for finding in findings]
        broken = self.bench.of_data(data, self.place(data)) if faults else []
        instrument = self.bench.judge_of(data).instrument
        told = {
            (each.code, without_numbers(each.message)): form_words.fault(each, instrument)
            for each in broken
        }
        for fault in faults:
            yield told.get((fault.code, without_numbers(fault.message)), fault)


_IN_FORM = "在自查表网页的“接着填”里读入这一份，它会指出要改的地方，点一下就到。"


def _is_json(raw: bytes) -> bool:
    try:
        json.loads(raw.removeprefix(codecs.BOM_UTF8))
    except (ValueError, RecursionError):
        return False
    return True


def _strings(text: str) -> Iterator[str]:
    """Every string of *text* where it is JSON, of a chat saved as data; *text* itself where it is none."""
    try:
        waiting = [json.loads(text.removeprefix("\ufeff"))]
    except (ValueError, RecursionError):
        yield text
        return
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict | list):
            inner = value.values() if isinstance(value, dict) else value
            waiting.extend(reversed(list(inner)))


def _is_foreign(statement: Statement) -> bool:
    """Whether it is a picture, a letter, any file that never was a submission."""
    return statement.data is None and {f.code for f in statement.faults} == {"intake/kind"}


def _not_taken(said: tuple[str, str]) -> Statement:
    return _refused("intake/kind", *said)


def _refused(code: str, message: str, repair: str, data: dict[str, Any] | None = None) -> Statement:
    """A statement of which nothing but *data* is known, and why."""
    return Statement(data=data, faults=(Fault(message, repair, code=code),))


def _decoded(raw: bytes) -> str | None:
    """The text of *raw*, in any of the encodings that editors here write; None where it is no text."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return raw.decode("utf-16", "replace")
    for encoding in ("utf-8-sig", "gb18030", "utf-16-le", "utf-16-be"):
        try:
            found = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        wide = encoding.startswith("utf-16")
        if "\0" not in found and (not wide or len(_PLAUSIBLE.sub("", found)) * 9 < len(found)):
            return found
    found = raw.decode("utf-8", "replace")
    return found if "\0" not in found and found.count("\ufffd") <= _MOST_BROKEN else None


def _unescaped(found: re.Match[str]) -> str:
    if found[2] or found[3]:
        return chr(int(found[2]) if found[2] else int(found[3], 16))
    return found[1] or " "


def _longest(text: str) -> Piece | None:
    """The piece that *text* begins with; words in Latin letters may follow it."""
    chunks = text.split()
    for count in range(len(chunks), max(len(chunks) - _CUTS, 0), -1):
        if (piece := text_code.piece("".join(chunks[:count]))) is not None:
            return piece
    return None


def _joined(text: str) -> Piece | None:
    """The piece that *text* begins with, cut over several messages: a chat sets names and times between them."""
    runs = _RUN.findall(text)
    every = [place for place, run in enumerate(runs) if len(run) >= _LONG]
    often = Counter(runs[place] for place in every)  # a sender's name stands before each message
    once = [place for place in every if often[runs[place]] == 1]
    for parts in (every, once) if len(once) < len(every) else (every,):
        for count in range(len(parts), max(len(parts) - _AFTER, 0), -1):
            whole = "".join(runs[place] for place in parts[:count])
            # one of them may be what was left for a line
            short = runs[parts[count - 1] + 1 :][:_BETWEEN]
            for rest in ("", *short):
                if (piece := text_code.piece(whole + rest)) is not None:
                    return piece
    return None


def _cut(text: str) -> bool:
    """Whether the code that *text* begins with stops in the middle of what it says."""
    return text_code.stops_short("".join(run for run in _RUN.findall(text) if len(run) >= _LONG))


def _fault(finding: Finding, *, places: bool = True) -> Fault:
    """A finding about a file. Who filled in a form has seen no line of it: what is wrong in it is named by its clause."""
    return Fault(
        code=finding.code,
        message=finding.message,
        repair=finding.repair,
        place=f"第 {finding.line} 行第 {finding.column} 列" if places else "",
        severity=finding.severity,
    )


_MOST = 60


def _bounded(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """The first *faults* without long numbers, and how many more there are."""
    every = list(faults)
    first = tuple(
        replace(fault, message=without_numbers(fault.message), repair=without_numbers(fault.repair))
        for fault in every[:_MOST]
    )
    if len(every) <= _MOST:
        return first
    more = Fault(
        code="shape/too-many",
        message=f"还有 {len(every) - _MOST} 处没有列出",
        repair="先改好上面的，再交一次",
        severity=max((f.severity for f in every[_MOST:]), key=lambda s: s is Severity.ERROR),
    )
    return (*first, more)
