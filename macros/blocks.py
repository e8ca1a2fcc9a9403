"""Read the YAML that most files of schools are written in, line by line: five times as fast as by libyaml's events.

It knows what `assessment.submission.canonical` writes and a little more: one `key: value` a line, two or more spaces
deeper a group or a list of groups, plain words and numbers, texts in double quotes, comments on lines of their own.
Of anything else it says nothing at all, and `source` reads it strictly. What it does read, the strict reader reads as
the same data at the same places, and nothing of it is forbidden in our files: tests/test_blocks.py.
"""

import json
import re
from functools import lru_cache
from typing import Any

_MOST_LINES = 20_000  # far below the bound on values
_DEEPEST = 12  # columns of indentation; far below the bound on depth
# classes are of ASCII only, or of all but some of it: a range of Chinese takes long to compile
_TEXT = r'"[^"\\<{]*(?:\\["\\n][^"\\<{]*)*"'
_WORD = r"[^\x00-/:-@\[-`{-\x7f][^\x00-,/:-@\[-^`{-\x7f]*"  # letters, digits, Chinese; inside also _ . -
_LIST = rf"\[(?:{_WORD}(?:, {_WORD})*)?\]"
_LINE = re.compile(
    rf"( {{0,{_DEEPEST}}})(- )?([a-z_][a-z0-9_-]{{0,99}}):(?: ({_WORD}|{_TEXT}|{_LIST}|\{{\}}))?\Z"
    r"| *(?:#[^<{]*)?\Z"
)
_INTEGER = re.compile(r"[-+]?[0-9]{1,15}\Z")
_DECIMAL = re.compile(r"[-+]?[0-9]{1,15}\.[0-9]{1,15}\Z")
_CONSTANTS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}

Steps = tuple[str | int, ...]
Places = dict[Steps, tuple[int, int]]
"""Steps → line and column, both from 1."""


_Line = tuple[int, bool, str, str, Any]
"""What a line says: the column of its key or dash, whether there is a dash, key, what stands behind the colon, its value."""


def read(text: str, marks: tuple[Places, Places] | None = None) -> Any:
    """The data of *text*, or None where it is not written the one way.

    *marks*, where given, are filled with the places of keys and of values.
    """
    lines = text.split("\n")
    if lines.pop() or len(lines) > _MOST_LINES:
        return None
    keys, values = marks or (None, {})
    root: dict[str, Any] = {}
    container: Any = root
    column = 0  # of the keys of a mapping, or the dashes of a list
    steps: Steps = ()
    above: list[tuple[Any, int, Steps]] = []  # container, column and steps of what holds this one
    opened: str | None = None  # a key that has no value yet
    number = 0
    for each in lines:  # one flat loop, kept so for speed
        number += 1
        line = _line(each)
        if line is None:
            return None
        here, dash, key, written, value = line
        if not key:
            continue
        if here != column or dash:
            if opened is not None:
                if here <= column:
                    return None
                above.append((container, column, steps))
                inside: Any = [] if dash else {}
                container[opened] = inside
                if keys is not None:
                    steps = (*steps, opened)
                    values[steps] = number, here + 1
                container, column, opened = inside, here, None
            while here < column:
                container, column, steps = above.pop()
            if here != column or (type(container) is list) != dash:
                return None
            if dash:  # a group of the list begins
                above.append((container, column, steps))
                group: dict[str, Any] = {}
                container.append(group)
                column += 2
                if keys is not None:
                    steps = (*steps, len(container) - 1)
                    values[steps] = number, column + 1
                container = group
        elif opened is not None:
            return None
        if key in container:
            return None
        if keys is not None:
            keys[*steps, key] = number, column + 1
        if not written:
            container[key], opened = None, key
            continue
        container[key] = (
            value if written[0] not in "[{" else list(value) if written[0] == "[" else {}
        )
        if keys is not None:
            place = number, column + len(key) + 3
            values[*steps, key] = place
            if written[0] == "[":
                values.update(_places(written, (*steps, key), *place))
    if opened is not None or not root:
        return None
    if keys is not None:
        values[()] = next(iter(keys.values()))
    return root


@lru_cache(maxsize=4096)  # the files of a county have the same lines again and again
def _line(text: str) -> _Line | None:
    """What a line says; None where it is written in another way."""
    match = _LINE.match(text) if text.isprintable() else None
    if match is None:
        return None
    pad, dash, key, written = match.groups(default="")
    return len(pad), bool(dash), key, written, _value(written) if written else None


def _value(written: str) -> Any:
    """The value behind the colon. A list is given as a tuple, because lines are kept."""
    inside = written[1:-1]
    if written[0] == '"':
        return json.loads(written) if "\\" in inside else inside
    if written[0] == "[":
        return tuple(plain(word) for word in inside.split(", ")) if inside else ()
    return None if written[0] == "{" else plain(written)


def plain(text: str) -> Any:
    """The value of *text* that stands there without quotes: a word, a whole number, a decimal, or one of few constants."""
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if _INTEGER.match(text):
        digits = text.lstrip("+-")  # 010 is a label, not eight and not ten
        return int(text) if digits == "0" or not digits.startswith("0") else text
    return float(text) if _DECIMAL.match(text) else text


def _places(written: str, steps: Steps, line: int, column: int) -> Places:
    """Where the words of the list *written* stand, which begins at *column*."""
    found: Places = {}
    for place, word in enumerate(written[1:-1].split(", ") if written != "[]" else ()):
        found[*steps, place] = line, column + 1
        column += len(word) + 2
    return found
