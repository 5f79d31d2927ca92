"""Why a line is checked or not, for people at a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from hostdoc.core.quantity import Quantity, plain
from hostdoc.core.result import Check
from hostdoc.outputs.excerpt import excerpt
from hostdoc.outputs.view import View
from hostdoc.outputs.visible import visible
from hostdoc.reasons import Left, Reading, Reasons
from hostdoc.wording import recalculated, workings

MOST = 12  # of one figure's uses and of the candidates left, told one by one


def render(found: Reasons, view: View) -> str:
    """Each figure of the line with what was read, the checks it is in, and what was found and left; other digits."""
    show = partial(visible, encoding=view.encoding)
    source = found.document.source
    lines = [f"{source.path}:{found.line}"]
    for reading in found.readings:
        lines += ["", *_marked(reading, view), *_reading(reading)]
    if not found.readings:
        lines += ["", source.line(found.line).strip()[: view.width], "no figure was read on this line"]
    if found.no_amounts:
        lines.append("")
    for other in found.no_amounts:
        lines.append(f"no amount: {other.span.text}  {other.reason}")
    return "".join(f"{show(line)}\n" for line in lines)


def _marked(reading: Reading, view: View) -> tuple[str, str]:
    line, carets = excerpt(reading.figure.span, view)
    return f"   | {line}".rstrip(), f"   | {carets}"


def _reading(reading: Reading) -> Iterator[str]:
    figure = reading.figure
    line, column = figure.span.first
    yield f"{figure.text}  at {line}:{column}"
    yield f"  read as  {amount(figure.quantity)}"
    if str(figure.label):
        yield f"  label    {figure.label}"
    if reading.name:
        yield f"  name     {reading.name}"
    for check in reading.stated:
        yield from _stated(check)
    for check in reading.used[:MOST]:
        yield f"  {_name(check)}  uses it: {_where(check)}"
    if len(reading.used) > MOST:
        yield f"  and {len(reading.used) - MOST} checks more use it"
    for left in reading.left[:MOST]:
        yield _left(left)
    if len(reading.left) > MOST:
        yield f"  and {len(reading.left) - MOST} candidates more were left"
    if not reading.stated:
        yield from _unchecked(reading)


def _unchecked(reading: Reading) -> Iterator[str]:
    if reading.looks:
        yield f"  nothing recalculates it, though {reading.looks}"
    elif not reading.used and not reading.left:
        yield "  in no check: no relation to other figures was found"
    elif not reading.used:
        yield "  in no check"


def _stated(check: Check) -> Iterator[str]:
    yield f"  {_name(check)}  {check.message}"
    for note in check.notes:
        yield f"    {note}"
    if check.waiver:
        accepted = "accepted" if check.waived else f"accepted until {check.waiver.until}"
        yield f"    {accepted}: {check.waiver.reason}"


def _name(check: Check) -> str:
    return f"{check.outcome}[{check.verdict.relation.kind}]"


def _where(check: Check) -> str:
    stated = check.verdict.relation.stated
    line, column = stated.span.first
    label = f" ({stated.label})" if str(stated.label) else ""
    return f"{stated.text} at {line}:{column}{label}"


def _left(left: Left) -> str:
    verdict = left.verdict
    relation, result = verdict.relation, verdict.recalculated
    gives = f" gives {recalculated(result, relation.stated)}, {verdict.outcome}" if result else ", undecided"
    lines = sorted({figure.span.first.line for figure in relation.inputs})
    ends = dict.fromkeys((*lines[:1], *lines[-1:]))
    place = f" ({'lines' if len(ends) > 1 else 'line'} {'–'.join(map(str, ends))})" if lines else ""
    return f"  left[{relation.kind}]  {workings(relation.workings)}{place}{gives}: {left.reason}"


def amount(quantity: Quantity) -> str:
    """What was read, in words: `5 to 35, USD/month, approximate`."""
    low, high = quantity.low, quantity.high
    if low and high:
        ends = plain(low.value) if low is high else f"{plain(low.value)} to {plain(high.value)}"
    else:
        only = low or high
        assert only is not None
        ends = f"{'at least' if low else 'at most'} {plain(only.value)}"
    said = [f"{ends} and {'above' if quantity.open == 'high' else 'below'}" if low and high and quantity.open else ends]
    said.append(str(quantity.unit) or "no unit")
    said += ["approximate"] if quantity.approximate else []
    said += ["a word that stands for a figure"] if quantity.word else []
    return ", ".join(said)
