"""`hostdoc fix`: what it repairs, what it leaves, and that nothing else of a file ever changes."""

from __future__ import annotations

import stat
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from hostdoc.fixes import Fix, NotWritten, propose, write
from hostdoc.repair import Scope

DAY = date(2026, 1, 1)
SUGGESTED = Scope(suggested=True)
SAMPLES = sorted((Path(__file__).parent / "relations" / "samples").rglob("*.md"))
ROWS = "| Item | Amount |\n|---|---|\n| Hosting | $410 |\n| Support | $380 |\n| Total | $800 |\n"


def proposal(folder: Path, text: str, scope: Scope = SUGGESTED, before: str | None = None) -> Fix:
    file = folder / "plan.md"
    file.write_bytes(text.encode())
    return propose(str(file), "plan.md", scope, DAY, before=None if before is None else before.encode())


def reasons(fix: Fix) -> list[str]:
    return [left.reason for left in fix.left]


def test_a_total_is_rewritten_if_suggestions_are_wanted(tmp_path: Path) -> None:
    assert proposal(tmp_path, ROWS).after == ROWS.replace("$800", "$790")
    careful = proposal(tmp_path, ROWS, Scope())
    assert careful.after == ROWS
    assert reasons(careful) == ["an input may be the wrong one; --suggested rewrites it all the same"]


def test_only_some_kinds(tmp_path: Path) -> None:
    text = ROWS + "\nIn all 100 users × $29 = $2,800 a month.\n"
    only = proposal(tmp_path, text, Scope(suggested=True, kinds=frozenset({"equation"})))
    assert only.after == text.replace("$2,800", "$2,900")
    assert reasons(only) == ["it is of another kind than those asked for"]


GRID = """| Item | 2025 | 2026 | Total |
|---|---|---|---|
| Travel | 2,000 | 3,100 | 5,100 |
| Servers | 4,200 | 4,700 | 8,900 |
| Total | 6,200 | 7,800 | 14,000 |
"""


def test_one_wrong_input_is_mended_rather_than_the_totals_over_it(tmp_path: Path) -> None:
    wrong = GRID.replace("3,100", "3,400")  # its row and its column drift
    assert proposal(tmp_path, wrong).after == GRID


def test_one_wrong_total_is_mended_for_all_that_use_it(tmp_path: Path) -> None:
    for right, wrong in (("5,100", "5,700"), ("7,800", "7,100"), ("14,000", "19,000")):
        assert proposal(tmp_path, GRID.replace(right, wrong)).after == GRID


def test_what_follows_is_mended_with_it(tmp_path: Path) -> None:
    text = """| Item | Cost |
|---|---|
| Servers | $100 |
| Backup | $50 |
| **Subtotal** | **$150** |
| Support | $30 |
| Office | $20 |
| **Subtotal** | **$50** |
| **Total** | **$200** |

100 users × $2 = $210 a month.
"""
    fixed = proposal(tmp_path, text)
    assert fixed.after == text.replace("$210", "$200")


def test_a_wrong_digit_is_mended_alone_where_chance_relates_the_figure_to_others(tmp_path: Path) -> None:
    right = """- Licences: $225/month
- Support: $2,850/month
- **Total:** $3,075/month ($36,900/year)
"""
    assert proposal(tmp_path, right.replace("$3,075", "$3,175")).after == right


def test_a_wrong_digit_of_an_approximate_figure_goes_back_to_what_it_was(tmp_path: Path) -> None:
    text = "| Item | Amount |\n|---|---|\n| Hosting | ~$410 |\n| Support | ~$371 |\n| Total | ~$780 |\n"
    assert proposal(tmp_path, text.replace("~$780", "~$480")).after == text


def test_a_drift_that_cannot_be_mended_does_not_keep_another_from_it(tmp_path: Path) -> None:
    beside = "\n100 users × $2 = $200–240 a month.\n"
    fixed = proposal(tmp_path, ROWS + beside)
    assert fixed.after == ROWS.replace("$800", "$790") + beside
    assert reasons(fixed) == ["it is a range, and comes to one number"]


