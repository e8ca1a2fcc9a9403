"""Shares that everybody may see: bands of counts, so wide that nobody can count behind them.

How a whole of *n* answers is cut follows from *n* alone, never from what was answered, or the choice itself would tell.
Each band holds three counts at least, and each is exactly what its words say: from 25 % up to what is less than 50 %.
"""

from dataclasses import dataclass

LADDER = (20, 10, 5, 4, 3, 2)
"""Into how many bands a whole may be cut, the finest first."""
CHOICES = 3
"""Counts that a reader must be left with, at least."""
WHOLE = 100
_WORDS = {
    2: ("不到一半", "一半以上"),
    3: ("不到三分之一", "三分之一到三分之二", "三分之二以上"),
}

Range = tuple[int, int]
"""The smallest and the largest count that something can be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """The band *index*, counted from 0, of *parts* equal ones, of something that is 100 % in all."""

    parts: int
    index: int

    @property
    def low(self) -> float:
        """Its lower edge in per cent, which belongs to it."""
        return WHOLE * self.index / self.parts

    @property
    def high(self) -> float:
        """Its upper edge in per cent, which belongs to it only where it is all."""
        return WHOLE * (self.index + 1) / self.parts

    @property
    def words(self) -> str:
        """How it is said."""
        if self.parts in _WORDS:
            return _WORDS[self.parts][self.index]
        if self.index == 0:
            return f"不到 {self.high:.0f}%"
        return said(self.low, self.high)


def said(low: float, high: float) -> str:
    """What is *low* per cent at least and *high* per cent at most, in words."""
    if high == WHOLE:
        return f"{low:.0f}% 以上" if low else "难以判断"
    return f"{low:.0f}%～{high:.0f}%" if low else f"{high:.0f}% 以下"


def parts(whole: int) -> int:
    """Into how many bands *whole* answers are cut: as many as hold three counts each; 0 where two do not."""
    return next((number for number in LADDER if CHOICES * number <= whole + 1), 0)


def band(count: int, whole: int) -> Band | None:
    """The band of *count* of *whole* answers; none where they are too few to tell anything."""
    if not (number := parts(whole)):
        return None
    return Band(parts=number, index=min(number * count // whole, number - 1))


def reach(told: Band, whole: int) -> Range:
    """The counts of *whole* answers that are in the band that was *told*."""
    low, above = (-(-edge * whole // told.parts) for edge in (told.index, told.index + 1))
    return low, whole if told.index == told.parts - 1 else above - 1
