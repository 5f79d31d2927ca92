"""The percentage in brackets behind a difference that is written out is of what something was taken from.

Checked, as shares, in prose, cells and blocks of text: `$7,960 − $5,965 = $1,995 (25%)`; of what was taken away, where
that agrees.

Example: `Gross profit: $7,960 − $5,965 = $1,995 (35%)` drifts: it is 25 %.

Wrong when the percentage is of something else, as a growth since last year. Without a word for what is left, such as
profit or savings, it is a warning.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge
from hostdoc.core.ledger import Ledger
from hostdoc.core.quantity import comparable
from hostdoc.core.records import replace
from hostdoc.core.regex import regex
from hostdoc.core.relation import Operation, Ref, Relation
from hostdoc.figures.labels import GROWTH, LEFT, MARGIN
from hostdoc.relations.evidence.fits import MET

LABEL = 60  # characters before a difference that say what it is
_LESS = regex(r"[\s*_]*(?:[−–—]|-(?=\s))[\s*_]*")
_IS = regex(r"[\s*_]*=[\s*_]*[~≈]?")
_BRACKET = regex(r"[\s*_]*\([\s*_~≈]*")
_CLOSED = regex(
    r"[\s*_]*(?:margin|savings?|saved|gross margin|net margin|of revenue|less|cheaper|marge|margen|margem|margine"
    r"|marża|marży|ersparnis|günstiger|économies?|ahorro|economia|risparmio|besparing|oszczędności)?[\s*_]*\)"
)


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every difference with a percentage behind it."""
    plain = ledger.document.plain
    for passage in ledger.passages:
        yield from _in(plain, passage.figures)
    for block in ledger.blocks:
        for line in block.lines:
            yield from _in(plain, line.figures)
    for grid in ledger.grids:
        for row in grid.rows:
            for cell in row:
                yield from _in(plain, cell.figures)


def _in(plain: str, figures: Sequence[Figure]) -> Iterator[Relation]:
    for place in range(len(figures) - 3):
        whole, taken, left, stated = figures[place : place + 4]
        if not stated.quantity.unit.percent or not _written(plain, (whole, taken, left, stated)):
            continue
        found = [
            Relation("share", stated, Operation("÷", (Ref(left), Ref(base))), "inferred", "the brackets behind it")
            for base in (whole, taken)
        ]
        met = next((relation for relation in found if judge(relation).outcome in MET), None)
        if met is not None:
            yield met
        elif not (stated.quantity.is_range or stated.quantity.open):
            label = plain[max(0, whole.span.start - LABEL) : whole.span.start].rsplit("\n", 1)[-1]
            named = (LEFT.search(label) or MARGIN.search(label)) and not GROWTH.search(label)
            yield replace(found[0], unsure=not named)


def _written(plain: str, figures: tuple[Figure, Figure, Figure, Figure]) -> bool:
    whole, taken, left, stated = figures
    gaps = [plain[one.span.end : two.span.start] for one, two in pairwise(figures)]
    signs = all(sign.fullmatch(gap) for sign, gap in zip((_LESS, _IS, _BRACKET), gaps, strict=True))
    alike = comparable(whole.quantity, taken.quantity) and comparable(whole.quantity, left.quantity)
    return signs and alike and _CLOSED.match(plain, stated.span.end) is not None
