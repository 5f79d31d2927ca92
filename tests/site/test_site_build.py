"""What MkDocs builds with the plugin: pages, nav, links, nothing raw, and when it fails."""

from __future__ import annotations

import json
import logging
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from mkdocs.exceptions import Abort, ConfigurationError

from hostdoc.cli import cli

DRIFT = "# Drift\n\n| Item | Cost |\n|---|---|\n| One | $410 |\n| Two | $380 |\n| Total | $800 |\n"


def _warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _main(page: str) -> str:
    """What the plugin put into a page, without the theme around it."""
    return page[page.index('<div class="hd">') : page.index("<footer")]


def test_both_formats_become_pages_and_nothing_raw_is_published(made, caplog) -> None:
    site = made(strict=True)
    plan, other = _read(site / "plan" / "index.html"), _read(site / "more" / "other" / "index.html")
    assert '<h1 id="hd-title">The plan</h1>' in plan and '<h1 id="hd-title">The other</h1>' in other
    assert 'data-hd="waived"' in plan and 'data-hd="holds"' in other
    assert not list(site.rglob("*.org")) and not list(site.rglob("*.md"))
    for page in site.rglob("*.html"):
        assert "stays at home" not in _read(page) and "hostdoc: waive" not in _read(page)
    assert _warnings(caplog) == []


def test_links_lead_to_pages(made) -> None:
    site = made()
    plan, other = _read(site / "plan" / "index.html"), _read(site / "more" / "other" / "index.html")
    assert 'href="../more/other/"' in plan and 'href="#hosts"' in plan and 'src="../img/dot.png"' in plan
    assert 'href="../../plan/"' in other and 'href="../third/"' in other
    assert (site / "img" / "dot.png").is_file()


def test_without_directory_urls_too(made) -> None:
    site = made(use_directory_urls=False)
    assert 'href="more/other.html"' in _main(_read(site / "plan.html"))
    assert 'href="../plan.html"' in _main(_read(site / "more" / "other.html"))
    assert 'href="plan.html"' in _main(_read(site / "index.html"))


def test_a_nav_entry_may_name_an_org_document(made, caplog) -> None:
    nav = [{"Start": "index.md"}, {"Plan": "plan.md"}, {"More": [{"Other": "more/other.org"}, "more/third.org"]}]
    site = made(strict=True, nav=nav)
    start = _read(site / "index.html")
    assert 'href="more/other/"' in start and ".org" not in start[: start.index("<footer")].split('<div class="hd">')[0]
    assert _warnings(caplog) == []


def test_edit_links_lead_to_the_source(made) -> None:
    site = made(repo_url="https://example.org/repo", edit_uri="edit/main/sources/")
    assert "https://example.org/repo/edit/main/sources/more/other.org" in _read(site / "more" / "other" / "index.html")
    assert "https://example.org/repo/edit/main/sources/plan.md" in _read(site / "plan" / "index.html")
    assert "edit/main/sources/index.md" not in _read(site / "index.html")


@pytest.mark.parametrize("directories", [True, False])
def test_markdown_beside_org_of_the_same_name(made, folder: Path, directories: bool) -> None:
    (folder / "sources" / "plan.org").write_text(
        "#+title: Twin\n* Twin\ntext, see [[file:plan.md]]\n", encoding="utf-8"
    )
    site = made(use_directory_urls=directories)
    names = ("plan/index.html", "plan-org/index.html") if directories else ("plan.html", "plan-org.html")
    assert "The plan" in _main(_read(site / names[0])) and "Twin" in _main(_read(site / names[1]))
    assert f'href="{"../plan/" if directories else "plan.html"}"' in _main(_read(site / names[1]))


@pytest.mark.parametrize("own", ["index.md", "index.org", "README.md"])
def test_an_index_of_its_own_keeps_its_place(made, folder: Path, own: str) -> None:
    mark = "*" if own.endswith(".org") else "#"
    (folder / "sources" / own).write_text(f"{mark} Welcome\n\ntext\n", encoding="utf-8")
    site = made(strict=True)
    assert "Welcome" in _main(_read(site / "index.html"))
    assert 'id="documents"' in _main(_read(site / "overview" / "index.html"))


