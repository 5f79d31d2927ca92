"""Arithmetic written out in the text comes to what it says.

Checked: figures joined by `+`, `−`, `×`, `÷`, with or without brackets, and closed by `=`, in prose, lists, headings
and cells. A few words between a figure and its sign are read over, and so are brackets that comment on a figure:
`$5 (sub) + ~$10 (1GB RAM) = ~$15/mo`. A chain may go on behind its result, `10 × $15 = $150 − $90 = $60`, and both
ends of a range may be computed: `2 × $5 -- 3 × $5 = $10 -- $15`.

Example: `100 users × $29 = $2,800` drifts: it is $2,900.

Wrong when a sign joins figures that are not meant to be computed, as in a name. Where many words stand between, where
two figures stand side by side, or where an arrow closes the sum, an equation is said only if it holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from hostdoc.core.arithmetic import estimate
from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge
from hostdoc.core.ledger import Ledger, TextBlock, TextLine
from hostdoc.core.measures import MEASURES
from hostdoc.core.records import dataclass, replace
from hostdoc.core.regex import regex
from hostdoc.core.relation import Expression, Operation, Operator, Ref, Relation, figures_of
from hostdoc.core.units import TIMES
from hostdoc.readers.masked import NO_PROSE
from hostdoc.relations.evidence.fits import product_in_period
from hostdoc.relations.evidence.per_many import rescaled
from hostdoc.relations.evidence.prefixes import in_prefix
from hostdoc.relations.evidence.slips import slip
from hostdoc.relations.written.for_so_many import each_for_so_many, for_so_many

# What may stand between two figures: signs, brackets, words, and the punctuation that ends a thought.
_TOKEN = regex(
    r"(?P<equals>=>|→|[=≈])|(?P<to>(?<=\s)--(?=\s))|(?P<sign>[+*×·÷@]|(?<![\w-])[xX](?![\w-])|(?<=\s)[-−–—/](?=\s)|−|(?<=\d)/(?=\d))"
    r"|(?P<open>[(\[])|(?P<close>[)\]])|(?P<word>[^\W\d_][\w'’-]*)|(?P<digits>(?<!\w)\d[\w.,]*)|(?P<end>[.;:!?](?=\s|\Z)|[|•]|,(?!\s*[xX×@*](?![\w-]))|\n\s*\n)"
)
_SIGNS: dict[str, Operator] = {
    "+": "+",
    "-": "−",
    "−": "−",
    "–": "−",
    "—": "−",
    "*": "×",
    "×": "×",
    "x": "×",
    "X": "×",
    "·": "×",
    "@": "×",
    "/": "÷",
    "÷": "÷",
}
# Behind a figure: a power, a tick, or code that is not read and is given a value.
_UNREAD = regex(rf"[⁰¹²³⁴-⁹⁻]|\s*[✓✔✅]|[^=]*{NO_PROSE}\s*=")
_WORDS = regex(r"\s*[^\W\d_]{2,}")
_NOUN = regex(r"[ \t]([^\W\d_]{2,})")
_DIRECTLY = regex(r"[\s*_]*(?:[^\W\d_]+[\s*_]+)?\)?[\s*_]*")
_ARROWS = frozenset({"=>", "→"})
TWO = 2  # terms
NEAR, FAR = 0.2, 0.5  # parts by which a result may be off, and by which something else is
FEW, MANY = 4, 14  # words between two figures: read over without doubt, or not at all
DEEPEST = 20  # brackets within brackets


@dataclass(frozen=True, slots=True)
class _Token:
    """A figure, a sign, a bracket, `=`, or a break (`end`). `loose` tokens leave room for another reading."""

    kind: str
    text: str = ""
    figure: Figure | None = None
    loose: bool = False


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every equation of the prose and of the table cells."""
    plain = ledger.document.plain
    for passage in ledger.passages:
        yield from _equations(plain, passage.figures)
    for block in ledger.blocks:
        for figures in _statements(block):
            yield from _equations(plain, figures)
    for grid in ledger.grids:
        for row in grid.rows:
            for cell in row:
                if len(cell.figures) > 2:
                    yield from _equations(plain, cell.figures)


