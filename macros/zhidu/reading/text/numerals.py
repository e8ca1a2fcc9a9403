"""Numbers as Chinese texts write them: 50, 六十, 十二, 两百, and the positional 六〇."""

import re

from zhidu.reading.text import characters

_DIGITS = {
    "〇": 0,
    "零": 0,
    "两": 2,
    **{character: value for value, character in enumerate("一二三四五六七八九", 1)},
}
_TENS = {"十": 10, "百": 100, "千": 1000}
_RUN = re.compile(r"[0-9]+(?:\.[0-9]+)?|[〇零一二两三四五六七八九十百千]+")


LARGEST = 999
"""What an ordinal is written of in Chinese; above it, in Arabic digits: nothing that is numbered in words has more."""
_MOST_DIGITS = 15
"""Of a number that a text may state: a float holds no longer one exactly."""


def ordinal(count: int) -> str:
    """The Chinese numeral of 1 to 999, as clause labels use it: 11 → 十一, 102 → 一百零二."""
    if not 0 < count <= LARGEST:
        return str(count)
    hundreds, rest = divmod(count, 100)
    tens, ones = divmod(rest, 10)
    digits = " 一二三四五六七八九"
    words = digits[hundreds] + "百" if hundreds else ""
    if tens:
        words += ("" if tens == 1 and not hundreds else digits[tens]) + "十"
    elif hundreds and ones:
        words += "零"
    return words + digits[ones].strip()


def digits(number: int) -> str:
    """The digits one by one, as years are written: 2026 → 二〇二六."""
    return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(number))


def numbers(text: str) -> set[float]:
    """Every number that *text* states, in Arabic or Chinese digits. What is longer than any number is none."""
    return set(stated(text))


def stated(text: str) -> list[float]:
    """The numbers that *text* states, one after the other."""
    runs = _RUN.findall(characters.folded(text))
    return [_value(run) for run in runs if len(run) <= _MOST_DIGITS]


def _value(run: str) -> float:
    if run[0] in "0123456789":
        return float(run)
    if not any(character in _TENS for character in run):
        return float("".join(str(_DIGITS[character]) for character in run))
    total = digit = 0
    for character in run:
        if character in _TENS:
            total += (digit or 1) * _TENS[character]
            digit = 0
        else:
            digit = _DIGITS[character]
    return float(total + digit)
