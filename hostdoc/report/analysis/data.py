"""The records of all documents as files to take away, with what their columns mean."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from functools import partial
from importlib.util import find_spec
from typing import NamedTuple

from hostdoc.core.records import dataclass
from hostdoc.core.result import Audit, AuditedDocument
from hostdoc.outputs import records
from hostdoc.outputs.entries import SCHEMA
from hostdoc.outputs.fields import FIELDS, schema
from hostdoc.outputs.view import View
from hostdoc.report.analysis.site import Site

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
    parts = {kind: [_part(site, audited, kind) for audited in site.documents] for kind in records.KINDS}
    numbers = {kind: sum(part.number for part in found) for kind, found in parts.items()}
    if not numbers["figures"]:
        return None
    files = {SCHEMA_FILE: json.dumps(schema(), indent=1).encode()}
    for kind, found in parts.items():
        head = ",".join(records.COLUMNS[kind]) + "\r\n"
        files[f"{kind}.csv"] = _bytes(head + "".join(part.csv for part in found))
        lines = ",\n".join(part.json for part in found if part.json)
        files[f"{kind}.json"] = _bytes(f'{{"schema": {SCHEMA}, "{kind}": [\n{lines}\n]}}\n')
    parquet = find_spec("pyarrow") is not None
    if parquet:
        for kind in parts:
            make = partial(_parquet, site.audit, kind)
            files[f"{kind}.parquet"] = site.memory.whole("parquet", files[f"{kind}.json"], make)
    listed = tuple(_records(kind, number, files) for kind, number in numbers.items())
    return Data(listed, files, parquet)


class _Part(NamedTuple):
    """The records of one document: how many, as lines of CSV without a head, and as JSON, a record a line."""

    number: int
    csv: str
    json: str


def _part(site: Site, audited: AuditedDocument, kind: str) -> _Part:
    def make() -> str:
        own = Audit((audited,), ())
        found = records.RECORDS[kind](own)
        rows = records.render("csv", own, View(), kind).split("\r\n", 1)[1]
        return json.dumps(_Part(len(found), rows, ",\n".join(json.dumps(it, ensure_ascii=False) for it in found)))

    return _Part(*json.loads(site.memory.text(audited, f"records {kind}", make)))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "backslashreplace")


def _records(kind: str, number: int, files: Mapping[str, bytes]) -> Records:
    columns = tuple(Column(name, FIELDS[name].type, FIELDS[name].meaning) for name in records.COLUMNS[kind])
    return Records(kind, number, tuple(name for name in files if name.startswith(f"{kind}.")), columns)


def _parquet(audit: Audit, kind: str) -> bytes:
    from hostdoc.report import frames  # pandas takes long to import

    content = io.BytesIO()
    frames.KINDS[kind](audit).to_parquet(content, engine="pyarrow", index=False)
    return content.getvalue()
