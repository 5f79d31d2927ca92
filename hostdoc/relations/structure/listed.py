"""A total in the prose agrees with the list, the table or the milestones it sums; the other half of footing.

What it sums is settled by the layout, the nearest first: the list items before it, the subtotals of its section, the
items below it, a table without a total of its own, entries that carry its label without the word total (`Costs` under
`Total costs`), numbered milestones, or the totals stated before it. A grouping that the digits support is taken; where
none is, only a list that ends in its total, and entries of the same label, are held against it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import chain

from hostdoc.core.arithmetic import estimate
from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge
from hostdoc.core.ledger import Ledger
from hostdoc.core.records import replace
from hostdoc.core.regex import in_any_case, regex
from hostdoc.core.relation import Const, Operation, Ref, Relation
from hostdoc.core.units import TIMES, conflict
from hostdoc.figures.labels import INCOME, LEFT, is_total
from hostdoc.relations.evidence.fits import significant
from hostdoc.relations.evidence.said_behind import of_another_sort
from hostdoc.relations.evidence.slips import slip
from hostdoc.relations.evidence.sums import Claim, Grouping, rough, slipped
from hostdoc.relations.structure.contents import contents, lists_before
from hostdoc.relations.structure.groupings import LABELS, below, groupings, run_before
from hostdoc.relations.structure.named_parts import named_parts
from hostdoc.relations.structure.outline import LONG, Entry, Outline, amount_of, column_of
from hostdoc.relations.structure.sections import Sections
from hostdoc.relations.structure.stated_totals import (
    NEAREST,
    SHORT,
    TELLING,
    amount_like,
    closing_amount,
    ends_in_its_amount,
    heads,
    labelled_line,
    leads,
    own_table,
    priced_heading,
    stated_head,
    stated_totals,
    text_before,
    worked_out,
)

MINUS = Const(Fraction(-1), "−1")
SUPPORT = ("holds", "rounds")
COST_AND_REST = 2  # terms
TAIL = 24  # characters of a label just before its amount
SHORT_SLIP = 3  # digits of a slip by which a sum is told from examples
ALIKE = 2  # headings that agree with the tables below them, so that one more does
ROUGHLY = 0.1  # part by which the end of a range may be rounded
LEAST_COUNTS = 2  # items with how many there are, below a line that says how many in all
_Level = tuple[tuple[str, ...], int]  # the headings above a list, and the depth in it
_WORK = in_any_case(
    r"\b(?:efforts?|work|(?:person|man)[- ]?days|aufwand|personentage|travail|esfuerzo|esforço|lavoro|werk|arbete"
    r"|praca)\b|工数"
)
_PEOPLE = regex(
    r"\s?(?:[^\W\d_]+\s){0,2}(?:users?|clients?|customers?|subscribers?|members?|seats?|accounts?|licen[sc]es?"
    r"|tickets?|guests?|attendees|participants?|sponsors?|patients?|students?|kunden|nutzer|clientes|usuários"
    r"|usuarios|utilisateurs|clienti|utenti|klanten|gebruikers|klientów|użytkowników)\b",
    re.IGNORECASE,
)
_EACH = regex(r"\s[×x@*]\s?[$€£¥₹]?\s?\d|\s(?:at|à|a)\s[$€£¥₹]\s?\d")
# Words by which a total may be of less, or of more, than what is listed: anywhere beside it, and before it.
_UNSURE = in_any_case(
    r"\b(?:without|exclud\w+|excl|includ\w+|except|if|optional(?:ly)?|plus|minus|less|or|and|at least|more than|up to"
    r"|between|around|some|contingency|buffer|reserve|rest|ohne|inkl\w*|exkl\w*|außer|falls|oder|und|mindestens"
    r"|zwischen|puffer|sans|hors|inclus[eo]?s?|sauf|ou|et|au moins|entre|sin|incluid\w*|excepto|y|al menos|sem|exceto"
    r"|pelo menos|senza|esclus\w*|almeno|zonder|bez|albo|lub|oraz|utan)\b"
)
_OTHER = in_any_case(
    r"\b(?:so far|paid|spent|already|previous(?:ly)?|savings?|saved|net|remaining|left|balance|difference|average|avg"
    r"|mean|profit|margin|raised|max(?:imum)?|min(?:imum)?|bisher\w*|bezahlt|ausgegeben|bereits|ersparnis|gespart"
    r"|gewinn|durchschnitt\w*|payé\w*|dépensé\w*|déjà|bénéfice|moyenne|pagad[oa]s?|gastad[oa]s?|ahorro|ganancia"
    r"|promedio|margen|pag[oa]s?|gast[oa]s?|já|lucro|média|margem|pagat[oaie]|spes[oie]|già|risparmio|utile|betaald"
    r"|reeds|besparing|winst|gemiddeld\w*|zapłacon\w*|wydan\w*|zysk|średni\w*)\b|平均|利益|残り"
)
# Words by which a total is what another one was turned into.
_TURNED = regex(
    r"\b(?:reduc|lower|increas|rais|bring|extend|shrink|grow)\w*\b[^.;]{0,80}\bto\b[^.;\d]{0,40}\Z", re.IGNORECASE
)
# A time over which a total may sum what is listed for each month or year of it.
_LASTS = in_any_case(
    r"\b\d{1,2}[\s-]?(?:years?|yrs?|months?|jahre?|monate?|ans|mois|años|anos|meses|anni|mesi|lata|miesięcy)\b"
)
_AND = regex(r"\b(?:and|und|et|y|en|e|i|oraz|och)\b", re.IGNORECASE)


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every total of the prose that sums something."""
    known = Outline(ledger)
    entries = known.all
    sections = Sections(entries)
    seen: list[Figure] = []  # totals stated before
    nodes = _Nodes()
    for index, entry in enumerate(entries):
        if not (entry.figures or entry.grid):
            continue  # it states nothing, as most entries do
        totals = stated_totals(entries, index)
        for stated in totals:
            if relation := _best(known, stated, groupings(known, sections, index, stated, seen), entry.text):
                if amount_like(stated):
                    yield relation
                elif judge(relation).outcome in SUPPORT or _plain_terms(entries, relation):
                    yield replace(relation, unsure=True)
                if stated.label.path and is_total(stated.label.path[-1]):
                    yield from _breakdown(entries, index, stated, relation)
        if not totals and (head := stated_head(entries, index)):
            counted = not amount_like(head)
            claim: Claim = "near" if counted or heads(entries, index) else "slip"
            may_be = chain(below(entries, index, head, claim), contents(known, sections, index, head))
            if leads(entries, index):
                may_be = chain(may_be, lists_before(known, index, head))
            named = _AND.sub("", entry.text) if ends_in_its_amount(entry) else entry.text  # `## Rent and heating: $9`
            relation = _best(known, head, may_be, named)
            if relation is not None and counted:
                relation = replace(relation, unsure=True)
            if entry.depth >= 0:
                items = next(below(entries, index, head, claim), None)
                if (options := _options(entry, head, items, relation)) is None:
                    nodes.add(entry, relation, items, head)
                elif judge(options).outcome in SUPPORT:
                    yield options
            elif relation is not None:
                yield relation
        elif not totals and (closing := closing_amount(entries, index)):
            # of three at least that are worked out, what is earned is the sum: `MRR: $20,500`
            earned = INCOME.search(text_before(entry, closing)) is not None and worked_out(entries, index)
            lists = lists_before(known, index, closing, "near" if earned else "slip")
            relation = _best(known, closing, lists, entry.text)
            certain = earned and relation is not None and len(relation.inputs) > 2
            if relation is not None and significant(closing) >= TELLING and (certain or _holds(relation)):
                yield relation
        if not totals and (counted_by := _heads_counts(entries, index)):
            yield counted_by
        if not totals and (line := labelled_line(entry)):
            parts = [*named_parts(entries, index, line)]
            relation = _best(known, line, chain(parts, run_before(entries, index, line)), entry.text)
            if relation is not None and (judge(relation).outcome == "holds" or any(it.claim for it in parts)):
                yield relation
        if not totals and (priced := priced_heading(entry)) and (table := own_table(entries, index, priced)):
            nodes.add_heading(entry, priced, column_of(table, priced).figures)
        seen += totals or entry.totals
    yield from nodes.claimed()


