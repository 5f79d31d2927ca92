"""What a line names as its parts: `Direct plus indirect: $623,386` of `Total direct: …` and the section `Indirect`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from hostdoc.core.figure import Figure
from hostdoc.core.regex import regex
from hostdoc.figures.context import words_of
from hostdoc.relations.evidence.sums import Grouping
from hostdoc.relations.structure.outline import Entry, worth_of

FAR = 200  # entries before a line that it may name
SHORT = 60  # characters of a line before its amount
PARTS = 6
_JOINT = regex(r"\s*[+&,]\s*|\s+(?:plus|and|und|et|y|e|en|och|og|with|mit|avec|con|com)\s+", re.IGNORECASE)
_ADDED = regex(r"\+|\bplus\b", re.IGNORECASE)


def named_parts(entries: Sequence[Entry], index: int, stated: Figure) -> Iterator[Grouping]:
    """The amounts of the nearest entries or sections that a line names, if it names two at least, and each has one.

    They are its parts for sure where it joins them by `plus`.
    """
    own = entries[index]
    said = own.text[: stated.span.start - own.start].strip(" *_:=–—-(")
    names = [words_of(name) for name in _JOINT.split(said)] if own.passage and len(said) <= SHORT else []
    if not (1 < len(names) <= PARTS and all(names)):
        return
    found = [_called(entries, index, name, stated) for name in names]
    terms = [figure for figure in found if figure is not None]
    if len({*terms}) == len(names):
        grouping = Grouping.of(terms, "always" if _ADDED.search(said) else "")
        yield grouping if grouping.roughly(stated) else Grouping.of(terms)


def _called(entries: Sequence[Entry], index: int, name: frozenset[str], stated: Figure) -> Figure | None:
    """The amount of the nearest entry before whose label has all words of a name, else whose heading does."""
    before = entries[max(0, index - FAR) : index][::-1]
    for words in (_label, _heading):
        for entry in before:
            if not entry.heading and name <= words(entry) and (amount := worth_of(entry, stated)):
                return amount
    return None


def _label(entry: Entry) -> frozenset[str]:
    return words_of(entry.label) if entry.passage else frozenset()


def _heading(entry: Entry) -> frozenset[str]:
    block = entry.grid.table if entry.grid else entry.passage.block if entry.passage else None
    return words_of(block.path[-1]) if block and block.path else frozenset()
