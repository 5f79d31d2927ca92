"""Whether a document reads its currencies at par: it computes with euros and dollars as if they were the same.

A relation over several currencies that is met at par says so. One that is not met cannot be decided without a rate,
unless the document reads its currencies at par elsewhere: then it drifts.
"""

from __future__ import annotations

from collections.abc import Sequence

from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge
from hostdoc.core.records import replace
from hostdoc.core.relation import Operation, Relation
from hostdoc.relations.evidence.fits import MET

KINDS = ("margin", "difference", "column-formula", "ratio", "share")  # those that compute with amounts of two sorts
USUAL = 2  # relations that are met at par, if it is the habit of a document


def at_par(found: Sequence[Relation]) -> tuple[Relation, ...]:
    """All relations of a document, those over several currencies with what is said of them."""
    mixed = [it for it in found if it.kind in KINDS and len(_currencies(it)) > 1 and not _rate(it)]
    met = {id(relation) for relation in mixed if judge(relation).outcome in MET}
    usual = len(met) >= USUAL and len(met) > len(mixed) - len(met)
    if not mixed:
        return tuple(found)
    others = {id(relation) for relation in mixed}
    return tuple(_said(r, id(r) in met or usual) if id(r) in others else r for r in found)


def _rate(relation: Relation) -> bool:
    """Whether it is the rate itself that is stated: so much of one currency for one of the other."""
    workings = relation.workings
    quotient = isinstance(workings, Operation) and workings.operator == "÷"
    return quotient and _money(relation.stated) in set(map(_money, relation.inputs)) - {None}


def _money(figure: Figure) -> str | None:
    return figure.quantity.unit.currency


def _currencies(relation: Relation) -> list[str]:
    figures = (relation.stated, *relation.inputs)
    return list(dict.fromkeys(c for figure in figures if (c := figure.quantity.unit.currency)))


def _said(relation: Relation, agreed: bool) -> Relation:
    words = " and ".join(_currencies(relation))
    if agreed:
        return replace(relation, notes=(*relation.notes, f"{words} are read at par"))
    return replace(relation, blocked=relation.blocked or f"it computes with {words} without a rate")
