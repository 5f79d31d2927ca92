"""A total agrees with the items it sums.

Checked: rows whose label says total, subtotal or the like, in every column of amounts. Which rows belong to a total is
settled by what the label says, by the layout (subtotals, group rows, a table stacked on another) and by which grouping
the digits support over all columns; a column that does not foot is an error where as many others do, or only one or two
do not. A last row in bold is a total, too, if it foots, or fails to by one digit. Rows that begin with `Or:` are
alternatives: their total is a span, not a sum.

Example: `| Total | 1,310 |` under 410, 380 and 510 drifts: the rows add up to 1,300.

Wrong when a row called total is no sum of the rows above it, as in a list of properties: say so with
`<!-- hostdoc: no footing "…": reason -->`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise, takewhile
from typing import Literal

from hostdoc.core.arithmetic import estimate
from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge, promising
from hostdoc.core.ledger import Grid, GridCell, Ledger
from hostdoc.core.records import dataclass, replace
from hostdoc.core.regex import regex
from hostdoc.core.relation import Expression, Operation, Outcome, Ref, Relation
from hostdoc.core.span import Span
from hostdoc.core.units import Unit, conflict
from hostdoc.figures.labels import CLOSING, COST, LEFT, NUMBERED, OPENING, RATE, is_statistic, is_total
from hostdoc.figures.vocabulary import NO_AMOUNT
from hostdoc.relations.evidence.converted import at_rates
from hostdoc.relations.evidence.slips import LONG, SHORT, slip
from hostdoc.relations.tables.in_brackets import in_brackets
from hostdoc.relations.tables.lines import middle
from hostdoc.relations.tables.noted import noted
from hostdoc.relations.tables.other_readings import explained, outsized
from hostdoc.relations.tables.outlined_rows import outlined_rows
from hostdoc.relations.tables.rows import RowRole, amount_columns, roles
from hostdoc.relations.tables.set_apart import below_rule, set_apart

_SAYS_MORE = regex(r"\w\W+\w")  # `Total visits`
_BALANCE = regex(rf"\b(?:balance|saldo|solde|kontostand)\b|{CLOSING.pattern}", re.IGNORECASE)
_DATED = regex(r"\d|\b(?:year|month|jahr|monat|année|mois|año|mes|ano|mês)\b", re.IGNORECASE)
_EARNED = regex(r"\b(?:revenues?|income|sales|turnover|receipts|mrr|arr)\W*(?:\(.*)?\Z", re.IGNORECASE)
_MORE = regex(r"\A\W*(?:\.\.\.|…)\W*\Z|\s[×x]\s?\d+\W*\Z")
_JOINED = regex(r"\A[\d.,]+\s?/\s?[\d.,]+\W*\Z|\s\+\s[~≈]?\S?\d")
# A total over so many years, or at the end of one: rows that come once, and again each year, are no sum of one time.
_OVER = regex(
    r"\b(?:year|month|yr|jahr|monat|année|año|ano|mois|mes|mês)\s?(?:[2-9]|\d\d+)\b"
    r"|\b(?:[2-9]|\d\d+|two|three|four|five|ten)[\s-]?(?:years?|yrs?|months?|jahre?|monate?|ans|mois|años|meses|anos)\b",
    re.IGNORECASE,
)
_TIMES = regex(r"\b(?:days|weeks|months|tage|wochen|monate|jours|semaines|días|semanas)\b", re.IGNORECASE)
SUPPORT = ("holds", "rounds")  # what counts as digits that support a grouping
MANY = 100  # rows above a total beyond which only the last totals of a table are held against all of its items
LAST = 3  # totals
SEVERAL = 4  # items of a total set apart that may slip in one of three digits
NEAR = 0.1  # part by which a total that only the layout tells may be off and be meant
MEAGRE = 2  # digits of a total that is out of proportion and may yet be a slip
FEW = 2  # columns in which a total at the end of its items may differ although no other column foots


@dataclass(frozen=True, slots=True, eq=False)
class _Line:
    """A row of a table that may be summed."""

    grid: Grid
    role: RowRole

    def cell(self, column: int) -> GridCell:
        return self.grid.rows[self.role.number][column]


Grouping = tuple[_Line, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """A grouping tried for one column of a total row.

    `outcome` is None where a glance at the digits shows that they do not support it.
    `best`: the digits support no other grouping of the row better. `taken`: it is claimed, drifts included; a column of
    the best grouping is left where it neither foots nor has to: it is of another sort, or hardly any column foots.
    """

    stated: Figure
    relation: Relation
    outcome: Outcome | None
    best: bool
    taken: bool


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every total row of every table with the grouping that its label, the layout and the digits support best."""
    return in_brackets(ledger, (trial.relation for trial in trials(ledger) if trial.taken))


