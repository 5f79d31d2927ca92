"""The numbers of sections, steps and items, which count nothing: `2.1 Costs`, `- [ ] 3.2 Write tests`."""

from __future__ import annotations

from collections import Counter

from hostdoc.core.document import Document, Heading, Item, Paragraph
from hostdoc.core.regex import regex
from hostdoc.core.span import Span
from hostdoc.figures.vocabulary import CODES, SCALE_WORDS, UNITS

_NUMBER = regex(r"\s*(?:\[[ xX-]\]\s+)?[*_~]*(?P<number>\d{1,2})(?:\.\d{1,3}){1,3}\.?[*_]*\s+(?P<word>[^\W\d_][\w-]*)")
_MEASURES = frozenset((*UNITS, *SCALE_WORDS, *CODES))
ALIKE = 2  # items or paragraphs that are numbered, if one is


def body(block: Heading | Paragraph | Item) -> Span:
    """Where the words of a block stand."""
    if isinstance(block, Heading):
        return block.text
    return Span(block.span.source, block.lines[0].start, block.lines[-1].end) if block.lines else block.span


def section_numbers(document: Document) -> dict[int, int]:
    """Where the words of numbered blocks begin, and where the words behind the number do.

    A heading is numbered by itself. Of items and paragraphs several are, all in one part, with words that begin with a
    capital letter.
    """
    titles: dict[int, int] = {}
    others: dict[int, tuple[str, int]] = {}
    for block in document.blocks:
        if isinstance(block, Heading | Paragraph | Item):
            place = body(block)
            number, end, titled = _number(document.plain[place.start : place.end])
            if number and isinstance(block, Heading):
                titles[place.start] = place.start + end
            elif number and titled:
                others[place.start] = (number, place.start + end)
    often = Counter(number for number, _ in others.values())
    return titles | {start: end for start, (number, end) in others.items() if often[number] >= ALIKE}


def _number(text: str) -> tuple[str, int, bool]:
    """The first part of a number, where the word behind it begins, and whether that begins with a capital letter.

    Nothing where that word says what the number counts: `2.5 GB`.
    """
    match = _NUMBER.match(text)
    if match is None or {match["word"], match["word"].lower()} & _MEASURES:
        return "", 0, False
    return match["number"], match.start("word"), match["word"][:1].isupper() and match["word"][1:2].islower()
