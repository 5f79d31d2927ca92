"""Settings of a project: where they are looked for, what they change, and what is said of those that are wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from hostdoc.cli import cli
from hostdoc.settings import Settings, SettingsError, load

WRONG = "| Item | Cost |\n|---|---|\n| A | $5 |\n| B | $9 |\n| Total | $15 |\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with two documents that drift."""
    for name in (".git", "sources", "sources/legacy"):
        (tmp_path / name).mkdir()
    (tmp_path / "sources" / "new.md").write_text(WRONG, "utf-8")
    (tmp_path / "sources" / "legacy" / "old.md").write_text(WRONG, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def check(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["check", "--no-cache", "--format", "concise", *arguments], catch_exceptions=False)


def test_kinds_weigh_what_the_settings_say(folder: Path) -> None:
    file = folder / "hostdoc.toml"
    file.write_text('[severity]\nfooting = "warning"\n', "utf-8")
    done = check()
    assert done.exit_code == 0 and done.output.count("warning[footing]") == 2
    file.write_text('fail-on = "warning"\n[severity]\nall = "warning"\n', "utf-8")
    assert check().exit_code == 1
    assert check("--fail-on", "error").exit_code == 0
    file.write_text('[severity]\nfooting = "off"\n', "utf-8")
    assert check().output == ""


def test_paths_have_levels_of_their_own(folder: Path) -> None:
    levels = '[tool.hostdoc.per-path."sources/legacy"]\nall = "note"\n'
    (folder / "pyproject.toml").write_text(levels, "utf-8")
    done = check()
    assert done.exit_code == 1
    assert "sources/new.md:5:11: error[" in done.output and "sources/legacy/old.md:5:11: note[" in done.output
    assert check("sources/legacy/old.md").exit_code == 0


def test_what_is_excluded_is_not_found_but_may_be_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "hostdoc.toml").write_text('exclude = ["*/legacy/*"]\n', "utf-8")
    assert "legacy" not in check().output and "legacy" not in check("sources").output
    assert check("sources/legacy/old.md").exit_code == 1
    monkeypatch.chdir(folder / "sources")
    assert "old.md" not in check(".").output


def test_the_nearest_file_wins_as_a_whole(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "hostdoc.toml").write_text('[severity]\nfooting = "off"\n', "utf-8")
    (folder / "pyproject.toml").write_text('[tool.hostdoc.severity]\nfooting = "warning"\n', "utf-8")
    assert load(folder).severity == {"footing": "off"}
    (folder / "sources" / "pyproject.toml").write_text("[tool.other]\n", "utf-8")
    assert load(folder / "sources").severity == {"footing": "off"}
    (folder / "sources" / "pyproject.toml").write_text('[tool.hostdoc]\nfail-on = "warning"\n', "utf-8")
    assert load(folder / "sources") == Settings(folder / "sources" / "pyproject.toml", fail_on="warning")


def test_nothing_is_looked_for_above_the_repository(folder: Path) -> None:
    inner = folder / "inner"
    (inner / ".git").mkdir(parents=True)
    (folder / "hostdoc.toml").write_text('fail-on = "warning"\n', "utf-8")
    assert load(inner) == Settings()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("severty = {}\n", "has no key `severty`; did you mean `severity`"),
        ('[severity]\nfoting = "off"\n', "severity has no kind `foting`; did you mean `footing`"),
        ('[severity]\nfooting = "loud"\n', "footing is one of error, warning, note, off"),
        ("severity = 3\n", "severity is a table of kinds"),
        ('fail-on = "note"\n', "fail-on is `error` or `warning`"),
        ("exclude = [3]\n", "exclude is a path or a list of paths"),
        ("per-path = []\n", "per-path is a table of patterns"),
        ('[per-path."a"]\nx = "off"\n', "has no kind or key `x`; there is footing"),
        ("a = [\n", "cannot be read"),
    ],
)
def test_what_is_wrong_is_said_with_the_nearest_name(folder: Path, text: str, said: str) -> None:
    (folder / "hostdoc.toml").write_text(text, "utf-8")
    with pytest.raises(SettingsError, match=r"hostdoc\.toml"):
        load(folder)
    done = check()
    assert done.exit_code == 2 and said in done.output


