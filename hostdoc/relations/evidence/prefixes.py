"""Prefixes of units that stand behind amounts: 36 × 60 mA are 2.16 A."""

from __future__ import annotations

from fractions import Fraction
from string import ascii_letters

from hostdoc.core.figure import Figure
from hostdoc.core.regex import regex
from hostdoc.core.relation import Const, Expression, Operation, figures_of

FAR = 8  # characters behind a figure in which its unit stands
_LETTERS = f"{ascii_letters}µ "
_PREFIXES = {"n": -9, "µ": -6, "u": -6, "m": -3, "": 0, "k": 3, "M": 6, "G": 9, "T": 12}
_BEHIND = regex(r"[^\S\n]?([nµumkMGT]?)(Wh|Hz|bit|Ah|A|V|W|J|N|Pa|g|m|l|L|F|t)(?![^\W\d_])")


def in_prefix(stated: Figure, workings: Expression) -> Expression:
    """The workings in the prefix of what is stated, where the only unit among them is its own with another prefix."""
    own, units = _unit(stated), [unit for figure in figures_of(workings) if (unit := _unit(figure))]
    if own is None or len(units) != 1 or not own[1].startswith(units[0][1]) or own[0] == units[0][0]:
        return workings
    power = own[0] - units[0][0]
    number = Const(Fraction(10 ** abs(power)), f"{10 ** abs(power):,}")
    return Operation("÷" if power > 0 else "×", (workings, number))


def _unit(figure: Figure) -> tuple[int, str] | None:
    """The power of ten and the unit behind an amount."""
    digits = len(figure.text.partition("/")[0].rstrip(_LETTERS))
    match = _BEHIND.match(figure.span.source.text, figure.span.start + digits, figure.span.end + FAR)
    return (_PREFIXES[match[1]], match[2]) if match else None
