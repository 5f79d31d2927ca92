"""What a section of short lines comes to agrees with them: the cost of all, and what is left of what comes in.

Checked: a total cost with how many there are and what each costs (`100 users`, `$60 cost per user`), and a net result
with the one amount that comes in, named before it or behind it (`= $3,000/month revenue`), less the costs after it.

Example: `$3,000 revenue`, `Total cost: $2,400`, `Net: +$700` drifts: it is $600.

Wrong when more comes in, or is spent, than the section says. A drift is an error only where it is a slip of the pen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from hostdoc.core.arithmetic import estimate
from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge
from hostdoc.core.ledger import Ledger, Passage
from hostdoc.core.records import replace
from hostdoc.core.regex import in_any_case
from hostdoc.core.relation import Operation, Ref, Relation
from hostdoc.core.units import TIMES
from hostdoc.figures.labels import COST, INCOME, is_total
from hostdoc.relations.evidence.fits import MET
from hostdoc.relations.evidence.said_behind import for_each, words_behind
from hostdoc.relations.evidence.slips import slip
from hostdoc.relations.prose.clauses import Clause, clauses
from hostdoc.relations.written.operands import followed

NEAR = 8  # passages before the one that states a result
APART = 2  # times that a drifting amount may be of the recalculated one
_NET = in_any_case(r"\A\W*(?:monthly |annual |yearly )?net(?: (?:result|profit|income|loss|cash flow|position))?\W*\Z")


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every clause of a section that says what all costs, or what is left, with the lines before it."""
    said = {clause.passage.span.start: clause for clause in clauses(ledger)}
    sections: dict[tuple[str, ...], list[Passage]] = defaultdict(list)
    for passage in ledger.passages:
        before = sections[passage.block.path]
        clause = said.get(passage.span.start)
        if clause is not None and clause.amount.quantity.unit.currency and clause.amount.quantity.ends:
            near = before[-NEAR:]
            if _NET.match(clause.label):
                yield from _net(ledger, clause, near, said)
            elif is_total(clause.label) and COST.search(clause.label):
                yield from _of_all(clause, near)
        before.append(passage)


def _of_all(stated: Clause, near: Sequence[Passage]) -> Iterator[Relation]:
    """How many there are, by what each of them costs."""
    figures = [figure for passage in near for figure in passage.figures]
    each = [it for it in figures if it.quantity.unit.currency == stated.amount.quantity.unit.currency and _each(it)]
    counts = [it for it in figures if _thing(it)]
    if len(each) == 1 and counts and len({it.quantity.ends for it in counts}) == 1:
        workings = Operation("×", (Ref(counts[-1]), Ref(each[0])))
        yield from _claimed(Relation("product", stated.amount, workings, "inferred", f"the label `{stated.label}`"))


def _each(figure: Figure) -> bool:
    per = set(figure.quantity.unit.per) - TIMES
    return bool(figure.quantity.ends) and (bool(per) or for_each(figure))


def _thing(figure: Figure) -> bool:
    unit, quantity = figure.quantity.unit, figure.quantity
    counted = unit.of in ("user", "client", "seat", "member", "person", "unit", "attendee", "tenant", "subscriber")
    return counted and not unit.per and bool(quantity.ends) and not quantity.is_range and not quantity.open


def _net(ledger: Ledger, stated: Clause, near: Sequence[Passage], said: dict[int, Clause]) -> Iterator[Relation]:
    """The one amount that comes in less the total of the costs after it, or all of them."""
    comes_in = [it for passage in near for it in _incomes(ledger, passage, said.get(passage.span.start))]
    comes_in = [it for it in comes_in if _like(it, stated.amount)]
    if len(comes_in) != 1:
        return
    costs = [
        clause
        for passage in near
        if (clause := said.get(passage.span.start))
        and COST.search(clause.label)
        and _like(clause.amount, stated.amount)
    ]
    taken = [clause for clause in costs if is_total(clause.label)][-1:] or costs
    if taken and not any(clause.amount in comes_in for clause in taken):
        terms = (Ref(comes_in[0]), *(Ref(clause.amount) for clause in taken))
        evidence = f"the labels `{taken[-1].label}` and `{stated.label}`"
        relation = Relation("difference", stated.amount, Operation("−", terms), "inferred", evidence, conclusion="sign")
        yield from _claimed(relation)


def _incomes(ledger: Ledger, passage: Passage, clause: Clause | None) -> Iterator[Figure]:
    """What a line says comes in: the amount of its clause, or the one that is called so behind it."""
    if clause is not None and INCOME.search(clause.label) and not COST.search(clause.label):
        yield clause.amount
        return
    for figure in passage.figures:
        called = INCOME.search(words_behind(figure)) and not followed(ledger.document.plain, figure.span.end)
        if called and figure.quantity.unit.currency and not _each(figure):
            yield figure


def _like(one: Figure, other: Figure) -> bool:
    left, right = one.quantity, other.quantity
    return bool(left.ends) and left.unit.of == right.unit.of and len({left.unit.time, right.unit.time} - {None}) < 2


def _claimed(relation: Relation) -> Iterator[Relation]:
    if judge(relation).outcome in (*MET, "within"):
        yield relation
        return
    stated, again = estimate(Ref(relation.stated)), estimate(relation.workings)
    if stated * again > 0 and 1 / APART <= stated / again <= APART and not relation.stated.quantity.loose:
        yield replace(relation, unsure=not slip(relation))
