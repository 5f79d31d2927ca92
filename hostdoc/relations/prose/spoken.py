"""Arithmetic that a sentence says without signs; said only where it comes out.

Read: a count of things and what they come to at a price that the document states (`At 100 Professional users:
$2,900/month` beside a price of $29); a size and its cost at a rate (`a 1 GB app costs ~$10` at $10/GB); and how much
more one amount is than another (`the $10–20/month premium`); and a range over the choices before it (`$5–25/month
depending on path`, after $5 for one and $15–25 for the other). A sentence that does not come out may well speak of
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
from hostdoc.core.regex import in_any_case, regex
from hostdoc.core.relation import Operation, Ref, Relation
from hostdoc.core.units import TIMES
from hostdoc.figures.context import Context, contexts, sentence_around
from hostdoc.relations.evidence.fits import significant, telling
from hostdoc.relations.evidence.slips import of_its_size
from hostdoc.relations.written.operands import operand

_MORE = in_any_case(r"\s*(?:premium|more|less|cheaper|dearer|extra|saved|difference)\b")
_INTO = r"(?= (?:up |\w+ly )?(?:as|in|into|between|among|across|over)\b| ?[:(–—-])"  # `the $40 + $20 split` is a name
_MADE_UP = in_any_case(
    rf"\b(?:broken down|split{_INTO}|made up|composed|consist\w*|divided|compris\w*|namely|i\.e|as follows)\b|:"
)
_SPLIT = in_any_case(r"(?:broken down|split|made up|composed|consist|divided|compris)")
_CHOICE = regex(r"\W*((?:depending on|according to|whichever)\b[^.,;:]*)", re.IGNORECASE)
_BRACKETED = regex(r"\(\s?\Z")
AGREES = ("holds", "rounds")
WITHIN = 24  # figures of a passage on either side of one that may belong to it
NEAR = 4  # amounts before a difference that are tried
LOOK_BACK = 20  # amounts before a range over choices that are tried
FAR = 200  # figures before it among which they are looked for
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
        if len(prices) <= MOST_PRICES * 4 and not _operand(ledger, place):
            yield from _product(place, prices)


def _operand(ledger: Ledger, place: Context) -> bool:
    return operand(ledger.document.plain, place.figure.span.start, place.figure.span.end)


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
            spoken = significant(stated) > 1 or {left, right} <= {*_around(place)[0]}
            if left is not right and spoken and promising(relation) and judge(relation).outcome == "holds":
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
    """An amount that is said to be made up of others is their sum: `24 hours, broken down as 16, 6 and 2 hours`.

    So is one that all others of its sentence follow in brackets: `20 hrs for old (15 hrs) and new (5 hrs) code`.
    """
    assert place.passage is not None
    stated, plain = place.figure, ledger.document.plain
    after = [figure for figure in _around(place)[1] if figure.quantity.ends]
    made_up = _MADE_UP.search(plain[stated.span.end : after[0].span.start]) if after else None
    bracketed = len(after) > 1 and not _bracketed(plain, stated) and all(_bracketed(plain, f) for f in after[:2])
    if not (made_up or bracketed):
        return
    parts = [f for f in after if f.quantity.unit.of == stated.quantity.unit.of and stated.quantity.unit.of]
    sums = [_sum(stated, parts[:count]) for count in range(len(parts), 1, -1)]
    sure = (bracketed or (made_up and made_up.group() != ":")) and _of_sentence(plain, stated, parts)
    if sure and made_up:
        sums = sums[:1]  # two of three parts are no reading of it
    met = next((it for it in sums if promising(it) and not _void(it) and judge(it).outcome in AGREES), None)
    if met is not None and (made_up or sure):
        yield met
    elif sure and sums and _comes_near(sums[0], made_up):
        yield sums[0]


def _bracketed(plain: str, figure: Figure) -> bool:
    return _BRACKETED.search(plain[figure.span.start - 2 : figure.span.start]) is not None


def _comes_near(relation: Relation, made_up: re.Match[str] | None) -> bool:
    """Whether an amount is what its parts come to, or at least of that size where it is split into them."""
    if relation.stated.quantity.is_range or relation.stated.quantity.open:
        return False
    split = made_up is not None and _SPLIT.match(made_up.group()) is not None
    return promising(relation) or (split and of_its_size(relation))


def _around(place: Context) -> tuple[tuple[Figure, ...], tuple[Figure, ...]]:
    """The figures of a passage just before one, and just behind it."""
    figures = place.passage.figures if place.passage else ()
    here = bisect_left(figures, place.figure.span.start, key=lambda figure: figure.span.start)
    return figures[max(0, here - WITHIN) : here], figures[here + 1 : here + 1 + WITHIN]


def _sum(stated: Figure, parts: list[Figure]) -> Relation:
    return Relation("footing", stated, Operation("+", tuple(map(Ref, parts))), "inferred", "the words behind it")


def _void(relation: Relation) -> bool:
    """Whether one part is all there is, as a budget of which nothing is spent is what remains of it."""
    whole = relation.stated.quantity.ends
    return any([end.value for end in part.quantity.ends] == [end.value for end in whole] for part in relation.inputs)


def _of_sentence(plain: str, stated: Figure, parts: list[Figure]) -> bool:
    """Whether two parts or more stand behind an amount in its sentence, and none behind that."""
    if len(parts) < 2:
        return False
    text = plain[stated.span.start : parts[-1].span.end]
    return len(sentence_around(text, 0, len(stated.text))) == len(text)


def _product(place: Context, prices: list[Context]) -> Iterator[Relation]:
    """An amount is the price of one, times a count of the same sentence or passage."""
    stated = place.figure
    before, behind = _around(place)
    own = [figure.quantity.unit for figure in (*before, *behind) if figure.quantity.unit.currency]
    for count in [figure for figure in before if _counts(figure)][-2:]:
        if any(count.quantity.unit.of in unit.per for unit in own):
            continue  # the passage has a price of its own
        per = [price for price in prices if price.figure is not stated and _priced_per(price, count, place)]
        for price in sorted(per, key=lambda price: -len(price.words & place.words)):
            workings = Operation("×", (Ref(count), Ref(price.figure)))
            evidence = f"the words {', '.join(sorted(price.words & place.words)[:3])}"
            relation = Relation("product", stated, workings, "inferred", evidence)
            if promising(relation) and telling(relation) and judge(relation).outcome in AGREES:
                yield relation
                return


def _counts(figure: Figure) -> bool:
    """Whether a figure counts things or measures a size."""
    unit = figure.quantity.unit
    return bool(unit.of and figure.quantity.ends) and not (unit.currency or unit.percent or unit.of in ("x", "ratio"))


def _priced_per(price: Context, count: Figure, place: Context) -> bool:
    """Whether a price is per what is counted, and of what the sentence speaks of."""
    per, thing = price.figure.quantity.unit.per, count.quantity.unit.of
    if price.words.isdisjoint(place.words) or thing in place.figure.quantity.unit.per:
        return False
    if count.quantity.unit.size or thing in TIMES:
        return thing in per
    return thing in per or (count.quantity.ends[0].value > 1 and not set(per) - {"month", "year", "user", "seat"})
