"""Formulas that lead back to where they began: none of them says anything, so none is judged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hostdoc.core.diagnostic import Diagnostic
from hostdoc.core.figure import Figure
from hostdoc.core.relation import Relation
from hostdoc.formulas.names import Names


def without_cycles(relations: Sequence[Relation], names: Names) -> tuple[list[Relation], list[Diagnostic]]:
    """The relations that are in no cycle, and a diagnostic for each cycle with its path."""
    follows: dict[Figure, list[Figure]] = {}
    for relation in relations:
        if relation.comparison == "=":
            follows.setdefault(relation.stated, []).extend(relation.inputs)
    problems: list[Diagnostic] = []
    caught: set[Figure] = set()
    for path in _cycles(follows):
        caught.update(path)
        said = " → ".join(_named(figure, names) for figure in (*path, path[0]))
        remedy = "take one of the formulas out, or let it use other figures"
        problems.append(Diagnostic("formula-cycle", "error", f"formulas in a circle: {said}", path[0].span, remedy))
    kept = [relation for relation in relations if relation.comparison != "=" or relation.stated not in caught]
    return kept, problems


def _named(figure: Figure, names: Names) -> str:
    name = names.of(figure)
    return f"${name}" if name else f"`{figure.text}` (line {figure.span.first.line})"


def _cycles(follows: dict[Figure, list[Figure]]) -> Iterator[tuple[Figure, ...]]:
    """The paths that lead back to where they began; depth first, without recursion."""
    done: set[Figure] = set()
    for start in follows:
        path: dict[Figure, Iterator[Figure]] = {} if start in done else {start: iter(follows[start])}
        while path:
            figure, rest = next(reversed(path.items()))
            following = next((it for it in rest if it in follows and it not in done), None)
            if following is None:
                del path[figure]
                done.add(figure)
            elif following in path:
                steps = list(path)
                yield tuple(steps[steps.index(following) :])
            else:
                path[following] = iter(follows[following])
