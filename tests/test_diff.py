"""`hostdoc diff`: what changed in figures, what follows from it and did not follow, and which verdicts are others."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from hostdoc.cli import cli

PLAN = """# Plan

## Costs

| Item | Monthly cost |
|------|--------------|
| Engine | $7 |
| Web | $7 |
| Database | $7 |
| Store | $7 |
| Total | $28 |

The smallest setup is $28/month, for all four.

## Margin

- Price: $75/month<!-- $price -->
- Total of the hosting: $28/month<!-- $hosting -->

That leaves a margin of 62.7%<!-- = ($price - $hosting) / $price -->.
"""
DEARER = PLAN.replace("| Database | $7 |", "| Database | $10 |")
FOLLOWED = DEARER.replace("$28", "$31").replace("62.7%", "58.7%")


def git(*arguments: str) -> None:
    identity = ("-c", "user.name=n", "-c", "user.email=e@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(("git", *identity, *arguments), check=True, capture_output=True)


def write(path: str, text: str) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text, "utf-8")


def commit(**texts: str) -> None:
    """One commit more, in a repository that is made with the first."""
    if not Path(".git").exists():
        git("init", "-q", "-b", "main")
        Path(".gitignore").write_text("/cache/\n", "utf-8")
    for name, text in texts.items():
        write(f"sources/{name}.md", text)
    git("add", "-A")
    git("commit", "-q", "--allow-empty", "-m", "one")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("HOSTDOC_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path


def diff(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["diff", *arguments], catch_exceptions=False)


def found(*arguments: str) -> dict[str, object]:
    """The only document of which there is something to say."""
    (document,) = json.loads(diff(*arguments, "--format", "json").stdout)["documents"]
    return document  # type: ignore[no-any-return]


def compared(before: str, after: str, name: str = "plan.md") -> dict[str, list[str]]:
    """What is said of two texts: figures as `before → after`, what is behind as `stated: what it comes to`."""
    for side, text in (("before", before), ("after", after)):
        Path(side).mkdir(exist_ok=True)
        Path(side, name).write_bytes(text.encode())
    done = json.loads(diff("before", "after", "--format", "json").stdout)["documents"]
    (it,) = done or [{}]

    def said(change: dict[str, dict[str, str] | None]) -> str:
        return " → ".join(side["text"] if (side := change[end]) else "none" for end in ("before", "after"))

    return {
        "changes": [said(change) for change in it.get("changes", [])],
        "followed": [said(change) for change in it.get("followed", [])],
        "behind": [f"{change['after']['text']}: {change['recalculated']['text']}" for change in it.get("behind", [])],
        "drifting": [check["stated"]["text"] for check in it.get("newly_drifting", [])],
        "mended": [check["stated"]["text"] for check in it.get("mended", [])],
        "unchecked": [change["after"]["text"] for change in it.get("unchecked", [])],
    }


# -- What follows -----------------------------------------------------------------------------------------------------


def test_what_did_not_follow_comes_first_by_all_that_lies_between() -> None:
    commit(plan=PLAN)
    write("sources/plan.md", DEARER)
    done = diff("HEAD")
    assert done.exit_code == 1
    lines = done.stdout.splitlines()
    assert lines[:2] == ["sources/plan.md", "  did not follow"]
    assert "Costs / Total" in lines[2] and "still $28" in lines[2] and "comes to $31" in lines[2]
    assert lines[2].endswith("error[footing]")
    assert any("62.7%" in line and "comes to 58.67%" in line for line in lines), done.stdout
    assert "    9:14  Costs / Database  $7 → $10  +3 (+42.9%)" in lines
    assert "    11:11  Costs / Total  $28 as before, comes to $31" in lines
    assert lines[-1].startswith("4 figures did not follow, ")


def test_what_followed_is_said_and_does_not_fail() -> None:
    commit(plan=PLAN)
    write("sources/plan.md", FOLLOWED)
    done = diff("HEAD")
    assert done.exit_code == 0 and "did not follow" not in done.stdout
    it = compared(PLAN, FOLLOWED)
    assert it["followed"] == ["$28 → $31", "$28/month → $31/month", "$28/month → $31/month", "62.7% → 58.7%"]
    assert it["changes"] == ["$7 → $10", *it["followed"]]
    assert not it["behind"] and not it["drifting"]


def test_a_row_that_is_new_or_gone_is_one_that_a_total_follows() -> None:
    without = PLAN.replace("| Store | $7 |\n", "")
    assert compared(PLAN, without)["behind"][0] == "$28: $21"
    assert compared(PLAN, without)["changes"] == ["$7 → none"]
    right = without.replace("$28", "$21").replace("62.7%", "72%")
    assert compared(right, PLAN)["followed"][0] == "$21 → $28" and compared(right, PLAN)["behind"] == []
    assert compared(right, PLAN.replace("| Total | $28 |", "| Total | $21 |"))["behind"][0] == "$21: $28"


def test_a_figure_that_follows_to_something_else_is_behind() -> None:
    it = compared(PLAN, DEARER.replace("| Total | $28 |", "| Total | $30 |"))
    assert it["behind"][0] == "$30: $31" and "$28 → $30" in it["changes"]


def test_rounding_is_not_behind() -> None:
    table = "| Item | Cost |\n|---|---|\n| A | $1.04 |\n| B | $2.04 |\n| Total | ~$3 |\n"
    it = compared(table, table.replace("$1.04", "$1.06"))
    assert (it["behind"], it["changes"]) == ([], ["$1.04 → $1.06"])


def test_what_an_author_waived_is_not_told_nor_what_follows_from_it() -> None:
    waived = PLAN.replace("| Total | $28 |", "| Total | $40 |").replace("$28/month", "$40/month")
    waived = waived.replace("62.7%", "46.7%")
    waive = '\n<!-- hostdoc: waive footing "$40" = "NOW": room for more -->\n\n## Margin'
    before = waived.replace("\n## Margin", waive.replace("NOW", "$28"))
    after = waived.replace("\n## Margin", waive.replace("NOW", "$31")).replace(
        "| Database | $7 |", "| Database | $10 |"
    )
    assert compared(before, after) == {
        "changes": ["$7 → $10"],
        "followed": [],
        "behind": [],
        "drifting": [],
        "mended": [],
        "unchecked": [],
    }


def test_equal_amounts_of_other_things_need_not_follow() -> None:
    table = "| Service | CPU | Cost |\n|---|---|---|\n| {} | 0.25 vCPU | $12 |\n| {} | 0.5 vCPU | $15 |\n"
    text = f"# One\n\n{table.format('Engine', 'Web')}\n# Other\n\n{table.format('Engine on it', 'Web on it')}"
    it = compared(text, text.replace("0.25 vCPU", "0.35 vCPU", 1).replace("$12", "$13", 1))
    assert it["changes"] == ["0.25 vCPU → 0.35 vCPU", "$12 → $13"] and not it["behind"] and not it["unchecked"]


def test_of_amounts_that_follow_from_each_other_the_sum_is_told() -> None:
    text = """# Work

