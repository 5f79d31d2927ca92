"""What the text calls cheapest or most expensive is so by its table.

Checked: a sentence that calls one row of a comparison the cheapest or the most expensive, against the amounts of the
other rows in the first column of money. Ranges that overlap decide nothing and are said to be within.

Example: `Hetzner is the cheapest host` over rows of $4, $6 and $10 holds while Hetzner's is the $4.

Wrong when the sentence means cheapest of its sort, or for another use than the table's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from hostdoc.core.ledger import Grid, Ledger
from hostdoc.core.relation import Comparison, Expression, Operation, Ref, Relation
from hostdoc.figures.context import words_of
from hostdoc.relations.rows import amount_columns, roles

MOST_ROWS = 100  # a comparison has few rows; a longer table is a list of data
NEAR = 30  # characters around a superlative in which a word may hedge it
_SUPERLATIVE = re.compile(
    r"\b(?:(?P<least>cheapest|least expensive|lowest[- ](?:cost|priced?))|(?P<most>most expensive|dearest|priciest))\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^.!?;:\n]{1,400}")
_HEDGED = re.compile(
    r"\b(?:not|n't|never|if|for|of its|among|than|one of|second|next|would|could|egress|tier)\b", re.IGNORECASE
)


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every superlative whose row a table decides."""
    grids = [grid for grid in ledger.grids if _comparison(grid)]
    for passage in ledger.passages if grids else ():
        text = ledger.document.plain[passage.span.start : passage.span.end]
        for sentence in _SENTENCE.finditer(text):
            match = _SUPERLATIVE.search(sentence.group())
            if match is None or _HEDGED.search(sentence.group()[max(0, match.start() - NEAR) : match.end() + NEAR]):
                continue
            line = passage.span.source.position(passage.span.start + sentence.start() + match.start()).line
            evidence = f"the words `{match.group()}` in line {line}"
            words = words_of(" ".join((*passage.block.path[-1:], sentence.group())))
            for grid in grids:
                yield from _claim(grid, words, "≤" if match["least"] else "≥", evidence)


def _comparison(grid: Grid) -> bool:
    return 3 <= len(grid.rows) <= MOST_ROWS and bool(_money(grid)) and not any(role.sums for role in roles(grid))


def _money(grid: Grid) -> list[int]:
    return [column for column in amount_columns(grid) if grid.columns[column].unit.currency]


def _claim(grid: Grid, words: frozenset[str], comparison: Comparison, evidence: str) -> Iterator[Relation]:
    column = _money(grid)[0]
    uses = Counter(word for row in grid.rows for word in words_of(row[0].words))
    named = [row for row in grid.rows if any(uses[word] == 1 for word in words_of(row[0].words) & words)]
    if len(named) != 1 or named[0][column].amount is None:
        return
    stated = named[0][column].amount
    others: list[Expression] = [
        Ref(amount)
        for row in grid.rows
        if row is not named[0] and (amount := row[column].amount) and amount.quantity.ends and not amount.quantity.word
    ]
    if stated is not None and stated.quantity.ends and len(others) > 1:
        yield Relation("ordering", stated, Operation("span", tuple(others)), "stated", evidence, comparison=comparison)
