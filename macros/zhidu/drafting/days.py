"""Days as people write them: 2026年11月5日, 2026.11.5, 2026-11-5, 二〇二六年十一月五日."""

import re
from dataclasses import dataclass
from datetime import date

from zhidu.reading.text.numerals import numbers

_NAUGHT = "〇零○◯OoＯ０"
_DIGIT = f"[0-9一二三四五六七八九十{_NAUGHT}]"
_DAY = re.compile(
    f"({_DIGIT}{{2,4}}) ?年 ?({_DIGIT}{{1,3}}) ?月 ?({_DIGIT}{{1,3}}) ?[日号]"
    r"|(?<![0-9])([0-9]{4}) ?([.\-/．－—]) ?([0-9]{1,2}) ?\5 ?([0-9]{1,2})(?![0-9.])"
)
_MONTH = re.compile(f"{_DIGIT}{{4}} ?年 ?{_DIGIT}{{1,3}} ?月$")
_FORCE = re.compile("起 ?(?:正式)?(?:开始)?(?:施行|执行|实施|生效|试行|实行)")
_SHORT_YEAR = 100
_CENTURY = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day that a text names: where its words begin, and what they are. `day` is None where there is none like it."""

    day: date | None
    begin: int
    words: str


def ends_with_day(text: str) -> Day | None:
    """The day with which *text* ends."""
    for match in _DAY.finditer(text):
        if not text[match.end() :].strip(" "):
            return Day(day=_day(match), begin=match.start(), words=match[0])
    return None


def ends_with_month(text: str) -> Day | None:
    """The month with which *text* ends, where it names no day: 2026年11月."""
    match = _MONTH.search(text)
    return Day(day=None, begin=match.start(), words=match[0]) if match else None


def day_in(shown: str, text: str) -> Day | None:
    """The day from which *text* says that something is in force: 自2027年1月15日起施行. *shown* are its words as they are."""
    for match in _DAY.finditer(text):
        before = text[: match.start()].rstrip(" ")
        after = _FORCE.match(text[match.end() :].lstrip(" "))
        if after and before.endswith(("自", "从", "于", "定于")) and (day := _day(match)):
            begin = len(before) - 1
            end = text.index(after[0], match.end()) + len(after[0])
            return Day(day=day, begin=begin, words=shown[begin:end])
    return None


def _day(match: re.Match[str]) -> date | None:
    parts = [match[n] for n in ((1, 2, 3) if match[1] else (4, 6, 7))]
    year, month, day = (
        int(min(numbers(re.sub(f"[{_NAUGHT}]", _naught(part), part)), default=0)) for part in parts
    )
    try:
        return date(year + _CENTURY if year < _SHORT_YEAR else year, month, day)
    except ValueError:
        return None


def _naught(part: str) -> str:
    """How to write the naught of *part*, so that Chinese digits stay Chinese."""
    return "〇" if re.search("[一二三四五六七八九十]", part) else "0"
