"""What a list of so many of each, at a price each, comes to agrees with the list; and so does how many there are.

Checked: runs of list items that count a thing each, `25 starter users ($19/mo)`, some of them with a price. The amount
of money in the line that heads the list, or in the next line of its section, is the sum of the counts by their prices;
a number in the heading above, or in the line that heads the list, is the sum of the counts.

Example: 25 at $19, 12 at $49 and 3 at $99 bring $1,360, not `$1,260`.

Wrong when something in the list is not paid for. A drift is an error only where a digit slipped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from hostdoc.core.arithmetic import estimate
from hostdoc.core.document import Heading, Item
from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge
from hostdoc.core.ledger import Ledger, Passage
from hostdoc.core.records import replace
from hostdoc.core.regex import regex
from hostdoc.core.relation import Expression, Operation, Ref, Relation
from hostdoc.core.units import TIMES
from hostdoc.figures.labels import AMOUNT, INCOME
from hostdoc.relations.evidence.fits import MET, written
from hostdoc.relations.evidence.slips import SHORT, slip
from hostdoc.relations.tables.lines import middle

PRICED = 2  # items with a price, at least
MOST = 24  # items
FAR = 24  # passages before a list among which its heading is
NEAR = 2  # lines behind a list
APART = 1.5  # times that what is stated may be of what the list gives
_PRICE = regex(
    r"[\s*_]*(?:[^\W\d_][\w'’-]*[\s*_]+){0,4}(?:[(@×x*]|at|for|à|zu|je)[\s*_~≈]*(?:[^\W\d_]+\s)?", re.IGNORECASE
)
_BEFORE = regex(r"[^=+×÷*\d]{0,40}")


class _Item(NamedTuple):
    """So many of a thing, and what each costs."""

    number: Figure
    price: Figure | None


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every list of counts."""
    passages = ledger.passages
    place = 0
    while place < len(passages):
        run = list(_run(ledger, place))
        if len(run) > 1:
            yield from _of(ledger, place, run)
        place += max(1, len(run))


def _run(ledger: Ledger, place: int) -> Iterator[_Item]:
    """The items from a place on that count something, of one depth and one section."""
    first = ledger.passages[place].block
    for passage in ledger.passages[place : place + MOST]:
        block = passage.block
        if not isinstance(block, Item) or not isinstance(first, Item):
            return
        item = _item(ledger, passage) if (block.depth, block.path) == (first.depth, first.path) else None
        if item is None:
            return
        yield item


def _item(ledger: Ledger, passage: Passage) -> _Item | None:
    figures = [figure for figure in passage.figures if figure.quantity.ends]
    plain = ledger.document.plain
    if not 0 < len(figures) <= 2 or not _count(figures[0]):
        return None
    if not _BEFORE.fullmatch(plain, passage.span.start, figures[0].span.start):
        return None
    if len(figures) == 1:
        return _Item(figures[0], None)
    between = plain[figures[0].span.end : figures[1].span.start]
    price = figures[1] if figures[1].quantity.unit.currency and _PRICE.fullmatch(between) else None
    ended = "=" not in plain[figures[1].span.end : passage.span.end]
    return _Item(figures[0], price) if price and ended else None


def _count(figure: Figure) -> bool:
    quantity = figure.quantity
    unit = quantity.unit
    plain = len(quantity.ends) == 1 and not (quantity.open or quantity.word or quantity.loose)
    return plain and not (unit.currency or unit.percent or unit.size or unit.of in TIMES or unit.of in ("x", "ratio"))


# -- What it gives --------------------------------------------------------------------------------------------------


def _of(ledger: Ledger, place: int, run: Sequence[_Item]) -> Iterator[Relation]:
    passages, path = ledger.passages, ledger.passages[place].block.path
    above = [it for it in passages[max(0, place - NEAR) : place] if it.block.path in (path, path[:-1])]
    heading = next((it for it in passages[place : max(0, place - FAR) : -1] if _heads(ledger, it, path)), None)
    below = [it for it in passages[place + len(run) : place + len(run) + NEAR] if it.block.path == path]
    priced = [it for it in run if it.price]
    if len(priced) >= PRICED:
        for passage in (*above[::-1], *below):
            stated = _money(passage)
            if stated is not None and (found := _sum(stated, priced)):
                yield found
                break
    for passage in dict.fromkeys(it for it in (heading, *above[::-1]) if it):
        numbers = [it for it in passage.figures if _count(it) and written(it) > 1]
        if len(numbers) == 1 and (found := _number(numbers[0], run)):
            yield found
            break


def _heads(ledger: Ledger, passage: Passage, path: tuple[str, ...]) -> bool:
    block = passage.block
    return isinstance(block, Heading) and (*block.path, ledger.document.words(block.text)) == path


def _money(passage: Passage) -> Figure | None:
    """The one amount of a line that is called one."""
    money = [it for it in passage.figures if it.quantity.unit.currency and it.quantity.ends and not it.quantity.open]
    label = money[0].label.row if len(money) == 1 and len(passage.figures) == 1 else ""
    return money[0] if INCOME.search(label) or AMOUNT.search(label) else None


def _sum(stated: Figure, priced: Sequence[_Item]) -> Relation | None:
    if len({it.price.quantity.unit.of for it in priced if it.price} | {stated.quantity.unit.of}) > 1:
        return None
    terms: list[Expression] = [Operation("×", (Ref(it.number), Ref(it.price))) for it in priced if it.price]
    relation = Relation(
        "product", stated, Operation("+", tuple(terms)), "inferred", "the counts and prices of the list"
    )
    again, there = estimate(relation.workings), middle(stated) or 0.0
    if judge(relation).outcome in MET:
        return relation
    return replace(relation, unsure=not slip(relation, SHORT)) if again / APART <= there <= again * APART else None


def _number(stated: Figure, run: Sequence[_Item]) -> Relation | None:
    """How many there are, where the list counts as many."""
    counts = tuple(Ref(it.number) for it in run)
    relation = Relation("footing", stated, Operation("+", counts), "inferred", "the counts of the list", tentative=True)
    return relation if len(counts) > 1 and judge(relation).outcome == "holds" else None
