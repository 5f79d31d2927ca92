"""A summary table against the totals of the sections that its rows name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge
from hostdoc.core.ledger import Grid, GridCell, Ledger
from hostdoc.core.quantity import comparable
from hostdoc.core.records import dataclass
from hostdoc.core.regex import regex
from hostdoc.core.relation import AGREES, Ref, Relation
from hostdoc.figures.context import words_of
from hostdoc.figures.labels import TOTAL, is_total
from hostdoc.relations.evidence.ties import tied
from hostdoc.relations.tables.rows import amount_columns, roles

_STAGE = regex(r"\(([^()]+)\)")
_ASIDE = regex(r"[(（][^()（）]*[)）]")


@dataclass(frozen=True, slots=True)
class Total:
    """The last total of a table, the words of the heading above it, and the stage that its label names in brackets.

    `figure` stands in its last column, `row` is all of the total row, `money` that of it which is no part of the rest.
    """

    label: str
    figure: Figure
    row: tuple[Figure, ...]
    money: tuple[Figure, ...]
    grid: Grid
    heading: frozenset[str]
    stage: frozenset[str]


def table_totals(ledger: Ledger) -> list[Total]:
    found = []
    for grid in ledger.grids:
        sums = [role for role in roles(grid) if role.role == "total"] or [r for r in roles(grid)[-1:] if r.sums]
        columns = amount_columns(grid)
        cells = [grid.rows[sums[-1].number][column] for column in columns] if sums else []
        amounts = tuple(cell.amount for cell in cells if cell.amount and not cell.amount.quantity.unit.percent)
        if amounts:
            stage = words_of(" ".join(_STAGE.findall(sums[-1].label)))
            whole = [
                cell.amount
                for c, cell in zip(columns, cells, strict=True)
                if cell.amount and is_total(grid.columns[c].header)
            ]
            found.append(
                Total(
                    sums[-1].label,
                    amounts[-1],
                    amounts,
                    tuple(whole[-1:]) or amounts,
                    grid,
                    words_of(" ".join(grid.table.path[-1:])),
                    stage,
                )
            )
    return found


class _Section(NamedTuple):
    """What a section comes to: the total row of its table, or the one item or line in it that is called its total."""

    heading: frozenset[str]
    name: frozenset[str]  # the heading without what it says in brackets
    amounts: tuple[Figure, ...]
    stage: frozenset[str] = frozenset()
    grid: Grid | None = None


def _sections(ledger: Ledger) -> Iterator[_Section]:
    totals = table_totals(ledger)
    tabled = {total.grid.table.path for total in totals}
    yield from (
        _Section(it.heading, _name(" ".join(it.grid.table.path[-1:])), it.row, it.stage, it.grid) for it in totals
    )
    stated: dict[tuple[str, ...], list[Figure]] = defaultdict(list)
    for passage in ledger.passages:
        path, figures = passage.block.path, passage.figures
        if len(figures) == 1 and figures[0].quantity.unit.currency and path not in tabled:
            label, heading = figures[0].label.row, words_of(" ".join(path[-1:]))
            if is_total(label) and words_of(TOTAL.sub(" ", label)) <= heading:
                stated[path].append(figures[0])
    for path, found in stated.items():
        if len(found) == 1:
            above = " ".join(path[-1:])
            yield _Section(words_of(above), _name(above), (found[0],))


def _name(label: str) -> frozenset[str]:
    """The words of a label but for those in brackets, which say more of what it names: `Staff (3 of us)`."""
    return words_of(_ASIDE.sub(" ", label))


def summary_rows(ledger: Ledger) -> Iterator[Relation]:
    """A cell of a summary is the total of the section that its row names, at the stage that its column names.

    Where a row names it only without what stands in brackets, another row has to agree with its section.
    """
    headed: dict[str, list[_Section]] = {}
    for section in _sections(ledger):
        for word in section.heading:
            headed.setdefault(word, []).append(section)
    for grid in ledger.grids if headed else ():
        columns = amount_columns(grid)
        agreed, loose = 0, list[Relation]()
        for row in grid.rows:
            label = "" if is_total(row[0].words) else row[0].words
            whole = _named(grid, words_of(label), headed)
            found = whole or _named(grid, _name(label), headed, bare=True)
            relation = _tied(grid, row, columns, found) if found else None
            if relation is not None:
                agrees = judge(relation).outcome in AGREES
                agreed += agrees
                if whole or agrees:
                    yield relation
                else:
                    loose.append(relation)
        yield from loose if agreed > len(loose) else ()


def _named(
    grid: Grid, words: frozenset[str], headed: dict[str, list[_Section]], *, bare: bool = False
) -> _Section | None:
    """The one section of another table whose heading has all words of a name; `bare`: no others but in brackets."""
    fewest = min((headed.get(word, []) for word in words), key=len, default=[])
    fits = (it for it in fewest if it.grid is not grid and (words == it.name if bare else words <= it.heading))
    named = list(islice(fits, 2))
    return named[0] if len(named) == 1 else None


def _tied(grid: Grid, row: Sequence[GridCell], columns: Sequence[int], section: _Section) -> Relation | None:
    """What ties the cell of a row to the amount of a section that agrees, or to its only one."""
    staged = [c for c in columns if section.stage & words_of(grid.columns[c].header)]
    column = staged[0] if staged else (columns[0] if len(columns) == 1 else None)
    stated = row[column].amount if column is not None else None
    if stated is None:
        return None
    evidence = f"the row `{row[0].words}` and the total of the section of that name"
    readings = [tied(stated, Ref(figure), evidence) for figure in section.amounts]
    agreed = next((reading for reading in readings if judge(reading).outcome in AGREES), None)
    alike = comparable(stated.quantity, section.amounts[-1].quantity)
    return agreed or (readings[0] if alike and len(readings) == 1 else None)
