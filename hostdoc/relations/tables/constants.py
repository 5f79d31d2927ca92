"""Which number leads from a form to a column: a printed or usual one that most rows ask for, else a round one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import lru_cache

from hostdoc.core.figure import Figure
from hostdoc.core.ledger import Ledger
from hostdoc.core.records import replace
from hostdoc.core.regex import regex
from hostdoc.core.relation import Const
from hostdoc.core.units import SIZES, TIMES, fitting
from hostdoc.figures.vocabulary import UNITS
from hostdoc.relations.evidence.stems import stems
from hostdoc.relations.tables.lines import Line, View
from hostdoc.relations.tables.multipliers import FITS, PLAIN, USUAL, Multiplier, known, leads
from hostdoc.relations.tables.quotients import LEAST, Form, Quotient

TRIED = 3  # numbers tried for one form
ROUND = 3  # significant digits an implied number may have
THOUSAND = 1_000
WORDS = 0.5  # digits that the words around a number count which name a column
EACH = -1.0  # digits that a number takes whose unit and sentence name both columns
SENTENCE = 80  # characters before a number that say of what each it is
AROUND = 24  # characters before and behind a number that say what it is of
_EMPTY = frozenset({"per", "the", "of", "in", "and", "for", "month", "year", "total"})
_APIECE = regex(r"\s*([^\W\d_]{3,})\s+(?:per|for each|a|an|each|pro|je|par|por)\s")
_WORD = regex(r"[^\W\d_]{3,}")
_THOUSAND = regex(r"\b(?:cpm|cpt|tkp|rpm|mille|thousand|1[,.\s]?000|tausend|mil)\b|‰", re.IGNORECASE)


def numbers(ledger: Ledger, view: View, stated: Line, form: Form, quotients: Sequence[Quotient]) -> list[Multiplier]:
    """The multipliers that most rows ask for, the likeliest first; else the round one that they imply."""
    multipliers = known(ledger, view.grid)
    votes = Counter(index for quotient in quotients for index in multipliers.between(*quotient.bounds))
    enough = [index for index, count in votes.items() if count >= LEAST and 3 * count >= 2 * len(quotients)]
    if not enough and view.of == "row":
        return []
    exchange = len({line.unit.of for line in (stated, *form.lines) if line.money}) > 1
    found = [multipliers[index] for index in enough]
    if view.of == "row":  # rows are many, and alike where columns are: only what is printed relates two of them
        found = [one for one in found if (one.plain if len(form.lines) == 1 else one is PLAIN)]
    elif exchange:
        found = [one for one in found if one.figure]
    implied = [] if found or exchange or view.of == "row" else list(_implied(quotients))
    return sorted((*(_priced(one, stated, form) for one in found), *implied), key=lambda one: one.price)[:TRIED]


def _priced(one: Multiplier, stated: Line, form: Form) -> Multiplier:
    """A multiplier at a low price where the unit of its figure says that it leads from the form to the column."""
    if one.figure is None:
        return replace(one, price=FITS) if _converts(one, stated, form) else one
    if _sized(one.figure, one, form):  # its size is in another unit than theirs: the judge knows how large both are
        return _priced(replace(one, over=one.over[:1], price=one.price - USUAL), stated, form)
    mixed = len(one.over) + len(one.under) > 1
    bare = one.price - (USUAL if mixed else 0.0)
    own = min(bare, FITS) if leads(one.figure, stated, form.lines) else bare
    own = min(own, EACH) if _each(one.figure, stated, form) else own
    own -= WORDS if own > FITS and _told(one.figure, stated, form) else 0.0
    scale = 0.0 if not mixed else FITS if any(_in_thousands(it.label) for it in (stated, *form.lines)) else USUAL
    return replace(one, price=own + scale)


def _sized(figure: Figure, one: Multiplier, form: Form) -> bool:
    """Whether a printed size is taken a thousand times because the prices are per a smaller one: 5 TB at $/GB."""
    size = SIZES.get(figure.quantity.unit.of, 0)
    thousand = len(one.over) == 2 and not one.under and one.over[1] == Const(Fraction(THOUSAND), str(THOUSAND))
    priced = any(SIZES.get(part, 0) * THOUSAND == size for line in form.lines for part in line.unit.per)
    return bool(size) and thousand and priced


@lru_cache(256)  # labels are held against number after number
def _in_thousands(label: str) -> bool:
    return _THOUSAND.search(label) is not None


def _converts(one: Multiplier, stated: Line, form: Form) -> bool:
    """Whether a usual number leads from the time that one label names to that of the column: minutes to hours."""
    named = {span for line in form.lines for span in _times(line)}
    number = one.value if one.value > 1 else 1 / one.value if one.value else 0.0
    return any(
        abs(float(many) - number) < 1e-9
        for to in _times(stated)
        for span in named - {to}
        for many in (*fitting(span, to), *fitting(to, span))
    )


def _times(line: Line) -> set[str]:
    """The times that the label and the unit of a line name."""
    words = [UNITS.get(word, UNITS.get(word.lower(), "")) for word in _WORD.findall(line.label)]
    return {*words, line.unit.of, *line.unit.per} & TIMES


def _each(figure: Figure, stated: Line, form: Form) -> bool:
    """Whether a number is in the unit of the column, and its sentence names what another one counts: `each user
    stores 2 GB`; or it says how many of what the column counts there are to each: `10 messages per session`."""
    unit = figure.quantity.unit.of
    behind = _APIECE.match(figure.span.source.text, figure.span.end)
    if behind and stems(behind[1]) & (stems(stated.label) - _EMPTY):
        return True
    said = stems(figure.label.row[-SENTENCE:])
    named = [stems(line.label) - _EMPTY for line in form.lines if not line.money]
    return bool(unit) and unit == stated.unit.of and any(words and words <= said for words in named)


def _told(figure: Figure, stated: Line, form: Form) -> bool:
    """Whether the words around a printed number name a column of the formula: `costs per call about $12`."""
    behind = figure.span.source.text[figure.span.end : figure.span.end + AROUND].split("\n")[0]
    around = stems(f"{figure.label.row[-AROUND:]} {behind}")
    return any(around & (stems(line.label) - _EMPTY) for line in (stated, *form.lines))


def _implied(quotients: Sequence[Quotient]) -> Iterator[Multiplier]:
    """The round number that most rows have as their quotient."""
    for first in quotients[:3]:
        digits = f"{first.value:.{ROUND}g}"
        number = Fraction(digits)
        if number in (0, 1) or abs(float(number) - first.value) > 1e-9 * abs(first.value):
            continue
        price = 1.0 + len(digits.strip("-0").replace(".", "").strip("0"))
        yield Multiplier(float(number), (Const(number, digits),), (), price, implied=True)
