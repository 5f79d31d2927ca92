"""Whether the text beside a table says that its total is no sum: it is a limit, or rows overlap."""

from __future__ import annotations

import re

from hostdoc.core.document import Heading
from hostdoc.core.ledger import Grid, Ledger
from hostdoc.core.regex import regex
from hostdoc.figures.labels import is_total
from hostdoc.relations.tables.around import near

NEAR = 600  # characters before and behind a table
GAP = 4  # characters between what stands right beside each other
# What says so of a total that the sentence names.
_ANOTHER = regex(
    r"\b(?:limits?|capacity|quota|ceiling|hard cap|of its own|on its own|separate(?:ly)?|not (?:a|the) sum|not what"
    r"|not all|no sum|obergrenze|grenze|limite|plafond|límite|keine summe)\b",
    re.IGNORECASE,
)
_NAMED = regex(r"\b(?:bottom line|(?:last|bottom) row|letzte zeile|dernière ligne|última fila)\b", re.IGNORECASE)
# What says it of the rows: the same is counted in several of them.
_OVERLAPS = regex(
    r"\b(?:in (?:several|more than one|multiple) (?:rows?|groups?|categor\w+)|counted (?:twice|more than once)"
    r"|overlap\w*"
    r"|(?:several|multiple|more than one) (?:answers?|choices?|options?)"
    r"|(?:do(?:es)?n[’']t|do(?:es)? not|will not|won[’']t|need not) (?:add up|sum)"
    r"|mehrfach(?:nennung|auswahl|antwort)\w*|doppelt gezählt|plusieurs réponses|varias respuestas|più risposte)\b",
    re.IGNORECASE,
)


def disclaimed(ledger: Ledger, grid: Grid) -> bool:
    """Whether what stands right beside a table says so; of two tables around it, it is the upper one's in brackets."""
    plain, tables = ledger.document.plain, [other.table.span for other in ledger.grids]
    for passage in near(ledger, grid, NEAR):
        before = grid.table.span.start - passage.span.end
        behind = passage.span.start - grid.table.span.end
        if isinstance(passage.block, Heading) or not (0 <= before <= GAP or 0 <= behind <= GAP):
            continue
        between = any(0 <= passage.span.start - span.end <= GAP for span in tables) and any(
            0 <= span.start - passage.span.end <= GAP for span in tables
        )
        if between and (plain[passage.span.start] == "(") != (behind >= 0):
            continue
        if _says_so(plain[passage.span.start : passage.span.end]):
            return True
    return False


def _says_so(text: str) -> bool:
    named = is_total(text) or _NAMED.search(text) is not None
    return _OVERLAPS.search(text) is not None or (named and _ANOTHER.search(text) is not None)
