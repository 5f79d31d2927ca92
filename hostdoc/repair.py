"""Drifts → repairs: the smallest sets of figures that, stated otherwise, make all relations agree. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from hostdoc.core.arithmetic import evaluate, scaling
from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge, round_to
from hostdoc.core.operators import Incomputable
from hostdoc.core.relation import Ref, Relation, Verdict
from hostdoc.core.result import Check
from hostdoc.core.scenario import restated, substituted

LONGEST = 50  # figures that depend on each other and are mended in one go
MOST_INPUTS = 60  # inputs that are tried as the one that is wrong
CLAIMS = ("exchange", "bound", "ordering")  # what a document says of its figures is for its author to word


@dataclass(frozen=True, slots=True)
class Change:
    """A figure and the ends that it should state."""

    figure: Figure
    low: Fraction
    high: Fraction


@dataclass(frozen=True, slots=True)
class Repair:
    """Changes that belong together, and the drifts that they mend."""

    changes: tuple[Change, ...]
    mends: tuple[Check, ...]


@dataclass(frozen=True, slots=True)
class Left:
    """A drift that is not repaired, and why."""

    check: Check
    reason: str


@dataclass(frozen=True, slots=True)
class Scope:
    """Which drifts may be repaired: those of declared formulas, with `suggested` inferred and written-out ones, too.

    `kinds`: only these, where any are named.
    """

    suggested: bool = False
    kinds: frozenset[str] = frozenset()

    def leaves(self, relation: Relation) -> str:
        """Why a drift is not a reason to repair anything; empty if it is one."""
        if relation.kind == "tie-out" and relation.kind not in self.kinds:
            return "either of the two places may be right; --only tie-out rewrites this one"
        if self.kinds and relation.kind not in self.kinds:
            return "it is of another kind than those asked for"
        return self.refuses(relation)

    def refuses(self, relation: Relation) -> str:
        """Why a relation's stated figure may not be rewritten, not even to follow a repair; empty if it may."""
        if relation.kind in CLAIMS or relation.comparison != "=":
            return "it is a claim in words"
        if relation.basis != "declared" and not self.suggested:
            return "an input may be the wrong one; --suggested rewrites it all the same"
        return ""


def repairs(checks: Sequence[Check], scope: Scope) -> tuple[tuple[Repair, ...], tuple[Left, ...]]:
    """What to change in a document, and the drifts that are left with the reason. Waived ones are not touched."""
    drifts = [check for check in checks if check.outcome == "drifts" and not check.waived]
    found: list[Repair] = []
    left: list[Left] = []
    plan = _Plan(checks, scope)
    for group in _linked(drifts):
        wanted = [check for check in group if not scope.leaves(check.verdict.relation)]
        left += [Left(check, why) for check in group if (why := scope.leaves(check.verdict.relation))]
        if not wanted:
            continue
        try:
            found.append(Repair(plan.smallest(wanted), tuple(wanted)))
        except _Stuck as stuck:
            left += [Left(check, str(stuck)) for check in wanted]
    return tuple(found), tuple(left)


class _Stuck(Exception):
    """No set of changes was found; the message says why."""


def _linked(drifts: Sequence[Check]) -> list[list[Check]]:
    """Drifts in groups that share a figure, in the order of the text."""
    groups: list[tuple[set[Figure], list[Check]]] = []
    for check in drifts:
        relation = check.verdict.relation
        figures, members = {relation.stated, *relation.inputs}, [check]
        apart = []
        for others, more in groups:
            if others & figures:
                figures, members = others | figures, more + members
            else:
                apart.append((others, more))
        groups = [*apart, (figures, members)]
    return [members for _, members in groups]


