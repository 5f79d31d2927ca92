"""What there is in a document that relations may be found in: kinds that need something else need not be asked."""

from __future__ import annotations

from enum import Flag, auto

from hostdoc.core.ledger import Ledger


class Present(Flag):
    """Several together: all of them."""

    ANYTHING = 0
    TABLES = auto()
    PROSE = auto()  # with figures
    BLOCKS = auto()  # of text in fixed width
    PERCENTS = auto()
    MONEY = auto()
    CURRENCIES = auto()  # two at least


ANYTHING, TABLES, PROSE, BLOCKS = Present.ANYTHING, Present.TABLES, Present.PROSE, Present.BLOCKS
PERCENTS, MONEY, CURRENCIES = Present.PERCENTS, Present.MONEY, Present.CURRENCIES


def present(ledger: Ledger) -> Present:
    """By one look at all figures, and at the columns, whose heads may say what their cells leave unsaid."""
    units = {figure.quantity.unit for figure in ledger.figures}
    units |= {column.unit for grid in ledger.grids for column in grid.columns}
    currencies = {unit.currency for unit in units if unit.currency}
    there = {
        TABLES: bool(ledger.grids),
        PROSE: any(passage.figures for passage in ledger.passages),
        BLOCKS: bool(ledger.blocks),
        PERCENTS: any(unit.percent for unit in units),
        MONEY: bool(currencies),
        CURRENCIES: len(currencies) > 1,
    }
    found = ANYTHING
    for feature, is_there in there.items():
        found |= feature if is_there else ANYTHING
    return found