RATE = '[[rates]]\nfrom = "EUR"\nto = "USD"\n'


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ('\ntotl-words = ["x"]\n', 2, "has no key `totl-words`; did you mean `total-words`"),
        ("total-words = 3\n", 1, "total-words is a word or a list of words"),
        (f'not-totals = ["{"x" * 50}"]\n', 1, "a word has 40 characters at most"),
        ('[units]\n\nMWh = "1000 kWhh"\n', 3, "`kWhh`, which is no unit; did you mean `kWh`"),
        ('[units]\nsprint = "2 week"\n', 2, "times convert by themselves"),
        ('[units]\na = "2 b"\nb = "3 a"\n', 2, "is measured in itself"),
        ("[units]\nr2 = []\n", 2, "is no name for it"),
        ("[units]\nEUR = []\n", 2, "is a currency; write it under currencies"),
        ('[units]\ncoin = "0.01 EUR"\n', 2, "write it under rates"),
        ('[units.coin]\nsi = "2 unit"\n', 1, "has no key `si`; there is is, words"),
        ("[units]\ncoin = 3\n", 2, "units.coin is a list of words"),
        ('units = ["x"]\n', 1, "units is a table of units"),
        ('[currencies]\nNOK = "kr"\nSEK = ["kr"]\n', 3, "has `kr`, which stands for NOK already"),
        ("[currencies]\nNOK = 3\n", 2, "is a sign or a list of signs"),
        ('currencies = {gem = "g"}\nunits = {gem = []}\n', 1, "is a unit already"),
        (RATE.replace("USD", "UDS") + "rate = 1\n", 3, "`UDS` is none; did you mean `USD`"),
        (RATE + "rate = 1\n" + RATE + 'rate = "x"\n', 8, "is a number above 0"),
        (RATE + "rate = 1\non = 2026-01-31T00:00:00\n", 5, "is a day, as 2026-01-31"),
        (RATE + "rat = 1\n", 4, "has no key `rat`; did you mean `rate`"),
        (RATE, 1, "has no `rate`; a rate has from, to and rate"),
        (RATE.replace("USD", "EUR") + "rate = 1\n", 1, "the two are different"),
        ("rates = {}\n", 1, "rates is a list of tables"),
        ("approximate = 3\n", 1, "approximate is a list of words, or a table of them"),
        ("approximate = {about = 400}\n", 1, "is a number of percent, 0 to 100"),
        ("approximate = {abuot = false}\n", 1, "is not approximate anyway; did you mean `about`"),
        ('approximate = {"±" = 3}\n', 1, "only the sign `~`"),
        ("tolerance = 80\n", 1, "is a number of percent, 0 to 50"),
        ("tolerance = true\n", 1, "is a number of percent, 0 to 50"),
        ('exact = "yes"\n', 1, "exact is true or false"),
        ("stale-after = 180\n", 1, "stale-after is a time"),
        ('stale-after = "0 days"\n', 1, "stale-after is a time"),
        ("rules = 0.1\n", 1, "rules is a version in quotes"),
        ('rules = "99.0"\n', 1, "99.0 is later than this hostdoc"),
        ('rules = "0.0"\n', 1, "0.0 is no version; the first is 0.1"),
        ('[per-path."a/*"]\nexat = true\n', 2, "did you mean `exact`"),
        ('[per-path."a/*"]\n\nstale-after = "soon"\n', 3, "is a time"),
    ],
)
def test_a_value_that_cannot_be_used_is_told_with_its_line(folder: Path, text: str, line: int, said: str) -> None:
    (folder / "hostdoc.toml").write_text(text, "utf-8")
    with pytest.raises(SettingsError) as error:
        load(folder)
    assert said in str(error.value) and str(error.value).startswith(f"hostdoc.toml:{line}: ")
    shared = text.replace("[[", "[[tool.hostdoc.") if "[[" in text else text.replace("[", "[tool.hostdoc.", 1)
    if text.startswith("["):
        (folder / "hostdoc.toml").unlink()
        (folder / "pyproject.toml").write_text(f'[project]\nname = "x"\n{shared}', "utf-8")
        with pytest.raises(SettingsError) as error:
            load(folder)
        assert str(error.value).startswith(f"pyproject.toml:{line + 2}: [tool.hostdoc] ")


def test_settings_with_everything_are_shown_and_read_again(folder: Path) -> None:
    text = """
stale-after = "6 months"
tolerance = 2.5
rules = "0.1"
approximate = ["omtrent"]
total-words = "Bottom line"
[units]
MWh = { is = "1000 kWh", words = ["mwh"] }
"Nm³" = []
[currencies]
NOK = ["kr"]
[[rates]]
from = "EUR"
to = "NOK"
rate = 11.62
on = 2026-11-02
[per-path."a/*"]
exact = true
footing = "note"
"""
    file = folder / "hostdoc.toml"
    file.write_text(text, "utf-8")
    before, shown = load(folder), check("--show-settings").output
    assert "rate = 11.62\non = 2026-11-02\n" in shown and '"Nm³" = []' in shown
    file.write_text(shown, "utf-8")
    assert load(folder) == before != Settings(file) and check("--show-settings").output == shown
    assert (
        "HOSTDOC_TODAY=2026-01-31"
        in CliRunner().invoke(cli, ["check", "--show-settings"], env={"HOSTDOC_TODAY": "2026-01-31"}).output
    )


@pytest.mark.parametrize(("named", "given"), [("--today", "31.1.2026"), ("HOSTDOC_TODAY", "2026-02-30")])
def test_a_day_that_is_none_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch, named: str, given: str) -> None:
    if named == "--today":
        done = check(named, given)
    else:
        monkeypatch.setenv(named, given)
        done = CliRunner().invoke(cli, ["fix", "sources/new.md"])
    assert done.exit_code == 2 and f"{named}: `{given}` is no day; write it as 2026-01-31" in done.output


def test_settings_are_shown_with_their_file(folder: Path) -> None:
    assert "# no file" in check("--show-settings").output
    file = folder / "hostdoc.toml"
    file.write_text('exclude = ["x"]\n[severity]\nfooting = "note"\n[per-path."it\'s/*"]\nall = "off"\n', "utf-8")
    shown = check("--show-settings").output
    assert shown.startswith(f"# {file}\n") and 'footing = "note"' in shown and 'tie-out = "warning"' in shown
    file.write_text(shown, "utf-8")
    assert check("--show-settings").output == shown
