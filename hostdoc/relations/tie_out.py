"""The same thing stated twice agrees.

Checked, and reported where it differs: a summary table against the totals of the sections its rows name; an amount in a
heading against the row of the table that the heading names; an amount that another table or a list states for such a
row; a `total` in a section against the amount in its heading; two tables that price the same scale of use.
Checked, and said only where it agrees: an amount in the prose that is stated elsewhere about the same words. Where such
a sentence differs, it may well speak of something else.

Example: `### Fly.io -- ~$7-8/mo` over a row `Fly.io | ~$6/mo` drifts.

Wrong when two places price the same provider for different work.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from hostdoc.core.arithmetic import estimate
from hostdoc.core.document import Heading
from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge
from hostdoc.core.ledger import Grid, Ledger, Passage
from hostdoc.core.quantity import Quantity, comparable
from hostdoc.core.relation import Expression, Operation, Ref, Relation
from hostdoc.figures.context import Context, contexts, sentence_around, words_of
from hostdoc.figures.labels import COST, MARGIN, PRICE, is_total
from hostdoc.relations.restated import restated
from hostdoc.relations.rows import amount_columns, roles

AGREES = ("holds", "rounds", "within")
APART = 4  # how many times as much an amount may be that was changed and not followed elsewhere
MOST_ROWS = 100  # a comparison has few rows; a longer table is a list of data
_STAGE = re.compile(r"\(([^()]+)\)")
_RELATIVE = re.compile(
    r"\s*(?:premium|more|less|cheaper|extra|saved|savings|difference|on top|credit)\b", re.IGNORECASE
)
_NAME = re.compile(r"[^\W\d_][\w.-]*")
_MEASURE = re.compile(rf"{COST.pattern}|{PRICE.pattern}|{MARGIN.pattern}", re.IGNORECASE)
_RESULT = re.compile(r"=\s*\Z")
_LEAD = re.compile(r"^\W*[^\W\d_]\w*", re.MULTILINE)
_SPENT = re.compile(r"\b(?:spend|costs?|bill|total)\b\W*\Z", re.IGNORECASE)


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every restatement, the ones with the strongest evidence first."""
    places = contexts(ledger)
    yield from filter(_alike, _summaries(ledger))
    yield from filter(_alike, _cells(ledger))
    yield from filter(_alike, _entities(ledger, places))
    yield from _stages(ledger, places)
    yield from _section_totals(ledger, places)
    yield from _scales(ledger)
    yield from restated(places)


def _alike(relation: Relation) -> bool:
    """Whether two amounts are near enough to be one thing, stated twice: else the names that they share say little."""
    stated = [abs(float(end.value)) for end in relation.stated.quantity.ends]
    again = [abs(estimate(relation.workings, end)) for end in (0, 1)]
    if not stated or stated == again:
        return True
    return min(stated) <= APART * max(again) and max(stated) * APART >= min(again) and max(again) <= APART * min(again)


def _relation(stated: Figure, again: Expression, evidence: str) -> Relation:
    return Relation("tie-out", stated, again, "inferred", evidence)


# -- A summary table and the totals of the sections its rows name ---------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Total:
    """The last total of a table, the words of the heading above it, and the stage that its label names in brackets."""

    figure: Figure
    grid: Grid
    heading: frozenset[str]
    stage: frozenset[str]


def _totals(ledger: Ledger) -> list[_Total]:
    found = []
    for grid in ledger.grids:
        sums = [role for role in roles(grid) if role.role == "total"]
        columns = amount_columns(grid)
        total = grid.rows[sums[-1].number][columns[-1]].amount if sums and columns else None
        if total is not None:
            stage = words_of(" ".join(_STAGE.findall(sums[-1].label)))
            found.append(_Total(total, grid, words_of(" ".join(grid.table.path[-1:])), stage))
    return found


def _summaries(ledger: Ledger) -> Iterator[Relation]:
    """A cell of a summary is the total of the section that its row names, at the stage that its column names."""
    totals = _totals(ledger)
    headed: dict[str, list[_Total]] = {}
    for total in totals:
        for word in total.heading:
            headed.setdefault(word, []).append(total)
    for grid in ledger.grids if totals else ():
        columns = amount_columns(grid)
        for row in grid.rows:
            label = frozenset() if is_total(row[0].words) else words_of(row[0].words)
            fewest = min((headed.get(word, []) for word in label), key=len, default=[])
            fits = (total for total in fewest if total.grid is not grid and label <= total.heading)
            named = list(islice(fits, 2))
            if len(named) != 1:
                continue
            total = named[0]
            staged = [c for c in columns if total.stage & words_of(grid.columns[c].header)]
            column = staged[0] if staged else (columns[0] if len(columns) == 1 else None)
            stated = row[column].amount if column is not None else None
            if stated is not None and comparable(stated.quantity, total.figure.quantity):
                evidence = f"the row `{row[0].words}` and the total of the section of that name"
                yield _relation(stated, Ref(total.figure), evidence)


