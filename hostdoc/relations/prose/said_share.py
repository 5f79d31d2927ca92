"""A percentage in a sentence agrees with the amounts that the sentence names.

Checked, as shares: `The municipal grant is 48.8% of the income`, `EC2 is the largest block (52% of the total)`, `62% of
it is personnel`, `a saving of 79%`, `Gross margin was 77.0% of the $468.3K in revenue`. The part is the amount before
it, or one whose label the sentence names; the whole is the amount of the name behind `of`, or a total of the same
column.
Checked, as averages: how much more one amount is than another, `$162 is 10% more than $147`, `(last year $180K, so
+18%)`, and, as shares, how much less, `2.5% under budget`, also where the sentence but names their rows or columns.

Example: with $212K this year and $180K last year, `+16%` drifts: it is 17.8 %.

Wrong when a percentage is of something that no words name. A drift is reported only where the sentence states both
amounts and no others, its words name one row and one total, or two shares beside it are of the same whole.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import permutations
from typing import Literal

from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge
from hostdoc.core.ledger import Ledger
from hostdoc.core.records import replace
from hostdoc.core.regex import in_any_case
from hostdoc.core.relation import Operation, Ref, Relation
from hostdoc.figures.context import words_of
from hostdoc.figures.labels import is_total
from hostdoc.relations.evidence.fits import MET
from hostdoc.relations.prose.compared import change_over_time, others_meant
from hostdoc.relations.prose.compared import pairs as compared
from hostdoc.relations.prose.concluded import Reading, Sure, chosen
from hostdoc.relations.prose.cues import CHANGED, EARNED, FALLS, GIVEN, IT, OF, SIGNED
from hostdoc.relations.prose.known import Known, Names, alike, kinship, names, worth
from hostdoc.relations.prose.sentences import Sentence, own_words, sentences
from hostdoc.relations.tables.lines import middle

PARTS, WHOLES = 6, 6  # amounts that a sentence may speak of
NEAR = 30  # characters beside a percentage in which it is called a change
_OWNED = in_any_case(r"\b(?:dilut\w+|pre-?money|pre|equity|stake|investors?|owns?|ownership|valuation)\b")
CONTENT = 0.5  # of the words of a label that a sentence has to share


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every percentage in the prose with amounts that it may compare."""
    known = names(ledger)
    agreed: Counter[tuple[tuple[str, ...], float]] = Counter()
    missed: list[tuple[tuple[str, ...], list[Relation]]] = []
    for sentence in sentences(ledger):
        for stated in sentence.figures:
            quantity = stated.quantity
            if not quantity.unit.percent or quantity.open or not quantity.ends or not middle(stated):
                continue
            behind, before = sentence.behind(stated)[:NEAR], sentence.before(stated)[-NEAR:]
            changed = CHANGED.search(behind) or SIGNED.search(before)
            if not changed and not _of_another(sentence, stated):
                changed = CHANGED.search(before)
            tries = _changes if changed else _shares
            readings = list(tries(ledger, known, sentence, stated))
            if GIVEN.search(before):
                readings = [replace(reading, sure="") for reading in readings]
            relation = chosen(readings, sentence, known)
            if relation is not None:
                agreed[sentence.passage.block.path, _whole(relation)] += judge(relation).outcome in MET
                yield relation
            elif not changed and OF.match(sentence.behind(stated)):
                missed.append((sentence.passage.block.path, [it.relation for it in readings]))
    for path, tried in missed:
        yield from _as_beside(tried, {whole for (where, whole), count in agreed.items() if where == path and count > 1})


def _whole(relation: Relation) -> float:
    """What a share is of."""
    last = relation.inputs[-1] if relation.inputs else None
    return (middle(last) or 0.0) if last is not None and relation.kind == "share" else 0.0


def _as_beside(tried: list[Relation], wholes: set[float]) -> Iterator[Relation]:
    """A share that does not come out, of what two others beside it are parts of, where one part is named."""
    of_them = {middle(it.inputs[0]): it for it in tried if len(it.inputs) == 2 and _whole(it) in wholes - {0.0}}
    if len(of_them) == 1:
        yield from of_them.values()


def _of_another(sentence: Sentence, stated: Figure) -> bool:
    """Whether the words before a percentage are those of the percentage before: `80% savings with 95% quality`."""
    place = sentence.figures.index(stated)
    return place > 0 and sentence.figures[place - 1].quantity.unit.percent


