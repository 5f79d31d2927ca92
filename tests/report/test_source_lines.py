"""Addresses of source lines, as the forges show them; none is made up."""

from __future__ import annotations

import pytest

from hostdoc.report.source_lines import at_line


@pytest.mark.parametrize(
    ("edited", "seen"),
    [
        ("https://github.com/o/r/edit/main/a/b.md", "https://github.com/o/r/blob/main/a/b.md?plain=1#L52"),
        ("https://github.com/o/edit/edit/main/b.md", "https://github.com/o/edit/blob/main/b.md?plain=1#L52"),
        ("https://github.com/o/r/blob/main/b.org", "https://github.com/o/r/blob/main/b.org?plain=1#L52"),
        ("https://github.example.org/o/r/edit/x/b.md", "https://github.example.org/o/r/blob/x/b.md?plain=1#L52"),
        ("https://gitlab.com/o/r/edit/main/b.md", "https://gitlab.com/o/r/-/blob/main/b.md?plain=1#L52"),
        ("https://gitlab.com/o/s/t/r/-/edit/main/b.md", "https://gitlab.com/o/s/t/r/-/blob/main/b.md?plain=1#L52"),
        ("https://bitbucket.org/o/r/src/main/b.md?mode=edit", "https://bitbucket.org/o/r/src/main/b.md#lines-52"),
        (
            "https://codeberg.org/o/r/_edit/main/b.md",
            "https://codeberg.org/o/r/src/branch/main/b.md?display=source#L52",
        ),
        ("https://example.org/o/r/edit/main/b.md", "https://example.org/o/r/edit/main/b.md"),
        ("https://github.com/o/r/raw/main/b.md", "https://github.com/o/r/raw/main/b.md"),
        ("", ""),
    ],
)
def test_a_line_is_shown_where_its_forge_shows_lines(edited: str, seen: str) -> None:
    assert at_line(edited, 52) == seen
