"""What is written behind two amounts with an arrow between them is how much they are apart.

Checked, too, is what is left of an amount that an arrow splits in two: `€150 → €30 credit, €120 overage`. Checked, as
differences and averages (growth), in prose, cells and text: `$4.26M → $4.17M (-$90k)`, `40 → 52 users
(+30%)`, `from $6.95 to $4.74 (-32%)`.

Example: `$4.17M → $4.05M (-$150k)` drifts: it is $120k less.

Wrong when what stands in brackets is of something else; a sign, or a percentage, must say that it is a change.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge, promising
from hostdoc.core.ledger import Ledger
from hostdoc.core.quantity import Quantity, comparable
from hostdoc.core.records import replace
from hostdoc.core.regex import regex
from hostdoc.core.relation import Operation, Ref, Relation
from hostdoc.relations.evidence.fits import MET

_ARROW = regex(r"[*_\s]*(?:[^\W\d_]{1,20}[*_\s]*)?(?:→|⟶|⇒|->|=>)[*_\s~≈]*(?:[^\W\d_]{1,20}\s+)?")
_TO = regex(r"[*_\s]+to[*_\s~≈]+")
_FROM = regex(r"\bfrom[*_\s~≈]+\Z")
_OPENS = regex(r"[*_\s]*(?:[^\W\d_]{1,20}[*_\s]*)?(?:[(\[]|,\s+(?:so|that is|i\.e\.|or)?\s*)[*_\s~≈]*\+?")
_SIGN = regex(r"[+±−–-]")
_ARROW_ONLY = regex(r"[*_\s]*(?:→|⟶|⇒|->|=>)[*_\s]*")
_NAMED = regex(r"[*_\s]+[^\W\d_]{2,}")
_AND = regex(r"[*_\s]+[^\W\d_][\w'’-]*(?: [^\W\d_][\w'’-]*){0,2}[*_]*(?:, ?(?:and )?| ?\+ ?| & | and )[*_]*")
EVIDENCE = "the arrow before it"
FAR = 8  # characters before an amount in which `from` stands


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every change behind an arrow."""
    plain = ledger.document.plain
    texts = [passage.figures for passage in ledger.passages]
    texts += [cell.figures for grid in ledger.grids for row in grid.rows for cell in row]
    texts += [line.figures for block in ledger.blocks for line in block.lines]
    splits: list[Relation] = []
    for figures in texts:
        splits += _splits(plain, figures) if len(figures) > 2 else ()
        for before, after, change in zip(figures, figures[1:], figures[2:], strict=False):
            if _leads(plain, before, after) and _OPENS.fullmatch(plain, after.span.end, change.span.start):
                yield from _apart(plain, before, after, change)
    yield from _alike_splits(splits)


def _splits(plain: str, figures: Sequence[Figure]) -> Iterator[Relation]:
    """`€150 → €30 credit, €120 overage`: what is left of the first amount for the last of those it is split into."""
    for place, (whole, *parts) in enumerate(zip(figures, figures[1:], figures[2:], strict=False)):
        alike = all(_point(it.quantity) and it.quantity.unit.currency == whole.quantity.unit.currency for it in parts)
        if not whole.quantity.unit.currency or not _point(whole.quantity) or not alike:
            continue
        if not _ARROW_ONLY.fullmatch(plain, whole.span.end, parts[0].span.start):
            continue
        last = place + 3 == len(figures) or figures[place + 3].quantity.unit.currency is None
        named = _NAMED.match(plain, parts[-1].span.end)
        if last and named and _AND.fullmatch(plain, parts[0].span.end, parts[-1].span.start):
            workings = Operation("−", (Ref(whole), Ref(parts[0])))
            yield Relation("difference", parts[-1], workings, "inferred", "the arrow before the parts")


def _alike_splits(splits: Sequence[Relation]) -> Iterator[Relation]:
    """Those that agree; others that come near, unsure where none of the document does."""
    agree = [it for it in splits if judge(it).outcome in MET]
    yield from agree
    yield from (replace(it, unsure=not agree) for it in splits if it not in agree and promising(it))


def _leads(plain: str, before: Figure, after: Figure) -> bool:
    """Whether the text between two amounts says that one became the other."""
    if not (_point(before.quantity) and _point(after.quantity) and _alike(before.quantity, after.quantity)):
        return False
    if _ARROW.fullmatch(plain, before.span.end, after.span.start):
        return True
    start = before.span.start
    from_it = _FROM.search(plain[max(0, start - FAR) : start])
    return bool(from_it) and _TO.fullmatch(plain, before.span.end, after.span.start) is not None


def _alike(one: Quantity, other: Quantity) -> bool:
    """Whether two amounts are of the same, as far as both say."""
    return comparable(one, other) or not (one.unit.of and other.unit.of)


def _point(quantity: Quantity) -> bool:
    return bool(quantity.ends) and not (quantity.open or quantity.word or quantity.is_range)


def _apart(plain: str, before: Figure, after: Figure, change: Figure) -> Iterator[Relation]:
    """The change in the unit of both, or in percent of the first; without a sign it may be either way."""
    if not _point(change.quantity) or not before.quantity.ends[0].value:
        return
    more = Operation("−", (Ref(after), Ref(before)))
    signed = _SIGN.match(change.text) is not None or plain[change.span.start - 1] == "+"
    if change.quantity.unit.percent:
        less = after.quantity.ends[0].value < before.quantity.ends[0].value and not signed
        apart = Operation("−", (Ref(before), Ref(after))) if less else more
        yield Relation("average", change, Operation("÷", (apart, Ref(before))), "inferred", EVIDENCE)
    elif signed and _alike(change.quantity, after.quantity):
        yield Relation("difference", change, more, "inferred", EVIDENCE)
