"""Which amounts of the prose are called totals, and which head a list, a table or the items below them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from hostdoc.core.document import Item
from hostdoc.core.figure import Figure
from hostdoc.core.quantity import comparable
from hostdoc.core.regex import regex
from hostdoc.figures.labels import AMOUNT, COST, is_total
from hostdoc.relations.evidence.fits import significant, written
from hostdoc.relations.structure.groupings import COMES_TO, LABELS
from hostdoc.relations.structure.outline import LONG, Entry, amount_of
from hostdoc.relations.written.operands import operand

SHORT = 80  # characters of a line that heads a list or a table
NEAREST = 40  # passages of a section before its total
TELLING = 3  # digits of an amount that may be a sum although it is not called one
_BEHIND = regex(
    r"\s*(?:(?:in|for|as)\s+)?(?:a\s+)?(?:total|overall|altogether|all\s+in|insgesamt|gesamt|zusammen|au\s+total|en\s+tout|en\s+total|no\s+total|in\s+totale|in\s+tutto|in\s+totaal|razem|łącznie|totalt)\b"
    r"|\s*(?:in|of)\s+(?:[^\W\d_]+\s+){0,2}(?:funding|grants|prizes|rewards|bounties|awards)\b",
    re.IGNORECASE,
)
_CLAUSE = regex(r"[.;!?,](?=\s)|\n|=")
_BOTH = regex(
    r"\W*(?:both|the two|all (?:two|three|four|five)|beide|les deux|ambos|ambas|entrambi|entrambe|oba|båda)\W*",
    re.IGNORECASE,
)
_CUMULATIVE = regex(r"\b(?:cumulative|kumulierte?r?|cumulé[es]*|acumulad[oa]s?|cumulativ[oaie])\b", re.IGNORECASE)
_OR = regex(r"\s*(?:\([^()]{0,80}\)\s*)?,?\s*(?:or|oder|ou|oppure|lub|eller)\s+", re.IGNORECASE)
_CALLED = regex(r"\W{0,3}(?:[^\W\d_]+ ){0,2}[^\W\d_]+\W{0,3}(?:::?|=)\W*")  # `Sponsors total:`
_NAMED = regex(r"[^\W\d_]\W{0,3}[\s*_]*[:：–—-][\s*_]*\Z")  # `Travel: `, `Travel - `
_HEADS = regex(r"(?:[:：]|[$€£\d]\s?\w*\))[\s*_]*\Z")  # `Travel:`, `Travel ($7,400)`


def closing_amount(entries: Sequence[Entry], index: int) -> Figure | None:
    """The amount of the last item of a list, which may be what the others come to: `per question: $0.000465`,
    `MRR: $20,500 (ARR: $246k)`."""
    entry = entries[index]
    last = entry.depth >= 0 and (index + 1 == len(entries) or entries[index + 1].depth < 0)
    first = entry.figures[0] if last and entry.figures else None
    if first is None or (len(entry.figures) > 1 and not LABELS.search(text_before(entry, first))):
        return None
    return first if entry.outside == {first} else None


def worked_out(entries: Sequence[Entry], index: int) -> bool:
    """Whether all items before one are results: `Pro: 150 × $49 = $7,350`."""
    items = takewhile(lambda it: it.depth == entries[index].depth, reversed(entries[max(0, index - NEAREST) : index]))
    return all("=" in item.text for item in items)


def text_before(entry: Entry, figure: Figure) -> str:
    return entry.text[: figure.span.start - entry.start]


def labelled_line(entry: Entry) -> Figure | None:
    """The one amount of a line with a label, which may be what those before it come to: `All of it: $9,125`."""
    alone = len(entry.figures) == 1 and entry.depth < 0 and len(entry.text) <= SHORT and not entry.heading
    for figure in entry.figures if alone else ():
        if (
            LABELS.search(text_before(entry, figure))
            and figure.quantity.unit.currency
            and significant(figure) > TELLING
        ):
            return figure
    return None


def stated_totals(entries: Sequence[Entry], index: int) -> list[Figure]:
    """The figure of an entry that is called a total, and the one that it offers instead: `$5,000 or $6,000`."""
    entry = entries[index]
    first = _stated_cell(entry) if entry.grid else _stated_total(entries, index)
    if first is None:
        return []
    others = [figure for figure in entry.figures if figure.span.start >= first.span.end]
    if others and comparable(first.quantity, others[0].quantity):
        between = entry.text[first.span.end - entry.start : others[0].span.start - entry.start]
        return [first, others[0]] if _OR.fullmatch(between) else [first]
    return [first]


def _stated_cell(entry: Entry) -> Figure | None:
    """The amount of a table of one row under a header that calls it a total."""
    grid = entry.grid
    if grid is None or len(grid.rows) != 1:
        return None
    found = (cell.amount for cell, column in zip(grid.rows[0], grid.columns, strict=True) if is_total(column.header))
    return next((figure for figure in found if figure and figure.quantity.unit.currency), None)


def _stated_total(entries: Sequence[Entry], index: int) -> Figure | None:
    """The figure of a passage that calls it a total, before or behind it, or under a heading that does."""
    entry = entries[index]
    passage = entry.passage
    if passage is None or not entry.figures:
        return None
    for figure in entry.figures:
        start = figure.span.start - entry.start
        before = entry.text[max(0, start - 60) : start]
        clause = _CLAUSE.split(before)[-1]
        behind = _BEHIND.match(entry.text, start + len(figure.text))
        worked = operand(entry.text, start, start + len(figure.text))
        called = is_total(clause) or _BOTH.fullmatch(clause) or _CUMULATIVE.search(clause)
        said = called or behind or COMES_TO.search(before)
        if amount_like(figure) and not worked and said:
            return figure
        if _countable(figure) and not worked and _CALLED.fullmatch(clause) and is_total(clause):
            return figure
    amounts = [figure for figure in entry.figures if figure.quantity.unit.currency]
    under = passage.block.path and not entry.heading and is_total(passage.block.path[-1])
    return amounts[0] if under and amounts and _first_of_section(entries, index) else None


def _first_of_section(entries: Sequence[Entry], index: int) -> bool:
    """Whether no amount of money stands between an entry and the heading above it."""
    for entry in reversed(entries[max(0, index - NEAREST) : index]):
        if entry.heading:
            return True
        if entry.grid or any(figure.quantity.unit.currency for figure in entry.figures):
            return False
    return False


def stated_head(entries: Sequence[Entry], index: int) -> Figure | None:
    """The amount of a line that heads a list: `Minimal budget ($7,400):`, or of an item with items below it.

    Or one that stands alone below a heading that speaks of costs.
    """
    entry = entries[index]
    passage = entry.passage
    if passage is None or len(entry.text) > LONG:
        return None
    following = entries[index + 1] if index + 1 < len(entries) else None
    amounts = [figure for figure in entry.figures if amount_like(figure)]
    if not amounts:
        return _counted(entry) if following is not None and following.depth >= 0 else None
    short = len(entry.text) <= SHORT
    listing = following is not None and (following.depth >= 0 or following.grid is not None)
    before = short and listing and not isinstance(passage.block, Item)
    alone = short and len(entry.figures) == 1 and leads(entries, index)
    return amounts[-1] if before or alone or heads(entries, index) else None


def _counted(entry: Entry) -> Figure | None:
    """The one number behind the colon of a heading that names what is listed below: `## Hiring: 5 roles`."""
    alone = entry.figures[0] if entry.heading and len(entry.figures) == 1 else None
    if alone is None or alone.quantity.unit.percent or alone.quantity.word or not alone.quantity.ends:
        return None
    return alone if LABELS.search(text_before(entry, alone)) else None


def heads(entries: Sequence[Entry], index: int) -> bool:
    """Whether an entry heads the items below it by its place or by its punctuation, or is short above a table."""
    if index + 1 >= len(entries):
        return False
    entry, following = entries[index], entries[index + 1]
    if entry.passage and isinstance(entry.passage.block, Item):
        return following.depth > entry.depth or (following.grid is not None and COST.search(entry.label) is not None)
    if following.grid is not None:
        return len(entry.text) <= SHORT
    return following.depth >= 0 and (_HEADS.search(entry.text) is not None or ends_in_its_amount(entry))


def ends_in_its_amount(entry: Entry) -> bool:
    """Whether a heading is a name and what that comes to: `## Rent and heating: €27,600`."""
    last = entry.figures[-1] if entry.heading and len(entry.figures) == 1 else None
    if last is None or last.quantity.loose or last.quantity.is_range:
        return False
    behind = entry.text[last.span.end - entry.start :]
    return not behind.strip(" *_)") and _NAMED.search(text_before(entry, last)) is not None


def priced_heading(entry: Entry) -> Figure | None:
    """The one amount of money of a heading."""
    amounts = [figure for figure in entry.figures if figure.quantity.unit.currency and figure.quantity.ends]
    return amounts[0] if entry.heading and len(amounts) == 1 else None


def own_table(entries: Sequence[Entry], index: int, head: Figure) -> Entry | None:
    """The one table between a heading and the next, where nothing else there states an amount of its kind."""
    found: Entry | None = None
    for entry in entries[index + 1 : index + NEAREST]:
        if entry.heading:
            return found
        if amount_of(entry, head) or (entry.grid and (found or entry.totals)):
            return None
        found = found or (entry if entry.grid else None)
    return found


def leads(entries: Sequence[Entry], index: int) -> bool:
    """Whether a passage is the first below a heading that speaks of costs."""
    heading = entries[index - 1].heading if index else None
    return heading is not None and AMOUNT.search(entries[index - 1].text) is not None


def amount_like(figure: Figure) -> bool:
    unit, ends = figure.quantity.unit, figure.quantity.ends
    cents = bool(ends) and ends[0].step.as_tuple().exponent == -2  # a bare number that is written like money
    return bool(ends) and (bool(unit.of) or cents) and not (unit.percent or unit.size or unit.of in ("x", "ratio"))


def _countable(figure: Figure) -> bool:
    """Whether a number of two digits at least, or a size, may be a total, where it is called nothing else."""
    unit, plain = figure.quantity.unit, len(figure.quantity.ends) == 1 and not figure.quantity.open
    return plain and not figure.quantity.word and (not unit.of or unit.size) and written(figure) > 1
