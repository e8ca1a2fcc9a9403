"""Read the JSON that the form and `assessment.submission.canonical` write: ten times as fast as by libyaml's events.

JSON is YAML, almost: of what the two read differently, and of what we refuse, nothing at all is said here, and
`strict_yaml` reads it. What is read here, it reads as the same data: tests/engine/test_strict_json.py.
"""

import json
import re
from bisect import bisect_right
from collections.abc import Callable, Collection
from typing import Any

from zhidu.reading.findings import Pointer

_Places = dict[Pointer, tuple[int, int]]

_LONGEST = 100_000  # characters; each event of a parser takes one at least, and there may be as many events
_LINE = 1_000  # characters of a line: YAML allows a key 1,024
_LONE_COLON = re.compile(r"\n *:")  # a key and its colon stand on one line in YAML
_INTEGER = re.compile(r"-?[0-9]{1,15}\Z")
_DECIMAL = re.compile(r"-?[0-9]{1,15}\.[0-9]{1,15}\Z")  # others are text to our reader of YAML


def read(text: str, depth: int) -> Any:
    """The data of *text*, at most *depth* deep, or None where it is not such JSON."""
    if not text.startswith("{") or len(text) > _LONGEST or not _plain(text):
        return None
    try:
        data = _DECODER.decode(text)
    except (ValueError, RecursionError):
        return None
    return data if _within(data, depth) else None


def places(text: str, wanted: Collection[Pointer] | None = None) -> tuple[_Places, _Places]:
    """Where values and keys of *text*, which is read here, stand: line and column by their pointers, both from 1.

    All of them; or what leads to the *wanted* ones, and stands beside them and beside what leads there.
    """
    values: _Places = {}
    keys: _Places = {}
    lines = [0, *(end.end() for end in re.finditer("\n", text))]
    way = {pointer[:length] for pointer in wanted or () for length in range(len(pointer) + 1)}

    def place(at: int) -> tuple[int, int]:
        line = bisect_right(lines, at)
        return line, at - lines[line - 1] + 1

    def walk(at: int, pointer: Pointer) -> int:
        """Note what begins *at* the offset; where it ends."""
        values[pointer] = place(at)
        first = text[at]
        if first not in "[{" or (wanted is not None and pointer not in way):
            return _PLAIN.raw_decode(text, at)[1]
        count = 0
        while text[at := _past(text, at + 1)] not in "]}":
            step: int | str = count
            if first == "{":
                step, end = _PLAIN.raw_decode(text, at)
                keys[*pointer, step] = place(at)
                at = _past(text, end)
            at = walk(at, (*pointer, step)) - 1
            count += 1
        return at + 1

    walk(0, ())
    return values, keys


def _past(text: str, at: int) -> int:
    """Where the next value, key or end stands, from *at* on."""
    while text[at] in " \n,:":
        at += 1
    return at


def _plain(text: str) -> bool:
    """Whether only characters are in *text* that stand for themselves, and escapes that both read alike."""
    if "\\" in text:
        bare = text.replace("\\\\", "").replace('\\"', "").replace("\\n", "")
        if "\\" in bare:
            return False
    shown = text.replace("\n", " ")
    return (
        max(map(len, text.split("\n"))) <= _LINE
        and (shown.isprintable() or shown.replace("\u3000", " ").isprintable())
        and not _LONE_COLON.search(text)
    )


def _within(data: Any, depth: int) -> bool:
    level = [data]
    for _ in range(depth):
        level = [
            inner
            for each in level
            for inner in (each.values() if type(each) is dict else each)
            if type(inner) is dict or type(inner) is list
        ]
        if not level:
            return True
    return False


def _mapping(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError
    return found


def _only(form: re.Pattern[str], kind: type[float]) -> Callable[[str], float]:
    """What makes a number of *kind* of digits that have this *form*, and takes no others."""

    def number(digits: str) -> float:
        if not form.match(digits):
            raise ValueError
        return kind(digits)

    return number


_PLAIN = json.JSONDecoder()
_DECODER = json.JSONDecoder(
    object_pairs_hook=_mapping,
    parse_int=_only(_INTEGER, int),
    parse_float=_only(_DECIMAL, float),
    parse_constant=_only(_INTEGER, int),  # NaN and its like have no digits
)
