"""What a change touched: the checks of lines that differ from a revision, and files as they were committed."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from hostdoc import revisions
from hostdoc.core.records import replace
from hostdoc.core.result import Audit, AuditedDocument, Check
from hostdoc.core.span import Span
from hostdoc.revisions import ChangesError, Lines


def touched(audit: Audit, base: str) -> Audit:
    """The audit with the checks whose stated figure, or an input of it, stands on a line that changed since `base`.

    Raises ChangesError.
    """
    top = revisions.root(Path.cwd())
    commit = revisions.commit(top, base)
    new, changed = revisions.untracked(top), revisions.changed(top, commit)
    documents = []
    for audited in audit.documents:
        name = within(top, audited.document.source.path)
        if name in new:
            documents.append(audited)
        else:
            lines = revisions.changed_lines(top, commit, name) if name in changed else frozenset()
            documents.append(_only(audited, lines))
    return replace(audit, documents=tuple(documents))


def committed(paths: Sequence[str]) -> Mapping[str, bytes]:
    """What files were when they were last committed, of those that differ from it. None of them outside of git."""
    try:
        top = revisions.root(Path.cwd())
        commit = revisions.commit(top, revisions.HEAD)
        changed = revisions.changed(top, commit)
        names = {path: name for path in paths if (name := within(top, path)) in changed}
        blobs = revisions.files(top, commit, sorted(names.values())) if names else {}
        known = [path for path, name in names.items() if name in blobs]
        read = revisions.contents(top, [blobs[names[path]] for path in known])
    except ChangesError:
        return {}
    return dict(zip(known, read, strict=True))


def within(top: Path, path: str) -> str:
    """A path as git names it, from the root of the repository."""
    return os.path.relpath(os.path.realpath(path), os.path.realpath(top)).replace(os.sep, "/")


def _only(audited: AuditedDocument, lines: Lines) -> AuditedDocument:
    checks = tuple(check for check in audited.checks if _touches(check, lines))
    remarks = tuple(it for it in audited.diagnostics if not lines.isdisjoint(_lines_of(it.span)))
    return replace(audited, checks=checks, diagnostics=remarks)


def _touches(check: Check, lines: Lines) -> bool:
    relation = check.verdict.relation
    source = relation.stated.span.source
    figures = [figure for figure in (relation.stated, *relation.inputs) if figure.span.source is source]
    return any(not lines.isdisjoint(_lines_of(figure.span)) for figure in figures)


def _lines_of(span: Span) -> Iterable[int]:
    return range(span.first.line, span.last.line + 1)


__all__ = ["ChangesError", "committed", "touched", "within"]
