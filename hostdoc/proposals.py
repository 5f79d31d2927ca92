"""Checks → declarations that would say the same: formulas below tables, and behind figures. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hostdoc.core.document import Code, Table
from hostdoc.core.records import dataclass, field, replace
from hostdoc.core.relation import AGREES
from hostdoc.core.result import AuditedDocument, Check
from hostdoc.formulas.references import Formula, References
from hostdoc.formulas.sheet import Field, Sheet
from hostdoc.formulas.spelling import Unspellable

CLAIMS = ("exchange", "tie-out", "bound", "ordering")  # they compare, and say of no figure how it is computed
DRIFTS = "it drifts; mend it first"
FEWEST = 2  # siblings that agree, for one that drifts to be declared with them


@dataclass(frozen=True, slots=True)
class Proposal:
    """A formula and the checks that it declares: for cells of a table, else behind the one figure that it is for.

    `target` is what stands before the formula below a table. `narrower` says the same of fewer cells, for where not
    the whole column can be meant.
    """

    formula: Formula
    checks: tuple[Check, ...]
    table: Table | None = None
    target: str = ""
    narrower: tuple[Proposal, ...] = ()


@dataclass(frozen=True, slots=True)
class Left:
    """A check that is not declared, and why."""

    check: Check
    reason: str


@dataclass(frozen=True, slots=True)
class _Entry:
    """A check of a table cell, and its formula as seen from there."""

    check: Check
    place: Field
    formula: Formula


def proposals(audited: AuditedDocument) -> tuple[tuple[Proposal, ...], tuple[Left, ...]]:
    """What may be declared in a document, and the checks that are left."""
    finder = _Finder(audited, References(audited.ledger))
    for check in audited.checks:
        finder.look(check)
    return finder.found()


@dataclass(slots=True)
class _Finder:
    audited: AuditedDocument
    references: References
    left: list[Left] = field(default_factory=list)
    behind: list[Proposal] = field(default_factory=list)
    tables: dict[int, tuple[Sheet, list[_Entry]]] = field(default_factory=dict)
    declared: dict[int, set[Field]] = field(default_factory=dict)  # the cells of a table that have formulas already

    def look(self, check: Check) -> None:
        """Takes a check in, if it may be declared: below its table, else behind its figure."""
        relation = check.verdict.relation
        if relation.kind in CLAIMS:
            return
        if relation.basis == "declared":
            self._is_declared(check)
            return
        if why := self._refuses(check):
            self.left.append(Left(check, why))
            return
        place = self.references.place(relation.stated)
        try:
            formula = self.references.formula(relation, place)
        except Unspellable as error:
            self.left.append(Left(check, str(error)))
            return
        if place is None:
            self._behind(check, formula)
        else:
            entries = self.tables.setdefault(id(place[0].table), (place[0], []))[1]
            entries.append(_Entry(check, place[1], formula))

    def _is_declared(self, check: Check) -> None:
        if place := self.references.place(check.verdict.relation.stated):
            self.declared.setdefault(id(place[0].table), set()).add(place[1])

    def _refuses(self, check: Check) -> str:
        if check.verdict.relation.basis == "stated":
            return "the text writes it out"
        if check.waiver:
            return "its drift is waived"
        if check.outcome == "undecided":
            return "it is undecided"
        stated = check.verdict.relation.stated.span
        blocks = self.audited.document.blocks
        if any(isinstance(block, Code) and block.span.covers(stated) for block in blocks):
            return "it stands in a block of code"
        return ""

    def _behind(self, check: Check, formula: Formula) -> None:
        """A formula in a comment behind the figure."""
        if check.outcome == "drifts":
            self.left.append(Left(check, DRIFTS))
        else:
            self.behind.append(Proposal(formula, (check,)))

    def found(self) -> tuple[tuple[Proposal, ...], tuple[Left, ...]]:
        below = [proposal for sheet, entries in self.tables.values() for proposal in self._below(sheet, entries)]
        return (*below, *self.behind), tuple(self.left)

    # -- Tables -------------------------------------------------------------------------------------------------------

    def _below(self, sheet: Sheet, entries: Sequence[_Entry]) -> list[Proposal]:
        """The formulas of a table: for single cells and rows first, since those come before one for a column."""
        columns = [group for group in _grouped(entries, 1) if len(group) > 1]
        in_columns = {id(entry) for group in columns for entry in group}
        taken = set(self.declared.get(id(sheet.table), ()))
        found: list[Proposal] = []
        for group in _grouped([entry for entry in entries if id(entry) not in in_columns], 0):
            found += [_proposal(sheet, run) for run in _runs(self._free(self._sound(group), taken), 1)]
        for group in columns:
            found += self._column(sheet, self._free(self._sound(group), taken), taken)
        return found

    def _column(self, sheet: Sheet, group: list[_Entry], taken: set[Field]) -> Iterator[Proposal]:
        """One formula for a column if it is meant in all cells that state something; else one for each run of rows."""
        if not group:
            return
        column = group[0].place[1]
        runs = tuple(_proposal(sheet, run) for run in _runs(group, 0))
        fields = {entry.place for entry in group}
        others = ((row, column) for row in sheet.body if (row, column) not in taken)
        if all(place in fields or not self.references.stated(sheet, place) for place in others):
            yield replace(_proposal(sheet, group), target=f"${column}", narrower=runs)
        else:
            yield from runs

    def _free(self, group: Sequence[_Entry], taken: set[Field]) -> list[_Entry]:
        """Those of a group whose cell has no formula yet; the others say theirs in the cell."""
        free = []
        for entry in group:
            if entry.place in taken:
                self._behind(entry.check, entry.formula)
                continue
            taken.add(entry.place)
            free.append(entry)
        return free

    def _sound(self, group: Sequence[_Entry]) -> list[_Entry]:
        """A group without drifts, save for a single one among several that agree: the formula is meant there, too."""
        agree = [entry for entry in group if entry.check.outcome in AGREES]
        if len(agree) >= max(FEWEST, len(group) - 1):
            return list(group)
        self.left += [Left(entry.check, DRIFTS) for entry in group if entry not in agree]
        return agree


def _grouped(entries: Sequence[_Entry], axis: int) -> list[list[_Entry]]:
    """Entries with the same formula in a row, for axis 0, or in a column, for axis 1."""
    groups: dict[tuple[int, str], list[_Entry]] = {}
    for entry in entries:
        groups.setdefault((entry.place[axis], entry.formula.text), []).append(entry)
    return list(groups.values())


def _runs(group: Sequence[_Entry], axis: int) -> Iterator[list[_Entry]]:
    """The entries in runs of cells beside each other: along the column for axis 0, along the row for axis 1."""
    run: list[_Entry] = []
    for entry in sorted(group, key=lambda it: it.place[axis]):
        if run and entry.place[axis] != run[-1].place[axis] + 1:
            yield run
            run = []
        run.append(entry)
    if run:
        yield run


def _proposal(sheet: Sheet, run: Sequence[_Entry]) -> Proposal:
    """One formula for a run of cells."""
    first, last = (_cell(entry.place, sheet) for entry in (run[0], run[-1]))
    target = first if len(run) == 1 else f"{first}..{last}"
    return Proposal(run[0].formula, tuple(entry.check for entry in run), sheet.table, target)


def _cell(place: Field, sheet: Sheet) -> str:
    row = ">" if place[0] == len(sheet.rows) else place[0]
    return f"@{row}${place[1]}"
