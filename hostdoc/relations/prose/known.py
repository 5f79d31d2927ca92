"""What the amounts of a document are called: those that a sentence may compute from, by their words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from hostdoc.core.cached import cached_property
from hostdoc.core.figure import Figure
from hostdoc.core.ledger import Grid, Ledger, TextBlock
from hostdoc.core.quantity import comparable
from hostdoc.core.records import dataclass, replace
from hostdoc.core.regex import regex
from hostdoc.figures.context import words_of
from hostdoc.figures.labels import CHANGE, is_total
from hostdoc.relations.prose.sentences import Sentence, own_words
from hostdoc.relations.tables.rows import amount_columns, roles
from hostdoc.relations.tables.set_apart import emphasized, set_apart

MOST_ROWS = 100  # of a table whose rows a sentence names
FEW_ROWS = 8  # of a table of which a sentence names a column only
MOST_CALLED = 24  # amounts that share a word
MOST_TOTALS = 200  # of a document
NEAREST = 6  # totals around a sentence that it may speak of
REMEMBERED = 65_536  # pairs of words
RARE = 4  # labels that may share a word which tells an amount from the others
LETTERS = 3  # of such a word
HALF = 0.5  # of the words of a label
CLOSE = 8  # characters before a result in which its `=` stands
COMPOUND = 5  # letters that two words have in common at one end: `Gagen`, `Künstlergagen`
_RESULT = regex(r"=[\s*_~≈]*\Z")


@dataclass(frozen=True, eq=False)
class Known:
    """An amount, the words of its own label, and those of its column and heading.

    `row` and `column` are set for cells of a table.
    """

    figure: Figure
    words: frozenset[str]
    about: frozenset[str]
    label: str
    sums: bool
    grid: Grid | None = None
    row: int = -1
    column: int = -1
    main: bool = True  # in the column that sums the others of its row, or in the last one
    drawn: TextBlock | None = None  # the text of fixed width that it stands in
    result: bool = False  # of a calculation, which is called what its line begins with

    @cached_property
    def own(self) -> frozenset[str]:
        """Its words without those of the amounts before it in its sentence."""
        return self.words if self.tabled or self.result else words_of(own_words(self.figure))

    @property
    def tabled(self) -> bool:
        return self.table is not None

    @property
    def table(self) -> Grid | TextBlock | None:
        """What it stands in with others."""
        return self.grid or self.drawn


def alike(stated: Figure, other: Figure) -> bool:
    """Whether two figures are amounts of the same."""
    return comparable(stated.quantity, other.quantity)


def worth(stated: Figure, known: Known) -> bool:
    """The same for a named amount: one without a unit in a table may be of any money."""
    return worthy(stated, known.figure) if known.tabled else alike(stated, known.figure)


def worthy(stated: Figure, other: Figure) -> bool:
    """The same for an amount in a table."""
    one, two = stated.quantity, other.quantity
    bare = one.unit.currency is not None and not two.unit.of and not two.unit.per
    return alike(stated, other) or (bare and bool(two.ends) and not two.word)


def apart(figure: Figure, *parts: str) -> Figure:
    """The same amount without some of what it is per, to find what it is a part of or restates."""
    unit = figure.quantity.unit
    if not any(part in parts for part in unit.per):
        return figure
    bare = replace(unit, per=tuple(part for part in unit.per if part not in parts))
    return Figure(figure.span, replace(figure.quantity, unit=bare), figure.label)


class Names:
    """The named amounts of a document, and which of them are totals."""

    def __init__(self, ledger: Ledger) -> None:
        self.totals: list[Known] = []
        self._by_word: dict[str, list[Known]] = defaultdict(list)
        for known in _all(ledger):
            if known.sums and len(self.totals) < MOST_TOTALS:
                self.totals.append(known)
            for word in known.words:
                if len(self._by_word[word]) < MOST_CALLED:
                    self._by_word[word].append(known)
        self._called: dict[frozenset[str], list[Known]] = {}
        self._kin: dict[str, tuple[str, ...]] = {}
        self._bearing: dict[str, int] = {}
        self._columns: dict[str, list[tuple[frozenset[str], list[Known]]]] = _columns(ledger)
        self._ends: dict[str, list[str]] = defaultdict(list)  # the long words, by letters at one end of them
        for word in [word for word in self._by_word if len(word) >= COMPOUND][:MOST_TOTALS]:
            for end in _both_ends(word):
                self._ends[end].append(word)

    def called(self, words: frozenset[str]) -> list[Known]:
        """The amounts whose label shares a word with some, those that share most of their own words first."""
        if words not in self._called:  # one kind after the other asks it of the same sentences
            self._called[words] = self._ranked(words)
        return self._called[words]

    def _ranked(self, words: frozenset[str]) -> list[Known]:
        found: dict[Known, float] = {}
        akin: dict[frozenset[str], float] = {}  # cells of a row share their words
        for word in words | {long for short in words for long in self._compounds(short)}:
            for known in self._by_word.get(word, ()):
                if known.words not in akin:
                    akin[known.words] = kinship(known.words, words)
                found[known] = akin[known.words]
        return sorted(found, key=lambda known: (-found[known], known.figure.span.start))[: 2 * MOST_CALLED]

    def _compounds(self, word: str) -> tuple[str, ...]:
        if word not in self._kin:
            near = [long for end in _both_ends(word) for long in self._ends.get(end, ())]
            self._kin[word] = tuple(long for long in near if long != word and kin(long, word))
        return self._kin[word]

    def headed(self, words: frozenset[str]) -> Iterator[Known]:
        """The cells of small columns of which words say the whole header."""
        for word in sorted(words):
            for header, cells in self._columns.get(word, ()):
                if header <= words:
                    yield from cells

    def names(self, known: Known, words: frozenset[str]) -> bool:
        """Whether words name an amount: all of its label, or half of it with one that tells it from others."""
        part = kinship(known.words, words)
        return part == 1 or (part >= HALF and self.tells(known.words, words))

    def tells(self, own: frozenset[str], words: frozenset[str]) -> bool:
        """Whether some of its own words that are among others tell an amount from nearly all others."""
        return any(len(word) >= LETTERS and self._labels(word) <= RARE for word in own & words)

    def _labels(self, word: str) -> int:
        """How many different labels have a word."""
        if word not in self._bearing:
            self._bearing[word] = len({known.label for known in self._by_word.get(word, ()) if word in known.own})
        return self._bearing[word]

    def totals_near(self, stated: Figure) -> list[Known]:
        """The totals of the same unit, the nearest before a figure first, then those behind it."""
        here = stated.span.start
        before = (it for it in reversed(self.totals) if it.figure.span.start < here and worth(stated, it))
        after = (it for it in self.totals if it.figure.span.start > here and worth(stated, it))
        return [*islice(before, NEAREST), *islice(after, NEAREST // 2)]

    def around(self, sentence: Sentence, stated: Figure) -> list[Figure]:
        """The amounts of the sentence, of its passage, and the totals: what it may come about from."""
        return [*sentence.figures, *sentence.passage.figures, *(it.figure for it in self.totals_near(stated))]


def _both_ends(word: str) -> tuple[str, str]:
    """Letters of which two long words that are kin share those at the beginning, or those at the end."""
    return f"{word[: COMPOUND - 1]}…", f"…{word[-COMPOUND:]}"


@lru_cache(256)  # many labels are held against the words of one sentence
def _ends(words: frozenset[str]) -> frozenset[str]:
    return frozenset(end for word in words if len(word) >= COMPOUND for end in _both_ends(word))


@lru_cache(REMEMBERED)
def kin(one: str, other: str) -> bool:
    """Whether two words are the same, or one is a compound of the other."""
    short, long = sorted((one, other), key=len)
    return one == other or (len(short) >= COMPOUND and (long.endswith(short) or long.startswith(short[:-1])))


@lru_cache(4096)  # kinds ask it of the same labels and sentences
def kinship(words: frozenset[str], others: frozenset[str]) -> float:
    """Which part of some words is among others."""
    if not words:
        return 0.0
    ends = _ends(others)
    strange = [word for word in words - others if len(word) >= COMPOUND and not ends.isdisjoint(_both_ends(word))]
    akin = sum(any(len(other) >= COMPOUND and kin(word, other) for other in others) for word in strange)
    return (len(words & others) + akin) / len(words)


@lru_cache(maxsize=2)  # several kinds ask for them, one ledger after the other
def names(ledger: Ledger) -> Names:
    return Names(ledger)


def _all(ledger: Ledger) -> Iterator[Known]:
    for grid in ledger.grids:
        yield from _cells(ledger, grid)
    for block, line in ((drawn, line) for drawn in ledger.blocks for line in drawn.lines):
        for figure in line.figures:
            last, sums = figure is line.figures[-1], is_total(line.label)
            yield Known(figure, words_of(line.label), frozenset(), line.label, sums, main=last, drawn=block)
    for passage in ledger.passages:
        heading = words_of(" ".join(passage.block.path[-1:]))
        for figure in passage.figures:
            result = figure is not passage.figures[0] and _equals(figure)
            label = passage.figures[0].label.row if result else figure.label.row
            yield Known(figure, words_of(label), heading, label, is_total(label), result=result)


def _equals(figure: Figure) -> bool:
    """Whether a figure stands behind `=`."""
    return _RESULT.search(figure.span.source.text, max(0, figure.span.start - CLOSE), figure.span.start) is not None


def _columns(ledger: Ledger) -> dict[str, list[tuple[frozenset[str], list[Known]]]]:
    """The columns of small tables by the first word of their headers, as far as no other of the table has these."""
    found: dict[str, list[tuple[frozenset[str], list[Known]]]] = defaultdict(list)
    for grid in ledger.grids:
        if len(grid.rows) > FEW_ROWS:
            continue
        headers = {column: words_of(grid.columns[column].header) for column in amount_columns(grid)}
        cells = [*_cells(ledger, grid)]
        for column, header in headers.items():
            if header and len(headers) > 2 and [*headers.values()].count(header) == 1:
                found[min(header)].append((header, [it for it in cells if it.column == column]))
    return found


def _cells(ledger: Ledger, grid: Grid) -> Iterator[Known]:
    columns = amount_columns(grid)
    heading = words_of(" ".join(grid.table.path[-1:]))
    heads = {column: heading | words_of(grid.columns[column].header) for column in columns}
    bold = bool(columns and grid.rows) and emphasized(ledger.document, grid.rows[-1][columns[-1]])
    last = bold or set_apart(ledger.document, grid)
    chief = {}  # by whether it states percents
    for column in sorted(columns, key=lambda column: _weight(grid, column)):
        chief[_percents(grid, column)] = column
    for role in roles(grid):
        sums = role.sums or bool(last and role.number == len(grid.rows) - 1)
        if role.role == "group" or (len(grid.rows) > MOST_ROWS and not sums):
            continue
        for column in columns:
            amount = grid.rows[role.number][column].amount
            if amount is not None:
                words, main = words_of(role.label), column == chief[_percents(grid, column)]
                yield Known(amount, words, heads[column], role.label, sums, grid, role.number, column, main)


def _weight(grid: Grid, column: int) -> tuple[bool, bool, int]:
    """By which the chief column is the one called total, else the last one that is no change: `Variance` is one."""
    header = grid.columns[column].header
    return is_total(header), CHANGE.search(header) is None, column


def _percents(grid: Grid, column: int) -> bool:
    return any(cell.amount and cell.amount.quantity.unit.percent for cell in grid.cells(column)[:MOST_ROWS])
