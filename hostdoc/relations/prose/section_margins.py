"""A margin in percent on a line of its own agrees with the price and the cost that its section states.

Checked: `Gross margin: 84%` with the price in a line of the section, in its heading (`### Studio - $75/month`), or
behind the margin (`84% (at $75)`), and with the cost in a line of the section, or the total of its table. Ranges are
taken end by end: `$50 - $500` at a cost of $5 leaves 90–99 %.

Example: `### Studio - $75/month`, `Cost to serve: $15`, `Gross margin: 84%` drifts: it is 80 %.

Wrong when the margin takes costs off that the section does not state. A drift is reported only for points, one price
and one cost, as a warning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice, product

from hostdoc.core.arithmetic import estimate
from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge
from hostdoc.core.ledger import Ledger
from hostdoc.core.regex import regex
from hostdoc.core.relation import Operation, Ref, Relation
from hostdoc.figures.labels import COST, MARGIN, is_total
from hostdoc.relations.prose.stated_terms import Term, stated_terms

MOST = 12  # pairs of a price and a cost that are tried
APART = 0.2  # by how much a margin may be off and still be meant to be of the two
AGREES = ("holds", "rounds", "within")
_PRICE = regex(
    r"\b(?:pric(?:e[sd]?|ing)|revenues?|arpu|charge[sd]?|mrr|subscription|preis|umsatz|prix|precio)\b", re.IGNORECASE
)
_AT = regex(r"[\s*_(,]*(?:at|bei|à|a)\s[\s*_~≈]*\Z", re.IGNORECASE)


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every clause that states a margin in percent."""
    terms = stated_terms(ledger)
    sections: dict[tuple[str, ...], list[Term]] = {}
    for term in terms.all:
        sections.setdefault(term.path, []).append(term)
    for term in terms.all:
        unit = term.figure.quantity.unit
        if term.said == "clause" and unit.percent and term.figure.quantity.ends and MARGIN.search(term.label):
            yield from _chosen(term, sections[term.path])


def _chosen(stated: Term, section: list[Term]) -> Iterator[Relation]:
    """The first pair that agrees; else the only one, if it comes near."""
    pairs = product(_prices(stated, section), _costs(stated, section))
    tried = [_relation(stated, price, cost) for price, cost in islice(pairs, MOST) if _alike(price, cost)]
    agreed = next((it for it in tried if judge(it).outcome in AGREES), None)
    if agreed is not None:
        yield agreed
    elif len(tried) == 1 and _near(tried[0]):
        yield replace(tried[0], unsure=True)


def _prices(stated: Term, section: list[Term]) -> list[Figure]:
    """What is said behind the margin, else in a line of the section, else in its heading."""
    behind = stated.behind[0] if stated.behind else None
    if behind is not None and behind.quantity.unit.currency and _AT.search(_between(stated.figure, behind)):
        return [behind]
    lines = [it.figure for it in section if it.said != "heading" and _PRICE.search(it.label)]
    heading = [it.figure for it in section if it.said == "heading"]
    return [figure for figure in (lines or heading) if figure.quantity.unit.currency]


def _between(one: Figure, other: Figure) -> str:
    return one.span.source.text[one.span.end : other.span.start]


def _costs(stated: Term, section: list[Term]) -> list[Figure]:
    """The lines of the section that are called costs, else the total of its table."""
    money = [it for it in section if it.figure.quantity.unit.currency]
    lines = [it.figure for it in money if it.said == "clause" and COST.search(it.label)]
    totals = [it.figure for it in money if it.said == "row" and is_total(it.label)]
    return lines or (totals if len(totals) == 1 else [])


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
    return abs(estimate(Ref(relation.stated)) - estimate(relation.workings)) <= APART
