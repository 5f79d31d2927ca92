"""Components that add up to a total: bars that begin where the one above ends, for the low and for the high end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from hostdoc.report.cells import Cell, column
from hostdoc.report.lettering import DRIFT, INK, brief, digits, in_line, priced, unit_words
from hostdoc.report.picture import Picture
from hostdoc.report.saying import joined, say
from hostdoc.report.shapes import Waterfall
from hostdoc.report.theme import COST, TEXT, TIP, X2, Row, amounts, chart, hollow, names, room_for, text, text_width

_BAND = 26
_ENDS = ("low", "high")


def picture(shape: Waterfall, headers: Sequence[str]) -> Picture:
    cells = column(shape.cells, shape.column)
    parts, total = [cells[row] for row in shape.parts], cells[shape.total]
    unit = unit_words(shape.unit)
    ranged = _ranged(shape, cells)
    again = any(cell.redone for cell in (*parts, total))
    how = say("upper bar: low ends, lower bar: high ends" if ranged else "each bar begins where the one above ends")
    of = say("Parts of {total}, {unit}: ", total=total.label, unit=unit)
    whole = say("; stated in all {amount}", amount=_digits(total))
    redone = say(", recalculated {amount}", amount=total.again) if total.redone else ""
    return Picture(
        title=_title(parts, total, shape.unit),
        unit=joined((unit, how, say("outline: recalculated") if again else ""), "; "),
        description=joined((of, ", ".join(f"{cell.label} {_digits(cell)}" for cell in parts), whole, redone, ".")),
        columns=[headers[0], headers[shape.column] or unit, *([say("recalculated")] if again else [])],
        rows=[
            [cell.label, cell.text, *([cell.again if cell.redone else ""] if again else [])]
            for row, cell in enumerate(cells)
            if row in (*shape.parts, *shape.subtotals, shape.total)
        ],
        draw=lambda width: _draw(shape, cells, unit, width),
    )


def _digits(cell: Cell) -> str:
    return digits(cell.low or 0.0, cell.top, cell.open)


def _ranged(shape: Waterfall, cells: Sequence[Cell]) -> bool:
    return any(cells[row].low != cells[row].top for row in (*shape.parts, shape.total))


def _title(parts: Sequence[Cell], total: Cell, unit: str) -> str:
    """What is seen: how much of the total the largest part is, which holds for ranges where it holds at both ends."""
    whole = joined((total.label, priced(_digits(total), unit)), ": ")
    if total.redone:
        comes = priced(digits(*total.redone), unit.split("/")[0])
        return say("{total}, but its parts come to {amount}", total=whole, amount=comes)
    largest = max(parts, key=lambda cell: cell.top)
    shares = [sum(part) for part in zip(*((cell.low or 0.0, cell.top) for cell in parts), strict=True)]
    least = min(
        (100 * end / all for end, all in zip((largest.low or 0.0, largest.top), shares, strict=True) if all), default=0
    )
    alone = sum(cell.top == largest.top for cell in parts) == 1
    if alone and least > 50:
        return say("{total}, more than half of it {part}", total=whole, part=brief(largest.label))
    if alone and all(largest.low is not None and (largest.low >= (cell.low or 0.0)) for cell in parts):
        return say("{total}; {part} is the largest part", total=whole, part=brief(largest.label))
    equal = len({(cell.low, cell.top) for cell in parts}) == 1
    return say(
        "{total} in {number} equal parts" if equal else "{total} in {number} parts", total=whole, number=len(parts)
    )


# -- The drawing --------------------------------------------------------------------------------------------------


def _draw(shape: Waterfall, cells: Sequence[Cell], unit: str, width: int) -> Any:
    bars = _bars(shape, cells)
    ends = _ENDS if _ranged(shape, cells) else ("low",)
    order = [cells[row].label for row in sorted((*shape.parts, *shape.subtotals, shape.total))]
    room = room_for(order, 190 if width > 500 else 140)
    plot = width - room - 16
    redone = _redone(shape, cells, bars, ends)
    top = max(row["high"] for row in (*bars, *redone)) or 1.0
    said = _said(shape, cells, bars, ends)
    again = {row["label"]: row["text"] for row in redone if row["text"]}
    longest = max(text_width(row["text"] + again.get(row["label"], "")) for row in said)
    domain = [0, top * plot / max(plot - longest - 24, plot * 0.4)]
    x = alt.X(
        "low:Q",
        title=unit,
        scale=alt.Scale(domain=domain, nice=False),
        axis=amounts(top, 5 if width > 500 else 3),
    )
    y = alt.Y("label:N", sort=order, title=None, axis=names(room))
    off = alt.YOffset("end:N", sort=list(ends), scale=alt.Scale(paddingInner=0.1))
    ink = alt.Color("colour:N", scale=None)
    pale = alt.Opacity("pale:Q", scale=None)
    stood = [row for row in bars if row["end"] in ends]
    layers = [chart(stood).mark_bar().encode(x=x, x2=X2, y=y, yOffset=off, color=ink, opacity=pale, tooltip=TIP)]
    if redone:
        outlines = chart(redone).mark_bar(**hollow()).encode(x=x, x2=X2, y=y, yOffset=off, tooltip=TIP)
        layers.append(outlines)
    for row in (row for row in redone if row["text"]):
        stated = next(it for it in said if it["label"] == row["label"] and it["text"])
        past = max(0.0, (row["high"] - stated["high"]) / domain[1] * plot)  # pixels the outline reaches beyond the bar
        told = _alone(said, stated, row["text"], gone=True)
        beside = 14 + past + text_width(stated["text"])
        layers.append(_words(told, y, beside, color=DRIFT, fontWeight="bold"))
        if past:  # the outline would run through what is stated, which is then written behind it
            layers.append(_words(_alone(said, stated, stated["text"]), y, 6 + past))
            stated["text"] = ""
    layers.append(_words(said, y, 6))
    return alt.layer(*layers).properties(width=plot, height=len(order) * _BAND)


def _words(rows: Sequence[Row], y: alt.Y, dx: float, **more: Any) -> Any:
    return text(rows, "left", dx, **more).encode(x=alt.X("high:Q"), y=y, text=TEXT)


def _alone(said: Sequence[Row], one: Row, words: str, *, gone: bool = False) -> list[Row]:
    """Words at one bar, on the rows of all bars, so that they move with them; `gone` are lost when it moves."""
    return [{**row, "gone": gone, "text": words if row is one else ""} for row in said]


def _bars(shape: Waterfall, cells: Sequence[Cell]) -> list[Row]:
    """Both ends of every row, where they begin and end; `stack` tells the page how to move them with a slider."""
    rows: list[Row] = []
    at = [0.0, 0.0]
    for number in sorted((*shape.parts, *shape.subtotals, shape.total)):
        cell, sum_ = cells[number], number not in shape.parts
        for side, size in enumerate((cell.low or 0.0, cell.top)):
            begin = 0.0 if sum_ else at[side]
            rows.append(
                {
                    "id": cell.id,
                    "label": cell.label,
                    "end": _ENDS[side],
                    "stack": side,
                    "pale": (0.95, 0.6)[side],
                    "sum": sum_,
                    "low": begin,
                    "high": begin + size,
                    "colour": INK if sum_ else COST,
                    "tip": in_line(f"{cell.label}: {cell.text}", cell.line),
                }
            )
            if not sum_:
                at[side] += size
    return rows


def _redone(shape: Waterfall, cells: Sequence[Cell], bars: Sequence[Row], ends: Sequence[str]) -> list[Row]:
    """What was recalculated, beginning where its stated bar begins."""
    found = []
    for number in (*shape.parts, *shape.subtotals, shape.total):
        cell = cells[number]
        if not cell.redone:
            continue
        own = [row for row in bars if row["label"] == cell.label and row["end"] in ends]
        for side, row in enumerate(own):
            words = f"≠\u2002{digits(*cell.redone)}" if side == len(own) - 1 else ""
            tip = say("{what}: recalculated {again}", what=cell.label, again=cell.again)
            high = row["low"] + cell.redone[side]
            found.append({**row, "again": True, "high": high, "text": words, "tip": tip})
    return found


def _said(shape: Waterfall, cells: Sequence[Cell], bars: Sequence[Row], ends: Sequence[str]) -> list[Row]:
    """The words at the far end of each row, on the rows of all bars, so that they move with them."""
    words = {cell.label: _digits(cell) for cell in cells}
    return [
        {**row, "text": words[row["label"]] if row["end"] == ends[-1] else ""} for row in bars if row["end"] in ends
    ]
