"""What a change touched, as git sees it: the lines of each document that differ from a revision.

Nothing of the repository is run: no external diff, no text conversion, no monitor of the file system. A revision is
never taken for an option.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from hostdoc.core.regex import regex
from hostdoc.core.result import Audit, AuditedDocument, Check
from hostdoc.core.span import Span
from hostdoc.history import SAFE, environment

SECONDS = 60  # that git may take
_PLAIN = ("--no-ext-diff", "--no-textconv", "--no-color")
_HUNK = regex(r"^@@ -\d+(?:,\d+)? \+(\d+)(?:,(\d+))? @@")

Lines = frozenset[int]


class ChangesError(Exception):
    """A revision that cannot be compared with; the message says why."""


def touched(audit: Audit, base: str) -> Audit:
    """The audit with the checks whose stated figure, or an input of it, stands on a line that changed since `base`.

    Raises ChangesError.
    """
    root = Path(_git(Path.cwd(), "rev-parse", "--show-toplevel").strip())
    _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{base}^{{commit}}", wrong=base)
    new = _listed(_git(root, "ls-files", "--others", "--exclude-standard", "-z"))
    changed = _listed(
        _git(root, "diff", "--no-ext-diff", "--no-textconv", "--name-only", "-z", "--end-of-options", base, "--")
    )
    documents = []
    for audited in audit.documents:
        path = os.path.relpath(os.path.realpath(audited.document.source.path), os.path.realpath(root))
        name = path.replace(os.sep, "/")
        if name in new:
            documents.append(audited)
        else:
            lines = _lines(root, base, name) if name in changed else frozenset()
            documents.append(_only(audited, lines))
    return replace(audit, documents=tuple(documents))


def _listed(output: str) -> frozenset[str]:
    return frozenset(filter(None, output.split("\0")))


def _lines(root: Path, base: str, path: str) -> Lines:
    """The lines of a document that are new or changed; where lines were taken out, those around the gap."""
    output = _git(root, "diff", *_PLAIN, "--unified=0", "--end-of-options", base, "--", f":(literal){path}")
    found: set[int] = set()
    for line in output.splitlines():
        if hunk := _HUNK.match(line):
            first, number = int(hunk[1]), int(hunk[2] or "1")
            found.update(range(first, first + number) if number else (first, first + 1))
    return frozenset(found)


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


def _git(folder: Path, *arguments: str, wrong: str | None = None) -> str:
    try:
        done = subprocess.run(
            ("git", *SAFE, *arguments), cwd=folder, env=environment(), capture_output=True, timeout=SECONDS, check=False
        )
    except FileNotFoundError:
        raise ChangesError("git is not installed; what changed is not known without it") from None
    except subprocess.TimeoutExpired:
        raise ChangesError(f"git took more than {SECONDS} seconds") from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise ChangesError(
            f"git knows no revision `{wrong}`" if wrong is not None else f"git: {said[-1] if said else 'failed'}"
        )
    return done.stdout.decode("utf-8", "surrogateescape")
