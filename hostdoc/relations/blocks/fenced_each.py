"""A total in a block of fixed-width text agrees with how many there are and what is stated for each of them.

Checked, as products: a line called total below one that states an amount per customer, user, unit or the like, by the
number of these: on a line of the block, or the one number of them in the heading above it. A line that states nothing
but a price and what comes of it, by what the line above it comes to in the unit of the price.

Example: `Users: 1,200`, `Cost per user: $0.05`, `Total cost: $80` drifts: it is $60. `At £0.30/kWh = £5` below
`… = 20 kWh` drifts: it is £6.

Wrong when the total holds more than what is stated for each. A drift is a warning, and is said only where the block
states one number and one amount for each.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from hostdoc.core.document import Heading
from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge
from hostdoc.core.ledger import Ledger, TextBlock, TextLine
from hostdoc.core.records import replace
from hostdoc.core.regex import regex
from hostdoc.core.relation import Operation, Ref, Relation
from hostdoc.core.units import TIMES
from hostdoc.figures.labels import is_total
from hostdoc.relations.evidence.fits import MET, telling
from hostdoc.relations.evidence.stems import stems

NEAR = (0.5, 2.0)  # what a total may be of its product and be meant
_EACH = regex(r"\b(?:per|pro|por|par|je|for each)\s+([^\W\d_]{3,20})\b", re.IGNORECASE)
_FOR_A_TIME = regex(
    r"\A(?:hour|day|week|month|quarter|year|annum|jahr|monat|mois|mês|mes|ano|año|second|minute)s?\Z", re.IGNORECASE
)


def find(ledger: Ledger) -> Iterator[Relation]:
    """The totals of the blocks that state an amount for each."""
    heads = [passage for passage in ledger.passages if isinstance(passage.block, Heading)]
    starts = [passage.span.start for passage in heads]
    for block in ledger.blocks:
        for line, priced in pairwise(block.lines):
            yield from _at_price(line, priced)
        each = [found for line in block.lines if (found := _each(line))]
        if not each:
            continue
        place = bisect_left(starts, block.lines[0].span.start) - 1
        above = heads[place].figures if place >= 0 else ()
        for place, line in enumerate(block.lines):
            if is_total(line.label) and len(line.figures) == 1 and line.figures[0].quantity.unit.currency:
                yield from _of(block, place, each, above)


def _at_price(line: TextLine, priced: TextLine) -> Iterator[Relation]:
    """What a line comes to at the price that the line below it states: `At £0.30/kWh = £6`."""
    if len(priced.figures) != 2 or not line.figures:
        return
    (price, stated), amount = priced.figures, line.figures[-1]
    one, other = price.quantity.unit, stated.quantity.unit
    text = price.span.source.text[price.span.end : stated.span.start]
    of_it = one.currency and one.currency == other.currency and amount.quantity.unit.of in one.per
    if of_it and "=" in text and stated.quantity.ends and amount.quantity.unit.of not in (*other.per, *TIMES, ""):
        workings = Operation("×", (Ref(amount), Ref(price)))
        yield Relation("product", stated, workings, "inferred", f"the price `{price.text}` and the line above it")


def _each(line: TextLine) -> tuple[TextLine, Figure, str] | None:
    """The amount that a line states for each of something, and the word for it."""
    said = _EACH.search(line.label)
    money = [figure for figure in line.figures if figure.quantity.unit.currency and len(figure.quantity.ends) == 1]
    if said is None or _FOR_A_TIME.match(said[1]) or len(money) != 1 or len(line.figures) != 1:
        return None
    return line, money[0], said[1]


def _of(
    block: TextBlock, place: int, each: Sequence[tuple[TextLine, Figure, str]], above: Sequence[Figure]
) -> Iterator[Relation]:
    stated = block.lines[place].figures[0]
    before = [it for it in each if it[1].span.start < stated.span.start]
    if not before or not stated.quantity.ends:
        return
    _, amount, noun = before[-1]
    counts = [f for line in block.lines[:place] for f in line.figures if _counts(f, line.label, noun)]
    counts = counts or [figure for figure in above if _plain(figure)]
    evidence = f"the line `{' '.join(block.lines[place].span.text.split())[:40]}`"
    found = [
        Relation("product", stated, Operation("×", (Ref(count), Ref(amount))), "inferred", evidence) for count in counts
    ]
    met = next((it for it in found if judge(it).outcome in MET and telling(it)), None)
    if met is not None:
        yield met
    elif len(found) == 1 and len(before) == 1 and _near(found[0]):
        yield replace(found[0], unsure=True)


def _counts(figure: Figure, label: str, noun: str) -> bool:
    """Whether a figure says how many of something there are: by its label, or its unit."""
    return _plain(figure) and not stems(noun).isdisjoint(stems(f"{label} {figure.quantity.unit.of}"))


def _plain(figure: Figure) -> bool:
    unit, ends = figure.quantity.unit, figure.quantity.ends
    return len(ends) == 1 and not (unit.currency or unit.percent or unit.size or unit.per or figure.quantity.word)


def _near(relation: Relation) -> bool:
    result, stated = judge(relation).recalculated, relation.stated.quantity.ends[0].value
    return result is not None and NEAR[0] * float(result.low) <= float(stated) <= NEAR[1] * float(result.high)
