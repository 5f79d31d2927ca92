"""Whether a drift looks like a slip: its evidence is that the stated amount is all but the recalculated one."""

from __future__ import annotations

from fractions import Fraction

from hostdoc.core.arithmetic import estimate
from hostdoc.core.judge import judge
from hostdoc.core.records import replace
from hostdoc.core.relation import Ref, Relation

CLOSE, CLOSE_OF_FEW = 500, 60  # an amount of so many digits, or of fewer, is off by one part of so many at most
LONG = 4  # digits of an amount of which one is wrong: by chance one in 250 amounts is so near to another
ROUNDED = ("ratio", "product", "share", "average", "scale")  # kinds whose results have to be rounded
QUOTIENTS = ("ratio", "share", "average")
SHORT = 3  # the same of one in 30, where other evidence is strong


def slip(relation: Relation, digits: int = LONG) -> bool:
    """Whether one of so many digits is another, two beside each other have changed places, or few are missing."""
    steps = _in_steps(relation)
    if steps is None:
        return False
    wrong = _wrong(steps, digits)
    return len(wrong) == 1 or _exchanged(wrong) or odd(*steps, digits)


def of_its_size(relation: Relation) -> bool:
    """Whether one of what is stated and what it comes to is at most twice the other."""
    stated, again = abs(estimate(Ref(relation.stated))), abs(estimate(relation.workings))
    return max(stated, again) <= 2 * min(stated, again)


def of_rounded(relation: Relation) -> bool:
    """Whether a quotient comes out if amounts were rounded to what is printed, as $0.190 may have been."""
    if relation.kind not in QUOTIENTS:
        return False
    steps = [end.step for figure in relation.inputs for end in figure.quantity.ends]
    return bool(steps) and judge(replace(relation, slack=max(steps) / 2)).outcome in ("holds", "rounds")


def swapped(relation: Relation, digits: int = LONG) -> bool:
    """Whether two of so many digits that stand beside each other have changed places, and nothing else."""
    steps = _in_steps(relation)
    return steps is not None and _exchanged(_wrong(steps, digits))


def odd(stated: int, found: int, digits: int = LONG) -> bool:
    """Whether an amount is all but a rounder one: 22,491 for 22,500. Who rounds makes it rounder, not the other way."""
    apart, length = abs(stated - found), len(str(max(abs(stated), abs(found))))
    near = CLOSE if length >= LONG else CLOSE_OF_FEW
    return length >= digits and 0 < apart * near <= abs(found) and found % 10 == 0 != stated % 10


def _exchanged(wrong: list[tuple[int, str, str]]) -> bool:
    """Whether the digits that differ are two beside each other, each in the place of the other."""
    return len(wrong) == 2 and wrong[1][0] == wrong[0][0] + 1 and wrong[0][1:] == wrong[1][:0:-1]


def _wrong(steps: tuple[int, int], digits: int) -> list[tuple[int, str, str]]:
    """The places of the digits that differ, with both digits; none where the amounts are not as long as each other."""
    stated, found = map(str, steps)
    if len(stated) != len(found) or len(stated) < digits:
        return []
    return [(place, a, b) for place, (a, b) in enumerate(zip(stated, found, strict=True)) if a != b]


def _in_steps(relation: Relation) -> tuple[int, int] | None:
    """What is stated and what is recalculated, in units of the last digit stated; None where it needs more of them."""
    result, quantity = judge(relation).recalculated, relation.stated.quantity
    if result is None or quantity.is_range or not quantity.ends:
        return None
    steps = result.low / Fraction(quantity.ends[0].step)
    if steps.denominator != 1 and relation.kind not in ROUNDED:
        return None
    return int(quantity.ends[0].value / quantity.ends[0].step), int(steps + Fraction(1, 2))
