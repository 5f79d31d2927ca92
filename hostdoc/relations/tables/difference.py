"""What is left agrees with what it is left of.

Checked: columns and rows called net, balance, profit, change, remaining, savings or the like: the difference of two
lines of the same unit (income − expenses, after − before), or of one less several (revenue − cost − fees). Labels name
the lines, or the digits over all places do. A column called added, new or change is the step of another one from row to
row.

Example: `Total income 5,000`, `Total expenses 3,200`, `Net 1,900` drifts by 100.

Wrong when something between is taken off that the table does not print, as a tax.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise, permutations

from hostdoc.core.judge import judge
from hostdoc.core.ledger import Ledger
from hostdoc.core.regex import regex
from hostdoc.core.relation import Expression, Operation, Ref, Relation
from hostdoc.figures.labels import COST, INCOME, LEFT, LEVY, PART
from hostdoc.figures.vocabulary import NO_AMOUNT
from hostdoc.relations.evidence.fits import NOTHING, Fit, compatible, fit, in_period, named, promising, refs, relations
from hostdoc.relations.tables.lines import Line, View, middle, views

_GONE = regex(
    r"\b(?:spent|used|paid|drawn|committed|consumed|allocated|taken|sold|refund(?:s|ed)?|verbraucht|genutzt|verwendet"
    r"|bezahlt|ausgegeben|utilisé\w*|dépensé\w*|payé\w*|gastad[oa]|usad[oa]|pagad[oa]|gasto|pago|spes[oa]|usat[oa]"
    r"|pagat[oa]|gebruikt|betaald|wydan[eoy]|zużyt[eoy]|zapłacon[eoy]|använt|betalt)\b|使用済|支払済|已用|已付",
    re.IGNORECASE,
)
_WHOLE = regex(
    r"\b(?:total|capacity|limit|allowance|quota|available|allotted|authori[sz]ed|gross|pledged|received|receipts"
    r"|kapazität|verfügbar|brutto|erhalten|capacité|disponible|brut|reçu|capacidad|recibid[oa]|bruto|capacidade|disponível|recebid[oa]"
    r"|capacità|disponibile|lordo|capaciteit|beschikbaar|ontvangen|dostępn[eya]|tillgänglig\w*)\b",
    re.IGNORECASE,
)
# What is left, by names that say it only with digits or the layout.
_STILL = regex(
    r"\b(?:to (?:pay|go|raise|come)|owed|owing|unpaid|outstanding|due|open|still|contribution|offen|noch|à payer"
    r"|por pagar|a pagar|da pagare|te betalen|do zapłaty|att betala)\b",
    re.IGNORECASE,
)
_STEP = regex(
    r"\b(?:added|new|growth|increase|change|delta|diff\w*|gained?|net|zuwachs|neu|variation|cambio)\b|[Δ+]",
    re.IGNORECASE,
)
MOST = 12  # lines of the unit of the stated one that are looked through


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every line that is called what is left."""
    for view in views(ledger):
        for stated in view.lines:
            left = LEFT.search(stated.label) or _STILL.search(stated.label)
            if left and not (stated.percent or PART.match(stated.label)):
                yield from _best(view, stated).relations
            if not stated.percent and view.of == "column" and _STEP.search(stated.label):
                yield from _steps(view, stated)


def _best(view: View, stated: Line) -> Fit:
    best, rank = NOTHING, (False, 0, 0, 0)
    for lines in _candidates(view, stated):
        clear = _clear(view, stated, lines)
        found = _fit(view, stated, lines, clear=clear)
        if found.asserted(clear=clear) and (clear, *found.rank) > rank:
            best, rank = found, (clear, *found.rank)
        elif clear and len(lines) == 2 and view.of == "row" and not found.met and rank[1] == 0 and _near(found):
            best = found  # three rows in a row that say income, expenses and what is left
    return best


def _steps(view: View, stated: Line) -> Iterator[Relation]:
    """What came to a column of levels since the row above: `412 | 41` under `371`."""
    best = NOTHING
    for levels in view.lines:
        if levels is stated or levels.percent or not _alike(levels, stated):
            continue
        above = dict(pairwise(reversed(view.items)))

        def workings(place: int, levels: Line = levels, above: dict[int, int] = above) -> Expression | None:
            before = above.get(place)
            terms = None if before is None else [levels.amounts.get(place), levels.amounts.get(before)]
            return None if terms is None or None in terms else Operation("−", tuple(Ref(it) for it in terms if it))

        evidence = f"the steps of `{levels.label}` in `{stated.label}`"
        found = fit(relations("difference", stated, view.items, workings, evidence))
        if found.asserted(clear=False) and found.rank > best.rank:
            best = found
    yield from best.relations


