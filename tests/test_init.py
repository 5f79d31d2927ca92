"""`hostdoc init`: what is set up works at once; what was there is kept."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result
from mkdocs.commands.build import build
from mkdocs.config import load_config

from hostdoc.cli import cli
from hostdoc.origin import requirement


def init(folder: Path, *more: str) -> Result:
    return CliRunner().invoke(cli, ["init", str(folder), *more], catch_exceptions=False)


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_an_empty_folder_becomes_a_project_that_passes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "our-plans"
    done = init(folder, "--package", "git+https://git.example.org/hostdoc@v1")
    assert done.exit_code == 0 and done.output.splitlines()[-1] == "next: hostdoc check, then mkdocs serve"
    assert set(files(folder)) == {"mkdocs.yml", "sources/plan.md", ".gitignore", ".github/workflows/hostdoc.yml"}
    monkeypatch.chdir(folder)
    checked = CliRunner().invoke(cli, ["check", "--no-cache"])
    assert checked.exit_code == 0 and "0 drift, 0 undecided" in checked.output and "3 hold" in checked.output
    config = load_config(str(folder / "mkdocs.yml"), strict=True)
    assert config.site_name == "Our plans"
    build(config)
    assert "Hosting plan" in (folder / "site" / "plan" / "index.html").read_text("utf-8")
    workflow = yaml.safe_load((folder / ".github/workflows/hostdoc.yml").read_text("utf-8"))
    assert [step.get("run") for step in workflow["jobs"]["check"]["steps"]][2:] == [
        'pip install "git+https://git.example.org/hostdoc@v1"',
        "hostdoc check",
    ]


@pytest.mark.parametrize("ci", ["github", "gitlab"])
def test_a_check_that_cannot_be_installed_fails_and_says_what_to_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ci: str
) -> None:
    monkeypatch.setattr("hostdoc.origin.origin", lambda: "")
    done = init(tmp_path, "--ci", ci)
    *_, said, _ = done.output.splitlines()
    assert done.exit_code == 0 and said.endswith("and fails: hostdoc init --package SOURCE")
    (file,) = (path for path in tmp_path.rglob("*.yml") if path.name != "mkdocs.yml")
    settings = yaml.safe_load(file.read_text("utf-8"))
    steps = settings["jobs"]["check"]["steps"][2:] if ci == "github" else settings["figures"]["script"]
    first = steps[0]["run"] if ci == "github" else steps[0]
    ran = subprocess.run(["sh", "-c", first], capture_output=True, text=True, check=False)
    assert ran.returncode == 1 and "hostdoc init --package SOURCE" in ran.stdout
    again = init(tmp_path, "--ci", ci, "--package", "git+https://git.example.org/hostdoc")
    assert f"added to  {file.relative_to(tmp_path).as_posix()}" in again.output and "SOURCE" not in again.output
    assert 'pip install "git+https://git.example.org/hostdoc"\n' in file.read_text("utf-8")


@pytest.mark.parametrize(
    ("recorded", "wanted"),
    [
        ({"url": "https://git.example.org/a/hostdoc.git", "vcs_info": {"vcs": "git", "commit_id": "ab12"}}, "ab12"),
        ({"url": "https://me:secret@git.example.org/a/hostdoc.git", "vcs_info": {"vcs": "git", "commit_id": "a"}}, "a"),
        ({"url": "file:///home/me/hostdoc", "vcs_info": {"vcs": "git", "commit_id": "ab12"}}, None),
        ({"url": "file:///home/me/hostdoc", "dir_info": {"editable": True}}, None),
        ({"url": "https://git.example.org/$(id)/hostdoc.git", "vcs_info": {"vcs": "git", "commit_id": "a"}}, None),
        ({"url": 7}, None),
        ([], None),
    ],
)
def test_what_a_repository_gave_is_installed_from_there_again(recorded: object, wanted: str | None) -> None:
    found = requirement(json.dumps(recorded))
    assert found == (f"hostdoc @ git+https://git.example.org/a/hostdoc.git@{wanted}" if wanted else "")


def test_an_archive_keeps_its_address_and_ssh_its_user() -> None:
    archive = {"url": "https://example.org/hostdoc-1.whl#sha256=ab", "archive_info": {}}
    assert requirement(json.dumps(archive)) == "hostdoc @ https://example.org/hostdoc-1.whl"
    cloned = {"url": "ssh://git@example.org/hostdoc.git", "vcs_info": {"vcs": "git", "commit_id": "ab12"}}
    assert requirement(json.dumps(cloned)) == "hostdoc @ git+ssh://git@example.org/hostdoc.git@ab12"
    assert requirement("") == requirement("no json") == ""


def test_a_gitignore_that_is_there_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    init(tmp_path / "new")
    assert (tmp_path / "new" / ".gitignore").read_text("utf-8") == ".hostdoc_cache/\nsite/\n"
    (tmp_path / ".gitignore").write_text("own\n", encoding="utf-8")
    assert ".gitignore" not in init(tmp_path).output
    assert (tmp_path / ".gitignore").read_text("utf-8") == "own\n"


def test_twice_changes_nothing(tmp_path: Path) -> None:
    init(tmp_path, "--ci", "gitlab", "--package", "hostdoc==1.0")
    before = files(tmp_path)
    assert b'pip install "hostdoc==1.0"' in before[".gitlab-ci.yml"]
    again = init(tmp_path)
    assert files(tmp_path) == before and again.output.count("kept") == 2 and "created" not in again.output


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("site_name: X\n", "site_name: X\n\nplugins:\n  - search\n  - hostdoc\n"),
        ("site_name: X", "site_name: X\n\nplugins:\n  - search\n  - hostdoc\n"),
        ("plugins:\n  - search\nnav: []\n", "plugins:\n  - search\n  - hostdoc\nnav: []\n"),
        (
            "plugins:\n- search\n- tags:\n    a: 1\n\nnav: []\n",
            "plugins:\n- search\n- tags:\n    a: 1\n- hostdoc\n\nnav: []\n",
        ),
        ("plugins:\r\n  - search\r\n", "plugins:\r\n  - search\r\n  - hostdoc\r\n"),
        ("plugins: [search, tags]  # two\n", "plugins: [search, tags, hostdoc]  # two\n"),
        ("plugins: []\n", "plugins: [hostdoc]\n"),
        ("# hostdoc is not here\nplugins:\n  - search", "# hostdoc is not here\nplugins:\n  - search\n  - hostdoc"),
    ],
)
def test_the_plugin_joins_those_of_an_existing_site(tmp_path: Path, before: str, after: str) -> None:
    (tmp_path / "mkdocs.yml").write_bytes(before.encode())
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "own.md").write_text("# Own\n", encoding="utf-8")
    assert init(tmp_path, "--ci", "none").output.splitlines()[0] == "added to  mkdocs.yml"
    assert (tmp_path / "mkdocs.yml").read_bytes().decode() == after
    assert "hostdoc" in str(yaml.safe_load(after)["plugins"])
    assert set(files(tmp_path)) == {"mkdocs.yml", "docs/own.md", ".gitignore"}


@pytest.mark.parametrize("plugins", ["plugins: {search: {}}\n", "plugins: !ENV [P]\n", "plugins:\n  search: {}\n"])
def test_settings_that_are_written_otherwise_are_left_alone(tmp_path: Path, plugins: str) -> None:
    (tmp_path / "mkdocs.yml").write_text(plugins, encoding="utf-8")
    assert "kept      mkdocs.yml: add `hostdoc` to its `plugins`" in init(tmp_path).output
    assert (tmp_path / "mkdocs.yml").read_text("utf-8") == plugins


def test_what_stands_in_the_way_is_said(tmp_path: Path) -> None:
    (tmp_path / "sources").write_text("a file", encoding="utf-8")
    done = init(tmp_path)
    assert done.exit_code == 2 and "sources" in done.output and "Traceback" not in done.output
    assert init(tmp_path, "--sources", "../elsewhere").exit_code == 2
    assert (tmp_path / "sources").read_text("utf-8") == "a file"
    (tmp_path / "mkdocs.yml").write_bytes(b"site_name: \xff\n")
    assert init(tmp_path).exit_code == 2


def test_a_name_that_yaml_would_read_otherwise_is_quoted(tmp_path: Path) -> None:
    folder = tmp_path / "2026: it's on"
    assert init(folder, "--sources", "no").exit_code == 0
    settings = yaml.safe_load((folder / "mkdocs.yml").read_text("utf-8"))
    assert settings["site_name"] == "2026: it's on" and settings["docs_dir"] == "no"