def _statements(block: TextBlock) -> Iterator[tuple[Figure, ...]]:
    """The figures of each line of a block of text; a line that begins with `=` or `≈` goes on with the one above."""
    run: tuple[Figure, ...] = ()
    for line in block.lines:
        if not _goes_on_above(line):
            yield run
            run = ()
        run += line.figures
    yield run


def _goes_on_above(line: TextLine) -> bool:
    first = line.figures[0] if line.figures else None
    rounded = first is not None and first.text[0] == "≈" and first.span.start == line.span.start
    return (line.lead == "=" or rounded) and not line.gap


def _equations(plain: str, figures: tuple[Figure, ...]) -> Iterator[Relation]:
    """Equations among the figures of one passage, in their order."""
    between = plain[figures[0].span.end : figures[-1].span.end] if len(figures) > 2 else ""
    if not any(sign in between for sign in "=≈→") and not (":" in between and _worked_before_colon(plain, figures)):
        return
    run: list[_Token] = []
    for token in [*_tokens(plain, figures), _Token("end")]:
        if token.kind == "end":
            yield from _read(plain, run)
            run = []
        else:
            run.append(token)


# -- Text → tokens --------------------------------------------------------------------------------------------------


def _tokens(plain: str, figures: tuple[Figure, ...]) -> list[_Token]:
    """The passage as figures and signs; brackets that comment on a figure are left out."""
    start = max(0, figures[0].span.start - 2)
    found = [_Token("open")] if "(" in plain[start : figures[0].span.start] else []
    aside = 0  # how deep inside a comment
    priced = 0  # where the number ends that the last price is for
    colon = _worked_before_colon(plain, figures)
    for index, figure in enumerate(figures):
        if figure.span.start < priced:
            continue
        if not aside and figure.text[0] == "≈" and found and found[-1].kind == "beside":
            loose = _DIRECTLY.fullmatch(plain, figures[index - 1].span.end, figure.span.start) is None
            found[-1] = _Token("equals", "≈", loose=loose)  # `1,200 / 7 ≈ 171`: the sign is the figure's own
        if not aside:
            found.append(_Token("figure", figure=figure))
        many = for_so_many(plain, figure)
        priced = max(many.end(), figure.span.end) if many else figure.span.end
        following = next((it for it in figures[index + 1 :] if it.span.start >= priced), None)
        gap = plain[priced : following.span.start if following else priced + 2]
        if colon and following is figures[2]:
            gap = " = "  # `$45 x 12: $540`
        aside = _gap(gap, found, aside, last=following is None)
    return found


def _worked_before_colon(plain: str, figures: tuple[Figure, ...]) -> bool:
    """Whether all that stands there is a product of two amounts, a colon and what it comes to."""
    if len(figures) != 3 or not figures[2].quantity.unit.currency:
        return False
    between = [plain[one.span.end : two.span.start].strip(" *_") for one, two in pairwise(figures)]
    return _SIGNS.get(between[0]) == "×" and between[1] == ":"


def _gap(gap: str, found: list[_Token], aside: int, *, last: bool) -> int:
    """Appends what stands between two figures; returns how deep inside a comment it ends."""
    words = 0
    signed = False
    if len(gap) > 200 or _UNREAD.match(gap):
        found.append(_Token("end"))
        return 0
    for match in _TOKEN.finditer(gap):
        kind, text = str(match.lastgroup), match.group()
        if aside:
            aside += (kind == "open") - (kind == "close")
        elif kind == "open" and not signed:
            aside = 1  # it follows a figure: a comment on it
        elif kind == "word" or (text == "/" and _WORDS.match(gap, match.end())):  # `GET / SELECT requests`
            words += 1
            if text.lower() == "of" and words == 1 and not signed and _percent(found):
                found.append(_Token("sign", "×"))  # `15% of € 7610`
                signed = True
        elif kind == "digits":
            found.append(_Token("loose", loose=True))  # a number that is no figure of its own: `$0.80/1K × 3`
        elif kind == "sign" and signed:
            found[-1] = _Token(found[-1].kind, found[-1].text, loose=True)  # `15 x servers @ €89`
        elif kind in ("open", "close", "equals", "sign", "to", "end"):
            found.append(_Token(kind, text))
            signed = signed or kind in ("equals", "sign", "to")
    if aside or last:
        return aside
    if words > MANY:
        found.append(_Token("end"))
    elif not signed:
        found.append(_Token("beside", loose=True))
    elif words > FEW:
        found.append(_Token("loose", loose=True))
    return 0


