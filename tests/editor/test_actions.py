"""What is offered at a figure repairs, accepts or declares it, and does nothing else."""

from __future__ import annotations

import pytest
from drafts import TODAY, judged

from hostdoc.core.result import AuditedDocument
from hostdoc.core.span import Source
from hostdoc.editor.actions import Action, differences, formulas, repairs
from hostdoc.edits import applied
from hostdoc.pipeline import audit_source

TABLE = "| Item | Amount |\n|---|---|\n| Hosting | $410 |\n| Support | $380 |\n| Total | $800 |\n"
ORG_TABLE = TABLE.replace("---|---", "---+---")
PLACES = {
    "plan.md": [
        TABLE,
        f"# Costs\n\ntext\n\n{TABLE}\nmore\n",
        TABLE.replace("\n", "\r\n"),
        "\n".join(f"> {line}" for line in TABLE.splitlines()) + "\n",
        "- Rent is **$12 × 4 = $50**.\n- other\n",
        "Rent is\n$12 × 4 = $50, as said.\n",
        "## Rent: $12 × 4 = $50\n\ntext\n",
        "```\nHosting    410\nSupport    380\n--------------\nTotal      800\n```\n",
    ],
    "plan.org": [
        ORG_TABLE,
        f"* Costs\n\ntext\n\n{ORG_TABLE}\nmore\n",
        "- Rent is *$12 × 4 = $50*.\n- other\n",
        "Rent is\n$12 × 4 = $50, as said.\n",
        "* Rent: $12 × 4 = $50\n\ntext\n",
    ],
}


def offered(text: str, name: str = "plan.md") -> list[Action]:
    found = judged(text, name)
    return [it for check in found.audit.checks for make in (repairs, formulas) for it in make(found, check)]


def after(text: str, action: Action, name: str = "plan.md") -> AuditedDocument:
    return audit_source(Source.of(name, applied(text, action.edits)), TODAY)


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in PLACES.items() for text in texts])
def test_a_waiver_counts_once_it_has_a_reason(name: str, text: str) -> None:
    (waiver,) = [it for it in offered(text, name) if it.title.startswith("Waive")]
    assert not waiver.proved
    there = after(text, waiver, name)
    assert [it.rule for it in there.diagnostics] == ["missing-reason"]
    assert [it.outcome for it in there.checks if not it.waived] == ["drifts"]
    typed = applied(text, waiver.edits).replace('":  ', '": on purpose ').replace('": @@', '": on purpose@@')
    typed = typed.replace('": \n', '": on purpose\n')
    again = audit_source(Source.of(name, typed), TODAY)
    assert [it.waived for it in again.checks] == [True]
    assert not again.diagnostics


def test_a_repair_writes_the_total() -> None:
    repair, *_ = offered(TABLE)
    assert (repair.title, repair.repairs, repair.proved) == ("Write $790", True, True)
    assert applied(TABLE, repair.edits) == TABLE.replace("$800", "$790")


def test_a_repair_may_be_of_an_input() -> None:
    rows = "| x | 410 | 17 | 417 |\n| y | 20 | 6 | 26 |\n| Total | 420 | 23 | 443 |\n"
    text = f"| Item | A | B | Sum |\n|---|---|---|---|\n{rows}"
    found = [it for it in offered(text) if it.repairs and it.proved]
    assert {it.title for it in found} == {"Write 400 for 410 in line 3"}
    assert all(check.outcome != "drifts" for check in after(text, found[0]).checks)


def test_what_depends_on_a_repair_is_repaired_with_it() -> None:
    text = (
        "- Spot: $0.20/hr<!-- $spot -->\n\nOne is $150<!-- $one = $spot * 730 -->, two are $300<!-- = 2 * $one -->.\n"
    )
    repair = next(it for it in offered(text) if it.repairs and it.proved)
    assert repair.title == "Write $146, and change 1 more"
    assert all(check.outcome != "drifts" for check in after(text, repair).checks)


def test_a_repair_that_cannot_be_proved_says_why() -> None:
    text = "- A: $10<!-- $a -->\n- B: $30<!-- $b = 2 * $a -->\n\n<!-- $b >= 25 -->\n\n<!-- $a <= 12 -->\n"
    found = [it for it in offered(text) if it.repairs and not it.title.startswith("Waive")]
    assert [(it.proved, it.title.split(",")[0]) for it in found] == [(False, "Write $20")]
    assert "though: then" in found[0].title


def test_what_was_inferred_can_be_declared() -> None:
    right = TABLE.replace("$800", "$790")
    (declare,) = offered(right)
    assert (declare.title, declare.repairs) == ("Declare this formula: @>$2=sum(@2..@-1)", False)
    assert applied(right, declare.edits) == f"{right[:-1]}\n<!-- TBLFM: @>$2=sum(@2..@-1) -->\n"


def test_claims_and_waived_drifts_are_left_alone() -> None:
    assert offered(TABLE + '\n<!-- hostdoc: waive footing "$800" = "$790": on purpose -->\n') == []


def test_differences_are_the_least_of_each_line() -> None:
    source = Source.of("plan.md", "a 410 b\r\nsame\n1 x\x0c5 5")
    found = differences(source, "a 420 b\r\nsame\n1 x\x0c5 15")
    assert [(it.span.start, it.span.end, it.text) for it in found] == [(3, 4, "2"), (20, 20, "1")]
    assert applied(source.text, found) == "a 420 b\r\nsame\n1 x\x0c5 15"
