"""The use case: deliveries in, one outcome each.

read -> tag -> write to the indices -> tell it in the log of changes -> quarantine what can never be -> archive.
Nothing is acknowledged here: the caller acknowledges what did not end in RETRY, after this has returned. Each step can
be done again to no effect, so that a process may end between any two of them.
"""

from __future__ import annotations

import logging
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from newswire import kill_notice
from newswire.changes import change_of, state_key, unmatched
from newswire.delivery import Unopened
from newswire.engine import MARGIN_SECONDS
from newswire.errors import DeliveryError, EngineUnavailable, TryLater, UnmatchedKill
from newswire.faults import fault
from newswire.formats import parse
from newswire.outcome import Outcome, weightiest
from newswire.record import quarantined
from newswire.retention import limited
from newswire.story import Status, Story, precedence
from newswire.withdrawal import says_its_time

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import datetime

    from newswire.archive import Archive
    from newswire.changes import Change, Changes
    from newswire.delivery import Delivery
    from newswire.index import Index, Write
    from newswire.kill_notice import KillNotice

    Ended = Mapping[str, Any]
    """What the archive says of a story when it came: outcome, id, version; nothing where it is not known."""

    Read = tuple[Delivery, Sequence[Story | "StoryOutcome"], Sequence[Ended]]
    """A delivery, what was read of it, and how each of that ended when it came."""

    Tag = Callable[[Sequence[Story], Callable[[], float]], Sequence[Story]]
    """Gives stories their tags, as many as the seconds left allow; raises nothing."""

logger = logging.getLogger(__name__)

_FIRST_PART, _GROWTH, _LARGEST_PART = 10, 3, 60
"""Stories that are written together: few at first, so that the engine soon has something to do while the next are read,
then each time as many more as can be read meanwhile, since each part costs the same few requests.
"""


@dataclass(frozen=True, slots=True)
class StoryOutcome:
    """How one story of a delivery ended; id and version are None where it could not be read."""

    outcome: Outcome
    id: str | None = None
    version: int | None = None
    reason: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return what is known, for the archive."""
        known = {"outcome": self.outcome, "id": self.id, "version": self.version, "reason": self.reason}
        return {name: value for name, value in known.items() if value is not None}


_OUT_OF_TIME = StoryOutcome(Outcome.RETRY, reason="the function's time is nearly up")


@dataclass(frozen=True, slots=True)
class Result:
    """How a delivery ended, and each story in it."""

    delivery: Delivery
    stories: tuple[StoryOutcome, ...]

    @property
    def outcome(self) -> Outcome:
        """The outcome of the whole: the weightiest of its stories'."""
        return weightiest([story.outcome for story in self.stories])


def ingest(
    deliveries: Sequence[Delivery | Unopened],
    *,
    index: Index,
    changes: Changes,
    archive: Archive,
    batch_id: str,
    clock: Callable[[], datetime],
    time_left: Callable[[], float],
    tag: Tag | None = None,
) -> list[Result]:
    """Take deliveries in; return one result each, in their order.

    Parameters
    ----------
    deliveries: as received, or what could not be opened.
    index, changes, archive: the sides to write to.
    batch_id: names the archive object; the id of the Lambda request.
    clock: tells the time.
    time_left: tells how many seconds the process still has; what cannot be done in them ends in RETRY.
    tag: gives stories their tags; without it they wait for them.

    Raises
    ------
    EngineMisconfigured: our own fault; nothing may be acknowledged.
    Any error of the archive: the stories may be in the index, yet nothing may be acknowledged; when the batch comes
        again, the same versions are written again to no effect.
    """
    results = take_in(deliveries, index=index, changes=changes, clock=clock, time_left=time_left, tag=tag)
    final = [result for result in results if result.outcome is not Outcome.RETRY]
    now = clock()
    for result in final:
        if result.outcome is Outcome.QUARANTINED:
            archive.quarantine(result)
            # Not the reason: it may quote the story. It is kept with the delivery.
            logger.warning("delivery quarantined", extra={"delivery": result.delivery.id})
    if final:
        archive.keep(final, batch_id, now)
    return results


def take_in(
    deliveries: Sequence[Delivery | Unopened],
    *,
    index: Index,
    changes: Changes | None,
    clock: Callable[[], datetime],
    time_left: Callable[[], float],
    tag: Tag | None = None,
    ended: Sequence[Sequence[Ended]] | None = None,
) -> list[Result]:
    """Read deliveries and write their stories, without archiving them; return one result each, in their order.

    This is all that a replay of the archive does; with `changes` None it tells nobody, and `ended` has, for each
    delivery, how its stories ended when they came. A replay knows more by now than was known then: what was quarantined
    is for a person to release, and a notice kills what it killed then. Other parameters and errors are those of
    `ingest`.
    """
    results: list[Result] = []
    under_way: Future[list[Result]] | None = None
    # While one part is written, and the engine is waited for, the next one is read.
    with ThreadPoolExecutor(1, thread_name_prefix="write") as writer:
        for part in _parts(deliveries, time_left, ended or [()] * len(deliveries)):
            results += under_way.result() if under_way else []
            under_way = writer.submit(_settle, part, index, changes, clock, time_left, tag)
        results += under_way.result() if under_way else []
    return results


def _parts(
    deliveries: Sequence[Delivery | Unopened], time_left: Callable[[], float], ended: Sequence[Sequence[Ended]]
) -> Iterator[list[Read]]:
    """Yield what was read of the deliveries, as many stories at a time as a part has; nothing more without time."""
    part: list[Read] = []
    size = _FIRST_PART
    for number, (delivery, then) in enumerate(zip(deliveries, ended, strict=True)):
        out_of_time = number > 0 and time_left() < MARGIN_SECONDS
        entries = [_OUT_OF_TIME] if out_of_time else _read(delivery)
        opened = delivery.delivery if isinstance(delivery, Unopened) else delivery
        of_each = then if len(then) == len(entries) else [{}] * len(entries)
        for_a_person = quarantined(then)
        part.append((opened, [_left_out(entry, for_a_person) for entry in entries], of_each))
        if sum(len(entries) for _, entries, _ in part) >= size:
            yield part
            part = []
            size = min(size * _GROWTH, _LARGEST_PART)
    if part:
        yield part


