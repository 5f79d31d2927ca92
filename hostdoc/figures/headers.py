"""The unit that a header gives to the bare numbers below it: `$/user/month`, `Price (EUR)`, `Monthly cost`."""

from __future__ import annotations

import re

from hostdoc.core.regex import regex
from hostdoc.core.units import NONE, Unit
from hostdoc.figures.vocabulary import CODES, PER_WORDS, SYMBOLS, UNITS

_SIGN = regex(r"US\$|R\$|[$€£¥₹]|(?<![A-Za-z])(?:" + "|".join(sorted(CODES, key=len, reverse=True)) + r")(?![A-Za-z])")
_PER = regex(r"\s?/\s?([A-Za-z]{1,16})|\bper ([A-Za-z]{1,16})\b")
_SIZE = regex(r"[\[(]\s?([A-Za-z%]{1,16})\s?[\])]")
_PERIOD = regex(r"\b(monthly|month|annual(?:ly)?|yearly|hourly|daily|weekly|quarterly)\b", re.IGNORECASE)
_PERIODS = {
    "monthly": "month",
    "month": "month",
    "annual": "year",
    "annually": "year",
    "yearly": "year",
    "hourly": "hour",
    "daily": "day",
    "weekly": "week",
    "quarterly": "quarter",
}


def header_unit(words: str) -> Unit:
    """What a header says its column counts, as far as it does."""
    currency = _SIGN.search(words)
    of = ""
    if currency:
        sign = currency.group()
        of = "USD" if sign == "US$" else SYMBOLS.get(sign) or CODES[sign]
    elif size := _SIZE.search(words):
        of = UNITS.get(size[1], "")
    per: list[str] = []
    for match in _PER.finditer(words):
        name = PER_WORDS.get(match[1] or match[2])
        if name and name not in per:
            per.append(name)
    if not per and (period := _PERIOD.search(words)) and of != "%":
        per.append(_PERIODS[period[1].lower()])
    return Unit(of, tuple(per)) if of or per else NONE


def completed(unit: Unit, header: Unit) -> Unit:
    """A figure's own unit, with what it leaves unsaid taken from its header."""
    if unit.percent or unit.of in ("x", "ratio") or (unit.of and header.of and unit.of != header.of):
        return unit
    if not unit.of and header.percent and not unit.per:
        return header
    per = unit.per or (header.per if not unit.of or unit.currency else ())
    return Unit(unit.of or header.of, per)
