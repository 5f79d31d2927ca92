"""The words that say what a figure is about: its row, column and headings, or its sentence."""

from __future__ import annotations

from functools import lru_cache

from hostdoc.core.document import Heading
from hostdoc.core.figure import Figure
from hostdoc.core.ledger import Grid, Ledger, Passage, TextBlock
from hostdoc.core.records import dataclass
from hostdoc.core.regex import regex

_WORD = regex(r"(?<!\d)[^\W\d_][^\W_]*(?:[.-]?[^\W_]+)*")
_SENTENCE = regex(r"[.!?;](?=\s)|\n\s*\n")
# Words that tell nothing about what a figure is of.
_STOP = frozenset(
    [
        *(
            "the",
            "and",
            "for",
            "with",
            "from",
            "that",
            "this",
            "are",
            "was",
            "has",
            "have",
            "not",
            "but",
            "per",
            "its",
            "you",
        ),
        *(
            "your",
            "can",
            "will",
            "all",
            "any",
            "one",
            "two",
            "own",
            "out",
            "off",
            "into",
            "than",
            "then",
            "only",
            "just",
            "even",
        ),
        *(
            "more",
            "most",
            "less",
            "about",
            "around",
            "under",
            "over",
            "below",
            "above",
            "least",
            "each",
            "every",
            "also",
            "too",
        ),
        *(
            "what",
            "when",
            "where",
            "which",
            "who",
            "how",
            "why",
            "there",
            "here",
            "they",
            "them",
            "their",
            "would",
            "could",
        ),
        *(
            "is",
            "in",
            "on",
            "at",
            "to",
            "of",
            "or",
            "as",
            "by",
            "an",
            "it",
            "be",
            "if",
            "no",
            "so",
            "up",
            "do",
            "we",
            "us",
            "via",
        ),
        *("month", "mo", "year", "yr", "hour", "hr", "day", "week", "usd", "eur", "monthly", "yearly", "annual"),
    ]
)
LONGEST = 400  # characters of a passage that are searched for the sentence of a figure


@dataclass(frozen=True, slots=True)
class Context:
    """Where a figure stands and the words around it: in a `passage`, a `block` of text, or the cell of a `grid`."""

    figure: Figure
    words: frozenset[str]
    passage: Passage | None = None
    grid: Grid | None = None
    row: int = -1
    column: int = -1
    block: TextBlock | None = None

    @property
    def in_heading(self) -> bool:
        return self.passage is not None and isinstance(self.passage.block, Heading)

    @property
    def path(self) -> tuple[str, ...]:
        """The headings above it."""
        if self.passage is not None:
            return self.passage.block.path
        if self.block is not None:
            return self.block.code.path
        return self.grid.table.path if self.grid is not None else ()

    @property
    def is_amount(self) -> bool:
        """Whether it is what its table cell is there for."""
        return self.grid is not None and self.row >= 0 and self.grid.rows[self.row][self.column].amount is self.figure


@lru_cache(4096)  # labels and headings come again and again
def words_of(text: str) -> frozenset[str]:
    """The telling words of a text, in lower case, without a plural s."""
    found = [word.lower() for word in _WORD.findall(text)]
    return frozenset([word[:-1] if word[-1] == "s" and len(word) > 3 else word for word in found if word not in _STOP])


@lru_cache(maxsize=2)  # several kinds ask for it, one ledger after the other
def contexts(ledger: Ledger) -> tuple[Context, ...]:
    """The context of every figure, in the order of the text."""
    found = [context for passage in ledger.passages for context in _of_passage(ledger, passage)]
    found += [context for grid in ledger.grids for context in _of_grid(grid)]
    return tuple(sorted(found, key=lambda context: context.figure.span.start))


@lru_cache(maxsize=2)
def in_blocks(ledger: Ledger) -> tuple[Context, ...]:
    """The same of the figures in blocks of text, each with the words of its line and its heading."""
    return tuple(
        Context(figure, words_of(line.label) | heading, block=block)
        for block in ledger.blocks
        for heading in (words_of(" ".join(block.code.path[-1:])),)
        for line in block.lines
        for figure in line.figures
    )


def _of_passage(ledger: Ledger, passage: Passage) -> list[Context]:
    start = passage.span.start
    text = ledger.document.plain[start : passage.span.end]
    heading = words_of(" ".join(passage.block.path[-1:]))
    found = []
    for figure in passage.figures:
        sentence = sentence_around(text, figure.span.start - start, figure.span.end - start)
        found.append(Context(figure, words_of(sentence) | heading, passage))
    return found


def sentence_around(text: str, start: int, end: int) -> str:
    """The sentence of `text` in which `start` to `end` stands."""
    before = text[max(0, start - LONGEST) : start]
    cut = max((match.end() for match in _SENTENCE.finditer(before)), default=0)
    after = text[end : end + LONGEST]
    close = _SENTENCE.search(after)
    return before[cut:] + text[start:end] + (after[: close.start()] if close else after)


def _of_grid(grid: Grid) -> list[Context]:
    heading = words_of(" ".join(grid.table.path[-1:]))
    heads = [heading | words_of(column.header) for column in grid.columns]
    found = [
        Context(figure, heads[index], None, grid, -1, index)
        for index, column in enumerate(grid.columns)
        for figure in column.figures
    ]
    for number, row in enumerate(grid.rows):
        label = words_of(row[0].words) if row else frozenset()
        for index, cell in enumerate(row):
            if cell.figures:
                words = heads[index] | label | words_of(cell.words)
                found += [Context(figure, words, None, grid, number, index) for figure in cell.figures]
    return found
