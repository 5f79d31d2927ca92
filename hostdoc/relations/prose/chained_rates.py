"""Rates that lead from one thing to the next: so many jobs a month, so many letters per job, so many letters a month.

Checked, as products: a number of things per something (`Letters per month: 7,500`) with a rate of the same thing
(`60 letters per job`) and how many of that something there are (`Jobs per day: 5`), brought to the same time; and a
total in brackets behind such a rate, `60 letters per job (1,500 total)`.

Example: `25 jobs per month`, `60 letters per job (1,400 total)` drifts: they are 1,500.

Wrong when the words of two rates are the same for different things. What agrees is said; of what does not, only a total
in brackets where the section has one number that it can be of, as a warning.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import islice

from hostdoc.core.arithmetic import estimate
from hostdoc.core.document import Heading
from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge
from hostdoc.core.ledger import Ledger, Passage
from hostdoc.core.records import dataclass, replace
from hostdoc.core.regex import regex
from hostdoc.core.relation import Const, Expression, Operation, Ref, Relation
from hostdoc.core.units import TIMES, fitting
from hostdoc.figures.vocabulary import PER_WORDS
from hostdoc.relations.evidence.fits import MET, telling, written
from hostdoc.relations.evidence.slips import slip
from hostdoc.relations.evidence.stems import stem, stems

MOST = 400  # rates of a document
TRIED = 40  # chains that are tried for a number
APART = 2  # times that a drifting total may be of the recalculated one
_LABEL = regex(
    r"\A\W*(?P<thing>[^\W\d_][^:\d\n]{1,60}?)(?: (?:per|a|each) (?P<per>[^\W\d_]{3,}(?: [^\W\d_]{3,})?))?"
    r"[\s*_]*:[\s*_~≈]*\Z"
)
_BEHIND = regex(
    r"(?P<thing>(?:[ \t*_]{1,3}[^\W\d_][\w-]*){0,4}?)[ \t*_]*(?:(?: per | for each | each )|/)(?P<per>[^\W\d_]{3,})"
)
_TOTAL = regex(r"[^\n()]{0,40}\([\s*_~≈=]*\Z")
_IN_TOTAL = regex(r"[\s*_]*(?:in )?total\b[^\n()\d]{0,24}\)")
_EMPTY = frozenset(["total", "average", "avg", "number", "count", "estimated", "of", "the", "expected", "typical"])


@dataclass(frozen=True, slots=True, eq=False)
class _Rate:
    """A number of a thing, per something; per nothing it is a plain number of the thing."""

    figure: Figure
    thing: frozenset[str]
    per: str
    passage: Passage


def find(ledger: Ledger) -> Iterator[Relation]:
    """Numbers whose labels name a rate, and totals in brackets behind one."""
    rates = list(islice(_rates(ledger), MOST))
    by_thing: dict[str, list[_Rate]] = defaultdict(list)
    for rate in rates:
        for word in rate.thing:
            by_thing[word].append(rate)
    for rate in rates:
        yield from _of_chain(rate, by_thing)
        yield from _of_total(ledger, rate, by_thing)


# -- Rates ----------------------------------------------------------------------------------------------------------


def _rates(ledger: Ledger) -> Iterator[_Rate]:
    plain = ledger.document.plain
    for passage in ledger.passages:
        for figure in passage.figures if not isinstance(passage.block, Heading) else ():
            quantity = figure.quantity
            if quantity.ends and not (quantity.word or quantity.open or quantity.unit.percent or quantity.unit.size):
                rate = _labelled(plain, passage, figure) or _said(plain, passage, figure)
                if rate is not None and rate.thing:
                    yield rate


def _labelled(plain: str, passage: Passage, figure: Figure) -> _Rate | None:
    """`Queries per day: 100`, `Clerks: 12`."""
    line = max(passage.span.start, plain.rfind("\n", 0, figure.span.start) + 1)
    match = _LABEL.match(plain[line : figure.span.start])
    if match is None:
        return None
    per = _named(match["per"]) or next(iter(figure.quantity.unit.per), "")
    return _Rate(figure, _things(match["thing"]), per, passage)


def _said(plain: str, passage: Passage, figure: Figure) -> _Rate | None:
    """`1,000 resumes sourced per job`, `25 postings/month`."""
    own = figure.quantity.unit
    words = figure.text.rstrip("0123456789.,")
    if own.per and not own.currency:
        return _Rate(figure, _things(f"{own.of} {words.split('/')[0]}"), own.per[0], passage)
    match = _BEHIND.match(plain, figure.span.end)
    if match is None or own.currency:
        return None
    return _Rate(figure, _things(f"{own.of} {match['thing']}"), _named(match["per"]), passage)


def _named(word: str | None) -> str:
    """A time by its name, a thing by its stem: `per raw query` is per query."""
    last = stem(word.split()[-1]) if word else ""
    return PER_WORDS.get(last, last)


def _things(words: str) -> frozenset[str]:
    """The stems of words, and the names that units have for them."""
    found = stems(words) - _EMPTY
    return found | {PER_WORDS[word] for word in found if word in PER_WORDS}


# -- Chains ---------------------------------------------------------------------------------------------------------


def _of_chain(stated: _Rate, by_thing: dict[str, list[_Rate]]) -> Iterator[Relation]:
    """A number of a thing in a time as so many of it per another thing, by how many of these there are in a time."""
    if stated.per not in TIMES or written(stated.figure) < 2:
        return
    same = {it.figure: it for word in sorted(stated.thing) for it in by_thing[word] if it.per and it.per not in TIMES}
    tried = 0
    for rate in same.values():
        for count in by_thing.get(rate.per, ()):
            if count.figure in (stated.figure, rate.figure) or tried >= TRIED:
                continue
            tried += 1
            for workings in _products(rate, count, stated.per):
                relation = _relation(stated, workings, (rate, count))
                if telling(relation) and judge(relation).outcome in MET:
                    yield relation
                    return


def _products(rate: _Rate, count: _Rate, time: str) -> Iterator[Expression]:
    product = Operation("×", (Ref(count.figure), Ref(rate.figure)))
    if count.per in ("", time):
        yield product
    elif count.per in TIMES:
        for number in fitting(count.per, time):
            if number.denominator == 1:
                yield Operation("×", (*product.arguments, Const(Fraction(number), str(number))))


def _of_total(ledger: Ledger, rate: _Rate, by_thing: dict[str, list[_Rate]]) -> Iterator[Relation]:
    """The total in brackets behind a rate, by the numbers of what it is per, the nearest before it first."""
    figures = rate.passage.figures
    place = figures.index(rate.figure) + 1
    stated = figures[place] if place < len(figures) else None
    if stated is None or not rate.per or rate.per in TIMES:
        return
    plain = ledger.document.plain
    if not _TOTAL.fullmatch(plain, rate.figure.span.end, stated.span.start) or not _IN_TOTAL.match(
        plain, stated.span.end
    ):
        return
    counts = [it for it in by_thing.get(rate.per, ()) if it.figure not in (rate.figure, stated)]
    near = [it for it in counts if it.passage.block.path == rate.passage.block.path] or counts
    before = sorted(near, key=lambda it: (it.figure.span.start > stated.span.start, -it.figure.span.start))
    total = replace(rate, figure=stated)
    tried = [_relation(total, Operation("×", (Ref(it.figure), Ref(rate.figure))), (rate, it)) for it in before[:TRIED]]
    agreed = next((it for it in tried if judge(it).outcome in MET), None)
    if agreed is not None:
        yield agreed
    elif len(tried) == 1 and _near(tried[0]):
        yield replace(tried[0], unsure=not slip(tried[0]))


def _relation(stated: _Rate, workings: Expression, rates: Sequence[_Rate]) -> Relation:
    words = " and ".join(f"`{it.figure.text.strip()}` per {it.per}" if it.per else it.figure.text for it in rates)
    return Relation("product", stated.figure, workings, "inferred", words)


def _near(relation: Relation) -> bool:
    loose = any(it.quantity.loose for it in (relation.stated, *relation.inputs))
    stated, again = estimate(Ref(relation.stated)), estimate(relation.workings)
    return not loose and stated * again > 0 and 1 / APART <= stated / again <= APART
