"""What a reader of drafts gives: the lines of the text, each with its paragraph, and what it could not read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from zhidu.reading.text import characters

MAX_LINES = 20_000
MAX_LINE = 20_000

_SPACES = re.compile(r"[ \t\r\f\v\u00a0\u2002-\u200a\u202f\u205f\u3000]+")
_INVISIBLE = re.compile(f"[\u0000-\u0008\u000e-\u001f\u007f{characters.UNSEEN}]")


class OverlongError(Exception):
    """The draft has more, or longer, lines than any has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of a draft, trimmed. `place` counts the paragraphs that have words, from 1.

    `title` says that the page itself calls it one, `aside` that it is a link to somewhere else.
    """

    text: str
    place: int
    title: bool = False
    aside: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """What was noticed at a paragraph; 0 is the whole file."""

    code: str
    message: str
    repair: str
    place: int = 0


@dataclass(slots=True)
class Read:
    """What is read so far. One after the other, in the order of the file."""

    lines: list[Line] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    paragraphs: int = 0

    def put(self, paragraph: str, *, title: bool = False, aside: bool = False) -> None:
        """One more paragraph, which may have several lines, or no words at all."""
        place = self.paragraphs + 1
        for line in trimmed(paragraph):
            if len(line) > MAX_LINE:
                raise OverlongError(f"第 {place} 段有 {len(line)} 个字")
            self.lines.append(Line(text=line, place=place, title=title, aside=aside))
            self.paragraphs = place
        if len(self.lines) > MAX_LINES:
            raise OverlongError(f"文稿有 {MAX_LINES} 段以上")

    def remark(self, code: str, message: str, repair: str, place: int | None = None) -> None:
        """Something to be said of the paragraph that is being read, or of *place*."""
        here = self.paragraphs + 1 if place is None else place
        self.remarks.append(Remark(code=code, message=message, repair=repair, place=here))


def trimmed(text: str) -> Iterator[str]:
    """The lines of a paragraph without what cannot be seen; spaces at the ends and doubled ones go."""
    for line in text.replace("\r", "\n").split("\n"):
        found = _SPACES.sub(" ", _INVISIBLE.sub("", line)).strip(" ")
        if found:
            yield found
