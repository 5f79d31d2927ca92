"""Relations as formulas over sliders: what a script in a page recomputes, as data."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction

from hostdoc.core.arithmetic import scaling_of
from hostdoc.core.figure import Figure
from hostdoc.core.relation import Const, Expression, Range, Ref, Relation, Words
from hostdoc.core.result import Check
from hostdoc.downstream import Model

Formula = list[object] | float  # `["+", …]`, `["knob", number]`, `["node", number]`, `["is", low, high]`
UNKNOWN = ["unknown"]  # what has no number


class Dependencies:
    """What follows from the assumptions that have a name.

    `order` are the figures that can be recomputed, each unknown once, those that others follow from first; `now` is
    what each comes to.
    """

    def __init__(self, model: Model, checks: Iterable[Check], name: Callable[[Figure], str]) -> None:
        self._model = model
        self._name = name
        self._roots: dict[Figure, frozenset[Figure]] = {}
        self._under_way: set[Figure] = set()
        order: list[Figure] = []
        for check in checks:
            self._visit(check.verdict.relation.stated, order)
        self.now = {it.figure: it.now for it in model.moved({}, order)}
        self.order = [figure for figure in order if figure in self.now and self._roots[figure]]

    def roots(self, figure: Figure) -> frozenset[Figure]:
        """The named assumptions that a figure follows from."""
        return self._roots[figure]

    def _visit(self, figure: Figure, order: list[Figure]) -> None:
        """Finds what a figure follows from, each behind those it follows from. A circle is cut where it closes."""
        waiting = [figure]
        while waiting:
            current = waiting[-1]
            same, relation = self._model.same(current), self._model.relation_of(current)
            if current not in self._roots and relation is not None and current not in self._under_way:
                self._under_way.update(same)
                waiting += [it for it in reversed(relation.inputs) if it not in self._under_way]
                continue
            waiting.pop()
            if current in self._roots:
                continue
            if relation is None:
                known = next((it for it in same if self._name(it) and _positive(it)), None)
                found = frozenset(() if known is None else (known,))
            else:
                found = frozenset[Figure]().union(*(self._roots.get(it, ()) for it in relation.inputs))
                order.append(current)
            self._roots.update(dict.fromkeys(same, found))


def _positive(figure: Figure) -> bool:
    """Whether a slider can go from a part of what a figure states to a multiple of it."""
    return bool(figure.quantity.ends) and figure.quantity.ends[0].value > 0


class Writer:
    """Writes figures as formulas over sliders, earlier results and what is stated."""

    def __init__(self, model: Model, knobs: Sequence[Figure], now: Mapping[Figure, Range]) -> None:
        self._model = model
        self._knobs = {it: number for number, root in enumerate(knobs) for it in model.same(root)}
        self._now = now
        self._nodes: dict[Figure, int] = {}
        self._written = 0

    def formula(self, figure: Figure) -> Formula:
        """How a figure is computed; after that it is a result for others."""
        relation = self._model.relation_of(figure)
        assert relation is not None
        formula = self._whole(relation)
        for it in self._model.same(figure):
            self._nodes.setdefault(it, self._written)
        self._written += 1
        return formula

    def _whole(self, relation: Relation) -> Formula:
        scale = scaling_of(relation)
        worth = scale(relation.stated.quantity)
        formula = self._formula(relation.workings, lambda figure: scale(figure.quantity))
        return formula if worth == 1 else ["÷", formula, float(worth)]

    def _formula(self, expression: Expression, worth: Callable[[Figure], Fraction]) -> Formula:
        if isinstance(expression, Const):
            return _number(expression.value)
        if isinstance(expression, Ref):
            plain = self._figure(expression.figure)
            return plain if worth(expression.figure) == 1 else ["×", plain, float(worth(expression.figure))]
        if isinstance(expression, Words):
            return list(UNKNOWN)
        return [expression.operator, *(self._formula(it, worth) for it in expression.arguments)]

    def _figure(self, figure: Figure) -> Formula:
        if figure in self._knobs:
            return ["knob", self._knobs[figure]]
        if figure in self._nodes:
            return ["node", self._nodes[figure]]
        ends = figure.quantity.ends
        again = next((self._now[it] for it in self._model.same(figure) if it in self._now), None)
        if again is None and not ends:
            return list(UNKNOWN)
        low, high = (again.low, again.high) if again else (Fraction(ends[0].value), Fraction(ends[-1].value))
        return _number(low) if low == high else ["is", _number(low), _number(high)]


def _number(value: Fraction) -> float:
    """As few digits as say it."""
    return int(value) if value.denominator == 1 and abs(value) < 2**53 else float(value)
