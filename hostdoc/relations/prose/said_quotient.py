"""An amount for each, a time that money lasts, a number that pays for something: a quotient that a sentence states.

Checked, as ratios: `$46.78 per head`, `£650 a night (8 nights)`, `about $158, or $15.80 each`: an amount of the
sentence, or one that its words name, or a total, over what is counted there; `we burn $38K/month and have $266K: 7
months`; `17 weddings to earn $8,000` at a profit of $481 each; `was $120K: 2.6x`; how
long until a saving has paid something back, and at how many fixed costs are covered; `6× cheaper` between two rows or
columns that the sentence names.

Example: £5,200 for 8 nights at `£680 a night` drifts: it is £650.

Wrong when the amount is per something else than what is counted. A drift is reported only where the sentence states
the amount and the count, or names them, and no others, or draws it from the amount just before (`That's €110 each`).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations, product

from hostdoc.core.arithmetic import estimate
from hostdoc.core.figure import Figure
from hostdoc.core.ledger import Ledger
from hostdoc.core.records import replace
from hostdoc.core.regex import in_any_case, regex
from hostdoc.core.relation import Expression, Operation, Ref, Relation
from hostdoc.core.units import TIMES
from hostdoc.figures.context import words_of
from hostdoc.figures.vocabulary import PER_WORDS
from hostdoc.relations.evidence.fits import in_period, significant
from hostdoc.relations.prose.compared import others_meant, pairs
from hostdoc.relations.prose.concluded import APART, Reading, Sure, chosen
from hostdoc.relations.prose.cues import (
    BRINGS,
    CASH,
    EACH,
    FOR_EACH,
    HEADS,
    PAYBACK,
    PAYS,
    PEOPLE,
    PERIODS,
    RUNWAY,
    SPENT,
    THAT_IS,
    TIMES_AS,
)
from hostdoc.relations.prose.known import Names, alike, apart, kin, kinship, names, worth
from hostdoc.relations.prose.rates import in_words
from hostdoc.relations.prose.sentences import Sentence, own_words, sentences
from hostdoc.relations.tables.lines import middle
from hostdoc.relations.written.operands import operand

COUNTS, WHOLES = 6, 6  # that are tried for an amount
FINE = 3  # significant digits that do not come out by chance
BEHIND = 24  # characters behind an amount in which it is called cash
NEAR = 3  # passages before a sentence whose gains it may speak of
_OR = in_any_case(r"[\s*_,;=]*(?:(?:or|i\.e\.|so|that is|oder|also|soit|ou|o|of)[\s*_]+)?(?:about|~|≈)?[\s*_]*")
_WORD = regex(r"[^\W\d_][\w-]+")


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every quotient that a sentence of the document states."""
    known = names(ledger)
    counted = [*_counted(ledger), *_in_tables(known)]
    for sentence in sentences(ledger):
        for stated in sentence.figures:
            quantity = stated.quantity
            if not quantity.ends or quantity.word or quantity.open:
                continue
            if quantity.unit.currency and operand(ledger.document.plain, stated.span.start, stated.span.end):
                continue
            if quantity.unit.currency:
                readings = _for_each(ledger, known, counted, sentence, stated)
            elif quantity.unit.of in TIMES:
                readings = _lasts(ledger, sentence, stated)
            elif quantity.unit.of == "x" or (not quantity.unit.of and TIMES_AS.match(sentence.behind(stated))):
                readings = _times(ledger, sentence, stated)
            elif not quantity.unit.of or not (quantity.unit.percent or quantity.unit.size):
                readings = _pays(ledger, known, sentence, stated)
            else:
                continue
            if (relation := chosen(readings, sentence, known)) is not None:
                yield relation


def _reading(sentence: Sentence, stated: Figure, above: Expression, below: Expression, sure: Sure) -> Reading:
    workings = in_period(stated, Operation("÷", (above, below)))
    return Reading(Relation("ratio", stated, workings, "inferred", sentence.said), sure)


# -- For each -------------------------------------------------------------------------------------------------------

