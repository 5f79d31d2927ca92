"""What a table is in the shape of, and so which chart may be drawn of it, if any.

Only shapes that a chart shows truthfully are named here. A table with a total is a sum and not a comparison; amounts
in different units share no axis; one row, or two, are read faster than a chart.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from hostdoc.core.figure import Figure
from hostdoc.core.ledger import Grid
from hostdoc.core.result import AuditedDocument
from hostdoc.report import frames
from hostdoc.report.tables import layout

FEWEST = 3  # rows below which a table says it better
MOST = 24  # rows above which a chart is no overview any more
_COUNT = re.compile(r"\b(?:users?|customers?|seats?|people|instances?|subscribers?|nodes?|requests?|tenants?)\b", re.I)
_COST = re.compile(r"\bcosts?\b|\bexpense", re.I)
_PRICE = re.compile(r"\bpric|\bcharge|\brevenue", re.I)
_MARGIN = re.compile(r"\bmargin", re.I)
_YEAR = re.compile(r"(?:19|20)\d\d(?:\D|\Z)")


@dataclass(frozen=True, slots=True)
class Intervals:
    """Labels, each with a range of money in one column or, by stage, in several columns of one unit."""

    frame: pd.DataFrame
    columns: tuple[int, ...]
    unit: str


@dataclass(frozen=True, slots=True)
class Ribbons:
    """A cost and a margin that change with a count of users; `price` is the one the margin is of, if its head says."""

    frame: pd.DataFrame
    count: int
    cost: int
    margin: int
    price: float | None
    price_text: str
    price_id: str
    unit: str


@dataclass(frozen=True, slots=True)
class Ladder:
    """Phases, each with a cost, a price and the margin between them."""

    frame: pd.DataFrame
    cost: int
    price: int
    margin: int
    unit: str


Shape = Intervals | Ribbons | Ladder


def shape_of(audited: AuditedDocument, grid: Grid, ids: Mapping[Figure, str]) -> Shape | None:
    """The shape of a table, or None where no chart may be drawn. `ids` are the places of figures in the page."""
    if not FEWEST <= len(grid.rows) <= MOST or len(grid.columns) < 2 or layout(grid, audited.checks).rows:
        return None
    frame = frames.cells(audited, grid, ids)
    return _ribbons(grid, frame, ids) or _ladder(grid, frame) or _intervals(grid, frame)


def _ribbons(grid: Grid, frame: pd.DataFrame, ids: Mapping[Figure, str]) -> Ribbons | None:
    margins, costs = _percents(grid, frame), _money(grid, frame)
    if not grid.columns[0].states or not _COUNT.search(grid.columns[0].header) or len(margins) != 1 or len(costs) != 1:
        return None
    counts = column(frame, 0)
    rising = counts.low.is_monotonic_increasing and counts.low.is_unique and (counts.low > 0).all()
    if counts.low.isna().any() or (counts.low != counts.high).any() or not rising:
        return None
    if column(frame, costs[0]).low.notna().sum() < FEWEST or not _MARGIN.search(grid.columns[margins[0]].header):
        return None
    unit = _unit(frame, (costs[0],))
    if unit is None:
        return None
    prices = [figure for figure in grid.columns[margins[0]].figures if figure.quantity.unit.currency]
    known = len(prices) == 1 and not prices[0].quantity.is_range and prices[0].quantity.low is not None
    price = float(prices[0].quantity.ends[0].value) if known else None
    text = prices[0].text.split("/")[0] if known else ""
    return Ribbons(frame, 0, costs[0], margins[0], price, text, ids.get(prices[0], "") if known else "", unit)


def _ladder(grid: Grid, frame: pd.DataFrame) -> Ladder | None:
    margins, money = _percents(grid, frame), _money(grid, frame)
    costs = [index for index in money if _COST.search(grid.columns[index].header)]
    prices = [index for index in money if index not in costs and _PRICE.search(grid.columns[index].header)]
    if len(margins) != 1 or len(costs) != 1 or len(prices) != 1 or grid.columns[0].states:
        return None
    if not _MARGIN.search(grid.columns[margins[0]].header):
        return None
    unit = _unit(frame, (costs[0], prices[0]), joined=True)
    used = frame[frame.column.isin([*costs, *prices])]
    if unit is None or used.low.isna().any() or used.high.isna().any() or column(frame, 0).words.duplicated().any():
        return None
    return Ladder(frame, costs[0], prices[0], margins[0], unit)


def _intervals(grid: Grid, frame: pd.DataFrame) -> Intervals | None:
    money = _money(grid, frame)
    first = column(frame, 0)
    if grid.columns[0].states or first.words.str.match(_YEAR).any() or _percents(grid, frame):
        return None
    unit = _unit(frame, money)
    if not money or unit is None:
        return None
    used = frame[frame.column.isin(money) & frame.low.notna()]
    spread = used.groupby("column").low.nunique().max() if len(used) else 0
    if used.row.nunique() < FEWEST or (spread < 2 and (used.low == used.high).all()):
        return None
    named = _named_rows(grid, frame)
    return None if named is None else Intervals(named, money, unit)


def _named_rows(grid: Grid, frame: pd.DataFrame) -> pd.DataFrame | None:
    """The frame with labels that tell the rows apart, the second column taken in where the first does not."""
    first = column(frame, 0)
    if not first.words.duplicated().any() and first.words.ne("").all():
        return frame
    second = column(frame, 1)
    if grid.columns[1].states:
        return None
    short = second.words.str.replace(r"\s*\(.*\)\Z", "", regex=True)
    again = first.words.duplicated(keep=False)
    names = [f"{a}, {b}" if twice and b else a for a, b, twice in zip(first.words, short, again, strict=True)]
    if len(set(names)) < len(names) or "" in names:
        return None
    return frame.assign(label=frame.row.map(dict(enumerate(names))))


# -- Columns ------------------------------------------------------------------------------------------------------


def column(frame: pd.DataFrame, index: int) -> pd.DataFrame:
    """The cells of one column, top down."""
    return frame[frame.column == index].reset_index(drop=True)


def _money(grid: Grid, frame: pd.DataFrame) -> tuple[int, ...]:
    return tuple(i for i in range(1, len(grid.columns)) if grid.columns[i].states and _mostly(frame, i, "currency"))


def _percents(grid: Grid, frame: pd.DataFrame) -> tuple[int, ...]:
    return tuple(i for i in range(1, len(grid.columns)) if grid.columns[i].states and _mostly(frame, i, "percent"))


def _mostly(frame: pd.DataFrame, index: int, what: str) -> bool:
    stated = column(frame, index)
    stated = stated[stated.text != ""]
    return len(stated) > 0 and int(stated[what].astype(bool).sum()) * 2 > len(stated)


def _unit(frame: pd.DataFrame, columns: tuple[int, ...], *, joined: bool = False) -> str | None:
    """The one unit of some columns. A bare currency takes the unit of its column; of its partner only if `joined`."""
    each = []
    for index in columns:
        units = set(column(frame, index).unit) - {""}
        full = {unit for unit in units if "/" in unit}
        if len(full) > 1 or len({unit.split("/")[0] for unit in units}) > 1:
            return None
        each += [*(full or units)]
    full = {unit for unit in each if "/" in unit}
    if joined and len({unit.split("/")[0] for unit in each}) == 1 and len(full) <= 1:
        return next(iter(full or each), None)
    return each[0] if len(set(each)) == 1 else None
