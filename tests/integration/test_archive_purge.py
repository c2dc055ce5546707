"""No object of the bucket holds the text of what has expired, on moto and the real engine."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import boto3
import pytest

from infra.opensearch.comparison import Comparison, compare
from infra.opensearch.generation import Generation
from lifecycle.handler import handler
from newswire import suppliers
from newswire.archive_purge import ArchivePurge, is_purged, restore
from newswire.delivery import Delivery
from newswire.engine import Answer
from newswire.errors import EngineUnavailable
from newswire.outcome import Outcome
from newswire.record import Record, unpack
from newswire.replay import Replay
from newswire.story import precedence
from newswire.withdrawal import Withdrawal
from tests.conftest import BUCKET, Context, FrozenApp, keys
from tests.integration.conftest import take_in
from tests.unit.ninjs import make_delivery
from tests.unit.stories import NOW

HOUR = timedelta(hours=1)
SOON = (NOW + HOUR).isoformat()
LATER = (NOW + HOUR * 9).isoformat()


def gulls(delivery_id: str, guid: str = "gulls", **fields: Any) -> Delivery:
    """A delivery whose text is about gulls, and expires in an hour."""
    given = {"uri": f"urn:x:{guid}", "bodies": [{"value": "Gulls."}], "expires": SOON, **fields}
    return make_delivery(delivery_id=delivery_id, **given)


def lives(delivery_id: str, word: str, **fields: Any) -> Delivery:
    """A delivery of a story of its own with this word, which has no end."""
    return make_delivery(delivery_id=delivery_id, **{"uri": f"urn:x:{word}", "bodies": [{"value": word}], **fields})


def deliver(app: FrozenApp, *deliveries: Delivery) -> None:
    """Take deliveries in, one batch each."""
    for delivery in deliveries:
        app.queue.send(delivery)
        app.clock += timedelta(seconds=1)
        take_in(app)


def expire(app: FrozenApp, after: timedelta = HOUR * 2) -> None:
    app.clock = NOW + after
    app.engine.refresh(app.index.stories)
    handler({}, Context(), app)  # type: ignore[arg-type]


def bury(app: FrozenApp, *story_ids: str) -> None:
    """Let stories expire in the index alone, as where the archive was out of reach."""
    withdrawn = {
        story_id: Withdrawal(expired=precedence(app.index.burial.current([story_id])[story_id]))
        for story_id in story_ids
    }
    app.index.burial.announce(withdrawn)
    app.index.burial.bury(withdrawn)


def kept(app: FrozenApp) -> Iterator[str]:
    """Yield all that the bucket holds, opened."""
    for key in keys(""):
        data = boto3.client("s3").get_object(Bucket=BUCKET, Key=key)["Body"].read()
        if key.endswith(".gz"):
            data = gzip.decompress(data)
        yield data.decode(errors="replace")
        if key.startswith(("raw/", "quarantine/")):
            yield from (base64.b64decode(json.loads(line)["body"]).decode() for line in data.splitlines())


def is_kept(app: FrozenApp, word: str) -> bool:
    return any(word in text for text in kept(app))


def records(app: FrozenApp) -> list[Record]:
    return [record for key, data in app.archive.objects(keys("raw/")) for record in unpack(key, data or b"").records]


def test_what_has_expired_is_in_no_object_and_what_lives_is_whole(app: FrozenApp) -> None:
    large = [{"value": "Gulls. " + "They wait. " * 25_000}]
    for delivery in (gulls("a"), gulls("b", version="2"), gulls("c", "large", bodies=large), lives("d", "Terns")):
        app.queue.send(delivery)
    assert keys("push/")
    take_in(app)  # one object for all of them
    deliver(app, lives("e", "Puffins", expires=LATER), lives("f", "Auks", pubStatus="canceled", version="2"))
    assert is_kept(app, "Gulls")
    expire(app)
    assert not is_kept(app, "Gulls")
    assert not is_kept(app, "They wait")
    assert keys("push/") == []
    assert all(is_kept(app, word) for word in ("Terns", "Puffins", "Auks"))
    by_id = {record.delivery.id: record for record in records(app)}
    assert sorted(by_id) == ["a", "b", "c", "d", "e", "f"]
    assert {id_ for id_, record in by_id.items() if is_purged(record)} == {"a", "b", "c"}
    assert (by_id["a"].delivery.received, by_id["a"].delivery.supplier, by_id["a"].ids) == (
        NOW,
        "ena",
        {"ena:urn:x:gulls"},
    )
    assert by_id["a"].stories[0]["outcome"] in (Outcome.ACCEPTED, Outcome.SUPERSEDED)
    assert by_id["a"].stories[0]["reason"] == "expired"


def test_a_late_delivery_of_it_is_purged_too(app: FrozenApp) -> None:
    deliver(app, gulls("a"))
    expire(app)
    deliver(app, gulls("late"), gulls("older", version="0", expires=None))
    assert is_kept(app, "Gulls")
    expire(app)
    assert not is_kept(app, "Gulls")


def test_a_version_that_expires_while_a_newer_one_lives_is_purged_alone(app: FrozenApp) -> None:
    deliver(app, gulls("a"), gulls("b", version="2", bodies=[{"value": "Terns."}], expires=None))
    app.engine.refresh(app.index.versions)
    expire(app)
    assert (is_kept(app, "Gulls"), is_kept(app, "Terns")) == (False, True)


def test_a_killed_story_keeps_its_bytes_until_it_expires(app: FrozenApp) -> None:
    kill = lives("k", "gulls", pubStatus="canceled", version="2", edNote="Sent in error.")
    deliver(app, gulls("a"), kill)
    expire(app)
    assert is_kept(app, "Gulls")
    deliver(app, gulls("b", "other"))
    bury(app, "ena:urn:x:other")
    deliver(app, lives("l", "other", pubStatus="canceled", version="2"))  # killed after it has expired
    expire(app, HOUR * 4)
    assert [is_purged(record) for record in records(app)] == [False, False, True, False]


def test_a_delivery_of_several_stories_waits_for_the_last_of_them(app: FrozenApp) -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Birds",
        "items": [{"id": f"urn:x:{word.lower()}", "content_text": word, "title": word} for word in ("Gulls", "Terns")],
    }
    deliver(app, make_delivery(json.dumps(feed).encode(), delivery_id="feed"))
    [record] = records(app)
    assert len(record.ids) == 2
    for number, story_id in enumerate(sorted(record.ids)):
        bury(app, story_id)
        expire(app)
        assert is_kept(app, "Gulls") == (number == 0)


@pytest.fixture
def agreement(monkeypatch: pytest.MonkeyPatch) -> None:
    """The supplier's versions may be kept for a day."""
    periods = {"ena": timedelta(days=1)}
    monkeypatch.setattr(suppliers, "retention", periods.get)


