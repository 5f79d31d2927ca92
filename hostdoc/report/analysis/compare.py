"""Compare: every thing that the documents price, as charts and in one table, and where they price it differently."""

from __future__ import annotations

from collections.abc import Sequence

from hostdoc.core.records import dataclass
from hostdoc.core.result import AuditedDocument
from hostdoc.report.analysis.differing import Differing, differing, rate_words
from hostdoc.report.analysis.panels import Panel, panels
from hostdoc.report.analysis.prices import Price, prices
from hostdoc.report.analysis.rates import Rate, implied, stated
from hostdoc.report.analysis.site import Site, name_of
from hostdoc.report.analysis.words import counted
from hostdoc.report.lettering import symbol, unit_words
from hostdoc.report.saying import Said, capital, joined, listed, say
from hostdoc.report.shapes import Intervals

AS_STATED = say("As stated")
FEW = 3  # documents that the lead sentence names


@dataclass(frozen=True, slots=True)
class Currency:
    """A choice of the currency. `on` where a rate is stated that turns some amount into it, or some are in it."""

    code: str
    name: str
    sign: str
    on: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A price, and by how much its amounts are multiplied in each other currency that its document has a rate for."""

    price: Price
    rates: dict[str, float]


@dataclass(frozen=True, slots=True)
class Compare:
    """What the template shows."""

    title: str
    lead: str
    panels: tuple[Panel, ...]
    rows: tuple[Row, ...]
    periods: tuple[tuple[str, str], ...]  # values and names; the empty value is as stated
    shared: bool  # some can be told per user
    money: str  # what amounts are in as stated
    currencies: tuple[Currency, ...]
    why: tuple[str, ...]
    verdicts: tuple[str, ...]
    documents: tuple[str, ...]
    differing: tuple[Differing, ...]


def view(site: Site) -> Compare | None:
    """All prices of a site; None where no table prices anything."""
    found = {audited.document.source.path: prices(site, audited) for audited in site.documents}
    every = [price for own in found.values() for price in own]
    if not every:
        return None
    known = {audited.document.source.path: stated(audited) for audited in site.documents}
    rows = tuple(Row(price, _factors(price.unit.currency, known[price.place.path])) for price in every)
    pricing = [audited for audited in site.documents if found[audited.document.source.path]]
    pairs = [(audited, rate) for audited in pricing for rate in implied(audited)]
    currencies = _currencies(rows, [rate for _, rate in pairs])
    return Compare(
        title=_title(every),
        lead=_lead([own for own in found.values() if own]),
        panels=tuple(panel for audited in site.documents for panel in panels(site, audited, (Intervals,))),
        rows=rows,
        periods=_periods({price.unit.time for price in every if price.stated}),
        shared=any(price.fewest for price in every),
        money=unit_words(every[0].unit.currency) if len({price.unit.currency for price in every}) == 1 else AS_STATED,
        currencies=currencies,
        why=tuple(_why(site, currencies, pairs)),
        verdicts=tuple(dict.fromkeys(price.verdict for price in every if price.verdict)),
        documents=tuple(dict.fromkeys(price.document for price in every)),
        differing=differing(site, every),
    )


# -- Words --------------------------------------------------------------------------------------------------------


def _title(every: Sequence[Price]) -> str:
    things = counted(len({price.entity for price in every}), "{number} option", "{number} options")
    documents = len({price.place.path for price in every})
    tables = len({(price.place.path, price.chart) for price in every})
    return joined((capital(things), _documents(documents) if documents > 1 else _tables(tables)), ", ")


def _documents(number: int) -> Said:
    return counted(number, "{number} document", "{number} documents")


def _tables(number: int) -> Said:
    return counted(number, "{number} table", "{number} tables")


def _lead(found: Sequence[Sequence[Price]]) -> str:
    """What each document prices, and why documents are not mixed in one chart."""
    if len(found) > FEW:
        prices = counted(sum(map(len, found)), "{number} price", "{number} prices")
        said: str = say("{prices} of {documents}.", prices=capital(prices), documents=_documents(len(found)))
    else:
        each = (say("“{document}” prices {options}", document=own[0].document, options=_options(own)) for own in found)
        said = joined((joined(each, "; "), "."))
    tables = len({(price.place.path, price.chart) for own in found for price in own})
    if tables < 2:
        return said
    return joined((said, say("Each table is shown apart: the same name may stand for different work.")), " ")


def _options(own: Sequence[Price]) -> str:
    options = counted(len({(price.chart, price.label) for price in own}), "{number} option", "{number} options")
    tables = {price.chart for price in own}
    stages = len({price.stage for price in own})
    if len(tables) > 1:
        return say("{options} in {tables}", options=options, tables=_tables(len(tables)))
    at = counted(stages, "{number} stage", "{number} stages")
    return say("{options} at {stages}", options=options, stages=at) if stages > 1 else options


def _periods(times: set[str]) -> tuple[tuple[str, str], ...]:
    """What amounts may be per; nothing to choose where none is per month or year."""
    if times == {""}:
        return ()
    own = next(iter(times)) if len(times) == 1 else ""
    asked = [("" if time == own else time, words) for time, words in (("month", say("Month")), ("year", say("Year")))]
    return tuple(asked) if own in ("month", "year") else (("", AS_STATED), *asked)


# -- Currencies ---------------------------------------------------------------------------------------------------


def _factors(currency: str, known: Sequence[Rate]) -> dict[str, float]:
    """What an amount in a currency is multiplied by, for each currency that a stated rate leads to."""
    found = {rate.other: rate.low for rate in known if rate.base == currency}
    return found | {rate.base: 1 / rate.low for rate in known if rate.other == currency and rate.low > 0}


def _currencies(rows: Sequence[Row], pairs: Sequence[Rate]) -> tuple[Currency, ...]:
    """What amounts may be turned into: the currencies of prices, of rates, and of amounts given in both."""
    own = dict.fromkeys(row.price.unit.currency for row in rows)
    reached = dict.fromkeys(code for row in rows for code in row.rates)
    named = dict.fromkeys(code for rate in pairs for code in (rate.other, rate.base))
    every = own | reached | named if len(own) > 1 else {code: None for code in reached | named if code not in own}
    return tuple(Currency(code, unit_words(code), symbol(code), code in reached) for code in every)


def _why(site: Site, currencies: Sequence[Currency], pairs: Sequence[tuple[AuditedDocument, Rate]]) -> list[str]:
    """Why a currency cannot be chosen, and what amounts given in both imply."""
    off = [currency.name for currency in currencies if not currency.on]
    if not off:
        return []
    said: list[str] = [
        say("{name} is off: no document states a rate that prices could be turned by.", name=off[0])
        if len(off) == 1
        else say("{names} are off: no document states a rate that prices could be turned by.", names=listed(off))
    ]
    windows = [
        say(
            "{rate} for one {base} ({document}, {pairs})",
            rate=rate_words(rate),
            base=rate.base,
            document=name_of(audited),
            pairs=counted(rate.pairs, "{number} pair", "{number} pairs"),
        )
        for audited, rate in pairs
    ]
    return said + ([say("Amounts given in both imply {windows}.", windows=joined(windows, "; "))] if windows else [])
