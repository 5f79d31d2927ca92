"""What a reader has at hand to verify an amount of a sentence: the figures near it, and those that its words name.

In the order in which they are looked at: the sentence, the sentences before it in its passage, the rows, cells and
amounts that its words name, the passages before it in its section, and the totals of the document.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import islice
from typing import Literal

from hostdoc.core.cached import cached_property
from hostdoc.core.document import Item
from hostdoc.core.figure import Figure
from hostdoc.core.ledger import Grid, Ledger, TextBlock
from hostdoc.core.records import dataclass, replace
from hostdoc.core.regex import regex
from hostdoc.core.relation import Const, Expression, Ref
from hostdoc.core.units import TIMES, Unit
from hostdoc.figures.context import words_of
from hostdoc.figures.labels import is_total
from hostdoc.relations.evidence.fits import significant, written
from hostdoc.relations.evidence.slips import SHORT
from hostdoc.relations.prose.cues import FOR_ALL, HEADS, IN_FACTORS, IN_PARTS, OF, PARTS, PEOPLE, TIMES_IN_WORDS
from hostdoc.relations.prose.known import Known, Names, kinship
from hostdoc.relations.prose.rates import in_words
from hostdoc.relations.prose.sentences import Sentence, own_words
from hostdoc.relations.tables.lines import middle

_WORD = regex(r"[^\W\d_][\w-]+")
_NONE: frozenset[str] = frozenset()
_OF_WHAT = regex(r" (?:in|for|of|on) ([^\W\d_]{3,20})")
_BRACKET = regex(r"[\s*_]*(?:each|apiece)?[\s*_]*\(")
MOST_PASSAGES = 2_000  # of a document in which things are counted
MOST = 24  # that are tried with each other
ABOVE = 3  # passages before a sentence
FINE = 4  # digits of an amount that does not come out by chance
FEW_NEAR = 2  # amounts beside one that are no sum of several
FEW_BEFORE = 6  # amounts before it, in whatever section, that such an amount may come from
MOST_NAMED = 8  # rows and cells that a sentence may speak of
MOST_TOTALS = 4  # the same of totals
HALF = 0.5  # of the words of a header
SENTENCE, PASSAGE, NAMED, SECTION, DOCUMENT = range(5)  # how far away it stands
Sort = Literal["money", "percent", "number"]


@dataclass(frozen=True, eq=False)
class Hand:
    """A figure, or a number in words, that an amount may be computed from. Its words are looked for where one asks."""

    workings: Expression
    value: float
    unit: Unit
    start: int
    end: int
    far: int
    known: Known | None = None  # the named amount that it is

    @property
    def sort(self) -> Sort:
        return sort_of(self.unit)

    @property
    def time(self) -> str | None:
        """The time that it is a number of: of `12 minutes` the minute."""
        return self.unit.of if self.unit.of in TIMES else None

    @property
    def figure(self) -> Figure | None:
        """None for a number in words."""
        return self.workings.figure if isinstance(self.workings, Ref) else None

    @property
    def table(self) -> Grid | TextBlock | None:
        """What it is taken from."""
        return self.known.table if self.known else None

    @property
    def column(self) -> int:
        return self.known.column if self.known else -1

    @cached_property
    def total(self) -> bool:
        if self.known and self.known.sums:
            return True
        return self.figure is not None and is_total(self.figure.label.row)

    @cached_property
    def words(self) -> frozenset[str]:
        """Those of its row and column, and of the heading over them."""
        return _words(self.figure) if self.figure else _NONE

    @cached_property
    def own(self) -> frozenset[str]:
        """Those of its row, or between it and the amount before it."""
        if self.known:
            return self.known.own
        return words_of(f"{own_words(self.figure)} {_behind(self.figure)}") if self.figure else _NONE

    @cached_property
    def noun(self) -> frozenset[str]:
        """What it is a number of."""
        if not self.figure:
            return _NONE
        counts = self.unit.of and not self.unit.currency
        return (words_of(" ".join(_WORD.findall(self.figure.text)[-1:])) if counts else _NONE) | {self.unit.of}


def sort_of(unit: Unit) -> Sort:
    return "money" if unit.currency else "percent" if unit.percent else "number"


def at_hand(ledger: Ledger, known: Names, sentence: Sentence, stated: Figure) -> list[Hand]:
    """The figures that a stated one may be computed from, the nearest first."""
    found: dict[int, Hand] = {}
    end = sentence.start + len(sentence.text)
    for hand in _all(ledger, known, sentence, stated):
        behind = hand.far != SENTENCE and stated.span.start < hand.start < end
        if hand.value and hand.start != stated.span.start and not behind:
            found.setdefault(hand.start, hand)
            if len(found) == MOST:
                break
    return list(found.values())


def _all(ledger: Ledger, known: Names, sentence: Sentence, stated: Figure) -> Iterator[Hand]:
    here, around = stated.span.start, _around(ledger, known, sentence)
    near = [*_near(around, sentence, stated)]
    yield from near
    if _of_near_only(stated, near):
        return
    money = _money(sentence, stated)
    yield from _of_known(around.named, NAMED, money)
    yield from around.section
    yield from _of(sorted(around.counted, key=lambda figure: abs(figure.span.start - here))[:MOST_TOTALS], DOCUMENT)
    if written(stated) >= FINE:
        yield from _of(_before(ledger, stated), DOCUMENT)
    yield from _of_known(_totals(known, stated), DOCUMENT, money)
    yield from _of_known(_of_other_columns(known, sentence, stated), DOCUMENT, None)


def _near(around: _Around, sentence: Sentence, stated: Figure) -> Iterator[Hand]:
    """The amounts of its sentence, and those before it in its passage."""
    here = stated.span.start
    yield from sorted((hand for hand in around.own if hand.start < here), key=lambda hand: -hand.start)
    if behind := [hand for hand in around.own if hand.start > here]:
        end = _opened(sentence, stated)
        yield from sorted((hand for hand in behind if hand.start < end), key=lambda hand: hand.start)
    yield from _of(sentence.above[::-1], PASSAGE)


def _of_near_only(stated: Figure, near: Sequence[Hand]) -> bool:
    """Whether amounts from afar tell nothing: a round one of few digits is met by chance.

    Unless words mean it of them, as those of a percentage may, or those of a sum of several.
    """
    if stated.quantity.approximate or written(stated) >= SHORT or significant(stated) > 1:
        return False
    return len(near) <= FEW_NEAR and not any(unit.percent for unit in (stated.quantity.unit, *(it.unit for it in near)))


class _Around:
    """What all amounts of a sentence have at hand, as far as one asks for it."""

    def __init__(self, ledger: Ledger, known: Names, sentence: Sentence) -> None:
        self._ledger = ledger
        self._known = known
        self._sentence = sentence

    @cached_property
    def own(self) -> list[Hand]:
        """The amounts of the sentence."""
        return [*_of(self._sentence.figures, SENTENCE), *_in_words(self._sentence)]

    @cached_property
    def named(self) -> list[Known]:
        """Those it names."""
        return list(islice(_named(self._known, self._sentence, self._words), MOST_NAMED))

    @cached_property
    def section(self) -> list[Hand]:
        """Those of the passages above it."""
        above = self._sentence.around(self._ledger, ABOVE)[::-1]
        return list(_of([figure for passage in above for figure in passage.figures[::-1]], SECTION))

    @cached_property
    def counted(self) -> list[Figure]:
        """The numbers of the things of which it speaks."""
        counted = _counted(self._ledger)
        return [figure for word in sorted(self._words | _heads(self._words)) for figure in counted.get(word, ())]

    @cached_property
    def _words(self) -> frozenset[str]:
        return words_of(self._sentence.text)


@lru_cache(maxsize=2)  # its amounts come one after the other
def _around(ledger: Ledger, known: Names, sentence: Sentence) -> _Around:
    return _Around(ledger, known, sentence)


def _named(known: Names, sentence: Sentence, words: frozenset[str]) -> Iterator[Known]:
    """The rows whose labels a sentence says, their cells in the columns that it names, and amounts of such a name."""
    called = known.called(words)
    for it in called:
        if it.tabled and known.names(it, words) and (it.main or _headed(it, words)):
            yield it
    for it in known.totals:
        if not it.main and it.grid and _headed(it, words):
            yield it
    start, end = sentence.start, sentence.start + len(sentence.text)
    for it in called:
        if not it.tabled and not start <= it.figure.span.start < end and known.tells(it.own, words):
            yield it
    yield from known.headed(words)


def _headed(known: Known, words: frozenset[str]) -> bool:
    """Whether words name the column of a cell."""
    if known.grid is None:
        return False
    header = words_of(known.grid.columns[known.column].header)
    return bool(header) and kinship(header, words) >= HALF


def _totals(known: Names, stated: Figure) -> list[Known]:
    """The nearest totals of the same sort; a percentage or a number may be of any."""
    if not stated.quantity.unit.percent:
        return [it for it in known.totals_near(stated) if it.main][:MOST_TOTALS]
    start = stated.span.start
    return sorted((it for it in known.totals if it.main), key=lambda it: abs(it.figure.span.start - start))[
        :MOST_TOTALS
    ]


def _of_other_columns(known: Names, sentence: Sentence, stated: Figure) -> list[Known]:
    """The totals of the last table before an amount in its section, beside that of its last column."""
    path = sentence.passage.block.path
    before = [it for it in known.totals if it.grid and it.figure.span.start < stated.span.start]
    last = before[-1].grid if before else None
    return [it for it in before if it.grid is last and not it.main and it.figure.label.path == path][-MOST_TOTALS:]


def _money(sentence: Sentence, stated: Figure) -> Unit | None:
    """The money that bare numbers of tables may be of: that of an amount, or that a percentage stands beside."""
    units = [figure.quantity.unit for figure in (stated, *sentence.passage.figures)]
    if not stated.quantity.unit.percent:
        units = units[:1]
    return next((unit for unit in units if unit.currency), None)


def _opened(sentence: Sentence, stated: Figure) -> int:
    """How far behind it an amount may come from: to the end of the bracket, of an item that it begins, of its `of`."""
    behind = sentence.behind(stated)
    end = sentence.start + len(sentence.text)
    if FOR_ALL.match(behind):
        return end
    if OF.match(behind) and not words_of(behind):
        return end
    if stated.quantity.unit.percent:
        return 0
    if _BRACKET.match(behind):
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


def _of_known(found: list[Known], far: int, money: Unit | None) -> Iterator[Hand]:
    for it in found:
        if hand := _called(it, far, money if it.tabled and it.main else None):
            yield hand


@lru_cache(maxsize=512)
def _called(known: Known, far: int, money: Unit | None) -> Hand | None:
    """A named amount, with what is known of its table and its label."""
    return next((replace(hand, known=known) for hand in _of([known.figure], far, money)), None)


def _of(figures: list[Figure] | tuple[Figure, ...], far: int, money: Unit | None = None) -> Iterator[Hand]:
    """Figures as they stand; a bare number of a table may be of any `money`. What is `10x` in one sentence is so of
    what that sentence speaks of."""
    for figure in figures:
        quantity = figure.quantity
        if quantity.ends and not quantity.word and not quantity.open and not (far and quantity.unit.of == "x"):
            bare = not quantity.unit.of and not quantity.unit.per
            yield _hand(figure, far, replace(money, per=()) if bare and money and money.currency else quantity.unit)


@lru_cache(maxsize=512)  # the amounts of a section are at hand for each other
def _hand(figure: Figure, far: int, unit: Unit) -> Hand:
    return Hand(Ref(figure), middle(figure) or 0.0, unit, figure.span.start, figure.span.end, far)


def _words(figure: Figure) -> frozenset[str]:
    """The words of its row and column, and of the heading where these name it."""
    label = figure.label
    heading = label.path[-1:] if label.column or is_total(label.row) else ()
    return words_of(f"{label.row} {label.column} {' '.join(heading)}")


def _behind(figure: Figure) -> str:
    """What an amount is said to be of: `£7,121 in wages`."""
    of = _OF_WHAT.match(figure.span.source.text, figure.span.end)
    return of[1] if of else ""


def _in_words(sentence: Sentence) -> Iterator[Hand]:
    """`two engineers`, `ten instalments`, `a third`, `doubles`."""
    for factor in in_words(sentence.text, sentence.start):
        if isinstance(factor.workings, Const) and factor.workings.value > Fraction(1):
            value = float(factor.workings.value)
            yield Hand(factor.workings, value, factor.unit, factor.start, factor.end, SENTENCE)
    for said, numbers, unit in ((IN_PARTS, PARTS, Unit("%")), (IN_FACTORS, TIMES_IN_WORDS, Unit("x"))):
        for match in said.finditer(sentence.text):
            name = next(name for name, text in match.groupdict().items() if text)
            number = numbers[int(name[1:])][1]
            text = sentence.text[match.start() : match.end()]
            start = sentence.start + match.start()
            yield Hand(Const(number, " ".join(text.split())), float(number), unit, start, start + len(text), SENTENCE)
