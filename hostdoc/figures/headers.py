"""The unit that a header gives to the bare numbers below it: `$/user/month`, `Price (EUR)`, `Monthly cost`."""

from __future__ import annotations

import re

from hostdoc.core.regex import regex
from hostdoc.core.units import NONE, Unit, both
from hostdoc.figures.lexicon import any_of, spoken
from hostdoc.figures.signs import PERIODS

_PERIODS = PERIODS | {"month": "month", "annual": "year", "quarterly": "quarter"}
_PERIOD = regex(
    rf"\b({any_of(word for word in _PERIODS if word.islower())})\b|月額|月費|月费|年額|年費|年费", re.IGNORECASE
)
_SIGNS = {"月": "month", "年": "year"}


def header_unit(words: str) -> Unit:
    """What a header says its column counts, as far as it does."""
    known = spoken()
    currency = known.header_sign.search(words)
    of = ""
    if currency:
        of = known.money_of(currency.group())
    elif size := known.header_size.search(words):
        of = known.units.get(size[1], "")
    per: list[str] = []
    for match in known.header_per.finditer(words):
        name = known.per_words.get(match[1] or match[2])
        if name and name not in per:
            per.append(name)
    if not per and (period := _PERIOD.search(words)) and of != "%":
        per.append(_PERIODS[period[1].lower()] if period[1] else _SIGNS[period[0][0]])
    return Unit(of, tuple(per), known.said_of(of, *per)) if of or per else NONE


def completed(unit: Unit, header: Unit) -> Unit:
    """A figure's own unit, with what it leaves unsaid taken from its header."""
    if unit.percent or unit.of in ("x", "ratio") or (unit.of and header.of and unit.of != header.of):
        return unit
    if not unit.of and header.percent and not unit.per:
        return header
    per = unit.per or (header.per if not unit.of or unit.currency else ())
    return Unit(unit.of or header.of, per, both(unit, header))
