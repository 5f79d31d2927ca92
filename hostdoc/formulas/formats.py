"""What stands behind the `;` of a table formula: how its cells are read and written."""

from __future__ import annotations

from hostdoc.core.records import dataclass, replace
from hostdoc.core.regex import regex
from hostdoc.formulas.syntax import FormulaError

_PRINTF = regex(r"[^%]*%[-+ 0#]*\d{0,3}(?:\.\d{0,3})?[dfgeEisx](?:[^%]|%%)*")
_WHOLE = regex(r"%[-+ 0#]*\d{0,3}[di]")
_FLAG = regex(r"([pnfse])(-?\d{1,3})|([ENLTtUFSDRu])")


@dataclass(frozen=True, slots=True)
class Format:
    """`printf`: a format such as `%.2f`, which a tie may have left on either side; `whole`: one such
    as `%d`, which drops the decimals; `points`: it ends in a percent sign.

    `clock`: cells hold times; `hours`: the result is hours in digits. `empty`: empty cells count, `numbers`: what is no
    number counts as 0. `fraction`: results are written `1:3`.
    """

    printf: bool = False
    whole: bool = False
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
        return _printf(text)
    letters, at, printf = set(), 0, PLAIN
    while at < len(text):
        flag = _FLAG.match(text, at)
        if flag is None:
            if _PRINTF.fullmatch(text, at):
                printf = _printf(text[at:])
                break
            raise FormulaError(f"the format `{text}` is not understood", None, "write ;%.2f, ;f2, ;N, ;E, ;T, ;U or ;t")
        letters.add(flag[3] or "")
        at = flag.end()
    return replace(
        printf,
        clock=bool(letters & set("TUt")),
        hours="t" in letters,
        empty="E" in letters,
        numbers="N" in letters,
        fraction="F" in letters,
    )


def _printf(text: str) -> Format:
    return Format(printf=True, whole=_WHOLE.search(text) is not None, points="%%" in text)