def _heads_counts(entries: Sequence[Entry], index: int) -> Relation | None:
    """How many people a line says that heads a list of them with their prices: `Growth (200 clients):`, `60 × $5`."""
    entry = entries[index]
    stated = entry.figures[0] if entry.passage and len(entry.figures) == 1 and len(entry.text) <= SHORT else None
    if stated is None or stated.quantity.unit.currency or len(stated.quantity.ends) != 1 or stated.quantity.open:
        return None
    if not _PEOPLE.match(entry.text, stated.span.end - entry.start) and not _PEOPLE.match(
        stated.text.lstrip("0123456789.,")
    ):
        return None
    counts: list[Figure] = []
    for item in entries[index + 1 : index + NEAREST]:
        if item.depth < 0 or item.total:
            break
        first = item.figures[0] if len(item.figures) > 1 else None
        if first is None or item.text[: first.span.start - item.start].strip(" *_") or not _EACH.search(item.text):
            return None
        counts.append(first)
    if len(counts) < LEAST_COUNTS or any(it.quantity.unit.currency or it.quantity.unit.percent for it in counts):
        return None
    workings = Operation("+", tuple(Ref(figure) for figure in counts))
    evidence = f"the words `{' '.join(entry.text.split())[:40]}`"
    return Relation("footing", stated, workings, "inferred", evidence, unsure=True)


