"""Whether a drift looks like a slip: its evidence is that the stated amount is all but the recalculated one."""

from __future__ import annotations

from fractions import Fraction

from hostdoc.core.judge import judge
from hostdoc.core.relation import Relation

LONG = 4  # digits of an amount of which one is wrong: by chance one in 250 amounts is so near to another


def slip(relation: Relation, digits: int = LONG) -> bool:
    """Whether one of so many digits is another, or two that stand beside each other have changed places."""
    result, quantity = judge(relation).recalculated, relation.stated.quantity
    if result is None or quantity.is_range or not quantity.ends:
        return False
    steps = result.low / Fraction(quantity.ends[0].step)
    stated, found = str(int(quantity.ends[0].value / quantity.ends[0].step)), str(steps.numerator)
    if steps.denominator != 1 or len(stated) != len(found) or len(stated) < digits:
        return False
    wrong = [place for place, (one, other) in enumerate(zip(stated, found, strict=True)) if one != other]
    swapped = len(wrong) == 2 and wrong[1] == wrong[0] + 1 and sorted(stated) == sorted(found)
    return len(wrong) == 1 or swapped
