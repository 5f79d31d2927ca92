"""The sums that a total may be: figures with a rough idea of what they come to, so that few of many are judged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from hostdoc.core.arithmetic import estimate
from hostdoc.core.figure import Figure
from hostdoc.core.judge import SIEVE
from hostdoc.core.relation import Ref


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """Figures with their rough sums at the low and the high ends."""

    figures: tuple[Figure, ...]
    low: float
    high: float

    @classmethod
    def of(cls, figures: Iterable[Figure]) -> Terms:
        kept = tuple(figures)
        return cls(kept, sum(rough(figure, 0) for figure in kept), sum(rough(figure, 1) for figure in kept))

    def replaced(self, old: Figure, new: Figure | None) -> Terms:
        """With the sums as they are with another figure in the place of one, or with none."""
        low, high = ((rough(new, end) if new else 0) - rough(old, end) for end in (0, 1))
        return Terms(self.figures, self.low + low, self.high + high)


def rough(figure: Figure, end: int) -> float:
    return estimate(Ref(figure), end)


@dataclass(frozen=True, slots=True)
class Grouping:
    """What a total may sum; `firm` groupings are held against the total even where the digits do not support them."""

    parts: tuple[Terms, ...]
    firm: bool = False
    single: bool = False  # whether one term is enough

    @classmethod
    def of(cls, figures: Iterable[Figure], firm: bool = False) -> Grouping:
        return cls((Terms.of(figures),), firm)

    @property
    def size(self) -> int:
        return sum(len(part.figures) for part in self.parts)

    def near(self, stated: Figure) -> bool:
        """Whether the digits may support it: what `promising` says of its sum, from the sums of its parts."""
        ends = stated.quantity.ends
        low, high = sum(part.low for part in self.parts), sum(part.high for part in self.parts)
        for index, end, sum_of in ((0, ends[0], low), (1, ends[-1], high)):
            value = rough(stated, index)
            if abs(sum_of - value) <= SIEVE * max(abs(sum_of), abs(value)) + float(end.step):
                return True
        return False


def endings(figures: Sequence[Figure]) -> Iterator[Grouping]:
    """All of several figures, all but the first, … the last two."""
    terms = Terms.of(figures)
    low, high = terms.low, terms.high
    for first in range(len(figures) - 1):
        yield Grouping((Terms(terms.figures[first:], low, high),))
        low, high = low - rough(figures[first], 0), high - rough(figures[first], 1)
