"""The grammar of figures, as a table: a text, and what is read in it."""

from __future__ import annotations

import re
import sys
import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hostdoc.figures.digits import decimal_mark
from hostdoc.figures.lexicon import BLANK, BLANKS
from hostdoc.figures.numerals import scan

# text → (figure, low, high, flags, unit) for each; flags are `~` approximate, `<` open low, `>` open high.
FIGURES: list[tuple[str, list[tuple[str, str, str, str, str]]]] = [
    ("~$10–20/month", [("~$10–20/month", "10", "20", "~", "USD/month")]),
    ("$500K-1M", [("$500K-1M", "500000", "1000000", "", "USD")]),
    ("€4.15 (~$4.50)", [("€4.15", "4.15", "4.15", "", "EUR"), ("~$4.50", "4.50", "4.50", "~", "USD")]),
    ("<5K", [("<5K", "-", "5000", "<", "")]),
    ("$25-40+", [("$25-40+", "25", "40", ">", "USD")]),
    ("$57+/month", [("$57+/month", "57", "-", ">", "USD/month")]),
    ("~500 MB-1 GB RAM", [("~500 MB-1 GB", "0.5", "1", "~", "GB")]),
    ("5-10M", [("5-10M", "5000000", "10000000", "", "")]),
    ("5-20K", [("5-20K", "5000", "20000", "", "")]),
    ("43-55%", [("43-55%", "43", "55", "", "%")]),
    ("~100:1", [("~100:1", "100", "100", "~", "ratio")]),
    ("$0.15/GB/mo", [("$0.15/GB/mo", "0.15", "0.15", "", "USD/GB/month")]),
    ("~80 instances per VM", [("~80 instances per VM", "80", "80", "~", "instance/VM")]),
    ("$1.5m–2m", [("$1.5m–2m", "1500000", "2000000", "", "USD")]),
    ("1.234,56", [("1.234,56", "1234.56", "1234.56", "", "")]),
    ("€ 16 128", [("€ 16 128", "16128", "16128", "", "EUR")]),
    ("1'234.50", [("1'234.50", "1234.50", "1234.50", "", "")]),
    ("₹1,00,000", [("₹1,00,000", "100000", "100000", "", "INR")]),
    ("-€200-400", [("-€200-400", "-400", "-200", "", "EUR")]),
    ("-10-20%", [("-10-20%", "-20", "-10", "", "%")]),
    ("1{,}500{,}000", [("1{,}500{,}000", "1500000", "1500000", "", "")]),
    ("−$5", [("−$5", "-5", "-5", "", "USD")]),
    ("$ (3,000.00)", [("$ (3,000.00)", "-3000", "-3000", "", "USD")]),
    ("EUR 3.79/mo", [("EUR 3.79/mo", "3.79", "3.79", "", "EUR/month")]),
    ("12.5 k€", [("12.5 k€", "12500", "12500", "", "EUR")]),
    ("8 lakh", [("8 lakh", "800000", "800000", "", "")]),
    ("₹5 Cr", [("₹5 Cr", "50000000", "50000000", "", "INR")]),
    ("5 cr", [("5", "5", "5", "", "")]),
    ("R$ 20–40 mi/ano", [("R$ 20–40 mi/ano", "20000000", "40000000", "", "BRL/year")]),
    ("$5 mil", [("$5", "5", "5", "", "USD")]),
    ("11 Mio. EUR", [("11 Mio. EUR", "11000000", "11000000", "", "EUR")]),
    ("kostet 3 Mio. Danach", [("3 Mio", "3000000", "3000000", "", "")]),
    ("5 tys. zł", [("5 tys. zł", "5000", "5000", "", "PLN")]),
    ("3 milhões de reais", [("3 milhões de reais", "3000000", "3000000", "", "BRL")]),
    ("3万円", [("3万円", "30000", "30000", "", "JPY")]),
    ("月額3,420円", [("3,420円", "3420", "3420", "", "JPY")]),
    ("HKD 8/月", [("HKD 8/月", "8", "8", "", "HKD/month")]),
    ("20-28時間（2.5-3.5日）", [("20-28時間", "20", "28", "", "hour"), ("2.5-3.5日", "2.5", "3.5", "", "day")]),
    ("約 160 小時", [("160 小時", "160", "160", "~", "hour")]),
    ("合约 500", [("500", "500", "500", "", "")]),
    ("第 55-58 週", []),
    ("de 5 a 10 horas", [("5 a 10 horas", "5", "10", "", "hour")]),
    ("creció de 20 € a 30 €", [("20 €", "20", "20", "", "EUR"), ("30 €", "30", "30", "", "EUR")]),
    ("od 5 do 10 zł", [("5 do 10 zł", "5", "10", "", "PLN")]),
    ("bis zu 500 Nutzer", [("500 Nutzer", "500", "500", "<", "user")]),
    ("100 PLN/msc", [("100 PLN/msc", "100", "100", "", "PLN/month")]),
    ("520,000 DAI", [("520,000 DAI", "520000", "520000", "", "DAI")]),
    ("28.400,00 $", [("28.400,00 $", "28400", "28400", "", "USD")]),
    ("about $5.92/mo", [("$5.92/mo", "5.92", "5.92", "~", "USD/month")]),
    ("under $4/month", [("$4/month", "-", "4", "<", "USD/month")]),
    ("starts at $200/mo", [("$200/mo", "200", "-", ">", "USD/month")]),
    ("1GB+ recommended", [("1GB+", "1", "-", ">", "GB")]),
    ("2-5x cheaper", [("2-5x", "2", "5", "", "x")]),
    ("~1,000 concurrent SSE connections", [("~1,000", "1000", "1000", "~", "connection")]),
    ("$48000 -- $72000", [("$48000 -- $72000", "48000", "72000", "", "USD")]),
    ("R665 - R1,615", [("R665 - R1,615", "665", "1615", "", "ZAR")]),
    ("-UGX 3.8M", [("-UGX 3.8M", "-3800000", "-3800000", "", "UGX")]),
    ("28.400,00- $", [("28.400,00- $", "28400", "28400", "", "USD")]),
    ("insgesamt 500,- €", [("500,- €", "500", "500", "", "EUR")]),
    ("razem 1 234,50 zł", [("1 234,50 zł", "1234.50", "1234.50", "", "PLN")]),
    ("$5\u2002million", [("$5\u2002million", "5000000", "5000000", "", "USD")]),
    ("soit 128\u2007€", [("128\u2007€", "128", "128", "", "EUR")]),
    ("soit 16 128 €", [("16 128 €", "16128", "16128", "", "EUR")]),
    ("de 2 100-3 400 €", [("2 100-3 400 €", "2100", "3400", "", "EUR")]),
    ("~$57/mês", [("~$57/mês", "57", "57", "~", "USD/month")]),
    (
        "1 000 rows, 030 000",
        [("1 000", "1000", "1000", "", ""), ("030", "30", "30", "", ""), ("000", "0", "0", "", "")],
    ),
    ("Milestone 1-$20,000", [("$20,000", "20000", "20000", "", "USD")]),
    ("560 man-hours", [("560 man-hours", "560", "560", "", "hour")]),
    ("12 working days", [("12 working days", "12", "12", "", "day")]),
    ("8 hours weekly", [("8 hours weekly", "8", "8", "", "hour/week")]),
    ("an hourly rate of USD 150", [("USD 150", "150", "150", "", "USD/hour")]),
    ("x2 developers", [("2", "2", "2", "", "")]),
    ("from $5 + usage", [("$5", "5", "5", "", "USD")]),
    (
        "$30 - $0.87 = $29.13",
        [
            ("$30", "30", "30", "", "USD"),
            ("$0.87", "0.87", "0.87", "", "USD"),
            ("$29.13", "29.13", "29.13", "", "USD"),
        ],
    ),
]

