"""mistune's tokens with their places; they do not leave the readers and the report's renderer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hostdoc.readers.pipes import Place

Token = dict[str, Any]


def walk(tokens: list[Token]) -> Iterator[Token]:
    """Every token, parents first."""
    for token in tokens:
        yield token
        yield from walk(token.get("children", []))


def token_span(token: Token) -> Place | None:
    """Where a token stands: half-open offsets in the text."""
    span: Place | None = token.get("_span")
    return span


def token_lines(token: Token) -> list[Place]:
    """The places of the lines of a paragraph, a heading, a block of code or of HTML, whole but for their containers."""
    lines: list[Place] = token.get("_lines", [])
    return lines
