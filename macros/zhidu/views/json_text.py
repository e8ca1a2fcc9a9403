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
    lines = (f" {_dumped(key)}: {_section(value)}" for key, value in sections.items())
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _section(value: Any) -> str:
    if not isinstance(value, list | Iterator):
        return _indented(value, 1)
    text = ",\n".join(f"  {_indented(entry, 2)}" for entry in value)
    return f"[\n{text}\n ]" if text else "[]"


def _indented(value: Any, depth: int) -> str:
    """*value* with its further lines *depth* deeper: a line's end in a text is written as two signs."""
    return _dumped(value).replace("\n", "\n" + " " * depth)


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)
