"""The signs and words that stand before and behind the digits of a figure, as patterns."""

from __future__ import annotations

import re
from collections.abc import Iterable

from hostdoc.figures.vocabulary import (
    ABOVE,
    APPROXIMATE,
    BELOW,
    CODES,
    SCALE_WORDS,
    SYMBOLS,
    THINGS,
    TIMES,
)

BLANK = r"[ \t\u00a0\u2009\u202f]"


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_SYMBOL = _any(sign for sign in SYMBOLS if not sign.isalpha() or len(sign) > 1)
CURRENCY = rf"(?<![A-Za-z])(?:US{BLANK}?\$|USD\$|{_SYMBOL}|R(?=\d{2}|\d,)|{_any(CODES)})"
LEFT = re.compile(
    rf"(?P<compare>(?<![-=–—])[<>≤≥]{BLANK}?)?(?P<about>[~≈]{BLANK}?)?(?P<minus>[-−])?(?:(?P<currency>{CURRENCY}|(?<![A-Za-z])R){BLANK}{{0,4}})?(?P<minus2>[-−])?"
    rf"(?P<bracket>\(|\[)?\Z"
)
WORD_BEFORE = re.compile(rf"([A-Za-z][\w./-]*){BLANK}\Z")
ABOUT_WORD = re.compile(rf"(?:\A|[\s(])(?:{_any(APPROXIMATE)}){BLANK}\Z", re.IGNORECASE)
BELOW_WORD = re.compile(rf"(?:\A|[\s(])(?:{_any(w for w in BELOW if w[0].isalpha())}){BLANK}\Z", re.IGNORECASE)
REACH_WORD = re.compile(rf"(?:up to|at most){BLANK}\Z", re.IGNORECASE)
ABOVE_WORD = re.compile(rf"(?:\A|[\s(])(?:{_any(w for w in ABOVE if w[0].isalpha())}){BLANK}\Z", re.IGNORECASE)
GLUED = re.compile(r"[A-Za-zµ×]{1,16}")
_SUFFIXES = "|".join((*"€£₹¥₽₴₺", r"zł(?!\w)", r"Kč(?!\w)"))  # signs that stand behind as well as before
SUFFIX_CURRENCY = re.compile(
    rf"(?:[.,]?[-–—]{{1,2}}(?={BLANK}?(?:[A-Za-z]+|[^\w\s])(?!{BLANK}?\d)))?{BLANK}?"
    rf"(?:({_any(CODES)})(?![A-Za-z])|({_SUFFIXES}|\$(?!\d)))"
)
GROUPS_OF = re.compile(rf"(?:{BLANK}\d{{3}})+(?:[.,]\d{{1,2}})?{SUFFIX_CURRENCY.pattern}")  # `16 128 €`
SPACED_SCALE = re.compile(rf"{BLANK}({_any(SCALE_WORDS)}|[kKM](?=[€$£]|{BLANK}?(?:{_any(CODES)})\b))(?![a-z])")
SPACED_UNIT = re.compile(rf"{BLANK}([A-Za-z]{{1,16}}|%)(?![A-Za-z0-9])")
NOUN_AHEAD = re.compile(
    rf"(?:{BLANK}[A-Za-z][A-Za-z-]{{0,19}}){{1,2}}{BLANK}({_any(w for ws in THINGS.values() for w in ws)})\b"
)
EFFORT = re.compile(
    rf"{BLANK}(?:man|person|staff|working|work|business|calendar)(?:-|{BLANK})"
    rf"({_any(word for words in TIMES.values() for word in words if len(word) > 2)})(?![A-Za-z])"
)
OFTEN = re.compile(rf"{BLANK}(hourly|daily|weekly|monthly|yearly|annually)(?![A-Za-z])")
RATE_BEFORE = re.compile(
    rf"\b(hourly|daily){BLANK}(?:rate|fee|wage|price){BLANK}?(?:of|is|at|[:=])?{BLANK}?\Z", re.IGNORECASE
)
PERIODS = {
    "hourly": "hour",
    "daily": "day",
    "weekly": "week",
    "monthly": "month",
    "yearly": "year",
    "annually": "year",
}
PER = re.compile(
    rf"{BLANK}?/{BLANK}?([A-Za-z]{{1,16}})(?![A-Za-z0-9])|{BLANK}(?:per|je|pro|por){BLANK}([A-Za-z]{{1,16}})(?![A-Za-z0-9])|{BLANK}(?:of{BLANK}[a-z]{{2,16}}{BLANK})?an?{BLANK}([A-Za-z]{{1,16}})(?![A-Za-z0-9])"
)
LINK = re.compile(rf"{BLANK}?(?P<dash>-{{1,2}}|–|—|\.{{2,3}}|…){BLANK}?|{BLANK}(?P<to>to|bis){BLANK}")
COUNTED = re.compile(r"(?<![^\s(,;:])[xX]\Z")  # `x2 developers`
FACTOR = re.compile(r"[x×](?=[\d$€£~(])")  # `3×$0.71` is a product, `3×` a factor
DIGIT = re.compile(r"\d")
RATIO = re.compile(rf"{BLANK}?:{BLANK}?1(?![\d:.])")
TIME_WORDS = frozenset(word for words in TIMES.values() for word in words)
