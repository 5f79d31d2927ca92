"""Every word and sign that figures are written with: those that everyone uses, and those of the project read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import Decimal
from functools import lru_cache

from hostdoc.core.regex import regex
from hostdoc.core.units import CURRENCIES, Own
from hostdoc.core.vocabulary import Vocabulary
from hostdoc.figures import vocabulary as common

# All that stands on a line without being seen. The pattern says what it is not: `re` takes long to compile a set of
# characters beyond U+00FF that lie apart (a tenth of a millisecond each), and most patterns of figures have some.
BLANKS = " \t\u00a0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
BLANK = r"[^\S\n-\x1f\x7f-\x9f]"
_BEHIND = (
    *"€£₹¥￥₽₴₺₱₩₫₪円元원",
    "zł",
    "Kč",
    "日元",
    "美元",
    "港元",
    "港幣",
    "港币",
    "欧元",
    "歐元",
    "人民币",
    "人民幣",
)  # signs that stand behind as well as before
_NO_LETTER = r"(?![A-Za-z])"
_LETTER = r"[^\W\d_]"  # of any script


def any_of(words: Iterable[str]) -> str:
    """A pattern for one of the words, the longest first."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


def _ended(sign: str) -> str:
    """A sign as a pattern; where it ends in a letter, none may follow."""
    return re.escape(sign) + (r"(?!\w)" if sign[-1].isalnum() else "")


def _named(words: tuple[str, ...]) -> re.Pattern[str] | None:
    """Labels that say one of the words, as words of their own."""
    return regex(rf"(?<![\w-])(?:{any_of(words)})(?![\w-])", re.IGNORECASE) if words else None


