"""What a figure outside of tables is called."""

from __future__ import annotations

import pytest

import hostdoc


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("- Spot price: ~$0.23/hr", ["spot_price"]),
        ("We pack ~80 instances on a VM at a spot price of $0.23/hr.", ["instances", "vm_spot"]),
        ("For less than $4 this buys 4 GB RAM and 20 TB traffic.", ["plan", "ram", "traffic"]),
        ("At $24 for each of 40 teams revenue is $960 a month.", ["plan", "teams", "revenue"]),
        ("The Hobby plan carries a $5/month fee.", ["hobby_plan_fee"]),
        ("RAM is $3. RAM is $4.", ["ram", "plan"]),
        ("It grows from 10K-20K users to 5M users.", ["users", "plan_users"]),
        ("Fuel is $3.\n\nFuel comes to $4.\n\nFuel comes to $5.", ["fuel", "fuel_comes", "plan"]),
    ],
)
def test_names_are_those_a_reader_would_give(text: str, names: list[str]) -> None:
    ledger = hostdoc.read(f"# Plan\n\n{text}\n", format="markdown")
    assert [assumption.name for assumption in ledger.assumptions] == names


def test_the_name_of_a_row_comes_before_the_words_of_a_sentence() -> None:
    text = "| Room | Rent |\n|---|---|\n| Cellar | $300 |\n\nA year of the cellar is $3,600<!-- = $cellar * 12 -->.\n"
    ledger = hostdoc.read(text, format="markdown")
    assert [(it.name, it.labelled) for it in ledger.assumptions] == [("cellar", False)]