def _left_out(entry: Story | StoryOutcome, ids: set[str]) -> Story | StoryOutcome:
    if not isinstance(entry, Story) or entry.id not in ids:
        return entry
    return StoryOutcome(Outcome.QUARANTINED, entry.id, entry.version, "quarantined when it came")


def _settle(
    read: Sequence[Read],
    index: Index,
    changes: Changes | None,
    clock: Callable[[], datetime],
    time_left: Callable[[], float],
    tag: Tag | None,
) -> list[Result]:
    """Tag and write what was read of some deliveries; return their results."""
    found = [
        (entry, then)
        for _, entries, of_each in read
        for entry, then in zip(entries, of_each, strict=True)
        if isinstance(entry, Story)
    ]
    stories: Sequence[Story] = [story for story, _ in found]
    stories = tag(stories, time_left) if tag else stories
    written = iter(_outcomes(stories, [then for _, then in found], index, changes, clock))
    return [
        Result(delivery, tuple(next(written) if isinstance(entry, Story) else entry for entry in entries))
        for delivery, entries, _ in read
    ]


def _outcomes(
    stories: Sequence[Story],
    ended: Sequence[Ended],
    index: Index,
    changes: Changes | None,
    clock: Callable[[], datetime],
) -> list[StoryOutcome]:
    """Write stories, and after them what those ask for that kill another; return one outcome each."""
    notices = {position: notice for position, story in enumerate(stories) if (notice := kill_notice.read(story))}
    plain = iter(_write([s for position, s in enumerate(stories) if position not in notices], index, changes, clock))
    outcomes = {position: next(plain) for position in range(len(stories)) if position not in notices}
    for position, notice in notices.items():
        outcomes[position] = _obey(notice, ended[position], index, changes, clock)
    return [outcomes[position] for position in range(len(stories))]


def _obey(
    notice: KillNotice, then: Ended, index: Index, changes: Changes | None, clock: Callable[[], datetime]
) -> StoryOutcome:
    """Write the kill that a notice asks for, or hold the notice for a person, and tell it."""
    try:
        try:
            kill = (
                kill_notice.kill_again(notice, then["id"], then["version"], index)
                if "version" in then
                else kill_notice.kill(notice, index)
            )
            [outcome] = _write([kill or notice.story], index, changes, clock)
        except UnmatchedKill as error:
            if changes:
                changes.append([unmatched(notice.story, clock(), str(error))], changes.tail(), clock())
            return StoryOutcome(Outcome.QUARANTINED, notice.story.id, notice.story.version, str(error))
    except EngineUnavailable as error:
        return StoryOutcome(Outcome.RETRY, notice.story.id, notice.story.version, str(error))
    return outcome


def _write(
    stories: Sequence[Story], index: Index, changes: Changes | None, clock: Callable[[], datetime]
) -> list[StoryOutcome]:
    """Write stories to the indices, and tell what was accepted; return one outcome each."""
    if not stories:
        return []
    try:
        tail = changes.tail() if changes else 0
        writes = index.write(stories)
        if changes:
            now = clock()
            accepted = [
                change_of(story, now, first=write.first, killed=write.killed)
                for story, write in zip(stories, writes, strict=True)
                if write.outcome is Outcome.ACCEPTED or write.killed
            ]
            changes.append([*accepted, *_in_doubt(stories, writes, changes, now)], tail, now)
    except EngineUnavailable as error:
        return [StoryOutcome(Outcome.RETRY, story.id, story.version, str(error)) for story in stories]
    return [
        StoryOutcome(write.outcome, story.id, story.version, write.reason)
        for story, write in zip(stories, writes, strict=True)
    ]


def _in_doubt(stories: Sequence[Story], writes: Sequence[Write], changes: Changes, now: datetime) -> list[Change]:
    """Return what tells a person of kills without a time that lost to a larger number: it may be meant as well.

    One that was obeyed when it came first, and comes again, is in no doubt.
    """
    lost = {
        state_key(story.id, precedence(story)): story
        for story, write in zip(stories, writes, strict=True)
        if write.outcome is Outcome.SUPERSEDED and story.status is Status.KILLED and not says_its_time(story)
    }
    obeyed = changes.written(lost)
    return [
        unmatched(story, now, f"it says no time, and a version with a larger number than {story.version} stands")
        for key, story in lost.items()
        if key not in obeyed
    ]


def _read(delivery: Delivery | Unopened) -> list[Story | StoryOutcome]:
    if isinstance(delivery, Unopened):
        return [_unread(delivery.error)]
    try:
        entries = parse(delivery)
        return [
            _unread(entry) if isinstance(entry, DeliveryError) else limited(entry, delivery.terms) for entry in entries
        ]
    except (DeliveryError, TryLater) as error:
        return [_unread(error)]
    except Exception as error:  # noqa: BLE001 (a fault of ours must not take the other deliveries with it)
        logger.error("delivery could not be read", extra={"delivery": delivery.id, **fault(error)})
        return [StoryOutcome(Outcome.RETRY, reason="an unforeseen fault, see the log")]


def _unread(error: DeliveryError | TryLater) -> StoryOutcome:
    return StoryOutcome(Outcome.QUARANTINED if isinstance(error, DeliveryError) else Outcome.RETRY, reason=str(error))
