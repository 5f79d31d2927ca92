"""A total in the prose agrees with the list, the table or the milestones it sums; the other half of footing.

What it sums is settled by the layout, the nearest first: the list items before it, the subtotals of its section, the
items below it, a table without a total of its own, entries that carry its label without the word total (`Costs` under
`Total costs`), numbered milestones, or the totals stated before it. A grouping that the digits support is taken; where
none is, only a list that ends in its total, and entries of the same label, are held against it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from hostdoc.core.arithmetic import estimate
from hostdoc.core.document import Heading, Item, Paragraph
from hostdoc.core.figure import Figure
from hostdoc.core.judge import SIEVE, judge
from hostdoc.core.ledger import Grid, Ledger, Passage
from hostdoc.core.quantity import comparable
from hostdoc.core.relation import Operation, Ref, Relation
from hostdoc.core.units import Unit, conflict
from hostdoc.figures.labels import is_subtotal, is_total
from hostdoc.relations.rows import amount_columns, roles

SUPPORT = ("holds", "rounds")
FAR = 400  # passages before a total that are looked at
MOST_SEEN = 100  # totals before a total that may be its terms
MOST_LABELS = 200  # labels of which a document repeats the amounts
TERMS = 20_000  # terms that are judged in a document, whatever its size, and
TERMS_EACH = 8  # for each of its figures: what a document of any size takes grows with it
SHORT = 80  # characters of a line that heads a table
LONG = 240  # characters of a passage that may still be an entry of a list of amounts
_LABEL = re.compile(r"\A[^\w$€£]*((?:[^\W\d_]|[ '’/()&-])*)")
_TOTAL_WORD = re.compile(r"\b(?:grand\s+|estimated\s+|overall\s+)?(?:sub)?total\b|\bestimated\b", re.IGNORECASE)
_NUMBERED = re.compile(
    r"\A\W*(milestone|phase|stage|part|task|deliverable|year|step|m)\W{0,2}(\d{1,2})\b", re.IGNORECASE
)
_BEHIND = re.compile(r"\s*(?:in\s+)?total\b", re.IGNORECASE)
_HEADS = re.compile(r"[:：]\s*\Z")


@dataclass(frozen=True, eq=False)
class _Entry:
    """A heading, a list item, a line of a paragraph, or a table, in the order of the text."""

    passage: Passage | None
    grid: Grid | None
    text: str = ""
    start: int = 0
    figures: tuple[Figure, ...] = ()

    @cached_property
    def depth(self) -> int:
        return self.passage.block.depth if self.passage and isinstance(self.passage.block, Item) else -1

    @cached_property
    def label(self) -> str:
        """The words at the start of a passage, in lower case."""
        match = _LABEL.match(self.text)
        return " ".join(match[1].lower().split()).strip(" -(") if match else ""

    @cached_property
    def bare(self) -> str:
        """The label without the word total."""
        return " ".join(_TOTAL_WORD.sub("", self.label).split())

    @cached_property
    def total(self) -> bool:
        return is_total(self.label)

    @cached_property
    def heading(self) -> Heading | None:
        return self.passage.block if self.passage and isinstance(self.passage.block, Heading) else None

    @cached_property
    def totals(self) -> list[Figure]:
        """The totals of a table."""
        return _grid_totals(self.grid)

    @cached_property
    def amounts(self) -> dict[Unit, Figure | None]:
        """The amount by what it is to count, as far as it was asked for."""
        return {}

    @cached_property
    def columns(self) -> dict[Unit, _Terms]:
        """The column of a table by what it is to count, as far as it was asked for."""
        return {}

    @cached_property
    def outside(self) -> frozenset[Figure]:
        """The figures that do not stand in brackets."""
        found, depth, at = [], 0, 0
        for figure in self.figures:
            before = figure.span.start - self.start
            depth += self.text.count("(", at, before) - self.text.count(")", at, before)
            at = before
            if depth <= 0:
                found.append(figure)
        return frozenset(found)


@dataclass(frozen=True, slots=True, eq=False)
class _Terms:
    """Figures with their rough sums at the low and the high ends."""

    figures: tuple[Figure, ...]
    low: float
    high: float

    @classmethod
    def of(cls, figures: Iterable[Figure]) -> _Terms:
        kept = tuple(figures)
        return cls(kept, sum(_rough(figure, 0) for figure in kept), sum(_rough(figure, 1) for figure in kept))

    def replaced(self, old: Figure, new: Figure | None) -> _Terms:
        """With the sums as they are with another figure in the place of one, or with none."""
        low, high = ((_rough(new, end) if new else 0) - _rough(old, end) for end in (0, 1))
        return _Terms(self.figures, self.low + low, self.high + high)


def _rough(figure: Figure, end: int) -> float:
    return estimate(Ref(figure), end)


@dataclass(frozen=True, slots=True)
class _Grouping:
    """What a total may sum; `firm` groupings are held against the total even where the digits do not support them."""

    parts: tuple[_Terms, ...]
    firm: bool = False
    single: bool = False  # whether one term is enough

    @classmethod
    def of(cls, figures: Iterable[Figure], firm: bool = False) -> _Grouping:
        return cls((_Terms.of(figures),), firm)

    @property
    def size(self) -> int:
        return sum(len(part.figures) for part in self.parts)

    def near(self, stated: Figure) -> bool:
        """Whether the digits may support it: what `promising` says of its sum, from the sums of its parts."""
        ends = stated.quantity.ends
        low, high = sum(part.low for part in self.parts), sum(part.high for part in self.parts)
        for index, end, rough in ((0, ends[0], low), (1, ends[-1], high)):
            value = _rough(stated, index)
            if abs(rough - value) <= SIEVE * max(abs(rough), abs(value)) + float(end.step):
                return True
        return False


class _Entries:
    """The entries of a document, and where those stand that may be terms from afar."""

    def __init__(self, ledger: Ledger) -> None:
        self.all = _entries(ledger)
        self.budget = TERMS + TERMS_EACH * len(ledger.figures)
        self.tables = [index for index, entry in enumerate(self.all) if entry.grid and not entry.totals]
        self.named: dict[str, list[int]] = defaultdict(list)
        for index, entry in enumerate(self.all):
            if entry.passage:
                self.named[entry.bare].append(index)
        self._milestones: dict[Unit, dict[tuple[str, str], list[_Entry]]] = {}
        self._headings: dict[Unit, list[_Terms]] = {}
        self._repeated: dict[Unit, dict[str, _Terms]] = {}

    def milestones(self, stated: Figure) -> dict[tuple[str, str], list[_Entry]]:
        """By noun and number the first two entries with an amount: one of them may be that of the total."""
        unit = stated.quantity.unit
        if unit not in self._milestones:
            found: dict[tuple[str, str], list[_Entry]] = {}
            for entry in self.all:
                match = _NUMBERED.match(entry.text) if len(entry.text) <= LONG else None
                if match and _amount(entry, stated, own=True):
                    same = found.setdefault((match[1].lower(), match[2]), [])
                    if len(same) < 2:
                        same.append(entry)
            self._milestones[unit] = found
        return self._milestones[unit]

    def headings(self, stated: Figure) -> list[_Terms]:
        unit = stated.quantity.unit
        if unit not in self._headings:
            levels: dict[int, list[Figure]] = {}
            for entry in self.all:
                if entry.heading and (amount := _amount(entry, stated)):
                    levels.setdefault(entry.heading.level, []).append(amount)
            self._headings[unit] = [_Terms.of(amounts) for amounts in levels.values()]
        return self._headings[unit]

    def repeated(self, stated: Figure) -> dict[str, _Terms]:
        unit = stated.quantity.unit
        if unit not in self._repeated:
            found: dict[str, list[Figure]] = {}
            for entry in self.all:
                if entry.label and not entry.total and (amount := _amount(entry, stated, own=True)):
                    found.setdefault(entry.label, []).append(amount)
            several = [(label, amounts) for label, amounts in found.items() if len(amounts) > 1]
            self._repeated[unit] = {label: _Terms.of(amounts) for label, amounts in several[:MOST_LABELS]}
        return self._repeated[unit]


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every total of the prose that sums something."""
    known = _Entries(ledger)
    entries = known.all
    seen: list[Figure] = []  # totals stated before
    for index, entry in enumerate(entries):
        if entry.passage is None:
            seen += entry.totals
            continue
        stated = _stated_total(ledger, entries, index)
        heads = None if stated else _stated_head(entries, index)
        figure = stated or heads
        if figure is None:
            continue
        groupings = _groupings(known, index, figure, seen) if stated else _below(entries, index, figure)
        relation = _best(known, figure, groupings, entry.text)
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
            first = bisect_left(passage.figures, span.start, key=_start)
            inside = passage.figures[first : bisect_left(passage.figures, span.end, first, key=_start)]
            figures = tuple(figure for figure in inside if figure.span.end <= span.end)
            found.append(_Entry(passage, None, plain[span.start : span.end], span.start, figures))
    return sorted(found, key=lambda entry: entry.start)


