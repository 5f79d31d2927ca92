"""What the Org reader finds, and what it recovers from."""

import time

import pytest

from hostdoc.core.document import Code, Document, Heading, Item, Paragraph, Table
from hostdoc.core.span import Source
from hostdoc.readers import read


def org(text: str) -> Document:
    return read(Source.of("plan.org", text))


def grid(table: Table) -> list[list[str]]:
    return [[cell.span.text for cell in row.cells] for row in table.rows]


def texts(document: Document) -> list[str]:
    return [block.span.text for block in document.blocks]


def rules(document: Document) -> list[tuple[str, str, int]]:
    return [(problem.rule, problem.severity, problem.span.first.line) for problem in document.problems]


def test_headings_without_stars_keywords_and_tags() -> None:
    document = org("#+TODO: OPEN | SHUT\n* OPEN [#A] Costs in *EUR* :plan:money:\n** Detail\ntext\n")
    first, second, text = document.blocks
    assert isinstance(first, Heading) and isinstance(second, Heading)
    assert (first.text.text, first.level) == ("Costs in *EUR*", 1)
    assert second.path == ("Costs in EUR",)
    assert text.path == ("Costs in EUR", "Detail")


def test_bold_at_the_start_of_a_line_is_no_heading() -> None:
    (paragraph,) = org("**Costs:**\n").blocks
    assert isinstance(paragraph, Paragraph)
    assert org("**Costs:**\n").plain == "  Costs:  \n"


def test_keywords_properties_and_dates() -> None:
    document = org(":PROPERTIES:\n:CREATED: [2026-05-31 Sun]\n:END:\n#+Title: A plan\n#+STATUS: draft\ntext\n")
    assert (document.title, document.date) == ("A plan", "2026-05-31")
    assert ("status", "draft") in document.properties
    assert texts(document) == ["text"]
    assert document.plain.split() == ["text"]


def test_a_table_with_rules() -> None:
    (table,) = org("|---+---|\n| a | b |\n| c | d |\n|---+---|\n| 1 | 2 |\n|---|---|\n| s | 3 |\n|---+---|\n").tables()
    assert grid(table) == [["a", "b"], ["c", "d"], ["1", "2"], ["s", "3"]]
    assert table.header == 2
    assert [row.ruled for row in table.rows] == [False, False, True, True]


def test_two_sections_in_one_table_with_markdown_habits() -> None:
    text = (
        "| Part | Note | $/seat |\n|------|---|---|\n| Disk | 4 GB | ~$0.70 |\n| **Subtotal** | | **~$0.70** |\n"
        "| Staff | | |\n|------|---|---|\n| Help | 2-3 people | ~$0.30-0.60 |\n| **Total** | | **~$1.00-1.30** |\n"
    )
    document = org(text)
    (table,) = document.tables()
    assert [row.ruled for row in table.rows] == [False, True, False, False, True, False]
    assert (table.header, len(table.rows[3].cells)) == (1, 3)
    assert document.words(table.rows[5].cells[2].span) == "~$1.00-1.30"


def test_a_table_without_head() -> None:
    (table,) = org("|---+---|\n| a | 1 |\n|---+---|\n").tables()
    assert table.header == 0
    (table,) = org("| a | 1 |\n| b |\n").tables()
    assert (table.header, grid(table)) == (0, [["a", "1"], ["b", ""]])


def test_rows_of_marks_and_dashes() -> None:
    (table,) = org("| / | <r> |\n| a | b |\n| - | - |\n| -5 | ($5) |\n").tables()
    assert grid(table) == [["a", "b"], ["-", "-"], ["-5", "($5)"]]
    assert table.aligns == ("", "right")


def test_a_caption_is_prose() -> None:
    caption, table = org("#+CAPTION: Costs in EUR\n| a | 1 |\n").blocks
    assert isinstance(caption, Paragraph) and caption.span.text == "Costs in EUR"
    assert isinstance(table, Table)


def test_lists() -> None:
    document = org("- one\n  goes on\n  1. [@3] deep\n+ [ ] two\n\n  more\nafter\n")
    assert [(block.depth, block.lines[0].text) for block in document.blocks if isinstance(block, Item)] == [
        (0, "one"),
        (1, "deep"),
        (0, "two"),
    ]
    assert [block.span.text for block in document.blocks if isinstance(block, Paragraph)] == ["more\nafter"]


def test_a_leading_plus_amount_is_no_item() -> None:
    (paragraph,) = org("+$0.15 per GB\n").blocks
    assert isinstance(paragraph, Paragraph)
    assert org("+$0.15 per GB and $5+\n").plain == "+$0.15 per GB and $5+\n"


