"""The use case of those who run the service: how deliveries went, what is in quarantine, which feeds are silent."""

from __future__ import annotations

import math
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING

from typing_extensions import TypedDict

from newswire.errors import DeliveryMissing, FeedsRefused, NotInQuarantine, ReleaseRefused
from newswire.feeds import configured
from newswire.outcome import Outcome
from newswire.record import RecordDamaged
from newswire.story import rfc3339

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from newswire.feed_state import FeedStates
    from newswire.feeds import Feed
    from newswire.quarantine import Quarantine, Quarantined
    from newswire.queue import Queue
    from newswire.recent import Ended, Recent

MOST_QUARANTINED = 100
"""Deliveries in quarantine that are listed; the command line lists all."""
UNKNOWN = "unknown"

_AT_ONCE = 8
_HOUR = timedelta(hours=1)


class SupplierOutcome(TypedDict):
    """Deliveries of one supplier that ended in one way; `last` is when the newest of them did."""

    supplier: str
    outcome: Outcome
    count: int
    last: str


class Lag(TypedDict):
    """Seconds from receipt to the index: half of the accepted deliveries, and 95 of 100, took no longer."""

    p50_seconds: float
    p95_seconds: float


# It has a key that is a word of Python.
HourOfDeliveries = TypedDict("HourOfDeliveries", {"from": str, "count": int, "lag": Lag | None})


class Waiting(TypedDict):
    """Messages on the stories queue: those that wait, and those in work or waiting for another try."""

    waiting: int
    in_work: int


class QuarantinedDelivery(TypedDict):
    """A delivery in quarantine; what is None is not known, of a damaged one nothing is but the reason."""

    delivery: str
    supplier: str | None
    feed: str | None
    received: str | None
    reasons: list[str]


class Kept(TypedDict):
    """What is in quarantine: how many, and the newest of them."""

    total: int
    deliveries: list[QuarantinedDelivery]


class PolledFeed(TypedDict):
    """A polled feed.

    `last_story` is when it last had a new one, `silence_seconds` the time since (None: it was never polled), and
    `expected_stories` how many it usually has in that time (None: its pace is not known yet). `failures` are polls in
    a row that gave no document, and `problem` is why.
    """

    feed: str
    supplier: str | None
    last_story: str | None
    silence_seconds: float | None
    expected_stories: float | None
    failures: int
    problem: str | None


class Feeds(TypedDict):
    """The polled feeds; `problem` says why none is polled, where feeds.json cannot be used."""

    problem: str | None
    polled: list[PolledFeed]


class Report(TypedDict):
    """How it goes: of deliveries all that ended `since` then, a day ago where there was time to read so many."""

    at: str
    since: str
    deliveries: list[SupplierOutcome]
    hours: list[HourOfDeliveries]
    lag: Lag | None
    queue: Waiting
    quarantine: Kept
    feeds: Feeds


class Released(TypedDict):
    """How many deliveries had the id, and are queued again."""

    released: int


def report(
    *,
    recent: Recent,
    quarantine: Quarantine,
    queue: Queue,
    feed_states: FeedStates,
    now: datetime,
    has_time: Callable[[], bool],
) -> Report:
    """Return how it goes.

    Parameters
    ----------
    recent, quarantine, queue, feed_states: the sides to look at.
    now: the time.
    has_time: tells whether more of the archive can be read; what it is too short for comes with the next report.

    Raises
    ------
    ArchiveUnavailable: S3 does not answer, or refuses us.
    errors of boto3
    """
    depth = queue.depth()
    kept, feeds = _kept(quarantine), _feeds(feed_states, now)
    day = recent.day(now, has_time)
    return {
        "at": rfc3339(now),
        "since": rfc3339(day.since),
        "deliveries": _by_supplier(day.ended),
        "hours": _by_hour(day.ended),
        "lag": _lag(day.ended),
        "queue": {"waiting": depth.waiting, "in_work": depth.in_work},
        "quarantine": kept,
        "feeds": feeds,
    }


def release(delivery_id: str, quarantine: Quarantine) -> Released:
    """Queue a delivery again as it came, and take it out of quarantine.

    Raises
    ------
    NotInQuarantine: there is none with this id.
    ReleaseRefused: its object is damaged; it stays where it is.
    ArchiveUnavailable, errors of boto3
    """
    try:
        found = quarantine.find(delivery_id)
    except DeliveryMissing as error:
        raise NotInQuarantine(f"No delivery {delivery_id} is in quarantine; perhaps it was released before.") from error
    for each in found:
        try:
            quarantine.release(each)
        except RecordDamaged as error:
            raise ReleaseRefused(f"{error}. See `newswire quarantine show {delivery_id}`.") from error
    return {"released": len(found)}


def _by_supplier(day: Sequence[Ended]) -> list[SupplierOutcome]:
    """Count the deliveries, which are the newest first; suppliers and outcomes in their order."""
    counts = Counter((each.supplier or UNKNOWN, each.outcome) for each in day)
    last = {(each.supplier or UNKNOWN, each.outcome): each.at for each in reversed(day)}
    return [
        {"supplier": supplier, "outcome": outcome, "count": counts[supplier, outcome], "last": rfc3339(at)}
        for (supplier, outcome), at in sorted(last.items())
    ]


def _by_hour(day: Sequence[Ended]) -> list[HourOfDeliveries]:
    hours: dict[datetime, list[Ended]] = {}
    for each in reversed(day):
        hours.setdefault(each.at.replace(minute=0, second=0, microsecond=0), []).append(each)
    return [{"from": rfc3339(hour), "count": len(ended), "lag": _lag(ended)} for hour, ended in sorted(hours.items())]


def _lag(ended: Iterable[Ended]) -> Lag | None:
    """Return the lag of those that were accepted; None where there are none."""
    lags = sorted(each.lag_seconds for each in ended if each.outcome is Outcome.ACCEPTED)
    if not lags:
        return None
    half, most = (lags[math.ceil(share * len(lags)) - 1] for share in (0.5, 0.95))
    return {"p50_seconds": round(half, 3), "p95_seconds": round(most, 3)}


def _kept(quarantine: Quarantine) -> Kept:
    total, listed = quarantine.newest(MOST_QUARANTINED)
    rows = sorted(map(_quarantined, listed), key=lambda row: row["received"] or "", reverse=True)
    return {"total": total, "deliveries": rows}


def _quarantined(found: Quarantined) -> QuarantinedDelivery:
    if found.record is None:
        reasons = [found.damage or "It cannot be read."]
        return {"delivery": found.id, "supplier": None, "feed": None, "received": None, "reasons": reasons}
    delivery = found.record.delivery
    return {
        "delivery": found.id,
        "supplier": found.record.supplier,
        "feed": delivery.feed,
        "received": rfc3339(delivery.received),
        "reasons": found.record.reasons,
    }


def _feeds(states: FeedStates, now: datetime) -> Feeds:
    try:
        feeds = configured(states.configuration())
    except FeedsRefused as error:
        return {"problem": str(error), "polled": []}
    with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="feeds") as pool:
        return {"problem": None, "polled": list(pool.map(lambda feed: _polled(feed, states, now), feeds))}


def _polled(feed: Feed, states: FeedStates, now: datetime) -> PolledFeed:
    state = states.read(feed.name).state
    since = state.silent_since(now)
    return {
        "feed": feed.name,
        "supplier": feed.supplier,
        "last_story": rfc3339(state.last_story) if state.last_story else None,
        "silence_seconds": round((now - since).total_seconds(), 3) if state.first_poll else None,
        "expected_stories": state.pace.expected(since, now),
        "failures": state.failures,
        "problem": state.problem,
    }
