"""Components and their total: a column that foots, with its parts from the first to the last."""

from __future__ import annotations

from hostdoc.core.figure import Figure
from hostdoc.core.records import dataclass
from hostdoc.core.relation import Operation, Ref
from hostdoc.core.result import Check
from hostdoc.report.cells import Cells, column
from hostdoc.report.shapes.subject import FEWEST, Subject, mostly, named_rows, unit_of

PARTS = 12
SEEN = ("holds", "rounds", "within", "drifts")


@dataclass(frozen=True, slots=True)
class Waterfall:
    """The rows that are parts, those that add up what stands above them, and the row of the total; all by number."""

    cells: Cells
    column: int
    parts: tuple[int, ...]
    subtotals: tuple[int, ...]
    total: int
    unit: str


def find(subject: Subject) -> Waterfall | str:
    """The shape, or why the table has not got it."""
    footed = {index: sums for index in subject.amounts if (sums := _sums(subject, index))}
    chosen = [index for index in footed if index in subject.money] or list(footed)
    if not chosen:
        return "no check says that its rows add up to a total"
    if len(chosen) > 1:
        return "several of its columns add up; name one of them"
    return _build(subject, chosen[0], footed[chosen[0]])


def _build(subject: Subject, index: int, sums: dict[int, set[int]]) -> Waterfall | str:
    """A total is the row that no other sum takes in; what stands above it must be in it, once."""
    total = max(sums)
    stated = column(subject.cells, index)
    above = [row for row in range(total) if stated[row].low is not None]
    parts = [row for row in above if row not in sums]
    if _flat(total, sums) != parts:
        return "its total leaves out some rows above it, or takes some in twice"
    if not FEWEST <= len(parts) <= PARTS:
        return f"it wants {FEWEST} to {PARTS} parts"
    subtotals = [row for row in above if row in sums]
    if any(_flat(row, sums) != [part for part in parts if part < row] for row in subtotals):
        return "its subtotals do not add up all that stands above them"
    used = tuple(stated[row] for row in (*parts, total))
    if any(cell.low is None or cell.low < 0 for cell in used):
        return "a part is negative or states no amount"
    unit = unit_of(used, (index,))
    if not unit or not all(cell.unit for cell in used) or mostly(subject.cells, index, "percent"):
        return "its amounts have no unit that they share"
    named = named_rows(subject)
    if named is None:
        return "its rows cannot be told apart by their labels"
    return Waterfall(named, index, tuple(parts), tuple(subtotals), total, unit)


def _flat(row: int, sums: dict[int, set[int]]) -> list[int]:
    """The parts a sum comes to, subtotals resolved; a sum only takes in rows above it, so this ends."""
    return sorted(part for each in sums[row] for part in (_flat(each, sums) if each in sums else [each]))


def _sums(subject: Subject, index: int) -> dict[int, set[int]]:
    """The rows of a column that a check found to be sums of rows above them, each with those."""
    rows = {cell.amount: number for number, cell in enumerate(subject.grid.cells(index)) if cell.amount}
    found: dict[int, set[int]] = {}
    for check in subject.audited.checks:
        stated = rows.get(check.verdict.relation.stated)
        inputs = _added(check)
        if stated is not None and inputs and all(figure in rows and rows[figure] < stated for figure in inputs):
            found.setdefault(stated, {rows[figure] for figure in inputs})
    return found


def _added(check: Check) -> list[Figure]:
    """The figures that a footing adds up, if it does nothing else."""
    workings = check.verdict.relation.workings
    if check.verdict.relation.kind != "footing" or check.outcome not in SEEN or not isinstance(workings, Operation):
        return []
    if workings.operator != "+" or not all(isinstance(argument, Ref) for argument in workings.arguments):
        return []
    return [argument.figure for argument in workings.arguments if isinstance(argument, Ref)]
