"""An amount that a sentence draws from those before it is their sum.

Checked, as sums: `With £4,212 brought forward the reserve stands at £6,075`, after a surplus of £1,863; `$38 for
assembly and $22 for shipping, so $60`; `$1.8M on a pre-money valuation of $7.2M, i.e. $9.0M`. Summed are the amounts
just before it in the sentence, or the passage.

Example: `$38 for assembly and $24.50 for shipping, together $62.00` drifts by 50 cents.

Wrong when an amount between is of something else. A drift is reported only where all amounts of the sentence are
summed and come near, or where a slip of the pen explains it.
"""

from __future__ import annotations

from collections.abc import Iterator

from hostdoc.core.figure import Figure
from hostdoc.core.ledger import Ledger
from hostdoc.core.relation import Operation, Ref, Relation
from hostdoc.relations.prose.concluded import Reading, Sure, chosen
from hostdoc.relations.prose.cues import REMAINS, TOGETHER
from hostdoc.relations.prose.known import alike, names
from hostdoc.relations.prose.sentences import Sentence, sentences
from hostdoc.relations.tables.lines import middle
from hostdoc.relations.written.operands import operand

NEAR = 0.25  # part by which a sum may be off and still be meant
MOST = 8  # amounts that a sentence adds


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every amount in the prose that is said to be what others come to."""
    known = names(ledger)
    for sentence in sentences(ledger):
        for stated in sentence.figures:
            unit = stated.quantity.unit
            if unit.percent or stated.quantity.open or not stated.quantity.ends:
                continue
            before = sentence.before(stated)
            if not TOGETHER.search(before) or REMAINS.search(before):
                continue
            relation = chosen(_readings(ledger, sentence, stated), sentence, known)
            if relation is not None:
                yield relation


def _readings(ledger: Ledger, sentence: Sentence, stated: Figure) -> Iterator[Reading]:
    plain = ledger.document.plain
    before = [
        figure
        for figure in sentence.earlier(stated)
        if alike(stated, figure) and not operand(plain, figure.span.start, figure.span.end)
    ][-MOST:]
    own = [figure for figure in before if figure in sentence.figures]
    here = [f for f in sentence.figures if f is not stated and alike(stated, f)]
    for start in range(len(before) - 1):
        terms = before[start:]
        workings = Operation("+", tuple(map(Ref, terms)))
        sure: Sure = "slip" if terms in (own, before) else ""
        if terms == own == here and _near(stated, terms):
            sure = "named"
        yield Reading(Relation("footing", stated, workings, "inferred", sentence.said), sure)


def _near(stated: Figure, terms: list[Figure]) -> bool:
    """Whether amounts of money for the same time come near to their sum: a limit or a mean is further away."""
    units = {figure.quantity.unit for figure in (stated, *terms)}
    value, again = middle(stated) or 0, sum(middle(figure) or 0 for figure in terms)
    return len(units) == 1 and stated.quantity.unit.currency is not None and abs(again - value) <= NEAR * again