_Counted = list[tuple[frozenset[str], Expression, int]]  # the words of what is counted, the number, where it stands


def _counted(ledger: Ledger) -> _Counted:
    """What the prose counts, in figures and in words."""
    plain = ledger.document.plain
    found: _Counted = []
    for passage in ledger.passages:
        for figure in passage.figures:
            unit, quantity = figure.quantity.unit, figure.quantity
            if quantity.ends and not (unit.currency or unit.percent or quantity.is_range) and (middle(figure) or 0) > 1:
                behind = plain[figure.span.end : figure.span.end + 40].split("\n")[0]
                nouns = _WORD.findall(figure.text)[-1:] + _WORD.findall(behind)[:3]
                words = words_of(" ".join((*nouns, unit.of)))
                found.append((words, Ref(figure), figure.span.start))
        text = plain[passage.span.start : passage.span.end]
        found += [
            (frozenset({it.unit.of.removesuffix("s")}), it.workings, it.start)
            for it in in_words(text, passage.span.start)
        ]
    return found


def _in_tables(known: Names) -> Iterator[tuple[frozenset[str], Expression, int]]:
    """What the totals of columns count, by their headers."""
    for it in known.totals:
        unit = it.figure.quantity.unit
        if it.grid and it.figure.quantity.ends and not (unit.currency or unit.percent or unit.size):
            yield words_of(it.grid.columns[it.column].header), Ref(it.figure), it.figure.span.start


def _for_each(ledger: Ledger, known: Names, counted: _Counted, sentence: Sentence, stated: Figure) -> Iterator[Reading]:
    """The wholes of the sentence, those that it names, and the totals, over each number of the thing."""
    said = EACH.match(sentence.behind(stated)) or FOR_EACH.search(sentence.ahead(stated))
    unit = stated.quantity.unit
    own = next((part for part in unit.per if part not in TIMES), "")
    if not (own or said) or unit.time not in (None, "month", "year"):
        return
    thing = own or (said["thing"] or "" if said else "").lower()
    if PER_WORDS.get(thing, thing) in TIMES:
        return
    counts = list(_counts(counted, sentence, stated, thing))
    wholes = list(_wholes(ledger, known, sentence, stated))
    pairs = [(count, whole) for count, whole in product(counts, wholes) if _of_size(stated, whole, count[0])]
    meant = _meant(known, sentence, wholes)
    here = [pair for pair in pairs if pair[0][1]] or pairs
    named = [pair for pair in here if pair[1] in meant]
    for pair in pairs:
        clear = thing and not own and [pair] == named
        if len(counts) == 1 and not clear:
            clear = _joined(sentence, stated, pair[1]) or _just_before(ledger, sentence, pair[1])
        yield _reading(sentence, stated, Ref(pair[1]), pair[0][0], "named" if clear else "")


def _meant(known: Names, sentence: Sentence, wholes: list[Figure]) -> list[Figure]:
    """The amounts of a sentence itself, else the totals of what it names."""
    words = words_of(sentence.text)
    named = {it.figure for it in known.totals if it.main and (it.about | it.words) & words}
    return [f for f in wholes if f in sentence.figures] or [f for f in wholes if f in named]


def _of_size(stated: Figure, whole: Figure, count: Expression) -> bool:
    """Whether a quotient is of the size of what is stated."""
    again, value = (middle(whole) or 0) / (estimate(count) or 1), middle(stated) or 0
    return again <= APART * value and value <= APART * again


def _joined(sentence: Sentence, stated: Figure, whole: Figure) -> bool:
    """Whether an amount stands just before: `$158 or $15.80 each`."""
    between = sentence.text[max(0, whole.span.end - sentence.start) : stated.span.start - sentence.start]
    before = whole in sentence.figures and whole.span.end <= stated.span.start
    return before and _OR.fullmatch(between) is not None


