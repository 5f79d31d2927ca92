"""Arithmetic that is set like code: `800 hours * $120/hour = $96,000` is prose, `total = 3 * 4` is not."""

from __future__ import annotations

from hostdoc.core.regex import regex

LONGEST = 160  # characters of a span that is looked at
_EQUALS = regex(r"\s[=≈]\s")
_SIGN = regex(r"\s[+*×·÷/x−–-]\s")
_TERM = regex(
    r"[(\[]*[~≈]?[-−]?(?:[$€£¥₹]|[A-Z]{3} )?\d[\d.,']*\s?(?:[%€£]|[kKMB]\b)?"
    r"(?P<words>(?:[ /](?:[^\W\d_][\w-]*|[(][^\W\d_]+[)])){0,4})[)\]]*"
)
_UNIT = regex(r"[$€£¥₹%]|[^\W\d_]{3}")


def worked(code: str) -> bool:
    """Whether a span of code is amounts joined by signs, with what they come to; one of them says what it counts."""
    if len(code) > LONGEST or "=" not in code:
        return False
    sides = [side.strip() for side in _EQUALS.split(code)]
    if len(sides) > 2 and not _TERM.fullmatch(sides[0]):
        del sides[0]  # the name of what is computed
    *left, result = sides
    terms = [term for side in left for term in _SIGN.split(side)]
    signed = any(_SIGN.search(side) for side in left)
    return signed and all(map(_TERM.fullmatch, (*terms, result))) and _UNIT.search(result + " ".join(terms)) is not None
