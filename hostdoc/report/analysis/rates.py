"""What one currency is worth in another: rates that a document states, and those that amounts in both imply.

Only a stated rate turns amounts of its document into the other currency. Amounts given in both, as `€4.15 (~$4.50)`,
leave a window of rates as wide as they were rounded; it is said, and held against the windows of other documents.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import groupby

from hostdoc.core.figure import Figure
from hostdoc.core.judge import half_grain
from hostdoc.core.records import dataclass
from hostdoc.core.result import AuditedDocument
from hostdoc.figures.stated_rates import stated_rates
from hostdoc.relations.tables.exchange import pairs


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
    """The rates that a document states."""
    return [Rate(it.base, it.other, it.worth, it.worth, it.figure) for it in stated_rates(audited.ledger)]


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
