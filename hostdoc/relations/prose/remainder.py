"""What a sentence says is left, or missing, agrees with the amounts that it is left of.

Checked, as differences: an amount called surplus, deficit, profit, balance, saving or the like, or that `remains`, is
`left` or `still needed`; and what is asked for of a total that others pay a part of. It is the difference of amounts
that stand before it in the sentence or its passage, of two totals of the document (income and costs), or of a total and
the amounts before it. So is how much one row or column is cheaper than another: `Offer B is $340 less than offer A`.

Example: with total income of £12,814 and total expenditure of £10,951, `a surplus of £1,873` drifts by £10.

Wrong when something is taken off that the document does not state. A drift is reported only where sentence or labels
name all that there is to it, or where it is but a slip of the pen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain, combinations, pairwise

from hostdoc.core.document import Heading, Item
from hostdoc.core.figure import Figure
from hostdoc.core.ledger import Ledger
from hostdoc.core.records import replace
from hostdoc.core.regex import in_any_case, regex
from hostdoc.core.relation import Expression, Operation, Ref, Relation
from hostdoc.figures.context import words_of
from hostdoc.relations.evidence.fits import in_period
from hostdoc.relations.prose.compared import others_meant, pairs, spent_of_budget
from hostdoc.relations.prose.concluded import Reading, Sure, chosen
from hostdoc.relations.prose.cues import ASKED, CHANGED, EARNED, IN_PARTS, LESS, REMAINS, SPENT, TOGETHER
from hostdoc.relations.prose.known import Known, Names, alike, names, worth, worthy
from hostdoc.relations.prose.sentences import REACH, Sentence, own_words, sentences
from hostdoc.relations.tables.lines import middle

BEFORE = 8  # amounts of a passage before the stated one
SHARED = 2  # words that a sentence shares with what is taken off
ITEMS = 3  # items of a list before it
WHOLE, REACH_OF_NAMES = 60, 300  # characters in which a total is called so, and in which its passage names a part
_WITHOUT = in_any_case(
    r"\b(?:omit(?:s|ted|ting)?|remov(?:e[sd]?|al|ing)|exclud(?:e[sd]?|ing)|drop(?:s|ped|ping)?|left out"
    r"|leav(?:e|ing) out|cut(?:ting)? out|tak(?:e|ing|en) out|skip(?:ped|ping)?|without)\b"
)
_LIMIT = in_any_case(r"\b(?:limit|ceiling|cap|budget|maximum|obergrenze|grenze|plafond|límite|tetto)\b(?: of)?\W*\Z")
_WHOLE = in_any_case(r"\b(?:total|budget|request(?:ed)?|sum|cost|price|funding|all)\b")
_NAME = regex(r"\b[A-Z][a-z]{2,}(?: [A-Z][a-z]{2,}){1,3}\b")
WHOLES = 4  # totals that may be what is below a limit
BEHIND = 24  # characters behind an amount in which it is called what is left


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every amount in the prose that is called what is left, or what is asked for."""
    known = names(ledger)
    for sentence in sentences(ledger):
        for stated in sentence.figures:
            unit = stated.quantity.unit
            if (
                isinstance(sentence.passage.block, Heading)
                or not unit.currency
                or stated.quantity.open
                or not stated.quantity.ends
            ):
                continue
            said = f"{_since_money(sentence, stated)} | {sentence.behind(stated)[:BEHIND]}"
            left = REMAINS.search(said) or (LESS.search(sentence.ahead(stated)) and TOGETHER.search(said))
            compared = CHANGED.match(sentence.behind(stated).lstrip(" *_"))
            without = _WITHOUT.search(sentence.ahead(stated)) and _WHOLE.search(sentence.ahead(stated)[-WHOLE:])
            if without and (relation := chosen(_less_named(ledger, known, sentence, stated), sentence, known)):
                yield relation
                continue
            if not left and not compared and not ASKED.search(said):
                continue
            if IN_PARTS.search(_since_money(sentence, stated)):
                continue
            if left and (relation := chosen(_below_limit(known, sentence, stated), sentence, known)):
                yield relation
                continue
            readings = _readings(ledger, known, sentence, stated, asked=not left)
            if compared and not left:
                readings = _compared(ledger, sentence, stated)
            elif left and not spent_of_budget(sentence, stated):
                readings = chain(_compared(ledger, sentence, stated), readings)
            relation = chosen(
                readings,
                sentence,
                known,
            )
            if relation is not None:
                yield relation