def _percent(found: list[_Token]) -> bool:
    figure = found[-1].figure if found else None
    return figure is not None and figure.quantity.unit.percent


# -- Tokens → equations ---------------------------------------------------------------------------------------------


def _read(plain: str, tokens: list[_Token]) -> Iterator[Relation]:
    """The equations of a run: what stands left of each `=`, back to the one before it, gives the figure right of it."""
    begin = 0
    for place, token in enumerate(tokens):
        if token.kind != "equals":
            continue
        stated = next((t.figure for t in tokens[place + 1 : place + 3] if t.kind == "figure"), None)
        begun = any(t.kind == "sign" for t in tokens[place + 2 : place + 3])  # `B = 2 @ $5` begins anew
        begun = begun and not any(t.kind == "equals" for t in tokens[place + 2 :])
        left = tokens[begin:place]
        worked, begin = begin > 0, place + 1
        if worked and token.text == "≈" and stated is not None and (rounded := _rounded(left, stated)):
            yield rounded
        if stated is None or sum(t.kind == "figure" for t in left) < 2:
            continue
        unsure = begun or token.loose or token.text in _ARROWS or _headless(left)
        claimed = not (unsure or _goes_on(left, stated, tokens[place + 1 :]))
        yield from _relations(plain, left, _about(stated) if token.text == "≈" else stated, claimed=claimed)


def _rounded(left: list[_Token], stated: Figure) -> Relation | None:
    """What a result is rounded to: `= $0.0174 ≈ $0.017`."""
    only = left[0].figure if len(left) == 1 else None
    if only is None or only.quantity.unit != stated.quantity.unit or only.quantity.ends == stated.quantity.ends:
        return None
    relation = Relation("equation", stated, Ref(only), "stated", "the sign `≈`")
    enough = replace(relation, rounding="up")
    if judge(relation).outcome == "drifts" and not stated.quantity.unit.currency and judge(enough).outcome == "holds":
        return enough
    return replace(relation, unsure=judge(relation).outcome == "drifts")


def _about(stated: Figure) -> Figure:
    """What stands behind `≈` is approximate, also where the sign is no part of it, as in LaTeX."""
    quantity = stated.quantity
    return stated if quantity.approximate else Figure(stated.span, replace(quantity, approximate=True), stated.label)


def _headless(tokens: list[_Token]) -> bool:
    """Whether a factor before the first figure is said in words: `five of us × 4.5 h + 14 h`."""
    first = next(place for place, token in enumerate(tokens) if token.kind == "figure")
    return any(token.kind == "sign" and token.text in ("×", "÷") for token in tokens[:first])


def _goes_on(left: list[_Token], stated: Figure, right: list[_Token]) -> bool:
    """Whether what stands right of a sign is computed, too: `30.4 × $79 + 25 × $79 = $2,402 + $1,975 = $4,377`.

    Not where the left comes near the first figure right of it and nowhere near all of it: that goes on with a result,
    as in `20 a day × 30 days = 600 × $0.01 = $6`.
    """
    end = next((place for place, token in enumerate(right) if token.kind == "equals"), len(right))
    whole = _Parser([t for t in right[:end] if t.kind != "loose"]).parse()
    if not isinstance(whole, Operation):
        return False
    own = _Parser([t for t in left if t.kind != "loose"]).parse()
    if own is None:
        return True
    value, said, all_of_it = estimate(own), estimate(Ref(stated)), estimate(whole)
    return not (abs(value - said) <= NEAR * abs(said) and abs(value - all_of_it) > FAR * abs(value))


