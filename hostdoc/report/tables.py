"""A table as HTML: one function for both formats, so that Org tables look as Markdown tables do."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass

from hostdoc.core.document import Row, Table
from hostdoc.core.figure import Figure
from hostdoc.core.ledger import Grid
from hostdoc.core.result import Check
from hostdoc.report.blocks import Inline
from hostdoc.report.marks import SIGNS, MarkedText, plain

SUMS = ("footing", "alternatives", "cross-footing")  # kinds whose stated figure makes its row a total
WIDEST = 22  # characters of a cell of amounts that are kept on one line


@dataclass(frozen=True, slots=True)
class Layout:
    """What a table is, beyond its cells: columns of amounts, and what each row does, by its number in the table."""

    amounts: frozenset[int]
    rows: dict[int, str]


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
    return Layout(amounts, rows)


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
    head = "".join(_row(row, width, text, inline, amounts, "col", "") for row in table.rows[: table.header])
    bodies, open_body = [], list[str]()
    for number, row in enumerate(table.rows[table.header :], table.header):
        kind = shape.rows.get(number, "")
        open_body.append(_row(row, width, text, inline, amounts, "row", kind))
        if kind in ("is-subtotal", "is-total"):
            bodies.append("".join(open_body))
            open_body = []
    bodies.append("".join(open_body))
    body = "".join(f"<tbody>\n{rows}</tbody>" for rows in bodies if rows)
    wide = " is-wide" if width > 6 else ""
    return (
        f'<div class="hd-scroll{wide}" role="region" tabindex="0" aria-label="{html.escape(name)}">'
        f'<table class="hd-table">{f"<thead>{chr(10)}{head}</thead>" if head else ""}{body}</table></div>\n'
    )


def _row(
    row: Row, width: int, text: MarkedText, inline: Inline, amounts: set[int] | frozenset[int], scope: str, kind: str
) -> str:
    cells = [text.slice(cell.span.start, cell.span.end) for cell in row.cells]
    cells += [""] * (width - len(cells))
    written = [_cell(inline(cell), index, scope, index in amounts) for index, cell in enumerate(cells)]
    return f"<tr{f' class={chr(34)}{kind}{chr(34)}' if kind else ''}>{''.join(written)}</tr>\n"


def _cell(content: str, index: int, scope: str, amount: bool) -> str:
    words = re.sub(r"<[^<>]*>", "", plain(content)).strip()
    classes = ["is-n"] if amount else []
    if amount and scope == "row":
        behind = SIGNS.split(re.sub(r"<[^<>]*>", "", content))
        classes += ["is-mixed"] if len(behind) > 1 and (behind[-1].strip() or len(behind) > 3) else []
        classes += ["is-wrap"] if len(words) > WIDEST else []
    named = f' class="{" ".join(classes)}"' if classes else ""
    if scope == "col" or index == 0:
        return f'<th scope="{scope}"{named}>{content}</th>'
    return f"<td{named}>{content}</td>"
