"""The prose around a table, found without looking through the whole document."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from functools import lru_cache

from hostdoc.core.document import Heading
from hostdoc.core.ledger import Grid, Ledger, Passage


@lru_cache(maxsize=2)  # several kinds ask for it, one ledger after the other
def _starts(ledger: Ledger) -> tuple[int, ...]:
    return tuple(passage.span.start for passage in ledger.passages)


def near(ledger: Ledger, grid: Grid, distance: int) -> tuple[Passage, ...]:
    """The passages that begin within so many characters before or behind a table, in the order of the text."""
    starts, span = _starts(ledger), grid.table.span
    return ledger.passages[bisect_left(starts, span.start - distance) : bisect_left(starts, span.end + distance)]


@lru_cache(maxsize=2)
def _headings(ledger: Ledger) -> dict[str, list[Passage]]:
    found: dict[str, list[Passage]] = defaultdict(list)
    for passage in ledger.passages:
        if isinstance(passage.block, Heading):
            found[ledger.document.words(passage.span)].append(passage)
    return found


def headings(ledger: Ledger, grid: Grid) -> list[Passage]:
    """The headings that a table stands under, outermost first; of several of the same words the last before it."""
    found = []
    for words in grid.table.path:
        alike = [passage for passage in _headings(ledger).get(words, []) if passage.span.start < grid.table.span.start]
        found += alike[-1:]
    return found


def above(passage: Passage, grid: Grid) -> bool:
    """Whether a passage stands in the section of a table, or in one that holds it."""
    return passage.block.path == grid.table.path[: len(passage.block.path)]
