"""What the rows of a table are for: items, alternatives, parts of the row above, subtotals, totals, group headings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Literal

from hostdoc.core.ledger import Grid, GridCell
from hostdoc.core.records import dataclass, replace
from hostdoc.figures.labels import ALL, LEVY, NET, OPTIONS, PART, is_alternative, is_subtotal, is_total
from hostdoc.figures.vocabulary import NO_AMOUNT
from hostdoc.relations.evidence.kept import kept

ITEMS = 2  # rows above a total without a name
FEW = 200  # rows that the last or first one may be all of
TOTAL = "total"  # the role, and the name, of a row that sums others
Role = Literal["item", "alternative", "part", "subtotal", "total", "group"]


@dataclass(frozen=True, slots=True)
class RowRole:
    """The number of a body row, its label and role."""

    number: int
    label: str
    role: Role

    @property
    def sums(self) -> bool:
        return self.role in ("subtotal", "total")


@kept
def amount_columns(grid: Grid) -> tuple[int, ...]:
    """The columns whose cells state amounts. The first column names the rows, unless it is the only one."""
    return tuple(
        index for index, column in enumerate(grid.columns) if column.states and (index or len(grid.columns) == 1)
    )


@kept
def roles(grid: Grid) -> tuple[RowRole, ...]:
    """The role of every body row. A row without any amount below which others follow is a group heading."""
    columns = amount_columns(grid)
    unnamed = _unnamed_total(grid, columns)
    options = len(grid.columns) > 2 and OPTIONS.search(grid.columns[1].header) is not None
    found = []
    for number, row in enumerate(grid.rows):
        label, role = _role(row, columns)
        if number == unnamed or (role == "item" and ALL.fullmatch(label) and _sums_all(grid, columns, number)):
            role = "total"
        elif options and number and role == "item" and not row[0].words:
            role = "alternative"  # another option for the label above
        found.append(RowRole(number, label, role))
    return tuple(_with_net(found))


def by_name(grid: Grid, name: Callable[[str], str] = str.casefold) -> dict[str, int]:
    """The rows by their names; a total is called by that, whatever it is of. A name that stands twice says nothing."""
    rows = [role for role in roles(grid) if role.role != "group"]
    called = [TOTAL if role.role == TOTAL else name(role.label) for role in rows]
    often = Counter(called)
    return {name: role.number for name, role in zip(called, rows, strict=True) if often[name] == 1}


def _with_net(found: list[RowRole]) -> Iterator[RowRole]:
    """The rows, with what an invoice comes to before its tax as a subtotal, and with it as a total: `Net`, `VAT 19%`
    and a last row."""
    net = False
    for place, role in enumerate(found):
        taxed = place + 1 < len(found) and LEVY.search(found[place + 1].label) is not None
        if place > 1 and role.role == "item" and taxed and NET.match(role.label):
            net = True
            yield replace(role, role="subtotal")
        elif net and role.role == "item" and place + 1 == len(found) and LEVY.search(found[place - 1].label):
            yield replace(role, role="total")
        else:
            yield role


def _unnamed_total(grid: Grid, columns: tuple[int, ...]) -> int | None:
    """The last row, if it alone has no name, and each amount in it is as large as any above."""
    last = len(grid.rows) - 1
    first = next((index for index in columns if last >= ITEMS and grid.rows[last][index].amount), 0)
    if not first or _names(grid.rows[last], first) or not all(_names(row, first) for row in grid.rows[:last]):
        return None
    for index in columns:
        ends = [figure.quantity.ends for row in grid.rows if (figure := row[index].amount) and figure.quantity.ends]
        own = grid.rows[last][index].amount
        if own is not None and own.quantity.ends and own.quantity.ends[0].value < max(end[0].value for end in ends):
            return None
    return last


def _sums_all(grid: Grid, columns: tuple[int, ...], number: int) -> bool:
    """Whether the first or the last row is what all others add up to in one column at least."""
    others = grid.rows[1:] if number == 0 else grid.rows[:-1]
    if number not in (0, len(grid.rows) - 1) or not ITEMS <= len(others) <= FEW:
        return False
    return any(_sum_of(others, column) == _value(grid.rows[number][column]) for column in columns)


def _sum_of(rows: tuple[tuple[GridCell, ...], ...], column: int) -> Decimal:
    values = [value for row in rows if (value := _value(row[column])) is not None]
    return sum(values, Decimal(0)) if len(values) >= ITEMS else Decimal("NaN")


def _value(cell: GridCell) -> Decimal | None:
    ends = cell.amount.quantity.ends if cell.amount else ()
    return ends[0].value if len(ends) == 1 else None


def _names(row: tuple[GridCell, ...], first: int) -> bool:
    """Whether anything is said before the first amounts."""
    return any(cell.words for cell in row[:first])


def _role(row: tuple[GridCell, ...], columns: tuple[int, ...]) -> tuple[str, Role]:
    first = next((index for index in columns if row[index].amount), len(row))
    words = [cell.words for cell in row[:first] if cell.words]
    label = words[0] if words else ""
    if all(cell.words.lower() in NO_AMOUNT for cell in (row[index] for index in columns)):
        return label, "group"
    for text in words:
        if is_subtotal(text):
            return text, "subtotal"
        if is_total(text):
            return text, "total"
    if PART.match(label):
        return label, "part"
    return label, "alternative" if is_alternative(label) else "item"
