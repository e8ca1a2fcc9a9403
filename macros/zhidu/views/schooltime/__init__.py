"""School time: a term's calendar, what falls due on which day of it, and both as a file for calendars.

A date is the calendar's times a rhythm: the text's, or the one that a school has set itself. Nothing is invented: what has
no rhythm has no date, and a calendar that lacks a day is no calendar.
"""

from zhidu.views.schooltime import in_browser
from zhidu.views.schooltime.ics import ics
from zhidu.views.schooltime.plan import Due, Plan, Rest, plan, work_of
from zhidu.views.schooltime.school_days import Calendar, MissingDaysError, calendar

__all__ = [
    "Calendar",
    "Due",
    "MissingDaysError",
    "Plan",
    "Rest",
    "calendar",
    "ics",
    "in_browser",
    "plan",
    "work_of",
]
