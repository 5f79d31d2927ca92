"""Reads arithmetic that is written out without a result beside it: `20 queries/day × 30 days × $0.01`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from hostdoc.core.figure import Figure
from hostdoc.core.regex import regex
from hostdoc.core.relation import Expression, Operation, Operator, Ref

_WORD = r"[^\W\d_][\w'’.-]*"
_JOINT = regex(
    rf"\A\.?(?P<close>[\s*_)\]]*)(?:/?{_WORD}[\s)\]]*){{0,5}}"
    rf"(?P<sign>[×*·@+÷−/–-]|(?<![^\W\d_])[xX](?![^\W\d_])|\bat(?:\s+a)?\b|\bof work at\b)"
    rf"(?P<open>[\s(\[~≈]*)(?:{_WORD}[\s(\[]*){{0,4}}\Z"
)
# So many of a thing at a price: `2 × mini pc @ €190`, `6 × 12 TB disks at $135`.
_THINGS = regex(r"\A\s*[×xX*]\s+(?:[\w.,'’-]+\s+){1,5}?(?:@|at|à|zu|je)[\s~≈]*\Z")
_SIGNS: dict[str, Operator] = {"+": "+", "-": "−", "−": "−", "–": "−", "/": "÷", "÷": "÷"}
_BRACKET = regex(r"[()\[\]]")


def expression(plain: str, figures: Sequence[Figure]) -> Expression | None:
    """All of the figures as one expression, if each is joined to the next by a sign. `×` binds before `+`."""
    if len(figures) < 2 or any(not figure.quantity.ends for figure in figures):
        return None
    signs: list[Operator] = []
    bracketed = False
    for left, right in pairwise(figures):
        between = plain[left.span.end : right.span.start]
        sign = _sign(between)
        if sign is None:
            return None
        signs.append(sign)
        bracketed |= _BRACKET.search(between) is not None
    if bracketed and signs[0] == "÷" and _divides_by_all(plain, figures, signs):
        return Operation("÷", (Ref(figures[0]), _built(figures[1:], signs[1:])))
    if bracketed and (len({sign in "×÷" for sign in signs}) > 1 or "÷" in signs[:-1]):
        return None  # what the brackets hold together is not told from here
    return _built(figures, signs)


def _divides_by_all(plain: str, figures: Sequence[Figure], signs: Sequence[Operator]) -> bool:
    """Whether all figures but the first are multiplied in one pair of brackets: `$8,000 / ($1,250 x 0.82)`."""
    between = [plain[left.span.end : right.span.start] for left, right in pairwise(figures)]
    opened = between[0].count("(") == 1 and not any(_BRACKET.search(it) for it in between[1:])
    return opened and len(signs) > 1 and set(signs[1:]) == {"×"}


def _sign(between: str) -> Operator | None:
    if len(between) <= 80 and _THINGS.match(between):
        return "×"
    joint = _JOINT.match(between) if len(between) <= 80 else None
    if joint is None:
        return None
    sign = joint["sign"]
    if sign in "-–/" and not re.search(rf"\s{re.escape(sign)}\s", between):
        return None  # a hyphen, or `per`
    return _SIGNS.get(sign, "×")


def _built(figures: Sequence[Figure], signs: Sequence[Operator]) -> Expression:
    """First what `×` and `÷` join, then sums and differences, from the left."""
    terms: list[Expression] = [Ref(figures[0])]
    joins: list[Operator] = []
    for sign, figure in zip(signs, figures[1:], strict=True):
        if sign in ("×", "÷"):
            terms[-1] = _joined(sign, terms[-1], Ref(figure))
        else:
            terms.append(Ref(figure))
            joins.append(sign)
    result = terms[0]
    for sign, term in zip(joins, terms[1:], strict=True):
        result = _joined(sign, result, term)
    return result


def _joined(sign: Operator, left: Expression, right: Expression) -> Expression:
    """`a × b` and then `c` is one product of three."""
    if isinstance(left, Operation) and left.operator == sign and sign in "+×":
        return Operation(sign, (*left.arguments, right))
    return Operation(sign, (left, right))
