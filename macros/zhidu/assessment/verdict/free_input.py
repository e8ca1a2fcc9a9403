"""What people type into cells: days, whole numbers, lists of ordinals, in whatever way they write them.

Nothing is guessed: where two readings are possible there is none.
"""

import re
import unicodedata
from datetime import date, timedelta

from zhidu.assessment.verdict import normalise
from zhidu.reading.numerals import numbers

Typed = str | float | bool

_FIRST_SERIAL, _LAST_SERIAL = 36526, 73050  # 2000 to 2099: other numbers are no days
_EPOCH, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_AFTER = r"(?:[T ]?[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?Z?|[ (]*(?:星期|周)[一二三四五六日天][ )]*)?\Z"
_DAY = re.compile(
    r"([0-9]{4}|[0-9]{2})[ ]*[-/.,、年\\][ ]*([0-9]{1,2})[ ]*[-/.,、月\\][ ]*([0-9]{1,2})[ ]*[日号]?"
    + _AFTER
)
_EIGHT = re.compile(r"(20[0-9]{2})([0-9]{2})([0-9]{2})\Z")
_CHINESE = re.compile(
    "([〇零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})[日号]?"
    + _AFTER
)
_WHOLE = re.compile(r"[0-9]{1,7}\Z")
_UNIT = re.compile(r"(?<=[0-9]) ?(?:间|台|套|台套|个|节|课时|份|次|天|人|名)\Z")
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3}){1,2}\Z")
_RANGE = re.compile(r"([0-9]{1,3})[-~—至到]+([0-9]{1,3})\Z")
_CIRCLED = {chr(0x2460 + n): f" {n + 1} " for n in range(20)}
_EVERY = frozenset({"全部", "都", "全", "所有", "每点", "每间"})
_DASHES = re.compile("[‐‑‒–—―−－]")  # noqa: RUF001  what people type for a hyphen


def text(value: Typed) -> str:
    """What a cell shows, as one text."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else f"{value:.15g}"
    return normalise.words(value)


def day(value: Typed, *, since_1904: bool = False) -> date | None:
    """The day that *value* says: 2026.9.1, 2026年9月1日, 2026/9/1, 20260901, the number a spreadsheet keeps."""
    if not isinstance(value, str):
        return _counted(value, since_1904=since_1904)
    typed = _DASHES.sub("-", unicodedata.normalize("NFKC", normalise.words(value))).strip()
    typed = typed.replace("。", ".")
    if found := _DAY.match(typed) or _EIGHT.match(typed):
        year = int(found[1]) + (2000 if len(found[1]) == 2 else 0)  # noqa: PLR2004
        return _real(year, int(found[2]), int(found[3]))
    if found := _CHINESE.match(typed):
        parts = [next(iter(numbers(part))) for part in found.groups()[:3]]
        return _real(*map(int, parts))
    if re.fullmatch(r"[0-9]{5}(\.[0-9]+)?", typed):
        return _counted(float(typed), since_1904=since_1904)
    return None


def _counted(number: float, *, since_1904: bool) -> date | None:
    """The day that a number stands for; True is the number 1, which is none."""
    if since_1904 and _FIRST_SERIAL - 1462 <= number < _LAST_SERIAL - 1462:
        return _EPOCH_1904 + timedelta(days=int(number))
    if not since_1904 and _FIRST_SERIAL <= number < _LAST_SERIAL:
        return _EPOCH + timedelta(days=int(number))
    exact = 0 <= number < 10**8 and number == int(number)
    eight = _EIGHT.match(str(int(number))) if exact else None
    return _real(int(eight[1]), int(eight[2]), int(eight[3])) if eight else None


def _real(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None


def whole(value: Typed) -> int | None:
    """The whole number that *value* says: 12, 1,200, 12 间, full width, too. 3万, 18周 or 50% are not guessed at."""
    if isinstance(value, bool):
        return None
    if isinstance(value, float):
        return int(value) if value.is_integer() and 0 <= value < 10**7 else None
    typed = _UNIT.sub("", normalise.code(value))
    if _GROUPED.match(typed):
        typed = typed.replace(",", "")
    return int(typed) if _WHOLE.match(typed) else None


def ordinals(value: Typed, most: int) -> tuple[int, ...] | None:
    """Which of *most* things are meant: 2、5; 1-3; 第2间; ②⑤; 全部. Sorted; None where it cannot be read."""
    if isinstance(value, bool) or (isinstance(value, float) and not value.is_integer()):
        return None
    typed = text(value)
    for circled, plain in _CIRCLED.items():
        typed = typed.replace(circled, plain)
    typed = _DASHES.sub("-", unicodedata.normalize("NFKC", typed))
    if typed.strip("。. 了") in _EVERY:
        return tuple(range(1, most + 1))
    typed = re.sub(r"第|点|间|条|项|号|教室", " ", typed)
    typed = re.sub(r" ?([-~至到]) ?", r"\1", re.sub(" +", " ", typed))
    found: set[int] = set()
    for part in re.split(r"[ 、,;.。和与及\n]+", typed):
        if not part:
            continue
        span = _RANGE.match(part)
        if span and int(span[1]) <= int(span[2]):
            found.update(range(int(span[1]), int(span[2]) + 1))
        elif re.fullmatch(r"[0-9]{1,3}", part):
            found.add(int(part))
        else:
            return None
    return tuple(sorted(found)) or None
