"""What a line may be in a product by its label and unit: a count, or a price for each."""

from __future__ import annotations

import re
from functools import lru_cache

from hostdoc.core.regex import regex
from hostdoc.core.units import TIMES
from hostdoc.figures.labels import ONE, PRICED, QUANTITY, RATE
from hostdoc.relations.evidence.stems import stems
from hostdoc.relations.tables.lines import Line

# `kWh por kWp`: what there is of one for each of the other.
_FOR_EACH = regex(r"\w\s(?:per|pro|por|par|je|al|à|på|po|za)\s(\w+)", re.IGNORECASE)


def is_count(line: Line) -> bool:
    """Whether a line counts things, hours or people, or is a part of them in percent."""
    if line.money or _says_rate(line.label):
        return False
    return not line.unit.size or _says_counted(line.label)


def is_price(line: Line) -> bool:
    """Whether a line may be a price for each."""
    if line.percent or line.sums:
        return False
    return line.money or priced(line)


def counted(line: Line) -> bool:
    return line.percent or line.unit.of in TIMES or _says_counted(line.label)


def of_each(price: Line, count: Line) -> bool:
    """Whether a price is for each of what a line counts: `Price per TB` beside `Storage, TB`."""
    match = _FOR_EACH.search(price.label)
    return match is not None and not stems(match[1]).isdisjoint(stems(count.label))


def priced(line: Line) -> bool:
    return _says_priced(line.label)


# Several kinds ask this of each line, and of each again in every set of lines that may multiply.


@lru_cache(1024)
def _says_counted(label: str) -> bool:
    return QUANTITY.search(label) is not None


@lru_cache(1024)
def _says_rate(label: str) -> bool:
    return RATE.search(label) is not None and ONE.search(label) is None


@lru_cache(1024)
def _says_priced(label: str) -> bool:
    return any(words.search(label) for words in (RATE, PRICED, _FOR_EACH))
