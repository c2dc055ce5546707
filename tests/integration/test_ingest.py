"""The ingest handler on moto and the real engine."""

from __future__ import annotations

import base64
import gzip
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import boto3
import pytest
from opensearchpy import OpenSearch

from infra.opensearch.indices import definition
from ingest.handler import handler
from newswire.errors import EngineMisconfigured
from newswire.formats import parse as parse_delivery
from newswire.index import STORIES, Index
from tests.conftest import BUCKET, Context, FrozenApp, keys, receive
from tests.unit.ninjs import make_delivery, make_ninjs
from tests.unit.stories import NOW

STORY = "ena:urn:newsml:example.com:20260301:1"


def take_in(app: FrozenApp) -> list[str]:
    """Run the handler on what is queued; return the ids of the messages that are to come back."""
    answer = handler(receive(app), Context(), app)  # type: ignore[arg-type]
    return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]


def push(app: FrozenApp, **fields: Any) -> None:
    app.queue.send(make_delivery(**fields))


def archived() -> list[dict[str, Any]]:
    s3 = boto3.client("s3")
    return [
        json.loads(line)
        for key in keys("raw/")
        for line in gzip.decompress(s3.get_object(Bucket=BUCKET, Key=key)["Body"].read()).splitlines()
    ]


def quarantined() -> list[dict[str, Any]]:
    s3 = boto3.client("s3")
    return [json.loads(s3.get_object(Bucket=BUCKET, Key=key)["Body"].read()) for key in keys("quarantine/")]


def test_a_story_is_indexed_archived_and_acknowledged(app: FrozenApp) -> None:
    push(app)
    assert take_in(app) == []
    document = app.index.get(STORY)
    assert document is not None
    assert document["headline"] == "Harbour reopens after storm"
    [record] = archived()
    assert base64.b64decode(record["body"]) == make_delivery().body
    assert (record["outcome"], record["stories"][0]["id"]) == ("accepted", STORY)
    assert quarantined() == []


def test_a_poison_message_among_nine_good_ones_is_quarantined_alone(app: FrozenApp) -> None:
    for number in range(9):
        push(app, delivery_id=f"d{number}", uri=f"urn:x:{number}")
    app.queue.send(replace(make_delivery(b'{"uri": "urn:x:9", "headline'), id="poison"))
    assert take_in(app) == []
    assert all(app.index.get(f"ena:urn:x:{number}") for number in range(9))
    [record] = quarantined()
    assert record["id"] == "poison"
    assert "JSON" in record["stories"][0]["reason"]
    assert base64.b64decode(record["body"]).startswith(b'{"uri"')
    assert len(archived()) == 10


def test_the_same_batch_again_changes_nothing(app: FrozenApp) -> None:
    push(app)
    event = receive(app)
    handler(event, Context(), app)  # type: ignore[arg-type]
    before = app.index.get(STORY)
    assert handler(event, Context(), app) == {"batchItemFailures": []}  # type: ignore[arg-type]
    assert app.index.get(STORY) == before


@pytest.mark.parametrize("order", [("1", "2", "3"), ("3", "2", "1"), ("2", "3", "1")])
@pytest.mark.parametrize("one_batch", [True, False])
def test_the_newest_version_wins_in_any_order(app: FrozenApp, order: tuple[str, ...], one_batch: bool) -> None:
    for version in order:
        push(app, delivery_id=version, version=version, headlines=[{"value": f"Headline {version}"}])
        if not one_batch:
            take_in(app)
    if one_batch:
        take_in(app)
    document = app.index.get(STORY)
    assert document is not None
    assert (document["version"], document["headline"]) == (3, "Headline 3")
    outcomes = {record["id"]: record["outcome"] for record in archived()}
    assert outcomes["3"] == "accepted"
    assert outcomes["1"] == ("superseded" if one_batch or order[0] != "1" else "accepted")


def test_the_same_text_again_is_no_news(app: FrozenApp) -> None:
    text = make_delivery(b"Harbour reopens\n\nIt did.")
    app.queue.send(text)
    take_in(app)
    app.queue.send(replace(text, id="again", received=NOW + timedelta(hours=1)))
    take_in(app)
    document = app.index.get(archived()[0]["stories"][0]["id"])
    assert document is not None
    assert document["received"] == "2026-03-01T12:00:00Z"
    assert {record["id"]: record["outcome"] for record in archived()} == {"d1": "accepted", "again": "superseded"}


REFUSED: dict[str, Any] = {"unknown": {"k" * 60_000: 1}}  # a name that Lucene cannot take


