"""A line or table called `A + B + C`, or a row `A, B & C` of a summary, sums the lines that are called so.

Checked, as footings: a row or column whose label joins names with `+`, over the rows or columns of these names; and a
table whose heading does, as `Combined (Dev + Staging + Production)`: each of its rows over the rows of a table before
it in the same chapter, column by column. Where several rows go by a name, as `Production (low)` and `Production
(high)`, the digits settle which is meant, for all columns of a row at once. And a row that lists names with commas,
`&` or `and`, over the rows of a table before it that has them all, two at least: a drift is a warning there.

Example: `Dev + Staging` of 5 and 25 is 30.

Wrong when the names stand for something else in that table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice, product

from hostdoc.core.ledger import Grid, Ledger
from hostdoc.core.records import replace
from hostdoc.core.regex import regex
from hostdoc.core.relation import Expression, Operation, Relation
from hostdoc.relations.evidence.fits import NOTHING, Fit, compatible, fit, named, refs, relations
from hostdoc.relations.evidence.slips import of_its_size
from hostdoc.relations.tables.lines import WIDEST, Line, View, by_columns, by_rows, views

TRIED = 27  # choices of rows for the names of a sum
BEFORE = 6  # tables before one whose heading names what it sums
_NAME = r"[^\W\d_][^\n+=|()\[\]:;,/]{0,30}?"
_SUM = regex(rf"(?:\A|[(\[:,])\s*({_NAME}(?:\s*\+\s*{_NAME})+)\s*(?:\Z|[)\],])")
_WORD = regex(r"[^\W_]+")
_LISTED = regex(r"\s*[,&+]\s*(?:and\s+)?|\s+(?:and|und|et|y|e|en|och|og)\s+", re.IGNORECASE)
_ASIDE = regex(r"\([^()]*\)")


def find(ledger: Ledger) -> Iterator[Relation]:
    """Lines that name what they sum, then tables whose heading does."""
    for view in views(ledger):
        for stated in view.lines:
            if names := _names(stated.label):
                yield from _line(view, stated, names).relations
    for place, grid in enumerate(ledger.grids):
        names = _names(grid.table.path[-1]) if grid.table.path else ()
        before = ledger.grids[max(0, place - BEFORE) : place]
        if max(len(grid.rows), len(grid.columns)) <= WIDEST:
            yield from _table(before, grid, names) if names else _rows(before, grid)


def _names(label: str) -> tuple[frozenset[str], ...]:
    """The words of each name in `A + B`, if a label has such a sum and no figures in it."""
    found = _SUM.search(label)
    parts = found[1].split("+") if found else []
    return tuple(_words(part) for part in parts) if all(_words(part) for part in parts) else ()


def _words(text: str) -> frozenset[str]:
    return frozenset(word.lower() for word in _WORD.findall(text))


def _called(lines: Sequence[Line], name: frozenset[str]) -> list[Line]:
    """The lines of a name: those called just so, else those that begin with it."""
    exact = [line for line in lines if _words(line.label) == name]
    return exact or [line for line in lines if name <= _words(line.label) and not _names(line.label)]


def _choices(lines: Sequence[Line], names: tuple[frozenset[str], ...]) -> Iterator[tuple[Line, ...]]:
    for chosen in islice(product(*(_called(lines, name) for name in names)), TRIED):
        if len({line.index for line in chosen}) == len(chosen):
            yield chosen


def _line(view: View, stated: Line, names: tuple[frozenset[str], ...]) -> Fit:
    """A line over others of its table."""
    best = NOTHING
    others = [line for line in view.lines if line is not stated and compatible(line, stated)]
    for chosen in _choices(others, names):
        found = _fit(stated, chosen, {place: place for place in view.places}, named(view, chosen))
        if found.met and found.asserted(clear=True) and found.rank > best.rank:
            best = found
    return best


def _table(before: Sequence[Grid], grid: Grid, names: tuple[frozenset[str], ...]) -> Iterator[Relation]:
    """Each row of a table over rows of the nearest one before it that has them all."""
    chapter = grid.table.path[:-1]
    rows = [line for line in by_rows(grid).lines if not any(name <= _words(line.label) for name in names)]
    for other in reversed(before):
        if other.table.path[: len(chapter)] != chapter or max(len(other.rows), len(other.columns)) > WIDEST:
            continue
        terms, columns = by_rows(other).lines, _columns(grid, other)
        if not columns or not all(_called(terms, name) for name in names):
            continue
        for stated in rows:
            evidence = f"the heading `{grid.table.path[-1]}`"
            tried = [_fit(stated, chosen, columns, evidence) for chosen in _choices(terms, names)]
            best = max(tried, key=lambda found: found.rank, default=NOTHING)
            if best.met and best.met >= best.missed:
                yield from best.relations
        return


def _rows(before: Sequence[Grid], grid: Grid) -> Iterator[Relation]:
    """Each row that lists names, over those rows of the nearest table before it that has them all."""
    for stated in by_rows(grid).lines if before else ():
        names = [_words(name) for name in _LISTED.split(_ASIDE.sub(" ", stated.label))]
        if stated.sums or not (len(names) > 1 and all(names)):
            continue
        for other in reversed(before):
            columns = _columns(grid, other)
            terms = _listed(by_rows(other).lines, names) if columns else ()
            if terms:
                found = _fit(stated, terms, columns, f"the label `{stated.label}`")
                near = all(map(of_its_size, found.relations))
                yield from (replace(it, unsure=True) for it in found.relations if found.met or near)
                break


def _listed(lines: Sequence[Line], names: Sequence[frozenset[str]]) -> tuple[Line, ...]:
    """The rows that go by some names, each by its own or with another beside it; none if one goes by no row, or two."""
    found: dict[int, Line] = {}
    for name in names:
        called = _called(lines, name)
        if len(called) != 1 or called[0].sums:
            return ()
        found[called[0].index] = called[0]
    return tuple(found.values()) if len(found) > 1 else ()


def _columns(grid: Grid, other: Grid) -> dict[int, int]:
    """Which column of the other table each is of: the one that shares its unit and period, or else its place."""
    theirs = by_columns(other).lines
    found = {}
    for line in by_columns(grid).lines:
        same = [their for their in theirs if _words(line.label) & _words(their.label) and their.unit == line.unit]
        place = [their for their in theirs if their.index == line.index and compatible(their, line)]
        if len(same) == 1 or place:
            found[line.index] = (same if len(same) == 1 else place)[0].index
    return found


def _fit(stated: Line, terms: Sequence[Line], places: dict[int, int], evidence: str) -> Fit:
    def workings(place: int) -> Expression | None:
        found = refs(terms, places[place])
        return None if found is None else Operation("+", tuple(found))

    return fit(relations("footing", stated, tuple(places), workings, evidence))
