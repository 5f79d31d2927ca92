"""The formulas below one table → relations for the cells they are for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hostdoc.core.diagnostic import Diagnostic
from hostdoc.core.figure import Figure
from hostdoc.core.records import dataclass, field, replace
from hostdoc.core.relation import Relation
from hostdoc.core.span import Span
from hostdoc.formulas.amounts import Value, Vector
from hostdoc.formulas.cells import Gap
from hostdoc.formulas.compile import Budget, Scope, Undecided, compiled
from hostdoc.formulas.local import local_name
from hostdoc.formulas.problems import problem
from hostdoc.formulas.relate import relation, shown, undecided
from hostdoc.formulas.sheet import Field, Sheet
from hostdoc.formulas.syntax import TOO_LARGE, Cell, FormulaError
from hostdoc.formulas.table_formulas import TableFormula, fields, read_formula, split


@dataclass(slots=True)
class Found:
    """What the formulas of a table come to."""

    relations: list[Relation] = field(default_factory=list)
    problems: list[Diagnostic] = field(default_factory=list)


def table_relations(sheet: Sheet, lines: Sequence[Span], scope: Scope) -> Found:
    """The relations that the lines of formulas below a table declare, each cell by the formula that is for it."""
    found = Found()
    claimed: dict[Field, tuple[tuple[int, int], TableFormula]] = {}
    for number, line in enumerate(lines):
        for formula in _formulas(line, scope, found):
            try:
                covered = _fields(formula, sheet)
            except FormulaError as error:
                found.problems.append(problem(error, formula.span))
                continue
            # In Org the first line is the one that is applied, in Markdown the last one that was.
            weight = formula.rank, -number if scope.lookup.org else number
            for place in covered:
                if place not in claimed or claimed[place][0] <= weight:
                    claimed[place] = weight, formula
    by_formula: dict[int, tuple[TableFormula, list[Field]]] = {}
    for place, (_, formula) in sorted(claimed.items()):
        by_formula.setdefault(formula.span.start, (formula, []))[1].append(place)
    for formula, places in by_formula.values():
        _hold(formula, sorted(places), sheet, scope, found)
    return found


def _formulas(line: Span, scope: Scope, found: Found) -> Iterator[TableFormula]:
    try:
        spans = list(split(line))
    except FormulaError as error:
        found.problems.append(problem(error, line))
        return
    for span in spans:
        try:
            yield read_formula(span, calc=scope.lookup.org)
        except FormulaError as error:
            found.problems.append(problem(error, span))


def _fields(formula: TableFormula, sheet: Sheet) -> list[Field]:
    if not isinstance(formula.target, str):
        return fields(formula.target, sheet)
    named = local_name(formula.target, sheet)
    if not isinstance(named, Cell):
        message, remedy = (
            f"the table has no column or cell `{formula.target}`",
            "name it in a row marked `!`, `^` or `_`",
        )
        raise FormulaError(message, None, remedy, "unknown-name")
    return fields(named, sheet)


def _hold(formula: TableFormula, places: list[Field], sheet: Sheet, scope: Scope, found: Found) -> None:
    """Every cell of a formula against what it gives there. What is wrong with the formula is said once."""
    budget, empty, before = Budget(), 0, len(found.relations)
    evidence = f"the formula `{shown(formula.span.text)}`"
    for place in places:
        here = replace(scope, sheet=sheet, own=place, form=formula.form, budget=budget, skipped=[])
        try:
            stated = _stated(formula, place, sheet, here)
            value = _value(formula, here)
            if stated is None:
                empty += 1
            elif isinstance(value, Undecided):
                found.relations.append(undecided(stated, evidence, value))
            elif isinstance(value, Vector):
                found.relations += _listed(value, place, sheet, here, evidence)
            elif not _is_label(stated, place, formula):
                found.relations.append(relation(stated, value, here, evidence))
        except FormulaError as error:
            found.problems.append(problem(error.moved(formula.body), formula.span))
            if error.rule == TOO_LARGE:
                del found.relations[before:]
            return
        except Undecided as error:
            found.relations.append(undecided(here.lookup.cells.words(sheet, place), evidence, error))
    if empty == len(places) and places:
        message = (
            "the cell that this formula is for is empty"
            if empty == 1
            else f"all {empty} cells of this formula are empty"
        )
        found.problems.append(Diagnostic("empty-target", "note", message, formula.span))


def _value(formula: TableFormula, scope: Scope) -> Value | Undecided:
    try:
        return compiled(formula.node, scope)
    except Undecided as error:
        return error


def _stated(formula: TableFormula, place: Field, sheet: Sheet, scope: Scope) -> Figure | None:
    """What a cell states: a figure, words, or nothing."""
    read = scope.lookup.cells.read(sheet, place, formula.form)
    if isinstance(read, Gap) and not read.silent:
        return scope.lookup.cells.words(sheet, place)
    return read if isinstance(read, Figure) else None


def _is_label(stated: Figure, place: Field, formula: TableFormula) -> bool:
    """Whether a formula for a whole row would overwrite the words that name the row."""
    return formula.rank == 1 and place[1] == 1 and not stated.quantity.ends


def _listed(value: Vector, place: Field, sheet: Sheet, scope: Scope, evidence: str) -> Iterator[Relation]:
    """A cell that states a list, `[4, 6]`: each figure against its own part of what the formula gives."""
    figures = scope.lookup.cells.several(sheet, place)
    if len(figures) != len(value.items):
        message = f"the formula gives {len(value.items)} amounts, the cell states {len(figures)}"
        raise FormulaError(message, None, "write vsum(…) or another function around the cells")
    for figure, item in zip(figures, value.items, strict=True):
        yield relation(figure, item, scope, evidence)
