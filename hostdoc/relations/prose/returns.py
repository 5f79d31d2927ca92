"""A return on an investment agrees with what its section says is invested and what that brings.

Checked, as shares, and said where they agree: a percentage called ROI or return on investment, with a labelled amount
that is invested or costs once, and one that is saved or earned, both in its section; what is earned for a month counts
twelve times where the return is for a year. The return is what is earned over what is invested, or what remains of it.

Example: £5,000 invested and £1,000 saved each month are a return of 240% a year, or of 140%.

Wrong, and then of no harm, when the return is of something else and comes out the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import product

from hostdoc.core.judge import judge
from hostdoc.core.ledger import Ledger
from hostdoc.core.regex import in_any_case, regex
from hostdoc.core.relation import Const, Expression, Operation, Ref, Relation
from hostdoc.relations.evidence.fits import MET, telling
from hostdoc.relations.evidence.periods import period_of
from hostdoc.relations.prose.stated_terms import Term, stated_terms

MOST = 6  # amounts of either sort
TWELVE = Const(Fraction(12), "12")
_RETURN = regex(
    r"\bROI\b|\breturn on (?:investment|spend)\b|\bROAS\b|\brendite\b|\brentabil\w+\b|\brendement\b|\bretorno\b"
    r"|\brendimento\b",
    re.IGNORECASE,
)
_INVESTED = in_any_case(
    r"\b(?:invest\w*|implementation|setup|set-up|initial|one[- ]?(?:time|off)|up-?front|capex|costs?|spend|migration"
    r"|effort|investition\w*|inversión|inversion|custos?|coste?s?|kosten|investissement\w*|investimento|inwestycj\w+|coûts?|koszty?)\b|投資|投资"
)
_EARNED = in_any_case(
    r"\b(?:savings?|saved?|profits?|gains?|benefits?|returns?|net|revenue|earn\w*|value|economia|ahorros?|ersparnis\w*"
    r"|einsparung\w*|économies?|gewinn|lucro)\b"
)


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every percentage that is called a return, with the first two amounts that it comes out of."""
    terms = stated_terms(ledger)
    for term in terms.all:
        if not (term.figure.quantity.unit.percent and term.figure.quantity.ends and _RETURN.search(term.label)):
            continue
        section = [it for it in terms.all if it.path == term.path and it.figure.quantity.unit.currency]
        for workings in _readings(term, section):
            evidence = f"the words `{' '.join(term.label.split())[:40]}`"
            relation = Relation("share", term.figure, workings, "inferred", evidence, tentative=True)
            if telling(relation) and judge(relation).outcome in MET:
                yield relation
                break


def _readings(term: Term, section: list[Term]) -> Iterator[Expression]:
    invested = [it for it in section if _INVESTED.search(it.label) and not _EARNED.search(it.label)][:MOST]
    earned = [it for it in section if _EARNED.search(it.label)][:MOST]
    for gain, cost in product(earned, invested):
        if gain.figure.quantity.unit.currency == cost.figure.quantity.unit.currency and cost.figure.quantity.ends:
            for brings in _for_a_year(gain):
                yield Operation("÷", (brings, Ref(cost.figure)))
                yield Operation("÷", (Operation("−", (brings, Ref(cost.figure))), Ref(cost.figure)))


def _for_a_year(gain: Term) -> Iterator[Expression]:
    if period_of(gain.label, gain.figure.quantity.unit.time) == "month":
        yield Operation("×", (Ref(gain.figure), TWELVE))
    yield Ref(gain.figure)
