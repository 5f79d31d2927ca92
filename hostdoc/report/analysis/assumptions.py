"""What the documents take as given: every assumption with its value, where it is stated, and what uses it."""

from __future__ import annotations

from collections import defaultdict

from hostdoc.core.figure import Figure
from hostdoc.core.records import dataclass
from hostdoc.core.result import AuditedDocument, Check
from hostdoc.report.analysis.ages import age
from hostdoc.report.analysis.finding import title_with_section
from hostdoc.report.analysis.site import Place, Site, name_of
from hostdoc.report.notes import verdict_name, worst
from hostdoc.report.saying import say
from hostdoc.report.what_if import names_of


@dataclass(frozen=True, slots=True)
class Use:
    """A figure that is worked out from an assumption, with the verdict on it."""

    title: str
    verdict: str
    place: Place


@dataclass(frozen=True, slots=True)
class Entry:
    """An assumption. `date` is that of its document, as stated; `age` how long ago it was."""

    name: str  # as in scenarios
    label: str
    words: str
    low: float | None
    unit: str
    approximate: bool
    document: str
    place: Place
    uses: tuple[Use, ...]
    date: str
    age: str

    @property
    def used(self) -> str:
        return "used" if self.uses else "unused"

    @property
    def told_unit(self) -> str:
        """The unit, where the words do not say it."""
        return "" if any(letter.isalpha() or letter == "%" for letter in self.words) else self.unit


@dataclass(frozen=True, slots=True)
class Register:
    """What the template shows, and the values that the entries can be narrowed down by."""

    entries: tuple[Entry, ...]
    documents: tuple[str, ...]

    @property
    def used(self) -> int:
        return sum(bool(entry.uses) for entry in self.entries)

    @property
    def undated(self) -> tuple[str, ...]:
        """The documents that state no date: nobody can tell how old their assumptions are."""
        return tuple(dict.fromkeys(entry.document for entry in self.entries if not entry.date))

    @property
    def no_date(self) -> str:
        """What is said of those."""
        names = ", ".join(self.undated)
        if len(self.undated) == 1:
            return say("No date is stated in {document}; how old its assumptions are, nobody can tell.", document=names)
        return say("No date is stated in {documents}; how old their assumptions are, nobody can tell.", documents=names)


def view(site: Site) -> Register | None:
    """The register, those that something follows from first; None where no document states an assumption."""
    found = tuple(entry for audited in site.documents for entry in entries(site, audited))
    documents = tuple(dict.fromkeys(entry.document for entry in found))
    return Register(tuple(sorted(found, key=lambda entry: not entry.uses)), documents) if found else None


def entries(site: Site, audited: AuditedDocument) -> list[Entry]:
    """The assumptions of a document, in the order of the text: what is a result of other figures is not given."""
    uses, results = _uses(audited), _results(audited)
    name = names_of(audited)
    found = []
    for assumption in audited.ledger.assumptions:
        figure = assumption.figure
        if figure in results:
            continue
        quantity = figure.quantity
        found.append(
            Entry(
                name=name(figure),
                label=site.called(figure),
                words=figure.text,
                low=float(quantity.ends[0].value) if quantity.ends else None,
                unit=str(quantity.unit),
                approximate=quantity.approximate,
                document=name_of(audited),
                place=site.place(figure),
                uses=tuple(_use(site, stated, checks) for stated, checks in uses[figure].items()),
                date=audited.document.date,
                age=age(audited.document.date, site.today),
            )
        )
    return found


def _uses(audited: AuditedDocument) -> dict[Figure, dict[Figure, list[Check]]]:
    """For each figure those that are worked out from it, in any document, with the checks that do."""
    found: dict[Figure, dict[Figure, list[Check]]] = defaultdict(dict)
    for check in (*audited.checks, *audited.elsewhere):
        relation = check.verdict.relation
        for figure in relation.inputs:
            found[figure].setdefault(relation.stated, []).append(check)
    return found


def _results(audited: AuditedDocument) -> set[Figure]:
    relations = (check.verdict.relation for check in audited.checks)
    return {relation.stated for relation in relations if relation.comparison == "="}


def _use(site: Site, stated: Figure, checks: list[Check]) -> Use:
    return Use(title_with_section(site, stated), worst(map(verdict_name, checks)), site.place(stated))
