"""A column follows the formula that is written beside its table.

Checked, as column formulas: a sentence `NAME = FORMULA` in the section of a table, where the name is that of a column
(or row) and the formula is over other columns, over amounts that the cells of the row name, and over printed numbers.
At least one row must agree, and as many as disagree, or all must have one other rate. A formula of figures alone is
that of one cell of its column. So does a line of any other table that has one for each of three names of a formula.

Example: below hours of voice and of text, `Cost = voice hours × $1.40 + text hours × $0.70`.

Wrong when the name in the formula means something else than the column of that name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

from hostdoc.core.arithmetic import estimate
from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge
from hostdoc.core.ledger import Grid, Ledger
from hostdoc.core.records import replace
from hostdoc.core.relation import Const, Expression, Operation, Ref, Relation
from hostdoc.relations.evidence.fits import MET, fit, one_other, relations
from hostdoc.relations.evidence.slips import of_its_size
from hostdoc.relations.evidence.stems import stems
from hostdoc.relations.tables.around import near
from hostdoc.relations.tables.lines import WIDEST, Line, View, by_columns, by_rows, middle
from hostdoc.relations.written.written_formula import Name, Term, Tree, Written, written

NEAR = 1_500  # characters between a table and its formula
MOST = 20  # formulas of a table
SIZE = 0.25  # part by which a cell may be off the value of a formula and still be meant by it
NAMES = 3  # in a formula that is looked for in other tables
FEW = 3  # amounts of a column of which one may be meant
_UNITS = frozenset(
    {"hour", "hr", "day", "week", "month", "mo", "year", "yr", "min", "minute", "number", "of", "the", "per"}
    | {"monthly", "rate", "average"}
)
_Leaf = Callable[[int], Figure | None]


def find(ledger: Ledger) -> Iterator[Relation]:
    """The formulas of every section, over the tables near them."""
    formulas = {
        passage.span.start: found
        for passage in ledger.passages
        if "=" in ledger.document.plain[passage.span.start : passage.span.end]
        and (found := list(written(ledger.document.plain, passage.span.start, passage.span.end, passage.figures)))
    }
    for grid in ledger.grids if formulas else ():
        beside = [
            formula
            for passage in near(ledger, grid, NEAR)
            if passage.block.path == grid.table.path
            for formula in formulas.get(passage.span.start, ())
        ]
        for view in _views(grid) if beside else ():
            for formula in beside[:MOST]:
                yield from _in_view(view, formula)
    yield from _defined(ledger, [it for found in formulas.values() for it in found])


def _defined(ledger: Ledger, formulas: list[Written]) -> Iterator[Relation]:
    """What a document defines by a formula, in every table that has a line for each of its names."""
    plain = ledger.document.plain
    for block in ledger.blocks:
        for line in block.lines:
            if "=" in plain[line.span.start : line.span.end]:
                formulas += written(plain, line.span.start, line.span.end, line.figures)
    for formula in [it for it in formulas if len({*_names(it.tree)}) >= NAMES][:MOST]:
        for grid in ledger.grids:
            for view in _views(grid):
                yield from _by_definition(view, formula)


def _by_definition(view: View, formula: Written) -> Iterator[Relation]:
    stated = _line(view.lines, formula.name)
    others = [line for line in view.lines if line is not stated]
    named = {name: _line(others, name) for name in _names(formula.tree)} if stated else {}
    if stated is None or not named or None in named.values():
        return
    leaves = {name: _of_line(line) for name, line in named.items() if line}
    evidence = f"`{formula.name} = …`, written in the document"
    made = relations("column-formula", stated, view.places, lambda place: _built(formula.tree, leaves, place), evidence)
    met = [judge(relation).outcome in MET for relation in made]
    if any(met) or all(of_its_size(relation) for relation in made):
        yield from (replace(relation, unsure=not agrees) for relation, agrees in zip(made, met, strict=True))


def _views(grid: Grid) -> Iterator[View]:
    if len(grid.columns) <= WIDEST:
        yield by_columns(grid)
    if len(grid.rows) <= WIDEST:
        yield by_rows(grid)


def _in_view(view: View, formula: Written) -> Iterator[Relation]:
    stated = _line(view.lines, formula.name)
    if stated is None:
        return
    evidence = f"`{formula.name} = …`, written beside the table"
    others = [line for line in view.lines if line is not stated]
    leaves: dict[str, _Leaf] = {}
    for name in _names(formula.tree):
        line = _line(others, name)
        leaves[name] = _of_line(line) if line else _of_words(view, stated, name)
    if not leaves:
        yield from _of_figures(stated, formula, evidence)
        return
    found = fit(
        relations("column-formula", stated, view.places, lambda place: _built(formula.tree, leaves, place), evidence)
    )
    if (found.telling and found.asserted(clear=True)) or (found.met < found.missed and _outdated(found.relations)):
        yield from (replace(relation, basis="stated") for relation in found.relations)


def _outdated(found: tuple[Relation, ...]) -> bool:
    """Whether all rows were computed at one other rate than the formula has, of its size."""
    factor = one_other(found)
    return factor is not None and abs(factor - 1) <= SIZE


def _of_figures(stated: Line, formula: Written, evidence: str) -> Iterator[Relation]:
    """The one cell of a column that is of the size of a formula without names."""
    workings = _built(formula.tree, {}, 0)
    if workings is None:
        return
    made = [Relation("column-formula", figure, workings, "inferred", evidence) for figure in stated.amounts.values()]
    value = estimate(workings)
    close = [r for r in made if abs((middle(r.stated) or 0) - value) <= SIZE * abs(value)]
    if len(close) == 1 and (len(made) <= FEW or judge(close[0]).outcome in MET):
        yield close[0]


# -- Names ----------------------------------------------------------------------------------------------------------


def _names(tree: Tree) -> Iterator[str]:
    if isinstance(tree, Name):
        yield tree.words
    elif isinstance(tree, Term):
        for argument in tree.arguments:
            yield from _names(argument)


def _line(lines: tuple[Line, ...] | list[Line], name: str) -> Line | None:
    """The one line whose label has all words of a name; of several, the one that has no others."""
    wanted = stems(name)
    if not wanted - _UNITS:
        return None
    called = [line for line in lines if wanted <= stems(line.label)]
    called = called or [line for line in lines if wanted - _UNITS == stems(line.label) - _UNITS]
    exact = [line for line in called if stems(line.label) - _UNITS == wanted - _UNITS]
    chosen = exact or called
    return chosen[0] if len(chosen) == 1 else None


def _of_line(line: Line) -> _Leaf:
    return line.amounts.get


def _of_words(view: View, stated: Line, name: str) -> _Leaf:
    """The one figure of a row behind which the words of a name stand: `1 hr voice + 3 hr silent`."""
    wanted = stems(name) - _UNITS

    def leaf(place: int) -> Figure | None:
        if view.of == "row" or not wanted:
            return None
        found = []
        for index, cell in enumerate(view.grid.rows[place]):
            ends = [figure.span.start for figure in cell.figures[1:]] + [cell.cell.span.end]
            for figure, end in zip(cell.figures, ends, strict=False):
                behind = figure.span.source.text[figure.span.end : end]
                if index != stated.index and wanted <= stems(behind):
                    found.append(figure)
        return found[0] if len(found) == 1 else None

    return leaf


def _built(tree: Tree, leaves: dict[str, _Leaf], place: int) -> Expression | None:
    """A formula at a place, or None if something that it names states no amount there."""
    if isinstance(tree, Figure):
        return _literal(tree)
    if isinstance(tree, Name):
        figure = leaves[tree.words](place)
        return Ref(figure) if figure is not None and figure.quantity.ends else None
    arguments = [_built(argument, leaves, place) for argument in tree.arguments]
    if any(argument is None for argument in arguments):
        return None
    return Operation(tree.operator, tuple(argument for argument in arguments if argument is not None))


def _literal(figure: Figure) -> Expression:
    """A number in a formula is meant exactly, unless it counts something."""
    quantity = figure.quantity
    if quantity.unit.of or quantity.loose or quantity.open or not quantity.ends:
        return Ref(figure)
    return Const(Fraction(quantity.ends[0].value), figure.text)
