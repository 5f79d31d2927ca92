"""An audited document is the same after it was plain data: every field, every type, and what was one object is one."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from hostdoc.core.result import Audit, AuditedDocument
from hostdoc.core.span import Source
from hostdoc.outputs import FORMATS, render
from hostdoc.outputs.records import render as render_records
from hostdoc.outputs.view import View
from hostdoc.outputs.why import render as render_why
from hostdoc.pipeline import audit_source
from hostdoc.plain import Unlike, dump, from_plain, load, to_plain
from hostdoc.reasons import reasons

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted(path for folder in ("tests", "sources") for path in (ROOT / folder).rglob("*.md"))
DAY = date(2026, 6, 1)
ORG = (
    "#+title: Plan\n* Costs\n| Item | Amount |\n|---+---|\n| Hosting | ~$4-5K |\n| Total | $9K |\n# hostdoc: off\n12\n"
)


def audited(text: str, name: str = "plan.md") -> AuditedDocument:
    return audit_source(Source.of(name, text), DAY)


def same(one: Any, other: Any, seen: dict[int, int]) -> None:
    """Fails where two values differ, or are not shared in the same way."""
    assert type(one) is type(other)
    if isinstance(one, tuple):
        assert len(one) == len(other)
        for left, right in zip(one, other, strict=True):
            same(left, right, seen)
    elif isinstance(one, Source):
        assert one is other
    elif not is_dataclass(one):
        assert one == other
    elif id(one) in seen:
        assert seen[id(one)] == id(other)
    else:
        if type(one).__name__ != "Span":  # a place, equal wherever it is equal
            seen[id(one)] = id(other)
        for field in fields(one):
            same(getattr(one, field.name), getattr(other, field.name), seen)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_document_comes_back_as_it_was(path: Path) -> None:
    before = audited(path.read_text("utf-8"), path.name)
    after = load(dump(before), before.document.source)
    same(before, after, {})
    assert len({id(figure) for figure in after.ledger.figures}) == len(after.ledger.figures)
    for name in FORMATS:
        view = View(verbose=True, uncovered=True)
        assert render(name, Audit((after,)), view) == render(name, Audit((before,)), view)
    assert render_records("json", Audit((after,)), View()) == render_records("json", Audit((before,)), View())
    line = max((figure.span.first.line for figure in before.ledger.figures), default=1)
    assert render_why(reasons(after, line), View()) == render_why(reasons(before, line), View())


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("", "plan.md"),
        ("\ud800 costs $5\n", "plan.md"),
        ("\ud800\udfff costs $5\n", "plan.md"),
        (ORG, "plan.org"),
        ("$5–5 and\r\n$5\r\n", "plan.md"),
    ],
)
def test_what_is_odd_comes_back_too(text: str, name: str) -> None:
    before = audited(text, name)
    same(before, load(dump(before), before.document.source), {})


def test_it_is_plain() -> None:
    plain = to_plain(audited((ROOT / "sources" / "loomworks-hosting.md").read_text("utf-8")))
    assert json.loads(json.dumps(plain)) == plain


def test_what_is_something_else_is_told() -> None:
    before = audited("| A | $1 |\n|---|---|\n| Total | $1 |\n")
    plain = to_plain(before)
    for data in ([], [[]], plain[:-1], plain[::-1], [[[1]]] * len(plain), [[] for _ in plain]):
        with pytest.raises(Unlike):
            from_plain(data, before.document.source)
    for entry in (b"", b"{", b"[" * 100_000, dump(before)[:-2], b"\xff"):
        with pytest.raises(Unlike):
            load(entry, before.document.source)
