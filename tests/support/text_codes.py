"""Text codes of a submission: in one piece, and as the first version wrote them."""

import base64
import json
import zlib
from collections.abc import Mapping
from typing import Any

from zhidu.assessment import text_code
from zhidu.assessment.instrument import digest


def encode(data: Mapping[str, Any]) -> str:
    """The code of *data* in one piece, however long it is."""
    (code,) = text_code.encode(data, most=1_000_000)
    return code


def first_version(data: Mapping[str, Any]) -> str:
    """The code of *data* as forms wrote it before there was a second version."""
    only: dict[str, list[str]] = {}
    items: dict[str, Any] = {}
    for name, answer in data["items"].items():
        if set(answer) == {"status"}:
            only.setdefault(answer["status"], []).append(name)
        else:
            items[name] = answer
    whole = {**data, "items": items, "only": {s: " ".join(names) for s, names in only.items()}}
    text = json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    payload = base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")
    return f"ZD1.{digest(payload)}.{payload}"


def packed(said: bytes) -> str:
    """A sound code of the second version that says *said*, whatever that is."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS, zdict=text_code.words().encode())
    raw = packer.compress(said) + packer.flush()
    payload = base64.urlsafe_b64encode(raw).decode().rstrip("=")
    tag = digest(payload)[:4]
    return f"ZD2.1-1.{tag}.{digest(f'1-1.{tag}.{payload}')}.{payload}"
