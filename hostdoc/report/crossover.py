"""From where to where on a scale a range of costs crosses its price: best case first, worst case last.

Between the rows of a table the lines are straight on the axes of the chart: a way to draw, not a claim of the document.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from math import exp, floor, log, log10

from hostdoc.core.records import dataclass
from hostdoc.report.lettering import short

Place = tuple[float, float, float]  # a count, and how far the worst and the best case are above zero there


@dataclass(frozen=True, slots=True)
class Crossing:
    """`start`: the first count at which the best case covers the cost; `end`: from where the worst one does, too."""

    start: float
    end: float

    @property
    def text(self) -> str:
        """Rounded to what can be read off a line drawn between two rows: `6.4K–17K`."""
        start, end = (short(rounded(value)) for value in (self.start, self.end))
        return start if start == end else f"{start}–{end}"


def of_costs(places: Sequence[tuple[float, float, float]], price: float) -> Crossing | None:
    """Counts, each with the least and the greatest cost; straight lines on two logarithmic axes."""
    if min(low for _, low, _ in places) <= 0 or price <= 0:
        return None
    return crossing([(count, log(price / high), log(price / low)) for count, low, high in places])


def crossing(places: Sequence[Place]) -> Crossing | None:
    """None where zero is not crossed between the first row and the last, in the best case or the worst."""
    start = _first(places, lambda place: place[2])
    back = [(count, -worst, -best) for count, worst, best in reversed(places)]
    end = _first(back, lambda place: place[1])
    if start is None or end is None or start > end:
        return None
    return Crossing(start, end)


def _first(places: Sequence[Place], value: Callable[[Place], float]) -> float | None:
    """The count at which a value reaches zero from below, first; None if it starts above or never does."""
    for one, other in pairwise(places):
        below, above = value(one), value(other)
        if below > 0:
            return None
        if above > below and above >= 0:
            part = below / (below - above)
            return exp(log(one[0]) + part * log(other[0] / one[0]))
    return None


def rounded(value: float) -> float:
    """Two figures that count."""
    return round(value, 1 - floor(log10(value)))
