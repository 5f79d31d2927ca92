"""The sums that a total may be: figures with a rough idea of what they come to, so that few of many are judged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Literal

from hostdoc.core.arithmetic import estimate
from hostdoc.core.figure import Figure
from hostdoc.core.judge import SIEVE
from hostdoc.core.records import dataclass
from hostdoc.core.relation import Ref
from hostdoc.core.span import Span
from hostdoc.relations.evidence.slips import odd

Claim = Literal["", "slip", "near", "always"]
ABOUT = Decimal("0.05")  # part by which what is stated roughly may be off without any slip
TELLING = 4  # digits of an amount that says something by being nearly the same as another


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """Figures with their rough sums at the low and the high ends."""

    figures: tuple[Figure, ...]
    low: float
    high: float
    unread: tuple[Span, ...] = ()  # what stands in the place of a term and states no amount

    @classmethod
    def of(cls, figures: Iterable[Figure], unread: tuple[Span, ...] = ()) -> Terms:
        kept = tuple(figures)
        return cls(kept, sum(rough(figure, 0) for figure in kept), sum(rough(figure, 1) for figure in kept), unread)

    def replaced(self, old: Figure, new: Figure | None) -> Terms:
        """With the sums as they are with another figure in the place of one, or with none."""
        low, high = ((rough(new, end) if new else 0) - rough(old, end) for end in (0, 1))
        return Terms(self.figures, self.low + low, self.high + high)


def rough(figure: Figure, end: int) -> float:
    return estimate(Ref(figure), end)


@dataclass(frozen=True, slots=True)
class Grouping:
    """What a total may sum, and when it is held against the total although the digits do not support it:

    always; where it comes near; where it is but a slip of the pen away.
    """

    parts: tuple[Terms, ...]
    claim: Claim = ""
    single: bool = False  # whether one term is enough

    @classmethod
    def of(cls, figures: Iterable[Figure], claim: Claim = "", *, single: bool = False) -> Grouping:
        return cls((Terms.of(figures),), claim, single)

    @property
    def size(self) -> int:
        return sum(len(part.figures) for part in self.parts)

    def _sums(self, stated: Figure) -> tuple[float, float]:
        """What it comes to at the low and the high ends; what is taken off counts for savings without its sign."""
        low, high = sum(part.low for part in self.parts), sum(part.high for part in self.parts)
        return (-high, -low) if high < 0 < rough(stated, 1) else (low, high)

    def exact(self, stated: Figure) -> bool:
        """Whether it comes to just what is stated: `up to $500` is a total only of what makes $500."""
        return abs(self._sums(stated)[1] - rough(stated, 1)) < float(stated.quantity.ends[-1].step)

    def roughly(self, stated: Figure) -> bool:
        """Whether it comes to half of what is stated at least, and to twice that at most."""
        return rough(stated, 1) <= 2 * self._sums(stated)[1] <= 4 * rough(stated, 1)

    def apart(self, stated: Figure, other: Grouping) -> bool:
        """Whether what is stated lies between what it comes to and what another one does."""
        both = [it._sums(stated)[1] for it in (self, other)]
        return min(both) < rough(stated, 1) < max(both)

    def near(self, stated: Figure) -> bool:
        """Whether the digits may support it: what `promising` says of its sum, from the sums of its parts."""
        ends = stated.quantity.ends
        low, high = self._sums(stated)
        for index, end, sum_of in ((0, ends[0], low), (1, ends[-1], high)):
            value = rough(stated, index)
            if abs(sum_of - value) <= SIEVE * max(abs(sum_of), abs(value)) + float(end.step):
                return True
        return False


def slipped(stated: Figure, terms: Iterable[Figure], digits: int = TELLING) -> bool:
    """Whether a sum differs from what is stated in one digit, or in two that are transposed: 46,048 for 46,084.

    Or that is all but the sum, and less round.
    """
    quantities = [stated.quantity, *(term.quantity for term in terms)]
    if any(it.is_range or it.open or len(it.ends) != 1 for it in quantities) or any(it.loose for it in quantities[1:]):
        return False
    said, *parts = (quantity.ends[0].value for quantity in quantities)
    if stated.quantity.approximate and abs(said - sum(parts)) <= ABOUT * abs(said):
        return False
    step = min(quantity.ends[0].step for quantity in quantities)
    one, other = (str(int(value / step)) for value in (said, sum(parts)))
    if odd(int(one), int(other)):
        return True
    if len(one) != len(other) or len(other.rstrip("0")) < digits:
        return False
    wrong = [place for place, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    swapped = len(wrong) == 2 and wrong[1] - wrong[0] == 1 and one[wrong[0]] == other[wrong[1]]
    return len(wrong) == 1 or (swapped and one[wrong[1]] == other[wrong[0]])


def endings(figures: Sequence[Figure]) -> Iterator[Grouping]:
    """All of several figures, all but the first, … the last two."""
    terms = Terms.of(figures)
    low, high = terms.low, terms.high
    for first in range(len(figures) - 1):
        yield Grouping((Terms(terms.figures[first:], low, high),))
        low, high = low - rough(figures[first], 0), high - rough(figures[first], 1)