def trials(ledger: Ledger) -> Iterator[Trial]:
    """Every grouping of every total row in every column, the most natural grouping first."""
    positions = {id(block): position for position, block in enumerate(ledger.document.blocks)}
    lines: list[_Line] = []  # of the tables that are stacked on each other, down to the one that is read
    previous: Grid | None = None
    for grid in ledger.grids:
        if previous is None or not _stacked(positions, previous, grid):
            lines = []
        first = len(lines)
        lines += [_Line(grid, role) for role in roles(grid)]
        totals = [place for place in range(first, len(lines)) if lines[place].role.sums]
        apart = set_apart(ledger.document, grid)
        headed, heads = _headed(ledger, [line for line in lines[first:] if line.role.number != apart])
        yield from headed
        for place in totals:
            whole = place - first <= MANY or place in totals[-LAST:]
            found = _groupings(lines, first, place, whole=whole)
            may_be = [heads, *found] if heads and place == totals[-1] else found
            yield from _total(ledger, lines[place], may_be)
        if apart is not None and first + apart not in totals:
            since = max((place for place in totals if place < first + apart), default=first)
            beside = [line for line in lines[since:] if line.role.number != apart]
            may_be = [heads, _since(beside)] if heads else [_since(beside)]
            yield from _total(ledger, lines[first + apart], may_be, "its row, which is set apart", weak=not heads)
        ruled = below_rule(grid)
        if ruled is not None and not totals and ruled != apart:
            above = _items(lines[first : first + ruled])
            yield from _if_met(_total(ledger, lines[first + ruled], [above], "the rule above its row", weak=False))
        previous = grid


def _headed(ledger: Ledger, lines: list[_Line]) -> tuple[list[Trial], Grouping]:
    """The rows that head others, with those below them, and all that stand at the top: if one at least foots."""
    by_row = {line.role.number: line for line in lines if not line.role.sums and line.role.role != "group"}
    under = outlined_rows(ledger.document, lines[0].grid, [*by_row]) if lines else {}
    found: list[Trial] = []
    for row, below in under.items():
        items = tuple(by_row[number] for number in below)
        found += _total(ledger, by_row[row], [items], "its row, which heads others", weak=False)
    if not _if_met(found):
        return [], ()
    lower = {number for below in under.values() for number in below}
    return found, _items(line for row, line in by_row.items() if row not in lower)


def _if_met(found: Iterable[Trial]) -> list[Trial]:
    """Trials of which one at least is supported by the digits, or none."""
    tried = list(found)
    return tried if any(trial.outcome in SUPPORT and middle(trial.stated) for trial in tried) else []


def _stacked(positions: dict[int, int], upper: Grid, lower: Grid) -> bool:
    """Whether nothing stands between two tables of the same width, so that they read as one; not if drawn in text."""
    above, below = positions.get(id(upper.table)), positions.get(id(lower.table))
    adjacent = above is not None and below == above + 1
    return adjacent and len(upper.columns) == len(lower.columns)


# -- Which rows a total may sum -------------------------------------------------------------------------------------


def _groupings(lines: list[_Line], first: int, place: int, *, whole: bool) -> list[Grouping]:
    """The groupings that the total at `place` may have, the most natural one first.

    Its table begins at `first`; the tables it is stacked on come before. `whole`: all the items above are one of them.
    """
    total = lines[place]
    found: list[Grouping] = []
    if total.role.role == "total":
        across = _over_subtotals(lines, 0, place) if first else ()
        if any(line.grid is not total.grid for line in across):
            found += [across]
        found += [_over_subtotals(lines, first, place)]
    found += [_section(lines, first, place)]
    found += _since_balances(lines, first, place)
    found += [_alike(lines, first, place)]
    if whole:
        found += [_items(lines[first:place])]
    if place == first:
        found += [_section_below(lines, place)]
    if COST.search(total.role.label):
        found = [grouping for sum_ in found for grouping in _without_income(sum_)]
    unique = list(dict.fromkeys(grouping for grouping in found if grouping))
    return [grouping for grouping in unique if len(grouping) > 1] or unique[:1]


