"""Formulas that authors declare in their documents: a ledger → declared relations, and what is wrong with the rest.

Few documents declare anything, so the rooms behind this door are opened only where one does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from hostdoc.core.diagnostic import Diagnostic
from hostdoc.core.ledger import Ledger
from hostdoc.core.records import dataclass
from hostdoc.core.regex import regex
from hostdoc.core.relation import Relation
from hostdoc.formulas.declarations import declarations

if TYPE_CHECKING:
    from hostdoc.formulas.names import Names

Others = Callable[[str], "Sequence[Names]"]
"""The names of the other documents of a run that a stem or path names."""

_FOREIGN = regex(r'\$(?:"[^"\n]{1,300}"|\w[\w.-]{0,100}):[^\W\d]')


@dataclass(frozen=True, slots=True)
class Declared:
    """The relations that a document declares, and what is wrong with declarations."""

    relations: tuple[Relation, ...] = ()
    problems: tuple[Diagnostic, ...] = ()


def alone(_: str) -> Sequence[Names]:
    """A document by itself: no other can be named."""
    return ()


def mentions_others(text: str) -> bool:
    """Whether a text may name figures of other documents, so that its audit depends on them, too."""
    return _FOREIGN.search(text) is not None


def find(ledger: Ledger, others: Others = alone) -> Declared:
    """Every declared relation, and every declaration that does not count."""
    said = tuple(declarations(ledger.document))
    if not said:
        return Declared()
    from hostdoc.formulas.declared import relations  # only where something is declared: it costs start-up time

    return Declared(*relations(ledger, said, others))


def names_in(ledger: Ledger) -> Names:
    """Every name of a document: those that its author gives, and those that labels make."""
    from hostdoc.formulas.declared import names_in  # only where another document asks: it costs start-up time

    return names_in(ledger)
