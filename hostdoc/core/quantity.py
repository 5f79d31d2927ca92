"""An amount as its author wrote it: two ends, how finely each was written, and the unit."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from hostdoc.core.records import dataclass, field
from hostdoc.core.units import NONE, Unit, same_sort

Open = Literal["low", "high"]


@dataclass(frozen=True, slots=True)
class End:
    """One end of a range, or the only number of a point.

    `step` is one unit of the last digit written (`1.50` → 0.01, `5K` → 1000). `grain` is the place of the last digit
    that is not zero, times five where that digit is a 5 (`20` → 10, `65` → 5): how round the author's number is.
    """

    value: Decimal
    step: Decimal
    grain: Decimal
    scaled: bool = False  # written with K, M or B


@dataclass(frozen=True, slots=True)
class Quantity:
    """`low` and `high` are the same object for a point; an end that is not stated is None and `open`.

    `$25-40+` has both ends and `open="high"`; `$57+` has no high end, `<5K` no low one. `word`: a word stands for the
    figure (`Free`, `Negative`). `allows`: by how many percent it may be off, where its project says so of the word or
    sign that makes it approximate. `ends` are those that are stated, low first, a point once.
    """

    low: End | None
    high: End | None
    unit: Unit = NONE
    open: Open | None = None
    approximate: bool = False
    word: bool = False
    allows: Decimal | None = None
    ends: tuple[End, ...] = field(
        init=False, repr=False, compare=False
    )  # those that are stated, low first, a point once

    def __post_init__(self) -> None:
        low, high = self.low, self.high
        ends = tuple(end for end in (low, high) if end is not None) if low is not high else (low,) if low else ()
        object.__setattr__(self, "ends", ends)  # it is asked for more often than anything else

    @property
    def is_range(self) -> bool:
        return self.low is not self.high

    @property
    def backwards(self) -> bool:
        """Whether the low end is above the high one, which is a slip of the author."""
        return self.low is not None and self.high is not None and self.low.value > self.high.value

    @property
    def loose(self) -> bool:
        """Whether the author chose round ends: marked as approximate, or a range."""
        return self.approximate or (self.low is not None and self.high is not None and self.is_range)


def grain(value: Decimal, step: Decimal) -> Decimal:
    """The place of the last digit that is not zero, times five where that digit is a 5; the step for zero."""
    if value == 0:
        return step
    _, digits, exponent = value.normalize().as_tuple()
    place = Decimal(1).scaleb(int(exponent))
    return place * 5 if digits[-1] == 5 else place


def comparable(one: Quantity, other: Quantity) -> bool:
    """Whether two amounts count the same: the same currency or thing, and per the same, as far as both say."""
    if one.word or other.word or not one.ends or not other.ends:
        return False
    left, right = one.unit, other.unit
    if left.of != right.of and not same_sort(left, right):
        return False
    return left.per == right.per or set(left.per) <= set(right.per) or set(right.per) <= set(left.per)


def plain(number: Decimal) -> str:
    """A decimal in digits, never with an exponent and without idle zeros."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
