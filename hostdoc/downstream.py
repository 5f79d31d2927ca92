"""What follows from figures: everything recomputed downstream of those that a scenario changes. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from hostdoc.core.arithmetic import evaluate, scaling_of
from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge
from hostdoc.core.operators import Incomputable
from hostdoc.core.records import dataclass, field, replace
from hostdoc.core.relation import Range, Ref, Relation, Verdict
from hostdoc.core.result import Check
from hostdoc.core.scenario import restated, substituted

BASES = ("declared", "stated", "inferred")
# What recomputes nothing: claims, and places that only say again what another says.
RECOMPUTES_NOTHING = ("tie-out", "exchange", "bound", "ordering")
AGREES = ("holds", "rounds")
DEEPEST = 200  # relations one behind the other


@dataclass(frozen=True, slots=True)
class Moved:
    """A figure that depends on what a scenario changes: recomputed as the document stands, and in the scenario.

    `then` is None where that cannot be computed: it divides by zero.
    """

    figure: Figure
    now: Range
    then: Range | None


@dataclass(slots=True)
class Model:
    """The relations of documents as a computation: which figure each figure is computed from, and which say the same.

    A figure is computed by one relation, the one with the best evidence. Figures that tie out are one unknown.
    """

    checks: Sequence[Check]
    _relation: dict[Figure, Relation] = field(default_factory=dict)
    _same: dict[Figure, list[Figure]] = field(default_factory=dict)
    _users: dict[Figure, list[Figure]] = field(default_factory=dict)  # of each input, the figures computed from it
    _now: _Run | None = None  # as the documents stand; every scenario is compared with it

    def __post_init__(self) -> None:
        for check in sorted(self.checks, key=lambda check: BASES.index(check.verdict.relation.basis)):
            relation = check.verdict.relation
            if relation.comparison != "=" or relation.blocked or relation.coincidental:
                continue
            if relation.kind not in RECOMPUTES_NOTHING:
                self._relation.setdefault(relation.stated, relation)
            elif relation.kind == "tie-out" and isinstance(relation.workings, Ref) and check.outcome == "holds":
                again = relation.workings.figure
                if not _measured_alike(relation.stated, again):
                    continue
                self._same.setdefault(relation.stated, []).append(again)
                self._same.setdefault(again, []).append(relation.stated)
        for stated, relation in self._relation.items():
            for figure in relation.inputs:
                self._users.setdefault(figure, []).append(stated)

    def moved(self, changes: Mapping[Figure, Figure], figures: Iterable[Figure] | None = None) -> tuple[Moved, ...]:
        """Every figure downstream of the changed ones, or the `figures` named, in the order of the text."""
        now = self._now = self._now or _Run(self, {})
        then = _Run(self, changes) if changes else now
        found = []
        for figure in self._downstream(changes) if figures is None else figures:
            if before := now.range(figure):
                found.append(Moved(figure, before, then.range(figure)))
        return tuple(sorted(found, key=lambda it: (it.figure.span.source.path, it.figure.span.start)))

    def upstream(self, figure: Figure) -> tuple[Figure, ...]:
        """The figures that one is computed from and that are computed from none themselves."""
        seen: dict[Figure, None] = {}
        roots: list[Figure] = []
        waiting = [figure]
        while waiting:
            current = waiting.pop()
            if current in seen:
                continue
            seen[current] = None
            relation = self.relation_of(current)
            if relation is None:
                roots.append(current)
            else:
                waiting.extend(relation.inputs)
        return tuple(sorted(roots, key=lambda it: (it.span.source.path, it.span.start)))

    def relation_of(self, figure: Figure) -> Relation | None:
        """What a figure is computed by: its own relation, else that of a figure that says the same."""
        return next((r for it in self.same(figure) if (r := self._relation.get(it)) is not None), None)

    def same(self, figure: Figure) -> tuple[Figure, ...]:
        """The figure and those that say the same, the figure first."""
        seen = {figure: None}
        waiting = [figure]
        while waiting:
            for other in self._same.get(waiting.pop(), ()):
                if other not in seen:
                    seen[other] = None
                    waiting.append(other)
        return tuple(seen)

    def downstream(self, figures: Iterable[Figure]) -> tuple[Figure, ...]:
        """Every figure that is computed from one of these, or says the same as one that is; some may be among them."""
        seen: dict[Figure, None] = {}
        waiting = [other for figure in figures for other in self.same(figure)]
        while waiting:
            for user in self._users.get(waiting.pop(), ()):
                for other in self.same(user):
                    if other not in seen:
                        seen[other] = None
                        waiting.append(other)
        return tuple(seen)

    def judged(self, given: Iterable[Figure], figures: Iterable[Figure]) -> Mapping[Figure, Verdict]:
        """The verdicts on figures whose inputs, and theirs, are what they come to; those `given` are what they state.

        So a figure that agrees with its inputs drifts if these do not follow. What nothing computes has no verdict.
        """
        run = _Run(self, {figure: figure for figure in given})
        found = {}
        for figure in figures:
            relation = self.relation_of(figure)
            if relation is not None:
                inputs = {it: run.value(it) for it in relation.inputs}
                changed = {it: value for it, value in inputs.items() if value is not it}
                found[figure] = judge(substituted(replace(relation, stated=figure), changed))
        return found

    def _downstream(self, changes: Iterable[Figure]) -> tuple[Figure, ...]:
        given = {other for figure in changes for other in self.same(figure)}
        return tuple(figure for figure in self.downstream(given) if figure not in given)


def _measured_alike(one: Figure, other: Figure) -> bool:
    """Whether two amounts are per the same size: $10 and $10/GB may be equal, and are two unknowns."""
    left, right = one.quantity.unit, other.quantity.unit
    return [*filter(left.measure, left.per)] == [*filter(right.measure, right.per)]


@dataclass(slots=True)
class _Run:
    """One evaluation of a model: every figure once, the changed ones as given.

    What a change makes incomputable is lost, and so is all that follows from it; what the document itself cannot
    compute is what it states.
    """

    model: Model
    changes: Mapping[Figure, Figure]
    _known: dict[Figure, Figure] = field(default_factory=dict)
    _ranges: dict[Figure, Range] = field(default_factory=dict)
    _lost: set[Figure] = field(default_factory=set)
    _under_way: set[Figure] = field(default_factory=set)

    def range(self, figure: Figure) -> Range | None:
        self.value(figure)
        return self._ranges.get(figure)

    def value(self, figure: Figure) -> Figure:
        """The figure as the run has it. In a circle, or where nothing can be computed, it is what is stated."""
        if figure in self._known:
            return self._known[figure]
        given = next((self.changes[it] for it in self.model.same(figure) if it in self.changes), None)
        relation = self.model.relation_of(figure)
        if given is not None or relation is None or figure in self._under_way or len(self._under_way) > DEEPEST:
            return figure if given is None else given
        self._under_way.add(figure)
        result = self._computed(relation)
        self._under_way.discard(figure)
        self._known[figure] = figure if result is None else restated(figure, result.low, result.high)
        if result is not None:
            self._ranges[figure] = result
        return self._known[figure]

    def _computed(self, relation: Relation) -> Range | None:
        inputs = {figure: self.value(figure) for figure in relation.inputs}
        changed = {figure: value for figure, value in inputs.items() if value is not figure}
        run = substituted(relation, changed)
        scale = scaling_of(run)
        try:
            if not self._lost.isdisjoint(inputs):
                raise Incomputable("it follows from what cannot be computed")
            return evaluate(run.workings, lambda *_: Fraction(0), scale, scale(run.stated.quantity))[0].range
        except Incomputable:
            if self.changes and (changed or not self._lost.isdisjoint(inputs)):
                self._lost.update(self.model.same(relation.stated))
            return None
