"""A row whose label names a factor is the row above at so many times: `Floor (×1.1)`.

Checked, as products: rows whose label has one number with a sign of multiplication before it, or an `x` behind it, over
the rows above, the nearest first, in all columns of amounts.

Example: a total of 3.45 and a floor at ×1.1 of 3.80.

Wrong when the factor tells of something else, as `2× t3.large` does: only what agrees in most columns is said.
"""

from __future__ import annotations

from collections.abc import Iterator

from hostdoc.core.figure import Figure
from hostdoc.core.ledger import Ledger
from hostdoc.core.regex import regex
from hostdoc.core.relation import Expression, Operation, Ref, Relation
from hostdoc.relations.evidence.fits import Fit, compatible, fit, named, refs, relations
from hostdoc.relations.tables.lines import WIDEST, Line, View, by_rows

NEAREST = 6  # rows above
_BEFORE = regex(r"[×x*]\s?\Z")
_BEHIND = regex(r"\s?[×x](?![\w-])")


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every row with a factor in its label, over the nearest row with which most columns agree."""
    for grid in ledger.grids:
        if len(grid.rows) > WIDEST:
            continue
        view = by_rows(grid)
        for place, stated in enumerate(view.lines):
            factor = _factor(ledger, view, stated)
            for base in reversed(view.lines[max(0, place - NEAREST) : place] if factor else ()):
                if factor and compatible(base, stated) and (found := _fit(view, stated, base, factor)).relations:
                    yield from found.relations
                    break


def _factor(ledger: Ledger, view: View, stated: Line) -> Figure | None:
    figures = view.grid.rows[stated.index][0].figures
    if len(figures) != 1 or figures[0] in stated.amounts.values() or figures[0].quantity.is_range:
        return None
    factor, plain = figures[0], ledger.document.plain
    before = plain[max(0, factor.span.start - 2) : factor.span.start]
    told = factor.quantity.unit.of == "x" or _BEFORE.search(before) or _BEHIND.match(plain, factor.span.end)
    return factor if told and not factor.quantity.unit.currency else None


def _fit(view: View, stated: Line, base: Line, factor: Figure) -> Fit:
    def workings(place: int) -> Expression | None:
        terms = refs((base,), place)
        return Operation("×", (*terms, Ref(factor))) if terms else None

    evidence = f"the label `{stated.label}` and {named(view, (base,))}"
    found = fit(relations("product", stated, view.places, workings, evidence))
    return found if found.telling and found.asserted(clear=True) else fit(())
