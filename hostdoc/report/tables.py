"""A table as HTML: one function for both formats, so that Org tables look as Markdown tables do."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from hostdoc.core.document import Table
from hostdoc.core.figure import Figure
from hostdoc.core.ledger import Grid, GridCell
from hostdoc.core.records import dataclass
from hostdoc.core.result import Check
from hostdoc.report.blocks import Inline
from hostdoc.report.marks import MarkedText, plain

SUMS = ("footing", "alternatives", "cross-footing")  # kinds whose stated figure makes its row a total
WIDEST = 22  # characters of a cell of amounts that are kept on one line


@dataclass(frozen=True, slots=True)
class Layout:
    """What a table is, beyond its cells: columns of amounts, and what each row does, by its number in the table.

    `mixed` are the cells, by row and column, that say more than one figure, or something behind it.
    """

    amounts: frozenset[int]
    rows: dict[int, str]
    mixed: frozenset[tuple[int, int]] = frozenset()


def layout(grid: Grid, checks: Iterable[Check]) -> Layout:
    """Totals are the rows that a check found to be one; subtotals have a total below, in this table or the next."""
    sums = [check.verdict.relation for check in checks if check.verdict.relation.kind in SUMS]
    stated, used = {sum.stated for sum in sums}, {figure for sum in sums for figure in sum.inputs}
    body = grid.table.header
    totals = [n for n, row in enumerate(grid.rows) if any(_states(cell.figures, stated) for cell in row)]
    rows = {body + number: "is-subtotal" for number in totals}
    for number in totals[-1:]:
        if not any(_states(cell.figures, used) for cell in grid.rows[number]):
            rows[body + number] = "is-total"
    for number, row in enumerate(grid.rows):
        if len(row) > 1 and row[0].words and not any(cell.words for cell in row[1:]):
            rows.setdefault(body + number, "is-part")
    amounts = frozenset(index for index in range(len(grid.columns)) if _is_amount(grid, index))
    mixed = frozenset(
        (body + number, index)
        for number, row in enumerate(grid.rows)
        for index, cell in enumerate(row)
        if _is_mixed(cell)
    )
    return Layout(amounts, rows, mixed)


def _is_mixed(cell: GridCell) -> bool:
    """Told by the text alone: marks must change nothing but themselves."""
    return len(cell.figures) > 1 or (bool(cell.figures) and not cell.words.endswith(cell.figures[0].text))


def _states(figures: Iterable[Figure], stated: set[Figure]) -> bool:
    return any(figure in stated for figure in figures)


def _is_amount(grid: Grid, index: int) -> bool:
    """Whether a column states amounts and little else; the column of labels never does."""
    filled = [cell for cell in grid.cells(index) if cell.words]
    short = sum(len(cell.words) <= WIDEST and not (cell.amount and cell.amount.quantity.word) for cell in filled)
    return index > 0 and grid.columns[index].states and 2 * short > len(filled)


def render(table: Table, text: MarkedText, inline: Inline, shape: Layout, name: str) -> str:
    """The table in a frame that scrolls. `name` says to a screen reader what is in the frame."""
    width = max((len(row.cells) for row in table.rows), default=0)
    amounts = shape.amounts | {number for number, align in enumerate(table.aligns) if align == "right"}

    def written(number: int) -> str:
        row, kind = table.rows[number], shape.rows.get(number, "")
        cells = [inline(text.slice(cell.span.start, cell.span.end)) for cell in row.cells]
        cells += [""] * (width - len(cells))
        heads = number < table.header
        told = [
            _cell(content, index, heads, _classes(content, index in amounts, heads, (number, index) in shape.mixed))
            for index, content in enumerate(cells)
        ]
        return f"<tr{f' class={chr(34)}{kind}{chr(34)}' if kind else ''}>{''.join(told)}</tr>\n"

    head = "".join(map(written, range(min(table.header, len(table.rows)))))
    bodies, open_body = [], list[str]()
    for number in range(table.header, len(table.rows)):
        open_body.append(written(number))
        if shape.rows.get(number, "") in ("is-subtotal", "is-total"):
            bodies.append("".join(open_body))
            open_body = []
    bodies.append("".join(open_body))
    body = "".join(f"<tbody>\n{rows}</tbody>" for rows in bodies if rows)
    wide = " is-wide" if width > 6 else ""
    return (
        f'<div class="hd-scroll{wide}" role="region" tabindex="0" aria-label="{html.escape(name)}">'
        f'<table class="hd-table">{f"<thead>{chr(10)}{head}</thead>" if head else ""}{body}</table></div>\n'
    )


def _classes(content: str, amount: bool, head: bool, mixed: bool) -> list[str]:
    if not amount or head:
        return ["is-n"] if amount else []
    words = re.sub(r"<[^<>]*>", "", plain(content)).strip()
    return ["is-n", *(["is-mixed"] if mixed else []), *(["is-wrap"] if len(words) > WIDEST else [])]


def _cell(content: str, index: int, head: bool, classes: list[str]) -> str:
    named = f' class="{" ".join(classes)}"' if classes else ""
    if head or index == 0:
        return f'<th scope="{"col" if head else "row"}"{named}>{content}</th>'
    return f"<td{named}>{content}</td>"
