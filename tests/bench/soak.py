"""Whether the functions grow or leak in a long life: `python -m tests.bench.soak --minutes 10`.

The ingest handler and the search handler in this one process, on a real node; S3 is moto in a process of its own, so
that what it stores is not counted here. Every second a batch comes, mixed as suppliers send: new stories, updates,
duplicates, late versions, kills, notices that kill, what is broken, what came by S3. Beside it somebody follows
/v1/changes, searches, turns pages, and reads stories and their versions. After a warm-up, memory and handles of this
process are measured every ten seconds. The exit code is 1 where they grow.
"""

from __future__ import annotations

import argparse
import io
import json
import logging
import multiprocessing
import os
import random
import sys
import threading
import time
import uuid
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout, suppress
from datetime import UTC, datetime, timedelta
from itertools import combinations, count
from multiprocessing.connection import Connection
from statistics import median
from typing import Any, NamedTuple
from urllib.parse import urlencode

import psutil
from rich.console import Console

from infra.local.aws import Aws
from infra.local.names import ACCESS_KEY, REGION, SECRET_KEY
from infra.local.opensearch.artifacts import install
from infra.local.opensearch.node import Node
from infra.opensearch.indices import create_indices
from ingest.handler import handler as ingest
from ingest.handler import logger
from newswire.app import App
from newswire.delivery import Delivery
from newswire.settings import Settings
from search.handler import handler as search
from tests.bench.wire_items import make_item, ninjs

BUCKET = "soak"
BATCH = 50
"""As the template has it; a batch a second is 50 stories a second."""

WARM_UP_SECONDS = 60
SAMPLE_SECONDS = 10

MOST_MB_AN_HOUR = 30.0
"""What may not be told from noise in ten minutes. To keep only the id of each story, some 200 bytes, would be 36 MB an
hour at this pace. A function of 512 MB that needs 200 could live for ten hours with this; Lambda ends it sooner."""

SPARE_HANDLES = 2
"""A pool may open a connection more when two requests meet; a leak of one handle a minute is over it in six minutes."""

KINDS = {"new": 60, "update": 15, "duplicate": 8, "late": 4, "kill": 4, "notice": 1, "broken": 5, "binary": 2, "s3": 1}
"""Deliveries of each kind in a hundred."""


class Sample(NamedTuple):
    """What this process holds."""

    seconds: float
    megabytes: float
    descriptors: int
    threads: int
    sockets: int