New funding of 8 hours a week for 48 weeks at $150/hour gives a total of $57,600.

The total amount for the rest is $58,600.

| Part | Amount |
|---|---|
| New funding | $57,600 |
| The rest | $58,600 |
| Total | $116,200 |
"""
    it = compared(text, text.replace("8 hours a", "9 hours a"))
    assert it["behind"] == ["$57,600: $64,800", "$57,600: $64,800", "$116,200: $123,400"]


def test_what_was_rounded_on_the_way_is_not_told() -> None:
    text = "- Price: $0.71<!-- $price -->\n\n"
    text += "At $57<!-- $sum = $price * 80 --> a month, a year is $684<!-- = $sum * 12 -->.\n"
    assert compared(text, text.replace("0.71", "0.711"))["behind"] == []
    assert compared(text, text.replace("0.71", "0.91"))["behind"][0] == "$57: $72.80"


def test_figures_of_other_documents_follow() -> None:
    commit(prices="- Spot: $2/hr<!-- $spot -->\n", plan="Ten hours are $20<!-- = $prices:spot * 10 -->.\n")
    write("sources/prices.md", "- Spot: $3/hr<!-- $spot -->\n")
    done = json.loads(diff("HEAD", "--format", "json").stdout)
    plan, prices = done["documents"]
    assert plan["behind"][0]["recalculated"]["text"] == "$30" and plan["changes"] == []
    assert prices["changes"][0]["difference"]["low_percent"] == "50"


# -- What held ---------------------------------------------------------------------------------------------------------

TREE = """# Hosting

