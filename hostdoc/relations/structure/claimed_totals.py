"""What a sentence below a table, or the line that leads up to it, says to be its total.

`Together that makes €70.18.` below a row `Total | €72.18`, `So option A costs €70.18 a month` where the heading says
`Option A`, `We need $650K:` above a block that ends in `Total $600,000`. The sentence has to say no more than that.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge
from hostdoc.core.ledger import Ledger
from hostdoc.core.regex import regex
from hostdoc.core.relation import AGREES, Ref, Relation
from hostdoc.figures.context import Context
from hostdoc.figures.labels import CLAIMING, LIMITS, SUBTOTAL, is_total, total_words
from hostdoc.relations.evidence.alibi import explained
from hostdoc.relations.evidence.ties import tied
from hostdoc.relations.structure.summary_rows import table_totals
from hostdoc.relations.tables.lines import middle

APART = 1.5  # times that an amount may be of a total and still be meant as it
NEAR = 40  # characters behind an amount
SHORT = 80  # characters of what may stand between a line and the table it leads up to: the caption in it
_SENTENCE = regex(r"[.!?;]\s|\n")
_CLAUSE = regex(r"[,;:.()]|\s(?:or|and|oder|und|ou|et|o|y)\s|\n")
_WORD = regex(r"[^\W\d_]+")
_DIGIT = regex(r"\d")
_COMES_TO = regex(
    r"(?<!\w)(?:costs?|comes? to|makes?|amounts? to|adds? up to|totals|kostet|kosten|macht|ergibt|coûte|fait|cuesta"
    r"|suma|costa|fa|kost)\W*(?:(?:about|around|roughly|some|rund|etwa|environ|unos)\W*)?\Z",
    re.IGNORECASE,
)
# Words behind an amount by which it is of something else than the table.
_OTHER = regex(
    r"\b(?:more|less|cheaper|dearer|extra|additional|each|per|with|without|incl\w*|excl\w*|plus|if|than|over|under|below"
    r"|above|left|remain\w*|already|so far|before|after|for|first|last|next|by|until"
    r"|mehr|weniger|pro|je|ohne|mit|bis)\b",
    re.IGNORECASE,
)
_LIMIT = regex(rf"\b(?:{LIMITS}|budget|have|up to|at most)\b", re.IGNORECASE)  # of which the table may leave some
_LEADS_UP = regex(r"[\s*_]*:[\s*_]*\Z")


class _Table(NamedTuple):
    """A table or a block of text with the amounts of its total, none if it has none, and all others."""

    start: int
    end: int
    path: tuple[str, ...]
    label: str = ""
    totals: tuple[Figure, ...] = ()
    others: tuple[Figure, ...] = ()


def claimed_totals(ledger: Ledger, places: Sequence[Context]) -> Iterator[Relation]:
    """Every amount of money that is said to be the total of the table above it, or of the one that it leads up to."""
    tables = sorted((*_grids(ledger), *_blocks(ledger)), key=lambda table: table.start)
    if not any(table.totals for table in tables):
        return
    totals = [figure for table in tables for figure in table.totals]
    for place in places:
        passage, start = place.passage, place.figure.span.start
        if passage is None or place.in_heading or not _plain(place.figure):
            continue
        after = bisect_left(tables, start, key=lambda table: table.start)
        above = tables[after - 1] if after else None
        below = tables[after] if after < len(tables) else None
        if above and above.totals and above.path == passage.block.path and _claims(ledger, place, above):
            yield from _restating(place.figure, above, totals)
        elif below and below.totals and _leads_up(ledger, place, below):
            yield from _restating(place.figure, below, totals)


def _grids(ledger: Ledger) -> Iterator[_Table]:
    totals = {it.grid: it for it in table_totals(ledger) if not SUBTOTAL.search(it.label)}
    for grid in ledger.grids:
        span, total = grid.table.span, totals.get(grid)
        others = tuple(cell.amount for row in grid.rows for cell in row if cell.amount)
        yield _Table(span.start, span.end, grid.table.path, *((total.label, total.money, others) if total else ()))


def _blocks(ledger: Ledger) -> Iterator[_Table]:
    for block in ledger.blocks:
        span = block.code.span
        total = next((line for line in reversed(block.lines) if line.figures and is_total(line.label)), None)
        if not any(line.figures for line in block.lines):
            continue  # but the caption of a table
        money = tuple(figure for figure in (total.figures if total else ()) if figure.quantity.unit.currency)
        others = tuple(figure for line in block.lines for figure in line.figures)
        yield _Table(span.start, span.end, block.code.path, total.label if total else "", money, others)


def _claims(ledger: Ledger, place: Context, table: _Table) -> bool:
    """Whether a sentence says of its first amount that it is what a table comes to, and nothing else."""
    assert place.passage is not None
    plain, figure = ledger.document.plain, place.figure
    lead = _SENTENCE.split(plain[place.passage.span.start : figure.span.start])[-1]
    if _DIGIT.search(lead) or not (is_total(lead) or _COMES_TO.search(lead)):
        return False
    subject = frozenset(_words(f"{' '.join(table.path[-1:])} {table.label}"))
    said = {word for word in _words(total_words().sub(" ", lead)) if word not in CLAIMING}
    behind = _CLAUSE.split(plain[figure.span.end : min(figure.span.end + NEAR, place.passage.span.end)], maxsplit=1)[0]
    return said <= subject and not _OTHER.search(behind)


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]


def _leads_up(ledger: Ledger, place: Context, table: _Table) -> bool:
    """Whether an amount ends the passage right above a table: `We need $650K:`, the only one that it states."""
    assert place.passage is not None
    plain, passage = ledger.document.plain, place.passage
    said = plain[passage.span.start : passage.span.end]
    alone = len(passage.figures) == 1 and not _LIMIT.search(said)
    leads = _LEADS_UP.fullmatch(plain, place.figure.span.end, passage.span.end) is not None
    between = plain[passage.span.end : table.start]
    return alone and leads and len(between) <= SHORT and not _DIGIT.search(between) and ". " not in between


def _restating(stated: Figure, table: _Table, totals: Sequence[Figure]) -> Iterator[Relation]:
    """The amount of the total row that is meant; one that differs, where there is but one and nothing explains it."""
    alike = [figure for figure in table.totals if _of_same(stated, figure)]
    readings = [tied(stated, Ref(figure), "what is said to be the total of the table") for figure in alike]
    agreed = next((reading for reading in readings if judge(reading).outcome in AGREES), None)
    if agreed is not None:
        yield agreed
    elif len(readings) == 1 and _near(stated, alike[0]):
        others = [figure for figure in table.others if figure is not alike[0]]
        same = any(middle(figure) == middle(stated) for figure in others)
        if not same and not explained(stated, [*others, *(it for it in totals if it is not alike[0])]):
            yield from readings


def _of_same(stated: Figure, total: Figure) -> bool:
    one, other = stated.quantity.unit, total.quantity.unit
    return other.of in ("", one.of) and ({*one.per} <= {*other.per} or {*other.per} <= {*one.per})


def _near(one: Figure, other: Figure) -> bool:
    less, more = sorted((middle(one) or 0, middle(other) or 0))
    return 0 < more <= APART * less


def _plain(figure: Figure) -> bool:
    quantity = figure.quantity
    return bool(quantity.unit.currency and len(quantity.ends) == 1 and not quantity.open and not quantity.word)
