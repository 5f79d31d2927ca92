"""A row of margins in percent agrees with the rows of revenue, cost and margin above it.

Checked, where a table has its measures in rows: a row called margin in percent is the margin in money above it over
the revenue, or the revenue less the costs, over the revenue. Below several columns the digits of all must
agree; below one, the margin in money must be called the same, and the result must be near.

Example: revenue 7,945, cost 3,429, net margin 4,516, margin 56.8 %.

Wrong when the margin is over something else than the revenue, as a markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from hostdoc.core.judge import judge
from hostdoc.core.ledger import Ledger
from hostdoc.core.regex import regex
from hostdoc.core.relation import Expression, Operation, Relation
from hostdoc.figures.labels import COST, INCOME, LEFT, MARGIN, PRICE
from hostdoc.relations.evidence.fits import MET, Fit, fit, named, refs, relations
from hostdoc.relations.tables.lines import WIDEST, Line, View, by_rows, middle

CLOSE = 0.5  # part by which a single margin may be off and still be claimed
_WORD = regex(r"[^\W\d_]+")
_MARKUP = regex(r"\bmark-?up\b", re.IGNORECASE)


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every row of percentages that is called a margin."""
    for grid in ledger.grids:
        if len(grid.rows) > WIDEST:
            continue
        view = by_rows(grid)
        for stated in view.lines:
            if stated.percent and MARGIN.search(stated.label) and not _MARKUP.search(stated.label):
                yield from _best(view, stated)


def _best(view: View, stated: Line) -> tuple[Relation, ...]:
    before = [line for line in view.lines if line.index < stated.index and line.money]
    revenues = [line for line in before if _revenue(line)]
    if not revenues:
        return ()
    margins = [line for line in before if LEFT.search(line.label) and not _revenue(line)]
    tried = [_fit(view, stated, revenue, margin) for revenue in revenues for margin in reversed(margins)]
    if not margins:
        costs = [line for line in before if COST.search(line.label) and not _revenue(line)]
        since = [line for line in costs if line.index > revenues[0].index]
        tried += [_fit(view, stated, revenues[0], *chosen) for chosen in (since, since[-1:]) if chosen]
        totals = [line for line in costs if line.sums] if not since else []
        tried += [_fit(view, stated, revenues[-1], total) for total in totals[-1:]]  # the price stands below its costs
    best = max(tried, key=lambda found: found.rank, default=None)
    single = len(tried) == 1 and bool(margins) and _words(stated) <= _words(margins[0])
    return best.relations if best is not None and _claimed(best, single=single) else ()


def _words(line: Line) -> frozenset[str]:
    return frozenset(_WORD.findall(line.label.lower()))


def _revenue(line: Line) -> bool:
    return bool(INCOME.search(line.label) or PRICE.search(line.label)) and not COST.search(line.label)


def _fit(view: View, stated: Line, revenue: Line, *others: Line) -> Fit:
    """The margin over the revenue; of costs, what they leave of it."""

    def workings(place: int) -> Expression | None:
        terms = refs((revenue, *others), place)
        if terms is None or not revenue.values.get(place):
            return None
        whole, *rest = terms
        left = rest[0] if LEFT.search(others[0].label) else Operation("−", (whole, *rest))
        return Operation("÷", (left, whole))

    evidence = f"the label `{stated.label}` and {named(view, (revenue, *others))}"
    return fit(relations("margin", stated, view.places, workings, evidence))


def _claimed(found: Fit, *, single: bool) -> bool:
    """Agreeing columns carry one that does not; a margin of its own is held against the only reading there is."""
    if len(found.relations) > 1:
        return found.met >= max(1, found.missed)
    relation = next(iter(found.relations), None)
    if relation is None:
        return False
    verdict, stated = judge(relation), middle(relation.stated) or 0
    if verdict.outcome in MET or verdict.recalculated is None:
        return verdict.outcome in MET
    again = float(verdict.recalculated.low) / 100
    return single and abs(again - stated) <= CLOSE * abs(again)
