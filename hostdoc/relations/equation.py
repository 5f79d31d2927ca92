"""Arithmetic written out in the text comes to what it says.

Checked: figures joined by `+`, `−`, `×`, `÷` and closed by `=`, in prose, lists, headings and cells. Words and brackets
between a figure and its sign are read over: `$5 (sub) + ~$10 (1GB RAM) = ~$15/mo`. A chain may go on after its result:
`10 × $15 = $150 − $90 = $60`.

Example: `100 users × $29 = $2,800` drifts: it is $2,900.

Wrong when a sign joins figures that are not meant to be computed, as in a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from hostdoc.core.figure import Figure
from hostdoc.core.ledger import Ledger
from hostdoc.core.relation import Expression, Operation, Operator, Ref, Relation

# Between two figures: up to four words, then the sign, then up to three words. No punctuation that ends a thought.
_WORDS = r"(?:[^\W\d_][\w'’/-]*[ \t\n]*)"
_JOINT = re.compile(
    rf"[ \t\n]*{_WORDS}{{0,4}}(?P<sign>[+*×x·÷=≈→]|[-−–](?=[ \t\n])|/(?=[ \t\n]))[ \t\n]*{_WORDS}{{0,3}}\Z"
)
_BRACKETS = re.compile(r"\([^()]*\)")
_SIGNS: dict[str, Operator] = {
    "+": "+",
    "-": "−",
    "−": "−",
    "–": "−",
    "*": "×",
    "×": "×",
    "x": "×",
    "·": "×",
    "/": "÷",
    "÷": "÷",
}
EQUALS = frozenset({"=", "≈"})


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every equation of the prose and of the table cells."""
    for passage in ledger.passages:
        yield from _equations(ledger, passage.figures)
    for grid in ledger.grids:
        for row in grid.rows:
            for cell in row:
                yield from _equations(ledger, cell.figures)


def _equations(ledger: Ledger, figures: tuple[Figure, ...]) -> Iterator[Relation]:
    """Runs the figures of one passage, in their order, into chains of terms closed by `=`."""
    if len(figures) < 3:
        return
    figures = tuple(figure for figure in figures if not _aside(ledger, figures, figure))
    terms: list[tuple[Operator, Figure]] = []
    for left, right in pairwise(figures):
        sign = _joint(ledger, left, right)
        terms = terms or [("+", left)]
        if sign in EQUALS and len(terms) > 1:
            yield Relation("equation", right, _expression(terms), "stated", "the sign `=`")
            terms = []
        elif sign in _SIGNS:
            terms.append((_SIGNS[sign], right))
        else:
            terms = []


def _aside(ledger: Ledger, figures: tuple[Figure, ...], figure: Figure) -> bool:
    """Whether a figure stands in brackets that comment on one before it: `~$10 (1GB RAM)`."""
    first, last = figures[0].span.start, figures[-1].span.end
    before = ledger.document.plain[first : figure.span.start]
    after = ledger.document.plain[figure.span.end : last + 40]
    opened = before.rfind("(") > before.rfind(")")
    return opened and ")" in after


def _joint(ledger: Ledger, left: Figure, right: Figure) -> str:
    """The sign between two figures, or nothing."""
    between = _BRACKETS.sub(" ", ledger.document.plain[left.span.end : right.span.start])
    if len(between) > 120:
        return ""
    match = _JOINT.match(between)
    return match["sign"] if match else ""


def _expression(terms: list[tuple[Operator, Figure]]) -> Expression:
    """The terms with × and ÷ bound before + and −."""
    sums: list[tuple[Operator, Expression]] = []
    for operator, figure in terms:
        if operator in ("×", "÷"):
            before, left = sums[-1]
            flat = left.arguments if isinstance(left, Operation) and left.operator == operator else (left,)
            sums[-1] = (before, Operation(operator, (*flat, Ref(figure))))
        else:
            sums.append((operator, Ref(figure)))
    if all(operator == "+" for operator, _ in sums):
        return sums[0][1] if len(sums) == 1 else Operation("+", tuple(term for _, term in sums))
    result = sums[0][1]
    for operator, term in sums[1:]:
        result = Operation(operator, (result, term))
    return result
