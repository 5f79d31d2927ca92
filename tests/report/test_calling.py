"""What figures are called on pages: never by a name that was only made for scenarios."""

from __future__ import annotations

import pytest

from hostdoc.report.calling import calling


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("An instance at rest takes ~500 MB RAM, an active one more.", ["An instance at rest takes … RAM"]),
        ("- Seats: 12\n", ["Seats"]),
        ("- Spot price: $3/hr<!-- $spot -->\n", ["Spot"]),
        ("One. It has (in all of the many places we know of) 20 GB.", ["… the many places we know of)"]),
        ("A box (4 GB) will do.", ["A box"]),
        ("| Host | Price |\n|---|---|\n| Ash | $5 |\n| Elm | $7 |\n", ["Ash, Price", "Elm, Price"]),
        ("## Costs\n\n$5\n", ["Costs"]),
    ],
)
def test_names_are_the_author_s_words(audited, text: str, called: list[str]) -> None:
    found = audited(text)
    call = calling(found)
    assert [call(figure) for figure in found.ledger.figures] == called