class Lexicon:
    """The words and signs of one project, with the patterns made of them. It never changes once it is made."""

    def __init__(self, own: Vocabulary) -> None:
        self.vocabulary = own
        self.own = {it.name: it for it in own.units}
        money = {it.name for it in own.units if it.money} | CURRENCIES
        words = {word: name for word, name in own.words if name not in money}
        signs = {word: name for word, name in own.words if name in money}
        signs |= {"".join(sign.split()): code for sign, code in signs.items()}
        lettered = {sign: code for sign, code in signs.items() if sign[0].isalpha()}
        drawn = {sign: code for sign, code in signs.items() if not sign[0].isalpha()}
        self.symbols = common.SYMBOLS | drawn | {sign: lettered[sign] for sign in common.SYMBOLS if sign in lettered}
        self.codes = common.CODES | lettered
        self.units = {word: name for word, name in common.UNITS.items() if word not in signs} | words
        self.per_words = common.PER_WORDS | words | lettered
        self.glued_only = common.GLUED_ONLY - words.keys()
        self.allows: dict[str, Decimal] = {word.lower(): it for word, it in own.approximate if it is not None}
        self._letters(words)
        self._money(tuple(lettered), tuple(drawn))
        self._about(own)
        self._totals(own)

    def _letters(self, words: dict[str, str]) -> None:
        """Patterns of units: a run of letters that is looked up, or a word of the project's own."""
        mine = "".join(f"{_ended(word)}|" for word in sorted(words, key=len, reverse=True))
        run, word = "[A-Za-z]{1,16}", f"{_LETTER}{{1,16}}"
        self.glued = regex(rf"{mine}[A-Za-zµ×]{{1,16}}")
        self.spaced_unit = regex(rf"{BLANK}?({mine}{word}|%)(?!{_LETTER}|[0-9])")
        self.per = regex(
            rf"{BLANK}?/{BLANK}?({mine}{word})(?!{_LETTER}|[0-9])"
            rf"|{BLANK}(?:per|je|pro|por|par|al|im|am|a la|alla|ao|à la|na){BLANK}({mine}{word})(?!{_LETTER}|[0-9])"
            rf"|{BLANK}(?:of{BLANK}[a-z]{{2,16}}{BLANK})?an?{BLANK}({mine}{run})(?![A-Za-z0-9])"
        )
        things = [word for words in common.THINGS.values() for word in words]
        self.noun_ahead = regex(rf"(?:{BLANK}[A-Za-z][A-Za-z-]{{0,19}}){{1,2}}{BLANK}({any_of(things)})\b")
        self.header_per = regex(rf"\s?/\s?({mine}{word})|\bper ({mine}{run})\b")
        # `Date(s)` is a plural, `Time(s)` a time in seconds
        self.header_size = regex(rf"(?!(?<=[^\W\d_])(?<!ime)\(s\))[\[(]\s?({mine}[A-Za-z%]{{1,16}})\s?[\])]")

    def _money(self, lettered: tuple[str, ...], drawn: tuple[str, ...]) -> None:
        symbol = any_of(sign for sign in self.symbols if (not sign.isalpha() or len(sign) > 1) and sign[0] not in ".,")
        codes = any_of(self.codes)
        self.currency = rf"(?<![A-Za-z])(?:US{BLANK}?\$|USD\$|{symbol}|R(?=\d{{2}}|\d,)|{codes})"
        signs = {*BLANKS, *"<>≤≥~≈-−+([R$USD", *"".join(self.symbols), *"".join(self.codes)}
        self._signs = "".join(sorted(signs))
        self._left = regex(
            rf"(?P<compare>(?<![-=–—])[<>≤≥]{BLANK}?)?(?P<about>[~≈]{BLANK}?)?(?P<minus>[-−])?"
            rf"(?:(?P<currency>{self.currency}|(?<![A-Za-z])R){BLANK}{{0,4}}\+?)?(?P<minus2>[-−])?(?P<bracket>\(|\[)?\Z"
        )
        # `($5)`, `(1,200)`: what ledgers write for an amount that is owed; `(5)` may number a note, `(2024)` be a year.
        owed = rf"{self.currency}{BLANK}{{0,8}}\d[\d.,']*|(?!(?:19|20)\d\d\))\d{{2,9}}|\d[\d']*(?:[.,]\d+)+"
        self.owed = regex(rf"{BLANK}{{0,4}}\((?P<amount>(?:{owed})[kKM]?)\){BLANK}{{0,4}}")
        self.skipped = regex(rf"[~≈]?(?:{self.currency}{BLANK}?)?")
        behind = "|".join(_ended(sign) if len(sign) > 1 else re.escape(sign) for sign in (*_BEHIND, *drawn))
        ended = any_of(code for code in self.codes if not code.endswith("."))
        self.suffix_currency = regex(
            rf"(?:[.,]?[-–—]{{1,2}}(?={BLANK}?(?:[A-Za-z]+|[^\w\s])(?!{BLANK}?\d)))?{BLANK}?"
            rf"(?:(?:d[ei]{BLANK}|d['’])?({ended}){_NO_LETTER}|((?:{behind}|\$)(?!\d)))"
        )
        groups = rf"(?:{BLANK}\d{{3}})+"
        self.groups_of = regex(  # `16 128 €`, `2 000-3 000 €`
            rf"{groups}(?:[.,]\d{{1,2}})?(?:{BLANK}?[-–]{BLANK}?\d{{1,3}}{groups})?{self.suffix_currency.pattern}"
        )
        money = rf"[€$£₹]|{BLANK}?(?:{codes}|{any_of(_BEHIND)})(?!\w)"
        self.spaced_scale = regex(
            rf"{BLANK}({any_of(common.SCALE_WORDS)}|(?:[kKM]|Mds?)(?={money}))(?:\.(?={money})|(?!{_LETTER}))"
            rf"|{BLANK}?({any_of(common.SCALE_SIGNS)})(?!\d)"
        )
        longest = "|".join(map(re.escape, sorted(self.codes, key=len, reverse=True)))
        mine = "".join(f"{re.escape(sign)}|" for sign in drawn if sign[0] not in ".,")
        self.header_sign = regex(rf"US\$|R\$|{mine}[$€£¥₹]|(?<![A-Za-z])(?:{longest})(?![A-Za-z])")

    def _about(self, own: Vocabulary) -> None:
        words = [word for word in common.APPROXIMATE if word not in own.plain]
        words += [word for word, _ in own.approximate if word[0].isalpha() and word not in words]
        self.about_word = regex(rf"(?:\A|[\s(])({any_of(words)}){BLANK}\Z", re.IGNORECASE)

    def _totals(self, own: Vocabulary) -> None:
        """The words of totals, None where the project has none of its own."""
        self.totals, self.subtotals, self.no_totals = map(_named, (own.totals, own.subtotals, own.no_totals))
        self.of_totals = bool(own.totals or own.subtotals or own.no_totals)

    def left(self, text: str) -> re.Match[str]:
        """The signs at the end of a text, which may be none; most texts end with nothing they are made of."""
        found = self._left.search(text, len(text.rstrip(self._signs)))
        assert found is not None
        return found

    def said_of(self, *parts: str) -> tuple[Own, ...]:
        """What the project says of the parts of a unit."""
        return tuple(self.own[part] for part in parts if part in self.own) if self.own else ()

    def money_of(self, sign: str) -> str:
        """The currency of a sign or code as it is written."""
        sign = sign.replace(" ", "").replace("\u00a0", "")
        if sign in ("US$", "USD$"):
            return "USD"
        return self.symbols.get(sign) or self.codes[sign]


COMMON = Lexicon(Vocabulary())
_SPOKEN: ContextVar[Lexicon] = ContextVar("lexicon", default=COMMON)
lexicon = lru_cache(maxsize=8)(Lexicon)


def spoken() -> Lexicon:
    """The lexicon of the project whose document is being read here."""
    return _SPOKEN.get()


@contextmanager
def speaking(vocabulary: Vocabulary) -> Iterator[Lexicon]:
    """Reads what is read inside in the words of a project; outside, and in other threads, nothing changes."""
    token = _SPOKEN.set(COMMON if vocabulary == COMMON.vocabulary else lexicon(vocabulary))
    try:
        yield _SPOKEN.get()
    finally:
        _SPOKEN.reset(token)
