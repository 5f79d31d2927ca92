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
        ('[per-path."a"]\nx = "off"\n', "has no kind `x`; there is footing"),
        ("a = [\n", "cannot be read"),
    ],
)
def test_what_is_wrong_is_said_with_the_nearest_name(folder: Path, text: str, said: str) -> None:
    (folder / "hostdoc.toml").write_text(text, "utf-8")
    with pytest.raises(SettingsError, match=r"hostdoc\.toml"):
        load(folder)
    done = check()
    assert done.exit_code == 2 and said in done.output


def test_settings_are_shown_with_their_file(folder: Path) -> None:
    assert "# no file" in check("--show-settings").output
    file = folder / "hostdoc.toml"
    file.write_text('exclude = ["x"]\n[severity]\nfooting = "note"\n[per-path."it\'s/*"]\nall = "off"\n', "utf-8")
    shown = check("--show-settings").output
    assert shown.startswith(f"# {file}\n") and 'footing = "note"' in shown and 'tie-out = "warning"' in shown
    file.write_text(shown, "utf-8")
    assert check("--show-settings").output == shown
