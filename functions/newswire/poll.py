"""The use case: feeds that are due -> fetched -> queued where they hold something new.

The document is queued as it came, whole, and ingest takes the stories out of it: those it knows already are no news
there. So a feed's state need only tell whether there is anything new, and may be lost or late without losing a story.
Its cursor moves on after the document is queued. Feeds are independent: whatever happens to one, the others go on.
"""

from __future__ import annotations

import logging
import random
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from newswire.addresses import WebAddress
from newswire.errors import FeedHeadersRefused, FeedUnreachable
from newswire.faults import fault
from newswire.feed_pages import Reader
from newswire.feed_state import StateTaken
from newswire.fetch import fetch

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from newswire.feed_headers import FeedHeaders
    from newswire.feed_state import FeedState, FeedStates, Held
    from newswire.feeds import Feed
    from newswire.fetch import Fetched
    from newswire.queue import Queue

logger = logging.getLogger(__name__)

AT_ONCE = 8
FETCH_SECONDS = 12.0
"""The time that one feed may take of a run."""
PAGE_SECONDS = 3.0
"""What must be left of it for one more page."""
MARGIN_SECONDS = 5.0
"""What is left of a run's time when nothing more is begun: for the queue and the states."""
LEASE = timedelta(seconds=90)
"""Longer than a function may run, so that nobody begins while somebody is still at it."""
LONGEST_BACK_OFF_SECONDS = 3600.0

_EARLY = 0.9
"""A feed is due a tenth of its period early: else a schedule that is half a second fast would skip every other poll."""


class PollOutcome(StrEnum):
    """How one feed fared in one run."""

    NEW = "new"  # there was something new, and it is queued
    UNCHANGED = "unchanged"
    FAILED = "failed"  # it gave no document: back-off
    FAULT = "fault"  # our own fault, or one of AWS: the next run tries again
    NOT_DUE = "not_due"
    BUSY = "busy"  # another runner has it
    LATER = "later"  # the run had no time left for it