def _without_income(grouping: Grouping) -> Iterator[Grouping]:
    """What a total of costs may sum: a row called revenue is none of them, or `Sales` is a department after all."""
    costs = tuple(line for line in grouping if not _EARNED.search(line.role.label))
    if costs:
        yield costs
        yield grouping


def _section(lines: list[_Line], first: int, place: int) -> Grouping:
    """The items since the last total or group heading."""
    section: list[_Line] = []
    for index in range(place - 1, first - 1, -1):
        if lines[index].role.sums or (lines[index].role.role == "group" and section):
            break
        section.append(lines[index])
    return _items(reversed(section))


def _since_balances(lines: list[_Line], first: int, place: int) -> list[Grouping]:
    """Each balance of an account with the items behind the last one."""
    items = _items(lines[first:place])
    closed = _balances(items)
    return [(balance, *items[items.index(closed[-1]) + 1 :]) for balance in reversed(closed)]


def _balances(items: Sequence[_Line]) -> list[_Line]:
    """The rows at which an account stands so much, if there is one: below a row with which it begins."""
    opened = next((index for index, line in enumerate(items) if OPENING.search(line.role.label)), len(items))
    return [line for line in items[opened + 1 :] if _BALANCE.search(line.role.label)]


def _alike(lines: list[_Line], first: int, place: int) -> Grouping:
    """The items directly above a total that state amounts of its sort, below others that do not; no rates."""
    sort = _sort(lines[place])
    above = takewhile(lambda line: line.role.role == "item" and _sort(line) == sort, reversed(lines[first:place]))
    return _items(reversed([line for line in above if not RATE.search(line.role.label)]))


def _sort(line: _Line) -> tuple[tuple[int, str], ...]:
    """The currencies or the like in which a row states amounts, by column."""
    amounts = ((column, line.cell(column).amount) for column in amount_columns(line.grid))
    return tuple((column, figure.quantity.unit.of or "") for column, figure in amounts if figure)


def _section_below(lines: list[_Line], place: int) -> Grouping:
    return _items(takewhile(lambda line: not line.role.sums, islice(lines, place + 1, None)))


def _over_subtotals(lines: list[_Line], first: int, place: int) -> Grouping:
    """The subtotals since the last grand total, and the items that no subtotal has taken up."""
    taken: list[_Line] = []
    open_items: list[_Line] = []
    for index in range(place - 1, first - 1, -1):
        role = lines[index].role.role
        if role == "total":
            break
        if role == "subtotal":
            taken.append(lines[index])
        elif role != "group" and not taken:
            open_items.append(lines[index])
    return (*reversed(taken), *reversed(open_items)) if taken else ()


def _since(lines: Sequence[_Line]) -> Grouping:
    """The items of some rows, with the total that they begin with."""
    return (*(line for line in lines[:1] if line.role.sums), *_items(lines))


def _items(lines: Iterable[_Line]) -> Grouping:
    """The rows to be summed; a mean or an extreme of the rows above is none."""
    return tuple(
        line for line in lines if line.role.role in ("item", "alternative") and not is_statistic(line.role.label)
    )


# -- Which of them it does sum --------------------------------------------------------------------------------------


