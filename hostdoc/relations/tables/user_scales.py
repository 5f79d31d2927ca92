"""Two tables that state a cost by the number of users."""

from __future__ import annotations

from collections.abc import Iterator

from hostdoc.core.figure import Figure
from hostdoc.core.ledger import Grid, Ledger
from hostdoc.core.quantity import Quantity, comparable
from hostdoc.core.relation import Ref, Relation
from hostdoc.figures.labels import COST
from hostdoc.relations.evidence.ties import tied


def user_scales(ledger: Ledger) -> Iterator[Relation]:
    """Two tables that state a cost by the number of users agree where their scales meet."""
    scaled = [(grid, axis, cost) for grid in ledger.grids for axis, cost in _axes(grid)]
    for position, (grid, axis, cost) in enumerate(scaled):
        for other, other_axis, other_cost in scaled[position + 1 :]:
            if other is grid:
                continue
            for row in grid.rows:
                stated, point = row[cost].amount, _count(row[axis].figures)
                if stated is None or point is None or point.is_range or point.open:
                    continue
                matches = [r for r in other.rows if _meets(point, _count(r[other_axis].figures))]
                again = matches[-1][other_cost].amount if matches else None
                if again is not None and comparable(stated.quantity, again.quantity):
                    evidence = f"the scales `{row[axis].words}` and `{matches[-1][other_axis].words}`"
                    yield tied(stated, Ref(again), evidence)


def _axes(grid: Grid) -> Iterator[tuple[int, int]]:
    """The column of counts and the column of costs of a table, if it has both and little else."""
    counts = [
        index
        for index, column in enumerate(grid.columns[:2])
        if grid.rows and all(_count(row[index].figures) for row in grid.rows)
    ]
    costs = [
        i for i, column in enumerate(grid.columns) if column.states and COST.search(column.header) and i not in counts
    ]
    if counts and costs and len(grid.rows) >= 3:
        yield counts[0], costs[0]


def _count(figures: tuple[Figure, ...]) -> Quantity | None:
    """The count that a cell of an axis states, without a unit that is not one."""
    if len(figures) != 1:
        return None
    quantity = figures[0].quantity
    unit = quantity.unit
    scaled = any(end.scaled for end in quantity.ends)
    return quantity if scaled and not (unit.currency or unit.percent or unit.size) else None


def _meets(point: Quantity, bracket: Quantity | None) -> bool:
    """Whether a count lies in a range of counts."""
    if bracket is None or point.low is None:
        return False
    value = point.low.value
    above = bracket.low is None or value >= bracket.low.value
    return above and (bracket.high is None or value <= bracket.high.value)
