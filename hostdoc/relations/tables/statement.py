"""A statement that takes off what is written as negative: gross, fees and refunds below zero, what is left of it.

Checked, as differences, down the columns of tables and lists of labels and amounts: a row that follows negative amounts
and is positive itself, as the last such row, or the first one, with all between; what is in brackets or after `less` is
taken off, too.

Example: `Gross 18,400`, `Fee −828`, `Refunds −310`: `Net 17,162` drifts, it is 17,262.

Wrong when something else is taken off. Reported as wrong only where the row is called what is left or a total.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from hostdoc.core.arithmetic import estimate
from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge, promising
from hostdoc.core.ledger import Grid, Ledger
from hostdoc.core.regex import regex
from hostdoc.core.relation import Expression, Operation, Ref, Relation
from hostdoc.figures.labels import LEFT, is_total
from hostdoc.relations.evidence.fits import telling
from hostdoc.relations.tables.labelled_lists import labelled_lists
from hostdoc.relations.tables.lines import WIDEST, Line, by_columns, middle
from hostdoc.relations.tables.rows import roles

LONGEST = 60  # rows of a statement
_LESS = regex(
    r"\W*(?:less|minus|abzgl\.?|abzüglich|moins|menos|meno|minder|deduct\w*|minskat)\b|\W*[−–-]\s", re.IGNORECASE
)
_RESULT = regex(
    r"\b(?:payout|pay-?out|due|payable|netto?|proceeds|closing|after \w+|take-?home|to pay|auszahlung|zahlbetrag"
    r"|zu zahlen|à payer|a pagar|da pagare|te betalen|do zapłaty|do wypłaty|att betala)\b",
    re.IGNORECASE,
)
_BRACKETS = regex(r"\s*\(.*\)\s*")


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every column that goes down and up."""
    for grid in chain(ledger.grids, labelled_lists(ledger)):
        if len(grid.rows) <= LONGEST:
            for line in by_columns(grid).lines[:WIDEST]:
                if not line.percent:
                    yield from _down(grid, line)


def _down(grid: Grid, line: Line) -> Iterator[Relation]:
    """The rows since the last result; one that is what they come to, or is called so, is the next."""
    signs = {place: _sign(grid, line, place) for place in line.amounts}
    terms: list[tuple[Figure, int]] = []
    items: list[tuple[Figure, int]] = []  # all of them, from the first row
    for role in roles(grid):
        figure = line.amounts.get(role.number)
        if figure is None or not figure.quantity.ends or figure.quantity.unit.percent:
            continue
        begun = len(terms) > 1 and terms[0][1] > 0 and items[0][1] > 0
        if begun and signs[role.number] > 0 and any(sign < 0 for _, sign in terms):
            relation = _result(figure, terms, role.label)
            whole = _result(figure, items, role.label)  # where the last result is wrong
            agreed = next(filter(_agrees, (relation, whole)), None)
            called = LEFT.search(role.label) or _RESULT.search(role.label) or is_total(role.label)
            if agreed or (called and _near(relation)):
                yield agreed or relation
                terms = [(figure, 1)]
                continue
        terms.append((figure, signs[role.number]))
        items.append((figure, signs[role.number]))


def _sign(grid: Grid, line: Line, place: int) -> int:
    """-1 for what is taken off."""
    row = grid.rows[place]
    taken = _BRACKETS.fullmatch(row[line.index].words) or _LESS.match(row[0].words)
    return -1 if taken or line.values.get(place, 0.0) < 0 else 1


def _result(stated: Figure, terms: list[tuple[Figure, int]], label: str) -> Relation:
    """The amounts that are added, with their own signs, less those that only brackets or words take off."""
    taken = tuple(Ref(figure) for figure, sign in terms if sign < 0 <= (middle(figure) or 0))
    added = tuple(Ref(figure) for figure, sign in terms if sign > 0 or (middle(figure) or 0) < 0)
    total: Expression = Operation("+", added) if len(added) > 1 else added[0]
    workings = Operation("−", (total, *taken)) if taken else total
    return Relation("difference", stated, workings, "inferred", f"what is taken off above `{label}`")


def _agrees(relation: Relation) -> bool:
    return promising(relation) and judge(relation).outcome == "holds" and telling(relation)


def _near(relation: Relation) -> bool:
    """Whether a result is of the size of what is stated."""
    again, stated = estimate(relation.workings), estimate(Ref(relation.stated))
    return 0 < again / 2 <= stated <= 2 * again
