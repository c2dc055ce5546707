"""How fast the ingest handler writes stories into the node: `python -m tests.bench.ingest`.

One handler process, batches as the template sets them, no tagging: messages in, stories, versions, changes and archive
out. Beside it, in the same run and by turns, bare `_bulk` requests of the very documents that the handler wrote, both
of each story, to fresh indices of the same mappings: with what the mapping keeps out of `_source` and the engine still
has to analyse (`index_only`), without external versions, in requests as large as the handler's may be. The first rounds
of each only warm up: the node compiles its hot code in them. The share is taken round by round, so that what else the
machine does weighs on both.
Then stories come at a steady pace, and each one's time is taken from the handler's receiving its batch to the moment
when a search finds it. S3 is moto, in this process, and its time is the handler's.
"""

from __future__ import annotations

import argparse
import io
import os
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, redirect_stdout
from functools import cached_property
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import boto3
from moto import mock_aws
from opensearchpy import OpenSearch
from rich.console import Console

from infra.local.opensearch.artifacts import install
from infra.local.opensearch.node import Node
from infra.local.template import Template
from infra.opensearch.indices import create_indices
from ingest.handler import handler, logger
from newswire.app import App
from newswire.documents import as_document, story_of, version_id
from newswire.engine import BULK_BYTES, as_json
from newswire.settings import Settings
from newswire.story import Story
from tests.bench.wire_items import make_item, ninjs

ROOT = Path(__file__).resolve().parents[2]
BUCKET = "bench"
BARE = "bare-"
WANTED_SHARE = 0.5
WANTED_SECONDS = 1.2
WARM_UP = 4
ROUNDS = 6


class Untagged(App):
    """The sides of a handler that leaves the tags to a later pass."""

    @cached_property
    def tag(self) -> Callable[[Sequence[Story], Callable[[], float]], Sequence[Story]]:  # type: ignore[override]
        """Give stories no tags."""
        return lambda stories, _: stories


class Context:
    """What the handler reads of a Lambda context."""

    def __init__(self) -> None:
        self.aws_request_id = uuid.uuid4().hex

    def get_remaining_time_in_millis(self) -> int:
        """Return the time that a function has."""
        return 30_000


def main() -> None:
    """Print the tables."""
    options = _options()
    with _app() as app:
        size = _batch_size()
        create_indices(app.engine.client, f"{app.settings.index_prefix}{BARE}", replicas=0)
        handled, bare, kilobytes = [], [], 0.0
        for number in range(WARM_UP + ROUNDS):
            first = number * options.stories
            numbers = range(first, first + options.stories)
            batches = [
                [ninjs(make_item(n)) for n in numbers[start : start + size]] for start in range(0, len(numbers), size)
            ]
            handled.append(sum(_handle(app, batch) for batch in batches) / len(numbers))
            documents = _documents(app, numbers)
            kilobytes = sum(len(body) for _, _, body in documents) / len(documents) / 1000
            bare.append(_bare(app.engine.client, documents, app.settings.index_prefix) / len(numbers))
        ours, theirs = handled[WARM_UP:], bare[WARM_UP:]
        share = median(their / our for our, their in zip(ours, theirs, strict=True))
        print(f"{'way in':44}{'stories/s':>10}{'share':>8}  wanted")
        print(f"{f'bare _bulk, 2 documents of {kilobytes:.1f} kB a story':44}{1 / median(theirs):>10.0f}{1:>8.2f}")
        print(f"{f'ingest handler, batches of {size}':44}{1 / median(ours):>10.0f}{share:>8.2f}  {WANTED_SHARE}")
        _print_searchable(_searchable(app, options.rate, options.seconds, size))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stories", type=int, default=1500, help="stories of a round (1500)")
    parser.add_argument("--rate", type=int, default=50, help="stories a second of the steady stream (50)")
    parser.add_argument("--seconds", type=int, default=20, help="length of the steady stream (20)")
    return parser.parse_args()


@contextmanager
def _app() -> Iterator[App]:
    os.environ |= {"AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x", "AWS_DEFAULT_REGION": "us-east-1"}  # noqa: TID251
    logger.setLevel("ERROR")
    with Node.start(install(Console(stderr=True))) as node, mock_aws():
        boto3.client("s3").create_bucket(Bucket=BUCKET)
        url = boto3.client("sqs").create_queue(QueueName="bench")["QueueUrl"]
        app = Untagged(Settings(opensearch_url=node.url, index_prefix="bench-", archive_bucket=BUCKET, queue_url=url))
        create_indices(app.engine.client, "bench-", replicas=0)
        yield app
        app.engine.client.close()


