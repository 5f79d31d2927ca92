"""Cost and margin at each count of users, and the count at which cost crosses the price."""

from __future__ import annotations

from hostdoc.core.records import dataclass
from hostdoc.report.cells import column
from hostdoc.report.crossover import Crossing, crossing, of_costs
from hostdoc.report.shapes import Ribbons


@dataclass(frozen=True, slots=True)
class Point:
    """A row of the table: users, cost, margin as stated and as recalculated."""

    users: float
    name: str
    low: float
    high: float
    opened: str
    stated: tuple[float, float] | None
    margin: str
    again: tuple[float, float] | None  # only where it differs
    again_text: str
    cost_again: tuple[float, float] | None
    line: int
    cost_id: str
    margin_id: str


def points_of(shape: Ribbons) -> list[Point]:
    counts, costs, margins = (column(shape.cells, index) for index in (shape.count, shape.cost, shape.margin))
    found = []
    for count, cost, margin in zip(counts, costs, margins, strict=True):
        if cost.low is None or count.low is None:
            continue
        found.append(
            Point(
                users=count.low,
                name=count.words,
                low=cost.low,
                high=cost.top,
                opened=cost.open,
                stated=None if margin.low is None or margin.high is None else (margin.low, margin.high),
                margin=margin.words,
                again=margin.redone,
                again_text=margin.again,
                cost_again=cost.redone,
                line=margin.line,
                cost_id=cost.id,
                margin_id=margin.id,
            )
        )
    return found


def crossing_of(shape: Ribbons) -> Crossing | None:
    """Where the cost crosses the price, or the stated margin zero where no price is known."""
    points = points_of(shape)
    if shape.price:
        return of_costs([(point.users, point.low, point.high) for point in points], shape.price)
    known = [(point.users, *point.stated) for point in points if point.stated]
    return crossing(known) if known else None
