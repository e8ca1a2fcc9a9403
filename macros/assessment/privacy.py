"""Personal data in the texts of a submission: where, never what. The patterns stand in the shared table.

Names cannot be told reliably; what is found is a reminder.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

from macros.assessment import table
from macros.documents import strings
from macros.source import Steps

_GAP = re.compile(r"([0-9])[ \-]+(?=[0-9])")
_SUSPECT = re.compile(
    r"[0-9](?:[ \-]*[0-9]){9}|@|QQ|qq|Qq|微信|姓名|联系人|老师|校长|主任"
)  # or nothing can match
_ODD = re.compile(
    "[^\x00-\x7f一-鿿，。、；：！？（）“”‘’…—《》·]"
)  # or folding changes punctuation at most
_RUN = re.compile(r"[0-9]{9,}[Xx]?")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_TEN = 10


def found(data: Any) -> Iterator[tuple[str, Steps, str, str, str]]:
    """Code, steps, message, repair and severity for each text that looks like personal data, once."""
    texts = "\n".join(_texts(data))
    if _ODD.search(texts):
        texts = unicodedata.normalize("NFKC", texts)
    if not _SUSPECT.search(texts):
        return
    rules = table.load()["privacy"]
    random = rules["random"]  # letters that nobody chose, and that may look like anything
    for steps, of_key, text in strings(data):
        if of_key or len(text) < 3:  # noqa: PLR2004  shorter than any name with a title
            continue
        if len(steps) == 1 and steps[0] in random:
            continue
        kind = kind_of(text)
        if kind is not None:
            message = rules["message"].replace("{name}", kind["name"])
            yield rules["code"], steps, message, rules["repair"], kind["severity"]


def _texts(data: Any) -> set[str]:
    """Every text in *data* but its keys, without saying where: quick, because most files hold nothing."""
    found: set[str] = set()
    waiting = [data]
    while waiting:
        node = waiting.pop()
        for value in node.values() if type(node) is dict else node:
            kind = type(value)
            if kind is str:
                found.add(value)
            elif kind is dict or kind is list:
                waiting.append(value)
    return found


@lru_cache(maxsize=4096)
def kind_of(text: str) -> Any:
    """The first kind of personal data that *text* seems to hold, or None."""
    folded = unicodedata.normalize("NFKC", text)
    if not _SUSPECT.search(folded):
        return None
    runs = [run.upper() for run in _RUN.findall(_GAP.sub(r"\1", folded))]
    for kind, pattern in _kinds():
        if "digits" in kind:
            if any(pattern.match(run) and _sum(kind.get("sum"), run) for run in runs):
                return kind
        elif pattern.search(folded):
            return kind
    return None


@cache
def _kinds() -> tuple[tuple[Any, re.Pattern[str]], ...]:
    return tuple(
        (kind, re.compile(kind.get("digits") or kind["pattern"]))
        for kind in table.load()["privacy"]["kinds"]
    )


def _sum(name: str | None, run: str) -> bool:
    if name == "identity":
        total = sum(int(digit) * weight for digit, weight in zip(run, _WEIGHTS, strict=False))
        return _CHECKS[total % 11] == run[-1]
    if name == "luhn":
        doubled = [int(d) * (2 if place % 2 else 1) for place, d in enumerate(reversed(run))]
        return sum(value - 9 if value > 9 else value for value in doubled) % _TEN == 0  # noqa: PLR2004
    return True
