"""A bill follows from two usages and the rates that the document prints for them.

Checked, as column formulas: a column of money that is one count times a rate plus another count times another rate,
perhaps plus a fixed fee, where the rates (and the fee) are amounts of that currency printed elsewhere. The counts
stand in two columns, or together in the cells of one: `1 hr voice + 3 hr text`. Three rows decide the rates; others
must agree, all but one.

Example: 1 hour of voice and 3 of text cost $3.63 at $1.50 and $0.71.

Wrong when two printed amounts fit by chance; so three rows are claimed only without a fee.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from itertools import combinations

from hostdoc.core.arithmetic import estimate
from hostdoc.core.figure import Figure
from hostdoc.core.ledger import Ledger
from hostdoc.core.relation import Expression, Operation, Ref, Relation
from hostdoc.relations.evidence.fits import NOTHING, Fit, fit, relations
from hostdoc.relations.tables.lines import Line, View, by_columns, middle

ROWS = 3
TRIED = 6  # rows of which any three may decide the rates
COUNTS = 4  # columns of counts that are paired
PRINTED = 80  # amounts tried as rates
DIGITS = 8  # significant digits of the met rows together
DIGITS_OF_RATES = 5  # the same where both rates are said to be `per` something
SNAP = 0.02  # part by which a solved rate may be off a printed one
_Card = tuple[Figure, Figure, Figure | None]
_Pair = tuple[Line, Line]


def find(ledger: Ledger) -> Iterator[Relation]:
    """The bills of every table with two usages."""
    printed: dict[str, list[tuple[float, Figure]]] | None = None
    for grid in ledger.grids:
        if len(grid.rows) < ROWS:
            continue
        view = by_columns(grid)
        bills = [line for line in view.lines if line.money]
        pairs = list(_pairs(view)) if bills else []
        if not pairs:
            continue
        if printed is None:
            printed = _printed(ledger)
        for stated in bills:
            yield from _best(view, stated, pairs, printed.get(stated.unit.of, [])).relations


def _pairs(view: View) -> Iterator[_Pair]:
    """Two columns of counts, or the two figures that all cells of a column state."""
    counts = [line for line in view.lines if not (line.money or line.percent or line.sums or line.unit.size)]
    yield from combinations(counts[:COUNTS], 2)
    for index, column in enumerate(view.grid.columns):
        cells = {place: view.grid.rows[place][index].figures for place in view.items}
        pairs = {place: figures for place, figures in cells.items() if len(figures) == 2 and all(map(_counts, figures))}
        if len(pairs) >= ROWS:
            yield _of_cells(index, column.header, pairs, 0), _of_cells(index, column.header, pairs, 1)


def _of_cells(index: int, header: str, cells: Mapping[int, tuple[Figure, ...]], which: int) -> Line:
    amounts = {place: figures[which] for place, figures in cells.items()}
    return Line(index, header, next(iter(amounts.values())).quantity.unit, amounts)


def _counts(figure: Figure) -> bool:
    unit = figure.quantity.unit
    return bool(figure.quantity.ends) and not (unit.currency or unit.percent or unit.size)


def _printed(ledger: Ledger) -> dict[str, list[tuple[float, Figure]]]:
    """By currency, the points stated in the document, each number once, in ascending order; rates `per` something
    before others."""
    found: dict[str, dict[float, Figure]] = {}
    figures = [figure for figure in ledger.figures if figure.quantity.unit.currency and not figure.quantity.is_range]
    for figure in sorted(figures, key=lambda figure: not figure.quantity.unit.per):
        value = middle(figure)
        known = found.setdefault(figure.quantity.unit.of, {})
        if value and value > 0 and len(known) < PRINTED:
            known.setdefault(value, figure)
    return {currency: sorted(known.items()) for currency, known in found.items()}


def _best(view: View, stated: Line, pairs: list[_Pair], printed: list[tuple[float, Figure]]) -> Fit:
    best = NOTHING
    own = set(map(id, stated.amounts.values()))
    rates = [(value, figure) for value, figure in printed if id(figure) not in own]
    for pair in pairs:
        if pair[0].index >= stated.index or pair[1].index >= stated.index or len(rates) < 2:
            continue
        for card in _cards(view, stated, pair, rates):
            found = _fit(view, stated, pair, card)
            enough = found.met > ROWS or (found.met == ROWS and card[2] is None)
            digits = DIGITS_OF_RATES if all(rate.quantity.unit.per for rate in card[:2] if rate) else DIGITS
            if enough and found.met >= ROWS * found.missed and found.digits >= digits and found.rank > best.rank:
                best = found
    return best


def _cards(view: View, stated: Line, pair: _Pair, rates: list[tuple[float, Figure]]) -> list[_Card]:
    """The printed rates that three of the first rows ask for, with the fee that is left."""
    rows = [
        (pair[0].values[place], pair[1].values[place], stated.values[place])
        for place in view.items
        if place in stated.values and place in pair[0].values and place in pair[1].values
    ]
    found: dict[tuple[int, int, int], _Card] = {}
    for (a, b, s), (c, d, t), (e, f, u) in combinations(rows[:TRIED], 3):
        determinant = (c - a) * (f - b) - (e - a) * (d - b)
        if not determinant:
            continue
        first = _nearest(rates, ((t - s) * (f - b) - (u - s) * (d - b)) / determinant)
        second = _nearest(rates, ((c - a) * (u - s) - (e - a) * (t - s)) / determinant)
        if first is None or second is None or first is second:
            continue
        left = s - a * first[0] - b * second[0]
        fee = None if abs(left) <= SNAP * abs(s) else _nearest(rates, left)
        if fee is None and abs(left) > SNAP * abs(s):
            continue
        found[id(first[1]), id(second[1]), id(fee and fee[1])] = (first[1], second[1], fee[1] if fee else None)
    return list(found.values())


def _nearest(rates: list[tuple[float, Figure]], value: float) -> tuple[float, Figure] | None:
    """The printed rate next to a solved one."""
    place = bisect_left(rates, value, key=lambda rate: rate[0])
    near = [rate for rate in rates[max(0, place - 1) : place + 1] if abs(rate[0] - value) <= SNAP * rate[0]]
    return min(near, key=lambda rate: abs(rate[0] - value), default=None)


def _fit(view: View, stated: Line, pair: _Pair, card: _Card) -> Fit:
    first, second, fee = card
    labels = f"`{pair[0].label}`" if pair[0].index == pair[1].index else f"`{pair[0].label}` and `{pair[1].label}`"

    def workings(place: int) -> Expression | None:
        if place not in pair[0].values or place not in pair[1].values:
            return None
        terms: list[Expression] = [
            Operation("×", (Ref(line.amounts[place]), Ref(rate)))
            for line, rate in zip(pair, (first, second), strict=True)
        ]
        plain = Operation("+", tuple(terms))
        with_fee = Operation("+", (*terms, Ref(fee))) if fee else plain
        value = stated.values.get(place, 0.0)
        return min((with_fee, plain), key=lambda made: abs(estimate(made) - value))  # some rows may be free of it

    evidence = f"{labels} at `{first.text}` and `{second.text}`, which agree in the other rows"
    return fit(relations("column-formula", stated, view.items, workings, evidence))
