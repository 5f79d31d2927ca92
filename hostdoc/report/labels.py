"""The texts of templates in other words: each is looked up where a template is compiled, so that none need be marked.

A text is what stands between two tags, in an attribute that is read out, a word that `{{ "one" if … else
"many" }}` chooses, or one that goes through the filter `label`. Templates of a user's own are looked up like ours.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from pathlib import Path

import jinja2
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from markupsafe import escape

from hostdoc.core.regex import regex
from hostdoc.outputs.fields import FIELDS
from hostdoc.outputs.records import KINDS
from hostdoc.report.analysis.register import SHEETS
from hostdoc.report.saying import FIELD, texts
from hostdoc.shipped import shipped

_TEXT = regex(r"(?P<tag><[^<>]*>)|(?P<text>[^<>]+)")
_READ = regex(r'(?P<before>\s(?:aria-label|title|placeholder|alt|data-moved)=")(?P<text>[^"<>{}]+)')
_EDGES = regex(r"(\s*)(\S(?:[\s\S]*\S)?)(\s*)")
_LETTER = regex(r"[^\W\d_]{2}")
_AFTER = ("if", "else")
_SCRIPT = regex(r'\bsay\("([^"\\]+)"')


class Labelled(Extension):
    """Sees every template before it is compiled. `labels` of the environment has the words to put for words."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        labels: Mapping[str, str] = getattr(self.environment, "labels", {})
        yield from _relabelled(list(stream), lambda words: labels.get(words, words))


def known(folders: Iterable[Path]) -> list[str]:
    """All texts of the site: the titles of its pages, what modules and scripts say, and those of templates."""
    environment = jinja2.Environment(trim_blocks=True, lstrip_blocks=True, autoescape=True)
    found = dict.fromkeys(sheet.title for sheet in SHEETS)

    def note(words: str) -> str:
        found[words] = None
        return words

    data = (*(kind.capitalize() for kind in KINDS), *(field.meaning for field in FIELDS.values()))
    for words in (*texts(), *script_texts(), *data):
        note(words)
    for path in (path for folder in folders for path in sorted((folder / "hostdoc").glob("*.html"))):
        stream = environment._tokenize(path.read_text("utf-8"), path.name)
        for _ in _relabelled(list(stream), note):
            pass
    return list(found)


@cache
def script_texts() -> tuple[str, ...]:
    """What the scripts of pages say."""
    found = (
        _SCRIPT.findall(path.read_text("utf-8")) for path in sorted((shipped() / "hostdoc" / "assets").glob("*.js"))
    )
    return tuple(dict.fromkeys(text for texts in found for text in texts))


def chosen(option: str | Mapping[str, str], folders: Iterable[Path]) -> Mapping[str, str]:
    """The labels of an option: a language that we have, or texts with the words for them. Raises ValueError."""
    if isinstance(option, str):
        file = shipped() / "labels" / f"{option}.json"
        languages = sorted(path.stem for path in file.parent.glob("*.json"))
        if option not in languages:
            raise ValueError(f"there are no labels for `{option}`, only for {', '.join(languages)}; or write your own")
        found: Mapping[str, str] = json.loads(file.read_text("utf-8"))
        return found
    every = known(folders) if option else []
    for words, other in option.items():
        if words not in every:
            near = get_close_matches(str(words), every, 1)
            raise ValueError(f"no page says `{words}`" + (f"; did you mean `{near[0]}`?" if near else ""))
        if not isinstance(other, str):
            raise ValueError(f"the words for `{words}` are no text; put them in quotes")
        if strange := set(FIELD.findall(other)) - set(FIELD.findall(words)):
            raise ValueError(f"the words for `{words}` have a field `{{{min(strange)}}}` that it has not")
    return option


def _relabelled(tokens: list[Token], put: Callable[[str], str]) -> Iterator[Token]:
    in_tag = False  # whether what has been written so far ends inside a tag
    for number, token in enumerate(tokens):
        if token.type == "data":
            value, in_tag = _data(token.value, in_tag, put)
            yield Token(token.lineno, "data", value)
        elif token.type == "string" and not in_tag and _chosen(tokens, number) and _LETTER.search(token.value):
            yield Token(token.lineno, "string", put(token.value))
        else:
            yield token


def _chosen(tokens: list[Token], number: int) -> bool:
    """Whether a word is what an expression gives: `{{ "one" if … else "many" }}`, `"one" | label`."""
    before, then = tokens[number - 1], tokens[number + 1]
    if then.test("pipe") and tokens[number + 2].test("name:label"):
        return True
    begins = before.type == "variable_begin" or before.test("name:else")
    return begins and (then.type == "variable_end" or any(then.test(f"name:{word}") for word in _AFTER))


def _data(data: str, in_tag: bool, put: Callable[[str], str]) -> tuple[str, bool]:
    """A piece of HTML with its texts replaced, and whether it ends inside a tag."""
    head, sign, rest = data.partition(">") if in_tag else ("", "", data)
    if in_tag and not sign:
        return _attributes(data, put), True
    cut = rest.rfind("<") if rest.rfind("<") > rest.rfind(">") else len(rest)
    body = _TEXT.sub(lambda m: _attributes(m["tag"], put) if m["tag"] else _words(m["text"], put), rest[:cut])
    return _attributes(head, put) + sign + body + _attributes(rest[cut:], put), cut < len(rest)


def _words(text: str, put: Callable[[str], str]) -> str:
    edges = _EDGES.fullmatch(text)
    if edges is None or not _LETTER.search(text):
        return text
    return f"{edges[1]}{_put(' '.join(edges[2].split()), edges[2], put)}{edges[3]}"


def _attributes(tag: str, put: Callable[[str], str]) -> str:
    return _READ.sub(lambda m: m["before"] + _words(m["text"], put), tag)


def _put(words: str, written: str, put: Callable[[str], str]) -> str:
    """The words to write: as they are in the template where there are no others, else escaped."""
    other = put(words)
    return written if other == words else str(escape(other))
