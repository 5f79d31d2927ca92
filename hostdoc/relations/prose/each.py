"""An amount agrees with what one of its things costs: `$3,200 ($1,600 each)`, `4 laptops at $500 each ($2,000)`.

Checked: an amount with the price of one in brackets behind it, and a number of things with the price of each. How many
there are is stated in the sentence, or it is the whole number that fits.

Example: `$3,300 ($1,600 each)` drifts: two come to $3,200.

Wrong when `each` is not of all that the amount covers. Where no number is stated, an amount that is a whole number of
times the price, or nearly, is read as that many.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from hostdoc.core.arithmetic import estimate
from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge
from hostdoc.core.ledger import Ledger, Passage
from hostdoc.core.quantity import comparable
from hostdoc.core.regex import in_any_case, regex
from hostdoc.core.relation import Const, Expression, Operation, Ref, Relation
from hostdoc.relations.evidence.slips import slip

AGREES = ("holds", "rounds")
FEW = 12  # figures of a sentence
CLOSE = 0.05  # part of a total by which it may miss a whole number of times the price
MOST = 24  # things whose number nobody states
_EACH = regex(r"\s*(?:each|apiece|je|per\s+(?:person|piece|item|unit|head|ticket|seat|copy))\b", re.IGNORECASE)
_BRACKET = regex(r"[^\S\n]*\(\s*(?:about|~|≈|i\.e\.,?|at|@)?\s*")
_OF = regex(r"\s*(?:[^\W\d_][\w'’-]*\s+){0,4}(?:of|at|@|x|×|for|(?:[^\W\d_][\w'’-]*)?,)\s*", re.IGNORECASE)
_COMES_TO = regex(
    r"[\s*_,;]*(?:\(|=|:|→|–|—|for\s+a\s+total\s+of|totall?ing|in\s+total)[\s*_(]*(?:total[:\s]+)?", re.IGNORECASE
)
_EACH_IS = in_any_case(r"\beach\s+[^\W\d_][\w-]*\s*[:=]\s*\Z")
_TOTAL = in_any_case(r"\btotal\b[^.;\d]{0,24}[:=]\s*\Z")


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every price of one beside an amount."""
    plain = ledger.document.plain
    for passage in ledger.passages:
        for place, price in enumerate(passage.figures):
            if price.quantity.unit.currency and price.quantity.ends and not price.quantity.is_range:
                if _EACH.match(plain, price.span.end):
                    yield from _of_each(plain, passage, place)
                elif _EACH_IS.search(plain[max(0, price.span.start - 40) : price.span.start]):
                    yield from _of_all(plain, passage, place)


def _of_each(plain: str, passage: Passage, place: int) -> Iterator[Relation]:
    """The amount before the brackets, or that behind the price; times the number beside the price, if one is."""
    figures = passage.figures
    price = figures[place]
    before = figures[place - 1] if place else None
    counted = before if before and _counts(before) and _between(_OF, plain, before, price) else None
    first = place - 1 if counted else place
    above = figures[first - 1] if first else None
    start = counted or price
    if above and comparable(above.quantity, price.quantity) and _between(_BRACKET, plain, above, start):
        yield from _product(above, price, counted)
        return
    below = figures[place + 1] if place + 1 < len(figures) else None
    behind = _EACH.match(plain, price.span.end)
    comes_to = below and behind and _COMES_TO.fullmatch(plain, behind.end(), below.span.start)
    if below and comes_to and counted and comparable(below.quantity, price.quantity):
        yield from _product(below, price, counted)


def _counts(figure: Figure) -> bool:
    unit = figure.quantity.unit
    return bool(figure.quantity.ends) and not (unit.currency or unit.percent or unit.size or unit.per)


def _between(pattern: re.Pattern[str], plain: str, left: Figure, right: Figure) -> bool:
    return (
        right.span.start - left.span.end < 60 and pattern.fullmatch(plain, left.span.end, right.span.start) is not None
    )


def _slipped(relation: Relation) -> bool:
    """Whether a digit of the total, or of the price, slipped: what they are apart is far less than one of them."""
    stated, again = estimate(Ref(relation.stated)), estimate(relation.workings)
    if abs(stated - again) > CLOSE * stated or not isinstance(relation.workings, Operation):
        return False
    number, price = relation.workings.arguments
    if not isinstance(price, Ref):
        return False
    turned = Relation("ratio", price.figure, Operation("÷", (Ref(relation.stated), number)), "inferred", "")
    return slip(relation) or slip(turned)


def _product(stated: Figure, price: Figure, counted: Figure | None) -> Iterator[Relation]:
    number: Expression | None = Ref(counted) if counted else _whole(stated, price)
    if number is not None and not stated.quantity.is_range:
        workings = Operation("×", (number, Ref(price)))
        yield Relation("product", stated, workings, "inferred", f"the price of each, `{price.text}`")


def _whole(stated: Figure, price: Figure) -> Const | None:
    """The whole number of times that a price goes into an amount, more than once."""
    total, one = stated.quantity.ends[0].value, price.quantity.ends[0].value
    times = round(total / one) if one > 0 else 0
    rounded = 0 < abs(total - times * one) <= times * price.quantity.ends[0].step / 2  # the price, not the number
    return Const(Fraction(times), str(times)) if 1 < times <= MOST and not rounded else None


def _of_all(plain: str, passage: Passage, place: int) -> Iterator[Relation]:
    """`at the end of each milestone: $2,400. Total: $12,000`: said only if a whole number of them makes the total."""
    price = passage.figures[place]
    for stated in passage.figures[place + 1 : place + 3]:
        called = _TOTAL.search(plain[max(0, stated.span.start - 40) : stated.span.start])
        if called and comparable(stated.quantity, price.quantity):
            for relation in _product(stated, price, None):
                if judge(relation).outcome in AGREES or _slipped(relation):
                    yield relation
