"""A total in the prose agrees with the list, the table or the milestones it sums; the other half of footing.

What it sums is settled by the layout, the nearest first: the list items before it, the subtotals of its section, the
items below it, a table without a total of its own, entries that carry its label without the word total (`Costs` under
`Total costs`), numbered milestones, or the totals stated before it. A grouping that the digits support is taken; where
none is, only a list that ends in its total, and entries of the same label, are held against it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from hostdoc.core.document import Heading, Item, Paragraph
from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge, promising
from hostdoc.core.ledger import Grid, Ledger, Passage
from hostdoc.core.quantity import comparable
from hostdoc.core.relation import Operation, Ref, Relation
from hostdoc.core.units import conflict
from hostdoc.figures.labels import is_subtotal, is_total
from hostdoc.relations.rows import amount_columns, roles

SUPPORT = ("holds", "rounds")
FAR = 400  # passages before a total that are looked at
SHORT = 80  # characters of a line that heads a table
LONG = 240  # characters of a passage that may still be an entry of a list of amounts
_LABEL = re.compile(r"\A[^\w$€£]*((?:[^\W\d_]|[ '’/()&-])*)")
_TOTAL_WORD = re.compile(r"\b(?:grand\s+|estimated\s+|overall\s+)?(?:sub)?total\b|\bestimated\b", re.IGNORECASE)
_NUMBERED = re.compile(
    r"\A\W*(milestone|phase|stage|part|task|deliverable|year|step|m)\W{0,2}(\d{1,2})\b", re.IGNORECASE
)
_BEHIND = re.compile(r"\s*(?:in\s+)?total\b", re.IGNORECASE)
_HEADS = re.compile(r"[:：]\s*\Z")


@dataclass(frozen=True, slots=True)
class _Entry:
    """A heading, a list item, a line of a paragraph, or a table, in the order of the text."""

    passage: Passage | None
    grid: Grid | None
    text: str = ""
    start: int = 0
    figures: tuple[Figure, ...] = ()

    @property
    def depth(self) -> int:
        return self.passage.block.depth if self.passage and isinstance(self.passage.block, Item) else -1

    @property
    def label(self) -> str:
        """The words at the start of a passage, in lower case."""
        match = _LABEL.match(self.text)
        return " ".join(match[1].lower().split()).strip(" -(") if match else ""


@dataclass(frozen=True, slots=True)
class _Grouping:
    """What a total may sum; `firm` groupings are held against the total even where the digits do not support them."""

    terms: tuple[Figure, ...]
    firm: bool = False
    single: bool = False  # whether one term is enough


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every total of the prose that sums something."""
    entries = _entries(ledger)
    seen: list[Figure] = []  # totals stated before
    for index, entry in enumerate(entries):
        if entry.passage is None:
            seen += _grid_totals(entry.grid)
            continue
        stated = _stated_total(ledger, entries, index)
        heads = None if stated else _stated_head(entries, index)
        figure = stated or heads
        if figure is None:
            continue
        groupings = list(_groupings(entries, index, figure, tuple(seen)) if stated else _below(entries, index, figure))
        relation = _best(figure, [grouping for grouping in groupings if _adds(figure, grouping)], entry.text)
        if relation is not None:
            yield relation
        if stated is not None:
            seen.append(stated)


def _entries(ledger: Ledger) -> list[_Entry]:
    plain = ledger.document.plain
    found = [_Entry(None, grid, start=grid.table.span.start) for grid in ledger.grids]
    for passage in ledger.passages:
        block = passage.block
        lines = block.lines if isinstance(block, Paragraph) and _in_lines(passage, block) else (passage.span,)
        for span in lines:
            figures = tuple(f for f in passage.figures if span.start <= f.span.start and f.span.end <= span.end)
            found.append(_Entry(passage, None, plain[span.start : span.end], span.start, figures))
    return sorted(found, key=lambda entry: entry.start)


