"""Amounts that two lists, blocks or tables of one column call by the same name: `CAC: $640` and `| CAC | $720 |`.

Told where both are of one thing: both lists stand where a document speaks of all it is about, below its title, its
assumptions, its summary; or one does, and most names that they share agree; or a list draws names together from
several lists of its section, one of which agrees. Two lists of nearly the same names are variants of each other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from hostdoc.core.document import Item
from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge
from hostdoc.core.ledger import Grid, Ledger
from hostdoc.core.quantity import comparable
from hostdoc.core.records import dataclass, field
from hostdoc.core.regex import regex
from hostdoc.core.relation import AGREES, Ref, Relation
from hostdoc.figures.context import words_of
from hostdoc.figures.labels import OF_ALL, TOTAL, VALUES
from hostdoc.relations.evidence.ties import MOST_ROWS, tied
from hostdoc.relations.structure.outline import Entry
from hostdoc.relations.tables.labelled_lists import labelled
from hostdoc.relations.tables.lines import middle
from hostdoc.relations.tables.rows import amount_columns, roles

APART = 2  # times that an amount may be of the other one and still be taken for it
MOST = 40  # lists of a section that are held against each other
VARIANT = 0.75  # part of the names of two lists that both have, if they state the same of two things
_SHORT_FOR = regex(r"(.+?)\s*\(([A-Z][A-Z/&]{1,5})\)")  # `Average revenue per account (ARPA)`


@dataclass(frozen=True, eq=False)
class _List:
    """What a list, the lines of a paragraph, a table or a block of text name, below its headings."""

    path: tuple[str, ...]
    named: dict[str, Figure] = field(default_factory=dict)
    twice: set[str] = field(default_factory=set)  # what several of its amounts are called

    def name(self, label: str, figure: Figure) -> None:
        """Adds an amount by its name, and by what that is short for; the word total alone names nothing."""
        short = _SHORT_FOR.fullmatch(label)
        for name in short.groups() if short else (label,):
            if words_of(TOTAL.sub(" ", name)):
                key = " ".join(name.casefold().split())
                self.twice.update({key} & self.named.keys())
                self.named.setdefault(key, figure)

    def settle(self) -> _List:
        """The list without the names that are none of one amount."""
        for name in self.twice:
            self.named.pop(name, None)
        return self


class _Compared(NamedTuple):
    """The restatements that agree, those that come near, and the lists that they restate."""

    agreed: dict[Relation, _List]
    differing: dict[Relation, _List]

    @property
    def restates(self) -> bool:
        return len(self.agreed) >= max(len(self.differing), 1)


def named_again(ledger: Ledger) -> Iterator[Relation]:
    """The amounts of lists that state again what others state, in their section and beyond it."""
    lists = [it.settle() for it in (*_lists(ledger), *_tables(ledger), *_blocks(ledger))]
    lists = [it for it in lists if it.named]
    lists.sort(key=lambda it: next(iter(it.named.values())).span.start)
    naming: dict[str, list[_List]] = defaultdict(list)
    for one in lists:
        for name in one.named:
            naming[name].append(one)
    sections: dict[tuple[str, ...], list[_List]] = defaultdict(list)
    for one in lists:
        if any(len(naming[name]) > 1 for name in one.named):
            sections[one.path].append(one)
    for section in sections.values():
        yield from _drawn_together(section)
    title = next(iter(lists)).path[:1] if len({it.path[:1] for it in lists}) == 1 else ()
    pairs: dict[tuple[_List, _List], list[str]] = defaultdict(list)
    for name, those in naming.items():
        if len(those) == 2 and those[0].path != those[1].path:
            pairs[those[0], those[1]].append(name)
    for (first, again), names in pairs.items():
        if len(names) < VARIANT * max(len(first.named), len(again.named), 2):
            yield from _across(first, again, names, [_of_all(it.path, title) for it in (first, again)])


def _of_all(path: tuple[str, ...], title: tuple[str, ...]) -> bool:
    """Whether what stands below some headings is said of all that the document is about."""
    return path in ((), title) or OF_ALL.fullmatch(path[-1]) is not None


def _drawn_together(section: list[_List]) -> Iterator[Relation]:
    """What a list states again of several others of its section, each the only one that has the name."""
    for place, again in enumerate(section[:MOST]):
        naming = {name: [one for one in section[:place] if name in one.named] for name in again.named}
        compared = _compared(again, {name: those[0] for name, those in naming.items() if len(those) == 1})
        agreed, differing = {*compared.agreed.values()}, {*compared.differing.values()}
        if compared.restates and len(agreed | differing) > 1 and not agreed & differing:
            yield from (*compared.agreed, *compared.differing)


def _across(first: _List, again: _List, names: list[str], of_all: list[bool]) -> Iterator[Relation]:
    """What two lists of different sections state, and no other list."""
    compared = _compared(again, dict.fromkeys(names, first)) if any(of_all) else _Compared({}, {})
    most = len(compared.agreed) > len(compared.differing)
    if most or (all(of_all) and (compared.restates or len(compared.differing) == 1)):
        yield from (*compared.agreed, *compared.differing)


def _compared(again: _List, before: Mapping[str, _List]) -> _Compared:
    found = _Compared({}, {})
    for name, one in before.items():
        stated, known = again.named[name], one.named[name]
        if comparable(stated.quantity, known.quantity):
            relation = tied(stated, Ref(known), f"the name `{name}`")
            if judge(relation).outcome in AGREES:
                found.agreed[relation] = one
            elif _near(stated, known):
                found.differing[relation] = one
    return found


def _near(one: Figure, other: Figure) -> bool:
    less, more = sorted((middle(one) or 0, middle(other) or 0))
    return 0 < more <= APART * less


# -- What is named --------------------------------------------------------------------------------------------------


def _lists(ledger: Ledger) -> Iterator[_List]:
    """The labelled amounts of each list, and of the lines of each paragraph."""
    one, place = _List(()), None
    for entry, found in labelled(ledger):
        if place != (place := _place(entry)):
            yield one
            one = _List(entry.passage.block.path if entry.passage else ())
        if found and _plain(found[2]):
            one.name(found[1], found[2])
    yield one


def _place(entry: Entry) -> object:
    """The same for the items of a list, or the lines of a paragraph."""
    if entry.passage and isinstance(entry.passage.block, Item):
        return entry.passage.block.path, entry.depth
    return entry.passage


def _tables(ledger: Ledger) -> Iterator[_List]:
    """The rows of each table of one column of amounts."""
    for grid in ledger.grids:
        columns = amount_columns(grid) if len(grid.rows) <= MOST_ROWS else ()
        if len(columns) == 1 and VALUES.fullmatch(grid.columns[columns[0]].header):
            yield _table(grid, columns[0])


def _table(grid: Grid, column: int) -> _List:
    found = _List(grid.table.path)
    for role in roles(grid):
        amount = grid.rows[role.number][column].amount
        if amount is not None and _plain(amount):
            found.name(role.label, amount)
    return found


def _blocks(ledger: Ledger) -> Iterator[_List]:
    """The lines of each block of text that end in their one amount."""
    for block in ledger.blocks:
        found = _List(block.code.path)
        for line in block.lines:
            if len(line.figures) == 1 and line.label and _plain(line.figures[0]):
                found.name(line.label, line.figures[0])
        yield found


def _plain(figure: Figure) -> bool:
    quantity = figure.quantity
    return len(quantity.ends) == 1 and not quantity.open and not quantity.word
