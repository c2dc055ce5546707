from __future__ import annotations

from datetime import UTC, datetime

import click
import pytest

from infra.local.instant import Instant


@pytest.mark.parametrize(
    ("text", "is_end", "expected"),
    [
        ("2026-03-01", False, datetime(2026, 3, 1, tzinfo=UTC)),
        ("2026-03-01", True, datetime(2026, 3, 2, tzinfo=UTC)),
        ("2026-03-01T09:00", True, datetime(2026, 3, 1, 9, tzinfo=UTC)),
        ("2026-03-01T09:00:00Z", False, datetime(2026, 3, 1, 9, tzinfo=UTC)),
        ("2026-03-01T09:00:00+02:00", False, datetime(2026, 3, 1, 7, tzinfo=UTC)),
    ],
)
def test_a_day_or_a_time(text: str, is_end: bool, expected: datetime) -> None:
    assert Instant(is_end=is_end).convert(text, None, None) == expected


@pytest.mark.parametrize("text", ["", "today", "2026-02-30", "9999-12-31", "0001-01-01T00:00:00+14:00"])
def test_anything_else_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(click.BadParameter, match="2026-03-01T09:00:00Z"):
        Instant(is_end=True).convert(text, None, None)
