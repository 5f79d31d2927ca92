"""Counts in words, for titles and sentences."""

from __future__ import annotations

from hostdoc.report.saying import Said, say

SAID = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def count(number: int) -> Said:
    """`two`; from thirteen on in digits."""
    return say(SAID[number] if number < len(SAID) else f"{number:,}")


def counted(number: int, one: str, many: str) -> Said:
    """`{number} table` or `{number} tables`, in words."""
    return say(one if number == 1 else many, number=count(number))
