"""A project's own words: totals, units, currencies, rates, approximation. They reach its figures and no others."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

import hostdoc
from hostdoc.cli import cli
from hostdoc.core.result import Audit
from hostdoc.core.span import Source
from hostdoc.core.vocabulary import PLAIN, Terms
from hostdoc.figures.lexicon import COMMON, speaking, spoken
from hostdoc.pipeline import audit_source
from hostdoc.project import audit_paths
from hostdoc.runner import WORTH, Run
from hostdoc.settings_table import of_table

KRONER = {"currencies": {"NOK": ["kr", "kr.", ",-"]}, "units": {"month": ["mnd"]}}
ENERGY = {"units": {"MWh": "1000 kWh", "GWh": {"is": "1000 MWh", "words": ["gigawatt-hours"]}}}
RATES = {"rates": [{"from": "EUR", "to": "USD", "rate": 1.0832, "on": date(2026, 1, 31)}]}
DAY = date(2026, 2, 1)


def read(text: str, settings: Mapping[str, object]) -> list[tuple[str, str, str]]:
    """The figures of a text: what they are written as, how much, of what."""
    found = hostdoc.read(text, format="markdown", settings=settings).figures
    return [(it.text, str(it.quantity.ends[0].value), str(it.quantity.unit)) for it in found]


def checked(text: str, settings: Mapping[str, object], path: str = "plan.md") -> list[tuple[str, str, str, str]]:
    """The checks of a text: kind, figure, verdict, workings."""
    audited = audit_source(Source.of(path, text), DAY, terms=of_table(settings).terms(path))
    return [
        (it.verdict.relation.kind, it.verdict.relation.stated.text, it.outcome, it.workings) for it in audited.checks
    ]


def table(*rows: tuple[str, ...]) -> str:
    head = ("Item", *("Cost" for _ in rows[0][1:]))
    return "".join(f"| {' | '.join(row)} |\n" for row in (head, tuple("---" for _ in head), *rows))


# -- Currencies -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It is kr 1 200 a month.", ("kr 1 200 a month", "1200", "NOK/month")),
        ("It is 1 200 kr/mnd for all.", ("1 200 kr/mnd", "1200", "NOK/month")),
        ("It is 890,- for all.", ("890,-", "890", "NOK")),
        ("It is kr. 75.", ("kr. 75", "75", "NOK")),
        ("It is 75kr.", ("75kr", "75", "NOK")),
        ("It is ~kr 10–20.", ("~kr 10–20", "10", "NOK")),
        ("It is NOK 5.", ("NOK 5", "5", "NOK")),
    ],
)
def test_a_sign_stands_for_its_currency(text: str, found: tuple[str, str, str]) -> None:
    assert read(text, KRONER) == [found]
    assert read(text, {}) != [found] or "NOK" in text


def test_a_sign_may_mean_another_currency_here() -> None:
    assert read("$5 and US$7", {"currencies": {"CAD": "$"}}) == [("$5", "5", "CAD"), ("US$7", "7", "USD")]


def test_money_of_ones_own_is_money() -> None:
    own = {"currencies": {"credits": ["cr", "credit", "gold coin"]}}
    assert read("120 cr and 3 gold coin", own) == [("120 cr", "120", "credits"), ("3 gold coin", "3", "credits")]
    found = checked(table(("A", "75 cr"), ("B", "20 cr"), ("Total", "96 cr")), own)
    assert found == [("footing", "96 cr", "drifts", "75 + 20")]


def test_what_to_write_has_the_sign(tmp_path: Path) -> None:
    text = table(("A", "kr 75"), ("B", "kr 20"), ("Total", "kr 96")) + "\n" + table(("C", "1 kr"), ("Total", "2 kr"))
    audited = audit_source(Source.of("plan.md", text), DAY, terms=of_table(KRONER).terms("plan.md"))
    assert audited.checks[0].help == "write kr 95, or mend an input"
    assert audited.checks[-1].recalculated == "1 kr"


def test_a_header_names_the_money() -> None:
    text = "| Item | Cost (kr) |\n|---|---|\n| A | 75 |\n| Total | 76 |\n"
    assert read(text, KRONER)[0] == ("75", "75", "NOK")


# -- Totals ---------------------------------------------------------------------------------------------------------


def test_words_for_totals() -> None:
    rows = table(("A", "75"), ("B", "20"), ("Bottom line (year 1)", "96"))
    assert checked(rows, {}) == []
    assert checked(rows, {"total-words": "bottom line"}) == [("footing", "96", "drifts", "75 + 20")]


def test_what_is_no_total() -> None:
    rows = table(("Total Wine", "$75"), ("Beer", "$20"), ("Total", "$95"))
    assert ("footing", "$95", "holds", "75 + 20") in checked(rows, {"not-totals": ["Total Wine"]})
    assert ("footing", "$95", "holds", "75 + 20") not in checked(rows, {})


def test_subtotals() -> None:
    rows = table(("A", "$5"), ("B", "$6"), ("Carried", "$11"), ("C", "$7"), ("Total", "$18"))
    found = checked(rows, {"subtotal-words": ["carried"]})
    assert ("footing", "$18", "holds", "11 + 7") in found and ("footing", "$11", "holds", "5 + 6") in found


# -- Units ----------------------------------------------------------------------------------------------------------


def test_units_convert_in_sums_products_and_prices() -> None:
    rows = table(("A", "5.2 MWh"), ("B", "850 kWh"), ("Total", "6.5 MWh"))
    assert checked(rows, ENERGY) == [("footing", "6.5 MWh", "drifts", "5.2 MWh + 850 kWh")]
    assert checked(rows.replace("6.5", "6.05"), ENERGY)[0][2] == "holds"
    sums = "It is 2 MWh × $0.25/kWh = $500, and 0.001 GWh + 1 MWh = 2,000 kWh."
    equations = [("$500", "2 × 0.25"), ("2,000 kWh", "0.001 GWh + 1 MWh")]
    assert [it[1::2] for it in checked(sums, ENERGY) if it[0] == "equation" and it[2] == "holds"] == equations
    wrong = checked(sums.replace("2,000", "2,300").replace("$500", "$510"), ENERGY)
    assert [it[1] for it in wrong if it[2] == "drifts"] == ["$510", "2,300 kWh"]


def test_a_range_over_two_sizes() -> None:
    (figure,) = hostdoc.read("500 kWh–1 MWh", format="markdown", settings=ENERGY).figures
    assert [end.value for end in figure.quantity.ends] == [Decimal("0.5"), Decimal(1)]


def test_words_for_units_known_and_new() -> None:
    own = {"units": {"month": ["mnd"], "seat": ["Plätze"], "m²": []}}
    assert read("3 Plätze, 40 m², $5/mnd", own) == [
        ("3 Plätze", "3", "seat"),
        ("40 m²", "40", "m²"),
        ("$5/mnd", "5", "USD/month"),
    ]


# -- Rates ----------------------------------------------------------------------------------------------------------

MIXED = table(("A", "€100"), ("B", "$50"), ("Total", "$158.32"))
AT_RATE = "100 × 1.0832 USD/EUR (2026-01-31) + 50"


def test_a_total_over_two_currencies_is_taken_at_the_rate() -> None:
    assert checked(MIXED, RATES) == [("footing", "$158.32", "holds", AT_RATE)]
    assert checked(MIXED.replace("158.32", "160"), RATES)[0][2] == "drifts"
    assert "drifts" not in [it[2] for it in checked(MIXED.replace("158.32", "160"), {})]
    assert ("footing", "€146.16", "holds", "100 + 50 ÷ 1.0832 USD/EUR (2026-01-31)") in checked(
        MIXED.replace("$158.32", "€146.16"), RATES
    )


def test_the_rate_of_the_document_wins() -> None:
    text = f"EUR/USD rate: 1.20\n\n{MIXED.replace('158.32', '170')}"
    assert ("footing", "$170", "holds", "100 × 1.20 + 50") in checked(text, RATES)


def test_the_latest_rate_counts() -> None:
    older = {"from": "EUR", "to": "USD", "rate": 2, "on": "2025-01-31"}
    assert checked(MIXED, {"rates": [*RATES["rates"], older]})[0][3] == AT_RATE


def test_equations_formulas_and_pairs_meet_at_the_rate() -> None:
    equation = "It is €10 + $10 = $20.83 a year."
    assert checked(equation, RATES) == [("equation", "$20.83 a year", "holds", "10 × 1.0832 USD/EUR (2026-01-31) + 10")]
    formula = "- A: €100<!-- $a -->\n- B: $50<!-- $b -->\n\nTogether $160<!-- = $b + $a -->.\n"
    assert ("formula", "$160", "drifts", "50 + 100 × 1.0832 USD/EUR (2026-01-31)") in checked(formula, RATES)
    assert checked("A server is €100 ($130).", RATES) == [
        ("exchange", "$130", "drifts", "100 × 1.0832 USD/EUR (2026-01-31)")
    ]
    assert checked("A server is €100 ($130).", {}) == []


def test_a_factor_that_is_a_rate_already_is_left() -> None:
    assert [it[2] for it in checked("It is €100 × 1.08 = $108.", RATES)] == ["holds"]


# -- What is approximate --------------------------------------------------------------------------------------------

ROUGH = table(("A", "$410"), ("B", "$383"), ("Total", "omtrent $750"))


def test_words_that_make_a_figure_approximate() -> None:
    assert read("omtrent 750", {"approximate": ["omtrent"]}) == [("750", "750", "")]
    (figure,) = hostdoc.read("Omtrent $750", format="markdown", settings={"approximate": ["omtrent"]}).figures
    assert figure.quantity.approximate and figure.quantity.allows is None
    (figure,) = hostdoc.read("some $750", format="markdown", settings={"approximate": {"some": False}}).figures
    assert not figure.quantity.approximate


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ({}, "drifts"),
        ({"approximate": ["omtrent"]}, "drifts"),
        ({"approximate": {"omtrent": 10}}, "rounds"),
        ({"approximate": {"omtrent": 2}}, "drifts"),
        ({"approximate": {"omtrent": 10}, "per-path": {"*.md": {"approximate": 2}}}, "drifts"),
        ({"approximate": {"omtrent": 10}, "per-path": {"*.org": {"approximate": 2}}}, "rounds"),
        ({"approximate": {"omtrent": 10}, "per-path": {"*.md": {"exact": True}}}, "drifts"),
    ],
)
def test_by_how_much_such_a_figure_may_be_off(said: Mapping[str, object], outcome: str) -> None:
    assert [it[2] for it in checked(ROUGH, said)] == [outcome]


def test_tolerance_and_exactness() -> None:
    rows = table(("A", "$410"), ("B", "$383"), ("Total", "~$790"))
    assert [checked(rows, it)[0][2] for it in ({}, {"tolerance": 0.1}, {"exact": True})] == [
        "rounds",
        "drifts",
        "drifts",
    ]
    terms = of_table({"exact": True}).terms("plan.md")
    (check,) = audit_source(Source.of("plan.md", rows), DAY, terms=terms).checks
    assert "the settings say `exact`" in " ".join(check.notes)


# -- Where they reach -----------------------------------------------------------------------------------------------


def test_they_end_where_the_document_ends() -> None:
    before = spoken()
    checked(MIXED, KRONER | RATES)
    assert spoken() is before is COMMON
    with pytest.raises(RuntimeError), speaking(of_table(KRONER).vocabulary):
        raise RuntimeError
    assert spoken() is COMMON


def test_two_projects_at_the_same_time_do_not_hear_each_other() -> None:
    rows = table(("A", "75 kr"), ("B", "20 kr"), ("Bottom line", "95 kr"))
    wanted = [KRONER | {"total-words": ["bottom line"]}, {"currencies": {"SEK": ["kr"]}}, {}]
    alone = [(checked(rows, it), read(rows, it)) for it in wanted]
    with ThreadPoolExecutor(3) as pool:
        together = list(pool.map(lambda it: (checked(rows, it), read(rows, it)), wanted * 8))
    assert together == alone * 8 and len({str(it) for it in alone}) == 3


def test_the_cache_and_the_processes_know_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from hostdoc.cache import Cache

    monkeypatch.chdir(tmp_path)
    filler = "Nothing to see here, only words that fill the page.\n" * (WORTH // 80)
    rows = table(("A", "75 kr"), ("B", "20 kr"), ("Bottom line", "96 kr"))
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text(rows + "\n" + filler, "utf-8")
    own = of_table(KRONER | {"total-words": ["bottom line"]})

    def outcomes(audit: Audit) -> list[str]:
        return [it.outcome for it in audit.checks]

    cache = Cache(tmp_path / "cache")
    assert outcomes(audit_paths(["."], DAY, Run(cache, 2), own)) == ["drifts", "drifts"]
    assert outcomes(audit_paths(["."], DAY, Run(cache, 2), of_table({}))) == []
    kept = audit_paths(["."], DAY, Run(cache), own)
    assert outcomes(kept) == ["drifts", "drifts"]
    (figure, *_) = kept.documents[0].ledger.figures
    assert figure.quantity.unit.currency == "NOK" and kept.documents[0].terms == own.terms("a.md")


def test_without_settings_the_terms_are_plain() -> None:
    assert of_table({}).terms("plan.md") == PLAIN == Terms()


def test_every_command_reads_in_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "hostdoc.toml").write_text('total-words = ["bottom line"]\n[currencies]\nNOK = ["kr"]\n', "utf-8")
    rows = table(("A", "75 kr"), ("B", "20 kr"), ("Bottom line", "96 kr"))
    (tmp_path / "plan.md").write_text(rows, "utf-8")

    def run(*arguments: str) -> str:
        done = CliRunner().invoke(cli, arguments, catch_exceptions=False)
        return done.output

    assert "+| Bottom line | 95 kr |" in run("fix", "--suggested", "plan.md")
    assert "NOK" in run("records", "--no-cache", "plan.md")
    assert "read as  96, NOK" in run("why", "--no-cache", "plan.md:5")
    (tmp_path / "plan.md").write_text(rows.replace("96", "95"), "utf-8")
    assert "TBLFM: @>$2=sum(@2..@-1)" in run("suggest", "plan.md")
    assert "105 kr" in run("what-if", "plan.md:3:7=85 kr", "plan.md")
    assert "is in EUR, `75 kr` in NOK" in run("what-if", "plan.md:3:7=€85", "plan.md")


def test_what_says_how_many_are_in_each_has_converted_them() -> None:
    own = {"units": {"bottle": ["bottles"], "crate": {"is": "12 bottle", "words": ["crates"]}}}
    text = "We hold 4 crates × 12 bottles = 48 bottles, and 2 crates + 6 bottles = 30 bottles."
    assert [it[1:3] for it in checked(text, own)] == [("48 bottles", "holds"), ("30 bottles", "holds")]
    wrong = checked(text.replace("48", "50").replace("30", "33"), own)
    assert [it[1:3] for it in wrong] == [("50 bottles", "drifts"), ("33 bottles", "drifts")]
