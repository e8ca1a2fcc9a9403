"""Lines → a notice and its policies: titles, numbered clauses, preambles, the list of attachments, the signature.

Every line is taken by somebody, into the data or into a finding that quotes it; what nobody took is told at the end.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from zhidu.drafting.days import Day, day_in, ends_with_day, ends_with_month
from zhidu.drafting.draft_clauses import Item, Taken, begun, clauses, split
from zhidu.drafting.draft_notes import Notes
from zhidu.drafting.manuscript_lines import Line, unread_table
from zhidu.drafting.shapes import (
    BODY_LABEL,
    CHAPTER,
    FOOT,
    INFO,
    LETTERHEAD,
    NUMBER_OF,
    TITLE_ENDS,
    TRIAL,
    is_body,
    is_numbered,
    plain,
)
from zhidu.reading.findings import Finding, Severity, visible, whole
from zhidu.reading.model import Status

_ATTACHMENT = re.compile("(?:附件|附录)[ ]?([0-9]{1,3}|[一二三四五六七八九十百]{1,3})?[ ]?[:：]?$")
_TITLED = re.compile(
    "((?:附件|附录)[ ]?(?:[0-9]{1,3}|[一二三四五六七八九十百]{1,3})?)[ ]?[:：][ ]?(?![0-9]{1,3}[.．、])(.+)"
)
_LISTED = re.compile(r"附 ?[:：].+|附件 ?(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3})? ?[:：]? ?.+")
_LISTED_MORE = re.compile(r"[0-9]{1,3}[.．、].+")
_NOTICE_ENDS = re.compile(r"(?:通知|通告|公告|决定|意见|批复|通报|命令|令|函|请示|报告)$")
_ISSUING = re.compile("印发|现将|发布|公布|下发|制定了")
_SENTENCE = re.compile("[。；！？]")
_STOP = re.compile("[。；，！？：:,;]")
_MAX_TITLE = 5  # lines
_LONGEST_TITLE = 60  # characters of one of them
_LONGEST_LISTED = 100  # characters of a line in the list of attachments
_BEFORE_NUMBERS = 6  # lines that may stand between a title and the first number
_LONGEST_SIGNED = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A policy of the draft. `heading` are the lines of its title as printed."""

    label: str
    heading: tuple[str, ...]
    items: tuple[Item, ...]

    @property
    def status(self) -> Status:
        """Whether the title says that it is on trial (试行), or for the time being (暂行)."""
        found = TRIAL.search("".join(self.heading))
        if found is None:
            return Status.FINAL
        return Status.TRIAL if found[1].startswith("试") else Status.INTERIM

    @property
    def title(self) -> str:
        """The title without （试行） or （暂行）."""
        return TRIAL.sub("", "".join(self.heading))


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """The notice of the draft. `heading` are the lines of its title; `day` is the signature's, where it can be read."""

    heading: tuple[str, ...] = ()
    number: str = ""
    addressees: str = ""
    paragraphs: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    issuer: str = ""
    joint: tuple[str, ...] = ()
    signed: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Manuscript:
    """A draft, understood. `signature` is of policies without a notice; `restored` says which marks were put back."""

    notice: Announcement | None
    attachments: tuple[Attachment, ...]
    signature: Announcement
    restored: tuple[tuple[str, str], ...]
    findings: tuple[Finding, ...]


def understood(lines: Sequence[Line], path: str, marks: Sequence[tuple[str, str]]) -> Manuscript:
    """What *lines* are. *marks* are half-width marks and what a page that lost full width is restored to."""
    notes = Notes(path)
    restored: tuple[tuple[str, str], ...] = ()
    texts = [line.text for line in lines]
    if _lost_width(texts, marks):
        restored = tuple(marks)
        table = str.maketrans(dict(marks))
        lines = [replace(line, text=line.text.translate(table)) for line in lines]
    elif half := _half_width(lines, marks):
        notes.add(
            "manuscript/half-width",
            f"有 {len(half)} 段里有半角标点，照录了",
            "若是笔误，改成全角再导入",
            half[0].place,
        )
    return _Reading(split(lines, notes), notes).read(restored)


def _lost_width(lines: Sequence[str], marks: Sequence[tuple[str, str]]) -> bool:
    """Whether the page has Chinese text and half-width marks only: then a web page has changed them."""
    text = "\n".join(lines)
    half = sum(text.count(published) for published, _ in marks)
    full = sum(text.count(restored) for _, restored in marks)
    return half > 0 and full == 0 and len(re.findall("[\u4e00-\u9fff]", text)) > half


