"""What the Markdown reader finds, small document by small document."""

from hostdoc.core.document import Code, Document, Heading, Item, Paragraph, Table
from hostdoc.core.span import Source
from hostdoc.readers import read


def markdown(text: str) -> Document:
    return read(Source.of("plan.md", text))


def grid(table: Table) -> list[list[str]]:
    return [[cell.span.text for cell in row.cells] for row in table.rows]


def only_table(text: str) -> Table:
    (table,) = markdown(text).tables()
    return table


def kinds(document: Document) -> list[str]:
    return [type(block).__name__ for block in document.blocks]


# The examples of the GFM specification for tables, by their numbers.


def test_gfm_198_a_table() -> None:
    assert grid(only_table("| foo | bar |\n| --- | --- |\n| baz | bim |\n")) == [["foo", "bar"], ["baz", "bim"]]


def test_gfm_199_cells_need_no_width_and_no_outer_pipes() -> None:
    table = only_table("| abc | defghi |\n:-: | -----------:\nbar | baz\n")
    assert grid(table) == [["abc", "defghi"], ["bar", "baz"]]
    assert table.aligns == ("center", "right")


def test_gfm_200_escaped_pipes_and_pipes_in_code() -> None:
    table = only_table("| f\\|oo  |\n| ------ |\n| b `\\|` az |\n| b **\\|** im |\n")
    assert grid(table) == [["f\\|oo"], ["b `\\|` az"], ["b **\\|** im"]]


def test_gfm_201_another_block_ends_the_table() -> None:
    document = markdown("| abc | def |\n| --- | --- |\n| bar | baz |\n> bar\n")
    assert kinds(document) == ["Table", "Paragraph"]


def test_gfm_202_an_empty_line_ends_the_table() -> None:
    document = markdown("| abc | def |\n| --- | --- |\n| bar | baz |\nbar\n\nbar\n")
    assert kinds(document) == ["Table", "Paragraph"]
    (table,) = document.tables()
    assert grid(table)[2] == ["bar", ""]


def test_gfm_203_the_delimiter_row_must_match() -> None:
    assert kinds(markdown("| abc | def |\n| --- |\n| bar |\n")) == ["Paragraph"]


def test_gfm_204_too_few_and_too_many_cells() -> None:
    document = markdown("| abc | def |\n| --- | --- |\n| bar |\n| bar | baz | boo |\n")
    (table,) = document.tables()
    assert grid(table) == [["abc", "def"], ["bar", ""], ["bar", "baz"]]
    (problem,) = document.problems
    assert (problem.rule, problem.severity, problem.span.text) == ("ragged-row", "note", "boo")


def test_gfm_205_a_table_may_have_no_rows() -> None:
    table = only_table("| abc | def |\n| --- | --- |\n")
    assert grid(table) == [["abc", "def"]]
    assert table.header == 1


def test_a_rule_in_the_body_is_no_row() -> None:
    table = only_table("| a | b |\n|---|---|\n| 1 | 2 |\n|---|---|\n| sum | 2 |\n| - | - |\n")
    assert grid(table) == [["a", "b"], ["1", "2"], ["sum", "2"], ["-", "-"]]
    assert [row.ruled for row in table.rows] == [False, True, True, False]


def test_tables_in_lists_and_quotes() -> None:
    document = markdown("- plan\n\n  | a | b |\n  |---|---|\n  | 1 | 2 |\n\n> | c | d |\n> |---|---|\n> | 3 | 4 |\n")
    assert [grid(table)[1] for table in document.tables()] == [["1", "2"], ["3", "4"]]


def test_an_empty_cell_is_an_empty_span_between_its_pipes() -> None:
    (cell,) = (row.cells[1] for row in only_table("| a | b |\n|---|---|\n| 1 |   |\n").rows[1:])
    assert (cell.span.start, cell.span.end) == (26, 26)


