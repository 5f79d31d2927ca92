"""How much a drift weighs that only the words of a sentence suggest."""

from __future__ import annotations

from datetime import date

import pytest

from hostdoc.audit import audit
from hostdoc.core.records import replace
from hostdoc.core.span import Source
from hostdoc.pipeline import audit_source


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("The stall took $9,140 and cost $6,480, which leaves $2,860.", "error"),  # a digit of 2,660 is another
        ("The stall took $9,140 and cost $6,480, which leaves $2,190.", "warning"),
        ("- Helper: 352 hours @ $120 / hour\n- TOTAL: $43,240", "error"),
        ("- Helper: 352 hours @ $120 / hour\n- Tent\n- TOTAL: $43,240", "warning"),
        ("The stall came to $9,140 − $6,480 = $2,190.", "error"),
    ],
)
def test_words_alone_weigh_less_than_signs_and_slips(text: str, severity: str) -> None:
    (check,) = audit_source(Source.of("stall.md", f"# Stall\n\n{text}\n"), date(2026, 6, 15)).checks
    assert (check.outcome, check.severity) == ("drifts", severity)


@pytest.mark.parametrize(("rates", "severity"), [(("50%", "20%", "10%"), "error"), (("50%", "30%", "20%"), "warning")])
def test_a_header_at_fault_beside_columns_that_are_as_their_headers_say(
    rates: tuple[str, str, str], severity: str
) -> None:
    trials, active, bought = rates
    text = f"""# Dogs

| Yard | Seen | Called ({trials}) | Came (48%) | Sat ({active}) | Stayed ({bought}) |
|---|---|---|---|---|---|
| North | 2,000 | 1,000 | 400 | 80 | 8 |
| South | 3,000 | 1,500 | 600 | 120 | 12 |
| West | 5,000 | 2,500 | 1,000 | 200 | 20 |
"""
    checks = audit_source(Source.of("dogs.md", text), date(2026, 6, 15)).checks
    came = [check for check in checks if check.verdict.relation.stated.label.column.startswith("Came")]
    assert {(check.outcome, check.severity) for check in came} == {("drifts", severity)}


def test_what_is_unsure_does_not_outvote_an_error_of_its_column() -> None:
    rows = "| Profit per member | £24 |\n| LTV | £900 |\n| CAC | £240 |\n| LTV/CAC | 4.5x |\n| Payback | 8 months |"
    text = f"# Club\n\n| Measure | Value |\n|---|---|\n{rows}\n"
    checks = audit_source(Source.of("club.md", text), date(2026, 6, 15)).checks
    found = {check.verdict.relation.stated.text: check.severity for check in checks if check.outcome == "drifts"}
    assert found == {"4.5x": "error", "8 months": "warning"}


def test_an_error_is_told_once_of_a_total_that_is_stated_again() -> None:
    rows = "| Part | Price |\n|---|---|\n| Paint | $400 |\n| Seats | $200 |\n| Total | $650 |\n"
    text = f"# Van\n\n{rows}\nThe bill says $650.\n"
    audited = audit_source(Source.of("van.md", text), date(2026, 6, 15))
    (relation,) = (it.verdict.relation for it in audited.checks if it.outcome == "drifts")
    again = replace(relation, stated=audited.ledger.figures[-1])
    assert [check.severity for check in audit([relation, again])] == ["error", "warning"]
    assert [check.severity for check in audit([replace(relation, unsure=True), again])] == ["warning", "error"]
    declared = [replace(it, basis="declared") for it in (relation, again)]
    assert [check.severity for check in audit(declared)] == ["error", "error"]


@pytest.mark.parametrize(("stated", "before", "severity"), [("10%", "25%", "warning"), ("12%", "23%", "error")])
def test_a_share_that_is_rounded_so_that_all_make_the_whole(stated: str, before: str, severity: str) -> None:
    rows = [("Cut", "$3,340", "16%"), ("Cloth", "$4,370", "21%"), ("Sewing", "$5,810", "28%")]
    rows += [("Lining", "$5,140", before), ("Thread", "$2,200", stated), ("**Total**", "$20,860", "100%")]
    text = "".join(f"| {' | '.join(row)} |\n" for row in [("Work", "Price", "Part"), ("---", "---", "---"), *rows])
    checks = audit_source(Source.of("coat.md", f"# Coat\n\n{text}"), date(2026, 6, 15)).checks
    assert severity in {check.severity for check in checks if check.verdict.relation.stated.text == stated}
