"""The two amounts of a table that a sentence sets against each other, by the names of their rows and columns.

`At 25,000 users Bravo is 6× cheaper` names a row and a column; what it is cheaper than is the other column of such a
name, or the only other one. Two rows that a sentence names are compared in the column that sums the others.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Literal

from hostdoc.core.figure import Figure
from hostdoc.core.ledger import Grid, GridCell, Ledger
from hostdoc.core.records import dataclass
from hostdoc.core.regex import in_any_case
from hostdoc.figures.context import words_of
from hostdoc.figures.labels import CHANGE, is_total
from hostdoc.relations.prose.cues import BUDGET, GROWN, REMAINS, SHRUNK, THAN
from hostdoc.relations.prose.known import MOST_ROWS, alike, kinship
from hostdoc.relations.prose.sentences import Sentence
from hostdoc.relations.tables.lines import WIDEST, middle
from hostdoc.relations.tables.rows import amount_columns, roles

GRIDS = 40  # tables of a document that a sentence may speak of
HALF = 0.5  # of the words of a label
LETTERS = 2  # of a word that names something
BESIDE = 30  # characters beside a percentage in which it is called a change
_OF_THE = in_any_case(
    r"[\s*_]*(?:out )?(?:of|von|de|di|van|z|du|del|do|da|av|af|sur|su)(?: (?:the|our|its|a|an|den|la|le|il|el|het|los"
    r"|las|les))?[\s*_~≈]*"
)
_LEVEL = in_any_case(r"(?<!\w)(?:to|at|from|than|auf)[\s*_~≈]*\Z")


@dataclass(frozen=True, slots=True)
class _Named:
    """A row or column: its number, its whole label, and the words that no other of its table has."""

    number: int
    label: str
    own: frozenset[str]
    words: frozenset[str]

    def said(self, text: str, words: frozenset[str]) -> bool:
        """Whether a text names it: in all its words, or by half of them if one is its own."""
        if not self.own.isdisjoint(words) and kinship(self.words, words) >= HALF:
            return True
        return (
            len(self.label) >= LETTERS and re.search(rf"(?<![\w.,]){re.escape(self.label)}(?!-?\w)", text) is not None
        )


@dataclass(frozen=True, slots=True)
class _Axes:
    grid: Grid
    rows: tuple[_Named, ...]
    columns: tuple[_Named, ...]
    totals: tuple[int, ...]
    words: frozenset[str]


def pairs(ledger: Ledger, sentence: Sentence, *, unnamed: bool = False) -> Iterator[tuple[Figure, Figure]]:
    """The amounts that a sentence compares, as far as its words name them; or those of two rows that it names, in the
    columns that it does not: it says that users grow tenfold and the bill by half, not what the columns are called."""
    text, words = sentence.text, words_of(sentence.text)
    for axes in _axes(ledger):
        if axes.words.isdisjoint(words):
            continue
        rows = [row for row in axes.rows if row.said(text, words)]
        columns = [column for column in axes.columns if column.said(text, words)]
        if len(rows) <= 1 and not unnamed:
            across = _partners(axes, columns)
            for number in [row.number for row in rows] or axes.totals:
                yield from _cells(
                    (axes.grid.rows[number][one].amount, axes.grid.rows[number][two].amount) for one, two in across
                )
        elif len(rows) == 2 and all(row.own for row in rows) and axes.columns:
            still = [it for it in axes.columns if not CHANGE.search(it.label)] or axes.columns
            main = next((it for it in axes.columns if is_total(it.label)), still[-1])
            named = (columns or [main])[:1]
            for column in [it for it in axes.columns if it not in named] if unnamed else named:
                one, two = (axes.grid.rows[row.number][column.number].amount for row in rows)
                yield from _cells([(one, two)])


def others_meant(sentence: Sentence, stated: Figure, operands: Sequence[Figure]) -> bool:
    """Whether a comparison is with something else than its operands: `£45 less than in spring`."""
    place = sentence.figures.index(stated) + 1
    following = sentence.figures[place] if place < len(sentence.figures) else None
    than = THAN.search(sentence.behind(stated))
    if than is None or following in operands:
        return False
    known = frozenset().union(*(words_of(f"{figure.label.row} {figure.label.column}") for figure in operands))
    known |= frozenset().union(*(words_of(" ".join(figure.label.path[-1:])) for figure in operands))
    return not kinship(words_of(than["what"]), known)


def change_over_time(sentence: Sentence, stated: Figure) -> Literal["", "grown", "shrunk"]:
    """Whether the words beside a percentage say that something grew by it, or shrank; `down to 20%` is a level."""
    near = f"{sentence.before(stated)[-BESIDE:]} | {sentence.aside(stated)[:BESIDE]}"
    grown, shrunk = GROWN.search(near) is not None, SHRUNK.search(near) is not None
    if grown == shrunk or _LEVEL.search(sentence.ahead(stated)) or stated.quantity.is_range:
        return ""
    return "grown" if grown else "shrunk"


def spent_of_budget(sentence: Sentence, stated: Figure) -> tuple[Figure, Figure] | None:
    """The two amounts before one that is left, of which a sentence says that one is spent of the other.

    `$3,200 of the $5,000 budget, $1,700 left` names all that it comes from.
    """
    own = [figure for figure in sentence.figures if alike(stated, figure) and figure is not stated]
    before = [figure for figure in own if figure.span.start < stated.span.start]
    if len(before) != 2 or before != own or not REMAINS.search(f"{sentence.before(stated)} | {sentence.aside(stated)}"):
        return None
    less, more = sorted(before, key=lambda figure: middle(figure) or 0)
    of_it = before == [less, more] and _OF_THE.fullmatch(sentence.before(more)) is not None
    called = BUDGET.search(sentence.aside(more)) or BUDGET.search(sentence.ahead(less))
    return (more, less) if of_it and called else None


def _cells(
    found: Iterator[tuple[Figure | None, Figure | None]] | Sequence[tuple[Figure | None, Figure | None]],
) -> Iterator[tuple[Figure, Figure]]:
    for one, two in found:
        if one and two and one.quantity.ends and two.quantity.ends:
            yield one, two


def _partners(axes: _Axes, named: list[_Named]) -> list[tuple[int, int]]:
    """Two columns that are named, or the one that is with the other of its sort."""
    if len(named) == 2:
        return [(named[0].number, named[1].number)]
    if len(named) != 1:
        return []
    (one,) = named
    units = [column.unit for column in axes.grid.columns]
    others = [it for it in axes.columns if it is not one and units[it.number] == units[one.number]]
    alike = [it for it in others if it.words - it.own and it.words - one.own >= one.words - one.own != frozenset()]
    others = others if len(others) == 1 else alike
    return [(one.number, others[0].number)] if len(others) == 1 else []


@lru_cache(maxsize=2)  # several kinds ask for them, one ledger after the other
def _axes(ledger: Ledger) -> tuple[_Axes, ...]:
    small = [grid for grid in ledger.grids if len(grid.rows) <= MOST_ROWS and len(grid.columns) <= WIDEST]
    return tuple(_of_grid(grid) for grid in small[:GRIDS])


def _of_grid(grid: Grid) -> _Axes:
    kinds = [role for role in roles(grid) if role.role != "group"]
    money = [index for index in amount_columns(grid) if index]
    left = money[0] if money else 1
    rows = _named([(role.number, _label(grid.rows[role.number][:left])) for role in kinds if not role.sums])
    columns = _named([(index, grid.columns[index].header) for index in money])
    totals = tuple(role.number for role in kinds if role.role == "total")
    return _Axes(grid, rows, columns, totals, frozenset().union(*(it.words for it in (*rows, *columns))))


def _label(row: tuple[GridCell, ...]) -> str:
    """The first words of a row, beside its number."""
    return next((cell.words for cell in row if words_of(cell.words)), row[0].words)


def _named(labels: list[tuple[int, str]]) -> tuple[_Named, ...]:
    """The labels of one axis, each with the words that tell it from the others."""
    uses = Counter(word for _, label in labels for word in words_of(label))
    return tuple(
        _Named(
            number,
            label.strip(),
            frozenset(word for word in words_of(label) if uses[word] == 1 and len(word) >= LETTERS),
            words_of(label),
        )
        for number, label in labels
    )
