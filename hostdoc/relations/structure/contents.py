"""What the blocks of a section come to, each with its total or its amounts: lists, tables, lines with a result."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hostdoc.core.figure import Figure
from hostdoc.figures.labels import is_subtotal
from hostdoc.relations.evidence.sums import Claim, Grouping
from hostdoc.relations.structure.outline import Entry, Outline, amount_of, amounts_of, column_of, worth_of
from hostdoc.relations.structure.sections import Sections

MOST_BEFORE = 200  # entries before a total, beyond which it is not asked what else they state
FAR = 400  # entries of a section that are looked at
SEVERAL = 3  # items below a total that is a range


def contents(known: Outline, sections: Sections, index: int, stated: Figure) -> Iterator[Grouping]:
    """What the blocks of a section come to, each with its total or its amounts: up to each heading, and all of it."""
    found: list[Figure] = []
    around = sections.around[index]
    place, end = index + 1, min(len(known.all), index + FAR)
    first = True
    while place < end and sections.around[place][: len(around)] == around:
        if known.all[place].heading and found:
            yield Grouping.of(found, "slip", single=True)
        block = _block(known.all, place, end)
        worth = _worth(known.all[place:block], stated)
        if first and known.all[place].depth >= 0 and len(own := amounts_of(known.all[place], stated)) > 1:
            yield Grouping.of(own, "slip")
        first = first and not worth
        found += worth
        place = block
    if found:
        ranged = stated.quantity.is_range and len(found) >= SEVERAL and known.all[index].total
        yield Grouping.of(found, "near" if ranged or _subtotals(found) else "slip", single=True)


def _subtotals(found: Sequence[Figure]) -> bool:
    """Whether all that a section states are subtotals: what is left for an amount at its head is their total."""
    return len(found) > 1 and all(is_subtotal(figure.label.row) and figure.label.column for figure in found)


def lists_before(known: Outline, index: int, stated: Figure, claim: Claim = "slip") -> Iterator[Grouping]:
    """What the last list before a total comes to by its outermost items, whatever stands between the two."""
    entries = known.all
    last = next((place for place in range(index - 1, max(-1, index - 1 - FAR), -1) if entries[place].depth >= 0), -1)
    first = last
    while first > 0 and entries[first - 1].depth >= 0 and last - first < FAR:
        first -= 1
    if first >= 0:
        near = entries[index].total and _alone(entries, first, last + 1, index, stated)
        yield Grouping.of(_worth(entries[first : last + 1], stated), "near" if near else claim)


def _alone(entries: Sequence[Entry], first: int, end: int, index: int, stated: Figure) -> bool:
    """Whether all hours of work that stand before a total of such stand in one list."""
    if index > MOST_BEFORE or stated.quantity.unit.of != "hour":
        return False
    others = (*entries[:first], *entries[end:index])
    return not any(amount_of(entry, stated) or (entry.grid and column_of(entry, stated).figures) for entry in others)


def _block(entries: Sequence[Entry], first: int, end: int) -> int:
    """Where a list, or the lines of a passage, end."""
    place = first + 1
    while place < end and (
        (entries[first].depth >= 0 and entries[place].depth >= 0)
        or (entries[place].passage is not None and entries[place].passage is entries[first].passage)
    ):
        place += 1
    return place


def _worth(block: Sequence[Entry], stated: Figure) -> list[Figure]:
    """The total of a block; else its amounts: of a list those of the outermost items that have one."""
    totals = [figure for entry in block if entry.total or entry.grid if (figure := worth_of(entry, stated))]
    if totals:
        return totals[-1:]
    if block[0].grid:
        return list(column_of(block[0], stated).figures)
    found: list[Figure] = []
    level = -1
    for entry in block:
        if level >= 0 and entry.depth > level:
            continue
        level = -1
        if entry.depth >= 0 or "=" in entry.text:
            amounts = amounts_of(entry, stated)
            found += amounts
            level = entry.depth if amounts else -1
    return found