def _half_width(lines: Sequence[Line], marks: Sequence[tuple[str, str]]) -> list[Line]:
    """The lines in which a half-width mark stands beside a Chinese character."""
    found = "".join(re.escape(published) for published, _ in marks)
    beside = re.compile(f"[\u4e00-\u9fff][{found}]|[{found}][\u4e00-\u9fff]") if found else None
    return [line for line in lines if beside and beside.search(line.text)]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Start:
    """Where a policy begins: its label, the lines of its title, the first line after them."""

    at: int
    label: str
    heading: tuple[str, ...]
    body: int
    known: bool = True  # whether the title is known by its form


class _Reading:
    """One draft being understood."""

    def __init__(self, lines: Sequence[Line], notes: Notes) -> None:
        self._lines = list(lines)
        self._texts = [line.text for line in lines]
        self._notes = notes
        self._taken = Taken()

    def read(self, restored: tuple[tuple[str, str], ...]) -> Manuscript:
        """The whole draft."""
        starts = self._starts()
        if starts and not starts[0].known and self._title_of_notice(len(self._lines)) is not None:
            starts = []  # a notice whose paragraphs have numbers
        first = starts[0].at if starts else len(self._lines)
        notice = self._notice(0, first) if self._has_notice(first) else None
        ends = [start.at for start in starts[1:]] + [len(self._lines)]
        attachments = []
        signature = Announcement()
        for start, end in zip(starts, ends, strict=False):
            signed, end_of_text = self._signature(start.body, end)
            if signed and notice and not notice.signed and start is starts[-1]:
                notice = replace(
                    notice,
                    issuer=signed.issuer,
                    joint=signed.joint,
                    signed=signed.signed,
                    day=signed.day,
                )
            elif signed is not None and notice is None and not signature.signed:
                signature = signed
            elif signed is not None:
                self._taken.lines.difference_update(range(end_of_text, end))
                self._skip(
                    range(end_of_text, end), "附件落款的", "通知的落款才算数，核对是不是同一天"
                )
            if found := self._attachment(
                start, end_of_text, alone=len(starts) == 1 and notice is None
            ):
                attachments.append(found)
        if attachments or notice is not None:
            if notice is None:
                self._skip(range(first), "标题之前的", "不是正文就不用管")
            self._tell_unread()
            self._tell_tables()
        elif not any(found.severity is Severity.ERROR for found in self._notes.found):
            self._notes.add(
                "manuscript/no-policy",
                "没有认出一项制度",
                "要有标题，下面有“一、”或“第一条”这样编号的条款",
                error=True,
            )
        return Manuscript(
            notice=notice,
            attachments=tuple(attachments),
            signature=signature,
            restored=restored,
            findings=tuple(self._notes.found),
        )

    def _tell_unread(self) -> None:
        """What nobody has taken, word for word."""
        for number, line in enumerate(self._lines):
            if number not in self._taken.lines:
                self._notes.add(
                    "manuscript/unread",
                    f"“{whole(line.text)}”没有读入",
                    "是条文就补上编号，再导入；不是就不用管",
                    line.place,
                )

    def _tell_tables(self) -> None:
        """The tables below lines that are no clauses."""
        for number, line in enumerate(self._lines):
            if line.table and number not in self._taken.tables:
                self._notes.add(*unread_table(line.table, line.text), line.place)

    def _take(self, numbers: Iterable[int]) -> None:
        self._taken.lines.update(numbers)

    def _skip(self, numbers: Iterable[int], what: str, repair: str) -> None:
        """Lines that are no text of a policy: all of them are told, in their own words."""
        found = [n for n in numbers if n not in self._taken.lines]
        if not found:
            return
        told = "、".join(f"“{whole(self._texts[n])}”" for n in found)
        place = self._lines[found[0]].place
        self._notes.add(
            "manuscript/skipped", f"{what} {len(found)} 段没有读入：{told}", repair, place
        )
        self._take(found)

    # ---------- where policies begin ----------

    def _starts(self) -> list[_Start]:
        found: list[_Start] = []
        at = 0
        while at < len(self._lines):
            start = self._labelled(at) or self._titled(at)
            if start is None:
                at += 1
                continue
            found.append(start)
            at = max(start.body, at + 1)
        return found or self._untitled()

    def _labelled(self, at: int) -> _Start | None:
        """附件3 alone on its line, or with the title behind it."""
        text = plain(self._texts[at])
        if (titled := _TITLED.fullmatch(text)) and len(titled[2]) <= _LONGEST_TITLE:
            title = _unmarked(self._texts[at][titled.start(2) :])
            if TITLE_ENDS.search(title) and self._leads_to_clauses(at + 1):
                heading, body = self._with_trial([title], at + 1)
                label = self._texts[at][: titled.end(1)].strip()
                return _Start(at=at, label=label, heading=heading, body=body)
            return None
        if not _ATTACHMENT.fullmatch(text) or self._is_list(at + 1):
            return None
        label = self._texts[at].rstrip(":： ")
        lines, below = self._heading(at + 1)
        return _Start(at=at, label=label, heading=lines, body=below)

    def _is_list(self, at: int) -> bool:
        """Whether what follows 附件： is the list of attachments: titles with numbers, and then no clause."""
        number = at
        while number < len(self._texts) and (found := begun(self._texts[number])):
            if _SENTENCE.search(found.rest) or not TITLE_ENDS.search(found.rest.strip("《》 ")):
                return False
            number += 1
        return number > at

    def _heading(self, at: int) -> tuple[tuple[str, ...], int]:
        """The lines of the title under 附件3, and the first line after them."""
        heading: list[str] = []
        number = at
        while (
            number < len(self._texts)
            and len(heading) < _MAX_TITLE
            and not is_body(self._texts[number])
            and not _ATTACHMENT.fullmatch(plain(self._texts[number]))
        ):
            heading.append(_unmarked(self._texts[number]))
            number += 1
            if TITLE_ENDS.search("".join(heading)):
                return self._with_trial(heading, number)
        if (
            at < len(self._texts)
            and not is_body(self._texts[at])
            and not _SENTENCE.search(self._texts[at])
            and len(self._texts[at]) <= _LONGEST_TITLE
        ):
            return (self._texts[at],), at + 1
        return (), at

    def _with_trial(self, heading: list[str], at: int) -> tuple[tuple[str, ...], int]:
        """A title with what may stand below it on a line of its own, （试行）, and the first line after both."""
        if at < len(self._texts) and TRIAL.fullmatch(self._texts[at]):
            return (*heading, self._texts[at]), at + 1
        return tuple(heading), at

    def _titled(self, at: int) -> _Start | None:
        """A title without 附件 before it: it ends as titles do, and numbers begin under it."""
        line = replace(self._lines[at], text=_unmarked(self._texts[at]))
        if not self._could_be_title(line) or not (TITLE_ENDS.search(line.text) or line.title):
            return None
        heading, body = self._with_trial([line.text], at + 1)
        if not self._leads_to_clauses(body):
            return None
        if at == 1 and self._could_be_title(self._lines[0]) and not self._names_itself(at):
            return _Start(at=0, label="", heading=(self._texts[0], *heading), body=body)
        return _Start(at=at, label="", heading=heading, body=body)

    def _names_itself(self, at: int) -> bool:
        """Whether the line before is no first half of this title: this one names a place or a school already."""
        found = re.search("[省市州盟县区旗镇乡校园院局会]", self._texts[at])
        return bool(found) or bool(LETTERHEAD.search(self._texts[at - 1]))

    @staticmethod
    def _could_be_title(line: Line) -> bool:
        return (
            not line.aside
            and not is_numbered(line.text)
            and not CHAPTER.match(plain(line.text))
            and not _STOP.search(line.text)
            and not _LISTED.match(plain(line.text))
            and not INFO.search(line.text)
            and not NUMBER_OF.fullmatch(plain(line.text))
            and len(line.text) <= _LONGEST_TITLE
        )

    def _leads_to_clauses(self, at: int) -> bool:
        """Whether numbers, or a chapter, begin at *at* or soon after, before another title or a signature."""
        for number in range(at, min(len(self._texts), at + _BEFORE_NUMBERS)):
            text = self._texts[number]
            if CHAPTER.match(plain(text)):
                return True
            if found := begun(text):
                return found.number == 1 or found.form == "article"
            if _ATTACHMENT.fullmatch(plain(text)) or ends_with_day(plain(text)):
                return bool(re.match("[（(]", text)) and self._leads_to_clauses(number + 1)
            if self._could_be_title(self._lines[number]) and TITLE_ENDS.search(text):
                return False
        return False

    def _untitled(self) -> list[_Start]:
        """A policy whose title ends in no known word: the line before the first number, or the first one."""
        for number, line in enumerate(self._lines):
            if not is_body(line.text):
                continue
            if number and self._could_be_title(self._lines[number - 1]):
                heading = (self._texts[number - 1],)
                return [_Start(at=number - 1, label="", heading=heading, body=number, known=False)]
            if number and self._could_be_title(self._lines[0]):
                return [_Start(at=0, label="", heading=(self._texts[0],), body=1, known=False)]
            break
        return []

    # ---------- the notice ----------

    def _has_notice(self, end: int) -> bool:
        """Whether the lines before the first policy are a notice: a title, or somebody who is addressed."""
        if not end:
            return False
        if self._title_of_notice(end) is not None or self._addressed(0, end) is not None:
            return True
        return any(_ISSUING.search(text) and "。" in text for text in self._texts[:end])

    def _title_of_notice(self, end: int) -> int | None:
        """The line in which the title of the notice ends: …的通知."""
        for number, line in enumerate(self._lines[:end]):
            text = _set_close(TRIAL.sub("", line.text))
            if (
                _NOTICE_ENDS.search(text)
                and not _SENTENCE.search(text)
                and not line.aside
                and not is_numbered(text)
                and not INFO.search(text)
                and ("关于" in "".join(self._texts[max(0, number - 3) : number + 1]) or line.title)
            ):
                return number
        return None

    def _addressed(self, begin: int, end: int) -> int | None:
        """The line that says whom the notice is for: 各中小学校："""
        for number in range(begin, min(end, begin + 60)):
            text = self._texts[number]
            if (
                (number or begin)
                and text.endswith(("：", ":"))
                and not self._lines[number].aside
                and not _LISTED.match(plain(text))
                and not is_numbered(text)
                and not BODY_LABEL.match(text)
                and not _SENTENCE.search(text)
            ):
                return number
            if _SENTENCE.search(text):
                return None
        return None

    def _notice(self, begin: int, end: int) -> Announcement:
        title = self._title_of_notice(end)
        to = self._addressed(0 if title is None else title + 1, end)
        last = title if title is not None else (to if to is not None else begin) - 1
        first = self._title_begins(last) if last >= 0 else 0
        above = enumerate(self._texts[: end if to is None else to])
        numbers_ = [(n, m) for n, text in above if (m := NUMBER_OF.fullmatch(plain(text)))][:1]
        number_at = [n for n, _ in numbers_]
        heading = [
            n
            for n in range(first, last + 1)
            if n not in number_at and not INFO.search(self._texts[n])
        ][-_MAX_TITLE:]
        self._take([*heading, *number_at])
        for n, found in numbers_:
            if found[2]:
                told = f"“{whole(found[0])}”里文号后面的字没有读入"
                place = self._lines[n].place
                self._notes.add("manuscript/skipped", told, "不是正文就不用管", place)
        self._take(n for n in range(begin, last + 1) if self._is_signed_below(n, end))
        self._skip(range(begin, last + 1), "标题之前的", "不是正文就不用管")
        body = last + 1
        if to is not None:
            self._skip(range(body, to), "标题下面的", "不是正文就不用管")
            self._take([to])
            body = to + 1
        while body < end and (body in number_at or INFO.search(self._texts[body])):
            if body not in number_at:
                self._skip([body], "标题下面的", "不是正文就不用管")
            body += 1
        signed, end_of_text = self._signature(body, end)
        rest = list(range(body, end_of_text))
        listing = next((n for n in rest if self._begins_list(n)), None)
        listed = [n for n in rest if listing is not None and n >= listing and self._in_list(n)]
        paragraphs = [n for n in rest if n not in listed and (listing is None or n < listing)]
        after = [n for n in range(end_of_text, end) if n not in self._taken.lines]
        late = next((n for n in after if self._begins_list(n)), None)
        if listing is None and late is not None:
            listed = [n for n in after if n >= late and self._in_list(n)]
        self._take([*paragraphs, *listed])
        self._skip(range(body, end), "正文和落款以外的", "要写进正文的，移到落款前面，再导入")
        announced = signed or Announcement()
        shown = [self._texts[n] for n in listed if not _ATTACHMENT.fullmatch(plain(self._texts[n]))]
        return replace(
            announced,
            heading=tuple(_set_close(self._texts[n]) for n in heading),
            number="".join(self._texts[n][: found.end(1)] for n, found in numbers_),
            addressees=self._texts[to] if to is not None else "",
            paragraphs=tuple(self._texts[n] for n in paragraphs),
            listed=tuple(shown),
        )

    def _title_begins(self, last: int) -> int:
        """The first line of the title that ends at *last*: back to 关于, and the issuer above it."""
        first = last
        while "关于" not in self._texts[first] and first and last - first < _MAX_TITLE - 1:
            first -= 1
        if "关于" not in self._texts[first]:
            return last
        while (
            self._texts[first].startswith("关于")
            and first
            and _is_name(self._texts[first - 1])
            and not LETTERHEAD.search(self._texts[first - 1])
            and not self._lines[first - 1].aside
            and last - first < _MAX_TITLE - 1
        ):
            first -= 1
            if not self._texts[first].startswith("关于"):
                break
        return first

    def _is_signed_below(self, number: int, end: int) -> bool:
        """Whether a letterhead says no more than who signs before *end*: 云河县教育局文件."""
        name = LETTERHEAD.sub("", self._texts[number])
        below = self._texts[number + 1 : end]
        return name != self._texts[number] and any(text.startswith(name) for text in below)

    def _begins_list(self, number: int) -> bool:
        text = plain(self._texts[number])
        bare = bool(_ATTACHMENT.fullmatch(text)) and self._is_list(number + 1)
        return bare or (
            bool(_LISTED.match(text)) and len(text) < _LONGEST_LISTED and not _SENTENCE.search(text)
        )

    def _in_list(self, number: int) -> bool:
        text = plain(self._texts[number])
        return self._begins_list(number) or bool(
            _LISTED_MORE.match(text) and len(text) < _LONGEST_LISTED and not _SENTENCE.search(text)
        )

    # ---------- the signature ----------

    def _signature(self, begin: int, end: int) -> tuple[Announcement | None, int]:
        """Who signed, and when, at the end of the lines from *begin*; and where the text before it ends."""
        for number in range(end - 1, max(begin - 1, end - 14), -1):
            text = self._texts[number]
            found = ends_with_day(plain(text)) or _month(text)
            if begun(text) and not (found and _DAY_ONLY.fullmatch(plain(text))):
                return None, end
            if found is None or _STOP.search(text) or len(text) > _LONGEST_SIGNED:
                continue
            if re.match("[（(]", text):
                continue
            name = text[: found.begin].strip(" ")
            first = number
            names = [name] if name else []
            while (
                not name
                and first > begin
                and _signs(self._texts[first - 1])
                and (not names or _is_name(self._texts[first - 1]))
            ):
                first -= 1
                names.insert(0, self._texts[first])
            if name and names:
                while first > begin and _is_name(self._texts[first - 1]):
                    first -= 1
                    names.insert(0, self._texts[first])
            self._take(range(first, number + 1))
            issuer, *joint = _each(names)
            return Announcement(
                issuer=issuer, joint=tuple(joint), signed=text[found.begin :], day=found.day
            ), first
        return None, end

    # ---------- a policy ----------

    def _attachment(self, start: _Start, end: int, *, alone: bool) -> Attachment | None:
        self._take(range(start.at, start.body))
        for n in range(start.at, start.body):
            if "《" in self._texts[n] and "《" not in "".join(start.heading):
                told = f"标题“{whole(self._texts[n])}”外面的书名号没有读入"
                self._notes.add("manuscript/skipped", told, "不用管", self._lines[n].place)
        body = list(range(start.body, end))
        foot = next((n for n in body if FOOT.search(self._texts[n])), None)
        if foot is not None and not any(is_numbered(self._texts[n]) for n in body if n > foot):
            self._skip(range(foot, end), "正文以后的", "不是条文就不用管")
            body = [n for n in body if n < foot]
        sheet = next((n for n in body if _SHEET.match(plain(self._texts[n]))), None)
        if sheet is not None and not any(is_body(self._texts[n]) for n in body if n > sheet):
            self._skip(
                range(sheet, end),
                "条款后面附的",
                "是制度就加上“附件”和标题，再导入；是表格之类就不用管",
            )
            body = [n for n in body if n < sheet]
        while body and (self._lines[body[-1]].aside or BODY_LABEL.match(self._texts[body[-1]])):
            self._skip([body.pop()], "正文以后的", "不是条文就不用管")
        first = next((n for n in body if is_body(self._texts[n])), end)
        for n in [n for n in body if n < first]:
            text = self._texts[n]
            if (
                INFO.search(text)
                or BODY_LABEL.match(text)
                or NUMBER_OF.fullmatch(plain(text))
                or (re.match("[（(]", text) and re.search("[）)]$", text))
                or self._lines[n].aside
                or (ends_with_day(plain(text)) and not _STOP.search(text))
            ):
                self._skip([n], "标题下面的", "不是条文就不用管")
                body.remove(n)
        items = clauses(self._lines, body, self._taken, self._notes)
        if start.heading and any(item.label for item in items):
            return Attachment(label=start.label, heading=start.heading, items=tuple(items))
        name = start.label or "".join(start.heading)
        self._taken.lines.difference_update(range(start.at, end))
        if not alone:
            told = "是制度就照下一句改；是表格之类就不用管"
            self._skip(range(start.at, end), f"“{visible(name)}”的", told)
        self._notes.add(
            "manuscript/no-policy",
            f"“{visible(name)}”里没有认出标题和编号的条款",
            "标题以制度、职责、守则等结尾，条款写“一、”或“第一条”",
            self._lines[min(start.body, len(self._lines) - 1)].place,
            error=alone,
        )
        return None