def test_what_is_quarantined_goes_when_the_suppliers_agreement_ends(app: FrozenApp, agreement: None) -> None:
    broken = make_delivery(b'{"uri": "urn:x:1", "headlines": "Gulls', delivery_id="broken")
    deliver(app, broken, replace(broken, id="of another", supplier="dpa", body=broken.body + b" Terns"))
    expire(app, timedelta(hours=23))
    assert len(keys("quarantine/")) == 2
    expire(app, timedelta(hours=25))
    [other] = keys("quarantine/")
    assert "of_another" in other or "of another" in other
    assert [is_purged(record) for record in records(app)] == [True, False]


def test_a_run_is_bounded_and_the_next_one_goes_on(app: FrozenApp) -> None:
    deliver(app, *(gulls(f"d{number}", f"g{number}") for number in range(5)))
    bury(app, *(f"ena:urn:x:g{number}" for number in range(5)))
    purge = ArchivePurge(app.client("s3"), app.archive, app.index)
    assert [purge.run(app.now(), app.time_left, most=2) for _ in range(3)] == [2, 2, 1]
    assert not is_kept(app, "Gulls")
    assert purge.run(app.now(), app.time_left) == 0


def test_with_no_time_left_it_does_one_object(app: FrozenApp) -> None:
    deliver(app, gulls("a"), gulls("b", "other"))
    bury(app, "ena:urn:x:gulls", "ena:urn:x:other")
    purge = ArchivePurge(app.client("s3"), app.archive, app.index)
    assert [purge.run(app.now(), lambda: 1.0) for _ in range(2)] == [1, 1]


def test_a_damaged_object_is_left_as_it_is(app: FrozenApp) -> None:
    deliver(app, gulls("a"))
    [key] = keys("raw/")
    s3 = boto3.client("s3")
    damaged = gzip.compress(gzip.decompress(s3.get_object(Bucket=BUCKET, Key=key)["Body"].read()) + b"{}\n")
    s3.put_object(Bucket=BUCKET, Key=key, Body=damaged)
    expire(app)
    assert s3.get_object(Bucket=BUCKET, Key=key)["Body"].read() == damaged


def history() -> list[Delivery]:
    """Stories that expire, expire and are killed, live on in a newer version, and live."""
    return [
        gulls("a"),
        gulls("b", version="2"),
        gulls("c", "newer"),
        lives("d", "newer", version="2"),
        gulls("e", "killed"),
        lives("f", "killed", version="2", pubStatus="canceled", edNote="Sent in error."),
        lives("g", "Terns"),
        gulls("h", "early", version="3"),
    ]


def same_again(app: FrozenApp, fill: Any) -> Comparison:
    """Fill a new generation, and compare the live one with it."""
    live, new = (Generation(app.engine, app.settings.index_prefix, number) for number in (1, 2))
    new.create(replicas=0)
    fill(new.index)
    [*_, comparison] = compare(live, new)
    return comparison


def test_what_is_left_builds_the_tombstones_again(app: FrozenApp) -> None:
    deliver(app, *history())
    app.engine.refresh(app.index.versions)
    expire(app)
    deliver(app, lives("late kill", "early", version="4", pubStatus="canceled", edNote="Late."))
    purged = [record for record in records(app) if is_purged(record)]
    assert [record.delivery.id for record in purged] == ["a", "b", "c", "h"]
    comparison = same_again(app, lambda index: restore(purged, index))
    ids = {f"ena:urn:x:{end}" for end in ("gulls", "gulls@1", "gulls@2", "gulls@expired", "newer@1")}
    assert not ids & {id_ for _, id_ in comparison.behind}
    assert comparison.examples == ["versions ena:urn:x:early@3: expires, status"]  # until the kill is there too


def test_a_replay_of_what_is_left_builds_the_same_index(app: FrozenApp) -> None:
    deliver(app, *history())
    app.engine.refresh(app.index.versions)
    expire(app)
    deliver(app, lives("late kill", "early", version="4", pubStatus="canceled", edNote="Late."), gulls("late"))
    comparison = same_again(app, lambda index: [*Replay(app.archive, index, app.now, app.tag).run(keys("raw/"))])
    assert (comparison.behind, comparison.examples) == ([], [])
    assert comparison.content_hashes[0] == comparison.content_hashes[1]


def test_tombstones_that_the_engine_does_not_take_are_tried_again(
    app: FrozenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    deliver(app, gulls("a"))
    expire(app)
    busy = Answer(Outcome.RETRY, "busy")
    monkeypatch.setattr(app.engine, "bulk", lambda operations: [busy] * len(operations))
    with pytest.raises(EngineUnavailable):
        restore(records(app), app.index)
