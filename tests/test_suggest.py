"""`hostdoc suggest`: what it declares, what it leaves out, and that readers never see a difference."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from hostdoc.core.result import AuditedDocument
from hostdoc.core.span import Source
from hostdoc.pipeline import audit_source
from hostdoc.report.document_page import compose
from hostdoc.suggestions import Suggested, suggest

DAY = date(2026, 1, 1)
HERE = Path(__file__).parent
SAMPLES = sorted(
    path for room in ("relations", "formulas") for path in (HERE / room / "samples").rglob("*") if path.is_file()
) + sorted((HERE.parent / "sources").glob("*.*"))


def audited(text: str, name: str = "plan.md") -> AuditedDocument:
    return audit_source(Source.of(name, text), DAY)


def suggested(text: str, name: str = "plan.md") -> Suggested:
    return suggest(Source.of(name, text), DAY)


def added(text: str, name: str = "plan.md") -> list[str]:
    """The lines that are new or different."""
    before = text.splitlines()
    return [line for line in suggested(text, name).after.splitlines() if line not in before]


def reasons(text: str) -> list[str]:
    return [left.reason for left in suggested(text).left]


ROWS = """| Tool | Count | Each | Cost |
|---|---|---|---|
| Lathe | 2 | $410 | $820 |
| Drill | 4 | $130 | $520 |
| Press | 3 | $700 | $2,100 |
| Total | | | $3,440 |
"""
ORG = ROWS.replace("|---|---|---|---|", "|---+---+---+---|")


def test_columns_and_totals_of_a_table_are_one_line_below_it() -> None:
    assert suggested(ROWS + "\nMore.\n").after == f"{ROWS}<!-- TBLFM: @>$4=sum(@2..@-1)::$4=$2*$3 -->\n\nMore.\n"


def test_in_org_as_org_writes_it() -> None:
    assert suggested(ORG, "plan.org").after == f"{ORG}#+TBLFM: @>$4=vsum(@2..@-1)::$4=$2*$3\n"


def test_line_ends_and_a_missing_last_one_stay() -> None:
    text = ROWS.replace("\n", "\r\n").removesuffix("\r\n")
    assert suggested(text).after == f"{text}\r\n<!-- TBLFM: @>$4=sum(@2..@-1)::$4=$2*$3 -->"


def test_in_a_quote_the_line_is_of_the_quote() -> None:
    text = "".join(f"> {line}\n" for line in ROWS.splitlines())
    assert added(text) == ["> <!-- TBLFM: @>$4=sum(@2..@-1)::$4=$2*$3 -->"]


def test_a_table_with_formulas_gets_more_of_them() -> None:
    said = "<!-- TBLFM: $4=$2*$3 -->\n"
    assert added(ROWS.replace("$3,440", "") + said) == []
    only_total = ROWS + "<!-- TBLFM: @>$4=sum(@2..@-1) -->\n"
    assert added(only_total) == ["<!-- TBLFM: @>$4=sum(@2..@-1)::$4=$2*$3 -->"]


def test_one_row_that_drifts_among_rows_that_agree_is_declared_with_them() -> None:
    near = ROWS.replace("$520", "$530").replace("$3,440", "$3,450")
    found = suggested(near)
    assert "$4=$2*$3" in found.after
    assert [check.outcome for check in found.declared].count("drifts") == 1
    drifting = [check for check in audited(found.after).checks if check.outcome == "drifts"]
    assert [(it.verdict.relation.kind, it.verdict.relation.stated.text) for it in drifting] == [("formula", "$530")]


def test_what_drifts_alone_is_left() -> None:
    text = "| Item | Cost |\n|---|---|\n| A | $10 |\n| B | $30 |\n| Total | $41 |\n"
    assert (added(text), reasons(text)) == ([], ["it drifts; mend it first"])


def test_totals_of_several_columns_are_one_formula() -> None:
    text = """| Item | 2025 | 2026 |
|---|---|---|
| Travel | 2,000 | 3,100 |
| Servers | 4,200 | 4,700 |
| Rent | 1,000 | 1,100 |
| Total | 7,200 | 8,900 |
"""
    assert added(text) == ["<!-- TBLFM: @>$2..@>$3=sum(@2..@-1) -->"]


def test_a_corner_that_foots_both_ways_says_both() -> None:
    text = """| Item | 2025 | 2026 | Total |
|---|---|---|---|
| Travel | 2,000 | 3,100 | 5,100 |
| Servers | 4,200 | 4,700 | 8,900 |
| Total | 6,200 | 7,800 | 14,000 |
"""
    found = suggested(text)
    kinds = [check.verdict.relation.kind for check in audited(found.after).checks]
    assert kinds == ["formula"] * 6
    assert "14,000<!-- = sum($2..$3) --> |" in found.after


LIST = "- Price: $10\n- Cost: $4\n- Margin: 60%\n"


def test_a_result_in_prose_is_said_by_the_names_of_its_inputs() -> None:
    assert added(LIST) == ["- Margin: 60%<!-- = ($price - $cost) / $price -->"]
    assert added(LIST, "plan.org") == ["- Margin: 60%@@comment:= ($price - $cost) / $price@@"]


def test_inputs_whose_names_say_too_little_get_one() -> None:
    assert added("## Old\n\n- Price: $7\n\n## New\n\n" + LIST) == [
        "- Price: $10<!-- $price_2 -->",
        "- Margin: 60%<!-- = ($price_2 - $cost) / $price_2 -->",
    ]


def test_a_total_in_prose_names_the_table_it_sums() -> None:
    text = """## Move

