"""Reports for other programs: each escapes what its reader would interpret, and tells its findings apart."""

from __future__ import annotations

import json
import re
from datetime import date
from xml.etree import ElementTree

import pytest

from hostdoc.core.result import Audit, Unread
from hostdoc.core.span import Source
from hostdoc.outputs import FORMATS, render
from hostdoc.outputs.view import View
from hostdoc.pipeline import audit_source

TABLE = "| Item | Cost |\n|---|---|\n| A | $5 |\n| B | $9 |\n| Total | $15 |\n"
EVIL = "a%0A::error::\r, b:c <img src=x> @octocat |`` $x$ \x07\ufffe \U0001f600"
HOSTILE = f"# {EVIL}\n\n{TABLE.replace('| A ', '| ' + EVIL.replace('|', '') + ' ')}"
TOOLS = [form for form in FORMATS if form != "terminal"]


def _audit(*texts: str, unread: bool = True) -> Audit:
    documents = tuple(
        audit_source(Source.of(f"d,{number}:ä.md", text), date(2026, 6, 1)) for number, text in enumerate(texts)
    )
    return Audit(documents, (Unread("no.md", "not UTF-8: 0xff"),) if unread else ())


@pytest.mark.parametrize("form", TOOLS)
def test_every_report_holds_the_drifts_and_what_was_not_read(form: str) -> None:
    text = render(form, _audit(HOSTILE, TABLE), View())
    assert text.endswith("\n") and "no.md" in text
    assert text.encode("utf-8"), "it can be written as it is"
    assert "add up to 14" in text


@pytest.mark.parametrize("form", TOOLS)
def test_every_report_of_nothing_is_well_formed(form: str) -> None:
    text = render(form, Audit(()), View())
    if form in ("json", "sarif", "gitlab"):
        json.loads(text)
    elif form == "junit":
        assert ElementTree.fromstring(text).get("tests") == "0"
    elif form in ("github", "concise", "rdjsonl"):
        assert text == ""


def test_an_annotation_is_one_command_whatever_a_document_says() -> None:
    lines = render("github", _audit(HOSTILE), View()).splitlines()
    assert len(lines) == 2 and all(line.startswith("::error ") for line in lines)
    for line in lines:
        properties, _, message = line.removeprefix("::error ").partition("::")
        assert {pair.partition("=")[0] for pair in properties.split(",")} <= {
            "file",
            "title",
            "line",
            "endLine",
            "col",
            "endColumn",
        }
        assert "\r" not in message and not re.search(r"%(?!25|0A|0D)", message)
    assert "file=d%2C0%3Aä.md" in lines[0]


def test_fingerprints_differ_and_stay_when_text_moves() -> None:
    def keys(text: str) -> list[str]:
        return [it["fingerprint"] for it in json.loads(render("gitlab", _audit(text, unread=False), View()))]

    before = keys(f"{TABLE}\n{TABLE}")
    assert len(set(before)) == 2
    assert keys(f"Words above.\n\n{TABLE}\nWords between.\n\n{TABLE}") == before
    results = json.loads(render("sarif", _audit(TABLE, TABLE), View()))["runs"][0]["results"]
    prints = [it["partialFingerprints"]["hostdocFigure/v1"] for it in results]
    assert len(set(prints)) == len(prints) == 2


def test_sarif_names_its_rules_inputs_and_waivers() -> None:
    waived = TABLE + '\n<!-- hostdoc: waive footing "$15" = "14": as quoted -->\n'
    (run,) = json.loads(render("sarif", _audit(waived), View()))["runs"]
    (result,) = run["results"]
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == "footing"
    assert result["suppressions"] == [{"kind": "inSource", "justification": "as quoted"}]
    region = result["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 5, "startColumn": 11, "endLine": 5, "endColumn": 14}
    assert [it["message"]["text"] for it in result["relatedLocations"]] == ["$5 A / Cost", "$9 B / Cost"]
    assert not run["invocations"][0]["executionSuccessful"]


def test_absolute_paths_are_addresses_of_files() -> None:
    for path, address in (("/a b/c.md", "file:///a%20b/c.md"), ("C:/a.md", "file:///C:/a.md"), ("x/y.md", "x/y.md")):
        audit = Audit((audit_source(Source.of(path, TABLE), date(2026, 6, 1)),))
        (result,) = json.loads(render("sarif", audit, View()))["runs"][0]["results"]
        assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == address


def test_junit_fails_on_errors_and_skips_what_is_waived() -> None:
    waived = TABLE + '\n<!-- hostdoc: waive footing "$15" = "14": as quoted -->\n'
    root = ElementTree.fromstring(render("junit", _audit(HOSTILE, waived, TABLE.replace("15", "14")), View()))
    suites = [(it.get("tests"), it.get("failures"), it.get("errors"), it.get("skipped")) for it in root]
    assert suites == [("1", "1", "0", "0"), ("1", "0", "0", "1"), ("1", "0", "0", "0"), ("1", "0", "1", "0")]
    assert (root.get("tests"), root.get("failures"), root.get("errors")) == ("4", "1", "1")
    assert root.find(".//skipped").get("message") == "waived: as quoted"


def test_reviewdog_counts_bytes() -> None:
    text = TABLE.replace("| Total ", "| Total ä😀 ")
    (entry,) = map(json.loads, render("rdjsonl", _audit(text, unread=False), View()).splitlines())
    assert entry["location"]["range"] == {"start": {"line": 5, "column": 18}, "end": {"line": 5, "column": 21}}


def test_a_comment_in_markdown_holds_nothing_but_words() -> None:
    text = render("markdown", _audit(HOSTILE), View())
    assert "<img" not in text and "@octocat" not in re.sub(r"`[^`]*`", "", text)
    rows = [line for line in text.splitlines() if line.startswith("| ❌")]
    assert len(rows) == 2 and all(len(re.findall(r"(?<!\\)\|", row)) == 4 for row in rows)