def _relations(plain: str, left: list[_Token], stated: Figure, *, claimed: bool) -> Iterator[Relation]:
    for tokens, certain in _readings(left, stated):
        workings = _span(tokens) if stated.quantity.is_range else _Parser(tokens).parse()
        workings = each_for_so_many(workings) if workings is not None else None
        if workings is None or sum(1 for _ in figures_of(workings)) < 2 or _of_two_sorts(stated, workings):
            continue
        relation = Relation("equation", stated, workings, "stated", "the sign `=`", blocked=_conflict(workings))
        if judge(relation).outcome == "drifts":
            converted = product_in_period(stated, in_prefix(stated, workings))
            again = converted if converted is workings else each_for_so_many(converted)
            relation = replace(relation, workings=again)
        if judge(relation).outcome == "drifts" and (other := rescaled(stated, workings, plain[: stated.span.start])):
            relation = replace(relation, workings=other)
        if judge(relation).outcome == "drifts" and (taxed := _of_percents(stated, workings)):
            relation = replace(relation, workings=taxed)
        if _counts(plain, stated, workings) and judge(relation).outcome == "drifts":
            relation = replace(relation, rounding="up")  # `$28,000 ÷ $900 = 32 customers`: 31 do not pay for it
            relation = relation if judge(relation).outcome == "holds" else replace(relation, rounding="nearest")
        elif _whole(stated, workings) and judge(relation).outcome == "drifts":
            relation = replace(relation, rounding="down")  # `7 / 2 = 3`, as programs have it
            relation = relation if judge(relation).outcome == "holds" else replace(relation, rounding="nearest")
        if (certain and claimed) or judge(relation).outcome == "holds" or slip(relation):
            yield relation
            return


def _counts(plain: str, stated: Figure, workings: Expression) -> bool:
    """Whether a quotient is stated as a whole number of things that cannot be divided."""
    unit, ends = stated.quantity.unit, stated.quantity.ends
    if not (isinstance(workings, Operation) and workings.operator == "÷") or any(end.step != 1 for end in ends):
        return False
    if unit.of:
        return not (unit.currency or unit.percent or unit.size or unit.of in TIMES or unit.of in ("x", "ratio"))
    noun = _NOUN.match(plain, stated.span.end)
    return noun is not None and noun[1] not in MEASURES


def _whole(stated: Figure, workings: Expression) -> bool:
    """Whether a quotient is of whole numbers alone, none of which says what it counts."""
    divided = isinstance(workings, Operation) and workings.operator == "÷"
    bare = (it.quantity for it in (stated, *figures_of(workings)))
    return divided and all(not it.unit.of and all(end.step == 1 and not end.scaled for end in it.ends) for it in bare)


def _of_percents(stated: Figure, workings: Expression) -> Expression | None:
    """`2% + 18% GST = 2.36%`: a percentage more of the other one, where that is what is stated."""
    if not (isinstance(workings, Operation) and workings.operator == "+" and len(workings.arguments) == TWO):
        return None
    if not all(figure.quantity.unit.percent for figure in (stated, *figures_of(workings))):
        return None
    first, other = workings.arguments
    return Operation("+", (first, Operation("×", (first, other))))


def _of_two_sorts(stated: Figure, workings: Expression) -> bool:
    """Whether what is added is no sum of what is stated.

    `14 done + 1 cancelled = 100 %` are all there is, and in `5,000 × $0.08/M in + $0.30/M out` a price stands for more.
    """
    if not isinstance(workings, Operation) or workings.operator not in ("+", "−"):
        return False
    units = [figure.quantity.unit for figure in figures_of(workings)]
    if stated.quantity.unit.percent:
        return not any(unit.percent or unit.currency for unit in units)
    prices = [term.figure.quantity.unit for term in workings.arguments if isinstance(term, Ref)]
    rated = any(not TIMES.issuperset(unit.per) for unit in prices if unit.per != stated.quantity.unit.per)
    return rated and len(prices) < len(workings.arguments)


def _span(tokens: list[_Token]) -> Expression | None:
    """`40 × 8 × 150 -- 40 × 12 × 150` as the range from one to the other; without `--` one expression."""
    dashes = [place for place, token in enumerate(tokens) if token.kind == "to"]
    if len(dashes) != 1:
        return _Parser(tokens).parse()
    low, high = _Parser(tokens[: dashes[0]]).parse(), _Parser(tokens[dashes[0] + 1 :]).parse()
    return Operation("span", (low, high)) if low and high else None


