"""Amounts that a row of a table states, and a heading, another table or a sentence that names the row states again."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from hostdoc.core.document import Heading
from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge
from hostdoc.core.ledger import Grid, Ledger, Passage
from hostdoc.core.quantity import comparable
from hostdoc.core.regex import regex
from hostdoc.core.relation import AGREES, Expression, Operation, Ref, Relation
from hostdoc.figures.context import Context, sentence_around, words_of
from hostdoc.figures.labels import COST, MARGIN, PRICE
from hostdoc.relations.evidence.ties import MOST_ROWS, tied
from hostdoc.relations.tables.rows import amount_columns, roles

_RELATIVE = regex(r"\s*(?:premium|more|less|cheaper|extra|saved|savings|difference|on top|credit)\b", re.IGNORECASE)
# What lies between two prices, or comes on top: `Night rates (saves ~$29/month)`.
_BETWEEN = regex(
    r"\b(?:sav(?:es?|ings?|ed)|reduc(?:es?|ed|ing|tion)|cuts?|lowers?|avoids?|off|extra|additional(?:ly)?|adds?|plus|spart"
    r"|einsparung|econom\w+|ahorr\w+|économi\w+|risparmi\w+)\b[^.;,)$€£\d]{0,16}\Z|\+\s?\Z|(?<![-−–\w])[−-]\Z",
    re.IGNORECASE,
)
_NAME = regex(r"[^\W\d_][\w.-]*")
_MEASURE = regex(rf"{COST.pattern}|{PRICE.pattern}|{MARGIN.pattern}", re.IGNORECASE)
_LEAD = regex(r"^\W*[^\W\d_]\w*", re.MULTILINE)


NEAR = 40  # characters before an amount


class Saying:
    """Which of some places say a word, so that not every table has to look at all of them."""

    def __init__(self, said: Iterable[frozenset[str]]) -> None:
        self._places: dict[str, list[int]] = defaultdict(list)
        for place, words in enumerate(said):
            for word in words:
                self._places[word].append(place)

    def any_of(self, words: Iterable[str]) -> list[int]:
        """Those that say any of some words, in their order."""
        return sorted({place for word in words for place in self._places.get(word, ())})


# -- A cell of a summary, named in the prose by its row and its column ----------------------------------------------


def named_cells(ledger: Ledger) -> Iterator[Relation]:
    """An amount in the prose whose sentence names a row, under a lead that names a column: `Beta: … Railway at $20`.

    Where several tables have such a row, as before and after a change, one that says the same is meant, else none.
    """
    named: dict[Figure, list[Relation]] = defaultdict(list)
    for relation in _named_cells(ledger):
        named[relation.stated].append(relation)
    for relations in named.values():
        agreed = [relation for relation in relations if judge(relation).outcome in AGREES]
        yield from agreed[:1] or (relations if len(relations) == 1 else ())


def _named_cells(ledger: Ledger) -> Iterator[Relation]:
    told = [passage for passage in ledger.passages if passage.figures and not isinstance(passage.block, Heading)]
    saying = Saying(words_of(ledger.document.plain[it.span.start : it.span.end]) for it in told)
    for grid in ledger.grids:
        columns = amount_columns(grid)
        money = all(grid.columns[column].unit.currency for column in columns)
        stages = money and not any(_MEASURE.search(grid.columns[column].header) for column in columns)
        names = _named_rows(grid) if stages and len(columns) >= 2 and 3 <= len(grid.rows) <= MOST_ROWS else {}
        if not names or any(role.sums for role in roles(grid)):
            continue
        heads = _own({column: words_of(grid.columns[column].header) for column in columns})
        rows = _own({number: name for number, (name, _) in names.items()})
        for place in saying.any_of(rows):
            yield from _cells_of(ledger, grid, told[place], rows, heads)


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
            yield tied(figure, Ref(again), names)


def _last_named(text: str, names: dict[str, int], *, leads_only: bool = False) -> int | None:
    """What the last of the words that name something names. `leads_only`: only words that begin a line."""
    places = _LEAD.finditer(text) if leads_only else _NAME.finditer(text)
    said = [number for match in places for word in words_of(match.group()) if (number := names.get(word)) is not None]
    return said[-1] if said else None


# -- A row of a table, named in a heading, another table or the prose -----------------------------------------------


def named_rows(ledger: Ledger, places: tuple[Context, ...]) -> Iterator[Relation]:
    """An amount whose heading, cell or sentence names a row of a comparison states what the row states."""
    money = [place for place in places if place.figure.quantity.unit.currency and not place.is_amount]
    said = [(place, place.words if place.passage is None else words_of(_clause(place))) for place in money]
    saying = Saying(words for _, words in said)
    for grid in ledger.grids:
        rows = _named_rows(grid)
        if not 3 <= len(rows) <= MOST_ROWS or any(role.sums for role in roles(grid)):
            continue
        for number in saying.any_of(frozenset[str]().union(*(name for name, _ in rows.values()))):
            place, words = said[number]
            if place.grid is grid:
                continue
            firm = place.in_heading or (place.grid is not None and place.row >= 0)
            relation = _entity(grid, rows, place, words)
            held = relation is not None and judge(relation).outcome == "holds"
            if relation is not None and (held or (firm and not _said_below(ledger, place))):
                yield relation


def _said_below(ledger: Ledger, place: Context) -> bool:
    """Whether a table below a heading states its amount again: then a row elsewhere is of another thing of its name."""
    if place.passage is None or not isinstance(place.passage.block, Heading):
        return False
    block, stated = place.passage.block, place.figure
    path = (*block.path, ledger.document.words(block.text))
    below = (grid for grid in ledger.grids if grid.table.path[: len(path)] == path and len(grid.rows) <= MOST_ROWS)
    figures = (figure for grid in below for row in grid.rows for cell in row for figure in cell.figures)
    again = (tied(stated, Ref(it), "") for it in figures if comparable(stated.quantity, it.quantity))
    return any(judge(it).outcome == "holds" for it in again)


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
    label = words_of(place.grid.rows[place.row][0].words) if place.grid is not None and place.row >= 0 else frozenset()
    scores = {number: _score(name, more, words) for number, (name, more) in rows.items() if not whole or name <= words}
    best = max(scores.values(), default=0.0)
    if best <= 0:
        return None
    chosen = [number for number, score in scores.items() if score == best]
    if any(rows[number][0] <= label and 2 * len(rows[number][0]) < len(label) for number in chosen):
        return None  # the name is but mentioned in a label that says more
    found = [amount for number in chosen if (amount := _priced(grid, number, place.figure)) is not None]
    if not found or len(found) < len(chosen):
        return None
    same = len({(f.quantity.low, f.quantity.high) for f in found}) == 1
    again: Expression = Ref(found[0]) if same else Operation("span", tuple(Ref(figure) for figure in found))
    if not same and not place.in_heading:
        return None
    start = place.figure.span.start
    if _BETWEEN.search(place.figure.span.source.text[max(0, start - NEAR) : start]):
        return None
    return tied(place.figure, again, f"the row `{grid.rows[chosen[0]][0].words}`")


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
