"""The signs and words that stand before and behind the digits of a figure, as patterns."""

from __future__ import annotations

import re
from collections.abc import Iterable

from hostdoc.core.regex import regex
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

_BLANKS = " \t\u00a0\u2009\u202f"
BLANK = rf"[{_BLANKS}]"


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_SYMBOL = _any(sign for sign in SYMBOLS if not sign.isalpha() or len(sign) > 1)
CURRENCY = rf"(?<![A-Za-z])(?:US{BLANK}?\$|USD\$|{_SYMBOL}|R(?=\d{2}|\d,)|{_any(CODES)})"
_LEFT = regex(
    rf"(?P<compare>(?<![-=–—])[<>≤≥]{BLANK}?)?(?P<about>[~≈]{BLANK}?)?(?P<minus>[-−])?(?:(?P<currency>{CURRENCY}|(?<![A-Za-z])R){BLANK}{{0,4}})?(?P<minus2>[-−])?"
    rf"(?P<bracket>\(|\[)?\Z"
)
_LEFT_SIGNS = "".join({*_BLANKS, *"<>≤≥~≈-−([R$USD", *"".join(SYMBOLS), *"".join(CODES)})
_WORD_BEFORE = regex(rf"{BLANK}([\w./-]*[A-Za-z])")  # written backwards
ABOUT_WORD = regex(rf"(?:\A|[\s(])(?:{_any(APPROXIMATE)}){BLANK}\Z", re.IGNORECASE)
BELOW_WORD = regex(rf"(?:\A|[\s(])(?:{_any(w for w in BELOW if w[0].isalpha())}){BLANK}\Z", re.IGNORECASE)
REACH_WORD = regex(rf"(?:up to|at most){BLANK}\Z", re.IGNORECASE)
ABOVE_WORD = regex(rf"(?:\A|[\s(])(?:{_any(w for w in ABOVE if w[0].isalpha())}){BLANK}\Z", re.IGNORECASE)
GLUED = regex(r"[A-Za-zµ×]{1,16}")
_SUFFIXES = "|".join((*"€£₹¥₽₴₺", r"zł(?!\w)", r"Kč(?!\w)"))  # signs that stand behind as well as before
SUFFIX_CURRENCY = regex(
    rf"(?:[.,]?[-–—]{{1,2}}(?={BLANK}?(?:[A-Za-z]+|[^\w\s])(?!{BLANK}?\d)))?{BLANK}?"
    rf"(?:({_any(CODES)})(?![A-Za-z])|((?:{_SUFFIXES}|\$)(?!\d)))"
)
GROUPS_OF = regex(rf"(?:{BLANK}\d{{3}})+(?:[.,]\d{{1,2}})?{SUFFIX_CURRENCY.pattern}")  # `16 128 €`
SPACED_SCALE = regex(rf"{BLANK}({_any(SCALE_WORDS)}|[kKM](?=[€$£]|{BLANK}?(?:{_any(CODES)})\b))(?![a-z])")
SPACED_UNIT = regex(rf"{BLANK}([A-Za-z]{{1,16}}|%)(?![A-Za-z0-9])")
NOUN_AHEAD = regex(
    rf"(?:{BLANK}[A-Za-z][A-Za-z-]{{0,19}}){{1,2}}{BLANK}({_any(w for ws in THINGS.values() for w in ws)})\b"
)
EFFORT = regex(
    rf"{BLANK}(?:man|person|staff|working|work|business|calendar)(?:-|{BLANK})"
    rf"({_any(word for words in TIMES.values() for word in words if len(word) > 2)})(?![A-Za-z])"
)
OFTEN = regex(rf"{BLANK}(hourly|daily|weekly|monthly|yearly|annually)(?![A-Za-z])")
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
}
PER = regex(
    rf"{BLANK}?/{BLANK}?([A-Za-z]{{1,16}})(?![A-Za-z0-9])|{BLANK}(?:per|je|pro|por){BLANK}([A-Za-z]{{1,16}})(?![A-Za-z0-9])|{BLANK}(?:of{BLANK}[a-z]{{2,16}}{BLANK})?an?{BLANK}([A-Za-z]{{1,16}})(?![A-Za-z0-9])"
)
LINK = regex(rf"{BLANK}?(?P<dash>-{{1,2}}|–|—|\.{{2,3}}|…){BLANK}?|{BLANK}(?P<to>to|bis){BLANK}")
COUNTED = regex(r"(?<![^\s(,;:])[xX]\Z")  # `x2 developers`
FACTOR = regex(r"[x×](?=[\d$€£~(])")  # `3×$0.71` is a product, `3×` a factor
DIGIT = regex(r"\d")
PLAIN = regex(r"(?:[0-9]{1,3}(?:,[0-9]{3}){0,3}|[0-9]{1,7})(?:\.[0-9]{1,2})?")  # as most cells of tables state them
RATIO = regex(rf"{BLANK}?:{BLANK}?1(?![\d:.])")
TIME_WORDS = frozenset(word for words in TIMES.values() for word in words)


def left(text: str) -> re.Match[str]:
    """The signs at the end of a text, which may be none; most texts end with nothing that such signs are made of."""
    found = _LEFT.search(text, len(text.rstrip(_LEFT_SIGNS)))
    assert found is not None
    return found


def word_before(text: str) -> str:
    """The word at the end of a text with a blank behind it, if there is one."""
    found = _WORD_BEFORE.match(text[::-1])
    return found[1][::-1] if found else ""