def test_two_wrong_figures_of_one_chain_are_mended_together(tmp_path: Path) -> None:
    text = """Design: 15% of €39500 = €6195

| Part | Cost |
|---|---|
| Build | €41300 |
| Design | €6195 |
| Total | €46495 |
"""
    fixed = proposal(tmp_path, text)
    assert fixed.after == text.replace("€6195", "€5925").replace("€46495", "€47225")
    assert len(fixed.mended) == 2


def test_the_fewest_figures_are_rewritten_though_other_drifts_hang_together_with_them(tmp_path: Path) -> None:
    text = """| Item | Count | Each | Cost |
|---|---|---|---|
| Desks | 20 | $378 | $7,560 |
| Lamps | 30 | $40 | $1,200 |
| Total | | | $8,760 |
"""
    wrong = text.replace("$7,560", "$7,100")
    assert proposal(tmp_path, wrong).after == text


def test_a_waived_figure_is_not_rewritten_to_follow_a_repair(tmp_path: Path) -> None:
    text = """| Tool | Count | Each | Cost |
|---|---|---|---|
| Lathe | 2 | $410 | $840 |
| Drill | 4 | $130 | $520 |
| Total | | | $1,500 |
<!-- TBLFM: $4=$2*$3::@>$4=sum(@2..@-1) -->
<!-- hostdoc: waive formula "$1,500" = "$1,360": agreed with the shop -->
"""
    fixed = proposal(tmp_path, text)
    assert fixed.after == text
    assert reasons(fixed) == ["then `$1,500` in line 5 would drift (formula)"]


def test_a_waived_figure_is_left_alone(tmp_path: Path) -> None:
    waived = ROWS + '\n<!-- hostdoc: waive footing "$800" = "$790": agreed -->\n'
    fixed = proposal(tmp_path, waived)
    assert (fixed.after, fixed.left) == (waived, ())


def test_a_range_that_comes_to_a_point_is_shown_and_not_rewritten(tmp_path: Path) -> None:
    text = ROWS.replace("$800", "$900–950")
    fixed = proposal(tmp_path, text)
    assert fixed.after == text
    assert reasons(fixed) == ["it is a range, and comes to one number"]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_mended_samples_have_nothing_left_to_mend_and_keep_all_other_bytes(path: Path, tmp_path: Path) -> None:
    for text in (path.read_text("utf-8"), path.read_text("utf-8").replace("\n", "\r\n")):
        first = proposal(tmp_path, text)
        again = proposal(tmp_path, first.after)
        assert again.after == first.after
        assert not again.mended
        bare = str.maketrans("", "", "0123456789,. ")
        assert first.after.translate(bare) == text.translate(bare)


# -- Writing --------------------------------------------------------------------------------------------------------


def test_written_bytes_are_those_read_but_for_the_edit(tmp_path: Path) -> None:
    content = b"\xef\xbb\xbf" + ROWS.replace("\n", "\r\n").encode() + b"\xc2\xa0\r\n\n"
    file = tmp_path / "plan.md"
    file.write_bytes(content)
    file.chmod(0o640)
    write(propose(str(file), "plan.md", SUGGESTED, DAY))
    assert file.read_bytes() == content.replace(b"$800", b"$790")
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert [path.name for path in tmp_path.iterdir()] == ["plan.md"]


def test_a_file_that_changed_meanwhile_is_not_written(tmp_path: Path) -> None:
    fixed = proposal(tmp_path, ROWS)
    newer = ROWS.replace("$410", "$420")
    (tmp_path / "plan.md").write_bytes(newer.encode())
    with pytest.raises(NotWritten, match="changed since it was read"):
        write(fixed)
    assert (tmp_path / "plan.md").read_text() == newer


def test_a_file_that_may_only_be_read_is_not_written(tmp_path: Path) -> None:
    fixed = proposal(tmp_path, ROWS)
    (tmp_path / "plan.md").chmod(0o444)
    with pytest.raises(NotWritten, match="may only be read"):
        write(fixed)
    assert (tmp_path / "plan.md").read_text() == ROWS


