"""Sums that the digits of a table show, whatever its labels say: footing by layout and digits alone.

A row (or column) sums the rows directly above or below it if it does so in every column, or all but one, that states
amounts in all of them. The smallest groups are found first; a group that was summed counts as its sum from then on, so
that totals over subtotals follow. One column that differs where at least three agree is reported as a drift.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from hostdoc.core.figure import Figure
from hostdoc.core.ledger import Grid, Ledger
from hostdoc.core.relation import Operation, Ref, Relation
from hostdoc.relations.rows import roles

MOST = 60  # rows that an unlabelled sum may take up
ALL = 120  # rows of a table that is searched; longer ones are data
TELLING = 3  # digits that a sum in one column needs, so that it is no coincidence
Cells = list[list["_Value | None"]]  # lines by places


@dataclass(frozen=True, slots=True)
class _Value:
    figure: Figure
    value: Decimal
    step: Decimal


@dataclass(frozen=True, slots=True)
class _Group:
    """The line that sums and the lines summed; the places where it does, and those where it does not."""

    total: int
    parts: tuple[int, ...]
    agree: tuple[int, ...]
    differ: tuple[int, ...]


def find(ledger: Ledger) -> Iterator[Relation]:
    """The sums of every table, over rows and over columns."""
    for grid in ledger.grids:
        if not len(grid.rows) * len(grid.columns) >= 3 or len(grid.rows) > ALL:
            continue
        cells = _cells(grid)
        labelled = frozenset(role.number for role in roles(grid) if role.sums)
        yield from _relations(cells, "footing", _groups(cells, labelled))
        turned = [list(line) for line in zip(*cells, strict=True)]
        yield from _relations(turned, "cross-footing", _groups(turned, frozenset()))


def _cells(grid: Grid) -> Cells:
    return [
        [_value(cell.amount) if column.states else None for cell, column in zip(row, grid.columns, strict=True)]
        for row in grid.rows
    ]


def _value(figure: Figure | None) -> _Value | None:
    """A point that is neither a percentage nor a word."""
    if figure is None or figure.quantity.low is None or figure.quantity.is_range or figure.quantity.word:
        return None
    if figure.quantity.unit.percent or figure.quantity.open:
        return None
    return _Value(figure, figure.quantity.low.value, figure.quantity.low.step)


# -- Which lines sum which ------------------------------------------------------------------------------------------


def _groups(cells: Cells, labelled: frozenset[int]) -> list[_Group]:
    """The groups of a table, smallest first; lines that were summed are left out of later ones."""
    active = [number for number, line in enumerate(cells) if any(line)]
    found: list[_Group] = []
    totals: set[int] = set()
    while len(active) > 2:
        group = _smallest(cells, active, totals, labelled)
        if group is None:
            break
        found.append(group)
        totals.add(group.total)
        active = [number for number in active if number not in group.parts]
    return found


def _smallest(cells: Cells, active: list[int], totals: set[int], labelled: frozenset[int]) -> _Group | None:
    best: _Group | None = None
    for place, number in enumerate(active):
        if number in totals:
            continue
        for run in (active[:place][::-1], active[place + 1 :]):
            group = _run(cells, number, run[:MOST], best, number in labelled)
            if group is not None and (best is None or len(group.parts) < len(best.parts)):
                best = group
    return best


def _run(cells: Cells, number: int, run: list[int], best: _Group | None, labelled: bool) -> _Group | None:
    """The shortest run of neighbours that a line sums."""
    line = cells[number]
    sums = [Decimal(0)] * len(line)
    counts = [0] * len(line)
    for length, other in enumerate(run, 1):
        if best is not None and length >= len(best.parts):
            return None
        for place, value in enumerate(cells[other]):
            if value is not None:
                sums[place] += value.value
                counts[place] += 1
        if length < 2:
            continue
        group = _judged(cells, number, tuple(run[:length]), sums, counts, labelled)
        if group is not None:
            return group
        if not _may_grow(line, sums, counts):
            return None
    return None


def _judged(
    cells: Cells, number: int, parts: tuple[int, ...], sums: list[Decimal], counts: list[int], labelled: bool
) -> _Group | None:
    agree: list[int] = []
    differ: list[int] = []
    for place, value in enumerate(cells[number]):
        if value is None or counts[place] < 2:
            continue
        if value.value == 0 and sums[place] == 0:
            continue
        off = abs(value.value - sums[place])
        exact = off == 0 or (value.step < 1 and off <= value.step * counts[place] / 2 and off * 2000 < abs(value.value))
        (agree if exact else differ).append(place)
    if not agree or len(differ) > (1 if len(agree) >= 3 else 0):
        return None
    needed = 1 if labelled else TELLING if len(parts) > 2 else TELLING + 1
    telling = max(_digits(cells[number][place]) for place in agree)
    if _independent(cells, (number, *parts), agree) < 2 and telling < needed:
        return None
    return _Group(number, tuple(sorted(parts)), tuple(agree), tuple(differ))


def _independent(cells: Cells, lines: tuple[int, ...], places: list[int]) -> int:
    """How many places agree on their own: one that is a multiple of another agrees because that does."""
    kept: list[int] = []
    for place in places:
        if not any(_proportional(cells, lines, place, other) for other in kept):
            kept.append(place)
    return len(kept)


def _proportional(cells: Cells, lines: tuple[int, ...], one: int, other: int) -> bool:
    pairs = [
        (left.value, right.value) for line in lines if (left := cells[line][one]) and (right := cells[line][other])
    ]
    first = pairs[0] if pairs else (Decimal(0), Decimal(0))
    return all(left * first[1] == right * first[0] for left, right in pairs)


def _digits(value: _Value | None) -> int:
    return len(value.value.normalize().as_tuple().digits) if value else 0


def _may_grow(line: list[_Value | None], sums: list[Decimal], counts: list[int]) -> bool:
    """Whether a longer run may still come to the line: no place has passed it, as long as all amounts are positive."""
    passed = sum(
        1
        for value, total, count in zip(line, sums, counts, strict=True)
        if value and count and 0 <= value.value < total
    )
    stated = sum(1 for value, count in zip(line, counts, strict=True) if value and count)
    return not stated or passed < max(1, stated - 2)


# -- Relations ------------------------------------------------------------------------------------------------------


def _relations(cells: Cells, kind: str, groups: list[_Group]) -> Iterator[Relation]:
    for group in groups:
        for place in (*group.agree, *group.differ):
            total = cells[group.total][place]
            terms = tuple(Ref(value.figure) for part in group.parts if (value := cells[part][place]))
            if total is not None and len(terms) > 1:
                evidence = f"the digits of {len(group.agree)} {'columns' if kind == 'footing' else 'rows'}"
                yield Relation(kind, total.figure, Operation("+", terms), "inferred", evidence)