class _Nodes:
    """The items that head others: where one is the sum of what it heads, its siblings are, too.

    Where one is far from it, the items below are no more than examples.
    """

    def __init__(self) -> None:
        self.agree: list[Relation] = []
        self.sums: set[_Level] = set()
        self.examples: set[_Level] = set()
        self.near: list[tuple[_Level, Relation]] = []
        self.far: list[tuple[_Level, Relation]] = []
        self.beside: list[tuple[_Level, Relation]] = []  # headings that are far from the table below them
        self.headings: Counter[_Level] = Counter()  # how many of them agree

    def add_heading(self, entry: Entry, head: Figure, column: Sequence[Figure]) -> None:
        """A heading with what the table below it comes to: `### Hosting: ~$40` is no example where others agree."""
        level = (entry.passage.block.path if entry.passage else (), entry.depth)
        grouping = Grouping.of(column)
        if len(column) < 2 or head.quantity.is_range or head.quantity.open or not _adds(head, grouping):
            return
        relation = _footing(head, grouping, entry.text)
        if judge(relation).outcome in SUPPORT:
            self.headings[level] += 1
        else:
            self.beside.append((level, relation))

    def add(self, entry: Entry, found: Relation | None, below: Grouping | None, head: Figure) -> None:
        level = (entry.passage.block.path if entry.passage else (), entry.depth)
        if found is not None and judge(found).outcome in SUPPORT:
            self.agree.append(found)
            self.sums.add(level)
        elif found is not None:
            self.near.append((level, found))
        elif below is not None and below.claim and below.size > 1 and not head.quantity.loose:
            self.far.append((level, _footing(head, below, entry.text)))
            self.examples.add(level)

    def claimed(self) -> Iterator[Relation]:
        yield from self.agree
        for level, it in self.near:
            if level in self.sums or level not in self.examples or slip(it, SHORT_SLIP):
                yield it
        yield from (it for level, it in self.far if level in self.sums)
        yield from (it for level, it in self.beside if self.headings[level] >= ALIKE)


def _holds(relation: Relation) -> bool:
    return judge(relation).outcome == "holds"


def _plain_terms(entries: Sequence[Entry], relation: Relation) -> bool:
    """Whether each term is the one figure of its entry, so that no other one may be meant."""
    alone = {entry.figures[0] for entry in entries if len(entry.figures) == 1}
    return alone.issuperset(relation.inputs)


# -- Which of them it does sum --------------------------------------------------------------------------------------


def _breakdown(entries: Sequence[Entry], index: int, stated: Figure, found: Relation) -> Iterator[Relation]:
    """A second list that makes up a total which is the sum of another: its first part is what the others leave."""
    parts: list[Figure] = []
    sure = True
    for entry in entries[index + 1 : index + NEAREST]:
        if entry.heading or entry.grid or (parts and not entry.figures):
            break
        if entry.total:
            return  # a list of its own
        amount = amount_of(entry, stated)
        if amount and amount not in found.inputs and LABELS.search(entry.text[: amount.span.start - entry.start]):
            parts.append(amount)
            sure = sure and not _OTHER.search(entry.text) and not _UNSURE.search(entry.text)
    if len(parts) > 1 and Grouping.of(parts).near(stated):
        workings = Operation("−", (Ref(stated), *(Ref(part) for part in parts[1:])))
        relation = Relation("difference", parts[0], workings, "inferred", f"the parts of `{stated.text}`")
        if judge(relation).outcome in SUPPORT or slipped(stated, parts) or (len(parts) > 2 and sure):
            yield relation


def _adds(stated: Figure, grouping: Grouping) -> bool:
    return not any(
        conflict(stated.quantity.unit, term.quantity.unit) for part in grouping.parts for term in part.figures
    )


def _footing(stated: Figure, grouping: Grouping, text: str) -> Relation:
    workings = Operation("+", tuple(Ref(term) for part in grouping.parts for term in part.figures))
    unread = tuple(span for part in grouping.parts for span in part.unread)
    if rough(stated, 1) > 0 and all(rough(term, 1) < 0 for part in grouping.parts for term in part.figures):
        workings = Operation("×", (MINUS, workings))
    evidence = f"the words `{' '.join(text.split())[:40]}`"
    return Relation("footing", stated, workings, "inferred", evidence, unread=unread)


