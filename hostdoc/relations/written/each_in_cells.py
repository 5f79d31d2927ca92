"""An amount in a cell that says what each costs is a whole number of these, a total behind factors their product.

Checked, as products: `$3,200 ($1,600 each)` in a cell, where the number is stated beside it or is the whole number that
comes nearest; and, in prose, too, `32 GB (×2, 64 GB total)`.

Example: `$1,500 ($700 each)` drifts: two are $1,400.

Wrong when the amount has something else in it; brackets with more money in them are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from hostdoc.core.figure import Figure
from hostdoc.core.ledger import Ledger
from hostdoc.core.quantity import comparable
from hostdoc.core.regex import regex
from hostdoc.core.relation import Const, Expression, Operation, Ref, Relation
from hostdoc.relations.tables.lines import middle

MOST = 50  # of them, if no number is stated
OFF = 0.25  # part of one by which an amount may miss a whole number of them
_OPENS = regex(r"\A[\s*_]*[(\[–—,][\s*_~]*(?:at\s+)?\Z")
_EACH = regex(
    r"\A[\s*_]*(?:each\b|apiece\b|per (?:person|head|piece)\b|a piece\b|pro (?:stück|person)\b|par (?:personne"
    r"|pièce)\b|por (?:persona|pessoa|unidad)\b|cada un[oa]\b|ciascun[oa]\b|per stuk\b|za sztukę\b)",
    re.IGNORECASE,
)
_TOTAL = regex(
    r"\A[\s*_]*(?:in\s+)?(?:total|altogether|combined|overall|insgesamt|gesamt|au total|en total|no total|in totale"
    r"|totaal|razem)\b",
    re.IGNORECASE,
)
_APART = regex(r"[.;:!?+=,]\s")
_TIMES_BEFORE = regex(r"[×x]\s*\Z")
_TIMES_BEHIND = regex(r"\A\s*[×x](?![^\W\d_])")


def find(ledger: Ledger) -> Iterator[Relation]:
    """Cells, then passages."""
    cells = [cell.figures for grid in ledger.grids for row in grid.rows for cell in row]
    plain = ledger.document.plain
    for figures in cells:
        for first, second in pairwise(figures):
            if _EACH.match(plain[second.span.end : second.span.end + 16]) and _OPENS.match(
                plain[first.span.end : second.span.start]
            ):
                yield from _each(plain, figures, first, second)
    for figures in (*cells, *(passage.figures for passage in ledger.passages)):
        for one, other, total in zip(figures, figures[1:], figures[2:], strict=False):
            yield from _total(plain, one, other, total)


def _each(plain: str, figures: Sequence[Figure], stated: Figure, each: Figure) -> Iterator[Relation]:
    """The amount as so many of what each costs."""
    amount, one = middle(stated), middle(each)
    if not (amount and one) or not comparable(stated.quantity, each.quantity) or stated.quantity.is_range:
        return
    close = plain.find(")", each.span.end, each.span.end + 80)
    if any(f is not each and f.quantity.unit.currency and each.span.end < f.span.start < close for f in figures):
        return
    number = _number(figures, stated, each, amount / one)
    if number is not None:
        workings = Operation("×", (Ref(each), number))
        yield Relation("product", stated, workings, "inferred", f"`{each.text}` for each")


def _number(figures: Sequence[Figure], stated: Figure, each: Figure, times: float) -> Expression | None:
    """How many: a count beside the amounts that is about right, else the nearest whole number."""
    for figure in figures:
        count = middle(figure)
        unit = figure.quantity.unit
        bare = figure not in (stated, each) and not (unit.currency or unit.percent or unit.size or unit.time)
        if bare and count and count > 1 and abs(times - count) <= OFF * count:
            return Ref(figure)
    nearest = round(times)
    if 2 <= nearest <= MOST and abs(times - nearest) <= OFF:
        return Const(Fraction(nearest), str(nearest))
    return None


def _total(plain: str, one: Figure, other: Figure, total: Figure) -> Iterator[Relation]:
    """Two factors with a sign of multiplication, and their product behind them, called total."""
    behind = plain[total.span.end : total.span.end + 16]
    if not _TOTAL.match(behind) or len(plain[one.span.end : total.span.start]) > 60:
        return
    between = plain[one.span.end : other.span.start]
    signed = _TIMES_BEFORE.search(between) or _TIMES_BEHIND.match(between)
    amount = next((f for f in (one, other) if comparable(f.quantity, total.quantity) and f.quantity.unit.of), None)
    if signed and amount is not None and _APART.search(between) is None:
        workings = Operation("×", (Ref(one), Ref(other)))
        yield Relation("product", total, workings, "inferred", f"`{total.text} total` behind its factors")
