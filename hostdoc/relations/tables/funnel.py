"""What is left of a volume after a rate is what the rate leaves.

Checked, as products: a column of volumes beside a column of rates, each volume the one above it (or an earlier one)
times its rate; and a last row of rates called overall or end to end, which is the product of the rates above.

Example: 1,000 visits, of which 3.0 % sign up, are 30 sign-ups.

Wrong when a rate is of a stage that the table does not print.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge, promising
from hostdoc.core.ledger import Ledger
from hostdoc.core.regex import regex
from hostdoc.core.relation import Operation, Ref, Relation
from hostdoc.relations.evidence.fits import MET, fit
from hostdoc.relations.tables.lines import Line, View, by_columns, middle
from hostdoc.relations.tables.rows import roles

STEPS = 40  # a longer table is no funnel
_CALLED = regex(
    r"\b(?:rate|conversion|cvr|pass(?:es|ed)?|drop|quote|tasa|taux|taxa|tasso|percentage|wskaźnik)\b|転換率|转化率",
    re.IGNORECASE,
)
_OVERALL = regex(r"\b(?:end[- ]to[- ]end|overall|cumulative|combined|compound|total|net|blended)\b", re.IGNORECASE)


def find(ledger: Ledger) -> Iterator[Relation]:
    """Volumes and their rates, then rates and their product."""
    for grid in ledger.grids:
        if len(grid.rows) > STEPS:
            continue
        view = by_columns(grid)
        rates = [line for line in view.lines if line.percent]
        for rate in rates:
            for volume in view.lines:
                if not volume.percent and not volume.sums:
                    yield from _volumes(view, volume, rate)
        yield from _overall(view, rates)


def _volumes(view: View, volume: Line, rate: Line) -> Iterator[Relation]:
    """Each volume from the stage above it or, where only that is met, from an earlier one."""
    steps = []
    for place in view.places:
        if place not in volume.amounts or not volume.amounts[place].quantity.ends or place not in rate.values:
            continue
        stages = [stage for stage in view.places if stage < place and stage in volume.values][::-1]
        if stages:
            steps.append([_step(volume, rate, stage, place) for stage in stages])
    found = [next((it for it in tried if _met(it)), tried[0]) for tried in steps]
    fitting, called = fit(found), _CALLED.search(rate.label) is not None
    wrong = _at_fault(steps) if called else None
    missed = 1 if wrong else fitting.missed
    enough = missed if called else 3 * missed  # one volume is in two steps
    if fitting.met >= max(2, enough) and fitting.telling and _shrinks(volume, without=wrong):
        yield from (it for it in found if wrong in (None, it.stated) or _met(it))


def _met(relation: Relation) -> bool:
    return promising(relation) and judge(relation).outcome in MET


def _at_fault(steps: Sequence[Sequence[Relation]]) -> Figure | None:
    """The one volume that all steps which are missed have in common: what it should be, and what follows from it."""
    missed = [tried for tried in steps if not any(map(_met, tried))]
    common = [frozenset(figure for it in tried for figure in (it.stated, *it.inputs)) for tried in missed]
    at_fault = [tried[0].stated for tried in missed if all(tried[0].stated in figures for figures in common)]
    return at_fault[0] if len(at_fault) == 1 else None


def _step(volume: Line, rate: Line, stage: int, place: int) -> Relation:
    workings = Operation("×", (Ref(volume.amounts[stage]), Ref(rate.amounts[place])))
    evidence = f"the columns `{volume.label}` and `{rate.label}`"
    return Relation("product", volume.amounts[place], workings, "inferred", evidence)


def _shrinks(volume: Line, without: Figure | None) -> bool:
    """Whether it is a funnel at all: volumes that never grow, but for one that is at fault."""
    values = [volume.values[place] for place in sorted(volume.values) if volume.amounts[place] is not without]
    return all(after <= before for before, after in pairwise(values))


def _overall(view: View, rates: list[Line]) -> Iterator[Relation]:
    """The product of the rates above, if it is met in some column and missed in none but one of several."""
    for role in roles(view.grid):
        if not _OVERALL.search(role.label):
            continue
        found = []
        for rate in rates:
            stated = rate.amounts.get(role.number)
            above = [rate.amounts[place] for place in view.items if place < role.number and place in rate.amounts]
            parts = all(figure.quantity.ends and (middle(figure) or 0) <= 1 for figure in above)
            if stated and stated.quantity.ends and len(above) > 1 and parts:
                workings = Operation("×", tuple(Ref(figure) for figure in above))
                found.append(Relation("product", stated, workings, "inferred", f"the label `{role.label}`"))
        fitting = fit(found)
        if fitting.telling and fitting.missed <= fitting.met:
            yield from found
