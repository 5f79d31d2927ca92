"""Whatever the text: places are exact, line ends and byte order marks change nothing, nothing raises."""

import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hostdoc.core.document import Block, Code, Document, Heading, Item, Paragraph, Table
from hostdoc.core.span import LINE_END, Source, Span
from hostdoc.readers import read
from hostdoc.readers.markdown import parse, token_lines, token_span, walk

PIECES = [
    "a", "5", "$1,200", " ", "  ", "    ", "\t", "\n", "\n", "\n\n", "|", "| a | 5 |\n", "|---|---|\n", "- ", "1. ",
    "> ", "* ",
    "** ", "# ", "```", "~~~\n", "`", "*", "**", "_", "~", "[", "]", "](b)", "[[a][b]]", "<!-- ", " -->", "<b>",
    "\\", "---\n", "===\n", "title: x\n", ":PROPERTIES:\n", ":END:\n", ":x: y\n", "#+title: t\n", "#+begin_src\n",
    "#+end_src\n", "<2026-13-45>", "# c\n", "@@comment:d@@", "[^1]: ", "[r]: x\n", "\x00", "\x0b", "\x0c", "\x85",
    "\u2028", "\xa0", "\ud800", "é", "😀", "hostdoc: off", "hostdoc: on", "<div>\n", "&nbsp;", "[ ] ", "http://a.b ",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
FORMS = pytest.mark.parametrize("suffix", [".md", ".org"])


def document(text: str, suffix: str) -> Document:
    return read(Source.of(f"plan{suffix}", text))


def lines(block: Block) -> Iterator[Span]:
    match block:
        case Heading():
            yield block.text
        case Table():
            yield from (cell.span for row in block.rows for cell in row.cells)
        case _:
            yield from block.lines


def told(found: Document) -> list[object]:
    return [
        (type(block), block.path, [line.text for line in lines(block) if line.text or isinstance(block, Table)])
        for block in found.blocks
        if not isinstance(block, Heading) or not LINE_END.search(block.text.text)
    ]


@FORMS
@settings(max_examples=150, deadline=None)
@given(text=TEXTS)
def test_places_are_inside_the_text_and_in_order(suffix: str, text: str) -> None:
    found = document(text, suffix)
    assert len(found.plain) == len(found.source.text)
    starts = [block.span.start for block in found.blocks]
    assert starts == sorted(starts)
    for block in found.blocks:
        assert 0 <= block.span.start <= block.span.end <= len(found.source.text)
        for line in lines(block):
            assert block.span.covers(line), (block, line)
            if isinstance(block, Heading | Item | Paragraph | Table):
                assert line.text == line.text.strip()
            if not isinstance(block, Heading):
                assert not LINE_END.search(line.text)
    for table in found.tables():
        assert all(row.cells for row in table.rows)


@settings(max_examples=150, deadline=None)
@given(text=TEXTS)
def test_the_places_of_tokens_hold_their_texts(text: str) -> None:
    for token in walk(parse(text).tokens):
        if token["type"] == "table_cell":
            start, end = token_span(token) or (0, 0)
            assert text[start:end].replace("\\|", "|") == token["text"]
        elif token["type"] in ("paragraph", "block_text", "heading"):
            said = [line.strip() for line in token["text"].rstrip("\n").split("\n")]
            assert [text[start:end].strip() for start, end in token_lines(token)] == said or token["style"] == "atx"


@FORMS
@settings(max_examples=100, deadline=None)
@given(text=TEXTS)
def test_the_mask_has_the_text_or_a_blank(suffix: str, text: str) -> None:
    found = document(text, suffix)
    for character, plain in zip(found.source.text, found.plain, strict=True):
        assert plain in (character, " ", "\ufffc")
        assert character not in "\r\n" or plain == character


@FORMS
@settings(max_examples=100, deadline=None)
@given(text=TEXTS)
def test_line_ends_and_byte_order_marks_change_nothing(suffix: str, text: str) -> None:
    found = document(text, suffix)
    for copy in (text.replace("\n", "\r\n"), text.replace("\n", "\r"), "\ufeff" + text):
        assert told(document(copy, suffix)) == told(found)


@FORMS
@pytest.mark.parametrize(
    "piece",
    ["|", "`", "` ", "*", "*a ", "[", "[]", "[a](", "<!--", "> ", "- ", "<", "~", "_a", "\\", "[\n", "- a\n", "|\n"],
)
def test_long_runs_take_time_in_proportion(suffix: str, piece: str) -> None:
    text = piece * (60_000 // len(piece))
    started = time.process_time()
    document(text, suffix)
    assert time.process_time() - started < 4


@FORMS
def test_deep_nesting_does_not_recurse(suffix: str) -> None:
    document("".join(" " * depth + "- a\n" for depth in range(300)), suffix)
    document(">" * 20_000, suffix)
    document("\n".join("*" * depth + " a" for depth in range(1, 300)), suffix)


@pytest.mark.parametrize(("suffix", "other"), [(".md", "orgparse"), (".org", "mistune")])
def test_only_the_reader_of_the_format_is_imported(suffix: str, other: str) -> None:
    script = (
        "import sys; from hostdoc.core.span import Source; from hostdoc.readers import read;"
        f"read(Source.of('a{suffix}', 'x')); sys.exit({other!r} in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_a_suffix_that_names_no_format() -> None:
    with pytest.raises(KeyError):
        document("x", ".txt")


def test_code_lines_stand_where_they_stand() -> None:
    for suffix, text in ((".md", "- a\n\n  ```\n    b 5\n  ```\n"), (".org", "  #+begin_src\n    b 5\n  #+end_src\n")):
        code = document(text, suffix).blocks[-1]
        assert isinstance(code, Code)
        assert code.lines[0].text.strip() == "b 5" and code.lines[0].text.startswith("  ")
