"""Intervals whose columns are stages of the same thing, one after the other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from hostdoc.core.records import dataclass
from hostdoc.report.shapes import intervals
from hostdoc.report.shapes.intervals import Intervals
from hostdoc.report.shapes.periods import periods
from hostdoc.report.shapes.subject import Subject

FEW = 6  # rows above which lines cannot be told apart
STAGES = 6
_ORDERS = (
    ("prototype", "poc", "alpha", "beta", "launch", "ga", "growth", "scale"),
    ("dev", "test", "staging", "prod"),
    ("today", "soon", "later"),
    ("now", "next", "later"),
    ("small", "medium", "large"),
    ("early", "growth", "mature"),
    ("before", "after"),
    ("current", "target"),
)
_NUMBERED = re.compile(r"(?P<name>phase|stage|step|round|milestone|tier|level)\s?(?P<nth>\d{1,2})\b", re.I)
_COUNTED = re.compile(
    r"(?:at |for |up to )?[~<≤]?\s?(?P<count>\d[\d,]*(?:\.\d+)?)\s?(?P<times>[KMB]?)\b\+?\s*"
    r"(?P<what>[^\W\d][\w ]*)?",
    re.I,
)
_TIMES = {"": 1.0, "k": 1e3, "m": 1e6, "b": 1e9}


@dataclass(frozen=True, slots=True)
class Slope(Intervals):
    """Intervals whose columns are stages, in their order."""


def find(subject: Subject) -> Slope | str:
    """The shape, or why the table has not got it."""
    found = intervals.find(subject)
    if isinstance(found, str):
        return found
    if found.limits and not subject.asked:
        return "its amounts have limits, which bars are held against"
    if not 2 <= len(found.columns) <= STAGES:
        return f"it wants two to {STAGES} columns of money"
    if not stages([subject.grid.columns[index].header for index in found.columns]):
        return "its columns are not stages in their order"
    rows = Counter({cell.row: 0 for cell in found.cells})
    rows.update(cell.row for cell in found.cells if cell.column in found.columns and cell.low is not None)
    if len(rows) > FEW:
        return f"more than {FEW} rows make lines that cannot be told apart"
    if sum(amounts >= 2 for amounts in rows.values()) < 2:
        return "fewer than two rows state amounts at two stages"
    return Slope(found.cells, found.columns, found.unit, found.limits)


def stages(headers: Sequence[str]) -> bool:
    """Whether the heads of columns name stages of one thing, in their order."""
    if periods(headers):
        return True
    numbered = [_NUMBERED.match(header.strip()) for header in headers]
    if all(numbered) and len({found["name"].lower() for found in numbered if found}) == 1:
        return _rises([float(found["nth"]) for found in numbered if found])
    words = [re.split(r"\W+", header.strip().lower(), maxsplit=1)[0] for header in headers]
    for order in _ORDERS:
        places = [
            next((n for n, stage in enumerate(order) if word == stage or _longer(word, stage)), -1) for word in words
        ]
        if -1 not in places:
            return _rises(places)
    counted = [_COUNTED.fullmatch(header.strip()) for header in headers]
    said = all(found and (found["times"] or found["what"]) for found in counted)
    if said and len({(found["what"] or "").strip().lower() for found in counted if found}) == 1:
        return _rises([float(c["count"].replace(",", "")) * _TIMES[c["times"].lower()] for c in counted if c])
    return False


def _longer(word: str, stage: str) -> bool:
    """`production` is `prod`, `development` is `dev`."""
    return len(stage) >= 3 and stage in ("dev", "prod") and word.startswith(stage)


def _rises(places: Sequence[float]) -> bool:
    return list(places) == sorted(set(places))