def test_a_drift_fails_a_strict_build_with_its_place(made, folder: Path, caplog) -> None:
    (folder / "sources" / "drift.md").write_text(DRIFT, encoding="utf-8")
    with pytest.raises(Abort):
        made(strict=True)
    assert any(re.search(r"sources/drift\.md:7:11: .*800.*790", warning) for warning in _warnings(caplog)), _warnings(
        caplog
    )


def test_a_drift_may_be_ignored_by_the_build(made, folder: Path) -> None:
    (folder / "sources" / "drift.md").write_text(DRIFT, encoding="utf-8")
    site = made(strict=True, plugins=["search", {"hostdoc": {"on_drift": "ignore"}}])
    assert 'data-hd="drifts"' in _read(site / "drift" / "index.html")


def test_a_document_that_cannot_be_read_takes_no_other_with_it(made, folder: Path, caplog) -> None:
    (folder / "sources" / "latin.md").write_bytes("# Caf\xe9\n".encode("latin-1"))
    (folder / "sources" / "wide.org").write_bytes("* Wide\n".encode("utf-16"))
    site = made()
    assert "not UTF-8" in _main(_read(site / "latin" / "index.html"))
    assert "UTF-16" in _main(_read(site / "wide" / "index.html")) and "UTF-16" in _main(_read(site / "index.html"))
    assert "The plan" in _main(_read(site / "plan" / "index.html"))
    assert sum("could not be read" in warning for warning in _warnings(caplog)) == 2


def test_a_broken_template_stops_a_build(made, folder: Path) -> None:
    own = folder / "own" / "hostdoc"
    own.mkdir(parents=True)
    (own / "document.html").write_text("{% broken", encoding="utf-8")
    with pytest.raises(Abort):
        made(plugins=[{"hostdoc": {"templates": "own"}}])


def test_options_are_validated(made) -> None:
    with pytest.raises(Abort):
        made(plugins=[{"hostdoc": {"on_drift": "maybe"}}])


def test_other_pages_can_be_left_to_mkdocs(made, folder: Path) -> None:
    (folder / "sources" / "guide.md").write_text("# Guide\n\n!!! note\n    Said.\n", encoding="utf-8")
    plugins = ["search", {"hostdoc": {"documents": ["plan.md", "*.org"]}}]
    site = made(plugins=plugins, markdown_extensions=["admonition"])
    assert 'class="admonition note"' in _read(site / "guide" / "index.html")
    assert 'class="hd"' not in _read(site / "guide" / "index.html")


def test_excluded_documents_are_not_on_the_overview(made, folder: Path) -> None:
    (folder / "sources" / "draft.md").write_text(DRIFT, encoding="utf-8")
    site = made(strict=True, exclude_docs="draft.md\n")
    assert not (site / "draft").exists() and "draft" not in _main(_read(site / "index.html"))


def test_search_finds_figures_where_they_are_stated_and_no_workings(made) -> None:
    site = made(strict=True)
    index = json.loads(_read(site / "search" / "search_index.json"))["docs"]
    text = {entry["location"]: entry["text"] for entry in index}
    assert "$900" in text["plan/"] and "Workings" not in text["plan/"]
    assert "$900" not in text["findings/"] and "Every relation" in text["findings/"]
    for page in site.rglob("*.html"):
        assert "hostdoc held" not in _read(page)
    assert "Workings of this table" in _read(site / "plan" / "index.html")
    assert "$900" in _read(site / "findings" / "index.html")


def test_any_theme_will_do(made) -> None:
    site = made(theme="readthedocs")
    page = _read(site / "plan" / "index.html")
    assert "hostdoc.css" in page and "frame.css" not in page and 'data-hd="waived"' in page


def test_the_page_needs_no_other_machine(made) -> None:
    for page in made().rglob("*.html"):
        text = _read(page)
        assert not re.search(r'(?:src|href)="(?:https?:)?//(?!www\.mkdocs\.org)', text), page
        assert not re.search(r"<style|\sstyle=|\son\w+=", _main(text) if '<div class="hd">' in text else ""), page