# -- Changes --------------------------------------------------------------------------------------------------------


def _changes(ledger: Ledger, known: Names, sentence: Sentence, stated: Figure) -> Iterator[Reading]:
    """One amount of the sentence against another, else the two before it, else two totals."""
    own = [f for f in sentence.figures if f is not stated and not f.quantity.unit.percent and f.quantity.ends]
    pairs = [pair for pair in permutations(own, 2) if alike(*pair) and not _beside(sentence, *pair)]
    exact = len(pairs) == 2
    if not pairs:
        pairs = [
            pair for one, two in compared(ledger, sentence) if alike(one, two) for pair in ((one, two), (two, one))
        ]
        exact = len(pairs) == 2
    over_time = change_over_time(sentence, stated)
    if over_time:  # by what was before, as the words say of two amounts
        pairs = [(new, base) for new, base in pairs if _is_before(new, base, over_time)]
    fallen = FALLS.search(f"{sentence.before(stated)[-NEAR:]} {sentence.behind(stated)[:NEAR]}")
    for new, base in sorted(pairs, key=lambda pair: (middle(pair[1]) or 0) * (-1 if fallen else 1)):
        clear = exact and not others_meant(sentence, stated, (new, base))
        reading = _change(sentence, stated, new, base, "named" if clear else "")
        yield replace(reading, ordered=bool(over_time))
    if pairs or len(own) > 1:
        return
    before = [f for f in sentence.earlier(stated) if f.quantity.unit.currency][-2:]
    money = [total.figure for total in known.totals if total.main and total.figure.quantity.unit.currency]
    totals = [*own[-1:], *money[-2:]]
    for among in (before, totals):
        for new, base in permutations(among, 2):
            if alike(new, base) and (not over_time or _is_before(new, base, over_time)):
                yield _change(sentence, stated, new, base)


def _is_before(new: Figure, base: Figure, over_time: Literal["grown", "shrunk"]) -> bool:
    """Whether one amount may be what another one was before it grew, or shrank."""
    one, other = middle(base) or 0, middle(new) or 0
    return one < other if over_time == "grown" else one > other


def _beside(sentence: Sentence, one: Figure, two: Figure) -> bool:
    """Whether two amounts are prices of two things, `$0.14/$0.28`, and none is what the other was."""
    first, second = sorted((one, two), key=lambda figure: figure.span.start)
    between = sentence.text[first.span.end - sentence.start : second.span.start - sentence.start]
    return between.strip(" *_") == "/"


def _change(sentence: Sentence, stated: Figure, new: Figure, base: Figure, sure: Sure = "") -> Reading:
    larger, smaller = (new, base) if (middle(new) or 0) >= (middle(base) or 0) else (base, new)
    workings = Operation("÷", (Operation("−", (Ref(larger), Ref(smaller))), Ref(base)))
    kind = "average" if larger is new else "share"  # what is taken off is a part of what it is taken from
    return Reading(Relation(kind, stated, workings, "inferred", sentence.said), sure)


# -- Shares ---------------------------------------------------------------------------------------------------------


def _shares(ledger: Ledger, known: Names, sentence: Sentence, stated: Figure) -> Iterator[Reading]:
    """The part by the whole: the amounts that stand in the sentence come before those that it names."""
    of = OF.match(sentence.behind(stated))
    own = [f for f in sentence.figures if f.quantity.unit.currency]
    for cells in compared(ledger, sentence) if of and not own else ():
        less, more = sorted(cells, key=lambda figure: middle(figure) or 0, reverse=(middle(stated) or 0) > 1)
        if alike(less, more):
            workings = Operation("÷", (Ref(less), Ref(more)))
            clear: Sure = "named" if of and _is_of(of["name"], more) else ""
            yield Reading(Relation("share", stated, workings, "inferred", sentence.said), clear)
    if _OWNED.search(sentence.text):
        yield from _owned(sentence, stated)
    wholes = list(_wholes(known, sentence, stated, of))
    called = _called(known, sentence, stated) if wholes else []
    found = [(part, whole) for whole in wholes for part in _parts(sentence, stated, whole, called)]
    named = [pair for pair in found if pair[0].grid and pair[0].grid is pair[1].grid and pair[0].words]
    here = set(sentence.figures)
    said = [pair for pair in found if pair[0].figure in here and pair[1].figure in here]
    for part, whole in found:
        explicit = part.words and whole.figure in here and len(found) == 1
        sure: Sure = "named" if of and (explicit or [(part, whole)] in (named, said)) else ""
        workings = Operation("÷", (Ref(part.figure), Ref(whole.figure)))
        yield Reading(Relation("share", stated, workings, "inferred", sentence.said), sure)


