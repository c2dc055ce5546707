"""How often a feed has stories, by the hour of the week, and how long its silence is against that."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

HOURS = 7 * 24
_NEWEST_SHARE = 0.25
"""Weight of the newest week in an hour's usual number: a month ago counts a third of it, and a holiday is forgotten."""
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Pace:
    """What is usual for a feed.

    Parameters
    ----------
    usual: by hour of the week in UTC, Monday's first one at the start, the usual number of new stories; None: unknown.
    hour: the start of the hour that is being counted.
    count: new stories in it so far.
    """

    usual: tuple[float | None, ...] = field(default=(None,) * HOURS)
    hour: datetime | None = None
    count: int = 0

    def counted(self, stories: int, now: datetime) -> Pace:
        """Return the pace with new stories counted; the hour before is learnt from when the next one has begun.

        Hours in which nobody looked are not learnt from: the first one after is counted from its start.
        """
        hour = _start(now)
        if self.hour == hour:
            return replace(self, count=self.count + stories)
        usual = list(self.usual)
        if self.hour is not None:
            slot = _slot(self.hour)
            known = usual[slot]
            learnt = self.count if known is None else known + _NEWEST_SHARE * (self.count - known)
            usual[slot] = round(learnt, 3)
        return Pace(tuple(usual), hour, stories)

    def expected(self, since: datetime, now: datetime) -> float | None:
        """Return how many stories usually come in the time from `since` to `now`; None where too little is known.

        This is the silence of a feed in terms of its own pace: at 0.5 nothing is unusual, at 10 something is broken,
        at three in the morning as at noon.
        """
        known = [number for number in self.usual if number is not None]
        if len(known) < HOURS // 7 or since >= now:
            return None if len(known) < HOURS // 7 else 0.0
        mean = sum(known) / len(known)
        weeks, rest = divmod(now - since, timedelta(hours=HOURS))
        total = weeks * sum(mean if number is None else number for number in self.usual)
        at = now - rest
        while at < now:
            end = min(_start(at) + _HOUR, now)
            number = self.usual[_slot(at)]
            total += (mean if number is None else number) * ((end - at) / _HOUR)
            at = end
        return round(total, 3)


def _start(instant: datetime) -> datetime:
    return instant.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def _slot(instant: datetime) -> int:
    utc = instant.astimezone(UTC)
    return utc.weekday() * 24 + utc.hour
