"""Dates in a query: what a reader types as bounds in UTC, and bounds as they are written.

A day is a day of the reader's time zone, from midnight to midnight, which is 23 or 25 hours where the clocks change.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import tzinfo

    from newswire.search.tree import Dates

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
EARLIEST, LATEST = 1900, 2100
"""The years that a query can name; the world's news is between them."""

_AGO = re.compile(r"([0-9]{1,5})([hdw])")
_CALENDAR = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?")
_TIME = re.compile(
    r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})[t ]([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\.[0-9]+)?)?"
    r"(?:(z)|([+-])([0-9]{2}):?([0-9]{2}))?"
)


@dataclass(frozen=True, slots=True)
class Span:
    """A day, month or year from `start` to before `end`; a point in time where `end` is None. Both in UTC."""

    start: datetime
    end: datetime | None = None


def span(text: str, zone: tzinfo, now: datetime) -> Span | None:
    """Return what a reader means by a date; None where it makes no sense.

    Parameters
    ----------
    text: 2026, 2026-03, 2026-03-01, 2026-03-01T09:00 (in `zone`, unless it names another), 24h, 7d, 2w (before now),
        today, yesterday, or a weekday: the latest such day, today included.
    zone: of the reader.
    now: the time; its minute counts, so that a query asked twice within it is the same.
    """
    text = text.lower()
    try:
        found = _point(text, zone, now) or _period(text, zone, now)
        within = found and all(EARLIEST <= bound.year <= LATEST for bound in (found.start, found.end) if bound)
    except (ValueError, OverflowError):  # no such day, or none that a datetime can be
        return None
    # Samoa had no 30 December 2011: nothing is on it.
    return found if found and within and found.start != found.end else None


def written(dates: Dates, zone: tzinfo) -> str:
    """Return the dates as a query that `span` reads back in the same zone: whole days as such, else times in UTC."""
    if dates.start and dates.end:
        day = dates.start.astimezone(zone).date().isoformat()
        for text in (day, day[:7], day[:4]):
            if span(text, zone, dates.start) == Span(dates.start, dates.end):
                return f"on:{text}"
    bounds = {"after": dates.start, "before": dates.end}
    return " ".join(f"{name}:{_bound(bound, zone)}" for name, bound in bounds.items() if bound)


def _bound(bound: datetime, zone: tzinfo) -> str:
    day = bound.astimezone(zone).date()
    return day.isoformat() if _midnight(day, zone) == bound else bound.strftime("%Y-%m-%dT%H:%M:%SZ")


def _point(text: str, zone: tzinfo, now: datetime) -> Span | None:
    if ago := _AGO.fullmatch(text):
        minute = now.astimezone(UTC).replace(second=0, microsecond=0)
        return Span(minute - int(ago[1]) * UNITS[ago[2]])
    if not (stamp := _TIME.fullmatch(text)):
        return None
    year, month, day, hour, minutes, seconds, utc, sign, off_hours, off_minutes = stamp.groups()
    local = datetime(int(year), int(month), int(day), int(hour), int(minutes), int(seconds or 0), tzinfo=UTC)
    if sign:
        offset = timedelta(hours=int(off_hours), minutes=int(off_minutes))
        return Span(local - offset if sign == "+" else local + offset)
    return Span(local if utc else local.replace(tzinfo=zone).astimezone(UTC))


def _period(text: str, zone: tzinfo, now: datetime) -> Span | None:
    today = now.astimezone(zone).date()
    if text in WEEKDAYS:
        return _days(today - timedelta(days=(today.weekday() - WEEKDAYS.index(text)) % 7), 1, zone)
    if text in ("today", "yesterday"):
        return _days(today - timedelta(days=text == "yesterday"), 1, zone)
    if not (calendar := _CALENDAR.fullmatch(text)):
        return None
    year, month, day = calendar.groups()
    first = date(int(year), int(month or 1), int(day or 1))
    if day:
        return _days(first, 1, zone)
    after = date(first.year + 1, 1, 1) if not month or first.month == 12 else date(first.year, first.month + 1, 1)
    return _days(first, (after - first).days, zone)


def _days(first: date, number: int, zone: tzinfo) -> Span:
    return Span(_midnight(first, zone), _midnight(first + timedelta(days=number), zone))


def _midnight(day: date, zone: tzinfo) -> datetime:
    """Return when a day begins; where the clocks skip midnight, that is the moment at which they do."""
    return datetime.combine(day, time(), zone).astimezone(UTC)
