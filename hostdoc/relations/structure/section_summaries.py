"""Rows and phrases that name the sections of a document, each with the amount that its section states.

A closing table says `M1 | $12,000` where milestone 1 has `Costs: $12,000`; a sentence says `Avionics 167, airframe 268`
where the tables below these headings have such totals. At least two have to agree with amounts of one sort, the totals
or those of one label; then the others of this sort are held against theirs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from hostdoc.core.document import Heading
from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge
from hostdoc.core.ledger import Grid, Ledger, Passage
from hostdoc.core.quantity import comparable
from hostdoc.core.records import dataclass
from hostdoc.core.regex import regex
from hostdoc.core.relation import AGREES, Ref, Relation
from hostdoc.figures.context import words_of
from hostdoc.figures.labels import is_total
from hostdoc.relations.evidence.fits import written
from hostdoc.relations.evidence.ties import MOST_ROWS, tied
from hostdoc.relations.structure.summary_rows import table_totals
from hostdoc.relations.tables.rows import amount_columns, roles

AGREE = 2  # sections that agree, so that others have to
TELLING = 2  # digits of an amount that says something by being stated twice
LABELLED = 4  # words of a label, at most
EACH = 12  # amounts of a section that are looked at
_TOTAL = "total"
_NUMBERED = regex(r"\A\W*([^\W\d_])[^\W\d_]*\W{0,2}(\d{1,2})\b")
_LAST_WORD = regex(r"([^\W\d_]{3,}) ?(?:is|at|:|=|\()?\W{0,3}\Z")
_Path = tuple[str, ...]
_Name = str | tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Said:
    """An amount under the name of a section, and of what it is there: a total, or the words of a label."""

    path: _Path
    figure: Figure
    again: tuple[tuple[str, Figure], ...]


def section_summaries(ledger: Ledger) -> Iterator[Relation]:
    """Every table and passage that states amounts of several sections."""
    stated = _stated(ledger)
    names = _names(stated)
    for grid in ledger.grids if len(stated) >= AGREE else ():
        if len(grid.rows) <= MOST_ROWS:
            for column in amount_columns(grid):
                yield from _tied(list(_column(grid, column, stated, names)))
    for passage in ledger.passages if len(stated) >= AGREE else ():
        if len(passage.figures) >= AGREE and not isinstance(passage.block, Heading):
            yield from _tied(list(_phrases(ledger, passage, stated, names)))


def _stated(ledger: Ledger) -> dict[_Path, list[tuple[str, Figure]]]:
    """What the tables and the labelled lines of a section state, by its headings."""
    found: dict[_Path, list[tuple[str, Figure]]] = defaultdict(list)
    for total in table_totals(ledger):
        found[total.grid.table.path].append((_TOTAL, total.figure))
    for passage in ledger.passages:
        label = passage.figures[0].label.row.lower().strip() if len(passage.figures) == 1 else ""
        if label and len(label.split()) <= LABELLED and len(found[passage.block.path]) < EACH:
            found[passage.block.path].append((_TOTAL if is_total(label) else label, passage.figures[0]))
    return {path: amounts for path, amounts in found.items() if path and amounts}


def _names(stated: dict[_Path, list[tuple[str, Figure]]]) -> dict[_Name, list[_Path]]:
    """The sections by the words of their headings and by their numbers."""
    found: dict[_Name, list[_Path]] = defaultdict(list)
    for path in stated:
        keys: set[_Name] = set(words_of(path[-1]))
        number = _number(path[-1])
        for key in keys | ({number} if number else set()):
            found[key].append(path)
    return found


def _number(label: str) -> tuple[str, str] | None:
    """`M1` as well as `Milestone 1`."""
    match = _NUMBERED.match(label)
    return (match[1].lower(), match[2]) if match else None


def _named(label: str, names: dict[_Name, list[_Path]]) -> _Path | None:
    """The one section that a label names."""
    if number := _number(label):
        found = names.get(number, [])
    else:
        words = words_of(label)
        rarest = min((names.get(word, []) for word in words), key=len, default=[])
        found = [path for path in rarest if words <= words_of(path[-1])]
    return found[0] if len(found) == 1 else None


def _column(
    grid: Grid, column: int, stated: dict[_Path, list[tuple[str, Figure]]], names: dict[_Name, list[_Path]]
) -> Iterator[_Said]:
    for role in roles(grid):
        amount = grid.rows[role.number][column].amount
        path = _named(role.label, names) if amount and role.role == "item" else None
        if amount and path and path != grid.table.path:
            yield _Said(path, amount, tuple(stated[path]))


def _phrases(
    ledger: Ledger, passage: Passage, stated: dict[_Path, list[tuple[str, Figure]]], names: dict[_Name, list[_Path]]
) -> Iterator[_Said]:
    """The amounts of a passage whose last word before them names a section."""
    plain = ledger.document.plain
    for figure in passage.figures:
        word = _LAST_WORD.search(plain, max(passage.span.start, figure.span.start - LABELLED * 10), figure.span.start)
        path = _named(word[1], names) if word else None
        if path and path != passage.block.path:
            yield _Said(path, figure, tuple(stated[path]))


def _tied(said: list[_Said]) -> Iterator[Relation]:
    """The amounts of the sort for which most sections agree, if several do."""
    agreed: dict[str, list[Relation]] = defaultdict(list)
    differing: dict[str, list[Relation]] = defaultdict(list)
    for one in said if len({it.path for it in said}) == len(said) >= AGREE else ():
        for sort in dict.fromkeys(sort for sort, _ in one.again):
            figures = [
                figure for of, figure in one.again if of == sort and comparable(one.figure.quantity, figure.quantity)
            ]
            if len(figures) == 1 and written(figures[0]) >= TELLING and not figures[0].quantity.unit.percent:
                relation = tied(one.figure, Ref(figures[0]), f"the section `{one.path[-1]}`, which is named beside it")
                (agreed if judge(relation).outcome in AGREES else differing)[sort].append(relation)
    best = max(agreed, key=lambda sort: len(agreed[sort]), default="")
    if len(agreed[best]) >= AGREE:
        yield from agreed[best]
        yield from differing[best] if len(differing[best]) < len(agreed[best]) else ()
