"""One way in which an amount may come about from others: what is computed, and whether words say so."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from hostdoc.core.relation import Const, Expression, Operation, Operator
from hostdoc.relations.prose.at_hand import PASSAGE, Hand
from hostdoc.relations.prose.said import Said


class Way(NamedTuple):
    """An operation on amounts at hand, what it comes to, and whether words say so.

    It is `meant` if they also say of what, and if that is the `only` thing they may say, it must come out.
    """

    kind: str
    workings: Expression
    value: float
    hands: tuple[Hand, ...]
    said: bool
    meant: bool = False
    only: bool = False


def do(operator: Operator, *terms: Expression) -> Operation:
    return Operation(operator, terms)


def const(value: Fraction) -> Const:
    return Const(value, str(value.numerator) if value.denominator == 1 else f"{float(value):.4g}")


def last_before(said: Said, amounts: Sequence[Hand], besides: Hand | None = None) -> Hand | None:
    """The amount just before the stated one, in its sentence or its passage, but for one."""
    here = said.stated.span.start
    before = [hand for hand in amounts if hand.far <= PASSAGE and hand.start < here and hand is not besides]
    return max(before, key=lambda hand: hand.start, default=None)
