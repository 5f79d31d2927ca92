"""A mean agrees with what it is the mean of, and growth with what grew.

Checked: rows and columns called average or mean, and total rows whose amount says so (`$2.90 avg`); columns and rows
called growth or change, in percent, between two lines or from one place of a line to the next.

Example: 110 after 100 is a growth of 10 %.

Wrong when the mean is weighted by something that the table does not print.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise, permutations

from hostdoc.core.arithmetic import estimate
from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge
from hostdoc.core.ledger import Grid, GridCell, Ledger
from hostdoc.core.regex import regex
from hostdoc.core.relation import Const, Expression, Operation, Ref, Relation
from hostdoc.figures.labels import AVERAGE, GROWTH, STATISTIC
from hostdoc.figures.vocabulary import NO_AMOUNT
from hostdoc.relations.evidence.fits import MET, NOTHING, Fit, compatible, fit, half_a_step, promising, refs, relations
from hostdoc.relations.tables.lines import Line, View, by_columns, middle, views
from hostdoc.relations.tables.other_readings import explained
from hostdoc.relations.tables.rows import RowRole, amount_columns, roles

MOST = 200  # rows that a mean is taken of
_ALONE = regex(r"\A\W*(?:the )?(?:total |overall )?(?:average|avg|mean)s?\b[\s:.)]*(?:total)?\W*\Z", re.IGNORECASE)

_COMPARED = regex(
    r"\b(?:diff(?:erence)?|improvements?|better|faster|cheaper|vs\.?|versus|gain|impact|saved|unterschied|differenz|diferença"
    r"|diferencia|différence|écart|differenza)\b",
    re.IGNORECASE,
)


def find(ledger: Ledger) -> Iterator[Relation]:
    """Means in rows and columns, then growth."""
    for grid in ledger.grids:
        yield from _mean_rows(grid)
        yield from _mean_columns(by_columns(grid))
    for view in views(ledger):
        for stated in view.lines:
            if stated.percent and (GROWTH.search(stated.label) or _COMPARED.search(stated.label)):
                yield from _growth(view, stated).relations


def mean(figures: Sequence[Figure]) -> Expression:
    """The sum of figures over their number."""
    total = Operation("+", tuple(Ref(figure) for figure in figures))
    return Operation("÷", (total, Const(Fraction(len(figures)), str(len(figures)))))


# -- Means ----------------------------------------------------------------------------------------------------------


def _mean_rows(grid: Grid) -> Iterator[Relation]:
    """A row over the rows since the last mean or total, or over all items above: what the digits support best."""
    columns = amount_columns(grid)
    kinds = [role for role in roles(grid) if role.role != "group"]
    for place, role in enumerate(kinds):
        said = AVERAGE.search(role.label) is not None
        row = grid.rows[role.number]
        stated = [column for column in columns if row[column].amount and (said or _says_mean(row[column]))]
        if not stated:
            continue
        items = [r for r in kinds[:place] if not r.sums and not STATISTIC.search(r.label)]
        breaks = [r.number for r in kinds[:place] if r.sums or STATISTIC.search(r.label)]
        section = [r for r in items if not breaks or r.number > breaks[-1]]
        fits = [fit(_means(grid, chosen, stated, role)) for chosen in (section, items)]
        best = max(fits, key=lambda found: found.rank)
        plain = _ALONE.match(role.label) is not None and section == items
        claimed = plain and (best.met >= best.missed or len(best.relations) == 1)
        if claimed or best.asserted(clear=False) or (best.met and not best.missed):
            numbers = [item.number for item in items]
            yield from (relation for relation in best.relations if _is_mean(grid, role, numbers, relation))


def _is_mean(grid: Grid, role: RowRole, items: list[int], relation: Relation) -> bool:
    """Whether the digits do not show that a cell is something else, as the change between two means."""
    column = next((c for c, cell in enumerate(grid.rows[role.number]) if cell.amount is relation.stated), None)
    if column is None or judge(relation).outcome in MET:
        return True
    return not explained(grid, role.number, column, items)


def _says_mean(cell: GridCell) -> bool:
    return AVERAGE.search(cell.words) is not None


def _means(grid: Grid, items: list[RowRole], columns: list[int], role: RowRole) -> list[Relation]:
    return [relation for column in columns if (relation := _mean(grid, items, column, role)) is not None]


def _mean(grid: Grid, items: list[RowRole], column: int, role: RowRole) -> Relation | None:
    """The mean of the amounts of a column; a cell that cannot be read leaves it open."""
    cells = [grid.rows[item.number][column] for item in items]
    figures = [cell.amount for cell in cells if cell.amount]
    stated = grid.rows[role.number][column].amount
    if stated is None or not stated.quantity.ends or not 2 <= len(figures) <= MOST:
        return None
    if any(not figure.quantity.ends for figure in figures):
        return None
    unread = tuple(cell.cell.span for cell in cells if cell.amount is None and cell.words.lower() not in NO_AMOUNT)
    evidence = f"the label `{role.label}`" if AVERAGE.search(role.label) else f"the word in `{stated.text}`"
    return Relation("average", stated, mean(figures), "inferred", evidence, unread=unread)


def _mean_columns(view: View) -> Iterator[Relation]:
    """A column called average over the columns before it."""
    for stated in view.lines:
        if not AVERAGE.search(stated.label):
            continue
        before = [line for line in view.lines if line.index < stated.index and compatible(line, stated)]
        best = NOTHING
        for size in range(len(before), 1, -1):
            found = _mean_of(view, stated, tuple(before[-size:]))
            if found.asserted(clear=False) and found.rank > best.rank:
                best = found
        yield from best.relations


def _mean_of(view: View, stated: Line, lines: tuple[Line, ...]) -> Fit:
    def quick(place: int) -> float | None:
        values = [value for line in lines if (value := line.values.get(place)) is not None]
        return sum(values) / len(values) if values else None

    def workings(place: int) -> Expression | None:
        figures = [line.amounts[place] for line in lines if place in line.amounts]
        return mean(figures) if len(figures) == len(lines) else None

    if not promising(stated, view.places, quick):
        return NOTHING
    return fit(relations("average", stated, view.places, workings, f"the column `{stated.label}`"))


# -- Growth ---------------------------------------------------------------------------------------------------------


def _growth(view: View, stated: Line) -> Fit:
    """Between two lines, or along one: the reading that the digits support best, that of the line beside it first.

    Of that line one amount may be wrong, which puts off two steps: another one would mend both.
    """
    best = NOTHING
    others = [line for line in view.lines if line is not stated and not line.percent]
    beside = [line for line in others if line.index == stated.index - 1]
    pairs = [pair for pair in permutations(others[:12], 2) if compatible(*pair)]
    tries = [_along(view, stated, line) for line in beside]
    tries += [_between(view, stated, old, new, less=less) for less in (False, True) for old, new in pairs]
    tries += [_along(view, stated, line) for line in others if line not in beside]
    for found in tries:
        if found.asserted(clear=True) and found.telling and found.rank[:2] > best.rank[:2]:
            best = found
    if best.missed or not best.relations:
        for line in beside:
            steps = _steps(view, stated, line)
            if len(steps) == 2 and _mended(*steps):
                return fit(steps)
    return best


def _mended(into: Relation, out: Relation) -> bool:
    """Whether one other amount would mend the growth into it and the growth out of it: 420, 1,200 and 2,400 at 162 %
    and 118 % are 420, 1,100 and 2,400.
    """
    grown, was = estimate(into.workings), estimate(Ref(into.inputs[-1]))
    after = estimate(Ref(out.inputs[0]))
    said, then = middle(into.stated) or 0.0, middle(out.stated) or 0.0
    if judge(into).outcome in MET or judge(out).outcome in MET or 1 + then <= 0 or abs(grown - said) > abs(said):
        return False
    slack = was * half_a_step(into.stated) + after * half_a_step(out.stated) / (1 + then) ** 2
    return abs(was * (1 + said) - after / (1 + then)) <= slack


def _change(new: Figure, old: Figure) -> Expression:
    return Operation("÷", (Operation("−", (Ref(new), Ref(old))), Ref(old)))


def _between(view: View, stated: Line, old: Line, new: Line, *, less: bool = False) -> Fit:
    """What a line is more than another one, or `less` than it, as a part of that."""
    sign = -1 if less else 1

    def quick(place: int) -> float | None:
        before, after = old.values.get(place), new.values.get(place)
        return None if after is None or not before else sign * (after - before) / before

    def workings(place: int) -> Expression | None:
        if refs((old, new), place) is None or not old.values.get(place):
            return None
        if less:
            step = Operation("−", (Ref(old.amounts[place]), Ref(new.amounts[place])))
            return Operation("÷", (step, Ref(old.amounts[place])))
        return _change(new.amounts[place], old.amounts[place])

    if not promising(stated, view.places, quick):
        return NOTHING
    evidence = f"the {view.of}s `{old.label}` and `{new.label}`"
    return fit(relations("average", stated, view.places, workings, evidence))


def _along(view: View, stated: Line, line: Line) -> Fit:
    before = _before(view, line)

    def quick(place: int) -> float | None:
        old, new = line.values.get(before.get(place, -1)), line.values.get(place)
        return None if new is None or not old else (new - old) / old

    if not promising(stated, view.items, quick):
        return NOTHING
    return fit(_steps(view, stated, line))


def _before(view: View, line: Line) -> dict[int, int]:
    """The place before each one at which a line states something."""
    return {after: place for place, after in pairwise(place for place in view.items if place in line.values)}


def _steps(view: View, stated: Line, line: Line) -> list[Relation]:
    before = _before(view, line)

    def workings(place: int) -> Expression | None:
        if place not in before or not line.values.get(before[place]):
            return None
        return _change(line.amounts[place], line.amounts[before[place]])

    return relations("average", stated, view.items, workings, f"the {view.of} `{line.label}`")
