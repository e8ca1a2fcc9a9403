"""Which characters may stand in a text, and the two halves that some programs write one of them in.

Everybody asks here: what `zhidu check` refuses is what intake refuses, and nothing else.
"""

import re
import unicodedata

HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp", "Co", "Cn"})
"""Categories that a terminal or a log may obey, or nobody sees: shown by their numbers."""
_REFUSED = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_IDEOGRAPHS = range(0x20000, 0x3FFFE)
"""Where rare Chinese characters stand, also those that are younger than our tables."""
_HALVES = re.compile("[\ud800-\udfff]+")
_ESCAPED_PAIR = re.compile(
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


def harmless(text: str) -> str:
    """*text* with nothing in it that a terminal or a log would obey but the ends of lines."""
    if text.replace("\n", "").isprintable():
        return text
    return "".join(
        f"\\u{ord(c):04X}" if c != "\n" and unicodedata.category(c) in HIDDEN else c for c in text
    )


def joined(text: str) -> str:
    """*text* with the halves of characters put together; halves without their other one go: they are nothing."""
    if not _HALVES.search(text):
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

    return _ESCAPED_PAIR.sub(one, text), tuple(ends)
