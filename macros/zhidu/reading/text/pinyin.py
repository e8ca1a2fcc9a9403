"""Characters with their readings: the longest word of the list that stands there says how its characters are read."""

from collections.abc import Iterator
from functools import cache

from zhidu.reading.model import Readings


def is_read(character: str) -> bool:
    """Whether *character* is one that has a reading: a Chinese one."""
    return "一" <= character <= "鿿" or "㐀" <= character <= "䶿"


def sounded(readings: Readings, text: str) -> Iterator[tuple[str, str]]:
    """Each character of *text* with its reading; an empty one where there is none."""
    known = _known(readings)
    longest = max(map(len, known), default=0)
    at = 0
    while at < len(text):
        word = next(
            (text[at : at + n] for n in range(longest, 0, -1) if text[at : at + n] in known),
            text[at],
        )
        yield from zip(word, known.get(word, ("",)), strict=True)
        at += len(word)


@cache
def _known(readings: Readings) -> dict[str, tuple[str, ...]]:
    """Words with a syllable for each character; others cannot be used."""
    of = {each.word: tuple(each.reading.split(" ")) for each in readings.words}
    return {word: syllables for word, syllables in of.items() if len(word) == len(syllables)}
