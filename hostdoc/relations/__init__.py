"""Ledger → candidates: each kind in a module of its own, whose docstring says what it checks. Registered here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module

from hostdoc.core.ledger import Ledger
from hostdoc.core.relation import Relation
from hostdoc.relations.evidence.as_printed import as_printed
from hostdoc.relations.evidence.at_par import at_par
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

# Each kind by its module, and what a document must have for it to find anything: only then is it imported and asked.
# In the order of their evidence: where two kinds explain the same figure, the earlier one is kept.
FINDERS: tuple[tuple[str, Present], ...] = (
    ("written.equation", ANYTHING),
    ("tables.header_formula", TABLES),
    ("tables.legend", TABLES | PROSE),
    ("tables.fee_schedule", TABLES | MONEY),
    ("tables.margin", ANYTHING),
    ("tables.margin_rows", TABLES | PERCENTS),
    ("prose.balance", PROSE | MONEY),
    ("tables.footing", TABLES),
    ("structure.durations", PROSE),
    ("structure.named_sum", TABLES),
    ("structure.listed", ANYTHING),
    ("structure.status_sums", TABLES | PROSE | MONEY),
    ("structure.section_sums", PROSE | MONEY),
    ("blocks.fenced_totals", BLOCKS),
    ("blocks.fenced_results", BLOCKS),
    ("structure.overhead", PROSE | PERCENTS | MONEY),
    ("tables.share", TABLES),
    ("prose.share_of", TABLES | PERCENTS),
    ("tables.discount", PERCENTS),
    ("tables.average", TABLES),
    ("tables.weighted_mean", TABLES),
    ("tables.extremes", ANYTHING),
    ("prose.scale", ANYTHING),
    ("tables.over_time", ANYTHING),
    ("written.each_in_cells", ANYTHING),
    ("written.written_product", ANYTHING),
    ("prose.said_product", PROSE | MONEY),
    ("prose.each", PROSE | MONEY),
    ("tables.product", ANYTHING),
    ("tables.measured_rows", ANYTHING),
    ("prose.portion", PROSE | PERCENTS | MONEY),
    ("tables.overage", TABLES),
    ("tables.funnel", TABLES | PERCENTS),
    ("tables.against", TABLES),
    ("tables.accounts", TABLES),
    ("tables.difference", TABLES),
    ("tables.statement", ANYTHING),
    ("tables.ratio", TABLES),
    ("prose.per_head", ANYTHING),
    ("tables.unit_cost", TABLES | MONEY),
    ("tables.one_in", PERCENTS),
    ("tables.cross_footing", TABLES),
    ("tables.digit_sums", TABLES),
    ("tables.rate_card", TABLES | MONEY),
    ("tables.column_formula", ANYTHING),
    ("tables.column_pairs", TABLES),
    ("tables.series", ANYTHING),
    ("tables.metrics", ANYTHING),
    ("tables.exchange", CURRENCIES),
    ("prose.reckoned", PROSE),
    ("prose.remainder", PROSE | MONEY),
    ("prose.said_part", PROSE),
    ("structure.part_of_whole", PERCENTS),
    ("prose.said_share", PROSE | PERCENTS),
    ("prose.said_quotient", PROSE),
    ("prose.said_period", PROSE | MONEY),
    ("prose.said_sum", PROSE),
    ("prose.said_times", PROSE),
    ("prose.spoken", PROSE),
    ("tables.implied_rate", TABLES | PROSE),
    ("structure.tie_out", ANYTHING),
    ("prose.bound", MONEY),
    ("tables.ordering", TABLES),
)


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every candidate of every kind."""
    found = [relation for finder in finders(ledger) for relation in finder(ledger)]
    yield from as_printed(at_par([*measured(ledger, found)]))


def finders(ledger: Ledger) -> Iterator[Finder]:
    """The finders that have something to look at."""
    there = present(ledger)
    return (_finder(name) for name, needs in FINDERS if needs in there)


def load() -> None:
    """Imports every kind: before processes are forked that will need most of them."""
    for name, _ in FINDERS:
        _finder(name)


def _finder(name: str) -> Finder:
    find: Finder = import_module(f"{__name__}.{name}").find
    return find
