"""Which figures are assumptions, and what each is called: `Spot price: ~$0.23/hr` → `spot_price`."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from hostdoc.core.document import Document
from hostdoc.core.figure import Figure
from hostdoc.core.ledger import Assumption, Grid, Passage
from hostdoc.core.regex import regex
from hostdoc.core.units import SIZES, TIMES, Unit
from hostdoc.figures.context import LONGEST, sentence_around

MOST = 4  # words in a name made of a row and its column
TELLING = 2  # words of a clause in a name: what it is about, or what stands right before the figure
_LABELLED = regex(r"\A\W*([^.:;!?]{1,60}?)\W*:\W*\Z")
_CLAUSE = regex(r"[,;:()—–=+×]|\s-{1,2}\s|\s{3,}")  # figures that stand before are blanked
_BEHIND = regex(r"[ *_]{0,3}(?:\()?(?:(?:of|for|in) )?(?:(?:the|a|an|its|our|each) )?([^\W\d_][\w-]*)")
_WORD = regex(r"[^\W\d_][\w-]*")
_NO_NAME = regex(r"\W+")
_FUNCTION = frozenset(  # words, to be read as a text
    """
    a an the of for in on at to and or with by per via as from about around roughly approximately under below over
    above up than less more only just plus least most it its this that these those there here each every all any both
    some such other another same own which who whose what when where while whenever since because though although if
    then so also still even now once already not no nor but yet you your we our us they them their he she his her i my
    is are was were be been being am do does did has have had having will would can could should may might must shall
    mo month months monthly yr year years yearly hr hour hours vs one two three within something nothing anything
    """.split()  # noqa: SIM905
)
_VERBS = frozenset(
    """
    cost costs costing come comes came get gets got give gives gave go goes went hold holds keep keeps leave leaves
    make makes made mean means need needs pay pays paid put puts run runs start starts take takes took use uses used
    buy buys bring brings brought carry carries cover covers add adds include includes become becomes reach reaches
    let lets sell sells sold spend spends work works everything
    """.split()  # noqa: SIM905
)


def assumptions(document: Document, grids: tuple[Grid, ...], passages: tuple[Passage, ...]) -> tuple[Assumption, ...]:
    """Every figure outside the amount cells of tables, named, in the order of the text.

    Where figures would share a name, the later ones take a longer one that their words give, else a number from the
    second on (`price_2`).
    """
    named: list[tuple[tuple[str, ...], Figure, bool]] = []
    for passage in passages:
        text = document.plain[passage.span.start : passage.span.end]
        blanked = _blanked(text, passage.span.start, passage.figures)
        for figure in passage.figures:
            start, end = figure.span.start - passage.span.start, figure.span.end - passage.span.start
            first = max(0, start - LONGEST)
            alone = blanked[first:start] + text[start:end] + blanked[end : end + LONGEST]
            sentence = sentence_around(alone, start - first, end - first)
            at = sentence.find(figure.text)
            label = _labelled(sentence[:at])
            names = (label,) if label else tuple(_in_prose(sentence, at, figure, passage.block.path))
            named.append((names, figure, bool(label)))
    for grid in grids:
        heads = ((column.header, figure) for column in grid.columns for figure in column.figures)
        named += [((_slug(header, figure),), figure, True) for header, figure in heads]
        for row in grid.rows:
            for index, cell in enumerate(row):
                for figure in cell.figures:
                    if figure is not cell.amount:
                        label = f"{row[0].words} {grid.columns[index].header}"
                        named.append(((_slug(label, figure),), figure, True))
    named.sort(key=lambda entry: (entry[1].span.start, entry[1].span.end))
    taken: dict[str, int] = {}
    found = []
    for names, figure, labelled in named:
        name = next((name for name in names if name not in taken), names[0])
        taken[name] = taken.get(name, 0) + 1
        found.append(Assumption(f"{name}_{taken[name]}" if taken[name] > 1 else name, figure, labelled))
    return tuple(found)


def _labelled(before: str) -> str:
    """The name that a label gives, if all that stands before a figure is one: `Spot price:`."""
    label = _LABELLED.match(before) if ":" in before else None
    return slug(label[1]) if label else ""


def _in_prose(sentence: str, at: int, figure: Figure, path: tuple[str, ...]) -> Iterator[str]:
    """Names by the words of a sentence around the figure that begins `at` there, the best one first.

    That is what is counted (`~80 instances`) or measured (`4 GB RAM`); else what its clause is about. The digits of
    other figures are blanked, so that no name is made of them. Where the clause tells nothing, the sentence or the
    heading does.
    """
    before, after = sentence[:at], " ".join(sentence[at + len(figure.text) :].split())  # comments leave blanks
    clause = _CLAUSE.split(before.rstrip(" *_(~≈"))[-1]
    about, noun = _telling(clause), _noun(figure, after)
    if noun and _measures(figure.quantity.unit):
        yield slug(" ".join(noun))
    subject = about if len(about) <= TELLING else about[:TELLING]
    if not about and not noun:
        subject = _telling(before)[-TELLING:]
    if name := slug(" ".join((*subject, *noun))):
        yield name
    if name := slug(" ".join((*about[-TELLING:], *noun))):
        yield name
    if about:
        yield slug(" ".join((*_telling(clause, _FUNCTION)[-TELLING:], *noun)))
    heading = slug(" ".join(_telling(" ".join(path[-1:]))[:MOST]))
    yield slug(" ".join((heading, *noun))) or "figure"


def _noun(figure: Figure, after: str) -> list[str]:
    """What is counted, as the figure itself says, or the word right behind an amount, a size or a percentage."""
    unit = figure.quantity.unit
    if _counts(unit):
        return [word for word in _telling(figure.text) if len(word) > 1 and word.isalpha()][-2:]  # without `K-20K`
    behind = _BEHIND.match(after)
    return _telling(behind[1]) if behind else []


def _measures(unit: Unit) -> bool:
    return _counts(unit) or unit.of in SIZES


def _counts(unit: Unit) -> bool:
    """Whether it counts things: users, instances."""
    return bool(unit.of) and unit.of not in SIZES and unit.of not in TIMES and not unit.currency and unit.of not in "%x"


def _blanked(text: str, offset: int, figures: tuple[Figure, ...]) -> str:
    """The text of a passage with its figures blanked, as long as before."""
    parts, place = list[str](), 0
    for figure in figures:
        start, end = figure.span.start - offset, figure.span.end - offset
        parts += [text[place:start], " " * (end - start)]
        place = end
    return "".join((*parts, text[place:]))


def _telling(text: str, without: frozenset[str] = _FUNCTION | _VERBS) -> list[str]:
    return [word for word in _WORD.findall(text) if word.lower() not in without]


def _slug(label: str, figure: Figure) -> str:
    return slug(" ".join(_telling(label.replace(figure.text, " "))[:MOST])) or "figure"


def slug(words: str) -> str:
    """Words as a name: NFC, lower case, any other run of characters one underscore, a letter or `_` first."""
    name = _NO_NAME.sub("_", unicodedata.normalize("NFC", words).lower()).strip("_")
    return f"_{name}" if name[:1].isdigit() else name
