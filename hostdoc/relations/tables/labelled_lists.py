"""Lists and lines of a label and one amount each, `Budget: $3,000`, as tables of one column."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from hostdoc.core.document import Cell, Item, Table
from hostdoc.core.figure import Figure
from hostdoc.core.ledger import Column, Grid, GridCell, Ledger
from hostdoc.core.regex import regex
from hostdoc.core.span import Span
from hostdoc.core.units import NONE
from hostdoc.relations.structure.outline import Entry, outlined

Labelled = tuple[Entry, str, Figure]

LEAST, MOST = 3, 24  # lines of a list that is read as a table
SHORT = 48  # characters of a label
_LABEL = regex(r"[\s*_\[\]xX-]*([^\W\d_][^:：=.;!?]*?)(?:\s*(?:[:：=]|::|→)\s*|\s{2,}|\s+[—–-]+\s+|\s+)[*_~≈(]*")


@lru_cache(maxsize=2)  # several kinds ask for them, one ledger after the other
def labelled_lists(ledger: Ledger) -> tuple[Grid, ...]:
    """The runs of such lines, of items of one depth or of lines below each other."""
    return tuple(_grid(run) for run in _runs(ledger))


@lru_cache(maxsize=2)
def labelled(ledger: Ledger) -> tuple[tuple[Entry, Labelled | None], ...]:
    """The entries of a document, those that are a label and its amount with both."""
    return tuple((entry, _labelled(entry)) for entry in outlined(ledger))


def _runs(ledger: Ledger) -> Iterator[list[Labelled]]:
    run: list[Labelled] = []
    for entry, found in labelled(ledger):
        if run and (found is None or not _beside(run[-1][0], entry)):
            if LEAST <= len(run) <= MOST:
                yield run
            run = []
        run += [found] if found else []
    if LEAST <= len(run) <= MOST:
        yield run


def _beside(one: Entry, other: Entry) -> bool:
    if one.passage is None or other.passage is None or one.passage.block.path != other.passage.block.path:
        return False
    items = isinstance(one.passage.block, Item) and isinstance(other.passage.block, Item)
    return one.depth == other.depth and (items or one.passage is other.passage)


def _labelled(entry: Entry) -> Labelled | None:
    """The label of a line, and the one amount that stands right behind it."""
    outside = [figure for figure in entry.figures if figure in entry.outside] if entry.passage else []
    if len(outside) != 1 or entry.heading or not outside[0].quantity.ends:
        return None
    label = _LABEL.fullmatch(entry.text, 0, outside[0].span.start - entry.start)
    return (entry, label[1].strip(" *_"), outside[0]) if label and len(label[1]) <= SHORT else None


def _grid(run: list[Labelled]) -> Grid:
    rows = []
    for entry, label, figure in run:
        name = Span(figure.span.source, entry.start, figure.span.start)
        rows.append((GridCell(Cell(name), label), GridCell(Cell(figure.span), figure.text, (figure,), figure)))
    first, last = run[0][2].span, run[-1][2].span
    passage = run[0][0].passage
    table = Table(Span(first.source, first.start, last.end), (), 0, passage.block.path if passage else ())
    return Grid(table, (Column("", NONE, (), states=False), Column("", NONE, (), states=True)), tuple(rows))
