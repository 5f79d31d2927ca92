"""An amount that a sentence calls a percentage of another is that part of it.

Checked, as shares: `40% upfront ($17,000), 35% with the report ($14,875), 25% at the end ($10,625)`: percentages that
come to the whole, each with its amount, of the total of the document; `an agency fee of 18%, $33,480 (base $186k)`, an
amount beside a percentage and another amount of the same sentence; `$884, with 5% off: $839.80`.

Example: 25 % of $42,500 is $10,625; `25% at the end ($10,265)` drifts.

Wrong when the percentage is of something that the document does not state. A drift is reported only for instalments
that come to the whole, where most agree, and where the sentence states one other amount, and names or discounts it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge
from hostdoc.core.ledger import Ledger
from hostdoc.core.relation import Expression, Operation, Ref, Relation
from hostdoc.relations.concluded import AGREES, Reading, Sure, chosen
from hostdoc.relations.cues import TAKEN_OFF
from hostdoc.relations.fits import telling
from hostdoc.relations.known import alike, names
from hostdoc.relations.lines import middle
from hostdoc.relations.sentences import Sentence, sentences

PARTS = range(2, 13)  # instalments of an amount
NEAR = 60  # characters between a percentage and its amount
WHOLES = 6  # amounts that instalments are tried as parts of
_Pair = tuple[Figure, Figure]  # a percentage and its amount


def find(ledger: Ledger) -> Iterator[Relation]:
    """The instalments of each passage, then single percentages."""
    known = names(ledger)
    done: set[Figure] = set()
    for passage in ledger.passages:
        pairs = list(_pairs(passage.figures))
        if len(pairs) in PARTS and abs(sum(middle(percent) or 0 for percent, _ in pairs) - 1) < 1e-9:
            wholes = [it.figure for it in known.totals_near(pairs[0][1])][:WHOLES]
            wholes += [f for f in passage.figures if f.span.end <= pairs[0][0].span.start and alike(pairs[0][1], f)]
            found = _instalments(pairs, wholes)
            done |= {relation.stated for relation in found}
            yield from found
    for sentence in sentences(ledger):
        for percent, stated in _pairs(sentence.figures):
            if (
                stated not in done
                and (relation := chosen(_of_amounts(sentence, percent, stated), known.around(sentence, stated)))
                is not None
            ):
                yield relation


def _pairs(figures: tuple[Figure, ...]) -> Iterator[_Pair]:
    """Each percentage with the amount of money just behind it."""
    for percent, stated in pairwise(figures):
        part = percent.quantity.unit.percent and not percent.quantity.is_range
        money = stated.quantity.unit.currency and stated.quantity.ends
        if part and money and stated.span.start - percent.span.end < NEAR:
            yield percent, stated


def _instalments(pairs: list[_Pair], wholes: list[Figure]) -> list[Relation]:
    """The parts of the amount of which most are what they say."""
    best: list[Relation] = []
    most = len(pairs) / 2
    for whole in wholes:
        found = [_part(stated, Operation("×", (Ref(percent), Ref(whole))), "instalments") for percent, stated in pairs]
        met = sum(judge(relation).outcome in AGREES and telling(relation) for relation in found)
        if met > most:
            best, most = found, met
    return best


def _part(stated: Figure, workings: Expression, evidence: str) -> Relation:
    return Relation("share", stated, workings, "inferred", evidence)


def _of_amounts(sentence: Sentence, percent: Figure, stated: Figure) -> Iterator[Reading]:
    """The percentage of another amount of the sentence, or that amount less it; of the passage, only if it agrees."""
    own = [f for f in sentence.figures if f is not stated and alike(stated, f)]
    off = TAKEN_OFF.match(sentence.behind(percent).lstrip(" *_"))
    earlier = [f for f in sentence.earlier(stated) if alike(stated, f) and f not in own]
    for whole in (*own[::-1], *earlier[-WHOLES:][::-1]):
        part = Operation("×", (Ref(whole), Ref(percent)))
        less = Operation("−", (Ref(whole), part))
        before = whole.span.end <= percent.span.start
        sure: Sure = "named" if whole in own and len(own) == 1 and (off is None or before) else ""
        sure = sure if off or not before else ""
        yield Reading(_part(stated, less if off else part, sentence.said), sure)
