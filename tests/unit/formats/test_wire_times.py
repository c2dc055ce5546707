"""Times as wires print them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from newswire.formats import wire_times

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("text", "instant", "has_zone"),
    [
        ("131137 GMT Nov 13", datetime(2013, 11, 13, 11, 37, tzinfo=UTC), True),
        ("131137 gmt nov 13", None, False),
        ("131137 XYZ Nov 13", datetime(2013, 11, 13, 10, 37, tzinfo=UTC), False),
        ("dpa jd 211259 Nov 2018 rest", datetime(2018, 11, 21, 11, 59, tzinfo=UTC), False),
        ("010000 GMT Jan 70, 020000 GMT Jan 69", datetime(2069, 1, 2, tzinfo=UTC), True),
        ("312400 GMT Nov 13", None, False),
        ("", None, False),
    ],
)
def test_day_time_group(text: str, instant: datetime | None, has_zone: bool) -> None:
    moment = wire_times.day_time_group(text, BERLIN)

    assert (moment.instant if moment else None) == instant
    assert moment is None or moment.has_zone is has_zone


@pytest.mark.parametrize(
    ("text", "day_first", "instant"),
    [
        ("AP-WF-11-12-13 0745GMT", False, datetime(2013, 11, 12, 7, 45, tzinfo=UTC)),
        ("KY-WF-11-12-13 0745GMT", True, datetime(2013, 12, 11, 7, 45, tzinfo=UTC)),
        ("AP-WF-25-12-2013 07:45 EDT", False, datetime(2013, 12, 25, 11, 45, tzinfo=UTC)),
        ("AP-WF-45-45-13 0745GMT", False, None),
        ("no date", False, None),
    ],
)
def test_dashed(text: str, day_first: bool, instant: datetime | None) -> None:
    moment = wire_times.dashed(text, day_first=day_first)

    assert (moment.instant if moment else None) == instant


@pytest.mark.parametrize(
    ("text", "instant", "has_time"),
    [
        ("OSLO, Dec. 9, 2020 /X/ --", datetime(2020, 12, 8, 23, tzinfo=UTC), False),
        ("am 9. Dezember 2020 um 14:05", datetime(2020, 12, 9, 13, 5, tzinfo=UTC), True),
        ("9 de diciembre de 2020", datetime(2020, 12, 8, 23, tzinfo=UTC), False),
        ("1er août 2020, 14h05", datetime(2020, 8, 1, 12, 5, tzinfo=UTC), True),
        ("June 19, 2024 12:30 AM Eastern Time", datetime(2024, 6, 19, 4, 30, tzinfo=UTC), True),
        ("19 Jun 2024 10:00:00 -0430", datetime(2024, 6, 19, 14, 30, tzinfo=UTC), True),
        ("Chapter 12 2024", None, False),
        ("30 February 2024, then 1 March 2024", datetime(2024, 2, 29, 23, tzinfo=UTC), False),
    ],
)
def test_in_words(text: str, instant: datetime | None, has_time: bool) -> None:
    moment = wire_times.in_words(text, BERLIN)

    assert (moment.instant if moment else None) == instant
    assert moment is None or moment.has_time is has_time


@pytest.mark.parametrize(
    ("month", "day", "found"),
    [(6, 20, date(2024, 6, 20)), (6, 21, date(2023, 6, 21)), (2, 29, date(2024, 2, 29)), (2, 30, None)],
)
def test_last(month: int, day: int, found: date | None) -> None:
    assert wire_times.last(month, day, date(2024, 6, 20)) == found
