"""Read the YAML that most files of schools are written in, line by line: five times as fast as by libyaml's events.

It knows what `assessment.submission.canonical` writes and a little more: one `key: value` a line, two or more spaces
deeper a group or a list of groups, plain words and numbers, texts in double quotes, comments on lines of their own.
Of anything else it says nothing at all, and `source` reads it strictly. What it does read, the strict reader reads as
the same data at the same places: tests/test_blocks.py.
"""

import json
import re
from collections.abc import Callable
from typing import Any

_MOST_LINES = 20_000  # far below the bound on values
_DEEPEST = 12  # columns of indentation; far below the bound on depth
# what ends a line, is refused or is not there for libyaml; in a comment, too
_UNSAFE = r"\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff"
_TEXT = rf'"[^"\\{_UNSAFE}]*(?:\\["\\n][^"\\{_UNSAFE}]*)*"'
_WORD = "[A-Za-z0-9一-鿿][A-Za-z0-9_.一-鿿，。、；（）-]*"
_LIST = rf"\[(?:{_WORD}(?:, {_WORD})*)?\]"
_LINE = re.compile(
    rf"^(?:( {{0,{_DEEPEST}}})(- )?([a-z_][a-z0-9_-]{{0,99}}):(?: ({_WORD}|{_TEXT}|{_LIST}|\{{\}}))?"
    rf"| *#[^{_UNSAFE}]*|)\n",
    re.MULTILINE,
)

Steps = tuple[str | int, ...]
Places = dict[Steps, tuple[int, int]]
"""Steps → line and column, both from 1."""


def read(
    text: str, plain: Callable[[str], Any], marks: tuple[Places, Places] | None = None
) -> Any:
    """The data of *text*, or None where it is not written the one way. *plain* gives the value of a plain word.

    *marks*, where given, are filled with the places of keys and of values.
    """
    rows = _LINE.findall(text)
    if len(rows) != text.count("\n") or not text.endswith("\n") or len(rows) > _MOST_LINES:
        return None
    keys, values = marks or (None, {})
    root: dict[str, Any] = {}
    container: Any = root
    column = 0  # of the keys of a mapping, or the dashes of a list
    steps: Steps = ()
    above: list[tuple[Any, int, Steps]] = []  # container, column and steps of what holds this one
    opened: str | None = None  # a key that has no value yet
    number = 0
    for pad, dash, key, value in rows:  # one flat loop, kept so for speed
        number += 1
        if not key:
            continue
        here = len(pad)
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
            if here != column or (type(container) is list) != bool(dash):
                return None
            if dash:  # a group of the list begins
                above.append((container, column, steps))
                group: dict[str, Any] = {}
                container.append(group)
                column += len(dash)
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
        if not value:
            container[key], opened = None, key
            continue
        container[key] = _value(value, plain) if value[0] in '"[{' else plain(value)
        if keys is not None:
            values.update(_places(value, (*steps, key), number, column + len(key) + 3))
    if opened is not None or not root:
        return None
    if keys is not None:
        values[()] = next(iter(keys.values()))
    return root


def _value(written: str, plain: Callable[[str], Any]) -> Any:
    inside = written[1:-1]
    if written[0] == '"':
        return json.loads(written) if "\\" in inside else inside
    if written[0] == "{":
        return {}
    return [plain(word) for word in inside.split(", ")] if inside else []


def _places(written: str, steps: Steps, line: int, column: int) -> Places:
    found: Places = {steps: (line, column)}
    if written[0] == "[" and written != "[]":
        column += 1
        for place, word in enumerate(written[1:-1].split(", ")):
            found[*steps, place] = line, column
            column += len(word) + 2
    return found