def _near(found: Fit) -> bool:
    """Whether the stated figures are at least of the size of what is left: a margin of 0.2 is a share, not money."""
    for relation in found.relations:
        result, stated = judge(relation).recalculated, middle(relation.stated)
        if result is None or stated is None:
            return False
        again = float(result.low + result.high) / 2
        if abs(again - stated) > max(abs(again), abs(stated)) / 2:
            return False
    return bool(found.relations)


def _candidates(view: View, stated: Line) -> Iterator[tuple[Line, ...]]:
    """A line less another, or less all that stand between it and the stated one."""
    before = [line for line in view.lines if line.index < stated.index and _alike(line, stated)]
    after = [line for line in view.lines if line.index > stated.index and _alike(line, stated)]
    near = before[-MOST:] + (after[: MOST // 2] if view.of == "column" else [])
    near = [line for line in near if not line.percent]
    yield from permutations(near, 2)
    for start in range(len(before) - 2):
        if len(before) - start <= MOST:
            yield tuple(before[start:])


def _alike(line: Line, stated: Line) -> bool:
    """Whether one may be taken off for the other: money of any currency and period, or things of one unit."""
    return (line.money and stated.money) or compatible(line, stated)


def _fit(view: View, stated: Line, lines: tuple[Line, ...], *, clear: bool) -> Fit:
    def quick(place: int) -> float | None:
        values = [line.values.get(place) for line in lines]
        if None in values:
            return None
        first, *rest = (value for value in values if value is not None)
        return first - sum(rest)

    def workings(place: int) -> Expression | None:
        terms = refs(lines, place) or _untouched(view, lines, place)
        if terms is None:
            return None
        workings = Operation("−", tuple(terms)) if len(terms) > 1 else terms[0]
        return in_period(stated.amounts[place], workings)

    places = view.places
    if view.of == "row" and len(lines) > 2 and len(places) < 2:
        return NOTHING
    if not clear and not promising(stated, places, quick):
        return NOTHING
    return fit(
        relations("difference", stated, places, workings, f"the label `{stated.label}` and {named(view, lines)}")
    )


def _untouched(view: View, lines: tuple[Line, ...], place: int) -> list[Expression] | None:
    """What there was, where nothing is stated to be taken off it: `780 | – | 780`."""
    first, *rest = lines
    idle = all(place not in line.amounts and view.cell(line, place).words.lower() in NO_AMOUNT for line in rest)
    return refs((first,), place) if idle and view.of == "column" else None


def _clear(view: View, stated: Line, lines: tuple[Line, ...]) -> bool:
    """Whether the labels say what is taken from what, or the layout does.

    An income, then a cost, then at once what is left; the two columns before one that is called what is left. A cost
    may have its items above it, where what it is taken from is what was left before: a profit.
    """
    first, *rest = lines
    order = [view.lines.index(line) for line in (*lines, stated)]
    adjacent = order == list(range(order[0], order[0] + len(order)))
    if view.of == "column" and len(lines) == 2 and _pair(view, stated, order):
        return True
    if view.of == "row" and not adjacent and not (order[-2] == order[-1] - 1 and LEFT.search(first.label)):
        return False
    said = any(words.search(first.label) for words in (INCOME, LEFT, _WHOLE)) and not COST.search(first.label)
    return bool(said) and all(_taken_off(line.label) for line in rest)


def _pair(view: View, stated: Line, order: list[int]) -> bool:
    """Whether two columns are the ones directly before a third, and no other of their sort stands before them."""
    before = [line for line in view.lines[: order[-1]] if _alike(line, stated) and not line.percent]
    before = [line for line in before if line.money or not stated.money]  # how many nights is no amount
    return sorted(order[:2]) == [order[-1] - 2, order[-1] - 1] and len(before) == 2


def _taken_off(label: str) -> bool:
    return any(words.search(label) for words in (COST, LEVY, _GONE)) and not INCOME.search(label)
