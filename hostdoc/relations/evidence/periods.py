"""The time that a label names: `Monthly cost` is for a month, and what it is for otherwise is `cost`."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache

from hostdoc.core.regex import regex
from hostdoc.core.relation import Const, Expression, Operation
from hostdoc.core.units import TIMES
from hostdoc.figures.vocabulary import TIMES as TIME_WORDS
from hostdoc.relations.tables.lines import Line

_PERIODS = {
    "hour": r"hourly|hours?|hr|h|stündlich|stunde|heure|hora|ora|uur|godzin[aę]|timme|毎時|小时|小時",
    "day": r"daily|days?|d|täglich|tag|quotidien(?:ne)?|jour|diari[oa]|día|dia|giorno|giornalier[oa]|dagelijks"
    r"|dag|dziennie|dzień"
    r"|毎日|每日|每天",
    "week": r"weekly|weeks?|wk|wöchentlich|woche|hebdomadaire|semaine|semanal|semana|settimanale|settimana"
    r"|wekelijks|tygodniowo"
    r"|tydzień|vecka|毎週|每周|每週",
    "month": r"monthly|months?|mrr|mo|mth|mensal|mensais|mensuel(?:le)?s?|mensual(?:es)?|monatlich(?:e[nrs]?)?"
    r"|monat|mês|mes|mois"
    r"|mensil[ei]|mese|maandelijkse?|maand|miesięczn(?:ie|[yae])|miesiąc|msc|månad(?:svis)?|月額|月費|月费|月間|毎月|每月|月",
    "quarter": r"quarterly|quarters?|qtr|quartal|trimestre|trimestral|trimestrale|kwartaal|kwartał",
    "year": r"annual(?:ly)?|arr|yearly|years?|yr|annum|anual|anuais|anuales|annuel(?:le)?s?"
    r"|jährlich(?:e[nrs]?)?|jahr|ano|año|an"
    r"|année|annuale|annu[oi]|anno|jaarlijkse?|jaar|roczn(?:ie|[yae])|rok|årlig(?:en)?|år|p\.?a|年額|年費|年费|年間|毎年|每年|年",
}
_PERIOD = {name: regex(rf"(?<![^\W_])(?:{words})(?![^\W_])\.?", re.IGNORECASE) for name, words in _PERIODS.items()}
# So many of a time that are one of another, the ways a year is counted in days among them.
_SPAN = regex(r"(?<![\d.,])(\d{1,3})[\s-]?([^\W\d_]{3,})")
_SPANS = {
    (7, "day"): "week",
    (30, "day"): "month",
    (3, "month"): "quarter",
    (12, "month"): "year",
    (52, "week"): "year",
}
_SPANS |= {(days, "day"): "year" for days in range(360, 373)}
_TIME_NAMES = {word.lower(): name for name, words in TIME_WORDS.items() for word in words}
_DURATION = regex(r"\W*([^\W\d_]+)(?:\s+(?:each|per)\b|/|\W*\Z)|.{0,30}\(([^\W\d_]+)\)\W*\Z", re.IGNORECASE)
_FILLING = regex(
    r"[\W_]+|\b(?:per|a|an|each|the|cost|costs|price|amount|est|estimate|estimated"
    r"|pro|je|par|por|al|im|na|kosten|preis|betrag|coûts?|prix|montant|costos?|costes?|precio|importe|custos?|preço|valor|cost[oi]|prezzo"
    r"|importo|prijs|bedrag|koszty?|cena|kwota|kostnad|pris|belopp)\b",
    re.IGNORECASE,
)


def scaled(term: Expression, number: Fraction, *, inverse: bool) -> Expression:
    """A term times, or divided by, how often one period fits in the other."""
    text = str(number.numerator) if number.denominator == 1 else f"{float(number):.4g}"
    return Operation("÷" if inverse else "×", (term, Const(number, text)))


def period(line: Line) -> str | None:
    """The time a line is for: the last one its label names, else that of its unit."""
    return period_of(line.label, line.unit.time)


def period_of(label: str, otherwise: str | None) -> str | None:
    """The last time that a label names, or another one where it names none: `12-month cost` is for a year."""
    return _last_named(label) or otherwise


@lru_cache(1024)  # several kinds ask it of each line
def _last_named(label: str) -> str | None:
    for many, word in _SPAN.findall(label):
        if (said := _SPANS.get((int(many), _TIME_NAMES.get(word.lower(), "")))) is not None:
            return said
    found = {match.start(): name for name, pattern in _PERIOD.items() if (match := pattern.search(label))}
    return found[max(found)] if found else None


def duration(line: Line) -> str | None:
    """The time that a line is measured in: `Minutes each`, `Hours/week`, `Time (h)`."""
    if line.unit.of in TIMES:
        return line.unit.of
    match = _DURATION.match(line.label)
    word = (match[1] or match[2]).lower() if match else ""
    return next((name for name, words in TIME_WORDS.items() if word in words), None) if word else None


def thing(line: Line) -> str:
    """A label without its period: what two periods must share."""
    return thing_of(line.label)


def thing_of(label: str) -> str:
    for pattern in _PERIOD.values():
        label = pattern.sub(" ", label)
    return " ".join(_FILLING.sub(" ", label).lower().split())


def called(label: str) -> str | None:
    """The period that is all a label says, behind which a colon stands."""
    words = _FILLING.sub(" ", label).strip()
    return next((name for name, pattern in _PERIOD.items() if pattern.fullmatch(words)), None) if ":" in label else None
