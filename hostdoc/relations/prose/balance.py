"""What a section says is left, in prose, agrees with what it is left of.

Checked: a clause called margin or profit after one called revenue and those called cost (`Revenue: … | Cost: …`), with
its percentage in brackets; a clause called savings or difference after the two totals of its section, or after two of
which one is compared with the other (`Without a cache: …`, `With a cache: …`), with its percentage of the larger; and
what remains of a budget after what was spent.

Example: `Revenue: $40`, `Cost: $15`, `Margin: $23 (57.5%)` drifts: it is $25.

Wrong when the section takes something else off that it does not print.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from hostdoc.core.arithmetic import estimate
from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge
from hostdoc.core.ledger import Ledger
from hostdoc.core.records import replace
from hostdoc.core.regex import in_any_case
from hostdoc.core.relation import Expression, Operation, Ref, Relation
from hostdoc.core.units import Unit
from hostdoc.figures.labels import AFTER, BEFORE, COST, INCOME, LEFT, MARGIN, is_total
from hostdoc.relations.evidence.fits import MET
from hostdoc.relations.evidence.slips import slip
from hostdoc.relations.prose.clauses import Clause, clauses
from hostdoc.relations.tables.lines import middle

NEAR = 8  # clauses before the one that says what is left
_SPENT = in_any_case(
    r"\b(?:spent|paid|used|drawn|consumed|dépensée?s?|ausgegeben|verbraucht|gastad[oa]s?|gasto|spes[oaie]|wydano|uitgegeven"
    r"|besteed)\b"
)
_NET = in_any_case(r"\W*(?:after|net of|nach|après|netto nach|después de|dopo|na aftrek)\b")
_YEARLY = in_any_case(r"\A\W*(?:annual(?:ly)?|yearly|per year|a year)\W*\Z")


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every clause of a section that says what is left, with those before it."""
    sections: dict[tuple[str, ...], list[Clause]] = defaultdict(list)
    for clause in clauses(ledger):
        before = sections[clause.passage.block.path]
        money = clause.amount.quantity.unit.currency
        if money and MARGIN.search(clause.label):
            yield from _margin(clause, before[-NEAR:])
        elif money and LEFT.search(clause.label):
            yield from _difference(clause, before[-NEAR:])
        before.append(clause)


# -- Margins --------------------------------------------------------------------------------------------------------


def _margin(stated: Clause, before: Sequence[Clause]) -> Iterator[Relation]:
    """The last revenue, or what fees leave of it, less the costs after it, and the percentage behind the margin."""
    backwards = range(len(before) - 1, -1, -1)
    place = next((n for n in backwards if INCOME.search(before[n].label)), None)
    if place is None:
        return
    place = next((n for n in backwards if n > place and _NET.match(before[n].label)), place)
    revenue = before[place]
    costs = [clause for clause in before[place + 1 :] if COST.search(clause.label)]
    totals = [clause for clause in costs if is_total(clause.label)]
    taken = totals[-1:] or costs or _unnamed_costs(before, place)
    terms: list[Expression] = [Ref(revenue.amount), *(Ref(clause.amount) for clause in taken)]
    if taken and all(_like(clause.amount, stated.amount) for clause in (revenue, *taken)):
        evidence = f"the labels `{revenue.label}`, `{taken[-1].label}` and `{stated.label}`"
        workings = Operation("−", tuple(terms))
        found = Relation("margin", stated.amount, workings, "inferred", evidence, conclusion="sign", unsure=not costs)
        yield from _claimed(found)
        # What revenue and costs do not leave may be left of something that stands between them.
        unsure = not costs or judge(found).outcome not in MET
        yield from (replace(it, unsure=unsure) for it in _percent(stated, revenue, evidence))


def _unnamed_costs(before: Sequence[Clause], place: int) -> list[Clause]:
    """The total below a revenue, of costs that no clause names; else the cost that stands directly above it."""
    totals = [clause for clause in before[place + 1 :] if is_total(clause.label) and not INCOME.search(clause.label)]
    above = [clause for clause in before[max(0, place - 1) : place] if COST.search(clause.label)]
    return totals[-1:] or above


