"""Terms that nobody decreed: made-up calendars, and those that hypothesis makes up."""

from datetime import date, timedelta

from hypothesis import strategies as st

from zhidu.reading.model import Holiday, SchoolTerm, Workday

SOURCE = "虚构的校历"

TERM = SchoolTerm(
    id="2026-2027-1",
    name="示例学期",
    starts=date(2026, 9, 1),
    ends=date(2027, 1, 15),
    source=SOURCE,
    holidays=(
        Holiday(name="甲", from_=date(2026, 10, 1), to=date(2026, 10, 7), source=SOURCE),
        Holiday(name="乙", from_=date(2027, 1, 1), to=date(2027, 1, 1), source=SOURCE),
    ),
    workdays=(
        Workday(date=date(2026, 9, 27), source=SOURCE),
        Workday(date=date(2026, 10, 10), source=SOURCE),
    ),
)
"""Tuesday to Friday, a week off and a day, a Sunday and a Saturday with school."""


@st.composite
def terms(draw: st.DrawFn) -> SchoolTerm:
    """A term of one of ten years, with any holidays and any 调休."""
    year = draw(st.integers(2026, 2035))
    half = draw(st.sampled_from([1, 2]))
    first = date(year, 9, 1) if half == 1 else date(year, 2, 20)
    starts = first + timedelta(days=draw(st.integers(0, 14)))
    length = draw(st.integers(0, 140))
    free = draw(st.sets(st.integers(0, length), max_size=40))
    off = sorted(starts + timedelta(days=n) for n in free)
    weekend = [
        day
        for n in range(length + 1)
        if (day := starts + timedelta(days=n)).weekday() > 4 and day not in off
    ]
    extra = draw(st.sets(st.sampled_from(weekend), max_size=8)) if weekend else set()
    school_year = year if half == 1 else year - 1
    return SchoolTerm(
        id=f"{school_year}-{school_year + 1}-{half}",
        name=f"{year}年示例学期",
        starts=starts,
        ends=starts + timedelta(days=length),
        source=SOURCE,
        holidays=tuple(Holiday(name="假", from_=d, to=d, source=SOURCE) for d in off),
        workdays=tuple(Workday(date=d, source=SOURCE) for d in sorted(extra)),
    )
