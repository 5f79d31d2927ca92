"""A total in a block of fixed-width text agrees with the lines it sums; another part of footing.

Checked: a node of a drawn or indented tree with the amounts below it; a line called total, or one below a rule, with
the lines above it, with the subtotals before it, or with the lines that follow where it stands on top; lists of months.
Which lines a total sums is settled by its label, then by the layout (the tree, indentation, blank lines, rules), then
by the digits.

Example: `Total: $80` over `├── API: $40` and `└── Storage: $30` drifts: it is $70.

Wrong when a line above a total is no part of it and nothing says so. A total is reported as wrong only where the layout
leaves one reading: the branches of its node, or the unbroken run of lines of the same unit that it closes; as a warning
where the total is that of one (`Total per call: $0.03`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from hostdoc.core.arithmetic import estimate
from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge, promising
from hostdoc.core.ledger import Ledger, TextBlock
from hostdoc.core.records import dataclass, replace
from hostdoc.core.regex import regex
from hostdoc.core.relation import Operation, Ref, Relation
from hostdoc.figures.labels import COST, INCOME, LEFT, is_subtotal
from hostdoc.relations.blocks.entries import DEEPEST, Entry, before, behind, chosen, entries, terms_of

SUPPORT = ("holds", "rounds")
FAR = 400  # lines above or below a total that are looked at
LONG = 8  # lines of a list below a total, twice over
# What the terms of a sum that is wrong come to beside what is stated, if they are meant: a year is no wrong month.
NEAR, NEARER = (0.5, 2.0), (0.75, 1.34)
REMAINS = regex(
    r"\b(?:remain(?:s|ing|der)?|left(?:over)?|unspent|unused|headroom|restante?|rest|reste|verbleibend|übrig|resta|rimanente|pozostał[oae])\b",
    re.IGNORECASE,
)
_NUMBERED = regex(r"\b(month|mo|year|quarter|week|day|phase|milestone|sprint|[qmyw])\s?\.?(\d{1,3})\b", re.IGNORECASE)
_PERIOD = regex(r"\b(hour|dai|day|week|month|quarter|year|annual|annum)(?:s|ly|ized)?\b", re.IGNORECASE)
_TIMES = {"annual": "year", "annum": "year"}
_MANY = regex(r"\d[\s-]*(?:day|week|month|quarter|year|yr)s?\b|[×*]", re.IGNORECASE)
_OF_SO_MANY = regex(r"\b(\d{1,2})[\s-]?(month|year|quarter|week|day|phase|sprint|milestone)s?\b", re.IGNORECASE)
_FREE = regex(
    r"\b(?:free|included|none|gratis|kostenlos|inklusive|incluíd[oa]|incluid[oa]|inclus[eo]?|gratuito|grátis|darmow[ey])\b|無料|免费|免費",
    re.IGNORECASE,
)
_WHOLE = regex(
    r"\b(?:true|real|actual|final|net|effective|complete|full|potential)\b[\w\s]{0,20}\bcosts?\b|\A\W*(?:final|result)\W*\Z",
    re.IGNORECASE,
)
_RANGE = regex(r"\d\s*[-–]\s*\d")
_CHOICES = regex(r"\b(?:options|alternatives|choices|either|optional)\b", re.IGNORECASE)
_NOTES = ("*", "†", "‡")  # behind an amount that a note is said of
_OF_A_YEAR = {"month": 12, "mo": 12, "m": 12, "quarter": 4, "q": 4}
_YEAR = regex(r"\b(?:year|annual|yearly|y\d)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Grouping:
    """What a total may sum; a `firm` grouping is held against it even where the digits do not support it."""

    terms: tuple[Figure, ...]
    firm: bool = False
    single: bool = False  # whether one term is enough: the others are free
    indented: bool = False  # firm where a total counts the line above the indented ones, and them through it


@dataclass(frozen=True, slots=True)
class _Found:
    """What a figure was found to sum, whether it is called a total, and whether its terms are but indented below it."""

    relation: Relation
    total: bool
    indented: bool


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every total in the blocks of text."""
    for block in ledger.blocks:
        yield from _in_block(block)


