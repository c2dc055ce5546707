"""Times as wires print them: day-time groups ("131137 GMT Nov 13"), dashed dates, dates in running words."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from newswire.normalise import months
from newswire.normalise.times import Moment

_HOURS_EAST = {
    **dict.fromkeys(("GMT", "UTC", "UT", "Z"), 0),
    **dict.fromkeys(("CET", "MEZ", "BST"), 1),
    **dict.fromkeys(("CEST", "MESZ", "EET"), 2),
    **dict.fromkeys(("EEST", "MSK"), 3),
    **dict.fromkeys(("JST", "KST"), 9),
    **dict.fromkeys(("AST", "EDT"), -4),
    **dict.fromkeys(("EST", "CDT"), -5),
    **dict.fromkeys(("MST", "PDT"), -7),
    **dict(zip(("MDT", "PST", "AEST", "AEDT"), (-6, -8, 10, 11), strict=True)),
}
_BY_SEASON = {"ET": "America/New_York", "CT": "America/Chicago", "PT": "America/Los_Angeles"}

_DAY_TIME_GROUP = re.compile(
    r"(?<!\d)(?P<day>\d\d)(?P<hour>\d\d):?(?P<minute>\d\d)[ \t]{0,9}(?P<zone>[A-Z]{1,4}\b)?[ \t,.]{0,9}"
    r"(?P<month>[^\W\d_]{3,10})\.?[ \t,]{0,9}(?P<year>\d{4}|\d\d)(?!\d)"
)
_DASHED = re.compile(
    r"(?<!\d)(?P<first>\d\d)-(?P<second>\d\d)-(?P<year>\d{4}|\d\d)[ \t]{1,9}"
    r"(?P<hour>\d\d):?(?P<minute>\d\d)[ \t]{0,9}(?P<zone>[A-Z]{1,4})?\b"
)
_LONG_ZONE = re.compile(r"\b(eastern|central|pacific)\s+(?:standard|daylight)?\s*time\b", re.IGNORECASE)
_IN_WORDS = re.compile(
    r"(?:(?P<day>\d{1,2})(?:\.|st|nd|rd|th|er|º)?[ \t]{1,9}(?:de[ \t]{1,9})?)?"
    r"(?P<month>[^\W\d_]{3,10})\.?[ \t]{1,9}(?:del?[ \t]{1,9})?"
    r"(?:(?P<day_after>\d{1,2})(?:st|nd|rd|th)?,?[ \t]{1,9})?(?P<year>\d{4})(?!\d)"
)
_CLOCK = re.compile(
    r"(?<!\d)(?P<hour>\d{1,2})[:.h](?P<minute>\d\d)(?::\d\d)?[ \t]{0,9}(?P<half>[ap]\.?m\b\.?)?"
    r"(?:[ \t]{0,9}\(?(?P<zone>[A-Z]{1,4}\b|[+-]\d\d:?\d\d))?",
    re.IGNORECASE,
)


def day_time_group(text: str, zone: tzinfo = UTC) -> Moment | None:
    """Return the last day-time group in `text` ("131137 GMT Nov 13"), or None; `zone` where it names none."""
    for group in reversed(list(_DAY_TIME_GROUP.finditer(text))):
        number = months.number(group["month"])
        if number and (
            moment := _moment(_year(group["year"]), number, int(group["day"]), group["hour"], group["minute"],
                              group["zone"], zone)
        ):  # fmt: skip
            return moment
    return None


def dashed(text: str, zone: tzinfo = UTC, *, day_first: bool = False) -> Moment | None:
    """Return the time in `text` like "11-13-13 0745GMT", or None.

    The month comes first, as in America, unless `day_first` says otherwise or there is no such month.
    """
    found = _DASHED.search(text)
    if found is None:
        return None
    orders = [(int(found["first"]), int(found["second"])), (int(found["second"]), int(found["first"]))]
    for month_number, day in reversed(orders) if day_first else orders:
        moment = _moment(
            _year(found["year"]), month_number, day, found["hour"], found["minute"], found["zone"], zone
        )  # fmt: skip
        if moment:
            return moment
    return None


def in_words(text: str, zone: tzinfo = UTC) -> Moment | None:
    """Return the date in `text` like "Dec. 9, 2020" or "9 décembre 2020", with the time of day beside it, or None."""
    text = _LONG_ZONE.sub(lambda found: f"{found[1][0]}T", text)
    for found in _IN_WORDS.finditer(text):
        number, day = months.number(found["month"]), found["day"] or found["day_after"]
        if not number or not day:
            continue
        clock = _CLOCK.search(text[: found.start()] + " | " + text[found.end() :])
        hour, minute = _hour(clock) if clock else (0, 0)
        moment = _moment(
            int(found["year"]), number, int(day), hour, minute, clock["zone"] if clock else None, zone,
            has_time=clock is not None,
        )  # fmt: skip
        if moment:
            return moment
    return None


def last(month: int, day: int, before: date) -> date | None:
    """Return the last day with this month and day that is not after another, or None where there is none."""
    days = filter(None, (_date(year, month, day) for year in range(before.year, before.year - 9, -1)))
    return next((found for found in days if found <= before), None)


def _hour(clock: re.Match[str]) -> tuple[int, int]:
    hour = int(clock["hour"])
    if clock["half"]:
        hour = hour % 12 + (12 if clock["half"][0] in "pP" else 0)
    return hour, int(clock["minute"])


def _year(text: str) -> int:
    year = int(text)
    return year if year > 99 else year + (1900 if year >= 70 else 2000)


def _date(year: int, month_number: int, day: int) -> date | None:
    try:
        return date(year, month_number, day)
    except ValueError:
        return None


def _moment(
    year: int,
    month_number: int,
    day: int,
    hour: str | int,
    minute: str | int,
    zone_name: str | None,
    default: tzinfo,
    *,
    has_time: bool = True,
) -> Moment | None:
    zone = _zone(zone_name)
    try:
        local = datetime(year, month_number, day, int(hour), int(minute), tzinfo=zone or default)
        return Moment(local.astimezone(UTC), has_zone=zone is not None, has_time=has_time)
    except (ValueError, OverflowError):
        return None


def _zone(name: str | None) -> tzinfo | None:
    if name is None:
        return None
    if name[0] in "+-":
        sign = -1 if name[0] == "-" else 1
        return timezone(sign * timedelta(hours=int(name[1:3]), minutes=int(name[-2:])))
    if name.upper() in _BY_SEASON:
        return ZoneInfo(_BY_SEASON[name.upper()])
    hours = _HOURS_EAST.get(name.upper())
    return None if hours is None else timezone(timedelta(hours=hours))
