"""The day that a stated date means at the latest."""

from __future__ import annotations

from datetime import date

import pytest

from hostdoc.core.dates import latest_day


@pytest.mark.parametrize(
    ("stated", "day"),
    [
        ("2026-05-31", date(2026, 5, 31)),
        ("2026-02", date(2026, 2, 28)),
        ("2025-12", date(2025, 12, 31)),
        ("7.5.2026", date(2026, 5, 7)),
        ("Q4 2025", date(2025, 12, 31)),
        ("February 2024", date(2024, 2, 29)),
        ("Sept. 2026", date(2026, 9, 30)),
        ("May 7, 2026", date(2026, 5, 7)),
        ("7th May 2026", date(2026, 5, 7)),
        ("1/2/2026", None),
        ("2026-13", None),
        ("30 Feb 2026", None),
        ("Smarch 2026", None),
        ("soon", None),
        ("", None),
    ],
)
def test_a_stated_date_means_its_last_day(stated: str, day: date | None) -> None:
    assert latest_day(stated) == day
