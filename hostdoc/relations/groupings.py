"""What a total in the prose may sum, the nearest first: lists, subtotals, tables, milestones, totals before it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from hostdoc.core.document import Heading
from hostdoc.core.figure import Figure
from hostdoc.core.quantity import comparable
from hostdoc.figures.labels import is_subtotal
from hostdoc.relations.outline import LONG, Entry, Outline, amount_of, column_of
from hostdoc.relations.sums import Grouping, Terms, endings

FAR = 400  # passages before a total that are looked at
MOST_SEEN = 100  # totals before a total that may be its terms


def groupings(known: Outline, index: int, stated: Figure, seen: list[Figure]) -> Iterator[Grouping]:
    entries = known.all
    yield from _list_before(entries, index, stated)
    yield from _subtotals(entries, index, stated)
    yield from below(entries, index, stated)
    yield from _tables(known, index, stated)
    yield from _same_label(known, index, stated)
    yield from _milestones(known, stated)
    yield from (Grouping((amounts,)) for amounts in known.headings(stated))
    yield from _repeated(known, entries[index], stated)
    yield from _sentence(entries[index], stated)
    last = [figure for figure in seen[-MOST_SEEN:] if comparable(figure.quantity, stated.quantity)]
    yield from endings(last)
    own = [f for f in entries[index].figures if comparable(f.quantity, stated.quantity) and f is not stated]
    if last and own:
        yield Grouping.of((last[-1], own[-1]))


def _list_before(entries: list[Entry], index: int, stated: Figure) -> Iterator[Grouping]:
    """The items or lines that end in the total, since the last total; and the same with that total as one of them."""
    own = entries[index]
    terms: list[Figure] = []
    complete = True
    for entry in reversed(entries[max(0, index - FAR) : index]):
        if not _beside(entry, own):
            break
        if entry.depth > own.depth >= 0:
            continue
        amount = amount_of(entry, stated)
        if entry.total:
            if amount is not None and terms:
                yield Grouping.of((amount, *reversed(terms)))
            break
        complete = complete and amount is not None
        if amount is not None:
            terms.append(amount)
    if terms:
        yield Grouping.of(reversed(terms), complete and own.depth >= 0 and own.total)


def _beside(entry: Entry, own: Entry) -> bool:
    """Whether an entry may be of the same list as a total: items with items, lines with lines of the section."""
    if entry.passage is None or own.passage is None or isinstance(entry.passage.block, Heading):
        return False
    if own.depth >= 0:
        return entry.depth >= own.depth
    return entry.passage.block.path == own.passage.block.path and (entry.depth >= 0 or len(entry.text) <= LONG)


def _subtotals(entries: list[Entry], index: int, stated: Figure) -> Iterator[Grouping]:
    """The subtotals of the section since its last grand total."""
    passage = entries[index].passage
    terms: list[Figure] = []
    for entry in reversed(entries[max(0, index - FAR) : index]):
        if entry.passage is None or passage is None or entry.passage.block.path != passage.block.path:
            break
        if is_subtotal(entry.label) and (amount := amount_of(entry, stated)):
            terms.append(amount)
        elif entry.total:
            break
    firm = entries[index].total and not is_subtotal(entries[index].label)
    if len(terms) > 1:
        yield Grouping.of(reversed(terms), firm)


def below(entries: list[Entry], index: int, stated: Figure) -> Iterator[Grouping]:
    """The items directly below: of the list that a line heads, or of the item one level down."""
    depth = entries[index].depth
    terms: list[Figure] = []
    level = None
    for entry in entries[index + 1 : index + FAR]:
        if entry.grid is not None and level is None:
            terms += column_of(entry, stated).figures
            continue
        if entry.depth < 0 or entry.depth <= depth:
            break
        level = entry.depth if level is None else level
        if entry.depth == level and not entry.total and (amount := amount_of(entry, stated)):
            terms.append(amount)
    if terms:
        yield Grouping.of(terms)


def _tables(known: Outline, index: int, stated: Figure) -> Iterator[Grouping]:
    """A column of the nearest tables that have no total of their own: the last one, the last two …; or of the next."""
    entries = known.all
    before: list[Terms] = []  # the nearest first
    for place in reversed(known.tables[: bisect_left(known.tables, index)][-FAR:]):
        if place < index - FAR or len(before) > 6:
            break
        if (terms := column_of(entries[place], stated)).figures:
            before.append(terms)
    only = len(before) == 1 and entries[index].total and stated.quantity.unit.currency is not None
    for count in range(1, min(len(before), 6) + 1):
        parts = tuple(reversed(before[:count]))
        yield Grouping(parts, firm=only and len(parts[0].figures) > 1, single=count == 1)
    after = [column_of(e, stated) for e in entries[index + 1 : index + 3] if e.grid and not e.totals]
    for count in range(1, len(after) + 1):
        yield Grouping(tuple(after[:count]))


def _same_label(known: Outline, index: int, stated: Figure) -> Iterator[Grouping]:
    """Entries labelled as the total is, without the word: `Costs` for `Total costs`; those after it, else before."""
    own = known.all[index]
    if not own.bare or not own.total:
        return
    places = known.named[own.bare]
    here = bisect_left(places, index)
    for first, end in ((here + 1, len(places)), (0, here)):
        same: list[Entry] = []
        for place in range(first, end):
            if known.all[places[place]].total or len(same) > FAR:
                break
            same.append(known.all[places[place]])
        amounts = [amount_of(entry, stated) for entry in same]
        terms = [amount for amount in amounts if amount]
        if 1 < len(terms) <= FAR:
            yield Grouping.of(terms, len(terms) == len(amounts))


def _milestones(known: Outline, stated: Figure) -> Iterator[Grouping]:
    """Numbered milestones with an amount each, first said first; headings, items or lines."""
    nouns: dict[str, list[Figure]] = {}
    for (noun, _), entries in known.milestones(stated).items():
        amounts = [amount for entry in entries if (amount := amount_of(entry, stated))]
        nouns.setdefault(noun, []).extend(amounts[:1])
    yield from (Grouping.of(figures) for figures in nouns.values())


def _repeated(known: Outline, own: Entry, stated: Figure) -> Iterator[Grouping]:
    """The amounts of a label that a document repeats: `Milestone budget` under each milestone."""
    mine = amount_of(own, stated, own=True)
    for label, terms in known.repeated(stated).items():
        if label != own.label or mine is not stated:
            yield Grouping((terms,))
        elif len(terms.figures) <= known.budget:
            other = amount_of(own, stated)
            terms = terms.replaced(stated, other)
            if Grouping((terms,)).near(stated):
                figures = (other if figure is stated else figure for figure in terms.figures)
                yield Grouping.of(figure for figure in figures if figure is not None)


def _sentence(entry: Entry, stated: Figure) -> Iterator[Grouping]:
    """The amounts before a total in its own passage, or all those behind it."""
    fitting = [f for f in entry.figures if comparable(f.quantity, stated.quantity) and f is not stated]
    yield from endings([f for f in fitting if f.span.end <= stated.span.start][-FAR:])
    yield Grouping.of(f for f in fitting if f.span.start >= stated.span.end)
