"""Formulas that lead back to where they began: none of them says anything, so none is judged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hostdoc.core.diagnostic import Diagnostic
from hostdoc.core.figure import Figure
from hostdoc.core.relation import Relation
from hostdoc.formulas.names import Names

MOST_STEPS = 12  # of a circle that a message names


def without_cycles(relations: Sequence[Relation], names: Names) -> tuple[list[Relation], list[Diagnostic]]:
    """The relations that are in no cycle, and a diagnostic for each cycle with its path."""
    follows: dict[Figure, list[Figure]] = {}
    for relation in relations:
        if relation.comparison == "=":
            follows.setdefault(relation.stated, []).extend(relation.inputs)
    by_stated = {relation.stated: relation.evidence for relation in relations}
    problems: list[Diagnostic] = []
    caught: set[Figure] = set()
    said: set[frozenset[str]] = set()
    for path in _cycles(follows):
        caught.update(path)
        which = frozenset(by_stated[figure] for figure in path)
        if which not in said:  # a formula for a column is in a circle in every row
            said.add(which)
            problems.append(_problem(path, names))
    kept = [relation for relation in relations if relation.comparison != "=" or relation.stated not in caught]
    return kept, problems


def _problem(path: Sequence[Figure], names: Names) -> Diagnostic:
    steps = [_named(figure, names) for figure in (*path[:MOST_STEPS], path[0])]
    if len(path) > MOST_STEPS:
        steps.insert(MOST_STEPS, "…")
    message = f"formulas in a circle: {' → '.join(steps)}"
    remedy = "take one of the formulas out, or let it use other figures"
    return Diagnostic("formula-cycle", "error", message, path[0].span, remedy)


def _named(figure: Figure, names: Names) -> str:
    name = names.of(figure)
    return f"${name}" if name else f"`{figure.text}` (line {figure.span.first.line})"


def _cycles(follows: dict[Figure, list[Figure]]) -> Iterator[tuple[Figure, ...]]:
    """Paths that lead back to where they began, each through a figure that is in none before; without recursion."""
    done: set[Figure] = set()
    caught: set[Figure] = set()
    for start in follows:
        path: dict[Figure, Iterator[Figure]] = {} if start in done else {start: iter(follows[start])}
        while path:
            figure, rest = next(reversed(path.items()))
            following = next((it for it in rest if it in follows and it not in done), None)
            if following is None:
                del path[figure]
                done.add(figure)
            elif following in path:
                if following not in caught or figure not in caught:
                    steps = list(path)
                    circle = tuple(steps[steps.index(following) :])
                    caught.update(circle)
                    yield circle
            else:
                path[following] = iter(follows[following])
