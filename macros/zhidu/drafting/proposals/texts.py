"""A bare text → its passages: the title and the clauses, by the numbers that are printed before them.

A passage's id is made of the printed numbers: `a1-3` is 三、 or 第三条, `a1-3-2` its （二）, `a1-3-2-1` the 1. in that. `a1-0` is
what stands before the first number. `a2` begins where a second policy (附件2, or a title with numbers that begin again) does.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from zhidu.drafting.draft_clauses import Begun, begun
from zhidu.drafting.shapes import plain

_HAN = "〇零一二三四五六七八九十百"
_RUN_ON = re.compile(
    f"(?<=[。；：])(?=(?:第[{_HAN}]{{1,6}}条|[{_HAN}]{{1,3}}、|[（(][{_HAN}]{{1,3}}[）)]|[0-9]{{1,2}}[.．、](?![0-9])|[（(]?[0-9]{{1,2}}[）)]|[①-⑳⑴-⒇]))"
)
_PART = re.compile(f"第[{_HAN}0-9]+[章节编部分](?:[ :：、]|$|[^，。；]{{0,30}}$)")
_ATTACHMENT = re.compile(f"附件 ?([0-9]{{1,3}}|[{_HAN}]{{1,3}})? ?[:：]?$")
_TITLE = re.compile(
    r"(?:制度|职责|守则|办法|规定|细则|规范|标准|方案|预案|公约|条例|规程|准则|须知|规则|要求)(?:[（(][^）)]{1,20}[）)])?$"
)
_SIGNED = re.compile(
    f"^(?:[0-9{_HAN}]{{2,4}}) ?[年.．/-] ?(?:[0-9{_HAN}]{{1,3}}) ?[月.．/-] ?(?:[0-9{_HAN}]{{1,3}}) ?日?$"
)
_NOTICE = re.compile("(?:通知|通告|公告|通报|意见|函)$")
_SENT_TO = re.compile("([^。；：:]{2,80})[：:]")
_ASIDE = re.compile("（?(?:联系(?:人|电话|方式)|特此(?:通知|通告|公告|函告)|抄送|此件)")
"""What a notice says of itself."""
_HIGHEST = 8  # lines over which a letterhead, a number and a title may go
_MAX_JUMP = 3
_LONGEST_TITLE = 50
_LONGEST_SIGNER = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A clause to be read for duties. `parent` is the id of the clause it is an item of."""

    id: str
    text: str
    label: str | None = None
    parent: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A policy as far as proposing needs it. `addressee`: the post the whole speaks to, by its name; None where there is none."""

    title: str
    passages: tuple[Passage, ...]
    addressee: str | None = None


def passages(lines: Sequence[str]) -> tuple[Reading, ...]:
    """The policies in the lines of a text, none empty, each with its clauses."""
    return tuple(
        _Policy(f"a{number}", chunk).read() for number, chunk in enumerate(_policies(lines), 1)
    )


def _policies(lines: Sequence[str]) -> Iterator[list[str]]:
    """The lines of each policy: one begins at 附件2, and at a title after which numbers begin again."""
    chunk: list[str] = []
    numbered = False
    for place, line in enumerate(lines):
        begins = _ATTACHMENT.match(plain(line)) or (
            numbered and _is_title(line) and _restarts(lines[place + 1 : place + 6])
        )
        if begins and chunk:
            yield chunk
            chunk, numbered = [], False
        if _ATTACHMENT.match(plain(line)):
            continue
        chunk.append(line)
        numbered = numbered or begun(line) is not None
    if chunk:
        yield chunk


def _is_title(line: str) -> bool:
    return (
        len(line) <= _LONGEST_TITLE
        and _TITLE.search(line) is not None
        and not re.search("[，。；：:]", line)
        and begun(line) is None
    )


def _restarts(lines: Sequence[str]) -> bool:
    found = next((number for line in lines if (number := begun(line))), None)
    return found is not None and found.form in {"article", "han"} and found.number == 1


@dataclass(slots=True)
class _Open:
    """A clause being read."""

    form: str
    number: int
    id: str
    parent: str | None
    label: str | None
    texts: list[str] = field(default_factory=list)


class _Policy:
    """Reads the lines of one policy."""

    def __init__(self, name: str, lines: Sequence[str]) -> None:
        self._name = name
        self._head = _head(_unsigned(lines))
        self._open: list[_Open] = []
        self._all: list[_Open] = []
        self._ids: set[str] = set()
        self._free: dict[tuple[str, int], int] = {}

    def read(self) -> Reading:
        """The title and the clauses."""
        for line in self._head.body:
            if _PART.match(plain(line)) and not line.endswith("。"):
                continue
            for piece in _pieces(line):
                self._take(piece)
        if not any(clause.label for clause in self._all):  # nothing is numbered
            lines = [text for clause in self._all for text in clause.texts]
            self._all = [
                _Open("", n, f"{self._name}-{n}", None, None, [text])
                for n, text in enumerate(lines, 1)
            ]
        found = tuple(
            Passage(
                id=clause.id,
                text="\n".join(filter(None, clause.texts)),
                label=clause.label,
                parent=clause.parent,
            )
            for clause in self._all
        )
        return Reading(title=self._head.title, passages=found, addressee=self._head.addressee)

    def _take(self, line: str) -> None:
        number = begun(line)
        if number is None or not self._begin(number):
            if not self._open:
                self._add(_Open("", 0, f"{self._name}-0", None, None))
            self._open[-1].texts.append(line)

    def _begin(self, found: Begun) -> bool:
        """Whether *line* opens a clause; its number must follow the one before, so that 一、二年级 opens none."""
        form, number = found.form, found.number
        level = next((n for n, clause in enumerate(self._open) if clause.form == form), None)
        if level is not None:
            before = self._open[level].number
            if not before - 1 <= number <= before + 1 + _MAX_JUMP and number != 1:
                return False
            del self._open[level:]
        elif number > 1 + _MAX_JUMP:
            return False
        if self._open and not self._open[0].form:
            del self._open[0]
        parent = self._open[-1].id if self._open else None
        identifier = self._unused(parent or self._name, number)
        self._add(_Open(form, number, identifier, parent, found.printed.strip(), [found.rest]))
        return True

    def _unused(self, above: str, number: int) -> str:
        start = above, number
        number = self._free.get(start, number)  # where the last search from here ended
        while f"{above}-{number}" in self._ids:
            number += 1
        self._free[start] = number
        return f"{above}-{number}"

    def _add(self, clause: _Open) -> None:
        self._ids.add(clause.id)
        self._open.append(clause)
        self._all.append(clause)


def _unsigned(lines: Sequence[str]) -> list[str]:
    """*lines* without the signature at the end: a date alone on its line and who stands before it."""
    kept = list(lines)
    while kept and _SIGNED.match(plain(kept[-1]).strip()):
        kept.pop()
        while (
            kept
            and len(kept[-1]) <= _LONGEST_SIGNER
            and begun(kept[-1]) is None
            and not re.search("[，。；：]", kept[-1])
        ):
            kept.pop()
    return kept


@dataclass(frozen=True, slots=True, kw_only=True)
class _Head:
    """What stands before the text, and the text. `addressee`: whom a notice speaks to."""

    title: str
    body: list[str]
    addressee: str | None = None


def _head(lines: Sequence[str]) -> _Head:
    """A notice's title stands under its letterhead and number, and over whom it is sent to; a policy's is its first line."""
    last = next((n for n, line in enumerate(lines[:_HIGHEST]) if _NOTICE.search(line)), None)
    if last is None or any(begun(line) or re.search("[。；]", line) for line in lines[: last + 1]):
        title, body = _titled(lines)
        return _Head(title=title, body=body)
    first = next((n for n in range(last + 1) if lines[n].startswith("关于")), last)
    body = list(lines[last + 1 :])
    sent = _SENT_TO.fullmatch(body[0]) if body else None
    return _Head(
        title="".join(lines[first : last + 1]),
        addressee=sent[1] if sent else None,
        body=[line for line in _unattached(body[1:] if sent else body) if not _ASIDE.match(line)],
    )


def _unattached(lines: list[str]) -> list[str]:
    """*lines* without the list of attachments at the end."""
    at = next((n for n, line in enumerate(lines) if re.match("附件 ?[0-9]* ?[：:]", line)), None)
    ends = at is not None and not any(re.search("[。；]", line) for line in lines[at:])
    return lines[:at] if ends else lines


def _titled(lines: Sequence[str]) -> tuple[str, list[str]]:
    """The title, one line or two, and what follows it."""
    for count in (1, 2, 3):
        head = lines[:count]
        if len(head) < count or any(begun(line) or re.search("[，。；]", line) for line in head):
            break
        if _TITLE.search("".join(head)) or _TITLE.search(head[-1]):
            rest = list(lines[count:])
            while rest and re.fullmatch(r"[（(][^（）()]{1,60}[）)]", rest[0]):
                rest.pop(0)
            return "".join(head), rest
    first = lines[0] if lines else ""
    if (
        first
        and len(first) <= _LONGEST_TITLE
        and not begun(first)
        and not re.search("[，。；：]", first)
    ):
        return first, list(lines[1:])
    return "", list(lines)


def _pieces(line: str) -> Iterator[str]:
    """The clauses that were run together in one paragraph: 一、…。二、…。三、…"""
    start = 0
    due: dict[str, int] = {}
    if (first := begun(line)) is not None:
        due[first.form] = first.number + 1
    for found in _RUN_ON.finditer(plain(line)):
        next_ = begun(line[found.start() : found.start() + 12])
        if next_ is None:
            continue
        if next_.number == due.get(next_.form, 1):
            due[next_.form] = next_.number + 1
            yield line[start : found.start()]
            start = found.start()
    yield line[start:]
