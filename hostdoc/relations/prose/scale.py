"""The same thing per month and per year agrees with itself.

Checked: columns or rows that differ in their period alone (`Monthly | Annual`, `Monthly total` above `Annual total`,
`$/hour` beside `$/month` at 730 or 720 hours, whichever the digits say), and an amount restated for another period
beside it: `$3,075/month ($36,900/year)`, or in the label of its row: `Domain ($12/year)`; in fixed-width text a line
below one of the same name, or called `Annual` only. Columns whose digits agree in every row, but for the same power of
ten, are a warning: `₹8 lakh` a month and `₹96 crore` a year.

Example: `$250–960` a month are `$3,000–11,520` a year.

Wrong when the longer period has a discount: a price list where no row agrees is left alone, and so is a single price
that is cheaper by the year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import islice, pairwise

from hostdoc.core.arithmetic import estimate
from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge
from hostdoc.core.ledger import Grid, Ledger, TextBlock, TextLine
from hostdoc.core.records import replace
from hostdoc.core.regex import in_any_case, regex
from hostdoc.core.relation import Expression, Ref, Relation
from hostdoc.core.units import fitting
from hostdoc.figures.labels import BURDEN, COST, INCOME, LEFT
from hostdoc.relations.evidence.fits import MET, NOTHING, Fit, compatible, fit, promising, refs, relations
from hostdoc.relations.evidence.periods import called, period, period_of, scaled, thing, thing_of
from hostdoc.relations.tables.lines import WIDEST, Line, View, by_columns, middle, views

# Between an amount and the same for another period: brackets, a sign, a word or two.
_SAME = (
    r"or|and|i\.e\.|that is|oder|und|bzw\.|d\.h\.|das sind|ou|soit|et|o sea|es decir|ou seja|cioè|ossia|oftewel|czyli"
    r"|dvs\."
)
_BESIDE = regex(
    rf"\A[\s*_]*(?:[(\[,;/=≈→–—|-]|{_SAME})[\s*_]*"
    rf"(?:(?:{_SAME}|billed|=|≈|~|→|about|ca\.|etwa|rund|env\.|environ|circa|cerca de|około|約|约)[\s*_]*){{0,2}}\Z",
    re.IGNORECASE,
)
_ARITHMETIC = regex(r"(?:[×*+@÷−]|(?<=[\s\d])[x/-](?=\s)|\bat)\s*(?:[^\W\d_]+\s*){0,2}\Z")
_BILLED = in_any_case(r"\A[\s*_]*\(\s*billed\b")  # what is billed at once is the price, not another one
_BRACKET = regex(r"[\s*_]*\([\s*_~≈=]*")
_RESULT = regex(r"[=→]\W*\Z")
_EACH = regex(r"(?:\b(?:per|each|pro|je|par|por|cada)\s+|/\s?)([^\W\d_]+)", re.IGNORECASE)
_COUNT = regex(r"\d[\d.,]*\s(?!days?\b|months?\b|weeks?\b)[^\W\d_]")
_COARSE = frozenset({"month", "quarter", "year"})  # periods that nobody works a part of
MOST_LABEL = 40  # characters of a label that says a period only
ROUNDED = 0.02  # part by which a restatement may be rounded up
ROWS = 3  # that are off by the same power of ten
POWERS = frozenset(f"{10.0**power:.6g}" for power in (-6, -5, -4, -3, -2, -1, 1, 2, 3, 4, 5, 6))
SURE = 2  # places at which lines of different names agree, not by chance
_NO_PRICE = regex(rf"{COST.pattern}|{LEFT.pattern}|{INCOME.pattern}", re.IGNORECASE)
_OFFERED = in_any_case(
    r"\b(?:price|pricing|plan|subscription|billed|billing|tier|license|licence|preis|prix|precio"
    r"|plano?|abo|abonnement|tarif|assinatura|suscripción|abbonamento|preço|prezzo|prijs|cena|abonament|pris)\b|プラン|料金|方案|价格|價格"
)
NEAREST = 8  # lines of a block above one of which it may be the same for another time
SEVERAL = 2  # times an amount from which on it may be that of several
_SAVES = Fraction(60, 100)  # a price by the longer period between this part and the whole may be a discount


def find(ledger: Ledger) -> Iterator[Relation]:
    """Lines of tables, then neighbouring figures in cells and prose, and a line that is called `Annual` only."""
    for view in views(ledger):
        for stated in view.lines:
            yield from _of_lines(view, stated)
    yield from _in_labels(ledger)
    yield from _beside(ledger)
    yield from _below(ledger)
    for block in ledger.blocks:
        yield from _in_block(block)


# -- Lines ----------------------------------------------------------------------------------------------------------


def _of_lines(view: View, stated: Line) -> Iterator[Relation]:
    """The line before with the same name and another period, where the digits of at least one number of units agree.

    With another name (`Monthly total`, `Yearly, without setup`) where the digits leave no doubt.
    """
    longer = period(stated)
    if longer is None or stated.percent:
        return
    best = NOTHING
    for base in view.lines:
        shorter = period(base)
        if base.index >= stated.index or shorter is None:
            continue
        alike = thing(base) == thing(stated)
        if not compatible(_timeless(base), _timeless(stated)):
            continue
        for number, inverse in _numbers(shorter, longer):
            found = _fit(view, stated, base, number, inverse=inverse)
            sure = found.asserted(clear=alike) and (alike or found.telling >= SURE)
            if sure and found.rank > best.rank:
                best = found
    yield from best.relations or _misplaced(view, stated, longer)


def _misplaced(view: View, stated: Line, longer: str) -> Iterator[Relation]:
    """A column for the longer period that is off by one power of ten in every row: `₹8 lakh` and `₹96 crore`.

    Both write their scales behind the digits, so that none is in their headers, which speak of one thing.
    """
    for base in view.lines if view.of == "column" and stated.money else ():
        shorter = period(base)
        if base.index >= stated.index or shorter is None or base.unit.of != stated.unit.of:
            continue
        if any(map(_of_several, (base.label, stated.label))):
            continue
        places = [place for place in view.items if place in base.amounts and place in stated.amounts]
        amounts = [line.amounts[place] for place in places for line in (base, stated)]
        if len(places) < ROWS or not all(end.scaled for amount in amounts for end in amount.quantity.ends):
            continue
        for number in fitting(shorter, longer):
            ratios = {f"{stated.values[it] / (base.values[it] * number):.6g}" for it in places if base.values.get(it)}
            if len(ratios) == 1 and ratios < POWERS:
                evidence = f"the columns `{base.label}` and `{stated.label}`, whose digits agree in every row"
                for place in places:
                    workings = scaled(Ref(base.amounts[place]), number, inverse=False)
                    yield Relation("scale", stated.amounts[place], workings, "inferred", evidence, unsure=True)
                return


def _of_several(label: str) -> bool:
    """Whether a label is of each of several, or of so many: `Monthly per store`, `Annual (40 stores)`."""
    each = _EACH.search(label)
    return _COUNT.search(label) is not None or (each is not None and period_of(each[1], None) is None)


def _numbers(base: str, stated: str) -> list[tuple[Fraction, bool]]:
    """By what the base is multiplied, or divided where it is the longer period and stands first."""
    return [(n, False) for n in fitting(base, stated)] + [(n, True) for n in fitting(stated, base)]


def _fit(view: View, stated: Line, base: Line, number: Fraction, *, inverse: bool) -> Fit:
    factor = float(1 / number if inverse else number)

    def quick(place: int) -> float | None:
        value = base.values.get(place)
        return None if value is None else value * factor

    def workings(place: int) -> Expression | None:
        terms = refs((base,), place)
        return None if terms is None else scaled(terms[0], number, inverse=inverse)

    if not promising(stated, view.places, quick):
        return NOTHING
    evidence = f"the {view.of}s `{base.label}` and `{stated.label}`"
    return fit(relations("scale", stated, view.places, workings, evidence))


def _timeless(line: Line) -> Line:
    unit = line.unit
    bare = type(unit)(unit.of, tuple(part for part in unit.per if part != unit.time))
    return Line(line.index, line.label, bare, line.amounts)


def _in_labels(ledger: Ledger) -> Iterator[Relation]:
    """An amount and the same for another period in the label of its row: `Domain ($12/year)`, and $1 a month."""
    for view in (by_columns(grid) for grid in ledger.grids if len(grid.columns) <= WIDEST):
        for line in view.lines:
            for place in view.items if line.money and period(line) else ():
                stated, named = line.amounts.get(place), view.grid.rows[place][0].figures
                given = named[0].quantity.unit if len(named) == 1 and line.index else None
                if stated is None or given is None or given.of != line.unit.of or given.time in (None, period(line)):
                    continue
                for number, inverse in _numbers(given.time or "", period(line) or "")[:1]:
                    evidence = f"`{named[0].text}` in the label of its row"
                    workings = scaled(Ref(named[0]), number, inverse=inverse)
                    yield from _near(Relation("scale", stated, workings, "inferred", evidence))


def _near(relation: Relation) -> Iterator[Relation]:
    """If the stated amount is of the size of the recalculated one."""
    again, stated = estimate(relation.workings), middle(relation.stated) or 0
    if again / 2 <= stated <= again * 2:
        yield relation


# -- Neighbours -----------------------------------------------------------------------------------------------------


def _beside(ledger: Ledger) -> Iterator[Relation]:
    """Restatements that are met, and those that are not where the others of the document, or a word, say they ought."""
    found = [relation for figures in _runs(ledger) for pair in pairwise(figures) for relation in _pair(ledger, *pair)]
    met = [relation for relation in found if judge(relation).outcome in MET]
    usual = len(met) >= 2 and 4 * len(met) >= 3 * len(found)
    agreeing = set(map(id, met))
    for relation in found:
        if id(relation) in agreeing or _not_a_discount(relation) or usual or _billed(ledger, relation):
            yield relation
        elif _dearer(ledger, relation):
            yield replace(relation, unsure=True)


def _runs(ledger: Ledger) -> Iterator[tuple[Figure, ...]]:
    for passage in ledger.passages:
        yield passage.figures
    for block in ledger.blocks:
        yield from (line.figures for line in block.lines)
    for grid in ledger.grids:
        yield from _cells(grid)


def _cells(grid: Grid) -> Iterator[tuple[Figure, ...]]:
    for row in grid.rows:
        for cell in row:
            if len(cell.figures) > 1:
                yield cell.figures


def _pair(ledger: Ledger, first: Figure, second: Figure) -> Iterator[Relation]:
    one, other = first.quantity.unit, second.quantity.unit
    if one.currency is None or one.currency != other.currency or not one.time or not other.time:
        return
    plain = ledger.document.plain
    if _ARITHMETIC.search(plain[max(0, first.span.start - 24) : first.span.start]):
        return  # the first amount is the last term of an equation
    between = plain[first.span.end : second.span.start]
    if not _BESIDE.match(between) or {*one.per} - {one.time} != {*other.per} - {other.time}:
        return
    tried = [
        Relation("scale", second, scaled(Ref(first), number, inverse=inverse), "inferred", _evidence(first, second))
        for number, inverse in _numbers(one.time, other.time)
    ]
    met = next((relation for relation in tried if judge(relation).outcome in MET), None)
    if met:
        yield met
    elif tried and {one.time, other.time} <= _COARSE:
        yield tried[0]


def _evidence(first: Figure, second: Figure) -> str:
    return f"`{second.text}` beside `{first.text}`"


def _not_a_discount(relation: Relation) -> bool:
    """Whether a missed restatement is of a total, cost or saving, or off as no discount is, nor several of them."""
    if BURDEN.search(relation.stated.label.row) or any(BURDEN.search(f.label.row) for f in relation.inputs):
        return True
    verdict = judge(relation)
    stated = middle(relation.stated)
    if verdict.recalculated is None or stated is None:
        return False
    again = float(verdict.recalculated.high)
    return stated <= SEVERAL * again and not float(_SAVES) * again <= stated <= again / float(_SAVES)


def _dearer(ledger: Ledger, relation: Relation) -> bool:
    """Whether an amount in brackets is for a longer time, and more than it may be: no discount raises a price."""
    first, second = relation.inputs[0], relation.stated
    plain = ledger.document.plain
    opened = _BRACKET.fullmatch(plain[first.span.end : second.span.start]) is not None
    beside = opened and plain.startswith(")", second.span.end)  # nothing else is said to be in it
    longer = bool(fitting(first.quantity.unit.time or "", second.quantity.unit.time or ""))
    return beside and longer and (middle(second) or 0) > (1 + ROUNDED) * estimate(relation.workings)


def _billed(ledger: Ledger, relation: Relation) -> bool:
    first, second = relation.inputs[0], relation.stated
    return _BILLED.match(ledger.document.plain[first.span.end : second.span.start]) is not None


def _below(ledger: Ledger) -> Iterator[Relation]:
    """`Annual: $54,000` below `500 × $9 = $4,500/month`."""
    plain = ledger.document.plain
    for upper, lower in pairwise(ledger.passages):
        if not (upper.figures and lower.figures) or upper.block.path != lower.block.path:
            continue
        first, second = upper.figures[-1], lower.figures[0]
        label = plain[lower.span.start : second.span.start]
        longer = called(label) if len(label) < MOST_LABEL else None
        one, other = first.quantity.unit, second.quantity.unit
        if longer is None or not one.time or one.currency is None or other.currency != one.currency:
            continue
        for number, inverse in _numbers(one.time, longer):
            evidence = f"the label `{label.strip(' *_:-')}` below `{first.text}`"
            relation = Relation("scale", second, scaled(Ref(first), number, inverse=inverse), "inferred", evidence)
            result = _RESULT.search(plain[max(0, first.span.start - 8) : first.span.start])
            if judge(relation).outcome in MET or result or _not_a_discount(relation):
                yield relation
                break


# -- Blocks of text ---------------------------------------------------------------------------------------------------


def _in_block(block: TextBlock) -> Iterator[Relation]:
    """`Annual profit: $25,956` below `Profit: $2,163/month`; one that only says its period below the nearest amount."""
    above: list[tuple[TextLine, Figure]] = []
    for line in block.lines:
        money = [figure for figure in line.figures if figure.quantity.unit.currency and figure.quantity.ends]
        if len(money) != 1:
            continue
        stated = money[0]
        longer = period_of(line.label, stated.quantity.unit.time)
        if longer in _COARSE and longer != "month" and len(line.figures) == 1:
            yield from islice(_since(line, stated, longer or "", above[-NEAREST:]), 1)
        above.append((line, stated))


def _since(line: TextLine, stated: Figure, longer: str, above: Sequence[tuple[TextLine, Figure]]) -> Iterator[Relation]:
    """What a line says for a longer time than one above it does, of the same thing; firm where both name a time."""
    name = thing_of(line.label)
    for other, base in reversed(above):
        shorter = period_of(other.label, base.quantity.unit.time)
        same = bool(name) and thing_of(other.label) == name
        only = not name and (other, base) == above[-1]
        if base.quantity.unit.currency != stated.quantity.unit.currency or not (same or only) or shorter == longer:
            continue
        for number, inverse in _numbers(shorter or "month", longer)[:1]:
            evidence = f"the line `{' '.join(line.span.text.split())[:MOST_LABEL]}`"
            relation = Relation("scale", stated, scaled(Ref(base), number, inverse=inverse), "inferred", evidence)
            sum_ = _NO_PRICE.search(line.label) and not _OFFERED.search(line.label)
            meant = shorter and (sum_ or _not_a_discount(relation)) and any(_near(relation))
            if judge(relation).outcome in MET or meant:
                yield relation
