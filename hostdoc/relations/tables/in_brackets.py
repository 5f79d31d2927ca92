"""The amounts in brackets of a column add up as those before the brackets do: `€3.79 (~$4.10)` in every row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge
from hostdoc.core.ledger import Ledger
from hostdoc.core.records import replace
from hostdoc.core.relation import Operation, Ref, Relation
from hostdoc.relations.evidence.fits import MET

TERMS = 2  # of a sum


def in_brackets(ledger: Ledger, sums: Iterable[Relation]) -> Iterator[Relation]:
    """The sums, and each that agrees once more over the amounts in brackets, where all of its cells have one."""
    beside: dict[Figure, Figure] | None = None
    for relation in sums:
        yield relation
        if beside is None:
            beside = _pairs(ledger)
        other = beside.get(relation.stated)
        figures = [beside.get(figure) for figure in relation.inputs] if other else []
        terms = [Ref(figure) for figure in figures if figure is not None and _alike(figure, other)]
        if other and TERMS <= len(terms) == len(figures) and judge(relation).outcome in MET:
            evidence = f"the sum of the amounts before the brackets, `{relation.stated.text}`"
            yield replace(relation, stated=other, workings=Operation("+", tuple(terms)), evidence=evidence, unread=())


def _pairs(ledger: Ledger) -> dict[Figure, Figure]:
    """By the amount of a cell the one other amount in it, in another currency."""
    cells = (cell for grid in ledger.grids for row in grid.rows for cell in row if len(cell.figures) == 2)
    pairs = ((cell.amount, next(figure for figure in cell.figures if figure is not cell.amount)) for cell in cells)
    return {amount: other for amount, other in pairs if amount and _is_other(amount, other)}


def _is_other(amount: Figure, other: Figure) -> bool:
    currencies = {figure.quantity.unit.currency for figure in (amount, other)}
    return None not in currencies and len(currencies) == 2 and bool(other.quantity.ends)


def _alike(figure: Figure, other: Figure | None) -> bool:
    return other is not None and figure.quantity.unit.currency == other.quantity.unit.currency
