"""A ratio agrees with the two figures it compares.

Checked: rows and columns called `A:B`, `A per B`, `A/B` or ratio, with the lines called A and B; a ratio without names
is that of the two lines above it. Labels name the lines, or the digits over all places do.

Example: a lifetime value of $246 over an acquisition cost of $14 is 17.6:1.

Wrong when the ratio is over something that the table does not print, as the users of another year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from hostdoc.core.judge import judge
from hostdoc.core.ledger import Ledger
from hostdoc.core.regex import regex
from hostdoc.core.relation import AGREES, Expression, Operation, Relation
from hostdoc.relations.evidence.fits import NOTHING, Fit, fit, named, promising, refs, relations
from hostdoc.relations.evidence.stems import stems
from hostdoc.relations.tables.factors import is_count
from hostdoc.relations.tables.lines import Line, View, views

_RATIO = regex(r"\b(?:ratios?|multiple|factor|verhältnis)\b", re.IGNORECASE)
_NAMES = regex(
    r"(?P<above>[^\W\d_][\w ]*?)\s*(?::|/|÷|\b(?:per|pro|por|par|over|to)\b)\s*(?P<below>[^\W\d_][\w ]*)",
    re.IGNORECASE,
)
_EMPTY = frozenset(
    {"cost", "costs", "price", "total", "average", "avg", "the", "of", "in", "ratio", "mo", "month", "year"}
)
_COMPARED = ("ratio", "x")  # units of what compares two lines itself
_PERIODS = frozenset({"month", "mo", "year", "yr", "hour", "hr", "day", "week", "quarter", "annum"})


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every line whose label or unit says that it compares two others."""
    for view in views(ledger):
        for stated in view.lines:
            if not stated.percent:
                yield from _best(view, stated).relations


def _best(view: View, stated: Line) -> Fit:
    best, rank = NOTHING, (False, 0, 0, 0)
    candidates = list(_candidates(view, stated))
    if len(candidates) == 1 and candidates[0][2] and stated.unit.of == "ratio":
        return _fit(view, stated, *candidates[0][:2])  # `LTV:CAC`, and one line is called LTV and one CAC
    for above, below, clear in candidates:
        found = _fit(view, stated, above, below)
        if found.asserted(clear=clear) and (clear, *found.rank) > rank:
            best, rank = found, (clear, *found.rank)
    return best


def _candidates(view: View, stated: Line) -> Iterator[tuple[Line, Line, bool]]:
    """Pairs of lines, each with whether the label names them."""
    others = [line for line in view.lines if line is not stated]
    names = _NAMES.search(stated.label)
    if names:
        below = [line for line in others if _called(line, names["below"]) and _ratio_of(line, stated, counts=True)]
        above = [line for line in others if _called(line, names["above"])]
        pairs = ((one, other) for one in above for other in below if one is not other)
        yield from (
            (one, other, True) for one, other in pairs if not other.index < stated.index < one.index
        )  # a product
        if view.of == "column" and names["below"].split()[0].lower() not in _PERIODS:
            money = [line for line in others if stated.money and line.money and line.unit.of == stated.unit.of]
            yield from ((one, other, False) for one in money for other in others if is_count(other))
    elif _RATIO.search(stated.label) or stated.unit.of in _COMPARED:
        before = [line for line in others if line.index < stated.index and line.unit.of not in _COMPARED]
        yield from ((one, other, False) for one, other in pairwise(before[-2:]))
        yield from ((other, one, False) for one, other in pairwise(before[-2:]))


def _ratio_of(line: Line, stated: Line, *, counts: bool) -> bool:
    return not (counts and stated.money) or is_count(line)


def _called(line: Line, name: str) -> bool:
    """Whether a label has all the words of a name that say something, plurals alike."""
    wanted = stems(name) - _EMPTY or stems(name)
    names = _NAMES.search(line.label)
    compares = names is not None and names["below"].split()[0].lower() not in _PERIODS  # `List price / month` does not
    return bool(wanted) and wanted <= stems(line.label) and not compares


def _fit(view: View, stated: Line, above: Line, below: Line) -> Fit:
    def quick(place: int) -> float | None:
        over, under = above.values.get(place), below.values.get(place)
        return over / under if over is not None and under else None

    def workings(place: int) -> Expression | None:
        terms = refs((above, below), place)
        return None if terms is None or not below.values.get(place) else Operation("÷", tuple(terms))

    if view.of == "column" and not promising(stated, view.places, quick):
        return NOTHING
    found = relations(
        "ratio", stated, view.places, workings, f"the label `{stated.label}` and {named(view, (above, below))}"
    )
    return _single(fit(found), stated)


def _single(found: Fit, stated: Line) -> Fit:
    """A ratio written as one, of two rows with a single place, counts as supported where it agrees."""
    if len(found.relations) != 1 or stated.unit.of not in ("ratio", "x"):
        return found
    agrees = judge(found.relations[0]).outcome in AGREES
    return Fit(found.relations, 2, 0, 2, 2) if agrees else found
