"""What something costs over some time is what it costs once, and so many times what it costs a month or a year.

Checked, as products: columns and rows of money whose label is a time (`First year`, `3 years`, `Cost over 36 months`)
beside one for each month, quarter or year, with one that is paid once (setup, hardware, one-off) or alone; and total
rows at the end of a year (`Year 5 total`) over rows of which some say that they are due each year.

Example: a setup of $500 and $80 a month make $1,460 in the first year.

Wrong when something else is due in between.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from hostdoc.core.judge import judge
from hostdoc.core.ledger import Grid, Ledger
from hostdoc.core.regex import in_any_case, regex
from hostdoc.core.relation import Const, Expression, Operation, Ref, Relation
from hostdoc.core.units import fitting
from hostdoc.relations.evidence.fits import MET, Fit, fit, named, promising, refs, relations, telling
from hostdoc.relations.evidence.periods import period
from hostdoc.relations.evidence.stems import stems
from hostdoc.relations.tables.lines import Line, View, views
from hostdoc.relations.tables.rows import RowRole, amount_columns, roles

SHORTEST, WORD = 12, 3  # months of several years; letters of a word that tells nothing
MOST = 8  # lines of either sort that are tried
ONCE = regex(
    r"\b(?:set-?\s?up|one[- ]?(?:off|time)|once|up-?front|initial|install(?:ation)?|purchase|hardware|capex|onboarding"
    r"|einmalig\w*|einrichtung|anschaffung|initiale?|installation|una tantum|único|inicial)\b",
    re.IGNORECASE,
)
_LASTS = in_any_case(
    r"\b(?P<many>\d{1,2}|two|three|four|five|ten|zwei|drei|deux|trois|dos|tres|due|tre)[\s-]?(?P<of>years?|yrs?|y|months?|mo|jahre?|monate?|ans?|mois|años?|meses|anni)\b"
)
_AT_END = regex(r"\b(?P<of>year|yr|month|jahr|monat|année|año|ano|mois|mês|mes)\s?(?P<many>\d{1,2})\b", re.IGNORECASE)
_FIRST = in_any_case(
    r"\b(?:first|1st|erstes|première|primer|primo)[\s-](?:year|jahr|année|año|anno)\b|\b(?:year|jahr|année|año)\s?(?:1|one)\b"
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
    for grid in ledger.grids:
        yield from _at_the_end(grid)
    for view in views(ledger):
        if view.of == "row":
            yield from _several_years(view)
        once = [it for it in view.lines if _amounts(it) and ONCE.search(it.label) and not months_of(it.label)][:MOST]
        for stated in view.lines:
            months = months_of(stated.label) if _amounts(stated) and stated not in once else None
            if months is not None:
                yield from _of(view, stated, once, months)


def _several_years(view: View) -> Iterator[Relation]:
    """`5-year cost (cloud)` as five times `annual cost (cloud)`, where the rows have a word in common, and agree."""
    money = [line for line in view.lines if line.money]
    for stated in money:
        months = months_of(stated.label)
        each = [it for it in money if months_of(it.label) is None and period(it) and _shared(it, stated)]
        for line in each[:MOST] if months and months > SHORTEST else ():
            number = times(months or 0, period(line) or "")
            for place in view.places if number > 1 else ():
                one, other = stated.amounts.get(place), line.amounts.get(place)
                if one and other and one.quantity.ends:
                    workings = Operation("×", (Ref(other), Const(number, str(number))))
                    relation = Relation("product", one, workings, "inferred", f"the row `{line.label}`")
                    if judge(relation).outcome in MET and telling(relation):
                        yield relation


def _shared(one: Line, other: Line) -> bool:
    """Whether two labels have a telling word in common."""
    return any(len(word) > WORD for word in stems(one.label) & stems(other.label))


def _at_the_end(grid: Grid) -> Iterator[Relation]:
    """Total rows at the end of a year or month over the items above, of which some are due each year."""
    items: list[RowRole] = []
    for role in roles(grid):
        if role.role == "item":
            items.append(role)
        months = _months_at_end(role.label) if role.sums else None
        for column in amount_columns(grid) if months else ():
            if found := _accrued(grid, role, items, column, months or 0):
                yield found


def _months_at_end(label: str) -> int | None:
    if match := _AT_END.search(label):
        return int(match["many"]) * (12 if match["of"][0].lower() in "yja" else 1)
    return months_of(label)


def _accrued(grid: Grid, total: RowRole, items: Sequence[RowRole], column: int, months: int) -> Relation | None:
    """What the items of a column come to by then, if one of them says how often it is due; a sum is no such thing."""
    stated = grid.rows[total.number][column].amount
    terms: list[Expression] = []
    repeated = 1
    for amount in (grid.rows[item.number][column].amount for item in items):
        if amount is None:
            continue
        number = times(months, amount.quantity.unit.time or "")
        repeated = max(repeated, int(number))
        terms.append(Operation("×", (Ref(amount), Const(number, str(number)))) if number > 1 else Ref(amount))
    if stated is None or len(terms) < 2 or repeated < 2:
        return None
    evidence = f"the label `{total.label}`"
    relation = Relation("product", stated, Operation("+", tuple(terms)), "inferred", evidence)
    return relation if judge(relation).outcome in MET else None


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
