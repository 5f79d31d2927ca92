"""An amount that a sentence states for a year, or a month, agrees with the same for another period.

Checked, as scales: `Over a year that is about $163` below a monthly total of $13.61; `ARR $312K ($26K MRR)`; `$24,642 a
year` after an amount per month. The base is an amount of the sentence or its passage, or a total that is per another
time, or that names none. So are counts that one sentence states for two periods: `400 questions a day, i.e. 12,000 a
month`.

Example: a monthly total of $75.47 with `in a year that is $950.64` drifts: it is $905.64.

Wrong when the longer period has a discount. A drift is reported only where one amount with a period of its own stands
before it and it is called a total, a cost or a saving, or where a slip of the pen explains it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from hostdoc.core.arithmetic import estimate
from hostdoc.core.figure import Figure
from hostdoc.core.ledger import Ledger
from hostdoc.core.records import replace
from hostdoc.core.regex import in_any_case, regex
from hostdoc.core.relation import Ref, Relation
from hostdoc.core.units import TIMES, fitting
from hostdoc.figures.context import words_of
from hostdoc.figures.labels import BURDEN
from hostdoc.relations.evidence.periods import scaled
from hostdoc.relations.prose.concluded import Reading, Sure, chosen
from hostdoc.relations.prose.cues import A_MONTH, A_YEAR, INSTEAD, PERIODS, REMAINS, THAT_IS
from hostdoc.relations.prose.known import alike, apart, names
from hostdoc.relations.prose.sentences import Sentence, sentences
from hostdoc.relations.tables.lines import middle

BEHIND = 16  # characters behind an amount in which its period stands
BEFORE = 3  # amounts, and passages, before it that it may restate
TOTALS = 3  # totals that it may restate
WORKED = (0.55, 0.9)  # part of the days of a week, month or year on which people work
ROUNDED = 0.06  # part by which a count may be off and rounded in the head
JOINED = 60  # characters between two amounts of which one restates the other
_PERIODS = ("year", "month")
_OR = in_any_case(r"\b(?:or|oder|ou)\b")
_RECURRING = regex(r"\bmrr\b", re.IGNORECASE), regex(r"\barr\b", re.IGNORECASE)  # one is the other, by definition
_CLAUSE = regex(r"[,;:.(]\s|→|=")


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every amount of money in the prose with a period."""
    known = names(ledger)
    for sentence in sentences(ledger):
        for figure, stated in pairwise(sentence.figures):
            relation = chosen(_restated(sentence, figure, stated), sentence, known)
            if relation is not None:
                yield relation
        for stated in sentence.figures:
            if not stated.quantity.unit.currency or stated.quantity.open or not stated.quantity.ends:
                continue
            longer = _period(sentence, stated)
            if longer in _PERIODS:
                totals = [
                    it.figure for it in known.totals_near(_timeless(stated)) if it.figure is not stated and it.main
                ]
                relation = chosen(_readings(ledger, sentence, stated, longer, totals[:TOTALS]), sentence, known)
                if relation is not None:
                    yield relation


def _restated(sentence: Sentence, figure: Figure, stated: Figure) -> Iterator[Reading]:
    """`2,500 a month, that is 83 a day`: what stands before and behind `that is`, each for a time of its own."""
    between = _between(sentence, figure, stated)
    joint = THAT_IS.search(between)
    if joint is None or joint.start() > JOINED or _limited(figure, stated):
        return
    (base, thing), (longer, same) = _timed(figure, between[: joint.start()]), _timed(stated, sentence.behind(stated))
    same_thing = (not same or same & thing) and alike(apart(stated, *TIMES), apart(figure, *TIMES))
    if base and longer and base != longer and same_thing and not _of_work(base, longer, figure, stated):
        for it in _scales(sentence, stated, figure, base, longer, "named", every=True):
            yield it if stated.quantity.unit.currency or _far(it.relation) else replace(it, sure="")


def _of_work(base: str, longer: str, figure: Figure, stated: Figure) -> bool:
    """Whether days may be those of work: five or six of seven, and fewer in a year."""
    number = next(iter(fitting(base, longer) or fitting(longer, base)), 1)
    less, more = sorted((middle(figure) or 0, middle(stated) or 0))
    return "day" in (base, longer) and less > 0 and WORKED[0] <= more / less / number <= WORKED[1]


def _far(relation: Relation) -> bool:
    """Whether a count is off by more than rounding: 8 shifts a week are 400 a year, and 2 TB a month 66 GB a day."""
    size = relation.stated.quantity.unit.size
    return not size and abs(estimate(relation.workings) / (middle(relation.stated) or 1) - 1) > ROUNDED


