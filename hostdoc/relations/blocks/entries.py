"""The lines of a block of text as entries: which amount each states, and what stands below what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile

from hostdoc.core.figure import Figure
from hostdoc.core.ledger import TextBlock, TextLine
from hostdoc.core.quantity import Quantity, comparable
from hostdoc.core.records import dataclass, field
from hostdoc.core.regex import regex
from hostdoc.core.units import TIMES, conflict
from hostdoc.figures.labels import OCCASIONAL, OPTIONAL, is_alternative, is_total

HEADED = 60  # lines above one below a rule among which its head is looked for
HEADS = 2  # columns that a line names behind the first, if it heads others
DEEPEST = 8  # levels of a tree that are gone down for the amounts of a node
_OPERAND_BEFORE = regex(r"(?:[×*÷@+/]|(?<![\w])x|\s[-−–])\s*\Z")
_OPERAND_BEHIND = regex(r"\s*(?:[×*÷@+]|x(?!\w)|[-−–]\s+[\d$€£]|/\s*\d|[^\W\d_]+\s*[×@])")
_COUNT = regex(r"(\d{1,2})(?: [^\W\d_]+)?")  # `6 mo`
_NOUN = regex(r"[ \t]?[^\W\d_]+")
_COLUMNS = regex(r"\S\s{2,}(?=\S)")
_SAYS = regex(r":\s*\S|\S(?:\s{2,}|\t)\S")
# Words that leave room for another reading than a plain sum.
DOUBT = regex(
    r"\b(?:or|options?|alternatives?|optional|one[- ]?(?:time|off)|setup|mrr|arr|cumulative|running|balance|average|avg"
    r"|mean|per|each|price|rate|if|discount|minus|less|credits?|savings?|refunds?|before|after|current(?:ly)?|target|was"
    r"|vs|versus|ltv|cac|arpu|growth|maximum|minimum|max|min|limit|cap|of which|thereof|incl|included|best|worst"
    r"|oder|optionen?|alternativen?|einmalig|durchschnitt|ersparnis|rabatt|vorher|nachher|aktuell|davon|inkl|ou|moyenne|économies?|remise"
    r"|avant|après|actuel|opci(?:ón|ones)|promedio|ahorros?|descuento|antes|después|opções|média|economia|desconto|depois|atual"
    r"|opzioni|risparmi[oi]?|sconto|dopo|lub|opcje|średnio|oszczędność|zniżka|przed|besparing|korting)\b",
    re.IGNORECASE,
)
_OF_ONE = regex(r"\bper[ \t]+[^\W\d_]+", re.IGNORECASE)


@dataclass(slots=True, eq=False)
class Entry:
    """A line with its amounts, what hangs below it, and the entries of the same parent."""

    line: TextLine
    amounts: tuple[Figure, ...]
    place: int = 0  # among its siblings
    siblings: list[Entry] = field(default_factory=list)
    children: list[Entry] = field(default_factory=list)
    parent: Entry | None = None
    total: bool = False  # whether it says that it sums others, or stands below a rule as such a line does

    @property
    def label(self) -> str:
        return self.line.label

    @property
    def says(self) -> bool:
        """Whether a line without an amount states something all the same: `Legal: TBD`. A head of columns does not."""
        text = self.line.span.text
        heads = self.line.gap and len(_COLUMNS.findall(text)) >= HEADS
        return not self.amounts and not heads and _SAYS.search(text) is not None

    @property
    def doubtful(self) -> bool:
        text = self.beside_amounts()
        text = _OF_ONE.sub("", text) if self.total else text
        return bool(DOUBT.search(text) or OPTIONAL.search(text) or is_alternative(self.label))

    @property
    def of_one(self) -> bool:
        """Whether a total says what it is of one of: `Total per call: $0.03`, `Total: $0.49 per document`."""
        return self.total and _OF_ONE.search(self.beside_amounts()) is not None

    @property
    def occasional(self) -> bool:
        """Whether it says that it comes once, or not at all."""
        return OCCASIONAL.search(self.line.span.text) is not None

    def beside_amounts(self) -> str:
        """The text without the amounts of things, whose nouns say nothing else: `12 credits`, `40,000 min`."""
        text, start = self.line.span.text, self.line.span.start
        for figure in reversed(self.line.figures):
            if not figure.quantity.unit.currency and not figure.quantity.unit.per:
                noun = _NOUN.match(text, figure.span.end - start)
                text = text[: figure.span.start - start] + text[noun.end() if noun else figure.span.end - start :]
        return text


def entries(block: TextBlock) -> list[Entry]:
    """Every line of a block, each below the nearest one above it that is less indented."""
    found: list[Entry] = []
    roots: list[Entry] = []
    stack: list[Entry] = []
    for line in block.lines:
        entry = Entry(line, _amounts(line))
        while stack and stack[-1].line.depth >= line.depth:
            stack.pop()
        entry.parent = stack[-1] if stack else None
        entry.siblings = entry.parent.children if entry.parent else roots
        entry.place = len(entry.siblings)
        entry.siblings.append(entry)
        entry.total = is_total(line.label) or (line.ruled and bool(entry.amounts) and _closes(entry))
        stack.append(entry)
        found.append(entry)
    return found


def _closes(entry: Entry) -> bool:
    """Whether a line below a rule has no name, or that of the line without an amount that heads those above it.

    Or it is named by how many there are.
    """
    if counted := _COUNT.fullmatch(entry.label):
        return int(counted[1]) == sum(1 for _ in takewhile(lambda it: it.amounts, before(entry, HEADED)))
    head = entry.parent
    if head is None or head.amounts:
        head = next((other for other in before(entry, HEADED) if not other.amounts), None)
    return not entry.label or (head is not None and not head.amounts and entry.label.lower() == head.label.lower())


def _amounts(line: TextLine) -> tuple[Figure, ...]:
    """The figures outside brackets that are no operands; behind the last `=`, if there is one.

    Where all stands in brackets, as in `Tools ($400):`, the one figure there.
    """
    if not line.figures:
        return ()
    text, start = line.span.text, line.span.start
    equals = text.rfind("=")
    outside = []
    depth = at = 0
    for figure in line.figures:
        begin, end = figure.span.start - start, figure.span.end - start
        depth += text.count("(", at, begin) - text.count(")", at, begin)
        at = begin
        operand = _OPERAND_BEFORE.search(text[max(0, begin - 4) : begin]) or _OPERAND_BEHIND.match(text[end : end + 24])
        if depth <= 0 and not operand:
            outside.append(figure)
    bracketed = line.figures if len(line.figures) == 1 and not line.figures[0].quantity.unit.percent else ()
    behind = tuple(f for f in outside if f.span.start - start > equals)
    if len(outside) == 2 and len(behind) == 1 and _same_in_other_time(*outside):
        return tuple(outside)
    return behind or tuple(outside) or bracketed


def _same_in_other_time(one: Figure, other: Figure) -> bool:
    """Whether `=` only says an amount again for another time: `Total: $80/month = $960/year`."""
    units = (one.quantity.unit, other.quantity.unit)
    return units[0].currency is not None and units[0].currency == units[1].currency and units[0].time != units[1].time


def fits(one: Quantity, other: Quantity) -> bool:
    """Whether two amounts may stand in one sum: the same thing per the same, times left unsaid aside."""
    if not comparable(one, other) or conflict(one.unit, other.unit) or one.unit.percent:
        return False
    return {*one.unit.per} - TIMES == {*other.unit.per} - TIMES


def chosen(entry: Entry, stated: Figure, owner: Entry) -> tuple[Figure | None, bool]:
    """The amount of an entry that counts what a stated one does, and whether there was no choice."""
    fitting = [figure for figure in entry.amounts if fits(figure.quantity, stated.quantity) and figure is not stated]
    fitting = fitting or [figure for figure in converted(entry) if fits(figure.quantity, stated.quantity)]
    alike = [figure for figure in owner.amounts if fits(figure.quantity, stated.quantity)]
    if len(fitting) < 2:
        return (fitting[0] if fitting else None), len(fitting) == 1 and len(alike) < 2
    if len(alike) == len(fitting):
        return fitting[alike.index(stated)], True
    return fitting[-1], False


def converted(entry: Entry) -> Iterator[Figure]:
    """The amounts in brackets that say those before them in another currency: `€6.80 (~$7.40)`."""
    for figure, other in pairwise(entry.line.figures):
        currencies = {figure.quantity.unit.currency, other.quantity.unit.currency} - {None}
        if figure in entry.amounts and other not in entry.amounts and len(currencies) > 1:
            yield other


def before(entry: Entry, most: int) -> Iterator[Entry]:
    """The siblings above an entry, nearest first."""
    siblings: Sequence[Entry] = entry.siblings
    for place in range(entry.place - 1, max(-1, entry.place - 1 - most), -1):
        yield siblings[place]


def behind(entry: Entry, most: int) -> Iterator[Entry]:
    """The siblings below an entry."""
    for place in range(entry.place + 1, min(len(entry.siblings), entry.place + 1 + most)):
        yield entry.siblings[place]


def terms_of(items: Sequence[Entry], stated: Figure, owner: Entry) -> tuple[tuple[Figure, ...], bool]:
    """The amounts of some entries, and whether each has one, of the very unit, with no word that casts doubt."""
    terms: list[Figure] = []
    sure = not owner.doubtful
    for item in items:
        figures, certain = worth(item, stated, owner)
        terms += figures
        sure = sure and certain and not item.doubtful
    return tuple(terms), sure and len({term.quantity.unit.time for term in terms} - {None}) < 2


def worth(entry: Entry, stated: Figure, owner: Entry, level: int = 0) -> tuple[tuple[Figure, ...], bool]:
    """An entry's own amount; of one that only heads others, its total, or theirs."""
    figure, sure = chosen(entry, stated, owner)
    if figure is not None:
        return (figure,), sure and (entry.line.lead not in "-−" or not entry.line.lead or _listed(entry))
    if entry.amounts or level > DEEPEST:
        return (), False
    totals = [child for child in entry.children if child.total and child is not owner]
    if totals:
        return worth(totals[-1], stated, owner, level + 1)
    found: list[Figure] = []
    sure = bool(entry.children)
    for child in entry.children:
        figures, certain = worth(child, stated, owner, level + 1)
        found += figures
        sure = sure and certain
    return tuple(found), sure


def _listed(entry: Entry) -> bool:
    """Whether a dash is a bullet: the first of its siblings has one, or a line without an amount heads its list."""
    lead = entry.line.lead
    first = entry.siblings[0].line.lead or entry.siblings[min(1, len(entry.siblings) - 1)].line.lead
    if first == lead:
        return True
    head = next((other for other in before(entry, HEADED) if other.line.lead != lead), None)
    return head is not None and not head.amounts
