"""The ways in which a percentage may come about: one amount over another, and how much more or less one is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import permutations

from hostdoc.core.regex import in_any_case, regex
from hostdoc.figures.context import words_of
from hostdoc.figures.labels import COST, INCOME, is_total
from hostdoc.relations.prose.at_hand import NAMED, PASSAGE, SENTENCE, Hand
from hostdoc.relations.prose.compared import change_over_time
from hostdoc.relations.prose.cues import CHANGED, FALLS, OF, REMAINS, SIGNED
from hostdoc.relations.prose.said import Said, name_of
from hostdoc.relations.prose.way import Way, do, last_before

_MARGIN = in_any_case(r"\b(?:margins?|avoid\w*|marge\w*|margine|margen)\b")
_BELOW = in_any_case(r"\b(?:under|over|above|below)\b")
_COUNTED = regex(r"[\s*_-]*([^\W\d_][\w-]+)")  # also `a 211-file project`
_UP = in_any_case(r"\b(?:up|more|higher|rose|grew|grows|growth|increase\w*|over|above)\b|\+\s?\Z")


def parts(said: Said, amounts: Sequence[Hand]) -> Iterator[Way]:
    """One amount over another; how much more or less it is."""
    changed = any(cue.search(said.near) for cue in (CHANGED, REMAINS, _BELOW)) or SIGNED.search(said.before) is not None
    margin = _MARGIN.search(said.near) is not None
    changed = changed or margin
    over_time = change_over_time(said.sentence, said.stated)
    fallen = over_time == "shrunk" or (not over_time and FALLS.search(said.near) is not None)
    risen = over_time == "grown" or (not fallen and _UP.search(said.near) is not None)
    of = OF.match(said.sentence.behind(said.stated))
    name = name_of(of)
    known = [hand for hand in amounts if said.called(hand, name)] if of else []
    most = max((said.shared(hand, name) for hand in amounts), default=0) if name and not is_total(name) else 0
    called = [hand for hand in amounts if said.shared(hand, name) == most] if most else []
    called = [hand for hand in called if hand.total] or called
    lasts = _lasts(said, amounts)
    for part, whole in permutations(amounts, 2):
        if of and not (whole in known if known else whole.total and whole.table is part.table is not None):
            continue
        if (part.unit.of and whole.unit.of and part.unit.of != whole.unit.of) or part.value == whole.value:
            continue
        value = part.value / whole.value
        alike = part.sort == "money" or part.far == whole.far == SENTENCE  # two numbers from afar may count anything
        told = not changed and (of is not None or (alike and part.far <= NAMED))
        if (told or said.sized(value)) and (not over_time or of):
            meant = told and (not most or whole in called)
            meant = meant and _of_it(said, part, whole, lasts[whole.unit.time], of, name)
            if meant or (said.sized(value) and said.counts(told, part, whole)):
                yield Way("share", do("÷", part.workings, whole.workings), value, (part, whole), told, meant, meant)
        more, less = (part, whole) if part.value > whole.value else (whole, part)
        value = (more.value - less.value) / whole.value
        if (fallen and whole is less) or (risen and whole is more):
            continue
        if not said.sized(value) or _unlike(said, more, less):
            continue
        told = changed and not of and (_of_one(part, whole) or (margin and _cost_of(said, part, whole)))
        if said.counts(told, part, whole):
            workings = do("÷", do("−", more.workings, less.workings), whole.workings)
            yield Way("average", workings, value, (part, whole), told)


def _lasts(said: Said, amounts: Sequence[Hand]) -> dict[str | None, int]:
    """Where the amount just before a percentage stands, of those for each time; 0 where there is none."""
    lasts = {}
    for time in {hand.unit.time for hand in amounts}:
        beside = last_before(said, [hand for hand in amounts if hand.unit.time == time])
        lasts[time] = beside.start if beside else 0
    return lasts


def _of_it(said: Said, part: Hand, whole: Hand, last: int, of: re.Match[str] | None, name: str) -> bool:
    """Whether a percentage is said to be of the one amount, and the other, the `last` one, to be that part of it."""
    return said.is_part(part, last) and said.is_whole(whole, part, last, of, name)


def _of_one(one: Hand, two: Hand) -> bool:
    """Whether two amounts may be of the same: one is beside the change, the other named; or they share much."""
    near, far = sorted((one, two), key=lambda hand: hand.far)
    named = far.far <= NAMED or (far.total and far.table is not None)
    return (near.far <= PASSAGE and named) or (one.table is two.table is not None) or bool(one.own & two.own)


def _cost_of(said: Said, part: Hand, whole: Hand) -> bool:
    """Whether one amount is called a cost and the other what is earned: a margin is of the two."""
    costs, earned = (f"{' '.join(hand.words | hand.own)} {_so_far(said, hand)}" for hand in (part, whole))
    return COST.search(costs) is not None and INCOME.search(earned) is not None


def _so_far(said: Said, hand: Hand) -> str:
    """What its own sentence says before an amount."""
    return said.sentence.text[: hand.start - said.sentence.start] if hand.far == SENTENCE else ""


def _unlike(said: Said, one: Hand, other: Hand) -> bool:
    """Whether two bare numbers of different sentences count different things: 62,194 edges and 211 files."""
    if one.far == other.far == SENTENCE or one.sort == "money":
        return False
    first, second = (
        hand.noun | words_of(m[1]) if (m := _COUNTED.match(said.behind(hand))) else hand.noun for hand in (one, other)
    )
    return bool(first - {""} and second - {""} and not (first & second) - {""})
