"""Arithmetic that a sentence says without signs; said only where it comes out.

Read: a count of things and what they come to at a price that the document states (`At 100 Professional users:
$2,900/month` beside a price of $29); a size and its cost at a rate (`a 1 GB app costs ~$10` at $10/GB); and how much
more one amount is than another (`the $10–20/month premium`); and a range over the choices before it (`$5–25/month
depending on path`, after $5 for one and $15–25 for the other). A sentence that does not come out may well speak of
something else, so no drift is reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge, promising
from hostdoc.core.ledger import Ledger
from hostdoc.core.quantity import comparable
from hostdoc.core.relation import Operation, Ref, Relation
from hostdoc.figures.context import Context, contexts

_MORE = re.compile(r"\s*(?:premium|more|less|cheaper|dearer|extra|saved|difference)\b", re.IGNORECASE)
_MADE_UP = re.compile(
    r"\b(?:broken down|split|made up|composed|consist\w*|divided|compris\w*|namely|i\.e|as follows)\b|:", re.IGNORECASE
)
_CHOICE = re.compile(r"\W*((?:depending on|according to|whichever)\b[^.,;:]*)", re.IGNORECASE)
AGREES = ("holds", "rounds")
NEAR = 4  # amounts before a difference that are tried
LOOK_BACK = 20  # amounts before a range over choices that are tried
MOST_PRICES = 60  # prices of a document that a count is tried with


def find(ledger: Ledger) -> Iterator[Relation]:
    """Products and differences that the prose states."""
    places = contexts(ledger)
    prices = [place for place in places if place.figure.quantity.unit.currency and place.figure.quantity.ends]
    for place in places:
        if place.passage is None:
            continue
        yield from _parts(ledger, place)
        if not place.figure.quantity.unit.currency:
            continue
        yield from _difference(ledger, place)
        yield from _choices(ledger, place)
        if len(prices) <= MOST_PRICES * 4:
            yield from _product(place, prices)


def _difference(ledger: Ledger, place: Context) -> Iterator[Relation]:
    """An amount called a premium is the difference of two amounts just before it."""
    stated = place.figure
    if not _MORE.match(ledger.document.plain[stated.span.end : stated.span.end + 16]):
        return
    before = [f for f in ledger.figures if f.span.end <= stated.span.start and comparable(f.quantity, stated.quantity)]
    near = before[-NEAR:]
    for left in near:
        for right in near:
            workings = Operation("−", (Ref(left), Ref(right)))
            relation = Relation("difference", stated, workings, "inferred", "the words behind it")
            if left is not right and promising(relation) and judge(relation).outcome == "holds":
                yield relation
                return


def _choices(ledger: Ledger, place: Context) -> Iterator[Relation]:
    """A range that depends on a choice spans two amounts before it, one with its low and one with its high end."""
    stated = place.figure
    low, high = stated.quantity.low, stated.quantity.high
    after = ledger.document.plain[stated.span.end : stated.span.end + 24]
    said = _CHOICE.match(after)
    if not low or not high or low is high or not said:
        return
    before = [f for f in ledger.figures if f.span.end <= stated.span.start and comparable(f.quantity, stated.quantity)]
    near = [figure for figure in before[-LOOK_BACK:] if figure.quantity.low and figure.quantity.high]
    least = [f for f in near if f.quantity.low and f.quantity.low.value == low.value]
    most = [f for f in near if f.quantity.high and f.quantity.high.value == high.value and f not in least]
    if least and most:
        workings = Operation("span", (Ref(least[-1]), Ref(most[-1])))
        relation = Relation("alternatives", stated, workings, "inferred", f"the words `{said[1].strip()}`")
        if judge(relation).outcome in AGREES:
            yield relation


def _parts(ledger: Ledger, place: Context) -> Iterator[Relation]:
    """An amount that is said to be made up of others is their sum: `24 hours, broken down as 16, 6 and 2 hours`."""
    assert place.passage is not None
    stated = place.figure
    after = [f for f in place.passage.figures if f.span.start >= stated.span.end and f.quantity.ends]
    if not after or not _MADE_UP.search(ledger.document.plain[stated.span.end : after[0].span.start]):
        return
    parts = [f for f in after if f.quantity.unit.of == stated.quantity.unit.of and stated.quantity.unit.of]
    for count in range(len(parts), 1, -1):
        workings = Operation("+", tuple(Ref(part) for part in parts[:count]))
        relation = Relation("footing", stated, workings, "inferred", "the words behind it")
        if promising(relation) and judge(relation).outcome in AGREES:
            yield relation
            return


def _product(place: Context, prices: list[Context]) -> Iterator[Relation]:
    """An amount is the price of one, times a count of the same sentence or passage."""
    assert place.passage is not None
    stated = place.figure
    counts = [f for f in place.passage.figures if f is not stated and _counts(f) and f.span.start < stated.span.start]
    for count in counts[-2:]:
        for price in sorted(prices, key=lambda price: -len(price.words & place.words)):
            if price.figure is stated or not _priced_per(price, count, place):
                continue
            workings = Operation("×", (Ref(count), Ref(price.figure)))
            evidence = f"the words {', '.join(sorted(price.words & place.words)[:3])}"
            relation = Relation("product", stated, workings, "inferred", evidence)
            if promising(relation) and judge(relation).outcome in AGREES:
                yield relation
                return


def _counts(figure: Figure) -> bool:
    """Whether a figure counts things or measures a size."""
    unit = figure.quantity.unit
    return bool(unit.of and figure.quantity.ends) and not (unit.currency or unit.percent or unit.of in ("x", "ratio"))


def _priced_per(price: Context, count: Figure, place: Context) -> bool:
    """Whether a price is per what is counted, and of what the sentence speaks of."""
    per, thing = price.figure.quantity.unit.per, count.quantity.unit.of
    if not price.words & place.words or thing in place.figure.quantity.unit.per:
        return False
    if count.quantity.unit.size:
        return thing in per
    return thing in per or (count.quantity.ends[0].value > 1 and not set(per) - {"month", "year", "user", "seat"})
