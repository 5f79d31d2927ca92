"""A total column agrees with the columns it sums, row by row.

Checked: columns called total with the columns beside them that count the same: years, quarters, stages, sources. The
columns are those directly before the total (or after it, where it comes first) whose digits, over all rows, add up to
it; the total row is checked as well, so that the corner foots both ways.

Example: `| Travel | 2,000 | 3,000 | 5,500 |` under `Year 1 | Year 2 | Total` drifts by 500.

Wrong when a column between is no part of the total, as a share or a cumulative amount.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from hostdoc.core.judge import judge
from hostdoc.core.ledger import Ledger
from hostdoc.core.regex import regex
from hostdoc.core.relation import Expression, Operation, Relation
from hostdoc.figures.labels import RATE, is_total
from hostdoc.relations.evidence.fits import MET, NOTHING, Fit, compatible, fit, named, promising, relations
from hostdoc.relations.evidence.fits import refs as terms_of
from hostdoc.relations.tables.lines import WIDEST, Line, View, by_columns, middle

# Columns that are one series: years, quarters, months, numbered stages.
_SERIES = regex(
    r"\b(?:19|20)\d\d\b|\b(?:year|yr|y|month|m|quarter|q|week|w|phase|stage|milestone|ms|wp|cycle|period|fy|jahr|año|ano)"
    r"\s?-?#?\d{1,4}\b|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\b",
    re.IGNORECASE,
)


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every total column with the neighbours it sums."""
    for grid in ledger.grids:
        if not 3 <= len(grid.columns) <= 4 * WIDEST:
            continue
        view = by_columns(grid)
        for total in view.lines:
            if is_total(total.label) and not total.percent:
                yield from filter(_adds_up, _best(view, total).relations)


def _adds_up(relation: Relation) -> bool:
    """Whether a row adds up at all: of head counts at the end of each year, the total is the last or the greatest."""
    terms = [middle(figure) or 0.0 for figure in relation.inputs]
    stated = middle(relation.stated)
    return stated not in (terms[-1], max(terms)) or judge(relation).outcome in MET


def _best(view: View, total: Line) -> Fit:
    """The run of columns that the digits support best."""
    best, rank = NOTHING, (0, 0, 0)
    for columns in _runs(view, total):
        found = _fit(view, total, columns)
        series = sum(_SERIES.search(line.label) is not None for line in columns) >= 2
        clear = series and all(_SERIES.search(line.label) for line in columns)
        other_rows = found.telling > 0 and found.met > 1 and found.missed == 1  # one row alone is wrong
        if (found.asserted(clear=clear) or other_rows) and found.rank > rank:
            best, rank = found, found.rank
    return best


def _runs(view: View, total: Line) -> Iterator[tuple[Line, ...]]:
    """Neighbouring columns of the same unit before the total, the longest first; behind it, where none are before."""
    position = view.lines.index(total)
    before = _adding(view.lines[:position][::-1], total)
    after = _adding(view.lines[position + 1 :], total)
    for run in (before, after):
        for size in range(len(run), 1, -1):
            yield run[:size]
        for start in range(1, len(run) - 1):
            yield run[start:]
    plain = tuple(line for line in run_without_totals(before))
    if len(plain) > 1 and plain != before:
        yield plain


def run_without_totals(run: tuple[Line, ...]) -> Iterator[Line]:
    """The columns that are no totals of others themselves."""
    return (line for line in run if not is_total(line.label))


def _adding(lines: tuple[Line, ...], total: Line) -> tuple[Line, ...]:
    """The lines up to the first that cannot be added to the total."""
    run: list[Line] = []
    for line in lines:
        if line.percent or line.unit.size or RATE.search(line.label) or not compatible(line, total):
            break
        run.append(line)
    return tuple(run)


def _fit(view: View, total: Line, columns: tuple[Line, ...]) -> Fit:
    ordered = tuple(sorted(columns, key=lambda line: line.index))

    def quick(place: int) -> float | None:
        values = [value for line in ordered if (value := line.values.get(place)) is not None]
        return sum(values) if values else None

    def workings(place: int) -> Expression | None:
        present = [line for line in ordered if place in line.amounts]
        words = [view.cell(line, place).words for line in ordered if line not in present]
        terms = terms_of(present, place)
        if not terms or any(_said(word) for word in words):
            return None
        return Operation("+", tuple(terms)) if len(terms) > 1 else terms[0]

    if not promising(total, view.added, quick):
        return NOTHING
    return fit(relations("cross-footing", total, view.added, workings, named(view, ordered)))


def _said(words: str) -> bool:
    """Whether a cell without an amount says anything, so that its part in the sum is unknown."""
    return any(character.isalnum() for character in words) and words.lower() not in ("n/a", "na", "none")
