"""The overview, templates and the folder of a user's own, frames."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path

import jsonschema
import pandas as pd
import pytest

from hostdoc.core.result import Audit, Unread
from hostdoc.report import frames
from hostdoc.report.analysis import assumptions, data, findings, overview
from hostdoc.report.analysis.ages import age
from hostdoc.report.analysis.headline import headline
from hostdoc.report.analysis.register import SHEETS
from hostdoc.report.analysis.site import Paths, Place, Site
from hostdoc.report.gallery import Gallery
from hostdoc.report.pages import ASSETS, Pages, day, sentence
from hostdoc.shipped import shipped

DRIFTS = "# One\n\n| Item | Cost |\n|---|---|\n| A | $5 |\n| B | $9 |\n| Total | $15 |\n"
FLIPS = "# Two\n\n| Users | Cost/user/mo | Margin at $10/mo |\n|---|---|---|\n| 1K | $8-12 | 0-20% |\n"
WAIVED = DRIFTS + '\n<!-- hostdoc: waive footing "$15" = "14": as quoted -->\n'


def _audit(audited, *texts: str) -> Audit:
    return Audit(
        tuple(audited(text, f"d{number}.md") for number, text in enumerate(texts)), (Unread("z.md", "not UTF-8"),)
    )


def _site(audit: Audit) -> Site:
    return Site("S <i>", audit, date(2026, 6, 1))


def _page(key: str, audit: Audit, pages: Pages | None = None) -> str:
    """An analysis page, its links the path and the id of a place."""
    sheet = next(sheet for sheet in SHEETS if sheet.key == key)
    pages = pages or Pages()
    return pages.analysis(
        sheet, sheet.view(_site(audit)), Paths(_link, lambda other: f"{other}/", lambda name: f"a/{name}")
    )


def _link(place: Place) -> str:
    return f"{place.path}#{place.id}"


def test_the_overview_tells_flips_drifts_and_waivers_apart(audited) -> None:
    audit = _audit(audited, DRIFTS, FLIPS, WAIVED)
    view = overview.view(_site(audit))
    assert [len(part) for part in (view.flips, view.drifts, view.waived)] == [1, 1, 1]
    assert view.waived[0].working.waiver == "as quoted" and view.unread == (("z.md", "not UTF-8"),)
    assert sum(count.number for count in view.counts) == view.checks
    page = _page("overview", audit)
    assert page.index('id="flips"') < page.index('id="drifts"') < page.index('id="waived"')
    assert "S &lt;i&gt;" in page and "not UTF-8" in page and "as quoted" in page
    assert 'href="d0.md#f-one-total-cost"' in page and 'href="findings/#verdict=drifts&amp;document=Two"' in page


def test_an_empty_site_has_an_overview_and_no_findings() -> None:
    assert "no document yet" in _page("overview", Audit(()))
    assert findings.view(_site(Audit(()))) is None


def test_findings_list_every_check_the_worst_first(audited) -> None:
    audit = _audit(audited, WAIVED, DRIFTS, DRIFTS.replace("$15", "$14"))
    view = findings.view(_site(audit))
    assert [row.verdict for row in view.rows] == ["drifts", "waived", "holds"]
    assert (view.kinds, view.documents) == (("footing",), ("One",))
    page = _page("findings", audit)
    assert page.count("<tr data-verdict=") == 3 and "Signed off:</b> as quoted" in page
    assert page.index('href="d1.md#') < page.index('href="d0.md#') < page.index('href="d2.md#')


def test_templates_are_found_in_a_checkout_and_in_a_wheel(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert all((shipped() / "hostdoc" / "assets" / name).is_file() for name in ASSETS)
    (tmp_path / "templates" / "hostdoc").mkdir(parents=True)
    monkeypatch.setattr("hostdoc.shipped.PACKAGE", tmp_path)
    assert shipped() == tmp_path / "templates"


def test_one_template_is_overridden_and_the_others_stay(audited, tmp_path: Path) -> None:
    (tmp_path / "hostdoc").mkdir()
    (tmp_path / "hostdoc" / "sprite.html").write_text("OWN SIGNS", encoding="utf-8")
    page = _page("overview", _audit(audited, DRIFTS), Pages(tmp_path))
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
    assert (row.low, row.recalculated_low, row.path, row.line) == (15.0, 14.0, "d0.md", 7)


def test_the_data_page_offers_every_record_under_one_schema(audited) -> None:
    audit = _audit(audited, DRIFTS, WAIVED, FLIPS + "\nWe assume 3 seats at $4/month.\n")
    view = data.view(_site(audit))
    assert [one.kind for one in view.records] == ["figures", "assumptions", "relations"]
    page = _page("data", audit)
    for one in view.records:
        assert {f"{one.kind}.{form}" for form in ("csv", "json", "parquet")} == set(one.files)
        header, *rows = view.files[f"{one.kind}.csv"].decode().splitlines()
        assert header.split(",") == [column.name for column in one.columns] and len(rows) == one.number
        found = json.loads(view.files[f"{one.kind}.json"])
        jsonschema.validate(found, json.loads(view.files[view.schema]))
        assert len(found[one.kind]) == one.number
        frame = pd.read_parquet(io.BytesIO(view.files[f"{one.kind}.parquet"]))
        assert list(frame.columns) == header.split(",") and len(frame) == one.number
        assert f'href="a/data/{one.kind}.csv"' in page
    assert data.view(_site(Audit(()))) is None


def test_the_register_says_what_uses_an_assumption_and_how_old_it_is(audited) -> None:
    text = "# Plan\n\nAs of 2026-05-01.\n\n- Seats: 12\n- Price: $5 per seat\n\n12 × $5 = $70.\n"
    view = assumptions.view(_site(_audit(audited, text)))
    used = [entry for entry in view.entries if entry.uses]
    assert used and view.used == len(used) and {use.verdict for entry in used for use in entry.uses} >= {"drifts"}
    assert {(entry.date, entry.age) for entry in view.entries} == {("2026-05-01", "4 weeks old")} and not view.undated
    assert 'data-used="used"' in _page("assumptions", _audit(audited, text))
    assert assumptions.view(_site(Audit(()))) is None


def test_what_other_figures_give_is_no_assumption(audited) -> None:
    text = "# Plan\n\n- Seats: 12\n- Price: $5 per seat\n\nSo 12 × $5 = $60 a month, $720 a year.\n"
    given = [entry.words for entry in assumptions.view(_site(_audit(audited, text))).entries]
    assert {"12", "$5 per seat"} <= set(given) and "$60 a month" not in given and "$720 a year" not in given


def _facts(audited, text: str) -> dict[str, tuple[str, str]]:
    found = audited(text)
    gallery = Gallery()
    gallery.hang([found])
    site = Site("S", Audit((found,)), date(2026, 6, 1), gallery)
    return {fact.name: (fact.words, fact.again) for fact in headline(site, found)}


def test_a_budget_comes_to_its_greatest_total(audited) -> None:
    small = DRIFTS.replace("# One", "## Two").replace("$15", "$14")
    assert _facts(audited, DRIFTS + "\n" + small) == {"Total": ("$15", "$14")}
    assert _facts(audited, "# None\n\nNo figure.\n") == {}


def test_a_comparison_comes_to_its_cheapest_and_its_range(audited) -> None:
    rows = "| Ash | $5–9/month | $20–30/month |\n| Elm | $7 | $40 |\n| Fir | $8–40+ | $90 |\n"
    text = f"# Hosts\n\n| Host | Alpha (5 users) | Beta |\n|---|---|---|\n{rows}\n{DRIFTS}"
    assert _facts(audited, text) == {
        "Cheapest, Alpha": ("Ash $5–9/month", ""),
        "Range, Alpha": ("$5–40+ per month", ""),
    }


def test_what_scales_comes_to_cost_and_margin_at_the_ends(audited) -> None:
    rows = "| 100 | $12 | -20% |\n| 1K | $8-12 | 0-20% |\n| 10K | $4 | 60% |\n"
    text = f"# Scale\n\n| Users | Cost/user/mo | Margin at $10/mo |\n|---|---|---|\n{rows}\nBreak-even: 1K users.\n"
    facts = _facts(audited, text)
    assert facts["Cost, 10K"] == ("$4", "") and facts["Margin, 10K"] == ("60%", "")
    assert list(facts) == ["Cost, 10K", "Margin, 10K", "Margin, 100"]
    assert list(_facts(audited, f"{text}\n{DRIFTS}")) == ["Total", "Cost, 10K", "Margin, 10K", "Margin, 100"]


@pytest.mark.parametrize(
    ("stated", "words"),
    [
        ("2026-06-01", "of today"),
        ("2026-05-31", "1 day old"),
        ("2026-05-01", "4 weeks old"),
        ("2025-11", "6 months old"),
        ("2020-01-01", "6 years old"),
        ("2027-01-01", ""),
        ("once", ""),
    ],
)
def test_ages_are_told_in_one_unit(stated: str, words: str) -> None:
    assert age(stated, date(2026, 6, 1)) == words


def test_small_words() -> None:
    assert sentence("the sign flips") == "The sign flips." and sentence("") == ""
    assert day("2026-05-07") == "7 May 2026" and day("February 2026") == "February 2026"
