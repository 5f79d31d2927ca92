"""What something costs over some time is what it costs once, and so many times what it costs a month or a year.

Checked, as products: columns and rows of money whose label is a time (`First year`, `3 years`, `Cost over 36 months`)
beside one for each month, quarter or year, with one that is paid once (setup, hardware, one-off) or alone.

Example: a setup of $500 and $80 a month make $1,460 in the first year.

Wrong when something else is due in between.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from hostdoc.core.ledger import Ledger
from hostdoc.core.regex import regex
from hostdoc.core.relation import Const, Expression, Operation, Relation
from hostdoc.core.units import fitting
from hostdoc.relations.evidence.fits import Fit, fit, named, promising, refs, relations
from hostdoc.relations.evidence.periods import period
from hostdoc.relations.tables.lines import Line, View, views

MOST = 8  # lines of either sort that are tried
ONCE = regex(
    r"\b(?:set-?\s?up|one[- ]?(?:off|time)|once|up-?front|initial|install(?:ation)?|purchase|hardware|capex|onboarding"
    r"|einmalig\w*|einrichtung|anschaffung|initiale?|installation|una tantum|único|inicial)\b",
    re.IGNORECASE,
)
_LASTS = regex(
    r"\b(?P<many>\d{1,2}|two|three|four|five|ten|zwei|drei|deux|trois|dos|tres|due|tre)[\s-]?(?P<of>years?|yrs?|y|months?|mo|jahre?|monate?|ans?|mois|años?|meses|anni)\b",
    re.IGNORECASE,
)
_FIRST = regex(
    r"\b(?:first|1st|erstes|première|primer|primo)[\s-](?:year|jahr|année|año|anno)\b|\b(?:year|jahr|année|año)\s?(?:1|one)\b",
    re.IGNORECASE,
)


_NUMBERS = {
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "ten": 10,
    "zwei": 2,
    "drei": 3,
    "deux": 2,
    "trois": 3,
    "dos": 2,
}
_NUMBERS |= {"tres": 3, "due": 2, "tre": 3}


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every line that is for a time, with the first pair of lines that make it up."""
    for view in views(ledger):
        once = [it for it in view.lines if _amounts(it) and ONCE.search(it.label) and not months_of(it.label)][:MOST]
        for stated in view.lines:
            months = months_of(stated.label) if _amounts(stated) and stated not in once else None
            if months is not None:
                yield from _of(view, stated, once, months)


def _amounts(line: Line) -> bool:
    """Whether a line states money, or what may be: its unit is left unsaid."""
    return line.money or not line.unit.of


def months_of(label: str) -> int | None:
    """The months of the time that a label names: `First year`, `3 years`, `Over 36 months`."""
    if match := _LASTS.search(label):
        many = match["many"].lower()
        return (int(many) if many.isdigit() else _NUMBERS[many]) * (12 if match["of"][0].lower() in "yja" else 1)
    return 12 if _FIRST.search(label) else None


def _of(view: View, stated: Line, once: list[Line], months: int) -> Iterator[Relation]:
    others = [line for line in view.lines if _amounts(line) and line is not stated and line not in once]
    for each in [line for line in others if months_of(line.label) is None and period(line)][:MOST]:
        number = times(months, period(each) or "")
        for first in (*once, None) if number else ():
            found = _fit(view, stated, first, each, number)
            if found.asserted(clear=True) and (first or found.telling):
                yield from found.relations
                return


def times(months: int, each: str) -> Fraction:
    """How many of a period there are in so many months; 0 if none."""
    if each == "month":
        return Fraction(months)
    in_each = fitting("month", each)
    return Fraction(months) / in_each[0] if in_each else Fraction(0)


def _fit(view: View, stated: Line, first: Line | None, each: Line, number: Fraction) -> Fit:
    lines = (first, each) if first else (each,)

    def quick(place: int) -> float | None:
        one, other = first.values.get(place, 0.0) if first else 0.0, each.values.get(place)
        return None if other is None else one + other * float(number)

    def workings(place: int) -> Expression | None:
        terms = refs(lines, place)
        if terms is None:
            return None
        rest = Operation("×", (terms[-1], Const(number, str(number)))) if number != 1 else terms[-1]
        return Operation("+", (terms[0], rest)) if first else rest

    places = view.added or view.places
    if not promising(stated, places, quick):
        return fit(())
    evidence = f"the label `{stated.label}` and {named(view, lines)}"
    return fit(relations("product", stated, places, workings, evidence))
