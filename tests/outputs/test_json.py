"""The contract of the JSON output: its keys, its numbers, its order, and that every reader can read it."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hostdoc.core.result import Audit, Unread
from hostdoc.outputs.entries import digits
from hostdoc.outputs.json import render
from hostdoc.outputs.view import View

CHECK = [
    *("id", "kind", "basis", "verdict", "severity", "ends", "reading", "flips", "waived"),
    *("path", "line", "column", "end_line", "end_column"),
    *("label", "stated", "recalculated", "workings", "inputs", "message"),
]


def test_the_keys_of_a_check(audit: Audit) -> None:
    checks = json.loads(render(audit, View()))["checks"]
    for check in checks:
        assert [key for key in check if key in CHECK] == CHECK
        assert set(check["stated"]) >= {"text", "low", "high", "open", "approximate", "unit"}
        assert check["recalculated"] is None or set(check["recalculated"]) >= {"text", "low", "high", "unit"}
        assert (check["recalculated"] is None) == (check["verdict"] == "undecided")
        for place in check["inputs"]:
            assert set(place) == {"path", "line", "column", "end_line", "end_column", "text", "label"}


def test_places_point_at_the_text(audit: Audit) -> None:
    lines = audit.documents[0].document.source.text.split("\n")
    for check in json.loads(render(audit, View()))["checks"]:
        line = lines[check["line"] - 1]
        assert line[check["column"] - 1 : check["end_column"] - 1] == check["stated"]["text"]


def test_checks_come_in_the_order_of_the_text(audit: Audit) -> None:
    (audited,) = audit.documents
    shuffled = Audit((replace(audited, checks=audited.checks[::-1]),), audit.unread)
    assert render(shuffled, View()) == render(audit, View())


def test_an_expired_waiver_waives_nothing(audit: Audit) -> None:
    (audited,) = audit.documents
    *others, last = audited.checks
    assert last.waiver
    ended = replace(last, waiver=replace(last.waiver, expired=True))
    result = json.loads(render(Audit((replace(audited, checks=(*others, ended)),)), View()))
    assert result["checks"][-1]["waived"] is None
    assert result["summary"]["waived"] == 0


@pytest.mark.parametrize("encoding", ["utf-8", "UTF8", "ascii", "cp1252"])
def test_any_encoding_reads_back_the_same(audit: Audit, encoding: str) -> None:
    text = render(audit, View(encoding=encoding))
    assert json.loads(text.encode(encoding).decode(encoding)) == json.loads(render(audit, View()))


def test_a_lone_surrogate_is_written_as_an_escape() -> None:
    text = render(Audit((), (Unread("a\udcff.md", "gone"),)), View())
    assert '"a\\udcff.md"' in text
    assert json.loads(text.encode())["documents"][0]["path"] == "a\udcff.md"


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (Fraction(5_000_000), "5000000"),
        (Fraction(-20), "-20"),
        (Fraction(0), "0"),
        (Fraction("2.09875"), "2.09875"),
        (Fraction(1, 1024), "0.0009765625"),
        (Fraction(100, 3), "33.33333333"),
        (Fraction(2, 3), "0.6666666667"),
        (Fraction(-1, 3), "-0.3333333333"),
        (Fraction(10**15 + 1, 3), "333333333333334"),
        (Fraction(1, 3 * 10**8), "0.000000003333333333"),
        (Fraction(10**40), "1" + "0" * 40),
        (Fraction(10**40 + 1, 8), "125" + "0" * 37 + ".125"),
    ],
)
def test_numbers_are_plain_decimals(number: Fraction, text: str) -> None:
    assert digits(number) == text


@given(st.fractions())
def test_numbers_have_no_exponent_and_are_near(number: Fraction) -> None:
    text = digits(number)
    assert re.fullmatch(r"-?\d+(\.\d*[1-9])?", text)
    assert abs(Fraction(Decimal(text)) - number) <= max(abs(number), 1) / 10**9
