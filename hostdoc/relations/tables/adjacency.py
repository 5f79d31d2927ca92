"""Which lines of a table sum the lines beside them, by the digits alone.

Lines are rows over places that are columns, or the other way round. A line sums a run of its neighbours, above or below
it, if it does so at enough of the places that state amounts in both. Groups found count as their sum from then on, so
that a second pass finds the totals over subtotals. Last come totals over every n-th line.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from math import log10

from hostdoc.relations.evidence.agreement import Amounts, Group

MOST = 60  # lines that a sum may take up
PASSES = 6  # totals over totals over …
STRIDES = (2, 3, 4, 5, 6)  # every how many lines a sum may take
OVER = 12  # lines that are summed and looked at again, as totals over the totals beside them
TRIED = 3  # ends of the runs beside a line
COINCIDENCES = 40  # a table in so many has a sum by chance
APART = 1.0  # digits of evidence more for a sum over every n-th line
SURE = 3.0  # digits of evidence beyond what is needed


def groups(amounts: Amounts, least: float, left: frozenset[int] = frozenset()) -> list[Group]:
    """The sums among the lines, those over neighbours first, each met at `least` at that part of its places.

    `left` are lines called what is left of one above them: this is sooner the sum of others than of what it is less.
    """
    needed = log10(COINCIDENCES * max(1, len(amounts.lines)) ** 2)
    stating = [number for number, line in enumerate(amounts.lines) if any(line)]
    found: dict[int, Group] = {}
    active = stating
    for _ in range(PASSES):
        fresh = _pass(amounts, active, found, needed, least, left)
        if not fresh:
            break
        found |= {group.total: group for group in fresh}
        taken = {part for group in fresh for part in group.parts}
        active = [number for number in active if number not in taken]
        for number in _following(stating, found, taken)[:OVER]:
            again = _pass(amounts, sorted((*active, number)), found, needed, least, left)
            found |= {group.total: group for group in again if group.total == number}
    for stride in STRIDES:
        for first in range(stride):
            fresh = _pass(amounts, stating[first::stride], found, needed + APART, least, left)
            found |= {group.total: group for group in fresh}
    return list(found.values())


def _following(stating: list[int], found: dict[int, Group], taken: set[int]) -> list[int]:
    """The lines that are summed and may sum themselves: they stand directly beside a line that sums others."""
    beside = (pair for one, other in pairwise(stating) for pair in ((one, other), (other, one)))
    return [line for total, line in beside if total in found and line in taken and line not in found]


def _pass(
    amounts: Amounts, lines: list[int], found: dict[int, Group], needed: float, least: float, left: frozenset[int]
) -> list[Group]:
    """The sums over neighbours among some lines that sum nothing yet; none of them contradicts another."""
    candidates = []
    for (place, step), ends in _hits(amounts, lines, found).items():
        tried = []
        for end in sorted(ends, key=lambda end: (-ends[end], -abs(end - place)))[:TRIED]:
            group = amounts.group(lines[place], lines[place + 1 : end + 1] if step > 0 else lines[end:place])
            if group.score >= needed and group.coverage >= least and (group.agree or group.scatters):
                tried.append(group)
        candidates += sorted(tried, key=lambda group: -group.score)[:1]
    chosen: list[Group] = []

    def order(group: Group) -> tuple[bool, int, float]:
        undone = group.total < group.parts[0] and not left.isdisjoint(group.parts)
        return undone, len(group.parts), -group.score

    for group in sorted(candidates, key=order):
        if not any(_contradict(group, other, needed + SURE) for other in chosen):
            chosen.append(group)
    return chosen


def _hits(amounts: Amounts, lines: list[int], found: dict[int, Group]) -> dict[tuple[int, int], dict[int, int]]:
    """By the position of a line and the direction: at how many places the run up to each end comes near to it."""
    hits: dict[tuple[int, int], dict[int, int]] = {}
    if len(lines) < 3:
        return hits
    for column, tolerance in zip(amounts.places, amounts.tolerance, strict=True):
        stated = [(position, value) for position, line in enumerate(lines) if (value := column[line]) is not None]
        positions, values = [position for position, _ in stated], [value for _, value in stated]
        bounded = min(values, default=0) >= 0
        for index, target in enumerate(values):
            if not target or lines[positions[index]] in found:
                continue
            for step in (1, -1):
                beside = index + step
                if not 0 <= beside < len(values) or (bounded and values[beside] > target + tolerance):
                    continue
                for other in _ends(values, index, step, tolerance, bounded):
                    counts = hits.setdefault((positions[index], step), {})
                    following = other + step
                    edge = positions[following] if 0 <= following < len(values) else len(lines) if step > 0 else -1
                    for end in range(positions[other], edge, step):  # lines that state nothing there may belong to it
                        counts[end] = counts.get(end, 0) + 1
    return hits


def _ends(values: list[int], index: int, step: int, tolerance: int, bounded: bool) -> Iterator[int]:
    """The last indices of the runs of amounts beside one that come near to it. `bounded`: none is negative."""
    target = values[index]
    total, count, other = 0, 0, index + step
    while 0 <= other < len(values) and count < MOST:
        total += values[other]
        count += 1
        off = total - target
        if bounded and off > tolerance * count:
            return
        if count > 1 and abs(off) <= tolerance * count:
            yield other
        other += step


def _contradict(one: Group, other: Group, sure: float) -> bool:
    """Whether two sums cannot both be: of the same line, of what sums it, of what the other sums and its items.

    A line may be an item of two sums where both of them are sure, as the profit before and after an item is.
    """
    shared = set(one.parts) & set(other.parts)
    if one.total == other.total or (other.total in one.parts and one.total in other.parts):
        return True
    if not shared or len(shared) == len(one.parts) == len(other.parts):
        return False  # the same total may stand twice
    return one.total in other.parts or other.total in one.parts or min(one.score, other.score) < sure
