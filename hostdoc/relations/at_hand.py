"""What a reader has at hand to verify an amount of a sentence: the figures near it, and those that its words name.

In the order in which they are looked at: the sentence, the sentences before it in its passage, the passages before it
in its section, and the totals and rows of the document that it may speak of.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from typing import Literal

from hostdoc.core.figure import Figure
from hostdoc.core.ledger import Ledger
from hostdoc.core.relation import Const, Expression, Ref
from hostdoc.core.units import TIMES, Unit
from hostdoc.figures.context import words_of
from hostdoc.relations.known import Names, kinship
from hostdoc.relations.lines import middle
from hostdoc.relations.rates import in_words
from hostdoc.relations.sentences import Sentence

MOST = 16  # that are tried with each other
ABOVE = 3  # passages before a sentence
NAMED = 4  # rows, and totals, that a sentence may speak of
SENTENCE, PASSAGE, SECTION, DOCUMENT = range(4)  # how far away it stands
Sort = Literal["money", "percent", "number"]


@dataclass(frozen=True, slots=True, eq=False)
class Hand:
    """A figure, or a number in words, that an amount may be computed from."""

    workings: Expression
    value: float
    unit: Unit
    start: int
    end: int
    far: int
    tabled: bool = False

    @property
    def sort(self) -> Sort:
        return sort_of(self.unit)

    @property
    def time(self) -> str | None:
        """The time that it is a number of: of `12 minutes` the minute."""
        return self.unit.of if self.unit.of in TIMES else None


def sort_of(unit: Unit) -> Sort:
    return "money" if unit.currency else "percent" if unit.percent else "number"


def at_hand(ledger: Ledger, known: Names, sentence: Sentence, stated: Figure) -> list[Hand]:
    """The figures that a stated one may be computed from, the nearest first."""
    found: dict[int, Hand] = {}
    for hand in _all(ledger, known, sentence, stated):
        if hand.value and hand.start != stated.span.start:
            found.setdefault(hand.start, hand)
    return list(islice(found.values(), MOST))


def _all(ledger: Ledger, known: Names, sentence: Sentence, stated: Figure) -> Iterator[Hand]:
    here = stated.span.start
    own = [*_of(sentence.figures, SENTENCE), *_in_words(sentence)]
    yield from sorted((hand for hand in own if hand.start < here), key=lambda hand: -hand.start)
    yield from sorted((hand for hand in own if hand.start > here), key=lambda hand: hand.start)
    yield from _of([f for f in sentence.earlier(stated) if f not in sentence.figures][::-1], PASSAGE)
    for passage in sentence.around(ledger, ABOVE)[::-1]:
        yield from _of(passage.figures[::-1], SECTION)
    words = words_of(sentence.text)
    named = [it for it in known.called(words) if it.tabled and it.main and kinship(it.words, words) == 1]
    for it in (*named[:NAMED], *[it for it in known.totals_near(stated) if it.main][:NAMED]):
        yield from _of([it.figure], DOCUMENT, money=stated.quantity.unit if it.tabled else None)


def _of(figures: list[Figure] | tuple[Figure, ...], far: int, money: Unit | None = None) -> Iterator[Hand]:
    """Figures as they stand; a bare number of a table may be of any `money`."""
    for figure in figures:
        quantity = figure.quantity
        if quantity.ends and not quantity.word and not quantity.open:
            unit = quantity.unit
            if money is not None and money.currency and not unit.of and not unit.per:
                unit = Unit(money.of)
            yield Hand(
                Ref(figure), middle(figure) or 0.0, unit, figure.span.start, figure.span.end, far, money is not None
            )


def _in_words(sentence: Sentence) -> Iterator[Hand]:
    """`two engineers`, `ten instalments`."""
    for factor in in_words(sentence.text, sentence.start):
        if isinstance(factor.workings, Const) and factor.workings.value > Fraction(1):
            value = float(factor.workings.value)
            yield Hand(factor.workings, value, factor.unit, factor.start, factor.end, SENTENCE)
