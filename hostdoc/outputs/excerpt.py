"""The line a span stands in, and carets exactly under the span."""

from __future__ import annotations

from hostdoc.core.span import Span
from hostdoc.outputs.view import View
from hostdoc.outputs.visible import visible, width

LEAD = 3  # a line that is cut shows this part of its width before the caret, one in three


def excerpt(span: Span, view: View) -> tuple[str, str]:
    """The source line as shown and the line of carets below it; of a span over several lines, the first.

    A line longer than the view is cut around the span, with `…` where it was cut.
    """
    first, last = span.first, span.last
    line = span.source.line(first.line)
    start = first.column - 1
    end = last.column - 1 if last.line == first.line else len(line)
    left, right = _window(line, start, end, view)
    before = visible("…", view.encoding) if left else ""
    after = visible("…", view.encoding) if right < len(line) else ""
    lead = before + visible(line[left:start], view.encoding)
    inside = visible(line[start : min(end, right)], view.encoding)
    text = lead + inside + visible(line[min(end, right) : right], view.encoding) + after
    return text, " " * width(lead) + "^" * max(1, width(inside))


def _window(line: str, start: int, end: int, view: View) -> tuple[int, int]:
    """The part of the line to show: all of it if it fits, else as much as fits around the span."""
    if len(line) <= view.width and width(visible(line, view.encoding)) <= view.width:
        return 0, len(line)
    room = view.width - 2 * _wide("…", view)
    left, used = start, 0
    while left > 0 and (used := used + _wide(line[left - 1], view)) <= room // LEAD:
        left -= 1
    used = sum(_wide(character, view) for character in line[left:start])
    right = start
    while right < len(line) and (used := used + _wide(line[right], view)) <= room:
        right += 1
    return left, max(right, min(end, start + 1))


def _wide(character: str, view: View) -> int:
    return width(visible(character, view.encoding))