def main() -> None:
    """Print the table and the verdict."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10, help="to measure, after the warm-up (10)")
    minutes: float = parser.parse_args().minutes
    with _app() as app:
        samples = _soak(Suppliers(app), Reader(app), minutes * 60)
    sys.exit(0 if _verdict(samples) else 1)


class Suppliers:
    """A mixed stream of deliveries into the ingest handler; it remembers only the last stories, not to grow itself.

    Parameters
    ----------
    app: for the handler.
    """

    def __init__(self, app: App) -> None:
        self._app = app
        self._chance = random.Random(1)  # noqa: S311 - no secret
        self._numbers = count(1)
        self._recent: deque[dict[str, Any]] = deque(maxlen=500)
        self.sent: Counter[str] = Counter()

    def send_batch(self) -> None:
        """Give the handler one batch."""
        kinds = self._chance.choices(list(KINDS), list(KINDS.values()), k=BATCH)
        event = {"Records": [_message(*self._make(kind)) for kind in kinds]}
        with redirect_stdout(io.StringIO()):  # metrics, a line a batch
            answer = ingest(event, _Context(), self._app)  # type: ignore[arg-type]
        assert answer == {"batchItemFailures": []}, answer
        self.sent.update(kinds)

    def story_id(self) -> str:
        """Return the id of a story of late."""
        return f"ena:{self._chance.choice(self._recent)['uri']}"

    def _make(self, kind: str) -> tuple[bytes, str]:
        """Return a delivery as the body of a message, and its encoding."""
        if kind in ("new", "broken", "binary", "s3") or not self._recent:
            story = json.loads(ninjs(make_item(next(self._numbers))))
            if kind in ("new", "s3"):
                self._recent.append(story)
        else:
            story = self._chance.choice(self._recent)
        body = json.dumps(story).encode()
        match kind:
            case "update":
                self._move_on(story)
                body = json.dumps(story).encode()
            case "late":
                body = json.dumps({**story, "version": "0"}).encode()
            case "kill":
                self._move_on(story)
                body = json.dumps({**story, "pubStatus": "canceled"}).encode()
            case "notice":
                notice = {"uri": f"urn:soak:notice:{next(self._numbers)}", "headlines": [{"value": "BULLETIN KILL"}]}
                body = json.dumps({**story, **notice, "bodies": [{"value": f"Please kill {story['uri']}."}]}).encode()
            case "broken":
                body = body[: len(body) // 2]
            case "binary":
                return b"//4AAQ==", "base64"
            case "s3":
                delivery = Delivery(id=uuid.uuid4().hex, body=body + b" " * 300_000, received=self._app.now())
                return json.dumps({"key": self._app.archive.put_pushed(delivery)}).encode(), "s3"
        return body, "text"

    def _move_on(self, story: dict[str, Any]) -> None:
        story["version"] = str(int(story["version"]) + 1)
        created = datetime.fromisoformat(story["versionCreated"]) + timedelta(seconds=1)
        story["versionCreated"] = created.isoformat()


class Reader:
    """Somebody who searches, turns pages, reads, and follows the changes.

    Parameters
    ----------
    app: for the handler.
    """

    def __init__(self, app: App) -> None:
        self._app = app
        self._chance = random.Random(2)  # noqa: S311 - no secret
        self._after = ""
        self.answers: Counter[int] = Counter()

    def read(self, story_id: str) -> None:
        """Make some requests of each kind."""
        self._after = self._get("/v1/changes", size="1000", **({"after": self._after} if self._after else {}))["next"]
        for q in self._queries():
            self._get("/v1/stories", q=q, highlight="true")
        page = self._get("/v1/stories", sort="newest", size="50")
        for _ in range(3):
            page = self._get("/v1/stories", sort="newest", size="50", cursor=page["next"]) if page["next"] else page
        path = f"/v1/stories/{story_id}"
        for address in (path, f"{path}/versions", f"{path}/diff", f"{path}/nothing", "/healthz", "/nowhere"):
            self._get(address)
        self._get("/v1/stories", size="many")

    def _queries(self) -> list[str]:
        words = [word for paragraph in make_item(self._chance.randrange(5000)).paragraphs for word in paragraph.split()]
        some = self._chance.sample(words, 4)
        return [" ".join(some[:2]), f'"{" ".join(words[40:44])}"', f"{some[2]} OR {some[3]}", f"-{some[0]} ("]

    def _get(self, path: str, **parameters: str) -> dict[str, Any]:
        event: dict[str, Any] = {
            "version": "2.0",
            "rawPath": path,
            "rawQueryString": urlencode(parameters),
            "headers": {},
            "requestContext": {"http": {"method": "GET", "path": path}, "requestId": "r", "stage": "$default"},
            "isBase64Encoded": False,
        }
        if path.startswith("/v1/stories/"):
            event["pathParameters"] = {"id": path.removeprefix("/v1/stories/")}
        answer = search(event, _Context(), self._app)  # type: ignore[arg-type]
        self.answers[answer["statusCode"]] += 1
        assert answer["statusCode"] < 500, answer
        body: dict[str, Any] = json.loads(answer["body"])
        return body


def _soak(suppliers: Suppliers, reader: Reader, seconds: float) -> list[Sample]:
    """Let deliveries and requests come, a batch a second; return the samples taken after the warm-up."""
    process = psutil.Process()
    start = time.monotonic()
    samples: list[Sample] = []
    print(f"{'s':>6}{'deliveries':>12}{'requests':>10}{'RSS MB':>9}{'files':>7}{'threads':>9}{'sockets':>9}")
    for number in count(1):
        suppliers.send_batch()
        reader.read(suppliers.story_id())
        spent = time.monotonic() - start
        if spent >= WARM_UP_SECONDS + len(samples) * SAMPLE_SECONDS:
            samples.append(_sample(process, spent))
            _, megabytes, *handles = samples[-1]
            print(
                f"{spent:>6.0f}{suppliers.sent.total():>12}{reader.answers.total():>10}{megabytes:>9.1f}"
                "{:>7}{:>9}{:>9}".format(*handles),
                flush=True,
            )
            if spent >= WARM_UP_SECONDS + seconds:
                break
        threading.Event().wait(max(0.0, start + number - time.monotonic()))
    print("deliveries:", ", ".join(f"{number} {kind}" for kind, number in suppliers.sent.items()))
    print("answers:", ", ".join(f"{number} with {status}" for status, number in sorted(reader.answers.items())))
    return samples


def _sample(process: psutil.Process, seconds: float) -> Sample:
    return Sample(
        seconds,
        process.memory_info().rss / 1e6,
        process.num_fds(),
        process.num_threads(),
        len(process.net_connections("inet")),
    )


def _verdict(samples: list[Sample]) -> bool:
    """Print whether memory and handles are flat, and return it."""
    growth = 3600 * _slope([(sample.seconds, sample.megabytes) for sample in samples])
    half = len(samples) // 2
    flat = growth < MOST_MB_AN_HOUR
    print(f"\nmemory: {growth:+.1f} MB an hour, wanted below {MOST_MB_AN_HOUR:.0f}: {'flat' if flat else 'IT GROWS'}")
    for name in ("descriptors", "threads", "sockets"):
        first, second = (max(getattr(s, name) for s in part) for part in (samples[:half], samples[half:]))
        is_flat = second <= first + SPARE_HANDLES
        flat = flat and is_flat
        print(f"{name}: at most {first}, then {second}: {'flat' if is_flat else 'THEY GROW'}")
    return flat


def _slope(points: list[tuple[float, float]]) -> float:
    """Return the median of the slopes between any two points (Theil-Sen): one step up or down does not move it."""
    return median((y2 - y1) / (x2 - x1) for (x1, y1), (x2, y2) in combinations(points, 2))


class _Context:
    """What the handlers read of a Lambda context."""

    def __init__(self) -> None:
        self.aws_request_id = uuid.uuid4().hex

    def get_remaining_time_in_millis(self) -> int:
        return 30_000


def _message(body: bytes, encoding: str) -> dict[str, Any]:
    attributes = {"supplier": "ena", "delivery": uuid.uuid4().hex, "encoding": encoding}
    return {
        "messageId": uuid.uuid4().hex,
        "receiptHandle": "none",
        "body": body.decode(),
        "attributes": {"ApproximateReceiveCount": "1", "SentTimestamp": str(int(datetime.now(UTC).timestamp() * 1000))},
        "messageAttributes": {name: {"dataType": "String", "stringValue": value} for name, value in attributes.items()},
        "eventSource": "aws:sqs",
        "awsRegion": REGION,
    }


def settings(engine: str, aws: str) -> Settings:
    """Return the settings of both functions, for a search engine and an AWS at these addresses."""
    return Settings(engine, archive_bucket=BUCKET, queue_url=f"{aws}/soak", cursor_key=uuid.uuid4().hex)


@contextmanager
def _app() -> Iterator[App]:
    """Give the functions' own wiring, on a node and on an AWS in processes of their own."""
    os.environ |= {"AWS_ACCESS_KEY_ID": ACCESS_KEY, "AWS_SECRET_ACCESS_KEY": SECRET_KEY, "AWS_DEFAULT_REGION": REGION}  # noqa: TID251
    logger.setLevel("ERROR")
    logging.getLogger("newswire").setLevel("ERROR")  # quarantined deliveries
    with _aws() as endpoint, Node.start(install(Console(stderr=True))) as node:
        os.environ["AWS_ENDPOINT_URL"] = endpoint  # noqa: TID251
        app = App(settings(node.url, endpoint))
        app.client("s3").create_bucket(Bucket=BUCKET)
        create_indices(app.engine.client, replicas=0)
        yield app
        app.engine.client.close()


@contextmanager
def _aws() -> Iterator[str]:
    """Give the address of an AWS in a process of its own."""
    processes = multiprocessing.get_context("spawn")
    here, there = processes.Pipe()
    process = processes.Process(target=_serve_aws, args=(there,))
    process.start()
    there.close()
    try:
        yield here.recv()
    finally:
        here.close()
        process.join()


def _serve_aws(connection: Connection) -> None:
    aws = Aws()
    connection.send(aws.endpoint)
    with suppress(EOFError):
        connection.recv()  # until the other end is closed
    aws.stop()


if __name__ == "__main__":
    main()
