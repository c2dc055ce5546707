"""Histories of deliveries: what may happen to them on their way, and the run of one through the real code.

A history is data that Hypothesis draws, shrinks and prints: what was sent, and steps. In a step one writer or two at
once take some of what is on the queue, change turns at each request to the engine, and meet faults on their way.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from functools import lru_cache, partial
from typing import Any
from unittest.mock import patch

from newswire.archive import Archive
from newswire.changes import Changes, Cursor
from newswire.delivery import Delivery
from newswire.engine import Engine
from newswire.errors import EngineUnavailable, MalformedDelivery
from newswire.index import Index
from newswire.ingest import Result, ingest
from newswire.outcome import Outcome
from newswire.story import Status, Story
from newswire.withdrawal import Withdrawal
from tests.properties.unsteady import Fault, ProcessEnded, Turns, Unsteady
from tests.unit.stories import NOW, make_story


class Kind(StrEnum):
    """What a delivery holds; REFUSED is a story that the engine does not take, UNREADABLE is none."""

    USABLE = "usable"
    WITHHELD = "withheld"
    EMBARGOED = "embargoed"
    KILLED = "killed"
    KILLED_UNTIMED = "killed untimed"
    REFUSED = "refused"
    UNREADABLE = "unreadable"


KILLS = (Kind.KILLED, Kind.KILLED_UNTIMED)


@dataclass(frozen=True, slots=True)
class Sent:
    """One delivery: a version of a story, made in a minute. A state that is refused has a number of its own."""

    story: int
    kind: Kind
    number: int
    minute: int

    @property
    def version(self) -> int:
        return self.number * 2 + (self.kind is Kind.REFUSED)

    @property
    def state(self) -> tuple[int, bool, int]:
        """What orders the states of a story: number, whether it is a kill, time."""
        return self.version, self.kind in KILLS, self.minute


@dataclass(frozen=True, slots=True)
class Step:
    """One moment of a history.

    Parameters
    ----------
    taken: what each writer takes off the queue, counted round it.
    turns: how many requests the first writer sends, then the second, then the first again.
    faults: by the number of the request within the step.
    unacknowledged: the queue forgets that it was told, and all of it comes again.
    expires: this story's current version expires in the same moment; the purge comes in place of the first writer.
    """

    taken: tuple[tuple[int, ...], ...] = ((),)
    turns: tuple[int, ...] = ()
    faults: dict[int, Fault] = field(default_factory=dict)
    unacknowledged: bool = False
    expires: int | None = None


class World:
    """The stories, the queue, and two writers, which may be ended and begin anew.

    Parameters
    ----------
    client: of the engine: the model's, or the real node's.
    sent: the deliveries, all of them on the queue.
    name: the supplier of this world's stories.
    prefix: of the indices.
    """

    def __init__(self, client: Any, sent: Sequence[Sent], name: str, prefix: str) -> None:
        self.sent = sent
        self.name = name
        self.queue = list(range(len(sent)))
        self.ended: dict[int, set[Outcome]] = {number: set() for number in self.queue}
        self.expired: dict[str, tuple[Withdrawal, tuple[int, bool, int]]] = {}
        self.quarantine: set[int] = set()
        self._client = client
        self._prefix = prefix
        self._writers = [self._writer(0), self._writer(1)]
        self._reader = Changes(Engine(client), prefix)
        self.begin = self._cursor = Cursor(self._reader.tail())
        self.polled: list[dict[str, Any]] = []
        self._step = Step()
        self._requests = 0

    def run(self, step: Step) -> None:
        """Let one step happen."""
        self._step, self._requests = step, 0
        count = len(self.queue)
        batches = [sorted({self.queue[place % count] for place in taken}) for taken in step.taken] if count else []
        jobs: list[Callable[[], None]] = [partial(self._take_in, job, batch) for job, batch in enumerate(batches)]
        if step.expires is not None:
            jobs = [partial(self._expire, f"{self.name}:{step.expires}"), *jobs[1:]]
        if jobs:
            self.turns = Turns(jobs, step.turns)
            self.turns.run()

    def finish(self) -> None:
        """Let everything that is left be delivered, and what has expired be purged."""
        for _ in range(3):
            self.run(Step(taken=(tuple(range(len(self.queue))),)))
        for story_id, (withdrawal, _) in self.expired.items():
            index = Index(Engine(self._client), self._prefix)
            index.burial.announce({story_id: withdrawal})
            index.burial.bury({story_id: withdrawal})

    def deliver_again(self) -> None:
        """Let everything that is not refused come once more, one by one, the last one first."""
        self.queue = [number for number, sent in enumerate(self.sent) if sent.kind is not Kind.REFUSED]
        while self.queue:
            self.run(Step(taken=((-1,),)))

    def poll(self) -> None:
        """Read what is new in the log."""
        for cursor, change in self._reader.read(self._cursor, 1000):
            self._cursor = cursor
            self.polled.append(change)

    def log(self) -> list[dict[str, Any]]:
        """Return the whole log."""
        return [change for _, change in self._reader.read(self.begin, 10_000)]

    def next_fault(self) -> Fault | None:
        self._requests += 1
        return self._step.faults.get(self._requests - 1)

    def put_object(self, Key: str, Body: bytes, **_: str) -> None:  # noqa: N803
        """Take what the archive would put into S3."""
        if Key.startswith("quarantine/"):
            self.quarantine.add(int(json.loads(Body)["id"]))

    def _writer(self, job: int) -> tuple[Index, Changes]:
        engine = Engine(Unsteady(self._client, self, job), sleep=lambda _: None)  # type: ignore[arg-type]
        return Index(engine, self._prefix), Changes(engine, self._prefix)

    def _take_in(self, job: int, batch: list[int]) -> None:
        index, changes = self._writers[job]
        try:
            results = self._ingest(batch, index, changes)
        except ProcessEnded:
            self._writers[job] = self._writer(job)
            return
        for number, result in zip(batch, results, strict=True):
            if result.outcome is not Outcome.RETRY:
                self.ended[number].add(result.outcome)
                if number in self.queue and not self._step.unacknowledged:
                    self.queue.remove(number)

    def _ingest(self, batch: list[int], index: Index, changes: Changes) -> list[Result]:
        return ingest(
            [Delivery(id=str(number), body=b"", received=NOW) for number in batch],
            index=index,
            changes=changes,
            archive=Archive(self, "archive"),  # type: ignore[arg-type]
            batch_id="batch",
            clock=lambda: NOW,
            time_left=lambda: 30.0,
        )

    def parse(self, delivery: Delivery) -> list[Story]:
        """Stand in for the formats, which other tests prove."""
        sent = self.sent[int(delivery.id)]
        if sent.kind is Kind.UNREADABLE:
            raise MalformedDelivery("unreadable")
        return [as_story(sent, self.name)]

    def _expire(self, story_id: str) -> None:
        current = self._client.mget(index=f"{self._prefix}stories", body={"docs": [{"_id": story_id}]})["docs"][0]
        if not current["found"] or current["_source"]["status"] not in (Status.USABLE, Status.WITHHELD):
            return
        withdrawal = Withdrawal(expired=current["_version"])
        self.expired[story_id] = withdrawal, state_of(current["_source"])
        index, _ = self._writers[0]
        try:
            index.burial.announce({story_id: withdrawal})
            index.burial.bury({story_id: withdrawal})
        except (EngineUnavailable, ProcessEnded):
            return


def run(client: Any, sent: Sequence[Sent], steps: Sequence[Step], name: str = "ena", prefix: str = "") -> World:
    """Run a history up to where everything is delivered; return what has become of the world."""
    world = World(client, sent, name, prefix)
    with patch("newswire.ingest.parse", world.parse), patch("newswire.ingest.logger"):
        for step in steps:
            world.run(step)
        world.finish()
    return world


def deliver_again(world: World) -> None:
    """Let everything come once more."""
    with patch("newswire.ingest.parse", world.parse), patch("newswire.ingest.logger"):
        world.deliver_again()


@lru_cache(maxsize=2000)
def as_story(sent: Sent, supplier: str) -> Story:
    """Return the story that a delivery holds; its words are its state, so that they tell where they come from."""
    words = f"Words {sent.version}.{sent.minute}"
    created = NOW + timedelta(minutes=sent.minute)
    statuses = {Kind.WITHHELD: Status.WITHHELD, Kind.KILLED: Status.KILLED, Kind.KILLED_UNTIMED: Status.KILLED}
    return make_story(
        supplier=supplier,
        guid=str(sent.story),
        version=sent.version,
        version_created=created,
        received=created if sent.kind is Kind.KILLED_UNTIMED else NOW - timedelta(days=1),
        status=statuses.get(sent.kind, Status.USABLE),
        embargo_until=NOW + timedelta(days=1) if sent.kind is Kind.EMBARGOED else None,
        headline=REFUSED if sent.kind is Kind.REFUSED else words,
        body=words,
        ed_note=f"Note {sent.version}.{sent.minute}" if sent.kind in KILLS else None,
    )


REFUSED = "Refused"


def refuses(index: str, document: dict[str, Any]) -> bool:
    """Tell that the engine takes no document whose headline says so; what is kept beside it is not looked at."""
    return index == "stories" and document.get("headline") == REFUSED


def state_of(document: dict[str, Any]) -> tuple[int, bool, int]:
    """Return the state that a document with text is of."""
    _, _, minute = document["headline"].partition(".")
    return document["version"], False, int(minute)
