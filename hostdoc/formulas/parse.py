"""A formula's text → its tree, by precedence. Depth and size are bounded, so that no formula can take long.

In a table formula of Org `*` binds before `/`, as in Calc: `a / b * c` is a ÷ (b × c). Everywhere else both are read
from the left.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction

from hostdoc.core.regex import regex
from hostdoc.formulas.syntax import (
    LISP,
    Call,
    Cell,
    Chain,
    Counter,
    FormulaError,
    Name,
    Node,
    Number,
    Place,
    Rectangle,
    Remote,
    Text,
)
from hostdoc.formulas.tokens import Token, tokens

MOST_DEPTH = 30
MOST_INDEX = 9  # digits of the number of a row or column
_CELL = regex(r"(?:@(?P<row>[^$]+))?(?:\$(?P<column>.+))?")
_RULE = regex(r"([-+]?)(I+)([-+]\d+)?")
_SAME = {"*": "×", "·": "×", "/": "÷", "-": "−", "==": "=", "!=": "≠", "<>": "≠", "<=": "≤", ">=": "≥", "**": "^"}
COMPARISONS = ("=", "≠", "<", "≤", ">", "≥")


def parse(text: str, *, calc: bool = False, money: bool = False) -> Node:
    """The tree of a whole formula. Raises FormulaError.

    `calc` for the table formulas of Org; `money` for formulas in prose, where `$5.92` is an amount and no column.
    """
    if text.lstrip().startswith("'"):
        raise FormulaError("this formula is Lisp: it cannot be verified, and it is never run", 0, rule=LISP)
    return _Parser(text, calc, money).whole()


class _Parser:
    def __init__(self, text: str, calc: bool, money: bool) -> None:
        self.tokens = tokens(text, money=money)
        self.calc = calc
        self.place = 0
        self.depth = 0

    @property
    def here(self) -> Token:
        return self.tokens[self.place]

    def whole(self) -> Node:
        node = self.any_of()
        if self.here.kind != "end":
            raise FormulaError(f"`{self.here.text}` is not understood here", self.here.at)
        return node

    def take(self, *signs: str) -> str:
        """The next token, as the sign it stands for, if it is one of `signs`."""
        sign = _SAME.get(self.here.text, self.here.text) if self.here.kind == "sign" else ""
        if sign in signs:
            self.place += 1
            return sign
        return ""

    def need(self, sign: str) -> None:
        if not self.take(sign):
            found = f"`{self.here.text}` stands there" if self.here.text else "the formula ends"
            raise FormulaError(f"a `{sign}` is missing: {found}", self.here.at)

    def chain(self, signs: tuple[str, ...], operand: Callable[[], Node]) -> Node:
        """Operands joined by signs that bind alike."""
        at = self.here.at
        first, rest = operand(), []
        while sign := self.take(*signs):
            rest.append((sign, operand()))
        return Chain(first, tuple(rest), at) if rest else first

    def nested(self, read: Callable[[], Node]) -> Node:
        """What stands one level deeper."""
        self.depth += 1
        if self.depth > MOST_DEPTH:
            raise FormulaError(f"the formula is nested more than {MOST_DEPTH} deep", self.here.at, "divide it up")
        node = read()
        self.depth -= 1
        return node

    # From what binds least to what binds most.

    def any_of(self) -> Node:
        return self.nested(lambda: self.chain(("||",), self.all_of))

    def all_of(self) -> Node:
        return self.chain(("&&",), self.comparison)

    def comparison(self) -> Node:
        at, left = self.here.at, self.sum()
        sign = self.take(*COMPARISONS)
        if not sign:
            return left
        right = self.sum()
        if self.take(*COMPARISONS):
            raise FormulaError("two comparisons in a row are not understood", at, "join them with `&&`")
        return Chain(left, ((sign, right),), at)

    def sum(self) -> Node:
        return self.chain(("+", "−"), self.quotient if self.calc else self.product)

    def quotient(self) -> Node:
        return self.chain(("÷", "%"), self.factors)

    def factors(self) -> Node:
        return self.chain(("×",), self.signed)

    def product(self) -> Node:
        return self.chain(("×", "÷", "%"), self.signed)

    def signed(self) -> Node:
        at, sign = self.here.at, self.take("−", "+", "!")
        if not sign:
            return self.power()
        inner = self.nested(self.signed)
        if sign == "!":
            return Call("not", (inner,), at)
        return Call("negative", (inner,), at) if sign == "−" else inner

    def power(self) -> Node:
        at, base = self.here.at, self.atom()
        if self.take("^"):
            return Chain(base, (("^", self.nested(self.signed)),), at)
        return base

    def atom(self) -> Node:
        token = self.here
        self.place += 1
        if token.kind == "number":
            return self.number(token)
        if token.kind == "cell":
            return self.cells(token)
        if token.kind == "name" and token.match:
            return last_row(token.match["plain"], token.at) or Name(token.match["plain"], "", token.at)
        if token.kind == "foreign" and (found := token.match):
            return Name(found["there"], found["path"] or found["stem"], token.at)
        if token.kind == "counter":
            return Counter("@" if token.text[0] == "@" else "$", token.at)
        if token.kind == "text":
            return Text(token.text[1:-1], token.at)
        if token.kind == "word":
            return self.call(token)
        if token.text == "(":
            inner = self.any_of()
            self.need(")")
            return inner
        if token.kind == "end":
            raise FormulaError("the formula ends where an amount or a reference should follow", token.at)
        raise FormulaError(f"`{token.text}` is not understood here", token.at)

    def number(self, token: Token) -> Node:
        value = Fraction(token.text.lstrip("$").replace("_", ""))
        percent = self.here.text == "%" and self.here.at == token.end
        if percent and self.tokens[self.place + 1].kind in ("sign", "end") and not self._opens(self.place + 1):
            self.place += 1
            return Number(f"{token.text}%", value / 100, token.at)
        return Number(token.text, value, token.at)

    def _opens(self, place: int) -> bool:
        """Whether an amount may begin at a token, so that the `%` before it is the sign of a remainder."""
        return self.tokens[place].text == "("

    def cells(self, token: Token) -> Cell | Rectangle:
        first = cell(token.text, token.at)
        if self.here.kind != "range":
            return first
        self.place += 1
        last = self.here
        if last.kind != "cell":
            raise FormulaError("behind `..` the other corner should follow", last.at)
        self.place += 1
        return Rectangle(first, cell(last.text, last.at), token.at)

    def call(self, token: Token) -> Node:
        if not self.take("("):
            raise FormulaError(f"`{token.text}` is no function and no `$name`", token.at, f"write ${token.text}")
        if token.text == "remote":
            return self.remote(token.at)
        arguments = []
        if not self.take(")"):
            arguments.append(self.any_of())
            while self.take(","):
                arguments.append(self.any_of())
            self.need(")")
        return Call(token.text, tuple(arguments), token.at)

    def remote(self, at: int) -> Remote:
        words = []
        while self.here.kind in ("word", "number", "text") or self.here.text in ("-", "."):
            words.append(self.here.text.strip('"'))
            self.place += 1
        if not words:
            raise FormulaError("remote() names a table first", self.here.at, "write remote(NAME, @2$3)")
        self.need(",")
        token = self.here
        self.place += 1
        if token.kind != "cell":
            raise FormulaError("remote() takes a reference to cells", token.at, "write remote(NAME, @2$3)")
        found = self.cells(token)
        self.need(")")
        return Remote("".join(words), found, at)


# -- References -----------------------------------------------------------------------------------------------------


def cell(text: str, at: int = 0) -> Cell:
    """`@2$3`, `@>`, `$-1`. Raises FormulaError."""
    match = _CELL.fullmatch(text)
    if match is None or not text:
        raise FormulaError(f"`{text}` is no reference to a cell", at)
    return Cell(_row(match["row"], at), _place(match["column"], at), at)


def last_row(name: str, at: int = 0) -> Cell | None:
    """`$LR5`, as Org wrote `@>$5` long ago."""
    found = re.fullmatch(r"LR(\d{1,4})", name)
    return Cell(Place("last", 1), Place("at", int(found[1])), at) if found else None


def _row(text: str | None, at: int) -> Place | None:
    rule = _RULE.fullmatch(text) if text else None
    if rule is None:
        return _place(text, at)
    count = -len(rule[2]) if rule[1] == "-" else len(rule[2])
    return Place("rule by" if rule[1] else "rule", count, int((rule[3] or "0")[:MOST_INDEX]))


def _place(text: str | None, at: int) -> Place | None:
    if text is None:
        return None
    if text[0] in "<>":
        if text.strip(text[0]):
            raise FormulaError(f"`{text}` is no row or column", at)
        return Place("first" if text[0] == "<" else "last", len(text))
    if len(text) > MOST_INDEX:
        raise FormulaError(f"no table has a row or column {text[:12]}…", at)
    number = int(text)
    return Place("by" if text[0] in "+-" or number == 0 else "at", number)
