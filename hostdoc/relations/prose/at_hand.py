"""What a reader has at hand to verify an amount of a sentence: the figures near it, and those that its words name.

In the order in which they are looked at: the sentence, the sentences before it in its passage, the passages before it
in its section, and the totals and rows of the document that it may speak of.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import islice
from typing import Literal

from hostdoc.core.document import Item
from hostdoc.core.figure import Figure
from hostdoc.core.ledger import Ledger
from hostdoc.core.regex import regex
from hostdoc.core.relation import Const, Expression, Ref
from hostdoc.core.units import TIMES, Unit
from hostdoc.figures.context import words_of
from hostdoc.figures.labels import is_total
from hostdoc.relations.evidence.fits import written
from hostdoc.relations.prose.cues import HEADS, OF, PEOPLE
from hostdoc.relations.prose.known import Names
from hostdoc.relations.prose.rates import in_words
from hostdoc.relations.prose.sentences import Sentence
from hostdoc.relations.tables.lines import middle

_WORD = regex(r"[^\W\d_][\w-]+")
_NONE: frozenset[str] = frozenset()
MOST_PASSAGES = 2_000  # of a document in which things are counted
MOST = 20  # that are tried with each other
ABOVE = 3  # passages before a sentence
FINE = 5  # digits of an amount that does not come out by chance
FEW_BEFORE = 6  # amounts before it, in whatever section, that such an amount may come from
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
    words: frozenset[str] = frozenset()
    total: bool = False
    noun: frozenset[str] = frozenset()  # what it is a number of

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
    end = _opened(sentence, stated)
    yield from sorted((hand for hand in own if here < hand.start < end), key=lambda hand: hand.start)
    yield from _of([f for f in sentence.earlier(stated) if f not in sentence.figures][::-1], PASSAGE)
    for passage in sentence.around(ledger, ABOVE)[::-1]:
        yield from _of(passage.figures[::-1], SECTION)
    words = words_of(sentence.text)
    counted = [figure for word in words | _heads(words) for figure in _counted(ledger).get(word, ())]
    yield from _of(sorted(counted, key=lambda figure: abs(figure.span.start - here))[:NAMED], DOCUMENT)
    if written(stated) >= FINE:
        yield from _of(_before(ledger, stated), DOCUMENT)
    for it in (*known.named(words)[:NAMED], *[it for it in known.totals_near(stated) if it.main][:NAMED]):
        yield from _of([it.figure], DOCUMENT, money=stated.quantity.unit if it.tabled else None)


def _opened(sentence: Sentence, stated: Figure) -> int:
    """How far behind it an amount may come from: to the end of the bracket, of an item that it begins, of its `of`."""
    behind = sentence.behind(stated)
    end = sentence.start + len(sentence.text)
    if stated.quantity.unit.percent:
        return end if OF.match(behind) and not words_of(behind) else 0
    if behind.lstrip(" *_").startswith("("):
        close = sentence.text.find(")", stated.span.end - sentence.start)
        return sentence.start + close if close > 0 else end
    return end if isinstance(sentence.passage.block, Item) and not words_of(sentence.ahead(stated)) else 0


def _before(ledger: Ledger, stated: Figure) -> list[Figure]:
    """The last amounts of the same sort in the prose before one."""
    figures = _prose(ledger)
    place = bisect_left(figures, stated.span.start, key=lambda figure: figure.span.start)
    near = figures[max(0, place - MOST) : place]
    return [f for f in near if sort_of(f.quantity.unit) == sort_of(stated.quantity.unit)][-FEW_BEFORE:][::-1]


@lru_cache(maxsize=2)
def _prose(ledger: Ledger) -> tuple[Figure, ...]:
    return tuple(figure for passage in ledger.passages for figure in passage.figures)


def _heads(words: frozenset[str]) -> frozenset[str]:
    """What `per head` counts."""
    return PEOPLE | HEADS if words & HEADS else frozenset()


@lru_cache(maxsize=2)
def _counted(ledger: Ledger) -> dict[str, list[Figure]]:
    """The numbers of things in the prose, by the words for the things."""
    plain = ledger.document.plain
    found: dict[str, list[Figure]] = {}
    for passage in ledger.passages[:MOST_PASSAGES]:
        for figure in passage.figures:
            quantity = figure.quantity
            if not (quantity.unit.currency or quantity.unit.percent or quantity.is_range or quantity.open):
                behind = _WORD.findall(plain[figure.span.end : figure.span.end + 24].split("\n")[0])[:1]
                for word in words_of(" ".join((*_WORD.findall(figure.text)[-1:], *behind, quantity.unit.of))):
                    found.setdefault(word, []).append(figure)
    return found


def _of(figures: list[Figure] | tuple[Figure, ...], far: int, money: Unit | None = None) -> Iterator[Hand]:
    """Figures as they stand; a bare number of a table may be of any `money`."""
    for figure in figures:
        quantity = figure.quantity
        if quantity.ends and not quantity.word and not quantity.open:
            bare = not quantity.unit.of and not quantity.unit.per
            yield _hand(figure, far, Unit(money.of) if bare and money and money.currency else quantity.unit)


@lru_cache(maxsize=512)  # the amounts of a section are at hand for each other
def _hand(figure: Figure, far: int, unit: Unit) -> Hand:
    label = f"{figure.label.row} {figure.label.column} {' '.join(figure.label.path[-1:])}"
    value, span, total = middle(figure) or 0.0, figure.span, is_total(figure.label.row)
    noun = words_of(" ".join(_WORD.findall(figure.text)[-1:])) if unit.of and not unit.currency else _NONE
    return Hand(Ref(figure), value, unit, span.start, span.end, far, words_of(label), total, noun | {unit.of})


def _in_words(sentence: Sentence) -> Iterator[Hand]:
    """`two engineers`, `ten instalments`."""
    for factor in in_words(sentence.text, sentence.start):
        if isinstance(factor.workings, Const) and factor.workings.value > Fraction(1):
            value = float(factor.workings.value)
            yield Hand(factor.workings, value, factor.unit, factor.start, factor.end, SENTENCE)
