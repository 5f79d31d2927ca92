"""From the bytes of a file to its text, or to the reason why there is none and what to do about it."""

from __future__ import annotations

import codecs
from pathlib import Path

MARKS = (  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)


class Unreadable(Exception):
    """A file that is no text hostdoc can read; the message names the cause and the remedy."""


def read_text(path: str) -> str:
    """The text of a file in UTF-8, without a byte order mark, its line ends kept. Raises Unreadable."""
    return decode(read_bytes(path))


def read_bytes(path: str) -> bytes:
    """The bytes of a file. Raises Unreadable."""
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise Unreadable(_cause(path, error)) from error


def decode(content: bytes) -> str:
    """Bytes as UTF-8 text. Never guesses an encoding: a wrong guess would change figures. Raises Unreadable."""
    for mark, name in MARKS:
        if content.startswith(mark):
            raise Unreadable(f"it is {name}; save it as UTF-8")
    if b"\0" in content:
        raise Unreadable(_binary(content))
    try:
        return content.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        place = f"line {line}, byte 0x{error.object[error.start]:02X}"
        raise Unreadable(f"it is not UTF-8 ({place}){_guess(content)}; save it as UTF-8") from None


def _binary(content: bytes) -> str:
    """Text in UTF-16 has a NUL in every other byte, always on the same side."""
    for offset, byte_order in ((1, "little"), (0, "big")):
        half = content[offset:2000:2]
        if half.count(0) > 0.4 * len(half) and not content[1 - offset : 2000 : 2].count(0):
            return f"it looks like UTF-16 ({byte_order} end first, without a byte order mark); save it as UTF-8"
    line = content[: content.index(0)].count(b"\n") + 1
    return f"it holds a NUL byte (line {line}), so it is no text; take it out, or save the text as UTF-8"


def _guess(content: bytes) -> str:
    try:
        content.decode("cp1252")
    except UnicodeDecodeError:
        return ""
    return ", it looks like Latin-1 or Windows-1252"


def _cause(path: str, error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        if Path(path).is_symlink():
            return "the link leads nowhere; mend or remove it"
        return f"there is no such file or folder{_nearest(path)}"
    if isinstance(error, PermissionError):
        return "reading it is not permitted; change its permissions"
    return f"{(error.strerror or type(error).__name__).lower()}; check the path"


def _nearest(path: str) -> str:
    """The name beside it that is most like the one asked for: a slip of the keyboard is the usual cause."""
    from difflib import get_close_matches  # only where something is missing: it costs start-up time

    file = Path(path)
    try:
        near = get_close_matches(file.name, (other.name for other in file.parent.iterdir()), 1)
    except OSError:
        near = []
    return f"; did you mean `{file.with_name(near[0]).as_posix()}`" if near else "; check the spelling"
