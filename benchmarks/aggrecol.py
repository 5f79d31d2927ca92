"""Sums in statistical tables: how many of the annotated ones hostdoc finds, how many it finds besides, and how fast.

usage: aggrecol.py TABLES [--out FOUND] [--list]

TABLES holds Markdown files with one table each and `labels.jsonl`, whose lines name a file (`id`), and the sums in it
(`labels`: `op`, `agg` and `inputs` with `row`, the body row, and `col`, the cell, from 0). A sum is found where a
relation states it and agrees; a = b − c says that b sums a and c, as the labels do. The drifts are counted apart.
`--out` writes what was found, a document a line; `--list` shows the sums that were missed, those found besides, and
the drifts.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from hostdoc import readers, relations
from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge
from hostdoc.core.ledger import Ledger
from hostdoc.core.relation import Operation, Ref, Relation
from hostdoc.core.span import Source
from hostdoc.figures.collect import collect
from hostdoc.settle import settle

BLANK = frozenset(("", "-", "n/a", "null", ".", "..", "...", "x", "X", "#", "NaN", "NA", "--", "–", "—"))
Place = tuple[int, int]  # body row and cell
Sums = dict[Place, list[frozenset[Place]]]


@dataclass(frozen=True, slots=True)
class Timed:
    """The sums found in a table, those that drift, and the seconds of the processor for reading it and for the rest."""

    found: Sums
    drifting: Sums
    reading: float
    relating: float


def main() -> None:
    """Runs every table and prints what was measured."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tables", type=Path)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--list", action="store_true")
    options = parser.parse_args()
    labels = [json.loads(line) for line in (options.tables / "labels.jsonl").read_text("utf-8").splitlines()]
    texts = {label["id"]: (options.tables / f"{label['id']}.md").read_text("utf-8") for label in labels}
    for text in list(texts.values())[:5]:
        run(text)  # modules are loaded and patterns compiled
    results = {name: run(text) for name, text in texts.items()}
    if options.out:
        options.out.write_text("".join(f"{json.dumps(_line(name, it))}\n" for name, it in results.items()), "utf-8")
    if options.list:
        for label in labels:
            for line in _differences(label, results[label["id"]]):
                print(f"{label['id']}: {line}")
    for mode in (False, True):
        print(_score(labels, results, strict=mode))
    print(_drifts(labels, results))
    print(_times("relations", [it.relating for it in results.values()]))
    print(_times("with reading", [it.reading + it.relating for it in results.values()]))


def run(text: str) -> Timed:
    """Reads a document, and finds, settles and judges its relations."""
    start = time.process_time()
    ledger = collect(readers.read(Source.of("table.md", text)))
    read = time.process_time()
    verdicts = [judge(relation) for relation in settle(relations.find(ledger))]
    end = time.process_time()
    agreeing = [verdict.relation for verdict in verdicts if verdict.outcome in ("holds", "rounds", "within")]
    drifting = [verdict.relation for verdict in verdicts if verdict.outcome == "drifts"]
    return Timed(_sums(ledger, agreeing), _sums(ledger, drifting), read - start, end - read)


def _sums(ledger: Ledger, found: list[Relation]) -> Sums:
    places = {
        cell.amount: (number, column)
        for number, row in enumerate(ledger.grids[0].rows if ledger.grids else ())
        for column, cell in enumerate(row)
        if cell.amount
    }
    sums: Sums = {}
    for relation in found:
        if terms := _terms(relation):
            total, inputs = terms
            if total in places:
                sums.setdefault(places[total], []).append(frozenset(places[each] for each in inputs if each in places))
    return sums


def _terms(relation: Relation) -> tuple[Figure, tuple[Figure, ...]] | None:
    """The figure that sums others by a relation, and those others."""
    workings = relation.workings
    if not isinstance(workings, Operation) or workings.operator not in ("+", "−"):
        return None
    figures = tuple(argument.figure for argument in workings.arguments if isinstance(argument, Ref))
    if len(figures) != len(workings.arguments):
        return None
    return (relation.stated, figures) if workings.operator == "+" else (figures[0], (relation.stated, *figures[1:]))


# -- What is right --------------------------------------------------------------------------------------------------


def _sum_labels(label: dict) -> Iterator[dict]:  # type: ignore[type-arg]  # as JSON gives it
    return (each for each in label["labels"] if each["op"] == "Sum")


def _place(cell: dict) -> Place:  # type: ignore[type-arg]
    return cell["row"], cell["col"]


def _score(labels: list, results: dict[str, Timed], *, strict: bool) -> str:  # type: ignore[type-arg]
    hit = stated = true = 0
    for label in labels:
        blank = {_place(cell) for each in label["labels"] for cell in each["inputs"] if cell["text"] in BLANK}
        found = results[label["id"]].found
        right: set[object] = set()
        given: set[object] = set()
        for each in _sum_labels(label):
            place = _place(each["agg"])
            right.add((place, frozenset(map(_place, each["inputs"])) - blank) if strict else place)
        for place, sums in found.items():
            given |= {(place, inputs - blank) for inputs in sums} if strict else {place}
        hit, stated, true = hit + len(right & given), stated + len(given), true + len(right)
    precision, recall = hit / max(1, stated), hit / max(1, true)
    of = "aggregate and its inputs" if strict else "aggregate cell"
    return (
        f"sums by {of}: precision {precision:.3f}, recall {recall:.3f} ({stated} found, {true} annotated, {hit} both)"
    )


def _differences(label: dict, timed: Timed) -> Iterator[str]:  # type: ignore[type-arg]
    right = {_place(each["agg"]): each for each in _sum_labels(label)}
    for place, each in sorted(right.items()):
        if place not in timed.found:
            yield f"missed {place} `{each['agg']['text']}` = {sorted(map(_place, each['inputs']))}"
    for place, sums in sorted(timed.found.items()):
        if place not in right:
            yield f"besides {place} = {[sorted(inputs) for inputs in sums]}"

    for place, sums in sorted(timed.drifting.items()):
        yield f"drifts {place} {'annotated' if place in right else ''} = {[sorted(inputs) for inputs in sums]}"


def _drifts(labels: list, results: dict[str, Timed]) -> str:  # type: ignore[type-arg]
    right = {(label["id"], _place(each["agg"])) for label in labels for each in _sum_labels(label)}
    drifts = [(name, place) for name, it in results.items() for place in it.drifting]
    return f"drifts: {len(drifts)}, {sum(drift in right for drift in drifts)} of them at annotated sums"


def _line(name: str, timed: Timed) -> dict[str, object]:
    found = [
        {"op": "Sum", "agg": place, "inputs": sorted(inputs)} for place, sums in timed.found.items() for inputs in sums
    ]
    return {"id": name, "found": found}


def _times(what: str, seconds: list[float]) -> str:
    return f"ms a table, {what}: median {1000 * statistics.median(seconds):.1f}, greatest {1000 * max(seconds):.0f}"


if __name__ == "__main__":
    main()