def _owned(sentence: Sentence, stated: Figure) -> Iterator[Reading]:
    """What who invests owns, of a company that was worth so much before: 1 of 2 + 1 million."""
    before = [f for f in sentence.figures if f.quantity.unit.currency and f.quantity.ends and f is not stated]
    for worth_before, raised in permutations([f for f in before if f.span.start < stated.span.start][-2:], 2):
        if alike(worth_before, raised):
            workings = Operation("÷", (Ref(raised), Operation("+", (Ref(worth_before), Ref(raised)))))
            yield Reading(Relation("share", stated, workings, "inferred", sentence.said))


def _is_of(name: str, whole: Figure) -> bool:
    """Whether `of` and a name speak of an amount: of its row, its column, or of what was said before."""
    label = whole.label
    words = words_of(f"{label.row} {label.column} {' '.join(label.path[-1:])}")
    return IT.match(name) is not None or is_total(name) or kinship(words_of(name), words) > 0


def _wholes(known: Names, sentence: Sentence, stated: Figure, of: re.Match[str] | None) -> Iterator[Known]:
    """What a share may be of: the amount behind `of`, what is so called, the amount before it, the totals."""
    if of and (following := _following(sentence, stated)):
        yield _unnamed(following)
        return
    name = of["name"] if of and not IT.match(of["name"]) else ""
    words = words_of(name)
    if words and not is_total(name):
        totals = [it for it in known.totals if kinship(words, it.words | it.about) == 1 and it.main]
        called = totals or [it for it in known.called(words) if kinship(words, it.words) == 1 and it.main]
        called = [
            it for it in called if not it.figure.span.start >= stated.span.start or it.figure not in sentence.figures
        ]
        yield from called[:WHOLES]
        if called:
            return
    before = [f for f in sentence.earlier(stated) if f.quantity.unit.currency and f.quantity.ends]
    earned = [f for f in before if EARNED.search(own_words(f))]
    yield from map(_unnamed, dict.fromkeys((*earned[-1:], *before[-1:], *before[:1])))
    units = ((it, it.figure.quantity.unit) for it in known.totals if it.main)
    totals = [it for it, unit in units if not unit.percent and (it.grid or unit.currency)]
    start = stated.span.start
    yield from sorted(totals, key=lambda it: abs(it.figure.span.start - start))[:WHOLES]


def _following(sentence: Sentence, stated: Figure) -> Figure | None:
    """The amount of money that stands behind `of` itself: `77% of the $468.3K in revenue`."""
    place = sentence.figures.index(stated) + 1
    following = sentence.figures[place] if place < len(sentence.figures) else None
    money = following and following.quantity.unit.currency
    return following if money and not words_of(sentence.behind(stated)) else None


def _unnamed(figure: Figure) -> Known:
    return Known(figure, words_of(figure.label.row), frozenset(), figure.label.row, is_total(figure.label.row))


def _called(known: Names, sentence: Sentence, stated: Figure) -> list[tuple[Known, float]]:
    """The amounts whose labels the sentence names, and how much of these."""
    behind = sentence.behind(stated)
    words = words_of(f"{sentence.ahead(stated)} {behind if IT.search(behind) else ''}")
    named = [(it, kinship(it.words, words)) for it in known.called(words) if it.figure is not stated]
    return [(it, much) for it, much in named if much >= CONTENT]


def _parts(sentence: Sentence, stated: Figure, whole: Known, called: Sequence[tuple[Known, float]]) -> Iterator[Known]:
    """The amount just before a share, or those whose labels the sentence names, in the column of the whole."""
    before = [f for f in sentence.figures if f.span.start < stated.span.start and alike(whole.figure, f)]
    yield from (_unnamed(figure) for figure in before[-1:] if figure is not whole.figure)
    named = [
        (it, much)
        for it, much in called
        if it.figure is not whole.figure
        and (it.column == whole.column if it.grid is whole.grid else it.main)
        and (worth(whole.figure, it) or worth(it.figure, whole))
    ]
    named = [(it, much) for it, much in named if it.grid and it.grid is whole.grid] or named
    most = max((much for _, much in named), default=0.0)
    yield from [it for it, much in named if much == most][:PARTS]
