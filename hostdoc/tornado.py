"""How much each assumption moves a figure, when it moves by its own range or by ten percent. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from hostdoc.core.figure import Figure
from hostdoc.core.records import dataclass
from hostdoc.core.relation import Range
from hostdoc.core.scenario import restated
from hostdoc.downstream import Model

TENTH = Fraction(1, 10)


@dataclass(frozen=True, slots=True)
class Swing:
    """What a figure comes to while one assumption moves between two values. `name` is that of the assumption."""

    name: str
    low: Figure
    high: Figure
    at_low: Range
    at_high: Range

    @property
    def spread(self) -> Fraction:
        """How far the figure moves, by the middle of its range."""
        return abs(middle(self.at_high) - middle(self.at_low))


@dataclass(frozen=True, slots=True)
class Tornado:
    """A figure as recomputed, and what moves it, what moves it most first."""

    figure: Figure
    now: Range
    swings: tuple[Swing, ...]


def tornado(model: Model, figure: Figure, roots: Iterable[tuple[str, Figure]]) -> Tornado | None:
    """The swings of a figure by assumptions and their names; None where none of them moves it."""
    now, found = None, []
    for name, root in roots:
        if not root.quantity.ends or root is figure:
            continue
        low, high = swing(root)
        at = [next(iter(model.moved({root: value}, (figure,))), None) for value in (low, high)]
        if at[0] and at[1] and at[0].then and at[1].then:
            now = at[0].now
            found.append(Swing(name, low, high, at[0].then, at[1].then))
    if now is None:
        return None
    return Tornado(figure, now, tuple(sorted(found, key=lambda it: (-it.spread, it.name))))


def swing(figure: Figure) -> tuple[Figure, Figure]:
    """A figure at the low and at the high end of its own range; a point at ten percent less and more."""
    ends = figure.quantity.ends
    low, high = Fraction(ends[0].value), Fraction(ends[-1].value)
    if low == high:
        low, high = sorted((low * (1 - TENTH), high * (1 + TENTH)))
    return restated(figure, low, low), restated(figure, high, high)


def middle(result: Range) -> Fraction:
    return (result.low + result.high) / 2
