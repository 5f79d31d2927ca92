"""Formulas that authors declare in their documents: a ledger → declared relations, and what is wrong with the rest."""

from __future__ import annotations

from hostdoc.formulas.find import Declared, alone, find, mentions_others, names
from hostdoc.formulas.lookup import Others
from hostdoc.formulas.names import Names

__all__ = ["Declared", "Names", "Others", "alone", "find", "mentions_others", "names"]
