"""A duty whose words have changed: where its words stand now, and which number they state."""

import copy
import difflib
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from zhidu.reading.model import PLACEHOLDER
from zhidu.reading.text.numerals import stated

_MARKS = re.compile(r"[\W_]+")
_NUMERAL = "0-9０-９.〇零一二三四五六七八九十百千"
_RUN = re.compile(f"[{_NUMERAL}]+")
_FACTS = ("report", "approval", "sanction", "training", "incentive", "threshold", "deadline")
_LONGEST_SUMMARY = 80
_ALIKE = 0.4  # below this likeness the words at the same place are other words


def found_again(quote: str, text: str, readings: Sequence[tuple[str, str]] = ()) -> str | None:
    """The words of *text* that are *quote*: as they were, with errata put right, or with other punctuation.

    A number that is only a piece of a longer one (十天 in 二十天) is not the same words.
    """
    for wanted in (quote, _put_right(quote, readings)):
        letters = _MARKS.sub("", wanted)
        for pattern in (re.escape(wanted), r"[\W_]{0,3}".join(map(re.escape, letters))):
            if not letters:
                continue
            before = f"(?<![{_NUMERAL}])" if _RUN.match(letters) else ""
            after = f"(?![{_NUMERAL}])" if _RUN.match(letters[-1]) else ""
            if match := re.search(before + pattern + after, text):
                return match[0]
    return None


def mended(
    duty: dict[str, Any], old: str, new: str, readings: Sequence[tuple[str, str]]
) -> tuple[dict[str, Any], str | None] | None:
    """*duty* with its words as the text *new* has them, in the place of those of *old*, and the first that had changed.

    None for the words where none had. A duty whose own words are gone is None: it cannot be carried over.
    """
    found = {key: copy.deepcopy(value) for key, value in duty.items() if key != "history"}
    place = _place(old, new)
    first: str | None = None
    for holder, key in _words(found):
        words = holder[key]
        now = found_again(words, new, readings)
        if now is None:
            first = first or words
            now = _at_its_place(words, old, new, place)
            if now is None and holder is found:
                return None
        if now is not None:
            holder[key] = now
    if first is not None:
        read = copy.deepcopy(duty)  # what was printed wrong says the number that it means
        for holder, key in _words(read):
            holder[key] = _put_right(holder[key], readings)
        _numbers(found, read)
        _summary(found, read)
    return found, first


def _words(duty: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str]]:
    """Where a duty quotes its clause."""
    yield duty, "quote"
    yield from ((role, "words") for role in duty["roles"] if role.get("words"))
    if duty.get("when"):
        yield from ((duty["when"], k) for k in ("words", "moment") if duty["when"].get(k))
    for fact in _FACTS:
        if duty.get(fact):
            yield from ((duty[fact], k) for k in ("quote", "trigger") if duty[fact].get(k))


def _put_right(words: str, readings: Sequence[tuple[str, str]]) -> str:
    for slip, reading in readings:
        words = words.replace(slip, reading)
    return words


_Place = Callable[[int, int], tuple[int, int]]


def _place(old: str, new: str) -> _Place:
    """Which characters of *new* stand where some of *old* stood."""
    codes = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()

    def found(begin: int, end: int) -> tuple[int, int]:
        first, last = 0, len(new)
        for tag, i1, i2, j1, j2 in codes:
            if i1 <= begin < i2:
                first = j1 + (begin - i1) if tag == "equal" else j1
            if i1 < end <= i2:
                last = j1 + (end - i1) if tag == "equal" else j2
        return first, last

    return found


def _at_its_place(words: str, old: str, new: str, place: _Place) -> str | None:
    begin = old.find(words)
    if begin < 0:
        return None
    first, last = place(begin, begin + len(words))
    while 0 < first < last and _RUN.match(new[first]) and _RUN.match(new[first - 1]):
        first -= 1
    while first < last < len(new) and _RUN.match(new[last]) and _RUN.match(new[last - 1]):
        last += 1
    now = new[first:last].strip("，。；：、,;: ")
    like = max(
        difflib.SequenceMatcher(None, before, after, autojunk=False).ratio()
        for before, after in ((words, now), (_RUN.sub("#", words), _RUN.sub("#", now)))
    )
    return now if now and like >= _ALIKE else None


def _numbers(found: dict[str, Any], duty: dict[str, Any]) -> None:
    """Read the value of a threshold anew, where nothing but its number has changed."""
    threshold = found.get("threshold")
    if not threshold or threshold.get("value") is None:
        return
    before, now = duty["threshold"]["quote"], threshold["quote"]
    old, new = stated(before), stated(now)
    same = _RUN.sub("#", before) == _RUN.sub("#", now) and len(old) == len(new)
    if same and threshold["value"] in old:
        value = new[old.index(threshold["value"])]
        threshold["value"] = int(value) if value == int(value) else value
    elif before != now:
        found["summary"] = _open(duty["summary"])


def _summary(found: dict[str, Any], duty: dict[str, Any]) -> None:
    """The summary with the new numbers, where only numbers have changed; else it is for somebody to write."""
    if PLACEHOLDER in found["summary"]:
        return
    before, now = duty["quote"], found["quote"]
    old, new = _RUN.findall(before), _RUN.findall(now)
    told = duty["summary"]
    words = _MARKS.sub("", _RUN.sub("#", before)) == _MARKS.sub("", _RUN.sub("#", now))
    when = (duty.get("when") or {}).get("words") == (found.get("when") or {}).get("words")
    if not words or not when or len(old) != len(new):
        found["summary"] = _open(told)
        return
    for was, is_ in zip(old, new, strict=True):
        if was == is_:
            continue
        value, (after,) = stated(was), stated(is_) or (0.0,)
        forms = {was, *(f"{one:g}" for one in value)}
        for form in forms:
            shown = is_ if form == was else f"{after:g}"
            told = re.sub(f"(?<![{_NUMERAL}]){re.escape(form)}(?![{_NUMERAL}])", shown, told)
    found["summary"] = told


def _open(summary: str) -> str:
    """A gap that remembers what stood there."""
    return f"{PLACEHOLDER}概述，原来是：{summary}）"[:_LONGEST_SUMMARY]
