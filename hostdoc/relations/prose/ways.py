"""The ways in which an amount may come about from others, and whether the words beside it say so.

Each is an operation on amounts whose sorts allow it: money by a number of things, a part of money, a number over
another. A way is `said` where the sentence has words for it: `each` and `at` for products, `per` and `average` for
quotients, `leaves` and `less` for differences, `together` for sums, `a year` for another period.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations

from hostdoc.core.figure import Figure
from hostdoc.core.regex import in_any_case, regex
from hostdoc.core.relation import Const, Ref
from hostdoc.core.units import TIMES, fitting
from hostdoc.relations.prose.at_hand import NAMED, PASSAGE, SENTENCE, Hand, Sort, sort_of
from hostdoc.relations.prose.cues import (
    FOR_ALL,
    PAYBACK,
    PAYS,
    PERIODS,
    TAKEN_OFF,
    THAT_IS,
    TOGETHER,
)
from hostdoc.relations.prose.parts import parts
from hostdoc.relations.prose.said import Said
from hostdoc.relations.prose.sentences import Sentence
from hostdoc.relations.prose.way import Way, const, do, last_before
from hostdoc.relations.written.operands import operand

FEW = 10  # amounts of a sort that are tried with each other
LONG = 6  # amounts of a sum
ALL, ROUGHLY = 3, 0.1  # terms of a sum that is clearly meant, and the part by which it may be off
ONE = Const(Fraction(1), "1")
NEVER: tuple[Fraction, ...] = ()  # how often a time fits in the same one: nothing needs to be converted
_OF = regex(r"\bof\s\Z")  # `24 drives of 20 TB`
_ON_TOP = in_any_case(
    r"\b(?:plus|incl\w*|with|tax|vat|more|add\w*|grow\w*|rise\w*|increase\w*|headroom|mwst|ust|iva|tva|btw|moms|contingency)\b|税"
)
BY, BECOMES = regex(r"\bby (?:about |around )?[\s*_~≈]*\Z"), regex(r"\bto (?:about |around )?[\s*_~≈]*\Z")
_LASTS = in_any_case(
    r"\b(?:lasts?|runway|enough for|cover\w*|buys?|gives? us|gets? us|burn\w*|pace|reicht|reichen|dure(?:nt|ra)?"
    r"|alcanza|dura|basta(?:no)?)\b"
)
_TAKES = in_any_case(r"\b(?:takes?|another|needs?|brauch\w*|il faut|hacen falta|servono)\b[^,;:.]*\Z")


def ways(plain: str, sentence: Sentence, stated: Figure, hands: Sequence[Hand]) -> Iterator[Way]:
    """Every way in which a stated amount may come about: what stands behind it makes a product or a sum alone.

    Those that come to an amount of another size are left out, unless they are meant; and those that no words say, but
    for what the sentence itself comes to where chance would not.
    """
    here = stated.span.start
    shared = FOR_ALL.match(sentence.behind(stated)) is not None
    for way in _every(plain, sentence, stated, hands):
        behind = [hand for hand in way.hands if hand.start > here and hand.far == SENTENCE]
        if (
            not behind
            or (len(behind) == len(way.hands) > 1 and way.kind in ("product", "footing"))
            or way.kind == "share"
            or (way.kind == "ratio" and shared)
        ):
            yield way


def _every(plain: str, sentence: Sentence, stated: Figure, hands: Sequence[Hand]) -> Iterator[Way]:
    said = Said(plain, sentence, stated)
    currency, sort = stated.quantity.unit.currency, sort_of(stated.quantity.unit)
    sorts: dict[Sort, list[Hand]] = {"money": [], "percent": [], "number": []}
    for hand in hands:
        sorts[hand.sort].append(hand)
    money = [hand for hand in sorts["money"] if not currency or hand.unit.of == currency]
    if sort == "percent":  # parts are taken of results
        money = [hand for hand in money if hand.far != SENTENCE or not operand(plain, hand.start, hand.end)]
    money = money[:FEW]
    percents = [hand for hand in sorts["percent"] if hand.far <= PASSAGE][: FEW // 2]
    numbers = [hand for hand in sorts["number"] if not _dated(hand)][:FEW]
    if sort == "percent":
        for among in (money, [hand for hand in numbers if hand.unit.of != "x"]):
            yield from parts(said, among)
    elif sort == "money":
        yield from _priced(said, money, numbers)
        yield from _moved(said, money)
        yield from _apart(said, money)
        yield from _per_cent(said, money, percents)
        if money and numbers:
            yield from _over(said, money, numbers, said.each)
        yield from _another_time(said, money)
    else:
        yield from _counted(said, numbers)
        yield from _another_time(said, [hand for hand in numbers if _same(hand, stated)])
        if stated.quantity.unit.of != "x":  # factors are neither added nor taken from each other
            yield from _apart(said, [hand for hand in numbers if _same(hand, stated)])
        yield from _per_cent(said, numbers, percents)
        near = [hand for hand in numbers if hand.far <= NAMED]
        if len(near) > 1:
            yield from _over(said, near, near, said.each or said.period is not None)
        if not money and stated.quantity.unit.of not in TIMES:
            return
        if stated.quantity.unit.of in TIMES:
            yield from _lasting(said, money)
            yield from _lasting(said, [hand for hand in numbers if not hand.time])
        if len(money) > 1 and (stated.quantity.unit.of not in TIMES or PAYBACK.search(sentence.text)):
            yield from _over(said, money, money, stated.quantity.unit.of == "x" or _paid(said))


def _paid(said: Said) -> bool:
    """Whether a sentence says how much of something, or of a time, is paid for."""
    if any(cue.search(said.sentence.text) for cue in (PAYS, PAYBACK, _LASTS)):
        return True
    return any(cue.search(said.before) for cue in (THAT_IS, _TAKES))


def _dated(hand: Hand) -> bool:
    """Whether a bare number may be a year."""
    year = 1900 <= hand.value <= 2100 and not hand.unit.of
    return year and isinstance(hand.workings, Ref) and hand.workings.figure.text.isdigit()


def _same(hand: Hand, stated: Figure) -> bool:
    return not (hand.unit.of and stated.quantity.unit.of) or hand.unit.of == stated.quantity.unit.of


def _priced(said: Said, money: Sequence[Hand], numbers: Sequence[Hand]) -> Iterator[Way]:
    """The price of one by how many there are; the difference of two prices by how many."""
    counts = [(count, _behind(count, numbers)) for count in numbers if count.value != 1]
    for price in money:
        time = price.unit.time
        for count, behind in counts:
            value, fits = count.value * price.value, NEVER
            if count.time and time and count.time != time:
                fits = fitting(count.time, time)
                if not fits:
                    continue
                value /= float(fits[0])
            others = [other for other in behind if said.sized(value * other.value)]
            if not (others or said.sized(value)):
                continue
            if count.time and not time and max(count.far, price.far) > PASSAGE:
                continue
            near = count.far == price.far == SENTENCE
            told = (
                said.priced(price)
                or (count.unit.of == "x" and count.far == SENTENCE)
                or not said.noun(count).isdisjoint(price.words)
                or (near and said.apposed)
                or (count.time or "") in price.unit.per
            )
            if said.sized(value) and said.counts(told, count, price):
                workings = do("×", count.workings, price.workings)
                workings = do("÷", workings, const(fits[0])) if fits else workings
                yield Way("product", workings, value, (count, price), told)
            for other in others if told else ():
                both = do("×", count.workings, other.workings, price.workings)
                yield Way("product", both, value * other.value, (count, other, price), told)
    if money and numbers and len(money) + len(numbers) > 2 and said.less:
        for one, two in combinations([hand for hand in numbers if hand.unit.of and not hand.time], 2):
            if one.unit == two.unit and one.value != two.value:
                more, less = (one, two) if one.value > two.value else (two, one)
                for price in money:
                    value = (more.value - less.value) * price.value
                    if said.sized(value) and said.priced(price):
                        workings = do("×", do("−", more.workings, less.workings), price.workings)
                        yield Way("product", workings, value, (more, less, price), True)
        for one, two in combinations(money, 2):
            more, less = (one, two) if one.value >= two.value else (two, one)
            for count in numbers:
                value = count.value * (more.value - less.value)
                if not said.sized(value):
                    continue
                if count.unit.size or count.time or max(count.far, more.far, less.far) > NAMED:
                    continue
                workings = do("×", count.workings, do("−", more.workings, less.workings))
                yield Way("product", workings, value, (more, less, count), True)


def _behind(count: Hand, numbers: Sequence[Hand]) -> list[Hand]:
    """The numbers of a sentence behind one of them, but for those that are one."""
    if count.far != SENTENCE:
        return []
    return [it for it in numbers if it.start > count.start and it.far == SENTENCE and it.value != 1]


def _apart(said: Said, amounts: Sequence[Hand]) -> Iterator[Way]:
    """One amount less another, or less all others; amounts that follow each other, together."""
    amounts = [hand for hand in amounts if isinstance(hand.workings, Ref)]
    if len(amounts) < 2:
        return
    less = said.less
    together = TOGETHER.search(said.before) is not None or said.apposed
    follow = said.sentence.behind(said.stated).lstrip(" *_").startswith(("(", ":"))
    amounts = [hand for hand in said.believed(less or together or follow, amounts) if not said.priced(hand)]
    for one, two in combinations(said.believed(less, amounts), 2):
        more, smaller = (one, two) if one.value >= two.value else (two, one)
        if said.sized(more.value - smaller.value):
            workings = do("−", more.workings, smaller.workings)
            yield Way("difference", workings, more.value - smaller.value, (more, smaller), less)
    for three in combinations(amounts[:LONG], 3) if less else ():
        first, *rest = sorted(three, key=lambda hand: -hand.value)
        left = first.value - rest[0].value - rest[1].value
        if said.sized(left):
            yield Way("difference", do("−", *(hand.workings for hand in (first, *rest))), left, (first, *rest), True)
    ordered = sorted(amounts, key=lambda hand: hand.start)
    before = [hand for hand in ordered if hand.start < said.stated.span.start]
    behind = [hand for hand in ordered if hand.start > said.stated.span.start]
    for run, told in ((before, together), (behind, follow)):
        for count in range(2, min(len(run), LONG) + 1):
            terms = run[-count:] if run is before else run[:count]
            value = sum(hand.value for hand in terms)
            if said.sized(value) and said.counts(told, *terms):
                workings = do("+", *(hand.workings for hand in terms))
                whole = run is before and terms == run and count >= ALL and all(hand.far <= PASSAGE for hand in terms)
                all_said = whole and said.sums and abs(value / said.value - 1) < ROUGHLY
                yield Way("footing", workings, value, tuple(terms), told, all_said, all_said)
            if count == 3 and less:
                balance = terms[0].value + terms[1].value - terms[2].value
                if said.sized(balance):
                    both = do("+", terms[0].workings, terms[1].workings)
                    yield Way("difference", do("−", both, terms[2].workings), balance, tuple(terms), True)
            if count > 2 and less:
                first, *rest = terms
                left = first.value - sum(hand.value for hand in rest)
                if said.sized(left):
                    yield Way("difference", do("−", *(hand.workings for hand in terms)), left, tuple(terms), True)


def _moved(said: Said, amounts: Sequence[Hand]) -> Iterator[Way]:
    """What an amount becomes: `income grows by $1,620 to $50,220`."""
    step = last_before(said, amounts)
    if step is None or step.far != SENTENCE or not (BECOMES.search(said.before) and BY.search(said.ahead(step))):
        return
    for base in amounts:
        if base is not step:
            more, less = base.value + step.value, base.value - step.value
            if said.sized(more):
                yield Way("footing", do("+", base.workings, step.workings), more, (base, step), True)
            if said.sized(less):
                yield Way("difference", do("−", base.workings, step.workings), less, (base, step), True)


def _per_cent(said: Said, amounts: Sequence[Hand], percents: Sequence[Hand]) -> Iterator[Way]:
    """A percentage of an amount, and the amount with it or without it."""
    for amount in amounts:
        for part in percents:
            beside = f"{said.behind(part)} {said.between(part)}" if part.far == SENTENCE else said.near
            near = part.far == SENTENCE
            value = amount.value * part.value
            if near:
                workings = do("×", amount.workings, part.workings)
                yield Way("share", workings, value, (amount, part), True, said.of_it(part, amount))
            value = amount.value * (1 - part.value)
            told = near and said.sized(value) and TAKEN_OFF.search(beside) is not None
            if said.sized(value) and said.counts(told, amount, part):
                off = do("×", amount.workings, do("−", ONE, part.workings))
                yield Way("share", off, value, (amount, part), told)
            value = amount.value * (1 + part.value)
            told = said.sized(value) and _ON_TOP.search(f"{said.ahead(part)} {beside}") is not None
            if said.sized(value) and said.counts(told, amount, part):
                top = do("×", amount.workings, do("+", ONE, part.workings))
                yield Way("product", top, value, (amount, part), told)
        for one, two in _together(percents, amounts):
            value = amount.value * (one.value + two.value)
            if said.sized(value):
                workings = do("×", amount.workings, do("+", one.workings, two.workings))
                yield Way("share", workings, value, (amount, one, two), True)


def _together(percents: Sequence[Hand], amounts: Sequence[Hand]) -> Iterator[tuple[Hand, Hand]]:
    """Two percentages of a sentence without an amount between them."""
    for one, two in combinations([part for part in percents if part.far == SENTENCE], 2):
        start, end = sorted((one.start, two.start))
        if not any(start < amount.start < end for amount in amounts):
            yield one, two


def _over(said: Said, amounts: Sequence[Hand], numbers: Sequence[Hand], told: bool) -> Iterator[Way]:
    """An amount over a number of things, or over what one of them brings."""
    own = [hand for hand in numbers if hand.far == SENTENCE and not hand.time]
    last = last_before(said, amounts)
    for amount in said.believed(told, amounts):
        for number in said.believed(told, numbers):
            value = amount.value / number.value
            if not (told or said.sized(value)):
                continue
            if number is not amount and number.value != 1 and not _of_other_size(said, amount, number):
                shared = told and number.sort == "number" != amount.sort and own == [number] and amount is last
                shared = shared or (told and said.priced_each(number) and amount is last_before(said, amounts, number))
                if shared or said.sized(value):
                    workings = do("÷", amount.workings, number.workings)
                    yield Way("ratio", workings, value, (amount, number), told, shared, shared)


def _of_other_size(said: Said, amount: Hand, number: Hand) -> bool:
    """Whether gigabytes are the quotient of gigabytes, or of no such thing."""
    sized = bool(amount.unit.size) - bool(number.unit.size)
    return sized != bool(said.stated.quantity.unit.size) and bool(amount.unit.size or said.stated.quantity.unit.size)


def _lasting(said: Said, amounts: Sequence[Hand]) -> Iterator[Way]:
    """How long an amount lasts, or takes, at another a month: also in years."""
    wanted = said.stated.quantity.unit.of
    sums = [hand for hand in amounts if not hand.unit.time]
    rates = [hand for hand in amounts if hand.unit.time]
    told = bool(sums and rates) and _paid(said)
    for amount in said.believed(told, sums):
        for rate in said.believed(told, rates):
            workings, value = do("÷", amount.workings, rate.workings), amount.value / rate.value
            time = rate.unit.time or ""
            if time != wanted:
                if not (fits := fitting(time, wanted)):
                    continue
                workings, value = do("÷", workings, const(fits[0])), value / float(fits[0])
            meant = told and amount is last_before(said, sums) and rate is last_before(said, rates)
            only = meant and [hand for hand in amounts if hand.far <= PASSAGE] in ([amount, rate], [rate, amount])
            yield Way("ratio", workings, value, (amount, rate), told, meant, only)


def _another_time(said: Said, money: Sequence[Hand]) -> Iterator[Way]:
    """The same for another period, and a difference of two for another one."""
    if not money:
        return
    longer = said.period
    last = last_before(said, money)
    beside = said.before.rstrip(" *_~≈").endswith("(")
    for amount in money if longer else ():
        base = amount.unit.time or next(
            (p for p, words in PERIODS.items() if words.match(said.behind(amount).lstrip())), None
        )
        meant = amount is last and amount.far == SENTENCE and beside
        if meant and base is None:
            base = "month" if longer == "year" else "year"
        if base and longer and base != longer:
            for operator, number in (
                *(("×", number) for number in fitting(base, longer)),
                *(("÷", number) for number in fitting(longer, base)),
            ):
                workings = do("×" if operator == "×" else "÷", amount.workings, const(number))
                value = amount.value * float(number) if operator == "×" else amount.value / float(number)
                yield Way("scale", workings, value, (amount,), True, meant)
    if longer == "year" and said.less:
        for one, two in combinations([hand for hand in money if hand.far <= NAMED], 2):
            if not {one.unit.time, two.unit.time} - {None, "month"}:
                more, less = (one, two) if one.value >= two.value else (two, one)
                value = 12 * (more.value - less.value)
                if said.sized(value):
                    workings = do("×", do("−", more.workings, less.workings), const(Fraction(12)))
                    yield Way("scale", workings, value, (more, less), True)


def _counted(said: Said, numbers: Sequence[Hand]) -> Iterator[Way]:
    """How many in all: so many by so many; minutes each in hours."""
    wanted, together = said.stated.quantity.unit.of, TOGETHER.search(said.before) is not None
    for three in (
        combinations([hand for hand in numbers if hand.far == SENTENCE], 3) if together or said.apposed else ()
    ):
        if all(hand.value != 1 for hand in three):
            value = three[0].value * three[1].value * three[2].value
            if said.sized(value):
                yield Way("product", do("×", *(hand.workings for hand in three)), value, three, True)
    for one, two in combinations(numbers, 2):
        sized = bool(one.unit.size or two.unit.size)
        if 1 in (one.value, two.value) or sized != bool(said.stated.quantity.unit.size):
            continue
        value, time, fits = one.value * two.value, one.time or two.time, NEVER
        if wanted in TIMES and time != wanted:
            fits = fitting(time, wanted) if time else NEVER
            if not fits:
                continue
            value /= float(fits[0])
        if not said.sized(value):
            continue
        near = one.far == two.far == SENTENCE
        told = said.priced(one) or said.priced(two) or (near and (said.apposed or together))
        told = told or (near and any(_OF.search(said.ahead(hand)) for hand in (one, two))) or _at_a_rate(one, two)
        if said.counts(told, one, two):
            workings = do("×", one.workings, two.workings)
            workings = do("÷", workings, const(fits[0])) if fits else workings
            yield Way("product", workings, value, (one, two), told)


def _at_a_rate(one: Hand, two: Hand) -> bool:
    """Whether one is what happens in a time, and the other such times: 42 a minute, 200 minutes."""
    return (one.time or "-") in two.unit.per or (two.time or "-") in one.unit.per