def _readings(ledger: Ledger, known: Names, sentence: Sentence, stated: Figure, *, asked: bool) -> Iterator[Reading]:
    if not asked and (spent := spent_of_budget(sentence, stated)):
        yield replace(_reading(sentence, stated, spent, "named"), all=True)
        return
    before = [f for f in sentence.earlier(stated) if alike(stated, f)][-BEFORE:]
    totals = known.totals_near(stated)
    if not asked:
        yield from _in_passage(sentence, stated, before)
        yield from _of_totals(sentence, stated, totals)
    yield from _of_total_less(sentence, stated, totals, before, "slip" if asked else "named")
    if not before:
        listed = asked and isinstance(sentence.passage.block, Item)
        items = _items_before(ledger, sentence, stated)
        yield from _of_total_less(sentence, stated, totals, items, "slip" if listed else "")
    words = words_of(sentence.text)
    for called in known.called(words)[:BEFORE] if totals else ():
        if len(called.words & words) >= SHARED and worth(stated, called) and called.figure is not stated:
            yield from _of_total_less(sentence, stated, totals[:1], [called.figure], "")


def _below_limit(known: Names, sentence: Sentence, stated: Figure) -> Iterator[Reading]:
    """`€1,650 remain below the limit of €20,000`: the limit less a total."""
    place = sentence.figures.index(stated) + 1
    for limit in sentence.figures[place : place + 1]:
        if alike(stated, limit) and _LIMIT.search(sentence.before(limit)):
            for total in known.totals_near(stated)[:WHOLES]:
                yield _reading(sentence, stated, (limit, total.figure), "slip")


def _less_named(ledger: Ledger, known: Names, sentence: Sentence, stated: Figure) -> Iterator[Reading]:
    """`If the audits are left out, our total is $70,000`: the total before it, less what the passage names."""
    passage = sentence.passage
    above = passage.span.text[: max(0, stated.span.start - passage.span.start)]
    words = words_of(above[-REACH_OF_NAMES:])
    before = [it.figure for it in known.totals_near(stated) if it.figure.span.end <= stated.span.start]
    wholes = [f for f in sentence.earlier(stated) if alike(stated, f)][-1:] + before
    called = [it for it in known.called(words)[:BEFORE] if len(it.words & words) >= SHARED and worth(stated, it)]
    parts = [*(it.figure for it in called), *_by_name(ledger, sentence, stated, above[-REACH_OF_NAMES:])]
    seen: set[tuple[object, ...]] = set()
    for whole in wholes[:SHARED]:
        for part in parts:
            amounts = (middle(whole), middle(part))
            if part not in (stated, whole) and amounts not in seen:
                seen.add(amounts)
                yield _reading(sentence, stated, (whole, part), "slip")


def _by_name(ledger: Ledger, sentence: Sentence, stated: Figure, above: str) -> Iterator[Figure]:
    """The last amount of passages that have a name in common with some words: `the Harbour Survey line`."""
    said = set(_NAME.findall(sentence.ahead(stated))) or set(_NAME.findall(above))
    for passage in ledger.passages if said else ():
        amounts = [figure for figure in passage.figures if alike(stated, figure)]
        if amounts and passage is not sentence.passage and any(name in passage.span.text for name in said):
            yield amounts[-1]


def _compared(ledger: Ledger, sentence: Sentence, stated: Figure) -> Iterator[Reading]:
    """The two amounts of a table that the sentence sets against each other, or the two just before it."""
    for pair in pairs(ledger, sentence):
        if all(worthy(stated, figure) for figure in pair):
            yield _reading(sentence, stated, pair, "named")
    before = [f for f in sentence.earlier(stated) if alike(stated, f)]
    for it in _in_passage(sentence, stated, before[-BEFORE:]):
        yield replace(it, sure="") if others_meant(sentence, stated, it.relation.inputs) else it


def _since_money(sentence: Sentence, stated: Figure) -> str:
    """The words before an amount, back to the amount before: `a saving of 79% or $24,642`."""
    money = [f for f in sentence.figures if f.span.start < stated.span.start and f.quantity.unit.currency]
    return sentence.ahead(stated)[money[-1].span.end - sentence.start if money else 0 :][-REACH:]


def _reading(sentence: Sentence, stated: Figure, terms: tuple[Figure, ...], sure: Sure = "") -> Reading:
    """The first less the others, per month where that is so stated; a difference of two has no sign in words."""
    ordered = terms if len(terms) > 2 else tuple(sorted(terms, key=lambda figure: -abs(middle(figure) or 0)))
    workings: Expression = Operation("−", tuple(map(Ref, ordered)))
    return Reading(Relation("difference", stated, in_period(stated, workings), "inferred", sentence.said), sure)


