"""What a note beside a table says of its totals: that one is a limit, a count of its own, or that its rows overlap."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache

from hostdoc.core.document import Block, Document, Item, Paragraph, Table
from hostdoc.core.ledger import Ledger
from hostdoc.core.regex import regex
from hostdoc.figures.labels import LIMITS, is_total

LONGEST = 600  # characters of a note that are read
# Rows of which one thing may be in several.
_OVERLAP = regex(
    r"\b(?:tick|choose|pick|select|check|mark|name)\s+(?:several|more\s+than\s+one|multiple|as\s+many)\b"
    r"|\b(?:may|can|could|might)\s+(?:be|appear|occur|count|fall)\s+(?:in\s+|into\s+)?(?:several|more\s+than\s+one|multiple|both)\b"
    r"|\b(?:several|multiple)\s+(?:answers?|choices?|responses?|selections?)\b|\ball\s+that\s+apply\b"
    r"|\bcounted\s+(?:twice|more\s+than\s+once|several\s+times|in\s+(?:each|both|every|all))\b"
    r"|\b(?:rows?|columns?|figures?|numbers?|categories|groups?|lines?)\s+(?:may\s+|can\s+|partly\s+)?overlap"
    r"|\boverlap(?:s|ping)?\b|\bin\s+(?:several|more\s+than\s+one|multiple)\s+(?:rows?|groups?|categor\w+)"
    r"|\b(?:does|do|will|need)\s*(?:n[’'o]t|not)\s+(?:add\s+up|sum)\b|\bdoppelt\s+gezählt\b"
    r"|\bmehrfach\w+|\bplusieurs\s+réponses\b|\bvarias\s+respuestas\b|\bpiù\s+risposte\b",
    re.IGNORECASE,
)
_LINE = r"(?:the\s+)?(?:bottom|last|final|totals?)\s+(?:line|row|figure)"
_IS = r"[\"“”„'’»*_]*\s*(?:=|(?:is|are|was|were|means|stands?\s+for|counts|shows|gives|refers\s+to)\b)"
# What a total is that sums no rows.
_ELSE = regex(
    rf"\b(?:{LIMITS}|own|separate(?:ly)?|question|unique|distinct|different|individual|slots?|places?|granted|approved"
    r"|grants?|offers?|gives?|hired|contract(?:ed|ual)?|target|plan(?:ned)?|mean|average|median)\b",
    re.IGNORECASE,
)
# What a sentence says that names the total, wherever in it.
_ANOTHER = regex(
    rf"\b(?:{LIMITS}|of its own|on its own|separate(?:ly)?|not (?:a|the) sum|not what|not all|no sum|obergrenze|grenze"
    r"|limite|plafond|límite|keine summe)\b",
    re.IGNORECASE,
)
_TOTAL = regex(r"\b(?:bottom line|(?:last|bottom) row|letzte zeile|dernière ligne|última fila)\b", re.IGNORECASE)
_NOT = regex(r"\b(?:not?|never)\b|n['’]t\b", re.IGNORECASE)
_SUM = regex(r"\b(?:sums?|adds?|added)\b", re.IGNORECASE)
_END = regex(r"[.;!?)](?=\s|\Z)|\n\s*\n")


def noted(ledger: Ledger, table: Table, label: str) -> bool:
    """Whether the paragraph above or below a table says that its rows overlap, or its total row is no sum."""
    text = beside(ledger, table)
    if _OVERLAP.search(text):
        return True
    name = rf"(?:{_LINE}|{re.escape(label.strip())})" if label.strip() else _LINE
    for match in re.finditer(rf"(?:\A|[.;!?(]\s*|\n)[\s\"“”„'«*_]*{name}{_IS}", text, re.IGNORECASE):
        said = text[match.end() : match.end() + LONGEST]
        end = _END.search(said)
        said = said[: end.start()] if end else said
        if _NOT.search(said) or (_ELSE.search(said) and not _SUM.search(said)):
            return True
    return any(_ANOTHER.search(it) and (is_total(it) or _TOTAL.search(it)) for it in _END.split(text))


def beside(ledger: Ledger, table: Table) -> str:
    """The heading of a table and the paragraphs that touch it; of two tables around one, it is the upper one's in
    brackets, else the lower one's."""
    document, place = ledger.document, bisect_left(_starts(ledger), table.span.start)
    above, below = document.blocks[max(0, place - 2) : place], document.blocks[place + 1 : place + 3]
    near = [it for it in above[-1:] if not (isinstance(above[0], Table) and _in_brackets(document, it))]
    near += [it for it in below[:1] if not isinstance(below[-1], Table) or _in_brackets(document, it)]
    texts = [*table.path[-1:]]
    texts += [document.plain[it.span.start : it.span.end][:LONGEST] for it in near if isinstance(it, Paragraph | Item)]
    return "\n\n".join(texts)


def _in_brackets(document: Document, block: Block) -> bool:
    return document.plain[block.span.start : block.span.end].lstrip(" *_").startswith("(")


@lru_cache(maxsize=2)
def _starts(ledger: Ledger) -> list[int]:
    return [block.span.start for block in ledger.document.blocks]
