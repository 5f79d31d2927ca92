"""How old what is stated is: the time from a stated date to today, in words."""

from __future__ import annotations

from datetime import date

from hostdoc.core.dates import latest_day
from hostdoc.report.saying import say

WEEK, MONTH, YEAR = 7, 30.44, 365.25  # days
SAID = ("{number} years old", "{number} months old", "{number} weeks old")
_STEPS = tuple(zip((2 * YEAR, 26 * WEEK, 2 * WEEK), (YEAR, MONTH, WEEK), SAID, strict=True))


def age(stated: str, today: date) -> str:
    """`9 months old`; nothing of words that name no day, or one still to come."""
    day = latest_day(stated)
    days = (today - day).days if day else -1
    if days < 0:
        return ""
    if days == 0:
        return say("of today")
    for least, unit, words in _STEPS:
        if days >= least:
            return say(words, number=round(days / unit))
    return say("{number} day old" if days == 1 else "{number} days old", number=days)
