"""What a drifting figure comes to, to be shown right behind it."""

from __future__ import annotations

from collections.abc import Iterator

from hostdoc.core.result import AuditedDocument, Check
from hostdoc.editor.places import judged


def hints(audited: AuditedDocument, start: int, end: int) -> Iterator[Check]:
    """For each drifting figure in a range one drift that says what to write instead and that nobody waived."""
    for figure, checks in judged(audited).items():
        if start <= figure.span.end and figure.span.start <= end:
            drifts = (it for it in checks if it.outcome == "drifts" and not it.waived and it.help)
            yield from list(drifts)[:1]
