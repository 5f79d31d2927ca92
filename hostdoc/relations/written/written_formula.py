"""Reads a formula that is written out in words and figures: `COGS = voice hours × $1.40 + silent hours × $0.71`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from hostdoc.core.figure import Figure
from hostdoc.core.records import dataclass
from hostdoc.core.regex import regex
from hostdoc.core.relation import Operator

MOST = 24  # tokens of a formula
_TOKEN = regex(
    r"(?P<end>[;!?=|]|\.(?=\s|\Z)|,(?=\s)|\n\s*\n)"
    r"|(?P<open>[(\[])|(?P<close>[)\]])"
    r"|(?P<sign>[×·÷−+*](?!\*)|(?<=\s)[–/-](?=\s)|(?<![^\W\d_])[xX](?![^\W\d_]))"
    r"|(?P<word>[^\W\d_][\w'’%/€$£-]*|%|[€$£])"
    r"|(?P<mark>[\s*_~≈`:,.\"“”–/-])"
)
_SIGNS: dict[str, Operator] = {"+": "+", "-": "−", "−": "−", "–": "−", "/": "÷", "÷": "÷"}
_NAME = regex(r"(?:[^\W\d_][\w'’%/€$£-]*|[€$£%])(?:[ \n](?:[^\W\d_][\w'’%/€$£-]*|[€$£%]|\([^()=\n]{1,24}\))){0,6}\s*\Z")


@dataclass(frozen=True, slots=True)
class Name:
    """Words that stand for an amount stated elsewhere."""

    words: str


@dataclass(frozen=True, slots=True)
class Term:
    """A sign and what it joins; a leaf holds a figure or a name."""

    operator: Operator
    arguments: tuple[Tree, ...]


Tree = Figure | Name | Term


@dataclass(frozen=True, slots=True)
class Written:
    """What a formula is for, and what it computes."""

    name: str
    tree: Tree


def written(plain: str, start: int, end: int, figures: Sequence[Figure]) -> Iterator[Written]:
    """Every `name = formula` of a passage that can be read to its end."""
    for equals in re.finditer(r"=", plain[start:end]):
        at = start + equals.start()
        name = _NAME.search(plain[max(start, at - 80) : at].rstrip(" *_`"))
        if name is None or any(at - 80 <= f.span.start < at and f.span.end > at - len(name.group()) for f in figures):
            continue
        tree = _Parser(_tokens(plain, at + 1, end, figures)).whole()
        if tree is not None:
            yield Written(name.group().strip(), tree)


_Token = tuple[str, str | Figure]


def _tokens(plain: str, at: int, end: int, figures: Sequence[Figure]) -> list[_Token]:
    """Signs, brackets, figures and names up to the end of the sentence; an unreadable sign ends with `bad`."""
    starts = {figure.span.start: figure for figure in figures if at <= figure.span.start < end}
    found: list[_Token] = []
    while at < end and len(found) <= MOST:
        if figure := starts.get(at):
            found.append(("figure", figure))
            at = figure.span.end
            continue
        match = _TOKEN.match(plain, at, end)
        if match is None or match.lastgroup is None:
            return [*found, ("bad", plain[at])]
        if match.lastgroup == "end":
            if match.group() == "=":
                return [*found, ("bad", "=")]
            break
        stop = min([match.end(), *(place for place in starts if at < place < match.end())])
        if match.lastgroup != "mark":
            found.append((match.lastgroup, plain[at:stop]))
        at = stop
    return found


class _Parser:
    """Sums of products from the left. Words behind a figure say what it counts and are passed over."""

    def __init__(self, tokens: list[_Token]) -> None:
        self.tokens = tokens
        self.at = 0

    def whole(self) -> Tree | None:
        """The tree of all tokens, if they make one with at least one sign."""
        if len(self.tokens) > MOST or any(kind == "bad" for kind, _ in self.tokens):
            return None
        tree = self._sum(0)
        return tree if self.at == len(self.tokens) and isinstance(tree, Term) else None

    def _sum(self, depth: int) -> Tree | None:
        return self._joined(depth, ("+", "−"))

    def _joined(self, depth: int, signs: tuple[Operator, ...]) -> Tree | None:
        def below() -> Tree | None:
            return self._leaf(depth) if "×" in signs else self._joined(depth, ("×", "÷"))

        left = below()
        while left is not None and (sign := self._sign()) in signs:
            self.at += 1
            right = below()
            if right is None or sign is None:
                return None
            more = isinstance(left, Term) and left.operator == sign and sign in "+×"
            left = Term(sign, (*left.arguments, right) if more and isinstance(left, Term) else (left, right))
        return left

    def _sign(self) -> Operator | None:
        kind, text = self._peek()
        return _SIGNS.get(text, "×") if kind == "sign" and isinstance(text, str) else None

    def _peek(self) -> _Token:
        return self.tokens[self.at] if self.at < len(self.tokens) else ("", "")

    def _leaf(self, depth: int) -> Tree | None:
        kind, value = self._peek()
        if kind == "open" and depth < MOST:
            self.at += 1
            tree = self._sum(depth + 1)
            closed = self._peek()[0] == "close"
            self.at += 1
            return tree if closed else None
        if isinstance(value, Figure):
            self.at += 1
            self._words()
            return value if value.quantity.ends else None
        words = self._words()
        return Name(" ".join(words)) if words else None

    def _words(self) -> list[str]:
        words = []
        while self._peek()[0] == "word":
            words.append(str(self._peek()[1]))
            self.at += 1
        return words
