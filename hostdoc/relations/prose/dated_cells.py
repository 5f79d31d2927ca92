"""Amounts that a sentence states of a row and a time, both as a table calls them: `Revenue grows from $280K in 2026`.

Held against the cell, where the document has one row of that name with a column of that time; where several have one,
as plans of different scenarios, said only if one of them agrees.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge
from hostdoc.core.ledger import Grid, Ledger
from hostdoc.core.quantity import comparable
from hostdoc.core.regex import regex
from hostdoc.core.relation import AGREES, Ref, Relation
from hostdoc.relations.evidence.ties import MOST_ROWS, tied
from hostdoc.relations.prose.sentences import Sentence, sentences
from hostdoc.relations.tables.lines import middle
from hostdoc.relations.tables.rows import amount_columns, roles

APART = 1.5  # times that an amount may be of the cell and still be meant as it
TIMES = 2  # columns of a table over time, at least
_TIME = r"(?:19|20)\d\d|(?:year|jahr|month|monat|quarter|année|año|anno|[ymq])[ -]?\d{1,2}"
_HEADER = regex(rf"\W*(?:FY ?)?({_TIME})\W*", re.IGNORECASE)
_IN = regex(rf"[\s*_)]*(?:in|for|im|für|en|nel|voor)\s(?:FY ?)?({_TIME})(?!\w)", re.IGNORECASE)
_BY = regex(r"\b(?:by|um|plus|minus|another|additional|extra)\W*\Z|[+×*/−-]\W*\Z", re.IGNORECASE)
# What may stand before a name that is all of it, and what may not stand behind it.
_BEFORE = regex(
    r"(?:\A|[.,;:(–—]|\b(?:the|our|its|and|while|with|so|die|der|das|unser|und|la|le|el|il|y|et|e))\W*\Z", re.IGNORECASE
)
_BEHIND = regex(r"[\s*_]*(?:per|from|of|for|share|growth|multiple|pro|je|aus|par|de|por|di)\b|/", re.IGNORECASE)
# Words by which a sentence speaks of another case than the table.
CASE = regex(
    r"\b(?:case|scenario|if|would|could|instead|without|conservative\w*|optimistic\w*|pessimistic\w*|worst|best|previous\w*"
    r"|originally|last|earlier|industry|competitors?|fall|szenario|wenn|würde|statt|ohne|cas|si|caso|senza|sans|sin)\b",
    re.IGNORECASE,
)
_Cells = dict[tuple[str, str], list[Figure]]  # by the name of the row and the time


def dated_cells(ledger: Ledger) -> Iterator[Relation]:
    """Every amount of the prose with a time behind it that tables have columns for."""
    cells: _Cells = defaultdict(list)
    for grid in ledger.grids:
        _add(grid, cells)
    names = sorted({name for name, _ in cells}, key=len, reverse=True)
    for sentence in sentences(ledger) if cells else ():
        for figure in sentence.figures:
            time = _IN.match(sentence.behind(figure))
            if time and len(figure.quantity.ends) == 1 and not _BY.search(sentence.before(figure)):
                yield from _restated(sentence, figure, _squeezed(time[1]), names, cells)


def _add(grid: Grid, cells: _Cells) -> None:
    headers = ((column, _HEADER.fullmatch(grid.columns[column].header)) for column in amount_columns(grid))
    times = {column: header[1] for column, header in headers if header}
    if len(times) < TIMES or len(grid.rows) > MOST_ROWS:
        return
    for role in roles(grid):
        for column, time in times.items():
            amount = grid.rows[role.number][column].amount
            if amount is not None and role.label:
                cells[" ".join(role.label.lower().split()), _squeezed(time)].append(amount)


def _squeezed(time: str) -> str:
    """`Year 1` as well as `year-1`."""
    return time.lower().replace(" ", "").replace("-", "")


def _restated(sentence: Sentence, stated: Figure, time: str, names: list[str], cells: _Cells) -> Iterator[Relation]:
    """The cell of the longest name that the sentence says before an amount."""
    ahead = sentence.ahead(stated).lower()
    name = next((name for name in names if _says(ahead, name)), None)
    again = [figure for figure in cells.get((name or "", time), ()) if comparable(stated.quantity, figure.quantity)]
    readings = [tied(stated, Ref(figure), f"the row `{name}` and the column `{time}`") for figure in again]
    agreed = [reading for reading in readings if judge(reading).outcome in AGREES]
    if agreed or (len(readings) == 1 and _near(stated, again[0]) and not CASE.search(sentence.text)):
        yield (agreed or readings)[0]


def _says(ahead: str, name: str) -> bool:
    """Whether a text says a name, and not as a part of another one: `net revenue`, `revenue per head`."""
    at = ahead.find(name)
    return at >= 0 and _BEFORE.search(ahead[:at]) is not None and not _BEHIND.match(ahead, at + len(name))


def _near(one: Figure, other: Figure) -> bool:
    less, more = sorted((middle(one) or 0, middle(other) or 0))
    return 0 < more <= APART * less
