"""The use case: deliveries in, one outcome each.

parse -> keep the newest of each story -> write to the index -> quarantine what can never be -> archive.
Nothing is acknowledged here: the caller acknowledges what did not end in RETRY, after this has returned.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from newswire.delivery import Unopened
from newswire.errors import DeliveryError
from newswire.formats import parse
from newswire.outcome import Outcome, weightiest
from newswire.story import Story, precedence

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from newswire.archive import Archive
    from newswire.delivery import Delivery
    from newswire.index import Index

logger = logging.getLogger(__name__)


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
    deliveries: Sequence[Delivery | Unopened], *, index: Index, archive: Archive, batch_id: str, now: datetime
) -> list[Result]:
    """Take deliveries in; return one result each, in their order.

    Parameters
    ----------
    deliveries: as received, or what could not be opened.
    index, archive: the sides to write to.
    batch_id: names the archive object; the id of the Lambda request.
    now: the time.

    Raises
    ------
    EngineMisconfigured: our own fault; nothing may be acknowledged.
    Any error of the archive: the stories may be in the index, yet nothing may be acknowledged; when the batch comes
        again, the same versions are written again to no effect.
    """
    read = [_read(delivery) for delivery in deliveries]
    written = iter(_write([entry for entries in read for entry in entries if isinstance(entry, Story)], index))
    results = [
        Result(
            delivery.delivery if isinstance(delivery, Unopened) else delivery,
            tuple(next(written) if isinstance(entry, Story) else entry for entry in entries),
        )
        for delivery, entries in zip(deliveries, read, strict=True)
    ]
    final = [result for result in results if result.outcome is not Outcome.RETRY]
    for result in final:
        if result.outcome is Outcome.QUARANTINED:
            archive.quarantine(result, now)
            for reason in filter(None, (story.reason for story in result.stories)):
                logger.warning("quarantined delivery %s: %s", result.delivery.id, reason)
    if final:
        archive.keep(final, batch_id, now)
    return results


def _read(delivery: Delivery | Unopened) -> list[Story | StoryOutcome]:
    try:
        entries = _stories(delivery)
    except DeliveryError as error:
        return [StoryOutcome(Outcome.QUARANTINED, reason=str(error))]
    except Exception:  # a fault of ours must not take the other deliveries of the batch with it
        logger.exception("delivery could not be read")
        return [StoryOutcome(Outcome.RETRY, reason="an unforeseen fault, see the log")]
    return [
        entry if isinstance(entry, Story) else StoryOutcome(Outcome.QUARANTINED, reason=str(entry)) for entry in entries
    ]


def _stories(delivery: Delivery | Unopened) -> list[Story | DeliveryError]:
    if isinstance(delivery, Unopened):
        raise delivery.error
    return parse(delivery)


def _write(stories: list[Story], index: Index) -> list[StoryOutcome]:
    """Write the newest version of each story; return one outcome a story, in order.

    The older ones are superseded, but not by one that the engine refuses: then the next newest is written, so that a
    kill never loses to a version that did not reach the index.
    """
    outcomes: dict[int, StoryOutcome] = {}
    waiting: dict[str, list[int]] = {}
    for position in sorted(range(len(stories)), key=lambda position: precedence(stories[position])):
        waiting.setdefault(stories[position].id, []).append(position)
    while waiting:
        newest = [positions.pop() for positions in waiting.values()]
        for position, write in zip(newest, index.write([stories[position] for position in newest]), strict=True):
            story = stories[position]
            outcomes[position] = StoryOutcome(write.outcome, story.id, story.version, write.reason)
            if write.outcome is not Outcome.QUARANTINED:
                for older in waiting.pop(story.id):
                    outcomes[older] = _behind(outcomes[position], stories[older])
        waiting = {story_id: positions for story_id, positions in waiting.items() if positions}
    return [outcomes[position] for position in range(len(stories))]


def _behind(newer: StoryOutcome, story: Story) -> StoryOutcome:
    """Return the outcome of a version that came in one batch with a newer one that ended as given."""
    if newer.outcome is Outcome.RETRY:
        return StoryOutcome(Outcome.RETRY, story.id, story.version, newer.reason)
    return StoryOutcome(Outcome.SUPERSEDED, story.id, story.version, "a newer version came in the same batch")


def counts(results: Iterable[Result]) -> dict[str, int]:
    """Return how many deliveries ended in each outcome."""
    totals = dict.fromkeys(Outcome, 0)
    for result in results:
        totals[result.outcome] += 1
    return {str(outcome): number for outcome, number in totals.items()}
