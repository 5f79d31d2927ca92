"""Rows in aligned columns for people at a terminal, cut to its width."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from hostdoc.outputs.view import View
from hostdoc.outputs.visible import visible, width

GAP = "  "
LEAST = 8  # columns that a cell keeps when a table is narrowed


def drawn(
    heads: Sequence[str],
    rows: Iterable[Sequence[str]],
    view: View,
    *,
    right: Collection[str] = (),
    places: Collection[str] = (),
) -> list[str]:
    """The lines of a table with its heads and a rule. `right` are numbers, `places` end in a line."""
    body = [[visible(cell, view.encoding) for cell in row] for row in rows]
    widths = _widths([list(heads), *body], view.width)

    def line(row: Sequence[str]) -> str:
        cells = [
            _cell(cell, size, view, right=head in right, place=head in places)
            for cell, size, head in zip(row, widths, heads, strict=True)
        ]
        return GAP.join(cells).rstrip()

    return [line(heads), GAP.join("-" * size for size in widths), *map(line, body)]


def aligned(rows: Sequence[Sequence[str]], view: View, *, indent: str = "", gives: int = 0) -> list[str]:
    """The lines of a table without heads. Where there is no room, the column `gives` first, then the widest ones."""
    body = [[visible(cell, view.encoding) for cell in row] for row in rows]
    if not body:
        return []
    room = max(view.width - len(indent), LEAST)
    widest = [max(width(row[index]) for row in body) for index in range(len(body[0]))]
    over = sum(widest) + len(GAP) * (len(widest) - 1) - room
    if over > 0:
        least = min(widest[gives], max(LEAST, widest[gives] - over))
        body = [[*row[:gives], _cut(row[gives], least, view), *row[gives + 1 :]] for row in body]
    widths = _widths(body, room)
    return [
        indent + GAP.join(_cell(it, size, view) for it, size in zip(row, widths, strict=True)).rstrip() for row in body
    ]


def _widths(table: list[list[str]], room: int) -> list[int]:
    """How wide each column is: as its widest cell; where that is too much, the widest columns give way first."""
    widths = [min(room, max(width(row[index]) for row in table)) for index in range(len(table[0]))]
    room -= len(GAP) * (len(widths) - 1)
    while sum(widths) > room and max(widths) > LEAST:
        widest = max(range(len(widths)), key=lambda index: (widths[index], index))
        widths[widest] -= 1
    return widths


def _cell(cell: str, size: int, view: View, *, right: bool = False, place: bool = False) -> str:
    """A cell exactly `size` columns wide; one that is too long is cut at its end, a place at its beginning."""
    if width(cell) > size and place:
        sign = visible("…", view.encoding)
        cell = sign + _begin(cell[::-1], size - width(sign))[::-1]
    cell = _cut(cell, size, view)
    blanks = " " * (size - width(cell))
    return blanks + cell if right else cell + blanks


def _cut(cell: str, size: int, view: View) -> str:
    """A cell cut at its end, where it is too long."""
    sign = visible("…", view.encoding)
    return cell if width(cell) <= size else _begin(cell, size - width(sign)) + sign


def _begin(text: str, room: int) -> str:
    """As much of a text as fits into some columns."""
    used = 0
    for number, character in enumerate(text):
        used += width(character)
        if used > room:
            return text[:number]
    return text
