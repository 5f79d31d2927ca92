"""Whether a drift looks like a slip: its evidence is that the stated amount is all but the recalculated one."""

from __future__ import annotations

from fractions import Fraction

from hostdoc.core.judge import judge
from hostdoc.core.records import replace
from hostdoc.core.relation import Relation

LONG = 4  # digits of an amount of which one is wrong: by chance one in 250 amounts is so near to another
ROUNDED = ("ratio", "product", "share", "average", "scale")  # kinds whose results have to be rounded
QUOTIENTS = ("ratio", "share", "average")
SHORT = 3  # the same of one in 30, where other evidence is strong


def slip(relation: Relation, digits: int = LONG) -> bool:
    """Whether one of so many digits is another, or two that stand beside each other have changed places."""
    return len(_wrong(relation, digits)) == 1 or swapped(relation, digits)


def of_rounded(relation: Relation) -> bool:
    """Whether a quotient comes out if amounts were rounded to what is printed, as $0.190 may have been."""
    if relation.kind not in QUOTIENTS:
        return False
    steps = [end.step for figure in relation.inputs for end in figure.quantity.ends]
    return bool(steps) and judge(replace(relation, slack=max(steps) / 2)).outcome in ("holds", "rounds")


def swapped(relation: Relation, digits: int = LONG) -> bool:
    """Whether two of so many digits that stand beside each other have changed places, and nothing else."""
    wrong = _wrong(relation, digits)
    if len(wrong) != 2 or wrong[1][0] != wrong[0][0] + 1:
        return False
    return wrong[0][1:] == wrong[1][:0:-1]


def _wrong(relation: Relation, digits: int) -> list[tuple[int, str, str]]:
    """The places of the digits that differ, with both digits; none where the amounts are not as long as each other."""
    result, quantity = judge(relation).recalculated, relation.stated.quantity
    if result is None or quantity.is_range or not quantity.ends:
        return []
    steps = result.low / Fraction(quantity.ends[0].step)
    stated, found = str(int(quantity.ends[0].value / quantity.ends[0].step)), str(int(steps + Fraction(1, 2)))
    if (steps.denominator != 1 and relation.kind not in ROUNDED) or len(stated) != len(found) or len(stated) < digits:
        return []
    return [(place, a, b) for place, (a, b) in enumerate(zip(stated, found, strict=True)) if a != b]
