"""The cache: what is unchanged is not analysed again, and nothing that happens to its folder changes a result."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from hostdoc import cache, pipeline
from hostdoc.cache import Cache, cache_folder
from hostdoc.core.result import Audit
from hostdoc.outputs import render
from hostdoc.outputs.view import View
from hostdoc.project import audit_paths
from hostdoc.runner import Run

PLAN = "| Item | Amount |\n|---|---|\n| Hosting | $410 |\n| Support | $380 |\n| Total | $800 |\n"
ENDS = PLAN + '\n<!-- hostdoc: waive footing "$800" = "$790" until=2026-06-01: agreed -->\n'
DAY = date(2026, 6, 1)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(cache.VARIABLE, raising=False)
    (tmp_path / "plan.md").write_text(PLAN, "utf-8")
    return tmp_path


@pytest.fixture
def analysed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of what is analysed from now on."""
    seen: list[str] = []
    whole = pipeline.audit_source

    def noted(source, today, *others):  # type: ignore[no-untyped-def]
        seen.append(source.path)
        return whole(source, today, *others)

    monkeypatch.setattr(pipeline, "audit_source", noted)
    return seen


def audit(*paths: str, folder: str = "cache", today: date = DAY) -> Audit:
    return audit_paths(paths or ("plan.md",), today, Run(Cache(Path(folder))))


def shown(result: Audit) -> str:
    return render("json", result, View())


def entries(folder: str = "cache") -> list[Path]:
    return sorted(Path(folder).glob("*/*"))


def test_what_is_unchanged_is_not_analysed_again(analysed: list[str]) -> None:
    first, second = audit(), audit()
    assert analysed == ["plan.md"] and len(entries()) == 1
    assert shown(first) == shown(second) == shown(audit_paths(["plan.md"], DAY))


def test_another_text_another_name_another_hostdoc_is_another_result(
    analysed: list[str], here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    audit()
    (here / "copy.md").write_text(PLAN, "utf-8")
    audit("copy.md")
    audit("./plan.md")
    (here / "plan.md").write_text(PLAN.replace("$800", "$790"), "utf-8")
    assert audit().counts()["drifts"] == 0
    monkeypatch.setattr(cache, "__version__", "9")
    audit()
    assert analysed == ["plan.md", "copy.md", "./plan.md", "plan.md", "plan.md"]


def test_the_day_counts_where_a_waiver_ends(analysed: list[str], here: Path) -> None:
    audit(today=date(2030, 1, 1))
    audit(today=DAY)
    assert analysed == ["plan.md"]
    (here / "plan.md").write_text(ENDS, "utf-8")
    assert [audit(today=day).checks[0].waived for day in (DAY, DAY, date(2026, 6, 2))] == [True, True, False]
    assert analysed == ["plan.md"] * 3


@pytest.mark.parametrize("damage", [b"", b"x", b"\0" * 100, None])
def test_a_damaged_entry_is_made_anew(analysed: list[str], damage: bytes | None) -> None:
    first = audit()
    (entry,) = entries()
    whole = entry.read_bytes()
    entry.write_bytes(whole.replace(b'"800"', b'"900"') if damage is None else whole[:50] + damage)
    assert entry.read_bytes() != whole
    assert shown(audit()) == shown(first)
    assert analysed == ["plan.md"] * 2 and entry.read_bytes() == whole


def test_an_entry_cut_short_anywhere_is_made_anew() -> None:
    expected = shown(audit())
    (entry,) = entries()
    whole = entry.read_bytes()
    for length in range(0, len(whole), 97):
        entry.write_bytes(whole[:length])
        assert shown(audit()) == expected


def test_an_entry_of_the_right_sum_and_the_wrong_form_is_made_anew(analysed: list[str]) -> None:
    first = audit()
    (entry,) = entries()
    kept = Cache(Path("cache"))
    kept.store(entry.parent.name + entry.stem, b"[[[1, 2]]]")
    assert shown(audit()) == shown(first)
    assert analysed == ["plan.md"] * 2


def test_a_folder_that_cannot_be_made_is_no_error(analysed: list[str], here: Path) -> None:
    (here / "file").write_text("no folder", "utf-8")
    assert shown(audit(folder="file")) == shown(audit(folder="file/deeper")) == shown(audit())
    assert analysed == ["plan.md"] * 3


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="everything is permitted")
def test_a_folder_that_may_not_be_written_is_no_error(here: Path) -> None:
    (here / "cache").mkdir(mode=0o500)
    assert shown(audit()) == shown(audit_paths(["plan.md"], DAY))
    assert entries() == []


def test_other_tools_leave_the_folder_alone() -> None:
    audit()
    assert Path("cache/.gitignore").read_text("utf-8").splitlines()[-1] == "*"
    assert Path("cache/CACHEDIR.TAG").read_text("utf-8").startswith("Signature: 8a477f597d28d172789f06886806bc55")


def test_it_stays_small(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    audit()
    (old,) = entries()
    os.utime(old, (0, 0))
    monkeypatch.setattr(cache, "MOST_BYTES", int(2.5 * old.stat().st_size))
    for number in range(4):
        (here / f"{number}.md").write_text(PLAN, "utf-8")
        audit(f"{number}.md")
    assert len(entries()) == 2 and old not in entries()
    monkeypatch.setattr(cache, "MOST_BYTES_EACH", 10)
    (here / "large.md").write_text(PLAN, "utf-8")
    audit("large.md")
    assert len(entries()) == 2


def test_an_entry_that_is_used_is_not_old(here: Path) -> None:
    audit()
    (entry,) = entries()
    os.utime(entry, (0, 0))
    audit()
    assert entry.stat().st_mtime > 1_000_000


def test_it_is_at_the_root_of_the_project(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    below = here / "docs" / "deep"
    below.mkdir(parents=True)
    (here / "mkdocs.yml").touch()
    assert cache_folder(below) == here / ".hostdoc_cache"
    monkeypatch.setenv(cache.VARIABLE, "elsewhere")
    assert cache_folder(below) == Path("elsewhere")


def hostdoc(*arguments: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "hostdoc", *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def test_runs_at_the_same_time_share_it(here: Path) -> None:
    (here / "pyproject.toml").touch()
    for number in range(5):
        (here / f"{number}.md").write_text(PLAN, "utf-8")
    runs = [hostdoc("check", "--format", "json", ".") for _ in range(4)]
    said = {run.communicate(timeout=60) for run in runs}
    assert len(said) == 1 and {error for _, error in said} == {b""}
    assert len(entries(".hostdoc_cache")) == 6 and not list(here.rglob("*.new"))


def test_without_it_nothing_is_kept(here: Path) -> None:
    (here / "pyproject.toml").touch()
    for command in (("check",), ("records",)):
        hostdoc(*command, "--no-cache", "plan.md").communicate(timeout=60)
    hostdoc("why", "--no-cache", "plan.md:5").communicate(timeout=60)
    assert not (here / ".hostdoc_cache").exists()
    hostdoc("why", "plan.md:5").communicate(timeout=60)
    assert (here / ".hostdoc_cache").exists()
