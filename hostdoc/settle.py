"""Candidates → relations: which one a figure is in, by the order of evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from hostdoc.core.arithmetic import estimate
from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge
from hostdoc.core.relation import AGREES, Const, Expression, Operation, Ref, Relation
from hostdoc.relations.evidence.slips import swapped

# A figure may be in one relation of each family: a corner foots both ways, but a margin is computed in one way only.
FAMILIES = {
    "footing": "rows",
    "alternatives": "rows",
    "cross-footing": "columns",
    "exchange": "rates",
    "tie-out": "restated",
    "bound": "claims",
    "ordering": "orders",
}
BASES = ("declared", "stated", "inferred")
# A sum that agrees explains a computation away that does not, and the other way round; a corner foots both ways.
RIVALS = ("rows", "columns", "computed")
Place = tuple[int, int, str]  # of a figure, its start and end; the family of a relation
ROUND = 3  # significant digits of a rate that a row may have for itself


def settle(candidates: Iterable[Relation]) -> tuple[Relation, ...]:
    """One relation per figure and family, none that says again what another says, none that a rival explains away.

    What its author declares of a figure replaces what is computed for it otherwise. Stated comes before inferred, then
    the order in which they came, which is that of their evidence; a computation that agrees comes before one that does
    not.
    """
    groups: dict[Place, list[Relation]] = {}
    for relation in candidates:
        groups.setdefault(_place(relation), []).append(relation)
    declared = {place[:2] for place, group in groups.items() if _replaces(group[0])}
    best = {
        place: _best(group) for place, group in groups.items() if place[2] not in RIVALS or place[:2] not in declared
    }
    agreeing, telling = _agreeing(best), _agreeing(_once(best, groups))
    left = {
        place: relation
        for place, relation in best.items()
        if not (
            place[2] in RIVALS
            and place[:2] in (agreeing if relation.unsure else telling)
            and (_yields(relation) or _adds_its_row(relation, best))
        )
    }
    settled = list(_once(left, groups).values())
    kept = _without_rates(_confirmed(settled))
    return tuple(sorted(kept, key=lambda relation: (relation.stated.span.start, relation.kind)))


def _agreeing(best: dict[Place, Relation]) -> set[tuple[int, int]]:
    """The figures that one relation explains, so that its rivals need not."""
    return {
        place[:2]
        for place, relation in best.items()
        if place[2] in RIVALS and _contested(place, best, relation) and not _of_wrong_sums(place, best, relation)
    }


def _replaces(relation: Relation) -> bool:
    """Whether its author says how a figure is computed, so that nothing else needs to be inferred about it."""
    return relation.kind == "formula" and relation.comparison == "="


def _place(relation: Relation) -> Place:
    """The figure and the family: a figure restated in several places has a verdict for each."""
    span = relation.stated.span
    family = FAMILIES.get(relation.kind, "computed")
    if relation.kind == "formula":
        return span.start, span.end, f"declared by {relation.evidence}"  # an author may say several things of a figure
    if family == "restated":
        family += "".join(f" {figure.span.start}" for figure in relation.inputs)
    return span.start, span.end, family


def _best(group: list[Relation]) -> Relation:
    """The first of the best basis that agrees, else the first; labels before digits. Alternatives are no sum at all."""
    basis = min(BASES.index(relation.basis) for relation in group)
    among = [relation for relation in group if BASES.index(relation.basis) == basis]
    among = [relation for relation in among if relation.kind == "alternatives"] or among
    if any(relation.kind == "header-formula" for relation in among):  # what a header says outweighs what digits show
        among = [relation for relation in among if relation.kind != "column-formula"]
    among = [relation for relation in among if not _simpler(relation, among)]
    if len(among) == 1:
        return among[0]
    return next((relation for relation in among if judge(relation).outcome in AGREES), among[0])


def _simpler(relation: Relation, others: list[Relation]) -> bool:
    """Whether a formula puts a number of its own where another one takes what the row or the column itself states."""
    if relation.kind != "column-formula":
        return False
    own = _of_table(relation)
    return any(it.kind in ("product", "difference") and own < _of_table(it) for it in others)


def _of_table(relation: Relation) -> frozenset[Figure]:
    return frozenset(figure for figure in relation.inputs if _beside(figure, relation.stated))


def _in_row(relation: Relation) -> frozenset[Figure]:
    line = relation.stated.span.first.line
    return frozenset(figure for figure in relation.inputs if figure.span.first.line == line)


def _once(kept: dict[Place, Relation], groups: Mapping[Place, list[Relation]]) -> dict[Place, Relation]:
    """Without inferred relations over the very figures of one before: 4 × 5 = 20 is also 20 ÷ 5 = 4.

    One that only words or the layout suggest comes after the others. What says the same again explains nothing: where
    the profit is the price × the margin, and the margin the profit over the price, the cost tells what the profit is.
    """
    seen: set[frozenset[Figure]] = set()
    result = {}
    for place, relation in sorted(kept.items(), key=lambda item: item[1].unsure):
        if place[2] in RIVALS or _replaces(relation):
            if relation.basis == "inferred" and _figures(relation) in seen:
                others = [other for other in groups[place] if not other.unsure and _figures(other) not in seen]
                if not others:
                    continue
                relation = _best(others)
            seen.add(_figures(relation))
        result[place] = relation
    return result


def _figures(relation: Relation) -> frozenset[Figure]:
    return frozenset((relation.stated, *relation.inputs))


def _confirmed(settled: list[Relation]) -> list[Relation]:
    """Without rows held against the rate of the others although a sum confirms them: they have a rate of their own.

    Digits that have changed places are a slip all the same: a sum may have been made of what was written.
    """
    odd = {r.stated for r in settled if r.kind == "column-formula" and _rates(r) and _yields(r) and not swapped(r)}
    sums = [r for r in settled if FAMILIES.get(r.kind) in ("rows", "columns") and not odd.isdisjoint(r.inputs)]
    sure = {figure for r in sums if judge(r).outcome in AGREES for figure in r.inputs if figure in odd}
    return [r for r in settled if not (r.kind == "column-formula" and r.stated in sure)]


def _without_rates(settled: list[Relation]) -> list[Relation]:
    """Without sums of rates that do not agree where the row of the total gives the rate: what all costs, per all."""
    sums = [r for r in settled if FAMILIES.get(r.kind) == "rows"]
    wrong = {r.stated for r in sums if r.basis == "inferred" and judge(r).outcome not in AGREES}
    if not wrong:
        return settled
    totals = {r.stated for r in sums if judge(r).outcome in AGREES}
    rates: set[Figure] = set()
    for relation in settled:
        figures = {relation.stated, *relation.inputs}
        multiplies = isinstance(relation.workings, Operation) and relation.workings.operator in ("×", "÷")
        in_row = multiplies and _in_row(relation) == {*relation.inputs}
        if in_row and len(figures & wrong) == 1 and figures - wrong <= totals and judge(relation).outcome in AGREES:
            rates |= figures & wrong
    return [r for r in settled if not (r.stated in rates and FAMILIES.get(r.kind) == "rows")]


def _rates(relation: Relation) -> list[tuple[float, bool]]:
    """The rates of a formula that do not stand in the row of the stated figure, and whether each divides."""
    terms = list(_terms(relation.workings))
    printed = [it for it in terms if isinstance(it[0], Ref) and not _beside(it[0].figure, relation.stated)]
    rates = printed or [it for it in terms if isinstance(it[0], Const)]
    return [(estimate(term), divides) for term, divides in rates]


def _beside(figure: Figure, stated: Figure) -> bool:
    """Whether two figures stand in one row or one column of a table."""
    one, other = figure.label, stated.label
    return figure.span.first.line == stated.span.first.line or (
        bool(other.column) and (one.column, one.path) == (other.column, other.path)
    )


def _terms(workings: Expression, divides: bool = False) -> Iterator[tuple[Expression, bool]]:
    if isinstance(workings, Operation):
        for place, argument in enumerate(workings.arguments):
            yield from _terms(argument, divides != (workings.operator == "÷" and place > 0))
    else:
        yield workings, divides


def _of_its_own(relation: Relation) -> bool:
    """Whether the rate at which a row would come out is one that a row may have: 95 rather than 82.29."""
    there, again = estimate(Ref(relation.stated)), estimate(relation.workings)
    end = relation.stated.quantity.ends[0] if relation.stated.quantity.ends else None
    if not (there and again and end):
        return True
    slack = 1e-9 + (float(end.step / 2) / abs(there) if end.step < 1 else 0.0)
    own = [rate * (again / there if divides else there / again) for rate, divides in _rates(relation)]
    return any(abs(float(f"{rate:.{ROUND}g}") - rate) <= slack * abs(rate) for rate in own)


def _contested(place: Place, kept: dict[Place, Relation], relation: Relation) -> bool:
    """Whether a relation agrees that has a rival."""
    rivals = ("rows", "columns") if place[2] == "computed" else ("computed",)
    return any((*place[:2], family) in kept for family in rivals) and judge(relation).outcome in AGREES


def _of_wrong_sums(place: Place, kept: dict[Place, Relation], relation: Relation) -> bool:
    """Whether a figure is computed from totals that are no sums: that it follows from these explains little."""
    if place[2] != "computed" or (*place[:2], "rows") not in kept:
        return False
    sums = (kept.get((figure.span.start, figure.span.end, "rows")) for figure in relation.inputs)
    return any(total is not None and judge(total).outcome == "drifts" for total in sums)


def _adds_its_row(relation: Relation, best: dict[Place, Relation]) -> bool:
    """Whether a figure that a formula of its column does not give is what its row adds, others with one term."""
    across = best.get((relation.stated.span.start, relation.stated.span.end, "columns"))
    if relation.kind != "column-formula" or across is None or judge(across).outcome not in AGREES:
        return False
    return sum(estimate(Ref(figure)) != 0 for figure in across.inputs) > 1 and judge(relation).outcome not in AGREES


def _yields(relation: Relation) -> bool:
    """Whether a relation gives way to a rival that agrees: it was inferred, and does not agree itself.

    A row that would need an odd rate where all others have the same one has none of its own.
    """
    if relation.basis != "inferred" or judge(relation).outcome in AGREES:
        return False
    return relation.kind != "column-formula" or not _rates(relation) or _of_its_own(relation)
