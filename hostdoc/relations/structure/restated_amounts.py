"""Bare amounts of tables, and lines of fixed width, that are stated elsewhere about the same thing.

A summary in fixed width takes over the totals of the tables, a history ends with what the text says of this year. Said
only where the two agree: in three digits at least, and in a word of the label, or in so many that no chance makes it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from hostdoc.core.figure import Figure
from hostdoc.core.ledger import Grid, Ledger
from hostdoc.core.relation import Const, Expression, Operation, Ref, Relation
from hostdoc.figures.context import Context, words_of
from hostdoc.figures.labels import TOTAL, is_total
from hostdoc.relations.evidence.fits import significant, written
from hostdoc.relations.evidence.stems import stems
from hostdoc.relations.structure.summary_rows import Total, table_totals
from hostdoc.relations.tables.lines import dated
from hostdoc.relations.tables.rows import amount_columns

DIGITS = 3  # of an amount that says something by being stated twice
FINE = 4  # of one that is hardly the same by chance
NEAR = Decimal("0.1")  # part by which a line may be off that has the name of a total
COMMON = 6  # an amount that stands in more places than this says nothing of any
MINUS = Const(Fraction(-1), "−1")
Known = dict[Decimal, list[Context]]


def restated_amounts(ledger: Ledger, places: tuple[Context, ...]) -> Iterator[Relation]:
    """Lines of fixed width, then cells whose unit is left unsaid or that have many digits, each with the first place
    that states the same."""
    known: Known = defaultdict(list)
    lines = [line for block in ledger.blocks for line in block.lines]
    drawn = [line for line in lines if "=" in line.span.text or is_total(line.label)]
    for place in (*places, *(Context(line.figures[-1], words_of(line.label)) for line in drawn if line.figures)):
        if _telling(place.figure):
            known[abs(place.figure.quantity.ends[0].value)].append(place)
    totals = table_totals(ledger) if ledger.blocks else []
    for line in lines:
        for figure in line.figures[-1:] if "=" not in line.span.text or line.lead == "=" else ():
            found = list(_first(figure, line.label, known))
            yield from found or _differing(figure, line.label, totals)
    for place in places:
        if place.grid and place.column and place.is_amount:
            yield from _of_cell(place, place.grid, known)
    yield from _called_alike(places)


def _of_cell(place: Context, grid: Grid, known: Known) -> Iterator[Relation]:
    """The cell of a table with another place that states the same."""
    figure, fine = place.figure, significant(place.figure) > FINE
    others = [it for it in _same(figure, known) if it.grid is not grid] if fine or not figure.quantity.unit.of else []
    if written(figure) <= DIGITS:
        others = [it for it in others if not it.grid]
    if others:
        label = f"{grid.rows[place.row][0].words} {grid.columns[place.column].header}"
        yield from _tied(figure, label, others, fine=fine)


def _called_alike(places: tuple[Context, ...]) -> Iterator[Relation]:
    """The one amount of a row that a row of the same name, of two words at least, states in another table before."""
    first: dict[tuple[object, ...], Context] = {}
    for place in places:
        if not place.is_amount or place.grid is None or len(amount_columns(place.grid)) != 1:
            continue
        ends, name = place.figure.quantity.ends, place.grid.rows[place.row][0].words.casefold()
        if not ends or " " not in name.strip():
            continue
        key = (name, place.figure.quantity.unit.of, ends[0].value, ends[-1].value)
        known = first.setdefault(key, place)
        if known.grid is not place.grid:
            evidence = f"the row `{known.grid.rows[known.row][0].words}`" if known.grid else ""
            yield Relation("tie-out", place.figure, Ref(known.figure), "inferred", evidence, tentative=True)


def _differing(figure: Figure, label: str, totals: Sequence[Total]) -> Iterator[Relation]:
    """A line whose words are those of one total of the tables, `Income` of `Total income`, and that comes near it."""
    said = stems(label)
    named = [it for it in totals if said and said == stems(TOTAL.sub(" ", it.label)) and len(it.money) == 1]
    if len(named) != 1 or not named[0].figure.quantity.ends:
        return
    if not _telling(figure) or not _alike(figure, named[0].figure):
        return
    own, theirs = abs(figure.quantity.ends[0].value), abs(named[0].figure.quantity.ends[0].value)
    if theirs and own != theirs and abs(own - theirs) <= NEAR * theirs:
        again = _of_sign(figure, named[0].figure)
        yield Relation("tie-out", figure, again, "inferred", f"the label `{named[0].label}`")


def _telling(figure: Figure) -> bool:
    quantity = figure.quantity
    plain = len(quantity.ends) == 1 and not (quantity.open or quantity.word or quantity.unit.percent)
    return plain and significant(figure) >= DIGITS and written(figure) >= DIGITS and not dated(figure)


def _same(figure: Figure, known: Known) -> list[Context]:
    """The other places that state an amount, if it is one that tells something."""
    same = known.get(abs(figure.quantity.ends[0].value), []) if _telling(figure) else []
    return [it for it in same if it.figure is not figure and _alike(figure, it.figure)] if len(same) <= COMMON else []


def _alike(one: Figure, other: Figure) -> bool:
    """Whether no unit speaks against it that two amounts are one."""
    units = (one.quantity.unit.of, other.quantity.unit.of)
    return units[0] == units[1] or not all(units)


def _first(figure: Figure, label: str, known: Known) -> Iterator[Relation]:
    fine = significant(figure) >= FINE
    yield from _tied(figure, label, _same(figure, known), fine=fine)


def _tied(figure: Figure, label: str, others: Iterable[Context], *, fine: bool = False) -> Iterator[Relation]:
    said = stems(" ".join(words_of(label)))
    shared = [(it, said & stems(" ".join(it.words))) for it in others]
    meant = [(it, words) for it, words in shared if words] or [(it, words) for it, words in shared if fine]
    if not meant:
        return
    place, words = max(meant, key=lambda pair: (len(pair[1]), pair[0].is_amount, -pair[0].figure.span.start))
    evidence = f"the words {', '.join(sorted(words)[:3])}" if words else f"the amount `{place.figure.text}`"
    yield Relation("tie-out", figure, _of_sign(figure, place.figure), "inferred", evidence, tentative=True)


def _of_sign(figure: Figure, other: Figure) -> Expression:
    """Another amount as it is, or taken off where the stated one is."""
    same = (figure.quantity.ends[0].value < 0) == (other.quantity.ends[0].value < 0)
    return Ref(other) if same else Operation("×", (MINUS, Ref(other)))
