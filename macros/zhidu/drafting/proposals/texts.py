"""A bare text → its passages: what `structure` understands of it, by the numbers that are printed before the clauses.

A passage's id is made of the printed numbers: `a1-3` is 三、 or 第三条, `a1-3-2` its （二）, `a1-3-2-1` the 1. in that. `a1-0` is
what stands before the first number. `a2` is the second policy; a notice counts as one.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from zhidu.drafting.draft_clauses import Item, Taken, begun, clauses, pieces
from zhidu.drafting.draft_notes import WHOLE, Notes
from zhidu.drafting.manuscript_lines import Line
from zhidu.drafting.structure import understood
from zhidu.reading.findings import Finding
from zhidu.reading.text.numerals import numbers

_ASIDE = re.compile("（?(?:联系(?:人|电话|方式)|特此(?:通知|通告|公告|函告)|抄送|此件)")
"""What a notice says of itself."""
_LONGEST_TITLE = 50


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


def passages(lines: Sequence[Line], path: str = "") -> tuple[tuple[Reading, ...], list[Finding]]:
    """The policies in the lines of the text at *path*, none empty, each with its clauses; and what stands in none of them."""
    lines = [replace(line, text=each) for line in lines for each in pieces(line.text, inner=True)]
    found = understood(lines, path, ())
    parts: list[tuple[str, Sequence[Item], str]]
    parts = [("".join(each.heading), each.items, "") for each in found.attachments]
    if notice := found.notice:
        said = _items([each for each in notice.paragraphs if not _ASIDE.match(each)])
        parts.insert(0, ("".join(notice.heading), said, notice.addressees.rstrip("：:")))
    if parts:
        left_out = [each for each in found.findings if each.code in WHOLE]
        return tuple(_reading(number, *part) for number, part in enumerate(parts, 1)), left_out
    texts = [line.text for line in lines]
    titled = bool(texts) and _may_be_title(texts[0])
    return (_reading(1, texts[0] if titled else "", _items(texts[titled:])),), []


def _may_be_title(line: str) -> bool:
    return len(line) <= _LONGEST_TITLE and not re.search("[，。；：]", line) and begun(line) is None


def _items(texts: Sequence[str]) -> Sequence[Item]:
    """The clauses of a text that is no policy by its form; where nothing is numbered, each line is one."""
    lines = [Line(text=text, place=place) for place, text in enumerate(texts, 1)]
    found = clauses(lines, range(len(lines)), Taken(), Notes(""))
    numbered = any(item.label for item in found)
    return found if numbered else [Item(label=None, text=text) for text in texts]


def _reading(number: int, title: str, items: Sequence[Item], sent_to: str = "") -> Reading:
    found = tuple(_passages(f"a{number}", items))
    return Reading(title=title, passages=found, addressee=sent_to or None)


def _passages(owner: str, items: Sequence[Item], parent: str | None = None) -> Iterator[Passage]:
    last = -1 if any(item.label for item in items) else 0
    for item in items:
        last = max(last + 1, int(min(numbers(item.label or ""), default=0)))
        name = f"{owner}-{last}"
        yield Passage(id=name, text=item.text, label=item.printed or None, parent=parent)
        yield from _passages(name, item.items, name)
