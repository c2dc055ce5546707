from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import pytest

from newswire.search.dates import Span, span, written
from newswire.search.tree import Dates

NOW = datetime(2026, 3, 4, 10, 17, 33, 5, tzinfo=UTC)
"""A Wednesday."""
ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Pacific/Auckland", "America/Santiago")


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2026", "2026-01-01", "2027-01-01"),
        ("2026-03", "2026-03-01", "2026-04-01"),
        ("2026-12", "2026-12-01", "2027-01-01"),
        ("2024-02", "2024-02-01", "2024-03-01"),
        ("2024-02-29", "2024-02-29", "2024-03-01"),
        ("2026-3-1", "2026-03-01", "2026-03-02"),
        ("today", "2026-03-04", "2026-03-05"),
        ("Yesterday", "2026-03-03", "2026-03-04"),
        ("wednesday", "2026-03-04", "2026-03-05"),
        ("tuesday", "2026-03-03", "2026-03-04"),
        ("Thursday", "2026-02-26", "2026-02-27"),
    ],
)
def test_a_calendar_date_is_whole(text: str, start: str, end: str) -> None:
    assert span(text, UTC, NOW) == Span(utc(start), utc(end))


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("24h", "2026-03-03T10:17"),
        ("7d", "2026-02-25T10:17"),
        ("2w", "2026-02-18T10:17"),
        ("0h", "2026-03-04T10:17"),
        ("2026-03-01T09:00", "2026-03-01T09:00"),
        ("2026-03-01t9:00:05.75", "2026-03-01T09:00:05"),
        ("2026-03-01 09:00", "2026-03-01T09:00"),
        ("2026-03-01T09:00Z", "2026-03-01T09:00"),
        ("2026-03-01T09:00-0530", "2026-03-01T14:30"),
        ("2026-03-01T00:30+01:00", "2026-02-28T23:30"),
    ],
)
def test_a_time_is_a_point(text: str, at: str) -> None:
    assert span(text, UTC, NOW) == Span(utc(at))


@pytest.mark.parametrize(
    "text",
    [
        *("", "foo", "2026-13", "2026-02-30", "2026-03-01T25:00", "2026-03-01T09", "2026-03-01T09:00+99:00:00"),
        *("0000", "0001", "1899-12-31", "9999", "99999w", "24", "h", "-7d", "tomorrow", "2026-3-1-1", "١٢h"),
        *("9" * 2000, "2" * 2000 + "h"),
    ],
)
def test_what_makes_no_sense_is_none(text: str) -> None:
    assert span(text, UTC, NOW) is None


@pytest.mark.parametrize(
    ("zone", "day", "start", "hours"),
    [
        ("Europe/Kyiv", "2026-03-04", "2026-03-03T22:00", 24),
        ("Europe/Berlin", "2026-03-29", "2026-03-28T23:00", 23),
        ("Europe/Berlin", "2026-10-25", "2026-10-24T22:00", 25),
        ("Asia/Kathmandu", "2026-03-04", "2026-03-03T18:15", 24),
        # Midnight is skipped, and comes twice.
        ("America/Santiago", "2025-09-07", "2025-09-07T04:00", 23),
        ("America/Havana", "2025-11-02", "2025-11-02T04:00", 25),
    ],
)
def test_a_day_is_one_of_the_zone(zone: str, day: str, start: str, hours: int) -> None:
    assert span(day, ZoneInfo(zone), NOW) == Span(utc(start), utc(start) + timedelta(hours=hours))


def test_a_day_that_a_zone_never_had_makes_no_sense() -> None:
    assert span("2011-12-30", ZoneInfo("Pacific/Apia"), NOW) is None


def test_today_is_that_of_the_zone() -> None:
    late = utc("2026-03-04T22:30")
    assert span("today", ZoneInfo("Europe/Kyiv"), late) == span("2026-03-05", ZoneInfo("Europe/Kyiv"), late)
    assert span("thursday", ZoneInfo("Europe/Kyiv"), late) == span("2026-03-05", ZoneInfo("Europe/Kyiv"), late)


def test_a_local_time_counts_the_summer() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    assert span("2026-07-01T09:00", berlin, NOW) == Span(utc("2026-07-01T07:00"))
    assert span("2026-01-01T09:00", berlin, NOW) == Span(utc("2026-01-01T08:00"))


def test_the_same_minute_gives_the_same_bounds() -> None:
    assert span("24h", UTC, NOW) == span("24h", UTC, NOW.replace(second=59))


@pytest.mark.parametrize(
    ("dates", "text"),
    [
        (Dates(utc("2026-03-01"), utc("2026-03-02")), "on:2026-03-01"),
        (Dates(utc("2026-03-01"), utc("2026-04-01")), "on:2026-03"),
        (Dates(utc("2026-01-01"), utc("2027-01-01")), "on:2026"),
        (Dates(utc("2026-03-01"), utc("2026-03-03")), "after:2026-03-01 before:2026-03-03"),
        (Dates(utc("2026-03-01T09:00"), utc("2026-03-02")), "after:2026-03-01T09:00:00Z before:2026-03-02"),
        (Dates(start=utc("2026-03-01")), "after:2026-03-01"),
        (Dates(end=utc("2026-03-01T00:00:01")), "before:2026-03-01T00:00:01Z"),
        (Dates(), ""),
    ],
)
def test_dates_are_written_as_days_where_they_are(dates: Dates, text: str) -> None:
    assert written(dates, UTC) == text


@pytest.mark.parametrize("zone", [*map(ZoneInfo, ZONES), timezone(timedelta(hours=5, minutes=45))], ids=str)
@pytest.mark.parametrize("text", ["2026", "2025-09", "2025-09-07", "2026-03-29", "2026-10-25", "today", "friday"])
def test_what_is_written_is_read_back_in_the_same_zone(zone: tzinfo, text: str) -> None:
    typed = span(text, zone, NOW)
    assert typed
    name, _, again = written(Dates(typed.start, typed.end), zone).partition(":")
    assert (name, span(again, zone, NOW)) == ("on", typed)
