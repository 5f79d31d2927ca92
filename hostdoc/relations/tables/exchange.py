"""All currency pairs of a document imply one rate.

Checked: amounts given in two currencies, as in `€4.15 (~$4.50)`, in cells, headings and prose. Each pair allows a
window of rates, as wide as its amounts were rounded; the pairs agree if one rate lies in all windows.

Example: `€4.15 (~$4.50)` and `€7.99 (~$8.70)` agree on 1.083 to 1.095; `€100 ($130)` beside them drifts.

Wrong when a document means rates of different days and does not print them beside the amounts; say so with a waiver.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from hostdoc.core.figure import Figure
from hostdoc.core.ledger import Ledger
from hostdoc.core.regex import regex
from hostdoc.core.relation import Operation, Ref, Relation

_BESIDE = regex(r"[ \t]*[(\[/=≈→][ \t]*\Z")
_COMPUTED = regex(r"[-+−×x*/÷·]\s*\Z")  # then the second amount is the result, not the same in other money
_RATE = regex(r"(?<![\w.,])\d{1,4}[.,]\d{2,6}(?![\w.,]\d)")
BEHIND = 60  # characters
Pair = tuple[Figure, Figure]


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every pair after the first of its currencies, against the rates of those before it."""
    known: dict[tuple[str, str], list[Pair]] = defaultdict(list)
    for left, right in pairs(ledger):
        one, other = sorted((left, right), key=lambda figure: figure.quantity.unit.of)
        if _rated(ledger, one, other):
            continue
        before = known[one.quantity.unit.of, other.quantity.unit.of]
        if before:
            base = other if right is one else one
            yield _relation(
                base,
                right,
                [pair if pair[0].quantity.unit.of == base.quantity.unit.of else pair[::-1] for pair in before],
            )
        before.append((one, other))


def _relation(base: Figure, stated: Figure, before: list[Pair]) -> Relation:
    rates = tuple(Operation("÷", (Ref(to), Ref(origin))) for origin, to in before[:8])
    rate = rates[0] if len(rates) == 1 else Operation("span", rates)
    evidence = f"{len(before) + 1} amounts in both {base.quantity.unit.of} and {stated.quantity.unit.of}"
    return Relation("exchange", stated, Operation("×", (Ref(base), rate)), "inferred", evidence)


def pairs(ledger: Ledger) -> Iterator[Pair]:
    """Neighbouring amounts of different currencies with nothing but a bracket between them."""
    for left, right in pairwise(ledger.figures):
        if not (_priced(left) and _priced(right)) or left.quantity.unit.of == right.quantity.unit.of:
            continue
        if right.span.start - left.span.end <= 4:
            between = ledger.document.plain[left.span.end : right.span.start]
            before = ledger.document.plain[max(0, left.span.start - 3) : left.span.start]
            if _BESIDE.match(between) and not ("=" in between and _COMPUTED.search(before)):
                yield left, right


def _rated(ledger: Ledger, one: Figure, other: Figure) -> bool:
    """Whether the rate of a pair is printed right behind it: it has one of its own, that of its day."""
    end = max(one.span.end, other.span.end)
    a, b = one.quantity.ends[0].value, other.quantity.ends[0].value
    for match in _RATE.finditer(ledger.document.plain, end, end + BEHIND):
        rate = Decimal(match.group().replace(",", "."))
        step = Decimal(1).scaleb(int(rate.as_tuple().exponent))
        if any(abs(quotient - rate) <= step for quotient in (a / b, b / a)):
            return True
    return False


def _priced(figure: Figure) -> bool:
    """A point of money that is not zero; ranges pair too, but tell no one rate."""
    quantity = figure.quantity
    return bool(quantity.unit.currency and quantity.ends and not quantity.is_range and quantity.ends[0].value > 0)
