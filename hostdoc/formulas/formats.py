"""What stands behind the `;` of a table formula: how its cells are read and written."""

from __future__ import annotations

import re
from dataclasses import dataclass

from hostdoc.formulas.syntax import FormulaError

_PRINTF = re.compile(r"[^%]*%[-+ 0#]*\d{0,3}(?:\.\d{0,3})?[dfgeEisx](?:[^%]|%%)*")
_FLAG = re.compile(r"([pnfse])(-?\d{1,3})|([ENLTtUFSDRu])")


@dataclass(frozen=True, slots=True)
class Format:
    """`printf`: a format such as `%.2f`, which a tie may have left on either side; `points`: it ends in a percent sign.

    `clock`: cells hold times; `hours`: the result is hours in digits. `empty`: empty cells count, `numbers`: what is no
    number counts as 0. `fraction`: results are written `1:3`.
    """

    printf: bool = False
    points: bool = False
    clock: bool = False
    hours: bool = False
    empty: bool = False
    numbers: bool = False
    fraction: bool = False


PLAIN = Format()


def read_format(text: str) -> Format:
    """`%.2f`, `f2`, `N`, `EN`, `T`; in Markdown also `hm` and `dt`. Raises FormulaError."""
    text = text.strip()
    if not text:
        return PLAIN
    if text in ("hm", "dt"):
        return Format(clock=True)
    if _PRINTF.fullmatch(text):
        return Format(printf=True, points="%%" in text)
    letters, at = set(), 0
    while at < len(text):
        flag = _FLAG.match(text, at)
        if flag is None:
            if _PRINTF.fullmatch(text, at):
                letters.add("%")
                break
            raise FormulaError(f"the format `{text}` is not understood", None, "write ;%.2f, ;f2, ;N, ;E, ;T, ;U or ;t")
        letters.add(flag[3] or "")
        at = flag.end()
    return Format(
        printf="%" in letters,
        points="%" in letters and "%%" in text,
        clock=bool(letters & set("TUt")),
        hours="t" in letters,
        empty="E" in letters,
        numbers="N" in letters,
        fraction="F" in letters,
    )
