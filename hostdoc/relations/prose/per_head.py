"""An amount per user, student or server is the amount over how many the document says there are.

Checked, as ratios: rows and columns called `A per B`, where A is another line of the table and B is counted somewhere
else: in a heading, a sentence (`1,000 registered users`) or the total of a column of that name. Two amounts that agree
over the same count carry others that do not; one alone is said where it agrees.

Example: of 1,000 users, a revenue of 7,945 is 7.95 per user, and a cost of 3,429 is 3.43.

Wrong when the amount is per something of another time.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from hostdoc.core.arithmetic import estimate
from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge
from hostdoc.core.ledger import Grid, Ledger
from hostdoc.core.regex import in_any_case, regex
from hostdoc.core.relation import Expression, Operation, Ref, Relation
from hostdoc.core.units import TIMES
from hostdoc.relations.evidence.fits import MET, NOTHING, Fit, compatible, fit, named, refs, relations
from hostdoc.relations.evidence.stems import stem, stems
from hostdoc.relations.tables.lines import Line, View, middle, views
from hostdoc.relations.tables.rows import roles

COUNTS = 24  # numbers of the things counted that are tried
_PER = regex(r"(?P<above>[^\W\d_][\w ]*?)\s*(?:/|\bper\b)\s*(?P<below>[^\W\d_]{3,})\b", re.IGNORECASE)
_PERIOD = in_any_case(r"(?:second|minute|hour|day|week|month|quarter|year|annum|unit|item)s?\Z")
_WORD = regex(r"[^\W\d_]{2,}")
_BEHIND_PER = regex(r"\s*(?:per|a|pro|par|por|/)\s+([^\W\d_]{3,})", re.IGNORECASE)
_CONCLUDES = in_any_case(r"(?:\b(?:works? out|comes?|amounts?|boils? down|that is|i\.e\.)|[=→])[^.;\n]{0,16}\Z")
SENTENCE = 6  # figures of a passage or cell that states a part, its whole and their number
_BEHIND = 40  # characters behind a figure in which the word of what it counts stands
_Pair = tuple[Line, Line, str]


def find(ledger: Ledger) -> Iterator[Relation]:
    """The lines of each table that are per the same thing, together; then sentences and cells."""
    for view in views(ledger):
        groups: dict[str, list[_Pair]] = {}
        for pair in _pairs(view):
            groups.setdefault(pair[2], []).append(pair)
        for thing, pairs in groups.items():
            yield from _best(view, pairs, _counts(ledger, view.grid, thing)).relations
    plain = ledger.document.plain
    for passage in ledger.passages:
        yield from _in_words(plain, passage.figures)
    for grid in ledger.grids:
        for row in grid.rows:
            for cell in row:
                yield from _in_words(plain, cell.figures)


def _pairs(view: View) -> Iterator[_Pair]:
    """A line per something, the line that it is a part of, and the thing."""
    for stated in view.lines:
        said = _PER.search(stated.label) if stated.money else None
        if said is None or _PERIOD.match(said["below"]):
            continue
        thing, wanted = stem(said["below"]), stems(said["above"])
        if any(thing in stems(line.label) and not line.money for line in view.lines):
            continue  # the table counts them itself
        above = [line for line in view.lines if line is not stated and not _PER.search(line.label)]
        whole = [line for line in above if wanted <= stems(line.label) and compatible(line, stated)]
        if len(whole) == 1:
            yield stated, whole[0], thing


@lru_cache(maxsize=2)
def _counted_things(ledger: Ledger) -> dict[str, dict[float, tuple[Figure, Grid | None]]]:
    """By thing, how many there are, each number once: in the words of the document, and in totals of columns."""
    found: dict[str, dict[float, tuple[Figure, Grid | None]]] = defaultdict(dict)

    def add(things: Iterable[str], figure: Figure | None, grid: Grid | None) -> None:
        value = middle(figure) or 0 if figure else 0
        if figure and value > 1 and not (figure.quantity.unit.currency or figure.quantity.unit.percent):
            for thing in things:
                if len(found[thing]) < COUNTS:
                    found[thing].setdefault(value, (figure, grid))

    for passage in ledger.passages:
        for figure in passage.figures:
            add(_counted(ledger.document.plain, figure), figure, None)
    for grid in ledger.grids:
        totals = [role.number for role in roles(grid) if role.sums]
        for index, column in enumerate(grid.columns) if totals else ():
            for number in totals:
                add(stems(column.header), grid.rows[number][index].amount, grid)
    return found


def _counts(ledger: Ledger, grid: Grid, thing: str) -> list[Figure]:
    """The numbers of a thing that are stated outside a table."""
    return [figure for figure, there in _counted_things(ledger).get(thing, {}).values() if there is not grid]


def _best(view: View, pairs: list[_Pair], counts: list[Figure]) -> Fit:
    """The count over which most of the lines agree."""
    best = NOTHING
    for count in counts:
        found = fit([relation for pair in pairs for relation in _relations(view, pair, count)])
        if found.telling and found.met >= found.missed and found.rank > best.rank:
            best = found
    return best if not best.missed or all(map(_near, best.relations)) else NOTHING


def _relations(view: View, pair: _Pair, count: Figure) -> list[Relation]:
    stated, whole, _ = pair

    def workings(place: int) -> Expression | None:
        terms = refs((whole,), place)
        return None if terms is None else Operation("÷", (*terms, Ref(count)))

    return relations("ratio", stated, view.places, workings, f"the label `{stated.label}` and {named(view, (whole,))}")


def _near(relation: Relation) -> bool:
    """Whether a stated amount is of the size of the recalculated one."""
    again, stated = estimate(relation.workings), middle(relation.stated) or 0
    return again / 2 <= stated <= again * 2


# -- Words ----------------------------------------------------------------------------------------------------------


def _in_words(plain: str, figures: Sequence[Figure]) -> Iterator[Relation]:
    """`3,600 EUR in total. 120 students. Works out at 30 EUR per student`: one whole, one count, one part."""
    if not 3 <= len(figures) <= SENTENCE:
        return
    for stated in figures:
        thing = _per(plain, stated)
        if thing is None or not stated.quantity.ends:
            continue
        others = [f for f in figures if f is not stated and f.quantity.ends and not _per(plain, f)]
        wholes = [f for f in others if f.quantity.unit.currency == stated.quantity.unit.currency]
        counts = [f for f in others if thing in _counted(plain, f)]
        if len(wholes) == len(counts) == 1 and (middle(counts[0]) or 0) > 1:
            workings = Operation("÷", (Ref(wholes[0]), Ref(counts[0])))
            relation = Relation("ratio", stated, workings, "inferred", f"the words `per {thing}`")
            concluded = _CONCLUDES.search(plain[max(0, stated.span.start - 30) : stated.span.start])
            if judge(relation).outcome in MET or (concluded and _near(relation)):
                yield relation


def _per(plain: str, figure: Figure) -> str | None:
    """The thing that an amount of money is per, if it is no time."""
    said = _BEHIND_PER.match(plain[figure.span.end : figure.span.end + _BEHIND])
    name = said[1] if said else next((part for part in figure.quantity.unit.per if part not in TIMES), "")
    return stem(name) if figure.quantity.unit.currency and name and not _PERIOD.match(name) else None


def _counted(plain: str, figure: Figure) -> set[str]:
    """The words of what a figure counts."""
    behind = plain[figure.span.end : figure.span.end + _BEHIND].split("\n")[0]
    return set(map(stem, _WORD.findall(figure.text) or _WORD.findall(behind)[:2]))
