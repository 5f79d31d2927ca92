"""Candidates → relations: which one a figure is in, by the order of evidence."""

from __future__ import annotations

from collections.abc import Iterable

from hostdoc.core.relation import Relation

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


def settle(candidates: Iterable[Relation]) -> tuple[Relation, ...]:
    """One relation per figure and family: declared before stated before inferred, then in the order they came."""
    ranked = sorted(candidates, key=lambda relation: BASES.index(relation.basis))
    kept: dict[tuple[int, int, str], Relation] = {}
    for relation in ranked:
        span = relation.stated.span
        family = FAMILIES.get(relation.kind, "computed")
        if family == "restated":  # a figure may be restated in several places, each with a verdict of its own
            family += "".join(f" {figure.span.start}" for figure in relation.inputs)
        kept.setdefault((span.start, span.end, family), relation)
    return tuple(sorted(kept.values(), key=lambda relation: (relation.stated.span.start, relation.kind)))
