"""Times of feeds and mail: RFC 822 with its usual mistakes, asctime, ISO 8601 also cut short."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from newswire.formats import internet_time

BERLIN = ZoneInfo("Europe/Berlin")
NOON = "2026-11-24T12:00:00+00:00"


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("Tue, 24 Nov 2026 12:00:00 GMT", NOON),
        ("Tue, 24 Nov 2026 12:00:00 Z", NOON),
        ("Tue, 24 Nov 2026 07:00:00 EST", NOON),
        ("24 Nov 2026 13:00 +0100", NOON),
        ("24 Nov 26 13:00:00 +01:00", NOON),
        ("Tue, 24 Nov 2026 12:00:00 +0000 (UTC)", NOON),
        ("Tuesday, 24 November 2026 13:00:00 CET", NOON),
        ("Tue,24 Nov 2026 12:00:00 GMT", NOON),
        ("Tue, 24-Nov-2026 12:00:00 GMT", NOON),
        ("Tue,  24   Nov  2026 12:00:00   UTC", NOON),
        ("Tue, 24 Nov 2026 12:00:00 GMT+0000", NOON),
        ("Di, 24 November 2026 13:00:00 +0100", NOON),
        ("mar., 24 nov. 2026 13:00:00 +0100", NOON),
        ("Tue Nov 24 12:00:00 UTC 2026", NOON),
        ("Nov 24, 2026 7:00 AM EST", NOON),
        ("November 24, 2026, 12:00 PM GMT", NOON),
        ("Thu, 24 Nov 1994 12:00:60 GMT", "1994-11-24T12:00:59+00:00"),
        ("24 Nov 94 12:00 GMT", "1994-11-24T12:00:00+00:00"),
        ("2026-11-24T12:00:00Z", NOON),
        ("2026-11-24T13:00:00.000+01:00", NOON),
        ("2026-11-24 13:00:00 +0100", NOON),
        ("2026-11-24 12:00:00 UTC", NOON),
        ("2026-11-24T12:00Z", NOON),
        ("20261124T120000Z", NOON),
    ],
)
def test_a_time_with_a_zone(text: str, instant: str) -> None:
    moment = internet_time.read(text, BERLIN)

    assert moment is not None
    assert moment.instant == datetime.fromisoformat(instant)
    assert moment.has_zone
    assert moment.has_time


@pytest.mark.parametrize(
    "text",
    ["Tue, 24 Nov 2026 13:00:00", "2026-11-24T13:00:00", "Tue Nov 24 13:00:00 2026", "24 Nov 2026 13:00 IST"],
)
def test_a_time_without_a_certain_zone_is_the_suppliers(text: str) -> None:
    moment = internet_time.read(text, BERLIN)

    assert moment is not None
    assert moment.instant == datetime.fromisoformat(NOON)
    assert not moment.has_zone


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026", datetime(2026, 1, 1, tzinfo=UTC)),
        ("2026-11", datetime(2026, 11, 1, tzinfo=UTC)),
        ("2026-11-24", datetime(2026, 11, 24, tzinfo=UTC)),
        ("24 Nov 2026", datetime(2026, 11, 24, tzinfo=UTC)),
    ],
)
def test_a_date_alone(text: str, instant: datetime) -> None:
    moment = internet_time.read(text)

    assert moment is not None
    assert moment.instant == instant
    assert not moment.has_time


@pytest.mark.parametrize(
    "text",
    [
        "",
        "now",
        "yesterday at noon",
        "Tue, 31 Nov 2026 12:00:00 GMT",
        "24 Foo 2026 12:00:00 GMT",
        "24 Nov 2026 25:00:00 GMT",
        "24 Nov 2026 12:61 GMT",
        "YYYYMMDD000000-HHMM",
        "0000",
        "24 Nov 2026 12:00:00 GMT and so on",
        "1" * 10_000,
        "Mon " * 10_000,
    ],
)
def test_what_is_no_time(text: str) -> None:
    assert internet_time.read(text) is None
