"""Amounts in the prose that are stated elsewhere about the same words: the weak half of the tie-outs.

Said only where the two agree. Where such a sentence differs, it may well speak of something else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal

from hostdoc.core.ledger import Grid
from hostdoc.core.quantity import Quantity, comparable
from hostdoc.core.regex import regex
from hostdoc.core.relation import Ref, Relation
from hostdoc.figures.context import Context, words_of
from hostdoc.relations.evidence.fits import significant, written
from hostdoc.relations.tables.rows import roles

REACH = 24  # characters before an amount in which the operator and the operand before it are looked for
_BEHIND_OPERATOR = regex(r"\d[\w%)/]*[^\S\n]*(?:[×*÷+−–→]|[-x][^\S\n])[^\S\n]*\Z")
_BEFORE_OPERATOR = regex(r"[^\S\n]*(?:[×*÷+−–→]|[-x][^\S\n])[^\S\n]*[(~≈]?(?:[$€£]|[A-Z]{3} |R\$)?[^\S\n]?\d")
SHARED = 2  # words that two sentences have in common if they speak of the same
_CLAUSE = regex(r"[,;:.(|\n]")
_NAME = regex(r"\b([A-Z]\w+)(?: (?:at|is|for|costs))?\W*\Z")
VOID = frozenset(map(Decimal, (0, 1, 100)))  # all, none, the same: percentages and factors that say nothing of a thing
LETTERS = 4  # of a word that tells something
BEHIND = 30  # characters behind an amount in which its thing is named
TELLING = 3  # digits of an amount that says something without a unit
COMMON = 40  # an amount that stands in more places than this says nothing of any


def restated(places: tuple[Context, ...]) -> Iterator[Relation]:
    """An amount in prose or a header that another place states about the same words; said only where it agrees."""
    known: dict[tuple[object, ...], list[Context]] = defaultdict(list)
    bare: dict[tuple[object, ...], list[Context]] = defaultdict(list)  # amounts of tables that do not say their unit
    for place in places:
        if key := _key(place.figure.quantity):
            known[key].append(place)
        elif place.is_amount and place.figure.quantity.ends and written(place.figure) >= TELLING:
            bare[_ends(place.figure.quantity)].append(place)
    summed = {id(grid) for grid in _grids(places) if any(role.sums for role in roles(grid))}
    for same in known.values():
        unsaid = bare.get(_ends(same[0].figure.quantity), [])[:COMMON]
        if len(same) + len(unsaid) < 2 or len(same) > COMMON:
            continue
        for place in same:
            carried = place.is_amount and id(place.grid) in summed
            if place.is_amount and place.column == 0:
                continue
            first = _first(place, [other for other in same if not carried or _named_alike(place, other)])
            if first is None and not place.is_amount and place.figure.quantity.unit.currency:
                first = _first(place, unsaid)
            if first is not None:
                shared = sorted(place.words & first.words)[:3]
                evidence = f"the words {', '.join(shared)}" if shared else f"the amount `{first.figure.text}`"
                yield Relation("tie-out", place.figure, Ref(first.figure), "inferred", evidence, tentative=True)


def _first(place: Context, same: Iterable[Context]) -> Context | None:
    """Where an amount was stated before, or in a table, or further on: the place of most shared words, the earliest.

    Further on only if it has many digits.
    """
    same = list(same)
    worked = _operand(place)

    def needed(place: Context, other: Context) -> int:
        if worked and (other.figure.span.start < place.figure.span.start or _fine(place)):
            return 0
        if _fine(place) and (place.figure.quantity.is_range or significant(place.figure) > TELLING):
            return 0  # so many digits are hardly those of another amount
        return 1 if _plain(place, other) else SHARED

    ahead = _fine(place) and place.passage is not None and not any(other.is_amount for other in same)
    others = [
        other
        for other in same
        if other.figure is not place.figure
        and (_apart(place, other) or (worked and other.figure.span.last.line < place.figure.span.first.line))
        and len(place.words & other.words) >= needed(place, other)
        and (other.figure.span.start < place.figure.span.start or (other.is_amount and not place.is_amount) or ahead)
        and (not _common(place, other) or _told(place) & _told(other))
        and (not other.figure.quantity.unit.of or comparable(place.figure.quantity, other.figure.quantity))
    ]
    return max(others, key=lambda other: (len(place.words & other.words), -other.figure.span.start), default=None)


def _common(place: Context, other: Context) -> bool:
    """Whether an amount is one that many things have: 20 %, or a round price in two tables."""
    figure = place.figure
    if figure.quantity.unit.percent:
        return written(figure) < TELLING and (place.grid is None or other.grid is None)
    return place.is_amount and other.is_amount and significant(figure) == 1 and written(figure) < TELLING


def _told(place: Context) -> frozenset[str]:
    """The words of the label of an amount, and those just behind it, that tell one thing from another."""
    label, plain = place.figure.label, place.figure.span.source.text
    behind = _CLAUSE.split(plain[place.figure.span.end : place.figure.span.end + BEHIND], maxsplit=1)[0]
    words = words_of(f"{label.row} {label.column} {'' if place.is_amount else behind}")
    return frozenset(word for word in words if len(word) >= LETTERS)


def _plain(place: Context, other: Context) -> bool:
    """Whether one word in common tells that two amounts are the same."""
    return _tabled(place, other) or _same_name(place, other) or _fine(place)


def _operand(place: Context) -> bool:
    """Whether an amount of money in the prose is an operand: the sum is worked out from what was stated before."""
    figure, passage = place.figure, place.passage
    if passage is None or not figure.quantity.unit.currency or significant(figure) < 2 or written(figure) < TELLING:
        return False
    text = figure.span.source.text
    before = text[max(passage.span.start, figure.span.start - REACH) : figure.span.start]
    return bool(_BEHIND_OPERATOR.search(before) or _BEFORE_OPERATOR.match(text, figure.span.end))


def _fine(place: Context) -> bool:
    """Whether an amount has so many digits that another one is hardly the same by chance."""
    return significant(place.figure) >= TELLING and written(place.figure) > TELLING


def _tabled(one: Context, other: Context) -> bool:
    """Whether one of two amounts stands in a table, whose labels are short; the other names its row or its column."""
    if one.grid is not None and other.grid is None:
        row, column = one.grid.rows[one.row][0].words if one.row >= 0 else "", one.grid.columns[one.column].header
        return not other.words.isdisjoint(words_of(f"{row} {column}"))
    return other.grid is not None


def _same_name(one: Context, other: Context) -> bool:
    """Whether the same name stands right before two amounts of the prose: `Pro at $20`, `on Pro ($20 …`."""
    name = _NAME.search(one.figure.label.row)
    again = _NAME.search(other.figure.label.row)
    return name is not None and again is not None and name[1] == again[1]


def _named_alike(one: Context, other: Context) -> bool:
    """Whether two cells of different sections stand in rows of the same telling name: a total carried over."""
    if one.grid is None or other.grid is None or one.row < 0 or other.row < 0:
        return False
    if one.grid.table.path == other.grid.table.path:
        return False
    name = one.grid.rows[one.row][0].words.lower()
    return " " in name and name == other.grid.rows[other.row][0].words.lower()


def _apart(one: Context, other: Context) -> bool:
    if one.passage is not None:
        return one.passage is not other.passage
    return one.grid is not other.grid or (one.row < 0) != (other.row < 0)


def _grids(places: tuple[Context, ...]) -> list[Grid]:
    return list({id(place.grid): place.grid for place in places if place.grid is not None}.values())


def _key(quantity: Quantity) -> tuple[object, ...] | None:
    """What two statements of the same amount have in common. Bare numbers are too common to compare."""
    if quantity.word or not quantity.ends or not quantity.unit.of:
        return None
    if quantity.unit.of in ("%", "x") and quantity.ends[-1].value in VOID:
        return None
    return (quantity.unit.of, *_ends(quantity))


def _ends(quantity: Quantity) -> tuple[object, ...]:
    return quantity.ends[0].value, quantity.ends[-1].value
