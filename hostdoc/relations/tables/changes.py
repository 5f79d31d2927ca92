"""A change in a cell or a list agrees with what it lies between: `+$20 (34%)`, `150K (-25%)`, `$79 (+$20)`.

Checked, down a column whose cells state two figures, the second in brackets: where the first has a sign, it is the
difference of two columns before it, and the percentage is that over the first of them; else the percentage is the
change since a column before, and an amount with a sign what lies between. So it is along the rows, since one column in
which nothing has changed, and in lists and lines of one shape, since the first or the one before.

Example: from $59 to $79 is `+$20 (34%)`.

Wrong when the change is since something that the table does not print.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import permutations
from typing import NamedTuple

from hostdoc.core.document import Item
from hostdoc.core.figure import Figure
from hostdoc.core.ledger import GridCell, Ledger
from hostdoc.core.relation import Expression, Operation, Ref, Relation
from hostdoc.relations.evidence.fits import NOTHING, Fit, fit
from hostdoc.relations.structure.outline import outlined
from hostdoc.relations.tables.lines import Line, View, middle, tables_by_columns

MOST = 6  # columns before that are tried
_SIGNS = "+-−–"


class _Pair(NamedTuple):
    """The two figures of a cell."""

    first: Figure
    second: Figure

    @property
    def signed(self) -> bool:
        return _signed(self.first)


class _Step(NamedTuple):
    """An amount of a run, and what stands in brackets behind it."""

    amount: Figure
    change: Figure | None


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every column of which two cells state a figure and another one in brackets."""
    for view in tables_by_columns(ledger):
        for index in range(1, len(view.grid.columns)):
            pairs = {place: pair for place in view.places if (pair := _pair(ledger, view.grid.rows[place][index]))}
            if len(pairs) > 1:
                yield from _changes(view, index, pairs)
        yield from _along(ledger, view)
    for run in (*_lists(ledger), *_lines(ledger)):
        yield from _down(run)


def _along(ledger: Ledger, view: View) -> Iterator[Relation]:
    """The signed changes in the cells of rows, all since one column."""
    found: dict[int, list[tuple[_Pair, Line]]] = {}
    pairs = [
        (place, pair)
        for place in view.places
        for cell in view.grid.rows[place][1:]
        if (pair := _pair(ledger, cell)) and _signed(pair.second) and not pair.signed
    ]
    for line in view.lines[:MOST] if len(pairs) > 1 else ():
        plain = [place for place in view.places if len(view.grid.rows[place][line.index].figures) == 1]
        found[line.index] = [(pair, line) for place, pair in pairs if place in plain and place in line.amounts]
    tried = [
        fit([it for pair, line in by_line for it in _moved(pair, _at(view, line, pair), (line,))])
        for by_line in found.values()
    ]
    yield from _best(tried).relations


def _at(view: View, line: Line, pair: _Pair) -> Figure:
    """The amount of a line in the row of a change."""
    return next(line.amounts[place] for place in view.places if _stands_in(view.grid.rows[place], pair))


def _stands_in(row: Sequence[GridCell], pair: _Pair) -> bool:
    return any(pair.first in cell.figures for cell in row)


def _lists(ledger: Ledger) -> Iterator[list[_Step]]:
    """Runs of list items, or lines of a paragraph, with one amount outside of brackets."""
    run: list[_Step] = []
    last: tuple[object, ...] | None = None
    for entry in outlined(ledger):
        block = entry.passage.block if entry.passage else None
        outside = [figure for figure in entry.figures if figure in entry.outside]
        place = (block.path, entry.depth, None if isinstance(block, Item) else block) if block else None
        if len(outside) != 1 or place != last:
            yield run
            run, last = [], place
        if len(outside) == 1:
            inside = [figure for figure in entry.figures if figure not in entry.outside]
            run.append(_Step(outside[0], inside[0] if len(inside) == 1 else None))
    yield run


def _lines(ledger: Ledger) -> Iterator[list[_Step]]:
    """The same in blocks of text: lines below each other."""
    for block in ledger.blocks:
        run: list[_Step] = []
        for line in block.lines:
            if line.gap or not line.figures:
                yield run
                run = []
            if len(line.figures) in (1, 2):
                run.append(_Step(line.figures[0], line.figures[1] if len(line.figures) == 2 else None))
        yield run


def _down(run: Sequence[_Step]) -> Iterator[Relation]:
    """The signed changes in a run, all since its first amount, or each since the one before."""
    changed = [place for place, step in enumerate(run) if place and step.change and _signed(step.change)]
    if len(changed) < 2 or run[0].change:
        return
    tried = []
    for since in ((lambda _: 0), (lambda place: place - 1)):
        found: list[Relation] = []
        for place in changed:
            change = run[place].change
            if change is not None:
                found += _moved(_Pair(run[place].amount, change), run[since(place)].amount, ())
        tried.append(fit(found))
    yield from _best(tried).relations


def _moved(pair: _Pair, was: Figure, lines: Sequence[Line]) -> Iterator[Relation]:
    """What a change in brackets is since an earlier amount: a percentage of it, or an amount."""
    if not _alike(pair.first, was) or not middle(was):
        return
    step = Operation("−", (Ref(pair.first), Ref(was)))
    if pair.second.quantity.unit.percent:
        yield _relation("share", pair.second, Operation("÷", (step, Ref(was))), lines)
    elif _alike(pair.second, was) or not pair.second.quantity.unit.of:
        yield _relation("difference", pair.second, step, lines)


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
        if was is not None and (pair.second.quantity.unit.percent or _signed(pair.second)):
            found += _moved(pair, was, (old,))
    return fit(found)


def _alike(one: Figure, other: Figure) -> bool:
    return one.quantity.unit.of == other.quantity.unit.of and bool(one.quantity.ends and other.quantity.ends)


def _relation(kind: str, stated: Figure, workings: Expression, lines: Sequence[Line]) -> Relation:
    names = " and ".join(f"`{line.label}`" for line in lines)
    since = f"the change since the column {names}" if lines else "the changes of its list"
    return Relation(kind, stated, workings, "inferred", since)