_DAY_ONLY = re.compile(r"[^，。；]{0,40}[0-9]{1,2}\s?[月日]?")
_SHEET = re.compile("附(?:件|表|录)? ?[0-9]{0,2} ?[:：] ?[^。；]{0,60}$")
_SPACED = re.compile("[\u4e00-\u9fff](?: [\u4e00-\u9fff])+")
_NAME_ENDS = re.compile(
    "(?:局|委|厅|部|处|科|股|室|院|校|园|所|站|中心|政府|学校|小学|中学|学院|办公室|委员会|支部|总支|党组|党委|团委|工会|大队|公司|协会|馆|社)"
    "(?:[（(][^）)]{1,10}[）)])?$"
)


def _unmarked(title: str) -> str:
    """A title without the marks 《》 around all of it, and without the spaces that fill its line."""
    inside = title[1:-1]
    whole = title.startswith("《") and title.endswith("》") and not re.search("[《》]", inside)
    return _set_close(inside if whole else title)


def _set_close(text: str) -> str:
    """A line of a title whose few characters are spaced out to fill it: 通　　知."""
    return text.replace(" ", "") if _SPACED.fullmatch(text) else text


def _month(text: str) -> Day | None:
    """The month with which a signature ends that names no day: alone on its line, or behind a name."""
    found = ends_with_month(plain(text))
    name = text[: found.begin].strip(" ") if found else ""
    return None if name and not _is_name(name) else found


