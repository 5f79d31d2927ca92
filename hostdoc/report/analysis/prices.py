"""Everything that is priced in a table of prices, one amount a row, in units that can be turned into each other.

Amounts by the month, quarter or year are kept per year, which loses nothing; hours, days and weeks stay what they are,
since documents count them differently. A price per user is told only where the head of its column states users.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from hostdoc.core.ledger import Column, Grid
from hostdoc.core.records import dataclass
from hostdoc.core.result import AuditedDocument
from hostdoc.report.analysis.site import Place, Site, name_of
from hostdoc.report.cells import Cell
from hostdoc.report.charts import entity_of
from hostdoc.report.lettering import digits, symbol
from hostdoc.report.limits import Limit, against
from hostdoc.report.saying import joined, say
from hostdoc.report.shapes import Intervals

YEARLY = {"month": 12, "quarter": 4, "year": 1}  # how often a year
PEOPLE = ("user", "client", "person", "seat")
_ENTITY = re.compile(r"var\(--(hd-e\d)\)\Z")


@dataclass(frozen=True, slots=True)
class Unit:
    """What an amount is per: `time` is a word or empty, `per` the rest, as in `/user`."""

    currency: str
    time: str
    per: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> Unit:
        currency, *per = text.split("/")
        time = next((part for part in per if part in YEARLY), "")
        return cls(currency, time, tuple(part for part in per if part != time))

    @property
    def each(self) -> bool:
        """Whether it is per user already, or per the like."""
        return bool(set(PEOPLE) & set(self.per))

    @property
    def sign(self) -> str:
        return symbol(self.currency)


@dataclass(frozen=True, slots=True)
class Amount:
    """A range of money: `words` as a reader sees it at first, both ends per year where it is per any such time."""

    words: str
    low: float
    high: float
    opened: str = ""


@dataclass(frozen=True, slots=True)
class Price:
    """An amount in a table of prices. `stated` is None where the cell has words only, which `words` are."""

    label: str
    swatch: str
    document: str
    table: str
    chart: str  # the id of the chart of its table, in the page of its document
    stage: str
    place: Place
    unit: Unit
    words: str
    stated: Amount | None
    again: Amount | None
    verdict: str
    against: str
    fewest: float | None  # users that the head of the column states
    most: float | None

    @property
    def entity(self) -> str:
        return entity_of(self.label)


def shown(low: float | None, high: float, opened: str, sign: str, per: tuple[str, ...]) -> str:
    """An amount as every cell says it, `$5–9/user/month`; without a low end it is `up to` the high one."""
    most = f"{sign}{digits(high, high)}"
    amount = say("up to {amount}", amount=most) if low is None else f"{sign}{digits(low, high, opened)}"
    return joined((amount, *per), "/")


def turned(price: Price, amount: Amount, time: str, each: bool, rate: float = 1.0, sign: str = "") -> str | None:
    """What a page says when a reader asks for another time, for a share per user, or for another currency.

    What is not asked for leaves the words as stated. None where a price per user cannot be told.
    """
    time = time if price.unit.time else ""
    if time in ("", price.unit.time) and (not each or price.unit.each) and not sign:
        return amount.words
    times = YEARLY[time or price.unit.time] if price.unit.time else 1
    low: float | None = amount.low / times * rate
    high = amount.high / times * rate
    per = price.unit.per
    if each and not price.unit.each:
        if price.fewest is None or low is None:
            return None
        low, high, per = (low / price.most if price.most else None), high / price.fewest, ("user", *per)
    suffix = (time or price.unit.time,) if price.unit.time else ()
    return shown(low, high, amount.opened, sign or price.unit.sign, (*per, *suffix))


def prices(site: Site, audited: AuditedDocument) -> list[Price]:
    """All prices of a document, by table and stage, in the order of the text."""
    grids = audited.ledger.grids
    shapes = {number: shape for number, shape in site.gallery.shapes(audited).items() if isinstance(shape, Intervals)}
    names = {number: site.gallery.name(audited, number) for number in shapes}
    return [
        price
        for number, shape in shapes.items()
        for price in _of_table(site, audited, grids[number], shape, names[number])
    ]


def _of_table(site: Site, audited: AuditedDocument, grid: Grid, shape: Intervals, name: str) -> Iterator[Price]:
    cells = shape.cells
    for index in shape.columns:
        held = [limit for limit in shape.limits if limit.column in (None, index)]
        for cell in cells:
            if cell.column == index and cell.words:
                yield _price(site, audited, grid, Unit.of(shape.unit), cell, held, name, len(shape.columns) > 1)


def _price(
    site: Site,
    audited: AuditedDocument,
    grid: Grid,
    unit: Unit,
    cell: Cell,
    held: list[Limit],
    name: str,
    several: bool,
) -> Price:
    times = YEARLY.get(unit.time, 1)
    stated = again = None
    said = ""
    if cell.low is not None:
        stated = Amount(cell.text, cell.low * times, cell.top * times, "high" if cell.open == "high" else "")
        said = against(cell.low, cell.top, cell.open == "high", held)
        if cell.redone:
            low, high = cell.redone
            again = Amount(cell.again, low * times, high * times)
            other = against(low, high, False, held)
            said = joined((said, say("; recalculated {price}", price=other) if other != said else ""))
    fewest, most = _users(grid.columns[cell.column])
    colour = _ENTITY.match(site.gallery.colours.get(entity_of(cell.label), ""))
    return Price(
        label=cell.label,
        swatch=colour[1] if colour else "",
        document=name_of(audited),
        table=grid.table.path[-1] if grid.table.path else "",
        chart=name,
        stage=cell.header if several or fewest else "",
        place=Place(audited.document.source.path, cell.line, cell.id or name),
        unit=unit,
        words=cell.words,
        stated=stated,
        again=again,
        verdict=cell.verdict,
        against=said,
        fewest=fewest if stated and not unit.each else None,
        most=most,
    )


def _users(column: Column) -> tuple[float | None, float | None]:
    """The least and the greatest count of users that the head of a column states; no greatest for `1,000+`."""
    counts = [figure.quantity for figure in column.figures if figure.quantity.unit.of in PEOPLE]
    if len(counts) != 1 or counts[0].low is None or counts[0].low.value <= 0:
        return None, None
    low, high = counts[0].low, counts[0].high
    return float(low.value), None if counts[0].open == "high" or high is None else float(high.value)