LOOKALIKES = [
    "x86 servers",
    *("CX23", "r6a.4xlarge", "t4g.micro", "shared-cpu-1x", "us-east-1", "Python 3.11+", "v0.1", "3.11.2"),
    *("running 24/7", "Tier 2: good", "Phase 35 renders", "SOC 2", "x86", "IPv4", "K8s", "37signals", "gp3"),
    *("2026-05-31", "03:03:11", "May 2026", "February 2026", "(2026)", "Q3 2026", "7 May 2026", "1.5.2026"),
    *("b2c3d4e5-f6a7-8b9c-0d1e-2f3a4b5c6d7e", "your-server:8000", "127.0.0.1", "2nd place", "#12"),
]


def flags(open_end: str | None, approximate: bool) -> str:
    return {"low": "<", "high": ">", None: ""}[open_end] + ("~" if approximate else "")


@pytest.mark.parametrize(("text", "expected"), FIGURES, ids=[text for text, _ in FIGURES])
def test_figures_are_read_as_people_mean_them(text: str, expected: list[tuple[str, str, str, str, str]]) -> None:
    found = []
    for numeral in scan(text):
        quantity = numeral.quantity
        low = quantity.low.value if quantity.low else "-"
        high = quantity.high.value if quantity.high else "-"
        said = flags(quantity.open, quantity.approximate)
        found.append((text[numeral.start : numeral.end], low, high, said, str(quantity.unit)))
    wanted = [
        (part, low if low == "-" else Decimal(low), high if high == "-" else Decimal(high), said, unit)
        for part, low, high, said, unit in expected
    ]
    assert found == wanted


