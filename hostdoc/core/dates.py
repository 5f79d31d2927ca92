"""Dates as documents state them: the latest day that the words may mean."""

from __future__ import annotations

from datetime import date, timedelta

from hostdoc.core.regex import regex

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ISO = regex(r"(\d{4})-(\d{2})(?:-(\d{2}))?")
_DOTTED = regex(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")  # day first; with slashes the order is anyone's guess
_QUARTER = regex(r"Q([1-4]) (\d{4})")
_DAY_FIRST = regex(r"(\d{1,2})(?:st|nd|rd|th)? ([A-Za-z]{3})[a-z]*\.?,? (\d{4})")
_MONTH_FIRST = regex(r"([A-Za-z]{3})[a-z]*\.? (?:(\d{1,2})(?:st|nd|rd|th)?,? )?(\d{4})")


def latest_day(stated: str) -> date | None:
    """The day, or the last day of the month or quarter, that is stated; None where the words leave it open."""
    if match := _ISO.fullmatch(stated):
        return _day(int(match[1]), int(match[2]), match[3])
    if match := _DOTTED.fullmatch(stated):
        return _day(int(match[3]), int(match[2]), match[1])
    if match := _QUARTER.fullmatch(stated):
        return _day(int(match[2]), 3 * int(match[1]), None)
    if match := _DAY_FIRST.fullmatch(stated):
        return _day(int(match[3]), _month(match[2]), match[1])
    if match := _MONTH_FIRST.fullmatch(stated):
        return _day(int(match[3]), _month(match[1]), match[2])
    return None


def _month(name: str) -> int:
    """The number of a month, 0 of any other word."""
    short = name.lower()
    return _MONTHS.index(short) + 1 if short in _MONTHS else 0


def _day(year: int, month: int, day: str | None) -> date | None:
    if not 1 <= month <= 12:
        return None
    try:
        if day is not None:
            return date(year, month, int(day))
        return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    except ValueError:
        return None
