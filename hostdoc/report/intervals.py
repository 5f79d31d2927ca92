"""Labels with ranges of money, one panel a column: interval bars, logarithmic where the spread is large."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from hostdoc.report.frames import Cell, records
from hostdoc.report.picture import Picture
from hostdoc.report.shapes import Intervals
from hostdoc.report.theme import (
    DRIFT,
    INK,
    TEXT,
    TIP,
    X2,
    Row,
    amounts,
    brief,
    chart,
    digits,
    hollow,
    label_expression,
    names,
    room_for,
    symbol,
    text_width,
    ticks,
    title,
    unit_words,
)

WIDE_SPREAD = 20  # from the least to the greatest value, above which an axis is logarithmic
_BAND = 25
_BESIDE = 130  # pixels on the right for what is written beside the longest bar


def picture(shape: Intervals, colours: Mapping[str, str], headers: Sequence[str]) -> Picture:
    cells = [cell for cell in records(shape.frame) if cell.column in shape.columns]
    stated = [cell for cell in cells if cell.low is not None]
    unit = unit_words(shape.unit)
    tick = "; tick: a single amount" if any(cell.low == cell.high for cell in stated) else ""
    outline = "; outline: recalculated" if any(cell.redone for cell in stated) else ""
    bars = "bar: stated, low to high" if any(cell.low != cell.top for cell in stated) else "tick: the amount stated"
    return Picture(
        title=_title(shape, stated, headers),
        unit=f"{unit}; {bars}{tick if bars.startswith('bar') else ''}{outline}",
        description=_description(shape, stated, headers, unit),
        columns=["", *(headers[index] or unit for index in shape.columns)],
        rows=_table(cells),
        draw=lambda width: _draw(shape, cells, colours, headers, width),
    )


def _table(cells: Sequence[Cell]) -> list[list[str]]:
    rows: dict[int, list[str]] = {}
    for cell in cells:
        again = f" ≠ {cell.again}" if cell.redone else ""
        rows.setdefault(cell.row, [cell.label]).append(f"{cell.text or cell.words}{again}")
    return list(rows.values())


def _low(cell: Cell) -> float:
    return cell.low or 0.0


def _order(cells: Sequence[Cell]) -> list[str]:
    """Labels by the first column they are priced in, the lowest first; those without a price last."""
    priced = sorted((cell.column, _low(cell), cell.top, cell.row, cell.label) for cell in cells if cell.low is not None)
    return list(dict.fromkeys([label for *_, label in priced] + [cell.label for cell in cells]))


def _title(shape: Intervals, stated: Sequence[Cell], headers: Sequence[str]) -> str:
    """What is seen: where the ranges start lowest and where they reach highest."""
    sign = symbol(shape.unit)
    least, most = min(stated, key=_low), max(stated, key=lambda cell: cell.top)
    lowest, highest = sign + digits(_low(least), _low(least)), sign + digits(most.top, most.top, most.open)
    others = sum(cell.low == least.low for cell in stated) - 1
    if len(shape.columns) == 1:
        low, high = brief(least.label), brief(most.label)
        if all(cell.low == cell.top for cell in stated):
            who = f"{low} and {others} more are" if others else f"{low} is"
            return f"{who} lowest, at {lowest}; {high} is highest, at {highest}"
        who = f"{low} and {others} more start" if others else f"{low} starts"
        return f"{who} lowest, at {lowest}; {high} reaches {highest}"
    columns = [[cell for cell in stated if cell.column == index] for index in shape.columns]
    if {max(column, key=lambda cell: cell.top).label for column in columns if column} == {most.label}:
        return f"{brief(most.label)} reaches highest in every column, up to {highest}"
    name = headers[most.column].split("(")[0].strip() or headers[most.column]
    return f"From {lowest} at {brief(least.label)} to {highest} at {brief(most.label)} ({name})"


def _description(shape: Intervals, stated: Sequence[Cell], headers: Sequence[str], unit: str) -> str:
    parts = []
    for index in shape.columns:
        each = [f"{cell.label} {digits(_low(cell), cell.top, cell.open)}" for cell in stated if cell.column == index]
        parts.append(f"{headers[index]}: {', '.join(each)}" if len(shape.columns) > 1 else ", ".join(each))
    return f"Interval bars, {unit}. {'. '.join(parts)}."


# -- The drawing --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Axis:
    """The axis of amounts, the same for all panels of a chart."""

    low: float
    high: float
    logarithmic: bool
    name: str
    wide: bool

    def channel(self, last: bool) -> alt.X:
        scale = alt.Scale(type="log" if self.logarithmic else "linear", domain=[self.low, self.high], nice=False)
        return alt.X("low:Q", title=self.name if last else None, scale=scale, axis=self._axis(last))

    def _axis(self, last: bool) -> alt.Axis:
        if not self.logarithmic:
            return amounts(self.high, 5 if self.wide else 4, labels=last)
        values = ticks(self.low, self.high)
        if len(values) > (9 if self.wide else 6):
            values = ticks(self.low, self.high, (1, 3) if self.wide else (1,))
        return alt.Axis(values=values, labels=last, labelExpr=label_expression(values), labelOverlap=True)

    def sliver(self, low: float, high: float) -> tuple[float, float]:
        """A single amount gets a little width, so that it shows."""
        if low != high:
            return low, high
        if self.logarithmic:
            return low * 0.985, high * 1.015
        half = (self.high - self.low) * 0.003
        return low - half, high + half


def _axis_of(cells: Sequence[Cell], unit: str, plot: int, wide: bool) -> _Axis:
    ends = [end for cell in cells if cell.low is not None for end in (cell.low, cell.top, *(cell.redone or ()))]
    low, high = min(ends), max(ends)
    spare = _BESIDE / plot
    name = unit_words(unit)
    if low > 0 and high / low > WIDE_SPREAD:
        low *= 0.75
        return _Axis(low, high * (high / low) ** (spare / (1 - min(spare, 0.6))), True, f"{name} (logarithmic)", wide)
    low = min(low, 0.0)
    room = (high - low) or 1.0
    return _Axis(low - room * 0.015, high + room * spare, False, name, wide)


def _draw(
    shape: Intervals, cells: Sequence[Cell], colours: Mapping[str, str], headers: Sequence[str], width: int
) -> Any:
    order = _order(cells)
    room = room_for(order, 150 if width > 500 else 110)
    plot = width - room - 16
    axis = _axis_of(cells, shape.unit, plot, width > 500)
    y = alt.Y("who:N", sort=order, title=None, axis=names(room))
    size = {"width": plot, "height": len(order) * _BAND}
    panels = []
    for index in shape.columns:
        x = axis.channel(index == shape.columns[-1])
        own = [cell for cell in cells if cell.column == index]
        panel = alt.layer(*_layers(own, x, y, axis, colours)).properties(**size)
        panels.append(panel.properties(title=title(headers[index])) if len(shape.columns) > 1 else panel)
    return alt.vconcat(*panels).configure_concat(spacing=14) if len(panels) > 1 else panels[0]


def _layers(cells: Sequence[Cell], x: alt.X, y: alt.Y, axis: _Axis, colours: Mapping[str, str]) -> list[Any]:
    stated = [_bar(cell, axis, colours) for cell in cells if cell.low is not None]
    colour = alt.Color("colour:N", scale=None)
    layers: list[Any] = [
        chart(stated).mark_bar(height=11).encode(x=x, x2=X2, y=y, color=colour, tooltip=TIP),
        chart(stated).mark_text(align="left", dx=8).encode(x=alt.X("high:Q"), y=y, text=TEXT),
    ]
    opened = [row for row in stated if row["open"] == "high"]
    if opened:
        arrow = chart(opened).mark_point(shape="triangle-right", filled=True, size=60, opacity=1, xOffset=3)
        layers.append(arrow.encode(x=alt.X("high:Q"), y=y, color=colour))
    redone = [_again(cell, axis) for cell in cells if cell.low is not None and cell.redone]
    if redone:
        layers.append(chart(redone).mark_bar(**hollow(height=19)).encode(x=x, x2=X2, y=y))
    for row in redone:
        dx = 16 + text_width(row["stated"])
        beside = chart([row]).mark_text(align="left", dx=dx, color=DRIFT, fontWeight="bold")
        layers.append(beside.encode(x=alt.X("at:Q"), y=y, text=TEXT))
    missing = [{"who": cell.label, "low": axis.low, "text": cell.words} for cell in cells if cell.low is None]
    if missing:
        said = chart(missing).mark_text(align="left", dx=6, fontStyle="italic", color=INK)
        layers.append(said.encode(x=alt.X("low:Q"), y=y, text=TEXT))
    return layers


def _bar(cell: Cell, axis: _Axis, colours: Mapping[str, str]) -> Row:
    low, high = axis.sliver(_low(cell), cell.top)
    return {
        "id": cell.id,
        "who": cell.label,
        "low": low,
        "high": high,
        "open": cell.open,
        "colour": colours.get(cell.label, INK),
        "text": digits(_low(cell), cell.top, cell.open),
        "tip": f"{cell.label}: {cell.text}, line {cell.line}",
    }


def _again(cell: Cell, axis: _Axis) -> Row:
    assert cell.redone is not None
    low, high = axis.sliver(*cell.redone)
    return {
        "id": cell.id,
        "again": True,
        "who": cell.label,
        "low": low,
        "high": high,
        "at": max(cell.top, high),
        "stated": digits(_low(cell), cell.top, cell.open),
        "text": f"≠\u2002{digits(*cell.redone)}",
    }
