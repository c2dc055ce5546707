"""Times as feeds and mail write them: RFC 822 and its sloppy relatives, asctime, ISO 8601 also cut short."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from newswire.normalise import months, times
from newswire.normalise.times import Moment

_LONGEST = 100
"""Characters: the longest time that a person writes has about 40."""

_CLOCK = r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,]\d+)?)?(?:\s*(?P<half>[ap])\.?m\.?)?"
_ZONE = r"(?:\s*(?P<zone>[a-z]{1,5}(?![a-z0-9])|(?:gmt|utc)?\s*[+-]\d{1,2}:?\d{2}))?"
_WEEKDAY = r"(?:[^\W\d_]{2,12}\.?(?:,\s*|\s+))?"
_MONTH = r"(?P<month>[^\W\d_]{3,10})\.?"
_SHAPES = tuple(
    re.compile(shape + r"(?:\s|,)*", re.IGNORECASE)
    for shape in (
        # Tue, 24 Nov 2026 10:00:00 +0000, also "24-Nov-26" and no clock
        rf"{_WEEKDAY}(?P<day>\d{{1,2}})\.?[\s-]+{_MONTH}[\s,-]+(?P<year>\d{{2}}|\d{{4}})(?:[\s,]+(?:at\s+)?{_CLOCK}{_ZONE})?",
        # Nov 24, 2026 10:00 AM EST
        rf"{_WEEKDAY}{_MONTH}\s+(?P<day>\d{{1,2}}),?\s+(?P<year>\d{{4}})(?:[\s,]+(?:at\s+)?{_CLOCK}{_ZONE})?",
        # Tue Nov 24 10:00:00 GMT 2026
        rf"{_WEEKDAY}{_MONTH}\s+(?P<day>\d{{1,2}})\s+{_CLOCK}{_ZONE}\s+(?P<year>\d{{4}})",
    )
)
_SHORT_ISO = re.compile(r"(\d{4})(?:-(\d{2}))?")
_SPACED_ZONE = re.compile(r"\s+(?:(?:GMT|UTC)(?=[+-]))?(?=[+-]\d{2}:?\d{2}$|Z$)", re.IGNORECASE)
_NAMED_UTC = re.compile(r"\s*(?:GMT|UTC)$", re.IGNORECASE)
_COMMENT = re.compile(r"\([^()]*\)")

_ZONES: dict[str, float] = {
    **dict.fromkeys(("z", "ut", "utc", "gmt", "wet"), 0),
    **dict.fromkeys(("bst", "cet", "mez", "west"), 1),
    **dict.fromkeys(("cest", "mesz", "eet", "sast"), 2),
    **dict.fromkeys(("eest", "msk"), 3),
    **dict.fromkeys(("hkt", "sgt"), 8),
    **dict.fromkeys(("jst", "kst"), 9),
    **dict(zip(("aest", "aedt", "nzst", "nzdt"), (10, 11, 12, 13), strict=True)),
    **dict(zip(("nst", "ndt", "ast", "adt", "est", "edt"), (-3.5, -2.5, -4, -3, -5, -4), strict=True)),
    **dict(zip(("cst", "cdt", "mst", "mdt", "pst", "pdt"), (-6, -5, -7, -6, -8, -7), strict=True)),
    **dict(zip(("akst", "akdt", "hst"), (-9, -8, -10), strict=True)),
}
"""Hours from UTC. IST is not here: India, Israel and Ireland use it."""


def read(text: str, zone: tzinfo = UTC) -> Moment | None:
    """Return the time that `text` names, or None where it names none.

    Parameters
    ----------
    text: RFC 822 ("Tue, 24 Nov 2026 10:00:00 +0000") with its usual mistakes, asctime, ISO 8601 down to the year alone.
    zone: the supplier's, for a time without one, or with one that nobody can tell for certain.
    """
    text = " ".join(_COMMENT.sub(" ", text[:_LONGEST]).split())
    return _iso(text, zone) or _in_words(text, zone)


def _iso(text: str, zone: tzinfo) -> Moment | None:
    short = _SHORT_ISO.fullmatch(text)
    if short:
        return times.read(f"{short[1]}-{short[2] or '01'}-01", zone)
    return times.read(_NAMED_UTC.sub("Z", _SPACED_ZONE.sub("", text)), zone)


def _in_words(text: str, zone: tzinfo) -> Moment | None:
    match = next(filter(None, (shape.fullmatch(text) for shape in _SHAPES)), None)
    if match is None:
        return None
    month = months.number(match["month"])
    if month is None:
        return None
    offset = _offset(match["zone"])
    try:
        written = datetime(
            _year(match["year"]),
            month,
            int(match["day"]),
            _hour(match["hour"], match["half"]),
            int(match["minute"] or 0),
            min(int(match["second"] or 0), 59),
            tzinfo=offset or zone,
        )
        return Moment(written.astimezone(UTC), has_zone=offset is not None, has_time=match["hour"] is not None)
    except (ValueError, OverflowError):
        return None


def _year(digits: str) -> int:
    """Return the year; of two digits as RFC 2822 reads them."""
    year = int(digits)
    if len(digits) == 4:
        return year
    return year + (2000 if year < 50 else 1900)


def _hour(digits: str | None, half: str | None) -> int:
    hour = int(digits or 0)
    if half is None:
        return hour
    return hour % 12 + (12 if half.lower() == "p" else 0)


def _offset(text: str | None) -> timezone | None:
    if text is None:
        return None
    digits = re.search(r"([+-])(\d{1,2}):?(\d{2})", text)
    if digits:
        minutes = int(digits[2]) * 60 + int(digits[3])
        if minutes >= 24 * 60:
            return None
        return timezone(timedelta(minutes=-minutes if digits[1] == "-" else minutes))
    hours = _ZONES.get(text.lower())
    return None if hours is None else timezone(timedelta(hours=hours))