def _total(
    ledger: Ledger, total: _Line, groupings: list[Grouping], shown: str = "", *, weak: bool = True
) -> Iterator[Trial]:
    """What was tried for a total row; taken is the grouping that the most columns support.

    `shown`: what shows that it is one, if its label does not; `weak`: without the digits that shows little.
    """
    columns = [column for column in amount_columns(total.grid) if total.cell(column).amount]
    if not columns or not groupings:
        return
    evidence = shown or f"the label `{total.role.label}`"
    readings = [
        _without_words([_relation(ledger, total, column, grouping, evidence) for column in columns], grouping)
        for grouping in groupings
    ]
    outcomes = [[_outcome(r, index > 0) for r in reading] for index, reading in enumerate(readings)]
    support = [sum(outcome in SUPPORT for outcome in reading) for reading in outcomes]
    best = max(range(len(readings)), key=lambda index: (support[index], -index))
    summed = [r.stated.quantity.unit for r, o in zip(readings[best], outcomes[best], strict=True) if r and o in SUPPORT]
    firmness = (
        "none"
        if shown and LEFT.search(total.role.label)
        else _firmness(
            total, columns, readings[best], outcomes[best], weak=weak and (bool(shown) or total.role.number == 0)
        )
    )
    for index, (reading, judged) in enumerate(zip(readings, outcomes, strict=True)):
        for column, relation, outcome in zip(columns, reading, judged, strict=True):
            if relation is not None:
                claimed = firmness == "firm" or (
                    firmness == "weak" and slip(relation, LONG if len(relation.inputs) < SEVERAL else SHORT)
                )
                if firmness == "weak" and shown and not claimed and outcome == "drifts":
                    claimed = len(relation.inputs) >= SEVERAL and _close(relation)
                    relation = replace(relation, unsure=True)
                taken = index == best and (
                    outcome in SUPPORT
                    or (
                        claimed
                        and _asserts(total.grid, column)
                        and not any(map(_left_out, groupings[index]))
                        and _held(total, column, groupings[index], relation, summed)
                        and not noted(ledger, total.grid.table, total.role.label)
                    )
                )
                yield Trial(relation.stated, relation, outcome, index == best, taken)


def _close(relation: Relation) -> bool:
    """Whether a total is about what its items come to."""
    stated, again = estimate(Ref(relation.stated)), estimate(relation.workings)
    return abs(stated - again) <= NEAR * abs(again)


def _without_words(reading: list[Relation | None], grouping: Grouping) -> list[Relation | None]:
    """The sums of a total row; what states no amount in one that comes out states none in the others, either."""
    if not any(relation and relation.unread for relation in reading):
        return reading
    rows = {cell.cell.span: line for line in grouping for cell in line.grid.rows[line.role.number]}
    met = [relation for relation in reading if relation and judge(relation).outcome in SUPPORT]
    known = {rows[span] for relation in met for span in relation.unread}
    return [
        replace(it, unread=()) if it and it not in met and known.issuperset(rows[span] for span in it.unread) else it
        for it in reading
    ]


def _firmness(
    total: _Line,
    columns: list[int],
    reading: list[Relation | None],
    outcomes: list[Outcome | None],
    *,
    weak: bool,
) -> Literal["firm", "weak", "none"]:
    """Whether a column that does not foot is an error: as many others foot, or there are only a few that might.

    `weak`: what says that the row is a total is no label below its items.
    """
    asserted = [
        (relation, outcome)
        for column, relation, outcome in zip(columns, reading, outcomes, strict=True)
        if relation is not None and _asserts(total.grid, column)
    ]
    met = sum(outcome in SUPPORT and bool(middle(relation.stated)) for relation, outcome in asserted)
    missed = sum(outcome == "drifts" for _, outcome in asserted)
    if missed <= met or (missed <= FEW and not weak):
        return "firm"
    return "weak" if missed <= FEW else "none"


def _held(total: _Line, column: int, grouping: Grouping, relation: Relation, summed: list[Unit]) -> bool:
    """Whether a sum that does not come out is an error: nothing else is what the total may be.

    A slip of the pen explains a total that is out of all proportion to its items, and so does another column of its
    unit that does sum.
    """
    items = [line.role.number for line in grouping if line.grid is total.grid]
    if len(relation.inputs) == 1 and not slip(relation, LONG) and _SAYS_MORE.search(total.role.label):
        return False  # a count of its own below one row of another name
    if _OVER.search(total.role.label) and not any(_DATED.search(line.role.label) for line in grouping):
        return False
    if _balances(grouping) or _stands_below(total, column, relation):
        return False
    if explained(total.grid, total.role.number, column, items):
        return _repeats_a_row(total, column, items) and slip(relation, SHORT)
    sized = relation.kind == "alternatives" or relation.stated.quantity.is_range  # these are no counts, means or years
    alike = bool(relation.stated.quantity.unit.of) and relation.stated.quantity.unit in summed
    return sized or alike or not outsized(relation) or slip(relation, MEAGRE)


def _stands_below(total: _Line, column: int, relation: Relation) -> bool:
    """Whether the row right below states what the items sum to, so that the total above it is of something else."""
    below = total.grid.rows[total.role.number + 1 : total.role.number + 2]
    amount = below[0][column].amount if below else None
    return amount is not None and judge(replace(relation, stated=amount)).outcome == "holds"