def _start(figure: Figure) -> int:
    return figure.span.start


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
        behind = _BEHIND.match(entry.text, start + len(figure.text))
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


def _groupings(known: _Entries, index: int, stated: Figure, seen: list[Figure]) -> Iterator[_Grouping]:
    entries = known.all
    yield from _list_before(entries, index, stated)
    yield from _subtotals(entries, index, stated)
    yield from _below(entries, index, stated)
    yield from _tables(known, index, stated)
    yield from _same_label(known, index, stated)
    yield from _milestones(known, stated)
    yield from (_Grouping((amounts,)) for amounts in known.headings(stated))
    yield from _repeated(known, entries[index], stated)
    yield from _sentence(entries[index], stated)
    last = [figure for figure in seen[-MOST_SEEN:] if comparable(figure.quantity, stated.quantity)]
    yield from _endings(last)
    own = [f for f in entries[index].figures if comparable(f.quantity, stated.quantity) and f is not stated]
    if last and own:
        yield _Grouping.of((last[-1], own[-1]))


def _endings(figures: Sequence[Figure]) -> Iterator[_Grouping]:
    """All of several figures, all but the first, … the last two."""
    terms = _Terms.of(figures)
    low, high = terms.low, terms.high
    for first in range(len(figures) - 1):
        yield _Grouping((_Terms(terms.figures[first:], low, high),))
        low, high = low - _rough(figures[first], 0), high - _rough(figures[first], 1)


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
        if entry.total:
            if amount is not None and terms:
                yield _Grouping.of((amount, *reversed(terms)))
            break
        complete = complete and amount is not None
        if amount is not None:
            terms.append(amount)
    if terms:
        yield _Grouping.of(reversed(terms), complete and own.depth >= 0 and own.total)


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
        elif entry.total:
            break
    firm = entries[index].total and not is_subtotal(entries[index].label)
    if len(terms) > 1:
        yield _Grouping.of(reversed(terms), firm)


