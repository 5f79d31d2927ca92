"""Text of a document made safe to show: what a terminal would obey or hide is spelled out, and widths are known."""

from __future__ import annotations

import unicodedata

TAB = "    "

# Signs a narrow console may lack, and what people type instead.
PLAIN = str.maketrans(
    {
        "–": "-",
        "—": "-",
        "−": "-",
        "≈": "~",
        "×": "x",
        "÷": "/",
        "…": "...",
        "→": "->",
        "≠": "!=",
        "≤": "<=",
        "≥": ">=",
        "€": "EUR",
        "£": "GBP",
        "’": "'",
        "‘": "'",
        "“": '"',
        "”": '"',
        "\u00a0": " ",
        "\u2009": " ",
        "\u202f": " ",
    }
)

UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})  # controls, bidi and zero-width marks, lone surrogates
SELECTORS = frozenset("\ufe0e\ufe0f")  # they choose a glyph, and terminals disagree how wide that makes it


def visible(text: str, encoding: str = "utf-8") -> str:
    """`text` with nothing a terminal would obey, in signs that `encoding` has.

    Tabs become blanks; line ends, controls and the like become escapes. Each character is shown by itself, so the
    length of what stands before a place tells where that place is shown.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_sign(character, encoding) for character in text)


def _sign(character: str, encoding: str) -> str:
    if character == "\t":
        return TAB
    if character in SELECTORS:
        return ""
    if unicodedata.category(character) in UNSEEN:
        return _escape(character)
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        plain = character.translate(PLAIN)
        return plain if plain.isascii() else _escape(character)
    return character


def _escape(character: str) -> str:
    code = ord(character)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def width(text: str) -> int:
    """How many columns of a terminal a visible text takes: wide signs two, combining ones none."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1