```
Monthly cost, option B
├── Machines                      $62
├── Postgres (managed)            $72
├── Volumes                       $9
└── Bandwidth                     $15
Total                             $158
```
"""
SAID = """# Hosting

| Item | Monthly |
|------|--------:|
| Servers | $40 |
| Mail | $14 |
| **Total** | **$54** |

So option A costs **$54 a month**, or $648 a year.
"""
SAVINGS = """# Savings plan

We put aside 525 € a month for 14 months, which gives 7,350 €.

| Month | Saved | Balance |
|---|---|---|
| Jan 2027 | 525 € | 525 € |
| Feb 2027 | 525 € | 1,050 € |
| Mar 2027 | 525 € | 1,575 € |
| Apr 2027 | 525 € | 2,100 € |
"""
GROWTH = """# Plan

| | 2026 | 2027 | 2028 |
|---|---:|---:|---:|
| Customers (year end) | 420 | 1,100 | 2,400 |
| Growth | | 162% | 118% |
| Subscription revenue | $265K | $720K | $1,660K |
| Salaries | $310K | $480K | $760K |
"""


@pytest.mark.parametrize(
    ("before", "old", "new", "behind"),
    [
        (TREE, "$15\n", "$25\n", ["$158: $168"]),
        (SAID, "**$54 a", "**$45 a", ["$45 a month: $54"]),
        (SAVINGS, "14 months", "12 months", ["7,350 €: €6,300"]),
        (SAVINGS, "Mar 2027 | 525", "Mar 2027 | 600", ["1,575 €: €1,650", "2,100 €: €2,175"]),
        (GROWTH, "1,100", "1,200", ["162%: 185.7%", "118%: 100%"]),
    ],
)
def test_what_held_and_no_longer_does_did_not_follow(before: str, old: str, new: str, behind: list[str]) -> None:
    it = compared(before, before.replace(old, new))
    assert (it["behind"], it["unchecked"], it["drifting"]) == (behind, [], [])


def test_what_held_fails_like_a_new_drift() -> None:
    commit(plan=TREE)
    write("sources/plan.md", TREE.replace("$15\n", "$25\n"))
    done = diff("HEAD")
    assert done.exit_code == 1 and "still $158  comes to $168  error[footing]" in done.stdout
    assert done.stdout.endswith("1 figure did not follow, 1 new drift; figures: 1 changed\n")
    assert diff("HEAD", "--exit-zero").exit_code == 0
    write("sources/plan.md", SAID)
    commit()
    write("sources/plan.md", SAID.replace("**$54 a", "**$45 a"))
    assert diff("HEAD").exit_code == 0 and "warning[tie-out]" in diff("HEAD").stdout
    assert diff("HEAD", "--fail-on", "warning").exit_code == 1


@pytest.mark.parametrize(
    "after",
    [
        TREE.replace("$15\n", "$25\n").replace("$158", "$168"),
        TREE.replace("└──", "├── Logs                          $20\n└──").replace("$158", "$178"),
        TREE.replace("$15\n", "$25\n").replace("Total     ", "Limit     "),
        SAID.replace("$40", "$50").replace("$54", "$64").replace("$648", "$768"),
    ],
)
def test_what_follows_or_was_said_otherwise_is_not_told(after: str) -> None:
    assert compared(SAID if "Mail" in after else TREE, after)["behind"] == []


# -- Verdicts ---------------------------------------------------------------------------------------------------------


def test_a_slip_in_a_result_is_a_new_drift_and_its_repair_mends() -> None:
    slip = PLAN.replace("| Total | $28 |", "| Total | $82 |")
    it = compared(PLAN, slip)
    assert "$82" in it["drifting"] and "$28 → $82" in it["changes"]
    back = compared(slip, PLAN)
    assert "$28" in back["mended"] and not back["drifting"]


def test_a_drift_that_was_there_is_no_new_one() -> None:
    slip = "| Item | Cost |\n|---|---|\n| A | $5 |\n| B | $9 |\n| Total | $15 |\n"
    commit(plan=slip)
    write("sources/plan.md", slip.replace("$9", "$8"))
    done = diff("HEAD")
    assert done.exit_code == 0 and "no new drift" in done.stdout


def test_what_is_checked_no_more_is_said() -> None:
    it = compared(PLAN, DEARER.replace("| Total | $28 |", "| Reserve | $28 |").replace("$28/month", "$28/year"))
    assert "$28" not in it["drifting"]
    declared = "- Price: $8<!-- $price -->\n\nIt comes to $80<!-- = $price * 10 --> in all.\n"
    it = compared(declared, declared.replace("<!-- = $price * 10 -->", "").replace("$8<", "$9<"))
    assert it["unchecked"] == ["$80"]
    assert "by the formula that it was, it comes to $90" in diff("before", "after").stdout


@pytest.mark.parametrize(("more", "status"), [((), 0), (("--fail-on", "warning"), 1)])
def test_warnings_fail_when_asked(more: tuple[str, ...], status: int) -> None:
    text = "# Render, $28 a month\n\nRender is $28/month in total.\n\n| Item | Monthly cost |\n|---|---|\n"
    text += "| A | $14 |\n| B | $14 |\n| Total | $28 |\n"
    write("before.md", text)
    write("after.md", text.replace("Render is $28", "Render is $27"))
    done = diff("before.md", "after.md", *more)
    assert "warning[tie-out]" in done.stdout and done.exit_code == status


def test_a_drift_in_the_baseline_is_none() -> None:
    commit(plan=PLAN)
    write("sources/plan.md", DEARER)
    assert diff("HEAD").exit_code == 1
    assert CliRunner().invoke(cli, ["baseline"]).exit_code == 0
    done = diff("HEAD")
    assert done.exit_code == 0 and "no new drift" in done.stdout and "error[" not in done.stdout


# -- Which figure is which --------------------------------------------------------------------------------------------

MOVES = {
    "lines above": f"Some words.\n\nOthers.\n\n{PLAN}",
    "sections in another order": "# Plan\n\n## Margin"
    + PLAN.partition("## Margin")[2]
    + "\n## Costs"
    + PLAN.partition("## Costs")[2].partition("## Margin")[0],
    "rows in another order": PLAN.replace("| Engine | $7 |\n", "").replace("| Store |", "| Engine | $7 |\n| Store |"),
    "a heading of another name": PLAN.replace("## Costs", "## What it costs"),
    "a title of another name": PLAN.replace("# Plan", "# Plan for 2027"),
    "a section one level deeper": PLAN.replace("## Costs", "## All\n\n### Costs"),
    "a sentence in other words": PLAN.replace("The smallest setup", "A small setup for one"),
    "a row of another name": PLAN.replace("| Web |", "| Front end |"),
    "a column of another name": PLAN.replace("Monthly cost", "Cost a month"),
    "digits written in another way": PLAN.replace("| Engine | $7 |", "| Engine | $7.00 |"),
}


@pytest.mark.parametrize("after", MOVES.values(), ids=MOVES)
def test_text_that_moved_is_no_change(after: str) -> None:
    assert after != PLAN
    assert compared(PLAN, after)["changes"] == []


@pytest.mark.parametrize("after", MOVES.values(), ids=MOVES)
def test_a_change_is_seen_in_text_that_moved(after: str) -> None:
    changed = after.replace("| Database | $7 |", "| Database | $10 |")
    assert compared(PLAN, changed)["changes"] == ["$7 → $10"]


def test_many_sections_below_a_title_of_another_name() -> None:
    table = "| I | C |\n|---|---|\n| a | ${} |\n| b | $5 |\n\n"
    text = "# Plan\n\n" + "".join(f"## S{n}\n\n{table.format(n % 9 + 1)}" for n in range(100))
    after = text.replace("# Plan", "# Plan for 2027", 1).replace("| a | $4 |", "| a | $6 |")
    assert compared(text, after)["changes"] == ["$4 → $6"] * 11


SAMPLES = sorted((Path(__file__).parent / "relations" / "samples").iterdir())[::8]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_a_document_is_what_it_is(sample: Path) -> None:
    text = sample.read_text("utf-8")
    again = text.replace("\n", "\r\n") if "\r" not in text else text
    assert not any(compared(text, again, sample.name).values())


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        ("We pay $30 for it.\n", "We now pay $35 for it.\n", ["$30 → $35"]),
        ("It takes 512 MB and $3.\n", "It takes 1 GB and $4.\n", ["512 MB → 1 GB", "$3 → $4"]),
        ("First $3. A tree is $4. Then $5.\n", "First $3. Then $5.\n", ["$4 → none"]),
        ("It costs $3.\n", "It weighs 4 kg.\n", ["none → 4 kg", "$3 → none"]),
        ("Costs are ~$1,000.\n", "Costs are ~$1000.\n", []),
        ("It costs $3–5.\n", "It costs $3–6.\n", ["$3–5 → $3–6"]),
        ("It is free.\n", "It costs $3.\n", ["none → $3"]),
    ],
)
def test_figures_in_sentences(before: str, after: str, changes: list[str]) -> None:
    assert compared(before, after)["changes"] == changes


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("$4", "$5", "+1 (+25%)"),
        ("$5", "$4", "−1 (−20%)"),
        ("$4–5", "$6–9", "low +2 (+50%), high +4 (+80%)"),
        ("$4–5", "$4–6", "high +1 (+20%)"),
        ("$4", "$4–6", "high +2 (+50%)"),
        ("60%", "55%", "−5 points"),
        ("$0", "$5", "+5"),
        ("$5K", "$6K", "+1K (+20%)"),
        ("$5", "€6", ""),
        ("$3", "$4+", ""),
    ],
)
def test_by_how_much(before: str, after: str, said: str) -> None:
    write("a.md", f"| Item | Of it |\n|---|---|\n| A | {before} |\n")
    write("b.md", f"| Item | Of it |\n|---|---|\n| A | {after} |\n")
    (line,) = [line for line in diff("a.md", "b.md").stdout.splitlines() if " → " in line and "3:" in line]
    assert line.partition(f"{before} → {after}")[2].strip() == said


def test_org_documents_are_compared() -> None:
    table = "* Costs\n| Item | Cost |\n|------+------|\n| A | $5 |\n| B | $9 |\n| Total | $14 |\n"
    assert compared(table, table.replace("$9", "$8"), "plan.org")["behind"] == ["$14: $13"]


# -- Which documents --------------------------------------------------------------------------------------------------


def test_renamed_new_and_removed_documents() -> None:
    words = "\n".join(f"Words of line {n}.\n" for n in range(30))
    commit(plan=PLAN + words, old="It costs $5.\n")
    git("mv", "sources/plan.md", "sources/budget.md")
    git("rm", "-q", "sources/old.md")
    write("sources/budget.md", FOLLOWED + words)
    write("sources/new.md", PLAN.replace("$28 |", "$29 |"))
    done = diff("HEAD")
    assert done.exit_code == 1
    titles = [line for line in done.stdout.splitlines() if line and line[0] != " "]
    assert titles[:3] == [
        "sources/plan.md → sources/budget.md",
        "sources/new.md (new, 9 figures)",
        "sources/old.md (removed, 1 figure)",
    ]
    assert "error[footing]" in done.stdout and "did not follow" not in done.stdout


def test_two_revisions_and_where_they_parted() -> None:
    commit(plan=PLAN)
    git("checkout", "-q", "-b", "dearer")
    commit(plan=DEARER)
    git("checkout", "-q", "main")
    commit(other="It costs $5.\n")
    for arguments in (["main", "dearer"], ["main..dearer"]):
        assert diff(*arguments).exit_code == 1 and "other.md (removed, 1 figure)" in diff(*arguments).stdout
    parted = diff("main...dearer")
    assert parted.exit_code == 1 and "other.md" not in parted.stdout and "$7 → $10" in parted.stdout
    assert "other.md" not in diff("main", "dearer", "sources/plan.md").stdout
    assert "plan.md" not in diff("main", "dearer", "--", "sources/other.md").stdout
    assert "plan.md" not in diff("main", "dearer", "sources/*r.md").stdout


def test_paths_are_those_of_the_folder_one_stands_in(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(plan=PLAN)
    write("sources/plan.md", DEARER)
    monkeypatch.chdir(here / "sources")
    for arguments in (["HEAD"], ["HEAD", "."], ["HEAD", "plan.md"], ["HEAD", str(here / "sources")]):
        done = diff(*arguments)
        assert done.exit_code == 1 and "$7 → $10" in done.stdout and "(new" not in done.stdout, arguments


def test_a_hook_of_git_may_run_it(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(plan=PLAN)
    write("sources/plan.md", DEARER)
    for name, value in (("GIT_DIR", ".git"), ("GIT_INDEX_FILE", ".git/index"), ("GIT_PREFIX", "")):
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(here / "sources")
    assert "$7 → $10" in diff("HEAD").stdout


def test_a_document_that_is_gone_may_be_named() -> None:
    commit(plan=PLAN, other="It costs $5.\n")
    Path("sources/plan.md").unlink()
    done = diff("HEAD", "sources/plan.md")
    assert done.exit_code == 0 and done.stdout.startswith("sources/plan.md (removed, 9 figures)") and done.stderr == ""


def test_what_is_hidden_excluded_or_no_document_is_left_out() -> None:
    commit(plan=PLAN)
    for name in (".hidden/a.md", "archive/b.md", "notes.txt"):
        write(f"sources/{name}", DEARER)
    write("hostdoc.toml", 'exclude = ["sources/archive/*"]\n')
    git("add", "-A")
    git("commit", "-qm", "two")
    assert diff("HEAD~1", "HEAD").stdout == "no figure changed in 1 document\n"
    for name in ("sources/archive/b.md", "./sources/archive/b.md"):
        assert "b.md (new, 9 figures)" in diff("HEAD~1", "HEAD", name).stdout


def test_two_folders_may_be_narrowed() -> None:
    for name in ("a", "b"):
        write(f"old/{name}.md", PLAN)
        write(f"new/{name}.md", DEARER)
    assert diff("old", "new").stdout.count("$7 → $10") == 2
    assert diff("old", "new", "b.md").stdout.startswith("old/b.md → new/b.md")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nope"], "git knows no revision `nope`: see `git branch --all`, or fetch it"),
        (["--", "x"], "name a revision or a path"),
        (["HEAD", "nope.md"], "nope.md: there is no such revision, and no document of that name on either side"),
        (["HEAD", "../x.md"], "is outside of the repository"),
        (["sources"], "is a path: name the one to compare it with, or a revision: HEAD sources"),
        (["sources", "sources/plan.md"], "compare two files or two folders"),
        (["sources", "none"], "none: there is no such file or folder"),
        (["main", "both"], "`both` is a revision and a path: write ./both"),
        (["none...main"], "git knows no revision `none`"),
        (["-q", "-v", "HEAD"], "which of the two"),
    ],
)
def test_what_cannot_be_compared_is_said(arguments: list[str], said: str) -> None:
    commit(plan=PLAN)
    git("branch", "both")
    write("both", "")
    done = diff(*arguments)
    assert done.exit_code == 2 and said in done.stderr, done.stderr
    assert "Traceback" not in done.stderr


def test_outside_of_a_repository_it_is_said(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = here.parent / "outside"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(here.parent))
    done = diff("HEAD")
    assert done.exit_code == 2 and "git: " in done.stderr


def test_what_cannot_be_read_is_said_and_hides_nothing() -> None:
    commit(plan=PLAN)
    Path("sources/bad.md").write_bytes(b"\xff\xfe")
    assert diff("HEAD").exit_code == 2 and "sources/bad.md" in diff("HEAD").stderr
    write("sources/plan.md", DEARER)
    assert diff("HEAD").exit_code == 1
    git("add", "-A")
    git("commit", "-qm", "two")
    write("sources/bad.md", "Good.\n")
    assert "it could not be read before: sources/bad.md" in diff("HEAD").stderr


def test_nothing_that_the_repository_names_is_run(here: Path) -> None:
    commit(plan=PLAN)
    Path(".gitattributes").write_text("*.md diff=evil filter=evil\n", "utf-8")
    run = f"touch {here}/pwned; cat"
    names = ("diff.external", "diff.evil.command", "diff.evil.textconv", "core.fsmonitor", "core.pager", "pager.diff")
    for name in names:
        git("config", name, run)
    write("sources/plan.md", DEARER)
    assert diff("HEAD").exit_code == 1
    for base in ("--output=pwned", "HEAD; touch pwned", "-h"):
        assert diff("--", base).exit_code == 2
        assert diff("HEAD", "--", base).exit_code == 2
    assert not (here / "pwned").exists()


# -- How it looks -----------------------------------------------------------------------------------------------------


def test_quiet_says_only_what_is_to_be_mended() -> None:
    write("a.md", PLAN)
    write("b.md", FOLLOWED)
    assert diff("-q", "a.md", "b.md").stdout == ""
    write("b.md", DEARER)
    told = diff("-q", "a.md", "b.md").stdout
    assert "did not follow" in told and "→ $10" not in told and "totals" not in told


def test_a_narrow_terminal_keeps_the_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    write("a.md", PLAN)
    write("b.md", DEARER)
    monkeypatch.setenv("COLUMNS", "76")
    lines = diff("a.md", "b.md").stdout.splitlines()
    assert max(map(len, lines)) <= 76
    assert "    11:11  Costs / Tot…  still $28        comes to $31        error[footing]" in lines


def test_a_label_begins_with_a_whole_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    words = "With 300 Readers, 80 Clubs and 10 Libraries, revenue is 300 × $4 + 80 × $12 + 10 × $49"
    write("a.md", f"# Tiers\n\n{words} = $2,650 a month.\n")
    write("b.md", f"# Tiers\n\n{words} = $2,750 a month.\n")
    assert "Tiers / … Libraries, revenue is 300 × $4 + 80 × $12 +" in diff("a.md", "b.md").stdout


def test_totals_that_stay_are_not_listed() -> None:
    write("a.md", PLAN)
    write("b.md", PLAN.replace("62.7%", "63.7%"))
    assert "totals" not in diff("a.md", "b.md").stdout


def test_verbose_says_every_change() -> None:
    write("a.md", "| Item | Of it |\n|---|---|\n" + "".join(f"| R{n} | $1 |\n" for n in range(30)))
    write("b.md", "| Item | Of it |\n|---|---|\n" + "".join(f"| R{n} | $2 |\n" for n in range(30)))
    assert "and 10 more; --verbose shows them" in diff("a.md", "b.md").stdout
    assert diff("a.md", "b.md", "-v").stdout.count("$1 → $2") == 30


def test_markdown_is_fit_for_a_comment() -> None:
    evil = "</details><script> @someone #1 `x` [a](b)"
    commit(plan=PLAN.replace("Total", evil + " Total"))
    write("sources/plan.md", DEARER.replace("Total", evil + " Total"))
    text = diff("HEAD", "--format", "markdown").stdout
    assert text.startswith("## What changed in figures\n\n3 figures did not follow, ")
    assert "| ❌ | `sources/plan.md:11` |" in text and "<details><summary>sources/plan.md: 1 figure changed" in text
    assert text.count("</details>") == text.count("<details>") == 1
    assert "<script>" not in text and "@someone" not in text and "](b)" not in text
    for line in text.splitlines():
        if line.startswith("| ") and "&#124;" not in line:
            assert line.count("|") in (3, 4, 5, 6)


def test_a_terminal_is_sent_no_escapes() -> None:
    write("a.md", "| Item | Of it |\n|---|---|\n| A\x1b[31m | $1 |\n")
    write("b.md", "| Item | Of it |\n|---|---|\n| A\x1b[31m | $2 |\n")
    told = diff("a.md", "b.md").stdout
    assert "\x1b" not in told and "\\x1b[31m" in told
