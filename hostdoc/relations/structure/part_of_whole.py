"""An amount that a percentage stands with is that part of a total which the document states elsewhere.

Checked, in list items, lines, sentences and rows: `30% on signing: 8,440.74` of the total of a table, `Fees (5%, 3%)`,
a part of a total `less equipment`, a total with a tax or without a discount; and the rest of a total whose other parts
are so.

Example: below `Total: $8,200`, `40% on acceptance: $3,820` drifts: it is $3,280.

Wrong when the percentage is of something else: said where the digits outweigh how many totals there are. Reported as
wrong only beside parts of the same total that agree, or where it is but a slip of the pen from a part of the last one.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import chain
from math import log10

from hostdoc.core.arithmetic import estimate
from hostdoc.core.cached import cached_property
from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge, promising
from hostdoc.core.ledger import Ledger
from hostdoc.core.quantity import comparable
from hostdoc.core.records import dataclass, replace
from hostdoc.core.regex import regex
from hostdoc.core.relation import Expression, Operation, Ref, Relation
from hostdoc.relations.evidence.fits import significant
from hostdoc.relations.evidence.slips import slip
from hostdoc.relations.evidence.stems import stem
from hostdoc.relations.structure.outline import Entry, outlined, worth_of
from hostdoc.relations.tables.columns import summed
from hostdoc.relations.tables.multipliers import ONE
from hostdoc.relations.tables.rows import amount_columns, roles

NEAREST = 24  # totals before an amount that it may be a part of
MANY, FEW = 100, 2  # parts of a list or a text beyond which only the last totals are tried for each
LOOKED = 200  # totals that are looked at for these
SURE = 2.0  # digits of an amount beyond those that the number of totals takes
FAR = 90  # characters between a percentage and its amount
SHORT = 160  # characters of an entry that may be what a total is less
_STOP = regex(r"[.;!?。](?=\s|\Z)|\n")
_LESS = regex(
    r"\b(?:less|minus|without|except|excl(?:uding|\.)?|net of|ohne|abzüglich|sans|hors|sin|senza|sem|zonder)\s+"
    r"(?:the\s+)?([^\W\d_]{3,})",
    re.IGNORECASE,
)
_ADDED = regex(
    r"\b(?:with|incl\w*|plus|added|on top|inkl\w*|mit|avec|con|com|increase)\b|入れ|税込|込み", re.IGNORECASE
)
_OFF = regex(r"\b(?:off|discount|rabatt|less|minus|cheaper|under|remise|sconto|descuento)\b|引", re.IGNORECASE)
_REST = regex(
    r"\b(?:rest|remainder|remaining|balance|saldo|solde|reste|restbetrag|restante?|resto|final)\b|残", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Part:
    """An amount, the percentages it stands with, the words around them, and where it stands: its list or its column."""

    stated: Figure
    rates: tuple[Figure, ...]
    text: str
    place: tuple[object, ...]
    listed: bool = True  # in a list or a table, not in a text


@dataclass(frozen=True, eq=False)
class _Wholes:
    """The totals of a document in the order of the text, and its entries by the words that name them."""

    totals: tuple[Figure, ...]
    entries: tuple[Entry, ...]

    @cached_property
    def named(self) -> dict[str, list[Figure]]:
        """The one amount of each short entry, by the first word of its label."""
        found: dict[str, list[Figure]] = defaultdict(list)
        for entry in self.entries:
            if entry.label and len(entry.figures) == 1 and len(entry.text) <= SHORT:
                found[stem(entry.label.split()[0])].append(entry.figures[0])
        return found

    def before(self, stated: Figure) -> list[Figure]:
        """The last totals that an amount may be a part of, each once, the nearest first."""
        end = bisect_left(self.totals, stated.span.start, key=lambda figure: figure.span.start)
        found: dict[Decimal, Figure] = {}
        for figure in reversed(self.totals[max(0, end - LOOKED) : end]):
            if len(found) == NEAREST:
                break
            if comparable(figure.quantity, stated.quantity) or not figure.quantity.unit.of:
                found.setdefault(figure.quantity.ends[0].value, figure)
        return list(found.values())


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every part of a total that agrees, those beside it, and the rest."""
    entries = outlined(ledger)
    wholes = _Wholes(tuple(_totals(entries)), entries)
    if not wholes.totals:
        return
    beside: dict[tuple[object, ...], list[Entry]] = defaultdict(list)
    for entry in entries:
        beside[_place(entry)].append(entry)
    for place, parts in _places(ledger, entries).items():
        yield from _in_place(wholes, parts, beside.get(place, []))


def _totals(entries: Sequence[Entry]) -> Iterator[Figure]:
    """The totals of tables, all of a row, and those that lines, headings and the opening of a document state."""
    found: list[Figure] = []
    opening = next((entry for entry in entries if entry.passage and not entry.heading), None)
    for entry in entries:
        if entry.grid is not None:
            columns, rows = amount_columns(entry.grid), [r.number for r in roles(entry.grid) if r.sums]
            found += [f for number in rows for c in columns if (f := entry.grid.rows[number][c].amount)]
        elif entry.total or entry.heading or entry is opening:
            found += [figure for figure in entry.figures if figure.quantity.unit.currency][:1]
    yield from (f for f in found if f.quantity.ends and not (f.quantity.is_range or f.quantity.unit.percent))


# -- What may be a part ---------------------------------------------------------------------------------------------


def _places(ledger: Ledger, entries: Sequence[Entry]) -> dict[tuple[object, ...], list[_Part]]:
    found: dict[tuple[object, ...], list[_Part]] = defaultdict(list)
    for part in chain(_in_entries(entries), _in_rows(ledger)):
        if not _is_mix(part.rates):
            found[part.place].append(part)
    return found


