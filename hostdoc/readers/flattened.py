"""Tables that text extraction has put on one line: `| a | b | |---|---| | 1 | 2 |`."""

from __future__ import annotations

from itertools import pairwise

from hostdoc.core.records import dataclass, field
from hostdoc.core.regex import regex
from hostdoc.readers.pipes import Place, align, cells, is_rule, pipes, strip

DELIMITER = regex(r"\|(?:[ \t]*+:?-{2,}+:?[ \t]*+[|+]){2,}+")


@dataclass(slots=True)
class Flattened:
    """The rows found on a line; offsets count from the start of the line."""

    start: int
    end: int
    header: list[Place]
    aligns: list[str]
    rows: list[tuple[list[Place], bool]] = field(default_factory=list)  # cells, and whether a rule stands above
    ragged: list[int] = field(default_factory=list)  # the rows, from 1, that have not one cell per column


def flattened(line: str) -> Flattened | None:
    """The table that stands whole on this line, if there is one.

    The delimiter run gives the number of columns; a row is that many pieces between pipes, and a blank piece stands
    between two rows where the line was broken.
    """
    delimiter = DELIMITER.search(line)
    if delimiter is None or not line[: delimiter.start()].strip():
        return None
    cuts = pipes(line)
    if delimiter.start() not in (place := {cut: index for index, cut in enumerate(cuts)}):
        return None
    inside = delimiter[0].replace("+", "|")
    aligns = [align(inside[a:b]) for a, b in cells(inside)]
    opening, columns = place[delimiter.start()], len(aligns)
    first = opening - 1 - columns
    if first < 0 or line[cuts[opening - 1] + 1 : cuts[opening]].strip():
        return None
    header = [strip(line, cuts[index] + 1, cuts[index + 1]) for index in range(first, opening - 1)]
    if not any(a < b for a, b in header):
        return None
    table = Flattened(cuts[first], delimiter.end(), header, aligns)
    _rows(table, line, [delimiter.end() - 1, *(cut for cut in cuts if cut >= delimiter.end())])
    return table if table.rows else None


def _rows(table: Flattened, line: str, cuts: list[int]) -> None:
    """Read the rows behind the delimiter; `cuts` are the pipes from its last one on."""
    pieces = [strip(line, a + 1, b) for a, b in pairwise(cuts)]
    blanks = [a == b for a, b in pieces]
    columns, at, ruled = len(table.aligns), 0, True
    while at < len(pieces) and blanks[at]:
        at += 1
        if at >= len(pieces):
            break
        count = _row_length(blanks, at, columns)
        row = pieces[at : at + count]
        at += count
        table.end = cuts[at] + 1
        if at == len(pieces) and count == columns - 1 and line[table.end :].strip():  # the last pipe is missing
            row.append(strip(line, table.end, len(line)))
            table.end, count = row[-1][1], columns
        elif is_rule(line[cuts[at - count] : table.end]):
            ruled = True
            continue
        if count != columns:
            table.ragged.append(len(table.rows) + 1)
            row = [*row[:columns], *[(row[-1][1], row[-1][1])] * (columns - count)]
        table.rows.append((row, ruled))
        ruled = False


def _row_length(blanks: list[bool], at: int, columns: int) -> int:
    """How many pieces the row at `at` has: one per column where a blank piece or the end of the line follows."""
    rest = len(blanks) - at
    if rest == columns or (rest > columns and blanks[at + columns]):
        return columns
    shorter = next((size for size in range(min(columns, rest) - 1, 0, -1) if blanks[at + size]), 0)
    if shorter:
        return shorter
    return next((size for size in range(columns + 1, rest) if blanks[at + size]), rest)
