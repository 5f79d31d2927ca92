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
# What an amount became, told from a range: `rose from $20 to $30`, `creció de 20 a 30 €`.
MOVED = regex(
    r"\b(?:went|goes|gone|rose|ris(?:es?|en|ing)|gr[eo]w(?:n|s|ing)?|fell|falls?|fall(?:en|ing)|drop(?:ped|ping|s)?|move[ds]?"
    r"|climb(?:ed|s|ing)?|sank|sinks?|shr[aiu]nks?|jump(?:ed|s)?|up|down|raise[ds]?|lower(?:ed|s)|cuts?|reduce[ds]?"
    r"|increas(?:es?|ed|ing)|decreas(?:es?|ed|ing)|change[ds]?)(?: [\w%-]+){0,2} from (?:about |around )?\Z"
    r"|\b(?:pass(?:ée?s?|ent?|ou|aram|at[oaie])|mont(?:ée?s?|ent?)|augment(?:ée?s?|ent?)|baiss(?:ée?s?|ent?)|réduite?s?"
    r"|tombée?s?|crec(?:ió|ieron|en?)|aument(?:ó|aron|an?|ou|aram|at[oaie])|subi(?:ó|eron|u|ram)|baj(?:ó|aron|an?)"
    r"|pas(?:ó|aron|an?)|cay(?:ó|eron)|cresc(?:eu|eram|em?|iut[oaie])|caiu|caíram|diminu(?:iu|íram|it[oaie])|salit[oaie]"
    r"|sces[oaie]|cala(?:t[oaie])?|ridott[oaie]|wzr(?:ósł|osł[aoy]|ośnie)|spad(?:ł[aoy]?|nie)|ökade|steg|växte|minskade|sjönk)"
    r"(?: [\w-]+){0,2} (?:de|da|dal|z|från)(?: (?:env\.|environ|unos|cerca de|circa|około))?[ $€£R~]{1,4}\Z"
)
COUNTED = regex(r"(?<![^\s(,;:])[xX]\Z")  # `x2 developers`
FACTOR = regex(r"[x×](?=[\d$€£~(])")  # `3×$0.71` is a product, `3×` a factor
DIGIT = regex(r"\d")
PLAIN = regex(r"(?:[0-9]{1,3}(?:,[0-9]{3}){0,3}|[0-9]{1,7})(?:\.[0-9]{1,2})?")  # as most cells of tables state them
WITHOUT_BLANKS = "\u2e80"  # from here on, scripts part words from numbers by nothing: `月額3,420円`
NTH = regex(
    r"(?:[第卷章表图図]|阶段|階段|步骤|步驟|版本|年级|年級|场景|ステップ|フェーズ|レベル|バージョン)"
    r"[ \t]?(?:\d{1,4}[ \t]?[-–~～][ \t]?)?\Z"
)  # `第 3 週` is the third week
RATIO = regex(rf"{BLANK}?:{BLANK}?1(?![\d:.])")
TIME_WORDS = frozenset(word for words in TIMES.values() for word in words)


def word_before(text: str) -> str:
    """The word at the end of a text with a blank behind it, if there is one."""
    found = _WORD_BEFORE.match(text[::-1])
    return found[1][::-1] if found else ""