def _clearly(stated: Figure, grouping: Grouping) -> bool:
    """Whether one end of a range is off by more than whoever rounds ranges leaves out."""
    ends = (sum(part.low for part in grouping.parts), sum(part.high for part in grouping.parts))
    return any(abs(rough(stated, place) - end) > ROUGHLY * abs(end) for place, end in enumerate(ends))


def _overlapping(relation: Relation) -> bool:
    """Whether parts take longer than the whole: they go on side by side. Hours are work, and add up."""
    stated = relation.stated
    spans = stated.quantity.unit.of in TIMES and stated.quantity.unit.of not in ("hour", "minute", "second")
    return spans and estimate(Ref(stated), 1) < estimate(relation.workings)


def _options(entry: Entry, head: Figure, below: Grouping | None, sum_: Relation | None) -> Relation | None:
    """The span of the items below one that states a range, none of which does: they are choices, and no parts."""
    if below is None or not head.quantity.is_range or entry.total or head.quantity.open:
        return None
    items = below.parts[0].figures
    met = sum_ is not None and judge(sum_).outcome in SUPPORT
    if met or any(item.quantity.is_range or item.quantity.open for item in items):
        return None
    workings = Operation("span", tuple(Ref(item) for item in items))
    return Relation("alternatives", head, workings, "inferred", f"the words `{' '.join(entry.text.split())[:40]}`")


def _says_it_again(stated: Figure, grouping: Grouping) -> bool:
    """Whether one of several terms is what is stated: the total of a scenario beside those of others."""
    values = [rough(term, 1) for part in grouping.parts for term in part.figures]
    return len(values) > 1 and rough(stated, 1) in values and sum(value != 0 for value in values) > 1


def _what_is_left(stated: Figure, grouping: Grouping) -> bool:
    """Whether the terms are a cost and what it leaves of what is stated: that says what is left, and no total."""
    terms = [term for part in grouping.parts for term in part.figures]
    if len(terms) != COST_AND_REST or any(term.span.start < stated.span.start for term in terms):
        return False
    return LEFT.search(terms[-1].label.row[-TAIL:]) is not None and not LEFT.search(stated.label.row[-TAIL:])


def _best(known: Outline, stated: Figure, may_be: Iterable[Grouping], text: str) -> Relation | None:
    """The first grouping that the digits support; behind a firm one only another firm one, else that one.

    Where they support none, the first of those that may be held against a total that comes near, or all but the same.
    """
    firm = meant = None
    before = text[: max(0, text.find(stated.text))]
    certain = not stated.quantity.open and not _OTHER.search(before[-80:])
    lasting = _LASTS.search(before[-80:]) is not None
    turned = _TURNED.search(before[-LONG:]) is not None
    for grouping in may_be:
        near = grouping.near(stated)
        always = grouping.claim == "always" and (near or not lasting)
        if not (near or always) or (firm is not None and not always):
            continue
        if not always and (_says_it_again(stated, grouping) or _what_is_left(stated, grouping)):
            continue
        if not (not grouping.single) < grouping.size <= known.budget or not _adds(stated, grouping):
            continue
        known.budget -= grouping.size
        relation = _footing(stated, grouping, text)
        if near and judge(relation).outcome in SUPPORT and (not stated.quantity.open or grouping.exact(stated)):
            return relation
        if _overlapping(relation) and not _WORK.search(text):
            continue
        if any(of_another_sort(stated, term) for term in relation.inputs):
            continue
        if always and not grouping.roughly(stated):
            relation = replace(relation, unsure=True)  # so far off that something else may be meant
        firm = firm or (relation if always and certain and not turned else None)
        # `$1M` may round to what is near a hundred thousand: what is held against it has to come to something like it
        close = grouping.claim == "near" and not turned and grouping.roughly(stated)
        slips = grouping.claim != "" and (grouping.claim == "slip" or turned) and slipped(stated, relation.inputs)
        if close or slips:
            opened = any(term.quantity.open for term in relation.inputs)
            ranges = any(term.quantity.is_range for term in relation.inputs)
            if (
                certain
                and near
                and not opened
                and (not ranges or (stated.quantity.is_range and _clearly(stated, grouping)))
                and not _UNSURE.search(text)
            ):
                meant = meant or (replace(relation, unsure=True) if ranges else relation)
    return firm or meant
