"""What an account closes with is what it opened with, and what came and went.

Checked, as differences: a row (or column) called closing, carried forward or end after one called opening, brought
forward or start: the opening amount with all between, of which costs and the like are taken off. Where labels do not
say whether an amount came or went, the digits do. Labels that differ in their number open and close, too: `End Q1`,
`End Q2`. And running balances: a column of which each row is the one above, with what came and less what went beside
it; a row that is called cumulative or closing, from one period to the next; a total of customers beside the new ones.

Example: opened at 800, 1,900 received, 1,700 paid: it closes at 1,000. A net cash flow of −120, 45 and 90
is a cumulative one of −120, −75 and 15.

Wrong when something else came or went that the table does not print.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, product

from hostdoc.core.arithmetic import estimate
from hostdoc.core.ledger import Ledger
from hostdoc.core.regex import regex
from hostdoc.core.relation import Expression, Operation, Ref, Relation
from hostdoc.figures.labels import CLOSING, COST, INCOME, LEFT, LEVY, NEW, OPENING, TOTAL
from hostdoc.relations.evidence.fits import NOTHING, Fit, compatible, fit, named, promising, refs, relations
from hostdoc.relations.evidence.slips import of_its_size
from hostdoc.relations.tables.lines import Line, View, by_columns, middle, views

BETWEEN = 6  # lines between the first and the last of an account
MOVES = 4  # columns of what came and went beside a running balance, and how many are looked at
ROWS = 3  # rows of a running balance
PERIODS = 2  # the same, where a row is called one
MANY = 6  # places that are met if single digits are no chance
SAME = 1e-9  # part by which two amounts may differ in floats and be the same
DIGITS = 6  # of its rows together, if it is not called a balance
_BALANCE = regex(
    r"\b(?:balance|cumulative|running|saldo|solde|kontostand|kumulierte?r?|cumulé[es]*|acumulad[oa]s?|cumulativ[oaie]"
    r"|bakiye|zůstatek|stan konta)\b|残高|余额|餘額|累計|累计|잔액",
    re.IGNORECASE,
)
_NUMBER = regex(r"\d+")
_STEP = regex(r"\d+|\b(?:jan|feb|m[aä]r|apr|ma[iy]|jun|jul|aug|sep|o[ck]t|nov|de[cz])[a-z]*\.?", re.IGNORECASE)
Signs = tuple[int, ...]


def find(ledger: Ledger) -> Iterator[Relation]:
    """Accounts with labels, then running balances."""
    for view in views(ledger):
        for stated in view.lines:
            if (CLOSING.search(stated.label) or _NUMBER.search(stated.label)) and not stated.percent:
                yield from _closed(view, stated).relations
    for grid in ledger.grids:
        view = by_columns(grid)
        if len(view.items) >= ROWS and 2 <= len(view.lines) <= 2 * MOVES + 1:
            for stated in reversed(view.lines):
                if found := _running(view, stated).relations:
                    yield from found
                    break
    for view in views(ledger):
        if view.of == "row" and len(view.items) >= PERIODS:
            for stated in view.lines:
                if _keeps(stated.label) and not stated.percent:
                    yield from _running(view, stated).relations


# -- From the first line to the last --------------------------------------------------------------------------------


def _closed(view: View, stated: Line) -> Fit:
    """The account with the signs that its labels give, else those that the digits support."""
    before = view.lines[: view.lines.index(stated)]
    first = next((n for n in range(len(before) - 1, -1, -1) if _opens(before[n].label, stated.label)), None)
    if first is None or not 1 <= len(before) - first - 1 <= BETWEEN:
        return NOTHING
    opening, between = before[first], before[first + 1 :]
    if not all(compatible(line, stated) and not line.percent for line in (opening, *between)):
        return NOTHING
    choices = [_signs(line) for line in between]
    if (-1,) in choices:  # what is not said to have gone has come
        choices = [(choice[0],) for choice in choices]
    known = all(len(choice) == 1 for choice in choices)
    best = NOTHING
    for signs in product(*choices):
        found = _account(view, stated, opening, between, signs)
        claimed = found.met >= max(1, found.missed) or (known and all(map(of_its_size, found.relations)))
        if claimed and (found.rank > best.rank or not best.relations):
            best = found
    return best


def _opens(label: str, closing: str) -> bool:
    """Whether a label says so, or is that of the closing line but for its number: `End Q1`, of `End Q2`."""
    if CLOSING.search(closing) and OPENING.search(label):
        return True
    bare = _NUMBER.sub("#", label)
    return label != closing and bare != label and bare == _NUMBER.sub("#", closing)


def _signs(line: Line) -> Signs:
    """Whether what a line states came or went; a line with negative amounts says it by itself."""
    if any(value < 0 for value in line.values.values()):
        return (1,)
    if INCOME.search(line.label) and not COST.search(line.label):
        return (1,)
    return (-1,) if COST.search(line.label) or LEVY.search(line.label) else (1, -1)


def _account(view: View, stated: Line, opening: Line, between: Sequence[Line], signs: Signs) -> Fit:
    def workings(place: int) -> Expression | None:
        terms = refs((opening, *between), place)
        return None if terms is None else _signed(terms, (1, *signs))

    evidence = f"the labels `{opening.label}` and `{stated.label}`"
    return fit(relations("difference", stated, view.places, workings, evidence))


def _signed(terms: Sequence[Expression], signs: Sequence[int]) -> Expression:
    """The terms that are added, less those that are taken off."""
    added = tuple(term for term, sign in zip(terms, signs, strict=True) if sign > 0)
    taken = tuple(term for term, sign in zip(terms, signs, strict=True) if sign < 0)
    total = added[0] if len(added) == 1 else Operation("+", added)
    return Operation("−", (total, *taken)) if taken else total


# -- Row by row, or period by period --------------------------------------------------------------------------------


def _running(view: View, stated: Line) -> Fit:
    """A line as what it was at the place before and one or two others, added or taken off."""
    moves = [line for line in view.lines if line is not stated and _moves(line, stated)]
    moves = sorted(moves, key=lambda line: abs(line.index - stated.index))[:MOVES]
    places = _in_turn(view, stated) if moves else []
    best = NOTHING
    for size in (1, 2):
        for lines, signs in _choices(moves, size):
            sure = _keeps(stated.label) and size == 1 and _is_net(lines[0].label)
            found = _balance(view, stated, places, lines, signs, sure=sure)
            claimed = _named if sure else _said if _called(stated, lines) else _shown
            if claimed(found) and (found.rank > best.rank or not best.relations):
                best = found
    return best


def _in_turn(view: View, stated: Line) -> list[int]:
    """The places that follow each other: of rows those of one time each, of columns those headed alike (`Q1`, `Q2`)."""
    items = [place for place in view.items if place in stated.amounts]
    if view.of == "column":
        return [place for place in items if not _spans(view, place)]
    shapes = [_STEP.sub("#", view.grid.columns[place].header) for place in items]
    first = shapes[0] if shapes else ""
    return [place for place, shape in zip(items, shapes, strict=True) if shape == first and "#" in shape]


def _keeps(label: str) -> bool:
    """Whether a line is called what is there in the end."""
    return bool(_BALANCE.search(label) or CLOSING.search(label))


def _is_net(label: str) -> bool:
    """Whether a line is called all that came less all that went: `Net cash flow`, `Surplus`."""
    return LEFT.search(label) is not None and not _keeps(label) and not OPENING.search(label)


def _called(stated: Line, lines: Sequence[Line]) -> bool:
    """Whether labels say that a line is a running balance: it is called so, or the total of what others call new."""
    return _keeps(stated.label) or bool(TOTAL.search(stated.label) and any(NEW.search(line.label) for line in lines))


def _named(found: Fit) -> bool:
    """Whether what is called closing goes on by what is called net: then one that fits makes up for one that is off."""
    return found.met >= max(1, found.missed - _undone_rows(found))


def _said(found: Fit) -> bool:
    """Whether a line that is called a balance is one: one that is wrong puts off two rows, its own and the next."""
    one = _undone_rows(found)
    told = found.telling > 0 or found.met >= MANY
    return told and found.met + one >= max(ROWS - 1, found.missed - one)


def _undone_rows(found: Fit) -> int:
    return sum(_undone(*pair) for pair in pairwise(found.relations))


def _undone(relation: Relation, after: Relation) -> bool:
    """Whether a row is off, and the next one by as much in the other direction."""
    off, then = (estimate(it.workings) - (middle(it.stated) or 0.0) for it in (relation, after))
    return abs(off) > SAME * abs(estimate(relation.workings)) and abs(off + then) <= SAME * abs(off)


def _shown(found: Fit) -> bool:
    """Whether the digits show that a column is a balance."""
    enough = found.met >= ROWS - 1 and found.telling >= ROWS - 1 and found.met >= 2 * found.missed
    return enough and found.digits >= DIGITS


def _moves(line: Line, stated: Line) -> bool:
    unsaid = not stated.unit.of or not line.unit.of
    return compatible(line, stated) and not line.percent and (line.money == stated.money or unsaid)


def _choices(moves: Sequence[Line], size: int) -> Iterator[tuple[tuple[Line, ...], Signs]]:
    if size == 1:
        yield from (((line,), (sign,)) for line in moves for sign in (1, -1))
    else:
        yield from (((one, other), (1, -1)) for one in moves for other in moves if one is not other)


def _balance(view: View, stated: Line, rows: Sequence[int], lines: Sequence[Line], signs: Signs, *, sure: bool) -> Fit:
    above = dict(zip(rows[1:], rows, strict=False))

    def quick(place: int) -> float | None:
        if place not in above or not any(place in line.values for line in lines):
            return None
        moved = sum(sign * line.values.get(place, 0.0) for line, sign in zip(lines, signs, strict=True))
        return stated.values[above[place]] + moved

    def workings(place: int) -> Expression | None:
        moved = [(line, sign) for line, sign in zip(lines, signs, strict=True) if place in line.amounts]
        if not moved or (place not in above and not _begins(place)):
            return None
        before = [(Ref(stated.amounts[above[place]]), 1)] if place in above else []
        moves = [(Ref(line.amounts[place]), sign) for line, sign in moved]
        return _signed(*zip(*(before + moves), strict=True))

    def _begins(place: int) -> bool:
        """Whether the first row is what came in it: there was nothing before."""
        moved = sum(sign * line.values.get(place, 0.0) for line, sign in zip(lines, signs, strict=True))
        return abs(stated.values[place] - moved) < SAME * abs(moved)

    if not promising(stated, rows, quick, strict=not sure):
        return NOTHING
    before = "the row above it" if view.of == "column" else "the period before it"
    evidence = f"{before} and {named(view, lines)}"
    return fit(relations("difference", stated, rows, workings, evidence), 1 + sure + len(rows) // 4)


def _spans(view: View, place: int) -> bool:
    """Whether a row is for several times at once, as `7-12` is."""
    return any(figure.quantity.is_range for figure in view.grid.rows[place][0].figures)
