"""A submission as text that goes through a chat: compressed, checked, and in pieces where a message holds no more.

`ZD2.n-m.tag.check.payload` is piece n of m. The payloads of all m, one after the other, are base64url of raw
deflate of JSON; `tag` begins the digest of the whole, so that pieces of two codes are never joined, and `check` is the
digest of this piece. `ZD1.check.payload`, the first version, is JSON that nothing compresses, and is read for ever.

Deflate is given beforehand what most submissions say: `schema/text-code.words.txt`. Every code of the second version was
written with these bytes, so they never change; what was not foreseen there costs a few letters more, and is read as well.
`checklist-codes.js` does the same in the browser.
"""

import base64
import binascii
import json
import re
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from zhidu.assessment.instrument import digest
from zhidu.assessment.submission import ordered
from zhidu.reading.disk.shipped import directory

MARK = r"[Zz]\s*[Dd]\s*[12]"
"""What a code begins with, as a pattern; a full stop follows. Keyboards make small letters of it."""
MOST = 2_000
"""Characters of a piece: what every chat takes in one message."""
_WORDS = "text-code.words.txt"
_HEAD = 40  # characters of a piece before its payload, at most
_TAG = 4
_MOST_SAID = 1_000_000  # bytes of the JSON in a code: a small code may not become a large text
_PLACE = re.compile(r"([1-9][0-9]?)-([1-9][0-9]?)\Z")
_MEMORY = 9  # the most, for the best compression
_FIRST, _SECOND = 2, 4  # full stops in a code of either version


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a code that came whole: the `number`th of `count`."""

    version: str
    number: int
    count: int
    tag: str
    payload: str


@cache
def _words() -> bytes:
    return (directory("schema") / _WORDS).read_bytes()


def words() -> str:
    """What deflate is given beforehand."""
    return _words().decode()


def encode(data: Mapping[str, Any], most: int = MOST) -> list[str]:
    """*data* as a text code in pieces of at most *most* characters: mostly one."""
    whole = ordered(data, {})
    items: dict[str, Any] = whole.get("items", {})
    whole["items"] = {name: answer for name, answer in items.items() if set(answer) != {"status"}}
    only: dict[str, list[str]] = {}
    for name, answer in items.items():
        if set(answer) == {"status"}:
            only.setdefault(answer["status"], []).append(name)
    whole["only"] = {status: " ".join(names) for status, names in only.items()}
    text = json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS, _MEMORY, zdict=_words())
    packed = packer.compress(text.encode()) + packer.flush()
    payload = base64.urlsafe_b64encode(packed).decode().rstrip("=")
    count = -(-len(payload) // (most - _HEAD))
    size = -(-len(payload) // count)
    tag = digest(payload)[:_TAG]
    parts = (payload[at : at + size] for at in range(0, len(payload), size))
    return [
        f"ZD2.{number}-{count}.{tag}.{_check(number, count, tag, part)}.{part}"
        for number, part in enumerate(parts, 1)
    ]


def _check(number: int, count: int, tag: str, payload: str) -> str:
    return digest(f"{number}-{count}.{tag}.{payload}")


def piece(code: str) -> Piece | None:
    """The piece that *code* is; None where it is none, cut short or changed."""
    mark, *rest = re.sub(r"\s", "", code).rstrip(".").split(".")
    parts = [mark.upper(), *rest]
    if len(parts) == _FIRST + 1 and parts[0] == "ZD1":
        _, check, payload = parts
        return Piece("ZD1", 1, 1, check, payload) if payload and check == digest(payload) else None
    if len(parts) != _SECOND + 1 or parts[0] != "ZD2":
        return None
    _, place, tag, check, payload = parts
    found = _PLACE.match(place)
    if found is None or not payload:
        return None
    number, count = int(found[1]), int(found[2])
    if number > count or check != _check(number, count, tag, payload):
        return None
    return Piece("ZD2", number, count, tag, payload)


def joined(pieces: Iterable[Piece]) -> dict[str, Any] | None:
    """What all *pieces* of a code, in their order, say."""
    every = list(pieces)
    payload = "".join(each.payload for each in every)
    try:
        raw: bytes | None = _bytes_of(payload)
        if every[0].version == "ZD2":
            raw = _unpacked(raw or b"")[0] if digest(payload)[:_TAG] == every[0].tag else None
        data = json.loads(raw or b"")
    except (binascii.Error, ValueError, RecursionError):
        return None
    if not isinstance(data, dict):
        return None
    only = data.pop("only", {})
    items = data.get("items")
    if not isinstance(items, dict) or not isinstance(only, dict):
        return None
    for status, names in only.items():
        if not isinstance(names, str):
            return None
        items.update({name: {"status": status} for name in names.split()})
    return data


def decode(code: str) -> dict[str, Any] | None:
    """The data of a text code in one piece; None where the code is none, cut short or changed."""
    found = piece(code)
    return joined([found]) if found is not None and found.count == 1 else None


def stops_short(text: str) -> bool:
    """Whether the payload with which *text*, the signs of a damaged code, ends says something, and stops in the middle."""
    mark, _, rest = text.partition(".")
    first = mark.upper() == "ZD1"
    payload = rest.split(".")[-1] if first else ".".join(rest.split(".")[3:])
    payload = payload.replace(".", "")
    try:
        raw = _bytes_of(payload[:-1] if len(payload) % 4 == 1 else payload)
        if first:
            return raw.startswith(b"{") and not raw.rstrip().endswith(b"}")
        said, ended = _unpacked(raw)
    except ValueError:
        return False
    return not ended and (said is None or said.startswith(b"{") or not said)


def _bytes_of(payload: str) -> bytes:
    return base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))


def _unpacked(raw: bytes) -> tuple[bytes | None, bool]:
    """What *raw* was made from, where it is whole and not too much; and whether it came to its end."""
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS, zdict=_words())
    try:
        said = unpacker.decompress(raw, _MOST_SAID)
    except zlib.error as error:
        raise ValueError(str(error)) from error
    return (said if unpacker.eof else None), unpacker.eof
