"""Marks land on the figures they are of, in both formats, and change nothing else."""

from __future__ import annotations

import re

import pytest

from hostdoc.core.figure import Figure
from hostdoc.core.quantity import Quantity
from hostdoc.core.span import Source, Span
from hostdoc.report import document_page
from hostdoc.report.marks import PLANES, MarkedText, mark, place, plain, plane

TABLE = """# Plan

| Item | Monthly cost |
|------|--------------|
| One | $410 |
| Two | **$380** |
| Three | $510 |
| Total | ~$1,310 |
"""
ORG = """#+title: Plan
* Costs
| Item  | Monthly cost |
|-------+--------------|
| One   | $410         |
| Two   | *$380*       |
| Three | $510         |
|-------+--------------|
| Total | *$1,310*     |
"""


@pytest.mark.parametrize(("text", "name"), [(TABLE, "plan.md"), (ORG, "plan.org")])
def test_total_that_drifts_is_marked_and_says_what_it_should_be(html, text: str, name: str) -> None:
    page = html(text, name)
    marks = re.findall(r'<a class="hd-mark" data-hd="(\w+)" id="([\w-]+)" href="#([\w-]+)">(.*?)</a>', page)
    assert [(verdict, figure, note) for verdict, figure, note, _ in marks] == [
        ("drifts", marks[0][1], marks[0][1].replace("f-", "n-", 1))
    ]
    assert "total" in marks[0][1]
    words = re.sub(r"<[^<>]*>", "", marks[0][3])
    assert "1,310" in words and "drifts, recalculated $1,300" in words.replace("  ", " ")
    assert page.count('class="hd-figure"') == 3
    assert '<tr class="is-total">' in page


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_line_ends_and_a_byte_order_mark_change_no_mark(html, end: str) -> None:
    assert html("\ufeff" + TABLE.replace("\n", end)) == html(TABLE)


def test_ids_stay_when_lines_move(html) -> None:
    ids = re.compile(r'id="(f-[^"]+)"')
    moved = TABLE.replace("# Plan\n", "# Plan\n\nSome more words.\n\nAnd more.\n")
    assert ids.findall(html(moved)) == ids.findall(html(TABLE))


def test_figures_inside_mark_up_keep_it(html) -> None:
    page = html("10 × $5 = **$60**, that is [10 × $5 = $60](b.md) or `10 × $5 = $60`.\n")
    assert re.search(r'<strong><a class="hd-mark"[^>]*><span class="hd-stated">\$60</span>', page)
    assert page.count("<a ") == page.count("</a>") and not re.search(r"<a [^>]*>(?:(?!</a>).)*<a ", page)


def test_every_judged_figure_has_a_note_even_where_no_mark_can_stand(composed) -> None:
    page = composed("Cost: 10 × $5 = $6**0** a month, 3 × $4 = [$13](x.md).\n")
    verdicts = {note.words: note.verdict for note in page.notes}
    assert all(note.verdict in ("drifts", "holds") for note in page.notes), verdicts


def test_text_with_private_characters_is_marked_from_the_other_plane(html) -> None:
    assert plane("x\U000f0001") == PLANES[1] and plane("\U000f0001\U00100001") is None
    page = html(TABLE.replace("One", "One \U000f0003"))
    assert "\U000f0003" in page or "hd-mark" in page
    both = html(TABLE.replace("One", "One \U000f0003\U00100003"))
    assert "1,310" in both


def _figures(text: str, *words: str) -> tuple[Source, list[Figure]]:
    source = Source.of("x.md", text)
    found = []
    for word in words:
        start = text.index(word)
        found.append(Figure(Span(source, start, start + len(word)), Quantity(None, None)))
    return source, found


def test_marks_that_would_change_the_rendering_are_left_out() -> None:
    source, figures = _figures("a 12 b 34 c", "12", "34")

    def render(text: MarkedText) -> list[str]:
        whole = text.slice(0, len(source.text))
        return [whole if re.search(r"\s12\s", whole) else plain(whole).upper()]

    marked = mark(render, Span(source, 0, 11), figures)
    assert [figure.text for figure in marked.figures] == ["34"]
    assert plain(marked.blocks[0]) == source.text


def test_a_mark_never_stands_in_a_tag_or_across_one() -> None:
    _, figures = _figures("12 34 56", "12", "34", "56")
    base = PLANES[0]
    a, b, c, d, e, f = (chr(base + number) for number in range(6))
    block = f'<i title="{a}12{b}">{c}3</i>4{d}<b>{e}56{f}</b>'
    done, found = place(block, document_page_marked(block, base, figures), lambda figure, text, _: f"[{text}]")
    assert done == '<i title="12">3</i>4<b>[56]</b>'.replace("3</i>4", "3</i>4")
    assert [figure.text for figure in found] == ["56"]


def document_page_marked(block: str, base: int, figures: list[Figure]):
    from hostdoc.report.marks import Marked

    assert document_page.mark is mark
    return Marked([block], base, tuple(figures))
