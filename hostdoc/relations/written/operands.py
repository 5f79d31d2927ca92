"""Which amounts of a text are but operands of a calculation that is written out, and no amount of their own."""

from __future__ import annotations

from hostdoc.core.regex import regex

NEAR = 40  # characters on either side in which an operator stands
_FOLLOWED = regex(
    r"(?:[\s*_]*(?:\([^()\n]{0,24}\)|[^\W\d_]+)){0,2}(?:[\s*_]*(?:[×+÷]|\*(?=\s)|x(?=\s))|\s[-−–/]\s+(?=[\d$€£]))"
)
_PRECEDED = regex(r"(?:[×+÷]|(?<=\s)[*x−-](?=\s))[\s*_~≈]*\Z")


def followed(text: str, end: int) -> bool:
    """Whether an operator stands behind a figure that ends there: what it computes is stated further on."""
    return _FOLLOWED.match(text, end, end + NEAR) is not None


def operand(text: str, start: int, end: int) -> bool:
    """Whether an operator stands behind a figure or before it."""
    return followed(text, end) or _PRECEDED.search(text[max(0, start - NEAR) : start]) is not None
