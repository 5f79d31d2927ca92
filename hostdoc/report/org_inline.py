"""Org mark-up inside a line as HTML: emphasis, code, links, and the Markdown habits people bring along."""

from __future__ import annotations

import html
import re

from hostdoc.report.blocks import Rewrite, image, link
from hostdoc.report.marks import plain

_SIGN = "\U000f0000-\U000ffffd\U00100000-\U0010fffd"  # marks are no part of the text
_BEFORE = rf"(?:(?<=[\s\-–—(\"'{{\[|{_SIGN}])|\A)"
_AFTER = rf"(?=[\s\-–—.,:;!?'\")}}\]|\\{_SIGN}]|\Z)"
_LONGEST = 600  # characters between two signs of emphasis, so that no line takes long
_BODY = rf"(?=[^\s])(?:[^\n]{{0,{_LONGEST}}}?[^\s])??"

INLINE = re.compile(
    rf"(?P<snippet>@@(?P<backend>[\w-]+):(?P<export>[^\n]{{0,{_LONGEST}}}?)@@)"
    rf"|\[\[(?P<link>[^\[\]\n]+)\](?:\[(?P<words>[^\[\]\n]+)\])?\]"
    rf"|(?P<picture>!?)\[(?P<mdwords>[^\[\]\n]+)\]\((?P<mdlink>[^()\s]+)\)"
    rf"|<(?P<angle>(?:https?|mailto):[^<>\s]+)>"
    rf"|(?P<bare>https?://[^\s<>\[\]|\"]*[^\s<>\[\]|\".,:;!?')])"
    rf"|(?P<ticks>`+)(?P<ticked>[^`\n]+)(?P=ticks)"
    rf"|{_BEFORE}(?P<code>[=~])(?P<coded>{_BODY}[^\s])(?P=code){_AFTER}"
    rf"|{_BEFORE}\*\*(?P<mdbold>{_BODY}[^\s*])\*\*{_AFTER}"
    rf"|{_BEFORE}(?P<sign>[*/_+])(?P<body>{_BODY}[^\s])(?P=sign){_AFTER}"
    rf"|(?P<rest>\\\\[ \t]*$)",
    re.M,
)
_TAGS = {"*": "strong", "/": "em", "_": "u", "+": "del"}
_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|svg|webp|avif)\Z", re.I)
_DEEPEST = 8


def inline(text: str, rewrite: Rewrite, depth: int = 0) -> str:
    """A piece of running text as HTML."""
    parts, at = [], 0
    for match in INLINE.finditer(text):
        parts += [escape(text[at : match.start()]), _one(match, rewrite, depth)]
        at = match.end()
    return "".join(parts) + escape(text[at:])


def escape(text: str) -> str:
    return html.escape(text, quote=False)


def _one(match: re.Match[str], rewrite: Rewrite, depth: int) -> str:
    if match["snippet"]:
        return "" if plain(match["backend"]) == "comment" else escape(match["export"])
    if address := match["link"] or match["angle"] or match["bare"]:
        return _link(address, match["words"] or "", rewrite, depth)
    if match["mdlink"]:
        if match["picture"]:
            return image(plain(match["mdwords"]), match["mdlink"], rewrite)
        return _link(match["mdlink"], match["mdwords"], rewrite, depth)
    if match["code"] or match["ticks"]:
        return f"<code>{escape(match['coded'] or match['ticked'])}</code>"
    if match["rest"]:
        return "<br>"
    tag = _TAGS.get(match["sign"] or "*", "strong")
    body = match["body"] or match["mdbold"]
    return f"<{tag}>{inline(body, rewrite, depth + 1) if depth < _DEEPEST else escape(body)}</{tag}>"


def _link(address: str, words: str, rewrite: Rewrite, depth: int) -> str:
    address = plain(address).removeprefix("file:")
    address = address.partition("::")[0]
    if not words and _PICTURE.search(address):
        return image("", address, rewrite)
    shown = inline(words, rewrite, depth + 1) if words and depth < _DEEPEST else escape(words or address)
    if address.startswith("*"):
        return shown  # a headline of the same file: its words say where
    return link(shown, address, rewrite)
