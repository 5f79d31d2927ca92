"""Labels with two capacities and a price: what more of it costs."""

from __future__ import annotations

import re
from dataclasses import dataclass

from hostdoc.core.units import SIZES
from hostdoc.report.shapes import intervals
from hostdoc.report.shapes.intervals import Intervals
from hostdoc.report.shapes.subject import Subject, column, unit_of

FEWEST_POINTS = 4
_CAPACITY = re.compile(
    r"\b(?:v?cpus?|cores?|threads?|v?ram|memory|disks?|ssd|nvme|storage|bandwidth|traffic|transfer|gpus?)\b", re.I
)


@dataclass(frozen=True, slots=True)
class Scatter(Intervals):
    """Labels with a price, drawn against one capacity (`x`, in `x_unit`) and sized by another."""

    x: int
    size: int
    x_unit: str
    size_unit: str


def find(subject: Subject) -> Scatter | str:
    """The shape, or why the table has not got it."""
    found = intervals.find(subject)
    if isinstance(found, str):
        return found
    if len(found.columns) != 1:
        return "it wants one column of prices"
    capacities = {
        index: unit
        for index in range(1, len(subject.grid.columns))
        if index not in subject.money and (unit := _capacity(subject, index)) is not None
    }
    if len(capacities) < 2:
        return "it wants two columns of capacities"
    x, size = sorted(capacities, key=lambda index: -column(found.frame, index).low.nunique())[:2]
    points = _points(found, x)
    if points < FEWEST_POINTS or column(found.frame, x).low.nunique() < 3:
        return f"fewer than {FEWEST_POINTS} rows state a capacity and a price"
    return Scatter(found.frame, found.columns, found.unit, x, size, capacities[x], capacities[size])


def _capacity(subject: Subject, index: int) -> str | None:
    """The unit of a column of capacities: single amounts of one size, or of a count that its head names."""
    stated = column(subject.frame, index)
    stated = stated[stated.low.notna()]
    if not subject.grid.columns[index].states or len(stated) < FEWEST_POINTS or (stated.low != stated.high).any():
        return None
    if stated.percent.any() or stated.currency.ne("").any() or (stated.low <= 0).any():
        return None
    unit = unit_of(subject.frame, (index,)) if stated.unit.ne("").any() else ""
    if unit is None or "/" in unit:
        return None
    return unit if unit in SIZES or _CAPACITY.search(subject.grid.columns[index].header) else None


def _points(found: Intervals, x: int) -> int:
    priced = set(column(found.frame, found.columns[0]).query("low.notna()").row)
    return len(priced & set(column(found.frame, x).query("low.notna()").row))
