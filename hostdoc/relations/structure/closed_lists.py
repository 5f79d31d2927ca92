"""What a total at the end of a list, or of lines, may sum: its items, or those that are part of it by what they say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate

from hostdoc.core.document import Heading
from hostdoc.core.figure import Figure
from hostdoc.core.quantity import comparable
from hostdoc.core.records import dataclass, field, replace
from hostdoc.core.regex import regex
from hostdoc.figures.labels import COST, INCOME, is_total
from hostdoc.relations.evidence.fits import significant
from hostdoc.relations.evidence.sums import Grouping, rough, slipped
from hostdoc.relations.structure.outline import LONG, Entry, amount_of

FAR = 400  # entries before a total that are looked at
_AROUND = " \t*_()"
FINE = 4  # digits of a total that the last items come to by no chance
LAST = 12  # items that may be subtotals of those above them
SEVERAL = 3  # items of one sort
SHORT_SLIP = 3  # digits of a slip by which a total is told from those of something else
_UNKNOWN = regex(r"\b(?:tb[dac]|unknown|varies|variable|n/?a|later)\b|\?", re.IGNORECASE)
SHORT = 16  # characters before a total that its entry begins with
AFTER_ALL = regex(
    r"\W{0,4}(?:so|thus|hence|net|leav(?:es|ing)|that\s+leaves|makes|really|actually|effectively|after\s+(?:all|that|this))\b",
    re.IGNORECASE,
)  # `so really $42,200` below an item, of which it takes the place


@dataclass(slots=True)
class _Items:
    """The amounts of a list since its last total, the last first, and which of them may be none of its terms."""

    terms: list[Figure] = field(default_factory=list)
    apart: set[Figure] = field(default_factory=set)
    occasional: set[Figure] = field(default_factory=set)
    worked_below: dict[Figure, Figure] = field(default_factory=dict)  # by a calculation below an item
    earned: bool = False  # whether one is called revenue behind its amount: `× $30 = $3,000/month revenue`
    complete: bool = True
    bare: bool = (
        False  # whether an item that states something else, `4 GB of memory`, stands above those with an amount
    )
    listed: bool = False  # whether the total closes a list of items

    def add(self, entry: Entry, amount: Figure | None, worked: Figure | None) -> None:
        if amount is None:
            self.bare = True
            self.complete = self.complete and bool(entry.figures) and not _UNKNOWN.search(entry.text)
            return
        self.complete = self.complete and not self.bare
        self.terms.append(amount)
        self.earned |= INCOME.match(entry.text[amount.span.end - entry.start :].strip(_AROUND)) is not None
        self.apart |= {amount} if entry.apart else set()
        self.occasional |= {amount} if entry.occasional else set()
        self.worked_below |= {amount: worked} if worked else {}

    def without(self, left_out: set[Figure]) -> Grouping:
        return Grouping.of((figure for figure in reversed(self.terms) if figure not in left_out), single=True)

    def in_part(self) -> Iterator[Grouping]:
        """Without those that come once or not at all; with what is calculated below them in their place."""
        if self.occasional and len(self.occasional) < len(self.terms):
            yield self.without(self.occasional)
        if self.worked_below:
            yield Grouping.of(self.worked_below.get(figure, figure) for figure in reversed(self.terms))


def closed_list(entries: Sequence[Entry], index: int, stated: Figure) -> Iterator[Grouping]:
    """The items or lines that end in the total, since the last total; and the same with that total as one of them."""
    own = entries[index]
    items = _Items()
    after_all: Figure | None = None  # what an item comes to by the items below it
    worked: Figure | None = None
    for entry in reversed(entries[max(0, index - FAR) : index]):
        if not _beside(entry, own) or (items.listed and entry.depth < 0):
            break
        if items.terms and not entry.figures and entry.passage is entries[index - 1].passage:
            break  # the line that heads the others
        items.listed = entry.depth >= 0
        if entry.depth > max(own.depth, 0):
            after_all = after_all or (amount_of(entry, stated) if AFTER_ALL.match(entry.text) else None)
            worked = worked or (amount_of(entry, stated) if "=" in entry.text else None)
            continue
        amount = after_all or amount_of(entry, stated)
        if entry.total:
            if amount is not None and items.terms:
                yield Grouping.of((amount, *reversed(items.terms)), "near" if items.complete else "")
            break
        items.add(entry, amount, worked)
        after_all = worked = None
    yield from _settled(items, entries, index, stated)


def _settled(items: _Items, entries: Sequence[Entry], index: int, stated: Figure) -> Iterator[Grouping]:
    """All items, held against the total where no other reading of them comes to less or more than it does.

    The last of them may be what the others come to: items, `Fixed costs`, `Variable costs` and the total of these two.
    """
    own = entries[index]
    if items.apart:
        yield items.without(items.apart)
    if not items.terms:
        return
    calculated = "=" in entries[index - 1].text
    found = Grouping.of(reversed(items.terms), "near" if items.complete and own.total else "", single=calculated)
    if significant(stated) >= FINE and not found.exact(stated):
        yield from _last_of(items, stated)
    others = list(items.in_part())
    if others:
        yield replace(found, claim="")
        yield from others
    closing = items.listed and found.near(stated) and (len(alike(own, stated)) == 1 or _opens(own, stated))
    slips = slipped(stated, items.terms, SHORT_SLIP)
    firm = found.roughly(stated) or slips or _of_one_sort(items, own, stated) if own.depth >= 0 else closing
    if (items.earned and COST.search(own.label)) or any(other.apart(stated, found) for other in others):
        return
    yield replace(found, claim="always") if found.claim and firm else found


def _last_of(items: _Items, stated: Figure) -> Iterator[Grouping]:
    """The last items, two at least but not all, that come to the total: so many digits are met by no chance."""
    end = stated.quantity.ends[-1]
    sums = accumulate(rough(term, 1) for term in items.terms[:LAST])
    for count, value in enumerate(sums, 1):
        if 1 < count < len(items.terms) and abs(value - float(end.value)) < float(end.step) / 2:
            yield Grouping.of(items.terms[count - 1 :: -1])
            return


def _of_one_sort(items: _Items, own: Entry, stated: Figure) -> bool:
    """Whether nothing but a total closes items of its very unit, so that it is one, however far off it is."""
    unit = stated.quantity.unit
    alone = len(own.figures) == 1 and not own.bare and bool(unit.currency)
    return alone and len(items.terms) >= SEVERAL and all(term.quantity.unit == unit for term in items.terms)


def alike(own: Entry, stated: Figure) -> list[Figure]:
    """The amounts of an entry that may stand in one sum with a total."""
    return [figure for figure in own.figures if comparable(figure.quantity, stated.quantity)]


def _opens(entry: Entry, stated: Figure) -> bool:
    """Whether an entry begins with its total, whatever it says then: `Total: $1,128. That leaves …`."""
    before = entry.text[: stated.span.start - entry.start]
    return len(before) <= SHORT and is_total(before)


def _beside(entry: Entry, own: Entry) -> bool:
    """Whether an entry may be of the same list as a total: items with items, lines with lines of the section."""
    if entry.passage is None or own.passage is None or isinstance(entry.passage.block, Heading):
        return False
    if own.depth >= 0:
        return entry.depth >= own.depth
    return entry.passage.block.path == own.passage.block.path and (entry.depth >= 0 or len(entry.text) <= LONG)
