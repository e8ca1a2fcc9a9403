"""Several people of one school answered a part each: what they say together, and where two say different things.

What only one says is taken; where two differ nobody decides for them. Who said what is told by the file it came in.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zhidu.assessment.instrument import Instrument
from zhidu.assessment.submission import AnswerStatus

_HEAD = ("school", "term", "edition", "instrument")
_PARTS = ("facilities", "metrics", "periods", "numbers", "items")
_SHOWN = 10  # places that are told one by one


@dataclass(frozen=True, slots=True)
class Together:
    """What all say; `apart` are the places, part and id, of which two say different things."""

    data: dict[str, Any]
    apart: tuple[tuple[str, str], ...] = ()


def together(parts: Sequence[Mapping[str, Any]]) -> Together | None:
    """What *parts*, submissions of one school for one term, say; None where they cannot be laid on each other."""
    first = parts[0]
    if any(part.get(key) != first.get(key) for part in parts for key in _HEAD) or not all(
        isinstance(part.get(name, {}), dict) for part in parts for name in _PARTS
    ):
        return None
    data: dict[str, Any] = {key: first[key] for key in _HEAD if key in first}
    days = [part["filled"] for part in parts if isinstance(part.get("filled"), str)]
    if days:
        data["filled"] = max(days)
    apart: list[tuple[str, str]] = []
    for name in _PARTS:
        if name != "numbers" or any(name in part for part in parts):  # files before it have none
            data[name] = {}
        for part in parts:
            for key, value in part.get(name, {}).items():
                if _words(data[name].setdefault(key, value)) != _words(value):
                    apart.append((name, key))
    return Together(data, tuple(dict.fromkeys(apart)))


def _words(value: Any) -> str:
    return json.dumps(value, sort_keys=True)


def told(
    found: Together, instrument: Instrument, parts: Sequence[tuple[str, Mapping[str, Any]]]
) -> str:
    """Where two differ, and what each file says there; *parts* are the submissions with the names of their files."""
    lines = [_line(place, instrument, parts) for place in found.apart[:_SHOWN]]
    more = len(found.apart) - len(lines)
    return "；".join(lines) + (f"；还有 {more} 处" if more else "")


def _line(
    place: tuple[str, str], instrument: Instrument, parts: Sequence[tuple[str, Mapping[str, Any]]]
) -> str:
    part, key = place
    said = [(file, data[part][key]) for file, data in parts if key in data.get(part, {})]
    names = dict(_names(part, instrument))
    short = [(file, _short(part, value)) for file, value in said]
    if len({words for _, words in short}) > 1:
        each = "，".join(f"{file} 填{words or '的不合规定'}" for file, words in short)
        return f"{names.get(key, key)}（{each}）"
    return f"{names.get(key, key)}（{'、'.join(file for file, _ in said)} 写的话不一样）"


def _names(part: str, instrument: Instrument) -> Iterator[tuple[str, str]]:
    for item in instrument.items:
        if part == "items":
            yield item.id, item.cite
        for point in item.checkpoints if part == "periods" else ():
            yield point.id, f"{item.cite}多久一次"
        for point in item.checkpoints if part == "numbers" else ():
            if point.number:
                yield point.id, f"{item.cite}的{point.number.name}"
    if part == "facilities":
        yield from ((name, words) for name, (words, _) in instrument.facilities.items())
    if part == "metrics":
        yield from ((metric.id, metric.name) for metric in instrument.metrics)


def _short(part: str, value: Any) -> str:
    """An answer in one word, where there is one for it."""
    if part == "items":
        status = value.get("status") if isinstance(value, dict) else None
        return next((known.label for known in AnswerStatus if known == status), "")
    if part == "metrics" and isinstance(value, dict):
        said = (value.get(key) for key in ("count", "total"))
        return "/".join(str(number) for number in said if isinstance(number, int))
    return str(value) if part == "facilities" and isinstance(value, int) else ""
