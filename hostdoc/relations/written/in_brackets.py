"""A number agrees with the arithmetic in brackets behind it: `2,660 words (1,596 new + 1,064 old)`.

Checked: numbers, sizes and times in prose, cells and text, with signs between all figures of the brackets; what is
money other kinds look at. An equals sign within the brackets closes arithmetic of its own.

Example: `7,500 rows (300 × 5 × 5)` holds, `7 singers (4 altos + 2 basses)` drifts.

Wrong when the brackets count something else than the number before them: a drift is a warning, unless a digit slipped.
"""

from __future__ import annotations

from collections.abc import Iterator

from hostdoc.core.arithmetic import estimate
from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge
from hostdoc.core.ledger import Ledger
from hostdoc.core.records import replace
from hostdoc.core.regex import regex
from hostdoc.core.relation import Expression, Operation, Ref, Relation, figures_of
from hostdoc.core.units import conflict
from hostdoc.relations.evidence.fits import MET
from hostdoc.relations.evidence.slips import slip
from hostdoc.relations.written.expressions import expression

APART = 2  # times that a drifting number may be of the recalculated one
MOST = 160  # characters of brackets
_OPENS = regex(r"(?:[\s*_/-]{1,3}[^\W\d_][\w'’-]*){0,4}[\s*_]*\((?=[^()\n=≈→|]{3,160}\))[^()\d]{0,24}")


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every number with such brackets behind it."""
    texts = [passage.figures for passage in ledger.passages]
    texts += [cell.figures for grid in ledger.grids for row in grid.rows for cell in row]
    texts += [line.figures for block in ledger.blocks for line in block.lines]
    for figures in texts:
        for place, stated in enumerate(figures[:-2]):
            workings = _inside(ledger.document.plain, figures[place:]) if _countable(stated) else None
            if workings is not None:
                yield from _claimed(stated, workings)


def _countable(figure: Figure) -> bool:
    quantity = figure.quantity
    return bool(quantity.ends) and not (
        quantity.word or quantity.open or quantity.unit.currency or quantity.unit.percent
    )


def _inside(plain: str, figures: tuple[Figure, ...]) -> Expression | None:
    """What the brackets behind the first of some figures compute from all figures in them."""
    first, following = figures[0], figures[1]
    opened = _OPENS.match(plain, first.span.end, first.span.end + MOST)
    if opened is None or opened.end() < following.span.start - 2 or "(" not in opened.group():
        return None
    close = plain.find(")", following.span.end, following.span.end + MOST)
    inside = [figure for figure in figures[1:] if figure.span.start < close]
    if len(inside) < 2 or not _to_the_end(plain, inside[-1], close):
        return None
    workings = expression(plain, inside)
    return workings if isinstance(workings, Operation) and workings.operator in "+×" else None


def _to_the_end(plain: str, last: Figure, close: int) -> bool:
    """Whether nothing but words stand behind the last figure of the brackets."""
    return not any(sign in plain[last.span.end : close] for sign in ",;:+×*÷/–")


def _claimed(stated: Figure, workings: Expression) -> Iterator[Relation]:
    kind = "footing" if isinstance(workings, Operation) and workings.operator == "+" else "product"
    if any(figure.quantity.unit.percent for figure in figures_of(workings)):
        return
    if kind == "footing" and any(conflict(stated.quantity.unit, it.quantity.unit) for it in figures_of(workings)):
        return
    relation = Relation(kind, stated, workings, "inferred", f"the brackets behind `{stated.text}`")
    if judge(relation).outcome in (*MET, "within"):
        yield relation
        return
    value, again = estimate(Ref(stated)), estimate(workings)
    plain = not any(it.quantity.loose or it.quantity.open for it in (stated, *relation.inputs))
    if plain and value * again > 0 and 1 / APART <= value / again <= APART:
        yield replace(relation, unsure=not slip(relation))
