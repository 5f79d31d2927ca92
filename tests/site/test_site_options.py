"""The options of the plugin: which pages, under what title, in whose words; and the settings of MkDocs beside it."""

from __future__ import annotations

import html
import json
import logging
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from mkdocs.exceptions import Abort, ConfigurationError

from hostdoc.cli import cli
from hostdoc.report.labels import chosen, known
from hostdoc.report.saying import FIELD
from hostdoc.shipped import shipped


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def test_only_the_pages_that_are_wanted(made) -> None:
    site = made(strict=True, plugins=["search", {"hostdoc": {"pages": ["findings"], "analysis": "Numbers"}}])
    assert (site / "findings" / "index.html").is_file()
    assert not any((site / name).exists() for name in ("compare", "margins", "assumptions", "data", "overview"))
    assert not (site / "assets" / "hostdoc" / "data").exists()
    plan = _read(site / "plan" / "index.html")
    assert "Numbers" in plan and "Analysis" not in plan


def test_texts_in_other_words(made) -> None:
    labels = {"Findings": "Was gefunden wurde <b>", "Workings of": "Rechnungen zu"}
    site = made(strict=True, plugins=["search", {"hostdoc": {"labels": labels}}])
    assert "Rechnungen zu this table" in _read(site / "plan" / "index.html")
    assert '<h1 id="hd-title">Was gefunden wurde &lt;b&gt;</h1>' in _read(site / "findings" / "index.html")


def test_texts_in_german(made) -> None:
    site = made(strict=True, plugins=["search", {"hostdoc": {"labels": "de", "analysis": "Auswertung"}}])
    overview = _read(site / "index.html")
    assert "Die Dokumente" in overview and "The documents" not in overview and "Auswertung" in overview
    assert "Prüfungen" in overview and 'data-hd="waived"' in _read(site / "plan" / "index.html")


def test_every_text_of_a_language_is_one_of_a_page() -> None:
    folders = [shipped()]
    labels = chosen("de", folders)
    assert set(labels) == set(known(folders)), "every text has its German words, and nothing else has"
    for text, words in labels.items():
        assert set(FIELD.findall(words)) <= set(FIELD.findall(text)), text


def test_what_is_computed_and_drawn_is_in_german_too(made, folder: Path) -> None:
    site = made(strict=True, plugins=["search", {"hostdoc": {"labels": "de", "analysis": "Auswertung"}}])
    overview, plan = (_read(site / page / "index.html") for page in (".", "plan"))
    assert "aus den Zahlen der Dokumente selbst nachgerechnet. 1 von 2 stimmen" in overview
    assert "beginnt am tiefsten, bei $5" in plan and "angegeben, niedrig bis hoch" in plan
    assert "US$ je Monat</text>" in plan and "<dt>Am günstigsten</dt>" in overview
    assert ", abgezeichnet</span>" in plan and "Rechnungen zu dieser Tabelle" in plan
    words = json.loads(html.unescape(re.search('data-words="([^"]*)"', plan)[1]))
    assert words["Close"] == "Schließen"
    for page in {*site.rglob("*.html")} - {site / "data" / "index.html"}:  # which names values of records
        shown = re.sub("<[^>]*>", " ", _read(page).split("<footer")[0].partition('<div class="hd">')[2])
        assert not re.search(r"\b(recalculated|stated|Workings|Close|drifts|waived|of \d+)\b", shown), page


def test_labels_may_not_have_fields_of_their_own() -> None:
    with pytest.raises(ValueError, match=r"have a field `\{many\}`"):
        chosen({"{number} days old": "{many} Tage"}, [shipped()])


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ({"labels": {"Findngs": "x"}}, "no page says `Findngs`; did you mean `Findings`?"),
        ({"labels": {"Findings": 3}}, "the words for `Findings` are no text"),
        ({"labels": "xx"}, "there are no labels for `xx`, only for de"),
        ({"labels": 3}, "Expected type"),
        ({"pages": ["findngs"]}, "Expected one of"),
        ({"analysis": 3}, "Expected type"),
        ({"documants": []}, "Unrecognised configuration name"),
    ],
)
def test_options_that_make_no_sense_are_said(made, option: dict[str, object], said: str, caplog) -> None:
    with pytest.raises((Abort, ConfigurationError)) as stopped:
        made(strict=True, plugins=[{"hostdoc": option}])
    messages = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert any(said in message for message in [*messages, str(stopped.value)]), messages


def test_the_texts_can_be_listed(tmp_path: Path) -> None:
    (tmp_path / "hostdoc").mkdir()
    (tmp_path / "hostdoc" / "own.html").write_text(
        '<p title="Read out">My own</p>{{ "one" if x else "more" }}', "utf-8"
    )
    shown = CliRunner().invoke(cli, ["site-labels", "--templates", str(tmp_path)]).output.splitlines()
    for words in ("My own", "Read out", "one", "more", "Findings", "Signed off, with reasons"):
        assert f'"{words}": "{words}"' in shown


@pytest.mark.parametrize("theme", ["readthedocs", {"name": "material", "font": False}])
def test_beside_other_plugins_and_themes(made, theme: object) -> None:
    site = made(
        strict=True,
        theme=theme,
        use_directory_urls=False,
        plugins=["search", "hostdoc", "tags"][: 3 if isinstance(theme, dict) else 2],
    )
    assert 'data-hd="waived"' in _read(site / "plan.html")
    assert 'href="more/other.html' in _read(site / "findings.html")
