"""What the words behind an amount say that it is: one for each of a thing, what comes in, or how much less."""

from __future__ import annotations

import re

from hostdoc.core.figure import Figure
from hostdoc.core.regex import regex
from hostdoc.core.units import TIMES
from hostdoc.figures.labels import COST, INCOME
from hostdoc.figures.vocabulary import PER_WORDS

FAR = 40  # characters behind an amount in which its words stand
_CLAUSE = regex(r"[,;:.()|\n=+×*→–—]|\s-\s")
_EACH = regex(r"(?:\s[^\W\d_]+){0,3}\s(?:per|for each|for every|pro|je|par|por|cada)\s(?P<thing>[^\W\d_]{3,})")

_LESS = regex(
    r"[\s*_]*(?:less|lower|fewer|cheaper|saved?|savings?|smaller|reduction|reduced|decrease|off|below|under|günstiger"
    r"|billiger|weniger|niedriger|ersparnis|einsparung|moins|économies?|menos|ahorro|economia|meno|risparmio|minder"
    r"|lager|goedkoper|mniej|taniej|tańsz\w+)\b|[\s*_]*(?:削減|減少|減|安価|安|节省|節省|减少|降低|便宜)",
    re.IGNORECASE,
)


def words_behind(figure: Figure) -> str:
    """The words of its clause behind an amount."""
    end = figure.span.end
    return _CLAUSE.split(figure.span.source.text[end : end + FAR], maxsplit=1)[0]


def for_each(figure: Figure) -> bool:
    """Whether an amount is said to be one for each of a thing: `$60 cost per user`."""
    said = _EACH.match(words_behind(figure))
    return said is not None and PER_WORDS.get(said["thing"].lower(), said["thing"].lower()) not in TIMES


def of_another_sort(total: Figure, term: Figure) -> bool:
    """Whether an amount is no part of a total that is called a cost: what comes in, or what one thing costs."""
    if not COST.search(total.label.row) or INCOME.search(total.label.row):
        return False
    return for_each(term) or INCOME.search(words_behind(term)) is not None


def less(stated: Figure) -> bool:
    """Whether a change is said to be one to less: `40% cheaper`, `3x lower`."""
    end = stated.span.end
    return _LESS.match(stated.span.source.text[end : end + FAR]) is not None


def taken_off(stated: Figure, old: float, new: float) -> bool:
    """Whether a change without a sign, or with a word for it, is what an amount is less than an older one."""
    plain = less(stated) or "+" not in stated.text
    return new < old and stated.quantity.ends[0].value >= 0 and plain
