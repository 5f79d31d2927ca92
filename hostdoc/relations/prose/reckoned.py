"""An amount of a sentence comes about from the amounts that a reader has at hand, in a way that the words allow.

Checked, as products, differences, ratios, shares, sums and scales: every amount in the prose that other kinds do not
explain, over the figures of its sentence, its passage and its section, and the totals and rows that it names (`The
duplicates averaged $85, so $26,520`; `Split over the units about $1,871 each`; `$35/month ($420/year)`).

Example: `312 went out twice … $1.50 per recall, $486 altogether` drifts: two digits of $468 have changed places.

Wrong when an amount is of something that no figure states. What agrees is said only where it has more digits than
chance gives among so many ways. A drift is reported only where words say the way and digits are those of a slip.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from math import log10
from typing import Literal

from hostdoc.core.document import Heading
from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge
from hostdoc.core.ledger import Ledger
from hostdoc.core.regex import regex
from hostdoc.core.relation import Relation, figures_of
from hostdoc.relations.evidence.alibi import explained
from hostdoc.relations.evidence.fits import NEAR, significant, telling, written
from hostdoc.relations.evidence.slips import SHORT, slip, swapped
from hostdoc.relations.prose.at_hand import PASSAGE, SENTENCE, at_hand
from hostdoc.relations.prose.cues import BESIDES_IT, EACH, GIVEN
from hostdoc.relations.prose.known import Names, names
from hostdoc.relations.prose.sentences import Sentence, sentences
from hostdoc.relations.prose.ways import Way, ways
from hostdoc.relations.tables.lines import middle
from hostdoc.relations.written.operands import operand

_LIMIT = regex(r"(?:(?<!\w)(?:below|under|than|least|most|up to|at|à|zu|je)|@)[\W_]*\Z", re.IGNORECASE)  # or a price
AGREES = ("holds", "rounds")
SIDES: tuple[Literal["up", "down"], ...] = ("up", "down")
MOST = 400  # ways that are tried for an amount
SAID, UNSAID = 1.0, 2.3  # digits by which an agreement must be longer than chance makes it
APART = 2  # times that a drifting amount may be of the recalculated one
FINE = 4  # digits of an amount that is told from those far away
FEW = 3  # nearest ways among which a slip in few digits is told from chance
DRIFTS = 12  # said ways among which a slip of the pen is told from chance


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every amount of the prose."""
    known = names(ledger)
    for sentence in sentences(ledger):
        if isinstance(sentence.passage.block, Heading):
            continue
        for stated in sentence.figures:
            if not _comes_about(ledger, sentence, stated):
                continue
            relation = _reckoned(ledger, known, sentence, stated)
            if relation is not None:
                yield relation


def _comes_about(ledger: Ledger, sentence: Sentence, stated: Figure) -> bool:
    """Whether an amount may be a result: no limit, no price of one, no operand, and nothing is said to be besides."""
    quantity, before = stated.quantity, sentence.before(stated)
    if not quantity.ends or quantity.open or quantity.word or not middle(stated) or written(stated) < 2:
        return False
    if _LIMIT.search(before) or (before.rstrip().endswith("(") and EACH.match(sentence.behind(stated))):
        return False
    besides = BESIDES_IT.search(sentence.aside(stated))
    return not besides and not operand(ledger.document.plain, stated.span.start, stated.span.end)


def _reckoned(ledger: Ledger, known: Names, sentence: Sentence, stated: Figure) -> Relation | None:
    hands = at_hand(ledger, known, sentence, stated)
    if not hands:
        return None
    found = sorted(
        islice(ways(ledger.document.plain, sentence, stated, hands), MOST), key=lambda way: (not way.said, _far(way))
    )
    said = [way for way in found if way.said]
    return _agreeing(sentence, stated, found, len(said)) or _slipped(known, sentence, stated, said)


def _far(way: Way) -> tuple[int, int]:
    far = [hand.far for hand in way.hands]
    return max(far), sum(far)


def _relation(sentence: Sentence, stated: Figure, way: Way) -> Relation:
    return Relation(way.kind, stated, way.workings, "inferred", sentence.said)


def _agreeing(sentence: Sentence, stated: Figure, found: Sequence[Way], said: int) -> Relation | None:
    """The first way that comes out, unless so many were tried that one had to."""
    value = middle(stated) or 0.0
    digits = (significant(stated) + written(stated)) / 2 - (0.5 if stated.quantity.approximate else 0)
    for tried, way in enumerate(found):
        if abs(way.value - value) > NEAR * abs(value):
            continue
        least = SAID if way.said else UNSAID
        if not way.said and significant(stated) < SHORT:
            continue
        if digits - log10(1 + tried - (0 if way.said else said)) < least or (not way.said and _far(way)[0] > SENTENCE):
            continue
        relation = _relation(sentence, stated, way)
        readings = [relation, *(replace(relation, rounding=side) for side in SIDES if _counts(way))]
        met = next((it for it in readings if judge(it).outcome in AGREES), None)
        if met and telling(met):
            return met
    return None


def _counts(way: Way) -> bool:
    """Whether it says how often an amount goes into another, which is rounded up or down."""
    return way.kind == "ratio" and all(hand.sort == "money" for hand in way.hands)


def _alike(stated: Figure, way: Way) -> bool:
    """Whether at most two digits tell a stated amount from what a way comes to: a quick look."""
    step = float(stated.quantity.ends[0].step) * (0.01 if stated.quantity.unit.percent else 1.0)
    one, other = str(round((middle(stated) or 0.0) / step)), str(round(way.value / step))
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) <= 2


def _slipped(known: Names, sentence: Sentence, stated: Figure, said: Sequence[Way]) -> Relation | None:
    """The one way, of those that words say, from which a slip of the pen has led to what is stated."""
    if stated.quantity.loose or GIVEN.search(sentence.before(stated)):
        return None
    value = middle(stated) or 1.0
    size = [way for way in said if 1 / APART <= way.value / value <= APART]
    near = [way for way in size if _far(way)[0] <= PASSAGE or written(stated) >= FINE]
    tried = [(way, _relation(sentence, stated, way)) for way in near[:DRIFTS]]
    few = [it for way, it in tried[:FEW] if _far(way)[0] <= (PASSAGE if way.kind == "share" else SENTENCE)]
    alike = [it for way, it in tried if _alike(stated, way)]
    slips = [it for it in alike if swapped(it, SHORT) or slip(it)] or [
        it for it in alike if it in few and (swapped(it, 2) or slip(it, SHORT))
    ]
    if len(slips) != 1 or explained(stated, [*known.around(sentence, stated), *figures_of(slips[0].workings)]):
        return None
    return replace(slips[0], unsure=significant(stated) < SHORT)
