"""Prices of a thousand or a million: `20,000,000 × $0.0004 = $8`, where $0.0004 is for 1,000 of them.

What is written out comes to a power of a thousand too much, where the sentence before says what the price is for.
"""

from __future__ import annotations

import re
from fractions import Fraction

from hostdoc.core.arithmetic import estimate
from hostdoc.core.figure import Figure
from hostdoc.core.regex import regex
from hostdoc.core.relation import Const, Expression, Operation, Ref

FAR = 400  # characters before an equation in which the price may be stated
NEAR = 0.02  # part by which a result may be off a power and be worth a verdict
_PER = r"(?:\bper\b|\bfor every\b|/|\bje\b|\bpro\b|\bpar\b|\bpor\b)\s*"
_MANY = {
    3: regex(rf"{_PER}(?:1[.,\u00a0\u202f ]?000\b(?![.,]000)|1?\s?k\b|thousand|mille|tausend|mil\b)", re.IGNORECASE),
    6: regex(rf"{_PER}(?:1[.,]?000[.,]?000\b|1?\s?m\b|million|millón|milhão)", re.IGNORECASE),
}


# `$3.50/M requests`, `$0.40 per 1,000`; a lone `/m` is a month.
_CELL = regex(
    r"(?:/|\b(?:per|je|pro|par|por)\b)\s*(?:(?P<thousand>1\s?[kK]\b|K(?=\s[a-z])|1[.,]?000\b(?![.,]000)|[Tt]housand\b)"
    r"|(?:1\s?M\b|M(?=\s[a-z])|MM\b|1[.,]?000[.,]?000\b|[Mm]illion\b|[Mm]io\b))"
)


def many_of(words: str, again: float, stated: float) -> int:
    """For how many the price in a cell is, where its product comes nearer to what is stated then; else 1."""
    many = said_many(words) if again and stated else 1
    return many if abs(again) > many**0.5 * abs(stated) else 1


def said_many(words: str) -> int:
    """For how many a price is by its words: `$3.50/M requests` is for 1,000,000."""
    found = _CELL.search(words)
    if found is None:
        return 1
    return 1000 if found["thousand"] else 1_000_000


def rescaled(stated: Figure, workings: Expression, before: str) -> Expression | None:
    """The workings over the thousand, or million, that the text before speaks of, if that leads to what is stated."""
    again, value = estimate(workings), estimate(Ref(stated))
    for power, many in _MANY.items():
        if abs(again - value * 10**power) <= NEAR * abs(again) and many.search(before[-FAR:]):
            return Operation("÷", (workings, Const(Fraction(10**power), f"{10**power:,}")))
    return None
