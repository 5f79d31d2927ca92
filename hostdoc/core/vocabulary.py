"""What a project says in words of its own: totals, units, money, rates, and what makes a figure approximate."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from hostdoc.core.quantity import plain
from hostdoc.core.records import dataclass
from hostdoc.core.relation import USUAL, Leeway
from hostdoc.core.units import Own


@dataclass(frozen=True, slots=True)
class Rate:
    """One of `base` is worth `worth` of `other`, on a day, where that is said; `line` is that of a document's own."""

    base: str
    other: str
    worth: Decimal
    on: date | None = None
    line: int = 0

    def __str__(self) -> str:
        """As workings have it: `1.0832 USD/EUR (2026-01-31)`."""
        told = f" (line {self.line})" if self.line else f" ({self.on})" if self.on else ""
        return f"{plain(self.worth)} {self.other}/{self.base}{told}"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of a project, besides those that everyone uses; where both know one, its own counts.

    `units` are its units and currencies, `words` the words and signs for them and for those that everyone has, each
    with the name it stands for. `approximate` are the words and signs that make a figure so, each with the percent it
    may be off, or None where its digits tell; `plain` are those that do not.
    """

    totals: tuple[str, ...] = ()
    subtotals: tuple[str, ...] = ()
    no_totals: tuple[str, ...] = ()
    units: tuple[Own, ...] = ()
    words: tuple[tuple[str, str], ...] = ()
    rates: tuple[Rate, ...] = ()
    approximate: tuple[tuple[str, Decimal | None], ...] = ()
    plain: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Period:
    """So many days or months."""

    number: int
    unit: str  # "day" or "month"
    text: str  # as it was written


@dataclass(frozen=True, slots=True)
class Terms:
    """How a project wants one of its documents read and judged. Without settings it is `Terms()`.

    `stale_after`: for how long a stated date is good. `changed`: the day on which the file last changed, where that is
    known.
    """

    vocabulary: Vocabulary = Vocabulary()
    leeway: Leeway = USUAL
    stale_after: Period | None = None
    changed: date | None = None


PLAIN = Terms()


def rate_between(rates: tuple[Rate, ...], base: str, other: str) -> tuple[Fraction, Rate] | None:
    """What one of `base` is worth in `other`, and the rate that says so, in either direction.

    That of the document counts, else the latest.
    """
    found = [it for it in rates if {it.base, it.other} == {base, other} and it.worth]
    if not found:
        return None
    rate = max(found, key=lambda it: (it.line > 0, it.on or date.min))
    worth = Fraction(rate.worth)
    return (worth if rate.base == base else 1 / worth), rate
