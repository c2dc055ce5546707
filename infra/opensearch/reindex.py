"""A new generation of the indices, filled from the archive beside the live one, compared with it, and put in its place.

What is withdrawn is copied first, so that no text of it is ever in the new generation. Then everything that was
archived goes through the pipeline of today. Deliveries keep coming all the while, and go to the live generation; they
are archived before they are acknowledged, so passes over the archive catch up with them. Around the swap, what the live
generation has and the archive not yet is copied, until no request that was under way then can have come too late.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from infra.opensearch.claim import Claim, Place
from infra.opensearch.comparison import Comparison, compare, still_behind
from infra.opensearch.generation import NAMES, Generation, live, next_number
from newswire import lifecycle
from newswire.archive import raw_hour, raw_key
from newswire.engine import TIMEOUT_SECONDS
from newswire.errors import NewswireError
from newswire.replay import Replay, Replayed

if TYPE_CHECKING:
    from newswire.app import App

_OVERLAP = timedelta(minutes=5)
"""A batch is named before it is written, and clocks differ: so much of the archive is looked through once more."""

_ARCHIVED_WITHIN_SECONDS = 45
"""So long a batch may be in the live index and not yet in the archive: a function's time, and some more."""

_EVERYTHING = datetime(1970, 1, 1, tzinfo=UTC)


class ReindexRefused(NewswireError):
    """The new generation lacks what the live one has. It is not put in its place; say so, and end."""


class NothingToResume(NewswireError):
    """No reindex was interrupted. Say so; there is nothing else to do."""

    def __init__(self) -> None:
        super().__init__("nothing to resume: no reindex was interrupted; --resume begins none")


@dataclass(frozen=True, slots=True)
class Step:
    """What a reindex is doing.

    Parameters
    ----------
    doing: in words.
    replayed: of the archive so far.
    """

    doing: str
    replayed: Replayed


