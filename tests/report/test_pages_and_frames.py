"""The overview, templates and the folder of a user's own, frames."""

from __future__ import annotations

from pathlib import Path

import pytest

from hostdoc.core.result import Audit, Unread
from hostdoc.report import frames
from hostdoc.report.overview import overview
from hostdoc.report.pages import ASSETS, PACKAGE, Pages, day, sentence, shipped

DRIFTS = "# One\n\n| Item | Cost |\n|---|---|\n| A | $5 |\n| B | $9 |\n| Total | $15 |\n"
FLIPS = "# Two\n\n| Users | Cost/user/mo | Margin at $10/mo |\n|---|---|---|\n| 1K | $8-12 | 0-20% |\n"
WAIVED = DRIFTS + '\n<!-- hostdoc: waive footing "$15" = "14": as quoted -->\n'


def _audit(audited, *texts: str) -> Audit:
    return Audit(
        tuple(audited(text, f"d{number}.md") for number, text in enumerate(texts)), (Unread("z.md", "not UTF-8"),)
    )


def test_the_overview_tells_flips_drifts_and_waivers_apart(audited) -> None:
    view = overview(_audit(audited, DRIFTS, FLIPS, WAIVED), lambda found: found.document.source.path, lambda found: "T")
    assert [len(part) for part in (view.flips, view.drifts, view.waived)] == [1, 1, 1]
    assert view.waived[0].working.waiver == "as quoted" and view.unread == (("z.md", "not UTF-8"),)
    assert sum(count.number for count in view.counts) == view.checks
    page = Pages().overview(_audit(audited, DRIFTS, FLIPS, WAIVED), "S", lambda found: "u/", lambda found: "T <b>")
    assert page.index('id="flips"') < page.index('id="drifts"') < page.index('id="waived"')
    assert "T &lt;b&gt;" in page and "not UTF-8" in page and "as quoted" in page


def test_an_empty_site_has_an_overview() -> None:
    assert "no document yet" in Pages().overview(Audit(()), "S", lambda found: "", lambda found: "")


def test_templates_are_found_in_a_checkout_and_in_a_wheel(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert all((shipped() / "hostdoc" / "assets" / name).is_file() for name in ASSETS)
    (tmp_path / "templates" / "hostdoc").mkdir(parents=True)
    monkeypatch.setattr("hostdoc.report.pages.PACKAGE", tmp_path)
    assert shipped() == tmp_path / "templates"
    monkeypatch.setattr("hostdoc.report.pages.PACKAGE", PACKAGE)


def test_one_template_is_overridden_and_the_others_stay(audited, tmp_path: Path) -> None:
    (tmp_path / "hostdoc").mkdir()
    (tmp_path / "hostdoc" / "sprite.html").write_text("OWN SIGNS", encoding="utf-8")
    page = Pages(tmp_path).overview(_audit(audited, DRIFTS), "S", lambda found: "", lambda found: "T")
    assert "OWN SIGNS" in page and "What drifts" in page


def test_when_even_the_error_template_is_broken_the_error_is_shown(tmp_path: Path) -> None:
    (tmp_path / "hostdoc").mkdir()
    (tmp_path / "hostdoc" / "error.html").write_text("{% broken", encoding="utf-8")
    assert "&lt;why&gt;" in Pages(tmp_path).error("T", "what", "<why>", "path")


def test_frames_hold_every_record(audited) -> None:
    audit = _audit(audited, DRIFTS, FLIPS)
    assert len(frames.figures(audit)) == sum(len(found.ledger.figures) for found in audit.documents)
    checks = frames.checks(audit)
    assert list(checks.verdict) == [check.outcome for check in audit.checks]
    row = checks[checks.text == "$15"].iloc[0]
    assert (row.low, row.again_low, row.path, row.line) == (15.0, 14.0, "d0.md", 7)


def test_small_words() -> None:
    assert sentence("the sign flips") == "The sign flips." and sentence("") == ""
    assert day("2026-05-07") == "7 May 2026" and day("February 2026") == "February 2026"
