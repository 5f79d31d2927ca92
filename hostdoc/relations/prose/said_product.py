"""An amount agrees with the rate and the counts that are said beside it, without a sign between them.

Checked: `$22,500 for 75 hours per year at $120/hr for 2.5 years`; a rate or a count that stands once in the section, or
beside words that the amount shares; a total below the one line that says how it comes about; and amounts in proportion
to their rates, `$21,120 for 4 hours/week` beside `$42,240` for 8.

Example: `$17,000 for 50 hours per year at $120/hr for 2.5 years` drifts: it is $15,000.

Wrong when an amount covers more than what is counted. A drift is reported only where amount, counts and rate follow
each other, or the amount is called their total, their units cancel in one way only, and the two come near.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import chain, islice

from hostdoc.core.document import Item
from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge, promising
from hostdoc.core.ledger import Ledger, Passage
from hostdoc.core.records import dataclass, replace
from hostdoc.core.regex import in_any_case, regex
from hostdoc.core.relation import Const, Expression, Operation, Ref, Relation
from hostdoc.core.units import TIMES, fitting
from hostdoc.figures.context import sentence_around, words_of
from hostdoc.figures.labels import is_total
from hostdoc.relations.evidence.fits import significant, telling
from hostdoc.relations.evidence.slips import SHORT, slip
from hostdoc.relations.prose.cues import CONCLUDED, ELSEWHEN, THAT_IS
from hostdoc.relations.prose.rates import Chain, Factor, chains, factors, in_words, is_price

AGREES = ("holds", "rounds")
FEW = 30  # figures of a passage that is a sentence and no list of data
NEAR = 8  # amounts and passages around an amount that are of one mind with it
NEARBY, FINE = 3, 3  # how far factors of the same section are; the digits of an amount that come out from farther away
SHARED = 2  # words that two passages have in common if they speak of the same
TRIED = 10_000  # products of a document, whatever its size, and
TRIED_EACH = 2  # for each of its figures
MOST_TRIED = 200  # for one amount
MOST = 120  # passages with counts that are looked at from afar
_JOINS = regex(
    r"[\s*_)]*(?:,\s(?:which|that|so\sthat)\s)?(?:[(:=–—→-]|for|covers?|to\s+cover|based\s+on|at|totall?ing|totals?|gives|makes|comes\s+to|amounts?\s+to)"
    r"[\s*_(]*(?:[^\W\d_]+\s+){0,3}"
    r"|[,;]\s(?:[^\W\d_]+\s){0,3}[^\W\d_]+:\s",
    re.IGNORECASE,
)
# Words behind which an amount may be of more, or of less, than what is counted.
_MORE = in_any_case(
    r"\b(?:plus|and|minus|less|exclud\w+|includ\w+|without|or|if|up\s+to|at\s+least|deposit|upfront|first|rest|some"
    r"|remaining\s+balance|discount\w*|expected)\b|[+]"
)


_TOTAL_OF = in_any_case(r"\btotal\s+of[\s*_~≈]*\Z")
_AT_EACH = regex(r"[@×]\s*\Z")
_DIGIT = regex(r"\d")
_CLAUSE = regex(r"[,;]\s")
_EXTRA = in_any_case(
    r"\b(?:plus|includ\w+|exclud\w+|without|travel|expenses|bonus|vouchers?|coupons?|reduced|runway|burn|lasts?)\b"
)


@dataclass(frozen=True, slots=True, eq=False)
class _Said:
    """An amount of money, its sentence, and the factors that the sentence and the passage name."""

    stated: Figure
    passage: Passage
    sentence: str
    start: int
    own: tuple[Factor, ...]
    all: tuple[Factor, ...]

    @property
    def beside(self) -> str:
        """The words of its sentence between the amounts before and behind it, but for what is said of the one before:
        `$26,500 together, and earn …`."""
        here = self.stated.span.start - self.start
        behind = _DIGIT.split(self.sentence[here + len(self.stated.text) :], maxsplit=1)[0]
        *others, before = _DIGIT.split(self.sentence[:here])
        return f"{_CLAUSE.split(before)[-1] if others else before} | {behind}"


@dataclass(frozen=True, slots=True)
class _Product:
    """What an amount may come to; `whole` ones leave no unit over and need no number that nobody states.

    `far` counts from 0, the sentence of the amount itself.
    """

    relation: Relation
    chain: Chain
    whole: bool
    far: int

    @property
    def agrees(self) -> bool:
        relation = self.relation
        if self.far > NEARBY and significant(relation.stated) < FINE:
            return False  # with all the document has, two digits come about by chance
        return promising(relation) and judge(relation).outcome in AGREES and telling(relation)


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every amount in the prose with a rate and counts."""
    named = [(passage, _named(ledger, passage)) for passage in ledger.passages if len(passage.figures) <= FEW]
    counting = _Counting([(passage, found) for passage, found in named if found])
    said = [it for passage, found in named for it in _amounts(ledger, passage, found)]
    agreed: list[tuple[_Said, _Product]] = []
    budget = TRIED + TRIED_EACH * len(ledger.figures)
    for it in said:
        room = max(0, min(budget, MOST_TRIED))
        own = list(islice(_of(it, it.own, 0), room))
        said_here = any(product.whole and _joined(it, product.chain) for product in own)
        far = () if said_here else islice(_products(it, counting), room)
        products = [*own, *far]
        budget -= len(products)
        met = next((product for product in products if product.agrees), None)
        if met is not None:
            agreed.append((it, met))
            yield _of_count(ledger, it, met) or met.relation
        elif claimed := _claimed(it, products, agreed[-NEAR:]):
            relation = _of_count(ledger, it, claimed) or claimed.relation
            # other passages may speak of something else
            doubtful = claimed.far > 1 and not _all_there_is(ledger, it, claimed)
            yield replace(relation, unsure=doubtful or (claimed.far == 1 and not slip(relation, SHORT)))
    yield from _in_proportion(said, counting, {id(it) for it, _ in agreed})


