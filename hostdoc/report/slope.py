"""Stages of the same thing with ranges of money: bars at each stage, joined by a pale band from one to the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import altair as alt

from hostdoc.report import intervals
from hostdoc.report.cells import Cell
from hostdoc.report.intervals import WIDE_SPREAD
from hostdoc.report.lettering import DRIFT, INK, digits, in_line, scaled, unit_words
from hostdoc.report.picture import Picture
from hostdoc.report.saying import joined, say
from hostdoc.report.scales import Scale
from hostdoc.report.shapes import Slope
from hostdoc.report.theme import TEXT, TIP, Y2, Row, chart, hollow, text, text_width

_HEIGHT = 320
_NARROWEST = 60  # pixels from one stage to the next
_LINE = 14  # pixels between labels, so that they can be read
_STEP = 9  # pixels between bars of one stage
_TICKS = 34
_ROOMY = 500  # pixels below which the panels of interval bars are drawn instead


def picture(shape: Slope, colours: Mapping[str, str], headers: Sequence[str]) -> Picture:
    as_bars = intervals.picture(shape, colours, headers)
    cells = [cell for cell in shape.cells if cell.column in shape.columns]
    bars, bands = say("bar: stated, low to high"), say("band: from one stage to the next, not stated")
    again = say("outline: recalculated") if any(cell.redone for cell in cells) else ""
    return Picture(
        title=as_bars.title,
        unit=joined((unit_words(shape.unit), bars, bands, again), "; "),
        description=as_bars.description,
        columns=as_bars.columns,
        rows=as_bars.rows,
        draw=lambda width: _draw(shape, cells, colours, headers, width) if width >= _ROOMY else as_bars.draw(width),
    )


def _draw(shape: Slope, cells: Sequence[Cell], colours: Mapping[str, str], headers: Sequence[str], width: int) -> Any:
    names = list(dict.fromkeys(cell.label for cell in cells))
    known = [cell for cell in cells if cell.low is not None]
    ends = [end for cell in known for end in (cell.low or 0.0, cell.top, *(cell.redone or ()))]
    up = Scale.over(ends, WIDE_SPREAD)
    last = {
        name: max(c.column for c in known if c.label == name) for name in names if any(c.label == name for c in known)
    }
    then = {name: _then(name, last[name], cells) if name in last else "" for name in names}
    before = max(text_width(_name(cell)) for cell in known if cell.column == shape.columns[0])
    room = 2 * 8 + _STEP * len(names) / 2
    plot = width - _TICKS - 16
    left = before + room
    stage = {column: number for number, column in enumerate(shape.columns)}
    behind = [(stage[c.column], text_width(_name(c) + then[c.label])) for c in known if c.column == last[c.label]]
    step = min((plot - left - room - width) / number for number, width in behind if number)
    step = max(step, _NARROWEST)
    order = sorted(names, key=lambda name: min((c.top for c in known if c.label == name), default=0.0))

    def at(cell: Cell) -> float:
        dodge = (order.index(cell.label) - (len(order) - 1) / 2) * _STEP
        return left + shape.columns.index(cell.column) * step + dodge

    places = [left + number * step for number in range(len(shape.columns))]
    rows = [_row(cell, at(cell), colours) for cell in known]
    x = alt.X(
        "x:Q", title=None, scale=alt.Scale(domain=[0, plot], nice=False), axis=_stages(headers, shape, places, step)
    )
    unit = unit_words(shape.unit)
    name = scaled(unit, up.logarithmic)
    y = alt.Y("low:Q", title=name, scale=up.drawn, axis=up.axis(5, minExtent=_TICKS, maxExtent=_TICKS))
    fill, stroke = alt.Fill("colour:N", scale=None), alt.Stroke("colour:N", scale=None)
    bands = chart(_bands(rows)).mark_area(fillOpacity=0.14, strokeOpacity=0.35, strokeWidth=1)
    layers: list[Any] = [
        bands.encode(x=x, y=y, y2=Y2, fill=fill, stroke=stroke, detail=alt.Detail("band:N")),
        chart(rows)
        .mark_rule(strokeWidth=6)
        .encode(x=x, y=y, y2=Y2, color=alt.Color("colour:N", scale=None), tooltip=TIP),
    ]
    if dots := [row for row in rows if row["flat"]]:
        points = chart(dots).mark_point(filled=True, size=55, opacity=1)
        layers.append(points.encode(x=x, y=y, color=alt.Color("colour:N", scale=None), tooltip=TIP))
    redone = [_again(cell, at(cell)) for cell in known if cell.redone]
    if redone:
        layers.append(chart(redone).mark_bar(**hollow(width=12)).encode(x=x, y=y, y2=Y2))
    behind_words = [(cell, _name(cell) + then[cell.label]) for cell in known if cell.column == last[cell.label]]
    before_words = [(cell, _name(cell)) for cell in known if cell.column == shape.columns[0]]
    for words, side in ((behind_words, "left"), (before_words, "right")):
        for column in shape.columns:
            own = [(cell, said) for cell, said in words if cell.column == column]
            edge = left + shape.columns.index(column) * step + room - 8 if side == "left" else left - room + 8
            layers += _labels(own, edge, side, up, x, y)
    return alt.layer(*layers).properties(width=plot, height=_HEIGHT)


def _stages(headers: Sequence[str], shape: Slope, places: Sequence[float], step: float) -> alt.Axis:
    expression = "''"
    for place, index in zip(places, shape.columns, strict=True):
        full = headers[index]
        name = full if text_width(full) <= step else full.split("(")[0].strip()
        quoted = name.replace("\\", "").replace("'", "’")
        expression = f"abs(datum.value - {place:.3f}) < 1 ? '{quoted}' : {expression}"
    return alt.Axis(values=list(places), labelExpr=expression, labelFlush=False, labelLimit=step, grid=False)


def _words(cell: Cell) -> str:
    again = f" ≠ {digits(*cell.redone)}" if cell.redone else ""
    return f"{digits(cell.low or 0.0, cell.top, cell.open)}{again}"


def _name(cell: Cell) -> str:
    return f"{cell.label} {_words(cell)}"


def _then(name: str, last: int, cells: Sequence[Cell]) -> str:
    """What is said of the stage behind the last one that is priced."""
    after = [cell.words for cell in cells if cell.label == name and cell.column > last and len(cell.words) > 1]
    return say(", then: {words}", words=f"{after[0][:1].lower()}{after[0][1:]}") if after else ""


def _row(cell: Cell, x: float, colours: Mapping[str, str]) -> Row:
    return {
        "id": cell.id,
        "who": cell.label,
        "stage": cell.column,
        "x": x,
        "low": cell.low,
        "high": cell.top,
        "flat": cell.low == cell.top,
        "colour": colours.get(cell.label, INK),
        "tip": in_line(f"{cell.label}, {cell.header}: {cell.text}", cell.line),
    }


def _again(cell: Cell, x: float) -> Row:
    assert cell.redone is not None
    low, high = cell.redone
    nudge = abs(high) * 0.01 if low == high else 0.0
    return {"id": cell.id, "again": True, "x": x, "low": low - nudge, "high": high + nudge, "text": ""}


def _bands(rows: Sequence[Row]) -> list[Row]:
    """From each stage to the next one, for what is priced at both; a gap stays a gap."""
    stages = sorted({row["stage"] for row in rows})
    return [
        {**row, "band": f"{row['who']} {first}", "tip": ""}
        for first, then in pairwise(stages)
        for name in dict.fromkeys(row["who"] for row in rows)
        if len(pair := [row for row in rows if row["who"] == name and row["stage"] in (first, then)]) == 2
        for row in sorted(pair, key=lambda row: int(row["stage"]))
    ]


def _labels(words: Sequence[tuple[Cell, str]], edge: float, side: Any, up: Scale, x: alt.X, y: alt.Y) -> list[Any]:
    """Words at the ends of the bars, moved apart where they would run into each other; they move with their bar."""
    middles = [(up.at(cell.low or 0.0, _HEIGHT) + up.at(cell.top, _HEIGHT)) / 2 for cell, _ in words]
    placed = _apart(middles)
    layers = []
    for (cell, said), height in zip(words, placed, strict=True):
        row = {
            "id": cell.id,
            "x": edge,
            "low": cell.low,
            "text": said,
            "lead": f"{cell.label} ",
        }
        dy = up.at(cell.low or 0.0, _HEIGHT) - height
        more = {"color": DRIFT, "fontWeight": "bold"} if cell.redone else {}
        layers.append(
            text([{**row, "high": cell.top}], side, 0, dy, baseline="middle", **more).encode(x=x, y=y, text=TEXT)
        )
    return layers


def _apart(heights: Sequence[float]) -> list[float]:
    """The heights, moved as little as is needed to stand a line apart."""
    order = sorted(range(len(heights)), key=lambda number: heights[number])
    groups: list[list[int]] = []
    for number in order:
        groups.append([number])
        while (
            len(groups) > 1
            and _middle(groups[-1], heights) - _middle(groups[-2], heights)
            < _LINE * (len(groups[-1]) + len(groups[-2])) / 2
        ):
            groups[-2:] = [groups[-2] + groups[-1]]
    found = list(heights)
    for group in groups:
        for place, number in enumerate(group):
            found[number] = _middle(group, heights) + (place - (len(group) - 1) / 2) * _LINE
    return found


def _middle(group: Sequence[int], heights: Sequence[float]) -> float:
    return sum(heights[number] for number in group) / len(group)
