"""An amount that a sentence states for a year, or a month, agrees with the same for another period.

Checked, as scales: `Over a year that is about $163` below a monthly total of $13.61; `ARR $312K ($26K MRR)`; `$24,642 a
year` after an amount per month. The base is an amount of the sentence or its passage, or a total that is per another
time, or that names none.

Example: a monthly total of $75.47 with `in a year that is $950.64` drifts: it is $905.64.

Wrong when the longer period has a discount. A drift is reported only where one amount with a period of its own stands
before it and it is called a total, a cost or a saving, or where a slip of the pen explains it.
"""

from __future__ import annotations

from collections.abc import Iterator

from hostdoc.core.figure import Figure
from hostdoc.core.ledger import Ledger
from hostdoc.core.relation import Ref, Relation
from hostdoc.core.units import TIMES, fitting
from hostdoc.figures.labels import BURDEN
from hostdoc.relations.concluded import Reading, Sure, chosen
from hostdoc.relations.cues import A_MONTH, A_YEAR
from hostdoc.relations.known import alike, apart, names
from hostdoc.relations.periods import scaled
from hostdoc.relations.sentences import Sentence, sentences

BEHIND = 16  # characters behind an amount in which its period stands
BEFORE = 3  # amounts, and passages, before it that it may restate
TOTALS = 3  # totals that it may restate
_PERIODS = ("year", "month")


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every amount of money in the prose with a period."""
    known = names(ledger)
    for sentence in sentences(ledger):
        for stated in sentence.figures:
            if not stated.quantity.unit.currency or stated.quantity.open or not stated.quantity.ends:
                continue
            longer = _period(sentence, stated)
            if longer in _PERIODS:
                totals = [
                    it.figure for it in known.totals_near(_timeless(stated)) if it.figure is not stated and it.main
                ]
                relation = chosen(
                    _readings(ledger, sentence, stated, longer, totals[:TOTALS]), known.around(sentence, stated)
                )
                if relation is not None:
                    yield relation


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
    other = [figure for figure in earlier if _other(sentence, figure, longer)]
    for figure in dict.fromkeys((*earlier, *totals, *above)):
        shorter = _other(sentence, figure, longer)
        if shorter is None and figure.quantity.unit.time:
            continue
        only = [figure] == other[:1] == earlier[:1]
        sure: Sure = "" if not only and figure not in totals[:1] else "slip"
        if only and BURDEN.search(sentence.text):
            sure = "named"
        for base in (shorter,) if shorter else ("month" if longer == "year" else "year",):
            yield from _scales(sentence, stated, figure, base, longer, sure)


def _other(sentence: Sentence, figure: Figure, longer: str) -> str | None:
    """The time that an amount is per, if it is another."""
    time = figure.quantity.unit.time
    if time is None and figure in sentence.figures and A_MONTH.search(sentence.behind(figure)[:BEHIND]):
        time = "month"
    return time if time != longer else None


def _scales(
    sentence: Sentence, stated: Figure, figure: Figure, base: str, longer: str, sure: Sure
) -> Iterator[Reading]:
    numbers = [(number, False) for number in fitting(base, longer)] + [
        (number, True) for number in fitting(longer, base)
    ]
    for number, inverse in numbers:
        workings = scaled(Ref(figure), number, inverse=inverse)
        yield Reading(Relation("scale", stated, workings, "inferred", sentence.said), sure if len(numbers) == 1 else "")
