"""Drifts → repairs: the smallest sets of figures that, stated otherwise, make all relations agree. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress

from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge
from hostdoc.core.records import dataclass, replace
from hostdoc.core.relation import Ref, Relation
from hostdoc.core.result import Check
from hostdoc.core.scenario import substituted
from hostdoc.held import restates, used, was_held
from hostdoc.restating import Change, Stuck, changed, recalculated, solved

LONGEST = 50  # figures that depend on each other and are mended in one go
MOST_INPUTS = 60  # inputs that are tried as the one that is wrong
NOTHING: Mapping[Figure, str] = {}
FOLLOWS = "it follows what was edited; its relations contradict each other"  # why a figure that was rewritten stays
CLAIMS = ("exchange", "bound", "ordering")  # what a document says of its figures is for its author to word


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

    def leaves(self, relation: Relation, *, meant: bool = False) -> str:
        """Why a drift is not a reason to repair anything; empty if it is one. `meant`: which of two places is right."""
        if relation.kind == "tie-out" and relation.kind not in self.kinds and not meant:
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


class Plan:
    """The drifts of a document in groups that share figures, and what would mend each. Waived ones are not touched.

    `given` are the figures that stay, since their author edited them: why. Others follow them.
    """

    def __init__(self, checks: Sequence[Check], scope: Scope, given: Mapping[Figure, str] = NOTHING) -> None:
        self._scope = scope
        self._given = given
        self._waived = {check.verdict.relation.stated for check in checks if check.waived}
        self._uses: dict[Figure, list[Check]] = {}
        for check in checks:
            for figure in used(check.verdict.relation):
                self._uses.setdefault(figure, []).append(check)
        drifts = [check for check in checks if check.outcome == "drifts" and not check.waived]
        self._doubted = {it.verdict.relation.stated for it in drifts if self._doubts(it.verdict.relation)}
        drifts = [self._turned(check) for check in drifts]
        why = {check.id: self._leaves(check) for check in drifts}
        self.left = tuple(Left(check, why[check.id]) for check in drifts if why[check.id])
        open_ = [check for check in drifts if not why[check.id]]
        self.following = tuple(it for it in open_ if any(figure in given for figure in it.verdict.relation.inputs))
        self.groups = _linked(open_)

    def _doubts(self, relation: Relation) -> bool:
        """Whether figures that nobody edited say that one which was is wrong: then nothing follows from it.

        Of two places that should say the same a sentence is wrong where the other is computed, and no cell.
        """
        edited = self._given.get(relation.stated, FOLLOWS) is not FOLLOWS
        if not edited or any(it in self._given for it in relation.inputs):
            return False
        alone = not relation.stated.label.column and self._computed(relation.inputs[0])
        return alone if restates(relation) else True

    def _turned(self, check: Check) -> Check:
        """Of two places that should say the same, of which one was just edited, the other is the one that drifts."""
        relation = check.verdict.relation
        if not restates(relation) or relation.stated not in self._given or relation.stated in self._doubted:
            return check
        other = relation.inputs[0]
        return check if other in self._given else replace(check, verdict=judge(_other_way(relation)))

    def _leaves(self, check: Check) -> str:
        """Why a drift is not mended; empty if it is."""
        relation = check.verdict.relation
        meant = was_held(check) or any(it in self._given for it in relation.inputs)
        if why := self._scope.leaves(relation, meant=meant) or self._given.get(relation.stated, ""):
            return why
        doubted = next((it for it in relation.inputs if it in self._doubted), None)
        return f"`{doubted.text}` was just edited and does not agree with what was not" if doubted else ""

    def repairs(self, drifts: Sequence[Check]) -> Iterator[Repair]:
        """What would mend a group, the likeliest first. Raises Stuck at the end if it cannot be mended as a whole."""
        if self._scope.suggested:
            yield from self._slips(drifts)
        whole: Repair | Stuck
        try:
            whole = Repair(self._smallest(drifts), tuple(drifts))
        except Stuck as stuck:
            whole = stuck
        parts = list(self._each(drifts)) if len(drifts) > 1 else []
        if isinstance(whole, Repair) and len(whole.changes) > 1:  # fewer changes may do
            yield from (part for part in parts if len(part.changes) == 1)
        if isinstance(whole, Repair):
            yield whole
        yield from parts
        if isinstance(whole, Stuck):
            raise whole

    def _each(self, drifts: Sequence[Check]) -> Iterator[Repair]:
        """What would mend each drift of a group by itself."""
        for drift in drifts:
            with suppress(Stuck):
                yield Repair(self._smallest([drift]), (drift,))

    def _slips(self, drifts: Sequence[Check]) -> Iterator[Repair]:
        """Single digits that are wrong: of a stated figure, or of an input that several drifts share.

        What the figure has been all along is what everything else was computed from, so this comes before any chain.
        """
        mends: dict[Change, list[Check]] = {}
        for check in drifts:
            for change in self._candidates(check.verdict.relation, alone=len(drifts) == 1):
                if change.digits == 1 and change not in mends:
                    mends[change] = [it for it in drifts if _mended(it.verdict.relation, change)]
        for change, mended in sorted(mends.items(), key=lambda it: -len(it[1])):
            if len(mended) > 1 or any(check.verdict.relation.stated is change.figure for check in mended):
                yield Repair((change,), tuple(mended))

    def _candidates(self, relation: Relation, *, alone: bool) -> Iterator[Change]:
        """The figure that an inferred relation states, and the inputs that others may share, as they would agree."""
        if relation.basis == "declared":
            return
        with suppress(Stuck):
            yield recalculated(relation)
        for figure in () if alone else relation.inputs[:MOST_INPUTS]:
            change = solved(relation, figure) if self._free(relation, figure) else None
            if change:
                yield change

    def _free(self, relation: Relation, figure: Figure) -> bool:
        """Whether an input of a drift may be rewritten as the wrong one: not where its author edited the drift."""
        edited = any(it in self._given for it in used(relation))
        return bool(figure.quantity.ends) and figure not in self._waived and not edited

    def _smallest(self, drifts: Sequence[Check]) -> tuple[Change, ...]:
        """The least changes after which drifts are gone and none is new: downstream, or one input that explains all."""
        reason, forward = None, tuple[Change, ...]()
        try:
            forward = self._downstream(drifts)
        except Stuck as stuck:
            reason = stuck
        if len(forward) == 1:
            return forward
        inputs = list(self._one_input(drifts)) if self._scope.suggested else []
        if len(inputs) == 1:
            return (inputs[0],)
        if reason:
            raise reason
        return forward

    def _downstream(self, drifts: Sequence[Check]) -> tuple[Change, ...]:
        """Every drifting figure stated anew from its inputs, and what depends on it likewise. Raises Stuck."""
        restated: dict[Figure, Figure] = {}
        changes: dict[Figure, Change] = {}
        waiting = [check.verdict.relation for check in drifts]
        while waiting:
            relation = _first(waiting)
            figure = relation.stated
            if figure in changes:
                raise Stuck("its relations contradict each other")
            if len(changes) == LONGEST:
                raise Stuck(f"more than {LONGEST} figures depend on each other")
            changes[figure] = recalculated(substituted(relation, restated))
            restated |= changed(changes[figure])
            waiting = self._drifting(waiting, self._uses[figure], restated)
        return tuple(changes.values())

    def _drifting(
        self, waiting: Sequence[Relation], used: Sequence[Check], restated: dict[Figure, Figure]
    ) -> list[Relation]:
        """The relations that drift as things would stand. Raises Stuck if one may not be mended."""
        before = {id(check.verdict.relation) for check in used if check.outcome == "drifts"}
        found: list[Relation] = []
        every = {id(it): it for it in (*waiting, *(check.verdict.relation for check in used))}
        wanted = {id(it) for it in waiting}
        for number, relation in every.items():
            if relation.coincidental or (relation.kind == "tie-out" and number in before - wanted):
                continue  # chance, or two places that differed before
            follows = self._following(relation, restated)
            if follows is None or judge(substituted(follows, restated)).outcome != "drifts":
                continue
            if why := self._refuses(follows):
                if number in before:
                    continue  # it is left as it is
                line = follows.stated.span.first.line
                raise Stuck(f"then `{follows.stated.text}` in line {line} would drift ({follows.kind}): {why}")
            found.append(follows)
        return found

    def _refuses(self, relation: Relation) -> str:
        if relation.stated in self._waived:
            return "it is waived"
        return self._given.get(relation.stated) or self._scope.refuses(relation)

    def _following(self, relation: Relation, restated: dict[Figure, Figure]) -> Relation | None:
        """Which of two places that say the same follows the other: the one that was not changed and is not computed."""
        if relation.kind != "tie-out" or relation.stated not in restated or not isinstance(relation.workings, Ref):
            return relation
        other = relation.workings.figure
        return None if other in restated or self._computed(other) else _other_way(relation)

    def _computed(self, figure: Figure) -> bool:
        own = (check.verdict.relation for check in self._uses[figure] if check.verdict.relation.stated is figure)
        return any(relation.kind not in ("tie-out", *CLAIMS) for relation in own)

    def _one_input(self, drifts: Sequence[Check]) -> Iterator[Change]:
        """Each input that all drifts share and that alone, stated otherwise, makes everything agree."""
        relations = [check.verdict.relation for check in drifts]
        shared = [f for f in relations[0].inputs if all(f in relation.inputs for relation in relations)]
        for figure in shared[:MOST_INPUTS]:
            change = solved(relations[0], figure) if self._free(relations[0], figure) else None
            if change and all(_mended(check.verdict.relation, change) for check in self._uses[figure]):
                yield change


def _other_way(relation: Relation) -> Relation:
    """The same of two places, with the other one as what is stated."""
    return replace(relation, stated=relation.inputs[0], workings=Ref(relation.stated))


def _mended(relation: Relation, change: Change) -> bool:
    """Whether a relation over a figure agrees once that states something else."""
    after = substituted(relation, changed(change))
    return after is not relation and judge(after).outcome != "drifts"


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


def _first(drifting: Sequence[Relation]) -> Relation:
    """A drift that depends on no other one. Raises Stuck where all depend on each other."""
    stated = {relation.stated for relation in drifting}
    for relation in drifting:
        if not any(figure in stated and figure is not relation.stated for figure in relation.inputs):
            return relation
    raise Stuck("its figures depend on each other in a circle")
