"""Sums that the digits of a table show, whatever its labels say: footing by layout and digits alone.

A row (or column) sums rows beside it if it does so in most columns, and not by chance. One column that differs where at
least three agree is reported as a drift.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from hostdoc.core.document import Document
from hostdoc.core.figure import Figure
from hostdoc.core.ledger import Grid, Ledger
from hostdoc.core.records import replace
from hostdoc.core.relation import Operation, Ref, Relation
from hostdoc.core.units import conflict
from hostdoc.figures.labels import LEFT
from hostdoc.relations.evidence.agreement import Amounts, Group
from hostdoc.relations.tables.adjacency import groups
from hostdoc.relations.tables.rows import amount_columns, roles
from hostdoc.relations.tables.set_apart import emphasized

ALL = 400  # lines of a table that is searched; longer ones are data
ROUNDED = 4  # sums of a table that are off by what rounding explains; one wrong amount puts off two or three
RATIO = 10  # how many exact ones may come on each of them where the amounts were rounded
FIRM, FIRMER = 3, 8  # places that agree where one that does not is an error, and how many for each further one
LAID_OUT = 2  # the same for a row in bold
NONE: frozenset[int] = frozenset()
Figures = list[list[Figure | None]]  # lines by places


def find(ledger: Ledger) -> Iterator[Relation]:
    """The sums of every table, over rows and over columns."""
    for grid in ledger.grids:
        if max(len(grid.rows), len(grid.columns)) > ALL:
            continue
        rows = _amounts(grid)
        unit = _unit(rows)
        if unit is not None:
            yield from _sums("footing", rows, unit, 0.25, _bold(ledger.document, grid), _left(grid))
            yield from _sums("cross-footing", _turned(rows), unit, 0.5)


def _bold(document: Document, grid: Grid) -> frozenset[int]:
    """The rows of which all amounts are in bold, where most are not."""
    columns = amount_columns(grid)
    stating = {n: [row[c] for c in columns if row[c].amount] for n, row in enumerate(grid.rows)}
    bold = {n for n, cells in stating.items() if cells and all(emphasized(document, cell) for cell in cells)}
    return frozenset(bold) if 2 * len(bold) < len(stating) else frozenset()


def _left(grid: Grid) -> frozenset[int]:
    """The rows that are called what is left."""
    return frozenset(role.number for role in roles(grid) if LEFT.search(role.label))


def _sums(
    kind: str,
    lines: Figures,
    unit: Decimal,
    least: float,
    bold: frozenset[int] = NONE,
    left: frozenset[int] = NONE,
) -> Iterator[Relation]:
    """The sums of lines over lines, with the drifts among them where many more agree.

    `bold` are lines of which the layout says, too, that they sum others, `left` those called what is left.
    """
    values = [[_scaled(figure, unit) if figure else None for figure in line] for line in lines]
    amounts = Amounts(values, _slack(_turned(lines), unit))
    found = groups(amounts, least, left)
    near = sum(len(group.near) for group in found)
    rounded = near >= ROUNDED and RATIO * near >= sum(len(group.agree) for group in found)
    for group in found:
        evidence = f"the digits of {len(group.agree)} {'columns' if kind == 'footing' else 'rows'}"
        firm = LAID_OUT if group.total in bold else FIRM
        for place in _claimed(amounts, group, found, rounded=rounded, firm=firm):
            slack = amounts.tolerance[place] * unit if rounded else Decimal(0)
            if relation := _relation(kind, lines, group, place):
                yield replace(relation, evidence=evidence, slack=slack)


def _claimed(amounts: Amounts, group: Group, found: list[Group], *, rounded: bool, firm: int) -> Iterator[int]:
    """The places of a sum where it agrees, and those where it does not for which the others speak."""
    yield from (*group.agree, *group.idle)
    if rounded:
        yield from group.near
    missed = group.differ if rounded else (*group.near, *group.differ)
    if len(group.agree) >= firm and len(missed) <= max(1, len(group.agree) // FIRMER):
        for place in missed:
            parts = [value for part in group.parts if (value := amounts.lines[part][place]) is not None]
            between = min(parts) <= (amounts.lines[group.total][place] or 0) <= max(parts)  # as a mean is, or a rate
            if not between or any(place in other.agree for other in found):
                yield place


def _relation(kind: str, lines: Figures, group: Group, place: int) -> Relation | None:
    """The sum at a place, unless its units conflict."""
    total = lines[group.total][place]
    figures = [figure for part in group.parts if (figure := lines[part][place])]
    if total is None or not figures:
        return None
    units = {figure.quantity.unit for figure in figures} - {total.quantity.unit}
    if any(conflict(total.quantity.unit, unit) for unit in units):
        return None
    return Relation(kind, total, Operation("+", tuple(map(Ref, figures))), "inferred", "")


def _turned(lines: Figures) -> Figures:
    return [list(line) for line in zip(*lines, strict=True)]


def _amounts(grid: Grid) -> Figures:
    columns = frozenset(amount_columns(grid))
    return [
        [_summable(cell.amount) if index in columns else None for index, cell in enumerate(row)] for row in grid.rows
    ]


def _summable(figure: Figure | None) -> Figure | None:
    """A point that is neither a percentage nor a word."""
    if figure is None or figure.quantity.low is None or figure.quantity.is_range or figure.quantity.word:
        return None
    return None if figure.quantity.unit.percent or figure.quantity.open else figure


def _unit(amounts: Figures) -> Decimal | None:
    """Half of the finest step of a table: every amount and every half step is a multiple of it."""
    steps = [figure.quantity.low.step for line in amounts for figure in line if figure and figure.quantity.low]
    return min(steps) / 2 if steps else None


def _scaled(figure: Figure, unit: Decimal) -> int:
    assert figure.quantity.low is not None
    return int(figure.quantity.low.value / unit)


def _slack(places: Figures, unit: Decimal) -> list[int]:
    """By how much an amount of each place may be off: half a step where its decimals are no money."""
    slack = []
    for place in places:
        steps = [
            figure.quantity.low.step
            for figure in place
            if figure and figure.quantity.low and not figure.quantity.unit.currency and figure.quantity.low.step < 1
        ]
        slack.append(int(max(steps) / 2 / unit) if steps else 0)
    return slack
