"""Formulas in LaTeX as the text they show: `$$100{,}000 \\times 15 = 1{,}500{,}000 \\text{ a day}$$`.

What is prose in a formula stays where it stands: signs take the place of their commands, a fraction is a division, and
commands for the setting alone are blanks. The mark between thousands, `{,}`, stays as it is; what is not understood is
no prose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from hostdoc.core.regex import regex
from hostdoc.readers.masked import NO_PROSE, Mask

LONGEST = 1_000  # characters of a formula
# Between double dollars, or between single ones if there is a command or a mark between thousands.
_FORMULA = regex(r"\$\$(?P<block>[^$]{1,1000})\$\$|(?<![\w$])\$(?P<inline>[^$\n]{1,300})\$(?![\w$])")
_TELLS = regex(r"\\[A-Za-z]{2,}|\{,\}")
_TOKEN = regex(r"\\(?P<command>[A-Za-z]+)|\\(?P<escape>.)|\{,\}|(?P<brace>[{}])|(?P<script>[_^])|(?P<tilde>~)")
_SIGNS = {
    "times": "×",
    "cdot": "×",
    "div": "÷",
    "approx": "≈",
    "simeq": "≈",
    "sim": "~",
    "to": "→",
    "rightarrow": "→",
    "Rightarrow": "→",
    "implies": "→",
    "pm": "±",
}
_TEXT = frozenset(
    ["text", "mathrm", "mathbf", "mathit", "mathsf", "textbf", "textit", "textrm", "operatorname", "boxed", "mbox"]
)
_COMMAND = regex(r"\\([A-Za-z]+)")
_SIDE = regex(r"=|\\(?:approx|simeq)\b|[\n&]")
_SUBSCRIPT = regex(r"_(?:\{[^{}]*\}|.)")
_VARIABLE, _DIGIT = regex(r"[^\W\d_]"), regex(r"\d")
_SCALED = regex(r"(?<![\d.,}])\d[\d.,]{0,20}\\[a-z]+\{[kKMBT]\Z")
DIGITS = 24  # characters before a command in which a number ends
_FRACTIONS = frozenset({"frac", "dfrac", "tfrac"})
# Commands that show what stands in their braces, or nothing at all.
_SETTING = frozenset(
    [
        *_TEXT,
        *("left", "right", "big", "Big", "bigl", "bigr", "quad", "qquad", "displaystyle", "begin", "end", "hspace"),
    ]
)


def formulas(mask: Mask) -> Iterator[tuple[int, int]]:
    """The places of the formulas of a text, each as the text it shows."""
    if "\\" not in mask.text and "{,}" not in mask.text:
        return
    for found in _FORMULA.finditer(mask.text):
        inside = found.lastgroup or "block"
        start, end = found.span(inside)
        if inside == "inline" and not _TELLS.search(mask.text, start, end):
            continue
        if _algebra(mask.text, start, end):
            mask.put(*found.span(), NO_PROSE)
        else:
            mask.put(found.start(), start)
            mask.put(end, found.end())
            _shown(mask, start, end)
        yield found.span()


def _algebra(text: str, start: int, end: int) -> bool:
    """Whether a formula has powers, or numbers beside variables: no amounts are to be read in it."""
    said = bytearray(end - start)  # what stands in the braces of a command for text
    for command in _COMMAND.finditer(text, start, end):
        close = _close(text, command.end(), end) if command[1] in _TEXT else None
        if command[1] in ("approx", "simeq"):
            continue
        last = close or command.end()
        said[command.start() - start : last - start] = b"\x01" * (last - command.start())
    if any(text[at] == "^" and not said[at - start] for at in range(start, end)):
        return True
    shown = "".join(" " if said[at - start] else text[at] for at in range(start, end))
    sides = _SIDE.split(_SUBSCRIPT.sub(" ", shown))
    return any(_VARIABLE.search(side) and _DIGIT.search(side) for side in sides)


def _shown(mask: Mask, start: int, end: int) -> None:
    """Puts the signs, and the text without its commands, into a mask."""
    closing: dict[int, str] = {}  # what stands for a brace that closes, by its place
    for token in _TOKEN.finditer(mask.text, start, end):
        at, to = token.span()
        if command := token["command"]:
            _command(mask, command, at, to, end, closing)
        elif token["escape"]:
            mask.put(at, at + 1)
            if token["escape"] not in "%$&#":
                mask.put(at + 1, to)
        elif token["brace"]:
            mask.put(at, to, closing.get(at, " "))
        elif token["script"]:
            group = _close(mask.text, to, end)
            mask.put(at, to + 1 if group is None else group + 1, NO_PROSE)
        elif token["tilde"]:
            mask.put(at, to)


def _command(mask: Mask, command: str, at: int, to: int, end: int, closing: dict[int, str]) -> None:
    if command in _FRACTIONS and (parts := _fraction(mask.text, to, end)):
        upper, lower, last = parts
        mask.put(at, to)
        closing |= {to: "(", upper: ")", lower: "÷", last: " "}
        if re.search(r"[+−-]", mask.text[lower + 1 : last]):
            mask.put(at, to, NO_PROSE)  # there is no room for the brackets that it would need
    elif command in _SIGNS:
        mask.put(at, to)
        mask.put(at, at + 1, _SIGNS[command])
    elif scaled := _SCALED.search(mask.text, max(0, at - DIGITS), to + 2):
        mask.put(scaled.start(), to, NO_PROSE)  # `900\\text{M}` is no 900
    else:
        mask.put(at, to, " " if command in _SETTING else NO_PROSE)


def _fraction(text: str, at: int, end: int) -> tuple[int, int, int] | None:
    """Where the upper part of a fraction ends, the lower one begins, and ends."""
    upper = _close(text, at, end)
    lower = upper + 1 if upper is not None else end
    last = _close(text, lower, end)
    return (upper, lower, last) if upper is not None and last is not None else None


def _close(text: str, at: int, end: int) -> int | None:
    """The brace that closes the one that opens at a place."""
    if text[at : at + 1] != "{":
        return None
    depth = 0
    for place in range(at, min(end, at + LONGEST)):
        depth += (text[place] == "{") - (text[place] == "}")
        if not depth:
            return place
    return None
