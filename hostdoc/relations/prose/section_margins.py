"""A margin in percent on a line of its own agrees with the price and the cost that its section states.

Checked: `Gross margin: 84%` with the price in a line of the section, in its heading (`### Studio - $75/month`), or
behind the margin (`84% (at $75)`), else in the heading of the plan whose margin it is called (`Studio margin: 84%`),
and with the cost in a line of the section, or the total of its table. Ranges are taken end by end: `$50 - $500` at a
cost of $5 leaves 90–99 %.

What is left in money, and its percentage in brackets, are found behind a price and a cost: `Margin: $1,274 (98%)`.

Example: `### Studio - $75/month`, `Cost to serve: $15`, `Gross margin: 84%` drifts: it is 80 %.

Wrong when the margin takes costs off that the section does not state. A drift is reported only for points, one price
and one cost, as a warning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, product

from hostdoc.core.arithmetic import estimate
from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge
from hostdoc.core.ledger import Ledger
from hostdoc.core.records import replace
from hostdoc.core.regex import regex
from hostdoc.core.relation import AGREES, Operation, Ref, Relation
from hostdoc.figures.context import words_of
from hostdoc.figures.labels import COST, INCOME, LEFT, MARGIN, is_total
from hostdoc.relations.evidence.slips import slip
from hostdoc.relations.prose.stated_terms import Term, stated_terms

FEW = 6  # clauses before an amount that is left, of which one states the price
MOST = 12  # pairs of a price and a cost that are tried
APART = 0.2  # by how much a margin may be off, but for its sign, and still be meant to be of the two
_PRICE = regex(
    r"\b(?:pric(?:e[sd]?|ing)|revenues?|arpu|charge[sd]?|mrr|subscription|preis|umsatz|prix|precio)\b", re.IGNORECASE
)
_NO_COST = regex(rf"{_PRICE.pattern}|{LEFT.pattern}|{MARGIN.pattern}|{INCOME.pattern}", re.IGNORECASE)
_BRACKET = regex(r"[\s*_]*(?:[^\W\d_]+\s){0,2}\([\s*_~≈]*")
_AT = regex(r"[\s*_(,]*(?:at|bei|à|a)\s[\s*_~≈]*\Z", re.IGNORECASE)


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every clause that states a margin in percent."""
    terms = stated_terms(ledger)
    plans = [it for it in terms.all if it.said == "heading" and it.figure.quantity.unit.time]
    sections: dict[tuple[str, ...], list[Term]] = {}
    for term in terms.all:
        sections.setdefault(term.path, []).append(term)
    for term in terms.all:
        unit = term.figure.quantity.unit
        if term.said != "clause" or not term.figure.quantity.ends or not MARGIN.search(term.label):
            continue
        if unit.percent:
            yield from _chosen(term, sections[term.path], plans)
        elif unit.currency:
            yield from _left(term, sections[term.path])


def _chosen(stated: Term, section: list[Term], plans: list[Term]) -> Iterator[Relation]:
    """The first pair that agrees; else the only one, if it comes near."""
    pairs = product(_prices(stated, section) or _of_plan(stated, plans), _costs(stated, section))
    tried = [_relation(stated, price, cost) for price, cost in islice(pairs, MOST) if _alike(price, cost)]
    agreed = next((it for it in tried if judge(it).outcome in AGREES), None)
    if agreed is not None:
        yield agreed
        yield from _in_money(stated, agreed)
    elif len(tried) == 1 and _near(tried[0]):
        yield replace(tried[0], unsure=True)


def _in_money(stated: Term, margin: Relation) -> Iterator[Relation]:
    """The same in money, in brackets behind it: `96.5% ($28)`."""
    amount = stated.behind[0] if stated.behind else None
    price, cost = margin.inputs
    if amount is None or not _alike(price, amount) or not _BRACKET.fullmatch(_between(stated.figure, amount)):
        return
    workings = Operation("−", (Ref(price), Ref(cost)))
    found = replace(margin, stated=amount, workings=workings)
    if judge(found).outcome in AGREES or slip(found):
        yield found


