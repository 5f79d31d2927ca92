"""What a sentence says of a number of things agrees with the row that a table has for that many.

Checked: an amount behind `at 20,000 users`, where the first column of a table counts these and has a row for 20,000.
Per user, it is the amount of that row over their number, a ratio; else it is that amount again, a tie-out. The column
is the only one of money, or the one whose header the sentence says.

Example: `At 20,000 users option A costs $0.031 per user` drifts where the row of 20,000 has $260 under `Cost A`.

Wrong when the sentence speaks of another case than the table. A drift is a warning, unless it is a slip of the pen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import reduce

from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge
from hostdoc.core.ledger import Grid, Ledger
from hostdoc.core.quantity import comparable
from hostdoc.core.records import replace
from hostdoc.core.regex import in_any_case, regex
from hostdoc.core.relation import Operation, Ref, Relation
from hostdoc.core.units import TIMES
from hostdoc.figures.vocabulary import PER_WORDS
from hostdoc.relations.evidence.fits import MET, in_period
from hostdoc.relations.evidence.slips import slip
from hostdoc.relations.evidence.stems import stem, stems
from hostdoc.relations.evidence.ties import MOST_ROWS, alike, tied
from hostdoc.relations.prose.cues import BESIDES_IT, CHANGED, EACH, FALLS, FOR_EACH, THAN
from hostdoc.relations.prose.dated_cells import CASE
from hostdoc.relations.prose.known import apart, worthy
from hostdoc.relations.prose.sentences import Sentence, sentences
from hostdoc.relations.tables.lines import middle
from hostdoc.relations.tables.rows import amount_columns

LEAST = 2  # rows of different sizes
NEAR = 1.5  # times that an amount may be of the cell that it states again
_AT = in_any_case(
    r"(?:\A|[\s(*_])(?:at|with|for|bei|mit|für|à|avec|pour|con|para|per|com|voor|met|przy|vid)[\s*_~≈]*\Z"
)
_NOUN = regex(r"[\s*_]*([^\W\d_]{3,})")
_WORD = regex(r"[^\W_]+")
_Row = tuple[Grid, int]
_Sizes = dict[float, list[_Row]]  # rows by how many things they are for


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every amount of money behind the number of things that a table has a row for."""
    sizes = _sizes(ledger)
    for sentence in sentences(ledger) if sizes else ():
        place, rows = next(
            ((n, found) for n in range(len(sentence.figures)) if (found := _rows(sizes, sentence, n))), (0, [])
        )
        for stated in sentence.figures[place + 1 :] if len(rows) == 1 else ():
            if not stated.quantity.unit.currency and _AT.search(sentence.before(stated)):
                break  # of another size
            if stated.quantity.unit.currency and len(stated.quantity.ends) == 1:
                yield from _stated(sentence, stated, sentence.figures[place], rows[0])


def _sizes(ledger: Ledger) -> _Sizes:
    """The rows of the tables whose first column counts things."""
    found: _Sizes = defaultdict(list)
    for grid in ledger.grids:
        counts = [_count(row[0].figures) for row in grid.rows] if 0 < len(grid.rows) <= MOST_ROWS else []
        if len({*counts}) == len(counts) >= LEAST and None not in counts:
            for number, count in enumerate(counts):
                found[count or 0].append((grid, number))
    return found


def _count(figures: tuple[Figure, ...]) -> float | None:
    """The number that a cell states and nothing else."""
    if len(figures) != 1 or figures[0].quantity.is_range or not figures[0].quantity.ends:
        return None
    unit = figures[0].quantity.unit
    return None if unit.currency or unit.percent or unit.of in TIMES else middle(figures[0])


def _rows(sizes: _Sizes, sentence: Sentence, place: int) -> list[_Row]:
    """The rows for as many as a figure of a sentence says, of what it counts."""
    figure = sentence.figures[place]
    rows = sizes.get(middle(figure) or 0, [])
    if not rows or not _AT.search(sentence.before(figure)):
        return []
    thing = _thing(sentence, figure)
    return [(grid, number) for grid, number in rows if thing in stems(_head(grid, number))]


