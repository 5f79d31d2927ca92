"""Tables that text extraction has put on one line."""

import pytest

from hostdoc.core.document import Document, Item, Paragraph, Table
from hostdoc.core.span import Source
from hostdoc.readers import read

FLAT = "| Part | Price | |------|:-----:| | Wheel | $5 | | Frame | | | Total | ~$7–9/month |"


def document(text: str, path: str = "plan.md") -> Document:
    return read(Source.of(path, text))


def grid(table: Table) -> list[list[str]]:
    return [[cell.span.text for cell in row.cells] for row in table.rows]


@pytest.mark.parametrize("path", ["plan.md", "plan.org"])
def test_a_flattened_table_is_read_and_named(path: str) -> None:
    found = document(FLAT, path)
    (table,) = found.blocks
    assert isinstance(table, Table)
    assert table.flattened and table.header == 1 and table.aligns == ("", "center")
    assert grid(table) == [["Part", "Price"], ["Wheel", "$5"], ["Frame", ""], ["Total", "~$7–9/month"]]
    assert [row.ruled for row in table.rows] == [False, True, False, False]
    (problem,) = found.problems
    assert (problem.rule, problem.severity) == ("flattened-table", "note")
    assert problem.message == "table is flattened onto one line; read as 3 rows of 2 columns"
    assert problem.span.text == FLAT


def test_it_may_stand_in_a_paragraph() -> None:
    found = document(f"before\n{FLAT}\nafter\nand on\n{FLAT}\n")
    assert [type(block) for block in found.blocks] == [Paragraph, Table, Paragraph, Table]
    assert [line.text for line in found.blocks[2].lines] == ["after", "and on"]  # type: ignore[union-attr]


def test_it_may_stand_between_words_and_in_an_item() -> None:
    found = document(f"- costs: {FLAT} as of today\n")
    item, table, after = found.blocks
    assert isinstance(item, Item) and item.span.text == "costs:"
    assert isinstance(table, Table) and len(table.rows) == 4
    assert isinstance(after, Paragraph) and after.span.text == "as of today"


def test_a_ragged_one_is_read_as_far_as_it_goes() -> None:
    found = document("| a | b | c | |---|---|---| | 1 | 2 | | 4 | 5 | 6 | | 7 | 8 | 9 | 10 | | 11 | 12 | 13 |\n")
    (table,) = found.tables()
    assert grid(table)[1:] == [["1", "2", ""], ["4", "5", "6"], ["7", "8", "9"], ["11", "12", "13"]]
    assert [(problem.rule, problem.severity) for problem in found.problems] == [
        ("flattened-table", "note"),
        ("ragged-table", "warning"),
    ]
    assert "1, 3" in found.problems[1].message


@pytest.mark.parametrize(
    "text",
    ["|---|---|\n", "| a | b |\n|---|---|\n| 1 | 2 |\n", "| a | b | |---|---|\n", "a | b and |---|---| c\n"],
)
def test_what_is_not_flattened(text: str) -> None:
    assert not any(table.flattened for table in document(text).tables())


def test_mark_up_in_its_cells_is_masked() -> None:
    found = document("| a | b | |---|---| | **x** | `5` | | y \\| z | 6 |\n")
    (table,) = found.tables()
    assert grid(table)[2] == ["y \\| z", "6"]
    assert [found.words(cell.span) for row in table.rows[1:] for cell in row.cells] == ["x", "", "y | z", "6"]
