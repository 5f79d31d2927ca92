"""What a document declares by formulas, as relations; what is wrong with a declaration is a diagnostic.

Checked: table formulas (`#+TBLFM:` in Org, `<!-- TBLFM: … -->` in Markdown), what a comment behind a figure says
that it must equal (`<!-- = $spot * $hours / $density -->`), and claims (`<!-- $price * 2 >= $hosting -->`). A formula
is an assertion: what stands there must be what it gives, evaluated from the figures that are stated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from hostdoc.core.diagnostic import Diagnostic
from hostdoc.core.document import Table
from hostdoc.core.ledger import Ledger
from hostdoc.core.relation import Relation
from hostdoc.core.span import Span
from hostdoc.formulas import Others
from hostdoc.formulas.compile import Scope
from hostdoc.formulas.cycles import without_cycles
from hostdoc.formulas.declarations import Declaration, declarations
from hostdoc.formulas.lookup import Lookup
from hostdoc.formulas.names import Names, constants, names_of
from hostdoc.formulas.parse import parse
from hostdoc.formulas.problems import problem
from hostdoc.formulas.relate import check, claim
from hostdoc.formulas.syntax import FormulaError
from hostdoc.formulas.targets import table_relations

Found = tuple[tuple[Relation, ...], tuple[Diagnostic, ...]]


def relations(ledger: Ledger, declared: Iterable[Declaration], others: Others) -> Found:
    """Every declared relation, and what is wrong with declarations."""
    said = tuple(filter(_is_formula, declared))
    lookup, problems = _known(ledger, said, others)
    found = []
    for declaration in said:
        if declaration.sort in ("check", "claim"):
            try:
                found.append(_stated(declaration, lookup))
            except FormulaError as error:
                problems.append(problem(error, declaration.text))
    for table, lines in _lines(said, lookup, problems):
        view = lookup.sheet(table)
        there = table_relations(view, lines, Scope(lookup, near=lines[0].start, sheet=view))
        found += there.relations
        problems += there.problems
    sound, cycles = without_cycles(found, lookup.names)
    return tuple(sound), tuple(sorted((*problems, *cycles), key=lambda it: it.span.start))


def _is_formula(declaration: Declaration) -> bool:
    """Whether a comment is a formula for certain, or can be read as one."""
    try:
        return declaration.sure or parse(declaration.text.text, money=True) is not None
    except FormulaError:
        return False


def names_in(ledger: Ledger) -> Names:
    """Every name of a document: those that its author gives, and those that labels make."""
    return lookup_in(ledger).names


def lookup_in(ledger: Ledger) -> Lookup:
    """What a formula of a document can refer to, other documents left out."""
    return _known(ledger, tuple(declarations(ledger.document)), lambda _: ())[0]


# -- Names come first, wherever they stand: the order of lines does not matter ----------------------------------------


def _known(ledger: Ledger, said: Iterable[Declaration], others: Others) -> tuple[Lookup, list[Diagnostic]]:
    """The names and tables of a document, and what is wrong with how they were declared."""
    lookup = Lookup(ledger, names_of(ledger), others)
    problems: list[Diagnostic] = []
    readers: dict[str, Callable[[Declaration, Lookup], None]] = {
        "constants": _constants,
        "table name": _table_name,
        "name": _name,
        "check": _name_of_check,
    }
    for declaration in said:
        try:
            if reader := readers.get(declaration.sort):
                reader(declaration, lookup)
        except FormulaError as error:
            problems.append(problem(error, declaration.text))
    return lookup, problems


def _constants(declaration: Declaration, lookup: Lookup) -> None:
    if declaration.span.text.startswith("<!--") and "=" not in declaration.text.text:
        return  # a heading of the author's own
    for name, figure in constants(lookup.ledger.document, declaration.text):
        lookup.names.give(name, figure)


def _name(declaration: Declaration, lookup: Lookup) -> None:
    figure = lookup.before(declaration.span)
    if figure is None:
        remedy = "write the comment directly behind the figure that it names"
        raise FormulaError(f"no figure stands before `${declaration.name}`", None, remedy, "misplaced-formula")
    lookup.names.give(declaration.name, figure)


def _name_of_check(declaration: Declaration, lookup: Lookup) -> None:
    """`$name = formula` behind a figure names it, too."""
    figure = lookup.before(declaration.span) if declaration.name else None
    if figure:
        lookup.names.give(declaration.name, figure)


def _table_name(declaration: Declaration, lookup: Lookup) -> None:
    """Anything may have a name; that of a table stands above it."""
    if table := lookup.below(declaration.span):
        lookup.tables[declaration.text.text.strip()] = table


# -- Then what uses them ----------------------------------------------------------------------------------------------


def _stated(declaration: Declaration, lookup: Lookup) -> Relation:
    """A check or a claim. Raises FormulaError."""
    own = lookup.before(declaration.span)
    scope = Scope(lookup, near=declaration.span.start)
    if place := lookup.field(declaration.span):
        scope.sheet, scope.own = place
    if declaration.sort == "claim":
        return claim(declaration, own, scope)
    if own is None and declaration.name:
        own = lookup.names.find(declaration.name)
    if own is None:
        remedy = "write the comment directly behind the figure, or name it: $name = …"
        raise FormulaError("no figure stands before this formula", None, remedy, "misplaced-formula")
    return check(declaration, own, scope)


def _lines(
    said: Iterable[Declaration], lookup: Lookup, problems: list[Diagnostic]
) -> Iterable[tuple[Table, list[Span]]]:
    """Each table with the lines of formulas below it."""
    lines: dict[int, tuple[Table, list[Span]]] = {}
    for declaration in said:
        if declaration.sort != "table formulas":
            continue
        table = lookup.above(declaration.span)
        if table:
            lines.setdefault(id(table), (table, []))[1].append(declaration.text)
        else:
            message, remedy = "no table stands above these formulas", "write them directly below the table"
            problems.append(Diagnostic("misplaced-formula", "error", message, declaration.span, remedy))
    return lines.values()
