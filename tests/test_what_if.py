"""`hostdoc what-if`: what follows from another value, in the document and nowhere else."""

from __future__ import annotations

import os
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

from hostdoc.core.result import Audit
from hostdoc.downstream import Model
from hostdoc.project import audit_paths
from hostdoc.scenarios import NotSet, figure_named, scenarios, setting

PLAN = """# Plan

Price: $10/user/month

| Component | $/user/month |
|---|---|
| Compute | $1.50 |
| Storage | $2.50 |
| Support | $1-2 |
| **Total** | **$5-6** |

- Cost: $5-6/user/month
- Margin: 40-50%
"""


@pytest.fixture
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Audit:
    monkeypatch.chdir(tmp_path)
    Path("plan.md").write_text(PLAN)
    Path("other.md").write_text("Price: $7/month\n\nSeats: 12\n")
    return audit_paths(["plan.md", "other.md"])


def moved(audit: Audit, text: str) -> list[tuple[str, Fraction, Fraction]]:
    (scenario,) = scenarios([setting(text, audit)])
    found = Model(audit.checks).moved(scenario.changes)
    return [(it.figure.text, it.then.low, it.then.high) for it in found if it.then]


def test_what_follows_is_recomputed_as_far_as_it_goes(plan: Audit) -> None:
    assert moved(plan, "plan.md:7=2.50") == [
        ("$5-6", Fraction(6), Fraction(7)),
        ("$5-6/user/month", Fraction(6), Fraction(7)),
        ("40-50%", Fraction(30), Fraction(40)),
    ]


def test_a_range_is_carried_through(plan: Audit) -> None:
    assert moved(plan, "plan.md:7=1.50..2.50")[0] == ("$5-6", Fraction(5), Fraction(7))


def test_an_assumption_has_its_name(plan: Audit) -> None:
    assert moved(plan, "plan:price=$20") == [("40-50%", Fraction(70), Fraction(75))]


def test_several_values_are_scenarios(plan: Audit) -> None:
    wanted = scenarios([setting("plan:price=10,20,1,000", plan), setting("seats=12", plan)])
    assert [it.title for it in wanted] == [
        "plan:price=10, seats=12",
        "plan:price=20, seats=12",
        "plan:price=1,000, seats=12",
    ]


def test_a_comma_parts_values_or_thousands_whichever_is_nearer_to_what_is_stated(plan: Audit) -> None:
    assert setting("seats=80,112", plan).texts == ("80", "112")
    assert setting("seats=1,000", plan).texts == ("1,000",)
    Path("other.md").write_text("Price: $7/month\n\nSeats: 1,200\n")
    assert setting("seats=1,500", audit_paths(["other.md"])).texts == ("1,500",)


def test_a_figure_that_is_set_twice_has_the_values_of_both(plan: Audit) -> None:
    wanted = scenarios([setting("seats=8,10", plan), setting("seats=12", plan)])
    assert [it.title for it in wanted] == ["seats=8", "seats=10", "seats=12"]


def test_a_value_may_be_of_another_size(plan: Audit) -> None:
    Path("other.md").write_text("Storage: 2 GB\n")
    (value,) = setting("storage=500 MB", audit_paths(["other.md"])).values
    assert Fraction(value.quantity.ends[0].value) == Fraction(1, 2)


@pytest.mark.usefixtures("plan")
def test_what_cannot_be_computed_is_a_dash_and_so_is_what_follows_from_it() -> None:
    text = "Price: $12\n\nSeats: 4\n\nEach: $3<!-- $each = $price / $seats -->\n\nTwo: $6<!-- = $each * 2 -->\n"
    Path("other.md").write_text(text)
    done = command("seats=0,6", "other.md")
    assert [line.split()[-2:] for line in done.stdout.splitlines()[2:]] == [["–", "$2"], ["–", "$4"]]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("other:price=€7", "`€7` is in EUR, `$7/month` in USD/month"),
        ("other:price=7/yr", "`7/yr` is in /year, `$7/month` in USD/month"),
        ("seats=40%", "`40%` is in %, `12` is not"),
        ("price=3", "several documents have a `price`; write one of other:price, plan:price"),
        ("sets=3", "there is no figure named `sets`; did you mean `seats`"),
        ("seats=many", "`many` is no amount; write a number or a range, as 0.25 or 0.20..0.30"),
        ("seats=__import__('os')", "is no amount"),
        ("seats", "`seats` sets nothing; write NAME=VALUE"),
        ("plan.md:99=3", "there is no figure named `plan.md:99`"),
    ],
)
def test_what_cannot_be_set_says_why(plan: Audit, text: str, message: str) -> None:
    with pytest.raises(NotSet) as error:
        setting(text, plan)
    assert message in str(error.value)