def _below(entries: list[_Entry], index: int, stated: Figure) -> Iterator[_Grouping]:
    """The items directly below: of the list that a line heads, or of the item one level down."""
    depth = entries[index].depth
    terms: list[Figure] = []
    level = None
    for entry in entries[index + 1 : index + FAR]:
        if entry.grid is not None and level is None:
            terms += _column(entry, stated).figures
            continue
        if entry.depth < 0 or entry.depth <= depth:
            break
        level = entry.depth if level is None else level
        if entry.depth == level and not entry.total and (amount := _amount(entry, stated)):
            terms.append(amount)
    if terms:
        yield _Grouping.of(terms)


def _tables(known: _Entries, index: int, stated: Figure) -> Iterator[_Grouping]:
    """A column of the nearest tables that have no total of their own: the last one, the last two …; or of the next."""
    entries = known.all
    before: list[_Terms] = []  # the nearest first
    for place in reversed(known.tables[: bisect_left(known.tables, index)][-FAR:]):
        if place < index - FAR or len(before) > 6:
            break
        if (terms := _column(entries[place], stated)).figures:
            before.append(terms)
    only = len(before) == 1 and entries[index].total and stated.quantity.unit.currency is not None
    for count in range(1, min(len(before), 6) + 1):
        parts = tuple(reversed(before[:count]))
        yield _Grouping(parts, firm=only and len(parts[0].figures) > 1, single=count == 1)
    after = [_column(e, stated) for e in entries[index + 1 : index + 3] if e.grid and not e.totals]
    for count in range(1, len(after) + 1):
        yield _Grouping(tuple(after[:count]))


def _column(entry: _Entry, stated: Figure) -> _Terms:
    """The amounts of the last column of a table that counts what the total counts."""
    unit = stated.quantity.unit
    if unit not in entry.columns:
        entry.columns[unit] = _Terms.of(_last_column(entry.grid, stated) if entry.grid else ())
    return entry.columns[unit]


def _last_column(grid: Grid, stated: Figure) -> tuple[Figure, ...]:
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