def _batch_size() -> int:
    parameters = {"OpenSearchEndpoint": "http://127.0.0.1:9200"}
    template = Template(ROOT / "infra" / "template.yaml", parameters, "http://127.0.0.1")
    [mapping] = template.of_type("AWS::Lambda::EventSourceMapping")
    return int(mapping.get("BatchSize"))


def _handle(app: App, bodies: list[bytes]) -> float:
    """Give the handler one batch; return the seconds that it took."""
    event = {"Records": [_record(body) for body in bodies]}
    with redirect_stdout(io.StringIO()):  # the metrics, which CloudWatch reads there
        start = time.perf_counter()
        answer = handler(event, Context(), app)  # type: ignore[arg-type]
        spent = time.perf_counter() - start
    assert answer == {"batchItemFailures": []}, answer
    return spent


def _record(body: bytes) -> dict[str, Any]:
    attributes = {"supplier": "ena", "delivery": uuid.uuid4().hex}
    return {
        "messageId": uuid.uuid4().hex,
        "receiptHandle": "none",
        "body": body.decode(),
        "attributes": {"ApproximateReceiveCount": "1", "SentTimestamp": str(int(time.time() * 1000))},
        "messageAttributes": {name: {"dataType": "String", "stringValue": value} for name, value in attributes.items()},
        "eventSource": "aws:sqs",
        "awsRegion": "us-east-1",
    }


def _documents(app: App, numbers: range) -> list[tuple[str, str, bytes]]:
    """Return every document that the handler wrote of these stories: index, id and JSON, a version and its story."""
    found: list[tuple[str, str, bytes]] = []
    for start in range(0, len(numbers), 500):
        ids = [_story_id(number) for number in numbers[start : start + 500]]
        stories = [story_of(each["_source"]) for each in app.engine.get_many(app.index.stories, ids) if each]
        keys = [version_id(story.id, story.version) for story in stories]
        versions = app.engine.get_many(app.index.versions, keys)
        for story, key, version in zip(stories, keys, versions, strict=True):
            assert version, key
            found += [("versions", key, as_json(version["_source"])), ("stories", story.id, as_document(story))]
    assert len(found) == 2 * len(numbers), len(found)
    return found


def _bare(client: OpenSearch, documents: list[tuple[str, str, bytes]], prefix: str) -> float:
    """Write documents with nothing but `_bulk`, in requests as large as the handler's may be; return the seconds."""
    requests: list[list[bytes]] = [[]]
    size = 0
    for name, key, body in documents:
        line = as_json({"index": {"_index": f"{prefix}{BARE}{name}", "_id": key}}) + b"\n" + body + b"\n"
        if size + len(line) > BULK_BYTES:
            requests.append([])
            size = 0
        requests[-1].append(line)
        size += len(line)
    bodies = [b"".join(lines) for lines in requests]
    start = time.perf_counter()
    for body in bodies:
        answer = client.bulk(body=body, params={"filter_path": "errors"})
        assert answer == {"errors": False}, answer
    return time.perf_counter() - start


def _story_id(number: int) -> str:
    return f"ena:urn:newsml:example.com:20260301:{number}"


def _searchable(app: App, rate: int, seconds: int, size: int) -> list[float]:
    """Return the seconds from a batch's receipt to the moment when a search finds all of it, one for each story."""
    period = size / rate
    first = 10_000_000
    found: list[float] = []
    start = time.perf_counter()
    with ThreadPoolExecutor(8) as watchers:
        waits = []
        for number in range(int(seconds / period)):
            due = start + number * period
            threading.Event().wait(max(0.0, due - time.perf_counter()))
            items = range(first + number * size, first + (number + 1) * size)
            received = time.perf_counter()
            waits.append(watchers.submit(_until_found, app, list(items), received))
            _handle(app, [ninjs(make_item(item)) for item in items])
        for wait in waits:
            found += [wait.result()] * size
    return found


def _until_found(app: App, numbers: list[int], received: float) -> float:
    ids = [_story_id(number) for number in numbers]
    request = {"size": 0, "query": {"terms": {"id": ids}}, "track_total_hits": True}
    while time.perf_counter() - received < 30:
        if app.engine.client.search(index=app.index.stories, body=request)["hits"]["total"]["value"] == len(ids):
            return time.perf_counter() - received
        threading.Event().wait(0.02)
    raise TimeoutError(f"not searchable within 30 s: {ids[0]} and its batch")


def _print_searchable(seconds: list[float]) -> None:
    cuts = quantiles(seconds, n=100)
    print(f"\n{'receipt to searchable':44}{'p50 s':>10}{'p95 s':>8}  wanted")
    print(f"{f'{len(seconds)} stories':44}{cuts[49]:>10.2f}{cuts[94]:>8.2f}  {WANTED_SECONDS}")


if __name__ == "__main__":
    main()
