"""Times as agencies write them: ISO 8601 with and without a zone, dates alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

# datetime.fromisoformat takes any character between date and time, and any number of digits at the end.
_SHAPE = re.compile(r"\d{4}-?\d{2}-?\d{2}(?P<time>[T ][\d:.,Z+-]{1,40})?")
_LAST_ZONE = timedelta(hours=12)
"""UTC-12:00 is the zone where every hour comes last."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A time as it was written.

    Parameters
    ----------
    instant: in UTC; a time without a zone is taken in the supplier's, a date alone as its first moment.
    has_zone, has_time: what the text really said.
    """

    instant: datetime
    has_zone: bool
    has_time: bool

    @property
    def latest(self) -> datetime:
        """The latest instant that can be meant: what an embargo lasts until, so that it never ends too early.

        Without a zone: that hour in the zone where it comes last (UTC-12). A date alone: when that day is over there.
        """
        try:
            over = self.instant if self.has_time else self.instant + timedelta(days=1)
            return over if self.has_zone else over + _LAST_ZONE
        except OverflowError:
            return datetime.max.replace(tzinfo=UTC)


def read(text: str, zone: tzinfo = UTC) -> Moment | None:
    """Return the time that `text` names in ISO 8601 (extended or compact, `+0000` too), or None where it names none.

    `zone` is that of the supplier, for a time without one.
    """
    shape = _SHAPE.fullmatch(text.strip().upper())
    if shape is None:
        return None
    try:
        parsed = datetime.fromisoformat(shape[0])
        has_zone = parsed.tzinfo is not None
        instant = parsed.astimezone(UTC) if has_zone else parsed.replace(tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return Moment(instant, has_zone, has_time=shape["time"] is not None)


def milliseconds(instant: datetime) -> int:
    """Return `instant` in whole milliseconds since 1970 in UTC."""
    return (instant - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)