@dataclass(slots=True)
class _Plan:
    """The relations of a document, and who uses which figure."""

    checks: Sequence[Check]
    scope: Scope
    _uses: dict[Figure, list[Check]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for check in self.checks:
            relation = check.verdict.relation
            for figure in (relation.stated, *relation.inputs):
                self._uses.setdefault(figure, []).append(check)

    def smallest(self, drifts: Sequence[Check]) -> tuple[Change, ...]:
        """The least changes after which drifts are gone and none is new: downstream, or one input that explains all."""
        reason, forward = "", tuple[Change, ...]()
        try:
            forward = self._downstream(drifts)
        except _Stuck as stuck:
            reason = str(stuck)
        if len(forward) == 1:
            return forward
        if self.scope.suggested:
            inputs = list(self._one_input(drifts))
            if len(inputs) == 1:
                return (inputs[0],)
        if forward:
            return forward
        raise _Stuck(reason)

    def _downstream(self, drifts: Sequence[Check]) -> tuple[Change, ...]:
        """Every drifting figure stated anew from its inputs, and what depends on it likewise."""
        changed: dict[Figure, Figure] = {}
        changes: dict[Figure, Change] = {}
        waiting = [check.verdict.relation for check in drifts]
        while waiting:
            relation = _first(waiting)
            figure = relation.stated
            if figure in changes:
                raise _Stuck("its relations contradict each other")
            if len(changes) == LONGEST:
                raise _Stuck(f"more than {LONGEST} figures depend on each other")
            change = _agreeing(figure, judge(substituted(relation, changed)))
            changes[figure] = change
            changed[figure] = restated(figure, change.low, change.high)
            waiting = self._drifting(waiting, self._uses[figure], changed)
        return tuple(changes.values())

    def _drifting(
        self, waiting: Sequence[Relation], used: Sequence[Check], changed: dict[Figure, Figure]
    ) -> list[Relation]:
        """The relations that drift as things would stand. Raises _Stuck if one may not be mended."""
        before = {id(check.verdict.relation) for check in used if check.outcome == "drifts"}
        found: list[Relation] = []
        every = {id(it): it for it in (*waiting, *(check.verdict.relation for check in used))}
        wanted = {id(it) for it in waiting}
        for number, relation in every.items():
            if relation.coincidental or (relation.kind == "tie-out" and number in before - wanted):
                continue  # chance, or two places that differed before
            follows = self._following(relation, changed)
            if follows is None or judge(substituted(follows, changed)).outcome != "drifts":
                continue
            if why := self.scope.refuses(follows):
                if number in before:
                    continue  # it is left as it is
                line = follows.stated.span.first.line
                raise _Stuck(f"then `{follows.stated.text}` in line {line} would drift ({follows.kind}): {why}")
            found.append(follows)
        return found

    def _following(self, relation: Relation, changed: dict[Figure, Figure]) -> Relation | None:
        """Which of two places that say the same follows the other: the one that was not changed and is not computed."""
        if relation.kind != "tie-out" or relation.stated not in changed or not isinstance(relation.workings, Ref):
            return relation
        other = relation.workings.figure
        computed = any(
            check.verdict.relation.stated is other and check.verdict.relation.kind not in ("tie-out", *CLAIMS)
            for check in self._uses[other]
        )
        return None if other in changed or computed else replace(relation, stated=other, workings=Ref(relation.stated))

    def _one_input(self, drifts: Sequence[Check]) -> Iterator[Change]:
        """Each input that all drifts share and that alone, stated otherwise, makes everything agree."""
        relations = [check.verdict.relation for check in drifts]
        shared = [f for f in relations[0].inputs if all(f in relation.inputs for relation in relations)]
        for figure in shared[:MOST_INPUTS]:
            value = _solved(relations[0], figure)
            if value is None or not figure.quantity.ends:
                continue
            value = round_to(value, Fraction(figure.quantity.ends[0].step))
            changed = {figure: restated(figure, value, value)}
            if all(judge(substituted(c.verdict.relation, changed)).outcome != "drifts" for c in self._uses[figure]):
                yield Change(figure, value, value)


def _first(drifting: Sequence[Relation]) -> Relation:
    """A drift that depends on no other one. Raises _Stuck where all depend on each other."""
    stated = {relation.stated for relation in drifting}
    for relation in drifting:
        if not any(figure in stated and figure is not relation.stated for figure in relation.inputs):
            return relation
    raise _Stuck("its figures depend on each other in a circle")


def _agreeing(figure: Figure, verdict: Verdict) -> Change:
    """The figure with the ends that fail as recalculated; as round as its author wrote them, where that agrees."""
    result = verdict.recalculated
    if result is None or verdict.outcome == "undecided":
        raise _Stuck(verdict.reason or "it cannot be recalculated")
    ends = figure.quantity.ends
    if not ends:
        raise _Stuck("a word stands for it")
    low, high = result.low, result.high
    if figure.quantity.is_range and len(ends) == 2:
        kept_low = low if "low" in verdict.ends else Fraction(ends[0].value)
        kept_high = high if "high" in verdict.ends else Fraction(ends[-1].value)
        low, high = kept_low, kept_high
    exact, *rounder = (_rounded(figure, low, high, factor) for factor in (1, 5, 10))
    agreeing = [exact, *(it for it in rounder if figure.quantity.loose and _agrees(it, verdict.relation))]
    return min(agreeing, key=_digits_changed)  # an author's round number stays round


def _rounded(figure: Figure, low: Fraction, high: Fraction, factor: int) -> Change:
    """The ends as multiples of one, five or ten units of the last digit written."""
    ends = figure.quantity.ends
    steps = [Fraction(end.step) * factor for end in (ends[0], ends[-1])]
    return Change(figure, round_to(low, steps[0]), round_to(high, steps[1]))


def _digits_changed(change: Change) -> int:
    """How many digits of the figure a change types anew."""
    ends = change.figure.quantity.ends
    pairs = ((ends[0], change.low), (ends[-1], change.high))
    return sum(_differing(Fraction(end.value) / Fraction(end.step), value / Fraction(end.step)) for end, value in pairs)


def _differing(before: Fraction, after: Fraction) -> int:
    old, new = str(abs(int(before))), str(abs(int(after)))
    width = max(len(old), len(new))
    return sum(one != other for one, other in zip(old.rjust(width), new.rjust(width), strict=True))


def _agrees(change: Change, relation: Relation) -> bool:
    after = substituted(relation, {relation.stated: restated(relation.stated, change.low, change.high)})
    return judge(after).outcome in ("holds", "rounds")


def _solved(relation: Relation, figure: Figure) -> Fraction | None:
    """The value of an input at which a relation over points is met; None if it does not depend on it in a line."""
    if any(it.quantity.is_range or not it.quantity.ends for it in (relation.stated, *relation.inputs)):
        return None
    target = Fraction(relation.stated.quantity.ends[0].value)
    start = Fraction(figure.quantity.ends[0].value)
    try:
        values = [_value(relation, figure, start + shift) for shift in (0, 1, 2)]
    except Incomputable:
        return None
    slope = values[1] - values[0]
    if not slope or values[2] - values[1] != slope:
        return None
    return start + (target - values[0]) / slope


def _value(relation: Relation, figure: Figure, value: Fraction) -> Fraction:
    changed = substituted(relation, {figure: restated(figure, value, value)})
    scale = scaling((changed.stated, *changed.inputs))
    return evaluate(changed.workings, lambda *_: Fraction(0), scale, scale(changed.stated.quantity))[0].range.low
