"""Arithmetic that a sentence says without signs; said only where it comes out.

Read: a count of things and what they come to at a price that the document states (`At 100 Professional users:
$2,900/month` beside a price of $29); a size and its cost at a rate (`a 1 GB app costs ~$10` at $10/GB); and how much
more one amount is than another (`the $10–20/month premium`). A sentence that does not come out may well speak of
something else, so no drift is reported.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import islice

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
AGREES = ("holds", "rounds")
NEAR = 4  # amounts before a difference that are tried
FAR = 200  # figures before it among which they are looked for
MOST_PARTS = 40  # that one amount is said to be made up of
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
        if len(prices) <= MOST_PRICES * 4:
            yield from _product(place, prices)


def _difference(ledger: Ledger, place: Context) -> Iterator[Relation]:
    """An amount called a premium is the difference of two amounts just before it."""
    stated = place.figure
    if not _MORE.match(ledger.document.plain[stated.span.end : stated.span.end + 16]):
        return
    here = bisect_left(ledger.figures, stated.span.start, key=lambda f: f.span.start)
    before = (f for f in reversed(ledger.figures[max(0, here - FAR) : here]) if f.span.end <= stated.span.start)
    near = list(islice((f for f in before if comparable(f.quantity, stated.quantity)), NEAR))[::-1]
    for left in near:
        for right in near:
            workings = Operation("−", (Ref(left), Ref(right)))
            relation = Relation("difference", stated, workings, "inferred", "the words behind it")
            if left is not right and promising(relation) and judge(relation).outcome == "holds":
                yield relation
                return


def _parts(ledger: Ledger, place: Context) -> Iterator[Relation]:
    """An amount that is said to be made up of others is their sum: `24 hours, broken down as 16, 6 and 2 hours`."""
    assert place.passage is not None
    stated = place.figure
    figures = place.passage.figures
    here = bisect_left(figures, stated.span.end, key=lambda f: f.span.start)
    first = next((f for f in figures[here : here + FAR] if f.quantity.ends), None)
    if first is None or not _MADE_UP.search(ledger.document.plain[stated.span.end : first.span.start]):
        return
    after = (f for f in figures[here : here + FAR] if f.quantity.ends)
    same = (f for f in after if f.quantity.unit.of == stated.quantity.unit.of and stated.quantity.unit.of)
    parts = list(islice(same, MOST_PARTS))
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
