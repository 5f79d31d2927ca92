"""The signs and words that stand before and behind the digits of a figure, as patterns; the rest is in lexicon.py."""

from __future__ import annotations

import re

from hostdoc.core.regex import regex
from hostdoc.figures.lexicon import BLANK, any_of
from hostdoc.figures.vocabulary import ABOVE, BELOW, TIMES

_WORD_BEFORE = regex(rf"{BLANK}([\w./-]*[A-Za-z])")  # written backwards
BELOW_WORD = regex(rf"(?:\A|[\s(])(?:{any_of(w for w in BELOW if w[0].isalpha())}){BLANK}\Z", re.IGNORECASE)
REACH_WORD = regex(rf"(?:up to|at most){BLANK}\Z", re.IGNORECASE)
ADDS_UP = regex(rf"\b(?:add(?:s|ed|ing)?|sum(?:s|med|ming)?){BLANK}up to{BLANK}\Z", re.IGNORECASE)  # no limit
ABOVE_WORD = regex(rf"(?:\A|[\s(])(?:{any_of(w for w in ABOVE if w[0].isalpha())}){BLANK}\Z", re.IGNORECASE)
EFFORT = regex(
    rf"{BLANK}(?:man|person|staff|working|work|business|calendar)(?:-|{BLANK})"
    rf"({any_of(word for words in TIMES.values() for word in words if len(word) > 2)})(?![A-Za-z])"
)
OFTEN = regex(rf"{BLANK}(hourly|daily|weekly|monthly|yearly|annually|MRR|ARR)(?![A-Za-z])")
RATE_BEFORE = regex(
    rf"\b(hourly|daily){BLANK}(?:rate|fee|wage|price){BLANK}?(?:of|is|at|[:=])?{BLANK}?\Z", re.IGNORECASE
)
PERIODS = {
    "hourly": "hour",
    "daily": "day",
    "weekly": "week",
    "monthly": "month",
    "yearly": "year",
    "annually": "year",
    "MRR": "month",
    "ARR": "year",
}
LINK = regex(rf"{BLANK}?(?P<dash>-{{1,2}}|–|—|〜|～|\.{{2,3}}|…){BLANK}?|{BLANK}(?P<to>to|bis|à){BLANK}")
ABOUT_BEFORE = regex(r"[~≈][ \t*_]{2,4}\Z")  # `≈ **25 $**`
BETWEEN = regex(r"\b(?:entre|de)\s+\Z", re.IGNORECASE)  # `de 25 à 30 $`
COUNTED = regex(r"(?<![^\s(,;:])[xX]\Z")  # `x2 developers`
FACTOR = regex(r"[x×](?=[\d$€£~(])")  # `3×$0.71` is a product, `3×` a factor
DIGIT = regex(r"\d")
PLAIN = regex(r"(?:[0-9]{1,3}(?:,[0-9]{3}){0,3}|[0-9]{1,7})(?:\.[0-9]{1,2})?")  # as most cells of tables state them
RATIO = regex(rf"{BLANK}?:{BLANK}?1(?![\d:.])")
TIME_WORDS = frozenset(word for words in TIMES.values() for word in words)


def word_before(text: str) -> str:
    """The word at the end of a text with a blank behind it, if there is one."""
    found = _WORD_BEFORE.match(text[::-1])
    return found[1][::-1] if found else ""
