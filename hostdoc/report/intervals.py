"""Labels with ranges of money, one panel a column: interval bars, logarithmic where the spread is large."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log
from typing import Any

import altair as alt

from hostdoc.core.records import dataclass
from hostdoc.report.cells import Cell
from hostdoc.report.lettering import DRIFT, INK, brief, digits, in_line, scaled, symbol, unit_words
from hostdoc.report.limits import Limit
from hostdoc.report.picture import Picture
from hostdoc.report.saying import capital, joined, say
from hostdoc.report.shapes import Intervals
from hostdoc.report.theme import (
    TEXT,
    TIP,
    X2,
    Row,
    amounts,
    chart,
    hollow,
    label_expression,
    names,
    room_for,
    text,
    text_width,
    ticks,
    title,
)

WIDE_SPREAD = 20  # from the least to the greatest value, above which an axis is logarithmic
_BAND = 25
_BESIDE = 130  # pixels on the right for what is written beside the longest bar


def picture(shape: Intervals, colours: Mapping[str, str], headers: Sequence[str]) -> Picture:
    cells = [cell for cell in shape.cells if cell.column in shape.columns]
    stated = [cell for cell in cells if cell.low is not None]
    unit = unit_words(shape.unit)
    ranged, single = (
        any(compare)
        for compare in zip(*((cell.low != cell.top, cell.low == cell.high) for cell in stated), strict=True)
    )
    bars = say("bar: stated, low to high" if ranged else "tick: the amount stated")
    tick = say("tick: a single amount") if ranged and single else ""
    outline = say("outline: recalculated") if any(cell.redone for cell in stated) else ""
    return Picture(
        title=_held(shape, stated, headers) or _title(shape, stated, headers),
        unit=joined((unit, bars, tick, outline), "; "),
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
            first = say(
                "{who} and {others} more are lowest, at {lowest}" if others else "{who} is lowest, at {lowest}",
                who=low,
                others=others,
                lowest=lowest,
            )
            return joined((first, say("{who} is highest, at {highest}", who=high, highest=highest)), "; ")
        first = say(
            "{who} and {others} more start lowest, at {lowest}" if others else "{who} starts lowest, at {lowest}",
            who=low,
            others=others,
            lowest=lowest,
        )
        return joined((first, say("{who} reaches {highest}", who=high, highest=highest)), "; ")
    columns = [[cell for cell in stated if cell.column == index] for index in shape.columns]
    if {max(column, key=lambda cell: cell.top).label for column in columns if column} == {most.label}:
        return say("{who} reaches highest in every column, up to {highest}", who=brief(most.label), highest=highest)
    name = headers[most.column].split("(")[0].strip() or headers[most.column]
    return say(
        "From {lowest} at {who} to {highest} at {other} ({stage})",
        lowest=lowest,
        who=brief(least.label),
        highest=highest,
        other=brief(most.label),
        stage=name,
    )


def _held(shape: Intervals, stated: Sequence[Cell], headers: Sequence[str]) -> str:
    """What is seen where there are limits: how many are surely under the lowest, and which may pass the highest."""
    if not shape.limits:
        return ""
    last = shape.limits[-1]
    own = [cell for cell in stated if last.column is None or cell.column == last.column]
    over = list(dict.fromkeys(cell.label for cell in own if cell.top > last.value or cell.open == "high"))
    many = len({cell.label for cell in own})
    if not over:
        passing = say("none passes {limit}", limit=last.said)
    elif len(over) == 1:
        passing = say("only {who} passes {limit}", who=brief(over[0]), limit=last.said)
    else:
        passing = say("{number} of {all} pass {limit}", number=len(over), all=many, limit=last.said)
    if last.column is not None and len(shape.columns) > 1:
        passing = joined((headers[last.column].split("(")[0].strip() or headers[last.column], passing), ": ")
    first = shape.limits[0]
    if first is last or first.column is not None:
        return capital(passing)
    under = sum(all(cell.top < first.value and cell.open != "high" for cell in own if cell.label == label)
                for label in {cell.label for cell in own})  # fmt: skip
    surely = say("{number} of {all} are surely under {limit}", number=under, all=many, limit=first.said)
    return joined((surely, passing), "; ")


def _description(shape: Intervals, stated: Sequence[Cell], headers: Sequence[str], unit: str) -> str:
    parts = []
    for index in shape.columns:
        each = [f"{cell.label} {digits(_low(cell), cell.top, cell.open)}" for cell in stated if cell.column == index]
        parts.append(f"{headers[index]}: {', '.join(each)}" if len(shape.columns) > 1 else ", ".join(each))
    across = say(" Lines at {limits}.", limits=", ".join(limit.label for limit in shape.limits)) if shape.limits else ""
    staged = type(shape) is not Intervals
    bars = say("Intervals by stage, {unit}." if staged else "Interval bars, {unit}.", unit=unit)
    return joined((bars, f" {'. '.join(parts)}.", across))


# -- The drawing --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Axis:
    """The axis of amounts, the same for all panels of a chart."""

    low: float
    high: float
    logarithmic: bool
    name: str
    wide: bool
    plot: int

    def pixel(self, value: float) -> float:
        """Where a value is drawn."""
        if self.logarithmic:
            return self.plot * log(value / self.low) / log(self.high / self.low)
        return self.plot * (value - self.low) / (self.high - self.low)

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


def _axis_of(cells: Sequence[Cell], shape: Intervals, plot: int, wide: bool) -> _Axis:
    ends = [end for cell in cells if cell.low is not None for end in (cell.low, cell.top, *(cell.redone or ()))]
    ends += [limit.value for limit in shape.limits]
    low, high = min(ends), max(ends)
    spare = _BESIDE / plot
    name = unit_words(shape.unit)
    if low > 0 and high / low > WIDE_SPREAD:
        low *= 0.75
        return _Axis(
            low,
            high * (high / low) ** (spare / (1 - min(spare, 0.6))),
            True,
            scaled(name),
            wide,
            plot,
        )
    low = min(low, 0.0)
    room = (high - low) or 1.0
    return _Axis(low - room * 0.015, high + room * spare, False, name, wide, plot)


def _draw(
    shape: Intervals, cells: Sequence[Cell], colours: Mapping[str, str], headers: Sequence[str], width: int
) -> Any:
    order = _order(cells)
    room = room_for(order, 150 if width > 500 else 110)
    plot = width - room - 16
    axis = _axis_of(cells, shape, plot, width > 500)
    panels = []
    for index in shape.columns:
        x = axis.channel(index == shape.columns[-1])
        own = [cell for cell in cells if cell.column == index]
        across = [limit for limit in shape.limits if limit.column in (None, index)]
        bands = [" " * (number + 1) for number in range(len(across))] + order  # a band for the name of each line
        y = alt.Y("who:N", sort=bands, title=None, axis=names(room))
        layers = [*_across(across, own, bands, x, y, axis), *_layers(own, x, y, axis, colours)]
        panel = alt.layer(*layers).properties(width=plot, height=len(bands) * _BAND)
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


def _across(
    limits: Sequence[Limit], cells: Sequence[Cell], bands: Sequence[str], x: alt.X, y: alt.Y, axis: _Axis
) -> list[Any]:
    """Limits as upright lines, piece by piece: left out where a line would run through what is written."""
    if not limits:
        return []
    written: dict[str, tuple[float, float]] = {}  # from where to where in a band, in pixels
    for cell in cells:
        if cell.low is None:
            written[cell.label] = 0.0, 10 + text_width(cell.words)
            continue
        words = digits(_low(cell), cell.top, cell.open)
        end = axis.pixel(cell.top) + 8 + text_width(words)
        if cell.redone:
            end = axis.pixel(max(cell.top, cell.redone[1])) + 16 + text_width(words + f"≠ {digits(*cell.redone)}")
        written[cell.label] = axis.pixel(cell.top) + 4, end
    pieces = []
    for number, limit in enumerate(limits):
        for band in bands[number:]:
            start, end = written.get(band, (0.0, 0.0))
            if not start < axis.pixel(limit.value) < end:
                pieces.append({"id": limit.id, "who": band, "value": limit.value})
    named = [
        {"id": limit.id, "who": bands[number], "value": limit.value, "lead": f"{limit.name} ", "text": limit.label}
        for number, limit in enumerate(limits)
    ]
    at = x.copy()
    at.shorthand = "value:Q"
    upright = chart(pieces).mark_tick(size=_BAND, thickness=1.5, color=INK, opacity=1)
    return [
        upright.encode(x=at, y=y),
        text(named, "left", 6, fontWeight="bold").encode(x=at, y=y, text="text:N"),
    ]


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
        "tip": in_line(f"{cell.label}: {cell.text}", cell.line),
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