CROPS = """# Crops

| Crop | Beds | Each | Worth |
|---|---|---|---|
| Fern | 4 | $5 | $20 |
| Moss | 2 | $6 | $12 |
| **Total** | | | **$32** |

We plant 10 trees at $3/tree, $30 in all.
Water: $7 (of $9).
"""


@pytest.fixture
def crops(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Audit:
    monkeypatch.chdir(tmp_path)
    Path("crops.md").write_text(CROPS)
    return audit_paths(["crops.md"])


def test_a_line_with_several_inputs_is_not_guessed_at(crops: Audit) -> None:
    with pytest.raises(NotSet) as error:
        setting("crops.md:5=6", crops)
    listed = "5:10 `4`, 5:14 `$5`, 5:19 `$20`"
    assert str(error.value) == f"crops.md:5 has several figures; write LINE:COLUMN of one of {listed}"
    with pytest.raises(NotSet, match="write LINE:COLUMN of one of 10:8 `\\$7`, 10:15 `\\$9`"):
        setting("crops.md:10=6", crops)
    assert setting("crops.md:5:14=6", crops).figure.text == "$5"


def test_of_a_result_and_its_only_input_the_input_is_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    rows = ("| Part | A month | A year |", "|---|---|---|", "| Web | $10 | $120 |", "| Mail | $3 | $36 |")
    Path("plan.md").write_text("\n".join(rows))
    audit = audit_paths(["plan.md"])
    found = setting("plan.md:3=20", audit)
    assert (found.name, found.figure.text) == ("plan.md:3:9", "$10")
    assert figure_named("plan.md:3", audit, result=True).text == "$120"
    done = command("plan.md:3=20", "plan.md")
    assert "note: plan.md:3:9 `$10` is set" in done.stderr and "plan.md:3:9=20" in done.stdout
    assert "$240" in done.stdout


def test_a_table_cell_has_the_name_that_formulas_give_it(crops: Audit) -> None:
    assert moved(crops, "$fern_each=6") == [("$20", Fraction(24), Fraction(24)), ("$32", Fraction(36), Fraction(36))]
    assert setting("crops:fern_each=6", crops).figure.text == "$5"
    with pytest.raises(NotSet, match="did you mean `fern_each`"):
        setting("fern_eahc=6", crops)


def test_too_many_scenarios_are_refused(plan: Audit) -> None:
    with pytest.raises(NotSet, match="these are 20 scenarios; at most 12"):
        scenarios([setting("plan:price=1,2,3,4,5", plan), setting("seats=1,2,3,4", plan)])


def test_a_figure_depends_on_what_it_is_computed_from(plan: Audit) -> None:
    margin = figure_named("plan.md:13", plan)
    roots = [figure.text for figure in Model(plan.checks).upstream(margin)]
    assert roots == ["$10/user/month", "$1.50", "$2.50", "$1-2"]


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-X", "utf8", "-m", "hostdoc", "what-if", *arguments]
    environ = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
    return subprocess.run(line, capture_output=True, text=True, encoding="utf-8", env=environ, timeout=60)


@pytest.mark.usefixtures("plan")
def test_prints_stated_now_and_then() -> None:
    done = command("price=$20,$25", "plan.md")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "place          what    stated     now  price=$20  price=$25",
        "-------------  ------  ------  ------  ---------  ---------",
        "plan.md:13:11  Margin  40-50%  40–50%     70–75%     76–80%",
    ]


@pytest.mark.usefixtures("plan")
def test_ranks_assumptions_by_what_they_move() -> None:
    done = command("--tornado", "plan.md:13", "plan.md")
    assert done.returncode == 0
    ranked = [line.split("  ")[0] for line in done.stdout.splitlines()[4:]]
    assert ranked == ["price", "Support / $/user/month", "Storage / $/user/month", "Compute / $/user/month"]


@pytest.mark.usefixtures("plan")
def test_says_when_nothing_depends_on_it() -> None:
    done = command("seats=3", "plan.md", "other.md")
    assert done.returncode == 2
    assert "nothing depends on `seats`" in done.stderr
