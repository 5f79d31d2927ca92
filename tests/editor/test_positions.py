"""Places in the units of every encoding of the protocol, there and back."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hostdoc.editor.positions import UNITS, Encoding, Place, Positions

ALPHABET = "a1$|é€–\u2028\x0c\u0085\u0301😀𝔸👩‍💻\ud800\t \r\n"
TEXTS = st.text(st.sampled_from(ALPHABET), max_size=30)
often = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
ENCODINGS = st.sampled_from([*UNITS])


def units(text: str, encoding: Encoding) -> int:
    """The reference: how many code units a text has, character by character."""
    sizes = {
        "utf-8": lambda code: 1 + (code > 0x7F) + (code > 0x7FF) + (code > 0xFFFF),
        "utf-16": lambda code: 1 + (code > 0xFFFF),
        "utf-32": lambda code: 1,
    }
    return sum(sizes[encoding](ord(character)) for character in text)


@often
@given(TEXTS, ENCODINGS, st.data())
def test_an_offset_comes_back_from_its_place(text: str, encoding: Encoding, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    positions = Positions.of(text, encoding)
    place = positions.place(offset)
    within = text[offset - 1 : offset + 1] == "\r\n"  # no place stands inside a line end
    assert positions.offset(place) == (offset - 1 if within else offset)
    before = text[:offset].removesuffix("\r") if within else text[:offset]
    lines = before.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert place.line == len(lines) - 1
    assert place.character == units(lines[-1], encoding) + within


@often
@given(TEXTS, ENCODINGS, st.integers(0, 40), st.integers(0, 200))
def test_any_place_is_an_offset_of_its_line(text: str, encoding: Encoding, line: int, character: int) -> None:
    positions = Positions.of(text, encoding)
    offset = positions.offset(Place(line, character))
    found = positions.place(offset)
    assert 0 <= offset <= len(text)
    assert found.line == min(line, len(positions.starts) - 1)
    assert line != found.line or found.character <= character


@often
@given(TEXTS, TEXTS, ENCODINGS, st.data())
def test_a_replaced_range_is_spliced_in(text: str, new: str, encoding: Encoding, data: st.DataObject) -> None:
    positions = Positions.of(text, encoding)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    first, last = (positions.offset(positions.place(it)) for it in (start, end))
    after = positions.replaced(positions.place(start), positions.place(end), new)
    assert after.text == text[:first] + new + text[last:]
    assert after == Positions.of(after.text, encoding)


def test_a_place_behind_an_emoji() -> None:
    expected = {"utf-8": 8, "utf-16": 6, "utf-32": 5}
    for encoding in UNITS:
        assert Positions.of("x\r\n| 😀 $4\r\n", encoding).place(8) == (1, expected[encoding])


def test_inside_a_character_is_its_start() -> None:
    assert Positions.of("a😀b", "utf-16").offset(Place(0, 2)) == 1
    assert Positions.of("a😀b", "utf-8").offset(Place(0, 4)) == 1
