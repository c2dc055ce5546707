"""The index that a replay of the archive builds is the live one: the same documents, versions and content."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from infra.opensearch.comparison import compare
from infra.opensearch.generation import Generation
from ingest.handler import handler
from newswire.delivery import Delivery
from newswire.replay import Replay
from tests.conftest import Context, FrozenApp, receive
from tests.unit.ninjs import make_delivery
from tests.unit.stories import NOW


def history(chance: random.Random) -> list[Delivery]:
    """Versions of several stories, kills, embargoes, withheld and expiring ones, plain text, and what is broken."""
    deliveries = []
    for story in range(5):
        for version in range(1, 5):
            fields: dict[str, Any] = {
                "uri": f"urn:x:{story}",
                "version": str(version),
                "versionCreated": (NOW - timedelta(hours=9 - version)).isoformat(),
                "headlines": [{"value": f"Harbour {story} reopens, take {version}"}],
                **chance.choice(
                    [
                        {},
                        {},
                        {"pubStatus": "canceled", "edNote": f"Sent in error {version}."},
                        {"pubStatus": "withheld"},
                        {"embargoed": "2026-03-05T00:00:00Z"},
                        {"expires": (NOW - timedelta(hours=1)).isoformat()},
                    ]
                ),
            }
            deliveries.append(make_delivery(delivery_id=f"{story}-{version}", **fields))
    text = make_delivery(b"Lighthouse dark\n\nThe lamp failed.", delivery_id="text")
    deliveries += [text, replace(text, id="text again", received=NOW + timedelta(hours=1))]
    deliveries += [make_delivery(b'{"uri": "urn:x:1", "head', delivery_id="broken"), make_delivery(b"\x01\x02")]
    refused_by_the_engine = {"k" * 60_000: 1}
    deliveries.append(make_delivery(delivery_id="refused", uri="urn:x:refused", unknown=refused_by_the_engine))
    deliveries += chance.sample(deliveries, 6)  # twice
    chance.shuffle(deliveries)
    return deliveries


@pytest.mark.parametrize("seed", range(2))
def test_a_replay_builds_the_same_index(app: FrozenApp, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    waiting = history(chance)
    while waiting:
        size = chance.randint(1, 9)
        for delivery in waiting[:size]:
            app.queue.send(delivery)
        waiting = waiting[size:]
        app.clock += timedelta(minutes=20)
        event = receive(app)
        for _ in range(chance.choice([1, 1, 2])):  # a batch may come again
            assert handler(event, Context(), app) == {"batchItemFailures": []}  # type: ignore[arg-type]
    prefix = app.settings.index_prefix
    live, replayed = Generation(app.engine, prefix, 1), Generation(app.engine, prefix, 2)
    replayed.create(replicas=0)
    keys = app.archive.batches(NOW, app.clock + timedelta(hours=1))
    [*_, done] = Replay(app.archive, replayed.index, app.now, app.tag).run(keys)
    [*_, comparison] = compare(live, replayed)
    assert comparison.behind == []
    assert comparison.examples == []
    assert comparison.content_hashes[0] == comparison.content_hashes[1]
    assert all(mine == other > 5 for mine, other in comparison.counts.values())
    assert done.damage == done.faults == []
    assert done.outcomes["quarantined"] >= 3