def _is_name(text: str) -> bool:
    """Whether *text* is the name of an institution, or several of them, alone on their line."""
    return (
        len(text) <= _LONGEST_SIGNED
        and not _STOP.search(text)
        and not is_numbered(text)
        and all(_NAME_ENDS.search(part) for part in re.split(r"[ 、]+", text))
    )


def _each(names: Sequence[str]) -> list[str]:
    """The names of several institutions, each by itself; what is not known as names stays as it is."""
    if not names or not all(map(_is_name, names)):
        return [" ".join(names)]
    return [part for name in names for part in re.split(r"[ 、]+", name)]


def _signs(text: str) -> bool:
    """Whether *text* may stand above the day: a name that is known as one, or a line without a sentence."""
    return _is_name(text) or (
        len(text) <= 30  # noqa: PLR2004  characters of a name
        and not _STOP.search(text)
        and not is_body(text)
        and not _LISTED.match(plain(text))
        and not INFO.search(text)
    )


def named_day(texts_: Iterable[str]) -> Day | None:
    """The day of force that one of *texts_* names: 自2027年1月15日起施行."""
    return next((day for text in texts_ if (day := day_in(text, plain(text)))), None)


def at_once(texts_: Iterable[str]) -> str:
    """The words that say that a text is in force from the day of its issue, or none."""
    return next((match[0] for text in texts_ if (match := _AT_ONCE.search(text))), "")


_AT_ONCE = re.compile("自(?:印发|发布|公布|下发|发文)之日起(?:正式)?(?:施行|执行|实施|生效|试行)")


def texts(items: Sequence[Item]) -> Iterable[str]:
    """The texts of *items* and of what stands in them."""
    for item in items:
        yield item.text
        yield from texts(item.items)
