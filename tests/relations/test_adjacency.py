"""Sums by digits: trees of totals over random amounts are found, amounts at random are not, and it stays linear."""

from __future__ import annotations

import random
import time

import pytest

from hostdoc.relations.evidence.agreement import STEP, Amounts
from hostdoc.relations.tables.adjacency import groups

PLACES = 4


def table(lines: list[list[int | None]]) -> Amounts:
    scaled = [[None if value is None else STEP * value for value in line] for line in lines]
    return Amounts(scaled, [0] * len(lines[0]))


def found(lines: list[list[int | None]], least: float = 0.25) -> dict[int, tuple[int, ...]]:
    return {group.total: group.parts for group in groups(table(lines), least)}


def amounts(dice: random.Random) -> list[int | None]:
    return [dice.randint(100, 9999) for _ in range(PLACES)]


def total(lines: list[list[int | None]]) -> list[int | None]:
    return [sum(value or 0 for value in place) for place in zip(*lines, strict=True)]


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("first", [True, False])
def test_totals_over_subtotals_are_found_before_or_behind_their_items(seed: int, first: bool) -> None:
    dice = random.Random(seed)
    lines: list[list[int | None]] = []
    expected: dict[int, tuple[int, ...]] = {}
    subtotals: list[int] = []
    start = 1 if first else 0  # the grand total stands at one end
    for _ in range(3):
        items = [amounts(dice) for _ in range(dice.randint(2, 5))]
        block = [total(items), *items] if first else [*items, total(items)]
        head = start + len(lines) + (0 if first else len(items))
        places = range(start + len(lines), start + len(lines) + len(block))
        expected[head] = tuple(place for place in places if place != head)
        subtotals.append(head)
        lines += block
    grand = total([lines[place - start] for place in subtotals])
    lines = [grand, *lines] if first else [*lines, grand]
    expected[0 if first else len(lines) - 1] = tuple(subtotals)
    assert found(lines) == expected


@pytest.mark.parametrize("seed", range(40))
def test_amounts_at_random_are_no_sums(seed: int) -> None:
    dice = random.Random(seed)
    assert not found([amounts(dice) for _ in range(12)])
    assert not found([[dice.randint(1, 5)] for _ in range(20)])


def test_gaps_belong_to_a_sum() -> None:
    assert found([[412, None, 38], [None, 1207, 95], [518, 264, None], [930, 1471, 133]]) == {3: (0, 1, 2)}


def test_multiples_of_one_column_are_one_piece_of_evidence() -> None:
    lines: list[list[int | None]] = [[2 * factor, 3 * factor, 5 * factor] for factor in range(1, 20)]
    turned: list[list[int | None]] = [list(line) for line in zip(*lines, strict=True)]
    assert not found(turned)


def test_a_place_that_differs_is_named() -> None:
    lines: list[list[int | None]] = [[412, 438, 397, 451], [127, 143, 118, 139], [539, 581, 525, 590]]
    [group] = groups(table(lines), 0.25)
    assert (group.agree, group.differ) == ((0, 1, 3), (2,))


def test_lines_without_sums_take_time_in_proportion() -> None:
    dice = random.Random(3)

    def seconds(lines: int) -> float:
        data = table([[dice.randint(1000, 9999) for _ in range(10)] for _ in range(lines)])
        start = time.process_time()
        groups(data, 0.25)
        return time.process_time() - start

    assert seconds(2000) < 40 * max(seconds(200), 0.005)