| Item | Cost |
|---|---|
| Van | $300 |
| Boxes | $85 |
| Help | $130 |

Total: $515
"""
    assert added(text) == ["<!-- NAME: move -->", "Total: $515<!-- = sum(remote(move, @2$2..@4$2)) -->"]


def test_what_cannot_be_declared_is_left_with_its_reason() -> None:
    assert reasons("In all 100 users × $29 = $2,900 a month.\n") == ["the text writes it out"]
    waived = ROWS.replace("$3,440", "$3,500") + '\n<!-- hostdoc: waive footing "$3,500" = "$3,440": agreed -->\n'
    assert reasons(waived) == ["its drift is waived"]


# -- The proof, over every sample -------------------------------------------------------------------------------------


def seen(text: str, name: str) -> str:
    """The words that a reader of the page sees; what hostdoc writes beside them left out."""
    page = compose(audited(text, name), lambda address: address)
    blocks = " ".join(block.html for section in page.sections for block in section.blocks)
    bare = re.sub(r"<(span|svg)\b[^>]*\bhd-(?:sign|fix|vh)\b.*?</\1>|<caption>.*?</caption>|<[^<>]*>", " ", blocks)
    return " ".join(bare.split())


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_proposals_say_what_was_inferred(path: Path) -> None:
    before = audited(path.read_text("utf-8"), path.name)
    found = suggested(path.read_text("utf-8"), path.name)
    after = audited(found.after, path.name)

    def told(document: AuditedDocument, *, as_formula: frozenset[str]) -> list[tuple[str, str, str, str]]:
        checks = [(check, check.verdict.relation) for check in document.checks]
        return sorted(
            ("formula" if check.id in as_formula else r.kind, r.stated.text, check.outcome, check.recalculated)
            for check, r in checks
        )

    declared = frozenset(check.id for check in found.declared)
    now = told(after, as_formula=frozenset())
    for said in told(before, as_formula=declared):
        assert said in now
        now.remove(said)
    assert not [said for said in now if said[2] == "drifts"]
    wrong = [[it.message for it in document.diagnostics if it.severity != "note"] for document in (before, after)]
    assert wrong[0] == wrong[1]
    assert suggested(found.after, path.name).after == found.after
    assert len(found.declared) + len(found.left) == sum(
        check.verdict.relation.basis != "declared"
        and check.verdict.relation.kind not in ("exchange", "tie-out", "bound", "ordering")
        for check in before.checks
    )


def test_samples_are_declared_for_the_most_part() -> None:
    found = [suggested(path.read_text("utf-8"), path.name) for path in SAMPLES]
    refused = [left for it in found for left in it.left if left.reason.startswith("declared, ")]
    assert sum(len(it.declared) for it in found) > 8 * len(refused) > 0


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_readers_see_no_difference(path: Path) -> None:
    text = path.read_text("utf-8")
    assert seen(suggested(text, path.name).after, path.name) == seen(text, path.name)


def test_names_that_change_with_a_comment_beside_them_are_given_in_the_next_round() -> None:
    text = "# Now\n\n- ARR $312K ($26K MRR), was $120K a year ago: 2.6x\n"
    found = suggested(text)
    assert "2.6x<!-- = $arr / $" in found.after
    assert (len(found.declared), found.left) == (2, ())
    assert suggested(found.after).after == found.after


# -- The command ------------------------------------------------------------------------------------------------------


def command(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-X", "utf8", "-m", "hostdoc", "suggest", *arguments]
    return subprocess.run(line, cwd=folder, capture_output=True, text=True, encoding="utf-8", timeout=60)


def test_shows_a_diff_and_writes_when_told(tmp_path: Path) -> None:
    file = tmp_path / "plan.md"
    file.write_text(ROWS)
    shown = command(tmp_path, "plan.md")
    assert (shown.returncode, shown.stderr) == (0, "4 relations in 1 document would be declared; --write does it\n")
    assert "+<!-- TBLFM: @>$4=sum(@2..@-1)::$4=$2*$3 -->\n" in shown.stdout
    assert file.read_text() == ROWS
    written = command(tmp_path, "--write", "plan.md")
    assert (written.returncode, written.stderr) == (0, "declared 4 relations in 1 document\n")
    assert file.read_text() == suggested(ROWS).after
    again = command(tmp_path, "--write", "plan.md")
    assert (again.stdout, again.stderr) == ("", "nothing to declare\n")


def test_a_link_is_not_written_and_what_is_missing_is_said(tmp_path: Path) -> None:
    (tmp_path / "real.md").write_text(ROWS)
    (tmp_path / "plan.md").symlink_to(tmp_path / "real.md")
    done = command(tmp_path, "--write", "plan.md", "gone.md")
    assert done.returncode == 2
    assert "error: cannot read gone.md" in done.stderr
    assert "error: plan.md was not written: it is a link to" in done.stderr
    assert (tmp_path / "real.md").read_text() == ROWS