def test_a_kill_does_not_lose_to_a_version_that_the_engine_refuses(app: FrozenApp) -> None:
    push(app, delivery_id="1")
    take_in(app)
    versions: dict[str, dict[str, Any]] = {"2": {"pubStatus": "canceled"}, "3": REFUSED, "4": REFUSED}
    for version, fields in versions.items():
        push(app, delivery_id=version, version=version, **fields)
    take_in(app)
    document = app.index.get(STORY)
    assert document is not None
    assert document["status"] == "killed"
    outcomes = {record["id"]: record["outcome"] for record in archived()}
    assert outcomes == {"1": "accepted", "2": "accepted", "3": "quarantined", "4": "quarantined"}


def test_a_story_that_no_answer_could_hold_is_quarantined(app: FrozenApp) -> None:
    app.queue.send(make_delivery(b"x" * 3_000_000))
    assert take_in(app) == []
    assert "limit" in quarantined()[0]["stories"][0]["reason"]


@pytest.mark.parametrize("kill_first", [True, False])
def test_a_kill_leaves_a_tombstone_whichever_comes_first(app: FrozenApp, kill_first: bool) -> None:
    story, kill = {"version": "2"}, {"version": "2", "pubStatus": "canceled", "edNote": "Sent in error."}
    for fields in (kill, story) if kill_first else (story, kill):
        push(app, **fields)
        take_in(app)
    document = app.index.get(STORY)
    assert document is not None
    assert (document["status"], document["ed_note"]) == ("killed", "Sent in error.")
    assert "headline" not in document
    assert document["body_text"] == ""


def test_an_array_may_hold_good_and_bad_stories(app: FrozenApp) -> None:
    items = [make_ninjs(), {"headline": "no identity"}]
    app.queue.send(make_delivery(json.dumps(items).encode()))
    assert take_in(app) == []
    assert app.index.get(STORY)
    [record] = quarantined()
    assert [story["outcome"] for story in record["stories"]] == ["accepted", "quarantined"]


def test_with_the_engine_away_nothing_is_lost_quarantined_or_acknowledged(app: FrozenApp, index: Index) -> None:
    push(app)
    app.queue.send(replace(make_delivery(b"{"), id="poison"))
    event = receive(app)
    there, app.settings = app.settings, replace(app.settings, opensearch_url="http://127.0.0.1:9")
    failed = handler(event, Context(), app)["batchItemFailures"]  # type: ignore[arg-type]
    app.engine.client.close()
    assert [failure["itemIdentifier"] for failure in failed] == [event["Records"][0]["messageId"]]
    assert [record["id"] for record in quarantined()] == ["poison"]
    app.settings = there
    for side in ("engine", "index", "changes"):
        del app.__dict__[side]
    assert handler({"Records": event["Records"][:1]}, Context(), app) == {"batchItemFailures": []}  # type: ignore[arg-type]
    assert index.get(STORY)


def test_a_missing_index_halts_the_batch_and_touches_no_story(app: FrozenApp, engine: OpenSearch) -> None:
    push(app)
    event = receive(app)
    app.settings = replace(app.settings, index_prefix="nowhere-")
    with pytest.raises(EngineMisconfigured):
        handler(event, Context(), app)  # type: ignore[arg-type]
    assert quarantined() == []
    assert not engine.indices.exists(index="nowhere-stories")


def test_a_fault_of_ours_holds_up_one_delivery_only(app: FrozenApp, monkeypatch: pytest.MonkeyPatch) -> None:

    def parse(delivery: Any) -> Any:
        if delivery.id == "bug":
            raise ZeroDivisionError
        return parse_delivery(delivery)

    monkeypatch.setattr("newswire.ingest.parse", parse)
    push(app)
    push(app, delivery_id="bug", uri="urn:x:bug")
    assert len(take_in(app)) == 1
    assert app.index.get(STORY)
    assert [record["id"] for record in archived()] == ["d1"]


def test_nothing_is_acknowledged_that_is_not_archived(app: FrozenApp, monkeypatch: pytest.MonkeyPatch) -> None:
    push(app)
    monkeypatch.setattr(app.archive, "bucket", "gone")
    with pytest.raises(Exception, match="NoSuchBucket"):
        take_in(app)


def test_a_document_that_the_engine_refuses_is_quarantined_with_its_reason(
    app: FrozenApp, engine: OpenSearch, prefix: str
) -> None:
    narrow = definition(STORIES)
    del narrow["mappings"]["properties"]["headline"]
    engine.indices.create(index=f"{prefix}narrow", body={**narrow, "aliases": {f"{prefix}narrow-stories": {}}})
    app.index.stories = f"{prefix}narrow-stories"
    push(app)
    assert take_in(app) == []
    [record] = quarantined()
    assert "headline" in record["stories"][0]["reason"]
    engine.indices.delete(index=f"{prefix}narrow")


def test_long_values_are_no_reason_to_refuse_a_story(app: FrozenApp) -> None:
    long = "word " * 20_000
    push(app, slugline=long, edNote=long, usageTerms=long, copyrightNotice=long, by=long, located=long, embargoed="")
    assert take_in(app) == []
    assert quarantined() == []
    assert app.index.get(STORY)
