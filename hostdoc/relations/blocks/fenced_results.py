"""Profit, net and margin in a block of fixed-width text agree with the revenue and costs above them.

Checked: a line called profit, net or margin, or one that `=` begins, as the revenue less the lines between, less their
total, or the result before it less what follows; a percentage in such a line as a part of the revenue, above it or in
the line that works the result out (`Profit: $900 - $500 = $400`); percentages of the lines of a list as their shares of
its total. The kinds are difference, margin and share.

Example: `Revenue: $900`, `Costs: $500`, `Profit: $450` drifts: it is $400.

Wrong when something is taken off that is not printed. Reported as wrong only where revenue, costs and result follow
each other without a break, or where signs before the lines say what is taken off.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from hostdoc.core.arithmetic import estimate
from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge, promising
from hostdoc.core.ledger import Ledger
from hostdoc.core.records import dataclass, replace
from hostdoc.core.regex import regex
from hostdoc.core.relation import AGREES, Expression, Operation, Ref, Relation
from hostdoc.figures.labels import COST, GROWTH, INCOME, LEFT, LEVY, MARGIN
from hostdoc.relations.blocks.entries import Entry, before, converted, entries, fits, worth
from hostdoc.relations.tables.columns import margin_of, summed

FEW = 3  # lines above a percentage in which its result stands
FAR = 60  # lines above a result that are looked at
BASES = 12  # totals of a block that its percentages may be parts of
_MINUS = "-−–"
_OF_REVENUE = regex(rf"{MARGIN.pattern}|\b(?:net|sav(?:ings?|ed))\b", re.IGNORECASE)
_DOUBT = regex(
    r"\b(?:before|after|targets?|if|or|average|avg|current(?:ly)?|min(?:imum)?|max(?:imum)?|projected|vs|markup|growth"
    r"|runway|balance|budget|cumulative|previous|last|optional|included|mrr|arr|ltv|cac|change|savings?|saved|delta)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Result:
    """Revenue less costs. A `firm` one is held against the stated figure even where the digits do not support it."""

    revenue: Expression
    costs: tuple[Expression, ...]
    firm: bool = False
    left: bool = False  # whether the revenue is itself what is left of another

    def workings(self, *, percent: bool = False) -> Expression:
        """Costs that are written as negative amounts are taken off already where they are added."""
        if not percent and all(isinstance(it, Ref) and _negative(it.figure) for it in self.costs):
            return Operation("+", (self.revenue, *self.costs))
        return margin_of(self.revenue, summed(list(self.costs)), percent=percent)


def _negative(figure: Figure) -> bool:
    return bool(figure.quantity.ends) and all(end.value < 0 for end in figure.quantity.ends)


_OF_ALL = regex(
    r"\s*(?:of|der|des|vom|du|del|dell[ao']|do|da|van) (?:(?:the|all|our|het|de|la) ?){0,2}(?:total |overall )?"
    r"(?:budgets?|totale?|costs?|expenses?|spend(?:ing)?|kosten|gesamt\w*|summe|presupuesto|orçamento|coût|totaal)\b",
    re.IGNORECASE,
)


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every result in the blocks of text, and every percentage that is a part of one of their totals."""
    for block in ledger.blocks:
        found = entries(block)
        for entry in found:
            if LEFT.search(entry.label) or MARGIN.search(entry.label) or entry.line.lead == "=":
                yield from _of_entry(entry)
        yield from _shares(found)


def _of_entry(entry: Entry) -> Iterator[Relation]:
    money = [figure for figure in entry.amounts if _money(figure)]
    percents = [figure for figure in entry.line.figures if figure.quantity.unit.percent]
    if money and (relation := _amount(entry, money[0])):
        yield relation
    if len(percents) == 1 and _OF_REVENUE.search(entry.line.span.text) and not _signed(entry, percents[0]):
        yield from _percent(entry, percents[0], money[0] if money else None)


def _signed(entry: Entry, percent: Figure) -> bool:
    """Whether a percentage tells a change: `(+12%)`, `up 12%`."""
    start = percent.span.start - entry.line.span.start
    ahead = entry.line.span.text[max(0, start - 8) : start]
    return ahead.rstrip().endswith(("+", "↑", "up", "by")) or GROWTH.search(entry.label) is not None


# -- In money -------------------------------------------------------------------------------------------------------


def _amount(entry: Entry, stated: Figure) -> Relation | None:
    kind = "margin" if MARGIN.search(entry.label) else "difference"
    found = [
        (Relation(kind, stated, it.workings(), "inferred", _evidence(entry), conclusion="sign"), it.firm)
        for it in _results(entry, stated)
    ]
    return _best(found)


def _best(found: Sequence[tuple[Relation, bool]]) -> Relation | None:
    """The first that the digits support, else the first firm one."""
    met = (relation for relation, _ in found if promising(relation) and judge(relation).outcome in AGREES)
    return next(met, None) or next((relation for relation, firm in found if firm), None)


def _evidence(entry: Entry) -> str:
    return f"the line `{' '.join(entry.line.span.text.split())[:40]}`"


