"""Cost and margin over a count of users: ribbons on a logarithmic axis, a price line, a zero line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from math import exp, log
from typing import Any

import altair as alt

from hostdoc.core.records import dataclass
from hostdoc.report.crossover import Crossing
from hostdoc.report.lettering import DRIFT, INK, digits, in_line, scaled, symbol, unit_words
from hostdoc.report.picture import Picture
from hostdoc.report.saying import joined, listed, say
from hostdoc.report.scale_points import Point, crossing_of, points_of
from hostdoc.report.shapes import Ribbons
from hostdoc.report.theme import (
    COST,
    MARGIN,
    TEXT,
    TIP,
    Y2,
    Row,
    Side,
    chart,
    hollow,
    label_expression,
    text,
    text_width,
    ticks,
)

_HEIGHT = 190
_STEPS = 8  # pieces between two rows of the table, so that straight lines stay straight
_DEEPEST = -75.0  # percent; a margin below runs out of the picture
_ROOM = 66
_TICKS = 30  # pixels for the labels of both upright axes, so that the panels stand in line


def picture(shape: Ribbons, headers: list[str]) -> Picture:
    points = points_of(shape)
    unit = unit_words(shape.unit)
    redone = say("outline: recalculated") if any(point.again or point.cost_again for point in points) else ""
    across = crossing_of(shape)
    band = say("band: where they cross") if across else ""
    how = say("Cost and margin; ranges low to high; straight lines between the rows of the table")
    costs = [joined((digits(point.low, point.high, point.opened), unit), " ") for point in points]
    each = joined(
        (
            say("at {count} cost {cost}, margin {margin}", count=point.name, cost=cost, margin=point.margin)
            for point, cost in zip(points, costs, strict=True)
        ),
        "; ",
    )
    end = say(". Cost and price cross at about {count}.", count=across.text) if across else "."
    return Picture(
        title=_title(shape, points, headers),
        unit=joined((how, band, redone), "; "),
        description=joined((say("Two ribbons over {counted}. ", counted=headers[shape.count].lower()), each, end)),
        columns=[headers[shape.count], headers[shape.cost], headers[shape.margin], say("recalculated")],
        rows=[[p.name, digits(p.low, p.high, p.opened), p.margin, p.again_text] for p in points],
        draw=lambda width: _draw(shape, points, headers, width),
    )


def _ends(point: Point, shape: Ribbons) -> tuple[float, float] | None:
    """The margin to draw: from cost and price where the price is known, else as stated."""
    if shape.price:
        return 100 * (shape.price - point.high) / shape.price, 100 * (shape.price - point.low) / shape.price
    return point.stated


def _title(shape: Ribbons, points: Sequence[Point], headers: list[str]) -> str:
    name = headers[shape.margin]
    ends = [(point, _ends(point, shape)) for point in points]
    known = [(point, pair) for point, pair in ends if pair]
    spans = [point.name for point, (worst, best) in known if worst < 0 < best]
    positive = next(
        (point.name for number, (point, _) in enumerate(known) if all(w >= 0 for _, (w, _) in known[number:])), ""
    )
    start: str = name
    if spans:
        start = say("{margin} spans zero at {counts}", margin=name, counts=listed(spans))
    if positive and positive != known[0][0].name:
        if not spans:
            return say("{margin} turns positive at {count}", margin=name, count=positive)
        return joined((start, say("from {count} it is positive at every cost", count=positive)), "; ")
    if not known:
        return name
    return say("{margin} from {first} to {last}", margin=start, first=known[0][0].name, last=known[-1][0].name)


# -- The drawing --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Piece:
    """A place on the line between two rows of the table: how far behind the first, and the count and cost there."""

    first: Point
    then: Point
    part: float

    def on(self, value: Callable[[Point], float]) -> float:
        if not self.part:
            return value(self.first)
        low, high = log(value(self.first)), log(value(self.then))
        return exp(low + self.part * (high - low))

    def row(self, ends: dict[str, float], of: Callable[[Point], str]) -> Row:
        """As a row of data; `of` and `part` say from which figures a script can draw the place again."""
        users = self.on(lambda point: point.users)
        return {"users": users, **ends, "of": [of(self.first), of(self.then)], "part": self.part}


def _pieces(points: Sequence[Point], steps: int = 1) -> Iterator[_Piece]:
    """Straight lines between the rows on logarithmic axes: a way to draw, not a claim of the document."""
    for first, then in pairwise(points):
        yield from (_Piece(first, then, step / steps) for step in range(steps))
    yield _Piece(points[-1], points[-1], 0.0)


def _draw(shape: Ribbons, points: Sequence[Point], headers: list[str], width: int) -> Any:
    low, high = points[0].users, points[-1].users
    marks = ticks(low, high, (1,)) if high / low >= 100 else ticks(low, high)
    axis = alt.Axis(values=marks, labelFlush=True, labelExpr=label_expression(marks))
    scale = alt.Scale(type="log", domain=[low, high], nice=False)
    upper = alt.X("users:Q", title=None, scale=scale, axis=axis)
    lower = alt.X("users:Q", title=scaled(headers[shape.count].lower()), scale=scale, axis=axis)
    plot = width - _ROOM
    across = crossing_of(shape)
    cost = alt.layer(*_band(across, upper, ""), _cost(shape, points, upper, plot))
    margin = alt.layer(
        *_band(across, lower, say("crossover")), _margin(shape, points, lower, headers[shape.margin], plot)
    )
    views = [cost, margin]
    return alt.vconcat(*[view.properties(width=plot, height=_HEIGHT) for view in views])


def _band(across: Crossing | None, x: alt.X, name: str) -> list[Any]:
    """The counts between the best and the worst case; `still`: it does not follow figures that are moved."""
    if across is None:
        return []
    row = {"users": across.start, "until": across.end, "text": joined((name, " ", across.text)), "still": True}
    layers = [chart([row]).mark_rect(color=INK, opacity=0.1).encode(x=x, x2="until:Q")]
    if across.start == across.end:
        layers = [chart([row]).mark_rule(strokeDash=[4, 3]).encode(x=x)]
    if name:
        layers.append(text([row], "left", 4, 8, fontWeight="bold").encode(x=x, y=alt.value(0), text="text:N"))
    return layers


def _labels(values: list[Row], points: Sequence[Point], x: alt.X, ends: tuple[str, str], plot: int) -> list[Any]:
    """What is written at each range: above it, or below where it would run into the one before."""
    first, last = points[0].users, points[-1].users
    layers, free = [], 0.0
    for row in values:
        width = text_width(row["text"])
        at = plot * log(row["users"] / first) / log(last / first)
        side: Side = "left" if row["users"] == first else "right" if row["users"] == last else "center"
        start = at - {"left": -8.0, "center": width / 2, "right": width + 3}[side]
        below = start < free and side == "center"
        if not below:
            free = start + width + 4
        words = text([row], side, {"left": 8, "center": 0, "right": -3}[side], 11 if below else -9)
        layers.append(words.encode(x=x, y=alt.Y(ends[0] if below else ends[1]), text=TEXT))
    return layers


def _ranges(values: list[Row], x: alt.X, ends: tuple[Any, str], colour: str) -> list[Any]:
    """The rows of the table: upright bars, and a dot where both ends are one."""
    low, high = ends
    bars = chart(values).mark_rule(color=colour, strokeWidth=4)
    dots = [row for row in values if row["flat"]]
    drawn: list[Any] = [bars.encode(x=x, y=low, y2=high, tooltip=TIP)]
    if dots:
        drawn.append(chart(dots).mark_point(filled=True, color=colour, size=50, opacity=1).encode(x=x, y=low))
    return drawn


def _cost(shape: Ribbons, points: Sequence[Point], x: alt.X, plot: int) -> Any:
    values = [value for point in points for value in (point.low, point.high, *(point.cost_again or ()))]
    logarithmic = min(values) > 0
    top = max([*values, shape.price or 0])
    domain = [min(values) * 0.88, top * 1.5] if logarithmic else [min(0.0, *values), top * 1.15]
    marks = ticks(domain[0], domain[1]) if logarithmic else None
    axis = alt.Axis(
        values=marks or alt.Undefined,
        labelExpr=label_expression(marks) if marks else alt.Undefined,
        tickCount=5,
        minExtent=_TICKS,
        maxExtent=_TICKS,
    )
    scale = alt.Scale(type="log" if logarithmic else "linear", domain=domain, nice=False)
    y = alt.Y("low:Q", title=say("cost, {unit}", unit=unit_words(shape.unit)), scale=scale, axis=axis)
    line = [
        piece.row({"low": piece.on(lambda it: it.low), "high": piece.on(lambda it: it.high)}, lambda it: it.cost_id)
        for piece in _pieces(points, _STEPS if logarithmic else 1)
    ]
    sign = symbol(shape.unit)
    stated = [
        {
            "id": point.cost_id,
            "users": point.users,
            "low": point.low,
            "high": point.high,
            "text": digits(point.low, point.high, point.opened),
            "foot": min(point.low, *(point.cost_again or (point.low,))),
            "top": max(point.high, *(point.cost_again or (point.high,))),
            "flat": point.low == point.high,
            "tip": in_line(f"{point.name}: {sign}{digits(point.low, point.high, point.opened)}", point.line),
        }
        for point in points
    ]
    layers: list[Any] = [
        chart(line).mark_area(color=COST, opacity=0.35).encode(x=x, y=y, y2=Y2),
        *_ranges(stated, x, (y, "high:Q"), COST),
        *_labels(stated, points, x, ("foot:Q", "top:Q"), plot),
    ]
    redone = [
        {"id": p.cost_id, "again": True, "users": p.users, "low": p.cost_again[0], "high": p.cost_again[1]}
        for p in points
        if p.cost_again
    ]
    if redone:
        layers.append(chart(redone).mark_bar(**hollow(width=12)).encode(x=x, y=y, y2=Y2))
    opened = [row for row, point in zip(stated, points, strict=True) if point.opened == "high"]
    if opened:
        up = chart(opened).mark_point(shape="triangle-up", filled=True, color=COST, size=70, opacity=1, yOffset=-3)
        layers.append(up.encode(x=x, y=alt.Y("high:Q")))
    if shape.price:
        layers += _line(shape, points[-1].users, x)
    return alt.layer(*layers)


def _line(shape: Ribbons, at: float, x: alt.X) -> list[Any]:
    """The price, across."""
    row = {
        "id": shape.price_id,
        "lead": say("price "),
        "value": shape.price,
        "users": at,
        "text": say("price {price}", price=shape.price_text),
    }
    named = text([row], "right", 0, -3, baseline="bottom", fontWeight="bold")
    return [
        chart([row]).mark_rule(strokeWidth=1.5).encode(y=alt.Y("value:Q")),
        named.encode(x=x, y=alt.Y("value:Q"), text=TEXT),
    ]


def _margin(shape: Ribbons, points: Sequence[Point], x: alt.X, header: str, plot: int) -> Any:
    line = _margin_line(shape, points)
    stated = [
        {
            "id": point.margin_id,
            "users": point.users,
            "worst": point.stated[0],
            "best": point.stated[1],
            "text": digits(*point.stated),
            "flat": point.stated[0] == point.stated[1],
            "tip": in_line(f"{point.name}: {point.margin}", point.line),
        }
        for point in points
        if point.stated
    ]
    shown = [end for point in points if point.stated for end in point.stated]
    shown += [end for point in points if point.again for end in point.again]
    low = max(_DEEPEST, min([*shown, 0.0, *[row["worst"] for row in line]]))
    scale = alt.Scale(domain=[low, max(100.0, *shown) if shown else 100.0], nice=False)
    rule = alt.Axis(values=[-50, 0, 50, 100], minExtent=_TICKS, maxExtent=_TICKS)
    y = alt.Y("worst:Q", title=f"{header.lower()}, %", scale=scale, axis=rule)
    layers: list[Any] = [
        chart(line).mark_area(color=MARGIN, opacity=0.35, clip=True).encode(x=x, y=y, y2="best:Q"),
        chart([{"value": 0}]).mark_rule(strokeWidth=1.5).encode(y=alt.Y("value:Q")),
    ]
    redone = [_again(point) for point in points if point.again]
    if redone:
        layers.append(chart(redone).mark_bar(**hollow(width=12)).encode(x=x, y=y, y2="best:Q"))
        told = text(redone, "left", 12, 4, color=DRIFT, fontWeight="bold")
        layers.append(told.encode(x=x, y=alt.Y("worst:Q"), text=TEXT))
    if stated:
        layers += [*_ranges(stated, x, (y, "best:Q"), MARGIN), *_labels(stated, points, x, ("worst:Q", "best:Q"), plot)]
    for point in [point for point in points if point.stated is None][:1]:
        note = [
            {
                "users": point.users,
                "worst": low,
                "text": say("{margin} at {count} ↓", margin=point.margin, count=point.name),
            }
        ]
        layers.append(
            text(note, "left" if point is points[0] else "center", 4, -10).encode(x=x, y=alt.Y("worst:Q"), text=TEXT)
        )
    return alt.layer(*layers)


def _again(point: Point) -> Row:
    assert point.again is not None
    return {
        "id": point.margin_id,
        "again": True,
        "users": point.users,
        "worst": point.again[0],
        "best": point.again[1],
        "text": f"≠\u2002{digits(*point.again)}",
    }


def _margin_line(shape: Ribbons, points: Sequence[Point]) -> list[Row]:
    """The ribbon follows cost and price between the rows where the price is known, else joins the stated rows."""
    price = shape.price
    if price and min(point.low for point in points) > 0:

        def margin(cost: float) -> float:
            return 100 * (price - cost) / price

        return [
            piece.row(
                {"worst": margin(piece.on(lambda it: it.high)), "best": margin(piece.on(lambda it: it.low))},
                lambda it: it.margin_id,
            )
            for piece in _pieces(points, _STEPS)
        ]
    known = [(point, ends) for point in points if (ends := _ends(point, shape))]
    return [
        _Piece(point, point, 0.0).row({"worst": ends[0], "best": ends[1]}, lambda it: it.margin_id)
        for point, ends in known
    ]
