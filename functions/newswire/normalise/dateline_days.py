"""The day in a dateline ("Nov. 24", "le 24 novembre 2026", "24.11.", "2026. november 24., kedd")."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from newswire.normalise import months, weekdays

_ENDS_IN_DATE = re.compile(
    r"""(?:^|[\s,.])(?:(?P<year_before>\d{4})\.?\ )?
        (?:(?P<day>\d{1,2})(?:st|nd|rd|th|º|er)?\.?\ (?:de\ |of\ )?(?P<month>[^\W\d_]{3,12})\.?
          |(?P<month_before>[^\W\d_]{3,12})\.?\ (?P<day_after>\d{1,2})(?:st|nd|rd|th)?\.?
          |(?P<number>\d{1,2})(?P<parted>/|\.\ ?|-)(?P<month_number>\d{1,2})(?:(?:/|\.\ ?|-)(?P<numeric_year>\d{4})?)?
          |(?P<iso>\d{4}-\d\d-\d\d))
        (?:,?\ (?:de\ |del\ )?(?P<year>\d{4})\.?)?$""",
    re.VERBOSE,
)
_AROUND_A_DAY = weekdays.NAMES | frozenset(
    "mon tue wed thu fri sat sun hétfő kedd szerda csütörtök péntek szombat vasárnap le den the on".split()
)


def split(where: str, filed: date) -> tuple[str, date | None]:
    """Return the places in "PARIS, Nov 24" and the day; a date that is none stays in the places.

    A day without year is the last such day that a story filed then can have been written on.
    """
    match = _ENDS_IN_DATE.search(_without_weekday(where))
    day = _read(match, filed) if match else None
    if match is None or day is None:
        return where, None
    places = _without_weekday(where[: match.start()])
    return places if "," in places else places.rstrip("."), day


def _read(match: re.Match[str], filed: date) -> date | None:
    if match["iso"]:
        return _date(*map(int, match["iso"].split("-")))
    month = int(match["month_number"] or 0) or months.number(match["month"] or match["month_before"] or "")
    day = int(match["day"] or match["day_after"] or match["number"])
    if match["number"] and month and month > 12 >= day:
        day, month = month, day  # 11/24/2026, as in the US
    year = match["year"] or match["numeric_year"] or match["year_before"]
    if match["parted"] == "-" and not year:
        return None
    years = (int(year),) if year else (filed.year - 1, filed.year, filed.year + 1)
    days = [found for year in years if month and (found := _date(year, month, day))]
    return _latest(days, filed) if days else None


def _without_weekday(where: str) -> str:
    where = where.strip(" ,")
    head, _, last = where.rpartition(" ")
    return _without_weekday(head) if last.lower().rstrip(".") in _AROUND_A_DAY else where


def _latest(days: list[date], filed: date) -> date:
    """Return the last of the days that a story filed then can have been written on: zones apart, none is ahead."""
    return max((day for day in days if day <= filed + timedelta(days=2)), default=min(days))


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return datetime(year, month, day, tzinfo=UTC).date()
    except ValueError:
        return None