# -- A cell of a summary, named in the prose by its row and its column ----------------------------------------------


def _cells(ledger: Ledger) -> Iterator[Relation]:
    """An amount in the prose whose sentence names a row, under a lead that names a column: `Beta: … Railway at $20`."""
    for grid in ledger.grids:
        columns = amount_columns(grid)
        money = all(grid.columns[column].unit.currency for column in columns)
        stages = money and not any(_MEASURE.search(grid.columns[column].header) for column in columns)
        names = _named_rows(grid) if stages and len(columns) >= 2 and 3 <= len(grid.rows) <= MOST_ROWS else {}
        if not names or any(role.sums for role in roles(grid)):
            continue
        heads = _own({column: words_of(grid.columns[column].header) for column in columns})
        rows = _own({number: name for number, (name, _) in names.items()})
        for passage in ledger.passages:
            if not isinstance(passage.block, Heading):
                yield from _cells_of(ledger, grid, passage, rows, heads)


def _own(named: dict[int, frozenset[str]]) -> dict[str, int]:
    """The words that only one of several names has."""
    uses = Counter(word for words in named.values() for word in words)
    return {word: number for number, words in named.items() for word in words if uses[word] == 1}


def _cells_of(
    ledger: Ledger, grid: Grid, passage: Passage, rows: dict[str, int], stages: dict[str, int]
) -> Iterator[Relation]:
    start = passage.span.start
    lead = " ".join(passage.block.path[-1:]) + "\n"
    text = ledger.document.plain[start : passage.span.end]
    for figure in passage.figures:
        if not figure.quantity.unit.currency or _RELATIVE.match(text[figure.span.end - start :]):
            continue
        before = text[: figure.span.start - start]
        sentence = sentence_around(text, figure.span.start - start, figure.span.end - start)
        said = sentence[: sentence.find(figure.text)]
        column = _last_named(lead + before, stages, leads_only=True)
        row = _last_named(said, rows)
        if column is None or row is None:
            continue
        again = grid.rows[row][column].amount
        if again is not None and comparable(figure.quantity, again.quantity):
            names = f"the row `{grid.rows[row][0].words}` and the column `{grid.columns[column].header}`"
            yield _relation(figure, Ref(again), names)


def _last_named(text: str, names: dict[str, int], *, leads_only: bool = False) -> int | None:
    """What the last of the words that name something names. `leads_only`: only words that begin a line."""
    places = _LEAD.finditer(text) if leads_only else _NAME.finditer(text)
    said = [number for match in places for word in words_of(match.group()) if (number := names.get(word)) is not None]
    return said[-1] if said else None


# -- A row of a table, named in a heading, another table or the prose -----------------------------------------------


def _entities(ledger: Ledger, places: tuple[Context, ...]) -> Iterator[Relation]:
    """An amount whose heading, cell or sentence names a row of a comparison states what the row states."""
    money = [place for place in places if place.figure.quantity.unit.currency and not place.is_amount]
    said = [(place, place.words if place.passage is None else words_of(_clause(place))) for place in money]
    for grid in ledger.grids:
        rows = _named_rows(grid)
        if not 3 <= len(rows) <= MOST_ROWS or any(role.sums for role in roles(grid)):
            continue
        names = frozenset[str]().union(*(name for name, _ in rows.values()))
        for place, words in said:
            if place.grid is grid or names.isdisjoint(words):
                continue
            firm = place.in_heading or (place.grid is not None and place.row >= 0)
            relation = _entity(grid, rows, place, words)
            if relation is not None and (firm or judge(relation).outcome == "holds"):
                yield relation


def _named_rows(grid: Grid) -> dict[int, tuple[frozenset[str], frozenset[str]]]:
    """Per row the words that name it, and those of its other text cells."""
    columns = amount_columns(grid)
    texts = [index for index in range(len(grid.columns)) if index not in columns]
    named = {}
    for number, row in enumerate(grid.rows):
        name = words_of(row[0].words) if row else frozenset()
        if name and 0 in texts:
            named[number] = (name, words_of(" ".join(row[index].words for index in texts[1:3])))
    return named


def _entity(
    grid: Grid, rows: dict[int, tuple[frozenset[str], frozenset[str]]], place: Context, words: frozenset[str]
) -> Relation | None:
    whole = not place.in_heading  # a heading may shorten a name, a cell or a sentence has to say all of it
    scores = {number: _score(name, more, words) for number, (name, more) in rows.items() if not whole or name <= words}
    best = max(scores.values(), default=0.0)
    if best <= 0:
        return None
    chosen = [number for number, score in scores.items() if score == best]
    found = [amount for number in chosen if (amount := _priced(grid, number, place.figure)) is not None]
    if not found or len(found) < len(chosen):
        return None
    same = len({(f.quantity.low, f.quantity.high) for f in found}) == 1
    again: Expression = Ref(found[0]) if same else Operation("span", tuple(Ref(figure) for figure in found))
    if not same and not place.in_heading:
        return None
    return _relation(place.figure, again, f"the row `{grid.rows[chosen[0]][0].words}`")


