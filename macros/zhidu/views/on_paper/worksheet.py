"""月度工作单: what whoever holds some roles has to do in a month, by real school days, with boxes to tick."""

from collections.abc import Iterator, Sequence
from datetime import date

from zhidu.handbook.book import Handbook
from zhidu.reading.model import PERIODS, WhenKind
from zhidu.views.names import OwnSettings, cite, time_words
from zhidu.views.on_paper.lists import BLANK, BOX, TICK, Cell, ListSheet, Part, cells, newest_issuer
from zhidu.views.on_screen.role_lines import Line
from zhidu.views.schooltime import Due, Plan, Rest

_WEEKDAYS = "一二三四五六日"
_WORDS = 72.0  # mm: a duty beside its days
_LINE = 267.0  # mm: the whole of a table
_OWN = "校定"
_OCCASIONS = {
    WhenKind.EACH_USE,
    WhenKind.ON_EVENT,
    WhenKind.IMMEDIATE,
    WhenKind.HOLIDAY,
    WhenKind.ONCE,
}
"""Times that no calendar has, but that a month can be asked for."""

_SPANS = {
    WhenKind.QUARTERLY: "本季度内",
    WhenKind.TERMLY: "本学期内",
    WhenKind.HALF_YEARLY: "这半年内",
    WhenKind.YEARLY: "本学年内",
}


def worksheet(
    handbook: Handbook,
    plan: Plan,
    month: tuple[int, int],
    school: str = "",
    own: OwnSettings | None = None,
) -> ListSheet | None:
    """The sheet of *month* (year and month), or None where there is no school in it. *own* is what the school has set."""
    days = [day for day in plan.calendar.days if (day.year, day.month) == month]
    if not days:
        return None
    names = "、".join((handbook.roles or {})[role].name for role in plan.roles)
    occasions = [
        line
        for line in plan.others
        if line.duty.when is not None and line.duty.when.kind in _OCCASIONS
    ]
    standing = len(plan.others) - len(occasions)
    parts = [*_dated(plan, days), *_occasional(occasions), *_unset(plan.unset)]
    parts += _open_numbers(handbook, plan.lines, own or OwnSettings())
    return ListSheet(
        title=f"{month[0]}年{month[1]}月工作单",
        issuer=newest_issuer(handbook),
        date=handbook.as_of,
        landscape=True,
        head=(("岗位", names), ("学校", school), ("姓名", "")),
        parts=tuple(parts),
        sign=("本人", "检查人"),
        notes=(
            f"日子照{plan.calendar.name}校历（{plan.calendar.source}），本月上课 {len(days)} 天。做完一次，在方框里打勾。",
            f"标“{_OWN}”的，原文没有写多久一次，周期是学校自己定的；其余的周期照原文。",
            *([f"平时要做到的 {standing} 项不逐日列，见职责牌。"] if standing else []),
            f"依据截至 {handbook.as_of} 有效的制度。填好的工作单可以作下次自查的佐证。",
        ),
    )


def _dated(plan: Plan, days: Sequence[date]) -> Iterator[Part]:
    """A row a duty, a column a school day."""
    by_line: dict[str, list[Due]] = {}
    for due in plan.dues:
        if due.day <= days[-1] and due.until >= days[0]:
            by_line.setdefault(due.line.duty.id, []).append(due)
    shown = [
        dues
        for dues in by_line.values()
        if not dues[0].at_end or any(days[0] <= due.day <= days[-1] for due in dues)
    ]
    if not shown:
        return
    rows = [
        (_words(dues[0].line, own=dues[0].rests is Rest.SCHOOL), *_boxes(dues, days))
        for dues in sorted(shown, key=lambda dues: PERIODS.index(dues[0].rhythm))
    ]
    yield Part(
        name="到日子要做的",
        widths=(_WORDS, *((_LINE - _WORDS) / len(days) for _ in days)),
        head=("要做的事", *(f"{day.day}\n{_WEEKDAYS[day.weekday()]}" for day in days)),
        rows=tuple(rows),
    )


def _words(line: Line, *, own: bool = False) -> Cell:
    return Cell(line.text, small=cite(line.citation) + (f"，{_OWN}" if own else ""))


def _boxes(dues: Sequence[Due], days: Sequence[date]) -> Iterator[Cell]:
    """A box on each day, or over the days within which one thing is to be done."""
    at = 0
    while at < len(days):
        due = next((d for d in dues if _covers(d, days[at])), None)
        if due is None:
            yield BLANK
            at += 1
            continue
        last = at
        while last + 1 < len(days) and _covers(due, days[last + 1]):
            last += 1
        span = last - at + 1
        words = _SPANS.get(due.rhythm, "") if not due.at_end else ""
        ends = words and due.rhythm is not WhenKind.YEARLY  # a year ends in another term
        until = f"，最迟 {due.until.month}月{due.until.day}日" if ends else ""
        yield Cell(f"{BOX}{words}{until}", span=span, centre=True)
        at = last + 1


def _covers(due: Due, day: date) -> bool:
    return due.day <= day <= due.until


def _occasional(lines: Sequence[Line]) -> Iterator[Part]:
    if lines:
        yield Part(
            name="每次使用、遇到情况时要做的",
            widths=(104, 40, 30, 93),
            head=("要做的事", "什么时候", "出处", "哪几天做了、几次"),
            rows=tuple(
                (
                    *cells(x.text, time_words(x.duty.when, x.citation.clause), cite(x.citation)),
                    BLANK,
                )
                for x in lines
            ),
        )


def _unset(lines: Sequence[Line]) -> Iterator[Part]:
    if lines:
        yield Part(
            name="原文没有写多久一次、学校还没有定的",
            widths=(104, 40, 30, 30, 53, 10),
            head=("要做的事", "原文的话", "出处", "学校定为", "本月哪几天做了", "做了"),
            rows=tuple(
                (*cells(line.text, when.words, cite(line.citation)), BLANK, BLANK, TICK)
                for line in lines
                if (when := line.duty.when)
            ),
        )


def _open_numbers(handbook: Handbook, lines: Sequence[Line], own: OwnSettings) -> Iterator[Part]:
    """Numbers that the text leaves to the school, with what it has set, or room to write it."""
    left = [(x, t.quote) for x in lines if (t := x.duty.threshold) and t.value is None]
    if left:
        yield Part(
            name="原文没有写多少、由学校定的",
            widths=(104, 50, 30, 40, 43),
            head=("要做的事", "原文的话", "出处", "学校定为", "本月做到没有"),
            rows=tuple(
                (
                    *cells(line.text, quote, cite(line.citation), own.number(handbook, line.duty)),
                    BLANK,
                )
                for line, quote in left
            ),
        )
