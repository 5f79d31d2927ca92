"""Workings as a written sum: letters, low and high, what was recalculated and by how much it is off."""

from __future__ import annotations

from hostdoc.report.notes import Note


def _note(page, words: str) -> Note:
    return next(note for note in page.notes if note.words == words)


def test_a_sum_of_points_has_one_column(composed) -> None:
    page = composed(
        "| Item | Cost |\n|---|---|\n| One | $410 |\n| Two | $380 |\n| Three | $510 |\n| Total | $1,310 |\n"
    )
    working = _note(page, "$1,310").workings[0]
    assert [(term.letter, term.words, term.cells) for term in working.terms] == [
        ("a", "One", ("410",)), ("b", "Two", ("380",)), ("c", "Three", ("510",))
    ]  # fmt: skip
    assert all(term.id.startswith("f-") for term in working.terms)
    assert (working.recalculated, working.stated, working.difference) == (("1,300",), ("1,310",), ("+10",))
    assert working.columns == () and working.formula == ""


def test_a_sum_of_ranges_has_two(composed) -> None:
    text = "| Item | Monthly cost |\n|---|---|\n| A | ~$2–5 |\n| B | ~$2–5 |\n| C | $0–25 |\n| Total | ~$5–35 |\n"
    working = _note(composed(text), "~$5–35").workings[0]
    assert working.columns == ("low", "high")
    assert working.terms[0].cells == ("~2", "5")
    assert (working.recalculated, working.stated, working.difference) == (("4", "35"), ("~5", "35"), ("+1", "0"))


def test_a_margin_shows_which_end_goes_with_which(composed) -> None:
    text = (
        "| Users | Cost/user/mo | Margin at $10/mo |\n|---|---|---|\n"
        "| 1K | $25-40+ | Negative |\n| 10K | $8-12 | ~0-20% |\n"
    )
    note = _note(composed(text), "~0-20%")
    working = note.workings[0]
    assert working.formula == "(a − b) ÷ a, in %"
    cost = next(term for term in working.terms if "cost" in term.words.lower())
    assert cost.words.endswith("high end first") and cost.cells == ("12", "8")
    assert working.recalculated == ("−20 %", "20 %") and working.flips
    word = _note(composed(text), "Negative").workings[0]
    assert word.stated[0].startswith("below 0")


def test_a_waiver_says_its_reason(composed) -> None:
    text = (
        "| Item | Cost |\n|---|---|\n| One | $410 |\n| Two | $380 |\n| Total | $800 |\n\n"
        '<!-- hostdoc: waive footing "$800" = "790": kept as quoted -->\n'
    )
    note = _note(composed(text), "$800")
    assert note.verdict == "waived" and note.workings[0].waiver == "kept as quoted"
