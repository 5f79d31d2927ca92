"""A document as entries in the order of the text: headings, list items, lines, tables; and the amount of each."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import pairwise

from hostdoc.core.cached import cached_property
from hostdoc.core.document import Heading, Item, Paragraph
from hostdoc.core.figure import Figure
from hostdoc.core.ledger import Grid, Ledger, Passage
from hostdoc.core.quantity import comparable
from hostdoc.core.records import dataclass
from hostdoc.core.regex import regex
from hostdoc.core.span import Span
from hostdoc.core.units import TIMES, Unit
from hostdoc.figures.labels import AMOUNT, OCCASIONAL, is_total
from hostdoc.figures.vocabulary import NO_AMOUNT
from hostdoc.relations.evidence.sums import Terms
from hostdoc.relations.tables.rows import Role, amount_columns, roles

MOST_LABELS = 200  # labels of which a document repeats the amounts
TERMS = 20_000  # terms that are judged in a document, whatever its size, and
TERMS_EACH = 8  # for each of its figures: what a document of any size takes grows with it
CLOSE = 8  # characters between a colon and its amount
LONG = 240  # characters of a passage that may still be an entry of a list of amounts
NONE_OF_IT = Terms.of(())
_LABEL = regex(r"\A[^\w$€£]*((?:[^\W\d_]++|[ '’/()&-]++)*)")
_TOTAL_WORD = regex(r"\b(?:grand\s+|estimated\s+|overall\s+)?(?:sub)?total\b|\bestimated\b", re.IGNORECASE)
_COMES_TO = regex(
    r"\b(?:son|soit|sind|macht|ergibt|makes?|comes to|font|sono|fanno|totall?ing|suman|hacen|somam|dão|daje|blir)\Z",
    re.IGNORECASE,
)
_COLON = regex(r"[:：][\s*_~≈]*\Z")
_AND = regex(r"(?:\s+[A-Za-z]{1,2}\d{1,2})?(?:,\s+(?:and\s+)?|\s+and\s+)")
_WORD = regex(r"[^\W\d_]+")
_NAMED = regex(r"\A\W{0,3}[^\W\d_][\w '’/()&-]{0,30}[:：]\W{0,3}(?:\s|\Z)")
_EFFORT = regex(
    r"\b(?:efforts?|days?|hours?|weeks?|months?|work|time|aufwand|tage|stunden|wochen|monate|jours|heures|semaines|mois"
    r"|d[ií]as|horas|semanas|meses|giorni|ore|settimane|mesi|uren|weken|maanden|godzin\w*|dni|tygodni\w*|timmar|dagar)\b|工数|時間|小時",
    re.IGNORECASE,
)
_UNTICKED = "[ ] "
_NOT_COUNTED = regex(
    r"\bnot (?:counted|included)\b|\bnicht (?:enthalten|inbegriffen|mitgerechnet)\b|\bnon (?:compris|inclus|incluso"
    r"|incluse)\w*|\bno incluid\w+|\bnão inclu\w+|\bniet inbegrepen\b|\bnie wliczon\w+",
    re.IGNORECASE,
)
_NUMBERED = regex(r"\A\W*(milestone|phase|stage|part|task|deliverable|year|step|m)\W{0,2}(\d{1,2})\b", re.IGNORECASE)


@dataclass(frozen=True, eq=False)
class Entry:
    """A heading, a list item, a line of a paragraph, or a table, in the order of the text."""

    passage: Passage | None
    grid: Grid | None
    text: str = ""
    start: int = 0
    figures: tuple[Figure, ...] = ()
    above: str = ""  # the line without an amount that stands directly above this one
    apart: bool = False  # an item whose box is not ticked, or that says it is not counted

    @cached_property
    def depth(self) -> int:
        return self.passage.block.depth if self.passage and isinstance(self.passage.block, Item) else -1

    @cached_property
    def label(self) -> str:
        """The words at the start of a passage, in lower case; else those behind its first amount, or above it."""
        behind = self.text[self.figures[0].span.end - self.start :] if self.figures else ""
        return _words(self.text) or _words(behind) or _words(self.above)

    @cached_property
    def bare(self) -> str:
        """The label without the word total."""
        return " ".join(_TOTAL_WORD.sub("", self.label).split())

    @cached_property
    def total(self) -> bool:
        return is_total(self.label)

    @cached_property
    def occasional(self) -> bool:
        """Whether it says that it comes once, or not at all: it may be no part of a sum."""
        return OCCASIONAL.search(self.text) is not None

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
    def columns(self) -> dict[Unit, tuple[Terms, ...]]:
        """The columns of a table by what they are to count, as far as they were asked for."""
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


def _words(text: str) -> str:
    match = _LABEL.match(text)
    return " ".join(match[1].lower().split()).strip(" -(") if match else ""


class Outline:
    """The entries of a document, and where those stand that may be terms from afar."""

    def __init__(self, ledger: Ledger) -> None:
        self.all = outlined(ledger)
        self.budget = TERMS + TERMS_EACH * len(ledger.figures)
        self.tables = [index for index, entry in enumerate(self.all) if entry.grid and not entry.totals]
        self.named: dict[str, list[int]] = defaultdict(list)
        for index, entry in enumerate(self.all):
            if entry.passage:
                self.named[entry.bare].append(index)
        self._milestones: dict[Unit, dict[tuple[str, str], list[Entry]]] = {}
        self._headings: dict[Unit, list[Terms]] = {}
        self._repeated: dict[Unit, dict[str, Terms]] = {}
        self._nouns: dict[Unit, list[Terms]] = {}

    def nouns(self, stated: Figure) -> list[Terms]:
        """The amounts that the same word names, `First prize: $500; second prize: $300`, where it names three."""
        unit = stated.quantity.unit
        if unit not in self._nouns:
            found: dict[str, list[Figure]] = {}
            for figure in (figure for entry in self.all if entry.passage for figure in entry.figures):
                words = _WORD.findall(figure.label.row.lower())
                if words and comparable(figure.quantity, stated.quantity):
                    found.setdefault(words[-1], []).append(figure)
            several = [amounts for amounts in found.values() if len(amounts) > 2]
            self._nouns[unit] = [Terms.of(amounts) for amounts in several[:MOST_LABELS]]
        return self._nouns[unit]

    def milestones(self, stated: Figure) -> dict[tuple[str, str], list[Entry]]:
        """By noun and number the first two entries with an amount: one of them may be that of the total."""
        unit = stated.quantity.unit
        if unit not in self._milestones:
            found: dict[tuple[str, str], list[Entry]] = {}
            for entry in self.all:
                match = _NUMBERED.match(entry.text) if len(entry.text) <= LONG else None
                if match and amount_of(entry, stated, own=True):
                    same = found.setdefault((match[1].lower(), match[2]), [])
                    if len(same) < 2:
                        same.append(entry)
            self._milestones[unit] = found
        return self._milestones[unit]

    def headings(self, stated: Figure) -> list[Terms]:
        unit = stated.quantity.unit
        if unit not in self._headings:
            levels: dict[int, list[Figure]] = {}
            for entry in self.all:
                if entry.heading and (amount := amount_of(entry, stated)):
                    levels.setdefault(entry.heading.level, []).append(amount)
            self._headings[unit] = [Terms.of(amounts) for amounts in levels.values()]
        return self._headings[unit]

    def repeated(self, stated: Figure) -> dict[str, Terms]:
        unit = stated.quantity.unit
        if unit not in self._repeated:
            found: dict[str, list[Figure]] = {}
            for entry in self.all:
                if entry.label and not entry.total and (amount := amount_of(entry, stated, own=True)):
                    found.setdefault(entry.label, []).append(amount)
            several = [(label, amounts) for label, amounts in found.items() if len(amounts) > 1]
            self._repeated[unit] = {label: Terms.of(amounts) for label, amounts in several[:MOST_LABELS]}
        return self._repeated[unit]


@lru_cache(maxsize=2)  # several kinds ask for them, one ledger after the other
def outlined(ledger: Ledger) -> tuple[Entry, ...]:
    """The entries of a document."""
    plain = ledger.document.plain
    found = [Entry(None, grid, start=grid.table.span.start) for grid in ledger.grids]
    for passage in ledger.passages:
        for run in _runs(passage, plain):
            above = ""
            for span in run if _in_lines(passage, run) else (Span(run[0].source, run[0].start, run[-1].end),):
                first = bisect_left(passage.figures, span.start, key=_start)
                inside = passage.figures[first : bisect_left(passage.figures, span.end, first, key=_start)]
                figures = tuple(figure for figure in inside if figure.span.end <= span.end)
                text = plain[span.start : span.end]
                apart = bool(figures) and isinstance(passage.block, Item) and _apart(passage, text)
                found.append(Entry(passage, None, text, span.start, figures, above, apart))
                above = "" if figures else text
    return tuple(sorted(found, key=lambda entry: entry.start))


def _apart(passage: Passage, text: str) -> bool:
    before = passage.span.source.text[max(0, passage.span.start - len(_UNTICKED)) : passage.span.start]
    return before == _UNTICKED or _NOT_COUNTED.search(text) is not None


def _runs(passage: Passage, plain: str) -> Iterator[tuple[Span, ...]]:
    """The lines of a paragraph between those that look blank and are none, as one with a no-break space."""
    block = passage.block
    if not isinstance(block, Paragraph) or len(block.lines) < 2:
        yield (passage.span,)
        return
    run = [block.lines[0]]
    for above, line in pairwise(block.lines):
        if plain.count("\n", above.end, line.start) > 1 or not plain[line.start : line.end].strip():
            yield from [tuple(run)] if run else []
            run = []
        run += [line] if plain[line.start : line.end].strip() else []
    yield from [tuple(run)] if run else []


def _start(figure: Figure) -> int:
    return figure.span.start


def _in_lines(passage: Passage, lines: tuple[Span, ...]) -> bool:
    """Whether a paragraph is a list of lines, each with an amount or a label, rather than a text."""
    first = bisect_left(passage.figures, lines[0].start, key=_start)
    inside = passage.figures[first : bisect_left(passage.figures, lines[-1].end, first, key=_start)]
    stating = {figure.span.first.line for figure in inside}
    if len(lines) < 2 or not stating or not isinstance(passage.block, Paragraph):
        return False
    return len(stating) >= len(lines) - 1 or all(_NAMED.match(line.text) for line in lines)


# -- Amounts ----------------------------------------------------------------------------------------------------------


def amount_of(entry: Entry, stated: Figure, *, own: bool = False) -> Figure | None:
    """The amount of an entry that counts what the total does: behind its last `=`, else its colon, else its first.

    What stands in brackets comes last. `own`: the total itself may be one.
    """
    if entry.passage is None or not entry.figures or stated.quantity.word or not stated.quantity.ends:
        return None
    unit = stated.quantity.unit
    if not own and entry.start <= stated.span.start < entry.start + len(entry.text):
        return _find_amount(entry, lambda figure: figure is not stated and comparable(figure.quantity, stated.quantity))
    if unit not in entry.amounts:
        entry.amounts[unit] = _find_amount(entry, lambda figure: comparable(figure.quantity, stated.quantity))
    return entry.amounts[unit]


def _find_amount(entry: Entry, fits: Callable[[Figure], bool]) -> Figure | None:
    fitting = [figure for figure in entry.figures if fits(figure)]
    equals = entry.text.rfind("=")
    behind = next((f for f in fitting if 0 <= equals < f.span.start - entry.start), None)
    worked = fitting[-1] if len(fitting) > 1 and _worked(entry, fitting) else None
    worked = worked or _multiplied(entry, fitting)
    if behind is not None or worked is not None:
        return behind or worked
    outside = [figure for figure in fitting if figure in entry.outside]
    named = next((f for f in outside if _COLON.search(entry.text, *_just_before(entry, f))), None)
    return named or next(iter(outside or fitting), None)


def _just_before(entry: Entry, figure: Figure) -> tuple[int, int]:
    end = figure.span.start - entry.start
    return max(0, end - CLOSE), end


def _worked(entry: Entry, fitting: list[Figure]) -> bool:
    """Whether the last amount is what those before it come to: `4 disks at €98: €392`, `85 à 32 €, soit 2 720 €`."""
    first, last = (entry.text[: figure.span.start - entry.start].rstrip(" *_") for figure in (fitting[0], fitting[-1]))
    if _COMES_TO.search(last[-CLOSE - 4 :]):
        return True
    return last.endswith((":", "→")) and not first.endswith((":", "→", "="))


def _multiplied(entry: Entry, fitting: list[Figure]) -> Figure | None:
    """The amount that is the product of the two before it, or one of something: `3 benches at 150 each, 450`."""
    values = [figure.quantity.ends[0].value if figure.quantity.ends else None for figure in entry.figures]
    if (
        len(values) == 2
        and values[0] == 1
        and entry.figures[0].span.start == entry.start
        and entry.figures[1] in fitting
    ):
        return entry.figures[1]
    for one, other, figure, value in zip(values, values[1:], entry.figures[2:], values[2:], strict=False):
        if one and other and one * other == value and figure in fitting:
            return figure
    return None


def amounts_of(entry: Entry, stated: Figure, *, own: bool = False) -> tuple[Figure, ...]:
    """All amounts of an enumeration, `$14,910, $15,357 and $15,817`; else the one amount of an entry."""
    first = amount_of(entry, stated, own=own)
    if first is None:
        return ()
    found = [first]
    for figure in entry.figures[entry.figures.index(first) + 1 :]:
        if not _AND.fullmatch(entry.text, found[-1].span.end - entry.start, figure.span.start - entry.start):
            break
        if not comparable(figure.quantity, stated.quantity):
            break
        found.append(figure)
    return tuple(found)


def worth_of(entry: Entry, stated: Figure) -> Figure | None:
    """The amount of an entry, the total itself among them; of a table, its last total of the same kind."""
    if entry.grid is None:
        return amount_of(entry, stated, own=True)
    sums = entry.totals or _grid_totals(entry.grid, "subtotal")
    return next((figure for figure in reversed(sums) if comparable(figure.quantity, stated.quantity)), None)


def column_of(entry: Entry, stated: Figure) -> Terms:
    """The amounts of the last column of a table that counts what the total counts."""
    return next(iter(columns_of(entry, stated)), NONE_OF_IT)


def columns_of(entry: Entry, stated: Figure) -> tuple[Terms, ...]:
    """The columns of a table that count what the total counts, from the last one."""
    unit = stated.quantity.unit
    if unit not in entry.columns:
        entry.columns[unit] = tuple(_columns(entry.grid, stated)) if entry.grid else ()
    return entry.columns[unit]


def _columns(grid: Grid, stated: Figure) -> Iterator[Terms]:
    for column in reversed(amount_columns(grid)):
        cells = [row[column] for row in grid.rows]
        amounts = tuple(cell.amount for cell in cells if cell.amount and not cell.amount.quantity.word)
        unit, head = stated.quantity.unit, grid.columns[column].header
        meant = (unit.currency and AMOUNT.search(head)) or (unit.of in TIMES and _EFFORT.search(head))
        bare = bool(meant) and not any(amount.quantity.unit.of for amount in amounts)
        idle = not any(end.value for amount in amounts for end in amount.quantity.ends)  # what was paid by now: nothing
        if amounts and not idle and (bare or all(comparable(it.quantity, stated.quantity) for it in amounts)):
            words = (cell for cell in cells if not cell.amount and cell.words.lower() not in NO_AMOUNT)
            yield Terms.of(amounts, tuple(cell.cell.span for cell in words))


def _grid_totals(grid: Grid | None, of: Role = "total") -> list[Figure]:
    """The amount in the last column of each total row of a table."""
    if grid is None:
        return []
    columns = amount_columns(grid)
    found = (grid.rows[role.number][columns[-1]].amount for role in roles(grid) if role.role == of and columns)
    return [figure for figure in found if figure is not None]
