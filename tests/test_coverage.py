"""What no check speaks of: figures that look derived, documents with nothing checked, files that are not read."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from hostdoc.core.result import Audit, AuditedDocument
from hostdoc.core.span import Source
from hostdoc.coverage import uncovered
from hostdoc.outputs import render
from hostdoc.outputs.terminal import summary
from hostdoc.outputs.view import View
from hostdoc.pipeline import audit_source
from hostdoc.project import audit_paths

DAY = date(2026, 1, 1)
ALONE = "# Plan\n\n| Item | Price |\n|---|---|\n| Hosting | $410 |\n| Support | $380 |\n"


def audited(text: str, name: str = "plan.md") -> AuditedDocument:
    return audit_source(Source.of(name, text), DAY)


def listed(text: str) -> list[tuple[str, str]]:
    return [(it.figure.text, it.reason) for it in uncovered(audited(text))]


def rules(text: str) -> list[str]:
    return [it.rule for it in audited(text).diagnostics]


@pytest.mark.parametrize(
    ("label", "says"),
    [
        ("Total", "total"),
        ("Subtotal, hosting", "subtotal"),
        ("Margin", "margin"),
        ("Average", "average"),
        ("Ø Preis", "ø"),
        ("Net", "net"),
        ("Cost per user", "per user"),
        ("LTV ratio", "ratio"),
        ("Payback", "payback"),
    ],
)
def test_labels_that_say_a_figure_is_derived(label: str, says: str) -> None:
    (found,) = listed(f"| Item | 2026 |\n|---|---|\n| {label} | $1,234 |\n")
    assert found == ("$1,234", f"the row `{label}` says {says}")
    by_column = listed(f"| Item | {label} |\n|---|---|\n| Hosting | $1,234 |\n")
    assert by_column == [("$1,234", f"the column `{label}` says {says}")]


@pytest.mark.parametrize("label", ["Hosting", "Price per user", "Total supply", "Network", "~3 emails/user", "Media"])
def test_labels_that_say_nothing(label: str) -> None:
    assert listed(f"| Item | Q |\n|---|---|\n| {label} | $1,234 |\n") == []


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("The total is $5,000.", ["$5,000"]),
        ("All of it is $5,000 in total.", ["$5,000"]),
        ("On average $5,000.", ["$5,000"]),
        ("It has a total of 12 rooms.", []),
        ("A total was not given. It costs $5,000.", []),
        ("It costs $5,000.", []),
    ],
)
def test_sentences_that_say_so(text: str, figures: list[str]) -> None:
    assert [figure for figure, _ in listed(text)] == figures


def test_what_is_recalculated_is_covered_whatever_the_verdict() -> None:
    table = "| Item | Cost |\n|---|---|\n| a | $410 |\n| b | $380 |\n| Total | {} |\n"
    assert listed(table.format("$790")) == listed(table.format("$800")) == []


def test_bound_and_unbound_are_all_figures() -> None:
    document = audited("| Item | Cost |\n|---|---|\n| a | $410 |\n| b | $380 |\n| Total | $790 |\n\nLater: $33,333.\n")
    assert (document.bound, document.unbound, len(document.ledger.figures)) == (3, 1, 4)
    assert summary(Audit((document,))).endswith("0 undecided; 1 figure in no check")
    result = json.loads(render("json", Audit((document,)), View()))
    assert result["summary"]["unbound"] == result["documents"][0]["unbound"] == 1


def test_a_document_in_which_nothing_is_checked_is_not_called_clean() -> None:
    assert rules(ALONE) == ["nothing-checked"]
    text = render("terminal", Audit((audited(ALONE),)), View())
    assert "note[nothing-checked]: plan.md: nothing is checked in this document: 2 figures stand alone" in text
    assert rules("# Plan\n\nNo amounts, 3 reasons.\n") == rules("") == []


def test_many_such_documents_take_few_lines() -> None:
    documents = tuple(audited(ALONE, f"d{number}.md") for number in range(9))
    text = render("terminal", Audit(documents), View())
    assert text.count("note[nothing-checked]") == 5 and "and 4 documents more" in text


def test_uncovered_figures_are_listed_when_asked_for() -> None:
    audit = Audit((audited(ALONE + "\nThe total is €5,000.\n"),))
    line = "uncovered: plan.md:8:14  €5,000  nothing recalculates it; `total` stands beside it"
    assert line in render("terminal", audit, View(uncovered=True)).splitlines()
    assert line not in render("terminal", audit, View()).splitlines()
    (found,) = json.loads(render("json", audit, View()))["uncovered"]
    assert (found["path"], found["line"], found["column"], found["text"]) == ("plan.md", 8, 14, "€5,000")


def test_a_table_in_html_is_named_as_unread() -> None:
    assert "html-table" in rules("<table><tr><td>$5</td></tr></table>\n")


def test_other_formats_in_a_folder_are_named_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "docs" / "more").mkdir(parents=True)
    for name in ("plan.md", "a.rst", "more/b.rst", "more/c.XLSX", "logo.png", ".hidden.csv"):
        (tmp_path / "docs" / name).write_text("$5", "utf-8")
    audit = audit_paths(["docs"], DAY)
    assert [(it.folder, it.endings) for it in audit.passed] == [("docs", ((".rst", 2), (".xlsx", 1)))]
    assert "note: not read in docs: 2 .rst, 1 .xlsx\n" in render("terminal", audit, View())
    assert json.loads(render("json", audit, View()))["passed"] == [
        {"folder": "docs", "endings": {".rst": 2, ".xlsx": 1}}
    ]
    assert audit_paths(["docs/plan.md"], DAY).passed == ()


def table(label: str, total: str) -> str:
    return f"| Part | Cost | Note |\n|---|---|---|\n| A | $10 | |\n| B | $20 | |\n| {label} | {total} | v2 |\n"


@pytest.mark.parametrize("total", ["$3O", "~$3O/month", "3O", "3O EUR", "€l2", "**$ 3O**", "$1.2.3"])
def test_a_total_that_cannot_be_read_is_a_warning(total: str) -> None:
    (found,) = [it for it in audited(table("Total", total)).diagnostics if it.rule == "unread-total"]
    assert (found.severity, found.span.first.line) == ("warning", 5)
    assert found.message == f"the total `{total.strip('*')}` cannot be read as an amount, so nothing checks it"


@pytest.mark.parametrize(
    ("label", "total"),
    [
        *(("Total", total) for total in ("$30", "TBD", "—", "", "2026-05-07", "Q3 2026", "see 2.1.4", "v2", "$$$")),
        ("Mail", "$3O"),
        ("Included in all plans", "$3O"),
    ],
)
def test_what_is_no_amount_or_no_total_is_no_unread_total(label: str, total: str) -> None:
    assert "unread-total" not in [it.rule for it in audited(table(label, total)).diagnostics]


def test_in_all_is_a_total_where_it_says_no_more() -> None:
    assert [it.outcome for it in audited(table("In all", "$31")).checks] == ["drifts"]
    assert [it.outcome for it in audited(table("**In all:**", "$30")).checks] == ["holds"]
    assert [it for it in audited(table("In all regions", "$31")).checks if it.outcome == "drifts"] == []
