"""Which characters may stand in a text, and the two halves that some programs write one of them in.

Everybody asks here: what `zhidu check` refuses is what intake refuses, and nothing else.
"""

import re
import unicodedata

HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp", "Co", "Cn"})
"""Categories that a terminal or a log may obey, or nobody sees: shown by their numbers."""
UNSEEN = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"
"""For a class of a pattern: signs that programs put between characters and nobody sees."""
_REFUSED = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_IDEOGRAPHS = range(0x20000, 0x3FFFE)
"""Where rare Chinese characters stand, also those that are younger than our tables."""
# compiled by whoever needs them first: every start of the command would pay for it
_HALVES = "[\ud800-\udfff]+"
_ESCAPED_PAIR = (
    r"(?<!\\)((?:\\\\){0,40})\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})"
)


def refused(character: str) -> bool:
    """Whether *character* may stand in no text: unseen, turning the direction, half a character, or none at all."""
    kind = unicodedata.category(character)
    if kind != "Cn":
        return kind in _REFUSED and character != "\n"
    point = ord(character)
    return point & 0xFFFE == 0xFFFE or point not in _IDEOGRAPHS  # noqa: PLR2004  the last two of each plane


def first_refused(text: str) -> int | None:
    """The place of the first character in *text* that may not stand there."""
    if text.isprintable():
        return None
    return next((n for n, character in enumerate(text) if refused(character)), None)


def harmless(text: str, keep: str = "\n") -> str:
    """*text* with nothing in it that a terminal or a log would obey, but what is to *keep*: the ends of lines."""
    if text.replace(keep, "").isprintable():
        return text
    return "".join(
        f"\\u{ord(c):04X}" if c not in keep and unicodedata.category(c) in HIDDEN else c
        for c in text
    )


def joined(text: str) -> str:
    """*text* with the halves of characters put together; halves without their other one go: they are nothing."""
    if not re.search(_HALVES, text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")


def with_pairs_as_one(text: str) -> tuple[str, tuple[int, ...]]:
    """JSON *text* with each escaped pair of halves as the one escape that YAML knows, and where these end in it.

    Each is two characters shorter than what was written.
    """
    ends: list[int] = []
    shorter = 0

    def one(match: re.Match[str]) -> str:
        nonlocal shorter
        point = 0x10000 + ((int(match[2], 16) & 0x3FF) << 10) + (int(match[3], 16) & 0x3FF)
        shorter += 2
        ends.append(match.end() - shorter)
        return f"{match[1]}\\U{point:08X}"

    return re.sub(_ESCAPED_PAIR, one, text), tuple(ends)


_WINDOW = 256  # characters that are folded at once: many marks on one letter take time by the square of their number
_BASE = "[\x00-\x7f\u3001-\u3020\u3400-\u9fff\uff01-\uff5e]"  # these join nothing before them


def folded(text: str) -> str:
    """*text* in half width and composed (NFKC), in time that grows with its length only.

    Where hundreds of marks stand on one letter, they are composed by parts.
    """
    if len(text) <= _WINDOW or text.isascii():
        return unicodedata.normalize("NFKC", text)
    parts: list[str] = []
    start = 0
    while start < len(text):
        end = _cut(text, start)
        parts.append(unicodedata.normalize("NFKC", text[start:end]))
        start = end
    return "".join(parts)


def _cut(text: str, start: int) -> int:
    """Where a part of *text* that begins at *start* may end: before a character that joins nothing before it."""
    last = start + _WINDOW
    if last >= len(text):
        return len(text)
    for end in range(last, start, -1):
        if re.match(_BASE, text[end]):
            return end
    return next(
        (end for end in range(last, start, -1) if not unicodedata.combining(text[end])), last
    )