class _Counting:
    """The passages that name rates and counts, by section."""

    def __init__(self, found: list[tuple[Passage, tuple[Factor, ...]]]) -> None:
        self.sections: dict[tuple[str, ...], list[tuple[Passage, tuple[Factor, ...]]]] = {}
        for passage, named in found:
            self.sections.setdefault(passage.block.path, []).append((passage, named))
        self.telling = [(passage, named, words_of(passage.span.text)) for passage, named in found[:MOST]]

    def near(self, it: _Said) -> list[tuple[Factor, ...]]:
        """The factors of the nearest other passages of a section, in the order of the text."""
        section = self.sections.get(it.passage.block.path, [])
        here = bisect_left(section, it.passage.span.start, key=lambda pair: pair[0].span.start)
        around = section[max(0, here - NEAR) : here + NEAR]
        return [named for passage, named in around if passage is not it.passage]

    def alike(self, it: _Said) -> Iterator[tuple[Factor, ...]]:
        """The factors of passages elsewhere that speak of the same."""
        words = words_of(it.sentence)
        for passage, named, theirs in self.telling:
            if passage.block.path != it.passage.block.path and len(words & theirs) >= SHARED:
                yield named


def _named(ledger: Ledger, passage: Passage) -> tuple[Factor, ...]:
    text = ledger.document.plain[passage.span.start : passage.span.end]
    found = (*factors(passage.figures), *in_words(text, passage.span.start))
    return tuple(sorted((it for it in found if it.unit.per or not it.unit.currency), key=lambda factor: factor.start))


def _amounts(ledger: Ledger, passage: Passage, named: tuple[Factor, ...]) -> Iterator[_Said]:
    text = ledger.document.plain[passage.span.start : passage.span.end]
    for figure in passage.figures:
        quantity = figure.quantity
        if quantity.unit.currency and quantity.ends and not quantity.open and not {*quantity.unit.per} - TIMES:
            at = figure.span.start - passage.span.start
            sentence = sentence_around(text, at, figure.span.end - passage.span.start)
            start = passage.span.start + max(0, text.find(sentence))
            others = tuple(factor for factor in named if factor.start != figure.span.start)
            own = tuple(factor for factor in others if start <= factor.start < start + len(sentence))
            yield _Said(figure, passage, sentence, start, own, others)


# -- What an amount may come to -------------------------------------------------------------------------------------


