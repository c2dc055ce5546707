"""Times as agencies write them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from newswire.normalise import times


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2024-06-20T10:00:00Z", datetime(2024, 6, 20, 10, tzinfo=UTC)),
        ("2024-06-20T10:00:00+0200", datetime(2024, 6, 20, 8, tzinfo=UTC)),
        ("2024-06-20T10:00:00.123-05:00", datetime(2024, 6, 20, 15, 0, 0, 123000, tzinfo=UTC)),
        ("20240620T100000Z", datetime(2024, 6, 20, 10, tzinfo=UTC)),
        (" 2024-06-20t10:00:00z ", datetime(2024, 6, 20, 10, tzinfo=UTC)),
        ("2024-06-20T10:00:00", datetime(2024, 6, 20, 10, tzinfo=UTC)),
        ("2024-06-20", datetime(2024, 6, 20, tzinfo=UTC)),
    ],
)
def test_times_that_are_read(text: str, instant: datetime) -> None:
    moment = times.read(text)

    assert moment is not None
    assert moment.instant == instant


@pytest.mark.parametrize(
    "text", ["", "soon", "2024-13-01", "YYYYMMDD000000-HHMM", "0001-01-01T00:00:00+23:00", "1" * 5000]
)
def test_what_is_no_time(text: str) -> None:
    assert times.read(text) is None


@pytest.mark.parametrize(
    ("text", "latest"),
    [
        ("2024-06-20T10:00:00Z", datetime(2024, 6, 20, 10, tzinfo=UTC)),
        ("2024-06-20T10:00:00", datetime(2024, 6, 20, 22, tzinfo=UTC)),
        ("2024-06-20", datetime(2024, 6, 21, 12, tzinfo=UTC)),
        ("9999-12-31", datetime.max.replace(tzinfo=UTC)),
    ],
)
def test_the_latest_that_a_time_can_mean(text: str, latest: datetime) -> None:
    moment = times.read(text)

    assert moment is not None
    assert moment.latest == latest


def test_milliseconds_are_exact() -> None:
    assert times.milliseconds(datetime(2024, 6, 20, 10, 0, 0, 999999, tzinfo=UTC)) == 1718877600999
