"""A table as the finders of shapes look at it: its columns by what they state, and its cells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from itertools import pairwise

from hostdoc.core.figure import Figure
from hostdoc.core.ledger import Grid
from hostdoc.core.records import dataclass, field, replace
from hostdoc.core.result import AuditedDocument
from hostdoc.report.cells import Cells, column

FEWEST = 3  # rows below which a table says it better
MOST = 24  # rows above which a chart is no overview any more
_COUNT = re.compile(r"\b(?:users?|customers?|seats?|people|instances?|subscribers?|nodes?|requests?|tenants?)\b", re.I)

# Heads that say amounts are larger than they are written: their digits are not what an axis would say.
_THOUSANDS = re.compile(
    r"[$€£¥]\s?[KMkm]\b|\b[KMTk][$€£¥]|[’']000\b|\b000s\b|\b(?:thousands?|millions?|lakhs?|Mio|Tsd)\b", re.I
)
_RATE = re.compile(r"\b(?:per\s+(\w+)|(hour|day|dai|week|month|quarter|year|annual)(?:ly|s|ally)?)\b", re.I)
_EACH = re.compile(r"(?:units?|per|uom|basis)\W*", re.I)
_NUMBER = re.compile(r"\W*(?:\d+\W*[a-z]?|[a-z]\d*)?\W*", re.I)  # `1.`, `2a`, `M3`, or nothing
_ASIDE = re.compile(r"\s*\(.*\)\Z")


@dataclass(frozen=True, slots=True)
class Subject:
    """A table and what was found in it. `ids` are the places of figures in the page; `only` the columns to be drawn.

    `asked`: the author wants this shape, so that what speaks for another does not count.
    """

    audited: AuditedDocument
    grid: Grid
    cells: Cells
    ids: Mapping[Figure, str] = field(default_factory=dict)
    only: frozenset[int] | None = None
    asked: bool = False

    @property
    def headers(self) -> list[str]:
        return [column.header for column in self.grid.columns]

    @property
    def first(self) -> Cells:
        """The column of names."""
        return column(self.cells, 0)

    @property
    def money(self) -> tuple[int, ...]:
        return tuple(index for index in self.amounts if mostly(self.cells, index, "currency"))

    @property
    def percents(self) -> tuple[int, ...]:
        return tuple(index for index in self.amounts if mostly(self.cells, index, "percent"))

    @property
    def amounts(self) -> tuple[int, ...]:
        """The columns of figures behind the first; of those only that the author chose, if any were."""
        columns = self.grid.columns
        stating = (n for n in range(1, len(columns)) if columns[n].states and not _THOUSANDS.search(columns[n].header))
        return tuple(index for index in stating if self.only is None or index in self.only)

    @property
    def counts(self) -> bool:
        """Whether the first column is a count of users or the like, rising from row to row."""
        if not self.grid.columns[0].states or not _COUNT.search(self.grid.columns[0].header):
            return False
        counts = [cell.low for cell in self.first if cell.low is not None and cell.low == cell.high]
        rising = all(one < then for one, then in pairwise([0.0, *counts]))
        return rising and len(counts) == len(self.first)


def mostly(cells: Cells, index: int, what: str) -> bool:
    stated = [cell for cell in column(cells, index) if cell.text]
    return sum(bool(getattr(cell, what)) for cell in stated) * 2 > len(stated)


def unit_of(cells: Cells, columns: tuple[int, ...], *, joined: bool = False) -> str | None:
    """The one unit of some columns. A bare currency takes the unit of its column; of its partner only if `joined`."""
    each = []
    for index in columns:
        units = {cell.unit for cell in column(cells, index)} - {""}
        full = {unit for unit in units if "/" in unit}
        if len(full) > 1 or len({unit.split("/")[0] for unit in units}) > 1:
            return None
        each += [*(full or units)]
    full = {unit for unit in each if "/" in unit}
    if joined and len({unit.split("/")[0] for unit in each}) == 1 and len(full) <= 1:
        return next(iter(full or each), None)
    return each[0] if len(set(each)) == 1 else None


def rates(subject: Subject, columns: tuple[int, ...]) -> bool:
    """Whether amounts are for different things or times by what their heads, or a column of units, say in words."""
    heads = subject.headers
    said = {frozenset((a or b).lower() for a, b in _RATE.findall(heads[index])) for index in columns}
    each = [column(subject.cells, index) for index, head in enumerate(heads) if _EACH.fullmatch(head)]
    return len(said) > 1 or any(len({cell.words for cell in cells} - {""}) > 1 for cells in each)


def named_rows(subject: Subject) -> Cells | None:
    """The cells with labels that tell the rows apart, the second column taken in where the first does not."""
    first = [cell.words for cell in subject.first]
    apart = len(set(first)) == len(first) and "" not in first
    numbers = all(_NUMBER.fullmatch(words) for words in first)
    if apart and not numbers:
        return subject.cells
    if subject.grid.columns[1].states:
        return subject.cells if apart else None
    short = [_ASIDE.sub("", cell.words) for cell in column(subject.cells, 1)]
    seen = Counter(first)
    names = [b or a if numbers else f"{a}, {b}" if seen[a] > 1 and b else a for a, b in zip(first, short, strict=True)]
    if len(set(names)) < len(names) or "" in names:
        return None
    return tuple(replace(cell, label=names[cell.row]) for cell in subject.cells)
