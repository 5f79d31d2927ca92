"""Text that stands in a block of code because its author wanted a fixed width: which blocks these are, and their lines.

Cost breakdowns are fenced as often as they are set in tables: aligned columns, drawn trees, boxes. Program code is not
read: a block in a programming language is none of them, nor is one whose lines look like code.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator, Sequence

from hostdoc.core.document import Code, Document, Table
from hostdoc.core.figure import Figure, Label
from hostdoc.core.ledger import TextBlock, TextLine
from hostdoc.core.records import dataclass, replace
from hostdoc.core.regex import regex
from hostdoc.core.span import Span
from hostdoc.core.units import Unit
from hostdoc.figures.fenced_tables import tables_of
from hostdoc.figures.labels import LEFT, is_total
from hostdoc.figures.numerals import Numeral, scan

TEXT = frozenset(["", "text", "txt", "plain", "plaintext", "markdown", "md", "none", "ascii", "example", "org"])
LONGEST = 400  # characters of a line that are looked at to tell what it is
CODE_SHARE, MONEY_SHARE = 0.12, 0.08
COUNTED = frozenset(
    ["hour", "day", "week", "month", "person", "unit", "user", "seat", "server", "instance", "kWh", "W"]
)
FEW = 3  # lines with money that make a text, however long it is

_CODE = regex(
    r"""
      [;{}]\s*(?://.*)?\Z | \A\s*[}\])]+[;,]?\s*\Z | =>\s*[{(] | &&|==|!=|\|\||::|->\s*\w+\( | \A\s*"[^"]*"\s*:
    | \A[-dl][rwx-]{9} | \A\#! | \A\s*(?://|/\*|\*/|<[/!?a-zA-Z]|@\w|@@|\+\+\+|>>>|\.\.\.\s)
    | \A\s*[$%]\ +(?=[a-z./~]) | \A\s*\#\ *\d+[.)]
    | \A\s*(?:if|for|while|switch)\s*\( | \A\s*for\s+\w+\s+in\s | \A\s*from\s+\S+\s+import\b
    | \A\s*(?:export\s+)?[A-Z][A-Z\d_]*=\S | \A\s*[a-z]\w*[_.]\w+\s*[=(]
    | \A\s*(?:def|class|import|function|const|let|var|return|public|private|async|await|func|fn|package|using|namespace
      |struct|enum|try|except|export|alias|sudo|curl|wget|npm|npx|yarn|pnpm|pip3?|git|docker|kubectl|aws|gcloud|terraform
      |helm|make|cd|cp|mv|rm|ls|cat|grep|awk|sed|chmod|echo|mkdir|python3?|node|cargo|apt|apt-get|brew|ssh|psql|then|fi
      |done|exit|set|source|SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|FROM|WHERE|FUNCTION|BEGIN)(?:\s+[^\s:|$€£\d=]|\s*\Z)
    """,
    re.VERBOSE,
)
_STROKES = frozenset("-=_─━═╌┄~*—–+┼╪┴┬├┤┌┐└┘╔╗╚╝╠╣╦╩╬╭╮╰╯│┃║| \t")
_FRAME = regex(r"\A(\s*[│┃║|](?![-─━═]))(.*?)([│┃║|]\s*)\Z", re.DOTALL)
_EDGE = " \t│┃║|"
_TREE = regex(r"\A(?:[\s│┃┆┊╎]|\|(?=\s))*(?:[├└┣┗╰╠╚][─━═╴-]*[┬>]?\s*|[|`+\\]-{1,3}\s*)")
_BLANKS = regex(r"\A\s*(?:(?:[│┃]|>)\s*)*")
_LEAD = regex(r"(?:([-−–+=*•▪·‣→✓✅❌])|\d{1,2}[.)]|\[[ xX]\])\s+(?=\S)")
_HEADING = regex(r"\A\s*(#{1,6}|//)\s+(\S.*)")
_COMMENT = regex(r"\A\s*//\s")
HEADINGS = 7  # levels of headings, which stand above the lines below them, however far these are indented
_TRIM = " \t\u00a0:.·=…_*|-–—~≈\u2500>→"
_AFTER_SIGN = regex(r"(?:[:=×*+÷→≈~@(]|(?<=\d )x|(?<=\s)[/−–-](?=\s)|[^\S\n]{2}|\t|\.{2}|\A)\s*\Z")
_SET_APART = regex(r"(?:[:=][^\S\n]*|[^\S\n]{2}|\t|\.{2}[^\S\n]?|\A\s*)\Z")
_BEFORE_END = regex(r"\s*(?:\Z|[×*+÷→=,)(/-]|x\s|\s{2}|\t|(?<=\s)[^\w\s.,;:%#&'\"]\W*(?:\Z|\())")
_FACTOR = regex(r"\w\s[×*]\s\Z")  # `2 vCPU × 2 tasks`
# `53 Gbps ÷ 2 =`
_MEASURED = regex(r" ?[^\W\d_][\w/-]{0,15}(?: [^\W\d_][\w-]{0,15}){0,3}\s*(?:\Z|[×*+÷/→=≈,)(-]|x\s|\s{2}|\t)")
_NOUN_BEHIND = regex(r" ([^\W\d_]{2,20})(?![^\W_])")
_NOUN = regex(r" ([^\W\d_]{2,20})(?=\s*\Z|\s{2}|\t)")
# `6 x $210`, `80 calls × $2`: a number of what has a price.
_COUNTS = regex(r"(?:\s[^\W\d_]{2,20}){0,2}\s*[x×*@]\s*(?:[$€£¥₹]\s*\d|\d+[.,]\d\d(?![\d.,]))")
_TIMES = regex(r"(?:\s[^\W\d_]{2,20}){1,2}\s*[×*@]\s*[$€£¥₹]?\s*\d")  # `1,200 messages × 3 agents`
_WORKED = regex(r"[×*+÷/−–-].{1,80}[=≈→]|\dx? x .{1,80}=")
# `Users: 1,000`: how many there are, although nothing else in the block is a bare number.
_HOW_MANY = regex(
    r"\b(?:users?|customers?|clients?|subscribers?|members?|seats?|accounts?|students?|employees|participants|orders?"
    r"|requests?|calls?|transactions?|messages?|emails?|images?|kunden|nutzer|clientes|usuários|usuarios)\s*[:=]\s*\Z",
    re.IGNORECASE,
)
# Two numbers, a sign between them and the number that they come to: no program is written so.
_CALCULATED = regex(r"\d[^=≈]{0,30}(?:[×*÷]|\s[+/x−–-]\s)[^=≈]{0,30}\d[^=≈]{0,30}[=≈]\s*[~≈]?\s*[$€£¥₹]?\s*\d")
_MONEY = regex(r"[$€£¥₹]\s?\d|\d\s?€")
_IDENTIFIES = regex(
    r"\b(?:ports?|versions?|ids?|pid|zip|phone|tel|fax|year|date|line|ip|code|rfc|iso|status|error|build|revision|python|node)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Fenced:
    """What was read of a block: its lines, and the tables drawn in it."""

    block: TextBlock
    tables: tuple[Table, ...]


def fenced(document: Document, code: Code, mark: str) -> Fenced | None:
    """A block of code as text, or None if it is code."""
    plain = document.plain
    texts = [plain[line.start : line.end] for line in code.lines]
    called_text = code.language.lower().strip("{}.") in TEXT
    if not any(map(_digit, texts)) or not (called_text or _calculates(texts)):
        return None
    numerals = [scan(text, mark=mark) if _digit(text) and not looks_like_code(text) else [] for text in texts]
    numerals = _with_nouns(texts, numerals)
    if not _is_text(texts, numerals):
        return None
    tables, taken = tables_of(code, texts, numerals)
    lines = tuple(_lines(code, texts, numerals, taken))
    return Fenced(TextBlock(code, lines), tables)


def _calculates(texts: Sequence[str]) -> bool:
    """Whether some lines calculate with money, and none but comments is code: coloured as a program, it is none."""
    worked = sum(_CALCULATED.search(text[:LONGEST]) is not None for text in texts if _MONEY.search(text))
    return worked >= FEW and not any(_is_code(text) for text in texts)


def _is_code(line: str) -> bool:
    """Whether a line is code and no comment, which heads what stands below it: `// With a cache`."""
    return looks_like_code(line) and not _COMMENT.match(line)


def looks_like_code(line: str) -> bool:
    return _CODE.search(line[:LONGEST]) is not None


def _drawn(text: str) -> bool:
    """Whether a line is a rule or the edge of a box."""
    return _STROKES.issuperset(text)


def _digit(text: str) -> bool:
    return any(map(str.isdigit, text))


def _is_text(texts: Sequence[str], numerals: Sequence[Sequence[Numeral]]) -> bool:
    """Whether lines state amounts of money, calculations, or a total below a rule or of others; hardly any is code."""
    said = [index for index, text in enumerate(texts) if text.strip() and not _drawn(text)]
    code = sum(looks_like_code(texts[index]) for index in said)
    code = code if any(_is_code(texts[index]) for index in said) else 0
    if not said or texts[said[0]].startswith("#!") or code > CODE_SHARE * len(said):
        return False
    money = sum(any(it.quantity.unit.currency for it in numerals[index]) for index in said)
    if money >= FEW or money > MONEY_SHARE * len(said) or (not code and _rule_above_total(texts, numerals)):
        return True
    counted = [index for index in said if any(it.quantity.unit.of in COUNTED for it in numerals[index])]
    sums = any(is_total(texts[index]) for index in counted)
    if not code and sums and len(counted) >= FEW and 2 * len(counted) >= len(said):
        return True
    if not code and any(_CALCULATED.search(texts[index]) for index in said if numerals[index]):
        return True
    return not code and (_tree(texts, numerals, said) or _summed_up(texts, numerals, said))


def _tree(texts: Sequence[str], numerals: Sequence[Sequence[Numeral]], said: Sequence[int]) -> bool:
    """Whether most lines hang on a drawn tree and state what their node comes to: amounts of one unit."""
    hanging = [index for index in said if _TREE.match(texts[index])]
    units = [numerals[index][-1].quantity.unit.of for index in hanging if numerals[index]]
    return len(units) > 1 and 2 * len(units) > len(said) and units[0] != "" and len({*units}) == 1


def _summed_up(texts: Sequence[str], numerals: Sequence[Sequence[Numeral]], said: Sequence[int]) -> bool:
    """Whether most lines are a name and an amount, and one below others says what they come to."""
    listed = [index for index in said if _amount(texts[index], numerals[index])]
    return (
        len(listed) >= FEW
        and 2 * len(listed) > len(said)
        and any(_result(texts, index, _amount(texts[index], numerals[index])) for index in listed[FEW - 1 :])
    )


def _amount(text: str, numerals: Sequence[Numeral]) -> Numeral | None:
    """The first number that stands apart from the words before it."""
    return next((it for it in numerals if _apart(text, it)), None)


def _apart(text: str, numeral: Numeral) -> bool:
    return _SET_APART.search(text[max(0, numeral.start - 12) : numeral.start]) is not None


def _result(texts: Sequence[str], index: int, amount: Numeral | None) -> bool:
    """Whether a line says by its words, its sign or a rule above it that it is what others come to."""
    words = texts[index][: amount.start] if amount else ""
    if not words.strip(_TRIM + _EDGE):
        return index > 0 and bool(texts[index - 1].strip()) and _drawn(texts[index - 1])
    return words.lstrip().startswith("=") or is_total(words) or LEFT.search(words) is not None


def _rule_above_total(texts: Sequence[str], numerals: Sequence[Sequence[Numeral]]) -> bool:
    """Whether a line that is called a total, and states an amount, stands below a rule."""
    ruled = (index for index, text in enumerate(texts[:-1]) if text.strip() and _drawn(text))
    return any(numerals[index + 1] and is_total(texts[index + 1]) for index in ruled)


# -- Lines ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Cut:
    """Where the words of a line begin and end, how deep they stand, and what was drawn or written before them."""

    start: int
    end: int
    depth: int
    lead: str
    branch: bool


def _lines(
    code: Code, texts: Sequence[str], numerals: Sequence[Sequence[Numeral]], taken: frozenset[int]
) -> Iterator[TextLine]:
    gap, ruled = True, False
    heading: tuple[str, ...] = ()
    bare = _bare_sums(texts, numerals)
    columns = _columns(texts, numerals)
    for index, text in enumerate(texts):
        span = code.lines[index]
        if index in taken or not text.strip():
            gap, ruled = True, False
            continue
        if _drawn(text):
            ruled = True
            continue
        cut = _cut(text)
        if title := _HEADING.match(text):
            heading, gap, ruled = (title[2].strip(),), True, False
            cut = replace(cut, start=title.start(2), depth=len(title[1]) - HEADINGS, lead="")
        kept = [it for it in numerals[index] if it.start >= cut.start and _states(text, it, bare, columns)]
        if len(kept) == 2 and kept[0].start == cut.start and _names(text, kept[0], kept[1], columns):
            kept = kept[1:]
        label = _label(text, cut, kept)
        if _IDENTIFIES.search(label):
            kept = [it for it in kept if it.quantity.unit.of]
        figures = tuple(_figure(span, it, Label((*code.path, *heading), label)) for it in kept)
        place = Span(span.source, span.start + cut.start, span.start + cut.end)
        yield TextLine(place, cut.start, cut.depth, label, figures, cut.lead, cut.branch, gap, ruled)
        gap, ruled = False, False


def _cut(text: str) -> _Cut:
    start, end = 0, len(text.rstrip())
    if frame := _FRAME.match(text):
        start, end = frame.end(1), frame.start(3)
    inner = text[start:end]
    drawn = _TREE.match(inner)
    blank = drawn or _BLANKS.match(inner)
    depth = start + (blank.end() if blank else 0)
    lead = _LEAD.match(text, depth, end)
    return _Cut(
        lead.end() if lead else depth, max(end, depth), depth, (lead[1] or "") if lead else "", drawn is not None
    )


def _label(text: str, cut: _Cut, kept: Sequence[Numeral]) -> str:
    """The words before the first figure, or those behind it where none stand before it."""
    first = kept[0] if kept else None
    before = text[cut.start : first.start] if first else text[cut.start : cut.end]
    words = " ".join(before.split()).strip(_TRIM).rstrip("(").strip(_TRIM)
    if first and not words:
        behind = " ".join(text[first.end : cut.end].split())
        words = "" if _WORKED.search(text) else behind.strip(_TRIM + "()")
    return words[:120]


def _bare_sums(texts: Sequence[str], numerals: Sequence[Sequence[Numeral]]) -> bool:
    """Whether the block sums plain numbers, so that these are amounts and no names."""
    return any(
        not found[-1].quantity.unit.of
        and (is_total(texts[index][: found[0].start]) or _result(texts, index, _amount(texts[index], found)))
        for index, found in enumerate(numerals)
        if found
    )


def _with_nouns(texts: Sequence[str], numerals: Sequence[list[Numeral]]) -> list[list[Numeral]]:
    """The amounts of lines, with the noun that three of them have behind them in one column as what they count."""
    nouns: Counter[tuple[int, str]] = Counter()
    for text, found in zip(texts, numerals, strict=True):
        nouns.update((it.end, noun[1]) for it in found if (noun := _noun(text, it)))
    usual = {noun for (_, noun), count in nouns.items() if count >= FEW}
    if not usual:
        return [*numerals]
    return [[_counting(text, it, usual) for it in found] for text, found in zip(texts, numerals, strict=True)]


def _noun(text: str, numeral: Numeral) -> re.Match[str] | None:
    """The one word between a bare number that stands apart and the next column."""
    bare = not numeral.quantity.unit.of and not numeral.quantity.unit.per
    return _NOUN.match(text, numeral.end) if bare and _apart(text, numeral) else None


def _counting(text: str, numeral: Numeral, usual: Container[str]) -> Numeral:
    """A bare number with such a noun behind it, also where more words follow: `~352 Gbps in all`."""
    bare = not numeral.quantity.unit.of and not numeral.quantity.unit.per
    noun = _NOUN_BEHIND.match(text, numeral.end) if bare else None
    if noun is None or noun[1] not in usual:
        return numeral
    word = noun[1].lower()
    unit = Unit(word[:-1] if word.endswith("s") and len(word) > 3 else word)
    return replace(numeral, end=noun.end(1), quantity=replace(numeral.quantity, unit=unit))


def _columns(texts: Sequence[str], numerals: Sequence[Sequence[Numeral]]) -> frozenset[int]:
    """Where three amounts or more end that stand apart from the words before them."""
    ends = Counter(it.end for text, found in zip(texts, numerals, strict=True) for it in found if _apart(text, it))
    return frozenset(end for end, count in ends.items() if count >= FEW)


def _names(text: str, first: Numeral, second: Numeral, columns: Container[int]) -> bool:
    """Whether a count is but the name of the amount in the column of the others: `6 mo  77,340`."""
    alone = not text[first.end : second.start].strip() and not first.quantity.unit.currency
    return alone and first.end not in columns and second.end in columns


def _states(text: str, numeral: Numeral, bare: bool, columns: Container[int]) -> bool:
    """Whether a number is an amount: it has a unit, or stands where one would in a product, a sum or an equation."""
    quantity = numeral.quantity
    if quantity.unit.of or quantity.approximate or any(end.scaled for end in quantity.ends):
        return True
    if _COUNTS.match(text, numeral.end):
        return True
    if _HOW_MANY.search(text, 0, numeral.start) and not text[numeral.end :].strip():
        return True
    if _FACTOR.search(text[max(0, numeral.start - 4) : numeral.start]) and _MEASURED.match(text, numeral.end):
        return True
    if not (bare or _WORKED.search(text)):
        return False
    before = _AFTER_SIGN.search(text[max(0, numeral.start - 12) : numeral.start])
    aligned = numeral.end in columns and text[numeral.start - 1].isspace()
    if before is not None and _MEASURED.match(text, numeral.end) and _CALCULATED.search(text):
        return True
    end = numeral.end
    return (before is not None or aligned) and (_BEFORE_END.match(text, end) or _TIMES.match(text, end)) is not None


def _figure(span: Span, numeral: Numeral, label: Label) -> Figure:
    return Figure(Span(span.source, span.start + numeral.start, span.start + numeral.end), numeral.quantity, label)