def _just_before(ledger: Ledger, sentence: Sentence, whole: Figure) -> bool:
    """Whether a sentence of one amount draws it from the last one before it: `Total: €4,400`, `That's €110 each`."""
    if len(sentence.figures) > 1 or not THAT_IS.search(sentence.before(sentence.figures[0])):
        return False
    above = sentence.above or [f for passage in sentence.around(ledger, 1) for f in passage.figures]
    return bool(above) and above[-1] is whole


def _counts(counted: _Counted, sentence: Sentence, stated: Figure, thing: str) -> Iterator[tuple[Expression, bool]]:
    """The numbers of a thing, those of the sentence first; without a name, the numbers of the passage."""
    start, end = sentence.start, sentence.start + len(sentence.text)
    wanted = PEOPLE if thing in HEADS else words_of(thing)
    named = [it for it in counted if not thing or any(kin(one, other) for one in wanted for other in it[0])]
    own = [it for it in (counted if thing in HEADS else named) if start <= it[2] < end]
    passage = sentence.passage.span
    if (
        not named
        and len(own_numbers := [it for it in counted if start <= it[2] < end and it[2] != stated.span.start]) == 1
    ):
        own = own_numbers
    near = own or [it for it in named if thing or passage.start <= it[2] < passage.end]
    for _, number, place in sorted(near, key=lambda it: abs(it[2] - stated.span.start))[:COUNTS]:
        yield number, start <= place < end


def _wholes(ledger: Ledger, known: Names, sentence: Sentence, stated: Figure) -> Iterator[Figure]:
    whole = apart(stated, *stated.quantity.unit.per)
    before = [f for f in sentence.earlier(stated) if _of_it(stated, whole, f)]
    own = [figure for figure in before if figure in sentence.figures]
    words = words_of(sentence.text)
    called = [
        it.figure
        for it in known.called(words)
        if kinship(it.words, words) == 1 and it.main and it.figure is not stated and worth(whole, it)
    ]
    fine = significant(stated) >= FINE
    sure = fine or significant(stated) > 1
    totals = [
        it.figure
        for it in known.totals_near(whole)
        if (it.main or fine) and it.figure is not stated and (sure or it.grid or _beneath(it.figure, stated))
    ]
    found = own[::-1] or [figure for figure in called if figure not in before]
    above = [f for passage in sentence.around(ledger, 1) for f in passage.figures if _of_it(stated, whole, f)]
    wholes = dict.fromkeys((*found[:WHOLES], *totals, *before[-WHOLES:][::-1], *above))
    yield from (figure for figure in wholes if not _each(sentence, figure))


def _beneath(one: Figure, other: Figure) -> bool:
    """Whether two amounts of the prose stand in the same section: a total of another one makes $10 each by chance."""
    return one.label.path == other.label.path


def _each(sentence: Sentence, figure: Figure) -> bool:
    """Whether an amount is itself one for each of a thing, and no whole."""
    said = EACH.match(sentence.behind(figure)) if figure in sentence.figures else None
    return (said is not None and said["thing"] not in TIMES) or not TIMES.issuperset(figure.quantity.unit.per)


def _of_it(stated: Figure, whole: Figure, figure: Figure) -> bool:
    """Whether an amount is of the sort of the whole that one is a part of, and more than that."""
    return figure is not stated and alike(whole, figure) and (middle(figure) or 0) > (middle(stated) or 0)


# -- How long, how many, how many times -----------------------------------------------------------------------------


def _lasts(ledger: Ledger, sentence: Sentence, stated: Figure) -> Iterator[Reading]:
    """An amount of money over what is spent, or saved, in a time: of the sentence, else of those just before it."""
    back = PAYBACK.search(sentence.text) is not None
    runway = not back and RUNWAY.search(sentence.text) is not None
    own = [f for f in sentence.figures if f.span.start < stated.span.start]
    before = [*sentence.earlier(stated)]
    above = [figure for passage in sentence.around(ledger, NEAR) for figure in passage.figures]
    for place, figures in enumerate((own, before, [*above, *before]) if back else (own,)):
        money = [f for f in figures if f.quantity.unit.currency and f.quantity.ends]
        rates = [f for f in money if _per(f) == stated.quantity.unit.of and not _gained(ledger, f)]
        sums = [f for f in money if not _per(f) and not f.quantity.unit.per and (not runway or _cash(ledger, f))]
        for goal, rate in product(sums[-1:], rates[-1:]):
            sure: Sure = "named" if len(rates) == 1 and (len(money) == 2 or (place < 2 and back)) else ""
            reading = _reading(sentence, stated, Ref(goal), Ref(rate), sure)
            yield Reading(replace(reading.relation, rounding="up" if back else "down"), sure)
            yield reading


