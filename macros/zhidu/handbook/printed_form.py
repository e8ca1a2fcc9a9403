"""A text as it was printed: the numbers before its clauses, its paragraphs, its chapters."""

import re
from collections.abc import Iterator
from functools import lru_cache

from zhidu.reading.model import Clause, Numbering, Part, Policy
from zhidu.reading.text.numerals import numbers

CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_FIRST = {
    Numbering.HAN: "{han}、",
    Numbering.ARTICLE: "第{han}条",
    Numbering.ARABIC: "{digits}.",
    Numbering.ARABIC_COMMA: "{digits}、",
}
_BELOW = ("（{han}）", "{digits}.", "（{digits}）", "{circled}")
_BELOW_ARABIC = ("（{digits}）", "{circled}", "（{han}）", "{digits}.")
_CHAPTER = re.compile("(第[^章编节]{1,8}[章编])[ \u3000]*(.*)")
_SECTION = re.compile("(第[^节]{1,8}节)[ \u3000]*(.*)")


@lru_cache(maxsize=1024)  # every link to a clause says one of a few hundred
def standard(numbering: Numbering, label: str, depth: int) -> str:
    """The number that *numbering* prints for *label*; *depth* 0 is a clause, 1 what stands in it."""
    value = int(min(numbers(label), default=0))
    circled = CIRCLED[value - 1] if 0 < value <= len(CIRCLED) else f"（{value}）"
    below = _BELOW_ARABIC if numbering in {Numbering.ARABIC, Numbering.ARABIC_COMMA} else _BELOW
    form = _FIRST[numbering] if depth == 0 else below[min(depth, len(below)) - 1]
    return form.format(han=label, digits=value, circled=circled)


def number(numbering: Numbering, clause: Clause, depth: int) -> str:
    """The number before a clause as it was printed; nothing for a preamble or a paragraph."""
    if clause.label is None:
        return ""
    return clause.printed or standard(numbering, clause.label, depth)


def before_text(number_: str) -> str:
    """A number as it stands before its text: after 第一条 comes a space, after a mark of its own none."""
    return f"{number_}\u3000" if number_.endswith(("条", "款", "项")) else number_


def parts_before(policy: Policy) -> dict[str, tuple[Part, ...]]:
    """The chapters and sections that begin with each clause, by its id."""
    found: dict[str, tuple[Part, ...]] = {}
    for part in policy.parts:
        found[part.before] = (*found.get(part.before, ()), part)
    return found


def is_section(part: Part) -> bool:
    """Whether *part* is a section (节) and no chapter."""
    return bool(_SECTION.match(part.title)) and not _CHAPTER.match(part.title)


def title_of(part: Part) -> str:
    """The name of a part as official documents set it: 第一章　总则."""
    found = _SECTION.fullmatch(part.title) if is_section(part) else _CHAPTER.fullmatch(part.title)
    return "\u3000".join(filter(None, found.groups())) if found else part.title


def chapters(policy: Policy) -> dict[str, str]:
    """How the chapter of each clause of the first level is cited: 第三章; 附则, where it has no number."""
    opened = parts_before(policy)
    found: dict[str, str] = {}
    chapter = ""
    for clause in policy.clauses:
        for part in opened.get(clause.id, ()):
            if not is_section(part):
                match = _CHAPTER.match(part.title)
                chapter = match[1] if match else part.title
        found[clause.id] = chapter
    return found


def headings_above(policy: Policy) -> dict[str, int]:
    """How many names stand above each clause of the first level: none, its chapter's, its chapter's and section's."""
    opened = parts_before(policy)
    found: dict[str, int] = {}
    above = 0
    for clause in policy.clauses:
        for part in opened.get(clause.id, ()):
            above = 2 if is_section(part) else 1
        found[clause.id] = above
    return found


def paragraphs(clause: Clause) -> int:
    """How many paragraphs (款) a clause has: the lines of its text, and what follows its sub-clauses."""
    return clause.text.count("\n") + 1 + sum(inner.label is None for inner in clause.clauses)


def paragraph_of(above: Clause, clause: Clause) -> int:
    """In which paragraph of *above* its *clause* stands, from 1."""
    count = above.text.count("\n") + 1
    for inner in above.clauses:
        count += inner.label is None
        if inner.id == clause.id:
            return count
    return count


def clauses_with_depth(clauses: tuple[Clause, ...], depth: int = 0) -> Iterator[tuple[int, Clause]]:
    """Every clause in order, with how deep it stands."""
    for clause in clauses:
        yield depth, clause
        yield from clauses_with_depth(clause.clauses, depth + 1)
