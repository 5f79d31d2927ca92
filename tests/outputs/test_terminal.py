"""What people see first, and who sees colour."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest

from hostdoc.core.result import Audit, Unread
from hostdoc.outputs.terminal import render, summary
from hostdoc.outputs.view import View, view_of


class Terminal(io.StringIO):
    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("environ", "stream", "colour"),
    [
        ({}, Terminal(), True),
        ({}, io.StringIO(), False),
        ({"NO_COLOR": "1"}, Terminal(), False),
        ({"NO_COLOR": ""}, Terminal(), True),
        ({"TERM": "dumb"}, Terminal(), False),
        ({"FORCE_COLOR": "1"}, io.StringIO(), True),
        ({"FORCE_COLOR": "0"}, Terminal(), False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, Terminal(), False),
    ],
)
def test_colour_is_for_terminals_that_want_it(environ: dict[str, str], stream: io.StringIO, colour: bool) -> None:
    assert view_of(stream, environ).colour is colour


def test_colour_changes_no_text(audit: Audit) -> None:
    from click import unstyle

    assert unstyle(render(audit, View(colour=True))) == render(audit, View())


def test_what_turns_a_conclusion_over_comes_first_and_waived_ones_last(audit: Audit) -> None:
    text = render(audit, View())
    assert text.index("error[margin]") < text.index("error[footing]") < text.index("waived[product]")


def test_a_drift_whose_waiver_has_ended_is_shown_in_full(audit: Audit) -> None:
    (audited,) = audit.documents
    *others, last = audited.checks
    assert last.waiver
    ended = replace(last, waiver=replace(last.waiver, expired=True))
    text = render(Audit((replace(audited, checks=(*others, ended)),)), View())
    assert "error[product]: product is off" in text and "waived[" not in text


def test_a_path_is_shown_visibly_too() -> None:
    text = render(Audit((), (Unread("a\x1b[2J\udcff.md", "no such\nfile"),)), View())
    assert "cannot read a\\x1b[2J\\udcff.md: no such\\x0afile" in text


def test_no_document_at_all() -> None:
    line = "0 documents, 0 figures, 0 checks: 0 hold, 0 round, 0 within, 0 drift, 0 undecided"
    assert summary(Audit(())) == line


def test_what_cannot_be_judged_is_named_and_what_needs_no_mending_is_not(audit: Audit) -> None:
    told = "undecided[scale]: sources/plan.md:12:26: stated 100; units conflict"
    assert told in render(audit, View()).splitlines() and told in render(audit, View(verbose=True)).splitlines()
    assert "undecided[" not in render(audit, View(quiet=True))


def test_errors_come_before_warnings(audit: Audit) -> None:
    (audited,) = audit.documents
    first, second, *_ = audited.checks
    warning = replace(first, severity="warning")
    plain = replace(second, verdict=replace(second.verdict, flips=""))
    text = render(Audit((replace(audited, checks=(warning, plain)),)), View())
    assert text.index("error[margin]") < text.index("warning[footing]")
