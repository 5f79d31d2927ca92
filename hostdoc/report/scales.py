"""An axis of amounts that knows where it puts them, so that words can be kept from running into each other."""

from __future__ import annotations

from collections.abc import Sequence
from math import log
from typing import Any

import altair as alt

from hostdoc.core.records import dataclass
from hostdoc.report.theme import amounts, label_expression, ticks

_MOST_TICKS = 9


@dataclass(frozen=True, slots=True)
class Scale:
    """From `low` to `high`, in `marks` where it is logarithmic."""

    low: float
    high: float
    logarithmic: bool
    marks: tuple[float, ...] = ()

    @classmethod
    def over(cls, values: Sequence[float], spread: float, marks: Sequence[float] = ()) -> Scale:
        """Logarithmic where the values lie further apart than `spread`, else from zero; `marks` are wanted ticks."""
        low, high = min(values), max(values)
        if low > 0 and high / low > spread:
            low, high = low * 0.75, high * 1.5
            round_ones = ticks(low, high)
            fewer = round_ones if len(round_ones) <= _MOST_TICKS else ticks(low, high, (1,))
            return cls(low, high, True, tuple(sorted(set(marks))) or tuple(fewer))
        room = (high - min(low, 0.0)) * 0.12 or 1.0
        return cls(min(low, 0.0) - (room / 2 if low <= 0 else 0.0), high + room, False)

    def at(self, value: float, length: float) -> float:
        """How far along an axis of that length a value stands."""
        if self.logarithmic:
            return length * log(value / self.low) / log(self.high / self.low)
        return length * (value - self.low) / (self.high - self.low)

    @property
    def drawn(self) -> alt.Scale:
        return alt.Scale(type="log" if self.logarithmic else "linear", domain=[self.low, self.high], nice=False)

    def axis(self, count: int, **more: Any) -> alt.Axis:
        if self.logarithmic:
            return alt.Axis(values=list(self.marks), labelExpr=label_expression(self.marks), labelOverlap=True, **more)
        return amounts(self.high, count, **more)
