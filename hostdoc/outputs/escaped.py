"""Text of a document as Markdown that says nothing but this text: no mark-up, mention or reference is in it."""

from __future__ import annotations

import re

from hostdoc.outputs.visible import visible

SIGNS = {"error": "❌", "warning": "⚠️", "note": "ℹ️"}
_TICKS = re.compile(r"`+")


def plain(text: str) -> str:
    """Words in which nothing is mark-up, a mention or a reference."""
    return re.sub(r"[\\`*_{}\[\]#|<>~&@$]", lambda sign: f"&#{ord(sign[0])};", visible(text))


def code(text: str) -> str:
    """A text as code, behind more backticks than it has itself; a bar would end the cell of a table."""
    shown = visible(text).replace("|", "\\|")
    fence = "`" * (max((len(run) for run in _TICKS.findall(shown)), default=0) + 1)
    return f"{fence}{shown}{fence}" if len(fence) == 1 else f"{fence} {shown} {fence}"
