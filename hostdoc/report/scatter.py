"""Labels with two capacities and a price: circles where the price begins, as large as the second capacity."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from hostdoc.core.records import dataclass
from hostdoc.report.cells import Cell, column
from hostdoc.report.lettering import DRIFT, INK, digits, scaled, symbol, unit_words
from hostdoc.report.picture import Picture
from hostdoc.report.saying import joined, say
from hostdoc.report.scales import Scale
from hostdoc.report.shapes import Scatter
from hostdoc.report.theme import TEXT, TIP, Y2, Row, Side, chart, hollow, text, text_width

_HEIGHT = 300
_TICKS = 34
_LARGEST = 420  # square pixels of the largest circle
_LINE = 13  # pixels from one line of text to the next
_SPREAD = 10

_Box = tuple[float, float, float, float]  # left, top, right, bottom, in pixels


@dataclass(frozen=True, slots=True)
class _Point:
    """A row of the table that states both the capacity and the price."""

    label: str
    x: float
    size: float
    price: Cell
    words: str  # of both capacities


def picture(shape: Scatter, colours: Mapping[str, str], headers: Sequence[str]) -> Picture:
    across, sizes, prices = (
        column(shape.cells, index) for index in (shape.x.column, shape.size.column, shape.columns[0])
    )
    points = [
        _Point(
            label=price.label,
            x=shape.x.amounts[price.row],
            size=shape.size.amounts.get(price.row, 0.0),
            price=price,
            words=f"{across[price.row].words}, {sizes[price.row].words}",
        )
        for price in prices
        if price.low is not None and price.row in shape.x.amounts
    ]
    x, size, price = (headers[index] for index in (shape.x.column, shape.size.column, shape.columns[0]))
    axes = say("Scatter of {unit} against {one} and {other}. ", unit=unit_words(shape.unit), one=x, other=size)
    return Picture(
        title=_title(points, shape, x),
        unit=joined(
            (
                say("{price} by {capacity}; area of the circle: {size}", price=price, capacity=x, size=size),
                *_how(points, len(prices)),
            ),
            "; ",
        ),
        description=joined((axes, "; ".join(f"{it.label}: {it.words}, {_digits(it.price)}" for it in points), ".")),
        columns=["", x, size, price],
        rows=[[c.label, a.words, b.words, _said(c)] for a, b, c in zip(across, sizes, prices, strict=True)],
        draw=lambda width: _draw(shape, points, colours, headers, width),
    )


def _how(points: Sequence[_Point], rows: int) -> list[str]:
    """How to read the marks, and what is not there."""
    left = rows - len(points)
    return [
        say("line: up to the highest price") if any(point.price.low != point.price.top for point in points) else "",
        say("outline: recalculated") if any(point.price.redone for point in points) else "",
        say(
            "{number} row without such a pair left out" if left == 1 else "{number} rows without such a pair left out",
            number=left,
        )
        if left
        else "",
    ]


def _digits(price: Cell) -> str:
    return digits(price.low or 0.0, price.top, price.open)


def _said(price: Cell) -> str:
    return f"{price.words} ≠ {price.again}" if price.redone else price.words


def _title(points: Sequence[_Point], shape: Scatter, x: str) -> str:
    """What is seen: what the cheapest and the dearest give."""
    least = min(points, key=lambda point: (point.price.low or 0.0, -point.x))
    most = max(points, key=lambda point: (point.price.top, -point.x))
    sign, unit = symbol(shape.unit), shape.x.unit or x
    lowest, highest = (digits(end, end) for end in (least.price.low or 0.0, most.price.top))
    return say(
        "From {lowest} for {least} at {who} to {highest} for {most} at {other}",
        lowest=f"{sign}{lowest}",
        least=f"{least.x:,.4g} {unit}",
        who=least.label,
        highest=f"{sign}{highest}",
        most=f"{most.x:,.4g} {unit}",
        other=most.label,
    )


# -- The drawing --------------------------------------------------------------------------------------------------


def _draw(
    shape: Scatter, points: Sequence[_Point], colours: Mapping[str, str], headers: Sequence[str], width: int
) -> Any:
    plot = width - _TICKS - 40
    capacities = [point.x for point in points]
    across = Scale.over(capacities, _SPREAD, capacities)
    up = Scale.over(
        [end for p in points for end in (p.price.low or 0.0, p.price.top, *(p.price.redone or ()))], _SPREAD
    )
    sizes = [point.size for point in points]
    rows = [_row(point, colours, max(sizes) or 1.0) for point in points]
    redone = [_again(point) for point in points if point.price.redone]
    _place(rows, across, up, plot, [_beside(row, across, up, plot) for row in redone])
    name = headers[shape.x.column]
    of = f", {shape.x.unit}" if shape.x.unit and shape.x.unit not in name else ""
    wide, high = f"{name}{of}", unit_words(shape.unit)
    x = alt.X(
        "x:Q",
        title=scaled(wide, across.logarithmic),
        scale=across.drawn,
        axis=across.axis(6),
    )
    y = alt.Y(
        "low:Q",
        title=scaled(high, up.logarithmic),
        scale=up.drawn,
        axis=up.axis(5, minExtent=_TICKS, maxExtent=_TICKS),
    )
    ink, area = alt.Color("colour:N", scale=None), alt.Size("area:Q", scale=None)
    layers: list[Any] = [
        chart(rows).mark_rule(strokeWidth=2).encode(x=x, y=y, y2=Y2, color=ink),
        chart(rows).mark_point(filled=True, opacity=0.8).encode(x=x, y=y, color=ink, size=area, tooltip=TIP),
    ]
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
    size = point.size / largest
    return {
        "id": price.id,
        "label": point.label,
        "x": point.x,
        "low": price.low,
        "high": price.top,
        "flat": price.low == price.top,
        "area": max(30.0, _LARGEST * size),
        "colour": colours.get(point.label, INK),
        "tip": f"{point.label}: {point.words}, {price.text}, line {price.line}",
    }


def _again(point: _Point) -> Row:
    assert point.price.redone is not None
    low, high = point.price.redone
    nudge = abs(high) * 0.025 if low == high else 0.0  # so that it shows as an outline
    return {
        "id": point.price.id,
        "again": True,
        "x": point.x,
        "low": low - nudge,
        "high": high + nudge,
        "text": f"≠\u2002{digits(low, high)}",
    }


def _place(rows: list[Row], across: Scale, up: Scale, plot: int, kept: Sequence[_Box]) -> None:
    """Where each name stands: beside its circle, moved until it meets no other; several on one point share a name."""
    together: dict[tuple[float, float, float], list[Row]] = {}
    for row in rows:
        row["text"] = ""
        together.setdefault((row["x"], row["low"], row["high"]), []).append(row)
    taken = [*(_circle(row, across, up, plot) for row in rows), *kept]
    for same in sorted(together.values(), key=lambda same: (same[0]["x"], same[0]["low"])):
        row = same[0]
        name = _listed([it["label"] for it in same])
        x, y = across.at(row["x"], plot), _HEIGHT - up.at(row["low"], _HEIGHT)
        beside = (max(it["area"] for it in same) / 3.14) ** 0.5 + 5
        found = next((it for it in _places(x, y, beside, text_width(name)) if _free(it[0], taken, plot)), None)
        if found:
            taken.append(found[0])
            row.update(text=name, side=found[1], dx=found[2], dy=found[3])


def _circle(row: Row, across: Scale, up: Scale, plot: int) -> _Box:
    x, y, half = across.at(row["x"], plot), _HEIGHT - up.at(row["low"], _HEIGHT), (row["area"] / 3.14) ** 0.5
    return x - half, y - half, x + half, y + half


def _beside(row: Row, across: Scale, up: Scale, plot: int) -> _Box:
    """The outline of what was recalculated, and its words."""
    x, low, high = across.at(row["x"], plot), up.at(row["low"], _HEIGHT), up.at(row["high"], _HEIGHT)
    return x - 9, _HEIGHT - high - _LINE / 2, x + 16 + text_width(row["text"]), _HEIGHT - low + _LINE / 2


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
    return not any(
        left < east and right > west and top < south and bottom > north for west, north, east, south in taken
    )


def _listed(names: Sequence[str]) -> str:
    return (
        names[0]
        if len(names) == 1
        else f"{names[0]} and {len(names) - 1} more"
        if len(names) > 2
        else " and ".join(names)
    )
