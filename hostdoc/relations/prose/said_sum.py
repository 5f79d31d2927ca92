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
from hostdoc.core.records import replace
from hostdoc.core.regex import in_any_case
from hostdoc.core.relation import Operation, Ref, Relation
from hostdoc.relations.evidence.slips import slip
from hostdoc.relations.prose.concluded import Reading, Sure, chosen
from hostdoc.relations.prose.cues import REMAINS, TOGETHER
from hostdoc.relations.prose.known import alike, names
from hostdoc.relations.prose.sentences import Sentence, sentences
from hostdoc.relations.tables.lines import middle
from hostdoc.relations.written.operands import operand

NEAR = 0.25  # part by which a sum may be off and still be meant
_PLUS = in_any_case(r"\b(?:plus|zuzüglich)\b")
_GIVES = in_any_case(
    r"\b(?:gives?|makes?|is|are|equals?|comes?\s+to|amounts?\s+to|brings?\s[^,;.]{0,30}\sto|ergibt|macht|ergeben)"
    r"(?:\s+(?:us|about|around|roughly|an?(?:\s[^\W\d_][\w-]*){1,3}\sof|an?))*[\s*_~≈]*\Z"
)
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
            together = TOGETHER.search(before) or (_GIVES.search(before) and _PLUS.search(sentence.ahead(stated)))
            if not together or REMAINS.search(before):
                continue
            readings = [*_readings(ledger, sentence, stated)]
            relation = chosen(readings, sentence, known) or _added(sentence, readings)
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


def _added(sentence: Sentence, readings: list[Reading]) -> Relation | None:
    """What a sentence adds in so many words: `rent of $312 plus $600 for heating give $912`."""
    named = [it.relation for it in readings if it.sure == "named"]
    if len(named) != 1 or not _PLUS.search(sentence.ahead(named[0].stated)):
        return None
    loose = any(figure.quantity.loose or figure.quantity.is_range for figure in (named[0].stated, *named[0].inputs))
    return None if loose else replace(named[0], unsure=not slip(named[0]))


def _near(stated: Figure, terms: list[Figure]) -> bool:
    """Whether amounts of money for the same time come near to their sum: a limit or a mean is further away."""
    units = [figure.quantity.unit for figure in (stated, *terms)]
    times = {unit.time for unit in units} - {None}
    alike = len({unit.of for unit in units}) == 1 and len(times) < 2
    value, again = middle(stated) or 0, sum(middle(figure) or 0 for figure in terms)
    return alike and stated.quantity.unit.currency is not None and abs(again - value) <= NEAR * again
