"""How well the amounts of a line agree with the sums of others, place by place, and how little by chance.

All amounts are integers in halves of the finest step of the table, so that sums are compared exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import gcd, log10

from hostdoc.core.records import dataclass

STEP = 2  # one unit of the last digit of the finest amount
MANY = 6  # amounts, all multiples of five, that are so for a reason
MISS = 0.6  # digits of evidence that a place which differs takes away: shares, rates and means do in every table
NEAR = 20  # of what part of an amount rounding may make it off
Line = Sequence[int | None]


@dataclass(frozen=True, slots=True)
class Group:
    """The line that sums, the lines summed, and the places where it does, nearly does, and does not.

    At the `idle` places it does by chance: nothing, or one amount, is summed. `evidence` is how many digits agree, at
    places that are no multiples of each other. `scatters`: sums that are near come to more here, and to less there.
    """

    total: int
    parts: tuple[int, ...]
    agree: tuple[int, ...]
    idle: tuple[int, ...]
    near: tuple[int, ...]
    differ: tuple[int, ...]
    evidence: float
    scatters: bool

    @property
    def score(self) -> float:
        """The evidence less what the places that differ speak against it."""
        return self.evidence - MISS * len(self.differ)

    @property
    def coverage(self) -> float:
        """At which part of the places it is met or nearly so."""
        met = len(self.agree) + len(self.near)
        return met / (met + len(self.differ)) if met else 0.0


class Amounts:
    """The amounts of a table, as lines over places and as places over lines, and by how much each may be off."""

    def __init__(self, lines: Sequence[Line], slack: Sequence[int]) -> None:
        """`slack`: by how much an amount of each place may be off because it is written with decimals."""
        self.lines = lines
        self.places = list(zip(*lines, strict=True))
        self.slack = slack
        self.tolerance = [max(_grain(place) // 2, slack) for place, slack in zip(self.places, slack, strict=True)]

    def group(self, total: int, parts: Sequence[int]) -> Group:
        """How a line agrees with the sum of others."""
        found: dict[str, list[int]] = {"agree": [], "idle": [], "near": [], "differ": []}
        told: dict[tuple[int, ...], float] = {}
        signs = set()
        for place, target in enumerate(self.lines[total]):
            members = [self.lines[part][place] for part in parts]
            values = [value for value in members if value is not None]
            if target is None or not values:
                continue
            off = sum(values) - target
            how = self._how(place, target, values, off)
            found[how].append(place)
            if how == "near":
                signs.add(off > 0)
            if digits := self._digits(how, place, target, values, abs(off)):
                shape = tuple(round(1000 * (value or 0) / target) for value in members)  # the same for multiples
                told[shape] = max(digits, told.get(shape, 0.0))
        lists = {how: tuple(places) for how, places in found.items()}
        return Group(total, tuple(sorted(parts)), **lists, evidence=sum(told.values()), scatters=len(signs) > 1)

    def _how(self, place: int, target: int, values: list[int], off: int) -> str:
        if abs(off) <= self.slack[place] * len(values):
            return "agree" if target and len(values) - values.count(0) > 1 else "idle"
        near = abs(off) <= self.tolerance[place] * len(values) and NEAR * abs(off) <= abs(target)
        return "near" if near else "differ"

    def _digits(self, how: str, place: int, target: int, values: list[int], off: int) -> float:
        """Of how many digits it tells that a sum is met: of one in so many powers of ten by chance."""
        if how == "agree":
            return log10(max(1.0, abs(target) / (_unit((target, *values)) + 2 * off)))
        if how == "near":
            return log10(max(1.0, abs(target) / (4 * self.tolerance[place] * len(values))))
        return 0.0


def _unit(values: Line) -> int:
    """The greatest power of ten, in written digits, that divides all amounts."""
    common = gcd(*(value for value in values if value))
    unit = STEP
    while common and common % (10 * unit) == 0:
        unit *= 10
    return unit


def _grain(values: Line) -> int:
    """What the amounts of a place are multiples of: a power of ten, or five of it where enough of them are."""
    unit = _unit(values)
    stated = [value for value in values if value]
    return 5 * unit if len(stated) >= MANY and all(value % (5 * unit) == 0 for value in stated) else unit