def _per(figure: Figure) -> str | None:
    """The time that an amount is for, by its unit, else by its label: `Monthly savings: £1,000`."""
    label = figure.label.row
    said = (time for time, words in PERIODS.items() if own_words(figure) == label and words.search(label))
    return figure.quantity.unit.time or next(said, None)


def _gained(ledger: Ledger, rate: Figure) -> bool:
    """Whether an amount is signed as one that is gained: `+$6,000/mo`."""
    return ledger.document.plain[max(0, rate.span.start - 1) : rate.span.start + 1].lstrip("(,; ").startswith("+")


def _cash(ledger: Ledger, figure: Figure) -> bool:
    """Whether an amount is called cash, a balance or the like."""
    behind = ledger.document.plain[figure.span.end : figure.span.end + BEHIND]
    return CASH.search(f"{own_words(figure)} | {behind}") is not None


def _pays(ledger: Ledger, known: Names, sentence: Sentence, stated: Figure) -> Iterator[Reading]:
    """The goal of a sentence, or the costs above it, over what each brings, rounded up."""
    if not PAYS.search(sentence.text):
        return
    own = [f for f in sentence.figures if f.quantity.unit.currency and f.quantity.ends]
    if not own and len(sentence.figures) > 1:  # numbers of several things
        return
    near = [
        f for passage in (*sentence.around(ledger, NEAR), sentence.passage) for f in passage.figures if f not in own
    ]
    gains = [f for f in near if f.quantity.unit.currency and BRINGS.search(own_words(f))]
    costs = [f for f in near if SPENT.search(f.label.row) and f not in gains][-COUNTS:]
    totals = [it.figure for it in known.totals if it.main and it.figure.quantity.unit.currency]
    goals = [f for f in own if f.quantity.unit.time] or (own if len(own) > 1 else costs)
    for goal in dict.fromkeys((*goals[:COUNTS], *own, *totals[:COUNTS])):
        for brings in dict.fromkeys((*own, *gains)):
            bare = apart(goal, *TIMES)
            if alike(bare, apart(brings, *brings.quantity.unit.per)) and 0 < (middle(brings) or 0) < (
                middle(goal) or 0
            ):
                pair = [goal, brings] == own[:2] or (goals == [goal] and [brings] in (own, gains))
                reading = _reading(sentence, stated, Ref(goal), Ref(brings), "")
                sure: Sure = "named" if pair and len({*own, goal, brings}) == 2 else ""
                yield Reading(replace(reading.relation, rounding="up"), sure)


def _times(ledger: Ledger, sentence: Sentence, stated: Figure) -> Iterator[Reading]:
    """How many times one amount of a sentence is another."""
    own = [f for f in sentence.figures if f.quantity.unit.currency and f.quantity.ends]
    for above, below in permutations(own, 2):
        rated = above.quantity.unit.per != below.quantity.unit.per
        if alike(above, below) and not rated and (middle(above) or 0) > (middle(below) or 0):
            clear = len(own) == 2 and not others_meant(sentence, stated, own)
            yield _reading(sentence, stated, Ref(above), Ref(below), "named" if clear else "")
    for unnamed in (False, True) if len(own) < 2 else ():
        for pair in pairs(ledger, sentence, unnamed=unnamed):
            less, more = sorted(pair, key=lambda figure: middle(figure) or 0)
            if alike(less, more) and not less.quantity.unit.percent:
                clear = not (unnamed or others_meant(sentence, stated, pair))
                yield _reading(sentence, stated, Ref(more), Ref(less), "named" if clear else "")
