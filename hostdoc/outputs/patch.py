"""Changes of texts as a unified diff, safe to show on a terminal."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import unified_diff

from hostdoc.core.regex import regex
from hostdoc.outputs.view import View
from hostdoc.outputs.visible import visible

_LINE_END = regex(r"\r\n|\r|\n")
COLOURS = {"+": "green", "-": "red", "@": "cyan"}


def render(changes: Iterable[tuple[str, str, str]], view: View) -> str:
    """The diff of every path, its text before and its text after."""
    lines = [line for path, before, after in changes for line in _diff(path, before, after)]
    return "".join(f"{_painted(visible(line, view.encoding), view)}\n" for line in lines)


def _diff(path: str, before: str, after: str) -> Iterable[str]:
    old, new = _lines(before), _lines(after)
    return unified_diff(old, new, path, path, lineterm="", n=1)


def _lines(text: str) -> list[str]:
    """The lines of a text; behind the end of the last one there is none."""
    lines = _LINE_END.split(text)
    return lines[:-1] if not lines[-1] else lines


def _painted(line: str, view: View) -> str:
    if not view.colour:
        return line
    from click import style

    bold = line.startswith(("+++", "---"))
    return style(line, fg=None if bold else COLOURS.get(line[:1]), bold=bold or None)
