"""What is used beyond an allowance is the usage less the allowance, and nothing where it is not used up.

Checked, as differences: a column called overage or excess beside a usage and an allowance (`Credit`, `Included`) of the
same unit, or whose header states the allowance itself: `Overage beyond €30`.

Example: a usage of €61.50 with €30 of credit has an overage of €31.50; one of €24 has none.

Wrong when the allowance is shared between rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import product

from hostdoc.core.figure import Figure
from hostdoc.core.ledger import Ledger
from hostdoc.core.regex import regex
from hostdoc.core.relation import Const, Expression, Operation, Ref, Relation
from hostdoc.relations.evidence.fits import NOTHING, Fit, compatible, fit, refs, relations
from hostdoc.relations.tables.lines import Line, View, tables_by_columns

NOUGHT = Const(Fraction(0), "0")
_OVER = regex(r"\b(?:overages?|excess|overuse|over-?usage|beyond|exceed(?:s|ing)?|billable)\b", re.IGNORECASE)
_ALLOWED = regex(
    r"\b(?:credits?|included|allowances?|free|quota|cap|limit|threshold|bundled?|deductible)\b", re.IGNORECASE
)


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every column that is called what lies beyond something."""
    for view in tables_by_columns(ledger):
        for stated in view.lines:
            if _OVER.search(stated.label) and not stated.percent:
                yield from _best(view, stated).relations


def _best(view: View, stated: Line) -> Fit:
    before = [line for line in view.lines if line.index < stated.index and compatible(line, stated)]
    allowed = [line for line in before if _ALLOWED.search(line.label)]
    used = [line for line in before if line not in allowed]
    printed = [figure for figure in view.grid.columns[stated.index].figures if not figure.quantity.is_range]
    best = NOTHING
    allowances: list[Line | Figure] = [*allowed, *printed]
    for usage, allowance in product(used, allowances):
        found = _fit(view, stated, usage, allowance)
        if found.asserted(clear=True) and found.telling and found.rank > best.rank:
            best = found
    return best


def _fit(view: View, stated: Line, usage: Line, allowance: Line | Figure) -> Fit:
    def workings(place: int) -> Expression | None:
        terms = refs((usage,) if isinstance(allowance, Figure) else (usage, allowance), place)
        if terms is None:
            return None
        return Operation("max", (NOUGHT, Operation("−", (*terms, *_printed(allowance)))))

    evidence = f"the label `{stated.label}` and the column `{usage.label}`"
    return fit(relations("difference", stated, view.items, workings, evidence))


def _printed(allowance: Line | Figure) -> tuple[Expression, ...]:
    return (Ref(allowance),) if isinstance(allowance, Figure) else ()
