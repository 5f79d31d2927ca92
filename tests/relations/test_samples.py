"""Small documents that say in comments what must be found in them, no more and no less.

A sample is Markdown. A line `<!-- expect: KIND OUTCOME "STATED" -> "RECALCULATED" -->` stands for one check and
`<!-- counts: 2 holds, 1 drifts -->` for the number of every outcome. Each sample is also tried as Org, with CRLF line
ends and with a byte order mark.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from hostdoc.core.result import AuditedDocument, Check
from hostdoc.core.span import Source
from hostdoc.pipeline import audit_source
from hostdoc.wording import recalculated

SAMPLES = sorted((Path(__file__).parent / "samples").rglob("*.md"))
EXPECT = re.compile(r'<!-- expect: ([\w-]+) (\w+) "([^"]*)" -> "([^"]*)" -->')
COUNTS = re.compile(r"<!-- counts: (.*?) -->")


def audited(name: str, text: str) -> AuditedDocument:
    return audit_source(Source.of(name, text), date(2026, 1, 1))


def bare(check: Check) -> str:
    result = check.verdict.recalculated
    return recalculated(result, check.verdict.relation.stated, bare=True) if result else ""


def found(document: AuditedDocument) -> list[tuple[str, str, str, str]]:
    return [
        (check.verdict.relation.kind, check.outcome, check.verdict.relation.stated.text, bare(check))
        for check in document.checks
    ]


def as_org(text: str) -> str:
    """The same document in Org: headings, rules, strong words, comments, fenced blocks."""
    lines = []
    fenced = False
    for line in text.replace("**", "*").split("\n"):
        if line.startswith("```"):
            line = "#+end_example" if fenced else "#+begin_example"
            fenced = not fenced
        elif fenced:
            pass
        elif match := re.fullmatch(r"(#+) (.*)", line):
            line = f"{'*' * len(match[1])} {match[2]}"
        elif re.fullmatch(r"\|[-:| ]+\|", line):
            line = "|" + "+".join("-" * 3 for _ in range(line.count("|") - 1)) + "|"
        elif match := re.fullmatch(r"<!-- (.*) -->", line):
            line = f"# {match[1]}"
        lines.append(line)
    return "\n".join(lines)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_finds_what_it_says(path: Path) -> None:
    text = path.read_text("utf-8")
    expected = Counter(EXPECT.findall(text))
    counts = COUNTS.search(text)
    assert counts, f"{path.name} does not count its verdicts"
    document = audited(path.name, text)
    seen = found(document)
    missing = expected - Counter(seen)
    assert not missing, f"not found: {list(missing)}; found: {seen}"
    outcomes = Counter(check.outcome for check in document.checks)
    assert ", ".join(f"{n} {outcome}" for outcome, n in sorted(outcomes.items())) == counts[1], seen


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_twin_comes_out_the_same(path: Path) -> None:
    text = path.read_text("utf-8")
    seen = found(audited(path.name, text))
    assert found(audited(path.name, text.replace("\n", "\r\n"))) == seen
    assert found(audited(path.name, "\ufeff" + text)) == seen
    assert found(audited("twin.org", as_org(text))) == seen


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_every_span_is_the_text_of_its_figure(path: Path) -> None:
    text = path.read_text("utf-8")
    lines = text.split("\n")
    document = audited(path.name, text)
    for figure in document.ledger.figures:
        first, last = figure.span.first, figure.span.last
        assert first.line == last.line
        assert lines[first.line - 1][first.column - 1 : last.column - 1] == figure.text
