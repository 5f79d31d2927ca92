"""Labels with two capacities and a price: circles where the price begins, as large as the second capacity."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from hostdoc.report.frames import Cell, records
from hostdoc.report.picture import Picture
from hostdoc.report.scales import Scale
from hostdoc.report.shapes import Scatter, column
from hostdoc.report.theme import (
    DRIFT,
    INK,
    TEXT,
    TIP,
    Y2,
    Row,
    Side,
    chart,
    digits,
    hollow,
    symbol,
    text,
    text_width,
    unit_words,
)  # fmt: skip

_HEIGHT = 300
_TICKS = 34
_LARGEST = 420  # square pixels of the largest circle
_LINE = 13  # pixels from one line of text to the next
_SPREAD = 10


@dataclass(frozen=True, slots=True)
class _Point:
    """A row of the table that states both the capacity and the price."""

    label: str
    x: Cell
    size: Cell
    price: Cell


def picture(shape: Scatter, colours: Mapping[str, str], headers: Sequence[str]) -> Picture:
    all_rows = zip(
        *(records(column(shape.frame, index)) for index in (shape.x, shape.size, *shape.columns)), strict=True
    )
    rows = [_Point(x.label, x, size, price) for x, size, price in all_rows]
    points = [row for row in rows if row.x.low is not None and row.price.low is not None]
    unit = unit_words(shape.unit)
    ranged = "; line: up to the highest price" if any(point.price.low != point.price.top for point in points) else ""
    again = "; outline: recalculated" if any(point.price.redone for point in points) else ""
    left = len(rows) - len(points)
    missing = f"; {left} {'row is' if left == 1 else 'rows are'} left out, which state no such pair" if left else ""
    return Picture(
        title=_title(points, shape, headers),
        unit=f"{headers[shape.columns[0]]} by {headers[shape.x]}; area of the circle: {headers[shape.size]}{ranged}{again}{missing}",
        description=f"Scatter of {unit} against {headers[shape.x]} and {headers[shape.size]}. "
        + "; ".join(
            f"{p.label}: {p.x.words}, {p.size.words}, {digits(p.price.low or 0.0, p.price.top)}" for p in points
        )
        + ".",
        columns=["", headers[shape.x], headers[shape.size], headers[shape.columns[0]]],
        rows=[
            [p.label, p.x.words, p.size.words, f"{p.price.words}{f' ≠ {p.price.again}' if p.price.redone else ''}"]
            for p in rows
        ],
        draw=lambda width: _draw(shape, points, colours, headers, width),
    )


def _title(points: Sequence[_Point], shape: Scatter, headers: Sequence[str]) -> str:
    """What is seen: which row asks least for a unit of the capacity, and which most."""
    sign, of = symbol(shape.unit), shape.x_unit or headers[shape.x]

    def rate(point: _Point, end: float) -> float:
        return end / (point.x.low or 1.0)

    least = min(points, key=lambda point: rate(point, point.price.low or 0.0))
    most = max(points, key=lambda point: rate(point, point.price.top))
    lowest, highest = rate(least, least.price.low or 0.0), rate(most, most.price.top)
    if least is most or lowest == highest:
        return f"{headers[shape.columns[0]]} against {headers[shape.x]}"
    ends = (
        f"{sign}{digits(round(lowest, 2), round(lowest, 2))} at {least.label}",
        f"{sign}{digits(round(highest, 2), round(highest, 2))} at {most.label}",
    )
    return (
        f"A {of} of {headers[shape.x]} costs from {ends[0]} to {ends[1]}"
        if shape.x_unit
        else f"Per {of}, prices go from {ends[0]} to {ends[1]}"
    )


# -- The drawing --------------------------------------------------------------------------------------------------


def _draw(
    shape: Scatter, points: Sequence[_Point], colours: Mapping[str, str], headers: Sequence[str], width: int
) -> Any:
    plot = width - _TICKS - 40
    capacities = [point.x.low or 0.0 for point in points]
    across = Scale.over(capacities, _SPREAD, capacities)
    up = Scale.over(
        [end for p in points for end in (p.price.low or 0.0, p.price.top, *(p.price.redone or ()))], _SPREAD
    )
    sizes = [point.size.low for point in points if point.size.low]
    rows = [_row(point, colours, max(sizes, default=1.0)) for point in points]
    _place(rows, across, up, plot)
    of = f", {shape.x_unit}" if shape.x_unit and shape.x_unit not in headers[shape.x] else ""
    log_x = " (logarithmic)" if across.logarithmic else ""
    log_y = " (logarithmic)" if up.logarithmic else ""
    x = alt.X("x:Q", title=f"{headers[shape.x]}{of}{log_x}", scale=across.drawn, axis=across.axis(6))
    y = alt.Y(
        "low:Q",
        title=f"{unit_words(shape.unit)}{log_y}",
        scale=up.drawn,
        axis=up.axis(5, minExtent=_TICKS, maxExtent=_TICKS),
    )
    ink, area = alt.Color("colour:N", scale=None), alt.Size("area:Q", scale=None)
    layers: list[Any] = [
        chart(rows).mark_rule(strokeWidth=2).encode(x=x, y=y, y2=Y2, color=ink),
        chart(rows).mark_point(filled=True, opacity=0.8).encode(x=x, y=y, color=ink, size=area, tooltip=TIP),
    ]
    redone = [_again(point) for point in points if point.price.redone]
    if redone:
        layers.append(chart(redone).mark_bar(**hollow(width=16)).encode(x=x, y=y, y2=Y2))
        layers.append(
            text(redone, "left", 12, 0, color=DRIFT, fontWeight="bold").encode(x=x, y=alt.Y("high:Q"), text=TEXT)
        )
    for row in rows:
        if row["text"]:
            words = text([row], row["side"], row["dx"], row["dy"], baseline="middle")
            layers.append(words.encode(x=x, y=y, text=TEXT))
    return alt.layer(*layers).properties(width=plot, height=_HEIGHT)


def _row(point: _Point, colours: Mapping[str, str], largest: float) -> Row:
    price = point.price
    size = (point.size.low or 0.0) / largest
    return {
        "id": price.id,
        "label": point.label,
        "x": point.x.low,
        "low": price.low,
        "high": price.top,
        "flat": price.low == price.top,
        "area": max(18.0, _LARGEST * size),
        "colour": colours.get(point.label, INK),
        "tip": f"{point.label}: {point.x.words}, {point.size.words}, {price.text}, line {price.line}",
    }


def _again(point: _Point) -> Row:
    assert point.price.redone is not None
    low, high = point.price.redone
    nudge = abs(high) * 0.01 if low == high else 0.0
    return {
        "id": point.price.id,
        "again": True,
        "x": point.x.low,
        "low": low - nudge,
        "high": high + nudge,
        "text": f"≠\u2002{digits(low, high)}",
    }


def _place(rows: list[Row], across: Scale, up: Scale, plot: int) -> None:
    """Where each name stands: beside its circle, moved until it meets no other; several on one point share a name."""
    together: dict[tuple[float, float, float], list[Row]] = {}
    for row in rows:
        row["text"] = ""
        together.setdefault((row["x"], row["low"], row["high"]), []).append(row)
    taken = [_circle(row, across, up, plot) for row in rows]
    for same in sorted(together.values(), key=lambda same: (same[0]["x"], same[0]["low"])):
        row = same[0]
        name = _listed([it["label"] for it in same])
        x, y = across.at(row["x"], plot), _HEIGHT - up.at(row["low"], _HEIGHT)
        beside = (max(it["area"] for it in same) / 3.14) ** 0.5 + 5
        found = next((it for it in _places(x, y, beside, text_width(name)) if _free(it[0], taken, plot)), None)
        if found:
            taken.append(found[0])
            row.update(text=name, side=found[1], dx=found[2], dy=found[3])


_Box = tuple[float, float, float, float]


def _circle(row: Row, across: Scale, up: Scale, plot: int) -> _Box:
    x, y, half = across.at(row["x"], plot), _HEIGHT - up.at(row["low"], _HEIGHT), (row["area"] / 3.14) ** 0.5
    return x - half, y - half, x + half, y + half


def _places(x: float, y: float, beside: float, wide: float) -> list[tuple[_Box, Side, float, float]]:
    half = _LINE / 2
    found: list[tuple[_Box, Side, float, float]] = []
    for dy in (0.0, -_LINE, _LINE, -2.0 * _LINE, 2.0 * _LINE):
        found.append(((x + beside, y + dy - half, x + beside + wide, y + dy + half), "left", beside, dy))
        found.append(((x - beside - wide, y + dy - half, x - beside, y + dy + half), "right", -beside, dy))
    for dy in (-beside - half, beside + half):
        found.append(((x - wide / 2, y + dy - half, x + wide / 2, y + dy + half), "center", 0.0, dy))
    return found


def _free(box: _Box, taken: Sequence[_Box], plot: int) -> bool:
    left, top, right, bottom = box
    if left < 0 or right > plot + 30 or top < 0 or bottom > _HEIGHT:
        return False
    return not any(left < r and right > l and top < b and bottom > t for l, t, r, b in taken)


def _listed(names: Sequence[str]) -> str:
    return (
        names[0]
        if len(names) == 1
        else f"{names[0]} and {len(names) - 1} more"
        if len(names) > 2
        else " and ".join(names)
    )