def _in_block(block: TextBlock) -> Iterator[Relation]:
    found = [
        settled
        for entry in entries(block)
        for stated in entry.amounts
        if not stated.quantity.unit.percent and stated.quantity.ends and (settled := _settled(entry, stated))
    ]
    met = [_supported(it.relation) for it in found]
    trees = any(supported and not it.total for supported, it in zip(met, found, strict=True))
    counted = {term for supported, it in zip(met, found, strict=True) if supported for term in it.relation.inputs}
    for supported, it in zip(met, found, strict=True):
        sure = (it.total and not INCOME.search(it.relation.stated.label.row)) or trees
        if supported:
            yield it.relation
        elif _meant(it.relation, NEAR if sure else NEARER, whole=not it.total):
            if not it.indented:
                yield it.relation
            elif it.relation.stated in counted:
                yield replace(it.relation, unsure=not _exceeded(it.relation))


def _exceeded(relation: Relation) -> bool:
    """Whether what is indented comes to more than what stands above it: less may be but some of it."""
    return estimate(relation.workings) > float(relation.stated.quantity.ends[-1].value)


def _settled(entry: Entry, stated: Figure) -> _Found | None:
    """What a figure sums, if anything."""
    groupings = list(_below(entry, stated, total=entry.total))
    if entry.total or _comes_to(entry):
        groupings += _above(entry, stated)
        groupings += _on_top(entry, stated)
    best = _best(entry, stated, groupings)
    return _Found(best[0], entry.total, best[1]) if best else None


def _comes_to(entry: Entry) -> bool:
    """Whether the last line of some says what they cost, without the word total: `True cost: $320/month`."""
    return entry.place > 1 and entry.place + 1 == len(entry.siblings) and _WHOLE.search(entry.label) is not None


def _best(entry: Entry, stated: Figure, groupings: Sequence[_Grouping]) -> tuple[Relation, bool] | None:
    """The first grouping that the digits support, else the first firm one; and whether it is firm only if counted."""
    firm = None
    for grouping in groupings:
        if len(grouping.terms) < (1 if grouping.single else 2):
            continue
        workings = Operation("+", tuple(Ref(term) for term in grouping.terms))
        evidence = f"the line `{' '.join(entry.line.span.text.split())[:40]}`"
        relation = Relation("footing", stated, workings, "inferred", evidence)
        if promising(relation) and _supported(relation):
            return relation, False
        if firm is None and (grouping.firm or grouping.indented):
            firm = replace(relation, unsure=entry.of_one), grouping.indented
    return firm


def _supported(relation: Relation) -> bool:
    """Whether the digits support a sum; `$203.15+` is also one of $203.16."""
    outcome = judge(relation).outcome
    return outcome in SUPPORT or (outcome == "within" and relation.stated.quantity.open == "high")


def _meant(relation: Relation, near: tuple[float, float], *, whole: bool) -> bool:
    """Whether the terms of a sum come near what is stated, and, with `whole`, none of them is all of it."""
    ends = relation.stated.quantity.ends
    parts = [float(figure.quantity.ends[-1].value) for figure in relation.inputs]
    stated = float(ends[-1].value)
    return near[0] * stated <= sum(parts) <= near[1] * stated and (not whole or max(parts) < stated)


# -- What a total may sum -------------------------------------------------------------------------------------------


def _below(entry: Entry, stated: Figure, *, total: bool) -> Iterator[_Grouping]:
    """The branches of a node."""
    if not entry.children:
        return
    items = [child for child in entry.children if not child.total]
    terms, sure = terms_of(items, stated, entry)
    drawn = all(child.line.branch for child in entry.children)
    plain = not any(child.line.gap for child in entry.children)
    costs = any(COST.search(it.label) or LEFT.search(it.label) for it in items)
    mixed = costs and not total and not COST.search(entry.label)
    sure = sure and plain and not mixed and not LEFT.search(entry.label)
    sure = sure and len(items) == len(entry.children) and _told(entry, items)
    yield _Grouping(terms, sure and (drawn or total), indented=sure and not (drawn or total))
    yield from _in_part(items, stated, entry)


