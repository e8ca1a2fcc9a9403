"""Lines → a notice and its policies: titles, numbered clauses, preambles, the list of attachments, the signature."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from zhidu.drafting.draft_findings import echo, problem
from zhidu.reading.findings import Finding
from zhidu.reading.text.numerals import numbers, ordinal

_HAN = "〇零一二三四五六七八九十百"
_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("article", re.compile(f"第([{_HAN}0-9]+)条[ :：、]*(.*)")),
    ("han", re.compile(f"([{_HAN}]{{1,12}})[、．.] ?(.*)")),
    ("han-paren", re.compile(f"[（(]([{_HAN}]+)[）)]、? ?(.*)")),
    ("number", re.compile(r"([0-9]{1,12})[.．、](?![0-9]) ?(.*)")),
    ("number-paren", re.compile(r"[（(]([0-9]+)[）)]、? ?(.*)")),
)
_CHAPTER = re.compile(f"第[{_HAN}0-9]+[章节编](?: |$|[^，。；]{{0,30}}$)")
_ATTACHMENT = re.compile(f"(附件) ?([0-9]{{1,3}}|[{_HAN}]{{1,3}})? ?[:：]?$")
_LISTED = re.compile(r"附件 ?(?:[0-9]{1,3})? ?[:：]? ?.+")
_LISTED_MORE = re.compile(r"[0-9]{1,3}[.．、].+")
_TITLE_ENDS = re.compile(
    r"(?:制度|职责|守则|办法|规定|细则|规范|标准|方案|预案|公约|条例|规程|准则)(?:[（(](?:试行|暂行|草案|修订)[^）)]{0,10}[）)])?$"
)
_DATE = re.compile(f"([0-9{_HAN}]{{2,4}}) ?年 ?([0-9{_HAN}]{{1,3}}) ?月 ?([0-9{_HAN}]{{1,3}}) ?日$")
_SKIPPED = re.compile(r"发布时间|发布日期|浏览|来源[:：]|发布单位|点击")
_TRIAL = re.compile(r"[（(](?:试行|暂行)[）)]$")
_MAX_TITLE = 5  # lines
_MOST_ALIKE = 50  # notes of one kind
_LONGEST_LISTED = 100  # characters of a line in the list of attachments
_MAX_JUMP = 3  # a number this far ahead is a slip; further, no number at all
_SHORT_YEAR = 100
_CENTURY = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A clause of the draft. `label` is the printed number without its marks; None for the preamble."""

    label: str | None
    text: str
    items: tuple["Item", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A policy of the draft. `heading` are the lines of its title as printed."""

    label: str
    heading: tuple[str, ...]
    items: tuple[Item, ...]

    @property
    def trial(self) -> bool:
        """Whether the title says that it is on trial."""
        return bool(_TRIAL.search("".join(self.heading)))

    @property
    def title(self) -> str:
        """The title without （试行）."""
        return _TRIAL.sub("", "".join(self.heading))


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """The notice of the draft. `heading` are the lines of its title; `day` is the signature's, where it can be read."""

    heading: tuple[str, ...]
    addressees: str
    paragraphs: tuple[str, ...]
    listed: tuple[str, ...]
    issuer: str
    signed: str
    day: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Manuscript:
    """A draft, understood. `restored` says which marks were put back to full width."""

    notice: Announcement | None
    attachments: tuple[Attachment, ...]
    restored: tuple[tuple[str, str], ...]
    findings: tuple[Finding, ...]


class _Notes:
    """What is noticed on the way."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.found: list[Finding] = []
        self._counts: dict[str, int] = {}

    def add(
        self, code: str, message: str, repair: str, line: int = 1, *, error: bool = False
    ) -> None:
        """One more; of a kind that comes again and again only the first ones, and that there are more."""
        count = self._counts[code] = self._counts.get(code, 0) + 1
        if count == _MOST_ALIKE + 1:
            message, repair = "后面还有同样的，没有一一列出", "先改好前面的，再导入一次"
        if count <= _MOST_ALIKE + 1:
            found = problem(code, message, repair, path=self.path, line=line, error=error)
            self.found.append(found)


def understood(lines: Sequence[str], path: str, marks: Sequence[tuple[str, str]]) -> Manuscript:
    """What *lines* are. *marks* are half-width marks and what a page that lost full width is restored to."""
    notes = _Notes(path)
    restored: tuple[tuple[str, str], ...] = ()
    if _lost_width(lines, marks):
        restored = tuple(marks)
        table = str.maketrans(dict(marks))
        lines = [line.translate(table) for line in lines]
    elif half := _half_width(lines, marks):
        notes.add(
            "manuscript/half-width",
            f"有 {len(half)} 段里有半角标点，照录了",
            "若是笔误，改成全角再导入",
            half[0],
        )
    starts = _starts(lines)
    notice = None
    if starts and _has_notice(lines[: starts[0]]):
        notice = _notice(lines[: starts[0]], notes)
    elif not starts and _has_notice(lines):
        notice = _notice(lines, notes)
        starts = [len(lines)]
    elif not starts:
        starts = [-1]  # one policy, nothing said before its title
    ends = [*starts[1:], len(lines)]
    attachments = [
        found
        for start, end in zip(starts, ends, strict=True)
        if start < len(lines) and (found := _attachment(lines, start, end, notes))
    ]
    if (
        not attachments
        and notice is None
        and not any(f.code.endswith("no-policy") for f in notes.found)
    ):
        notes.add(
            "manuscript/no-policy",
            "没有认出一项制度",
            "要有标题，下面有“一、”或“第一条”这样编号的条款",
            error=True,
        )
    return Manuscript(
        notice=notice,
        attachments=tuple(attachments),
        restored=restored,
        findings=tuple(notes.found),
    )


def _lost_width(lines: Sequence[str], marks: Sequence[tuple[str, str]]) -> bool:
    """Whether the page has Chinese text and half-width marks only: then a web page has changed them."""
    text = "\n".join(lines)
    half = sum(text.count(published) for published, _ in marks)
    full = sum(text.count(restored) for _, restored in marks)
    return half > 0 and full == 0 and len(re.findall("[\u4e00-\u9fff]", text)) > half


def _half_width(lines: Sequence[str], marks: Sequence[tuple[str, str]]) -> list[int]:
    """The paragraphs in which a half-width mark stands beside a Chinese character."""
    found = "".join(re.escape(published) for published, _ in marks)
    beside = re.compile(f"[\u4e00-\u9fff][{found}]|[{found}][\u4e00-\u9fff]") if found else None
    return [n for n, line in enumerate(lines, 1) if beside and beside.search(line)]


def _starts(lines: Sequence[str]) -> list[int]:
    """Where attachments begin: 附件3 alone on its line."""
    return [number for number, line in enumerate(lines) if _ATTACHMENT.match(_plain(line))]


def _plain(line: str) -> str:
    """*line* with full-width digits as ASCII, for looking at its form; lengths stay the same."""
    return "".join(unicodedata.normalize("NFKC", c) if "０" <= c <= "９" else c for c in line)


# ---------- the notice ----------


def _has_notice(lines: Sequence[str]) -> bool:
    """Whether somebody is addressed before anything is numbered: 各中小学校："""
    return _addressed(lines) is not None


def _addressed(lines: Sequence[str]) -> int | None:
    for number, line in enumerate(lines[:60]):
        if (
            number
            and line.endswith(("：", ":"))
            and not _LISTED.match(line)
            and not _numbered(line)
        ):
            return number
    return None


def _numbered(line: str) -> bool:
    return any(pattern.match(_plain(line)) for _, pattern in _FORMS)


def _notice(lines: Sequence[str], notes: _Notes) -> Announcement:
    to = _addressed(lines) or 0
    begin = next((n for n in range(to) if lines[n].startswith("关于")), max(0, to - 1))
    title = [line for line in lines[begin:to] if not _SKIPPED.search(line)][:_MAX_TITLE]
    if begin:
        told = "、".join(f"“{echo(line)}”" for line in lines[: min(begin, 3)])
        notes.add(
            "manuscript/skipped", f"标题之前的 {begin} 段没有读入：{told}", "不是正文就不用管"
        )
    rest = list(lines[to + 1 :])
    signed = next(
        (
            n
            for n in range(len(rest) - 1, max(-1, len(rest) - 12), -1)
            if _DATE.search(_plain(rest[n]))
        ),
        None,
    )
    issuer, day = "", ""
    if signed is not None:
        day = rest[signed]
        issuer = rest[signed - 1] if signed else ""
        rest = rest[: max(0, signed - 1)]
    first = next(
        (
            n
            for n, line in enumerate(rest)
            if _LISTED.match(_plain(line)) and len(line) < _LONGEST_LISTED
        ),
        len(rest),
    )
    listed = [
        line
        for line in rest[first:]
        if _LISTED.match(_plain(line)) or _LISTED_MORE.match(_plain(line))
    ]
    return Announcement(
        heading=tuple(title),
        addressees=lines[to],
        paragraphs=tuple(rest[:first]),
        listed=tuple(listed),
        issuer=issuer,
        signed=day,
        day=_day(day),
    )


def _day(text: str) -> date | None:
    """The day a signature names: 二〇二六年九月一日, 2026年9月1日, 一七年四月十五日."""
    match = _DATE.search(_plain(text))
    if match is None:
        return None
    year, month, day = (int(min(numbers(part), default=0)) for part in match.groups())
    try:
        return date(year + _CENTURY if year < _SHORT_YEAR else year, month, day)
    except ValueError:
        return None


# ---------- a policy ----------


def _attachment(lines: Sequence[str], start: int, end: int, notes: _Notes) -> Attachment | None:
    label = lines[start].rstrip(":： ") if start >= 0 else ""
    body = list(range(start + 1, end))
    heading: list[str] = []
    while body and len(heading) < _MAX_TITLE and not _numbered(lines[body[0]]):
        heading.append(lines[body.pop(0)])
        if _TITLE_ENDS.search("".join(heading)):
            if body and _TRIAL.fullmatch(lines[body[0]]):
                heading.append(lines[body.pop(0)])
            break
    else:
        heading, body = _short_title(lines, start, end)
    items = _items(lines, body, notes)
    if not heading or not any(item.label for item in items):
        if items or heading:
            notes.add(
                "manuscript/no-policy",
                f"“{echo(label or ''.join(heading))}”里没有认出标题和编号的条款",
                "标题以制度、职责、守则等结尾，条款写“一、”或“第一条”",
                start + 2,
                error=True,
            )
        return None
    return Attachment(label=label, heading=tuple(heading), items=tuple(items))


def _short_title(lines: Sequence[str], start: int, end: int) -> tuple[list[str], list[int]]:
    """A title that ends in no known word: the first line, if no number and no full stop is in it."""
    body = list(range(start + 1, end))
    if body and not _numbered(lines[body[0]]) and "。" not in lines[body[0]]:
        return [lines[body[0]]], body[1:]
    return [], body


@dataclass(slots=True)
class _Open:
    """A clause being read: its paragraphs as far as they are read, and the sub-clauses before the one being read."""

    form: str
    number: int
    texts: list[str]
    items: list[Item] = field(default_factory=list)

    def read(self) -> Item:
        """The clause when all of it is read."""
        return Item(label=ordinal(self.number), text="".join(self.texts), items=tuple(self.items))


def _items(lines: Sequence[str], body: Sequence[int], notes: _Notes) -> list[Item]:
    """The clauses of a policy: the first form of number is theirs, another one inside a clause its sub-clauses'."""
    done: list[Item] = []
    preamble: list[str] = []
    clause: _Open | None = None
    part: _Open | None = None

    def close_part() -> None:
        nonlocal part
        if part is not None and clause is not None:
            clause.items.append(part.read())
        part = None

    def close() -> None:
        nonlocal clause
        close_part()
        if clause is not None:
            done.append(clause.read())
        clause = None

    form = ""
    for number in body:
        line = lines[number]
        if _CHAPTER.match(_plain(line)):
            notes.add(
                "manuscript/chapter", f"“{echo(line)}”没有读入", "条款按条编号，不用管", number + 1
            )
            continue
        found = _begun(line)
        if found and (not form or found[0] == form) and _follows(found[1], clause, form):
            _told(found[1], clause, line, number, notes)
            close()
            form = found[0]
            clause = _Open(form, found[1], [found[2]])
        elif found and clause is not None and found[0] != form and _is_part(found, part):
            _told(found[1], part, line, number, notes)
            close_part()
            part = _Open(found[0], found[1], [found[2]])
        elif clause is None:  # before the first number: the preamble
            preamble.append(line)
        else:
            (part or clause).texts.append(line)
            notes.add(
                "manuscript/joined",
                f"“{echo(line)}”并入了上一条",
                "若是单独一条，在文稿里补上编号",
                number + 1,
            )
    close()
    return [Item(label=None, text="".join(preamble)), *done] if preamble else done


def _begun(line: str) -> tuple[str, int, str] | None:
    """The form of the number that *line* begins with, its value, and the text after it."""
    plain = _plain(line)
    for form, pattern in _FORMS:
        if match := pattern.match(plain):
            return form, int(min(numbers(match[1]), default=0)), line[match.start(2) :]
    return None


def _follows(number: int, before: _Open | None, form: str) -> bool:
    """Whether *number* can be the next clause: not far from what is due, so that 一、二年级 is no clause."""
    if before is None or not form:
        return number <= 1 + _MAX_JUMP
    return before.number - 1 <= number <= before.number + 1 + _MAX_JUMP


def _is_part(found: tuple[str, int, str], part: _Open | None) -> bool:
    if part is None:
        return found[1] == 1
    return found[0] == part.form and _follows(found[1], part, part.form)


def _told(number: int, before: _Open | None, line: str, place: int, notes: _Notes) -> None:
    due = 1 if before is None else before.number + 1
    if number != due:
        notes.add(
            "manuscript/numbering",
            f"“{echo(line)}”的条号按顺序应是{ordinal(due)}",
            "核对是不是漏了一条，或条号写错",
            place + 1,
        )