def _head(grid: Grid, number: int) -> str:
    """What the first column counts: by its header, or in the cell."""
    return f"{grid.columns[0].header} {grid.rows[number][0].words}"


def _thing(sentence: Sentence, figure: Figure) -> str:
    noun = _NOUN.match(sentence.behind(figure))
    return stem(figure.quantity.unit.of or (noun[1] if noun else ""))


def _stated(sentence: Sentence, stated: Figure, size: Figure, row: _Row) -> Iterator[Relation]:
    """The amount of the row, over its size if it is per one of them and the cell is not."""
    cell = _cell(sentence, stated, row)
    if cell is None:
        return
    evidence = f"the row for {size.text} and the column `{cell.label.column}`"
    one, thing = _of_one(sentence, stated, size), _thing(sentence, size)
    if one == thing and not _each(cell) and worthy(apart(stated, *stated.quantity.unit.per), cell):
        quotient = in_period(stated, Operation("÷", (Ref(cell), Ref(size))))
        yield from _judged(Relation("ratio", stated, quotient, "inferred", evidence), sentence)
    elif (one == thing if _each(cell) else not one) and _again(sentence, stated, cell):
        yield from _judged(tied(stated, Ref(cell), evidence), sentence)


def _of_one(sentence: Sentence, stated: Figure, size: Figure) -> str:
    """What an amount is for one of: `per user`, `each`."""
    own = next((part for part in stated.quantity.unit.per if part not in TIMES), "")
    each = EACH.match(sentence.behind(stated))
    said = (each["thing"] or _thing(sentence, size)) if each else ""
    return stem(own or ("" if PER_WORDS.get(said, said) in TIMES else said))


def _each(cell: Figure) -> bool:
    """Whether the amount of a cell is itself for one of them."""
    return not TIMES.issuperset(cell.quantity.unit.per) or FOR_EACH.search(cell.label.column) is not None


def _judged(relation: Relation, sentence: Sentence) -> Iterator[Relation]:
    """A relation that agrees; one that does not where the words name the column, or it is a slip of the pen."""
    if judge(relation).outcome in MET:
        yield relation
    elif alike(relation) and not BESIDES_IT.search(sentence.aside(relation.stated)) and not CASE.search(sentence.text):
        slipped = slip(relation)
        if slipped or _words(relation.inputs[0].label.column) & _words(sentence.ahead(relation.stated)):
            yield replace(relation, unsure=relation.kind == "ratio" and not slipped)


def _again(sentence: Sentence, stated: Figure, cell: Figure) -> bool:
    """Whether an amount is that of a cell, or near it, and no difference."""
    if not comparable(stated.quantity, cell.quantity):
        return False
    beside = f"{sentence.before(stated)} {sentence.aside(stated)}"
    less, more = sorted((middle(stated) or 0, middle(cell) or 0))
    return 0 < more <= NEAR * less and not any(words.search(beside) for words in (CHANGED, FALLS, THAN))


def _cell(sentence: Sentence, stated: Figure, row: _Row) -> Figure | None:
    """The only amount of money of a row, or that of the column whose header the words before an amount say."""
    grid, number = row
    cells = {column: grid.rows[number][column].amount for column in amount_columns(grid) if column}
    money = {column: it for column, it in cells.items() if it and it.quantity.unit.currency and it.quantity.ends}
    if len(money) < 2:
        return next(iter(money.values()), None)
    heads = {column: _words(grid.columns[column].header) for column in money}
    common = reduce(frozenset.__and__, heads.values())
    words = _words(sentence.before(stated))
    named = [column for column, head in heads.items() if head and head <= words]
    named = named or [column for column, head in heads.items() if head - common and head - common <= words]
    return money[named[0]] if len(named) == 1 else None


def _words(text: str) -> frozenset[str]:
    """Every word, single letters too: `Cost A`."""
    return frozenset(map(stem, _WORD.findall(text)))
