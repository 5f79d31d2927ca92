"""Carets stand exactly under their span, and nothing of a document reaches the terminal that it would obey."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hostdoc.core.span import Source, Span
from hostdoc.outputs.excerpt import excerpt
from hostdoc.outputs.view import View
from hostdoc.outputs.visible import UNSEEN, visible, width

LINES = st.text(st.characters(blacklist_characters="\r\n"), max_size=60)


def under(text: str, carets: str) -> str:
    """The part of a shown line that stands above the carets, column by column."""
    start, stop = len(carets) - len(carets.lstrip()), len(carets)
    columns: list[str] = []
    for character in text:
        size = width(character)
        if size:
            columns.append(character)
            columns.extend([""] * (size - 1))
        elif columns:
            columns[-1] += character
    return "".join(columns[start:stop])


@pytest.mark.parametrize(
    ("line", "span", "seen"),
    [
        ("| Total | 1,310 |", "1,310", "1,310"),
        ("|\tTotal\t| 1,310 |", "1,310", "1,310"),
        ("| 保守合計 | 1,310 |", "1,310", "1,310"),
        ("| cafe\u0301 | 1,310 |", "1,310", "1,310"),
        ("| \U0001f600\u200d\U0001f4bb | 1,310 |", "1,310", "1,310"),
        ("| \x1b[2J\x07 | 1,310 |", "1,310", "1,310"),
        ("| \u202e\u200b\ufeff | 1,310 |", "1,310", "1,310"),
        ("| ⚠\ufe0f | 1,310 |", "1,310", "1,310"),
        ("| ５千円 |", "５千円", "５千円"),
        ("| € | ≈€5–10 |", "≈€5–10", "≈€5–10"),
    ],
)
def test_carets_stand_under_the_span(line: str, span: str, seen: str) -> None:
    source = Source.of("x.md", f"first\n{line}\nlast")
    start = source.text.index(span)
    assert under(*excerpt(Span(source, start, start + len(span)), View())) == seen


@given(LINES, LINES.filter(bool), LINES, st.sampled_from(["utf-8", "ascii", "cp1252"]), st.integers(20, 200))
def test_any_line_any_console(before: str, inside: str, after: str, encoding: str, columns: int) -> None:
    source = Source("x.md", before + inside + after, (0,))
    text, carets = excerpt(Span(source, len(before), len(before + inside)), View(encoding=encoding, width=columns))
    text.encode(encoding)
    assert not any(unicodedata.category(character) in UNSEEN for character in text)
    assert under(text, carets) and visible(inside, encoding).strip().startswith(under(text, carets).strip()[:1])
    assert width(text) <= max(columns, width(visible(before + inside + after, encoding)))


@given(st.text(), st.sampled_from(["utf-8", "ascii", "cp1252", "cp437", "shift_jis"]))
def test_visible_text_can_be_sent(text: str, encoding: str) -> None:
    shown = visible(text, encoding)
    shown.encode(encoding)
    assert "\x1b" not in shown and "\n" not in shown and "\r" not in shown


@pytest.mark.parametrize(
    ("text", "encoding", "shown"),
    [
        ("a\x1b[31mb", "utf-8", "a\\x1b[31mb"),
        ("\u202e\u200b\x9b", "utf-8", "\\u202e\\u200b\\x9b"),
        ("\ud800", "utf-8", "\\ud800"),
        ("\U000e0041", "utf-8", "\\U000e0041"),
        ("a\tb", "utf-8", "a    b"),
        ("≈ €5–10 → −3 …", "ascii", "~ EUR5-10 -> -3 ..."),
        ("≈ €5–10 → −3 …", "cp1252", "~ €5–10 -> -3 …"),
        ("中", "ascii", "\\u4e2d"),
        ("5\u202f000", "ascii", "5 000"),
    ],
)
def test_signs_are_spelled_out(text: str, encoding: str, shown: str) -> None:
    assert visible(text, encoding) == shown


def test_a_long_line_is_cut_around_the_span() -> None:
    source = Source.of("x.md", "x" * 5000 + " 1,310 " + "y" * 5000)
    text, carets = excerpt(Span(source, 5001, 5006), View(width=80))
    assert under(text, carets) == "1,310"
    assert text.startswith("…x") and text.endswith("y…") and width(text) <= 80


def test_a_span_over_lines_is_marked_on_its_first_line() -> None:
    source = Source.of("x.md", "about 5\nto 10 a month")
    assert excerpt(Span(source, 6, 13), View()) == ("about 5", "      ^")


def test_an_empty_span_has_one_caret() -> None:
    source = Source.of("x.md", "| a | |")
    assert excerpt(Span(source, 5, 5), View()) == ("| a | |", "     ^")
