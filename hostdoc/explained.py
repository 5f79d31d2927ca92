"""What each kind of relation checks, in words: for `hostdoc explain` and for the rules of machine-readable outputs."""

from __future__ import annotations

from hostdoc.core.records import dataclass


@dataclass(frozen=True, slots=True)
class Explanation:
    """`checks` is one sentence, `example` what a drift looks like, `wrong` when a drift is none and what to do."""

    checks: str
    example: str
    wrong: str


_NO = 'say so with `hostdoc: no KIND "figure": reason` beside it'

KINDS: dict[str, Explanation] = {
    "footing": Explanation(
        "A total agrees with the items it sums.",
        "`Total 1,310` below 410, 380 and 510: the rows add up to 1,300.",
        f"What is called a total sums something else, or is a limit; {_NO}.",
    ),
    "alternatives": Explanation(
        "A total over alternatives spans them, from the cheapest to the dearest.",
        "`Total $28–40` over `$7`, `Or: $12` and `$20`: they span $27–32.",
        "The rows are no alternatives; begin them with words other than `or`.",
    ),
    "cross-footing": Explanation(
        "A total column agrees with the columns it sums, row by row.",
        "`Q1 10 | Q2 12 | Year 23`: the columns add up to 22.",
        f"The column sums only some of the others; {_NO}.",
    ),
    "product": Explanation(
        "An amount is a quantity times a price.",
        "`75 hours at $120 | $9,500`: they come to $9,000.",
        f"There is a minimum, a discount or a fee in it; state it, or {_NO}.",
    ),
    "difference": Explanation(
        "What is left agrees with what it is left of.",
        "`Income $500, costs $420, net $90`: $80 are left.",
        f"Something else was taken off; state it, or {_NO}.",
    ),
    "ratio": Explanation(
        "A ratio, or an amount for each, agrees with the figures it relates.",
        "`$1,200 for 40 users, $32 each`: it is $30.",
        f"The amounts are of other times or things; {_NO}.",
    ),
    "margin": Explanation(
        "A margin, break-even count or runway agrees with price, cost and cash.",
        "`Price $10, cost $6, margin 45%`: it is 40 %.",
        f"The margin is of another price; {_NO}.",
    ),
    "header-formula": Explanation(
        "A column follows from another one by what its header says.",
        "Under `Margin at $10`, a cost of $8–12 leaves −20 … 20 %, not 0–20 %.",
        f"The header speaks of something else; {_NO}.",
    ),
    "column-formula": Explanation(
        "One formula over the columns of a table fits all its rows, or all but one.",
        "Where every row is hours × $95, one of 12 hours and $1,410 drifts: it is $1,140.",
        f"That row has a rate of its own; state it there, or {_NO}.",
    ),
    "share": Explanation(
        "A part agrees with the percentage it is of its whole; shares come to 100 %.",
        "`Rent $300 (25%)` of $1,000: it is 30 %.",
        f"The percentage is of another whole; {_NO}.",
    ),
    "scale": Explanation(
        "The same thing per month and per year, for one and for all, agrees with itself.",
        "`$85 a month, $1,200 a year`: it is $1,020.",
        f"There is a discount or another time in it; state it, or {_NO}.",
    ),
    "average": Explanation(
        "A mean agrees with what it is the mean of, and growth with what grew.",
        "`120 → 150 users, up 20%`: it is 25 %.",
        f"The mean is weighted, or over other values; {_NO}.",
    ),
    "equation": Explanation(
        "Arithmetic that is written out comes to what it says.",
        "`12 × $40 = $490`: it comes to $480.",
        "The signs are no arithmetic; write them as code, or between `hostdoc: off` and `on`.",
    ),
    "formula": Explanation(
        "A figure agrees with the formula that its author declares.",
        "`~$1.50<!-- = $spot * $hours / $density -->` where the formula gives $2.10.",
        "The formula is wrong; mend it. What drifts on purpose, waive with a reason.",
    ),
    "exchange": Explanation(
        "All amounts that a document states in two currencies imply one rate.",
        "`€100 ($108)` beside `€50 ($60)`.",
        f"The rates are of different days; {_NO}.",
    ),
    "tie-out": Explanation(
        "What a document states twice, it states alike.",
        "`Total $450` in the table, `about $430 in total` in the summary.",
        f"They are two things; name them apart, or {_NO}.",
    ),
    "bound": Explanation(
        "What a document says about its limits, budgets and targets is true of its figures.",
        "`stays below $5` of a plan at $6.",
        f"It speaks of another amount; {_NO}.",
    ),
    "ordering": Explanation(
        "What is called cheapest, dearest or more than another is so by the figures.",
        "`B is the cheapest` where A costs less.",
        f"It speaks of other conditions; {_NO}.",
    ),
    "stale": Explanation(
        "A stated day is not older than the setting `stale-after` allows; without the setting nothing is checked.",
        "`$7 a month, as of March 2025` where `stale-after` is 180 days.",
        "What was so then is so still; state the day on which you saw that, or waive it.",
    ),
}
