"""Overheads and the like in lists agree with their percentage: `IDC 52.5%: $7,828, 8,062` below `$14,910, 15,357`.

Checked: an entry with one percentage and one amount, or an enumeration of them, as that part of the amounts above it:
each of its own counterpart in an enumeration of as many, else of the entries of its list, or of a subtotal, or of the
entry above alone.

Example: `Overhead (10%): $480` below items that add up to $4,500 drifts: it is $450.

Wrong when the percentage is of something else. Reported as wrong only for enumerations of which most agree, and where
what stands above can be read in one way.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge, promising
from hostdoc.core.ledger import Ledger
from hostdoc.core.relation import Expression, Operation, Ref, Relation
from hostdoc.figures.labels import LEVY
from hostdoc.relations.structure.outline import Entry, amount_of, amounts_of, outlined

AGREES = ("holds", "rounds")
FAR = 60  # entries above that are looked at


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every levy of the lists and lines."""
    entries = outlined(ledger)
    for index, entry in enumerate(entries):
        percents = [figure for figure in entry.figures if figure.quantity.unit.percent]
        money = next((figure for figure in entry.figures if figure.quantity.unit.currency), None)
        if len(percents) == 1 and money is not None and money.quantity.ends and LEVY.search(entry.text):
            stated = amounts_of(entry, money, own=True)
            if len(stated) > 1:
                yield from _each(entries, index, percents[0], stated)
            else:
                yield from _whole(entries, index, percents[0], money)


def _part(stated: Figure, percent: Figure, base: Sequence[Figure]) -> Relation:
    whole: Expression = Ref(base[0]) if len(base) == 1 else Operation("+", tuple(Ref(figure) for figure in base))
    workings = Operation("×", (Ref(percent), whole))
    return Relation("share", stated, workings, "inferred", f"the percentage `{percent.text}`")


def _each(entries: Sequence[Entry], index: int, percent: Figure, stated: Sequence[Figure]) -> Iterator[Relation]:
    """An enumeration as parts of the nearest enumeration of as many above."""
    for entry in reversed(entries[max(0, index - FAR) : index]):
        first = amount_of(entry, stated[0]) if entry.passage else None
        above = amounts_of(entry, stated[0]) if first else ()
        if len(above) == len(stated):
            found = [_part(mine, percent, (base,)) for mine, base in zip(stated, above, strict=True)]
            met = sum(judge(relation).outcome in AGREES for relation in found)
            yield from found if 2 * met >= len(found) else ()
            return


def _whole(entries: Sequence[Entry], index: int, percent: Figure, stated: Figure) -> Iterator[Relation]:
    """One amount as a part of what stands above it, in the way that agrees, or in the only way."""
    bases = list(_bases(entries, index, stated))
    found = [relation for base, _ in bases if promising(relation := _part(stated, percent, base))]
    met = next((relation for relation in found if judge(relation).outcome in AGREES), None)
    if met is not None:
        yield met
    elif len(found) == 1 and [sure for _, sure in bases][:1] == [True] and entries[index].depth >= 0:
        yield found[0]


def _bases(entries: Sequence[Entry], index: int, stated: Figure) -> Iterator[tuple[tuple[Figure, ...], bool]]:
    """The entries of the list or section above since the last total, or that total, and the entry above alone.

    The first is sure if each entry states one amount, and none is a levy itself.
    """
    own = entries[index]
    above: list[Figure] = []
    sure = True
    for entry in reversed(entries[max(0, index - FAR) : index]):
        if entry.passage is None or own.passage is None or entry.passage.block.path != own.passage.block.path:
            break
        amount = amount_of(entry, stated) if entry.depth <= own.depth or entry.depth < 0 else None
        if amount is None:
            continue
        sure = sure and not LEVY.search(entry.text) and sum(map(_is_money, entry.figures)) == 1
        if entry.total:
            yield (amount,), sure and not above
            break
        above.insert(0, amount)
    if above:
        yield tuple(above), sure and len(above) > 1
    if len(above) > 1:
        yield (above[-1],), False


def _is_money(figure: Figure) -> bool:
    return figure.quantity.unit.currency is not None