def _results(entry: Entry, stated: Figure) -> Iterator[_Result]:
    """What the lines above may come to, the most natural first."""
    if explicit := _by_signs(entry, stated):
        yield explicit
    items: list[Entry] = []
    broken = entry.line.gap
    for other in before(entry, FAR):
        terms, sure = worth(other, stated, entry)
        if LEFT.search(other.label) and not other.total:
            if terms and items:
                firm = sure and len(terms) == 1 and not broken and not _doubtful(entry, other, *items)
                less = _less(entry, other, items, stated, firm=firm and _costly(items))
                yield from (replace(it, left=True) for it in less)
            broken = True
        elif terms and INCOME.search(other.label) and not COST.search(other.label):
            firm = sure and len(terms) == 1 and not broken and not _doubtful(entry, other, *items)
            yield from _less(entry, other, items, stated, firm=firm and _costly(items))
            if not other.total:
                items = []
            broken = True
        else:
            items.append(other)
            broken = broken or not sure or len(terms) != 1 or (len(items) > 1 and other.total)
        broken = broken or other.line.gap
    yield from _of_last_income(entry, stated)
    above = [terms[0] for other in before(entry, 2) if len(terms := worth(other, stated, entry)[0]) == 1]
    if len(above) == 2:
        yield _Result(Ref(above[1]), (Ref(above[0]),))  # before − after


def _of_last_income(entry: Entry, stated: Figure) -> Iterator[_Result]:
    """The one revenue among the lines above less all others, although costs come first."""
    lines = [(other, terms) for other in before(entry, FAR) if (terms := worth(other, stated, entry)[0])]
    earned = [terms for other, terms in lines if INCOME.search(other.label) and not COST.search(other.label)]
    spent = [terms for other, terms in lines if not INCOME.search(other.label)]
    if len(earned) == 1 and spent and len(earned) + len(spent) == len(lines) and all(len(it) == 1 for _, it in lines):
        yield _Result(Ref(earned[0][0]), tuple(Ref(terms[0]) for terms in reversed(spent)))


def _less(entry: Entry, revenue: Entry, items: Sequence[Entry], stated: Figure, *, firm: bool) -> Iterator[_Result]:
    """A revenue less the totals below it, less all other lines, less the last of them."""
    top, _ = worth(revenue, stated, entry)
    totals = [it for it in items if it.total]
    plain = [it for it in items if not it.total]
    for chosen in (items[::-1] if firm else (), totals[:1], totals[::-1], plain[::-1], items[:1]):
        terms = tuple(Ref(figure) for it in chosen for figure in worth(it, stated, entry)[0])
        if terms:
            yield _Result(summed([Ref(figure) for figure in top]), terms, firm)
            firm = False


def _costly(items: Sequence[Entry]) -> bool:
    """Whether all lines between revenue and result are called costs, or are written as negative amounts."""
    return bool(items) and all(
        COST.search(it.label)
        or LEVY.search(it.label)
        or (it.line.lead and it.line.lead in _MINUS)
        or (it.amounts and all(map(_negative, it.amounts)))
        for it in items
    )


def _doubtful(*among: Entry) -> bool:
    return any(_DOUBT.search(entry.beside_amounts()) for entry in among)


def _by_signs(entry: Entry, stated: Figure) -> _Result | None:
    """A run in which every line between the first and the result begins with `-` or `+`."""
    if entry.line.lead != "=" or entry.line.gap:
        return None
    less: list[Expression] = []
    more: list[Expression] = []
    for other in before(entry, FAR):
        terms, sure = worth(other, stated, entry)
        if not sure or len(terms) != 1:
            return None
        lead = other.line.lead or " "
        if lead not in _MINUS + "+":
            more.insert(0, Ref(terms[0]))
            return _Result(summed(more), tuple(less), firm=True) if less else None
        (less if lead in _MINUS else more).insert(0, Ref(terms[0]))
        if other.line.gap:
            return None
    return None


def _in_brackets(entry: Entry, like: Figure) -> Iterator[_Result]:
    """The same in the currency of the brackets, which may be what a percentage is of: `Revenue: €1,000 ($1,080)`."""
    other = next((it for near in (entry, *before(entry, FEW)) for it in converted(near) if it is not like), None)
    if other is not None:
        yield from _results(entry, other)


# -- In percent -----------------------------------------------------------------------------------------------------


