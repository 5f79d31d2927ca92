"""The signs and words that stand before and behind the digits of a figure, as patterns; the rest is in lexicon.py."""

from __future__ import annotations

import re

from hostdoc.core.regex import regex
from hostdoc.figures.lexicon import BLANK, any_of
from hostdoc.figures.vocabulary import ABOUT_SIGNS, ABOVE, BELOW, REACHED, TIMES

_WORD_BEFORE = regex(rf"{BLANK}([\w./-]*[A-Za-z])")  # written backwards
BELOW_WORD = regex(rf"(?:\A|[\s(])(?:{any_of(w for w in BELOW if w[0].isalpha())}){BLANK}\Z", re.IGNORECASE)
REACH_WORD = regex(rf"(?:{any_of(REACHED)}){BLANK}\Z", re.IGNORECASE)
ADDS_UP = regex(rf"\b(?:add(?:s|ed|ing)?|sum(?:s|med|ming)?){BLANK}up to{BLANK}\Z", re.IGNORECASE)  # no limit
ABOVE_WORD = regex(rf"(?:\A|[\s(])(?:{any_of(w for w in ABOVE if w[0].isalpha())}){BLANK}\Z", re.IGNORECASE)
EFFORT = regex(
    rf"{BLANK}(?:man|person|staff|working|work|business|calendar)(?:-|{BLANK})"
    rf"({any_of(word for words in TIMES.values() for word in words if len(word) > 2)})(?![A-Za-z])"
)
_OFTEN = {
    "hour": ("hourly", "stündlich"),
    "day": ("daily", "täglich", "dziennie"),
    "week": ("weekly", "wöchentlich"),
    "month": (
        "monthly",
        "MRR",
        "monatlich",
        "mensuel",
        "mensuels",
        "mensuelle",
        "mensuelles",
        "mensual",
        "mensuales",
        "mensal",
        "mensais",
        "mensile",
        "mensili",
        "maandelijks",
        "miesięcznie",
    ),
    "year": (
        "yearly",
        "annually",
        "ARR",
        "jährlich",
        "annuel",
        "annuels",
        "annuelle",
        "annuelles",
        "anual",
        "anuales",
        "anuais",
        "annuo",
        "annui",
        "jaarlijks",
        "rocznie",
        "årligen",
    ),
}
PERIODS = {word: period for period, words in _OFTEN.items() for word in words}
OFTEN = regex(rf"{BLANK}({any_of(PERIODS)})(?![A-Za-z])")
RATE_BEFORE = regex(
    rf"\b(hourly|daily){BLANK}(?:rate|fee|wage|price){BLANK}?(?:of|is|at|[:=])?{BLANK}?\Z", re.IGNORECASE
)
LINK = regex(
    rf"{BLANK}?(?P<dash>-{{1,2}}|–|—|〜|～|\.{{2,3}}|…){BLANK}?|{BLANK}(?P<to>to|bis|à|a|até|hasta|tot|do|till){BLANK}|{BLANK}?(?:至|到){BLANK}?"
)
# `≈ **25 $**`, `約 25`; 合约 is a contract, 予約 an order
ABOUT_BEFORE = regex(rf"[~≈][ \t*_]{{2,4}}\Z|(?<![合制条條契予预預婚公节節])(?:{any_of(ABOUT_SIGNS)})[ \t*_]{{0,4}}\Z")
BETWEEN = regex(r"\b(?:entre|de|da|dai|dal|van|od|från|desde)\s+\Z", re.IGNORECASE)  # `de 25 à 30 $`
COUNTED = regex(r"(?<![^\s(,;:])[xX]\Z")  # `x2 developers`
FACTOR = regex(r"[x×](?=[\d$€£~(])")  # `3×$0.71` is a product, `3×` a factor
DIGIT = regex(r"\d")
PLAIN = regex(r"(?:[0-9]{1,3}(?:,[0-9]{3}){0,3}|[0-9]{1,7})(?:\.[0-9]{1,2})?")  # as most cells of tables state them
NTH = regex(r"第[ \t]?(?:\d{1,4}[ \t]?[-–~～][ \t]?)?\Z")  # `第 3 週` is the third week
RATIO = regex(rf"{BLANK}?:{BLANK}?1(?![\d:.])")
TIME_WORDS = frozenset(word for words in TIMES.values() for word in words)


def word_before(text: str) -> str:
    """The word at the end of a text with a blank behind it, if there is one."""
    found = _WORD_BEFORE.match(text[::-1])
    return found[1][::-1] if found else ""
