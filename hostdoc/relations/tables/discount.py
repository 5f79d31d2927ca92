"""A discount agrees with the two prices between which it lies.

Checked, as shares: columns (and rows) of percentages called discount, saving or off, beside two of money: one less the
other, over the first; by the month and the year where the periods differ. In prose, a percentage called so behind a
price, with the full one in the same section: said where it agrees, or behind the lower one, where these are the
only two for the same time.

Example: €24 instead of €29 is a discount of 17 %.

Wrong when the discount is off something that the document does not print.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise, permutations

from hostdoc.core.arithmetic import estimate
from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge
from hostdoc.core.ledger import Ledger, Passage
from hostdoc.core.regex import regex
from hostdoc.core.relation import Expression, Operation, Ref, Relation
from hostdoc.core.units import fitting
from hostdoc.relations.evidence.fits import MET, NOTHING, Fit, fit, named, promising, refs, relations
from hostdoc.relations.evidence.periods import period, scaled
from hostdoc.relations.tables.lines import Line, View, middle, views

CLOSE = 0.35  # part by which a discount may be off the only one there is and still be meant
BESIDE = 20  # characters between two prices and the saving
NEAR = 12  # prices before a discount in its section
_INSTEAD = regex(
    r"[\s*_]*(?:instead of|rather than|statt|anstatt|au lieu de|en vez de|en lugar de|em vez de|invece di|anziché"
    r"|in plaats van|zamiast|i stället för)[\s*_]*",
    re.IGNORECASE,
)
OFF = regex(
    r"\b(?:discounts?|sav(?:ings?|ed?|es)|off|cheaper|reduction|rabatt|remise|réduction|descuento|desconto|sconto|korting|zniżka|rabat|ersparnis)\b|割引|折扣",
    re.IGNORECASE,
)
_BEHIND = regex(
    r"\A[\s*_]*(?:discount|off\b|savings?|saved|cheaper|less\b|reduction|rabatt|nachlass|günstiger|billiger|ersparnis"
    r"|remise|réduction|de réduction|de remise|de descuento|de desconto|di sconto|korting|zniżki|rabatu)",
    re.IGNORECASE,
)
_BEFORE = regex(r"\b(?:saves?|saving|discount of|cheaper by)[\s*_~≈]*\Z", re.IGNORECASE)


def find(ledger: Ledger) -> Iterator[Relation]:
    """Tables, then prose."""
    for view in views(ledger):
        for stated in view.lines:
            if stated.percent and OFF.search(stated.label):
                yield from _best(view, stated).relations
    yield from _in_prose(ledger)


# -- Tables ---------------------------------------------------------------------------------------------------------


def _best(view: View, stated: Line) -> Fit:
    prices = [line for line in view.lines if line.money and not OFF.search(line.label)][:NEAR]
    best = NOTHING
    for full, less in permutations(prices, 2):
        if full.unit.of == less.unit.of:
            found = _fit(view, stated, full, less)
            if found.asserted(clear=True) and found.telling and found.rank > best.rank:
                best = found
    return best


def _fit(view: View, stated: Line, full: Line, less: Line) -> Fit:
    one, other = period(full), period(less)
    number = (fitting(one, other) or (None,))[0] if one and other and one != other else None
    if one and other and one != other and number is None:
        return NOTHING
    times = float(number or 1)

    def quick(place: int) -> float | None:
        whole, part = full.values.get(place), less.values.get(place)
        return 1 - part / (whole * times) if whole and part is not None else None

    def workings(place: int) -> Expression | None:
        terms = refs((full, less), place)
        if terms is None or not full.values.get(place):
            return None
        whole = terms[0] if number is None else scaled(terms[0], number, inverse=False)
        return Operation("÷", (Operation("−", (whole, terms[1])), whole))

    if not promising(stated, view.places, quick):
        return NOTHING
    evidence = f"the label `{stated.label}` and {named(view, (full, less))}"
    return fit(relations("share", stated, view.places, workings, evidence))


# -- Prose ----------------------------------------------------------------------------------------------------------


def _in_prose(ledger: Ledger) -> Iterator[Relation]:
    """A discount over two prices of its section, the nearest first; headings count."""
    plain = ledger.document.plain
    near: list[Figure] = []
    path: tuple[str, ...] = ()
    for passage in ledger.passages:
        if passage.block.path != path:
            path, near = passage.block.path, near[-1:]  # the price may stand in the heading
        for figure in passage.figures:
            before, behind = (
                plain[max(0, figure.span.start - 20) : figure.span.start],
                plain[figure.span.end : figure.span.end + 20],
            )
            if figure.quantity.unit.percent and (_BEHIND.match(behind) or _BEFORE.search(before)):
                yield from _agreeing(figure, near, passage)
            elif figure.quantity.unit.currency and not figure.quantity.is_range and middle(figure):
                near = [*near[-NEAR:], figure]


def _agreeing(stated: Figure, near: list[Figure], passage: Passage) -> Iterator[Relation]:
    """The pair of prices that agrees; where only one is for the same time, that one if it is near."""
    tried = [_off(stated, full, less) for full, less in permutations(reversed(near), 2) if _pair(full, less)]
    agreeing = [relation for relation in tried if judge(relation).outcome in MET]
    timed = [relation for relation in tried if relation.inputs[0].quantity.unit.time]
    if not agreeing and len(timed) == 1 and timed[0].inputs[1] in passage.figures:
        again = estimate(timed[0].workings)
        agreeing = timed if abs(again - (middle(stated) or 0)) <= CLOSE * again else []
    instead = [_off(stated, full, less) for less, full in pairwise(passage.figures) if _instead(less, full, stated)]
    yield from (instead or agreeing)[:1]


def _instead(less: Figure, full: Figure, stated: Figure) -> bool:
    """Whether a price for the year is had in place of that for a month just before a saving: `$290/year instead of
    $29/month`."""
    one, other = full.quantity.unit, less.quantity.unit
    between = full.span.source.text[less.span.end : full.span.start]
    return (
        full.span.end <= stated.span.start <= full.span.end + BESIDE
        and one.currency is not None
        and one.of == other.of
        and (one.time, other.time) == ("month", "year")
        and _INSTEAD.fullmatch(between) is not None
    )


def _pair(full: Figure, less: Figure) -> bool:
    one, other = full.quantity.unit, less.quantity.unit
    return one.of == other.of and one.time == other.time and (middle(full) or 0) > (middle(less) or 0)


def _off(stated: Figure, full: Figure, less: Figure) -> Relation:
    whole: Expression = Ref(full)
    unsure = full.quantity.unit.time != less.quantity.unit.time
    if unsure:
        number = fitting(full.quantity.unit.time or "", less.quantity.unit.time or "")[0]
        whole = scaled(whole, number, inverse=False)
    workings = Operation("÷", (Operation("−", (whole, Ref(less))), whole))
    evidence = f"`{less.text}` instead of `{full.text}`"
    return Relation("share", stated, workings, "inferred", evidence, unsure=unsure)
