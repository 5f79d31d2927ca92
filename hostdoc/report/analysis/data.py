"""The records of all documents as files to take away, with what their columns mean."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec

from hostdoc.core.result import Audit
from hostdoc.outputs import records
from hostdoc.outputs.fields import FIELDS, schema
from hostdoc.outputs.view import View
from hostdoc.report.analysis.site import Site
from hostdoc.report.frames import frames

SCHEMA_FILE = "records.schema.json"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table of records; `type` as JSON Schema calls it."""

    name: str
    type: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Records:
    """The records of one kind: how many there are, and the files that hold them."""

    kind: str
    number: int
    files: tuple[str, ...]
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Data:
    """What the template shows, and the content of the files by their names."""

    records: tuple[Records, ...]
    files: Mapping[str, bytes]
    parquet: bool  # whether what writes Parquet is installed
    schema: str = SCHEMA_FILE


def view(site: Site) -> Data | None:
    """The records of a site; None where no figure was read."""
    found = {kind: make(site.audit) for kind, make in records.RECORDS.items()}
    if not found["figures"]:
        return None
    files = {SCHEMA_FILE: json.dumps(schema(), indent=1).encode()}
    for kind in found:
        for form in ("csv", "json"):
            files[f"{kind}.{form}"] = records.render(form, site.audit, View(), kind).encode("utf-8", "backslashreplace")
    parquet = find_spec("pyarrow") is not None
    if parquet:
        files |= _parquet(site.audit)
    listed = tuple(_records(kind, len(rows), files) for kind, rows in found.items())
    return Data(listed, files, parquet)


def _records(kind: str, number: int, files: Mapping[str, bytes]) -> Records:
    columns = tuple(Column(name, FIELDS[name].type, FIELDS[name].meaning) for name in records.COLUMNS[kind])
    return Records(kind, number, tuple(name for name in files if name.startswith(f"{kind}.")), columns)


def _parquet(audit: Audit) -> dict[str, bytes]:
    found = frames(audit)
    written = {}
    for kind, frame in (("figures", found.figures), ("assumptions", found.assumptions), ("relations", found.checks)):
        content = io.BytesIO()
        frame.to_parquet(content, engine="pyarrow", index=False)
        written[f"{kind}.parquet"] = content.getvalue()
    return written