def test_a_link_is_not_replaced_by_a_file(tmp_path: Path) -> None:
    fixed = proposal(tmp_path, ROWS)
    (tmp_path / "plan.md").replace(tmp_path / "real.md")
    (tmp_path / "plan.md").symlink_to(tmp_path / "real.md")
    with pytest.raises(NotWritten, match="it is a link to"):
        write(fixed)
    assert (tmp_path / "real.md").read_text() == ROWS


def test_a_file_that_is_gone_is_said(tmp_path: Path) -> None:
    fixed = proposal(tmp_path, ROWS)
    (tmp_path / "plan.md").unlink()
    with pytest.raises(NotWritten, match="nothing was changed"):
        write(fixed)


# -- The command ----------------------------------------------------------------------------------------------------


def command(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-X", "utf8", "-m", "hostdoc", "fix", *arguments]
    return subprocess.run(line, cwd=folder, capture_output=True, text=True, encoding="utf-8", timeout=60)


def test_shows_a_diff_and_writes_when_told(tmp_path: Path) -> None:
    (tmp_path / "plan.md").write_text(ROWS)
    shown = command(tmp_path, "--suggested", "plan.md")
    assert (shown.returncode, shown.stderr) == (0, "1 drift in 1 document would be mended; --write does it\n")
    assert "-| Total | $800 |\n+| Total | $790 |\n" in shown.stdout
    assert (tmp_path / "plan.md").read_text() == ROWS
    written = command(tmp_path, "--suggested", "--write", "plan.md")
    assert (written.returncode, written.stderr) == (0, "mended 1 drift in 1 document\n")
    assert (tmp_path / "plan.md").read_text() == ROWS.replace("$800", "$790")
    again = command(tmp_path, "--suggested", "--write", "plan.md")
    assert (again.stdout, again.stderr) == ("", "nothing to change\n")


def test_what_was_not_written_is_not_said_to_be_mended(tmp_path: Path) -> None:
    (tmp_path / "plan.md").write_text(ROWS)
    (tmp_path / "plan.md").chmod(0o444)
    done = command(tmp_path, "--suggested", "--write", "plan.md")
    assert done.returncode == 2
    assert "plan.md was not written: it may only be read" in done.stderr
    assert done.stderr.endswith("nothing was changed\n")


def test_what_is_left_is_said_with_its_place_and_reason(tmp_path: Path) -> None:
    (tmp_path / "plan.md").write_text(ROWS)
    done = command(tmp_path, "plan.md", "gone.md")
    assert done.returncode == 2
    assert "error: cannot read gone.md: there is no such file or folder" in done.stderr
    assert "left: plan.md:5:11: `$800` (footing): an input may be the wrong one" in done.stderr


def test_an_unknown_kind_is_refused(tmp_path: Path) -> None:
    done = command(tmp_path, "--only", "foting")
    assert done.returncode == 2
    assert "there is no kind `foting`" in done.stderr


# -- What was just edited ---------------------------------------------------------------------------------------------

TIERS = """# Tiers

| Tier | Price/mo | Cost/mo | Margin | Gross profit |
|------|---------:|--------:|-------:|-------------:|
| Reader | $4 | $1.20 | 70% | $2.80 |
| Club | $12 | $3.00 | 75% | $9.00 |
| Library | $49 | $9.80 | 80% | $39.20 |
"""
CATERING = """# Wedding

| Category | Budget |
|---|---|
| Venue | 4,500 € |
| Catering | 6,800 € |
| **Total** | **11,300 €** |

## Catering

- Menu: 62 € per person × 80 = 4,960 €
- Drinks: 18 € per person × 80 = 1,440 €
- Cake: 400 €
- Catering total: 6,800 €
"""
FUNDS = """# Funding

```
Use of funds
  Engineering (2 hires)   $310,000   52%
  Go to market            $170,000   28%
  Working capital          $80,000   13%
  Reserve                  $40,000    7%
  ------------------------------------
  Total                   $600,000  100%
```
"""
USERS = """# Growth

| Users | Cost A | Cost B | B − A |
|------:|-------:|-------:|------:|
| 1,000 | $90 | $130 | $40 |
| 4,000 | $113 | $158 | $45 |
| 20,000 | $260 | $410 | $150 |
| 100,000 | $1,150 | $1,900 | $750 |
"""
PEOPLE = """# Plan

| | 2026 | 2027 | 2028 |
|---|---:|---:|---:|
| Customers (year end) | 420 | 1,100 | 2,400 |
| Growth | | 162% | 118% |
| Subscription revenue | $265K | $720K | $1,660K |
| Salaries | $310K | $480K | $760K |
"""


@pytest.mark.parametrize(
    ("before", "old", "new", "follow"),
    [
        (TIERS, "$12", "$14", {"75%": "79%", "$9.00": "$11.00"}),
        (CATERING, "62 € per person × 80 = 4,960", "65 € per person × 80 = 5,200", {"6,800": "7,040", "11,3": "11,5"}),
        (FUNDS, "$170,000", "$190,000", {"52%": "50%", "28%": "31%", " 7%": " 6%", "$600,000": "$620,000"}),
        (USERS, "$410", "$430", {"$150": "$170"}),
        (PEOPLE, "1,100", "1,200", {"162%": "186%", "118%": "100%"}),
    ],
    ids=["price", "menu", "funds", "cost", "customers"],
)
def test_what_was_edited_stays_and_others_follow(
    tmp_path: Path, before: str, old: str, new: str, follow: dict[str, str]
) -> None:
    edited = before.replace(old, new)
    after = edited
    for was, now in follow.items():
        after = after.replace(was, now)
    after = after.replace("11,500", "11,540")
    assert proposal(tmp_path, edited, before=before).after == after


def test_a_result_that_was_edited_is_left(tmp_path: Path) -> None:
    right = ROWS.replace("$800", "$790")
    fixed = proposal(tmp_path, ROWS, before=right)
    assert fixed.after == ROWS and reasons(fixed) == ["it was just edited, `$790` before"]
    assert proposal(tmp_path, ROWS, before=ROWS).after == right
    said = "# Hosting\n\n| Item | Monthly |\n|---|---:|\n| Servers | $40 |\n| Mail | $14 |\n| **Total** | **$54** |\n\n"
    said += "So option A costs **$54 a month**, or $648 a year.\n"
    fixed = proposal(tmp_path, said.replace("costs **$54", "costs **$45"), before=said)
    assert not fixed.changes
    assert reasons(fixed)[-1] == "`$45 a month` was just edited and does not agree with what was not"


def test_what_is_computed_by_a_formula_that_is_new_is_written(tmp_path: Path) -> None:
    before = "- Price: $8<!-- $price -->\n"
    text = f"{before}\nIt comes to $0<!-- = $price * 10 -->.\n"
    assert proposal(tmp_path, text, Scope(), before=before).after == text.replace("$0", "$80")


def test_in_a_work_tree_of_git_what_differs_from_the_last_commit_is_meant(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "plan.md"
    file.write_text(USERS, "utf-8")
    identity = ("-c", "user.name=n", "-c", "user.email=e@example.org", "-c", "commit.gpgsign=false")
    for command in (("init", "-q"), ("add", "-A"), ("commit", "-qm", "one")):
        subprocess.run(("git", *identity, *command), check=True, capture_output=True)
    file.write_text(USERS.replace("$410", "$430"), "utf-8")
    command = (sys.executable, "-m", "hostdoc", "fix", "--suggested", "plan.md")
    told = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout
    assert "+| 20,000 | $260 | $430 | $170 |" in told
    told = subprocess.run((*command, "--edited"), check=True, capture_output=True, text=True, encoding="utf-8").stdout
    assert "$170" not in told


def test_places_that_still_state_an_old_amount_are_named(tmp_path: Path) -> None:
    right = ROWS.replace("$800", "$790") + "\nIn May we raise $790K, in June another $790 for lamps.\n"
    fixed = proposal(tmp_path, right.replace("$410", "$440"), before=right)
    assert "| Total | $820 |" in fixed.after
    assert [(old.text, new.text) for old, new in fixed.stale] == [("$790", "$820")]
    assert proposal(tmp_path, right, before=right).stale == ()
