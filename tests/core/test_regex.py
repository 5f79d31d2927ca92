"""Patterns that find words however they are written."""

import re
from importlib import import_module
from pkgutil import walk_packages

import hostdoc.relations
from hostdoc.core.regex import in_any_case

_NO_LETTER = re.compile(r"\\.|\(\?P[<=]\w+[>)]")  # `\W`, `(?P<name>`


def test_it_finds_words_in_any_case() -> None:
    words = in_any_case(r"\b(?:rest|übrig)\b")
    assert words.search("der Rest") and words.match("ÜBRIG bleibt") and words.fullmatch("rest")
    assert not words.search("Restaurant")
    assert words.sub("?", "Der Rest, REST und Restaurant") == "Der ?, ? und Restaurant"


def test_their_patterns_have_small_letters() -> None:
    patterns = [
        (module.name, value.pattern)
        for module in walk_packages(hostdoc.relations.__path__, "hostdoc.relations.")
        for value in vars(import_module(module.name)).values()
        if isinstance(value, type(in_any_case("")))
    ]
    assert len(patterns) > 50
    for module, pattern in patterns:
        letters = _NO_LETTER.sub("", pattern)
        assert letters == letters.lower(), module