def _left(term: Term, section: list[Term]) -> Iterator[Relation]:
    """An amount that is left of the last price before it, by the last cost; and its percentage. Where they are that."""
    here = term.figure.span.start
    before = [it for it in section if it.figure.span.start < here and it.said == "clause"][-FEW:]
    price = next((it.figure for it in reversed(before) if _PRICE.search(it.label)), None)
    cost = next((it.figure for it in reversed(before) if COST.search(it.label) and not _PRICE.search(it.label)), None)
    evidence = f"the words `{term.label}`"
    found = []
    if price and cost and _alike(price, cost) and _alike(price, term.figure):
        workings = Operation("−", (Ref(price), Ref(cost)))
        found.append(Relation("margin", term.figure, workings, "inferred", evidence, conclusion="sign"))
    part = term.behind[0] if term.behind and term.behind[0].quantity.unit.percent else None
    if price and part and _alike(price, term.figure) and _BRACKET.fullmatch(_between(term.figure, part)):
        workings = Operation("÷", (Ref(term.figure), Ref(price)))
        found.append(Relation("margin", part, workings, "inferred", f"{evidence} and its brackets"))
    yield from (it for it in found if judge(it).outcome in AGREES)


def _prices(stated: Term, section: list[Term]) -> list[Figure]:
    """What is said behind the margin, else in a line of the section, else in its heading."""
    behind = stated.behind[0] if stated.behind else None
    if behind is not None and behind.quantity.unit.currency and _AT.search(_between(stated.figure, behind)):
        return [behind]
    lines = [it.figure for it in section if it.said != "heading" and _PRICE.search(it.label)]
    heading = [it.figure for it in section if it.said == "heading"]
    return [figure for figure in (lines or heading) if figure.quantity.unit.currency]


def _of_plan(stated: Term, plans: list[Term]) -> list[Figure]:
    """The one price that headings state for what a margin is called by: `Pro margin`, `### Pro ($99/month)`."""
    name = words_of(MARGIN.sub("", stated.label))
    prices = [it.figure for it in plans if name and name <= words_of(it.label) and it.figure.quantity.unit.currency]
    return prices if len({price.quantity.ends for price in prices}) == 1 else []


def _between(one: Figure, other: Figure) -> str:
    return one.span.source.text[one.span.end : other.span.start]


def _costs(stated: Term, section: list[Term]) -> list[Figure]:
    """The lines of the section that are called costs, else the total of its table."""
    money = [it for it in section if it.figure.quantity.unit.currency]
    lines = [it.figure for it in money if it.said == "clause" and COST.search(it.label)]
    totals = [it.figure for it in money if it.said == "row" and is_total(it.label)]
    others = [it.figure for it in money if it.said == "clause" and not _NO_COST.search(it.label)]
    return lines or (totals if len(totals) == 1 else others if len(others) == len(money) - 1 == 1 else [])


def _alike(price: Figure, cost: Figure) -> bool:
    """Whether a price and a cost are of one currency, for the same time as far as they say."""
    one, other = price.quantity, cost.quantity
    if not (one.ends and other.ends) or price is cost or one.unit.of != other.unit.of:
        return False
    return len({one.unit.time, other.unit.time} - {None}) < 2


def _relation(stated: Term, price: Figure, cost: Figure) -> Relation:
    workings = Operation("÷", (Operation("−", (Ref(price), Ref(cost))), Ref(price)))
    evidence = f"the words `{stated.label}` below `{price.text.strip()}`"
    return Relation("margin", stated.figure, workings, "inferred", evidence, conclusion="sign")


def _near(relation: Relation) -> bool:
    figures = (relation.stated, *relation.inputs)
    if any(figure.quantity.is_range or figure.quantity.open or figure.quantity.approximate for figure in figures):
        return False
    stated, again = estimate(Ref(relation.stated)), estimate(relation.workings)
    return abs(stated - again) <= APART or stated * again < 0