def _readings(left: list[_Token], stated: Figure) -> Iterator[tuple[list[_Token], bool]]:
    """What may be meant: the run as it stands; from the last pair of figures side by side on; without the second."""
    if not any(token.kind == "beside" for token in left):
        yield [t for t in left if t.kind != "loose"], not any(t.loose for t in left)
        return
    last = max(index for index, token in enumerate(left) if token.kind == "beside")
    tail = [t for t in left[last + 1 :] if t.kind != "loose"]
    yield tail, not any(t.loose for t in tail) and _starts_clean(left, last)
    kept, dropped = [], []
    skip = False
    for token in left:
        if token.kind == "beside":
            skip = True
        elif skip and token.kind == "figure":
            dropped.append(token)
            skip = False
        elif token.kind != "loose":
            kept.append(token)
    yield kept, _of_one_unit(kept, dropped, stated)


def _of_one_unit(kept: list[_Token], dropped: list[_Token], stated: Figure) -> bool:
    """Whether units say what is added: `13 hours of work so far + 144 hours over the next 12 = 157 hours`."""
    unit = stated.quantity.unit.of
    signs = {token.text for token in kept if token.kind == "sign"}
    units = {token.figure.quantity.unit.of for token in kept if token.figure}
    bare = all(token.figure is not None and not token.figure.quantity.unit.of for token in dropped)
    return bool(unit) and signs == {"+"} and units == {unit} and bare


def _starts_clean(left: list[_Token], last: int) -> bool:
    """Whether the figure before the pair is in no sum of its own, so that the pair is a change of subject."""
    return not any(token.kind == "sign" for token in left[:last])


class _Parser:
    """Signs by their binding: brackets, then × and ÷, then + and −."""

    def __init__(self, tokens: list[_Token]) -> None:
        self.tokens = tokens
        self.place = 0
        self.depth = 0

    def parse(self) -> Expression | None:
        """The expression, or None if the tokens are none."""
        result = self._sum()
        return result if result is not None and self.place == len(self.tokens) else None

    def _sign(self, *operators: str) -> Operator | None:
        if self.place < len(self.tokens) and self.tokens[self.place].kind == "sign":
            operator = _SIGNS[self.tokens[self.place].text]
            if operator in operators:
                self.place += 1
                return operator
        return None

    def _sum(self) -> Expression | None:
        result = self._product()
        while result is not None and (operator := self._sign("+", "−")):
            right = self._product()
            result = None if right is None else _joined(operator, result, right)
        return result

    def _product(self) -> Expression | None:
        result = self._atom()
        while result is not None and (operator := self._sign("×", "÷")):
            right = self._atom()
            result = None if right is None else _joined(operator, result, right)
        return result

    def _atom(self) -> Expression | None:
        if self.place >= len(self.tokens):
            return None
        token = self.tokens[self.place]
        self.place += 1
        if token.kind == "figure" and token.figure is not None:
            return Ref(token.figure)
        if token.kind != "open" or self.depth > DEEPEST:
            return None
        self.depth += 1
        inner = self._sum()
        closed = self.place < len(self.tokens) and self.tokens[self.place].kind == "close"
        self.place += closed
        self.depth -= 1
        return inner if closed else None


def _joined(operator: Operator, left: Expression, right: Expression) -> Expression:
    """One operation over all terms of a chain of the same sign."""
    if operator in ("+", "×") and isinstance(left, Operation) and left.operator == operator:
        return Operation(operator, (*left.arguments, right))
    return Operation(operator, (left, right))


def _conflict(workings: Expression) -> str:
    """Why terms cannot be added, if their currencies differ."""
    if not isinstance(workings, Operation):
        return ""
    if workings.operator in ("+", "−"):
        refs = [term.figure for term in workings.arguments if isinstance(term, Ref)]
        currencies = dict.fromkeys(f.quantity.unit.currency for f in refs if f.quantity.unit.currency)
        if len(currencies) > 1:
            return f"it adds {' and '.join(str(currency) for currency in currencies)} without a rate"
    return next(filter(None, map(_conflict, workings.arguments)), "")
