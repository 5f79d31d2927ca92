"""What is wrong with a formula, as a diagnostic at the word that is wrong."""

from __future__ import annotations

from hostdoc.core.diagnostic import Diagnostic
from hostdoc.core.regex import regex
from hostdoc.core.span import Span
from hostdoc.formulas.syntax import LISP, FormulaError

_WORD = regex(r"[@$]?[\w$@<>#.:\"-]+|\S")


def problem(error: FormulaError, text: Span) -> Diagnostic:
    """An error as a diagnostic. Lisp is none of the author's making: it only cannot be verified."""
    start = min(text.start + (error.at or 0), text.end)
    word = None if error.at is None else _WORD.match(text.source.text, start, text.end)
    span = Span(text.source, start, word.end() if word else text.end)
    return Diagnostic(error.rule, "warning" if error.rule == LISP else "error", error.message, span, error.help)
