"""Large data as JSON, an entry at a time.

`json.dumps` with an indent makes a list of every sign before it joins them: of a hundred policies that is more memory
than the site needs for everything else.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any


def written(sections: Mapping[str, Any]) -> str:
    """*sections* as `json.dumps(…, ensure_ascii=False, indent=1)` would write them, and a line's end.

    A section that is an iterator is a list whose entries are made when they are written.
    """
    return "".join(pieces(sections))


def pieces(sections: Mapping[str, Any]) -> Iterator[str]:
    """What `written` gives, an entry at a time: a text in memory takes twice its file, and again wherever it is put."""
    before = "{\n"
    for key, value in sections.items():
        yield f"{before} {_dumped(key)}: "
        yield from _section(value)
        before = ",\n"
    yield "\n}\n"


def _section(value: Any) -> Iterator[str]:
    if not isinstance(value, list | Iterator):
        yield _indented(value, 1)
        return
    before, after = "[\n", "[]"
    for entry in value:
        yield f"{before}  {_indented(entry, 2)}"
        before, after = ",\n", "\n ]"
    yield after


def _indented(value: Any, depth: int) -> str:
    """*value* with its further lines *depth* deeper: a line's end in a text is written as two signs."""
    return _dumped(value).replace("\n", "\n" + " " * depth)


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)
