"""Periods with ranges: one panel a column, a bar from low to high at each period and nothing drawn between them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import altair as alt

from hostdoc.report.cells import Cell, Cells, column
from hostdoc.report.lettering import DRIFT, digits, in_line, scaled, short, unit_words
from hostdoc.report.picture import Picture
from hostdoc.report.saying import joined, say
from hostdoc.report.shapes import Timeline
from hostdoc.report.theme import (
    COST,
    TEXT,
    TIP,
    Y2,
    Row,
    amounts,
    chart,
    hollow,
    label_expression,
    text,
    text_width,
    ticks,
    title,
)

_HEIGHT = 120
_SIDE = 42  # pixels beside the first and the last period, for what is written at them
_TICKS = 44  # pixels for the labels of the upright axes, so that panels stand in line
_SPREAD = 20  # from the least to the greatest value, above which an axis is logarithmic


def picture(shape: Timeline, headers: Sequence[str]) -> Picture:
    panels = {index: column(shape.cells, index) for index in shape.columns}
    cells = [cell for panel in panels.values() for cell in panel if cell.low is not None]
    again = any(cell.redone for cell in cells)
    ranged = any(cell.low != cell.top for cell in cells)
    marks = say("bar: stated, low to high" if ranged else "dot: stated")
    period: str = headers[0].lower() or say("period")
    outline = say("outline: recalculated") if again else ""
    each = ". ".join(
        f"{_head(headers, shape, index)}: "
        + ", ".join(f"{cell.label} {_digits(cell)}" for cell in panel if cell.low is not None)
        for index, panel in panels.items()
    )
    return Picture(
        title=_title(shape, panels, headers),
        unit=joined((say("By {period}", period=period), marks, outline), "; "),
        description=joined((say("Ranges by {period}. ", period=period), each, ".")),
        columns=[headers[0], *(_head(headers, shape, index) for index in shape.columns)],
        rows=[
            [row[0].label, *(f"{cell.words}{f' ≠ {cell.again}' if cell.redone else ''}" for cell in row)]
            for row in zip(*panels.values(), strict=True)
        ],
        draw=lambda width: _draw(shape, panels, headers, width),
    )


def _digits(cell: Cell) -> str:
    low, high = cell.low or 0.0, cell.top
    if min(abs(low), abs(high)) < 10_000:
        return digits(low, high, cell.open)
    ends = [short(end).replace("-", "−") for end in (low, high)]
    return (ends[0] if low == high else f"{ends[0]}–{ends[1]}") + ("+" if cell.open == "high" else "")


def _head(headers: Sequence[str], shape: Timeline, index: int) -> str:
    unit = unit_words(shape.units[shape.columns.index(index)])
    return headers[index] or unit


def _title(shape: Timeline, panels: dict[int, Cells], headers: Sequence[str]) -> str:
    """What is seen of the last column: where it begins and where it ends."""
    index = shape.columns[-1]
    known = [cell for cell in panels[index] if cell.low is not None]
    first, last = known[0], known[-1]
    unit = unit_words(shape.units[-1].split("/")[0])
    name = _head(headers, shape, index)
    steps = list(pairwise(known))
    rises = all(one.top <= (then.low or 0.0) for one, then in steps)
    falls = all((one.low or 0.0) >= then.top for one, then in steps)
    ends = {
        "first": _digits(first),
        "last": joined((_digits(last), unit), " "),
        "start": first.label,
        "end": last.label,
    }
    if not rises and not falls:
        return say("{what} goes from {first} to {last} between {start} and {end}", what=name, **ends)
    if rises:
        return say("{what} rises from {first} to {last} between {start} and {end}", what=name, **ends)
    return say("{what} falls from {first} to {last} between {start} and {end}", what=name, **ends)


# -- The drawing --------------------------------------------------------------------------------------------------


def _draw(shape: Timeline, panels: dict[int, Cells], headers: Sequence[str], width: int) -> Any:
    plot = width - _TICKS - 24
    first, last = _reach(shape.places, plot)
    scale = alt.Scale(domain=[first, last], nice=False)
    names = {place: cell.label for place, cell in zip(shape.places, next(iter(panels.values())), strict=True)}
    shown = _apart(names, shape.places, plot)
    views = []
    for index, cells in panels.items():
        labels = index == shape.columns[-1]
        x = alt.X("when:Q", title=None, scale=scale, axis=_axis(shown if labels else {}, labels))
        unit = unit_words(shape.units[shape.columns.index(index)])
        known = [(cell, place) for cell, place in zip(cells, shape.places, strict=True) if cell.low is not None]
        y, logarithmic = _upright(known)
        said = title(_named(headers[index], unit, logarithmic, width))
        view = _panel(known, shape.places, x, y, plot).properties(width=plot, height=_HEIGHT, title=said)
        views.append(view)
    return alt.vconcat(*views).configure_concat(spacing=16) if len(views) > 1 else views[0]


def _named(header: str, unit: str, logarithmic: bool, width: int) -> str | list[str]:
    """The title of a panel: what it shows in which unit, in two lines where one does not hold it."""
    whole = scaled(joined((header, unit), ", "), logarithmic)
    return whole if text_width(whole) < width else [header, scaled(unit, logarithmic).strip()]


def _apart(names: dict[float, str], places: Sequence[float], plot: int) -> dict[float, str]:
    """The labels of an axis of time that do not run into each other; the first always stands."""
    free, kept = -1e9, {}
    for place, name in names.items():
        at = _at(place, places, plot)
        half = text_width(name) / 2 + 3
        if at - half >= free:
            kept[place], free = name, at + half
    return kept


def _axis(shown: dict[float, str], labels: bool) -> alt.Axis:
    """Labels by place: numbers are compared with room for how they are written."""
    expression = "''"
    for place, name in reversed(shown.items()):
        quoted = name.replace("\\", "").replace("'", "’")
        expression = f"abs(datum.value - {place:.6f}) < 0.001 ? '{quoted}' : {expression}"
    return alt.Axis(values=list(shown), labels=labels, labelExpr=expression, labelFlush=False, grid=labels)


def _reach(places: Sequence[float], plot: int) -> tuple[float, float]:
    """The ends of the axis, with room for what is written at the first and the last period."""
    room = (places[-1] - places[0]) * _SIDE / (plot - 2 * _SIDE)
    return places[0] - room, places[-1] + room


def _at(place: float, places: Sequence[float], plot: int) -> float:
    first, last = _reach(places, plot)
    return (place - first) / (last - first) * plot


def _panel(known: Sequence[tuple[Cell, float]], places: Sequence[float], x: alt.X, y: alt.Y, plot: int) -> Any:
    stated = [_row(cell, place) for cell, place in known]
    dots = [row for row in stated if row["low"] == row["high"]]
    layers: list[Any] = [
        chart(stated).mark_rule(color=COST, strokeWidth=8).encode(x=x, y=y, y2=Y2, tooltip=TIP),
        *(
            [chart(dots).mark_point(filled=True, color=COST, size=60, opacity=1).encode(x=x, y=y, tooltip=TIP)]
            if dots
            else []
        ),
    ]
    opened = [row for row in stated if row["open"] == "high"]
    if opened:
        up = chart(opened).mark_point(shape="triangle-up", filled=True, color=COST, size=70, opacity=1, yOffset=-3)
        layers.append(up.encode(x=x, y=alt.Y("high:Q")))
    redone = [
        {
            **_row(cell, place),
            "again": True,
            "low": cell.redone[0],
            "high": cell.redone[1],
            "text": f"≠\u2002{digits(*cell.redone)}",
        }
        for cell, place in known
        if cell.redone
    ]
    if redone:
        layers.append(chart(redone).mark_bar(**hollow(width=16)).encode(x=x, y=y, y2=Y2))
        layers.append(
            text(redone, "left", 12, 10, color=DRIFT, fontWeight="bold").encode(x=x, y=alt.Y("low:Q"), text=TEXT)
        )
    reach = [
        {**row, "high": max([row["high"], *(it["high"] for it in redone if it["when"] == row["when"])])}
        for row in stated
    ]
    layers.append(text(_roomy(reach, places, plot), "center", 0, -10).encode(x=x, y=alt.Y("high:Q"), text=TEXT))
    return alt.layer(*layers)


def _row(cell: Cell, place: float) -> Row:
    return {
        "id": cell.id,
        "when": place,
        "low": cell.low,
        "high": cell.top,
        "flat": cell.low == cell.top,
        "open": cell.open,
        "text": _digits(cell),
        "tip": in_line(f"{cell.label}: {cell.text}", cell.line),
    }


def _roomy(stated: Sequence[Row], places: Sequence[float], plot: int) -> list[Row]:
    """The amounts that find room beside each other; tooltip and table have the others."""
    free, kept = -1e9, []
    for row in stated:
        at, half = _at(row["when"], places, plot), text_width(row["text"]) / 2 + 2
        if at - half >= free:
            kept.append(row)
            free = at + half
    return kept


def _upright(known: Sequence[tuple[Cell, float]]) -> tuple[alt.Y, bool]:
    """The axis of the amounts of a panel, and whether it is logarithmic."""
    ends = [end for cell, _ in known for end in (cell.low or 0.0, cell.top, *(cell.redone or ()))]
    low, high = min(ends), max(ends)
    room: Row = {"minExtent": _TICKS, "maxExtent": _TICKS}
    if low > 0 and high / low > _SPREAD:
        domain = (low * 0.7, high * (high / low) ** 0.25)
        marks = ticks(*domain, (1, 2, 5) if high / low <= _SPREAD * 2 else (1,))
        axis = alt.Axis(values=marks, labelExpr=label_expression(marks), **room)
        return alt.Y("low:Q", title=None, scale=alt.Scale(type="log", domain=list(domain), nice=False), axis=axis), True
    low = min(low, 0.0)
    scale = alt.Scale(domain=[low, high + (high - low or 1) * 0.22], nice=False)
    axis = amounts(high, 4, **room)
    return alt.Y("low:Q", title=None, scale=scale, axis=axis), False