def test_headings_of_both_kinds_and_their_path() -> None:
    document = markdown("# Plan #\n\nCosts **now**\n---\n\n### Compute\n\ntext\n")
    headings = [block for block in document.blocks if isinstance(block, Heading)]
    assert [(block.text.text, block.level) for block in headings] == [("Plan", 1), ("Costs **now**", 2), ("Compute", 3)]
    assert document.blocks[-1].path == ("Plan", "Costs now", "Compute")


def test_a_line_of_blanks_ends_a_paragraph() -> None:
    assert [block.span.text for block in markdown("a\n      \nb\n\n- c\n       \n  d\n").blocks] == ["a", "b", "c", "d"]


def test_items_and_what_follows_in_them() -> None:
    document = markdown("1. first\n   goes on\n\n   more\n2. [x] done\n   - deep\n")
    first, more, done, deep = document.blocks
    assert isinstance(first, Item) and [line.text for line in first.lines] == ["first", "goes on"]
    assert isinstance(more, Paragraph) and more.span.text == "more"
    assert isinstance(done, Item) and done.span.text == "done"
    assert isinstance(deep, Item) and (deep.depth, deep.span.text) == (1, "deep")
    assert "[x]" not in document.plain


def test_code_keeps_its_text() -> None:
    document = markdown("> ```sh x\n>   a = **5**\n> ```\n\n    total 7\n")
    fenced, indented = document.blocks
    assert isinstance(fenced, Code) and isinstance(indented, Code)
    assert (fenced.language, [line.text for line in fenced.lines]) == ("sh", ["  a = **5**"])
    assert "a = **5**" in document.plain
    assert indented.lines[0].text.strip() == "total 7"


def test_front_matter_is_skipped() -> None:
    document = markdown("---\ntitle: 'A plan'\ndate: 2026-05-07\ntags: [5, 6]\n---\ntext\n")
    assert (document.title, document.date) == ("A plan", "2026-05-07")
    assert [block.span.text for block in document.blocks] == ["text"]
    assert document.plain.strip() == "text"


def test_two_breaks_are_no_front_matter() -> None:
    assert len(markdown("---\n\nSome words.\n\n---\n").blocks) == 1


def test_a_date_stated_near_the_top() -> None:
    assert markdown("# P\n\n**Date:** 2026-05-07\n").date == "2026-05-07"
    assert markdown("# P\n\n*Researched: February 2026*\n").date == "February 2026"
    assert markdown("# P\n\nVersion. 1 Date. 2026-05-07 Purpose.\n").date == "2026-05-07"
    assert markdown("# P\n\nup to date\n").date == ""


def test_comments_are_kept_and_hidden() -> None:
    document = markdown("a <!-- one --> 5\n\n<!-- two\nlines --> shown\n\n`<!-- no -->`\n")
    assert [comment.text.text for comment in document.comments] == [" one ", " two\nlines "]
    assert [block.span.text for block in document.blocks] == ["a <!-- one --> 5", "shown", "`<!-- no -->`"]
    assert "one" not in document.plain


def test_an_open_comment_hides_the_rest_and_says_so() -> None:
    document = markdown("a\n\n<!-- open\n\n| a | b |\n|---|---|\n")
    assert [problem.rule for problem in document.problems] == ["unclosed-comment"]
    assert len(document.blocks) == 1


def test_an_html_table_is_named() -> None:
    (problem,) = markdown("<table>\n<tr><td>5</td></tr>\n</table>\n").problems
    assert (problem.rule, problem.severity) == ("html-table", "note")


def test_switched_off_regions_are_not_read() -> None:
    document = markdown(
        "a 1\n\n<!-- hostdoc: off -->\n\nb 2\n\n<!-- hostdoc: on -->\n\nc 3\n\n<!-- hostdoc: off -->\n\nd"
    )
    assert [block.span.text for block in document.blocks] == ["a 1", "c 3"]
    assert document.plain.split() == ["a", "1", "c", "3"]
    assert len(document.comments) == 3


def test_footnote_definitions_are_prose() -> None:
    document = markdown("x[^1]\n\n[^1]: 500\n")
    assert document.blocks[1].span.text == "500"
    assert document.words(document.blocks[0].span) == "x"