def _in_lines(passage: Passage, block: Paragraph) -> bool:
    """Whether a paragraph is a list of lines, each with an amount, rather than a text."""
    lines = {figure.span.first.line for figure in passage.figures}
    return len(block.lines) > 1 and len(lines) >= len(block.lines) - 1


# -- Which figure is a total ----------------------------------------------------------------------------------------


def _stated_total(ledger: Ledger, entries: list[_Entry], index: int) -> Figure | None:
    """The figure of a passage that calls it a total, before or behind it, or under a heading that does."""
    entry = entries[index]
    passage = entry.passage
    if passage is None or not entry.figures or isinstance(passage.block, Heading):
        return None
    for figure in entry.figures:
        start = figure.span.start - entry.start
        before = entry.text[max(0, start - 60) : start]
        clause = re.split(r"[.;!?,](?=\s)|\n|=", before)[-1]
        behind = _BEHIND.match(entry.text[start + len(figure.text) :])
        if _amount_like(figure) and (is_total(clause) or behind):
            return figure
    if not passage.block.path or not is_total(passage.block.path[-1]) or index == 0:
        return None
    under = entries[index - 1].passage
    first = under is not None and isinstance(under.block, Heading)  # the first passage below the heading
    amounts = [figure for figure in entry.figures if figure.quantity.unit.currency]
    return amounts[0] if first and amounts else None


def _stated_head(entries: list[_Entry], index: int) -> Figure | None:
    """The amount of a line that heads a list: `Minimal budget ($7,400):`, or of an item with items below it."""
    entry = entries[index]
    passage = entry.passage
    if passage is None or index + 1 >= len(entries) or len(entry.text) > LONG:
        return None
    amounts = [figure for figure in entry.figures if _amount_like(figure)]
    deeper = isinstance(passage.block, Item) and entries[index + 1].depth > entry.depth
    heads = isinstance(passage.block, Paragraph) and _HEADS.search(entry.text) and entries[index + 1].depth >= 0
    tables = entries[index + 1].grid is not None and len(entry.text) <= SHORT
    if not (deeper or heads or tables) or not amounts:
        return None
    return amounts[-1]


def _amount_like(figure: Figure) -> bool:
    unit = figure.quantity.unit
    return bool(figure.quantity.ends) and not (unit.percent or unit.size or unit.of in ("x", "ratio", ""))


# -- What it may sum ------------------------------------------------------------------------------------------------


def _groupings(entries: list[_Entry], index: int, stated: Figure, seen: tuple[Figure, ...]) -> Iterator[_Grouping]:
    yield from _list_before(entries, index, stated)
    yield from _subtotals(entries, index, stated)
    yield from _below(entries, index, stated)
    yield from _tables(entries, index, stated)
    yield from _same_label(entries, index, stated)
    yield from _milestones(entries, stated)
    yield from _headings(entries, stated)
    yield from _repeated(entries, stated)
    yield from _sentence(entries[index], stated)
    last = [figure for figure in seen if comparable(figure.quantity, stated.quantity)]
    for count in range(len(last), 1, -1):
        yield _Grouping(tuple(last[-count:]))
    own = [f for f in entries[index].figures if comparable(f.quantity, stated.quantity) and f is not stated]
    if last and own:
        yield _Grouping((last[-1], own[-1]))


def _list_before(entries: list[_Entry], index: int, stated: Figure) -> Iterator[_Grouping]:
    """The items or lines that end in the total, since the last total; and the same with that total as one of them."""
    own = entries[index]
    terms: list[Figure] = []
    complete = True
    for entry in reversed(entries[max(0, index - FAR) : index]):
        if not _beside(entry, own):
            break
        if entry.depth > own.depth >= 0:
            continue
        amount = _amount(entry, stated)
        if is_total(entry.label):
            if amount is not None and terms:
                yield _Grouping((amount, *reversed(terms)))
            break
        complete = complete and amount is not None
        if amount is not None:
            terms.append(amount)
    if terms:
        yield _Grouping(tuple(reversed(terms)), complete and own.depth >= 0 and is_total(own.label))


