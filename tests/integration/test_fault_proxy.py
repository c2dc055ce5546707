"""Ten thousand stories through a network that delays, cuts, refuses and forgets: every one is accounted for."""

from __future__ import annotations

import gzip
import json
import random
from collections import Counter
from typing import Any

import boto3
import pytest
from opensearchpy import OpenSearch

from ingest.handler import handler
from newswire.changes import Changes, Cursor
from newswire.engine import Engine, connect
from newswire.queue import Queue
from newswire.settings import Settings
from tests.conftest import BUCKET, Context, FrozenApp, keys
from tests.integration.fault_proxy import Fault, fault_proxy
from tests.unit.ninjs import make_ninjs

SEED = 5
STORIES = 10_000
A_BATCH = 10
"""Messages that one event holds."""


class Unanswered:
    """Takes what the queue is told of messages that are to come back; the test gives them back itself."""

    def __init__(self) -> None:
        self.postponed = 0

    def change_message_visibility_batch(self, Entries: list[Any], **_: str) -> None:  # noqa: N803
        self.postponed += len(Entries)


@pytest.mark.timeout(400)
def test_every_one_of_ten_thousand_stories_is_accounted_for(
    app: FrozenApp, engine: OpenSearch, engine_url: str, prefix: str
) -> None:
    sent = _deliveries()
    told = Unanswered()
    app.queue = Queue(told, "", app.archive)  # type: ignore[arg-type]
    batches = 0
    with fault_proxy(engine_url, SEED, rate=0.06) as proxy:
        client = connect(Settings(opensearch_url=proxy.url))
        app.engine = Engine(client, sleep=lambda _: None)
        waiting = list(sent)
        while waiting:
            batch, waiting = waiting[:A_BATCH], waiting[A_BATCH:]
            event = {"Records": [_record(number, sent[number]) for number in batch]}
            failed = handler(event, Context(), app)["batchItemFailures"]  # type: ignore[arg-type]
            waiting += [int(failure["itemIdentifier"]) for failure in failed]
            batches += 1
            assert batches < 10 * len(sent) / A_BATCH, "it comes to an end"
        client.close()
    assert set(proxy.met) == set(Fault)
    assert told.postponed > 0

    archived = _archived()
    assert Counter(int(record["id"]) for record in archived) == Counter(dict.fromkeys(sent, 1)), "each is archived once"
    outcomes = Counter(story["outcome"] for record in archived for story in record["stories"])
    assert outcomes.total() == STORIES
    assert outcomes["quarantined"] == sum("uri" not in item for items in sent.values() for item in items)
    assert outcomes["accepted"] + outcomes["superseded"] + outcomes["quarantined"] == STORIES

    versions = {
        (f"ena:{item['uri']}", int(item["version"])) for items in sent.values() for item in items if "uri" in item
    }
    newest = dict(sorted(versions))
    assert _indexed(engine, f"{prefix}stories", ["id", "version"]) == set(newest.items())
    assert _indexed(engine, f"{prefix}versions", ["story", "version"]) == versions

    log = Changes(Engine(engine), prefix)
    changes = [(change["id"], change["version"]) for _, change in log.read(Cursor(), STORIES * 2)]
    accepted = {
        (story["id"], story["version"])
        for record in archived
        for story in record["stories"]
        if story["outcome"] == "accepted"
    }
    assert len(changes) == len(set(changes))
    assert accepted <= set(changes) <= versions
    assert set(newest.items()) <= accepted


def _deliveries() -> dict[int, list[dict[str, Any]]]:
    """Return deliveries by number, of one story or of many; a tenth are newer versions, some have no identity."""
    chance = random.Random(SEED)  # noqa: S311
    items: list[dict[str, Any]] = []
    for number in range(STORIES):
        match number % 20:
            case 0:
                items.append({"headline": "no identity"})
            case 1 | 2:
                items.append(make_ninjs(uri=f"urn:x:{chance.randrange(STORIES)}", version=str(chance.randint(2, 4))))
            case _:
                items.append(make_ninjs(uri=f"urn:x:{number}"))
    singles = 500
    parts = [[item] for item in items[:singles]]
    parts += [items[start : start + 50] for start in range(singles, STORIES, 50)]
    return dict(enumerate(parts))


def _record(number: int, items: list[dict[str, Any]]) -> dict[str, Any]:
    attributes = {"supplier": "ena", "delivery": str(number)}
    return {
        "messageId": str(number),
        "receiptHandle": str(number),
        "body": json.dumps(items if len(items) > 1 else items[0]),
        "attributes": {"ApproximateReceiveCount": "1", "SentTimestamp": "1772366400000"},
        "messageAttributes": {name: {"dataType": "String", "stringValue": text} for name, text in attributes.items()},
    }


def _archived() -> list[dict[str, Any]]:
    s3 = boto3.client("s3")
    return [
        json.loads(line)
        for key in keys("raw/")
        for line in gzip.decompress(s3.get_object(Bucket=BUCKET, Key=key)["Body"].read()).splitlines()
    ]


def _indexed(engine: OpenSearch, index: str, fields: list[str]) -> set[tuple[str, int]]:
    """Return two fields of all documents of an index."""
    engine.indices.refresh(index=index)
    sources = [{"id": {"terms": {"field": fields[0]}}}, {"number": {"terms": {"field": fields[1]}}}]
    pages: dict[str, Any] = {"all": {"composite": {"size": 5000, "sources": sources}}}
    found: set[tuple[str, int]] = set()
    documents = 0
    while buckets := (answer := engine.search(index=index, body={"size": 0, "aggs": pages})["aggregations"]["all"])[
        "buckets"
    ]:
        found |= {(bucket["key"]["id"], bucket["key"]["number"]) for bucket in buckets}
        documents += sum(bucket["doc_count"] for bucket in buckets)
        pages["all"]["composite"]["after"] = answer["after_key"]
    assert documents == len(found)
    return found
