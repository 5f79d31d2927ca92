"""Amounts in brackets keep step with the numbers before them: `20 scans (~500K words)`, `50 scans (~1.25M words)`.

Checked, as products: in prose over three or more numbers of the same things, in a column of a table over two or more
cells, one rate for all: `12 ($11,988)` and `30 ($29,970)`. Which one it is, the digits of the others tell.

Example: `10 seats ($150)`, `25 seats ($375)`, `40 seats ($620)`: the last one drifts, it is $600.

Wrong when more of a thing cost less each: a drift is a warning, and where more than one in four does not agree, nothing
is said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge
from hostdoc.core.ledger import Ledger
from hostdoc.core.records import replace
from hostdoc.core.regex import regex
from hostdoc.core.relation import Operation, Ref, Relation
from hostdoc.relations.evidence.fits import MET, written
from hostdoc.relations.evidence.stems import stems

SAID, TABLED = 3, 2  # numbers that make a rate in prose, and in a column
MOST = 40  # numbers of one thing
ONE_IN = 4
_BETWEEN = regex(r"(?P<thing>(?:[\s*_]{1,3}[^\W\d_][\w'’-]*){0,4})[\s*_]*\([\s*_~≈]*")
_CLOSES = regex(r"(?:[ /][^\W\d_]+){0,3}[\s*_]*\)")
_Pair = tuple[Figure, Figure]


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every such number and amount that others keep step with."""
    for pairs in _in_prose(ledger).values():
        yield from _in_step(pairs[:MOST], SAID)
    for grid in ledger.grids:
        for index in range(len(grid.columns)):
            cells = [cell.figures for cell in grid.cells(index)]
            found = [pair for figures in cells for _, pair in _pairs(ledger, figures)]
            yield from _in_step(found[:MOST], TABLED)


def _in_prose(ledger: Ledger) -> dict[tuple[object, ...], list[_Pair]]:
    """The pairs of the prose by what is counted, and what the amounts are of."""
    found: dict[tuple[object, ...], list[_Pair]] = defaultdict(list)
    for passage in ledger.passages:
        for thing, (count, amount) in _pairs(ledger, passage.figures):
            unit = amount.quantity.unit
            if thing or count.quantity.unit.of:
                found[thing, count.quantity.unit.of, unit.of, unit.per].append((count, amount))
    return found


def _pairs(ledger: Ledger, figures: Sequence[Figure]) -> Iterator[tuple[frozenset[str], _Pair]]:
    plain = ledger.document.plain
    for count, amount in pairwise(figures):
        between = _BETWEEN.fullmatch(plain, count.span.end, amount.span.start)
        if between and _CLOSES.match(plain, amount.span.end) and _counts(count) and _worth(amount, count):
            yield stems(between["thing"]), (count, amount)


def _counts(figure: Figure) -> bool:
    quantity = figure.quantity
    unit, plain = quantity.unit, len(quantity.ends) == 1 and not quantity.word and not quantity.open
    return plain and not (unit.currency or unit.percent or unit.size or unit.per) and quantity.ends[0].value > 0


def _worth(amount: Figure, count: Figure) -> bool:
    """Whether an amount is money, or of another thing than what is counted."""
    quantity = amount.quantity
    plain = len(quantity.ends) == 1 and not quantity.word and not quantity.open and quantity.ends[0].value > 0
    unit = quantity.unit
    return plain and unit.of not in ("", "%", "x", "ratio", count.quantity.unit.of) and written(amount) > 1


def _in_step(pairs: Sequence[_Pair], least: int) -> Iterator[Relation]:
    """Each amount as its number by the rate of the pair with which most others agree."""
    if len({count.quantity.ends[0].value for count, _ in pairs}) < least:
        return
    readings = [[_relation(pair, rate) for pair in pairs if pair is not rate] for rate in pairs]
    best = max(readings, key=_met)
    met = _met(best)
    if met + 1 < least or (len(best) - met) * ONE_IN > len(pairs):
        return
    rate = pairs[readings.index(best)]
    agreed = {relation.stated for relation in best if judge(relation).outcome in MET} | {rate[1]}
    alike = [pair for pair in pairs if pair[1] in agreed]
    for place, pair in enumerate(alike):  # each by the next one: no two figures only explain each other
        following = _relation(pair, alike[(place + 1) % len(alike)])
        yield following if judge(following).outcome in MET or pair is rate else _relation(pair, rate)
    missed = (relation for relation in best if relation.stated not in agreed)
    yield from (replace(relation, unsure=True) for relation in missed)


def _met(relations: Sequence[Relation]) -> int:
    return sum(judge(it).outcome in MET for it in relations)


def _relation(pair: _Pair, rate: _Pair) -> Relation:
    count, amount = pair
    each = Operation("÷", (Ref(rate[1]), Ref(rate[0])))
    evidence = f"`{rate[1].text.strip()}` for `{rate[0].text.strip()}`, which agree elsewhere"
    return Relation("product", amount, Operation("×", (Ref(count), each)), "inferred", evidence)
