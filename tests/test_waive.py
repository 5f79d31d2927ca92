"""`hostdoc waive`: one drift is accepted where it stands, and nothing else changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from hostdoc.cli import cli

TABLE = "| Item | Cost |\n|---|---|\n| A | $5 |\n| B | $9 |\n| Total | $15 |\n"
ORG = TABLE.replace("---|---", "---+---")
MARKDOWN_WAIVER = '<!-- hostdoc: waive footing "$15" = "$14": as quoted -->'
ORG_WAIVER = '# hostdoc: waive footing "$15" = "$14": as quoted'
REASON = ("--reason", "as quoted")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, list(arguments), catch_exceptions=False)


def written(text: str, place: str, *more: str, name: str = "plan.md") -> str:
    """A text with the waiver of a place written into it; checked, it passes."""
    Path(name).write_bytes(text.encode())
    done = run("waive", f"{name}:{place}", *REASON, "--write", *more)
    assert done.exit_code == 0, done.stderr
    checked = run("check", "--no-cache", "--fail-on", "warning", name)
    assert checked.exit_code == 0 and "as quoted" in checked.stdout, checked.stdout
    return Path(name).read_bytes().decode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (TABLE, f"{TABLE.rstrip()}\n\n{MARKDOWN_WAIVER}\n"),
        (f"# A\n\n{TABLE}\nWords.\n", f"# A\n\n{TABLE}\n{MARKDOWN_WAIVER}\n\nWords.\n"),
        (f"{TABLE}# B\n", f"{TABLE}\n{MARKDOWN_WAIVER}\n\n# B\n"),
        (TABLE.replace("\n", "\r\n"), f"{TABLE.rstrip()}\n\n{MARKDOWN_WAIVER}\n".replace("\n", "\r\n")),
        (f"\ufeff{TABLE}", f"\ufeff{TABLE.rstrip()}\n\n{MARKDOWN_WAIVER}\n"),
        (TABLE.rstrip(), f"{TABLE.rstrip()}\n\n{MARKDOWN_WAIVER}"),
    ],
)
def test_a_total_is_waived_below_its_table(before: str, after: str) -> None:
    line = before.replace("\r\n", "\n").split("\n").index("| Total | $15 |") + 1
    assert written(before, str(line)) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (ORG, f"{ORG}{ORG_WAIVER}\n"),
        (f"* A\n{ORG}\nWords.\n", f"* A\n{ORG}{ORG_WAIVER}\n\nWords.\n"),
    ],
)
def test_org_has_lines_for_it(before: str, after: str) -> None:
    line = before.split("\n").index("| Total | $15 |") + 1
    assert written(before, str(line), name="plan.org") == after


def test_formulas_below_a_table_stay_there() -> None:
    line = "#+TBLFM: @>$2=vsum(@2..@-1)"
    text = written(f"{ORG}{line}\n", "5", name="plan.org")
    assert text.splitlines()[5] == line and "waive formula" in text.splitlines()[6]
    line = "<!-- TBLFM: @>$2=vsum(@2..@-1) -->"
    assert written(f"{TABLE}{line}\n", "5").splitlines()[5] == line


@pytest.mark.parametrize(
    ("before", "place", "beside"),
    [
        ("- A\n- So 12 × $4 = $50 a day.\n- C\n", "2", "= $50 a day. <!-- hostdoc: waive"),
        ("1. A\n\n   So 12 × $4 = $50 a day.\n\n2. C\n", "3", "= $50 a day. <!-- hostdoc: waive"),
        ("So 12 × $4 = $50 a day.\n\nMore.\n", "1", "a day.\n\n<!-- hostdoc: waive"),
        ("> So 12 × $4 = $50 a day.\n\nMore.\n", "1", "a day. <!-- hostdoc: waive"),
        ("## So 12 × $4 = $50 a day\n\nMore.\n", "1", "a day\n\n<!-- hostdoc: waive"),
    ],
)
def test_it_stands_where_it_parts_nothing(before: str, place: str, beside: str) -> None:
    after = written(before, place)
    assert beside in after
    assert after.replace(after[after.index("<!--") : after.index("-->") + 3], "").split() == before.split()


def test_a_diff_is_shown_and_nothing_written() -> None:
    Path("plan.md").write_text(TABLE, "utf-8")
    done = run("waive", "plan.md:5:11", *REASON, "--until", "2999-01-31")
    assert done.exit_code == 0 and "until=2999-01-31: as quoted -->" in done.stdout
    assert "+<!-- hostdoc: waive" in done.stdout and "would be waived; --write does it" in done.stderr
    assert Path("plan.md").read_text("utf-8") == TABLE


def test_one_of_two_tables_is_waived() -> None:
    text = f"# A\n\n{TABLE}\n# B\n\n{TABLE}"
    Path("plan.md").write_text(text, "utf-8")
    assert run("waive", "plan.md:15", *REASON, "--write").exit_code == 0
    checked = run("check", "--no-cache", "--format", "concise", "plan.md")
    assert checked.stdout.count("error[") == 1 and "plan.md:7:11" in checked.stdout


def test_one_of_two_figures_of_a_line_is_named() -> None:
    text = "| Item | A | B |\n|---|---|---|\n| X | $5 | $5 |\n| Y | $9 | $9 |\n| Total | $15 | $15 |\n"
    Path("plan.md").write_text(text, "utf-8")
    both = run("waive", "plan.md:5", *REASON)
    assert both.exit_code == 2 and "2 figures drift in plan.md:5; name one: 5:11 `$15` (--only footing)" in both.stderr
    done = run("waive", "plan.md:5:17", *REASON, "--write")
    assert done.exit_code == 0
    checked = run("check", "--no-cache", "--format", "concise", "plan.md")
    assert checked.stdout.count("error[") == 1 and "plan.md:5:11" in checked.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["plan.md:3", *REASON], "no figure drifts in plan.md:3; those that do: 5:11 `$15` (--only footing)"),
        (["plan.md:5", "--only", "margin", *REASON], "no margin drifts in plan.md:5"),
        (["plan.md:5", "--reason", " "], "a waiver needs a reason"),
        (["plan.md:5", "--reason", "a --> b"], "the reason may not hold `-->`"),
        (["plan.md:5", "--until", "2020-01-31", *REASON], "2020-01-31 is over"),
        (["plan.md:5", "--until", "soon", *REASON], "soon"),
        (["plan.md", *REASON], "is no place"),
        (["none.md:5", *REASON], "cannot read none.md: there is no such file"),
        (["plan.md:5"], "--reason"),
        (["waived.md:5", *REASON], "it is waived already, in line 7: as quoted"),
        (["ended.md:5", *REASON], "its waiver in line 7 ended on 2020-01-31; give that a later date"),
    ],
)
def test_what_cannot_be_waived_is_said(arguments: list[str], said: str) -> None:
    ended = MARKDOWN_WAIVER.replace(": as", " until=2020-01-31: as").replace("waive: ", "waive ")
    texts = {"plan": TABLE, "waived": f"{TABLE}\n{MARKDOWN_WAIVER}\n", "ended": f"{TABLE}\n{ended}\n"}
    for name, text in texts.items():
        Path(f"{name}.md").write_text(text.replace("hostdoc until=2020-01-31:", "hostdoc:"), "utf-8")
    done = run("waive", *arguments)
    assert done.exit_code == 2 and said in done.stderr, done.stderr
    assert "Traceback" not in done.stderr and Path("plan.md").read_text("utf-8") == TABLE


def test_figures_of_other_documents_are_known() -> None:
    Path("hostdoc.toml").write_text('sources = ["."]\n', "utf-8")
    Path("prices.md").write_text("- Spot: $2/hr<!-- $spot -->\n", "utf-8")
    Path("plan.md").write_text("Ten hours are $21<!-- = $prices:spot * 10 -->.\n", "utf-8")
    assert run("waive", "plan.md:1", *REASON, "--write").exit_code == 0
    assert run("check", "--no-cache", ".").exit_code == 0
