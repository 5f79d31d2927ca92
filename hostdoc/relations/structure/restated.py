"""Amounts in the prose that are stated elsewhere about the same words: the weak half of the tie-outs.

Said only where the two agree. Where such a sentence differs, it may well speak of something else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from hostdoc.core.figure import Figure
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
BLOCKED = 1_000  # words in common, so none are enough: blocks of text have labels, not sentences
_BRACKET = regex(r"([^\s*_(]*\d[^\s*_(]*)[\s*_]*\([\s*_~≈-]*\Z")
_CLAUSE = regex(r"[,;:.(|\n]")
_NAME = regex(r"\b([A-Z]\w+)(?: (?:at|is|for|costs))?\W*\Z")
VOID = frozenset(map(Decimal, (0, 1, 100)))  # all, none, the same: percentages and factors that say nothing of a thing
FIFTH = 5  # percentages are mostly multiples of it
YEARS = range(1900, 2101)
LETTERS = 4  # of a word that tells something
BEHIND = 30  # characters behind an amount in which its thing is named
TELLING = 3  # digits of an amount that says something without a unit
COMMON = 40  # an amount that stands in more places than this says nothing of any


def restated(places: Sequence[Context]) -> Iterator[Relation]:
    """An amount in prose or a header that another place states about the same words; said only where it agrees."""
    known: dict[tuple[object, ...], list[Context]] = defaultdict(list)
    bare: dict[tuple[object, ...], list[Context]] = defaultdict(list)  # amounts of tables that do not say their unit
    for place in places:
        quantity = place.figure.quantity
        if key := _key(quantity):
            known[key].append(place)
        if not quantity.unit.of and place.is_amount and quantity.ends and written(place.figure) >= TELLING:
            bare[_ends(quantity)].append(place)
    summed = {id(grid) for grid in _grids(places) if any(role.sums for role in roles(grid))}
    for same in known.values():
        unsaid = bare.get(_ends(same[0].figure.quantity), [])[:COMMON]
        if len(same) + len(unsaid) < 2 or len(same) > COMMON or _in_one_table((*same, *unsaid)):
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


def _in_one_table(places: Sequence[Context]) -> bool:
    """Whether all stand in the cells of one table, which does not state an amount again."""
    grid = places[0].grid
    return grid is not None and all(place.grid is grid and place.row >= 0 for place in places)


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
        if _plain(place, other):
            return 1
        return SHARED if place.block is other.block is None else BLOCKED

    ahead = _fine(place) and place.passage is not None and not any(other.is_amount for other in same)
    others = [
        other
        for other in same
        if other.figure is not place.figure
        and (_apart(place, other) or (worked and other.figure.span.last.line < place.figure.span.first.line))
        and (len(_words(place) & _words(other)) >= needed(place, other) or _behind_alike(place, other))
        and (other.figure.span.start < place.figure.span.start or (other.is_amount and not place.is_amount) or ahead)
        and (not _common(place, other) or _told_alike(place, other))
        and (not other.figure.quantity.unit.of or comparable(place.figure.quantity, other.figure.quantity))
    ]
    return max(others, key=lambda other: (len(place.words & other.words), -other.figure.span.start), default=None)


def _words(place: Context) -> frozenset[str]:
    """The words around an amount, and those of all the headings above it but the title."""
    return place.words | words_of(" ".join(place.path[1:-1]))


def _common(place: Context, other: Context) -> bool:
    """Whether an amount is one that many things have: 20 %, or a round price in two tables."""
    figure = place.figure
    if figure.quantity.unit.percent:
        return written(figure) < TELLING and (place.grid is None or other.grid is None)
    return place.is_amount and other.is_amount and significant(figure) == 1 and written(figure) < TELLING


def _told_alike(one: Context, other: Context) -> bool:
    """Whether the same is told of two common amounts; of an odd percentage, a word of the sentence tells it."""
    mine, theirs = _told(one), _told(other)
    if one.figure.quantity.ends[0].value % FIFTH and (mine & other.words or theirs & one.words):
        return True
    return bool(mine & theirs) or _behind_alike(one, other)


def _behind_alike(one: Context, other: Context) -> bool:
    """Whether two percentages stand in brackets behind the same amount: `$13,200 (92%)`."""
    before = [_BRACKET.search(_ahead(it.figure)) for it in (one, other)]
    return bool(before[0] and before[1] and before[0][1] == before[1][1] and one.figure.quantity.unit.percent)


def _ahead(figure: Figure) -> str:
    """The characters just before a figure."""
    return figure.span.source.text[max(0, figure.span.start - REACH) : figure.span.start]


def _told(place: Context) -> frozenset[str]:
    """The words of the label of an amount, and those just behind it, that tell one thing from another."""
    label, plain = place.figure.label, place.figure.span.source.text
    behind = _CLAUSE.split(plain[place.figure.span.end : place.figure.span.end + BEHIND], maxsplit=1)[0]
    words = words_of(f"{label.row} {label.column} {'' if place.is_amount else behind}")
    return frozenset(word for word in words if len(word) >= LETTERS)


def _plain(place: Context, other: Context) -> bool:
    """Whether one word in common tells that two amounts are the same; so it does of a range with both its ends."""
    fine = _fine(place) or place.figure.quantity.is_range
    if place.block is not None or other.block is not None:
        return fine or _labelled_alike(place, other)
    return fine or _tabled(place, other) or _same_name(place, other)


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


def _labelled_alike(one: Context, other: Context) -> bool:
    """Whether the line of a block that states an amount of two digits at least says a word that stands beside the
    other."""
    if significant(one.figure) < 2 and written(one.figure) < TELLING:
        return False
    lines = [it for it in (one, other) if it.block is not None]
    return all(words_of(it.figure.label.row) & (other if it is one else one).words for it in lines)


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
    if one.block is not None:
        return one.block is not other.block
    return one.grid is not other.grid or (one.row < 0) != (other.row < 0)


def _grids(places: Sequence[Context]) -> list[Grid]:
    return list({id(place.grid): place.grid for place in places if place.grid is not None}.values())


def _key(quantity: Quantity) -> tuple[object, ...] | None:
    """What two statements of the same amount have in common. Bare numbers are too common to compare."""
    if quantity.word or not quantity.ends:
        return None
    if not quantity.unit.of and not _telling(quantity):
        return None
    if quantity.unit.of in ("%", "x") and quantity.ends[-1].value in VOID:
        return None
    return (quantity.unit.of, *_ends(quantity))


def _telling(quantity: Quantity) -> bool:
    """Whether a bare number has so many digits that it is no year, and hardly that of something else."""
    digits = sum(len(end.value.normalize().as_tuple().digits) for end in quantity.ends)
    return digits > TELLING and not (quantity.ends[0].step == 1 and quantity.ends[0].value in YEARS)


def _ends(quantity: Quantity) -> tuple[object, ...]:
    return quantity.ends[0].value, quantity.ends[-1].value
