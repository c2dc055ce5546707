"""The matching stories over time, in bars of a sensible length: first from when to when they are, then the bars."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from typing_extensions import TypedDict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import tzinfo

MOST_BARS = 60
"""There are more only where the stories are of more years than this; then the empty ones are left out."""

_FIELD = "version_created"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_INTERVALS: tuple[tuple[timedelta, dict[str, str]], ...] = (
    *(
        (timedelta(minutes=minutes), {"fixed_interval": f"{minutes}m"})
        for minutes in (1, 5, 15, 60, 3 * 60, 6 * 60, 12 * 60)
    ),
    (timedelta(days=1), {"calendar_interval": "day"}),
    (timedelta(days=7), {"calendar_interval": "week"}),
    (timedelta(days=28), {"calendar_interval": "month"}),
    (timedelta(days=90), {"calendar_interval": "quarter"}),
    (timedelta(days=365), {"calendar_interval": "year"}),
)
"""The lengths of bars, the shortest that there is of each, and their names in the engine's words."""

Bar = TypedDict("Bar", {"from": str, "count": int})
"""One bar of the histogram: it begins at `from`, and ends where the next one begins."""

PERIOD = {"earliest": {"min": {"field": _FIELD}}, "latest": {"max": {"field": _FIELD}}}
"""What the engine is to tell first; `aggregations` makes of it what to count."""


def aggregations(periods: Iterable[Mapping[str, Any]], zone: tzinfo) -> dict[str, Any] | None:
    """Return what the engine is to count, None where there is no story.

    Parameters
    ----------
    periods: the engine's answers to PERIOD.
    zone: whose days and hours the bars are.
    """
    times = [each["value"] for period in periods for each in (period["earliest"], period["latest"])]
    times = [time for time in times if time is not None]
    if not times:
        return None
    interval, empty = _interval(timedelta(milliseconds=max(times) - min(times)))
    bars = {"field": _FIELD, **interval, "time_zone": str(zone), "min_doc_count": 0 if empty else 1}
    return {"bars": {"date_histogram": bars}}


def read(counted: Iterable[Mapping[str, Any]]) -> list[Bar]:
    """Return the bars, the oldest first.

    Parameters
    ----------
    counted: the engine's answers to `aggregations`; the stories of one are none of another's.
    """
    counts: Counter[int] = Counter()
    for answer in counted:
        counts.update({bucket["key"]: bucket["doc_count"] for bucket in answer["bars"]["buckets"]})
    return [{"from": _rfc3339(start), "count": counts[start]} for start in sorted(counts)]


def _interval(span: timedelta) -> tuple[dict[str, str], bool]:
    """Return the shortest interval with at most MOST_BARS bars, and whether empty ones are shown."""
    for length, interval in _INTERVALS:
        if span // length + 2 <= MOST_BARS:  # the first and the last are begun
            return interval, True
    return _INTERVALS[-1][1], False


def _rfc3339(milliseconds: float) -> str:
    moment = _EPOCH + timedelta(milliseconds=milliseconds)
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")
