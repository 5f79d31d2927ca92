"""What a part of the users costs is that part of all users, at the price for each.

Checked, as products: entries that say `10% of users … $450/month`, where the document counts the users and prints a
price for one. Three entries must agree over the same number of users; an entry that does not drifts if another one
with the same words does.

Example: of 500 users, 10 % at $9 a month are $450.

Wrong when an entry has a price of its own.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise, product

from hostdoc.core.figure import Figure
from hostdoc.core.ledger import Ledger
from hostdoc.core.records import dataclass
from hostdoc.core.regex import regex
from hostdoc.core.relation import Operation, Ref, Relation
from hostdoc.relations.evidence.fits import fit
from hostdoc.relations.evidence.stems import stem
from hostdoc.relations.tables.lines import middle

AGREEING = 3
SAME = 0.005  # part by which an amount may miss the product in the quick look
THINGS, ENTRIES = 6, 100  # sorts of users, and parts of them, that are looked at
COUNTS, PRICES = 12, 60  # numbers of users, and prices, that are tried
_OF = regex(r"\s*of\s+(?:all\s+|the\s+|our\s+)?([^\W\d_]{3,})", re.IGNORECASE)
_WORD = regex(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class _Entry:
    """A part of something, what it costs, and the words that name the entry."""

    part: Figure
    stated: Figure
    thing: str
    words: str


def find(ledger: Ledger) -> Iterator[Relation]:
    """The entries of a document that are parts of the same thing, together."""
    groups: dict[str, list[_Entry]] = defaultdict(list)
    for entry in _entries(ledger):
        groups[entry.thing].append(entry)
    several = [(thing, entries[:ENTRIES]) for thing, entries in groups.items() if len(entries) >= AGREEING][:THINGS]
    prices = _prices(ledger) if several else []
    for thing, entries in several:
        yield from _best(entries, _counts(ledger, thing), prices)


def _entries(ledger: Ledger) -> Iterator[_Entry]:
    plain = ledger.document.plain
    for passage in ledger.passages:
        for part, stated in pairwise(passage.figures):
            of = _OF.match(plain[part.span.end : part.span.end + 40]) if part.quantity.unit.percent else None
            if of and stated.quantity.unit.currency and not (part.quantity.is_range or stated.quantity.is_range):
                words = plain[passage.span.start : part.span.start] + plain[part.span.end : stated.span.start]
                yield _Entry(part, stated, stem(of[1]), " ".join(_WORD.findall(words.split("(")[0].lower())))


def _counts(ledger: Ledger, thing: str) -> list[Figure]:
    found: dict[float, Figure] = {}
    for figure in ledger.figures:
        named = thing in map(stem, re.findall(r"[^\W\d_]{3,}", figure.text)) or figure.quantity.unit.of == thing
        value, quantity = middle(figure) or 0, figure.quantity
        if named and value > 1 and not (quantity.unit.currency or quantity.loose or quantity.open):
            found.setdefault(value, figure)
    return list(found.values())[:COUNTS]


def _prices(ledger: Ledger) -> list[Figure]:
    found: dict[float, Figure] = {}
    for figure in ledger.figures:
        value = middle(figure)
        quantity = figure.quantity
        if value and quantity.unit.currency and quantity.unit.per and not (quantity.loose or quantity.open):
            found.setdefault(value, figure)
    return list(found.values())[:PRICES]


def _best(entries: list[_Entry], counts: list[Figure], prices: list[Figure]) -> Iterator[Relation]:
    """The number of users over which most entries have a price; each sort of entry its own."""
    best: list[Relation] = []
    most = AGREEING - 1
    for count in counts:
        chosen = _priced(entries, count, prices)
        relations = [_relation(entry, count, chosen[entry.words]) for entry in entries if entry.words in chosen]
        met = fit(relations).met
        if met > most:
            best, most = relations, met
    yield from best


def _priced(entries: list[_Entry], count: Figure, prices: list[Figure]) -> dict[str, Figure]:
    """By the words of an entry, the price that the most of its like have."""
    votes: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for entry, (index, price) in product(entries, enumerate(prices)):
        again = (middle(entry.part) or 0) * (middle(count) or 0) * (middle(price) or 0)
        if price is not entry.stated and abs(again - (middle(entry.stated) or 0)) <= SAME * again:
            votes[entry.words][index] += 1
    return {words: prices[max(found, key=lambda index: (found[index], -index))] for words, found in votes.items()}


def _relation(entry: _Entry, count: Figure, price: Figure) -> Relation:
    workings = Operation("×", (Ref(count), Ref(entry.part), Ref(price)))
    return Relation("product", entry.stated, workings, "inferred", f"`{entry.part.text}` of `{count.text}`")
