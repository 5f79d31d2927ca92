"""Documents with formulas that say in comments what must be found in them, no more and no less.

`<!-- expect: OUTCOME "STATED" -> "RECALCULATED" -->` stands for a declared relation, `<!-- problem: RULE "WORDS" -->`
for a diagnostic with these words in its message or help, and `<!-- counts: 2 holds, 1 drifts -->` for the number of
every outcome. A sample in Markdown is also tried as Org, with CRLF line ends and with a byte order mark.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from hostdoc.core.diagnostic import Diagnostic
from hostdoc.core.result import AuditedDocument, Check
from hostdoc.core.span import Source
from hostdoc.pipeline import audit_source
from hostdoc.report.document_page import compose
from hostdoc.wording import recalculated

SAMPLES = sorted((Path(__file__).parent / "samples").iterdir())
MARKDOWN = [path for path in SAMPLES if path.suffix == ".md"]
ALIKE = [
    path for path in MARKDOWN if path.stem not in ("times", "no_formulas")
]  # times are read by each dialect's rules
EXPECT = re.compile(r'(?:<!--|#) expect: (\w+) "([^"]*)" -> "([^"]*)"')
PROBLEM = re.compile(r'(?:<!--|#) problem: ([\w-]+) "([^"\n]*)"')
COUNTS = re.compile(r"(?:<!--|#) counts: (.*?) ?(?:-->)?$", re.M)


def audited(name: str, text: str) -> AuditedDocument:
    return audit_source(Source.of(name, text), date(2026, 1, 1))


def declared(document: AuditedDocument) -> list[Check]:
    return [check for check in document.checks if check.verdict.relation.basis == "declared"]


def said(check: Check) -> tuple[str, str, str]:
    relation, result = check.verdict.relation, check.verdict.recalculated
    return check.outcome, relation.stated.text, recalculated(result, relation.stated, bare=True) if result else ""


def problems(document: AuditedDocument) -> list[Diagnostic]:
    return [it for it in document.diagnostics if it.severity != "note"]


def as_org(text: str) -> str:
    """The same document in Org; comments inside lines are read in Org as they are."""
    lines = []
    for line in text.split("\n"):
        if match := re.fullmatch(r"(#+) (.*)", line):
            line = f"{'*' * len(match[1])} {match[2]}"
        elif re.fullmatch(r"\|[-:| ]+\|", line) and "--" in line:
            line = "|" + "+".join("-" * 3 for _ in range(line.count("|") - 1)) + "|"
        elif match := re.fullmatch(r"<!-- (TBLFM|CONSTANTS|NAME): (.*) -->", line):
            line = f"#+{match[1]}: {match[2]}"
        elif match := re.fullmatch(r"<!-- (.*) -->", line):
            line = f"# {match[1]}"
        lines.append(line)
    return "\n".join(lines).replace("**", "*")


def found(document: AuditedDocument) -> tuple[list[tuple[str, str, str]], list[str]]:
    return [said(check) for check in declared(document)], [it.rule for it in problems(document)]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_a_sample_finds_what_it_says(path: Path) -> None:
    text = path.read_text("utf-8")
    document = audited(path.name, text)
    seen = [said(check) for check in declared(document)]
    missing = [expected for expected in EXPECT.findall(text) if expected not in seen]
    assert not missing, f"not found: {missing}; found: {seen}"
    counts = COUNTS.search(text)
    assert counts, f"{path.name} does not count its verdicts"
    outcomes = Counter(outcome for outcome, _, _ in seen)
    order = ("holds", "rounds", "within", "drifts", "undecided")
    assert ", ".join(f"{outcomes[it]} {it}" for it in order if outcomes[it]) == counts[1], seen


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_a_sample_says_what_is_wrong(path: Path) -> None:
    text = path.read_text("utf-8")
    told = [(it.rule, f"{it.message}; {it.help}") for it in problems(audited(path.name, text))]
    wanted = PROBLEM.findall(text)
    for rule, words in wanted:
        assert any(rule == other and words in message for other, message in told), (rule, words, told)
    rules = Counter(rule for rule, _ in told)
    assert rules == Counter(rule for rule, _ in wanted), told


@pytest.mark.parametrize("path", ALIKE, ids=lambda path: path.name)
def test_a_twin_comes_out_the_same(path: Path) -> None:
    text = path.read_text("utf-8")
    seen = found(audited(path.name, text))
    assert found(audited(path.name, text.replace("\n", "\r\n"))) == seen
    assert found(audited(path.name, "\ufeff" + text)) == seen
    assert found(audited("twin.org", as_org(text))) == seen


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_a_sample_has_its_page(path: Path) -> None:
    document = audited(path.name, path.read_text("utf-8"))
    page = compose(document, lambda url: url)
    shown = "".join(block.html for section in page.sections for block in section.blocks)
    assert not re.search(r"TBLFM|CONSTANTS|hostdoc:|\$\w+ =", shown)