def _same_label(known: _Entries, index: int, stated: Figure) -> Iterator[_Grouping]:
    """Entries labelled as the total is, without the word: `Costs` for `Total costs`; those after it, else before."""
    own = known.all[index]
    if not own.bare or not own.total:
        return
    places = known.named[own.bare]
    here = bisect_left(places, index)
    for first, end in ((here + 1, len(places)), (0, here)):
        same: list[_Entry] = []
        for place in range(first, end):
            if known.all[places[place]].total or len(same) > FAR:
                break
            same.append(known.all[places[place]])
        amounts = [_amount(entry, stated) for entry in same]
        terms = [amount for amount in amounts if amount]
        if 1 < len(terms) <= FAR:
            yield _Grouping.of(terms, len(terms) == len(amounts))


def _milestones(known: _Entries, stated: Figure) -> Iterator[_Grouping]:
    """Numbered milestones with an amount each, first said first; headings, items or lines."""
    nouns: dict[str, list[Figure]] = {}
    for (noun, _), entries in known.milestones(stated).items():
        amounts = [amount for entry in entries if (amount := _amount(entry, stated))]
        nouns.setdefault(noun, []).extend(amounts[:1])
    yield from (_Grouping.of(figures) for figures in nouns.values())


def _repeated(known: _Entries, own: _Entry, stated: Figure) -> Iterator[_Grouping]:
    """The amounts of a label that a document repeats: `Milestone budget` under each milestone."""
    mine = _amount(own, stated, own=True)
    for label, terms in known.repeated(stated).items():
        if label != own.label or mine is not stated:
            yield _Grouping((terms,))
        elif len(terms.figures) <= known.budget:
            other = _amount(own, stated)
            terms = terms.replaced(stated, other)
            if _Grouping((terms,)).near(stated):
                figures = (other if figure is stated else figure for figure in terms.figures)
                yield _Grouping.of(figure for figure in figures if figure is not None)


def _sentence(entry: _Entry, stated: Figure) -> Iterator[_Grouping]:
    """The amounts before a total in its own passage, or all those behind it."""
    fitting = [f for f in entry.figures if comparable(f.quantity, stated.quantity) and f is not stated]
    yield from _endings([f for f in fitting if f.span.end <= stated.span.start][-FAR:])
    yield _Grouping.of(f for f in fitting if f.span.start >= stated.span.end)


def _amount(entry: _Entry, stated: Figure, *, own: bool = False) -> Figure | None:
    """The amount of an entry that counts what the total does: behind its last `=`, else its first outside brackets.

    `own`: the total itself may be one.
    """
    if entry.passage is None or not entry.figures or stated.quantity.word or not stated.quantity.ends:
        return None
    unit = stated.quantity.unit
    if not own and entry.start <= stated.span.start < entry.start + len(entry.text):
        return _find_amount(entry, lambda figure: figure is not stated and comparable(figure.quantity, stated.quantity))
    if unit not in entry.amounts:
        entry.amounts[unit] = _find_amount(entry, lambda figure: comparable(figure.quantity, stated.quantity))
    return entry.amounts[unit]


def _find_amount(entry: _Entry, fits: Callable[[Figure], bool]) -> Figure | None:
    fitting = [figure for figure in entry.figures if fits(figure)]
    equals = entry.text.rfind("=")
    behind = next((f for f in fitting if 0 <= equals < f.span.start - entry.start), None)
    if behind is not None:
        return behind
    return next((f for f in fitting if f in entry.outside), fitting[0] if fitting else None)


# -- Which of them it does sum --------------------------------------------------------------------------------------


def _adds(stated: Figure, grouping: _Grouping) -> bool:
    return not any(
        conflict(stated.quantity.unit, term.quantity.unit) for part in grouping.parts for term in part.figures
    )


def _best(known: _Entries, stated: Figure, groupings: Iterable[_Grouping], text: str) -> Relation | None:
    """The first grouping that the digits support; behind a firm one only another firm one, else that one."""
    evidence = f"the words `{' '.join(text.split())[:40]}`"
    firm = None
    for grouping in groupings:
        near = grouping.near(stated)
        if not (near or grouping.firm) or (firm is not None and not grouping.firm):
            continue
        if not (not grouping.single) < grouping.size <= known.budget or not _adds(stated, grouping):
            continue
        known.budget -= grouping.size
        workings = Operation("+", tuple(Ref(term) for part in grouping.parts for term in part.figures))
        relation = Relation("footing", stated, workings, "inferred", evidence)
        if near and judge(relation).outcome in SUPPORT:
            return relation
        firm = firm or (relation if grouping.firm else None)
    return firm