def _beside(entry: _Entry, own: _Entry) -> bool:
    """Whether an entry may be of the same list as a total: items with items, lines with lines of the section."""
    if entry.passage is None or own.passage is None or isinstance(entry.passage.block, Heading):
        return False
    if own.depth >= 0:
        return entry.depth >= own.depth
    return entry.passage.block.path == own.passage.block.path and (entry.depth >= 0 or len(entry.text) <= LONG)


def _subtotals(entries: list[_Entry], index: int, stated: Figure) -> Iterator[_Grouping]:
    """The subtotals of the section since its last grand total."""
    passage = entries[index].passage
    terms: list[Figure] = []
    for entry in reversed(entries[max(0, index - FAR) : index]):
        if entry.passage is None or passage is None or entry.passage.block.path != passage.block.path:
            break
        if is_subtotal(entry.label) and (amount := _amount(entry, stated)):
            terms.append(amount)
        elif is_total(entry.label):
            break
    firm = is_total(entries[index].label) and not is_subtotal(entries[index].label)
    if len(terms) > 1:
        yield _Grouping(tuple(reversed(terms)), firm)


def _below(entries: list[_Entry], index: int, stated: Figure) -> Iterator[_Grouping]:
    """The items directly below: of the list that a line heads, or of the item one level down."""
    depth = entries[index].depth
    terms: list[Figure] = []
    level = None
    for entry in entries[index + 1 : index + FAR]:
        if entry.grid is not None and level is None:
            terms += _column(entry.grid, stated)
            continue
        if entry.depth < 0 or entry.depth <= depth:
            break
        level = entry.depth if level is None else level
        if entry.depth == level and not is_total(entry.label) and (amount := _amount(entry, stated)):
            terms.append(amount)
    if terms:
        yield _Grouping(tuple(terms))


def _tables(entries: list[_Entry], index: int, stated: Figure) -> Iterator[_Grouping]:
    """A column of the nearest tables that have no total of their own: the last one, the last two …; or of the next."""
    before = [e.grid for e in entries[max(0, index - FAR) : index] if e.grid and not _grid_totals(e.grid)]
    after = [e.grid for e in entries[index + 1 : index + 3] if e.grid and not _grid_totals(e.grid)]
    fitting = [grid for grid in before if _column(grid, stated)]
    for count in range(1, min(len(fitting), 6) + 1):
        terms = [figure for grid in fitting[-count:] for figure in _column(grid, stated)]
        only = len(fitting) == 1 and is_total(entries[index].label) and stated.quantity.unit.currency is not None
        yield _Grouping(tuple(terms), firm=only and len(terms) > 1, single=count == 1)
    for count in range(1, len(after) + 1):
        yield _Grouping(tuple(figure for grid in after[:count] for figure in _column(grid, stated)))


def _column(grid: Grid, stated: Figure) -> tuple[Figure, ...]:
    """The amounts of the last column of a table that counts what the total counts."""
    for column in reversed(amount_columns(grid)):
        amounts = tuple(a for row in grid.rows if (a := row[column].amount) and not a.quantity.word)
        if amounts and all(comparable(a.quantity, stated.quantity) for a in amounts):
            return amounts
    return ()


def _grid_totals(grid: Grid | None) -> list[Figure]:
    """The amount in the last column of each total row of a table."""
    if grid is None:
        return []
    columns = amount_columns(grid)
    found = (grid.rows[role.number][columns[-1]].amount for role in roles(grid) if role.role == "total" and columns)
    return [figure for figure in found if figure is not None]


def _same_label(entries: list[_Entry], index: int, stated: Figure) -> Iterator[_Grouping]:
    """Entries labelled as the total is, without the word: `Costs` for `Total costs`; those after it, else before."""
    label = " ".join(_TOTAL_WORD.sub("", entries[index].label).split())
    if not label or not is_total(entries[index].label):
        return
    for run in (entries[index + 1 :], entries[:index]):
        same = [e for e in run if e.passage and " ".join(_TOTAL_WORD.sub("", e.label).split()) == label]
        stop = next((place for place, e in enumerate(same) if is_total(e.label)), len(same))
        amounts = [_amount(entry, stated) for entry in same[:stop]]
        terms = tuple(amount for amount in amounts if amount)
        if len(terms) > 1:
            yield _Grouping(terms, len(terms) == len(amounts))


