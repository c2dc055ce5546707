from __future__ import annotations

from datetime import UTC
from typing import Any

import pytest

from newswire.search import histogram

MINUTE = 60_000
DAY = 24 * 60 * MINUTE


def period(earliest: float | None, latest: float | None) -> dict[str, Any]:
    return {"earliest": {"value": earliest}, "latest": {"value": latest}}


@pytest.mark.parametrize(
    ("span", "interval"),
    [
        (0, "1m"), (58 * MINUTE, "1m"), (59 * MINUTE, "5m"), (5 * 60 * MINUTE, "15m"), (DAY // 2, "15m"), (DAY, "60m"),
        (3 * DAY, "180m"), (10 * DAY, "360m"), (20 * DAY, "720m"), (50 * DAY, "day"), (300 * DAY, "week"),
        (1400 * DAY, "month"), (4000 * DAY, "quarter"), (6000 * DAY, "year"), (300_000 * DAY, "year"),
    ],
)  # fmt: skip
def test_an_interval_makes_at_most_sixty_bars(span: int, interval: str) -> None:
    asked = histogram.aggregations([period(0, span)], UTC)
    assert asked
    bars = asked["bars"]["date_histogram"]
    assert interval in (bars.get("fixed_interval"), bars.get("calendar_interval"))
    assert bars["min_doc_count"] == (1 if span > 60 * 365 * DAY else 0)
    assert bars["time_zone"] == "UTC"


def test_the_interval_spans_all_tiers() -> None:
    asked = histogram.aggregations([period(None, None), period(0, 0), period(50 * DAY, 50 * DAY)], UTC)
    assert asked
    assert asked["bars"]["date_histogram"]["calendar_interval"] == "day"


def test_without_stories_there_is_nothing_to_count() -> None:
    assert histogram.aggregations([period(None, None)], UTC) is None


def test_bars_of_tiers_are_added_up_in_order() -> None:
    def answer(*bars: tuple[int, int]) -> dict[str, Any]:
        return {"bars": {"buckets": [{"key": key, "doc_count": count} for key, count in bars]}}

    assert histogram.read([answer((DAY, 1)), answer((0, 2), (DAY, 3))]) == [
        {"from": "1970-01-01T00:00:00Z", "count": 2},
        {"from": "1970-01-02T00:00:00Z", "count": 4},
    ]
