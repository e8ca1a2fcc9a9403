"""Lines → numbered clauses, in as many levels as there are forms of numbers."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from zhidu.drafting.draft_notes import Notes
from zhidu.drafting.manuscript_lines import Line
from zhidu.drafting.shapes import CHAPTER, FORMS, HAN, circled, is_numbered, plain
from zhidu.reading.findings import visible, whole
from zhidu.reading.text.numerals import numbers, ordinal

_MAX_JUMP = 3  # a number this far ahead is a slip; further, it needs a text that is no number
_RUNS_ON = re.compile(
    f"(?<=[。；！？])(?=(?:第[{HAN}0-9]+条|[{HAN}]{{1,5}}、|[0-9]{{1,3}}[.．、](?![0-9])))"
)
_RUNS_INTO = re.compile(
    f"(?<=[。；：])(?=(?:第[{HAN}]{{1,6}}条|[{HAN}]{{1,3}}、|[（(][{HAN}]{{1,3}}[）)]|[0-9]{{1,2}}[.．、](?![0-9])|[（(]?[0-9]{{1,2}}[）)]|[①-⑳⑴-⒇]))"
)
_HEADED = re.compile(f"(第 ?[{HAN}0-9]+ ?[章节编] ?[^，。；：]{{0,30}}?) (第 ?[{HAN}0-9]+ ?条.*)")
"""The name of a chapter and its first article on one line."""
_LIKE_NUMBER = re.compile(f"[{HAN}0-9]")
_ENDED = re.compile("[。；：！？.;:!?”）)]$")
_LONGEST_HEADING = 20
_LONGEST_NUMBER = 20  # characters before a clause that say which it is
_HEADING = re.compile("[^，。；：！？,;]{1,20}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A clause of the draft. `label` is its number in words, `printed` as printed; None for a preamble or paragraph.

    Lines of `text` are its paragraphs; a paragraph after its `items` is one of them, without a label. `parts` are the
    names of the chapters that begin with it, as printed; `table` are rows of cells below the text.
    """

    label: str | None
    text: str
    printed: str = ""
    table: tuple[tuple[str, ...], ...] = ()
    items: tuple["Item", ...] = ()
    parts: tuple[str, ...] = ()


@dataclass(slots=True)
class Taken:
    """The lines that somebody has taken, and those of which the table, too."""

    lines: set[int] = field(default_factory=set)
    tables: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Begun:
    """The form of the number that a line begins with, its value, and the text after it."""

    form: str
    number: int
    rest: str
    printed: str


@dataclass(slots=True)
class _Open:
    """A clause being read: its text as far as it is read, and what stands in it."""

    form: str
    number: int
    texts: list[str]
    printed: str = ""
    items: list[Item] = field(default_factory=list)
    parts: tuple[str, ...] = ()
    table: tuple[tuple[str, ...], ...] = ()

    @property
    def closed(self) -> bool:
        """Whether another paragraph can stand only below what the clause has: sub-clauses, a table."""
        return bool(self.items or self.table)

    def read(self) -> Item:
        """The clause when all of it is read."""
        return Item(
            label=ordinal(self.number),
            text="\n".join(self.texts),
            printed=self.printed,
            items=tuple(self.items),
            parts=self.parts,
            table=self.table,
        )


def begun(line: str) -> Begun | None:
    """The number that *line* begins with."""
    text = plain(line)
    for form, pattern in FORMS:
        if match := pattern.match(text):
            sign = form in {"circled", "bracketed"}
            number = circled(match[1]) if sign else int(min(numbers(match[1]), default=0))
            depth = text[: match.start(2)].count(".") if form == "deep" else ""
            return Begun(f"{form}{depth}", number, line[match.start(2) :], line[: match.start(2)])
    return None