def test_titles_are_words_not_html(made, folder: Path) -> None:
    (folder / "sources" / "odd.md").write_text(
        "# A <script>alert(1)</script> & B\n\n## <img src=x>\n", encoding="utf-8"
    )
    site = made()
    for page in site.rglob("*.html"):
        assert "<script>alert" not in _read(page) and "<img src=x>" not in _read(page)


def test_a_site_with_markdown_of_its_own_keeps_its_other_pages(made, folder: Path) -> None:
    (folder / "sources" / "guide.md").write_text("# Guide\n\n!!! note\n    At port 8080.\n", encoding="utf-8")
    assert "!!! note" in _read(made() / "guide" / "index.html")
    site = made(markdown_extensions=["admonition"])
    guide = _read(site / "guide" / "index.html")
    assert '<div class="admonition note">' in guide and "hd-header" not in guide
    assert "hd-header" in _read(site / "plan" / "index.html")


def test_the_project_s_settings_weigh_drifts(made, folder: Path) -> None:
    (folder / "sources" / "drift.md").write_text(DRIFT, encoding="utf-8")
    (folder / "sources" / "old.md").write_text(DRIFT.replace("# Drift", "# Old"), encoding="utf-8")
    settings, off = folder / "hostdoc.toml", '[per-path."sources/old.md"]\nfooting = "off"\n'
    settings.write_text(f'[severity]\nfooting = "note"\n{off}', encoding="utf-8")
    site = made(strict=True)
    assert 'data-hd="drifts"' in _read(site / "drift" / "index.html")
    assert "hd-mark" not in _main(_read(site / "old" / "index.html"))
    settings.write_text(f'exclude = ["sources/drift.md"]\n{off}', encoding="utf-8")
    assert 'class="hd"' not in _read(made(strict=True) / "drift" / "index.html")
    settings.write_text('fail-on = "warning"\n[severity]\nfooting = "warning"\n', encoding="utf-8")
    with pytest.raises(Abort):
        made(strict=True)
    settings.write_text("[severity]\nfootin = 'off'\n", encoding="utf-8")
    with pytest.raises(ConfigurationError, match="did you mean `footing`"):
        made()


def test_what_the_baseline_knows_is_shown_and_fails_no_build(
    made, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "sources" / "drift.md").write_text(DRIFT, encoding="utf-8")
    with monkeypatch.context() as here:
        here.chdir(folder)
        assert CliRunner().invoke(cli, ["baseline", "sources"]).exit_code == 0
    site = made(strict=True)  # from another folder, as with mkdocs build -f
    assert 'data-hd="known"' in _read(site / "drift" / "index.html")
    overview = _main(_read(site / "index.html"))
    assert "Known from the baseline" in overview and "What drifts" not in overview
    (folder / "sources" / "drift.md").write_text(DRIFT.replace("$800", "$801"), encoding="utf-8")
    with pytest.raises(Abort):
        made(strict=True)


def test_findings_lead_to_their_lines_where_the_repository_is_known(made, folder: Path) -> None:
    (folder / "sources" / "seats.md").write_text("# Seats\n\n- Seats: 12\n- Price: $5 per seat\n", encoding="utf-8")
    (folder / "sources" / "drift.md").write_text(DRIFT, encoding="utf-8")
    site = made(repo_url="https://github.com/o/r", edit_uri="edit/main/sources/")
    line = "https://github.com/o/r/blob/main/sources/drift.md?plain=1#L7"
    for page in ("drift", "findings", "."):
        assert f'href="{line}"' in _read(site / page / "index.html"), page
    page = _read(site / "assumptions" / "index.html")
    assert "blob/main/sources/seats.md?plain=1#L3" in page and 'href="../seats/#f-seats-seats"' in page
    for page in made().rglob("*.html"):
        assert "plain=1" not in _read(page)


@pytest.mark.slow
def test_the_fork_of_mkdocs_builds_the_same_pages(made, folder: Path) -> None:
    """ProperDocs puts itself in the place of MkDocs, which only another process can have."""
    expected = _main(_read(made(strict=True) / "plan" / "index.html"))
    command = [sys.executable, "-m", "properdocs", "build", "--strict", "-f", "mkdocs.yml", "-d", "fork"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert _main(_read(folder / "fork" / "plan" / "index.html")) == expected
    assert "The other" in _main(_read(folder / "fork" / "more" / "other" / "index.html"))
