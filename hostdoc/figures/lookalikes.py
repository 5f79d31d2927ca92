"""Digits that are no amounts: dates, times, versions, addresses, identifiers, idioms."""

from __future__ import annotations

import re

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)"
)
# Every alternative is anchored by what it begins with and bounded in length, so that a scan stays linear.
_PATTERN = re.compile(
    r"""
      (?<![\w.])\d{4}-\d{2}(?:-\d{2})?(?:[T ]\d{2}:\d{2}(?::\d{2})?)?(?![\w])        # 2026-05-07, with a time
    | (?<![\w.,])\d{1,2}[/.]\d{1,2}[/.](?:\d{4}|\d{2})(?![\w])                       # 7.5.2026
    | (?<![\w.,$€£])\d{1,2}:\d{2}(?::\d{2})?(?![\w:])                                # 03:03:11
    | \b{month}\.?\ \d{1,2}(?:st|nd|rd|th)?(?:,?\ \d{4})?(?![\w%])                   # May 7, 2026
    | \b{month}\.?,?\ ?\d{4}\b                                                       # May 2026
    | (?<![\w.,$€£])\d{1,2}(?:st|nd|rd|th)?\ {month}\b(?:\ \d{4})?                   # 7 May 2026
    | (?<![\w-])[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}(?![\w-])        # UUID
    | (?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?:/\d{1,2})?(?![\w.])                        # 10.0.0.1
    | (?<![\w.])\d{1,4}\.\d{1,4}\.\d{1,4}(?![\w,])(?=\D|$)                           # 3.11.2
    | \bv\d{1,4}(?:\.\d{1,4})*\b                                                     # v0.1
    | (?<![\w/])24/7(?![\w/])
    | \b(?:Q[1-4]|H[12]|FY)\ ?'?(?:\d{2}){0,2}\b                                     # Q3 2026
    | (?<!\w)\#\d+\b                                                                 # issue 12
    | (?<=[\w\]]):\d{2,5}(?![\w.])                                                   # host:8000
    | (?<=\d)(?<!\d\d\d\d\d):\d{2,5}(?=/)
    | \b[A-Fa-f0-9]{16,}\b                                                           # a hash
    """.replace("{month}", _MONTH),
    re.VERBOSE,
)
_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3}){2}")  # 1.234.567 is a number, not a version


def lookalikes(text: str) -> list[tuple[int, int]]:
    """The stretches of a text whose digits are no amounts, in order."""
    return [match.span() for match in _PATTERN.finditer(text) if not _GROUPED.fullmatch(match.group())]