def _in_part(run: Sequence[Entry], stated: Figure, entry: Entry) -> Iterator[_Grouping]:
    """Without the lines that come once, not at all, or are left; with what stands below the others, too."""
    kept = [item for item in run if not item.occasional and not REMAINS.search(item.label)]
    if 1 < len(kept) < len(run):
        yield _Grouping(terms_of(kept, stated, entry)[0])
    plain = [item for item in run if not _footnoted(item)]
    if plain and len(plain) < len(run):
        yield _Grouping(terms_of(plain, stated, entry)[0], single=True)
    if time := stated.quantity.unit.time:  # what is said to be per the same time, without what is not
        yield _Grouping(tuple(term for term in terms_of(run, stated, entry)[0] if term.quantity.unit.time == time))
    nodes = list(_nodes(run, entry))
    if any(node.amounts and node.children for node in nodes):  # each with its own amount alone
        yield _Grouping(tuple(figure for node in nodes if (figure := chosen(node, stated, entry)[0])))


def _footnoted(entry: Entry) -> bool:
    """Whether a note is said of an amount, as that it depends on the use: `~$0.50*`."""
    ends = (figure.span.end for figure in entry.amounts)
    return any(entry.line.span.source.text[end : end + 1] in _NOTES for end in ends)


def _nodes(items: Sequence[Entry], owner: Entry, level: int = 0) -> Iterator[Entry]:
    """All that hangs below some lines, at any depth, without totals."""
    for item in items if level < DEEPEST else ():
        if item is not owner and not item.total:
            yield item
            yield from _nodes(item.children, owner, level + 1)


def _above(entry: Entry, stated: Figure) -> Iterator[_Grouping]:
    """The lines above a total: those of its run, those since the last total, subtotals, a subtotal and what follows."""
    places = [entry]
    while places[-1].parent and places[-1].parent.amounts and not entry.line.branch:
        places.append(places[-1].parent)  # an indented total below its items
    for number, place in enumerate(places):
        yield from _run(entry, place, stated, own=[place] if number else [])
        yield from _over(entry, place, stated)


def _run(entry: Entry, place: Entry, stated: Figure, own: list[Entry]) -> Iterator[_Grouping]:
    items = list(own)
    broken = bool(own and own[0].line.gap)
    free = False
    gap = entry.line.gap
    short: tuple[Entry, ...] | None = None
    since: Entry | None = None
    for other in before(place, FAR):
        if other.total and other.amounts:
            since = other
            break
        heads = not other.amounts and not other.children
        free = free or (heads and not gap and _FREE.search(other.line.span.text) is not None)
        if (gap or heads) and items and short is None:
            short = tuple(items)
            broken = broken or (heads and (other.says or not other.label))
        if heads and not items:
            broken = True  # words between the lines and their total
        if not heads:
            items.append(other)
        gap = gap or other.line.gap
    lines = list(reversed(short if short is not None else items))
    run = _without_head(lines)
    if COST.search(entry.label):  # revenue above is none of it
        run = [item for item in run if COST.search(item.label) or not INCOME.search(item.label)] or run
    terms, sure = terms_of(run, stated, entry)
    firm = sure and not broken and entry.total and not LEFT.search(entry.label)
    firm = firm and _told(entry, lines) and _told(entry, run)
    firm = firm and not any(REMAINS.search(item.label) for item in run)
    apart = entry.line.gap and not entry.line.ruled
    firm = firm and not apart and not _both_ways(run) and len({it.line.depth for it in run}) == 1
    yield _Grouping(terms, firm, single=free)
    yield from _in_part(run, stated, entry)
    everything, _ = terms_of(list(reversed(items)), stated, entry)
    yield _Grouping(everything)
    if since is not None:
        with_total, certain = terms_of([since, *reversed(items)], stated, entry)
        adjacent = short is None and bool(items) and not entry.line.gap
        yield _Grouping(with_total, certain and adjacent and is_subtotal(since.label) and not LEFT.search(entry.label))


def _without_head(lines: list[Entry]) -> list[Entry]:
    """What hangs below the one line that only heads it: `Option B, per month` casts no doubt on its branches."""
    head = lines[0] if len(lines) == 1 else None
    if head is None or head.amounts or _CHOICES.search(head.label) or any(child.total for child in head.children):
        return lines
    return head.children