def _clause(place: Context) -> str:
    """The heading that an amount stands in; else the words of its sentence."""
    assert place.passage is not None
    text = place.passage.span.text
    return text if place.in_heading else " ".join(place.words)


def _score(name: frozenset[str], more: frozenset[str], words: frozenset[str]) -> float:
    """How well words name a row: all of its name, then what else it says, less what of its name is missing."""
    hit = len(name & words)
    if 2 * hit < len(name) or not hit:
        return 0.0
    return 10.0 * hit / len(name) + len(more & words) + 0.1 * hit


def _priced(grid: Grid, number: int, stated: Figure) -> Figure | None:
    """The amount of a row in the currency and per the time of a figure."""
    for column in amount_columns(grid):
        for figure in grid.rows[number][column].figures:
            if grid.rows[number][column].amount is not None and comparable(stated.quantity, figure.quantity):
                return figure
    return None


# -- Within a section -----------------------------------------------------------------------------------------------


def _stages(ledger: Ledger, places: tuple[Context, ...]) -> Iterator[Relation]:
    """What a section says is spent at a stage is the total of the table above it at that stage."""
    totals = [entry for entry in _totals(ledger) if entry.stage]
    for place in places:
        if place.passage is None or place.in_heading or not place.figure.quantity.unit.currency:
            continue
        if not _SPENT.search(place.figure.label.row):
            continue
        start, label = place.figure.span.start, words_of(place.figure.label.row)
        above = [e for e in totals if e.grid.table.path == place.passage.block.path and e.figure.span.start < start]
        if above and above[-1].stage & label and comparable(place.figure.quantity, above[-1].figure.quantity):
            yield _relation(place.figure, Ref(above[-1].figure), f"the words `{place.figure.label.row}`")


def _section_totals(ledger: Ledger, places: tuple[Context, ...]) -> Iterator[Relation]:
    """A `total` in the prose of a section is the amount in its heading.

    Where the prose works the total out, the heading states it again; else the prose does.
    """
    headings = {
        (*passage.block.path, ledger.document.words(passage.span)): passage.figures
        for passage in ledger.passages
        if isinstance(passage.block, Heading)
    }
    for place in places:
        if place.passage is None or place.in_heading or not place.figure.quantity.unit.currency:
            continue
        last = place.figure is place.passage.figures[-1]
        if not last or "total" not in words_of(ledger.document.words(place.passage.span)):
            continue
        worked_out = _RESULT.search(ledger.document.plain[place.passage.span.start : place.figure.span.start])
        for heading in headings.get(place.passage.block.path, ()):
            if comparable(place.figure.quantity, heading.quantity):
                stated, again = (heading, place.figure) if worked_out else (place.figure, heading)
                yield _relation(stated, Ref(again), "the word `total` and the amount in the heading")
                break


# -- Two tables over the same scale ---------------------------------------------------------------------------------


def _scales(ledger: Ledger) -> Iterator[Relation]:
    """Two tables that state a cost by the number of users agree where their scales meet."""
    scaled = [(grid, axis, cost) for grid in ledger.grids for axis, cost in _axes(grid)]
    for position, (grid, axis, cost) in enumerate(scaled):
        for other, other_axis, other_cost in scaled[position + 1 :]:
            if other is grid:
                continue
            for row in grid.rows:
                stated, point = row[cost].amount, _count(row[axis].figures)
                if stated is None or point is None or point.is_range or point.open:
                    continue
                matches = [r for r in other.rows if _meets(point, _count(r[other_axis].figures))]
                again = matches[-1][other_cost].amount if matches else None
                if again is not None and comparable(stated.quantity, again.quantity):
                    evidence = f"the scales `{row[axis].words}` and `{matches[-1][other_axis].words}`"
                    yield _relation(stated, Ref(again), evidence)


def _axes(grid: Grid) -> Iterator[tuple[int, int]]:
    """The column of counts and the column of costs of a table, if it has both and little else."""
    counts = [
        index
        for index, column in enumerate(grid.columns[:2])
        if grid.rows and all(_count(row[index].figures) for row in grid.rows)
    ]
    costs = [
        i for i, column in enumerate(grid.columns) if column.states and COST.search(column.header) and i not in counts
    ]
    if counts and costs and len(grid.rows) >= 3:
        yield counts[0], costs[0]


def _count(figures: tuple[Figure, ...]) -> Quantity | None:
    """The count that a cell of an axis states, without a unit that is not one."""
    if len(figures) != 1:
        return None
    quantity = figures[0].quantity
    unit = quantity.unit
    scaled = any(end.scaled for end in quantity.ends)
    return quantity if scaled and not (unit.currency or unit.percent or unit.size) else None


def _meets(point: Quantity, bracket: Quantity | None) -> bool:
    """Whether a count lies in a range of counts."""
    if bracket is None or point.low is None:
        return False
    value = point.low.value
    above = bracket.low is None or value >= bracket.low.value
    return above and (bracket.high is None or value <= bracket.high.value)
