"""Bare numbers that go on with the money of an enumeration: in `$7,828, 8,062 and 8,304` all three are dollars."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from hostdoc.core.records import replace
from hostdoc.core.regex import regex
from hostdoc.core.units import Unit
from hostdoc.figures.numerals import Numeral

_TAG = r"(?:\s+[A-Za-z]{1,2}\d{1,2})?"  # `$14,910 y1, 15357 y2`
_COMMA = regex(rf"{_TAG}(?:,\s+(?:and\s+)?|\s+and\s+)")
_GOES_ON = regex(rf"{_TAG}\s*(?:[,;.)]|\Z|(?:and|in|to|for|over)\b)")
LEAST = 100  # what an amount must come to if it is written without its currency
APART = 5  # how many times one amount of an enumeration may be another


def enumerated(text: str, numerals: Sequence[Numeral]) -> list[Numeral]:
    """The numerals, those with their currency that leave it to the one before them."""
    found = list(numerals)
    for place, (left, right) in enumerate(pairwise(numerals), 1):
        unit = found[place - 1].quantity.unit
        joined = _COMMA.fullmatch(text, left.end, right.start) and _GOES_ON.match(text, right.end)
        if unit.currency and not unit.per and joined and _bare(right) and _alike(left, right):
            found[place] = replace(right, quantity=replace(right.quantity, unit=replace(unit, per=())))
    return found


def _bare(numeral: Numeral) -> bool:
    quantity = numeral.quantity
    return quantity.unit == Unit() and not quantity.is_range and not quantity.open


def _alike(left: Numeral, right: Numeral) -> bool:
    one, other = (numeral.quantity.ends[0].value if numeral.quantity.ends else Decimal(0) for numeral in (left, right))
    return min(one, other) >= LEAST and max(one, other) <= APART * min(one, other)
