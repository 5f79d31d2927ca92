"""An amount of a sentence comes about from the amounts that a reader has at hand, in a way that the words allow.

Checked, as products, differences, ratios, shares, sums and scales: every amount in the prose that other kinds do not
explain, over the figures of its sentence, its passage and its section, parts and factors in words, and the totals, rows
and columns that it names (`The duplicates averaged $85, so $26,520`; `Split over the units about $1,871 each`;
`$35/month ($420/year)`; `Compute is 41%` below a bill; `a third of the total, $600`).

Example: `312 went out twice … $1.50 per recall, $486 altogether` drifts: two digits of $468 have changed places.

Wrong when an amount is of something that no figure states. What agrees is said only where it has more digits than
chance gives among so many ways. A drift is reported only where words say the way and digits are those of a slip; as a
warning where words name all that it can come about from: part and total, the goal and the price of each, all that a
sentence states before it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import islice
from math import log, log10, sqrt
from typing import Literal

from hostdoc.core.document import Heading
from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge
from hostdoc.core.ledger import Ledger
from hostdoc.core.records import replace
from hostdoc.core.regex import in_any_case, regex
from hostdoc.core.relation import Relation, figures_of
from hostdoc.relations.evidence.alibi import explained
from hostdoc.relations.evidence.fits import NEAR, significant, telling, written
from hostdoc.relations.evidence.slips import LONG, SHORT, of_rounded, slip, swapped
from hostdoc.relations.prose.at_hand import NAMED, PASSAGE, SENTENCE, Hand, at_hand
from hostdoc.relations.prose.compared import spent_of_budget
from hostdoc.relations.prose.cues import BESIDES_IT, EACH, ELSEWHEN, GIVEN
from hostdoc.relations.prose.known import Names, names
from hostdoc.relations.prose.said import APART
from hostdoc.relations.prose.sentences import Sentence, sentences
from hostdoc.relations.prose.way import Way
from hostdoc.relations.prose.ways import ways
from hostdoc.relations.tables.lines import middle
from hostdoc.relations.written.operands import operand

_LIMIT = in_any_case(r"(?<!\w)(?:below|under|than|least|most|up to|out of)[\W_]*\Z")
_PRICE = in_any_case(r"(?:(?<!\w)(?:at|à|zu|je)|@)[\W_]*\Z")
_THAN_ELSE = in_any_case(  # it is compared with what the sentence does not state
    r"\W*(?:less|more|fewer|cheaper|dearer|higher|lower|above|below)\W+than"
    r"\W+(?:in|at|on|last|before|during|the (?:old|last|previous))\b"
)
_BECAME = regex(r"(?:→|⟶|->)[\s*_~≈]*\Z")  # it is what the amount before it became
_EQUALS = regex(r"[\s*_]*=[\s*_]*")
_ATTRIBUTE = regex(r"[-\u2011][a-z]{3,}")  # `a 211-file project`: as large as it is
SIDES: tuple[Literal["up", "down"], ...] = ("up", "down")
MOST = 400  # ways that are tried for an amount
SAID, UNSAID = 1.0, 2.3  # digits by which an agreement must be longer than chance makes it
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
    """Whether an amount may be a result: no limit, no price of one, no operand."""
    quantity, before = stated.quantity, sentence.before(stated)
    if not quantity.ends or quantity.open or quantity.word or not middle(stated):
        return False
    if _LIMIT.search(before) or (before.rstrip().endswith("(") and EACH.match(sentence.behind(stated))):
        return False
    if _BECAME.search(before) and not _of_another_sort(sentence, stated):
        return False
    if not quantity.unit.of and _ATTRIBUTE.match(sentence.behind(stated)):
        return False
    return not operand(ledger.document.plain, stated.span.start, stated.span.end)


def _of_another_sort(sentence: Sentence, stated: Figure) -> bool:
    """Whether the figure before one cannot have become it: `50,000 users, 20% active → 10,000`."""
    place = sentence.figures.index(stated)
    units = [figure.quantity.unit for figure in sentence.figures[max(0, place - 1) : place + 1]]
    return len({unit.percent for unit in units}) > 1


def _reckoned(ledger: Ledger, known: Names, sentence: Sentence, stated: Figure) -> Relation | None:
    hands = at_hand(ledger, known, sentence, stated)
    if hands and spent_of_budget(sentence, stated):  # nothing from afar explains what the sentence itself tells
        hands = [hand for hand in hands if hand.far == SENTENCE]
    found = sorted(islice(ways(ledger.document.plain, sentence, stated, hands), MOST), key=_rank) if hands else []
    if not found:
        return None
    if worked := _worked_from(sentence, stated):
        found = [way for way in found if worked in figures_of(way.workings)]
    said = [way for way in found if way.said]
    return _agreeing(sentence, stated, found, hands) or _slipped(known, sentence, stated, said, hands)


def _worked_from(sentence: Sentence, stated: Figure) -> Figure | None:
    """The figure that an amount must come from: `22 hours = $1,100`."""
    place = sentence.figures.index(stated)
    return sentence.figures[place - 1] if place and _EQUALS.fullmatch(sentence.before(stated)) else None


def _rank(way: Way) -> tuple[bool, bool, tuple[int, int, int]]:
    """The order in which ways are tried: those that words say, and those from near, come first."""
    return not way.said, not way.meant, _far(way)


def _far(way: Way) -> tuple[int, int, int]:
    """How far away the farthest stands, of how many tables they are, and how far away they all are together.

    The total of a table is as near as a row that is named.
    """
    far = [min(hand.far, NAMED) if hand.total and hand.table else hand.far for hand in way.hands]
    return max(far), len({id(hand.table) for hand in way.hands}), sum(far)


def _relation(sentence: Sentence, stated: Figure, way: Way) -> Relation:
    return Relation(way.kind, stated, way.workings, "inferred", sentence.said)


def _agreeing(sentence: Sentence, stated: Figure, found: Sequence[Way], hands: Sequence[Hand]) -> Relation | None:
    """The first way that comes out, to the digit if one does, unless so many were tried that one had to.

    A total less one of the two that it sums is the other one: about that much is no difference.
    """
    value = middle(stated) or 0.0
    near = [way for way in found if 1 / APART <= way.value / value <= APART]
    ranks = [_rank(way) for way in near]
    roughly: Relation | None = None
    for way, rank in zip(near, ranks, strict=True):
        if abs(way.value - value) > NEAR * abs(value):
            continue
        if way.kind == "difference" and stated.quantity.approximate and _said_of_another(way, hands):
            continue
        tried = bisect_right(ranks, rank) - bisect_left(ranks, (not way.said,))
        if not _by_more_than_chance(stated, way, tried):
            continue
        relation = _relation(sentence, stated, way)
        readings = [relation, *(replace(relation, rounding=side) for side in SIDES if _counts(way))]
        outcomes = {judge(it).outcome: it for it in readings[::-1]}
        if not (telling(relation) or way.meant):
            continue
        if "holds" in outcomes:
            return outcomes["holds"]
        roughly = roughly or outcomes.get("rounds")
    return roughly


def _by_more_than_chance(stated: Figure, way: Way, tried: int) -> bool:
    """Whether an amount has more digits than chance gives to one of so many ways that come near."""
    if way.meant and tried == 1:
        return True
    if significant(stated) < SHORT and not way.said:
        return False
    digits, far = _digits(stated), _far(way)[0]
    if not way.said:
        return far == SENTENCE and digits - log10(tried) >= UNSAID
    if significant(stated) == 1 and written(stated) < SHORT and far > PASSAGE:
        return False
    return digits - log10(tried) >= SAID


def _digits(stated: Figure) -> float:
    """How many ways must be tried, as a power of ten, for one of those that come near to agree by chance.

    That is how often what would be accepted goes into all that counts as near, both as ratios: of 12 % one in 17
    would, of 98.4 % one in 1,400. A round amount is met by other round ones more often than its last digit says.
    """
    worth = 0.01 if stated.quantity.unit.percent else 1.0
    end = stated.quantity.ends[0]
    step, grain = float(end.step) * worth, float(end.grain) * worth
    accepted = max(step, grain) if stated.quantity.approximate else sqrt(step * max(step, grain))
    return log10(abs(middle(stated) or 0.0) * log(APART**2) / accepted)


def _counts(way: Way) -> bool:
    """Whether it says how often an amount goes into another, which is rounded up or down."""
    return way.kind == "ratio" and len({hand.sort for hand in way.hands}) == 1


def _of_all(sentence: Sentence, stated: Figure, way: Way) -> bool:
    """Whether all that a sentence states before an amount is what that comes about from."""
    others = sentence.figures[: sentence.figures.index(stated)]
    used = [figure for figure in figures_of(way.workings) if figure in others]
    if way.kind not in ("product", "ratio", "share"):  # it may be one more of a list, or compared with something else
        return False
    return len(others) > 1 and len(used) == len(others) and _far(way)[0] == SENTENCE


def _tabled(way: Way) -> bool:
    """Whether all that it takes from elsewhere stands in tables."""
    return all(hand.far <= PASSAGE or hand.table is not None for hand in way.hands)


def _said_of_another(way: Way, hands: Sequence[Hand]) -> bool:
    """Whether it comes to what is stated beside it: 300 less 150, where 150 and 153 are two of the 300."""
    return any(hand.value == way.value for hand in hands)


def _alike(stated: Figure, way: Way) -> bool:
    """Whether at most two digits tell a stated amount from what a way comes to: a quick look."""
    step = float(stated.quantity.ends[0].step) * (0.01 if stated.quantity.unit.percent else 1.0)
    one, other = str(round((middle(stated) or 0.0) / step)), str(round(way.value / step))
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) <= 2


def _slipped(
    known: Names, sentence: Sentence, stated: Figure, said: Sequence[Way], hands: Sequence[Hand]
) -> Relation | None:
    """The one way, of those that words say, from which a slip of the pen has led to it; else the one that is meant."""
    before = sentence.before(stated)
    if (
        stated.quantity.loose
        or GIVEN.search(before)
        or _PRICE.search(before)
        or BESIDES_IT.search(sentence.aside(stated))
    ):
        return None
    if ELSEWHEN.search(before):
        said = [way for way in said if _far(way)[0] == SENTENCE]
    value = middle(stated) or 1.0
    size = [way for way in said if 1 / APART <= way.value / value <= APART]
    near = [way for way in size if _far(way)[0] <= PASSAGE][:DRIFTS]
    afar = [way for way in size if _far(way)[0] == NAMED and _tabled(way)][:FEW] if significant(stated) >= FINE else []
    tried = [(way, _relation(sentence, stated, way)) for way in (*near, *afar)]
    few = [it for way, it in tried[:FEW] if _far(way)[0] <= (PASSAGE if way.kind == "share" else SENTENCE)]
    alike = [it for way, it in tried if _alike(stated, way) and not _said_of_another(way, hands)]
    slips = [it for it in alike if swapped(it, SHORT) or slip(it)] or [
        it for it in alike if it in few and (swapped(it, 2) or slip(it, SHORT))
    ]
    if len(slips) == 1 and significant(stated) > 1 and not _explained(known, sentence, slips[0]):
        if of_rounded(slips[0]):
            return None
        doubtful = slips[0] in [it for way, it in tried if way in afar]
        return replace(slips[0], unsure=doubtful or written(stated) < LONG)
    return _missed(known, sentence, stated, said, size)


def _missed(
    known: Names, sentence: Sentence, stated: Figure, said: Sequence[Way], size: Sequence[Way]
) -> Relation | None:
    """The one way that the words must mean, and that does not come out."""
    meant = {way.value: way for way in size if way.only}
    if len({way.value for way in said if way.meant}) != 1:
        meant = {way.value: way for way in size if _of_all(sentence, stated, way)}
    if len(meant) != 1:
        return None
    (way,) = meant.values()
    if _THAN_ELSE.match(sentence.behind(stated)) or _paired(way, sentence.passage.span.source.text):
        return None
    only = _relation(sentence, stated, way)
    return None if _explained(known, sentence, only) else replace(only, unsure=True)


def _paired(way: Way, text: str) -> bool:
    """Whether two of its amounts are one price each for two things: `$0.14/$0.28`."""
    ends = {hand.end for hand in way.hands}
    return any(text[hand.start - 1 : hand.start] == "/" and hand.start - 1 in ends for hand in way.hands)


def _explained(known: Names, sentence: Sentence, relation: Relation) -> bool:
    return explained(relation.stated, [*known.around(sentence, relation.stated), *figures_of(relation.workings)])
