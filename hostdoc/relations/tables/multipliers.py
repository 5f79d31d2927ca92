"""The numbers that may lead from one column of a table to another: those printed around it, and the usual ones.

Each has a price: how many digits of a table it takes to believe it, the more the more such numbers were tried.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from functools import cache, lru_cache
from itertools import combinations, islice
from math import log10
from operator import itemgetter

from hostdoc.core.figure import Figure
from hostdoc.core.ledger import Grid, Ledger
from hostdoc.core.quantity import plain
from hostdoc.core.records import dataclass
from hostdoc.core.relation import Const, Expression, Operation, Ref
from hostdoc.relations.evidence.stems import stems
from hostdoc.relations.tables.around import above, headings, near
from hostdoc.relations.tables.lines import Line, middle

NEAR = 5_000  # characters between a table and a number of its section, or of one above
PAIRED = 8  # of the nearest printed numbers, two are multiplied
MOST = 32  # printed numbers tried for a table
USUAL = 1.2  # digits that a number of months, hours, thousands takes
BARELY = (
    0.05  # part by which a printed number with a scale has to change an amount: 999 ÷ 1,000 would fit what is equal
)
HARDLY = 0.02  # the same for a percentage
HEADED = -1.0  # digits that the number in the heading of a table speaks for itself: `Per $1,000 spent`
FITS = 0.3  # digits that a printed number takes whose unit says what it is for
# Months, quarters and weeks of a year, days and hours of a month, minutes; thousands, millions, percents.
_USUAL = (12, 4, 52, 365, 30, 720, 730, 24, 7, 60, 3600, 3, 100, 1_000, 1_000_000)
_SCALES = (12, 100, 1_000, 1_000_000)  # of those, what goes with a printed number
_POWER = (((24, 30), 1_000), ((730,), 1_000), ((24, 365), 1_000))  # watts to kilowatt hours a month and a year
ONE = Const(Fraction(1), "1")


@dataclass(frozen=True, slots=True)
class Multiplier:
    """A number: what is multiplied, what it is divided by, and how many digits it takes; `figure` if it is printed."""

    value: float
    over: tuple[Expression, ...]
    under: tuple[Expression, ...]
    price: float
    figure: Figure | None = None
    implied: bool = False  # by the rows alone

    @property
    def times(self) -> bool:
        """Whether it is a printed number to multiply with, and no rate."""
        return self.plain and bool(self.over) and self.figure is not None and not self.figure.quantity.unit.percent

    @property
    def plain(self) -> bool:
        """Whether it is a printed number as it stands, or one over it."""
        (term,) = (*self.over, *self.under) if len(self.over) + len(self.under) == 1 else (None,)
        return self.figure is not None and not isinstance(term, Operation | None)

    def of(self, terms: tuple[Expression, ...], below: tuple[Expression, ...]) -> Expression:
        """Terms times this number, over what stands below; one over it where nothing stands above."""
        over, under = (*terms, *self.over) or (ONE,), (*below, *self.under)
        result = over[0] if len(over) == 1 else Operation("×", over)
        return Operation("÷", (result, *under)) if under else result


PLAIN = Multiplier(1.0, (), (), 0.0)


@cache
def usual() -> tuple[Multiplier, ...]:
    """Periods and powers of ten, up and down."""
    return tuple(_usual())


@cache
def _scales(most: int | None) -> tuple[Multiplier, ...]:
    """Those of them that go with a printed number: by the first so many of the scales."""
    return tuple(it for it in usual() if any(it.value in (number, 1 / number) for number in _SCALES[:most]))


def _usual() -> Iterator[Multiplier]:
    for number in _USUAL:
        term = Const(Fraction(number), str(number))
        yield Multiplier(float(number), (term,), (), USUAL)
        yield Multiplier(1 / number, (), (term,), USUAL)
    for times, under in _POWER:
        terms = tuple(Const(Fraction(number), str(number)) for number in times)
        value = float(terms[0].value * (terms[1].value if len(terms) > 1 else 1)) / under
        yield Multiplier(value, terms, (Const(Fraction(under), str(under)),), USUAL)


class Multipliers:
    """Those of a table in ascending order, and the values that are printed as they stand.

    Each is kept as what multiplies to it, and multiplied out where it is asked for.
    """

    def __init__(self, own: Sequence[Multiplier], found: Iterable[tuple[float, tuple[Multiplier, ...]]]) -> None:
        ascending = sorted(found, key=itemgetter(0))
        self.values = [value for value, _ in ascending]
        self.rates = sorted(one.value for one in own)
        self._parts = [parts for _, parts in ascending]

    def __getitem__(self, index: int) -> Multiplier:
        one, *others = self._parts[index]
        return _both(one, others[0]) if others else one

    def between(self, low: float, high: float) -> range:
        """The places of those whose values lie there."""
        return range(bisect_left(self.values, low), bisect_right(self.values, high))


@lru_cache(maxsize=64)
def known(ledger: Ledger, grid: Grid) -> Multipliers:
    """All multipliers of a table: the usual, the printed, and a printed with a usual scale."""
    figures = printed(ledger, grid)
    price = 0.3 + log10(max(1, 2 * len(figures)))
    head = {figure for passage in headings(ledger, grid)[-1:] for figure in passage.figures}
    own = [one for figure in figures for one in _variants(figure, HEADED if figure in head else price)]
    single = [(one.value, (one,)) for one in (PLAIN, *usual(), *own)]
    mixed = [
        (number, (one, scale))
        for one in own
        for scale in _scales(1 if _rate(one) else None)
        if abs((number := one.value * scale.value) - 1) > BARELY
    ]
    two = combinations([it for it in own if it.times][:PAIRED], 2)
    pairs = [(one.value * other.value, (one, other)) for one, other in two]
    return Multipliers(own, (*single, *mixed, *pairs))


def _rate(one: Multiplier) -> bool:
    """Whether it is a percentage: that goes with months of a year, but not with thousands."""
    return one.figure is not None and one.figure.quantity.unit.percent


def _both(one: Multiplier, other: Multiplier) -> Multiplier:
    """A printed number with a usual scale, or two of them, multiplied: 3 nights at 27 a night."""
    over, under = (*one.over, *other.over), (*one.under, *other.under)
    return Multiplier(one.value * other.value, over, under, one.price + other.price, one.figure)


def printed(ledger: Ledger, grid: Grid) -> list[Figure]:
    """The numbers in the headers, the heading and the sentences around a table, each once, the nearest first."""
    passages = [it for it in near(ledger, grid, NEAR) if above(it, grid) or it.span.start < grid.table.span.start]
    nearest = sorted(passages, key=lambda it: (not above(it, grid), _distance(it.span.start, it.span.end, grid)))
    around: list[Figure] = [figure for column in grid.columns for figure in column.figures]
    for passage in (*headings(ledger, grid)[-1:], *nearest):
        around += passage.figures
    found: dict[float, Figure] = {}
    for figure in around:
        value, quantity = middle(figure), figure.quantity
        if value and value > 0 and value != 1 and not (quantity.word or quantity.open):
            found.setdefault(value, figure)
    return list(islice(found.values(), MOST))


def _distance(start: int, end: int, grid: Grid) -> int:
    return max(grid.table.span.start - end, start - grid.table.span.end, 0)


def _variants(figure: Figure, price: float) -> Iterator[Multiplier]:
    """A number as a factor and as a divisor; of a rate also what it adds to, or leaves of, an amount.

    A percentage that hardly changes an amount, as 99.9 % does, would fit what is equal.
    """
    value, term = middle(figure) or 0.0, exact(figure)
    if figure.quantity.unit.percent and abs(value - 1) < HARDLY:
        return
    yield Multiplier(value, (term,), (), price, figure)
    yield Multiplier(1 / value, (), (term,), price, figure)
    if figure.quantity.unit.percent and value < 1:
        more, less = Operation("+", (ONE, term)), Operation("−", (ONE, term))
        for workings, number in ((more, 1 + value), (less, 1 - value)):
            yield Multiplier(number, (workings,), (), price, figure)
            yield Multiplier(1 / number, (), (workings,), price, figure)


def exact(figure: Figure) -> Expression:
    """A number marked `~` on which all rows agree is meant as it is written."""
    quantity = figure.quantity
    end = quantity.ends[0].value
    loose = quantity.approximate and not quantity.unit.percent and not quantity.is_range
    return Const(Fraction(end), plain(end)) if loose else Ref(figure)


def leads(figure: Figure, stated: Line, bases: Sequence[Line]) -> bool:
    """Whether the unit of a figure says that it leads from some columns to another: a price per what one counts, or a
    rate between the currencies of two."""
    unit = figure.quantity.unit
    if not unit.currency or not stated.money:
        return False
    currencies = {line.unit.of for line in (stated, *bases) if line.money}
    if len(currencies) == 2 and unit.of in currencies:
        return True
    counts = {word for line in bases for word in (line.unit.of.lower(), *stems(line.label)) if not line.money}
    return unit.of == stated.unit.of and any(part.lower() in counts for part in unit.per)
