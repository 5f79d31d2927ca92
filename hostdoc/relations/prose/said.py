"""What the words beside an amount say of how it comes about, each looked for once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from hostdoc.core.cached import cached_property
from hostdoc.core.figure import Figure
from hostdoc.core.regex import in_any_case, regex
from hostdoc.core.units import TIMES
from hostdoc.figures.context import words_of
from hostdoc.figures.labels import is_total
from hostdoc.relations.evidence.fits import significant
from hostdoc.relations.evidence.slips import SHORT
from hostdoc.relations.prose.at_hand import PASSAGE, SENTENCE, Hand
from hostdoc.relations.prose.cues import (
    CHANGED,
    EACH,
    FOR_EACH,
    IT,
    LESS,
    OF,
    PERIODS,
    REMAINS,
    TOGETHER,
)
from hostdoc.relations.prose.sentences import Sentence
from hostdoc.relations.tables.lines import middle

APART = 2  # times that an amount may be of another one and still be taken for it
TELLING = 4  # letters of a word that names something
AT = in_any_case(
    r"(?:(?<!\w)(?:at|à|zu|je|a|te?gen|por|bei|mit|da)|[@×])[\s*_~]*(?:about\s|only\s|just\s)?"
    r"(?:(?:an?|the|our|its|your|my)\s)?(?:(?:[^\W\d_]+\s){0,2}(?:rate|price|cost|tariff|fee)s?\s(?:of\s)?)?[\s*_~]*\Z"
)
_SPLIT = in_any_case(
    r"\b(?:averag\w*|mean|split|shared|instal\w*|blended|moyenne|durchschnitt\w*|promedio|medi[ao])\b|あたり"
)
_NET = in_any_case(r"\b(?:net|gap|clear|still|open|find|over|above|below|under|back|cost us)\b")
_OF_EACH = in_any_case(r"\beach of(?:\s+[^\W\d_]+)?[\s*_]*\Z")  # how many share it
_OF_THAT = in_any_case(r"[\s*_]*of (?:that|this|these|those)(?:\W|\Z)")
_COMMA = regex(r"[,;:(]\s")
_CUT = regex(r"[.;:?!]\s|\n\s*\n")
_GOES_ON = in_any_case(r"[\s*_]*(?:,|and|or)?[\s*_]*\Z")  # an enumeration: up to the next figure
_FIRST = regex(r"[\s*_]*([^\W\d_][\w-]+)")
_AND = regex(r"\b(?:and|but|while|so|und|et|y|e|en)\b", re.IGNORECASE)


class Said:
    """An amount of a sentence and the words beside it."""

    def __init__(self, plain: str, sentence: Sentence, stated: Figure) -> None:
        self.plain = plain
        self.sentence = sentence
        self.stated = stated
        self.value = middle(stated) or 0.0
        self.before = sentence.before(stated)

    @cached_property
    def near(self) -> str:
        """The words on either side of it, as far as they speak of nothing else."""
        return f"{self.before} | {_AND.split(self.sentence.aside(self.stated), 1)[0][:40]}"

    def sized(self, value: float) -> bool:
        """Whether what some amounts come to is of the size of the stated one; most is not, and is not looked at."""
        return 1 / APART <= value / self.value <= APART

    def counts(self, told: bool, *hands: Hand) -> bool:
        """Whether a way of amounts may be believed: words say so, or it has digits, and they stand in the sentence."""
        return told or (self.alone and all(hand.far == SENTENCE for hand in hands))

    def believed(self, told: bool, hands: Sequence[Hand]) -> Sequence[Hand]:
        """The amounts of which that may be so."""
        return hands if told else [hand for hand in hands if self.counts(told, hand)]

    @cached_property
    def alone(self) -> bool:
        """Whether an amount has digits enough to be believed where no words say how it comes about."""
        return significant(self.stated) >= SHORT

    def between(self, hand: Hand) -> str:
        """The words between an amount at hand and the stated one."""
        start, end = sorted((hand.end, self.stated.span.start))
        return self.sentence.text[max(0, start - self.sentence.start) : max(0, end - self.sentence.start)]

    def called(self, hand: Hand, name: str) -> bool:
        """Whether an amount may be what a percentage is of."""
        words = words_of(name)
        if not words or IT.match(name) or self.sentence.behind(self.stated)[: len(name) + 8].strip().endswith("of"):
            return True
        if is_total(name):
            return hand.total
        return bool(words & (hand.words | words_of(self.behind(hand))))

    def is_part(self, hand: Hand, last: int) -> bool:
        """Whether it stands just before a percentage, or its row is named there."""
        if hand.far == SENTENCE:
            return hand.start == last
        if hand.far > PASSAGE and hand.table is None:
            return False
        shared = (hand.own | hand.words if hand.total else hand.own) & words_of(self.clause)
        return any(len(word) >= TELLING for word in shared)

    @property
    def clause(self) -> str:
        """The words between the last comma and a stated amount."""
        return _COMMA.split(self.before)[-1]

    def is_whole(self, hand: Hand, part: Hand, last: int, of: re.Match[str] | None, name: str) -> bool:
        """Whether a percentage says that it is of this amount: by its name, by `of that`, or as the table's total."""
        if hand.table is not None and hand.table is part.table and hand.column != part.column:
            return False
        if of is None:
            return hand.total and hand.table is not None and hand.table is part.table and self.concludes
        if IT.match(name) or _OF_THAT.match(self.sentence.behind(self.stated)):
            return hand.start == last != part.start
        if not words_of(name):
            return hand.far == SENTENCE and hand.start > self.stated.span.start
        if is_total(name):
            return hand.total and (part.table is None or hand.table is part.table)
        return True

    def of_it(self, part: Hand, hand: Hand) -> bool:
        """Whether a part is said to be of an amount: `a third of the total`, `10% of subscriptions`."""
        name = name_of(OF.match(self.plain[part.end : part.end + 60]))
        return (is_total(name) and hand.total) or self.shared(hand, name) > 0

    def shared(self, hand: Hand, name: str) -> int:
        """How many words of a name an amount has."""
        return len(words_of(name) & (hand.own | (hand.words if hand.total else words_of(self.behind(hand)))))

    def behind(self, hand: Hand) -> str:
        return _behind(self.plain, hand.end)

    def ahead(self, hand: Hand) -> str:
        return self.plain[max(0, hand.start - 40) : hand.start]

    @cached_property
    def apposed(self) -> bool:
        """Whether an amount stands behind others as what they come to: `4 tins at £27.50, £110`."""
        joined = self.before.rstrip(" *_~≈").endswith((",", "(", "=", "–", "—", "--", "→"))
        return joined and not _GOES_ON.match(self.sentence.behind(self.stated))

    @cached_property
    def sums(self) -> bool:
        """Whether an amount is said to be what others come to, and nothing is taken off."""
        return TOGETHER.search(self.before) is not None and not self.less

    @cached_property
    def concludes(self) -> bool:
        """Whether no amount stands behind it in its sentence that it may be given for: `our share is 3%: £195.72`."""
        place = self.sentence.figures.index(self.stated) + 1
        return all(figure.quantity.unit.percent for figure in self.sentence.figures[place:])

    @cached_property
    def each(self) -> bool:
        unit = self.stated.quantity.unit
        if _OF_EACH.search(self.before):
            return False
        told = EACH.match(self.sentence.behind(self.stated)) or FOR_EACH.search(self.near) or _SPLIT.search(self.near)
        return bool(told or [part for part in unit.per if part not in TIMES])

    @cached_property
    def less(self) -> bool:
        return any(cue.search(self.near) for cue in (REMAINS, CHANGED, LESS, _NET))

    @cached_property
    def period(self) -> str | None:
        time = self.stated.quantity.unit.time
        said = [period for period, words in PERIODS.items() if words.search(self.near)]
        return time or (said[0] if len(said) == 1 else None)

    def noun(self, hand: Hand) -> frozenset[str]:
        """What a number of the sentence counts."""
        behind = _FIRST.match(self.behind(hand)) if hand.far == SENTENCE else None
        return hand.noun | words_of(behind[1]) if behind else hand.noun - {""}

    def priced_each(self, hand: Hand) -> bool:
        """Whether an amount of the sentence is for one of what is counted: `at $800 per account … 155 accounts`."""
        each = EACH.match(self.behind(hand)) if hand.far == SENTENCE else None
        counted = _FIRST.match(self.sentence.behind(self.stated))
        thing = words_of(each["thing"] or "") if each else frozenset()
        return bool(counted and thing & words_of(counted[1]))

    def priced(self, hand: Hand) -> bool:
        """Whether an amount is what one of something costs."""
        return _priced(self.plain, hand)


@lru_cache(1024)  # amounts are at hand for one after the other
def _behind(plain: str, end: int) -> str:
    return _CUT.split(plain[end : end + 40], maxsplit=1)[0]


@lru_cache(1024)
def _priced(plain: str, hand: Hand) -> bool:
    per = any(part not in TIMES for part in hand.unit.per)
    ahead = plain[max(0, hand.start - 40) : hand.start]
    return per or EACH.match(_behind(plain, hand.end)) is not None or AT.search(ahead) is not None


def name_of(of: re.Match[str] | None) -> str:
    """What a percentage is said to be of; of the total, too."""
    return (of["name"] or ("total" if is_total(of.group()) else "")) if of else ""
