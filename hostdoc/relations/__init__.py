"""Ledger → candidates: each kind in a module of its own, whose docstring says what it checks. Registered here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module

from hostdoc.core.ledger import Ledger
from hostdoc.core.relation import Relation
from hostdoc.relations.as_printed import as_printed
from hostdoc.relations.at_par import at_par
from hostdoc.relations.measures import measured
from hostdoc.relations.present import (
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
    ("equation", ANYTHING),
    ("header_formula", TABLES),
    ("legend", TABLES | PROSE),
    ("fee_schedule", TABLES | MONEY),
    ("margin", ANYTHING),
    ("margin_rows", TABLES | PERCENTS),
    ("balance", PROSE | MONEY),
    ("footing", TABLES),
    ("durations", PROSE),
    ("named_sum", TABLES),
    ("listed", ANYTHING),
    ("fenced_totals", BLOCKS),
    ("fenced_results", BLOCKS),
    ("overhead", PROSE | PERCENTS | MONEY),
    ("share", TABLES),
    ("share_of", TABLES | PERCENTS),
    ("discount", PERCENTS),
    ("average", TABLES),
    ("weighted_mean", TABLES),
    ("extremes", ANYTHING),
    ("scale", ANYTHING),
    ("over_time", ANYTHING),
    ("each_in_cells", ANYTHING),
    ("written_product", ANYTHING),
    ("said_product", PROSE | MONEY),
    ("each", PROSE | MONEY),
    ("product", ANYTHING),
    ("measured_rows", ANYTHING),
    ("portion", PROSE | PERCENTS | MONEY),
    ("overage", TABLES),
    ("funnel", TABLES | PERCENTS),
    ("accounts", TABLES),
    ("difference", TABLES),
    ("statement", ANYTHING),
    ("ratio", TABLES),
    ("per_head", ANYTHING),
    ("unit_cost", TABLES | MONEY),
    ("one_in", PERCENTS),
    ("cross_footing", TABLES),
    ("digit_sums", TABLES),
    ("rate_card", TABLES | MONEY),
    ("column_formula", ANYTHING),
    ("column_pairs", TABLES),
    ("series", ANYTHING),
    ("metrics", ANYTHING),
    ("exchange", CURRENCIES),
    ("reckoned", PROSE),
    ("remainder", PROSE | MONEY),
    ("said_part", PROSE),
    ("part_of_whole", PERCENTS),
    ("said_share", PROSE | PERCENTS),
    ("said_quotient", PROSE),
    ("said_period", PROSE | MONEY),
    ("said_sum", PROSE),
    ("said_times", PROSE),
    ("spoken", PROSE),
    ("implied_rate", TABLES | PROSE),
    ("tie_out", ANYTHING),
    ("bound", MONEY),
    ("ordering", TABLES),
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
