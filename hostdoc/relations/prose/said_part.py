"""An amount that a sentence calls a percentage of another is that part of it.

Checked, as shares: `40% upfront ($17,000), 35% with the report ($14,875), 25% at the end ($10,625)`: percentages that
come to the whole, each with its amount, of the total of the document; `an agency fee of 18%, $33,480 (base $186k)`, an
amount beside a percentage and another amount of the same sentence; `$884, with 5% off: $839.80`.

Example: 25 % of $42,500 is $10,625; `25% at the end ($10,265)` drifts.

Wrong when the percentage is of something that the document does not state. A drift is reported only for instalments
that come to the whole, where most agree, and where the sentence states one other amount, and names or discounts it.
So are parts in words: `of which the town pays half ($366.50)`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge
from hostdoc.core.ledger import Ledger
from hostdoc.core.regex import in_any_case, regex
from hostdoc.core.relation import Const, Expression, Operation, Ref, Relation
from hostdoc.figures.context import words_of
from hostdoc.relations.evidence.fits import significant, telling
from hostdoc.relations.prose.concluded import AGREES, Reading, Sure, chosen
from hostdoc.relations.prose.cues import IN_PARTS, LESS, PARTS, REMAINS, TAKEN_OFF
from hostdoc.relations.prose.known import Names, alike, names, worth, worthy
from hostdoc.relations.prose.sentences import Sentence, sentences
from hostdoc.relations.prose.ways import BECOMES, BY
from hostdoc.relations.tables.lines import middle

INSTALMENTS = range(2, 13)  # instalments of an amount
GAP = 40  # characters between a part in words and its amount
NEAR = 60  # characters between a percentage and its amount
WHOLES = 6  # amounts that instalments are tried as parts of
_LESS = regex(rf"(?:{LESS.pattern}|\s[−–-])(?:\s+(?:an?|the|our|einen|der|un|una))?\s*\Z", re.IGNORECASE)
_THRESHOLD = in_any_case(r"\b(?:from|above|over|beyond|below|up to|until|ab|über|bis|à partir de)\W*\Z")
_ELSE = in_any_case(r"[,;]|\b(?:and|und|et|y|hour|year|month|past)\b")
_Pair = tuple[Figure, Figure]  # a percentage and its amount


def find(ledger: Ledger) -> Iterator[Relation]:
    """The instalments of each passage, then single percentages."""
    known = names(ledger)
    done: set[Figure] = set()
    for passage in ledger.passages:
        pairs = list(_pairs(passage.figures))
        if len(pairs) in INSTALMENTS and abs(sum(middle(percent) or 0 for percent, _ in pairs) - 1) < 1e-9:
            wholes = [it.figure for it in known.totals_near(pairs[0][1])][:WHOLES]
            wholes += [f for f in passage.figures if f.span.end <= pairs[0][0].span.start and alike(pairs[0][1], f)]
            found = _instalments(pairs, wholes)
            done |= {relation.stated for relation in found}
            yield from found
    for sentence in sentences(ledger):
        for percent, stated in _pairs(sentence.figures):
            if (
                stated not in done
                and (relation := chosen(_of_amounts(sentence, percent, stated), sentence, known)) is not None
            ):
                yield relation
        for stated in sentence.figures:
            money = not (stated.quantity.unit.percent or stated.quantity.open) and significant(stated) > 1
            if money and (relation := chosen(_in_words(known, sentence, stated), sentence, known)):
                yield relation


def _in_words(known: Names, sentence: Sentence, stated: Figure) -> Iterator[Reading]:
    """`of which the council pays half (£1,250)`: a part in words just before an amount, of the one before it."""
    ahead = sentence.before(stated)
    said = list(IN_PARTS.finditer(ahead))[-1:]
    if not said or not _alone(ahead[said[0].end() :]):
        return
    name = next(name for name, text in said[0].groupdict().items() if text)
    part = Const(PARTS[int(name[1:])][1], " ".join(ahead[said[0].start() : said[0].end()].split()))
    before = [f for f in sentence.earlier(stated) if worthy(f, stated) or worthy(stated, f)][-WHOLES:][::-1]
    words = words_of(sentence.text)
    called = [
        it.figure for it in known.called(words)[:WHOLES] if worth(stated, it) and it.main and it.figure is not stated
    ]
    own = [figure for figure in before[:1] if figure in sentence.figures]
    for whole in own or dict.fromkeys((*before, *called)):
        sure: Sure = "named" if own else ""
        yield Reading(_part(stated, Operation("×", (Ref(whole), part)), sentence.said), sure)


def _alone(gap: str) -> bool:
    """Whether but a bracket, a sign or a few words stand between a part and its amount."""
    return len(gap) <= GAP and not _ELSE.search(gap) and not REMAINS.search(gap)


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
    if _THRESHOLD.search(sentence.before(stated)):
        return  # `22% from £12,570`: the amount says what the percentage is of
    if BECOMES.search(sentence.before(stated)) and BY.search(sentence.ahead(percent)):
        return  # `by 10% to $219`: what became of an amount that is stated elsewhere
    own = [f for f in sentence.figures if f is not stated and alike(stated, f)]
    off = TAKEN_OFF.match(sentence.behind(percent).lstrip(" *_")) or _LESS.search(sentence.before(percent))
    earlier = [f for f in sentence.earlier(stated) if alike(stated, f) and f not in own]
    for whole in (*own[::-1], *earlier[-WHOLES:][::-1]):
        part = Operation("×", (Ref(whole), Ref(percent)))
        less = Operation("−", (Ref(whole), part))
        before = whole.span.end <= percent.span.start
        sure: Sure = "named" if whole in own and len(own) == 1 and (off is None or before) else ""
        sure = sure if off or not before else ""
        yield Reading(_part(stated, less if off else part, sentence.said), sure)
