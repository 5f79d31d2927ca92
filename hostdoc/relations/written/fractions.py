"""A percentage is that of the fraction beside it.

Checked, as shares, in prose, cells and text: `14/20 (70%)`, `7 of 9 answered (77.8%)`, `80% (4/5)`, `$4,200 of $5,000
(84%)`.

Example: `4/5 (100%)` drifts: it is 80 %.

Wrong when the percentage is of something else; words of change, or of what is left, leave it alone. Words between the
fraction and the percentage make a drift unsure. A percentage may be cut off instead of rounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import zip_longest

from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge
from hostdoc.core.ledger import Ledger
from hostdoc.core.quantity import Quantity, comparable
from hostdoc.core.records import replace
from hostdoc.core.regex import regex
from hostdoc.core.relation import Const, Expression, Operation, Ref, Relation
from hostdoc.relations.evidence.fits import MET
from hostdoc.relations.prose.cues import CHANGED, REMAINS

BEHIND = 40  # characters behind a fraction or a percentage that are looked at
_WORDS = r"(?P<words>[^\d\n.;:%→>|()\[\]]{0,40})"
_SLASH = regex(r"/(?P<whole>\d{1,3}(?:,\d{3})+|\d{1,9})(?![\d/.,]*\d)")
_OF = regex(
    r"[*_]*\s+(?:(?:out\s+)?of|von|sur|de|su|van(?:\s+de)?|z|av|af)\s+(?:the\s+|all\s+|our\s+)?[*_~]*", re.IGNORECASE
)
_TO_PERCENT = regex(rf"{_WORDS}[*_\s]*(?:[(\[=:–—]|->|→)[\s*_]*[~≈]?[\s*_]*")
_TO_FRACTION = regex(rf"[*_]*{_WORDS}[*_\s]*[(\[:][\s*_]*")
_CALLED = regex(r"[*_]*[ \t]+[^\W\d_]")
_CLOSES = regex(r"[^\d\n.;%→>|()\[\]]*[)\]]")
_SCORES = regex(r"(?:→|->|>|\b(?:to|from|on|by|am)|[\d/])\s*[*_]*\Z", re.IGNORECASE)


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every percentage with a fraction just before it, or in brackets behind it."""
    plain = ledger.document.plain
    texts = [passage.figures for passage in ledger.passages]
    texts += [cell.figures for grid in ledger.grids for row in grid.rows for cell in row]
    texts += [line.figures for block in ledger.blocks for line in block.lines]
    for figures in texts:
        parts: dict[Figure, _Whole] = {}
        for part, following in zip_longest(figures, figures[1:]):
            if (whole := _over(plain, part, following)) is not None:
                parts[part] = whole
        for place, stated in enumerate(figures):
            if stated.quantity.unit.percent and _plain(stated.quantity):
                yield from _of(plain, figures, place, parts)


_Whole = tuple[Expression, int]  # the denominator of a fraction, and where it ends


def _over(plain: str, part: Figure, following: Figure | None) -> _Whole | None:
    """What a figure is a part of by the sign or the word behind it."""
    if not _plain(part.quantity) or part.quantity.unit.percent:
        return None
    end = part.span.end
    if (slash := _SLASH.match(plain, end)) and not part.quantity.unit.of:
        number = Fraction(slash["whole"].replace(",", ""))
        return (Const(number, slash["whole"]), slash.end()) if number else None
    if following is None or not _plain(following.quantity) or not comparable(part.quantity, following.quantity):
        return None
    of = _OF.fullmatch(plain, end, following.span.start)
    return (Ref(following), following.span.end) if of and following.quantity.ends[0].value else None


def _plain(quantity: Quantity) -> bool:
    return not (quantity.open or quantity.word or quantity.is_range) and bool(quantity.ends)


def _of(plain: str, figures: tuple[Figure, ...], place: int, parts: dict[Figure, _Whole]) -> Iterator[Relation]:
    """The fraction that ends before a percentage, else the one in brackets behind it."""
    stated = figures[place]
    for part in figures[max(0, place - 2) : place]:
        if part in parts:
            before = plain[max(0, part.span.start - 8) : part.span.start]
            to = _TO_PERCENT.fullmatch(plain, parts[part][1], stated.span.start)
            called = to and ":" in to.group() and _CALLED.match(plain, stated.span.end)  # `2/3 tools: 85% detection`
            if to and not called and not _SCORES.search(before):
                yield from _share(plain, part, parts[part], stated, to["words"])
                return
    for part in figures[place + 1 : place + 2]:
        if part in parts:
            to = _TO_FRACTION.fullmatch(plain, stated.span.end, part.span.start)
            if to and _CLOSES.match(plain, parts[part][1], parts[part][1] + BEHIND):
                yield from _share(plain, part, parts[part], stated, to["words"])


def _share(plain: str, part: Figure, over: _Whole, stated: Figure, words: str) -> Iterator[Relation]:
    whole, end = over
    around = f"{words} {plain[stated.span.end : stated.span.end + BEHIND].partition(chr(10))[0]}"
    if CHANGED.search(around) or REMAINS.search(around):
        return
    workings = Operation("÷", (Ref(part), whole))
    unsure = bool(words.strip()) or isinstance(whole, Ref)
    evidence = f"`{plain[part.span.start : end]}` beside it"
    relation = Relation("share", stated, workings, "inferred", evidence, unsure=unsure)
    cut = replace(relation, rounding="down")
    yield cut if judge(relation).outcome not in MET and judge(cut).outcome in MET else relation