def _over(entry: Entry, place: Entry, stated: Figure) -> Iterator[_Grouping]:
    """Subtotals since the last grand total; all totals above; everything that is no total."""
    above = list(before(place, FAR))
    totals = [it for it in above if it.total and it.amounts]
    subtotals: list[Entry] = []
    for other in totals:
        if not is_subtotal(other.label):
            break
        subtotals.append(other)
    if subtotals and not is_subtotal(entry.label):
        yield _Grouping(*_untaken(entry, above, stated))
    if entry.total:
        yield _Grouping(*_headed(entry, above, stated))
    for group in (subtotals, totals):
        yield _Grouping(terms_of(list(reversed(group)), stated, entry)[0])
    if totals:
        yield _Grouping(terms_of([it for it in reversed(above) if not it.total], stated, entry)[0])


def _untaken(entry: Entry, above: Sequence[Entry], stated: Figure) -> tuple[tuple[Figure, ...], bool]:
    """The subtotals, and the lines with an amount below the last of them, which none has taken up."""
    items = list(takewhile(lambda it: not it.total, above))
    subtotals = [it for it in above[len(items) :] if it.total and it.amounts]
    terms, sure = terms_of([*reversed(subtotals), *reversed(items)], stated, entry)
    mixed = not all(is_subtotal(it.label) for it in subtotals) or LEFT.search(entry.label) or _both_ways(above)
    return terms, sure and not mixed and entry.total


def _headed(entry: Entry, above: Sequence[Entry], stated: Figure) -> tuple[tuple[Figure, ...], bool]:
    """The totals of the groups above a total, each below a head of its own, where nothing else states an amount."""
    groups = [it for it in above if it.children]
    closed = all(any(child.total and child.amounts for child in it.children) for it in groups)
    terms, sure = terms_of(list(reversed(groups)), stated, entry)
    between = above[: above.index(groups[-1])] if groups else ()
    alone = all(it.children for it in between) and not any(it.amounts for it in above)
    return terms, sure and closed and alone and not LEFT.search(entry.label) and _told(entry, groups)


def _on_top(entry: Entry, stated: Figure) -> Iterator[_Grouping]:
    """The lines that follow a total, to the next total or blank line; and to the next total."""
    items: list[Entry] = []
    for other in behind(entry, FAR):
        if other.total:
            break
        if other.line.gap and items:
            yield _Grouping(terms_of(items, stated, entry)[0])
        items.append(other)
        if len(items) > 2 * LONG and other.line.gap:
            break
    yield _Grouping(terms_of(items, stated, entry)[0])


# -- Whether it must be so --------------------------------------------------------------------------------------------


def _both_ways(run: Sequence[Entry]) -> bool:
    """Whether income and costs stand in one run: that is no sum."""
    labels = [entry.label for entry in run]
    return any(INCOME.search(label) for label in labels) and any(COST.search(label) for label in labels)


def _periods(entry: Entry) -> set[str]:
    """The times that a line speaks of, in its words or its units."""
    words = {match[1].lower().replace("dai", "day") for match in _PERIOD.finditer(entry.line.span.text)}
    return {_TIMES.get(word, word) for word in words} | {time for f in entry.amounts if (time := f.quantity.unit.time)}


def _told(entry: Entry, items: Sequence[Entry]) -> bool:
    """Whether numbered lines are all there (months 1, 2, 3, not 1, 6, 12; twelve of a year), and others of one time."""
    labels = [item.label for item in items]
    numbered = [match for match in map(_NUMBERED.search, labels) if match]
    if many := _OF_SO_MANY.search(entry.label):
        units = {match[1].lower().rstrip("s") for match in numbered}
        return len(numbered) == len(items) == int(many[1]) and units == {many[2].lower()}
    if _MANY.search(entry.line.span.text):
        return False
    if not numbered:
        own, theirs = _periods(entry), set().union(*map(_periods, items))
        return len(theirs) < 2 and own <= (theirs or {"month"})
    numbers = [int(match[2]) for match in numbered]
    if len(numbered) != len(items) or any(_RANGE.search(label) for label in labels):
        return False
    if numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        return False
    return not _YEAR.search(entry.label) or _OF_A_YEAR.get(numbered[0][1].lower(), len(items)) == len(items)
