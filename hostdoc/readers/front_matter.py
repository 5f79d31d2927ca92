"""Front matter: the `key: value` lines between two `---` at the top of a Markdown text."""

from __future__ import annotations

from collections.abc import Sequence

from hostdoc.core.records import dataclass
from hostdoc.core.regex import regex

KEY = regex(r"([A-Za-z_][\w.-]{0,60}):(?:[ \t]+(.*))?")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """`lines`: how many lines it takes, its fences counted; 0 where there is none."""

    lines: int = 0
    properties: tuple[tuple[str, str], ...] = ()

    def get(self, key: str) -> str:
        return next((value for name, value in self.properties if name.lower() == key), "")


def front_matter(lines: Sequence[str]) -> FrontMatter:
    """Read the front matter, if what stands there can be some; only plain values are kept.

    A text may begin with a thematic break, too: then a line that is no front matter comes before the next break.
    """
    if not lines or lines[0].rstrip() != "---":
        return FrontMatter()
    properties: list[tuple[str, str]] = []
    for number, line in enumerate(lines[1:], start=2):
        if line.rstrip() in ("---", "..."):
            return FrontMatter(number, tuple(properties)) if properties or number == 2 else FrontMatter()
        key = KEY.fullmatch(line.rstrip())
        if key:
            if value := _unquoted(key[2] or ""):
                properties.append((key[1], value))
        elif line.strip() and line[0] not in " \t#-":
            break
    return FrontMatter()


def _unquoted(value: str) -> str:
    value = value.strip()
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    return "" if value[:1] in "|>[{&*" else value
