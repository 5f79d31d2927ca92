"""Holds hostdoc against tables that Emacs and Advanced Tables computed: `python tests/formula_cases.py CASES.json`.

A case has a table, a formula and the table as the reference left it. Where the reference computed without an error and
its figures are formal, its result must verify, and with a digit of a computed cell changed it must drift. The other
cases are listed, each with what hostdoc says.
"""

from __future__ import annotations

import json
import re
import sys
from datetime import date
from pathlib import Path

from hostdoc.core.result import AuditedDocument
from hostdoc.core.span import Source
from hostdoc.pipeline import audit_source

SUFFIX = {"org": ".org", "md-advanced-tables": ".md"}
BAD = ("drifts", "undecided")
# What people mean where the reference refuses or misreads informal figures, and so wrote nothing or something else.
MEANT = {
    "dollar": "$15.50",
    "tilde": "~15",
    "range-hyphen": "15-25",
    "range-endash": "15–25",
    "pct": "53%",
    "comma": "1,500",
    "euro": "€5.15",
    "plus": "30+",
    "suffixM": "7M",
    "usd-suffix": "15 USD",
    "permonth": "6.92/mo",
    "parens": "200",
    "empty": "5",
    "dash": "5",
    "na": "5",
    "lt": "<10",
    "bold": "**15**",
    "mean-empty": "10",
    "noparens": "15.5",
}
NEXT = str.maketrans("0123456789", "1234567890")


def audited(case: dict, table: str) -> AuditedDocument:
    text = f"{case['preamble']}{table.rstrip()}\n{case['formula']}\n"
    return audit_source(Source.of(f"case{SUFFIX[case['dialect']]}", text), date(2026, 1, 1))


def formulas(document: AuditedDocument) -> list:
    return [check for check in document.checks if check.verdict.relation.kind == "formula"]


def outcome(document: AuditedDocument) -> str:
    """What hostdoc says of a table, on one line."""
    said = [f"{check.outcome}: {check.message}" for check in formulas(document)]
    said += [f"{it.severity}[{it.rule}]: {it.message}" for it in document.diagnostics if it.severity != "note"]
    return "; ".join(said) or "nothing is checked"


def wrong(document: AuditedDocument) -> bool:
    errors = [it for it in document.diagnostics if it.severity == "error"]
    return bool(errors) or not formulas(document) or any(check.outcome in BAD for check in formulas(document))


def changed(case: dict) -> list[str]:
    """The table with one digit more or less in the last place of each computed cell; words get a letter more."""
    before, after = (case[key].rstrip().split("\n") for key in ("before", "after"))
    found = []
    for number, (old, new) in enumerate(zip(before, after, strict=True)):
        cells, was = new.split("|"), old.split("|")
        for index, cell in enumerate(cells):
            if (
                index < len(was)
                and cell.strip()
                and cell.strip() != was[index].strip()
                and not set(cell) <= set("-+: ")
            ):
                other = re.sub(r"\d(?=\D*$)", lambda digit: digit[0].translate(NEXT), cell)
                other = other if other != cell else cell.replace(cell.strip(), cell.strip() + "x")
                row = "|".join([*cells[:index], other, *cells[index + 1 :]])
                found.append("\n".join([*after[:number], row, *after[number + 1 :]]))
    return found


def main(path: str) -> int:
    cases = json.loads(Path(path).read_text("utf-8"))
    verified, drifted, formal, mutants, understood, informal = 0, 0, 0, 0, 0, 0
    others = []
    for case in cases:
        document = audited(case, case["after"])
        told = " ".join((case["id"], *case["features"]))
        if case["error"] or case["lisp"] or "#ERROR" in case["after"] or "informal" in told:
            others.append((case["id"], outcome(document)))
            if meant := MEANT.get(re.sub(r"orgx-informal-|mdatx-", "", case["id"])):
                rows = case["after"].rstrip().split("\n")
                rows[-1] = re.sub(r"\|[^|]*\|$", f"| {meant} |", rows[-1])
                informal += 1
                document = audited(case, "\n".join(rows))
                understood += not wrong(document)
                if wrong(document):
                    print(f"not understood: {case['id']} with {meant}: {outcome(document)}")
            continue
        formal += 1
        verified += not wrong(document)
        if wrong(document):
            print(f"not verified: {case['id']}: {outcome(document)}")
        for table in changed(case):
            mutants += 1
            caught = any(check.outcome == "drifts" for check in formulas(audited(case, table)))
            drifted += caught
            if not caught:
                print(f"not caught: {case['id']}: {outcome(audited(case, table))}\n{table}")
    print(f"\n{verified} of {formal} verify; {drifted} of {mutants} changed cells drift")
    print(f"{understood} of {informal} informal ones verify as people mean them\n")
    for name, said in others:
        print(f"{name}: {said}")
    return 0 if verified == formal and drifted == mutants else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
