"""Rows of a table against the paragraphs or items that begin with their names: `**Travel.** Two trips …: $1,576`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from hostdoc.core.document import Heading
from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge
from hostdoc.core.ledger import Grid, GridCell, Ledger, Passage
from hostdoc.core.regex import regex
from hostdoc.core.relation import AGREES, Ref, Relation
from hostdoc.figures.context import words_of
from hostdoc.relations.evidence.fits import written
from hostdoc.relations.evidence.ties import MOST_ROWS, tied
from hostdoc.relations.tables.rows import amount_columns, roles

NEAR = 2  # times as much, at most, as a row whose paragraph was not followed up
SIBLINGS = 2  # rows that agree with their paragraphs, so that another one has to
Leads = dict[str, list[tuple[frozenset[str], Passage]]]  # by word, the words that a passage begins with
TELLING = 2  # digits of an amount that says something by being stated twice
_LEAD = regex(r"\W{0,4}([^\W\d_][^.:=\d\n]{0,40})[.:]")


def labelled_rows(ledger: Ledger) -> Iterator[Relation]:
    """What a row states and its paragraph states again; where the two differ, only if the other rows agree."""
    led: Leads = defaultdict(list)
    for passage in ledger.passages:
        text = ledger.document.plain[passage.span.start : passage.span.start + 60]
        lead = _LEAD.match(text) if passage.figures and not isinstance(passage.block, Heading) else None
        words = words_of(lead[1]) if lead else frozenset()
        for word in words:
            led[word].append((words, passage))
    for grid in ledger.grids if led else ():
        if len(grid.rows) <= MOST_ROWS:
            yield from _of_table(grid, led)


def _of_table(grid: Grid, led: Leads) -> Iterator[Relation]:
    columns = [column for column in amount_columns(grid) if not grid.columns[column].unit.percent]
    agreed, differing = [], []
    for role in roles(grid):
        words = words_of(role.label)
        rarest = min((led.get(word, []) for word in words), key=len, default=[])
        passages = [passage for lead, passage in rarest if words <= lead] if len(rarest) <= MOST_ROWS else []
        cell = grid.rows[role.number][columns[-1]] if columns and role.role == "item" else None
        if cell is None or cell.amount is None or len(passages) != 1:
            continue
        readings = list(_readings(cell, passages[0].figures))
        match = next((reading for reading in readings if judge(reading).outcome in AGREES), None)
        if match is not None:
            agreed.append(match)
        elif readings and _near(cell.amount, readings[0].inputs[0]):
            differing.append(readings[0])
    yield from agreed
    if len(agreed) >= SIBLINGS and len(differing) < len(agreed):
        yield from differing


def _readings(cell: GridCell, figures: tuple[Figure, ...]) -> Iterator[Relation]:
    """The amounts of a paragraph that a cell may state again, the last one first."""
    stated = cell.amount
    for figure in reversed(figures):
        money = figure.quantity.unit.currency
        plain = money and figure.quantity.ends and not figure.quantity.open and not figure.quantity.unit.per
        if stated and plain and stated.quantity.unit.of in ("", money) and written(stated) >= TELLING:
            yield tied(stated, Ref(figure), "the paragraph that begins with the name of the row")


def _near(one: Figure, other: Figure) -> bool:
    a, b = (float(figure.quantity.ends[-1].value) if figure.quantity.ends else 0.0 for figure in (one, other))
    return 0 < a <= NEAR * b and b <= NEAR * a
