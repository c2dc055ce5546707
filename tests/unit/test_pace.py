from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from newswire.pace import HOURS, Pace

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
HOUR = timedelta(hours=1)
WEEK = timedelta(weeks=1)


def learnt(weeks: int, by_day: int = 6, by_night: int = 0) -> Pace:
    """The pace of a feed that sends so many stories in each hour from 06 to 22, and so many in the others."""
    pace = Pace()
    for number in range(weeks * HOURS + 1):
        at = MONDAY + number * HOUR
        pace = pace.counted(by_day if 6 <= at.hour < 22 else by_night, at + HOUR / 2)
    return pace


AFTER = MONDAY + WEEK


def test_silence_is_measured_in_the_stories_that_usually_come() -> None:
    pace = learnt(1)
    noon = AFTER + 12 * HOUR
    assert pace.expected(noon, noon) == 0
    assert pace.expected(noon, noon + HOUR / 2) == 3
    assert pace.expected(noon, noon + 3 * HOUR) == 18


def test_a_night_is_no_silence() -> None:
    pace = learnt(1)
    assert pace.expected(AFTER + 22 * HOUR, AFTER + 30 * HOUR) == 0
    assert pace.expected(AFTER + 22 * HOUR, AFTER + 30 * HOUR + HOUR / 3) == 2


def test_weeks_of_silence_are_counted_whole() -> None:
    pace = learnt(1)
    assert pace.expected(AFTER, AFTER + 3 * WEEK + 7 * HOUR) == 3 * 7 * 16 * 6 + 6


def test_nothing_is_said_before_a_day_is_known() -> None:
    pace = Pace()
    for number in range(24):
        pace = pace.counted(4, MONDAY + number * HOUR)
    assert pace.expected(MONDAY, MONDAY + 5 * HOUR) is None
    assert pace.counted(0, MONDAY + 24 * HOUR).expected(MONDAY, MONDAY + 5 * HOUR) == 20


def test_an_hour_that_is_not_known_is_taken_for_an_average_one() -> None:
    pace = Pace()
    for number in range(49):
        pace = pace.counted(4, MONDAY + number * HOUR)
    friday = MONDAY + 4 * 24 * HOUR
    assert pace.expected(friday, friday + HOUR) == 4


def test_a_new_week_counts_a_quarter() -> None:
    pace = learnt(1)
    at = AFTER + 12 * HOUR
    pace = pace.counted(2, at).counted(0, at + HOUR / 2).counted(0, at + HOUR)
    assert pace.usual[12] == 6 + 0.25 * (2 - 6)


def test_hours_that_nobody_looked_at_teach_nothing() -> None:
    pace = learnt(1)
    later = pace.counted(1, AFTER + 100 * HOUR)
    assert later.usual[1:] == pace.usual[1:]


@pytest.mark.parametrize("minutes", [0, 59])
def test_stories_of_one_hour_are_added(minutes: int) -> None:
    pace = Pace().counted(1, MONDAY).counted(2, MONDAY + timedelta(minutes=minutes))
    assert pace.count == 3


def test_the_clock_going_back_breaks_nothing() -> None:
    pace = learnt(1).counted(1, MONDAY)
    assert pace.expected(AFTER, MONDAY) == 0
