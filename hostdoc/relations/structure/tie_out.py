"""The same thing stated twice agrees.

Checked, and reported where it differs: a summary table against the totals of the sections its rows name; an amount in a
heading against the row of the table that the heading names; an amount that another table or a list states for such a
row; a `total` in a section against the amount in its heading; two tables that price the same scale of use; the total
that the opening of a document states against its table; rows against the paragraphs that begin with their names;
amounts that two lists call by the same name; columns that an overview gathers from tables whose rows are called the
same; what is said below a table to be its total; an amount of a row at a time (`revenue grows from $280K in 2026`)
against the cell; an amount that goes by the name of a section further on, and of a row in it, against that (`Pro
margin` of `### Pro`).
Checked, and said only where it agrees: an amount in the prose that is stated elsewhere about the same words. Where such
a sentence differs, it may well speak of something else.

Example: `### Fly.io -- ~$7-8/mo` over a row `Fly.io | ~$6/mo` drifts.

Wrong when two places price the same provider for different work.
"""

from __future__ import annotations

from collections.abc import Iterator

from hostdoc.core.ledger import Ledger
from hostdoc.core.relation import Relation
from hostdoc.figures.context import contexts, in_blocks
from hostdoc.relations.evidence.ties import alike
from hostdoc.relations.prose.dated_cells import dated_cells
from hostdoc.relations.structure.called_by_section import called_by_section
from hostdoc.relations.structure.claimed_totals import claimed_totals
from hostdoc.relations.structure.gathered_columns import gathered_columns
from hostdoc.relations.structure.labelled_rows import labelled_rows
from hostdoc.relations.structure.named_again import named_again
from hostdoc.relations.structure.named_rows import named_cells, named_rows
from hostdoc.relations.structure.opening import openings
from hostdoc.relations.structure.restated import restated
from hostdoc.relations.structure.restated_amounts import restated_amounts
from hostdoc.relations.structure.section_claims import section_totals, staged_totals
from hostdoc.relations.structure.section_summaries import section_summaries
from hostdoc.relations.structure.summary_rows import summary_rows
from hostdoc.relations.tables.user_scales import user_scales


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every restatement, the ones with the strongest evidence first."""
    places = contexts(ledger)
    rows = [*filter(alike, section_summaries(ledger)), *labelled_rows(ledger), *named_again(ledger)]
    rows += gathered_columns(ledger)
    rows += [*claimed_totals(ledger, places), *dated_cells(ledger)]
    said = {frozenset((relation.stated, *relation.inputs)) for relation in rows}
    yield from filter(alike, summary_rows(ledger))
    yield from filter(alike, named_cells(ledger))
    yield from filter(alike, named_rows(ledger, places))
    yield from filter(alike, called_by_section(ledger))
    yield from staged_totals(ledger, places)
    yield from section_totals(ledger, places)
    yield from user_scales(ledger)
    yield from rows
    yield from openings(ledger, places)
    anywhere = sorted((*places, *in_blocks(ledger)), key=lambda place: place.figure.span.start)
    again = [r for r in restated(anywhere) if frozenset((r.stated, *r.inputs)) not in said]
    yield from again
    stated = {relation.stated for relation in again}
    pairs = said | {frozenset((r.stated, *r.inputs)) for r in again}
    for relation in restated_amounts(ledger, places):
        pair = frozenset((relation.stated, *relation.inputs))
        if relation.stated not in stated and pair not in pairs:
            pairs.add(pair)
            yield relation
