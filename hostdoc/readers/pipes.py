"""Pipe rows: where the cells of a line stand, and whether a line is a rule."""

from __future__ import annotations

import re

from hostdoc.core.regex import regex

Place = tuple[int, int]  # half-open offsets

PIPE = regex(r"\\.|\|", re.S)
RULE_CELL = regex(r":?-+:?")


def pipes(text: str) -> list[int]:
    """The offsets of the pipes that are not escaped."""
    return [found.start() for found in PIPE.finditer(text) if found[0] == "|"]


def strip(text: str, start: int, end: int) -> Place:
    """The place without the blanks around it; all blanks give the empty place at the start."""
    piece = text[start:end]
    left = start + len(piece) - len(piece.lstrip())
    right = left + len(piece.strip())
    return (left, right) if left < right else (start + (end > start), start + (end > start))


def cells(line: str) -> list[Place]:
    """The cells of a row with or without outer pipes; none for a blank line."""
    first, last = strip(line, 0, len(line))
    if first == last:
        return []
    cuts = pipes(line)
    if cuts and cuts[0] == first:
        first, cuts = first + 1, cuts[1:]
    if not cuts or cuts[-1] != last - 1:
        cuts.append(last)
    return [strip(line, start, end) for start, end in zip([first, *(cut + 1 for cut in cuts)], cuts, strict=False)]


def is_rule(line: str) -> bool:
    """Whether a row is only a line drawn: `|---|---|`, `|---+---|`. A row of single dashes states no amounts."""
    line = line.strip()
    if not line.startswith(("|", "-", ":")) or line.strip("|-+: \t"):
        return False
    return "--" in line or line.startswith(("|-", "|:-"))


def align(cell: str) -> str:
    """What a cell of a delimiter row says: `:--`, `--:`, `:-:`."""
    if not RULE_CELL.fullmatch(cell):
        return ""
    names = {(True, True): "center", (True, False): "left", (False, True): "right"}
    return names.get((cell[0] == ":", cell[-1] == ":" and len(cell) > 1), "")