def _percent(stated: Clause, revenue: Clause, evidence: str) -> Iterator[Relation]:
    if stated.behind and stated.behind[0].quantity.unit.percent:
        part = Operation("÷", (Ref(stated.amount), Ref(revenue.amount)))
        yield Relation("margin", stated.behind[0], part, "inferred", evidence)


# -- Savings --------------------------------------------------------------------------------------------------------


def _difference(stated: Clause, before: Sequence[Clause]) -> Iterator[Relation]:
    """The larger less the smaller of the two totals for the same time, or of what stood so before and stands after."""
    found = [figure for clause in before for figure in _totals(clause, stated.amount.quantity.unit)]
    found = [figure for figure in found if _like(figure, stated.amount)][-2:]
    if len(found) == 2:
        yield from _claimed(_less(stated, found, "after two totals"))
    elif compared := _compared(stated, before):
        saved = _less(stated, compared, "after what it was and is")
        met = judge(saved).outcome in MET
        if met or slip(saved):
            yield saved
        if met:
            yield from _part(stated, saved)
    else:
        yield from _unspent(stated, before)


def _less(stated: Clause, amounts: Sequence[Figure], evidence: str) -> Relation:
    more, less = sorted(amounts, key=lambda figure: -(middle(figure) or 0))
    workings = Operation("−", (Ref(more), Ref(less)))
    return Relation("difference", stated.amount, workings, "inferred", f"the label `{stated.label}` {evidence}")


def _compared(stated: Clause, before: Sequence[Clause]) -> Sequence[Figure]:
    """The amounts of the two clauses directly before, of which one is compared with the other."""
    labels = [clause.label for clause in before[-2:]]
    amounts = [clause.amount for clause in before[-2:] if _like(clause.amount, stated.amount)]
    return amounts if len(amounts) == 2 and BEFORE.search(labels[0]) and AFTER.search(labels[1]) else ()


def _part(stated: Clause, saved: Relation) -> Iterator[Relation]:
    """How much of the larger amount that is, in percent behind it: `Savings: $0.05 (15.7%)`."""
    if stated.behind and stated.behind[0].quantity.unit.percent:
        part = Operation("÷", (Ref(stated.amount), Ref(saved.inputs[0])))
        found = Relation("share", stated.behind[0], part, "inferred", saved.evidence)
        yield replace(found, unsure=not slip(found))


def _unspent(stated: Clause, before: Sequence[Clause]) -> Iterator[Relation]:
    """A budget less what was spent of it, where these two stand directly before it."""
    if len(before) < 2 or not all(_like(clause.amount, stated.amount) for clause in before[-2:]):
        return
    budget, spent = before[-2:]
    if _SPENT.search(spent.label) and (is_total(budget.label) or INCOME.search(budget.label)):
        workings = Operation("−", (Ref(budget.amount), Ref(spent.amount)))
        evidence = f"the labels `{budget.label}`, `{spent.label}` and `{stated.label}`"
        yield from _claimed(Relation("difference", stated.amount, workings, "inferred", evidence))


def _totals(clause: Clause, unit: Unit) -> Iterator[Figure]:
    """The amounts of a total for the time of a unit; a clause called `Annual` states one for a year."""
    yearly = _YEARLY.match(clause.label) is not None
    for figure in (clause.amount, *clause.behind):
        time = figure.quantity.unit.time or ("year" if yearly else None)
        if (yearly or is_total(clause.label)) and time == unit.time:
            yield figure


def _like(one: Figure, other: Figure) -> bool:
    left, right = one.quantity, other.quantity
    return bool(left.ends and left.unit.currency) and len({left.unit.time, right.unit.time} - {None}) < 2


def _claimed(relation: Relation) -> Iterator[Relation]:
    """If it agrees, or is at least of the size of what is left."""
    again, stated = estimate(relation.workings), middle(relation.stated) or 0
    if judge(relation).outcome in MET or again / 2 <= stated <= again * 2:
        yield relation
