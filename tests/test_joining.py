"""Figures of several documents are shared: what one uses of another counts there, however the run came about."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from hostdoc import runner
from hostdoc.cache import Cache
from hostdoc.core.result import Audit
from hostdoc.downstream import Model
from hostdoc.outputs import render
from hostdoc.outputs.view import View
from hostdoc.project import audit_paths
from hostdoc.report.library import File, Library
from hostdoc.runner import Run
from hostdoc.scenarios import figure_named, setting

DAY = date(2026, 6, 1)
PRICES = "- Price: $10/month<!-- $price -->\n- Rate: 3<!-- $rate -->\n\n<!-- CONSTANTS: hours=730 -->\n"
REVENUE = "Revenue is $100/month<!-- $revenue = $a:price * 10 --> now.\n"
PROFIT = "Profit is $60/month<!-- = $b:revenue - 40 + $a:hours * 0 --> then.\n\nHours: 730<!-- = $a:hours -->\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, text in (("a", PRICES), ("b", REVENUE), ("c", PROFIT)):
        Path(f"{name}.md").write_text(text)
    Path("d.md").write_text("| Item | Amount |\n|---|---|\n| One | $410 |\n| Two | $380 |\n| Total | $790 |\n")
    return tmp_path


def moved(audit: Audit, text: str) -> list[tuple[str, str]]:
    it = setting(text, audit)
    found = Model(audit.checks).moved({it.figure: it.values[0]})
    return [(one.figure.span.source.path, str(one.then.low)) for one in found if one.then]


@pytest.mark.usefixtures("folder")
def test_what_follows_is_followed_through_documents() -> None:
    audit = audit_paths(["."])
    assert moved(audit, "price=12") == [("b.md", "120"), ("c.md", "80")]
    assert [path for path, _ in moved(audit, "a:hours=744")] == ["c.md", "c.md"]
    roots = Model(audit.checks).upstream(figure_named("c.md:1", audit))
    assert figure_named("price", audit) in roots


@pytest.mark.usefixtures("folder")
def test_a_figure_that_another_document_uses_does_not_stand_alone() -> None:
    audit = audit_paths(["."])
    assert [(it.bound, it.unbound) for it in audit.documents[:2]] == [(1, 1), (1, 0)]
    assert [it.rule for it in audit.documents[0].diagnostics] == []
    assert [check.verdict.relation.stated.text for check in audit.documents[0].elsewhere][:1] == ["$100/month"]
    alone = audit_paths(["a.md"]).documents[0]
    assert [it.rule for it in alone.diagnostics] == ["nothing-checked"]
    assert alone.bound == 0


@pytest.mark.usefixtures("folder")
def test_neither_cache_nor_processes_change_a_result(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "WORTH", 0)
    plain = audit_paths(["."], DAY)
    runs = [Run(Cache(Path("cache"))), Run(Cache(Path("cache"))), Run(jobs=2)]
    for audit in (audit_paths(["."], DAY, run) for run in runs):
        assert render("json", audit, View()) == render("json", plain, View())
        assert moved(audit, "price=12") == moved(plain, "price=12")
        assert [it.bound for it in audit.documents] == [it.bound for it in plain.documents]


@pytest.mark.usefixtures("folder")
def test_a_document_of_its_own_is_left_as_it_is() -> None:
    library = Library()
    files = {name: File(Path(name), name) for name in ("a.md", "b.md", "d.md")}
    library.refresh(files, DAY)
    before = dict(library.documents)
    assert before["a.md"].elsewhere and library.get("a.md") is before["a.md"]
    library.refresh(files, DAY)
    assert library.documents["d.md"] is before["d.md"]
    library.refresh({"a.md": files["a.md"]}, DAY)
    assert not library.documents["a.md"].elsewhere


def fix(*arguments: str) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-X", "utf8", "-m", "hostdoc", "fix", "--write", *arguments]
    return subprocess.run(line, capture_output=True, text=True, encoding="utf-8", timeout=60)


@pytest.mark.usefixtures("folder")
def test_a_repair_goes_on_in_the_documents_that_use_it() -> None:
    Path("a.md").write_text(PRICES.replace("$10/month<!-- $price -->", "$11/month<!-- $price = 4 * $rate -->"))
    assert fix(".").returncode == 0
    assert "$12/month" in Path("a.md").read_text()
    assert "$120/month" in Path("b.md").read_text()
    assert "$80/month" in Path("c.md").read_text()
    assert "nothing to change" in fix(".").stderr
