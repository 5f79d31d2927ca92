"""What became of documents: figures as they were and as they are, what follows from that, which verdicts are others."""

from __future__ import annotations

from fractions import Fraction

from hostdoc.core.figure import Figure
from hostdoc.core.quantity import Quantity
from hostdoc.core.records import dataclass
from hostdoc.core.relation import Verdict
from hostdoc.core.result import Check


@dataclass(frozen=True, slots=True)
class Difference:
    """How much more the low and the high end are, in the unit of the figure, and as parts of what they were."""

    low: Fraction
    high: Fraction
    low_part: Fraction | None
    high_part: Fraction | None


@dataclass(frozen=True, slots=True)
class Change:
    """A figure as it was and as it is. It was added where it was not, removed where it is not."""

    before: Figure | None
    after: Figure | None

    @property
    def figure(self) -> Figure:
        """As it is, else as it was."""
        figure = self.after or self.before
        assert figure is not None
        return figure

    @property
    def difference(self) -> Difference | None:
        """None where it was added or removed, has no such end, or counts something else now."""
        if self.before is None or self.after is None:
            return None
        return difference(self.before.quantity, self.after.quantity)


@dataclass(frozen=True, slots=True)
class Behind:
    """A figure that did not follow: what it is computed from changed, and it comes to something else now.

    `verdict` takes its inputs as what they come to. `check` is the drift that the document has there, if it has one:
    where an input did not follow either, the two may agree with each other.
    """

    change: Change
    verdict: Verdict
    check: Check | None


@dataclass(frozen=True, slots=True)
class Unchecked:
    """A figure that was checked and is no more. `verdict` is what the relation that it was in would say now."""

    change: Change
    check: Check
    verdict: Verdict | None


@dataclass(frozen=True, slots=True)
class Total:
    """A total that sums a document up; `verdict` is what it comes to, where it drifts or is behind."""

    change: Change
    verdict: Verdict | None


@dataclass(frozen=True, slots=True)
class Compared:
    """What became of one document. `was` is its former path: None of a new one; `path` is None of one that is gone.

    `drifting` are the drifts that were none and that no change of an input explains; `mended` are the drifts that were,
    each with what is said there now.
    """

    path: str | None
    was: str | None
    changes: tuple[Change, ...] = ()
    behind: tuple[Behind, ...] = ()
    followed: tuple[Change, ...] = ()
    drifting: tuple[Check, ...] = ()
    mended: tuple[tuple[Check, Check], ...] = ()
    unchecked: tuple[Unchecked, ...] = ()
    totals: tuple[Total, ...] = ()

    @property
    def name(self) -> str:
        return self.path or self.was or ""

    @property
    def whole(self) -> bool:
        """Whether it is new or gone, with all its figures."""
        return self.path is None or self.was is None

    @property
    def differs(self) -> bool:
        """Whether there is anything to say of it."""
        said = (self.changes, self.behind, self.followed, self.drifting, self.mended, self.unchecked)
        return any(said) or self.whole


@dataclass(frozen=True, slots=True)
class Comparison:
    """Every document before or after, in the order of their paths; `new` are the drifts that were none."""

    documents: tuple[Compared, ...]
    new: tuple[Check, ...]

    @property
    def differing(self) -> tuple[Compared, ...]:
        return tuple(it for it in self.documents if it.differs)


def difference(one: Quantity, other: Quantity) -> Difference | None:
    """How much more the second amount is; None where they do not have the same ends or count different things."""
    if one.unit.of != other.unit.of or one.word or other.word:
        return None
    if one.unit.per and other.unit.per and one.unit.per != other.unit.per:
        return None
    if one.low is None or one.high is None or other.low is None or other.high is None:
        return None
    low, low_part = _more(Fraction(one.low.value), Fraction(other.low.value))
    high, high_part = _more(Fraction(one.high.value), Fraction(other.high.value))
    return Difference(low, high, low_part, high_part)


def _more(one: Fraction, other: Fraction) -> tuple[Fraction, Fraction | None]:
    return other - one, (other - one) / abs(one) if one else None


def alike(one: Figure, other: Figure) -> bool:
    """Whether two figures state the same; `$1,000` and `$1000` do."""
    if one.text == other.text:
        return True
    mine, its = one.quantity, other.quantity
    if mine.word or its.word or mine.open != its.open or mine.unit.of != its.unit.of:
        return False
    return [end.value for end in mine.ends] == [end.value for end in its.ends]
