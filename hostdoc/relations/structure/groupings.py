"""What a total in the prose may sum, the nearest first: lists, subtotals, tables, milestones, totals before it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from hostdoc.core.figure import Figure
from hostdoc.core.quantity import comparable
from hostdoc.core.records import replace
from hostdoc.core.regex import regex
from hostdoc.core.units import TIMES
from hostdoc.figures.context import sentence_around, words_of
from hostdoc.figures.labels import AMOUNT, is_subtotal, is_total
from hostdoc.relations.evidence.fits import significant
from hostdoc.relations.evidence.sums import Claim, Grouping, Terms, endings, rough
from hostdoc.relations.structure.closed_lists import alike, closed_list
from hostdoc.relations.structure.contents import contents, lists_before
from hostdoc.relations.structure.named_parts import named_parts
from hostdoc.relations.structure.outline import LONG, Entry, Outline, amount_of, column_of, columns_of, worth_of
from hostdoc.relations.structure.sections import HEADING, Labelled, Sections

FAR = 400  # passages before a total that are looked at
LABELS = regex(r"(?:[:：=(]|\btotal)[\s*_]*\Z", re.IGNORECASE)  # `Audit: $15,000`
COMES_TO = regex(r"\b(?:totall?ing|add(?:s|ing)?\s+up\s+to|sum(?:s|ming)?(?:\s+up)?\s+to)[\s*_]*\Z", re.IGNORECASE)
_IN_ALL = regex(r"\b(?:for|giving|makes?|making|or)\s+an?\s+(?:[^\W\d_]+\s+)?total\s+of[\s*_]*\Z", re.IGNORECASE)
_RAISED = regex(r"\b(?:increas|rais|extend|top)\w*\b[^.;]{0,80}\bby\b[^.;]{0,40}\bto\b[^.;\d]{0,40}\Z", re.IGNORECASE)
RUN = 16  # amounts before a total of which it may sum the last
MOST_SEEN = 100  # totals before a total that may be its terms


def groupings(known: Outline, sections: Sections, index: int, stated: Figure, seen: list[Figure]) -> Iterator[Grouping]:
    entries = known.all
    if entries[index].heading:
        yield from (it for it in _tables(known, index, stated) if entries[index].total)  # one that closes a table
        yield from below(entries, index, stated)
        yield from contents(known, sections, index, stated)
        yield from _sections(known, sections, index, stated)
        yield from endings([figure for figure in seen[-MOST_SEEN:] if comparable(figure.quantity, stated.quantity)])
        return
    yield from named_parts(entries, index, stated)
    yield from closed_list(entries, index, stated)
    yield from _subtotals(entries, index, stated)
    yield from below(entries, index, stated)
    yield from contents(known, sections, index, stated)
    yield from run_before(entries, index, stated)
    yield from _tables(known, index, stated)
    yield from _same_label(known, index, stated)
    yield from lists_before(known, index, stated)
    yield from _sections(known, sections, index, stated)
    yield from _milestones(known, stated)
    yield from (Grouping((amounts,)) for amounts in known.headings(stated))
    yield from _repeated(known, entries[index], stated)
    yield from (Grouping((amounts,)) for amounts in known.nouns(stated) if stated not in amounts.figures)
    yield from _sentence(entries[index], stated)
    last = [figure for figure in seen[-MOST_SEEN:] if comparable(figure.quantity, stated.quantity)]
    if significant(stated) > 1:  # one digit comes about by chance
        yield from endings(last)
    own = [figure for figure in alike(entries[index], stated) if figure is not stated]
    if last and own:
        said = _RAISED.search(entries[index].text[: stated.span.start - entries[index].start])
        yield Grouping.of((last[-1], own[-1]), "slip" if said else "")


def _subtotals(entries: Sequence[Entry], index: int, stated: Figure) -> Iterator[Grouping]:
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
        yield Grouping.of(reversed(terms), "always" if firm else "")


def below(entries: Sequence[Entry], index: int, stated: Figure, claim: Claim = "near") -> Iterator[Grouping]:
    """The items directly below: of the list that a line heads, or of the item one level down."""
    depth = entries[index].depth
    terms: list[Figure] = []
    level = None
    complete = True
    for entry in entries[index + 1 : index + FAR]:
        if entry.grid is not None and level is None:
            terms += column_of(entry, stated).figures
            continue
        if entry.depth < 0 or entry.depth <= depth:
            break
        level = entry.depth if level is None else level
        if entry.depth == level and not entry.total:
            amount = amount_of(entry, stated)
            complete = complete and amount is not None
            terms += [amount] if amount else []
    if terms:
        own = entries[index]
        labelled = own.heading or own.depth >= 0 or LABELS.search(own.text[: stated.span.start - own.start])
        sure = claim if labelled or claim == "slip" or not own.total else "slip"
        yield Grouping.of(terms, sure if complete else "", single=complete and own.total)


def run_before(entries: Sequence[Entry], index: int, stated: Figure) -> Iterator[Grouping]:
    """What stands before it, whatever it is: the totals of tables, outermost items, short lines; the last two …"""
    terms: list[Figure] = []
    for entry in reversed(entries[max(0, index - FAR) : index]):
        if len(terms) == RUN:
            break
        if entry.grid or (not entry.heading and entry.depth <= 0 and len(entry.text) <= LONG):
            worth = worth_of(entry, stated)
            terms += [worth] if worth else []
    yield from reversed([*endings(terms[::-1])])


def _tables(known: Outline, index: int, stated: Figure) -> Iterator[Grouping]:
    """A column of the nearest tables that have no total of their own: the last one, the last two …; or of the next."""
    entries = known.all
    before: list[Terms] = []  # the nearest first
    paths: list[tuple[str, ...]] = []
    several = False  # whether the nearest one has other columns that the total may be of
    for place in reversed(known.tables[: bisect_left(known.tables, index)][-FAR:]):
        if place < index - FAR or len(before) > 6:
            break
        if not before:
            others = columns_of(entries[place], stated)[1:]
            several = bool(others)
            yield from (Grouping((terms,), single=True) for terms in others)
        if (terms := column_of(entries[place], stated)).figures:
            before.append(terms)
            table = entries[place].grid
            paths.append(table.table.path if table else ())
    own = entries[index].passage
    unit = stated.quantity.unit
    named = entries[index].total and (unit.currency is not None or unit.of in TIMES)
    between = entries[known.tables[bisect_left(known.tables, index) - 1] + 1 : index] if before else ()
    alone = not any(amount_of(entry, stated) for entry in between)
    here = alone and own is not None and paths[:1] == [own.block.path]
    groups = [
        Grouping(tuple(reversed(before[:count])), single=count == 1) for count in range(1, min(len(before), 6) + 1)
    ]
    if named and len(before) == 1:
        sure: Claim = "always" if here and not several and groups[0].size > 1 else "near"
        groups[0] = replace(groups[0], claim=sure)
    elif named and here and own and own.block.path not in paths[1:] and not any(it.near(stated) for it in groups[1:]):
        groups[0] = replace(groups[0], claim="near")
    yield from groups
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
            yield Grouping.of(terms, "always" if len(terms) == len(amounts) else "")


def _sections(known: Outline, sections: Sections, index: int, stated: Figure) -> Iterator[Grouping]:
    """The amounts of one label in sibling sections; the label that says most of what the total says comes first.

    Where some sections are optional, a total without them and one with them may stand side by side.
    """
    own = known.all[index]
    if stated.quantity.unit.of in TIMES:
        return  # of several units, and side by side
    labelled = sections.labelled(stated.quantity.unit, lambda entry: worth_of(entry, stated))
    around = sections.around[index]
    said = words_of(f"{own.label} {around[-1].text if around else ''}")
    ranked = [(apart, found) for found in labelled if (apart := sections.apart(index, found)) is not None]
    for apart, found in sorted(ranked, key=lambda pair: (pair[0], -len(words_of(pair[1].label) & said))):
        meant = apart < 3 and _counts_money(found, said)
        both = sorted(alike(own, stated), key=lambda figure: rough(figure, 0))
        if found.optional and len(both) == 2:
            yield Grouping((found.needed if both[0] is stated else found.terms,), "always" if meant else "")
            continue
        if found.optional:
            yield Grouping((found.needed,))
        yield Grouping((found.terms,), "near" if meant and not found.optional else "")


def _counts_money(found: Labelled, said: frozenset[str]) -> bool:
    """Whether a label is one of what its section costs."""
    if found.label == HEADING:
        return len(found.sections) > 2
    return bool(words_of(found.label) & said or is_total(found.label) or AMOUNT.search(found.label))


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
    """The amounts before a total in its own passage, or all those behind it.

    Those of its own sentence are meant where it says `for a total of`.
    """
    fitting = [figure for figure in alike(entry, stated) if figure is not stated]
    before = [figure for figure in fitting if figure.span.end <= stated.span.start][-FAR:]
    at = stated.span.start - entry.start
    said = entry.text[max(0, at - 40) : at]
    if _IN_ALL.search(said) or COMES_TO.search(said):
        start = entry.start + at - len(sentence_around(entry.text[:at], at, at))
        own = Grouping.of(figure for figure in before if figure.span.start >= start)
        yield replace(own, claim="always") if own.near(stated) else own
    yield from endings(before)
    yield Grouping.of(figure for figure in fitting if figure.span.start >= stated.span.end)
