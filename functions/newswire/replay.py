"""The use case: the archive through the same pipeline once more, as if its deliveries came now.

It tells nobody and archives nothing: what is written is the index, to no effect where it has it already. So a replay
can be interrupted anywhere, and begun again before that place.
"""

from __future__ import annotations

import hashlib
import math
import random
import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from newswire.archive_purge import is_purged, restore
from newswire.errors import EngineUnavailable
from newswire.ingest import Result, take_in
from newswire.outcome import Outcome
from newswire.record import Batch, Record, unpack

if TYPE_CHECKING:
    from datetime import datetime

    from newswire.archive import Archive
    from newswire.index import Index
    from newswire.ingest import Tag

_DELIVERIES_AT_ONCE = 200
_BYTES_AT_ONCE = 32 * 1024 * 1024
"""So many deliveries, or so large ones, are taken in together; all of them are in memory then."""

_TRIES = 8
_LONGEST_PAUSE_SECONDS = 30.0
"""An engine that is busy is waited for, about a minute in all."""

_REMEMBERED = 100_000
"""Deliveries that are known again when they were archived twice; the same batch comes twice within hours."""


@dataclass(slots=True)
class Replayed:
    """What a replay has done so far.

    Parameters
    ----------
    key: of the last object that is done.
    objects, deliveries: how many; one that was archived twice and ended alike is one.
    outcomes: deliveries by how they ended now.
    damage: what in the archive cannot be read.
    faults: ids of deliveries that a fault of ours kept from being read; see the log.
    """

    key: str = ""
    objects: int = 0
    deliveries: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    damage: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


class Replay:
    """Deliveries of the archive on their way into an index.

    Parameters
    ----------
    archive: to read from.
    index: to write to.
    clock: tells the time.
    tag: gives stories their tags; None leaves them without.
    is_wanted: which records to take; by default all.
    wait: waits so many seconds.
    """

    def __init__(
        self,
        archive: Archive,
        index: Index,
        clock: Callable[[], datetime],
        tag: Tag | None,
        is_wanted: Callable[[Record], bool] | None = None,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        self._archive = archive
        self._index = index
        self._clock = clock
        self._tag = tag
        self._is_wanted = is_wanted
        self._wait = wait
        self._seen = _Recent(_REMEMBERED)
        self.done = Replayed()

    def run(self, keys: Iterable[str]) -> Iterator[Replayed]:
        """Take in the objects with these keys, in this order; yield what is done, after every step.

        Raises
        ------
        EngineUnavailable, ArchiveUnavailable: a service is away; go on later, after the last `key`.
        EngineMisconfigured: credentials or index are wrong.
        """
        waiting: list[Batch] = []
        for key, data in self._archive.objects(keys):
            waiting.append(unpack(key, data) if data is not None else Batch(key, (), (f"{key} is gone",)))
            bodies = [len(record.delivery.body) for batch in waiting for record in batch.records]
            if len(bodies) >= _DELIVERIES_AT_ONCE or sum(bodies) >= _BYTES_AT_ONCE:
                yield self._settle(waiting)
                waiting = []
        if waiting:
            yield self._settle(waiting)

    def _settle(self, batches: list[Batch]) -> Replayed:
        records = [
            record for batch in batches for record in batch.records if self._wants(record) and self._seen.add(record)
        ]
        # One that could not be opened when it came had no story then, and has none now; of one that has expired there
        # is nothing to read.
        unread = [record for record in records if record.delivery.encoding or is_purged(record)]
        results = self._take_in([record for record in records if record not in unread])
        restore(unread, self._index)
        done = self.done
        done.key = batches[-1].key
        done.objects += len(batches)
        done.deliveries += len(records)
        done.outcomes.update(str(record.outcome) for record in unread)
        done.outcomes.update(str(result.outcome) for result in results)
        done.damage += [line for batch in batches for line in batch.damage]
        done.faults += [result.delivery.id for result in results if result.outcome is Outcome.RETRY]
        return done

    def _wants(self, record: Record) -> bool:
        return self._is_wanted is None or self._is_wanted(record)

    def _take_in(self, records: list[Record]) -> list[Result]:
        """Take deliveries in, again while the engine is busy; what is RETRY in the end is a fault of ours."""
        ended: list[Result] = []
        for attempt in range(_TRIES):
            results = take_in(
                [record.delivery for record in records],
                index=self._index,
                changes=None,
                clock=self._clock,
                time_left=lambda: math.inf,
                tag=self._tag,
                ended=[record.stories for record in records],
            )
            ended += [result for result in results if not _waits_for_the_engine(result)]
            records = [record for record, result in zip(records, results, strict=True) if _waits_for_the_engine(result)]
            if not records:
                return ended
            self._wait(random.uniform(0, min(_LONGEST_PAUSE_SECONDS, 2.0**attempt)))  # noqa: S311
        raise EngineUnavailable(
            f"the search engine took no more deliveries in {_TRIES} tries ({len(records)} are left)"
        )


class _Recent:
    """The last deliveries; memory does not grow with the archive."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._known: OrderedDict[bytes, None] = OrderedDict()

    def add(self, record: Record) -> bool:
        """Note a delivery; tell whether it is a new one. Suppliers may give one id to different ones.

        One that was quarantined and then released is two: what was left out of the first has to come with the second.
        """
        delivery = record.delivery
        known = f"{delivery.id}\0{delivery.encoding}\0{sorted(record.quarantined)}\0"
        digest = hashlib.sha256(known.encode() + delivery.body).digest()
        if digest in self._known:
            return False
        self._known[digest] = None
        if len(self._known) > self._size:
            self._known.popitem(last=False)
        return True


def _waits_for_the_engine(result: Result) -> bool:
    """Tell whether a story was read and not written; one that was not even read has no id."""
    return any(story.outcome is Outcome.RETRY and story.id is not None for story in result.stories)
