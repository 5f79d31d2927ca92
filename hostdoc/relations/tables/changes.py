"""A change in a cell agrees with the columns it lies between: `+$20 (34%)`, `150K (-25%)`, `$79 (+$20)`.

Checked, down a column whose cells state two figures, the second in brackets: where the first has a sign, it is the
difference of two columns before it, and the percentage is that over the first of them; else the percentage is the
change since a column before, and an amount with a sign what lies between.

Example: from $59 to $79 is `+$20 (34%)`.

Wrong when the change is since something that the table does not print.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import permutations
from typing import NamedTuple

from hostdoc.core.figure import Figure
from hostdoc.core.ledger import GridCell, Ledger
from hostdoc.core.relation import Expression, Operation, Ref, Relation
from hostdoc.relations.evidence.fits import NOTHING, Fit, fit
from hostdoc.relations.tables.lines import Line, View, tables_by_columns

MOST = 6  # columns before that are tried
_SIGNS = "+-−–"


class _Pair(NamedTuple):
    """The two figures of a cell."""

    first: Figure
    second: Figure

    @property
    def signed(self) -> bool:
        return _signed(self.first)


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every column of which two cells state a figure and another one in brackets."""
    for view in tables_by_columns(ledger):
        for index in range(1, len(view.grid.columns)):
            pairs = {place: pair for place in view.places if (pair := _pair(ledger, view.grid.rows[place][index]))}
            if len(pairs) > 1:
                yield from _changes(view, index, pairs)


def _pair(ledger: Ledger, cell: GridCell) -> _Pair | None:
    if len(cell.figures) != 2:
        return None
    first, second = cell.figures
    between = ledger.document.plain[first.span.end : second.span.start]
    bracketed = between.strip(f" *_{_SIGNS}") == "("
    return _Pair(first, second) if bracketed and not first.quantity.unit.percent else None


def _signed(figure: Figure) -> bool:
    """Whether a figure has a sign, before its currency or as the first character of it."""
    start = figure.span.start
    return any(sign in _SIGNS for sign in figure.span.source.text[max(0, start - 1) : start + 1])


def _changes(view: View, index: int, pairs: dict[int, _Pair]) -> Iterator[Relation]:
    before = [line for line in view.lines if line.index < index and not line.percent][-MOST:]
    if 2 * sum(pair.signed for pair in pairs.values()) > len(pairs):
        steps = _best([_steps(pairs, old, new) for old, new in permutations(before, 2)])
        yield from steps.relations
    else:
        since = _best([_since(pairs, old) for old in before])
        yield from since.relations


def _best(tried: Sequence[Fit]) -> Fit:
    clear = [found for found in tried if found.asserted(clear=True) and found.telling > 1]
    return max(clear, key=lambda found: found.rank, default=NOTHING)


def _steps(pairs: dict[int, _Pair], old: Line, new: Line) -> Fit:
    """Each first figure as the step from one column to another, each percentage as that step over the first."""
    found: list[Relation] = []
    for place, pair in pairs.items():
        was, now = old.amounts.get(place), new.amounts.get(place)
        if was and now and _alike(pair.first, was) and _alike(pair.first, now) and old.values.get(place):
            step = Operation("−", (Ref(now), Ref(was)))
            found.append(_relation("difference", pair.first, step, (old, new)))
            if pair.second.quantity.unit.percent:
                found.append(_relation("share", pair.second, Operation("÷", (step, Ref(was))), (old, new)))
    return fit(found)


def _since(pairs: dict[int, _Pair], old: Line) -> Fit:
    """Each second figure as what the first one is more than that of a column before."""
    found: list[Relation] = []
    for place, pair in pairs.items():
        was = old.amounts.get(place)
        if was is None or not _alike(pair.first, was) or not old.values.get(place):
            continue
        step = Operation("−", (Ref(pair.first), Ref(was)))
        if pair.second.quantity.unit.percent:
            found.append(_relation("share", pair.second, Operation("÷", (step, Ref(was))), (old,)))
        elif _signed(pair.second) and _alike(pair.second, was):
            found.append(_relation("difference", pair.second, step, (old,)))
    return fit(found)


def _alike(one: Figure, other: Figure) -> bool:
    return one.quantity.unit.of == other.quantity.unit.of and bool(one.quantity.ends and other.quantity.ends)


def _relation(kind: str, stated: Figure, workings: Expression, lines: Sequence[Line]) -> Relation:
    names = " and ".join(f"`{line.label}`" for line in lines)
    return Relation(kind, stated, workings, "inferred", f"the change since the column {names}")