def _in_passage(sentence: Sentence, stated: Figure, before: list[Figure]) -> Iterator[Reading]:
    """`revenue $900, staff $400, rent $200: profit $300`; `$10.50 against $8: $2.50 less`."""
    own = [figure for figure in sentence.figures if figure is not stated and alike(stated, figure)]
    earned = [place for place, figure in enumerate(before) if EARNED.search(own_words(figure))]
    if len(before) > 2 and earned and earned[-1] < len(before) - 1:
        yield _reading(sentence, stated, tuple(before[earned[-1] :]), "named")
    for start in range(len(before) - 1):
        yield _reading(sentence, stated, tuple(before[start:]), "named" if len(before) == 2 == len(own) else "")
    for one, other in pairwise(own):
        yield _reading(sentence, stated, (one, other))


def _of_totals(sentence: Sentence, stated: Figure, totals: list[Known]) -> Iterator[Reading]:
    """Two totals of different tables, in columns of one name; an income and a cost first."""
    every = list(combinations(totals, 2))
    opposed = [pair for pair in every if _opposed(*pair) and all(it.main for it in pair) and not _of_one_table(*pair)]
    pairs = [pair for pair in every if pair in opposed or _comparable(*pair)]
    for pair in sorted(pairs, key=lambda pair: pair not in opposed):
        local = len(sentence.figures) > 2  # the sentence may compute by itself
        sure: Sure = "" if local else "named" if opposed == [pair] else "slip"
        yield _reading(sentence, stated, (pair[0].figure, pair[1].figure), sure)
    for one, other in opposed[:2]:
        earned, spent = (one, other) if _earned(one) else (other, one)
        for further in sentence.passage.figures:
            if further is not stated and alike(stated, further):
                terms = Operation("+", (Ref(earned.figure), Ref(further)))
                workings = Operation("−", (terms, Ref(spent.figure)))
                yield Reading(Relation("difference", stated, workings, "inferred", sentence.said))


def _comparable(one: Known, other: Known) -> bool:
    """Whether one total may be held against another: not one of the same table and row or column."""
    if one.grid is not None and one.grid is other.grid:
        return one.column == other.column
    if one.grid is None or other.grid is None:
        return True
    return one.grid.columns[one.column].header == other.grid.columns[other.column].header or (
        len(one.grid.columns) == 2 or len(other.grid.columns) == 2
    )


def _of_one_table(one: Known, other: Known) -> bool:
    return one.grid is not None and one.grid is other.grid


def _earned(known: Known) -> bool:
    return _says(_called(known)) == (True, False)


@lru_cache(maxsize=1024)  # labels of totals, held against each other
def _says(label: str) -> tuple[bool, bool]:
    """Whether a label speaks of income, and whether of costs."""
    return EARNED.search(label) is not None, SPENT.search(label) is not None


def _opposed(one: Known, other: Known) -> bool:
    """Whether one is called income and the other costs."""
    return any(_earned(a) and _says(_called(b))[1] for a, b in ((one, other), (other, one)))


def _called(known: Known) -> str:
    return f"{known.label} {' '.join(sorted(known.about))}"


def _of_total_less(
    sentence: Sentence, stated: Figure, totals: list[Known], others: list[Figure], sure: Sure
) -> Iterator[Reading]:
    """A total less one amount before, or all of them; or the other way round."""
    for total in totals:
        rest = tuple(figure for figure in others if figure is not total.figure)
        if _made_of(total.figure, rest):
            continue  # what a total is the sum of is not taken off it
        only = len(totals) == 1 and len(rest) == 1 and _of_here(sentence, total)
        for start in dict.fromkeys((0, len(rest) - 1) if rest else ()):
            yield _reading(sentence, stated, (total.figure, *rest[start:]), sure if only or not sure else "slip")
        if len(rest) > 1:
            workings = Operation("−", (Operation("+", tuple(map(Ref, rest))), Ref(total.figure)))
            yield Reading(Relation("difference", stated, workings, "inferred", sentence.said))


def _made_of(total: Figure, parts: Sequence[Figure]) -> bool:
    """Whether a total is just the sum of the last of some amounts."""
    values, whole = [middle(figure) or 0.0 for figure in parts], middle(total) or 0.0
    return any(abs(sum(values[first:]) - whole) <= 1e-6 * abs(whole) for first in range(len(values) - 1))


def _of_here(sentence: Sentence, total: Known) -> bool:
    """Whether a total stands in the section of a sentence, or is named by it."""
    words = words_of(sentence.text)
    return total.figure.label.path == sentence.passage.block.path or not words.isdisjoint(total.words | total.about)


def _items_before(ledger: Ledger, sentence: Sentence, stated: Figure) -> list[Figure]:
    """The amounts of the items just before one of a list."""
    near = sentence.around(ledger, ITEMS)
    return [figure for passage in near for figure in [f for f in passage.figures if alike(stated, f)][-1:]]