class Reindex:
    """One reindex.

    Parameters
    ----------
    app: the sides to work with.
    wait: waits so many seconds.
    under_way_seconds: so long a write that began before the swap may still go on.
    """

    def __init__(
        self,
        app: App,
        wait: Callable[[float], None] = time.sleep,
        under_way_seconds: int = TIMEOUT_SECONDS + 2,
    ) -> None:
        self._app = app
        self._wait = wait
        self._under_way_seconds = under_way_seconds
        self._claim = Claim(app.engine.client, app.settings.index_prefix, app.now)
        self._floor = raw_key(_EVERYTHING)
        self._taken: set[str] = set()
        self._copied_up_to = dict.fromkeys(NAMES, -1)
        self.comparison = Comparison()

    @property
    def has_begun(self) -> bool:
        """Whether there is something to resume, should it end now."""
        return self._claim.place is not None

    def run(self, *, resume: bool = False, dry_run: bool = False, drop_old: bool = False) -> Generator[Step]:
        """Do it, and yield what it is doing; closed early, it can be resumed.

        Parameters
        ----------
        resume: go on with the one that was interrupted; else that one is dropped.
        dry_run: end after the comparison, and drop the new generation.
        drop_old: delete the old generation at the end.

        Raises
        ------
        NothingToResume: none was interrupted.
        ReindexUnderWay: another one is at work.
        ReindexRefused: the new generation lacks something; it stays, and resuming compares again.
        EngineUnavailable, ArchiveUnavailable: a service is away; resume later.
        """
        self._claim.take()
        if resume and self._claim.place is None:
            self._claim.remove()
            raise NothingToResume
        try:
            old, new = self._generations(resume)
            self._replay = Replay(self._app.archive, new.index, self._app.now, self._app.tag, wait=self._wait)
            if live(self._app.engine, self._app.settings.index_prefix).number == old.number:
                yield from self._fill(old, new)
                if dry_run:
                    self._claim.moved("")  # as before the swap
                    new.drop()
                    self._claim.remove()
                    return
                yield from self._swap(old, new)
            yield from self._settle(old, new)
        except BaseException:
            with suppress(NewswireError):  # what ended it is the thing to tell; the claim ends with the process
                self._claim.release()
            raise
        self._claim.remove()
        if drop_old:
            old.drop()

    def _generations(self, resume: bool) -> tuple[Generation, Generation]:
        """Return the live and the new generation, and what was interrupted made use of or dropped."""
        engine, prefix = self._app.engine, self._app.settings.index_prefix
        now_live = live(engine, prefix)
        place = self._claim.place
        if place and not resume and place.new != now_live.number:  # after the swap there is no way but on
            Generation(engine, prefix, place.new).drop()
            place = None
        if place is None:
            place = Place(now_live.number, next_number(engine, prefix))
            self._claim.keep(place)
        old, new = Generation(engine, prefix, place.old), Generation(engine, prefix, place.new)
        if place.key:
            self._floor = raw_key(raw_hour(place.key) - _OVERLAP)
        new.create(old.replicas())
        return old, new

    def _fill(self, old: Generation, new: Generation) -> Iterator[Step]:
        yield self._step("copying what is withdrawn")
        for kind, hits in old.withdrawn():
            new.take(kind, hits)
        yield from self._catch_up("reading the archive")
        new.refresh()
        lifecycle.purge(new.index, self._app.changes, self._app.now, lambda: math.inf)
        self._copied_up_to = old.checkpoint()
        for self.comparison in compare(old, new):
            self._claim.moved("")
            yield self._step("comparing")
        yield from self._wait_for_the_archive(old, new)
        if self.comparison.behind:
            examples = ", ".join(id_ for _, id_ in self.comparison.behind[:3])
            raise ReindexRefused(
                "nothing is swapped: the archive does not give what the live indices have; documents that are missing "
                f"or older in the new ones: {len(self.comparison.behind)} ({examples}). See `newswire trace ID`; if "
                "their deliveries are in the dead-letter queue, redrive them, then go on with --resume"
            )

    def _wait_for_the_archive(self, old: Generation, new: Generation) -> Iterator[Step]:
        """Give batches that are in the live index the time to be archived."""
        for _ in range(_ARCHIVED_WITHIN_SECONDS):
            self.comparison.behind = still_behind(old, new, self.comparison)
            if not self.comparison.behind:
                return
            self._wait(1)
            yield from self._catch_up("waiting for what is not yet archived")

    def _swap(self, old: Generation, new: Generation) -> Iterator[Step]:
        yield from self._catch_up("catching up")
        while self._copy(old, new):
            pass
        self._claim.moved("")  # whoever has taken the work over must not be swapped under
        new.swap_in(old)
        self._copy(old, new)
        yield self._step("swapped")

    def _settle(self, old: Generation, new: Generation) -> Iterator[Step]:
        """Copy what requests under way at the swap still write to the old generation."""
        for _ in range(self._under_way_seconds):
            self._copy(old, new)
            yield from self._catch_up("waiting for requests that were under way at the swap")
            self._wait(1)
        self._copy(old, new)

    def _copy(self, old: Generation, new: Generation) -> int:
        """Copy what was written to the old generation since the last time and is missing or older in the new one."""
        done = old.checkpoint()
        copied = sum(
            new.take(kind, hits) for kind in NAMES for hits in old.written_after(kind, self._copied_up_to[kind])
        )
        self._copied_up_to = done
        return copied

    def _catch_up(self, doing: str) -> Iterator[Step]:
        """Take in what was archived since, until a pass finds nothing new."""
        while True:
            objects, began = self._replay.done.objects, self._app.now()
            for done in self._replay.run(self._new_keys(began)):
                self._claim.moved(done.key)
                yield self._step(doing)
            self._floor = max(self._floor, raw_key(began - _OVERLAP))
            self._taken = {key for key in self._taken if key > self._floor}
            if self._replay.done.objects == objects:
                return

    def _new_keys(self, began: datetime) -> Iterator[str]:
        """Yield what was archived and not taken in yet; keys that the next pass will see again are remembered."""
        remembered = raw_key(began - _OVERLAP)
        for key in self._app.archive.batches(_EVERYTHING, began + _OVERLAP, after=self._floor):
            if key in self._taken:
                continue
            if key > remembered:
                self._taken.add(key)
            yield key

    def _step(self, doing: str) -> Step:
        return Step(doing, self._replay.done)