def _milestones(entries: list[_Entry], stated: Figure) -> Iterator[_Grouping]:
    """Numbered milestones with an amount each, first said first; headings, items or lines."""
    found: dict[tuple[str, str], Figure] = {}
    for entry in entries:
        match = _NUMBERED.match(entry.text) if len(entry.text) <= LONG else None
        if match and (amount := _amount(entry, stated)) and amount is not stated:
            found.setdefault((match[1].lower(), match[2]), amount)
    for noun in dict.fromkeys(noun for noun, _ in found):
        yield _Grouping(tuple(figure for (name, _), figure in found.items() if name == noun))


def _repeated(entries: list[_Entry], stated: Figure) -> Iterator[_Grouping]:
    """The amounts of a label that a document repeats: `Milestone budget` under each milestone."""
    found: dict[str, list[Figure]] = {}
    for entry in entries:
        if entry.label and not is_total(entry.label) and (amount := _amount(entry, stated)):
            found.setdefault(entry.label, []).append(amount)
    for amounts in found.values():
        yield _Grouping(tuple(amounts))


def _headings(entries: list[_Entry], stated: Figure) -> Iterator[_Grouping]:
    """The headings of one level that state an amount each."""
    levels: dict[int, list[Figure]] = {}
    for entry in entries:
        if entry.passage and isinstance(entry.passage.block, Heading) and (amount := _amount(entry, stated)):
            levels.setdefault(entry.passage.block.level, []).append(amount)
    yield from (_Grouping(tuple(amounts)) for amounts in levels.values())


def _sentence(entry: _Entry, stated: Figure) -> Iterator[_Grouping]:
    """The amounts before a total in its own passage, or all those behind it."""
    fitting = [f for f in entry.figures if comparable(f.quantity, stated.quantity) and f is not stated]
    before = [f for f in fitting if f.span.end <= stated.span.start]
    for count in range(len(before), 1, -1):
        yield _Grouping(tuple(before[-count:]))
    yield _Grouping(tuple(f for f in fitting if f.span.start >= stated.span.end))


def _amount(entry: _Entry, stated: Figure) -> Figure | None:
    """The amount of an entry that counts what the total does: behind its last `=`, else its first outside brackets."""
    if entry.passage is None:
        return None
    start = entry.start
    fitting = [f for f in entry.figures if comparable(f.quantity, stated.quantity) and f is not stated]
    equals = entry.text.rfind("=")
    behind = [f for f in fitting if 0 <= equals < f.span.start - start]
    if behind:
        return behind[0]
    outside = [f for f in fitting if not _bracketed(entry.text[: f.span.start - start])]
    return next(iter(outside or fitting), None)


def _bracketed(before: str) -> bool:
    return before.count("(") > before.count(")")


# -- Which of them it does sum --------------------------------------------------------------------------------------


def _adds(stated: Figure, grouping: _Grouping) -> bool:
    terms = grouping.terms
    return len(terms) > (not grouping.single) and not any(
        conflict(stated.quantity.unit, term.quantity.unit) for term in terms
    )


def _best(stated: Figure, groupings: list[_Grouping], text: str) -> Relation | None:
    """The first grouping that the digits support; behind a firm one only another firm one, else that one."""
    evidence = f"the words `{' '.join(text.split())[:40]}`"
    firm = None
    for grouping in groupings:
        if firm is not None and not grouping.firm:
            continue
        workings = Operation("+", tuple(Ref(term) for term in grouping.terms))
        relation = Relation("footing", stated, workings, "inferred", evidence)
        if promising(relation) and judge(relation).outcome in SUPPORT:
            return relation
        firm = firm or (relation if grouping.firm else None)
    return firm
