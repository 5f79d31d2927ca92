"""A column of one currency is that of another at the rate that the document states.

Checked, as column formulas: two columns of money in the currencies of a stated rate (`FX: 17.0 MXN/USD`,
`1 € = $1.08`), row by row; what a total row says is the sum of its own column.

Example: at 17 MXN/USD, $0.80 a month are 14 MXN.

Wrong when a row was converted on another day, or carried over from a total that was rounded: a row that differs is said
only where a slip of the pen explains it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from hostdoc.core.judge import judge
from hostdoc.core.ledger import Ledger
from hostdoc.core.relation import Expression, Operation, Ref, Relation
from hostdoc.figures.stated_rates import StatedRate, stated_rates
from hostdoc.relations.evidence.fits import MET, Fit, fit, named, refs, relations
from hostdoc.relations.evidence.slips import SHORT, slip
from hostdoc.relations.tables.lines import Line, View, tables_by_columns


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every pair of neighbouring columns of which one is the other at a stated rate."""
    rates = stated_rates(ledger)
    for view in tables_by_columns(ledger) if rates else ():
        for base, other in combinations([line for line in view.lines if line.money], 2):
            rate = next((it for it in rates if {it.base, it.other} == {base.unit.of, other.unit.of}), None)
            if rate and base.unit.time == other.unit.time:
                yield from _claimed(_fit(view, base, other, rate))


def _fit(view: View, base: Line, other: Line, rate: StatedRate) -> Fit:
    times = rate.base == base.unit.of

    def workings(place: int) -> Expression | None:
        terms = refs((base,), place)
        return Operation("×" if times else "÷", (*terms, Ref(rate.figure))) if terms else None

    evidence = f"the stated rate `{rate.figure.text}` and {named(view, (base,))}"
    return fit(relations("column-formula", other, view.items, workings, evidence))


def _claimed(found: Fit) -> Iterator[Relation]:
    if found.asserted(clear=True):
        yield from (it for it in found.relations if judge(it).outcome in MET or slip(it, SHORT))
