"""What is said about a document, besides its verdicts: what was not read, what a waiver lacks."""

from __future__ import annotations

from typing import Literal

from hostdoc.core.records import dataclass
from hostdoc.core.span import Span

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One message. `rule` is its name (`flattened-table`); `message` is lower case without a full stop."""

    rule: str
    severity: Severity
    message: str
    span: Span
    help: str = ""
