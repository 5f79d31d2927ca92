"""A part agrees with the percentage it is of its whole.

Checked: rows whose label carries a percentage (`Contingency (10%)`, `VAT 20 %`, `Fringe (27%)`) with what they are a
part of (a subtotal above, the items above, or one of them); columns of percentages with the total of the amounts
beside them; amounts with their share in brackets, `$500 (25%)`; and a total row of shares, their sum.

Example: `Contingency (10%)` of a subtotal of 41,300 is 4,130.

Wrong when the rate applies to some of the rows only, as a tax on hardware; without the digits of like rows, or a
subtotal just above, nothing is claimed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction

from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge
from hostdoc.core.ledger import Grid, GridCell, Ledger
from hostdoc.core.records import dataclass
from hostdoc.core.regex import regex
from hostdoc.core.relation import Const, Expression, Operation, Ref, Relation
from hostdoc.figures.labels import LEVY, OF_ABOVE, PORTION, is_total
from hostdoc.relations.evidence.fits import MET, NOTHING, Fit, fit, promising, relations
from hostdoc.relations.tables.columns import summed
from hostdoc.relations.tables.lines import Line, View, by_columns, middle
from hostdoc.relations.tables.rows import RowRole, amount_columns, roles

HUNDRED = Const(Fraction(100), "100")
ROW = "row "  # a row further above, of which a rate may be taken if it is so in several columns
ABOVE = ("the sum above", "the items above")  # what is meant by `20% of the above`, the likelier first
FAR = 12  # rows above that are looked at
MINUS = Const(Fraction(-1), "−1")
SEVERAL = 3  # columns in which a rate is taken of the same row; different amounts that tell a product
SAME = 0.01  # part by which the rate of a product may differ
_SPENT = regex(r"\b(?:actuals?|spent|paid|real|ist|réel|réalisé|gastado|ejecutado|realizado)\b", re.IGNORECASE)
_DIGITS = regex(r"[\d.,%()@]+")


def find(ledger: Ledger) -> Iterator[Relation]:
    """Levies in rows, then columns of shares and their totals."""
    yield from _levies(ledger)
    for grid in ledger.grids:
        view = by_columns(grid)
        for line in view.lines:
            if line.percent or PORTION.search(line.label):
                yield from _column(view, line)
        yield from _in_brackets(view)


# -- Rows -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Levy:
    """An amount in a row with a rate, and what it may be a part of: by the name of the reading, the likeliest first."""

    stated: Figure
    label: str
    of: str  # what stands beside the rate
    added: bool  # whether a total follows that it may be added to
    spent: bool  # whether its column is of what was spent, whatever had been reserved
    bases: dict[str, Relation]


def _levies(ledger: Ledger) -> Iterator[Relation]:
    """Each with the reading its digits support, else the one that like rows have, or the only one there is."""
    found = [levy for grid in ledger.grids for levy in _in_rows(grid)]
    met: Counter[tuple[str, str]] = Counter()
    for levy in found:
        for name, relation in levy.bases.items():
            if middle(levy.stated) and judge(relation).outcome in MET:
                met[levy.label, name] += 1
    for levy in found:
        agreeing = [
            r
            for name, r in levy.bases.items()
            if judge(r).outcome in MET and (not name.startswith(ROW) or met[levy.label, name] >= SEVERAL)
        ]
        if agreeing:
            yield agreeing[0]
        elif not levy.spent:
            yield from _claimed(levy, met)


def _claimed(levy: _Levy, met: Counter[tuple[str, str]]) -> Iterator[Relation]:
    """A levy that no reading explains: said only if like rows are explained, or there is one reading alone."""
    like = [name for name in levy.bases if met[levy.label, name] >= (SEVERAL if name.startswith(ROW) else 1)]
    if OF_ABOVE.search(levy.of) and (said := [levy.bases[name] for name in ABOVE if name in levy.bases]):
        yield said[0]
    elif like and middle(levy.stated):
        yield levy.bases[max(like, key=lambda name: met[levy.label, name])]
    elif LEVY.search(levy.label) and levy.bases and levy.added and middle(levy.stated):
        bases = {name: relation for name, relation in levy.bases.items() if not name.startswith(ROW)}
        workings = {relation.inputs for relation in bases.values()}
        if len(workings) == 1 or "the sum above" in bases:
            yield next(iter(bases.values()))


def _in_rows(grid: Grid) -> Iterator[_Levy]:
    kinds = [role for role in roles(grid) if role.role != "group"]
    columns = amount_columns(grid)
    rates = {role.number: rate for role in kinds if (rate := _rate(grid, role, columns))}
    for place, role in enumerate(kinds):
        rate = rates.get(role.number)
        if rate is None or role.sums:
            continue
        beside = next(cell.words for cell in grid.rows[role.number] if rate in cell.figures)
        for column in columns:
            stated = grid.rows[role.number][column].amount
            if stated and stated is not rate and stated.quantity.ends and not stated.quantity.unit.percent:
                bases = _bases(grid, kinds[:place], column, frozenset(rates))
                label = " ".join(_DIGITS.sub(" ", role.label).lower().split())
                added = any(later.sums for later in kinds[place + 1 :])
                parts = {name: _part(stated, base, rate, role) for name, base in bases.items()}
                spent = _SPENT.search(grid.columns[column].header) is not None
                yield _Levy(stated, label, beside, added, spent, parts)


def _rate(grid: Grid, role: RowRole, columns: tuple[int, ...]) -> Figure | None:
    """The one percentage in the label of a row, or in a cell of its own: `VAT | 20% | 200`."""
    row = grid.rows[role.number]
    first = next((index for index in columns if row[index].amount and index), len(row))
    named = [figure for cell in row[: max(first, 1)] if "=" not in cell.words for figure in cell.figures]
    cells = named or [cell.amount for index, cell in enumerate(row) if index in columns and cell.amount]
    rates = [f for f in cells if f.quantity.unit.percent and f.quantity.ends and not f.quantity.is_range]
    if any(figure.quantity.unit.currency for figure in named):
        return None  # `Card fee (2.9% + $0.30)`
    if len(rates) == 1 and len(cells) <= 2 and (named or LEVY.search(role.label)):
        return rates[0]
    parts = [f for f in named if not f.quantity.unit.of and f.quantity.ends and 0 < (middle(f) or 0) < 1]
    return parts[0] if len(parts) == 1 and LEVY.search(role.label) else None


def _bases(grid: Grid, above: list[RowRole], column: int, rates: frozenset[int]) -> dict[str, Expression]:
    """What a rate may be taken of, the likeliest first."""
    found: dict[str, Expression] = {}
    cells = [(role, figure) for role in above if (figure := grid.rows[role.number][column].amount)]
    cells = [(role, figure) for role, figure in cells if figure.quantity.ends and not figure.quantity.unit.percent]
    if not cells:
        return found
    last = next((n for n in range(len(cells) - 1, -1, -1) if cells[n][0].sums), None)
    section = cells if last is None else cells[last + 1 :]
    if last is not None and all(role.number in rates for role, _ in section):
        found["the sum above"] = Ref(cells[last][1])
        if section:
            found["the sum above and what was added"] = summed([Ref(figure) for _, figure in cells[last:]])
    if last is None or len(section) > 1:
        found["the items above" if last is None else "the items since the sum above"] = summed(
            [Ref(figure) for _, figure in section]
        )
    plain = [(role, figure) for role, figure in section if role.number not in rates]
    if plain and len(plain) < len(section):
        found["the items above without rates"] = summed([Ref(figure) for _, figure in plain])
    sums = [figure for role, figure in cells if role.role == "subtotal"]
    if len(sums) > 1 and last is not None and last == len(cells) - 1:
        found["the subtotals above"] = summed([Ref(figure) for figure in sums])
    found["the row above"] = Ref(cells[-1][1])
    found["the first row"] = Ref(cells[0][1])
    for role, figure in cells[-FAR:-1]:
        found[f"{ROW}{role.number}"] = Ref(figure)
    return found


def _part(stated: Figure, base: Expression, rate: Figure, role: RowRole) -> Relation:
    terms = (base, Ref(rate))
    lessened = (middle(stated) or 0) < 0 <= (middle(rate) or 0)
    workings = Operation("×", (MINUS, *terms) if lessened else terms)
    return Relation("share", stated, workings, "inferred", f"the rate in the row `{role.label}`")


# -- Columns --------------------------------------------------------------------------------------------------------


def _column(view: View, stated: Line) -> Iterator[Relation]:
    """A column of percentages as shares of the column that the digits support, and their sum in the total row."""
    best = NOTHING
    for base in view.lines:
        if base is not stated and not base.percent and not _given(view, stated, base):
            whole = _whole(view, base)
            found = _fit(view, stated, base, whole) if whole else NOTHING
            if found.asserted(clear=PORTION.search(stated.label) is not None) and found.rank > best.rank:
                best = found
    yield from best.relations
    worked_out = bool(best.relations) and best.missed == 0
    shares = bool(best.relations) or PORTION.search(stated.label) is not None
    yield from _hundred(view, stated, shares=shares, worked_out=worked_out)


def _given(view: View, stated: Line, base: Line) -> bool:
    """Whether amounts come from the percentages, as scores from weights, and not the other way round."""
    for other in view.lines:
        places = [place for place in view.items if all(it.values.get(place) for it in (stated, base, other))]
        if other in (stated, base) or len({other.values[place] for place in places}) < SEVERAL:
            continue
        rates = [base.values[place] / (stated.values[place] * other.values[place]) for place in places]
        if max(rates) - min(rates) <= SAME * max(rates):
            return True
    return False


def _whole(view: View, base: Line) -> Expression | None:
    """The total row of a column, else the sum of its items."""
    totals = [place for place in view.places if place not in view.plain and place in base.amounts]
    if totals:
        return Ref(base.amounts[totals[-1]])
    items = [Ref(base.amounts[place]) for place in view.items if place in base.amounts]
    return Operation("+", tuple(items)) if 1 < len(items) <= 200 else None


def _fit(view: View, stated: Line, base: Line, whole: Expression) -> Fit:
    total = middle(whole.figure) if isinstance(whole, Ref) else sum(base.values.get(place, 0) for place in view.items)
    bare = not stated.percent
    if not total:
        return NOTHING

    def quick(place: int) -> float | None:
        value = base.values.get(place)
        return None if value is None else value / total * (100 if bare else 1)

    def workings(place: int) -> Expression | None:
        figure = base.amounts.get(place)
        if figure is None or not figure.quantity.ends:
            return None
        part = Operation("÷", (Ref(figure), whole))
        return Operation("×", (part, HUNDRED)) if bare else part

    if not promising(stated, view.items, quick):
        return NOTHING
    return fit(relations("share", stated, view.items, workings, f"the columns `{base.label}` and `{stated.label}`"))


def _hundred(view: View, stated: Line, *, shares: bool, worked_out: bool) -> Iterator[Relation]:
    """The shares add up to what the total row says, where it says 100 %, or they come to that themselves.

    `worked_out`: each was rounded for itself, the round ones among them, too.
    """
    if not shares:
        return
    full = 1 if stated.percent else 100
    for place in view.places:
        figure = stated.amounts.get(place)
        if place in view.plain or figure is None:
            continue
        parts = [stated.amounts[item] for item in view.items if item < place and item in stated.amounts]
        if len(parts) < 2 or any(not part.quantity.ends for part in parts):
            continue
        sums = sum(stated.values.get(item, 0) for item in view.items if item < place)
        room = 0.2 if middle(figure) == full else 0.005
        if abs(sums - full) <= room * full:
            workings = Operation("+", tuple(Ref(part) for part in parts))
            slack = max(part.quantity.ends[0].step for part in parts) / 2 if worked_out else Decimal(0)
            yield Relation("share", figure, workings, "inferred", f"the column `{stated.label}`", slack=slack)


# -- Brackets -------------------------------------------------------------------------------------------------------


def _in_brackets(view: View) -> Iterator[Relation]:
    """`$500 (25%)` under a total of $2,000; or beside the `$1,500 (75%)` of the same row."""
    down = [_bracketed(view.cell(line, place) for place in view.items) for line in view.lines]
    wholes = [_whole(view, line) for line in view.lines]
    columns = [fit(_shares(it, whole)) for it, whole in zip(down, wholes, strict=True) if len(it) > 1 and whole]
    if asserted := [found for found in columns if found.asserted(clear=False)]:
        yield from (relation for found in asserted for relation in found.relations)
        return
    rows = [_bracketed(view.cell(line, place) for line in view.lines) for place in view.places]
    across = [it for pairs in rows if len(pairs) > 1 for it in _shares(pairs, summed([Ref(n) for n, _ in pairs]))]
    found = fit(across)
    if found.asserted(clear=False):
        yield from found.relations


def _bracketed(cells: Iterable[GridCell]) -> list[tuple[Figure, Figure]]:
    return [pair for cell in cells if (pair := _pair(cell))]


def _shares(pairs: Iterable[tuple[Figure, Figure]], whole: Expression) -> list[Relation]:
    return [
        Relation("share", share, Operation("÷", (Ref(amount), whole)), "inferred", f"`{share.text}` in brackets")
        for amount, share in pairs
    ]


def _pair(cell: GridCell) -> tuple[Figure, Figure] | None:
    """An amount and the percentage behind it."""
    if len(cell.figures) != 2:
        return None
    amount, share = cell.figures
    right = share.quantity.unit.percent and not amount.quantity.unit.percent and amount is cell.amount
    return (amount, share) if right and amount.quantity.ends and not is_total(cell.words) else None
