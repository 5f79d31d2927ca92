"""An amount agrees with the calculation that is written beside it.

Checked: a cell whose words are a calculation (`20 queries/day × 30 days × $0.01`, `6 hours x € 75`) with the amount of
its row; the same in brackets behind an amount in a sentence, `$3,010 ($215/night x 7 nights x 2 rooms)`, or what many
come to, `32 GB (×2, 64 GB total)`; or with the word `at`, `20 hours at $50 = $1,000`; and the least amount of a plan
that is priced each: `Team ($19/seat)` with `$57+/month (3 seat min)`.

Example: `90 × $3.73` with `$356` drifts: it is $335.70.

Wrong when the words beside an amount count something else: where several rows are written so and few agree, nothing is
claimed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge, promising
from hostdoc.core.ledger import Grid, Ledger, TextBlock
from hostdoc.core.records import dataclass
from hostdoc.core.regex import regex
from hostdoc.core.relation import Const, Expression, Operation, Operator, Ref, Relation, figures_of
from hostdoc.core.units import NONE, SIZES, fitting
from hostdoc.relations.evidence.fits import MET, telling
from hostdoc.relations.evidence.per_many import rescaled
from hostdoc.relations.tables.rows import roles
from hostdoc.relations.written.expressions import expression

_WORKED = regex(
    r"\b(?:calculation|formula|breakdown|basis|how|workings?|details?|berechnung|cálculo|calcul|calcolo|berekening|obliczenia|derivation|math)\b|計算|计算",
    re.I,
)
_NOTES = regex(
    rf"{_WORKED.pattern}|\b(?:notes?|comments?|remarks?|explanations?|source|anmerkung(?:en)?"
    r"|bemerkung(?:en)?|begründung|hinweise?|remarques?|notas?|observaci(?:ón|ones)|observações|note|opmerking(?:en)?|uwagi)\b|備考|备注|說明|说明",
    re.IGNORECASE,
)
_LEAST = regex(
    r"\b(?:min(?:imum)?|at least|mindestens|au moins|al menos|pelo menos|almeno|minstens|co najmniej|mínimo|minimo)\b",
    re.IGNORECASE,
)
_BEHIND = regex(r"\A(?:/?[^\W\d_][\w'’-]*|[\s*_]){0,8}\(")
_EQUALS = regex(r"\A[^\S\n]*(?:=|≈)[^\S\n]*\Z")
_APART = regex(r"[ \t|]{2,}(?:=[ \t]*)?[$€£]?")
_CLOSED = regex(r"\A[^()=\d]*(?:\)|--|–|—|,|;)")
_LABELLED = regex(r"[^()=\d]{0,40}\)[\s*_]*:[\s*_~≈]*")
_TIMES_BEFORE = regex(r"\([\s*_]*([×xX])?[\s*_]*\Z")
_COMMA = regex(r"\s*([×xX])?\s*[,;:=]\s*[~≈]?\s*")
_TOTAL_BEHIND = regex(
    r"\s*(?:in\s+)?(?:total|all|altogether|combined|overall|gesamt|insgesamt|au\s+total|en\s+total|no\s+total|in\s+totale|totaal|razem)\s*\)",
    re.IGNORECASE,
)
SIGN, REACH = 8, 60  # characters in which a sign stands, and over which a bracket speaks of an amount
_NEAR = 40  # characters before the first figure of a calculation in which its bracket opens
_ALONE = regex(r"[*_\s]*(?:[,(]\s*(?:rounded\s+(?:(?P<down>down)|(?P<up>up))?\)?)?)?[*_\s]*\|?\Z")
Rounding = Literal["nearest", "up", "down", "either"]
_TIMED: tuple[Operator, ...] = ("×", "÷")


def find(ledger: Ledger) -> Iterator[Relation]:
    """Calculations in cells, least amounts, and calculations in brackets."""
    for grid in ledger.grids:
        yield from _in_table(ledger, grid)
        yield from _results_again(ledger, grid)
        yield from _least(ledger, grid)
    for passage in ledger.passages:
        yield from _in_brackets(ledger, passage.figures)
        yield from _at(ledger, passage.figures)
        yield from _of_all(ledger, passage.figures)
    for passage in ledger.passages:
        yield from _behind_brackets(ledger, passage.figures)
    for block in ledger.blocks:
        yield from _in_lines(ledger, block)
        for line in block.lines:
            yield from _in_brackets(ledger, line.figures)
            yield from _behind_brackets(ledger, line.figures)


# -- Cells ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Written:
    """A calculation that stands in a cell, and the other cells of its row that state an amount."""

    row: int
    column: int
    workings: Expression


def _in_table(ledger: Ledger, grid: Grid) -> Iterator[Relation]:
    items = [role.number for role in roles(grid) if role.role in ("item", "alternative")]
    found = [written for number in items for written in _row(ledger, grid, number)]
    for place in sorted({written.column for written in found}):
        column = [written for written in found if written.column == place]
        yield from _results(grid, place, column)


def _row(ledger: Ledger, grid: Grid, number: int) -> Iterator[_Written]:
    for column, cell in enumerate(grid.rows[number]):
        if len(cell.figures) > 1 and "=" not in cell.words:
            workings = expression(ledger.document.plain, cell.figures)
            workings = _without_sizes(workings) if workings is not None else None
            if workings is not None and not all(f.quantity.unit.percent for f in cell.figures):  # a mix
                yield _Written(number, column, workings)


def _without_sizes(workings: Expression) -> Expression:
    """A product without what a thing holds, where its price is not for so much: `6 × 12 TB @ €135`."""
    if not isinstance(workings, Operation) or workings.operator != "×" or len(workings.arguments) < 3:
        return workings
    units = [it.figure.quantity.unit for it in workings.arguments if isinstance(it, Ref)]
    priced = any(unit.currency for unit in units) and not any(part in SIZES for unit in units for part in unit.per)
    kept = tuple(it for it in workings.arguments if not (isinstance(it, Ref) and it.figure.quantity.unit.size))
    return Operation("×", kept) if priced and len(kept) > 1 else workings


def _results(grid: Grid, place: int, column: list[_Written]) -> Iterator[Relation]:
    """The column of results is the one that agrees best; without any that agrees there is none."""
    best: list[Relation] = []
    most = 0
    for other in range(len(grid.columns)):
        if other == place:
            continue
        relations = [relation for written in column if (relation := _relation(grid, written, other)) is not None]
        met = sum(judge(relation).outcome in MET and telling(relation) for relation in relations)
        if met > most:
            best, most = relations, met
    missed = sum(judge(relation).outcome == "drifts" for relation in best)
    worked = _WORKED.search(grid.columns[place].header) is not None
    claimed = (most >= missed if worked else most >= 3 * missed) and most > 0
    for relation in best or [relation for written in column for relation in _only(grid, written)]:
        if claimed or judge(relation).outcome in MET or _sure(relation):
            yield relation


def _only(grid: Grid, written: _Written) -> Iterator[Relation]:
    """A calculation with the one amount of money of its row."""
    row = grid.rows[written.row]
    money = [n for n, cell in enumerate(row) if n != written.column and cell.amount and _currency(cell.amount)]
    if len(money) == 1 and (relation := _relation(grid, written, money[0])) is not None:
        yield relation


def _currency(figure: Figure) -> str | None:
    return figure.quantity.unit.currency


def _relation(grid: Grid, written: _Written, other: int) -> Relation | None:
    """The calculation with the amount of another cell, times 12 and the like where their periods differ."""
    cell = grid.rows[written.row][other]
    stated = cell.amount
    if stated is None or not stated.quantity.ends or len(cell.figures) > 2:
        return None
    evidence = f"the calculation `{grid.rows[written.row][written.column].words}`"
    return _timed(stated, written.workings, evidence)


def _timed(stated: Figure, workings: Expression, evidence: str) -> Relation:
    plain = Relation("product", stated, workings, "inferred", evidence)
    to = stated.quantity.unit.time
    per = {figure.quantity.unit.time for figure in figures_of(workings) if figure.quantity.unit.currency} - {None, to}
    given = next(iter(per), None)
    if given is None or len(per) != 1 or judge(plain).outcome in MET:
        return plain
    to = to or "year"  # a cost without a period may be that of a year
    for operator, numbers in zip(_TIMED, (fitting(given, to), fitting(to, given)), strict=True):
        for number in numbers:
            text = str(number.numerator) if number.denominator == 1 else f"{float(number):.4g}"
            scaled = Operation(operator, (workings, Const(number, text)))
            relation = Relation("product", stated, scaled, "inferred", evidence)
            if judge(relation).outcome in MET:
                return relation
    return plain


def _results_again(ledger: Ledger, grid: Grid) -> Iterator[Relation]:
    """The amount of a row that is nothing but an equation: `$0.99/mo` beside `$288 × 4% + $0.40 = $11.92/yr`."""
    plain = ledger.document.plain
    for role in roles(grid):
        row = grid.rows[role.number]
        amounts = [cell.amount for cell in row if cell.amount and "=" not in cell.words]
        written = [cell for cell in row if cell.words.count("=") == 1 and len(cell.figures) > 2]
        if role.role != "item" or len(amounts) != 1 or len(written) != 1:
            continue
        (stated,), (cell,), result = amounts, written, written[0].figures[-1]
        alone = _ALONE.match(plain, result.span.end, cell.cell.span.end)
        begins = not plain[cell.cell.span.start : cell.figures[0].span.start].strip(" |*_~≈")
        if alone and begins and _same_sort(stated, result) and expression(plain, cell.figures[:-1]):
            workings = _in_its_time(stated, result)
            side: Rounding = "down" if alone["down"] else "up" if alone["up"] else "nearest"
            evidence = f"the result of `{cell.words}`"
            noted = _NOTES.search(grid.columns[row.index(cell)].header) is not None  # else it may be what it costs
            relation = Relation("scale", stated, workings, "inferred", evidence, rounding=side, unsure=not noted)
            if judge(relation).outcome in MET or promising(relation) or side != "nearest":
                yield relation


def _in_its_time(stated: Figure, result: Figure) -> Expression:
    """A result in the time that an amount is for, where both say one: a twelfth of what a year costs."""
    one, other = stated.quantity.unit.time, result.quantity.unit.time
    for operator, numbers in zip(
        _TIMED, (fitting(other or "", one or ""), fitting(one or "", other or "")), strict=True
    ):
        for number in numbers[:1]:
            text = str(number.numerator) if number.denominator == 1 else f"{float(number):.4g}"
            return Operation(operator, (Ref(result), Const(number, text)))
    return Ref(result)


def _same_sort(stated: Figure, result: Figure) -> bool:
    """Whether an amount and a result are money of one currency, or the result is a number without a unit."""
    one, other = stated.quantity, result.quantity
    plain = not (one.is_range or other.is_range or one.open or other.open) and bool(one.ends and other.ends)
    return plain and one.unit.currency == other.unit.currency and (bool(one.unit.currency) or not other.unit.of)


# -- Lines ----------------------------------------------------------------------------------------------------------


def _in_lines(ledger: Ledger, block: TextBlock) -> Iterator[Relation]:
    """`disks  48 x $20   $960` in lines of which one at least agrees: the amount stands apart, at the end."""
    plain, found = ledger.document.plain, []
    for line in block.lines:
        if len(line.figures) < 3:
            continue
        *factors, stated = line.figures
        if not stated.quantity.ends or stated.quantity.is_range:
            continue
        if not _APART.fullmatch(plain, factors[-1].span.end, stated.span.start):
            continue
        workings = expression(plain, factors)
        if isinstance(workings, Operation) and workings.operator == "×":
            found.append(_timed(stated, workings, f"the calculation before `{stated.text}`"))
    met = [relation for relation in found if judge(relation).outcome in MET]
    yield from found if any(map(telling, met)) and len(met) >= len(found) - len(met) else met


# -- Least amounts --------------------------------------------------------------------------------------------------


def _least(ledger: Ledger, grid: Grid) -> Iterator[Relation]:
    """`$57+/month (3 seat min)` in the row `Team ($19/seat)`: at least 3 × 19."""
    plain = ledger.document.plain
    for row in grid.rows:
        prices = [figure for figure in row[0].figures if figure.quantity.unit.currency and not figure.quantity.is_range]
        for cell in row[1:]:
            if len(prices) != 1 or len(cell.figures) != 2:
                continue
            stated, count = cell.figures
            said = plain[count.span.start - 12 if count.span.start > 12 else 0 : cell.cell.span.end]
            if (
                stated.quantity.unit.currency == prices[0].quantity.unit.currency
                and count.quantity.unit.currency is None
                and _LEAST.search(said)
            ):
                workings = Operation("×", (Ref(prices[0]), Ref(count)))
                yield Relation("product", stated, workings, "inferred", f"the least number in `{cell.words}`")


# -- Brackets -------------------------------------------------------------------------------------------------------


def _in_brackets(ledger: Ledger, figures: tuple[Figure, ...]) -> Iterator[Relation]:
    """An amount of money and, in brackets behind it, a product."""
    plain = ledger.document.plain
    for index, stated in enumerate(figures[:-2]):
        if stated.quantity.unit.currency is None or not stated.quantity.ends:
            continue
        if not _BEHIND.match(plain[stated.span.end : figures[index + 1].span.start]):
            continue
        end = _last(plain, figures, index + 1)
        workings = expression(plain, figures[index + 1 : end + 1])
        closed = _CLOSED.match(plain[figures[end].span.end : figures[end].span.end + 80])
        if isinstance(workings, Operation) and closed and _multiplies(workings):
            relation = _timed(stated, workings, f"the calculation behind `{stated.text}`")
            if judge(relation).outcome in MET or _sure(relation):
                yield relation


def _of_all(ledger: Ledger, figures: tuple[Figure, ...]) -> Iterator[Relation]:
    """How many there are of what stands before a bracket, and what they are in all: `32 GB (×2, 64 GB total)`."""
    plain = ledger.document.plain
    for index, stated in enumerate(figures[2:], 2):
        number, unit = figures[index - 1], stated.quantity.unit
        if not unit.of or not _TOTAL_BEHIND.match(plain, stated.span.end) or not _multiplier(plain, number, stated):
            continue
        one = next((it for it in reversed(figures[: index - 1]) if it.quantity.unit.of == unit.of), None)
        if one and number.span.start - one.span.end <= REACH and number.quantity.ends and one.quantity.ends:
            evidence = f"`{number.text}` times `{one.text}`, called the total"
            yield Relation("product", stated, Operation("×", (Ref(one), Ref(number))), "inferred", evidence)


def _multiplier(plain: str, number: Figure, stated: Figure) -> bool:
    """Whether a number opens a bracket, has a sign that multiplies, and stands directly before the total."""
    opens = _TIMES_BEFORE.search(plain, max(0, number.span.start - SIGN), number.span.start)
    between = _COMMA.fullmatch(plain, number.span.end, stated.span.start)
    signed = (opens and opens[1]) or (between and between[1]) or number.quantity.unit.of == "x"
    return opens is not None and between is not None and bool(signed)


def _behind_brackets(ledger: Ledger, figures: tuple[Figure, ...]) -> Iterator[Relation]:
    """A product in brackets that end the label of an amount: `Fees (40 × $0.30): $12`."""
    plain = ledger.document.plain
    for index, stated in enumerate(figures[2:], 2):
        if stated.quantity.unit.currency is None or not stated.quantity.ends:
            continue
        last = figures[index - 1]
        if not _LABELLED.fullmatch(plain, last.span.end, stated.span.start):
            continue
        opening = plain.rfind("(", figures[0].span.start - _NEAR if figures[0].span.start > _NEAR else 0, last.span.end)
        inside = [figure for figure in figures[:index] if figure.span.start > opening]
        named = opening > 0 and plain[max(0, opening - 4) : opening].rstrip(" *_")[-1:].isalpha()
        workings = expression(plain, inside) if named else None
        if isinstance(workings, Operation) and _multiplies(workings):
            relation = _timed(stated, workings, f"the calculation before `{stated.text}`")
            if judge(relation).outcome in MET or _sure(relation):
                yield relation


def _at(ledger: Ledger, figures: tuple[Figure, ...]) -> Iterator[Relation]:
    """`20 hours of work at $50 per hour = $1,000`: the word stands for the sign."""
    plain = ledger.document.plain
    for count, price, stated in zip(figures, figures[1:], figures[2:], strict=False):
        if _EQUALS.match(plain[price.span.end : stated.span.start]) and stated.quantity.ends:
            workings = expression(plain, (count, price))
            if isinstance(workings, Operation) and workings.operator == "×" and not _joined(plain, figures, count):
                relation = Relation("product", stated, workings, "inferred", "the words `at` and `=`")
                agrees = judge(relation).outcome in MET
                other = None if agrees else rescaled(stated, workings, plain[: stated.span.start])
                if agrees or (other is None and _sure(relation)):
                    yield relation


def _joined(plain: str, figures: tuple[Figure, ...], first: Figure) -> bool:
    """Whether a figure is itself joined to the one before it."""
    place = figures.index(first)
    return place > 0 and expression(plain, figures[place - 1 : place + 1]) is not None


def _last(plain: str, figures: tuple[Figure, ...], first: int) -> int:
    """The last figure before the bracket closes."""
    close = plain.find(")", figures[first].span.end)
    last = first
    while last + 1 < len(figures) and (close < 0 or figures[last + 1].span.start < close):
        if expression(plain, figures[last : last + 2]) is None:
            break
        last += 1
    return last


def _multiplies(workings: Operation) -> bool:
    return workings.operator in _TIMED or any(isinstance(term, Operation) for term in workings.arguments)


def _sure(relation: Relation) -> bool:
    """Whether a missed one is an error: bare products of counts and one price each, all of one currency.

    The calculation behind `up to $0.36` is that of the most.
    """
    quantities = [figure.quantity for figure in (relation.stated, *relation.inputs)]
    if any(it.is_range for it in quantities) or any(it.open for it in quantities[1:]):
        return False
    workings = relation.workings
    if isinstance(workings, Operation) and workings.operator == "÷":
        return _shared(workings, relation)
    terms = workings.arguments if isinstance(workings, Operation) and workings.operator == "+" else (workings,)
    return all(_priced(term, _currency(relation.stated)) for term in terms) or _fee(terms, relation)


def _fee(terms: tuple[Expression, ...], relation: Relation) -> bool:
    """Whether a part of an amount and an amount that is added come near, of two currencies too: `€40 × 3% + $0.30`."""
    if len(terms) != 2 or relation.stated.quantity.approximate or not promising(relation):
        return False
    part, fixed = sorted(terms, key=lambda term: isinstance(term, Ref))
    if not (isinstance(part, Operation) and part.operator == "×" and isinstance(fixed, Ref)):
        return False
    units = [it.figure.quantity.unit for it in part.arguments if isinstance(it, Ref)]
    alike = _currency(fixed.figure) == _currency(relation.stated) is not None
    of_money = sorted(bool(it.currency) - it.percent for it in units) == [-1, 1]  # a percentage and an amount
    return alike and len(part.arguments) == len(units) and of_money


def _shared(workings: Operation, relation: Relation) -> bool:
    """Whether money over a bare number comes near: `$86 (LTV $246 / 3)`."""
    parts = [it.figure.quantity for it in workings.arguments if isinstance(it, Ref)]
    if len(parts) != 2 or any(quantity.approximate for quantity in (*parts, relation.stated.quantity)):
        return False
    money, number = (quantity.unit for quantity in parts)
    alike = money.currency == relation.stated.quantity.unit.currency is not None
    return alike and number == NONE and promising(relation)


def _priced(term: Expression, currency: str | None) -> bool:
    if not isinstance(term, Operation) or term.operator != "×" or currency is None:
        return False
    factors = [factor.figure for factor in term.arguments if isinstance(factor, Ref)]
    money = [named for factor in factors if (named := _currency(factor))]
    return len(factors) == len(term.arguments) and money == [currency]
