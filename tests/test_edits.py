"""Only the digits of a figure change: separators, decimals, signs and the width of its cell stay."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from hostdoc.core.figure import Figure
from hostdoc.core.span import Source
from hostdoc.edits import Style, Unwritable, applied, edit
from hostdoc.pipeline import audit_source


def ledger_of(text: str) -> tuple[Figure, Style]:
    ledger = audit_source(Source.of("plan.md", text), date(2026, 1, 1)).ledger
    return ledger.figures[-1], Style.of(ledger)


def rewritten(text: str, low: str, high: str | None = None) -> str:
    figure, style = ledger_of(text)
    change = edit(figure, Fraction(low), Fraction(high or low), style)
    return text if change is None else applied(text, [change])


@pytest.mark.parametrize(
    ("text", "low", "high", "after"),
    [
        ("It is ~$28/month.", "31", None, "It is ~$31/month."),
        ("It is **~$28/month**.", "31", None, "It is **~$31/month**."),
        ("It is $1,310.50 now.", "1299.5", None, "It is $1,299.50 now."),
        ("It is $1,310 now.", "1299.5", None, "It is $1,300 now."),
        ("It is 28.400,00 € now.", "1234.5", None, "It is 1.234,50 € now."),
        ("It is € 16 128 now.", "9500", None, "It is € 9 500 now."),
        ("It is CHF 5'650 now.", "12000", None, "It is CHF 12'000 now."),
        ("It is ₹1,00,000 now.", "1234567", None, "It is ₹12,34,567 now."),
        ("It is $1.2M now.", "900000", None, "It is $0.9M now."),
        ("It is $950 now.", "1250", None, "It is $1250 now."),
        ("First $2,000, then $950 now.", "1250", None, "First $2,000, then $1,250 now."),
        ("It takes ~$5–35/month.", "4", "35", "It takes ~$4–35/month."),
        ("Between 5-10M users.", "4000000", "12000000", "Between 4-12M users."),
        ("Between $500K-1M users.", "400000", "2000000", "Between $400K-2M users."),
        ("At $57+/month it runs.", "60", None, "At $60+/month it runs."),
        ("The share is 43-55%.", "37", "49", "The share is 37-49%."),
        ("It is $4.00 now.", "4", None, "It is $4.00 now."),
    ],
)
def test_only_digits_change(text: str, low: str, high: str | None, after: str) -> None:
    assert rewritten(text, low, high) == after


@pytest.mark.parametrize(
    ("cell", "value", "after"),
    [
        ("| $950     |", "1250", "| $1250    |"),
        ("|     $950 |", "1250", "|    $1250 |"),
        ("| $950 |", "1250", "| $1250 |"),
        ("| **$950**   |", "1250", "| **$1250**  |"),
        ("| $1000 |", "950", "| $950 |"),
        ("| $1000  |", "950", "| $950   |"),
    ],
)
def test_a_cell_with_room_keeps_its_width(cell: str, value: str, after: str) -> None:
    head = "| Item | Cost |\n|---|---|\n| Server "
    assert rewritten(head + cell, value) == head + after


@pytest.mark.parametrize(
    ("text", "low", "high", "reason"),
    [
        ("| Item | Cost |\n|---|---|\n| A | Free |", "5", "5", "a word stands for it"),
        ("It is $28 now.", "20", "30", "it is one number, and comes to a range"),
        ("It is $20-30 now.", "25", "25", "it is a range, and comes to one number"),
        ("It leaves $28 now.", "-5", "-5", "its sign changes"),
    ],
)
def test_what_digits_cannot_say_is_refused(text: str, low: str, high: str, reason: str) -> None:
    with pytest.raises(Unwritable, match=reason):
        rewritten(text, low, high)
