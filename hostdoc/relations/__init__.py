"""Ledger → candidates: each kind in a module of its own, whose docstring says what it checks. Registered here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from hostdoc.core.ledger import Ledger
from hostdoc.core.relation import Relation
from hostdoc.relations import (
    accounts,
    average,
    balance,
    bound,
    column_formula,
    cross_footing,
    difference,
    digit_sums,
    discount,
    durations,
    each,
    each_in_cells,
    equation,
    exchange,
    fee_schedule,
    fenced_results,
    fenced_totals,
    footing,
    funnel,
    header_formula,
    implied_rate,
    legend,
    listed,
    margin,
    margin_rows,
    named_sum,
    one_in,
    ordering,
    overage,
    overhead,
    per_head,
    portion,
    product,
    rate_card,
    ratio,
    said_product,
    scale,
    share,
    share_of,
    spoken,
    tie_out,
    unit_cost,
    weighted_mean,
    written_product,
)
from hostdoc.relations.at_par import at_par
from hostdoc.relations.measures import measured

# In the order of their evidence: where two kinds explain the same figure, the earlier one is kept.
FINDERS: tuple[Callable[[Ledger], Iterable[Relation]], ...] = (
    equation.find,
    header_formula.find,
    legend.find,
    fee_schedule.find,
    margin.find,
    margin_rows.find,
    balance.find,
    footing.find,
    durations.find,
    named_sum.find,
    listed.find,
    fenced_totals.find,
    fenced_results.find,
    overhead.find,
    share.find,
    share_of.find,
    discount.find,
    average.find,
    weighted_mean.find,
    scale.find,
    each_in_cells.find,
    written_product.find,
    said_product.find,
    each.find,
    product.find,
    portion.find,
    overage.find,
    funnel.find,
    accounts.find,
    difference.find,
    ratio.find,
    per_head.find,
    unit_cost.find,
    one_in.find,
    cross_footing.find,
    digit_sums.find,
    rate_card.find,
    column_formula.find,
    exchange.find,
    spoken.find,
    implied_rate.find,
    tie_out.find,
    bound.find,
    ordering.find,
)


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every candidate of every kind."""
    found = [relation for finder in FINDERS for relation in finder(ledger)]
    yield from at_par([*measured(ledger, found)])
