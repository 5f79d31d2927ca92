"""What the text calls cheapest or most expensive is so by its table.

Checked: a sentence that calls one row of a comparison the cheapest or the most expensive, against the amounts of the
other rows in a column of money: the first one, unless another bears the claim out. Ranges that overlap decide nothing
and are said to be within.

Example: `Hetzner is the cheapest host` over rows of $4, $6 and $10 holds while Hetzner's is the $4.

Wrong when the sentence means cheapest of its sort, or for another use than the table's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from hostdoc.core.judge import judge
from hostdoc.core.ledger import Grid, Ledger
from hostdoc.core.regex import regex
from hostdoc.core.relation import Comparison, Expression, Operation, Ref, Relation
from hostdoc.figures.context import words_of
from hostdoc.relations.tables.rows import amount_columns, roles

MOST_ROWS = 100  # a comparison has few rows; a longer table is a list of data
NEAR = 30  # characters around a superlative in which a word may hedge it
_SUPERLATIVE = regex(
    r"\b(?:(?P<least>cheapest|least expensive|lowest[- ](?:cost|priced?)|(?:kosten)?günstigste[nrs]?|billigste[nrs]?"
    r"|(?:la|le|les) moins ch(?:er|ère)s?|(?:el|la) más (?:barat|económic)[oa]|[oa] mais barat[oa]|(?:il"
    r"|la) più economic[oa]|goedkoopste|najtańsz[yae]|billigaste?)|(?P<most>most expensive|dearest|priciest"
    r"|teuerste[nrs]?|(?:la|le|les) plus ch(?:er|ère)s?|(?:el|la) más car[oa]|[oa] mais car[oa]|(?:il|la) più car[oa]"
    r"|duurste|najdroższ[yae]|dyraste?))\b",
    re.IGNORECASE,
)
_IS = regex(
    r"\s+(?:\w+\s+){0,2}(?:is|are|would be|ist|sind|est|sont|es|son|é|são|è|sono|zijn|jest|są|är)\b"
)  # `The cheapest host is Alpha`
_NAME = regex(r"[^\W\d_][\w.-]*")
_SENTENCE = regex(r"[^.!?;:\n]{1,400}")
_HEDGED = regex(
    r"\b(?:not|n't|never|if|for|of its|among|than|one of|second|next|would|could|egress|tier|even|that(?! of)|paid"
    r"|free|capable|possible|predicted|nicht|nie|wenn|für|zweit\w*|nächst\w*|wäre|könnte|pas|pour|parmi|que|para"
    r"|entre|não|niet|voor|jeśli|dla|inte|för)\b",
    re.IGNORECASE,
)


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every superlative whose row a table decides."""
    grids = [grid for grid in ledger.grids if _comparison(grid)]
    for passage in ledger.passages if grids else ():
        text = ledger.document.plain[passage.span.start : passage.span.end]
        for sentence in _SENTENCE.finditer(text):
            for match in _SUPERLATIVE.finditer(sentence.group()):
                before, after = sentence.group()[: match.start()], sentence.group()[match.end() :]
                clause = before[max(before.rfind(", ") + 1, match.start() - NEAR) :]
                if _HEDGED.search(f"{clause}{match.group()}{after[:NEAR]}"):
                    continue
                line = passage.span.source.position(passage.span.start + sentence.start() + match.start()).line
                evidence = f"the words `{match.group()}` in line {line}"
                said = (after, before) if _IS.match(after) else (before, after)
                for grid in grids:
                    row = _named(grid, (*said, *passage.block.path[-1:]), last=said[0] is before)
                    if row is not None:
                        yield from _claim(grid, row, "≤" if match["least"] else "≥", evidence)


def _comparison(grid: Grid) -> bool:
    return 3 <= len(grid.rows) <= MOST_ROWS and bool(_money(grid)) and not any(role.sums for role in roles(grid))


def _money(grid: Grid) -> list[int]:
    return [column for column in amount_columns(grid) if grid.columns[column].unit.currency]


def _named(grid: Grid, texts: tuple[str, ...], *, last: bool) -> int | None:
    """The row that a text names, the first of the texts that names any; of several the last in the first text."""
    uses = Counter(word for row in grid.rows for word in words_of(row[0].words))
    own = {word: number for number, row in enumerate(grid.rows) for word in words_of(row[0].words) if uses[word] == 1}
    for text in texts:
        said = [own[word] for match in _NAME.finditer(text) for word in words_of(match.group()) if word in own]
        if said:
            return said[-1] if last and text is texts[0] else said[0]
    return None


def _claim(grid: Grid, number: int, comparison: Comparison, evidence: str) -> Iterator[Relation]:
    """The claim in the column that bears it out, else in the first."""
    readings = [
        relation for column in _money(grid) if (relation := _in_column(grid, number, column, comparison, evidence))
    ]
    borne = next((relation for relation in readings if judge(relation).outcome != "drifts"), None)
    yield from [borne] if borne else readings[:1]


def _in_column(grid: Grid, number: int, column: int, comparison: Comparison, evidence: str) -> Relation | None:
    stated = grid.rows[number][column].amount
    others: list[Expression] = [
        Ref(amount)
        for place, row in enumerate(grid.rows)
        if place != number and (amount := row[column].amount) and amount.quantity.ends and not amount.quantity.word
    ]
    if stated is None or not stated.quantity.ends or len(others) < 2:
        return None
    return Relation("ordering", stated, Operation("span", tuple(others)), "stated", evidence, comparison=comparison)
