"""The one way our YAML files are written, by hand and by program: the same data, the same bytes."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from zhidu.reading.documents import modeline

MAX_LINE = 124  # longer lists of roles and histories are broken up
_BLOCKS = frozenset({"clauses", "duties", "attachments"})  # lists of mappings, a key a line
# a mapping a line
_LISTS = frozenset({"errata", "notes", "punctuation", "repealed", "dropped", "repeals", "parts"})
_MAPPINGS = frozenset({"signoff"})
_BREAKABLE = frozenset({"roles", "history"})
_LIKE_NUMBER = re.compile(
    r"[-+]?[0-9][0-9_]*(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?\Z|[-+]?\.[0-9]+\Z|0[xo][0-9a-fA-F]+\Z"
)
_WORDS = frozenset({"", "~", "null", "true", "false", "yes", "no", "on", "off"})
_SPECIAL = frozenset("!&*?|>@`%#,[]{}\"'=<-:")
_ALONE = re.compile(r"[^\w]\Z")


def text_of(
    kind: str, data: Mapping[str, Any], comments: Mapping[str, Sequence[str]] | None = None
) -> str:
    """*data* as a file of *kind*. *comments* are lines to put above the clause with that id; "" for the head."""
    above = comments or {}
    lines = [modeline(kind), *(f"# {line}" for line in above.get("", ()))]
    lines += _mapping(data, "", above)
    return "\n".join(lines) + "\n"


def _mapping(
    data: Mapping[str, Any], indent: str, above: Mapping[str, Sequence[str]]
) -> Iterator[str]:
    for key, value in data.items():
        if key in _BLOCKS and value:
            yield f"{indent}{key}:"
            for item in value:
                yield from (
                    f"{indent}  # {line}".rstrip() for line in above.get(str(item.get("id")), ())
                )
                first, *rest = _mapping(item, f"{indent}    ", above)
                yield f"{indent}  - {first.lstrip()}"
                yield from rest
        elif key in _LISTS and value:
            yield f"{indent}{key}:"
            yield from (f"{indent}  - {flow(item)}" for item in value)
        elif key in _MAPPINGS:
            yield f"{indent}{key}:"
            yield from _mapping(value, f"{indent}  ", above)
        else:
            yield from _entry(key, value, indent, above)


def _entry(key: str, value: Any, indent: str, above: Mapping[str, Sequence[str]]) -> Iterator[str]:
    if key == "table":
        yield f"{indent}{key}:"
        yield from (f"{indent}  - {flow(row)}" for row in value)
        return
    line = f"{indent}{key}: {flow(value)}"
    if key not in _BREAKABLE or len(line) <= MAX_LINE:
        yield line
    elif isinstance(value, list):
        yield f"{indent}{key}:"
        yield from (f"{indent}  - {flow(item)}" for item in value)
    else:
        yield f"{indent}{key}:"
        yield from _mapping(value, f"{indent}  ", above)


def flow(value: Any) -> str:
    """*value* on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(item) for item in value) + "]"
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _scalar(value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def _scalar(text: str) -> str:
    """*text* plain where no reader could take it for anything else, else in double quotes."""
    plain = (
        text.lower() not in _WORDS
        and not _LIKE_NUMBER.match(text)
        and not _ALONE.match(text)
        and not set(text) & _SPECIAL - {"-"}
        and not text.startswith(("- ", "--", " "))
        and text != "-"
        and text == text.strip()
        and text.isprintable()
    )
    if plain:
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return '"' + "".join(c if c.isprintable() else f"\\U{ord(c):08X}" for c in escaped) + '"'
