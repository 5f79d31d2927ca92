"""Phases with a cost, a price and a margin: floating bars beside the margin as stated and as recalculated."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from hostdoc.report.cells import column
from hostdoc.report.lettering import DRIFT, INK, digits, in_line, symbol, unit_words
from hostdoc.report.picture import Picture
from hostdoc.report.saying import joined, say
from hostdoc.report.shapes import Ladder
from hostdoc.report.theme import COST, MARGIN, TEXT, TIP, X2, Row, chart, hollow, names, room_for, text, title

_BAND = 44
_NAMES = {"cost": say("cost"), "price": say("price")}
_TOLD = ("phase", "cost", "price", "margin")


def picture(shape: Ladder, headers: list[str]) -> Picture:
    lines = _lines(shape)
    unit = unit_words(shape.unit)
    judged = any(line["again"] for line in lines)
    how = say("bar: stated, box: recalculated") if judged else ""
    each = joined(
        (
            say("{phase}: cost {cost}, price {price}, margin {margin}", **{key: line[key] for key in _TOLD})
            for line in lines
        ),
        "; ",
    )
    return Picture(
        title=_title(lines, unit, shape),
        unit=joined((unit, say("margin in % of the price"), how), "; "),
        description=joined(
            (say("Cost and price by {phase}, {unit}. ", phase=headers[0].lower(), unit=unit), each, ".")
        ),
        columns=[headers[0], headers[shape.cost], headers[shape.price], headers[shape.margin], say("recalculated")],
        rows=[[line["phase"], line["cost"], line["price"], line["margin"], line["again"]] for line in lines],
        draw=lambda width: _draw(lines, unit, width),
    )


def _lines(shape: Ladder) -> list[Row]:
    costs, prices, margins = (column(shape.cells, index) for index in (shape.cost, shape.price, shape.margin))
    found = []
    for cost, price, margin in zip(costs, prices, margins, strict=True):
        known = margin.low is not None and margin.high is not None
        judged = margin.again_low is not None and margin.again_high is not None
        found.append(
            {
                "phase": cost.label,
                "ends": {"cost": (cost.low or 0.0, cost.top), "price": (price.low or 0.0, price.top)},
                "cost": digits(cost.low or 0.0, cost.top, cost.open),
                "price": digits(price.low or 0.0, price.top, price.open),
                "margin": margin.words,
                "stated": (margin.low, margin.high) if known else None,
                "redone": (margin.again_low, margin.again_high) if judged else None,
                "again": margin.again,
                "off": margin.redone is not None,
                "line": cost.line,
                "ids": {"cost": cost.id, "price": price.id},
                "margin_id": margin.id,
            }
        )
    return found


def _title(lines: Sequence[Row], unit: str, shape: Ladder) -> str:
    under = [line["phase"] for line in lines if line["ends"]["price"][0] < line["ends"]["cost"][1]]
    first, last = lines[0], lines[-1]
    sign = symbol(shape.unit)
    if under:
        phases = say("{one} and {other}", one=under[0], other=under[1]) if len(under) == 2 else under[0]
        if len(under) > 2:
            phases = say("{one} and {other} and others", one=under[0], other=under[1])
        return say("At {phases} the price can fall below the cost", phases=phases)
    fell = first["ends"]["cost"][0] > last["ends"]["cost"][1]
    if not fell:
        return say("The price never falls below the cost")
    ends = {"first": f"{sign}{first['cost']}", "last": f"{sign}{last['cost']}"}
    return say("The cost falls from {first} to {last} and the price never falls below it", **ends)


# -- The drawing --------------------------------------------------------------------------------------------------


def _draw(lines: Sequence[Row], unit: str, width: int) -> Any:
    narrow = width < 500
    order = [line["phase"] for line in lines]
    room = room_for(order, 110)
    plot = width - room - 16 if narrow else (width - room - 46) // 2
    shown = alt.Y("phase:N", sort=order, title=None, axis=names(room))
    bare = shown if narrow else alt.Y("phase:N", sort=order, title=None, axis=alt.Axis(labels=False, grid=False))
    size = {"width": plot, "height": len(lines) * _BAND}
    money = _money(lines, unit, shown).properties(title=title(say("Cost and price")), **size)
    share = _share(lines, bare).properties(title=title(say("Margin")), **size)
    return alt.vconcat(money, share) if narrow else alt.hconcat(money, share)


def _money(lines: Sequence[Row], unit: str, y: alt.Y) -> Any:
    top = max(end for line in lines for pair in line["ends"].values() for end in pair)
    low = min(0.0, *[end for line in lines for pair in line["ends"].values() for end in pair])
    x = alt.X("low:Q", title=unit, scale=alt.Scale(domain=[low, top * 1.06], nice=False), axis=alt.Axis(tickCount=4))
    bars = [
        {
            "id": line["ids"][what],
            "lead": joined((_NAMES[what], " ")),
            "phase": line["phase"],
            "what": what,
            "low": low,
            "high": high if high > low else high + top * 0.005,
            "text": joined((_NAMES[what], " ", line[what])),
            "tip": in_line(joined((line["phase"], ": ", _NAMES[what], " ", line[what])), line["line"]),
        }
        for line in lines
        for what, (low, high) in line["ends"].items()
    ]
    off = alt.YOffset("what:N", sort=["cost", "price"])
    colour = alt.Color("what:N", scale=alt.Scale(domain=["cost", "price"], range=[COST, INK]), legend=None)
    layers = [chart(bars).mark_bar(height=11).encode(y=y, x=x, x2=X2, yOffset=off, color=colour, tooltip=TIP)]
    short = [bar for bar in bars if bar["high"] <= top * 0.55]
    if short:
        layers.append(text(short, "left", 6).encode(y=y, yOffset=off, x=alt.X("high:Q"), text=TEXT))
    long = [bar for bar in bars if bar["high"] > top * 0.55]
    if long:
        layers.append(text(long, "right", -6).encode(y=y, yOffset=off, x=alt.X("low:Q"), text=TEXT))
    return alt.layer(*layers)


def _share(lines: Sequence[Row], y: alt.Y) -> Any:
    ends = [end for line in lines for pair in (line["stated"], line["redone"]) if pair for end in pair]
    low, high = min([0.0, *ends]), max([100.0, *ends])
    x = alt.X("low:Q", title=say("margin, % of price"), scale=alt.Scale(domain=[low, high]), axis=alt.Axis(tickCount=5))
    stated = [
        _pair(
            line,
            "stated",
            say("{phase}: margin {margin}, line {line}", phase=line["phase"], margin=line["margin"], line=line["line"]),
        )
        for line in lines
        if line["stated"]
    ]
    bars = chart(stated).mark_bar(height=9, color=MARGIN)
    layers: list[Any] = [bars.encode(y=y, x=x, x2=X2, tooltip=TIP)]
    judged = [line for line in lines if line["redone"]]
    for colour, off in ((INK, False), (DRIFT, True)):
        some = [line for line in judged if line["off"] == off]
        rows = [
            _pair(line, "redone", say("{what}: recalculated {again}", what=line["phase"], again=line["again"]))
            for line in some
        ]
        if rows:
            boxes = chart(rows).mark_bar(**hollow(colour, height=19))
            layers.append(boxes.encode(y=y, x=x, x2=X2, tooltip=TIP))
    if low < 0:
        layers.append(chart([{"value": 0}]).mark_rule(strokeWidth=1.5).encode(x=alt.X("value:Q")))
    outer = [{**row, "low": row["least"], "high": row["most"]} for row in stated]
    inside = low + 0.7 * (high - low)
    right, left = [row for row in outer if row["high"] <= inside], [row for row in outer if row["high"] > inside]
    if right:
        layers.append(text(right, "left", 8).encode(y=y, x=alt.X("high:Q"), text=TEXT))
    if left:
        layers.append(text(left, "right", -8).encode(y=y, x=alt.X("low:Q"), text=TEXT))
    return alt.layer(*layers)


def _pair(line: Row, which: str, tip: str) -> Row:
    """A bar of the margin, and how far anything drawn in its row reaches."""
    low, high = line[which]
    pairs = [pair for pair in (line["stated"], line["redone"]) if pair]
    return {
        "id": line["margin_id"],
        "again": which == "redone",
        "phase": line["phase"],
        "low": low,
        "high": high if high > low else high + 0.5,
        "text": digits(low, high),
        "least": min(pair[0] for pair in pairs),
        "most": max(pair[1] for pair in pairs),
        "tip": tip,
    }
