"""What a block of fixed-width text says is saved, lost or more agrees with the totals above it.

Checked, as differences and shares: amounts and percentages in a line, or in the brackets behind an amount, that speak
of a saving, a reduction, an increase or a loss, with two totals of the block: the two nearest above, or the own one of
the line and one above; with the two lines above, first where they are called so (`Without a cache`, `With a cache`).
A percentage beside such an amount is that over what it is taken from.

Example: `Savings: $34/month (85% reduction)` below the totals `$39` and `$5`: 34 of 39 are 87 %.

Wrong when it compares with what the block does not state. An amount that does not come out is said only below exactly
two totals, and where it is a slip of the pen away; a percentage, beside an amount that does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge
from hostdoc.core.ledger import Ledger
from hostdoc.core.records import dataclass, replace
from hostdoc.core.regex import regex
from hostdoc.core.relation import AGREES, Expression, Operation, Ref, Relation
from hostdoc.figures.labels import AFTER, BEFORE
from hostdoc.relations.blocks.entries import Entry, entries, fits
from hostdoc.relations.evidence.slips import SHORT, slip, swapped

TOTALS = 4  # nearest totals above of which a line may compare two
BESIDE = 24  # characters on either side of a figure in which words say that it is a change
_LESS = (
    r"sav(?:ings?|ed?|es)|reduc(?:tion|ed)|less|cheaper|lower|discount|cut|decrease|descuento|desconto|econom\w+|ahorro"
)
_MORE = r"increase[sd]?|more|higher|growth|a\s+mais|aumento|más|extra"
_OTHER = r"difference|diff|delta|change|diferen[çc]i?a|differenz|loss(?:es)?|deficit|shortfall|gap"
_SAID = regex(rf"\b(?:{_LESS}|{_MORE}|{_OTHER})\b", re.IGNORECASE)
_GREW = regex(rf"\b(?:{_MORE})\b|\+\Z", re.IGNORECASE)
_SHRANK = regex(rf"\b(?:{_LESS})\b|[-−]\Z", re.IGNORECASE)
_APART = regex(r"[;|]|\bvia\b|\bif\b|\bup\s+to\b|\btarget\b|\bpossible\b|\bpotential\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two amounts of which one is compared with the other, the larger first; and whether no others may be meant."""

    more: Figure
    less: Figure
    only: bool

    @property
    def difference(self) -> Expression:
        return Operation("−", (Ref(self.more), Ref(self.less)))


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every line of the blocks that speaks of a change."""
    for block in ledger.blocks:
        above: list[Entry] = []
        for entry in entries(block):
            if above and _SAID.search(entry.line.span.text) and not _APART.search(entry.line.span.text):
                yield from _of_entry(entry, above)
            above.append(entry)


def _of_entry(entry: Entry, above: Sequence[Entry]) -> Iterator[Relation]:
    money = [figure for figure in entry.line.figures if figure.quantity.unit.currency and figure.quantity.ends]
    changes = [figure for figure in money if not (entry.total and figure is money[0]) and _says(entry, figure)]
    found = next((it for figure in changes for it in _amount(entry, above, figure)), None)
    if found is not None:
        yield found[0]
    for stated in entry.line.figures:
        if stated.quantity.unit.percent and stated.quantity.ends and _says(entry, stated):
            yield from _percent(entry, above, stated, found)
            break


def _says(entry: Entry, figure: Figure) -> bool:
    """Whether the label, or a word beside a figure, speaks of a change."""
    return _SAID.search(f"{entry.label} {_around(entry, figure)}") is not None


def _around(entry: Entry, figure: Figure) -> str:
    text, at = entry.line.span.text, figure.span.start - entry.line.span.start
    behind = text[at + len(figure.text) :][:BESIDE].split(")")[0].split("(")[0]
    return f"{text[max(0, at - 2) : at]} {behind}"


# -- What is compared -----------------------------------------------------------------------------------------------


def _pairs(entry: Entry, above: Sequence[Entry], like: Figure | None) -> Iterator[_Pair]:
    """The own total of a line with those above, else the two lines above where they say that they are compared; else
    the nearest totals, and what the two lines above state."""
    totals = [it for it in reversed(above) if it.total and _worth(it, like)][:TOTALS]
    own = _worth(entry, like) if entry.total else None
    figures = [figure for it in totals if (figure := _worth(it, like))]
    if own is not None:
        for other in figures:
            yield from _pair(own, other, only=len(figures) == 1)
        return
    beside = _beside(entry, above, like)
    compared = len(beside) == 2 and BEFORE.search(above[-2].label) and AFTER.search(above[-1].label)
    if not compared:
        for one, other in combinations(figures, 2):
            yield from _pair(one, other, only=len(figures) == 2)
    if len(beside) == 2:
        yield from _pair(*beside, only=bool(compared))


def _beside(entry: Entry, above: Sequence[Entry], like: Figure | None) -> list[Figure]:
    """What the two lines above state, if these are no heads of the line."""
    headed = entry.parent is not None and entry.parent is above[-1]
    return [] if headed else [figure for it in above[-2:] if (figure := _worth(it, like))]


def _worth(entry: Entry, like: Figure | None) -> Figure | None:
    """The first amount of money of a line that counts what another figure does; the last where it is a result."""
    fitting = [f for f in entry.line.figures if f.quantity.unit.currency and f.quantity.ends and not f.quantity.open]
    same = [f for f in fitting if like is None or (fits(f.quantity, like.quantity) and _timed(f, like))]
    return next((f for f in entry.amounts if f in same), same[0] if same else None)


def _timed(one: Figure, other: Figure) -> bool:
    return len({one.quantity.unit.time, other.quantity.unit.time} - {None}) < 2


def _pair(one: Figure, other: Figure, *, only: bool) -> Iterator[_Pair]:
    if fits(one.quantity, other.quantity) and _timed(one, other) and one is not other:
        more, less = sorted((one, other), key=lambda figure: -figure.quantity.ends[-1].value)
        yield _Pair(more, less, only)


# -- Amounts and percentages ----------------------------------------------------------------------------------------


def _amount(entry: Entry, above: Sequence[Entry], stated: Figure) -> Iterator[tuple[Relation, _Pair]]:
    pairs = [it for it in _pairs(entry, above, stated) if stated not in (it.more, it.less)]
    found = [(_relation("difference", entry, stated, it.difference), it) for it in pairs]
    met = next((it for it in found if judge(it[0]).outcome in AGREES), None)
    slips = [it for it in found if it[1].only and (slip(it[0], SHORT) or swapped(it[0], SHORT))]
    if met is not None:
        yield met
    elif slips:
        yield replace(slips[0][0], unsure=True), slips[0][1]


def _percent(
    entry: Entry, above: Sequence[Entry], stated: Figure, found: tuple[Relation, _Pair] | None
) -> Iterator[Relation]:
    pairs = [found[1]] if found else list(_pairs(entry, above, None))
    said = f"{entry.label} {_around(entry, stated)}"
    relations = []
    for pair in pairs:
        bases = [pair.less] if _GREW.search(said) and not _SHRANK.search(said) else [pair.more]
        bases += [pair.less, pair.more] if not _GREW.search(said) and not _SHRANK.search(said) else []
        above_it = Ref(found[0].stated) if found and judge(found[0]).outcome in AGREES else pair.difference
        relations += [_relation("share", entry, stated, Operation("÷", (above_it, Ref(base)))) for base in bases]
    met = next((it for it in relations if judge(it).outcome in AGREES), None)
    if met is not None:
        yield met
    elif found and len(relations) == 1 and not stated.quantity.loose:
        yield replace(relations[0], unsure=True)


def _relation(kind: str, entry: Entry, stated: Figure, workings: Expression) -> Relation:
    return Relation(kind, stated, workings, "inferred", f"the line `{' '.join(entry.line.span.text.split())[:40]}`")
