"""An hour without the engine, on a virtual clock: nothing is lost, nothing is given up, and its end is no stampede.

The queue is simulated, by the numbers of the template: moto's goes by the system clock in several modules, and grows
quadratically slow. The handler, its queue side and the engine after the outage are the real ones.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from opensearchpy import OpenSearch

from infra.local.template import Template
from ingest.handler import handler
from newswire.engine import Engine, connect
from newswire.queue import Queue
from newswire.settings import Settings
from tests.conftest import ROOT, Context, FrozenApp, keys
from tests.unit.ninjs import make_ninjs
from tests.unit.stories import NOW

OUTAGE_SECONDS = 3600
STORIES = 120
"""They come one after another while the engine is away."""


@dataclass
class SimulatedQueue:
    """A queue with visibility, receive counts and a dead-letter queue, at the time `now` in seconds.

    Parameters
    ----------
    visibility: seconds until a message comes back that was received and not deleted.
    max_receives: a message that was received so often goes to the dead-letter queue instead.
    """

    visibility: int
    max_receives: int
    now: float = 0.0
    messages: dict[str, str] = field(default_factory=dict)
    visible_at: dict[str, float] = field(default_factory=dict)
    receives: Counter[str] = field(default_factory=Counter)
    dead: list[str] = field(default_factory=list)
    received_at: list[float] = field(default_factory=list)

    def send(self, id_: str, body: str, at: float) -> None:
        self.messages[id_] = body
        self.visible_at[id_] = at

    def receive(self, most: int) -> list[dict[str, Any]]:
        """Go on to the next moment when something is visible; return it as the records of an event."""
        self.now = max(self.now, min(self.visible_at.values()))
        records = []
        for id_ in [id_ for id_, at in self.visible_at.items() if at <= self.now][:most]:
            if self.receives[id_] >= self.max_receives:
                self.dead.append(id_)
                self.delete(id_)
                continue
            self.receives[id_] += 1
            self.received_at.append(self.now)
            self.visible_at[id_] = self.now + self.visibility
            records.append(self._record(id_))
        return records

    def delete(self, id_: str) -> None:
        del self.messages[id_], self.visible_at[id_]

    def change_message_visibility_batch(self, Entries: list[dict[str, Any]], **_: str) -> None:  # noqa: N803
        for entry in Entries:
            self.visible_at[entry["ReceiptHandle"]] = self.now + entry["VisibilityTimeout"]

    def _record(self, id_: str) -> dict[str, Any]:
        return {
            "messageId": id_,
            "receiptHandle": id_,
            "body": self.messages[id_],
            "attributes": {
                "ApproximateReceiveCount": str(self.receives[id_]),
                "SentTimestamp": str(int(NOW.timestamp() * 1000)),
            },
            "messageAttributes": {"supplier": {"dataType": "String", "stringValue": "ena"}},
        }


def test_an_hour_without_the_engine_loses_nothing_and_its_end_is_no_stampede(
    app: FrozenApp, engine: OpenSearch, prefix: str
) -> None:
    random.seed(5)
    queue, batch_size = _queue_of_the_template()
    for number in range(STORIES):
        body = json.dumps(make_ninjs(uri=f"urn:x:{number}"))
        queue.send(str(number), body, at=number * OUTAGE_SECONDS / STORIES)
    app.queue = Queue(queue, "", app.archive)  # type: ignore[arg-type]
    away = connect(Settings(opensearch_url="http://127.0.0.1:9"))
    app.engine = Engine(away, sleep=lambda _: None)

    def run(until: float) -> None:
        while queue.messages and min(queue.visible_at.values()) < until:
            records = queue.receive(batch_size)
            app.clock = NOW + timedelta(seconds=queue.now)
            failed = handler({"Records": records}, Context(), app)["batchItemFailures"]  # type: ignore[arg-type]
            for record in records:
                if {"itemIdentifier": record["messageId"]} not in failed:
                    queue.delete(record["messageId"])

    run(until=OUTAGE_SECONDS)
    away.close()
    assert len(queue.messages) == STORIES
    assert keys("") == [], "nothing was archived or quarantined"
    assert max(queue.receives.values()) < queue.max_receives / 2

    for side in ("index", "changes"):
        del app.__dict__[side]
    app.engine = Engine(engine)
    run(until=OUTAGE_SECONDS * 2)
    assert queue.messages == {}
    assert queue.dead == []
    engine.indices.refresh(index=f"{prefix}stories")
    assert engine.count(index=f"{prefix}stories")["count"] == STORIES
    minutes = Counter(int(at - OUTAGE_SECONDS) // 60 for at in queue.received_at if at >= OUTAGE_SECONDS)
    assert max(minutes) < 16, "all of it is in after the longest wait"
    assert max(minutes.values()) <= STORIES / 4, f"receives a minute after the outage: {minutes}"


def _queue_of_the_template() -> tuple[SimulatedQueue, int]:
    template = Template(ROOT / "infra" / "template.yaml", {"OpenSearchEndpoint": "https://x"}, "http://127.0.0.1:1")
    [queue] = [each for each in template.of_type("AWS::SQS::Queue") if each.get("RedrivePolicy")]
    [mapping] = template.of_type("AWS::Lambda::EventSourceMapping")
    max_receives = int(queue.get("RedrivePolicy")["maxReceiveCount"])
    return SimulatedQueue(int(queue.get("VisibilityTimeout")), max_receives), int(mapping.get("BatchSize"))
