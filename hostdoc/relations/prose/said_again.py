"""A number of things, or an amount rounded to thousands, that says again what stands elsewhere.

Checked, as tie-outs, and said only where they agree: a plain number with the noun behind it (`Parsing 12,500 letters`
after `12,500 letters a year`), and money in thousands or millions, or about so much, that is one finer amount rounded
(`~$256k` for `$255,900`), where no other amount rounds to it.

Example: `12,500 letters`, further on `postage for 12,500 letters`.

Wrong, and then of no harm, when two things happen to be as many.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from hostdoc.core.document import Heading
from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge
from hostdoc.core.ledger import Ledger
from hostdoc.core.regex import regex
from hostdoc.core.relation import Const, Operation, Ref, Relation
from hostdoc.figures.context import Context, contexts, words_of
from hostdoc.relations.evidence.fits import MET, significant, written

LETTERS = 4  # of a noun that tells one thing from another
FEW = 12  # places that state as many of a thing: more say nothing of any
SURE = 3  # digits of a rounded amount that is told without a word in common
FINER = 10  # times: how much finer the amount is that was rounded
HUNDRED = Const(Fraction(100), "100")
_CENTS = regex(r"\s(?:cents?|ct)\b")
_BRACKET = regex(r"[\s*_]*\([\s*_]*")
_BEHIND = regex(r"[\s*_]{1,4}((?:[^\W\d_][\w-]*[ \t]?){1,2})")


def find(ledger: Ledger) -> Iterator[Relation]:
    """Numbers of things, then rounded amounts."""
    places = [place for place in contexts(ledger) if place.row >= 0 or place.passage is not None]
    yield from _counted(places)
    yield from _rounded(places)
    for passage in ledger.passages:
        yield from _beside(ledger.document.plain, passage.figures)


def _relation(stated: Figure, first: Figure, evidence: str) -> Relation:
    return Relation("tie-out", stated, Ref(first), "inferred", evidence, tentative=True)


# -- Numbers of things ----------------------------------------------------------------------------------------------


def _counted(places: Sequence[Context]) -> Iterator[Relation]:
    """Each with the first place that states as many of the same noun."""
    first: dict[tuple[Decimal, str], list[Context]] = defaultdict(list)
    for place in places:
        if not _plain(place.figure):
            continue
        value = place.figure.quantity.ends[0].value
        for noun in sorted(_nouns(place.figure)):
            same = first[value, noun]
            if same and len(same) < FEW and _elsewhere(place, same[0]):
                yield _relation(place.figure, same[0].figure, f"the word {noun}")
                same.append(place)
                break
            same.append(place)


def _plain(figure: Figure) -> bool:
    """Whether a figure is a number of two digits at least that counts what its unit does not say."""
    quantity = figure.quantity
    bare = not quantity.unit.of and not quantity.unit.per and not quantity.word and not quantity.open
    return bare and len(quantity.ends) == 1 and written(figure) > 1 and quantity.ends[0].step >= 1


def _nouns(figure: Figure) -> frozenset[str]:
    """The one or two words behind a number."""
    match = _BEHIND.match(figure.span.source.text, figure.span.end)
    return frozenset(word for word in words_of(match[1]) if len(word) >= LETTERS) if match else frozenset()


def _elsewhere(one: Context, other: Context) -> bool:
    if one.passage is not None:
        return one.passage is not other.passage
    return one.grid is not other.grid or one.row != other.row


# -- Rounded amounts ------------------------------------------------------------------------------------------------


def _rounded(places: Sequence[Context]) -> Iterator[Relation]:
    """Money in thousands or millions, or about so much, with the one finer amount that it is."""
    money = [place for place in places if place.figure.quantity.unit.currency and len(place.figure.quantity.ends) == 1]
    money.sort(key=lambda place: place.figure.quantity.ends[0].value)
    values = [place.figure.quantity.ends[0].value for place in money]
    for place in sorted(money, key=lambda place: place.figure.span.start):
        room = _room(place)
        if not room:
            continue
        value = place.figure.quantity.ends[0].value
        near = money[bisect_left(values, value - room / 2) : bisect_right(values, value + room / 2)]
        finer = [it for it in near if _is_finer(it, place, room) and _elsewhere(place, it)]
        if len({it.figure.quantity.ends[0].value for it in finer}) != 1:
            continue
        shared, first = max(
            ((len(place.words & it.words), it) for it in finer), key=lambda pair: (pair[0], -pair[1].figure.span.start)
        )
        relation = _relation(place.figure, first.figure, f"the amount `{first.figure.text.strip()}`, rounded")
        if (shared or significant(place.figure) >= SURE) and judge(relation).outcome in MET:
            yield relation


def _beside(plain: str, figures: Sequence[Figure]) -> Iterator[Relation]:
    """An amount and about the same in brackets behind it: `$0.048/month (~$0.05)`; or in cents: `$0.06 (6 cents)`."""
    for one, two in pairwise(figures):
        first, second = one.quantity, two.quantity
        points = len(first.ends) == len(second.ends) == 1 and not (first.open or second.open)
        if not points or not first.unit.of or not _BRACKET.fullmatch(plain, one.span.end, two.span.start):
            continue
        evidence = f"the amount `{one.text.strip()}` before it"
        relation = _relation(two, one, f"{evidence}, rounded")
        if first.unit.currency and not second.unit.of and _CENTS.match(plain, two.span.end):
            workings = Operation("×", (Ref(one), HUNDRED))
            relation = Relation("scale", two, workings, "inferred", evidence, tentative=True)
        elif not second.approximate or second.unit.of != first.unit.of:
            continue
        if judge(relation).outcome == "holds":
            yield relation


def _room(place: Context) -> Decimal:
    """How far apart two amounts are that round to the same; nothing for one that is not rounded, or in one digit."""
    quantity = place.figure.quantity
    end = quantity.ends[0]
    heading = place.passage is not None and isinstance(place.passage.block, Heading)
    if quantity.open or significant(place.figure) < 2 or heading or end.value <= 0:
        return Decimal(0)
    if end.scaled:
        return end.step
    return end.grain if quantity.approximate and end.grain >= 100 else Decimal(0)


def _is_finer(other: Context, place: Context, room: Decimal) -> bool:
    """Whether another amount is of the same money and time, and was written more finely."""
    one, two = place.figure.quantity, other.figure.quantity
    if one.unit.of != two.unit.of or two.open or two.approximate or two.ends[0].step * FINER > room:
        return False
    if two.ends[0].value == one.ends[0].value:
        return False  # stated twice, and no rounding
    return set(one.unit.per) <= set(two.unit.per) or set(two.unit.per) <= set(one.unit.per)
