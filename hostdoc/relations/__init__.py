"""Ledger → candidates: each kind in a module of its own, whose docstring says what it checks. Registered here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module

from hostdoc.core.ledger import Ledger
from hostdoc.core.records import replace
from hostdoc.core.relation import Relation
from hostdoc.core.vocabulary import Rate
from hostdoc.relations.evidence.as_printed import as_printed
from hostdoc.relations.evidence.at_par import at_par
from hostdoc.relations.evidence.confirmed import confirmed
from hostdoc.relations.evidence.measures import measured
from hostdoc.relations.evidence.present import (
    ANYTHING,
    BLOCKS,
    CURRENCIES,
    MONEY,
    PERCENTS,
    PROSE,
    TABLES,
    Present,
    present,
)

Finder = Callable[[Ledger], Iterable[Relation]]
Checkpoint = Callable[[], None]  # raises where nobody waits for the result any more

# Each kind by its module, and what a document must have for it to find anything: only then is it imported and asked.
# In the order of their evidence: where two kinds explain the same figure, the earlier one is kept.
FINDERS: tuple[tuple[str, Present], ...] = (
    ("written.equation", ANYTHING),
    ("tables.header_formula", TABLES),
    ("tables.legend", TABLES),
    ("tables.fee_schedule", TABLES | MONEY),
    ("tables.fees", TABLES | PERCENTS | MONEY),
    ("tables.at_a_time", TABLES | MONEY),
    ("tables.margin", ANYTHING),
    ("tables.margin_rows", TABLES | PERCENTS),
    ("prose.balance", PROSE | MONEY),
    ("prose.section_result", PROSE | MONEY),
    ("tables.row_changes", TABLES | PERCENTS),
    ("tables.against_table", TABLES | MONEY),
    ("tables.footing", TABLES),
    ("structure.durations", PROSE),
    ("structure.named_sum", TABLES),
    ("structure.listed", ANYTHING),
    ("structure.status_sums", TABLES | PROSE | MONEY),
    ("structure.section_sums", PROSE | MONEY),
    ("structure.over_years", PROSE | MONEY),
    ("structure.counted_prices", PROSE),
    ("blocks.fenced_totals", BLOCKS),
    ("blocks.fenced_results", BLOCKS),
    ("blocks.fenced_changes", BLOCKS),
    ("blocks.fenced_each", BLOCKS),
    ("structure.overhead", PROSE | PERCENTS | MONEY),
    ("structure.rated_labels", PERCENTS),
    ("written.marked_up", PERCENTS),
    ("tables.share", TABLES),
    ("prose.share_of", TABLES | PERCENTS),
    ("tables.discount", PERCENTS),
    ("tables.quantity_discount", TABLES | PERCENTS),
    ("tables.average", TABLES),
    ("tables.weighted_mean", TABLES),
    ("tables.extremes", ANYTHING),
    ("prose.scale", ANYTHING),
    ("tables.over_time", ANYTHING),
    ("written.arrows", ANYTHING),
    ("written.each_in_cells", ANYTHING),
    ("written.written_product", ANYTHING),
    ("structure.priced_entries", MONEY),
    ("structure.one_of_many", MONEY),
    ("written.in_brackets", ANYTHING),
    ("prose.spelled_out", PROSE),
    ("prose.equated", PROSE | MONEY),
    ("written.in_step", ANYTHING),
    ("prose.said_product", PROSE | MONEY),
    ("prose.each", PROSE | MONEY),
    ("tables.product", ANYTHING),
    ("tables.times_label", TABLES),
    ("tables.counted_cells", TABLES | MONEY),
    ("tables.counted_rows", TABLES),
    ("tables.measured_rows", ANYTHING),
    ("prose.portion", PROSE | PERCENTS | MONEY),
    ("tables.overage", TABLES),
    ("tables.used_of", TABLES | PERCENTS),
    ("tables.funnel", TABLES | PERCENTS),
    ("tables.against", TABLES),
    ("tables.against_row", TABLES),
    ("tables.accounts", TABLES),
    ("tables.changes", ANYTHING),
    ("tables.difference", TABLES),
    ("tables.statement", ANYTHING),
    ("tables.ratio", TABLES),
    ("prose.at_size", TABLES | PROSE | MONEY),
    ("prose.per_head", ANYTHING),
    ("tables.unit_cost", TABLES | MONEY),
    ("tables.one_in", PERCENTS),
    ("tables.cross_footing", TABLES),
    ("tables.digit_sums", TABLES),
    ("tables.priced_elsewhere", TABLES | MONEY),
    ("tables.priced_by_name", TABLES | MONEY),
    ("tables.whole_numbers", TABLES | MONEY),
    ("tables.rate_card", TABLES | MONEY),
    ("tables.at_stated_rate", TABLES | CURRENCIES),
    ("tables.priced_unit", TABLES | MONEY),
    ("tables.column_formula", ANYTHING),
    ("tables.column_pairs", TABLES),
    ("tables.series", ANYTHING),
    ("tables.metrics", ANYTHING),
    ("tables.exchange", CURRENCIES),
    ("written.fractions", PERCENTS),
    ("written.result_share", PERCENTS),
    ("prose.chained_rates", PROSE),
    ("prose.unit_economics", PROSE | MONEY),
    ("structure.named_measures", MONEY),
    ("prose.section_margins", PROSE | PERCENTS | MONEY),
    ("prose.reckoned", PROSE),
    ("prose.remainder", PROSE | MONEY),
    ("prose.said_part", PROSE),
    ("structure.split_by_shares", PERCENTS),
    ("structure.part_of_whole", PERCENTS),
    ("prose.said_share", PROSE | PERCENTS),
    ("prose.said_quotient", PROSE),
    ("prose.returns", PERCENTS | MONEY),
    ("prose.said_period", PROSE | MONEY),
    ("prose.said_sum", PROSE),
    ("prose.said_times", PROSE),
    ("prose.spoken", PROSE),
    ("tables.implied_rate", TABLES | PROSE),
    ("structure.tie_out", ANYTHING),
    ("prose.said_again", ANYTHING),
    ("prose.bound", MONEY),
    ("tables.ordering", TABLES),
)
# Finders that came, or learnt to see more, after their kind, each with the version since which it finds what it does:
# that arrives as a new kind does, as a warning first.
WIDENED: dict[str, str] = {}


def go_on() -> None:
    """The checkpoint of those who want the result in any case."""


def find(ledger: Ledger, rates: tuple[Rate, ...] = (), checkpoint: Checkpoint = go_on) -> Iterator[Relation]:
    """Every candidate of every kind; amounts of several currencies meet at the `rates` of the project.

    `checkpoint` is called before each kind, and may raise to give up.
    """
    found: list[Relation] = []
    for name in _present(ledger):
        checkpoint()
        since = WIDENED.get(name)
        found += (replace(it, since=since) if since else it for it in _finder(name)(ledger))
    found = [*measured(ledger, found)]
    if rates:  # few projects have some
        from hostdoc.relations.evidence.against_rates import against_rates
        from hostdoc.relations.evidence.converted import converted

        found = [*converted(ledger, found), *against_rates(ledger, rates)]
    yield from as_printed(at_par(confirmed(found)))


def finders(ledger: Ledger) -> Iterator[Finder]:
    """The finders that have something to look at."""
    return map(_finder, _present(ledger))


def _present(ledger: Ledger) -> Iterator[str]:
    there = present(ledger)
    return (name for name, needs in FINDERS if needs in there)


def load() -> None:
    """Imports every kind: before processes are forked that will need most of them."""
    for name, _ in FINDERS:
        _finder(name)


def _finder(name: str) -> Finder:
    find: Finder = import_module(f"{__name__}.{name}").find
    return find
