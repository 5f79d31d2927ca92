"""The drifts of a project on the day it began with hostdoc: those do not fail, new ones do.

An entry is known by the document, the headings above the figure, its row and column, the kind, the figure as stated and
what it comes to; not by its line. Moving text keeps it, changed figures end it.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from hostdoc.core.records import dataclass, replace
from hostdoc.core.result import Audit, AuditedDocument, Check, Waiver

NAME = ".hostdoc-baseline.json"
SCHEMA = 1
REASON = "in the baseline"
FIELDS = ("path", "headings", "row", "column", "kind", "stated", "recalculated")


class BaselineError(Exception):
    """A baseline that cannot be used; the message says why and what to do."""


class Entry(NamedTuple):
    """A known drift. `path` is that of the document from the folder of the baseline."""

    path: str
    headings: tuple[str, ...]
    row: str
    column: str
    kind: str
    stated: str
    recalculated: str


@dataclass(frozen=True, slots=True)
class Baseline:
    """The entries of a file, each as often as it stands there."""

    file: Path
    entries: Mapping[Entry, int]


@dataclass(frozen=True, slots=True)
class Accepted:
    """An audit with its known drifts waived, and the entries of the documents read that no drift matched."""

    audit: Audit
    stale: tuple[Entry, ...]


def find(here: Path) -> Path | None:
    """The baseline of the folder or of one above it, up to the root of the repository."""
    for folder in (here, *here.parents):
        if (folder / NAME).is_file():
            return folder / NAME
        if (folder / ".git").exists():
            return None
    return None


def load(file: Path) -> Baseline:
    """Raises BaselineError."""
    import json  # only where there is a baseline: it costs start-up time

    try:
        found = json.loads(file.read_text("utf-8"))
        if found["schema"] != SCHEMA:
            raise BaselineError(f"{file.name} was written by another version of hostdoc; run `hostdoc baseline` again")
        entries = Counter(_entry(item) for item in found["drifts"])
    except OSError as error:
        raise BaselineError(f"{file.name} cannot be read: {(error.strerror or str(error)).lower()}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise BaselineError(f"{file.name} is no baseline; mend it, or run `hostdoc baseline` again") from error
    return Baseline(file, entries)


def _entry(item: Mapping[str, object]) -> Entry:
    values = {name: item[name] for name in FIELDS}
    headings = values.pop("headings")
    if not isinstance(headings, list) or not all(isinstance(it, str) for it in (*headings, *values.values())):
        raise ValueError
    return Entry(headings=tuple(headings), **{name: str(value) for name, value in values.items()})


def without_known(audit: Audit, here: Path) -> Accepted:
    """The audit with the drifts waived that the baseline of a folder knows, if it has one. Raises BaselineError."""
    file = find(here)
    return accepted(audit, load(file)) if file else Accepted(audit, ())


def accepted(audit: Audit, baseline: Baseline, root: str = "") -> Accepted:
    """Waives each drift that an entry matches and that its author has not waived.

    `root` is the folder that paths of documents are seen from; without it, the one that one stands in.
    """
    left, folder = Counter(baseline.entries), baseline.file.parent
    paths = [_relative(str(Path(root, audited.document.source.path)), folder) for audited in audit.documents]
    documents = tuple(_document(*found, left) for found in zip(audit.documents, paths, strict=True))
    read = set(paths)
    stale = tuple(sorted(entry for entry in left.elements() if entry.path in read))
    return Accepted(replace(audit, documents=documents), stale)


def _document(audited: AuditedDocument, path: str, left: Counter[Entry]) -> AuditedDocument:
    checks = []
    for check in audited.checks:
        if _drifts(check) and left[entry := entry_of(check, path)] > 0:
            left[entry] -= 1
            waiver = Waiver("baseline", REASON, check.verdict.relation.stated.span)
            checks.append(replace(check, waiver=waiver))
        else:
            checks.append(check)
    return replace(audited, checks=tuple(checks))


def entries(audit: Audit, folder: Path) -> tuple[Entry, ...]:
    """The drifts of an audit that nobody waived, in order; those that a baseline accepts among them."""
    found = [
        entry_of(check, _relative(audited.document.source.path, folder))
        for audited in audit.documents
        for check in audited.checks
        if _drifts(check) or (check.waiver is not None and check.waiver.by == "baseline")
    ]
    return tuple(sorted(found))


def entry_of(check: Check, path: str) -> Entry:
    stated = check.verdict.relation.stated
    label = stated.label
    kind = check.verdict.relation.kind
    return Entry(path, label.path, label.row, label.column, kind, stated.text, check.recalculated)


def _drifts(check: Check) -> bool:
    return check.outcome == "drifts" and not check.waived


def kept(baseline: Baseline, stale: Iterable[Entry]) -> tuple[Entry, ...]:
    """The entries without those that nothing matches any more."""
    return tuple(sorted((Counter(baseline.entries) - Counter(stale)).elements()))


def dumped(found: Sequence[Entry]) -> str:
    """One entry a line, so that a merge touches only what changed."""
    import json  # see above

    lines = [json.dumps({name: getattr(entry, name) for name in FIELDS}, ensure_ascii=True) for entry in found]
    listed = ",\n".join(f"  {line}" for line in lines)
    return (
        f'{{\n "schema": {SCHEMA},\n "drifts": [\n{listed}\n ]\n}}\n'
        if lines
        else f'{{"schema": {SCHEMA}, "drifts": []}}\n'
    )


def _relative(path: str, folder: Path) -> str:
    return os.path.relpath(path, folder).replace(os.sep, "/")
