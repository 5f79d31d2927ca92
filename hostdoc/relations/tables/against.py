"""What changed from one place of a table to the next, or against the first, agrees with the amounts themselves.

Checked, as differences: a column (or row) called added, change, saved, difference or the like that states for each
place how much more or less another one is there than at the place before, or than at the first.

Example: 221 TB, then 262 TB: `Added` 51 drifts, it is 41.

Wrong when the changes are counted otherwise, as without what was moved away.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from hostdoc.core.ledger import Ledger
from hostdoc.core.regex import regex
from hostdoc.core.relation import Expression, Operation, Ref, Relation
from hostdoc.figures.labels import GROWTH, LEFT
from hostdoc.relations.evidence.fits import NOTHING, Fit, compatible, fit, promising, relations
from hostdoc.relations.tables.lines import Line, View, views

LEAST = 3  # places
_MORE = regex(
    r"\b(?:added|adds|more|less|new|gained|lost|grew|extra|increment|vs\.?|versus|against|compared|cheaper|saves?|saving"
    r"|step|increase|decrease|zugang|plus|ajout(?:és?|s)?|añadid[oa]s?|aggiunt[oi])\b|[+Δ]",
    re.IGNORECASE,
)


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every line whose label speaks of a change."""
    for view in views(ledger):
        for stated in view.lines:
            said = any(words.search(stated.label) for words in (LEFT, GROWTH, _MORE))
            if said and not stated.percent and len(stated.values) + 1 >= LEAST:
                yield from _best(view, stated).relations


def _best(view: View, stated: Line) -> Fit:
    best = NOTHING
    places = view.items if view.of == "column" else view.places
    for base in view.lines:
        if base is stated or base.index > stated.index or base.percent or not compatible(base, stated):
            continue
        known = [place for place in places if place in base.values]
        if len(known) < LEAST:
            continue
        first = dict.fromkeys(known[1:], known[0])
        for pairs in (dict(zip(known[1:], known, strict=False)), first):
            for turned in (False, True):
                found = _fit(view, stated, base, pairs, turned=turned)
                if found.asserted(clear=False) and found.rank > best.rank:
                    best = found
    return best


def _fit(view: View, stated: Line, base: Line, pairs: dict[int, int], *, turned: bool) -> Fit:
    """The amounts less those they are held against; `turned`: the other way round."""
    sign = -1 if turned else 1

    def quick(place: int) -> float | None:
        return sign * (base.values[place] - base.values[pairs[place]]) if place in pairs else None

    def workings(place: int) -> Expression | None:
        if place not in pairs:
            return None
        terms: Sequence[Ref] = (Ref(base.amounts[place]), Ref(base.amounts[pairs[place]]))
        return Operation("−", tuple(reversed(terms)) if turned else tuple(terms))

    places = [place for place in pairs if place in stated.amounts]
    if not promising(stated, places, quick, strict=True):
        return NOTHING
    evidence = f"the label `{stated.label}` and the {view.of} `{base.label}`"
    return fit(relations("difference", stated, places, workings, evidence))
