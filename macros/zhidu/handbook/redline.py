"""A text against the one before it, as people mark changes: words struck out, words put in, never half a word.

Numbers and the handbook's own words (roles, records, terms) are never cut. What is kept between two changes and is too
short to be read by itself is struck out and put in again, because 教[导→务]处 is harder to read than [教导处→教务处].
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import lru_cache
from itertools import groupby


class Mark(StrEnum):
    """What became of a run of words."""

    KEPT = "kept"
    DELETED = "deleted"
    INSERTED = "inserted"


@dataclass(frozen=True, slots=True)
class Run:
    """A run of words and what became of it."""

    mark: Mark
    text: str


Cutter = Callable[[str], list[str]]

_NUMBER = r"[0-9]+(?:\.[0-9]+)?[%％]?|[〇零一二三四五六七八九十百千]{2,}|[A-Za-z]+"  # noqa: RUF001
_SENTENCE = re.compile(r"[^，。；：、！？\n]*[，。；：、！？\n]?")
_STOP = re.compile(r"[，。；：、！？\n]")
_SHORTEST_KEPT = 2  # characters between two changes that are worth keeping apart
_MOST_WORK = 200_000  # pairs of equal words; beyond it only whole sentences are compared


def cutter(words: Iterable[str]) -> Cutter:
    """What cuts a text into the smallest pieces that a redline may separate; none of *words* is cut."""
    return _cutter(frozenset(word for word in words if len(word) > 1))


@lru_cache(maxsize=8)
def _cutter(words: frozenset[str]) -> Cutter:
    known = sorted(words, key=lambda word: (-len(word), word))
    pattern = re.compile("|".join([*map(re.escape, known), _NUMBER, r"[\s\S]"]))
    return pattern.findall


def redline(old: str, new: str, cut: Cutter) -> tuple[Run, ...]:
    """How *old* became *new*. What is kept and deleted makes *old*, what is kept and inserted *new*."""
    if old == new:
        return (Run(Mark.KEPT, old),) if old else ()
    head, old_middle, new_middle, tail = _ends(cut(old), cut(new))
    runs = [
        (Mark.KEPT, "".join(head)),
        *_compared(old_middle, new_middle),
        (Mark.KEPT, "".join(tail)),
    ]
    return _readable(runs)


def _ends(old: list[str], new: list[str]) -> tuple[list[str], list[str], list[str], list[str]]:
    """What both begin with, what differs in each, what both end with."""
    shorter = min(len(old), len(new))
    start = next((i for i in range(shorter) if old[i] != new[i]), shorter)
    rest = shorter - start
    end = next((i for i in range(rest) if old[-1 - i] != new[-1 - i]), rest)
    return (
        old[:start],
        old[start : len(old) - end],
        new[start : len(new) - end],
        old[len(old) - end :],
    )


def _compared(old: Sequence[str], new: Sequence[str]) -> list[tuple[Mark, str]]:
    counts = Counter(new)
    if sum(counts[piece] for piece in old) > _MOST_WORK:
        old = _SENTENCE.findall("".join(old))
        new = _SENTENCE.findall("".join(new))
    runs: list[tuple[Mark, str]] = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for _, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        gone, come = "".join(old[old_start:old_end]), "".join(new[new_start:new_end])
        if gone == come:
            runs.append((Mark.KEPT, gone))
        else:
            runs += [(Mark.DELETED, gone), (Mark.INSERTED, come)]
    return runs


def _readable(runs: list[tuple[Mark, str]]) -> tuple[Run, ...]:
    """*runs* with specks of kept words between two changes given up, and neighbours joined, deletions first."""
    filled = [(mark, text) for mark, text in runs if text]
    given_up: list[tuple[Mark, str]] = []
    for index, (mark, text) in enumerate(filled):
        inside = 0 < index < len(filled) - 1
        if mark is Mark.KEPT and inside and len(text) < _SHORTEST_KEPT and not _STOP.search(text):
            given_up += [(Mark.DELETED, text), (Mark.INSERTED, text)]
        else:
            given_up.append((mark, text))
    found: list[Run] = []
    for kept, group in groupby(given_up, lambda run: run[0] is Mark.KEPT):
        members = list(group)
        if kept:
            found.append(Run(Mark.KEPT, "".join(text for _, text in members)))
            continue
        for mark in (Mark.DELETED, Mark.INSERTED):
            text = "".join(text for each, text in members if each is mark)
            if text:
                found.append(Run(mark, text))
    return tuple(found)


def shown(runs: Sequence[Run]) -> str:
    """A redline in plain text, for a terminal: what went in brackets with a minus, what came with a plus."""
    frames = {Mark.KEPT: "{}", Mark.DELETED: "[-{}-]", Mark.INSERTED: "{{+{}+}}"}
    return "".join(frames[run.mark].format(run.text) for run in runs)


def trimmed(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """*runs* without what was deleted before and after: a part of a text that was split keeps only its own words."""
    kept = [index for index, run in enumerate(runs) if run.mark is not Mark.DELETED]
    return runs[kept[0] : kept[-1] + 1] if kept else runs


def likeness(old: str, new: str) -> float:
    """How much two texts have in common, 0 to 1: the share of pairs of neighbouring characters."""
    if old == new:
        return 1.0
    pairs = [{text[i : i + 2] for i in range(len(text) - 1)} for text in (old, new)]
    if not pairs[0] or not pairs[1]:
        return 0.0
    return 2 * len(pairs[0] & pairs[1]) / (len(pairs[0]) + len(pairs[1]))
