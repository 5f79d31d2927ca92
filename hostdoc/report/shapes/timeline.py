"""Periods, each with ranges: years, quarters or months down the first column."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from hostdoc.report.shapes.periods import periods
from hostdoc.report.shapes.subject import FEWEST, Subject, column, unit_of

PANELS = 4


@dataclass(frozen=True, slots=True)
class Timeline:
    """Periods and the columns stated for them; `units` has the one of each column, `places` the periods in years."""

    frame: pd.DataFrame
    places: tuple[float, ...]
    columns: tuple[int, ...]
    units: tuple[str, ...]


def find(subject: Subject) -> Timeline | str:
    """The shape, or why the table has not got it."""
    places = periods(list(subject.first.words))
    if not places:
        return "its rows are not periods in their order"
    found = {}
    for index in subject.amounts:
        stated = column(subject.frame, index)
        unit = unit_of(subject.frame, (index,)) if stated.unit.ne("").any() else ""
        alike = stated.low.nunique() == 1 and (stated.low == stated.high).all()
        if unit is not None and stated.low.notna().sum() >= FEWEST and not alike:
            found[index] = unit
    if not found:
        return f"no column states amounts of one unit in {FEWEST} periods"
    if len(found) > PANELS:
        found = {index: unit for index, unit in found.items() if index in subject.money}
    if not 1 <= len(found) <= PANELS:
        return f"it wants one to {PANELS} columns of figures"
    return Timeline(subject.frame, tuple(places), tuple(found), tuple(found.values()))
