"""What an upgrade may add: each kind carries the version since which it is inferred, and arrives as a warning first."""

from __future__ import annotations

import re

from hostdoc.core.relation import SINCE, Relation
from hostdoc.version import __version__

FIRST = (0, 1)  # before it there was nothing that an upgrade could have changed
Minor = tuple[int, int]


def minor(version: str) -> Minor:
    """`0.3` of `0.3`, `0.3.2` and `0.3.0rc1`. Raises ValueError."""
    match = re.match(r"(\d{1,4})\.(\d{1,4})(?![\d])", version)
    if match is None:
        raise ValueError(version)
    return int(match[1]), int(match[2])


def since(relation: Relation) -> Minor:
    """The version since which a relation is inferred: that of its kind, or of what finds it, if that is later."""
    return max(minor(SINCE[relation.kind]), minor(relation.since or SINCE[relation.kind]))


def is_new(relation: Relation, rules: str) -> bool:
    """Whether a relation is inferred only since a version later than the one a project keeps to."""
    return since(relation) > minor(rules)


def arrives(relation: Relation, version: str = __version__) -> bool:
    """Whether it came with this minor version, so that it is no error yet, unless the project says that it is."""
    return minor(version) == since(relation) > FIRST


def written(version: Minor) -> str:
    return ".".join(map(str, version))
