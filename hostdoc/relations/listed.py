"""A total in the prose agrees with the list, the table or the milestones it sums; the other half of footing.

What it sums is settled by the layout, the nearest first: the list items before it, the subtotals of its section, the
items below it, a table without a total of its own, entries that carry its label without the word total (`Costs` under
`Total costs`), numbered milestones, or the totals stated before it. A grouping that the digits support is taken; where
none is, only a list that ends in its total, and entries of the same label, are held against it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from hostdoc.core.document import Heading, Item, Paragraph
from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge
from hostdoc.core.ledger import Ledger
from hostdoc.core.relation import Operation, Ref, Relation
from hostdoc.core.units import conflict
from hostdoc.figures.labels import is_total
from hostdoc.relations.groupings import below, groupings
from hostdoc.relations.outline import LONG, Entry, Outline
from hostdoc.relations.sums import Grouping

SUPPORT = ("holds", "rounds")
SHORT = 80  # characters of a line that heads a table
_BEHIND = re.compile(r"\s*(?:in\s+)?total\b", re.IGNORECASE)
_HEADS = re.compile(r"[:：]\s*\Z")


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every total of the prose that sums something."""
    known = Outline(ledger)
    entries = known.all
    seen: list[Figure] = []  # totals stated before
    for index, entry in enumerate(entries):
        if entry.passage is None:
            seen += entry.totals
            continue
        stated = _stated_total(ledger, entries, index)
        heads = None if stated else _stated_head(entries, index)
        figure = stated or heads
        if figure is None:
            continue
        may_be = groupings(known, index, figure, seen) if stated else below(entries, index, figure)
        relation = _best(known, figure, may_be, entry.text)
        if relation is not None:
            yield relation
        if stated is not None:
            seen.append(stated)


# -- Which figure is a total ----------------------------------------------------------------------------------------


def _stated_total(ledger: Ledger, entries: list[Entry], index: int) -> Figure | None:
    """The figure of a passage that calls it a total, before or behind it, or under a heading that does."""
    entry = entries[index]
    passage = entry.passage
    if passage is None or not entry.figures or isinstance(passage.block, Heading):
        return None
    for figure in entry.figures:
        start = figure.span.start - entry.start
        before = entry.text[max(0, start - 60) : start]
        clause = re.split(r"[.;!?,](?=\s)|\n|=", before)[-1]
        behind = _BEHIND.match(entry.text, start + len(figure.text))
        if _amount_like(figure) and (is_total(clause) or behind):
            return figure
    if not passage.block.path or not is_total(passage.block.path[-1]) or index == 0:
        return None
    under = entries[index - 1].passage
    first = under is not None and isinstance(under.block, Heading)  # the first passage below the heading
    amounts = [figure for figure in entry.figures if figure.quantity.unit.currency]
    return amounts[0] if first and amounts else None


def _stated_head(entries: list[Entry], index: int) -> Figure | None:
    """The amount of a line that heads a list: `Minimal budget ($7,400):`, or of an item with items below it."""
    entry = entries[index]
    passage = entry.passage
    if passage is None or index + 1 >= len(entries) or len(entry.text) > LONG:
        return None
    amounts = [figure for figure in entry.figures if _amount_like(figure)]
    deeper = isinstance(passage.block, Item) and entries[index + 1].depth > entry.depth
    heads = isinstance(passage.block, Paragraph) and _HEADS.search(entry.text) and entries[index + 1].depth >= 0
    tables = entries[index + 1].grid is not None and len(entry.text) <= SHORT
    if not (deeper or heads or tables) or not amounts:
        return None
    return amounts[-1]


def _amount_like(figure: Figure) -> bool:
    unit = figure.quantity.unit
    return bool(figure.quantity.ends) and not (unit.percent or unit.size or unit.of in ("x", "ratio", ""))


# -- Which of them it does sum --------------------------------------------------------------------------------------


def _adds(stated: Figure, grouping: Grouping) -> bool:
    return not any(
        conflict(stated.quantity.unit, term.quantity.unit) for part in grouping.parts for term in part.figures
    )


def _best(known: Outline, stated: Figure, may_be: Iterable[Grouping], text: str) -> Relation | None:
    """The first grouping that the digits support; behind a firm one only another firm one, else that one."""
    evidence = f"the words `{' '.join(text.split())[:40]}`"
    firm = None
    for grouping in may_be:
        near = grouping.near(stated)
        if not (near or grouping.firm) or (firm is not None and not grouping.firm):
            continue
        if not (not grouping.single) < grouping.size <= known.budget or not _adds(stated, grouping):
            continue
        known.budget -= grouping.size
        workings = Operation("+", tuple(Ref(term) for part in grouping.parts for term in part.figures))
        relation = Relation("footing", stated, workings, "inferred", evidence)
        if near and judge(relation).outcome in SUPPORT:
            return relation
        firm = firm or (relation if grouping.firm else None)
    return firm
