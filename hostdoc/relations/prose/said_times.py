"""What several things come to agrees with how many they are and what one of them costs.

Checked, as products: a count and an amount in the prose, where the price of one stands in the same sentence (`4 disks
at €98: €392`, `spare capsules, 4 pcs: 36.80 (at 9.20)`), before it in the passage (`36 gauges at $600 …; 8 replacements
at the same price, $4,800`), or in a row that the sentence names, or is a total (`8 kits: 926.40`).

Example: `4 disks at €98: €382` drifts by €10.

Wrong when the amount is of more than what is counted. A drift is reported only where one count, one price and the
amount follow each other in a sentence, and nothing else is said to be in it.
"""

from __future__ import annotations

from collections.abc import Iterator

from hostdoc.core.figure import Figure
from hostdoc.core.ledger import Ledger
from hostdoc.core.regex import in_any_case, regex
from hostdoc.core.relation import Expression, Operation, Ref, Relation
from hostdoc.core.units import TIMES
from hostdoc.figures.context import words_of
from hostdoc.relations.evidence.fits import significant
from hostdoc.relations.prose.concluded import Reading, Sure, chosen
from hostdoc.relations.prose.cues import BESIDES
from hostdoc.relations.prose.known import Names, alike, kinship, names, worth
from hostdoc.relations.prose.rates import in_words
from hostdoc.relations.prose.sentences import Sentence, sentences
from hostdoc.relations.tables.lines import middle

COUNTS, PRICES = 3, 6  # of a sentence that are tried together
MONEY = 2  # decimals of a bare number that looks like money
TELLING = 2  # significant digits of an amount that does not come out by chance, with a price that is far away
_OF = regex(r"\s(?:out )?of\s\Z")  # `4 of 5` are no four of what follows
_AT = in_any_case(r"(?<!\w)(?:at|@|à|zu|je|a|te?gen|per|por|×|x|\*)[\s*_~]*(?:about\s|the same\s)?\Z")
_COMES = in_any_case(
    r"[\s*_]*(?:each|apiece|per\s\w+|an?\s\w+)?[\s*_)]*(?:[:=→–—,]|is|are|makes?|costs?|comes?\sto|ergeben|ergibt|macht|soit|son)"
    r"[\s*_~≈]*"
)


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every amount of the prose with a count before it."""
    known = names(ledger)
    for sentence in sentences(ledger):
        counts = list(_counts(sentence))
        for stated in sentence.figures if counts else ():
            if (
                _amount(stated)
                and (relation := chosen(_readings(known, sentence, stated, counts), sentence, known)) is not None
            ):
                yield relation


def _amount(figure: Figure) -> bool:
    """Whether a figure is money, or a bare number that is written like money."""
    quantity = figure.quantity
    cents = not quantity.unit.of and quantity.ends and quantity.ends[0].step.as_tuple().exponent == -MONEY
    return bool((quantity.unit.currency or cents) and quantity.ends and not quantity.open and not quantity.is_range)


def _counts(sentence: Sentence) -> Iterator[tuple[Expression, int, float]]:
    """The whole numbers of things in a sentence: the number, where it ends, its value."""
    for figure in sentence.figures:
        unit, quantity = figure.quantity.unit, figure.quantity
        whole = quantity.ends and quantity.ends[0].step >= 1 and not quantity.is_range
        part = _OF.match(sentence.behind(figure)) is not None
        if whole and not (part or unit.currency or unit.percent or unit.size or unit.of == "x"):
            yield Ref(figure), figure.span.end, middle(figure) or 0
    for factor in in_words(sentence.text, sentence.start):
        if factor.unit.of not in TIMES:
            yield factor.workings, factor.end, 2


def _readings(
    known: Names, sentence: Sentence, stated: Figure, counts: list[tuple[Expression, int, float]]
) -> Iterator[Reading]:
    before = [count for count in counts if count[1] <= stated.span.start and count[2] > 1][-COUNTS:]
    if not before:
        return
    own = [f for f in sentence.figures if f is not stated and _amount(f) and alike(stated, f)]
    afar = _prices(known, sentence, stated) if significant(stated) >= TELLING else ()
    prices = list(dict.fromkeys((*own, *afar)))[: 2 * PRICES]
    for count, end, _ in before[::-1]:
        for price in prices:
            sure: Sure = "named" if len(own) == 1 and _follow(sentence, end, price, stated, len(before)) else ""
            workings = Operation("×", (count, Ref(price)))
            yield Reading(Relation("product", stated, workings, "inferred", sentence.said), sure)


def _prices(known: Names, sentence: Sentence, stated: Figure) -> Iterator[Figure]:
    """The amounts before, those of rows that the sentence names, and totals."""
    yield from [f for f in sentence.earlier(stated) if _amount(f) and alike(stated, f)][-PRICES:]
    words = words_of(sentence.text)
    called = (it for it in known.called(words) if worth(stated, it) and it.tabled and it.figure is not stated)
    yield from [it.figure for it in called if kinship(it.words, words) >= 1 / 2][:PRICES]
    yield from [it.figure for it in known.totals_near(stated) if it.main][:PRICES]


def _follow(sentence: Sentence, end: int, price: Figure, stated: Figure, counts: int) -> bool:
    """Whether one count, its price and the amount follow each other, and nothing is said to come on top."""
    if not end <= price.span.start < price.span.end <= stated.span.start or counts > 1:
        return False
    text, start = sentence.text, sentence.start
    things, comes = (
        text[end - start : price.span.start - start],
        text[price.span.end - start : stated.span.start - start],
    )
    clean = not BESIDES.search(things) and not BESIDES.search(text[stated.span.end - start :])
    return clean and _AT.search(things) is not None and _COMES.fullmatch(comes) is not None
