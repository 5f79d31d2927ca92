"""A fee agrees with the rate and the fixed amount that its label names: `Stripe (2.9% + $0.30)`.

Checked, as products: a column or row of money whose label has a percentage and an amount with a plus between them, over
the column or row of money of which it is that percentage and that amount.

Example: 2.9 % and $0.30 of $9.99 is $0.59.

Wrong when the fee is of an amount that the table does not print.
"""

from __future__ import annotations

from collections.abc import Iterator

from hostdoc.core.figure import Figure
from hostdoc.core.ledger import Ledger
from hostdoc.core.relation import Expression, Operation, Ref, Relation
from hostdoc.relations.evidence.fits import NOTHING, Fit, fit, named, promising, refs, relations
from hostdoc.relations.tables.lines import Line, View, middle, views

MOST = 8  # lines of money that a fee may be of


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every line that names a rate and a fixed amount."""
    for view in views(ledger):
        for stated in view.lines:
            fee = _fee(ledger, view, stated) if stated.money else None
            if fee:
                yield from _best(view, stated, *fee).relations


def _fee(ledger: Ledger, view: View, stated: Line) -> tuple[Figure, Figure] | None:
    """The percentage and the amount in a label, if it has these two."""
    labelled = view.grid.rows[stated.index][0].figures if view.of == "row" else view.grid.columns[stated.index].figures
    if len(labelled) != 2 or labelled[1] in stated.amounts.values():
        return None
    rate, fixed = labelled
    between = ledger.document.plain[rate.span.end : fixed.span.start]
    right = rate.quantity.unit.percent and fixed.quantity.unit.currency and between.strip() == "+"
    return (rate, fixed) if right else None


def _best(view: View, stated: Line, rate: Figure, fixed: Figure) -> Fit:
    others = [line for line in view.lines if line.money and line is not stated][:MOST]
    clear = [found for base in others if (found := _fit(view, stated, base, rate, fixed)).asserted(clear=True)]
    return max(clear, key=lambda found: found.rank, default=NOTHING)


def _fit(view: View, stated: Line, base: Line, rate: Figure, fixed: Figure) -> Fit:
    part, more = middle(rate) or 0.0, middle(fixed) or 0.0

    def quick(place: int) -> float | None:
        value = base.values.get(place)
        return None if value is None else value * part + more

    def workings(place: int) -> Expression | None:
        terms = refs((base,), place)
        return Operation("+", (Operation("×", (*terms, Ref(rate))), Ref(fixed))) if terms else None

    if not promising(stated, view.places, quick):
        return NOTHING
    evidence = f"the label `{stated.label}` and {named(view, (base,))}"
    return fit(relations("product", stated, view.places, workings, evidence))