def _is_mix(rates: Sequence[Figure]) -> bool:
    """Whether percentages are those of all there is: `80% of the one, 20% of the other` is no part."""
    return len(rates) > 1 and sum(rate.quantity.ends[0].value for rate in rates) >= 100


def _place(entry: Entry) -> tuple[object, ...]:
    return (entry.passage.block.path, entry.depth) if entry.passage else ()


def _in_entries(entries: Sequence[Entry]) -> Iterator[_Part]:
    """Every amount right behind one percentage, or behind several that stand in a bracket."""
    for entry in entries:
        rates: list[Figure] = []
        since = 0
        for figure in entry.figures if entry.passage else ():
            at = figure.span.start - entry.start
            if _is_rate(figure):
                rates = rates if rates and _STOP.search(entry.text, since, at) is None else []
                rates.append(figure)
            elif rates and _is_amount(figure) and at - since <= FAR and not _STOP.search(entry.text, since, at):
                bracketed = len(rates) == 1 or ")" in entry.text[since:at]
                if bracketed:
                    begin = rates[0].span.start - entry.start
                    text = entry.text[max(0, begin - FAR) : at + FAR // 2]
                    yield _Part(figure, tuple(rates), text, _place(entry), entry.depth >= 0)
                rates = []
            else:
                rates = []
            since = at + len(figure.text)


def _in_rows(ledger: Ledger) -> Iterator[_Part]:
    """The amounts of a row whose name carries a percentage."""
    for grid in ledger.grids:
        columns = amount_columns(grid)
        for role in roles(grid):
            row = grid.rows[role.number]
            rates = tuple(figure for figure in row[0].figures if _is_rate(figure)) if row and 0 not in columns else ()
            for column in columns if rates and not role.sums else ():
                stated = row[column].amount
                if stated is not None and _is_amount(stated, bare=True):
                    yield _Part(stated, rates, role.label, (id(grid), column))


def _is_rate(figure: Figure) -> bool:
    quantity = figure.quantity
    return quantity.unit.percent and len(quantity.ends) == 1 and not (quantity.open or quantity.loose)


def _is_amount(figure: Figure, *, bare: bool = False) -> bool:
    quantity = figure.quantity
    money = quantity.unit.currency is not None or (bare and not quantity.unit.of)
    return money and len(quantity.ends) == 1 and not (quantity.open or quantity.word)


# -- Of what --------------------------------------------------------------------------------------------------------


def _in_place(wholes: _Wholes, parts: Sequence[_Part], beside: Sequence[Entry]) -> Iterator[Relation]:
    """The parts that agree; then those beside them of the same total, and the rest of it."""
    agreed: list[tuple[Figure, Relation]] = []
    most = NEAREST if len(parts) <= MANY else FEW
    for part in parts:
        bases = wholes.before(part.stated)[:most]
        price = log10(max(1, len(bases)))
        for base in bases:
            met = next((r for r in _readings(wholes, part, base) if _agrees(r)), None)
            if met is not None and (significant(part.stated) - price >= SURE or base is bases[0]):
                agreed.append((base, met))
                yield met
                break
    said = {relation.stated for _, relation in agreed}
    for part in parts:
        if part.stated not in said and (bases := wholes.before(part.stated)[:1]):
            slips = (relation for relation in _readings(wholes, part, bases[0]) if slip(relation))
            yield from (replace(relation, unsure=not agreed) for relation in slips)
    if len({base for base, _ in agreed}) == 1 < len(agreed):
        left = [part for part in parts if part.listed and part.stated not in said and len(part.rates) == 1]
        near = [relation for part in left if _near(relation := next(_readings(wholes, part, agreed[0][0])))]
        yield from near
        yield from _rest(agreed[0][0], said | {relation.stated for relation in near}, beside)


def _rest(base: Figure, said: set[Figure], beside: Sequence[Entry]) -> Iterator[Relation]:
    """What is left of a total below its parts."""
    for entry in beside:
        amount = worth_of(entry, base)
        if amount and amount not in said and _REST.search(entry.text) and entry.depth >= 0:
            workings = Operation(
                "−", (Ref(base), *(Ref(figure) for figure in sorted(said, key=lambda f: f.span.start)))
            )
            yield Relation("difference", amount, workings, "inferred", f"the rest of `{base.text}`")


def _readings(wholes: _Wholes, part: _Part, base: Figure) -> Iterator[Relation]:
    """A part of a total, of what is left of it without what the words name, and with it or without it."""
    rate: Expression = summed([Ref(figure) for figure in part.rates])
    whole: Expression = Ref(base)
    if less := _LESS.search(part.text):
        taken = [f for f in wholes.named.get(stem(less[1].lower()), []) if comparable(f.quantity, base.quantity)]
        yield from (_relation(part, rate, Operation("−", (whole, Ref(figure)))) for figure in taken[:2])
    yield _relation(part, rate, whole)
    if _OFF.search(part.text):
        yield _relation(part, Operation("−", (ONE, rate)), whole)
    if _ADDED.search(part.text):
        yield _relation(part, Operation("+", (ONE, rate)), whole)


def _relation(part: _Part, rate: Expression, whole: Expression) -> Relation:
    evidence = f"the percentage `{part.rates[0].text}` of a total"
    return Relation("share", part.stated, Operation("×", (rate, whole)), "inferred", evidence)


def _near(relation: Relation) -> bool:
    """Whether what a percentage gives is of the size of what is stated."""
    again, stated = estimate(relation.workings), estimate(Ref(relation.stated))
    return 0 < again / 2 <= stated <= 2 * again


def _agrees(relation: Relation) -> bool:
    return promising(relation) and judge(relation).outcome == "holds"
