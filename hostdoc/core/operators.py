"""What the operators of declared formulas do to intervals: from the ends of the arguments to those of the value."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import isqrt

Number = Fraction | float  # a float is infinite, never anything else
Interval = tuple[Number, Number]

MOST_BITS = 8000  # of a power: about 2,400 digits
ROOT_DIGITS = 30  # decimals of a root that never ends
ONE, ZERO = Fraction(1), Fraction(0)
TRUE, FALSE, EITHER = (ONE, ONE), (ZERO, ZERO), (ZERO, ONE)


class Incomputable(Exception):
    """The workings have no value: a division by zero, an infinity less an infinity, a figure without a number."""


def _ends(function: Callable[[Number], Number]) -> Callable[[Sequence[Interval]], Interval]:
    """A function of one argument that only rises."""
    return lambda values: (function(values[0][0]), function(values[0][1]))


def _finite(function: Callable[[Fraction], Fraction]) -> Callable[[Number], Number]:
    return lambda number: number if isinstance(number, float) else function(number)


def _whole_away(number: Fraction) -> Fraction:
    """The nearest whole number; ties go away from zero."""
    whole = Fraction((2 * abs(number.numerator) + number.denominator) // (2 * number.denominator))
    return whole if number >= 0 else -whole


def _round(values: Sequence[Interval]) -> Interval:
    """`round(x)` or `round(x, places)`."""
    places = _integer(values[1], "the number of places") if len(values) > 1 else 0
    if abs(places) > 100:
        raise Incomputable("it rounds to more than 100 places")
    step = Fraction(10) ** -places
    nearest = _finite(lambda number: _whole_away(number / step) * step)
    return nearest(values[0][0]), nearest(values[0][1])


def _absolute(values: Sequence[Interval]) -> Interval:
    low, high = values[0]
    return (ZERO if low <= 0 <= high else min(_size(low), _size(high))), max(_size(low), _size(high))


def _size(number: Number) -> Number:
    return number if number >= 0 else -number


def _median(values: Sequence[Interval]) -> Interval:
    return _middle([low for low, _ in values]), _middle([high for _, high in values])


def _middle(numbers: list[Number]) -> Number:
    ordered = sorted(numbers)
    left, right = ordered[(len(ordered) - 1) // 2], ordered[len(ordered) // 2]
    return left if left == right else (left + right) / 2


def _integer(value: Interval, what: str) -> int:
    low, high = value
    if low != high or isinstance(low, float) or low.denominator != 1:
        raise Incomputable(f"{what} is no whole number")
    return low.numerator


def _power(values: Sequence[Interval]) -> Interval:
    base, exponent = values[0], values[1]
    if exponent == (Fraction(1, 2), Fraction(1, 2)):
        return _root([base])
    power = _integer(exponent, "the exponent")
    bits = max((_bits(end) for end in base if isinstance(end, Fraction)), default=1)
    if bits * abs(power) > MOST_BITS:
        raise Incomputable("a power is too large to be computed")
    if power < 0 and base[0] <= 0 <= base[1]:
        raise Incomputable("it divides by zero")
    ends = [_raised(end, power) for end in base]
    least = ZERO if power > 0 and power % 2 == 0 and base[0] < 0 < base[1] else min(ends)
    return least, max(ends)


def _bits(number: Fraction) -> int:
    return max(number.numerator.bit_length(), number.denominator.bit_length())


def _raised(number: Number, power: int) -> Number:
    if isinstance(number, float):
        return ZERO if power < 0 else ONE if power == 0 else number**power
    return number**power


def _root(values: Sequence[Interval]) -> Interval:
    if values[0][0] < 0:
        raise Incomputable("it takes the root of a negative number")
    root = _finite(_square_root)
    return root(values[0][0]), root(values[0][1])


def _square_root(number: Fraction) -> Fraction:
    """Exact where the root is a fraction, else to thirty decimals."""
    top, bottom = isqrt(number.numerator), isqrt(number.denominator)
    if top * top == number.numerator and bottom * bottom == number.denominator:
        return Fraction(top, bottom)
    scale: int = 10**ROOT_DIGITS
    return Fraction(isqrt(number.numerator * scale * scale // number.denominator), scale)


def _modulo(values: Sequence[Interval]) -> Interval:
    (low, high), (divisor, other) = values[0], values[1]
    if divisor != other or any(isinstance(end, float) for end in (low, high, divisor)):
        raise Incomputable("the remainder of a range by a range is not computed")
    if divisor == 0:
        raise Incomputable("it divides by zero")
    if low // divisor != high // divisor:
        return min(ZERO, divisor), max(ZERO, divisor)
    rests = low % divisor, high % divisor
    return min(rests), max(rests)


# -- Conditions: 1 is true, 0 is false, and what lies between is true at some ends only -----------------------------


def _less(values: Sequence[Interval]) -> Interval:
    (low, high), (least, most) = values[0], values[1]
    return TRUE if high < least else FALSE if low >= most else EITHER


def _at_most(values: Sequence[Interval]) -> Interval:
    (low, high), (least, most) = values[0], values[1]
    return TRUE if high <= least else FALSE if low > most else EITHER


def _equal(values: Sequence[Interval]) -> Interval:
    left, right = values[0], values[1]
    if left == right and left[0] == left[1]:
        return TRUE
    return FALSE if left[1] < right[0] or right[1] < left[0] else EITHER


def _not(value: Interval) -> Interval:
    return (ZERO if value[1] else ONE, ZERO if value[0] else ONE)


def _truth(value: Interval) -> Interval:
    """Whatever is not 0 is true."""
    low, high = value
    if low == high == 0:
        return FALSE
    return TRUE if low > 0 or high < 0 else EITHER


def _all(values: Sequence[Interval]) -> Interval:
    truths = [_truth(value) for value in values]
    return min(low for low, _ in truths), min(high for _, high in truths)


def _any(values: Sequence[Interval]) -> Interval:
    truths = [_truth(value) for value in values]
    return max(low for low, _ in truths), max(high for _, high in truths)


def decided(value: Interval) -> bool:
    """Whether a condition is true. Raises Incomputable where it is true at some ends only."""
    truth = _truth(value)
    if truth == EITHER:
        raise Incomputable("the condition is true at one end of the figures and false at the other")
    return truth == TRUE


FUNCTIONS: dict[str, Callable[[Sequence[Interval]], Interval]] = {
    "min": lambda values: (min(low for low, _ in values), min(high for _, high in values)),
    "max": lambda values: (max(low for low, _ in values), max(high for _, high in values)),
    "median": _median,
    "abs": _absolute,
    "round": _round,
    "floor": _ends(_finite(lambda number: Fraction(number // 1))),
    "ceil": _ends(_finite(lambda number: Fraction(-(-number // 1)))),
    "trunc": _ends(_finite(lambda number: Fraction(int(number)))),
    "sqrt": _root,
    "^": _power,
    "mod": _modulo,
    "<": _less,
    "≤": _at_most,
    ">": lambda values: _less([values[1], values[0]]),
    "≥": lambda values: _at_most([values[1], values[0]]),
    "=": _equal,
    "≠": lambda values: _not(_equal(values)),
    "and": _all,
    "or": _any,
    "not": lambda values: _not(_truth(values[0])),
}