def _repeats_a_row(total: _Line, column: int, items: Sequence[int]) -> bool:
    """Whether a total of money is but the greatest of its items, and not the last: the greatest is nobody's total."""
    stated = total.cell(column).amount
    values = [middle(cell.amount) for item in items if (cell := total.grid.rows[item][column]).amount]
    worth = middle(stated) if stated and stated.quantity.unit.currency and is_total(total.role.label) else None
    return worth is not None and worth in values[:-1] and values[-1] != worth


def _outcome(relation: Relation | None, other: bool) -> Outcome | None:
    """What the digits say of a grouping; of one that is not the most natural, only whether they may support it."""
    if relation is None or (other and not promising(relation)):
        return None
    return judge(relation).outcome


def _left_out(line: _Line) -> bool:
    """Whether a row is there several times (`Mug ×2`), or is followed by one that stands for others (`…`)."""
    following = line.grid.rows[line.role.number + 1 : line.role.number + 2]
    return any(_MORE.search(row[0].words) for row in (line.grid.rows[line.role.number], *following))


def _asserts(grid: Grid, column: int) -> bool:
    """Whether a column is of a sort that foots: money and plain amounts do, rates, percents and capacities need not."""
    head = grid.columns[column]
    unit = head.unit
    if unit.percent or unit.size or unit.of in ("x", "ratio", "vCPU"):
        return False
    if _joined(grid, column):
        return False
    return RATE.search(head.header) is None and (
        bool(unit.currency or unit.time) or not NUMBERED.search(head.header) or _lasting(grid, column)
    )


def _lasting(grid: Grid, column: int) -> bool:
    """Whether `Days` says how many: in a calendar each begins where the one above has ended, or later."""
    if not _TIMES.search(grid.columns[column].header):
        return False
    ends = [it.quantity.ends for row in grid.rows if (it := row[column].amount) and it.quantity.ends]
    return any(below[0].value < above[-1].value for above, below in pairwise(ends))


def _joined(grid: Grid, column: int) -> bool:
    """Whether the cells of a column state more than amounts: scores, `95/100`, or two amounts, `150k in + 5k out`."""
    cells = [row[column] for row in grid.rows if row[column].amount]
    return 2 * sum(_JOINED.search(cell.words) is not None for cell in cells) > len(cells)


def _relation(ledger: Ledger, total: _Line, column: int, grouping: Grouping, evidence: str) -> Relation | None:
    stated = total.cell(column).amount
    assert stated is not None
    terms: list[Expression] = []
    unread: list[Span] = []
    alternatives = False
    for line in grouping:
        cell = line.cell(column)
        if cell.amount is None:
            if cell.words.lower() not in NO_AMOUNT:
                unread.append(cell.cell.span)
            continue
        term = Ref(_in_unit(cell, stated))
        if line.role.role == "alternative" and terms:
            terms[-1] = Operation("span", (*_options(terms[-1]), term))
            alternatives = True
        else:
            terms.append(term)
    if not terms:
        return None
    workings = terms[0] if alternatives and len(terms) == 1 else Operation("+", tuple(terms))
    kind = "alternatives" if alternatives else "footing"
    blocked = "" if alternatives and len(terms) == 1 else _conflict(stated, workings)
    relation = Relation(kind, stated, workings, "inferred", evidence, unread=tuple(unread), blocked=blocked)
    return at_rates(ledger, relation) if blocked else relation


def _options(term: Expression) -> tuple[Expression, ...]:
    return term.arguments if isinstance(term, Operation) and term.operator == "span" else (term,)


def _in_unit(cell: GridCell, stated: Figure) -> Figure:
    """The figure of a cell in the currency of the total, where the cell states several."""
    assert cell.amount is not None
    currency = stated.quantity.unit.currency
    if currency and cell.amount.quantity.unit.currency == currency:
        return cell.amount
    return next((f for f in cell.figures if currency and f.quantity.unit.currency == currency), cell.amount)


def _conflict(stated: Figure, workings: Expression) -> str:
    """Why the terms cannot be added, if their units conflict."""
    if not isinstance(workings, Operation):
        return ""
    for figure in (term.figure for term in workings.arguments if isinstance(term, Ref)):
        if why := conflict(stated.quantity.unit, figure.quantity.unit):
            return f"its units conflict, {why}: `{stated.text}` and `{figure.text}`"
    return ""
