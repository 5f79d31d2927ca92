"""What a list of shares divides comes to those parts of it: `60% Letters`, `40% Parcels`, and 480 and 320 of 800.

Checked, as shares: lines, items or rows of which each states one percentage, together 100, and the first of as many
lines or items in a row further on, in the same order, that share a word each with them; of one amount stated before
these.

Example: of 800 at 60, 30 and 10 %, `Letters: 480`, `Parcels: 240` and `Books: 90` drifts: it is 80.

Wrong when the amounts are of something else that happens to be called so: all of them, or all but one of three or more,
have to be those parts of one amount. What is off beside two others only is a warning.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from hostdoc.core.document import Item
from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge, promising
from hostdoc.core.ledger import Ledger
from hostdoc.core.records import dataclass, replace
from hostdoc.core.regex import regex
from hostdoc.core.relation import Operation, Ref, Relation
from hostdoc.relations.evidence.fits import MET
from hostdoc.relations.tables.lines import middle

MOST = 12  # shares that divide one amount
LISTS = 24  # lists of shares, and of amounts, that are looked at for one of them
SURE = 3  # parts that make what another one is off an error
WHOLES = 200  # figures before an amount of which it may be a part
_WORD = regex(r"[^\W\d_]{2,}|\d+\.\d+")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line, an item or a row: what it says, or is called, and its figures."""

    text: str
    figures: tuple[Figure, ...]


_Named = tuple[str, Figure]  # a line, and what it states


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every list of shares, with the lists of amounts further on."""
    shares = [run for lines in (*_lists(ledger), *_tables(ledger)) for run in _runs(lines, _share) if _all(run)]
    if not shares:
        return
    amounts = [run for lines in _lists(ledger) for run in _runs(lines, _amount)]
    for parts in shares[:LISTS]:
        behind = [run for run in amounts if run[0][1].span.start > parts[-1][1].span.end]
        for run in behind[:LISTS]:
            if _of_the_same(parts, run):
                yield from _claimed(ledger, [share for _, share in parts], [amount for _, amount in run])


def _lists(ledger: Ledger) -> Iterator[list[_Line]]:
    """The lines of each block of text, and the items of each list."""
    for block in ledger.blocks:
        yield [_Line(line.span.text, line.figures) for line in block.lines]
    for listed, items in groupby(ledger.passages, lambda it: isinstance(it.block, Item) and it.block.path):
        if listed is not False:
            yield [_Line(item.span.text, item.figures) for item in items]


def _tables(ledger: Ledger) -> Iterator[list[_Line]]:
    for grid in ledger.grids:
        yield [_Line(row[0].words, tuple(it for cell in row for it in cell.figures)) for row in grid.rows]


def _runs(lines: Sequence[_Line], stated: Callable[[_Line], Figure | None]) -> Iterator[list[_Named]]:
    """The lines beside each other that state something."""
    for states, run in groupby(((line, stated(line)) for line in lines), lambda it: it[1] is not None):
        if states:
            yield [(line.text, figure) for line, figure in run if figure]


def _share(line: _Line) -> Figure | None:
    """The one percentage of a line."""
    found = [it for it in line.figures if it.quantity.unit.percent]
    return found[0] if len(found) == 1 and len(found[0].quantity.ends) == 1 else None


def _amount(line: _Line) -> Figure | None:
    """What a line states first, if that is no percentage."""
    first = line.figures[0] if line.figures else None
    return first if first and not first.quantity.unit.percent and middle(first) else None


def _all(run: Sequence[_Named]) -> bool:
    """Whether shares are those of all there is."""
    return 1 < len(run) <= MOST and sum(share.quantity.ends[0].value for _, share in run) == 100


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.lower()))


def _of_the_same(parts: Sequence[_Named], run: Sequence[_Named]) -> bool:
    """Whether amounts are called as the shares are, one by one; a word of every share tells none from the others."""
    if len(run) < len(parts):
        return False
    called = [_words(text) for text, _ in parts]
    common = frozenset.intersection(*called)
    return all(not (words - common).isdisjoint(_words(text)) for words, (text, _) in zip(called, run, strict=False))


def _claimed(ledger: Ledger, shares: Sequence[Figure], amounts: Sequence[Figure]) -> Iterator[Relation]:
    """The parts of the nearest amount before them of which all are that, or else all but one."""
    best: list[Relation] = []
    missed = min(2, len(shares) - 1)
    for whole in _wholes(ledger, amounts[: len(shares)]):
        relations = [_relation(*it, whole) for it in zip(amounts, shares, strict=False)]
        off = sum(not (promising(it) and judge(it).outcome in MET) for it in relations)
        if off < missed:
            best, missed = relations, off
    unsure = len(best) - missed < SURE
    yield from (replace(it, unsure=unsure) for it in best)


def _wholes(ledger: Ledger, amounts: Sequence[Figure]) -> Iterator[Figure]:
    """The amounts before some of which they may be parts, the nearest first."""
    most, currency = max(map(_value, amounts)), amounts[0].quantity.unit.currency
    place = bisect_left(ledger.figures, amounts[0].span.start, key=lambda it: it.span.start)
    for figure in reversed(ledger.figures[max(0, place - WHOLES) : place]):
        unit = figure.quantity.unit
        if unit.currency == currency and not unit.percent and len(figure.quantity.ends) == 1 and _value(figure) > most:
            yield figure


def _value(figure: Figure) -> float:
    return middle(figure) or 0.0


def _relation(stated: Figure, share: Figure, whole: Figure) -> Relation:
    workings = Operation("×", (Ref(share), Ref(whole)))
    return Relation("share", stated, workings, "inferred", f"the list of shares in which `{share.text.strip()}` stands")
