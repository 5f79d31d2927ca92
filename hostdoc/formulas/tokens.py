"""A formula's text → tokens, each with its place."""

from __future__ import annotations

import re
from typing import NamedTuple

from hostdoc.core.regex import regex
from hostdoc.formulas.declarations import NAME
from hostdoc.formulas.syntax import FormulaError

MOST_CHARACTERS = 2000
MOST_TOKENS = 300
MOST_DIGITS = 40  # of a number

_ROW = r"@(?:[-+]?I+(?:[-+]\d+)?|[-+]?\d+|[<>]+)"
_COLUMN = r"\$(?:[-+]?\d+|[<>]+)"
_TOKEN = regex(
    rf"""(?P<space>\s+)
    |(?P<counter>[@$]\#)
    |(?P<foreign>\$(?:"(?P<path>[^"\n]{{1,300}})"|(?P<stem>\w[\w.-]{{0,100}})):(?P<there>{NAME}))
    |(?P<cell>{_ROW}(?:{_COLUMN})?|{_COLUMN})
    |(?P<name>\$(?P<plain>{NAME}))
    |(?P<number>(?:\d[\d_]*(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d{{1,3}}(?!\w))?)
    |(?P<word>{NAME})
    |(?P<text>"[^"\n]*")
    |(?P<range>\.\.)
    |(?P<sign>==|!=|<>|<=|>=|&&|\|\||\*\*|[-+*/%^()<>=!,×÷·−≤≥≠])
    """,
    re.X,
)


_PARTS = ("path", "stem", "there", "plain")  # groups inside of others
_MONEY = regex(r"(?P<number>\$\d[\d_]*(?:\.\d+)?)(?![\w.-]*:[^\W\d])")


class Token(NamedTuple):
    """`kind` is the name of the group above; `end` is where its text ends."""

    kind: str
    text: str
    at: int
    end: int
    match: re.Match[str] | None = None


def tokens(text: str, *, money: bool = False) -> list[Token]:
    """The tokens of a formula, blanks left out, with an end behind them. Raises FormulaError.

    `money`: `$5.92` is an amount, and no column.
    """
    if len(text) > MOST_CHARACTERS:
        raise FormulaError(f"the formula has {len(text)} characters; {MOST_CHARACTERS} are read", None, "divide it up")
    found: list[Token] = []
    at = 0
    while at < len(text):
        match = (_MONEY.match(text, at) if money else None) or _TOKEN.match(text, at)
        if match is None:
            raise FormulaError(f"`{text[at : at + 12].split()[0]}` is not understood", at)
        kind = _kind(match)
        if kind == "number" and sum(map(str.isdigit, match[0])) > MOST_DIGITS:
            raise FormulaError(f"a number of more than {MOST_DIGITS} digits is not read", at)
        if kind != "space":
            found.append(Token(kind, match[0], at, match.end(), match))
        at = match.end()
    if len(found) > MOST_TOKENS:
        raise FormulaError(f"the formula has {len(found)} parts; {MOST_TOKENS} are read", None, "divide it up")
    return [*found, Token("end", "", len(text), len(text))]


def _kind(match: re.Match[str]) -> str:
    return next(name for name in match.groupdict() if name not in _PARTS and match[name] is not None)
