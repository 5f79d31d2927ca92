"""What one currency is worth in another: rates that a document states, and those that amounts in both imply.

Only a stated rate turns amounts of its document into the other currency. Amounts given in both, as `€4.15 (~$4.50)`,
leave a window of rates as wide as they were rounded; it is said, and held against the windows of other documents.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby, pairwise

from hostdoc.core.figure import Figure
from hostdoc.core.judge import half_grain
from hostdoc.core.result import AuditedDocument
from hostdoc.core.units import CURRENCIES
from hostdoc.relations.tables.exchange import pairs

_EQUAL = re.compile(r"\s*(?:=|≈|~|is|equals|is worth|at)?\s*(?:about|around|~|≈)?\s*\Z", re.IGNORECASE)
_SAID = re.compile(r"[=≈~]|\bis\b|\bequals\b|\bworth\b", re.IGNORECASE)
_PAIR = re.compile(r"\b([A-Z]{3})\s*(?:/|→|->|to)\s*([A-Z]{3})\b\)?\s*(?:rate)?\s*(?:of|is|at|[:=])?\s*\Z")
_PER = re.compile(r"\s+(?:per|for one|for a)\s+([A-Z]{3})\b")
_RATE = re.compile(r"\b(?:(?:exchange|fx)\s+)?rates?\b|\bfx\b", re.IGNORECASE)
_LEADS = re.compile(r"[~≈=\s]*")
_REACH = 40  # characters before a figure that may name its currencies


@dataclass(frozen=True, slots=True)
class Rate:
    """One of `base` is worth `low` to `high` of `other`; `pairs` is 0 for a rate that is stated."""

    base: str
    other: str
    low: float
    high: float
    figure: Figure
    pairs: int = 0

    def within(self, rate: Rate) -> bool:
        """Whether both can be the same rate."""
        return self.low <= rate.high and rate.low <= self.high


def stated(audited: AuditedDocument) -> list[Rate]:
    """The rates that a document states: `€1 = $1.08`, `1.08 USD per EUR`, `EUR/USD: 1.08`."""
    figures = audited.ledger.figures
    found = [rate for one, other in pairwise(figures) if (rate := _equation(audited, one, other))]
    found += [rate for figure in figures if (rate := _named(audited, figure))]
    return list({(rate.base, rate.other): rate for rate in reversed(found)}.values())[::-1]


def _equation(audited: AuditedDocument, one: Figure, other: Figure) -> Rate | None:
    base, to = one.quantity.unit.currency, other.quantity.unit.currency
    value = _point(other)
    if not base or not to or base == to or _point(one) != 1 or value is None or one.quantity.unit.per:
        return None
    if other.span.start - one.span.end > _REACH:
        return None
    lead = _LEADS.match(other.text)
    between = audited.document.plain[one.span.end : other.span.start] + (lead[0] if lead else "")
    return Rate(base, to, value, value, other) if _EQUAL.match(between) and _SAID.search(between) else None


def _named(audited: AuditedDocument, figure: Figure) -> Rate | None:
    value, unit, span = _point(figure), figure.quantity.unit, figure.span
    if value is None or value <= 0 or (unit.of and not unit.currency):
        return None
    plain = audited.document.plain
    match = _PER.match(plain, span.end, span.end + _REACH)
    per = match[1] if match else next((part.upper() for part in unit.per if part.upper() in CURRENCIES), "")
    if unit.currency and per in CURRENCIES and per != unit.currency:
        return Rate(per, unit.currency, value, value, figure)
    before = plain[max(0, span.start - _REACH) : span.start] + (f"{unit.of} " * figure.text.startswith(unit.of))
    labels = [label for label in (figure.label.row, figure.label.column) if _RATE.search(label)]
    named = next(filter(None, map(_PAIR.search, (before, *(_RATE.sub("", label) for label in labels)))), None)
    if named is None or not {named[1], named[2]} <= CURRENCIES or named[1] == named[2]:
        return None
    return Rate(named[1], named[2], value, value, figure) if unit.currency in (None, named[2]) else None


def _point(figure: Figure) -> float | None:
    quantity = figure.quantity
    return float(quantity.ends[0].value) if len(quantity.ends) == 1 and not quantity.open else None


def implied(audited: AuditedDocument) -> list[Rate]:
    """The window that all amounts of a document in the same two currencies leave; all of it where no rate fits."""
    known = [tuple(sorted(pair, key=_worth)) for pair in pairs(audited.ledger)]
    known.sort(key=lambda pair: [figure.quantity.unit.of for figure in pair])
    return [_window(list(own)) for _, own in groupby(known, lambda pair: [it.quantity.unit.of for it in pair])]


def _worth(figure: Figure) -> tuple[int, str]:
    """Dollars last: what one euro is in dollars is what people ask."""
    return (figure.quantity.unit.of == "USD", figure.quantity.unit.of)


def _window(own: list[tuple[Figure, ...]]) -> Rate:
    windows = list(_windows(own))
    low, high = max(low for low, _ in windows), min(high for _, high in windows)
    if low > high:
        low, high = min(low for low, _ in windows), max(high for _, high in windows)
    base, other = own[0]
    return Rate(base.quantity.unit.of, other.quantity.unit.of, float(low), float(high), other, len(own))


def _windows(own: list[tuple[Figure, ...]]) -> Iterator[tuple[Fraction, Fraction]]:
    for base, other in own:
        (least, most), (low, high) = _rounded(base), _rounded(other)
        yield low / most, high / least


def _rounded(figure: Figure) -> tuple[Fraction, Fraction]:
    value, half = Fraction(figure.quantity.ends[0].value), half_grain(figure, 0)
    return max(value - half, value / 100), value + half