def _percent(entry: Entry, stated: Figure, money: Figure | None) -> Iterator[Relation]:
    """A percentage in the line of a result, or in a line below it: of the revenue."""
    owner, amount = entry, money
    if amount is None:
        above = [other for other in before(entry, FEW) if LEFT.search(other.label) and other.amounts]
        owner, amount = (above[0], above[0].amounts[0]) if above else (entry, None)
    like = amount or next((figure for other in before(entry, FAR) for figure in other.amounts if _money(figure)), None)
    if like is None:
        return
    results = list(_results(owner, like))
    if amount is not None:  # the lines that make up the result tell what it is a part of
        results = [it for it in results if it.firm or _supported(it, amount)]
    found = []
    for it in results:
        found.append((it.workings(percent=True), it.firm and not it.left))
        if amount is not None:
            found.append((Operation("÷", (Ref(amount), it.revenue)), False))
    earned = [it for it in before(owner, FAR) if INCOME.search(it.label) and not COST.search(it.label)]
    earned = [it for it in earned if not MARGIN.search(it.label)]  # gross profit is no gross
    sure = len(earned) == 1 and MARGIN.search(entry.label) is not None and not _doubtful(entry, owner)
    if amount is not None:
        part = Ref(amount)
        found += [(Operation("÷", (part, Ref(f))), sure) for other in earned for f in other.amounts if _money(f)]
    found += [(it.workings(percent=True), False) for it in _in_brackets(owner, like)]
    if amount is not None and (revenue := _worked_from(owner, amount)):
        found.append((Operation("÷", (Ref(amount), Ref(revenue))), MARGIN.search(entry.label) is not None))
    relations = [
        (Relation("margin", stated, workings, "inferred", _evidence(entry), conclusion="sign"), firm)
        for workings, firm in found
    ]
    if (relation := _best(relations)) and (_by_a_step(relation) or judge(relation).outcome in AGREES):
        yield relation


def _worked_from(owner: Entry, result: Figure) -> Figure | None:
    """The amount from which the line of a result takes another one: `Profit: $900 - $500 = $400`."""
    figures, line = owner.line.figures, owner.line.span
    if len(figures) != 3 or figures[2] is not result or not fits(figures[0].quantity, result.quantity):
        return None
    between = (line.text[one.span.end - line.start : two.span.start - line.start] for one, two in pairwise(figures))
    minus, equals = (words.strip() for words in between)
    return figures[0] if minus in _MINUS and minus and equals == "=" else None


def _by_a_step(relation: Relation) -> bool:
    """Whether a percentage is off by one of its last digit at least: 57.5 % cut off is 57 %."""
    end = relation.stated.quantity.ends[0]
    return abs(float(end.value) - 100 * estimate(relation.workings)) >= float(end.step)


def _money(figure: Figure) -> bool:
    """Whether a figure is an amount of money, or may be: its unit is left unsaid."""
    unit = figure.quantity.unit
    return (unit.currency is not None or not unit.of) and bool(figure.quantity.ends)


def _supported(result: _Result, amount: Figure) -> bool:
    return judge(Relation("difference", amount, result.workings(), "inferred", "")).outcome in AGREES


# -- Shares ---------------------------------------------------------------------------------------------------------


def _shares(found: Sequence[Entry]) -> Iterator[Relation]:
    """Percentages behind the amounts of a list, where two at least are parts of one total of the block."""
    parts = [pair for entry in found if (pair := _part(entry))]
    if len(parts) < 2:
        yield from _said_of_all(found, parts)
        return
    totals = [entry for entry in found if entry.amounts and (entry.total or entry.children)]
    totals += [entry for entry in found if entry.amounts and INCOME.search(entry.label)][:1]
    best: list[tuple[Relation, bool]] = []
    for base in [entry.amounts[0] for entry in totals[:BASES]]:
        of_base = [
            Relation(
                "share", percent, Operation("÷", (Ref(amount), Ref(base))), "inferred", "the percentages of the list"
            )
            for amount, percent in parts
            if fits(amount.quantity, base.quantity) and amount is not base
        ]
        judged = [(relation, judge(relation).outcome in AGREES) for relation in of_base]
        if sum(met for _, met in judged) > max(1, sum(met for _, met in best)):
            best = judged
    met = sum(supported for _, supported in best)
    usual = met > 2 and 4 * met >= 3 * len(best)
    most = usual or met + 1 == len(best) == len(parts)
    yield from (replace(relation, unsure=not (supported or usual)) for relation, supported in best if supported or most)


def _said_of_all(found: Sequence[Entry], parts: Sequence[tuple[Figure, Figure]]) -> Iterator[Relation]:
    """A percentage that says that it is one of all, where the block has one total: `$720 (71% of the budget)`."""
    totals = [entry for entry in found if entry.amounts and entry.total and not LEFT.search(entry.label)]
    for amount, percent in parts if len(totals) == 1 else ():
        base, behind = totals[0].amounts[0], percent.span.source.text[percent.span.end : percent.span.end + 40]
        if _OF_ALL.match(behind) and fits(amount.quantity, base.quantity) and amount is not base:
            workings = Operation("÷", (Ref(amount), Ref(base)))
            yield Relation("share", percent, workings, "inferred", f"the words `{behind.strip()[:20]}`", unsure=True)


def _part(entry: Entry) -> tuple[Figure, Figure] | None:
    """The amount of a line that is no result, and the percentage behind it: `6.5% loan  $900 (72%)`."""
    money = [figure for figure in entry.amounts if _money(figure)]
    if len(money) != 1 or LEFT.search(entry.label):
        return None
    figures = entry.line.figures
    behind = [it for it in figures if it.quantity.unit.percent and it.span.start > money[0].span.start]
    return (money[0], behind[0]) if len(behind) == 1 and not _signed(entry, behind[0]) else None
