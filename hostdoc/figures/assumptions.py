"""Which figures are assumptions, and what each is called: `Spot price: ~$0.23/hr` → `spot_price`."""

from __future__ import annotations

import unicodedata
from collections import Counter

from hostdoc.core.document import Document
from hostdoc.core.figure import Figure
from hostdoc.core.ledger import Assumption, Grid, Passage
from hostdoc.core.regex import regex
from hostdoc.figures.context import LONGEST, sentence_around

MOST = 4  # words in a name
NOUN = 30  # characters behind a figure in which its noun stands
_LABELLED = regex(r"\A\W*([^.:;!?]{1,60}?)\W*:\W*\Z")
_CLAUSE = regex(r"[,;:()—–]|\s-{1,2}\s")
_WORD = regex(r"[^\W\d_][\w-]*")
_GAP = regex(r"\W+")
_NO_NAME = frozenset(
    [
        *(
            "a",
            "an",
            "the",
            "of",
            "for",
            "in",
            "on",
            "at",
            "to",
            "and",
            "or",
            "is",
            "are",
            "with",
            "by",
            "per",
            "it",
            "its",
        ),
        *(
            "that",
            "this",
            "be",
            "as",
            "from",
            "about",
            "around",
            "roughly",
            "approximately",
            "under",
            "below",
            "over",
            "up",
        ),
        *(
            "above",
            "than",
            "less",
            "more",
            "only",
            "just",
            "plus",
            "least",
            "most",
            "starts",
            "runs",
            "costs",
            "you",
            "your",
        ),
    ]
)


def assumptions(document: Document, grids: tuple[Grid, ...], passages: tuple[Passage, ...]) -> tuple[Assumption, ...]:
    """Every figure outside the amount cells of tables, named, in the order of the text.

    A name that several figures would have is numbered from the second on (`price_2`).
    """
    named: list[tuple[str, Figure]] = []
    for passage in passages:
        text = document.plain[passage.span.start : passage.span.end]
        blanked = _blanked(text, passage.span.start, passage.figures)
        for figure in passage.figures:
            start, end = figure.span.start - passage.span.start, figure.span.end - passage.span.start
            first = max(0, start - LONGEST)
            alone = blanked[first:start] + text[start:end] + blanked[end : end + LONGEST]
            named.append((_in_prose(alone, start - first, end - first, passage.block.path), figure))
    for grid in grids:
        named += [(_slug(f"{column.header}", figure), figure) for column in grid.columns for figure in column.figures]
        for row in grid.rows:
            for index, cell in enumerate(row):
                for figure in cell.figures:
                    if figure is not cell.amount:
                        label = f"{row[0].words} {grid.columns[index].header}"
                        named.append((_slug(label, figure), figure))
    named.sort(key=lambda entry: (entry[1].span.start, entry[1].span.end))
    seen: Counter[str] = Counter()
    found = []
    for name, figure in named:
        seen[name] += 1
        found.append(Assumption(f"{name}_{seen[name]}" if seen[name] > 1 else name, figure))
    return tuple(found)


def _in_prose(text: str, start: int, end: int, path: tuple[str, ...]) -> str:
    """The label before a colon, else the words of its clause: those before the figure and the noun behind it.

    `text` is the passage around it with the digits of other figures blanked, so that no name is made of them. A clause
    without a telling word has those before it in its sentence, or the heading.
    """
    sentence = sentence_around(text, start, end)
    at = sentence.find(text[start:end])
    before, after = sentence[:at], " ".join(sentence[at + end - start :].split())  # comments leave blanks
    if ":" in before and (label := _LABELLED.match(before)):
        return slug(label[1])
    behind = _telling(_CLAUSE.split(after[:NOUN])[0])[:1]
    words = _telling(_CLAUSE.split(before)[-1])[-3:] + behind
    if len(words) < 2:
        words = (_telling(before)[-2:] + behind) or words
    return slug(" ".join(words)) or slug(" ".join(path[-1:])) or "figure"


def _blanked(text: str, offset: int, figures: tuple[Figure, ...]) -> str:
    """The text of a passage with its figures blanked, as long as before."""
    parts, place = list[str](), 0
    for figure in figures:
        start, end = figure.span.start - offset, figure.span.end - offset
        parts += [text[place:start], " " * (end - start)]
        place = end
    return "".join((*parts, text[place:]))


def _telling(text: str) -> list[str]:
    return [word for word in _WORD.findall(text) if word.lower() not in _NO_NAME]


def _slug(label: str, figure: Figure) -> str:
    return slug(" ".join(_telling(label.replace(figure.text, " "))[:MOST])) or "figure"


def slug(words: str) -> str:
    """Words as a name: NFC, lower case, any other run of characters one underscore, a letter or `_` first."""
    name = _GAP.sub("_", unicodedata.normalize("NFC", words).lower()).strip("_")
    return f"_{name}" if name[:1].isdigit() else name
