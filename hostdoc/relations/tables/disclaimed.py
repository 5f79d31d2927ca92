"""Whether the text beside a table says that its total is no sum: it is a limit, or the same is counted in several rows."""

from __future__ import annotations

import re

from hostdoc.core.document import Heading
from hostdoc.core.ledger import Grid, Ledger
from hostdoc.core.regex import regex
from hostdoc.figures.labels import is_total
from hostdoc.relations.tables.around import near

NEAR = 600  # characters before and behind a table
# What says so of a total that the sentence names.
_ANOTHER = regex(
    r"\b(?:limits?|capacity|quota|ceiling|hard cap|of its own|on its own|separate(?:ly)?|not (?:a|the) sum|not what"
    r"|not all|no sum|obergrenze|grenze|limite|plafond|límite|keine summe)\b",
    re.IGNORECASE,
)
_NAMED = regex(r"\b(?:bottom line|(?:last|bottom) row|letzte zeile|dernière ligne|última fila)\b", re.IGNORECASE)
# What says it of the rows: the same is counted in several of them.
_OVERLAPS = regex(
    r"\b(?:in (?:several|more than one|multiple) (?:rows?|groups?|categor\w+)|counted (?:twice|more than once)|overlap\w*"
    r"|(?:several|multiple|more than one) (?:answers?|choices?|options?)"
    r"|(?:do(?:es)?n[’']t|do(?:es)? not|will not|won[’']t|need not) (?:add up|sum)"
    r"|mehrfach(?:nennung|auswahl|antwort)\w*|doppelt gezählt|plusieurs réponses|varias respuestas|più risposte)\b",
    re.IGNORECASE,
)


def disclaimed(ledger: Ledger, grid: Grid) -> bool:
    """Whether a neighbour of a table says so."""
    span = grid.table.span
    beside = [it for it in near(ledger, grid, NEAR) if it.block.path == grid.table.path]
    before = [it for it in beside if it.span.end <= span.start and not isinstance(it.block, Heading)][-1:]
    behind = [it for it in beside if it.span.start >= span.end and not isinstance(it.block, Heading)][:1]
    return any(_says_so(ledger.document.plain[it.span.start : it.span.end]) for it in (*before, *behind))


def _says_so(text: str) -> bool:
    named = is_total(text) or _NAMED.search(text) is not None
    return _OVERLAPS.search(text) is not None or (named and _ANOTHER.search(text) is not None)
