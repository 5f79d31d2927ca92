"""Where documents price the same thing differently, or a document does so twice, and where exchange rates differ.

Two documents may price the same name for different work, so that this is said and no fault. A name that has several
prices within its own document (`Production`, in one table a part) names no one thing and is not compared.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from hostdoc.core.figure import Figure
from hostdoc.core.records import dataclass
from hostdoc.core.result import AuditedDocument
from hostdoc.report.analysis.prices import Price
from hostdoc.report.analysis.rates import Rate, implied, stated
from hostdoc.report.analysis.site import Place, Site, name_of
from hostdoc.report.lettering import unit_words
from hostdoc.report.notes import title_of, verdict_name
from hostdoc.report.saying import say

FIGURES = 4  # that a rate is said with


@dataclass(frozen=True, slots=True)
class Side:
    """One of the prices, with where it stands and what for."""

    words: str
    note: str
    document: str
    place: Place


@dataclass(frozen=True, slots=True)
class Differing:
    """A thing with its prices. `verdict` is that of the check that held them against each other, if one did."""

    what: str
    sides: tuple[Side, ...]
    verdict: str = ""


def differing(site: Site, prices: Sequence[Price]) -> tuple[Differing, ...]:
    """Within documents first, then across them, then rates of exchange."""
    own = [one for audited in site.documents for one in _twice(site, audited, prices)]
    return (*own, *_across(prices), *_rates(site))


def _twice(site: Site, audited: AuditedDocument, prices: Sequence[Price]) -> Iterator[Differing]:
    """Prices of the tables that a check found stated otherwise elsewhere in their document."""
    path = audited.document.source.path
    places = {(price.place.line, price.place.id) for price in prices if price.place.path == path and price.place.id}

    def priced(figure: Figure) -> bool:
        place = site.place(figure)
        return (place.line, place.id) in places

    def side(figure: Figure) -> Side:
        label = figure.label
        note = ", ".join(part for part in (*label.path[-1:], label.column) if part)
        return Side(figure.text, note, name_of(audited), site.place(figure))

    for check in audited.checks:
        relation = check.verdict.relation
        sides = (relation.stated, *relation.inputs)
        if relation.kind == "tie-out" and check.outcome == "drifts" and any(map(priced, sides)):
            thing = next(figure for figure in sides if priced(figure))
            yield Differing(title_of(thing), tuple(map(side, sides)), verdict_name(check))


def _across(prices: Sequence[Price]) -> Iterator[Differing]:
    """Names with no price in common between two documents, in one currency, per the same."""
    things: dict[tuple[str, str, bool, tuple[str, ...]], list[Price]] = defaultdict(list)
    for price in prices:
        if price.stated:
            unit = price.unit
            things[_key(price.label), unit.currency, bool(unit.time), unit.per].append(price)
    for own in things.values():
        documents = {path: [price for price in own if price.place.path == path] for path in _paths(own)}
        if len(documents) < 2 or any(len({price.chart for price in one}) > 1 for one in documents.values()):
            continue
        if any(not _ends(one) & _ends(other) for one, other in combinations(documents.values(), 2)):
            yield Differing(own[0].label, tuple(map(_side, own)))


def _key(label: str) -> str:
    return " ".join(label.casefold().split())


def _paths(prices: Iterable[Price]) -> list[str]:
    return list(dict.fromkeys(price.place.path for price in prices))


def _ends(prices: Iterable[Price]) -> set[tuple[float, float]]:
    return {(price.stated.low, price.stated.high) for price in prices if price.stated}


def _side(price: Price) -> Side:
    note = ", ".join(part for part in (price.table, price.stage) if part)
    return Side(price.stated.words if price.stated else price.words, note, price.document, price.place)


# -- Rates of exchange --------------------------------------------------------------------------------------------


def _rates(site: Site) -> Iterator[Differing]:
    """Rates, stated or implied, that two documents cannot both have."""
    found: dict[tuple[str, str], list[tuple[AuditedDocument, Rate]]] = defaultdict(list)
    for audited in site.documents:
        own = {(rate.base, rate.other): rate for rate in (*implied(audited), *stated(audited))}
        for pair, rate in own.items():
            found[pair].append((audited, rate))
    for (base, other), each in found.items():
        if any(not one.within(two) for (_, one), (_, two) in combinations(each, 2)):
            yield Differing(
                say("One {base} in {other}", base=base, other=other),
                tuple(_rate_side(site, audited, rate) for audited, rate in each),
            )


def _rate_side(site: Site, audited: AuditedDocument, rate: Rate) -> Side:
    said = (
        say("{number} amounts in both", number=rate.pairs)
        if rate.pairs > 1
        else say("one amount in both" if rate.pairs else "stated")
    )
    return Side(rate_words(rate), said, name_of(audited), site.place(rate.figure))


def rate_words(rate: Rate) -> str:
    """`1.083–1.095 US$`: ends that differ with as many figures as tell them apart."""
    low, high = f"{rate.low:.{FIGURES}g}", f"{rate.high:.{FIGURES}g}"
    return f"{low if low == high else f'{low}–{high}'} {unit_words(rate.other)}"