def split(lines: Sequence[Line], notes: Notes) -> list[Line]:
    """*lines*, those in which clauses run on one after another (一、…。二、…。) with a line for each."""
    found: list[Line] = []
    for line in lines:
        if headed := _HEADED.fullmatch(plain(line.text)):
            told = f"“{visible(line.text)}”这一段里章名和条文连在一起，分开了"
            repair = "请核对；不该分的，在文稿里改好再导入"
            notes.add("manuscript/run-on", told, repair, line.place)
            found.append(replace(line, text=line.text[: headed.end(1)], table=()))
            line = replace(line, text=line.text[headed.start(2) :])  # noqa: PLW2901  the rest of it
        parts = list(pieces(line.text))
        if len(parts) > 1:
            notes.add(
                "manuscript/run-on",
                f"“{visible(line.text)}”这一段里有 {len(parts)} 条连在一起，一条一条分开了",
                "请核对；不该分的，在文稿里改好再导入",
                line.place,
            )
        found += [replace(line, text=piece, table=()) for piece in parts[:-1]]
        found.append(replace(line, text=parts[-1]))
    return found


def pieces(text: str, *, inner: bool = False) -> Iterator[str]:
    """The clauses that run on in one line, from which number on they do; with *inner* their sub-clauses, too."""
    first = begun(text)
    due = {first.form: first.number + 1} if first else {}
    begin = 0
    for match in (_RUNS_INTO if inner else _RUNS_ON).finditer(plain(text)):
        found = begun(text[match.start() : match.start() + _LONGEST_NUMBER])
        if found and found.number == due.get(found.form, 1 if inner else None):
            due[found.form] = found.number + 1
            yield text[begin : match.start()].rstrip(" ")
            begin = match.start()
    yield text[begin:]


def clauses(lines: Sequence[Line], body: Sequence[int], taken: Taken, notes: Notes) -> list[Item]:
    """The clauses of a policy: the first form of number is theirs, others inside a clause are its parts'."""
    return _Clauses(lines, body, taken, notes).read()


