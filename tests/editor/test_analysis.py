"""An open document is judged as `hostdoc check` would judge it: settings, baseline, other documents, what is unread."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from hostdoc.cli import cli
from hostdoc.core.span import Source
from hostdoc.editor import analysis
from hostdoc.editor.analysis import Analyst, Draft, Judged, Superseded, name_of

TODAY = date(2026, 1, 1)
WRONG = "| Item | Amount |\n|---|---|\n| Hosting | $410 |\n| Support | $380 |\n| Total | $800 |\n"
PRICES = "Spot price: $0.20/hr<!-- $spot -->\n"
PLAN = "Compute comes to $146<!-- = $prices:spot * 730 --> a month.\n"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def draft(name: str, text: str) -> Draft:
    return Draft(name, str(Path.cwd() / name), text)


def judge(*drafts: Draft, analyst: Analyst | None = None) -> dict[str, Judged]:
    return (analyst or Analyst(Path.cwd(), Path.cwd())).judge(drafts, TODAY, lambda: None)


def drifts(judged: Judged) -> list[tuple[str, str | None, bool]]:
    found = (check for check in judged.audit.checks if check.outcome == "drifts")
    return [(check.verdict.relation.kind, check.severity, check.waived) for check in found]


def reason(judged: Judged) -> str:
    (unread,) = judged.audit.unread
    return unread.reason


def test_an_unsaved_text_is_judged() -> None:
    assert drifts(judge(draft("plan.md", WRONG))["plan.md"]) == [("footing", "error", False)]


def test_settings_weigh_and_exclude() -> None:
    Path("hostdoc.toml").write_text('exclude = ["old/*"]\n[per-path."drafts/*"]\nfooting = "note"\n', "utf-8")
    found = judge(draft("drafts/plan.md", WRONG), draft("old/plan.md", WRONG))
    assert drifts(found["drafts/plan.md"]) == [("footing", "note", False)]
    assert found["old/plan.md"].document is None
    assert not found["old/plan.md"].audit.unread


def test_the_baseline_waives() -> None:
    Path("plan.md").write_text(WRONG, "utf-8")
    assert CliRunner().invoke(cli, ["baseline", "plan.md"]).exit_code == 0
    found = judge(draft("plan.md", WRONG))["plan.md"]
    assert drifts(found) == [("footing", "error", True)]
    assert found.plain is not None
    assert not any(check.waived for check in found.plain.checks)


@pytest.mark.parametrize(
    ("file", "text", "words"),
    [
        ("hostdoc.toml", "sources = 1\n", "sources is a path"),
        (".hostdoc-baseline.json", "{}", "is no baseline"),
    ],
)
def test_what_cannot_be_used_is_said_of_each_document(file: str, text: str, words: str) -> None:
    Path(file).write_text(text, "utf-8")
    assert words in reason(judge(draft("plan.md", WRONG))["plan.md"])


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [("plan.md", "a\0b", "NUL byte"), ("plan.md", "\ud800", "not UTF-8"), ("plan.txt", WRONG, "does not end in")],
)
def test_what_cannot_be_read_is_said(name: str, text: str, words: str) -> None:
    found = judge(draft(name, text))[name]
    assert words in reason(found)
    assert found.plain is None


def test_a_text_that_breaks_hostdoc_spares_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    audit = analysis.audit_source

    def broken(source: Source, *more: Any) -> object:
        return 1 / 0 if source.path == "a.md" else audit(source, *more)

    monkeypatch.setattr(analysis, "audit_source", broken)
    found = judge(draft("a.md", WRONG), draft("b.md", WRONG))
    assert "please report it" in reason(found["a.md"])
    assert len(drifts(found["b.md"])) == 1


@pytest.mark.parametrize("saved", [True, False])
def test_figures_of_other_documents_are_those_of_the_editor_else_those_on_disk(saved: bool) -> None:
    Path("prices.md").write_text(PRICES if saved else PRICES.replace("0.20", "0.30"), "utf-8")
    open_ones = [draft("plan.md", PLAN)] if saved else [draft("plan.md", PLAN), draft("prices.md", PRICES)]
    assert [check.outcome for check in judge(*open_ones)["plan.md"].audit.checks] == ["holds"]


def test_a_change_in_one_document_is_seen_in_the_other() -> None:
    analyst = Analyst(Path.cwd(), Path.cwd())
    before = judge(draft("plan.md", PLAN), draft("prices.md", PRICES), analyst=analyst)
    after = judge(draft("plan.md", PLAN), draft("prices.md", PRICES.replace("0.20", "0.25")), analyst=analyst)
    assert drifts(before["plan.md"]) == []
    assert drifts(after["plan.md"]) == [("formula", "error", False)]
    document = after["prices.md"].document
    assert document is not None
    assert len(document.elsewhere) == 1


def test_what_has_not_changed_is_not_read_again() -> None:
    analyst = Analyst(Path.cwd(), Path.cwd())
    first = judge(draft("a.md", WRONG), draft("b.md", WRONG), analyst=analyst)
    second = judge(draft("a.md", WRONG), draft("b.md", WRONG + "\nmore\n"), analyst=analyst)
    assert second["a.md"].plain is first["a.md"].plain
    assert second["b.md"].plain is not first["b.md"].plain


def test_an_analysis_is_given_up_where_newer_text_waits() -> None:
    calls = 0

    def checkpoint() -> None:
        nonlocal calls
        calls += 1
        if calls == 6:
            raise Superseded

    with pytest.raises(Superseded):
        Analyst(Path.cwd(), Path.cwd()).judge([draft("plan.md", WRONG)], TODAY, checkpoint)
    assert calls == 6


def test_names_are_paths_from_the_folder_or_whole(tmp_path: Path) -> None:
    assert name_of(str(tmp_path / "a" / "b.md"), tmp_path) == "a/b.md"
    assert name_of("/elsewhere/b.md", tmp_path) == "/elsewhere/b.md"
