"""A summary table against the totals of the sections that its rows name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge
from hostdoc.core.ledger import Grid, Ledger
from hostdoc.core.quantity import comparable
from hostdoc.core.records import dataclass
from hostdoc.core.regex import regex
from hostdoc.core.relation import Ref, Relation
from hostdoc.figures.context import words_of
from hostdoc.figures.labels import TOTAL, is_total
from hostdoc.relations.evidence.ties import AGREES, tied
from hostdoc.relations.tables.rows import amount_columns, roles

_STAGE = regex(r"\(([^()]+)\)")


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
    amounts: tuple[Figure, ...]
    stage: frozenset[str] = frozenset()
    grid: Grid | None = None


def _sections(ledger: Ledger) -> Iterator[_Section]:
    totals = table_totals(ledger)
    tabled = {total.grid.table.path for total in totals}
    yield from (_Section(it.heading, it.row, it.stage, it.grid) for it in totals)
    stated: dict[tuple[str, ...], list[Figure]] = defaultdict(list)
    for passage in ledger.passages:
        path, figures = passage.block.path, passage.figures
        if len(figures) == 1 and figures[0].quantity.unit.currency and path not in tabled:
            label, heading = figures[0].label.row, words_of(" ".join(path[-1:]))
            if is_total(label) and words_of(TOTAL.sub(" ", label)) <= heading:
                stated[path].append(figures[0])
    for path, found in stated.items():
        if len(found) == 1:
            yield _Section(words_of(" ".join(path[-1:])), (found[0],))


def summary_rows(ledger: Ledger) -> Iterator[Relation]:
    """A cell of a summary is the total of the section that its row names, at the stage that its column names."""
    headed: dict[str, list[_Section]] = {}
    for section in _sections(ledger):
        for word in section.heading:
            headed.setdefault(word, []).append(section)
    for grid in ledger.grids if headed else ():
        columns = amount_columns(grid)
        for row in grid.rows:
            label = frozenset() if is_total(row[0].words) else words_of(row[0].words)
            fewest = min((headed.get(word, []) for word in label), key=len, default=[])
            fits = (it for it in fewest if it.grid is not grid and label <= it.heading)
            named = list(islice(fits, 2))
            if len(named) != 1:
                continue
            section = named[0]
            staged = [c for c in columns if section.stage & words_of(grid.columns[c].header)]
            column = staged[0] if staged else (columns[0] if len(columns) == 1 else None)
            stated = row[column].amount if column is not None else None
            if stated is not None:
                evidence = f"the row `{row[0].words}` and the total of the section of that name"
                readings = [tied(stated, Ref(figure), evidence) for figure in section.amounts]
                agreed = next((reading for reading in readings if judge(reading).outcome in AGREES), None)
                alike = comparable(stated.quantity, section.amounts[-1].quantity)
                yield from [agreed] if agreed else readings if alike and len(readings) == 1 else []
