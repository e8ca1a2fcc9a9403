"""Read the YAML that most files are written in, line by line: five times as fast as by libyaml's events.

It knows what `assessment.submission.canonical` and the files of `policies/` are written in: one `key: value` a line,
two or more spaces deeper a group or a list, values in one line or in brackets, plain words, texts in double quotes,
comments on lines of their own. Of anything else it says nothing at all, and `source` reads it strictly. What it does
read, the strict reader reads as the same data at the same places, and nothing of it is forbidden in our files:
tests/engine/test_blocks.py.
"""

import json
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

_LONGEST = 200_000  # characters; each event of a parser takes one at least, and there may be as many events
_DEEPEST = 20  # columns of indentation; far below the bound on depth
_INSIDE = 6  # brackets in brackets; likewise
# classes are of ASCII only, or of all but some of it: a range of Chinese takes long to compile
_KEY = "[a-z_][a-z0-9_-]{0,99}"
_TEXT = r'"<="|"[^"\\<{]*(?:(?:\\["\\n]|\{(?![{%#]))[^"\\<{]*)*"'
_WORD = r"[^\x00-*,-/:-@\[-`{-\x7f][^\x00-$&-*,:-@\[-^`{-\x7f]*"  # letters, digits, Chinese, +; inside also _.-/%
_PLAIN = rf"{_WORD}(?: {_WORD})*"
_LINE = re.compile(
    rf"( {{0,{_DEEPEST}}})(- )?(?:({_KEY}):(?: ({_PLAIN}|{_TEXT}|[\[{{].*[\]}}]))?|(?<=- )(\{{.*\}}))\Z"
    r"| *(?:#[^<{]*)?\Z"
)
_PIECE = re.compile(rf"(, )?(?:({_KEY}): )?(?:({_PLAIN}|{_TEXT})|([\[{{]))|[\]}}]")
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
"""What a line says: the column of its key or dash, whether there is a dash, key, what is in brackets, or its value."""
_OPENS: Any = object()  # the value of a key whose group stands below


def read(text: str, marks: tuple[Places, Places] | None = None) -> Any:
    """The data of *text*, or None where it is not written the one way.

    *marks*, where given, are filled with the places of keys and of values.
    """
    lines = text.split("\n")
    if lines.pop() or len(text) > _LONGEST:
        return None
    if "[\n" in text or ",\n" in text:
        lines = _together(lines) if marks is None else []
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
        if not line:
            if line is None:
                return None
            continue
        here, dash, key, written, value = line
        if here != column or dash or type(container) is list:
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
            if dash and not key:  # an entry of the list in brackets
                value = _bracketed(written, marks, (*steps, len(container)), number, column + 3)
                if value is None:
                    return None
                container.append(value)
                continue
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
        if value is _OPENS:
            opened = key
            continue
        if written:
            value = _bracketed(written, marks, (*steps, key), number, column + len(key) + 3)
            if value is None:
                return None
        elif keys is not None:
            values[*steps, key] = number, column + len(key) + 3
        container[key] = value
    if opened is not None or not root:
        return None
    if keys is not None:
        values[()] = next(iter(keys.values()))
    return root


def _together(lines: Sequence[str]) -> list[str]:
    """*lines*, where a list that goes on over several stands in its first, and the others are empty."""
    found: list[str] = []
    parts: list[str] = []  # of the list that goes on
    indented = 0
    for line in lines:
        bare = line.lstrip(" ")
        if not parts:
            found.append(line)
            if ": [" in line and line[-1] in ",[" and bare[0] != "#":
                parts, indented = [line], len(line) - len(bare)
            continue
        if not bare or len(line) - len(bare) <= indented:
            return []
        parts += ["" if parts[-1][-1] == "[" or bare == "]" else " ", bare]
        found.append("")
        if bare[-1] == "]":
            found[-1 - len(parts) // 2] = "".join(parts)
            parts = []
    return [] if parts else found


@lru_cache(maxsize=4096)  # the files of a county have the same lines again and again
def _line(text: str) -> _Line | tuple[()] | None:
    """What a line says: nothing where it is empty or a comment; None where it is written in another way."""
    match = _LINE.match(text) if text.replace("\u3000", "").isprintable() else None
    if match is None:
        return None
    pad, dash, key, written, entry = match.groups(default="")
    if not key and not entry:
        return ()
    here, dashed, behind = len(pad), bool(dash), written or entry
    if not behind:
        return here, dashed, key, "", _OPENS
    if behind[0] in "[{":  # its value is new each time
        return here, dashed, key, behind, None
    return here, dashed, key, "", _value(behind)


def _value(written: str) -> Any:
    """The value of a text in quotes or without."""
    if written[0] != '"':
        return plain(written)
    return json.loads(written) if "\\" in written else written[1:-1]


def _bracketed(
    written: str, marks: tuple[Places, Places] | None, steps: Steps, line: int, column: int
) -> Any:
    """What stands in brackets at *line* and *column*, which is what *steps* lead to; None as in `read`."""
    root: Any = None
    container: Any = None
    above: list[Any] = []
    end = 0
    for piece in _PIECE.finditer(written):
        if piece.start() != end or (root is not None and container is None):
            return None
        end = piece.end()
        comma, key, word, bracket = piece.groups()
        if word is None and bracket is None:  # what is open ends here
            if container is None or (type(container) is list) != (piece[0] == "]"):
                return None
            container, steps = above.pop(), steps[:-1]
            continue
        here = steps
        if container is None:
            if comma or key or word:
                return None
        elif (
            bool(comma) != bool(container)
            or bool(key) != (type(container) is dict)
            or (key and key in container)
        ):
            return None
        else:
            here = (*steps, key or len(container))
        value = _value(word) if word else [] if bracket == "[" else {}
        if marks is not None:
            if key:
                marks[0][here] = line, column + piece.start(2)
            marks[1][here] = line, column + piece.start(3 if word else 4)
        if key:
            container[key] = value
        elif container is not None:
            container.append(value)
        if bracket:
            if len(above) == _INSIDE:
                return None
            above.append(container)
            root = value if root is None else root
            container, steps = value, here
    return root if container is None and end == len(written) else None


def plain(text: str) -> Any:
    """The value of *text* that stands there without quotes: a word, a whole number, a decimal, or one of few constants."""
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if _INTEGER.match(text):
        digits = text.lstrip("+-")  # 010 is a label, not eight and not ten
        return int(text) if digits == "0" or not digits.startswith("0") else text
    return float(text) if _DECIMAL.match(text) else text
