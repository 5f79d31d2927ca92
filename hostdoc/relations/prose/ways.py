"""The ways in which an amount may come about from others, and whether the words beside it say so.

Each is an operation on amounts whose sorts allow it: money by a number of things, a part of money, a number over
another. A way is `said` where the sentence has words for it: `each` and `at` for products, `per` and `average` for
quotients, `leaves` and `less` for differences, `together` for sums, `a year` for another period.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import combinations, permutations
from typing import NamedTuple

from hostdoc.core.figure import Figure
from hostdoc.core.regex import regex
from hostdoc.core.relation import Const, Expression, Operation, Operator, Ref
from hostdoc.core.units import TIMES, fitting
from hostdoc.figures.context import words_of
from hostdoc.figures.labels import is_total
from hostdoc.relations.prose.at_hand import PASSAGE, SENTENCE, Hand, sort_of
from hostdoc.relations.prose.cues import (
    CHANGED,
    EACH,
    FALLS,
    FOR_EACH,
    IT,
    LESS,
    OF,
    PAYBACK,
    PAYS,
    PERIODS,
    REMAINS,
    SIGNED,
    TAKEN_OFF,
    TOGETHER,
)
from hostdoc.relations.prose.sentences import Sentence

FEW = 10  # amounts of a sort that are tried with each other
LONG = 6  # amounts of a sum
ONE = Const(Fraction(1), "1")
AT = regex(r"(?:(?<!\w)(?:at|à|zu|je|a|te?gen|por)|[@×])[\s*_~]*(?:about\s|only\s|just\s)?\Z", re.IGNORECASE)
_SPLIT = regex(
    r"\b(?:averag\w*|mean|split|shared|instal\w*|blended|moyenne|durchschnitt\w*|promedio|medi[ao])\b|あたり", re.I
)
_NET = regex(r"\b(?:net|gap|clear|still|open|find|over|above|below|under|back|cost us)\b", re.IGNORECASE)
_BELOW = regex(r"\b(?:under|over|above|below)\b", re.IGNORECASE)
_GOES_ON = regex(r"[\s*_]*(?:,|and|or)?[\s*_]*\Z", re.IGNORECASE)  # an enumeration: up to the next figure
_FIRST = regex(r"[\s*_]*([^\W\d_][\w-]+)")
_AND = regex(r"\b(?:and|but|while|so|und|et|y|e|en)\b", re.IGNORECASE)
_UP = regex(r"\b(?:up|more|higher|rose|grew|grows|growth|increase\w*|over|above)\b|\+\s?\Z", re.IGNORECASE)
_ON_TOP = regex(
    r"\b(?:plus|incl\w*|with|tax|vat|more|add\w*|headroom|mwst|ust|iva|tva|btw|moms|contingency)\b|税", re.I
)
_LASTS = regex(r"\b(?:lasts?|runway|enough for|cover\w*|buys?)\b", re.IGNORECASE)


class Way(NamedTuple):
    """An operation on amounts at hand, what it comes to, and whether words say so."""

    kind: str
    workings: Expression
    value: float
    hands: tuple[Hand, ...]
    said: bool


class _Said:
    """What the words beside an amount say of how it comes about, each looked for once."""

    def __init__(self, plain: str, sentence: Sentence, stated: Figure) -> None:
        self.plain = plain
        self.sentence = sentence
        self.stated = stated
        self.before = sentence.before(stated)
        self.near = f"{self.before} | {_AND.split(sentence.aside(stated), 1)[0][:40]}"
        self._priced: dict[Hand, bool] = {}

    def between(self, hand: Hand) -> str:
        """The words between an amount at hand and the stated one."""
        start, end = sorted((hand.end, self.stated.span.start))
        return self.sentence.text[max(0, start - self.sentence.start) : max(0, end - self.sentence.start)]

    def called(self, hand: Hand, name: str) -> bool:
        """Whether an amount may be what a percentage is of."""
        words = words_of(name)
        if not words or IT.search(name) or self.sentence.behind(self.stated)[: len(name) + 8].strip().endswith("of"):
            return True
        if is_total(name):
            return hand.total
        return bool(words & (hand.words | words_of(self.behind(hand))))

    def behind(self, hand: Hand) -> str:
        return self.plain[hand.end : hand.end + 40]

    def ahead(self, hand: Hand) -> str:
        return self.plain[max(0, hand.start - 24) : hand.start]

    @cached_property
    def apposed(self) -> bool:
        """Whether an amount stands behind others as what they come to: `4 tins at £27.50, £110`."""
        joined = self.before.rstrip(" *_~≈").endswith((",", "(", "=", "–", "—", "--", "→"))
        return joined and not _GOES_ON.match(self.sentence.behind(self.stated))

    @cached_property
    def each(self) -> bool:
        unit = self.stated.quantity.unit
        told = EACH.match(self.sentence.behind(self.stated)) or FOR_EACH.search(self.near) or _SPLIT.search(self.near)
        return bool(told or [part for part in unit.per if part not in TIMES])

    @cached_property
    def less(self) -> bool:
        return any(cue.search(self.near) for cue in (REMAINS, CHANGED, LESS, _NET))

    @cached_property
    def period(self) -> str | None:
        time = self.stated.quantity.unit.time
        said = [period for period, words in PERIODS.items() if words.search(self.near)]
        return time or (said[0] if len(said) == 1 else None)

    def noun(self, hand: Hand) -> frozenset[str]:
        """What a number of the sentence counts."""
        behind = _FIRST.match(self.behind(hand)) if hand.far == SENTENCE else None
        return hand.noun | words_of(behind[1]) if behind else hand.noun - {""}

    def priced(self, hand: Hand) -> bool:
        """Whether an amount is what one of something costs."""
        if hand not in self._priced:
            per = [part for part in hand.unit.per if part not in TIMES]
            self._priced[hand] = bool(per or EACH.match(self.behind(hand)) or AT.search(self.ahead(hand)))
        return self._priced[hand]


def ways(plain: str, sentence: Sentence, stated: Figure, hands: Sequence[Hand]) -> Iterator[Way]:
    """Every way in which a stated amount may come about: what stands behind it makes a product or a sum alone."""
    here = stated.span.start
    found = _every(plain, sentence, stated, hands)
    behind = {hand for hand in hands if hand.start > here and hand.far == SENTENCE}
    return (way for way in found if _stands(way, behind)) if behind else found


def _stands(way: Way, behind: set[Hand]) -> bool:
    among = sum(hand in behind for hand in way.hands)
    return not among or way.kind == "share" or (among == len(way.hands) > 1 and way.kind in ("product", "footing"))


def _every(plain: str, sentence: Sentence, stated: Figure, hands: Sequence[Hand]) -> Iterator[Way]:
    said = _Said(plain, sentence, stated)
    currency = stated.quantity.unit.currency
    money = [hand for hand in hands if hand.sort == "money" and (hand.unit.of == currency or not currency)][:FEW]
    percents = [hand for hand in hands if hand.sort == "percent" and hand.far <= 1][: FEW // 2]
    numbers = [hand for hand in hands if hand.sort == "number" and not _dated(hand)][:FEW]
    sort = sort_of(stated.quantity.unit)
    if sort == "percent":
        for among in (money, numbers):
            yield from _parts(said, among)
    elif sort == "money":
        yield from _priced(said, money, numbers)
        yield from _apart(said, money)
        yield from _per_cent(said, money, percents)
        yield from _over(said, money, numbers, said.each)
        yield from _another_time(said, money)
    else:
        yield from _counted(said, numbers)
        yield from _apart(said, [hand for hand in numbers if _same(hand, stated)])
        yield from _per_cent(said, numbers, percents)
        yield from _over(said, numbers, numbers, said.each or said.period is not None)
        paid = any(cue.search(sentence.text) for cue in (PAYS, PAYBACK, _LASTS))
        yield from _over(said, money, money, paid or stated.quantity.unit.of == "x")


def _dated(hand: Hand) -> bool:
    """Whether a bare number may be a year."""
    bare = isinstance(hand.workings, Ref) and hand.workings.figure.text.isdigit()
    return bare and not hand.unit.of and 1900 <= hand.value <= 2100


def _same(hand: Hand, stated: Figure) -> bool:
    return not (hand.unit.of and stated.quantity.unit.of) or hand.unit.of == stated.quantity.unit.of


def _do(operator: Operator, *terms: Expression) -> Operation:
    return Operation(operator, terms)


def _number(value: Fraction) -> Const:
    return Const(value, str(value.numerator) if value.denominator == 1 else f"{float(value):.4g}")


def _priced(said: _Said, money: Sequence[Hand], numbers: Sequence[Hand]) -> Iterator[Way]:
    """The price of one by how many there are; the difference of two prices by how many."""
    counts = [(count, said.noun(count)) for count in numbers if count.value != 1]
    for price in money:
        for count, noun in counts:
            near = count.far == price.far == SENTENCE
            told = (
                said.priced(price)
                or not noun.isdisjoint(price.words)
                or (near and said.apposed)
                or (count.time or "") in price.unit.per
            )
            workings, value = _do("×", count.workings, price.workings), count.value * price.value
            if count.time and price.unit.time and count.time != price.unit.time:
                fits = fitting(count.time, price.unit.time)
                if not fits:
                    continue
                workings, value = _do("÷", workings, _number(fits[0])), value / float(fits[0])
            yield Way("product", workings, value, (count, price), told)
            for other in numbers if told else ():
                if other.start > count.start and other.far == count.far == SENTENCE and other.value != 1:
                    both = _do("×", count.workings, other.workings, price.workings)
                    yield Way("product", both, value * other.value, (count, other, price), told)
    if said.less:
        for one, two in combinations(money, 2):
            more, less = (one, two) if one.value >= two.value else (two, one)
            for count in numbers:
                if count.unit.size or count.time or max(count.far, more.far, less.far) > PASSAGE:
                    continue
                workings = _do("×", count.workings, _do("−", more.workings, less.workings))
                yield Way("product", workings, count.value * (more.value - less.value), (more, less, count), True)


def _apart(said: _Said, amounts: Sequence[Hand]) -> Iterator[Way]:
    """One amount less another, or less all others; amounts that follow each other, together."""
    amounts = [hand for hand in amounts if isinstance(hand.workings, Ref) and not said.priced(hand)]
    less = said.less
    together = TOGETHER.search(said.before) is not None or said.apposed
    for one, two in combinations(amounts, 2):
        more, smaller = (one, two) if one.value >= two.value else (two, one)
        workings = _do("−", more.workings, smaller.workings)
        yield Way("difference", workings, more.value - smaller.value, (more, smaller), less)
    for three in combinations(amounts[:LONG], 3) if less else ():
        first, *rest = sorted(three, key=lambda hand: -hand.value)
        left = first.value - rest[0].value - rest[1].value
        yield Way("difference", _do("−", *(hand.workings for hand in (first, *rest))), left, (first, *rest), True)
    ordered = sorted(amounts, key=lambda hand: hand.start)
    before = [hand for hand in ordered if hand.start < said.stated.span.start]
    behind = [hand for hand in ordered if hand.start > said.stated.span.start]
    for run, told in (
        (before, together),
        (behind, said.sentence.behind(said.stated).lstrip(" *_").startswith(("(", ":"))),
    ):
        for count in range(2, min(len(run), LONG) + 1):
            terms = run[-count:] if run is before else run[:count]
            workings = _do("+", *(hand.workings for hand in terms))
            yield Way("footing", workings, sum(hand.value for hand in terms), tuple(terms), told)
            if count == 3 and less:
                balance = terms[0].value + terms[1].value - terms[2].value
                both = _do("+", terms[0].workings, terms[1].workings)
                yield Way("difference", _do("−", both, terms[2].workings), balance, tuple(terms), True)
            if count > 2 and less:
                first, *rest = terms
                left = first.value - sum(hand.value for hand in rest)
                yield Way("difference", _do("−", *(hand.workings for hand in terms)), left, tuple(terms), True)


def _per_cent(said: _Said, amounts: Sequence[Hand], percents: Sequence[Hand]) -> Iterator[Way]:
    """A percentage of an amount, and the amount with it or without it."""
    for amount in amounts:
        for part in percents:
            beside = f"{said.behind(part)} {said.between(part)}" if part.far == SENTENCE else said.near
            near = part.far == SENTENCE
            workings = _do("×", amount.workings, part.workings)
            yield Way("share", workings, amount.value * part.value, (amount, part), near)
            off = _do("×", amount.workings, _do("−", ONE, part.workings))
            told = near and TAKEN_OFF.search(beside) is not None
            yield Way("share", off, amount.value * (1 - part.value), (amount, part), told)
            top = _do("×", amount.workings, _do("+", ONE, part.workings))
            told = _ON_TOP.search(f"{said.ahead(part)} {beside}") is not None
            yield Way("product", top, amount.value * (1 + part.value), (amount, part), told)
        for one, two in _together(percents, amounts):
            workings = _do("×", amount.workings, _do("+", one.workings, two.workings))
            yield Way("share", workings, amount.value * (one.value + two.value), (amount, one, two), True)


def _together(percents: Sequence[Hand], amounts: Sequence[Hand]) -> Iterator[tuple[Hand, Hand]]:
    """Two percentages of a sentence without an amount between them."""
    for one, two in combinations([part for part in percents if part.far == SENTENCE], 2):
        start, end = sorted((one.start, two.start))
        if not any(start < amount.start < end for amount in amounts):
            yield one, two


def _over(said: _Said, amounts: Sequence[Hand], numbers: Sequence[Hand], told: bool) -> Iterator[Way]:
    """An amount over a number of things, or over what one of them brings."""
    for amount in amounts:
        for number in numbers:
            if number is not amount and number.value != 1:
                workings = _do("÷", amount.workings, number.workings)
                yield Way("ratio", workings, amount.value / number.value, (amount, number), told)


def _another_time(said: _Said, money: Sequence[Hand]) -> Iterator[Way]:
    """The same for another period, and a difference of two for another one."""
    longer = said.period
    for amount in money if longer else ():
        base = amount.unit.time or next(
            (p for p, words in PERIODS.items() if words.match(said.behind(amount).lstrip())), None
        )
        if base and longer and base != longer:
            for operator, number in (
                *(("×", number) for number in fitting(base, longer)),
                *(("÷", number) for number in fitting(longer, base)),
            ):
                workings = _do("×" if operator == "×" else "÷", amount.workings, _number(number))
                value = amount.value * float(number) if operator == "×" else amount.value / float(number)
                yield Way("scale", workings, value, (amount,), True)
    if longer == "year":
        for one, two in combinations(money, 2):
            if not {one.unit.time, two.unit.time} - {None, "month"}:
                more, less = (one, two) if one.value >= two.value else (two, one)
                workings = _do("×", _do("−", more.workings, less.workings), _number(Fraction(12)))
                yield Way("scale", workings, 12 * (more.value - less.value), (more, less), True)


def _counted(said: _Said, numbers: Sequence[Hand]) -> Iterator[Way]:
    """How many in all: so many by so many; minutes each in hours."""
    wanted = said.stated.quantity.unit.of
    for one, two in combinations(numbers, 2):
        if one.value == 1 or two.value == 1:
            continue
        workings, value = _do("×", one.workings, two.workings), one.value * two.value
        told = said.priced(one) or said.priced(two)
        time = one.time or two.time
        if wanted in TIMES and time and time != wanted and fitting(time, wanted):
            number = fitting(time, wanted)[0]
            workings, value = _do("÷", workings, _number(number)), value / float(number)
        elif wanted in TIMES and time != wanted:
            continue
        yield Way("product", workings, value, (one, two), told)


def _parts(said: _Said, amounts: Sequence[Hand]) -> Iterator[Way]:
    """One amount over another; how much more or less it is."""
    changed = any(cue.search(said.near) for cue in (CHANGED, REMAINS, _BELOW)) or SIGNED.search(said.before) is not None
    fallen = FALLS.search(said.near) is not None
    risen = not fallen and _UP.search(said.near) is not None
    of = OF.match(said.sentence.behind(said.stated))
    for part, whole in permutations(amounts, 2):
        if of and not said.called(whole, of["name"]):
            continue
        if (part.unit.of and whole.unit.of and part.unit.of != whole.unit.of) or part.value == whole.value:
            continue
        yield Way(
            "share", _do("÷", part.workings, whole.workings), part.value / whole.value, (part, whole), not changed
        )
        more, less = (part, whole) if part.value > whole.value else (whole, part)
        if (fallen and whole is less) or (risen and whole is more):
            continue
        workings = _do("÷", _do("−", more.workings, less.workings), whole.workings)
        yield Way("average", workings, (more.value - less.value) / whole.value, (part, whole), changed and not of)
