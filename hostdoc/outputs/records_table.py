"""Records as aligned tables for people at a terminal."""

from __future__ import annotations

from hostdoc.core.result import Audit
from hostdoc.outputs.columns import drawn
from hostdoc.outputs.records import RECORDS
from hostdoc.outputs.view import View

HEADS = {
    "figures": ("place", "figure", "low", "high", "unit", "label"),
    "assumptions": ("place", "name", "figure", "low", "high", "unit", "section"),
    "relations": ("place", "kind", "verdict", "stated", "recalculated", "workings"),
}
RIGHT = ("low", "high")  # these are numbers


def render(audit: Audit, view: View, kind: str) -> str:
    """A line for each record, and how many there are."""
    rows = [_cells(kind, entry) for entry in RECORDS[kind](audit)]
    lines = drawn(HEADS[kind], rows, view, right=RIGHT, places=("place",))
    count = f"{len(rows)} {kind if len(rows) != 1 else kind[:-1]}"
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