@pytest.mark.parametrize("text", LOOKALIKES)
def test_lookalikes_are_no_figures(text: str) -> None:
    assert [text[n.start : n.end] for n in scan(text)] == []


@pytest.mark.parametrize(
    ("text", "step", "grain"),
    [
        ("1.50", "0.01", "0.5"),
        ("28", "1", "1"),
        ("20", "1", "10"),
        ("65", "1", "5"),
        ("3.30", "0.01", "0.1"),
        ("5K", "1000", "5000"),
        ("$1.2M", "100000", "100000"),
        ("0", "1", "1"),
    ],
)
def test_step_and_grain_tell_how_finely_a_number_was_written(text: str, step: str, grain: str) -> None:
    end = scan(text, cell=True)[0].quantity.low
    assert end is not None
    assert (end.step, end.grain) == (Decimal(step), Decimal(grain))


@pytest.mark.parametrize(
    ("cell", "text", "low"),
    [
        ("($5)", "($5)", "-5"),
        (" (€1,200.50) ", "(€1,200.50)", "-1200.50"),
        ("(1,200)", "(1,200)", "-1200"),
        ("(350)", "(350)", "-350"),
        ("(5)", "5", "5"),  # the number of a note
        ("($5/month)", "$5/month", "5"),  # said aside
    ],
)
def test_a_cell_in_brackets_is_owed(cell: str, text: str, low: str) -> None:
    (numeral,) = scan(cell, cell=True)
    assert numeral.quantity.low is not None
    assert (cell[numeral.start : numeral.end], numeral.quantity.low.value) == (text, Decimal(low))


@given(st.text(alphabet="0123456789.,-–~$€%KM+/ ()<:=xab'\n", max_size=60))
def test_places_are_within_the_text_and_in_order(text: str) -> None:
    end = 0
    for numeral in scan(text):
        assert end <= numeral.start < numeral.end <= len(text)
        assert any(character.isdigit() for character in text[numeral.start : numeral.end])
        end = numeral.end


@pytest.mark.parametrize("unit", ["1-", "1,", "$1", "~", "1 000 ", "1.1-", "a1", "5 users ", "(1", "1:"])
def test_a_long_line_takes_time_in_proportion(unit: str) -> None:
    """Ten times the text may take some thirty times as long, noise included; a square would be a hundred."""
    short, long = unit * (10_000 // len(unit)), unit * (100_000 // len(unit))
    scan(short)
    start = time.process_time()
    scan(short)
    middle = time.process_time()
    scan(long)
    assert time.process_time() - middle < 30 * (middle - start) + 0.05


def test_a_blank_is_what_the_list_of_blanks_has() -> None:
    assert set(BLANKS) == {it for it in map(chr, range(sys.maxunicode + 1)) if re.fullmatch(BLANK, it)}


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("€ 2.250 und € 1.190 und € 61.400, 9.5 Stunden", ","),  # round numbers
        ("2.250 and 1.190, 9.5 hours", "."),  # too few of them
        ("$1.25 and $0.125, $61,400", "."),
        ("12,50 € und 3,5 Stunden", ","),
    ],
)
def test_which_mark_a_document_writes_before_decimals(text: str, mark: str) -> None:
    assert decimal_mark(text) == mark
