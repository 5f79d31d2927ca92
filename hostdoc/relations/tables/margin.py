"""A margin agrees with its price and cost.

Checked: a column called margin or profit beside a price (revenue, charge, fee) and a cost, in money or percent; and the
same in prose, where a section names a price, a cost and a margin. The price may be one for all rows, printed around
the table. In money a margin is price − cost, in percent that over the price.

Example: cost `$8-12` at a price of `$10` leaves −20 to 20 %; a stated `~0-20%` hides the loss.

Wrong when the document means markup (over the cost) or takes further costs off that it does not print.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from hostdoc.core.document import Heading
from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge
from hostdoc.core.ledger import Grid, Ledger, Passage
from hostdoc.core.regex import regex
from hostdoc.core.relation import AGREES, Const, Expression, Operation, Ref, Relation
from hostdoc.core.span import Span
from hostdoc.figures.labels import COST, LEFT, MARGIN, PRICE
from hostdoc.relations.prose.sentences import sentences
from hostdoc.relations.tables.columns import amounts, margin_of, matching, summed
from hostdoc.relations.tables.multipliers import printed

NEAR = 8  # passages before a stated margin in which its price and cost are looked for
UNKNOWN = Const(Fraction(0), "?")  # only ever part of workings that are blocked
_AT = regex(r"(?:\A|\b)at\W*\Z", re.IGNORECASE)


def find(ledger: Ledger) -> Iterator[Relation]:
    """Margins in tables and in prose."""
    for grid in ledger.grids:
        yield from _in_table(ledger, grid)
    yield from _in_prose(ledger)


# -- Tables ---------------------------------------------------------------------------------------------------------


def _in_table(ledger: Ledger, grid: Grid) -> Iterator[Relation]:
    margins = [column for column in matching(grid, MARGIN) if not grid.columns[column].figures]
    taken = frozenset(margins)
    prices = [c for c in matching(grid, PRICE, without=taken) if any(amounts(grid, c))]
    taken |= frozenset(prices)
    costs = [c for c in matching(grid, COST, without=taken) if any(amounts(grid, c))]
    for column in margins if costs and not prices else ():
        yield from _at_one_price(ledger, grid, column, costs)
    for column in margins if prices else ():
        readings = [
            _column(grid, column, price, chosen)
            for price in reversed(prices)  # beside a price there may be the revenue of all who pay it
            for chosen in _cost_columns(grid, column, price, costs, margins)
        ]
        readings += [_column_of_profit(grid, column, price, left) for price in prices for left in margins]
        support = [sum(judge(relation).outcome in AGREES for relation in reading) for reading in readings]
        best = max(range(len(readings)), key=lambda index: (support[index], -index), default=None)
        if best is not None and (support[best] or len(readings[best]) == len(prices) == 1):
            yield from readings[best]


def _at_one_price(ledger: Ledger, grid: Grid, margin: int, costs: list[int]) -> list[Relation]:
    """The margin over one price for all rows, which the heading or the sentences around the table state."""
    best: list[Relation] = []
    most = 1  # rows that agree, besides which any price would do
    for price in printed(ledger, grid):
        if price.quantity.unit.currency and not price.quantity.is_range:
            found = [r for number, stated in amounts(grid, margin) if (r := _at(grid, number, stated, price, costs))]
            met = sum(judge(relation).outcome in AGREES for relation in found)
            if met > most and 2 * met >= len(found):
                best, most = found, met
    return best


def _at(grid: Grid, number: int, stated: Figure, price: Figure, costs: list[int]) -> Relation | None:
    terms: list[Expression] = [Ref(amount) for c in costs if (amount := grid.rows[number][c].amount)]
    if not terms or not stated.quantity.ends:
        return None
    workings = margin_of(Ref(price), summed(terms), percent=stated.quantity.unit.percent)
    evidence = f"`{price.text}` and the columns " + " and ".join(f"`{grid.columns[c].header}`" for c in costs)
    return Relation("margin", stated, workings, "inferred", evidence, conclusion="sign")


def _cost_columns(grid: Grid, margin: int, price: int, costs: list[int], margins: list[int]) -> list[list[int]]:
    """What may be the costs: the columns that say so, else every amount between the price and the margin."""
    between = [
        c
        for c in range(min(price, margin) + 1, max(price, margin))
        if grid.columns[c].states and not grid.columns[c].unit.percent and c not in margins
    ]
    return [chosen for chosen in (costs, between) if chosen]


def _column(grid: Grid, margin: int, price: int, costs: list[int]) -> list[Relation]:
    rows = amounts(grid, margin)
    return [relation for number, stated in rows if (relation := _row(grid, number, stated, price, costs)) is not None]


def _column_of_profit(grid: Grid, margin: int, price: int, left: int) -> list[Relation]:
    """The margin in percent as the profit over what is earned."""
    if left == margin or grid.columns[left].unit.percent or not grid.columns[margin].unit.percent:
        return []
    evidence, found = _header(grid, price, [left]), []
    for number, stated in amounts(grid, margin):
        earned, profit = grid.rows[number][price].amount, grid.rows[number][left].amount
        if earned and profit and stated.quantity.unit.percent and not profit.quantity.unit.percent:
            workings = Operation("÷", (Ref(profit), Ref(earned)))
            found.append(Relation("margin", stated, workings, "inferred", evidence, conclusion="sign"))
    return found


def _row(grid: Grid, number: int, stated: Figure, price: int, costs: list[int]) -> Relation | None:
    cells = grid.rows[number]
    revenue = cells[price].amount
    terms: list[Expression] = [Ref(amount) for c in costs if (amount := cells[c].amount)]
    unread = tuple(cells[c].cell.span for c in (price, *costs) if cells[c].amount is None and cells[c].words)
    blocked = ""
    if revenue is None or not terms:
        if not unread:
            return None
        blocked = f"{_named(unread)} states no amount"
    workings = margin_of(
        Ref(revenue) if revenue else UNKNOWN,
        summed(terms) if terms else UNKNOWN,
        percent=stated.quantity.unit.percent,
    )
    evidence = _header(grid, price, costs)
    return Relation("margin", stated, workings, "inferred", evidence, unread=unread, blocked=blocked, conclusion="sign")


def _named(spans: tuple[Span, ...]) -> str:
    return ", ".join(f"`{span.text}`" for span in spans)


def _header(grid: Grid, price: int, costs: list[int]) -> str:
    headers = [grid.columns[column].header for column in (price, *costs)]
    return "the columns " + " and ".join(f"`{header}`" for header in headers)


# -- Prose ----------------------------------------------------------------------------------------------------------


def _in_prose(ledger: Ledger) -> Iterator[Relation]:
    """A margin in percent whose words say so, with the price and cost of its own sentence, else the nearest before it.

    Both have to be per the same time: a price of a month and the revenue of a year make no margin.
    """
    own = {figure.span.start: sentence.figures for sentence in sentences(ledger) for figure in sentence.figures}
    for index, passage in enumerate(ledger.passages):
        for stated in passage.figures:
            if not stated.quantity.unit.percent or not _ends_with(MARGIN, stated.label.row):
                continue
            beside = own.get(stated.span.start, ())
            price, cost = _price_and_cost(ledger, _nearest(beside, stated))
            if price and cost and max(price.span.start, cost.span.start) > stated.span.start and _of_several(beside):
                continue
            if not (price and cost):
                price, cost = _price_and_cost(ledger, _before(ledger, index, stated))
            if price and cost and price.quantity.unit.time == cost.quantity.unit.time:
                yield from _of_price(ledger, index, stated, price, cost)


def _of_price(ledger: Ledger, index: int, stated: Figure, price: Figure, cost: Figure) -> Iterator[Relation]:
    """What a price is more than its cost; or what is left of it by the amount between the cost and the percentage."""
    workings = margin_of(Ref(price), Ref(cost), percent=True)
    less_cost = Relation("margin", stated, workings, "inferred", "the word `margin`", conclusion="sign")
    left = next((f for f in _before(ledger, index, stated) if _is_money(f) and _ends_with(LEFT, f.label.row)), None)
    if left is None or left.span.start < max(price.span.start, cost.span.start) or judge(less_cost).outcome in AGREES:
        yield less_cost
        return
    evidence = f"the labels `{left.label.row}` and `{price.label.row}`"
    of_left = Relation("margin", stated, Operation("÷", (Ref(left), Ref(price))), "inferred", evidence)
    yield from [of_left] if judge(of_left).outcome in AGREES else ()


def _price_and_cost(ledger: Ledger, near: list[Figure]) -> tuple[Figure | None, Figure | None]:
    """The first amount that is called a price, and the first other one that is called a cost."""
    price = next((f for f in near if _is_price(ledger, f)), None)
    cost = next((f for f in near if f is not price and _is_money(f) and _ends_with(COST, f.label.row)), None)
    return price, cost


def _nearest(beside: tuple[Figure, ...], stated: Figure) -> list[Figure]:
    """The figures of its sentence before a stated one, nearest first; then those behind it."""
    before = [figure for figure in beside if figure.span.start < stated.span.start]
    return [*reversed(before), *beside[len(before) + 1 :]]


def _of_several(beside: tuple[Figure, ...]) -> bool:
    """Whether a sentence states several percentages, such as what a margin was before: `from 55% to 65%`."""
    parts = [figure for figure in beside if figure.quantity.unit.percent]
    return len(parts) > 1 or any(figure.quantity.is_range for figure in parts)


def _before(ledger: Ledger, index: int, stated: Figure) -> list[Figure]:
    """The figures before a stated one in its section, nearest first."""
    near: list[Passage] = []
    for passage in reversed(ledger.passages[max(0, index - NEAR) : index + 1]):
        if isinstance(passage.block, Heading) or passage.block.path != ledger.passages[index].block.path:
            break
        near.append(passage)
    return [f for passage in near for f in reversed(passage.figures) if f.span.start < stated.span.start]


def _is_money(figure: Figure) -> bool:
    return figure.quantity.unit.currency is not None


def _is_price(ledger: Ledger, figure: Figure) -> bool:
    if not _is_money(figure):
        return False
    before = ledger.document.plain[max(0, figure.span.start - 8) : figure.span.start]
    return _ends_with(PRICE, figure.label.row) or _AT.search(before) is not None


def _ends_with(pattern: re.Pattern[str], words: str) -> bool:
    """Whether one of the last two words before a figure matches."""
    return pattern.search(" ".join(words.split()[-2:])) is not None