def _limited(*figures: Figure) -> bool:
    return any(f.quantity.open or f.quantity.unit.percent or not f.quantity.ends for f in figures)


def _timed(figure: Figure, behind: str) -> tuple[str | None, frozenset[str]]:
    """The one time that an amount is per, by its unit or by the words of its clause, and what it counts."""
    clause = _CLAUSE.split(behind[:JOINED], maxsplit=1)[0]
    said = {period: match.start() for period, words in PERIODS.items() if (match := words.search(clause))}
    time = figure.quantity.unit.time or (next(iter(said)) if len(said) == 1 else None)
    return time, words_of(clause[: said.get(time or "", 0)])


def _timeless(figure: Figure) -> Figure:
    return apart(figure, *TIMES)


def _period(sentence: Sentence, stated: Figure) -> str | None:
    """What its unit says, else the words beside it, else those that begin its sentence."""
    beside = (sentence.behind(stated)[:BEHIND], sentence.before(stated))
    for period, words in (("year", A_YEAR), ("month", A_MONTH)):
        if stated.quantity.unit.time == period or (
            not stated.quantity.unit.time and any(words.search(text) for text in beside)
        ):
            return period
    return stated.quantity.unit.time


def _readings(
    ledger: Ledger, sentence: Sentence, stated: Figure, longer: str, totals: list[Figure]
) -> Iterator[Reading]:
    bare = _timeless(stated)
    earlier = [f for f in sentence.earlier(stated) if alike(bare, _timeless(f))][-BEFORE:][::-1]
    above = [
        figure
        for passage in sentence.around(ledger, BEFORE)[::-1]
        for figure in [f for f in passage.figures if alike(bare, _timeless(f))][-1:]
    ]
    first = not earlier and sentence.earlier(stated) == () and not above
    other = [figure for figure in earlier if _other(sentence, figure, longer)]
    for figure in dict.fromkeys((*earlier, *totals, *above)):
        shorter = _other(sentence, figure, longer)
        if shorter is None and figure.quantity.unit.time:
            continue
        only = [figure] == other[:1] == earlier[:1]
        sure: Sure = "" if not only and figure not in totals[:1] else "slip"
        if only and (BURDEN.search(sentence.text) or REMAINS.search(sentence.ahead(stated))):
            sure = "named"
        if only and _RECURRING[0].search(sentence.text) and _RECURRING[1].search(sentence.text):
            sure = "named"
        if figure in sentence.figures and _alternatives(sentence, figure, stated):
            sure = ""
        if first and figure in totals[:1] and figure.label.path == sentence.passage.block.path:
            sure = "named"
        for base in (shorter,) if shorter else ("month" if longer == "year" else "year",):
            yield from _scales(sentence, stated, figure, base, longer, sure)


def _alternatives(sentence: Sentence, figure: Figure, stated: Figure) -> bool:
    """Whether two amounts are prices of which one is had in place of the other.

    `or` joins what is left, or comes to a total, as well: `leaves $100 a month, or $1,200 a year`.
    """
    between, ahead = _between(sentence, figure, stated), sentence.ahead(figure)
    said = BURDEN.search(ahead) or REMAINS.search(ahead)
    return INSTEAD.search(between) is not None or (_OR.search(between) is not None and not said)


def _between(sentence: Sentence, figure: Figure, stated: Figure) -> str:
    return sentence.text[figure.span.end - sentence.start : stated.span.start - sentence.start]


def _other(sentence: Sentence, figure: Figure, longer: str) -> str | None:
    """The time that an amount is per, if it is another."""
    time = figure.quantity.unit.time
    if time is None and figure in sentence.figures:
        beside = (sentence.behind(figure)[:BEHIND], sentence.before(figure))
        time = "month" if any(A_MONTH.search(text) for text in beside) else None
    return time if time != longer else None


def _scales(
    sentence: Sentence, stated: Figure, figure: Figure, base: str, longer: str, sure: Sure, *, every: bool = False
) -> Iterator[Reading]:
    """One time in another; where that has several numbers, the stated one is sure only if it is so by `every` one."""
    numbers = [(number, False) for number in fitting(base, longer)] + [
        (number, True) for number in fitting(longer, base)
    ]
    for number, inverse in numbers:
        workings = scaled(Ref(figure), number, inverse=inverse)
        relation = Relation("scale", stated, workings, "inferred", sentence.said)
        yield Reading(relation, sure if len(numbers) == 1 or every else "")