def test_code_and_what_is_no_prose() -> None:
    document = org("#+begin_src py\nx = 5\n#+end_src\n: total 7\n#+begin_export html\n<b>5</b>\n#+end_export\n-----\n")
    src, fixed = document.blocks
    assert isinstance(src, Code) and isinstance(fixed, Code)
    assert (src.language, [line.text for line in src.lines]) == ("py", ["x = 5"])
    assert [line.text for line in fixed.lines] == ["total 7"]
    assert document.plain.split() == ["x", "=", "5", "total", "7"]


def test_quotes_are_prose() -> None:
    assert texts(org("#+BEGIN_QUOTE\nIt is 5.\n#+END_QUOTE\n")) == ["It is 5."]


def test_comments_of_three_kinds() -> None:
    document = org("# hostdoc: one\na @@comment:two@@ b\n<!-- three -->\n#+begin_comment\nfour\n#+end_comment\n")
    assert [comment.text.text for comment in document.comments] == ["hostdoc: one", "two", " three ", "four"]
    assert document.plain.split() == ["a", "b"]


def test_switched_off_regions_are_not_read() -> None:
    document = org("a 1\n# hostdoc: off\n| b | 2 |\n# hostdoc: on\nc 3\n")
    assert texts(document) == ["a 1", "c 3"]


def test_a_web_page_above_the_header_is_left_out() -> None:
    document = org("notes/plan.org\n12 lines\n1.5 KiB\n\n:PROPERTIES:\n:ID: 1\n:END:\n#+title: P\ntext\n")
    assert texts(document) == ["text"]
    assert rules(document) == [("page-chrome", "note", 1)]
    assert document.plain.split() == ["text"]


def test_an_introduction_above_the_header_stays() -> None:
    assert texts(org("This plan says what it costs to run.\n\n#+title: P\n")) == [
        "This plan says what it costs to run."
    ]
    assert texts(org("* Head\ntext\n#+title: P\n")) == ["* Head", "text"]
    assert texts(org("short\n#+CAPTION: c\n| 1 |\n"))[0] == "short"


@pytest.mark.parametrize(
    ("text", "rule", "line"),
    [
        ("a\n\ndue <2026-13-45>\n", "impossible-date", 3),
        ("* a\nSCHEDULED: <2026-02-30 Mon>\n", "impossible-date", 2),
        ("# c\n#+date: [2026-01-01 25:00]\n", "impossible-date", 2),
        ("* a\n:PROPERTIES:\n:Effort: soon\n:END:\n", "unreadable-line", 3),
        ("* a\n:PROPERTIES:\n:x: 1\nstill here\n* b\n", "unclosed-drawer", 2),
        ("#+title: a\n#+title: b\n", "duplicate-title", 2),
        ("#+begin_src\nstill here\n* b\n", "unclosed-block", 1),
    ],
)
def test_what_is_recovered_from_is_reported(text: str, rule: str, line: int) -> None:
    document = org(text + "* last\n| 1 | 2 |\n")
    assert rules(document) == [(rule, "warning", line)]
    assert texts(document)[-2:] == ["* last", "| 1 | 2 |"]
    if "still here" in text:
        assert "still here" in texts(document)


def test_the_properties_beside_a_bad_one_are_kept() -> None:
    document = org(":PROPERTIES:\n:Effort: soon\n:CREATED: [2026-05-31]\n:END:\n#+title: a\n#+title: b\n")
    assert (document.title, document.date) == ("a b", "2026-05-31")


@pytest.mark.parametrize(
    "text",
    [
        "| a" * 5_000,
        "* " + "a:" * 5_000 + "!",
        "* a" + " " * 50_000 + "b",
        "* h " + ":a" * 5_000 + ":",
        "<2026-13-45> " * 2_000,
        "* " + "<2026-01-01> " * 2_000,
        ":PROPERTIES:\n:a:" + " " * 50_000 + "b\n:END:\n",
        "#+begin_src\n" * 5_000,
        ":PROPERTIES:\n" * 5_000,
        "*a\n" * 5_000,
        "[[a][b " * 5_000,
    ],
)
def test_hostile_lines_are_read_quickly(text: str) -> None:
    started = time.process_time()
    document = org("#+title: P\n" + text + "\n* last\nend\n")
    assert time.process_time() - started < 2
    assert document.title == "P"
    assert document.blocks[-1].span.text == "end"


def test_a_first_row_of_words_heads_a_table_without_rules() -> None:
    read = org("| Day | Spent | Left |\n| 1 | 20 | 80 |\n| 2 | 30 | 50 |\n")
    (table,) = read.tables()
    assert table.header == 1
    (table,) = org("| Rent | 20 | 80 |\n| Food | 30 | 50 |\n").tables()
    assert table.header == 0
