"""Amounts given in two currencies, as in `€100 (~$108)`, against the rate of the project; one that is stated wins."""

from __future__ import annotations

from collections.abc import Iterator

from hostdoc.core.ledger import Ledger
from hostdoc.core.relation import Operation, Ref, Relation
from hostdoc.core.vocabulary import Rate, rate_between
from hostdoc.relations.evidence.converted import known_rates
from hostdoc.relations.tables.exchange import pairs


def against_rates(ledger: Ledger, rates: tuple[Rate, ...]) -> Iterator[Relation]:
    """Every pair in currencies between which the project has a rate and the document states none."""
    known = known_rates(ledger, rates)
    stated = [{it.base, it.other} for it in known.stated]
    for left, right in pairs(ledger):
        base, other = left.quantity.unit.of, right.quantity.unit.of
        if {base, other} not in stated and rate_between(rates, base, other):
            times, rate, _ = known.between(base, other)
            workings = Operation("×" if times else "÷", (Ref(left), rate))
            yield Relation("exchange", right, workings, "inferred", "the rate in the settings")
