"""The sentences of the prose with their figures, and the words beside each of them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache

from hostdoc.core.figure import Figure
from hostdoc.core.ledger import Ledger, Passage
from hostdoc.core.records import dataclass
from hostdoc.core.regex import in_any_case, regex

FEW = 30  # figures of a passage that is a text and no list of data
REACH = 80  # characters beside a figure in which a word still speaks of it
_DIGITS = regex(r"\d")
_END = regex(r"[.!?](?=\s)|[。！？]|\n\s*\n")
_CLAUSE = regex(r"[,;:(]\s|[.!?]\Z")
_ABBREVIATED = in_any_case(
    r"(?:\b[a-z]\.[a-z]|\b(?:ca|approx|est|incl|excl|vs|bzw|inkl|exkl|zzgl|abzgl|ggf|evtl|max|min|no|nr|st|std|mio"
    r"|mrd|tsd|tys|mln|env|aprox|ej|ok|np|bv|rs))\Z"
)


@dataclass(frozen=True, slots=True, eq=False)
class Sentence:
    """A sentence of a passage: where it begins, and the figures in it in their order."""

    passage: Passage
    text: str
    start: int
    figures: tuple[Figure, ...]

    def before(self, figure: Figure) -> str:
        """The words before a figure, back to the figure before it."""
        place = self.figures.index(figure)
        start = self.figures[place - 1].span.end if place else self.start
        return self.text[start - self.start : figure.span.start - self.start][-REACH:]

    def behind(self, figure: Figure) -> str:
        """The words behind a figure, up to the next one."""
        place = self.figures.index(figure) + 1
        end = self.figures[place].span.start if place < len(self.figures) else self.start + len(self.text)
        return self.text[figure.span.end - self.start : end - self.start][:REACH]

    def aside(self, figure: Figure) -> str:
        """The words behind a figure in its clause."""
        return _CLAUSE.split(self.behind(figure), maxsplit=1)[0]

    def ahead(self, figure: Figure) -> str:
        """All of the sentence before a figure."""
        return self.text[: figure.span.start - self.start]

    def around(self, ledger: Ledger, count: int) -> tuple[Passage, ...]:
        """The passages of the section just before that of the sentence."""
        passages = ledger.passages
        place = bisect_left(passages, self.passage.span.start, key=lambda passage: passage.span.start)
        near = passages[max(0, place - count) : place]
        return tuple(passage for passage in near if passage.block.path == self.passage.block.path)

    @property
    def above(self) -> tuple[Figure, ...]:
        """The figures of the sentences before it in its passage."""
        figures = self.passage.figures
        return figures[: bisect_left(figures, self.start, key=lambda other: other.span.start)]

    def earlier(self, figure: Figure) -> tuple[Figure, ...]:
        """The figures of the passage before one, those of the sentences before included."""
        figures = self.passage.figures
        return figures[: bisect_left(figures, figure.span.start, key=lambda other: other.span.start)]

    @property
    def said(self) -> str:
        """Its first words, as evidence."""
        return f"the words `{' '.join(self.text.split())[:40]}`"


def own_words(figure: Figure) -> str:
    """The words of the label of a figure behind the figure before it: `food` of `revenue $900, food $400`."""
    return _DIGITS.split(figure.label.row)[-1]


@lru_cache(maxsize=2)  # several kinds ask for them, one ledger after the other
def sentences(ledger: Ledger) -> tuple[Sentence, ...]:
    """Every sentence with a figure, in the order of the text."""
    return tuple(sentence for passage in ledger.passages for sentence in _of_passage(ledger, passage))


def _of_passage(ledger: Ledger, passage: Passage) -> Iterator[Sentence]:
    if not 0 < len(passage.figures) <= FEW:
        return
    start, text = passage.span.start, ledger.document.plain[passage.span.start : passage.span.end]
    ends = [match.end() for match in _END.finditer(text) if not _ABBREVIATED.search(text[: match.start()][-8:])]
    begin = 0
    for end in (*ends, len(text)):
        inside = tuple(f for f in passage.figures if start + begin <= f.span.start and f.span.end <= start + end)
        if inside:
            yield Sentence(passage, text[begin:end], start + begin, inside)
        begin = end
