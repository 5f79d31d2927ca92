"""Records as aligned tables for people at a terminal, cut to its width."""

from __future__ import annotations

from collections.abc import Sequence

from hostdoc.core.result import Audit
from hostdoc.outputs.records import RECORDS
from hostdoc.outputs.view import View
from hostdoc.outputs.visible import visible, width

GAP = "  "
LEAST = 8  # columns that a cell keeps when a table is narrowed
HEADS = {
    "figures": ("place", "figure", "low", "high", "unit", "label"),
    "assumptions": ("place", "name", "figure", "low", "high", "unit", "section"),
    "relations": ("place", "kind", "verdict", "stated", "recalculated", "workings"),
}
RIGHT = ("low", "high")  # these are numbers


def render(audit: Audit, view: View, kind: str) -> str:
    """A line for each record, and how many there are."""
    heads = HEADS[kind]
    body = [[visible(cell, view.encoding) for cell in _cells(kind, entry)] for entry in RECORDS[kind](audit)]
    widths = _widths([list(heads), *body], view.width)
    lines = [_line(list(heads), heads, widths, view), *(_line(row, heads, widths, view) for row in body)]
    lines.insert(1, GAP.join("-" * size for size in widths))
    count = f"{len(body)} {kind if len(body) != 1 else kind[:-1]}"
    return "".join(f"{line}\n" for line in (*lines, count))


def _cells(kind: str, entry: dict[str, object]) -> tuple[str, ...]:
    where = f"{entry['path']}:{entry['line']}:{entry['column']}"
    stated = entry.get("stated", entry)
    assert isinstance(stated, dict)
    if kind == "relations":
        again = entry["recalculated"]
        verdict = "waived" if entry["waived"] else str(entry["verdict"])
        found = again["text"] if isinstance(again, dict) else ""
        return where, str(entry["kind"]), verdict, stated["text"], found, str(entry["workings"])
    low, high = (_end(stated, side) for side in ("low", "high"))
    amount = (stated["text"], low, high, stated["unit"])
    if kind == "figures":
        return where, *amount, str(entry["label"])
    section = entry["section"]
    assert isinstance(section, list)
    return where, str(entry["name"]), *amount, section[-1] if section else ""


def _end(stated: dict[str, str | None], side: str) -> str:
    """One end: `open` where it has no bound, with a plus where it is open beyond the number written."""
    value = stated[side] or ""
    if stated["open"] != side:
        return value
    return f"{value}+" if value and stated["low"] != stated["high"] else "open"


def _widths(table: list[list[str]], room: int) -> list[int]:
    """How wide each column is: as its widest cell; where that is too much, the widest columns give way first."""
    widths = [min(room, max(width(row[index]) for row in table)) for index in range(len(table[0]))]
    room -= len(GAP) * (len(widths) - 1)
    while sum(widths) > room and max(widths) > LEAST:
        widest = max(range(len(widths)), key=lambda index: (widths[index], index))
        widths[widest] -= 1
    return widths


def _line(row: list[str], heads: Sequence[str], widths: Sequence[int], view: View) -> str:
    cells = [_cell(cell, size, head, view) for cell, size, head in zip(row, widths, heads, strict=True)]
    return GAP.join(cells).rstrip()


def _cell(cell: str, size: int, head: str, view: View) -> str:
    """A cell exactly `size` columns wide; one that is too long is cut at its end, a place at its beginning."""
    if width(cell) > size:
        sign = visible("…", view.encoding)
        room = size - width(sign)
        cell = sign + _begin(cell[::-1], room)[::-1] if head == "place" else _begin(cell, room) + sign
    blanks = " " * (size - width(cell))
    return blanks + cell if head in RIGHT else cell + blanks


def _begin(text: str, room: int) -> str:
    """As much of a text as fits into some columns."""
    used = 0
    for number, character in enumerate(text):
        used += width(character)
        if used > room:
            return text[:number]
    return text
