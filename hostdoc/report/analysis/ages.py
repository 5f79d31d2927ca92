"""How old what is stated is: the time from a stated date to today, in words."""

from __future__ import annotations

from datetime import date

from hostdoc.core.dates import latest_day

WEEK, MONTH, YEAR = 7, 30.44, 365.25  # days
_STEPS = ((2 * YEAR, YEAR, "year"), (26 * WEEK, MONTH, "month"), (2 * WEEK, WEEK, "week"))


def age(stated: str, today: date) -> str:
    """`9 months old`; nothing of words that name no day, or one still to come."""
    day = latest_day(stated)
    days = (today - day).days if day else -1
    if days < 0:
        return ""
    if days == 0:
        return "of today"
    for least, unit, word in _STEPS:
        if days >= least:
            return f"{round(days / unit)} {word}s old"
    return f"{days} day{'' if days == 1 else 's'} old"