def _products(it: _Said, counting: _Counting) -> Iterator[_Product]:
    """By what its passage names, another passage of the section alone, both, and those of like words."""
    yield from _of(it, it.all, 1)
    priced = any(factor.unit.currency for factor in it.all)
    around = counting.near(it)
    for found in around if not priced else ():
        yield from _of(it, found, 2)
    together = tuple(factor for found in around for factor in found if not (priced and factor.unit.currency))
    yield from _of(it, (*it.all, *together), 3, among=it.all)
    if it.own:
        for found in counting.alike(it):
            others = tuple(factor for factor in found if not (priced and factor.unit.currency))
            yield from _of(it, (*it.own, *others), 4, among=it.own)


def _of(it: _Said, known: Sequence[Factor], far: int, among: Sequence[Factor] = ()) -> Iterator[_Product]:
    """Every chain among some factors, then those times a number of things; with one of `among` in it, if any is."""
    unit = it.stated.quantity.unit
    if not any(is_price(factor, unit.currency or "") for factor in known):
        return
    concluded = [factor for factor in known if _concluded(it, factor)]
    counted = {factor.unit.of for factor in concluded}
    known = [
        factor for factor in known if factor not in concluded and (factor.unit.per or factor.unit.of not in counted)
    ]
    for chained in chains(known, unit.currency or ""):
        if among and not any(factor in among for factor in chained.factors):
            continue
        left = [part for part in chained.per if part != unit.time]
        if not left:
            whole = bool(chained.per) == (unit.time is not None)
            loose = [factor for factor in known if factor.loose and factor not in chained.factors]
            loose = [factor for factor in loose if far <= 1 or factor in it.all]  # those of others count other things
            by_each = [factor for factor in loose if far == 0 and _of_each(it, factor)]
            all_of_it = _times(chained.workings, by_each)
            yield _Product(_relation(it, all_of_it), chained, whole, far)
            for factor in loose:
                if factor not in by_each:
                    yield _Product(_relation(it, _times(all_of_it, [factor])), chained, False, far)
        elif len(left) == 1 and left[0] in TIMES:
            for number in fitting(left[0], unit.time or "year"):
                times = Operation("×", (chained.workings, Const(number, f"{float(number):.4g}")))
                yield _Product(_relation(it, times), chained, False, far)


def _concluded(it: _Said, factor: Factor) -> bool:
    """Whether a number behind an amount is said to follow from it: `$36,000 … at $4,500 a month: 8 months`."""
    start, end = it.stated.span.end, it.passage.span.end
    if not start <= factor.start < end:
        return False
    before = it.passage.span.text[start - it.passage.span.start : factor.start - it.passage.span.start]
    return (THAT_IS if factor.unit.currency else CONCLUDED).search(_DIGIT.split(before)[-1]) is not None


def _times(workings: Expression, by: Sequence[Factor]) -> Expression:
    return Operation("×", (workings, *(factor.workings for factor in by))) if by else workings


def _of_each(it: _Said, factor: Factor) -> bool:
    """Whether a number multiplies all that is said: `3x`, or two workshops where the rest is `per workshop`."""
    noun = factor.unit.of.removesuffix("s")
    return noun == "x" or (len(noun) > 3 and re.search(rf"\bper {re.escape(noun)}\b", it.sentence) is not None)


def _of_count(ledger: Ledger, it: _Said, product: _Product) -> Relation | None:
    """The number that a sentence calls a total, `a total of 4 weeks`, by the amount that is stated elsewhere."""
    if product.far != 2 or not product.whole or is_total(it.sentence):
        return None
    for factor in product.chain.factors:
        before = ledger.document.plain[max(0, factor.start - 32) : factor.start]
        if isinstance(factor.workings, Ref) and not factor.unit.currency and is_total(before):
            others = tuple(other.workings for other in product.chain.factors if other is not factor)
            workings: Expression = Operation("÷", (Ref(it.stated), Operation("×", others)))
            return replace(product.relation, stated=factor.workings.figure, workings=workings, kind="ratio")
    return None


def _relation(it: _Said, workings: Expression) -> Relation:
    words = " ".join(it.sentence.split())[:40]
    return Relation("product", it.stated, workings, "inferred", f"the words `{words}`")


# -- What it must come to -------------------------------------------------------------------------------------------


