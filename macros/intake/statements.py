"""Bytes that somebody sent → submissions, judged: what kind of file it is, is seen by what is in it.

Names of files say little: chat programs rename what they carry, and people save one format under the name of another.
"""

import codecs
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from macros import source
from macros.assessment.submission import CODE_MARK, decode, receipt
from macros.assessment.verdict import Bench, without_numbers
from macros.documents import CHECKLIST, Place
from macros.findings import Finding, Severity, visible
from macros.intake import workbook
from macros.intake.fault import Fault
from macros.office import cells

_CODE = re.compile(rf"{CODE_MARK}\s*\.(?:(?!{CODE_MARK}\s*\.)[\s.A-Za-z0-9_-]){{0,200000}}")
_MAX_CODES = 50  # in one file: a chat's history, saved
_CUTS = 20  # words in Latin letters that may follow a code
_LOOKS_LIKE_DATA = re.compile(r"\s*[{\[]|(?:^|\n)\s*[\"']?(?:school|items|term)[\"']?\s*[:：]")
_KINDS = (
    (b"%PDF", "PDF"),
    (b"\xff\xd8\xff", "图片"),
    (b"\x89PNG", "图片"),
    (b"Rar!", "压缩包"),
    (b"7z\xbc\xaf", "压缩包"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What one school says for one term, as far as it could be read. Without `data` nothing could."""

    kind: str
    data: dict[str, Any] | None = None
    faults: tuple[Fault, ...] = ()
    hint: str = ""

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
        school, term = (
            data.get(key) if isinstance(data, dict) else None for key in ("school", "term")
        )
        name = f"{school if isinstance(school, str) else ''}.yaml"
        term = term if isinstance(term, str) else None
        return Place(Path(name.replace("/", "_")), name, CHECKLIST, term)

    def read(self, raw: bytes, name: str) -> list[Statement]:
        """The submissions in a file called *name*: one, or as many as there are text codes in it."""
        if raw.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
            return [self._workbook(raw, name)]
        for mark, kind in _KINDS:
            if raw.startswith(mark):
                return [_not_taken(kind)]
        text = _decoded(raw)
        if text is None or not text.strip():
            return [_not_taken("空文件" if text is not None else "看不懂的文件")]
        codes = list(islice(_CODE.finditer(text), _MAX_CODES))
        if codes and not _LOOKS_LIKE_DATA.match(text):
            return [self._code(match[0]) for match in codes]
        if not _LOOKS_LIKE_DATA.search(text):
            return [_not_taken("没有自查表的文字")]
        return [self._file(raw, name)]

    def _workbook(self, raw: bytes, name: str) -> Statement:
        kind = "工作簿"
        try:
            book = cells.read(raw)
        except cells.UnreadableError as error:
            code, message, repair = error.args
            archive = code == "workbook/broken" and name.lower().endswith(".zip")
            return (
                _not_taken("压缩包")
                if archive
                else Statement(
                    kind=kind, faults=(Fault(code=code, message=message, repair=repair),)
                )
            )
        about = workbook.about(book)
        if not about:
            fault = Fault(
                code="workbook/foreign",
                message="这不是教育局发的自查工作簿，或者表里的编号被删掉了",
                repair="把内容填到教育局发的表里，再交",
            )
            return Statement(kind=kind, faults=(fault,))
        judge = self.bench.judge_of(about)
        filled = workbook.read(book, self.bench.handbook, judge.instrument)
        broken = self.bench.of_data(filled.data, self.place(filled.data))
        faults = workbook.faults_of(filled, broken, judge.instrument)
        return Statement(kind=kind, data=filled.data, faults=_bounded(faults))

    def _code(self, text: str) -> Statement:
        kind = "文字码"
        inside = json.dumps(_longest(text), ensure_ascii=False).encode("utf-8", "replace")
        found, _ = source.parse(inside, kind)
        if found is None or not isinstance(found.data, dict):
            fault = Fault(
                code="intake/code",
                message="文字码不完整，或者被改动过",
                repair="在自查表里重新点“复制文字码”，整段粘贴，中间不要插字",
            )
            return Statement(kind=kind, faults=(fault,))
        broken = self.bench.of_data(found.data, self.place(found.data))
        faults = [
            Fault(
                code=each.code,
                message=each.message,
                repair=each.ask or each.repair,
                severity=each.severity,
            )
            for each in broken
        ]
        return Statement(kind=kind, data=found.data, faults=_bounded(faults), hint=_IN_FORM)

    def _file(self, raw: bytes, name: str) -> Statement:
        kind = "文件"
        found, findings = source.parse(raw, visible(name))
        form = _from_form(raw)
        if found is None and form and not _is_json(raw):
            fault = Fault(
                code="intake/cut",
                message="文件不完整，或者被改动过",
                repair="在自查表里重新点“下载文件”，不要用别的软件改",
            )
            return Statement(kind=kind, faults=(fault,))
        if found is None:
            return Statement(kind=kind, faults=_bounded(_fault(finding) for finding in findings))
        entry, findings = self.bench.of_file(found, self.place(found.data))
        data = found.data if entry is not None or isinstance(found.data, dict) else None
        return Statement(
            kind=kind,
            data=data,
            faults=_bounded(
                _fault(finding, places=found.raw.count(b"\n") > 1) for finding in findings
            ),
            hint=_IN_FORM if form else "",
        )


_IN_FORM = "在自查表网页的“接着填”里读入这一份，它会指出要改的地方，点一下就到。"


def _from_form(raw: bytes) -> bool:
    """Whether the form on the site wrote it: data in the words of JSON."""
    return raw.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"{")


def _is_json(raw: bytes) -> bool:
    try:
        json.loads(raw.removeprefix(codecs.BOM_UTF8))
    except (ValueError, RecursionError):
        return False
    return True


def _not_taken(what: str) -> Statement:
    fault = Fault(
        code="intake/kind",
        message=f"收不了：{what}",
        repair="交自查表存出来的 .yaml、文字码（存成 .txt），或填好的 .xlsx 工作簿",
    )
    return Statement(kind=what, faults=(fault,))


def _decoded(raw: bytes) -> str | None:
    """The text of *raw*, in any of the encodings that editors here write; None where it is no text."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return raw.decode("utf-16", "replace")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            found = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\0" in found else found
    return None


def _longest(text: str) -> dict[str, Any] | None:
    """The data of the code that *text* begins with; words in Latin letters may follow it."""
    chunks = text.split()
    for count in range(len(chunks), max(len(chunks) - _CUTS, 0), -1):
        if (data := decode("".join(chunks[:count]))) is not None:
            return data
    return None


def _fault(finding: Finding, *, places: bool = True) -> Fault:
    """A finding about a file. In one that is a single long line nobody looks for a place."""
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
    every = [
        replace(fault, message=without_numbers(fault.message), repair=without_numbers(fault.repair))
        for fault in faults
    ]
    if len(every) <= _MOST:
        return tuple(every)
    more = Fault(
        code="shape/too-many",
        message=f"还有 {len(every) - _MOST} 处没有列出",
        repair="先改好上面的，再交一次",
        severity=max((f.severity for f in every[_MOST:]), key=lambda s: s is Severity.ERROR),
    )
    return (*every[:_MOST], more)
