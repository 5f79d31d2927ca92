"""What all charts share: the colour of the text around them, names beside what they name, ranges drawn as ranges."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor, log10
from typing import Any, ClassVar, Literal

import altair as alt

from hostdoc.report.lettering import DRIFT, INK, short

COST, MARGIN = "var(--hd-m1)", "var(--hd-m2)"
_CHARACTER = 6.7  # pixels of a character at the size of labels, at most

# Channels that many charts have. As objects they cost little; Altair makes each out of a word by a search.
X2, Y2, TEXT, TIP = alt.X2("high:Q"), alt.Y2("high:Q"), alt.Text("text:N"), alt.Tooltip("tip:N")

Row = dict[str, Any]


def look(chart: Any, description: str) -> dict[str, Any]:
    """A chart as a specification: no frame, a hairline grid, everything in the colour of the text around it."""
    dressed = chart.properties(description=description, background="transparent", padding=2).configure(
        font="system-ui, sans-serif",
        view=alt.ViewConfig(stroke=None),
        axis=alt.AxisConfig(
            labelColor=INK,
            titleColor=INK,
            labelFontSize=12,
            titleFontSize=12,
            titleFontWeight="normal",
            gridColor=INK,
            gridOpacity=0.12,
            domain=False,
            ticks=False,
            labelPadding=6,
            titlePadding=8,
        ),
        text=alt.MarkConfig(color=INK, fontSize=12),
        rule=alt.MarkConfig(color=INK),
        concat=alt.CompositionConfig(spacing=24),
        scale=alt.ScaleConfig(barBandPaddingInner=0.35),
    )
    spec: dict[str, Any] = dressed.to_dict(validate=False)
    return spec


class _Rows:
    """Data that Altair passes on: it copies every list it sees many times over, which takes longer than to draw."""

    _schema: ClassVar = {"type": "array"}  # by this Altair knows what can turn itself into plain data

    def __init__(self, values: Sequence[Row]) -> None:
        self._values = list(values)

    def to_dict(self, *_: Any, **__: Any) -> list[Row]:
        return self._values


def chart(values: Sequence[Row]) -> alt.Chart:
    return alt.Chart(alt.Data(values=_Rows(values)))


def names(room: int) -> alt.Axis:
    """An axis of names with fixed room: the layout must not depend on the font that measured them."""
    return alt.Axis(grid=False, minExtent=room, maxExtent=room, labelLimit=room)


def room_for(labels: Sequence[str], most: int) -> int:
    return min(most, 12 + round(_CHARACTER * max((len(label) for label in labels), default=0)))


def text_width(text: str) -> float:
    return _CHARACTER * len(text)


Side = Literal["left", "center", "right"]


def text(values: Sequence[Row], side: Side, dx: float = 0, dy: float = 0, **more: Any) -> Any:
    """Words beside what they name, on the side given."""
    return chart(values).mark_text(align=side, dx=dx, dy=dy, **more)


def title(text: str | list[str]) -> alt.TitleParams:
    return alt.TitleParams(text, anchor="start", frame="bounds", color=INK, fontSize=12, fontWeight="bold", dy=-2)


def hollow(colour: str = DRIFT, **more: Any) -> dict[str, Any]:
    """Recalculated: an outline, so that it can lie over what is stated."""
    return {"filled": False, "stroke": colour, "strokeWidth": 2, "fill": "transparent", **more}


def ticks(low: float, high: float, steps: Sequence[int] = (1, 2, 5)) -> list[float]:
    """Round values on a logarithmic axis."""
    first, last = floor(log10(low)), floor(log10(high)) + 1
    found = [step * 10.0**power for power in range(first, last + 1) for step in steps]
    return [value for value in found if low <= value <= high]


def label_expression(values: Sequence[float]) -> str:
    """An expression that labels the ticks of an axis, without any function that a strict page would refuse."""
    text = "''"
    for value in reversed(values):
        text = f"datum.value == {value:g} ? '{short(value)}' : {text}"
    return text


def amounts(high: float, count: int, **more: Any) -> alt.Axis:
    """A linear axis that reaches up to a number: `20,000`, `2.5M`. A format of its own would write `1e+1` and `0M`."""
    power, letter = next(((power, letter) for power, letter in ((9, "B"), (6, "M")) if high >= 10**power), (0, ""))
    if letter:
        more["labelExpr"] = f"datum.value == 0 ? '0' : datum.value / {10**power} + '{letter}'"
    return alt.Axis(tickCount=count, format=",.6~g", **more)