def _claimed(it: _Said, products: Sequence[_Product], agreed: Sequence[tuple[_Said, _Product]]) -> _Product | None:
    """The one product that leaves no unit over, if the words join it to the amount, or another amount agrees so."""
    whole = [product for product in products if product.whole]
    nearest = min((product.far for product in whole), default=0)
    of_it = {frozenset(product.chain.factors): product for product in whole if product.far == nearest}
    in_all = False
    if len(of_it) > 1:  # `for a one-hour talk … a total of two hours`
        of_it = {factors: product for factors, product in of_it.items() if _in_all(it, product)}
        in_all = len(of_it) == 1
    if len(of_it) != 1 or it.stated.quantity.is_range:
        return None
    (product,) = of_it.values()
    if not promising(product.relation) or (nearest and ELSEWHEN.search(it.beside)):
        return None
    if (nearest == 0 and _joined(it, product.chain)) or (nearest == 1 and in_all):
        return product
    if nearest == 2 and not it.all and is_total(it.beside):
        return product
    alike = (set(product.chain.factors) & set(other.chain.factors) for _, other in agreed)
    return product if nearest == 3 and any(len(shared) > 1 for shared in alike) else None


def _in_all(it: _Said, product: _Product) -> bool:
    """Whether one of the factors is called a total of so many."""
    text, start = it.passage.span.text, it.passage.span.start
    befores = [text[max(0, factor.start - start - FEW) : factor.start - start] for factor in product.chain.factors]
    return any(_TOTAL_OF.search(before) for before in befores)


def _joined(it: _Said, chain: Chain) -> bool:
    """Whether an amount stands directly before, or behind, the factors of a chain, or is called their total."""
    first, last = min(factor.start for factor in chain.factors), max(factor.end for factor in chain.factors)
    start, end = it.stated.span.start, it.stated.span.end
    text = it.sentence
    here = text[min(first, start) - it.start : max(last, end) - it.start]
    if _MORE.search(here) or _EXTRA.search(text):
        return False
    if end <= first:
        return _JOINS.fullmatch(text[end - it.start : first - it.start]) is not None
    before = text[: start - it.start]
    if start >= last:
        gap = text[last - it.start : start - it.start]
        return _JOINS.fullmatch(gap) is not None or is_total(gap)
    return is_total(before[-40:])


def _all_there_is(ledger: Ledger, it: _Said, product: _Product) -> bool:
    """Whether a total stands directly below the one line with money in its list, whose signs say what it comes to."""
    here = bisect_left(ledger.passages, it.passage.span.start, key=lambda passage: passage.span.start)
    before, *above = ledger.passages[max(0, here - 2) : here][::-1] or [it.passage]
    items = isinstance(it.passage.block, Item) and isinstance(before.block, Item)
    alone = not any(isinstance(passage.block, Item) for passage in above)
    last = max(product.chain.factors, key=lambda factor: factor.start)
    inside = all(before.span.start <= factor.start < before.span.end for factor in product.chain.factors)
    signed = _AT_EACH.search(ledger.document.plain[before.span.start : last.start]) is not None
    return items and alone and inside and signed and is_total(it.beside) and it.passage.figures == (it.stated,)


# -- In proportion --------------------------------------------------------------------------------------------------


def _in_proportion(said: Sequence[_Said], counting: _Counting, explained: set[int]) -> Iterator[Relation]:
    """An amount is to one that is explained as are the rates beside them."""
    for place, it in enumerate(said):
        rates = [factor for factor in it.own if _is_rate(factor)]
        if len(rates) != 1 or id(it) in explained:
            continue
        for other in said[max(0, place - NEAR) : place]:
            if (
                id(other) in explained
                and other.passage.block.path == it.passage.block.path
                and other.passage is not it.passage
            ):
                theirs = [
                    factor for factor in (*other.all, *chain.from_iterable(counting.near(it))) if _is_rate(factor)
                ]
                if relation := _proportion(it, other, rates[0], theirs):
                    yield relation
                    break


def _proportion(it: _Said, other: _Said, mine: Factor, theirs: list[Factor]) -> Relation | None:
    for factor in theirs:
        if factor.unit == mine.unit and factor.start != mine.start:
            times = Operation("×", (Ref(other.stated), mine.workings))
            relation = _relation(it, Operation("÷", (times, factor.workings)))
            agrees = judge(relation).outcome == "holds" and telling(relation)
            if promising(relation) and (agrees or slip(relation)):
                return relation
    return None


def _is_rate(factor: Factor) -> bool:
    return bool(factor.unit.of in TIMES and factor.unit.per)
