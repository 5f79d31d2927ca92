"""What stands where in an audited document: figures, names in formulas, and what leads from one to the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hostdoc.core.figure import Figure
from hostdoc.core.records import dataclass
from hostdoc.core.regex import regex
from hostdoc.core.result import AuditedDocument, Check
from hostdoc.core.span import Span
from hostdoc.formulas import Others, names_in
from hostdoc.formulas.declarations import NAME, declarations
from hostdoc.formulas.names import Names
from hostdoc.formulas.syntax import FormulaError

_USE = regex(rf'\$(?:(?:"([^"\n]{{1,300}})"|(\w[\w.-]{{0,100}})):)?({NAME})')
_CONSTANT = regex(rf"(?<![\w$])({NAME})(?=[ \t]*=)")


@dataclass(frozen=True, slots=True)
class Use:
    """A name in what is declared: `$spot`, `$prices:spot` with its `document`, or the `spot=` of a constant."""

    span: Span
    name: str
    document: str = ""


def figures(audited: AuditedDocument) -> tuple[Figure, ...]:
    """The figures of a document, and the constants that its checks use, which stand in no ledger."""
    source = audited.document.source
    used = (it for check in audited.checks for it in check.verdict.relation.inputs if it.span.source is source)
    return tuple(dict.fromkeys((*audited.ledger.figures, *used)))


def figure_at(audited: AuditedDocument, offset: int) -> Figure | None:
    """The figure at an offset, or the one that ends there; of several the shortest."""
    near = [it for it in figures(audited) if it.span.start <= offset <= it.span.end]
    return min(near, key=lambda it: (it.span.end == offset, it.span.end - it.span.start), default=None)


def stated_by(audited: AuditedDocument, figure: Figure) -> list[Check]:
    """The checks of what a figure states."""
    return [check for check in audited.checks if check.verdict.relation.stated is figure]


def uses_of(audited: AuditedDocument, figure: Figure) -> list[Check]:
    """The checks that use a figure as an input, here and in the other documents that are open."""
    checks = (*audited.checks, *audited.elsewhere)
    return [check for check in checks if figure in check.verdict.relation.inputs]


def judged(audited: AuditedDocument) -> dict[Figure, list[Check]]:
    """The figures that are checked, in the order of the text, each with its checks."""
    found: dict[Figure, list[Check]] = {}
    for check in sorted(audited.checks, key=lambda it: it.verdict.relation.stated.span.start):
        found.setdefault(check.verdict.relation.stated, []).append(check)
    return found


# -- Names ------------------------------------------------------------------------------------------------------------


def names_used(audited: AuditedDocument) -> Iterator[Use]:
    """The names in everything that a document declares, in the order of the declarations."""
    for declaration in declarations(audited.document):
        start, text = declaration.span.start, declaration.span.text
        for match in _USE.finditer(text):
            yield _use(declaration.span, start, match.span(), match[3], match[1] or match[2] or "")
        if declaration.sort == "constants":
            start, text = declaration.text.start, declaration.text.text
            for match in _CONSTANT.finditer(text):
                yield _use(declaration.text, start, match.span(), match[1], "")


def _use(span: Span, start: int, ends: tuple[int, int], name: str, document: str) -> Use:
    return Use(Span(span.source, start + ends[0], start + ends[1]), name, document)


def name_at(audited: AuditedDocument, offset: int) -> Use | None:
    return next((it for it in names_used(audited) if it.span.start <= offset <= it.span.end), None)


def names_of(audited: AuditedDocument) -> Names:
    return names_in(audited.ledger)


def meant_by(use: Use, names: Names, others: Others) -> Figure | None:
    """The figure that a name stands for; None where there is none, or several are alike."""
    try:
        if not use.document:
            return names.find(use.name, near=use.span.start)
        found = others(use.document)
        return found[0].find(use.name) if len(found) == 1 else None
    except FormulaError:
        return None


def uses_by_name(audited: AuditedDocument, others: Others, figure: Figure) -> Iterator[Span]:
    """Where a document names a figure, its own or another's."""
    uses = list(names_used(audited))
    names = names_of(audited) if uses else None
    for use in uses:
        found = meant_by(use, names, others) if names else None
        if found is not None and same_place(found.span, figure.span):
            yield use.span


def same_place(one: Span, other: Span) -> bool:
    """Whether two spans are the same, though their texts were read one by one."""
    return (one.source.path, one.start, one.end) == (other.source.path, other.start, other.end)


def in_order(spans: Iterable[Span]) -> list[Span]:
    """Places, each once, by document and offset."""
    found = {(span.source.path, span.start, span.end): span for span in spans}
    return [found[key] for key in sorted(found)]
