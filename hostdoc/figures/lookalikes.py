"""Digits that are no amounts: dates, times, versions, addresses, identifiers, idioms."""

from __future__ import annotations

import re

from hostdoc.core.regex import regex

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)"
)
# Every alternative is anchored by what it begins with and bounded in length, so that a scan stays linear. What a place
# must begin with comes first and what must not stand before it second: most places are passed over at the first sign.
_PATTERN = regex(
    r"""
      \d(?:                                                                  # what begins with a digit
          (?<![\w.]\d)\d{3}-\d{2}(?:-\d{2})?(?:[T ]\d{2}:\d{2}(?::\d{2})?)?(?![\w])           # 2026-05-07, with a time
        | (?<![\w.,]\d)\d?[/.]\d{1,2}[/.](?:\d{4}|\d{2})(?![\w])                              # 7.5.2026
        | (?<![\w.,$€£]\d)\d?:\d{2}(?::\d{2})?(?![\w:])                                       # 03:03:11
        | (?<![\w.,$€£]\d)\d?(?:st|nd|rd|th)?\ {month}\b(?:\ \d{4})?                          # 7 May 2026
        | (?<![\w-]\d)[0-9a-fA-F]{7}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}(?![\w-])           # UUID
        | (?<![\w.]\d)\d{0,2}(?:\.\d{1,3}){3}(?:/\d{1,2})?(?![\w.])                           # 10.0.0.1
        | (?<![\w.]\d)\d{0,3}\.\d{1,4}\.\d{1,4}(?![\w,])(?=\D|$)                              # 3.11.2
        | (?<![\w.$€£]\d)\d{0,2}(?:\.\d{1,3}){0,2}\.x(?!\w)                                   # 4.x
        | (?<=2)(?<![\w/]2)4/7(?![\w/])
        | (?<!\w\d)[A-Fa-f0-9]{15,}\b                                                         # a hash
      )
    | \b(?:                                                                  # what begins with a letter
          {month}\.?(?:\ \d{1,2}(?:st|nd|rd|th)?(?:,?\ \d{4})?(?![\w%])|,?\ ?\d{4}\b)         # May 7, 2026; May 2026
        | (?<!-)[a-fA-F][0-9a-fA-F]{7}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}(?![\w-])
        | v\d{1,4}(?:\.\d{1,4})*\b                                                            # v0.1
        | (?:Q[1-4]|H[12]|FY)\ ?'?(?:\d{2}){0,2}\b                                            # Q3 2026
        | [A-Fa-f][A-Fa-f0-9]{15,}\b
      )
    | \#(?<!\w\#)\d+\b                                                       # issue 12
    | :(?:(?<=[\w\]]:)\d{2,5}(?![\w.])|(?<=\d:)(?<!\d\d\d\d\d:)\d{2,5}(?=/)) # host:8000
    """.replace("{month}", _MONTH),
    re.VERBOSE,
)
_GROUPED = regex(r"\d{1,3}(?:\.\d{3}){2}")  # 1.234.567 is a number, not a version


def lookalikes(text: str) -> list[tuple[int, int]]:
    """The stretches of a text whose digits are no amounts, in order."""
    return [match.span() for match in _PATTERN.finditer(text) if not _GROUPED.fullmatch(match.group())]
