"""The rates of exchange that a document states: `€1 = $1.08`, `1.08 USD per EUR`, `EUR/USD: 1.08`."""

from __future__ import annotations

import re
from itertools import pairwise

from hostdoc.core.figure import Figure
from hostdoc.core.ledger import Ledger
from hostdoc.core.records import dataclass
from hostdoc.core.regex import regex
from hostdoc.core.units import CURRENCIES

_EQUAL = regex(r"\s*(?:=|≈|~|is|equals|is worth|at)?\s*(?:about|around|~|≈)?\s*\Z", re.IGNORECASE)
_SAID = regex(r"[=≈~]|\bis\b|\bequals\b|\bworth\b", re.IGNORECASE)
_PAIR = regex(r"\b([A-Z]{3})\s*(?:/|→|->|to)\s*([A-Z]{3})\b\)?\s*(?:rate)?\s*(?:of|is|at|[:=])?\s*\Z")
_PER = regex(r"\s+(?:per|for one|for a)\s+([A-Z]{3})\b")
_RATE = regex(r"\b(?:(?:exchange|fx)\s+)?rates?\b|\bfx\b", re.IGNORECASE)
_LEADS = regex(r"[~≈=\s]*")
_REACH = 40  # characters before a figure that may name its currencies


@dataclass(frozen=True, slots=True)
class StatedRate:
    """One of `base` is worth `worth` of `other`, as `figure` states it."""

    base: str
    other: str
    worth: float
    figure: Figure


def stated_rates(ledger: Ledger) -> list[StatedRate]:
    """All of them, one for each pair of currencies."""
    figures = ledger.figures
    found = [rate for one, other in pairwise(figures) if (rate := _equation(ledger, one, other))]
    found += [rate for figure in figures if (rate := _named(ledger, figure))]
    return list({(rate.base, rate.other): rate for rate in reversed(found)}.values())[::-1]


def _equation(ledger: Ledger, one: Figure, other: Figure) -> StatedRate | None:
    base, to = one.quantity.unit.currency, other.quantity.unit.currency
    value = _point(other)
    if not base or not to or base == to or _point(one) != 1 or value is None or one.quantity.unit.per:
        return None
    if other.span.start - one.span.end > _REACH:
        return None
    lead = _LEADS.match(other.text)
    between = ledger.document.plain[one.span.end : other.span.start] + (lead[0] if lead else "")
    return StatedRate(base, to, value, other) if _EQUAL.match(between) and _SAID.search(between) else None


def _named(ledger: Ledger, figure: Figure) -> StatedRate | None:
    value, unit, span = _point(figure), figure.quantity.unit, figure.span
    if value is None or value <= 0 or (unit.of and not unit.currency):
        return None
    plain = ledger.document.plain
    match = _PER.match(plain, span.end, span.end + _REACH)
    per = match[1] if match else next((part.upper() for part in unit.per if part.upper() in CURRENCIES), "")
    if unit.currency and per in CURRENCIES and per != unit.currency:
        return StatedRate(per, unit.currency, value, figure)
    before = plain[max(0, span.start - _REACH) : span.start] + (f"{unit.of} " * figure.text.startswith(unit.of))
    labels = [label for label in (figure.label.row, figure.label.column) if _RATE.search(label)]
    named = next(filter(None, map(_PAIR.search, (before, *(_RATE.sub("", label) for label in labels)))), None)
    if named is None or not {named[1], named[2]} <= CURRENCIES or named[1] == named[2]:
        return None
    return StatedRate(named[1], named[2], value, figure) if unit.currency in (None, named[2]) else None


def _point(figure: Figure) -> float | None:
    quantity = figure.quantity
    return float(quantity.ends[0].value) if len(quantity.ends) == 1 and not quantity.open else None
