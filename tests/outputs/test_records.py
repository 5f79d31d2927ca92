"""Records in each form: golden files, the contract of the JSON, cells no spreadsheet computes, tables that fit."""

from __future__ import annotations

import csv
import io
import json
import os
from datetime import date
from pathlib import Path

import pytest

from hostdoc.core.result import Audit
from hostdoc.core.span import Source
from hostdoc.outputs.records import COLUMNS, FORMS, KINDS, render
from hostdoc.outputs.view import View
from hostdoc.outputs.visible import width
from hostdoc.pipeline import audit_sources

GOLDEN = Path(__file__).parent / "golden"
PLAN = """\
# Plan

## Hosting 保守

Spot price: ~$0.23/hr, up to 20 users, $57+/month. The budget was
under $5.

| Item | Amount | Users |
|---|---|---|
| =HYPERLINK("x") | €4.15 (~$4.50) | 5-10M |
| サーバー\x1b[31m | €7.99 (~$8.70) | 500K |
| Total | €12.14 | Free |
"""
FIGURE = [
    *("path", "line", "column", "end_line", "end_column"),
    *("text", "low", "high", "open", "approximate", "unit", "label"),
]
CASES = {
    "records.json": ("json", "", View()),
    "records-figures.csv": ("csv", "figures", View()),
    "records-assumptions.csv": ("csv", "assumptions", View()),
    "records-relations.csv": ("csv", "relations", View()),
    "records-figures.txt": ("table", "figures", View(width=80)),
    "records-assumptions.txt": ("table", "assumptions", View(width=120)),
    "records-relations.txt": ("table", "relations", View(width=100)),
    "records-ascii.txt": ("table", "figures", View(width=60, encoding="ascii")),
}


@pytest.fixture
def plan() -> Audit:
    return audit_sources([Source.of("plan.md", PLAN)], date(2026, 1, 1))


@pytest.mark.parametrize("name", CASES)
def test_prints_what_it_printed(name: str, plan: Audit) -> None:
    form, what, view = CASES[name]
    text = render(form, plan, view, what)
    file = GOLDEN / name
    if os.environ.get("HOSTDOC_GOLDEN") == "write":
        file.write_bytes(text.encode())
    assert text == file.read_bytes().decode()


def test_every_form_and_kind_has_a_golden_file() -> None:
    assert {form for form, _, _ in CASES.values()} == set(FORMS)
    assert {what for _, what, _ in CASES.values()} == {"", *KINDS}


def test_the_keys_of_records(plan: Audit) -> None:
    found = json.loads(render("json", plan, View()))
    assert list(found) == ["schema", "figures", "assumptions", "relations"] and found["schema"] == 1
    lines = PLAN.split("\n")
    for figure in found["figures"]:
        assert [key for key in figure if key != "currency_pair"] == FIGURE
        assert lines[figure["line"] - 1][figure["column"] - 1 : figure["end_column"] - 1] == figure["text"]
    for assumption in found["assumptions"]:
        assert sorted(assumption) == sorted([*FIGURE, "name", "section"])
        assert assumption["section"] == ["Plan", "Hosting 保守"]


def test_a_scaled_range_and_a_pair_of_currencies(plan: Audit) -> None:
    figures = {it["text"]: it for it in json.loads(render("json", plan, View()))["figures"]}
    assert (figures["5-10M"]["low"], figures["5-10M"]["high"]) == ("5000000", "10000000")
    assert figures["€4.15"]["currency_pair"]["text"] == "~$4.50"
    assert figures["~$4.50"]["currency_pair"]["unit"].startswith("EUR")
    assert "currency_pair" not in figures["€12.14"]


@pytest.mark.parametrize("kind", KINDS)
def test_csv_reads_back_and_computes_nothing(plan: Audit, kind: str) -> None:
    header, *rows = csv.reader(io.StringIO(render("csv", plan, View(), kind), newline=""))
    assert tuple(header) == COLUMNS[kind]
    assert rows and all(len(row) == len(header) for row in rows)
    cells = [cell for row in rows for cell in row if cell and not cell.lstrip("-").replace(".", "").isdigit()]
    assert not [cell for cell in cells if cell[0] in "=+-@\t\r"]


def test_a_formula_in_a_label_is_guarded() -> None:
    text = "| Item | Cost |\n|---|---|\n| a | $5 |\n| b | $6 |\n\n## =SUM(A1)\n\n@now: $7\n"
    audit = audit_sources([Source.of("=x.md", text)], date(2026, 1, 1))
    for kind in ("figures", "assumptions"):
        _, *rows = csv.reader(io.StringIO(render("csv", audit, View(), kind), newline=""))
        assert {row[0] for row in rows} == {"'=x.md"}
        assert not [cell for row in rows for cell in row if cell.startswith(("=", "@"))]


@pytest.mark.parametrize("columns", [40, 80, 100, 200])
@pytest.mark.parametrize("kind", KINDS)
def test_tables_fit_and_columns_stand_under_each_other(plan: Audit, kind: str, columns: int) -> None:
    lines = render("table", plan, View(width=columns), kind).splitlines()
    room = max(columns, 8 * 7 + 12)  # a column keeps eight signs
    assert all(width(line) <= room for line in lines)
    assert "\x1b" not in "".join(lines)
    rule = lines[1]
    assert set(rule) == {"-", " "}


def test_no_record_at_all() -> None:
    empty = Audit(())
    assert json.loads(render("json", empty, View())) == {
        "schema": 1,
        "figures": [],
        "assumptions": [],
        "relations": [],
    }
    assert render("csv", empty, View(), "figures") == ",".join(COLUMNS["figures"]) + "\r\n"
    assert render("table", empty, View(), "figures").endswith("0 figures\n")
