"""Shares that everybody may see: bands of counts, so wide that nobody can count behind them.

A whole of *n* answers is cut into bands by *n* alone, never by what was answered, or the choice itself would tell.
The cut is the finest of a ladder in which, whatever the bands of the four statuses are that share the whole, each
count could be any of three at least. The four add up to *n*, so two sums must keep away from it: the sum of the lowest
counts of their bands (were it n or n - 1, each count would be its lowest but for one), and that of the highest.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

LADDER = (20, 10, 5, 4, 3, 2)
"""Into how many bands a whole may be cut, the finest first."""
CHOICES = 3
"""Counts that a reader must be left with, at least."""
_SHIFTS = (
    0,
    1,
    2,
    3,
)  # by how many counts the edges may be moved so that sums keep away from the whole
_WORDS = {
    2: ("不到一半", "一半以上"),
    3: ("不到三分之一", "三分之一到三分之二", "三分之二以上"),
}

Range = tuple[int, int]
"""The smallest and the largest count that something can be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """The band *index*, counted from 0, of *parts* about equal ones, of something that is 100 % in all."""

    parts: int
    index: int

    @property
    def low(self) -> float:
        """Its lower edge in per cent."""
        return 100 * self.index / self.parts

    @property
    def high(self) -> float:
        """Its upper edge in per cent."""
        return 100 * (self.index + 1) / self.parts

    @property
    def words(self) -> str:
        """How it is said."""
        if self.parts in _WORDS:
            return _WORDS[self.parts][self.index]
        return said(self.low, self.high)


def said(low: float, high: float) -> str:
    """What lies between *low* and *high* per cent, in words."""
    if low == 0:
        return f"不到 {high:.0f}%" if high < 100 else "难以判断"  # noqa: PLR2004  per cent
    if high == 100:  # noqa: PLR2004  per cent
        return f"{low:.0f}% 以上"
    return f"{low:.0f}%～{high:.0f}%"


@cache
def cut(whole: int, shares: int) -> tuple[Range, ...]:
    """The bands of *whole* counts, of which *shares* counts are told that add up to it; one, where a part is told.

    Empty where there is no way to tell them.
    """
    for parts in LADDER:
        for shift in _SHIFTS:
            ranges = _ranges(whole, parts, shift)
            if _safe(ranges, whole, shares):
                return ranges
    return ()


def _ranges(whole: int, parts: int, shift: int) -> tuple[Range, ...]:
    edges = [0, *(-(-index * whole // parts) - shift for index in range(1, parts)), whole + 1]
    return tuple((low, high - 1) for low, high in pairwise(edges))


def _safe(ranges: Sequence[Range], whole: int, shares: int) -> bool:
    """Whether in every combination of bands each count could be one of three."""
    if any(high - low + 1 < CHOICES for low, high in ranges):
        return False
    if shares == 1:
        return True
    lowest = _sums([low for low, _ in ranges], shares, whole)
    highest = _sums([high for _, high in ranges], shares, 2 * whole)
    return lowest.isdisjoint({whole, whole - 1}) and highest.isdisjoint({whole, whole + 1})


def _sums(values: Sequence[int], terms: int, most: int) -> set[int]:
    """Every sum of *terms* of *values*, each as often as one likes, that is not more than *most*."""
    found = {0}
    for _ in range(terms):
        found = {total for one in found for value in values if (total := one + value) <= most}
    return found


def bands(counts: Mapping[str, int], whole: int) -> dict[str, Band]:
    """The band of each of *counts*: of all of *whole*, or of a part of it where there is one count.

    Where the whole is too small for all, the first is told alone; where it is too small for that, none.
    """
    ranges = cut(whole, len(counts))
    if not ranges:
        ranges = cut(whole, 1)
        counts = dict(list(counts.items())[:1])
    return {
        name: Band(parts=len(ranges), index=index)
        for name, count in counts.items()
        for index, (low, high) in enumerate(ranges)
        if low <= count <= high
    }


def reach(band: Band | None, whole: int, shares: int) -> Range:
    """The counts of *whole* that a reader of *band* has to reckon with: all, where there is none."""
    return cut(whole, shares)[band.index] if band is not None else (0, whole)


def apart(parts: Sequence[tuple[Range, int]], total: Range) -> bool:
    """Whether no count of *parts* (each its range and its whole) follows from the range of their sum.

    Each could still be one of three, or any where its whole has fewer.
    """
    lowest = sum(low for (low, _), _ in parts)
    highest = sum(high for (_, high), _ in parts)
    return all(
        min(high, total[1] - (lowest - low)) - max(low, total[0] - (highest - high)) + 1
        >= min(CHOICES, whole + 1)
        for (low, high), whole in parts
    )
