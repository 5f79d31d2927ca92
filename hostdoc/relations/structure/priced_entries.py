"""An amount in a list or a block of text is so many of a thing at the price of so many beside or above it.

Checked, as products: `Cost: $12.45 (at $0.150/1M tokens)` below `Input: 83M tokens`, `One book: 100K tokens = $0.01`
below `$0.0001 per 1K tokens`; and as many of a thing, `50 books: $0.50`, as the entry above makes one of them cost.

Example: `Tokens: 7,500,000` and `Cost: $1,150 (at $0.15 per 1k tokens)` drifts: it is $1,125.

Wrong when the amount is of other tokens than those stated last. Of the entries above only the nearest are taken that
speak of the same thing. What does not come out is said only where all stands in two entries, one digit apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from hostdoc.core.cached import cached_property
from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge
from hostdoc.core.ledger import Ledger
from hostdoc.core.records import dataclass, replace
from hostdoc.core.regex import regex
from hostdoc.core.relation import Expression, Operation, Ref, Relation
from hostdoc.relations.evidence.fits import product_in_period
from hostdoc.relations.evidence.slips import SHORT, slip
from hostdoc.relations.evidence.stems import stem, stems
from hostdoc.relations.structure.outline import outlined
from hostdoc.relations.written.for_so_many import divided, for_so_many
from hostdoc.relations.written.operands import operand

MET = ("holds", "rounds")
ABOVE = 8  # entries above an amount among which its price and its number are looked for
LONG = 160  # characters of an entry
_BEHIND = regex(r"\s[^\W\d_]{2,20}(?:\s[^\W\d_]{2,20})?")
_LABEL = regex(r"[^\d:(=]*")
_MANY = regex(r"\W*[\d.,]+\s?[kKM]?\s([^\W\d_]{3,})s\b")
_VAGUE = frozenset(["per", "at", "cost", "total", "of", "and", "for", "month", "day", "year", "hour", "week"])


@dataclass(frozen=True, eq=False)
class _Line:
    """An entry of a list, a line of a paragraph, or one of a block of text."""

    text: str
    start: int
    figures: tuple[Figure, ...]

    @cached_property
    def money(self) -> tuple[Figure, ...]:
        """What it states as an amount: no price of so many, nothing that is calculated with."""
        found = (figure for figure in self.figures if figure.quantity.unit.currency and figure.quantity.ends)
        return tuple(figure for figure in found if not self._used(figure) and not self.price(figure))

    @cached_property
    def prices(self) -> tuple[tuple[Figure, frozenset[str]], ...]:
        """The prices of so many, with the words of what they are for."""
        found = ((figure, self.price(figure)) for figure in self.figures if figure.quantity.ends)
        return tuple((figure, things) for figure, things in found if things)

    @cached_property
    def label(self) -> frozenset[str]:
        match = _LABEL.match(self.text)
        return stems(match[0]) - _VAGUE if match else frozenset()

    def price(self, figure: Figure) -> frozenset[str]:
        match = for_so_many(figure.span.source.text, figure)
        return stems(match[0].rpartition("/")[2]) - _VAGUE if match else frozenset()

    def numbers(self, things: frozenset[str]) -> list[Figure]:
        """The numbers that count one of some things."""
        return [figure for figure in self.figures if self._counts(figure) & things and not self._priced(figure)]

    def _counts(self, figure: Figure) -> frozenset[str]:
        unit, quantity = figure.quantity.unit, figure.quantity
        if unit.currency or unit.percent or unit.size or not quantity.ends or quantity.word:
            return frozenset()
        at = figure.span.end - self.start
        behind = _BEHIND.match(self.text, at)
        named = {unit.of} if unit.of else stems(behind[0]) if behind else self.label
        return frozenset(map(stem, named)) - _VAGUE

    def _priced(self, figure: Figure) -> bool:
        """Whether a number is the one that a price is for."""
        return any(
            match.start() <= figure.span.start < match.end()
            for price, _ in self.prices
            if (match := for_so_many(price.span.source.text, price))
        )

    def _used(self, figure: Figure) -> bool:
        return operand(self.text, figure.span.start - self.start, figure.span.end - self.start)


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every entry that states one amount of money."""
    for run in _runs(ledger):
        for place, line in enumerate(run):
            if len(line.money) == 1 and len(line.text) <= LONG:
                above = run[max(0, place - ABOVE) : place][::-1]
                yield from _at_price(line, above)
                yield from _of_one(line, above)


def _runs(ledger: Ledger) -> Iterator[list[_Line]]:
    """The lines of each section that state something, and those of each block."""
    entries = (it for it in outlined(ledger) if it.passage is not None and not it.heading)
    for _, section in groupby(entries, key=lambda it: it.passage.block.path if it.passage else ()):
        yield [_Line(it.text, it.start, it.figures) for it in section if it.figures]
    for block in ledger.blocks:
        yield [_Line(it.span.text, it.span.start, it.figures) for it in block.lines if it.figures]


def _at_price(line: _Line, above: Sequence[_Line]) -> Iterator[Relation]:
    """So many at the nearest price of so many, the number in the own entry or in the nearest that counts the same."""
    lines = [line, *above]
    priced = next((place for place, it in enumerate(lines) if it.prices), None)
    if priced is None:
        return
    (stated,) = line.money
    for price, things in lines[priced].prices:
        counted = next((place for place, it in enumerate(lines) if it.numbers(things)), None)
        if counted is None:
            continue
        numbers = lines[counted].numbers(things)
        close = len(numbers) == 1 and priced <= 1 and counted <= 1 and len(lines[priced].prices) == 1
        yield from _said(stated, [Operation("×", (Ref(it), Ref(price))) for it in numbers[:2]], close)


def _of_one(line: _Line, above: Sequence[_Line]) -> Iterator[Relation]:
    """`50 books: $0.50` by the one amount of the nearest entry that speaks of a book."""
    many = _MANY.match(line.text)
    if many is None or line.figures[0] in line.money:
        return
    thing = stem(many[1])
    one = next((it for it in above if thing in it.label and not _MANY.match(it.text)), None)
    if one is not None and len(one.money) == 1:
        yield from _said(line.money[0], [Operation("×", (Ref(line.figures[0]), Ref(one.money[0])))], False)


def _said(stated: Figure, readings: Sequence[Expression], close: bool) -> Iterator[Relation]:
    found = []
    for workings in readings:
        price = divided(product_in_period(stated, workings))
        found.append(Relation("product", stated, price, "inferred", "the price of so many"))
    met = next((it for it in found if judge(it).outcome in MET), None)
    if met is not None:
        yield met
    elif close and slip(found[0], SHORT):
        yield replace(found[0], unsure=True)
