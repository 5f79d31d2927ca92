"""A percentage of use agrees with what is used and what there is of it, whatever the rows measure.

Checked, as shares: a column called `%`, usage, utilization or the like with one column of what there is (allocated,
capacity, limit, budget) and one of what is used (used, spent, actual) in the same table. Each row has units of its own:
cores, GB of TB, people.

Example: `RAM | 8 GB | 5.2 GB | 65%`.

Wrong when it is of something else, as a budget with last year's rest. Reported as wrong only where most rows agree; a
row that is off by far measures in units that are not known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from hostdoc.core.judge import judge
from hostdoc.core.ledger import Ledger
from hostdoc.core.records import replace
from hostdoc.core.regex import regex
from hostdoc.core.relation import Expression, Operation, Ref, Relation
from hostdoc.relations.evidence.fits import fit, named, relations
from hostdoc.relations.tables.lines import Line, View, middle, tables_by_columns

FAR = 3  # times that a percentage may be off and be of the two
_USE = regex(
    r"\W*(?:%|percent|(?:%\s*)?(?:util\w*|us(?:ed?|age)|spent|consumed|full|filled|occup\w+|load|fill|auslastung"
    r"|utiliza\w+|uso|taux)(?:\s*(?:rate|ratio|%|\(%\)))?)\W*",
    re.IGNORECASE,
)
_WHOLE = regex(
    r"\b(?:allocated|total|capacity|limit|quota|available|provisioned|budget(?:ed)?|planned|allowance|max(?:imum)?|size"
    r"|included|reserved|verfügbar|gesamt|budget|disponible|disponível|límite|limite)\b",
    re.IGNORECASE,
)
_PART = regex(
    r"\b(?:used|in use|usage|spent|actual|consumed|current|utilized|taken|booked|genutzt|verbraucht|ausgegeben|usado"
    r"|gasto|gastado|utilisé|dépensé)\b",
    re.IGNORECASE,
)


def find(ledger: Ledger) -> Iterator[Relation]:
    """The one column of use in every table that says what is used of what."""
    for view in tables_by_columns(ledger):
        stated = [line for line in view.lines if line.percent and _USE.fullmatch(line.label)]
        whole = [line for line in view.lines if not line.percent and _WHOLE.search(line.label)]
        part = [line for line in view.lines if not line.percent and _PART.search(line.label) and line not in whole]
        if len(stated) == len(whole) == len(part) == 1:
            yield from _of(view, stated[0], part[0], whole[0])


def _of(view: View, stated: Line, part: Line, whole: Line) -> Iterator[Relation]:
    def workings(place: int) -> Expression | None:
        one, other = part.amounts.get(place), whole.amounts.get(place)
        return Operation("÷", (Ref(one), Ref(other))) if one and other and middle(other) else None

    found = relations("share", stated, view.places, workings, named(view, (part, whole)))
    near = [it for it in found if _near(it)]
    if fit(near).asserted(clear=True):
        yield from map(_cut, near)


def _near(relation: Relation) -> bool:
    again = judge(relation).recalculated
    value, low = abs(middle(relation.stated) or 0.0), abs(float(again.low)) / 100 if again else 0.0
    return low <= FAR * value and value <= FAR * low


def _cut(relation: Relation) -> Relation:
    """The relation, with its percentage cut instead of rounded where that is what is stated: 22.5 % is `22%`."""
    if judge(relation).outcome != "drifts":
        return relation
    cut = replace(relation, rounding="down")
    return cut if judge(cut).outcome == "holds" else relation