@dataclass(frozen=True, slots=True)
class Polled:
    """How one feed fared in one run.

    Parameters
    ----------
    feed: its name.
    outcome: how it ended.
    stories: how many new or changed stories the document holds.
    problem: what was wrong.
    failures: polls in a row that gave no document; None where its state was not looked at.
    silence_seconds: the time since it last had a new story; None where it was not looked at.
    silence_ratio: how many stories it usually has in that time; None while its pace is not known.
    """

    feed: str
    outcome: PollOutcome
    stories: int = 0
    problem: str | None = None
    failures: int | None = None
    silence_seconds: float | None = None
    silence_ratio: float | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return what is known, for the log and whoever called."""
        known = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {name: value for name, value in known.items() if value is not None}


def poll(
    feeds: Sequence[Feed],
    *,
    states: FeedStates,
    queue: Queue,
    clock: Callable[[], datetime],
    time_left: Callable[[], float],
    headers: FeedHeaders,
    get: Callable[..., Fetched] = fetch,
) -> list[Polled]:
    """Poll the feeds that are due, several at a time; return how each fared, in their order.

    Nothing is raised for a feed: see the outcomes.

    Parameters
    ----------
    feeds: all that there are.
    states, queue: the sides to work with.
    clock: tells the time.
    time_left: tells how many seconds the process still has; feeds that there is no time for wait for the next run.
    headers: what feeds that are `identified` are sent.
    get: fetches a document.
    """
    poller = _Poller(states, queue, clock, time_left, headers, get)
    pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="poll")
    try:
        # In another order each time: where the time is too short for all, it is not always the same ones that wait.
        order = random.sample(list(feeds), len(feeds))
        started = {feed.name: pool.submit(poller.poll, feed) for feed in order}
        wait(started.values(), timeout=max(time_left() - MARGIN_SECONDS / 2, 0))
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
    return [
        started[feed.name].result()
        if started[feed.name].done() and not started[feed.name].cancelled()
        else Polled(feed.name, PollOutcome.LATER)
        for feed in feeds
    ]


def back_off(feed: Feed, failures: int, retry_after: float | None) -> timedelta:
    """Return the time to the next poll after so many failures in a row: doubling up to an hour, and half of it random.

    What the server asks for is the least; so is the feed's own period.
    """
    ceiling = min(feed.period_seconds * 2.0 ** min(failures, 30), LONGEST_BACK_OFF_SECONDS)
    jittered = random.uniform(ceiling / 2, ceiling)  # noqa: S311
    return timedelta(seconds=max(jittered, feed.period_seconds, retry_after or 0.0))


@dataclass(frozen=True, slots=True)
class _Poller:
    """Polls one feed after the other; several threads may use it."""

    states: FeedStates
    queue: Queue
    clock: Callable[[], datetime]
    time_left: Callable[[], float]
    headers: FeedHeaders
    get: Callable[..., Fetched]

    def poll(self, feed: Feed) -> Polled:
        """Poll a feed if it is due, and say how it fared."""
        try:
            return self._poll(feed)
        except StateTaken:
            return Polled(feed.name, PollOutcome.BUSY)
        except Exception as error:  # noqa: BLE001 (our own fault, or S3 or SQS is away; the state is as it was)
            logger.error("feed could not be polled", extra={"feed": feed.name, **fault(error)})
            return Polled(feed.name, PollOutcome.FAULT, problem=f"{type(error).__name__}: {str(error)[:200]}")

    def _poll(self, feed: Feed) -> Polled:
        if self.time_left() < MARGIN_SECONDS:
            return Polled(feed.name, PollOutcome.LATER)
        held = self.states.read(feed.name)
        now = self.clock()
        if held.state.url == feed.url and held.state.not_before and held.state.not_before > now:
            return _polled(feed, PollOutcome.NOT_DUE, held.state, now)
        held = self.states.lease(feed.name, held, now, LEASE)
        state = replace(held.state.of(feed.url), first_poll=held.state.first_poll or now)
        try:
            stories, state = self._read(feed, state, now)
        except FeedUnreachable as error:
            return self._failed(feed, held, state, error, now)
        state = replace(
            state,
            failures=0,
            problem=None,
            not_before=now + timedelta(seconds=feed.period_seconds * _EARLY),
            leased_until=None,
        )
        self.states.write(feed.name, state, held.version)
        return _polled(feed, PollOutcome.NEW if stories else PollOutcome.UNCHANGED, state, now, stories)

    def _read(self, feed: Feed, state: FeedState, now: datetime) -> tuple[int, FeedState]:
        at_first = self.time_left()

        def left() -> float:
            return min(FETCH_SECONDS - (at_first - self.time_left()), self.time_left() - MARGIN_SECONDS)

        def get(address: str, conditions: Mapping[str, str]) -> Fetched:
            return self._fetched(feed, address, conditions, left())

        return Reader(feed, get, self.queue.send, lambda: left() > PAGE_SECONDS, now).read(state)

    def _fetched(self, feed: Feed, address: str, conditions: Mapping[str, str], seconds: float) -> Fetched:
        """Return the document, or that it has not changed; raise FeedUnreachable for all other answers."""
        fetched = self.get(
            address,
            sites=feed.allowed,
            private=feed.private,
            seconds=seconds,
            headers=conditions,
            identity=self._identity(feed, address),
        )
        if fetched.status == 304 and conditions:
            return fetched
        if fetched.status in (404, 410):
            raise FeedUnreachable(f"there is no such feed any more (status {fetched.status}): look for its new address")
        if fetched.status != 200:
            raise FeedUnreachable(f"it answers with status {fetched.status}", fetched.retry_after)
        return fetched

    def _identity(self, feed: Feed, address: str) -> Mapping[str, str]:
        if not feed.identified or WebAddress.read(address).site != feed.site:
            return {}
        try:
            return self.headers[feed.name]
        except KeyError:
            raise FeedHeadersRefused(f"the secret FeedHeaders has none for {feed.name}, which is identified") from None

    def _failed(self, feed: Feed, held: Held, state: FeedState, error: FeedUnreachable, now: datetime) -> Polled:
        failures = state.failures + 1
        state = replace(
            state.anew(),
            failures=failures,
            problem=str(error),
            not_before=now + back_off(feed, failures, error.retry_after),
            leased_until=None,
        )
        self.states.write(feed.name, state, held.version)
        logger.warning("feed gave no document", extra={"feed": feed.name, "reason": str(error), "failures": failures})
        return _polled(feed, PollOutcome.FAILED, state, now)


def _polled(feed: Feed, outcome: PollOutcome, state: FeedState, now: datetime, stories: int = 0) -> Polled:
    since = state.silent_since(now)
    return Polled(
        feed.name,
        outcome,
        stories,
        state.problem,
        state.failures,
        silence_seconds=(now - since).total_seconds(),
        silence_ratio=state.pace.expected(since, now),
    )
