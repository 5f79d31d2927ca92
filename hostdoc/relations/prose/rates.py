"""Prices and counts whose units cancel: $120/hour × 75 hours/year × 2.5 years is an amount of dollars.

A sentence says such products without signs. What may be multiplied is told by the units alone: each factor counts what
the one before it is per.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import islice

from hostdoc.core.figure import Figure
from hostdoc.core.records import dataclass
from hostdoc.core.regex import in_any_case, one_of
from hostdoc.core.relation import Const, Expression, Operation, Ref
from hostdoc.core.units import TIMES, Unit
from hostdoc.figures.vocabulary import NUMBER_WORDS, PER_WORDS, UNITS

LONGEST = 4  # factors of a chain
MOST = 24  # factors that are tried together
EACH = 60  # chains of one price
_NUMBERS = one_of(["half", *NUMBER_WORDS])
_WORDS = in_any_case(rf"\b({_NUMBERS})[ -]([a-z]{{2,16}})\b(?:\s(?:per|an?)\s([a-z]{{2,16}})\b)?")


@dataclass(frozen=True, slots=True, eq=False)
class Factor:
    """A figure, or a number in words, that may be multiplied; `start` is where it stands."""

    workings: Expression
    unit: Unit
    start: int
    end: int

    @property
    def loose(self) -> bool:
        """Whether it counts things that no price need be per: `two workshops`, `3 people`."""
        return not (self.unit.currency or self.unit.percent or self.unit.of in TIMES or self.unit.size)


def factors(figures: Iterable[Figure]) -> list[Factor]:
    """The points among some figures."""
    return [
        Factor(Ref(figure), figure.quantity.unit, figure.span.start, figure.span.end)
        for figure in figures
        if figure.quantity.ends and not figure.quantity.word and not figure.quantity.open
    ]


@lru_cache(maxsize=4096)  # several kinds ask it of the same sentences and passages
def in_words(text: str, start: int) -> tuple[Factor, ...]:
    """`two hours`, `three workshops per year` as factors; the text begins at `start`."""
    found = []
    for match in _WORDS.finditer(text):
        number, noun, per = (text[slice(*match.span(group))] if match[group] else "" for group in (1, 2, 3))
        value = Fraction(1, 2) if match[1] == "half" else Fraction(NUMBER_WORDS[match[1]])
        unit = Unit(UNITS.get(noun, match[2]), (PER_WORDS[per],) if per in PER_WORDS else ())
        found.append(Factor(Const(value, number), unit, start + match.start(), start + match.end()))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Chain:
    """A price and the counts that take its unit to an amount; `per` is what is left of it."""

    factors: tuple[Factor, ...]
    per: tuple[str, ...]

    @property
    def workings(self) -> Expression:
        counts = sorted(self.factors, key=lambda factor: factor.start)
        return Operation("×", tuple(factor.workings for factor in counts))


def is_price(factor: Factor, currency: str) -> bool:
    """Whether it is money of a currency for each of something."""
    return factor.unit.currency == currency and bool(factor.unit.per)


def chains(known: Sequence[Factor], currency: str) -> Iterator[Chain]:
    """Every price of a currency with one count at least that its unit asks for, the longest chains first."""
    prices = [factor for factor in known if is_price(factor, currency)]
    counts = [factor for factor in known if factor.unit.of and not factor.unit.currency and not factor.unit.percent]
    for price in prices[:MOST]:
        found = list(islice(_from(Chain((price,), price.unit.per), counts[:MOST]), EACH))
        yield from sorted(found, key=lambda chain: -len(chain.factors))


def _from(chain: Chain, counts: Sequence[Factor]) -> Iterator[Chain]:
    if len(chain.factors) == LONGEST:
        return
    for count in counts:
        if count.unit.of in chain.per and count not in chain.factors:
            per = tuple(part for part in chain.per if part != count.unit.of)
            longer = Chain((*chain.factors, count), tuple(dict.fromkeys((*per, *count.unit.per))))
            yield longer
            yield from _from(longer, counts)
