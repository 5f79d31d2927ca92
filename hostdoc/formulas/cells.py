"""What a table cell states, for the formulas that speak of it: the ledger's figure, or a reading by the format."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from hostdoc.core.figure import Figure, Label
from hostdoc.core.ledger import GridCell, Ledger
from hostdoc.core.quantity import End, Quantity
from hostdoc.core.records import dataclass, field, replace
from hostdoc.core.regex import regex
from hostdoc.core.span import Span
from hostdoc.core.units import NONE, Unit
from hostdoc.figures.digits import decimal_mark
from hostdoc.figures.numerals import scan
from hostdoc.figures.vocabulary import NO_AMOUNT
from hostdoc.formulas.formats import Format
from hostdoc.formulas.sheet import Field, Sheet

EXACT = 15  # significant digits of a binary float; those behind them are noise
FINE = Decimal("1e-9")  # the step of a fraction
_PLAIN = regex(r"[-+−]?(?:\d{1,40}(?:\.\d{0,40})?|\.\d{1,40})(?:[eE][-+]?\d{1,2})?")
_CLOCK = regex(r"(-?)(\d{1,6}):([0-5]\d)(?::([0-5]\d))?")
_STAMP = regex(r"(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d)(:\d\d)?)?")
_FRACTION = regex(r"(-?\d{1,18})([:/])(\d{1,18})")
_BY_ZERO = regex(r"-?\d{1,18}/0")  # what Calc leaves of a division by zero
_SCALED = regex(r"([\d.,]{1,20}) ([kKMB])")  # as Calc writes the sum of `5M` and `2M`
_BRACKETED = regex(r"\([$€£¥₹]?[ ]?(\d[\d.,]*)\)")
_EPOCH = datetime(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Gap:
    """A cell that states no amount: empty, a dash, or words."""

    span: Span
    words: str

    @property
    def blank(self) -> bool:
        return not self.words

    @property
    def silent(self) -> bool:
        """Empty, or a dash or the like: it says that there is no amount."""
        return self.words.lower() in NO_AMOUNT


@dataclass(slots=True)
class Cells:
    """The cells of a document's tables. A cell that is read twice gives the same figure."""

    ledger: Ledger
    _grids: dict[int, dict[int, GridCell]] = field(default_factory=dict)
    _read: dict[tuple[int, Format], Figure | Gap] = field(default_factory=dict)
    _mark: str = ""

    def read(self, sheet: Sheet, place: Field, form: Format) -> Figure | Gap:
        """The figure that a cell states, else the gap it is."""
        span = sheet.span(place)
        key = span.start, form
        if key not in self._read:
            self._read[key] = self._reading(sheet, place, span, form)
        return self._read[key]

    def several(self, sheet: Sheet, place: Field) -> tuple[Figure, ...]:
        """All figures of a cell, as in `[4, 6]`."""
        cell = self._cell(sheet, sheet.span(place))
        return cell.figures if cell else ()

    def words(self, sheet: Sheet, place: Field) -> Figure:
        """A cell that states no amount, as what a formula may be held against."""
        return self._figure(sheet, place, sheet.span(place), Quantity(None, None, word=True))

    def _cell(self, sheet: Sheet, span: Span) -> GridCell | None:
        key = id(sheet.table)
        if key not in self._grids:
            grids = (grid for grid in self.ledger.grids if grid.table is sheet.table)
            self._grids[key] = {cell.cell.span.start: cell for grid in grids for row in grid.rows for cell in row}
        return self._grids[key].get(span.start)

    def _reading(self, sheet: Sheet, place: Field, span: Span, form: Format) -> Figure | Gap:
        words = sheet.document.words(span)
        timed = _timed(words, sheet.document.format, form)
        if timed is not None:
            return self._figure(sheet, place, span, timed)
        if _BY_ZERO.fullmatch(words):
            return Gap(span, words)
        cell = self._cell(sheet, span)
        if own := _special(words, form):
            unit = cell.amount.quantity.unit if cell and cell.amount else NONE
            return self._figure(sheet, place, span, replace(own, unit=unit))
        if cell and cell.figures:
            return cell.amount or cell.figures[0]
        text = sheet.document.plain[span.start : span.end]
        self._mark = self._mark or decimal_mark(sheet.document.plain)
        for numeral in scan(text, mark=self._mark, cell=True)[:1]:
            inside = Span(span.source, span.start + numeral.start, span.start + numeral.end)
            return self._figure(sheet, place, inside, numeral.quantity)
        plain = _plain(words)
        return self._figure(sheet, place, span, plain) if plain else Gap(span, words)

    def _figure(self, sheet: Sheet, place: Field, span: Span, quantity: Quantity) -> Figure:
        header = " ".join(filter(None, (sheet.words((row, place[1])) for row in range(1, sheet.head + 1))))
        first = sheet.words((place[0], 1)) if place[1] > 1 else ""
        return Figure(span, quantity, Label(sheet.table.path, first, header))


def _point(value: Decimal, step: Decimal, unit: Unit = NONE) -> Quantity:
    end = End(value, step, step)
    return Quantity(end, end, unit)


def _plain(words: str) -> Quantity | None:
    """A number as a program writes it: `0.15000000000000002`, `1e5`, `66.`, `2025`."""
    if not _PLAIN.fullmatch(words):
        return None
    value = Decimal(words.replace("−", "-"))
    step = Decimal(1).scaleb(int(value.as_tuple().exponent))
    finest = Decimal(1).scaleb(value.adjusted() - EXACT + 1)
    if "." in words and step < finest:
        value, step = value.quantize(finest), finest
    return _point(value, step)


def _special(words: str, form: Format) -> Quantity | None:
    """`(100)`, as ledgers write what is owed, a quotient that Calc left, `1:3` where it was to, `7 M`, and `1.2e5`."""
    if bracketed := _BRACKETED.fullmatch(words):
        plain = _plain(bracketed[1].replace(",", ""))
        return _point(-plain.ends[0].value, plain.ends[0].step) if plain else None
    parts = _FRACTION.fullmatch(words)
    if parts and int(parts[3]) and (form.fraction or parts[2] == "/"):
        return _point((Decimal(parts[1]) / Decimal(parts[3])).quantize(FINE), FINE)
    if scaled := _SCALED.fullmatch(words):
        return next((numeral.quantity for numeral in scan(f"{scaled[1]}{scaled[2]}", cell=True)), None)
    return _plain(words) if "e" in words.lower() else None


def _timed(words: str, document: str, form: Format) -> Quantity | None:
    """A time or duration: seconds in Org, where a format asks for it; in Markdown milliseconds, as its plugin does."""
    if not form.clock and document == "org":
        return None
    scale, unit = (1000, Unit("millisecond")) if document == "markdown" else (1, Unit("second"))
    if clock := _CLOCK.fullmatch(words):
        hours, minutes, seconds = (int(part or 0) for part in clock.groups()[1:])
        value = (hours * 3600 + minutes * 60 + seconds) * (-1 if clock[1] else 1)
        return _point(Decimal(value * scale), Decimal(scale * (1 if clock[4] else 60)), unit)
    if document == "markdown" and (stamp := _STAMP.fullmatch(words)):
        try:
            moment = datetime.fromisoformat(words)
        except ValueError:
            return None
        step = 1 if stamp[3] else 60 if stamp[2] else 86_400
        return _point(Decimal((moment - _EPOCH) // timedelta(milliseconds=1)), Decimal(step * scale), unit)
    return None