class _Clauses:
    """The clauses of one policy being read."""

    def __init__(
        self, lines: Sequence[Line], body: Sequence[int], taken: Taken, notes: Notes
    ) -> None:
        self._lines = lines
        self._body = body
        self._taken = taken
        self._notes = notes
        self._done: list[Item] = []
        self._open: list[_Open] = []
        self._preamble: list[str] = []
        self._chapter = False  # whether a chapter has just begun
        self._last: _Open | None = None  # the clause before words that begin a chapter
        self._parts: list[Line] = []  # chapters whose first clause is yet to come

    def read(self) -> list[Item]:
        """All of them, the preamble first."""
        for place, number in enumerate(self._body):
            self._taken.lines.add(number)
            line = self._lines[number]
            if self._is_heading(place):
                self._chapter = True
                self._parts.append(line)
                continue
            found = begun(line.text)
            if found is not None and self._placed(found, line):
                self._chapter = False
            else:
                self._joined(line, like_number=found is not None)
            if line.table and self._open and not self._open[-1].closed:
                self._open[-1].table = line.table
                self._taken.tables.add(number)
        self._close(0)
        for line in self._parts:
            self._notes.add(
                "manuscript/unread",
                f"章节名“{whole(line.text)}”下面没有条款，没有读入",
                "是条文就补上编号，再导入；不是就不用管",
                line.place,
            )
        if not self._preamble:
            return self._done
        return [Item(label=None, text="\n".join(self._preamble)), *self._done]

    def _opened(self, found: Begun) -> _Open:
        """The clause that *found* begins. A chapter begins with a clause of the first level."""
        parts: tuple[str, ...] = ()
        if not self._open and self._parts:
            parts = tuple(line.text for line in self._parts)
            self._parts.clear()
        printed = found.printed.strip(" ")
        return _Open(found.form, found.number, [found.rest], printed=printed, parts=parts)

    def _is_heading(self, place: int) -> bool:
        """Whether a line is the name of a chapter: it says so, or stands between clauses and is no sentence."""
        text = self._lines[self._body[place]].text
        if CHAPTER.match(plain(text)):
            return True
        if not self._open or is_numbered(text) or place + 1 >= len(self._body):
            return False
        before = self._lines[self._body[place - 1]].text
        after = begun(self._lines[self._body[place + 1]].text)
        return (
            len(text) <= _LONGEST_HEADING
            and not re.search("[，。；：！？,;:（(]", text)
            and bool(_ENDED.search(before))
            and not before.endswith(("：", ":"))
            and after is not None
            and after.form == self._open[0].form
        )

    def _placed(self, found: Begun, line: Line) -> bool:
        """Whether *line* begins a clause where things stand; then it is open."""
        alike = [depth for depth, one in enumerate(self._open) if one.form == found.form]
        if alike or not self._open:
            before = self._open[alike[-1]] if alike else self._last
            if not self._follows(found, before):
                return False
            self._told(found, before, line)
            self._close(alike[-1] if alike else 0)
        elif found.number != 1 and found.form != "article":
            return False
        self._open.append(self._opened(found))
        return True

    def _follows(self, found: Begun, before: _Open | None) -> bool:
        """Whether the number can be the next one: 九、十两个月每周检查 is no clause."""
        if found.form == "article":
            return True
        if before is None:
            return found.number <= 1 + _MAX_JUMP
        if before.number - 1 <= found.number <= before.number + 1 + _MAX_JUMP:
            return True
        if found.number == 1:
            return self._chapter
        ahead = found.number > before.number
        return ahead and not _LIKE_NUMBER.match(found.rest) and bool(_ENDED.search(found.rest))

    def _told(self, found: Begun, before: _Open | None, line: Line) -> None:
        due = 1 if before is None else before.number + 1
        if found.number != due and not (found.number == 1 and self._chapter):
            self._notes.add(
                "manuscript/numbering",
                f"“{visible(line.text)}”的条号按顺序应是{ordinal(due)}",
                "核对是不是漏了一条，或条号写错",
                line.place,
            )

    def _joined(self, line: Line, *, like_number: bool) -> None:
        """A line without a number: the rest of a sentence, or a paragraph (款) of what it belongs to."""
        text = line.text
        if self._chapter and self._open:
            self._last = self._open[0]
            self._close(0)
            parts = tuple(each.text for each in self._parts)
            self._parts.clear()
            self._done.append(Item(label=None, text=text, parts=parts))
            return
        if not self._open:
            if self._done:
                done = self._done[-1]
                self._done[-1] = replace(done, text=f"{done.text}\n{text}")
            elif self._preamble and not _ENDED.search(self._preamble[-1]):
                self._preamble[-1] += text
            else:
                self._preamble.append(text)
            return
        last = self._open[-1]
        heading = len(last.texts) == 1 and _HEADING.fullmatch(last.texts[0])
        goes_on = like_number or not (heading or _ENDED.search(last.texts[-1]))
        if goes_on and not last.closed:
            last.texts[-1] += text
            told = "并入了上一条"
        else:
            depth = self._owner()
            self._close(depth + 1)
            owner = self._open[depth]
            if owner.closed:
                owner.items.append(Item(label=None, text=text))
            else:
                owner.texts.append(text)
            if owner.form == "article" and not like_number:
                return
            told = "算作上一条另起的一款"
        self._notes.add(
            "manuscript/joined",
            f"“{visible(text)}”{told}",
            "若是单独一条，在文稿里补上编号",
            line.place,
        )

    def _owner(self) -> int:
        """Whose paragraph comes next: an article's, or that of a clause that led to a list, else of the last one."""
        for depth, clause in enumerate(self._open[:-1]):
            if clause.form == "article" or clause.texts[-1].endswith(("：", ":")):
                return depth
        return len(self._open) - 1

    def _close(self, depth: int) -> None:
        """Close the clauses that are open at *depth* and below it."""
        while len(self._open) > depth:
            item = self._open.pop().read()
            (self._open[-1].items if self._open else self._done).append(item)
