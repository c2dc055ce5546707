"""What tests share: one search engine a run, and AWS on moto, in process."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import boto3
import pytest
from hypothesis import settings
from moto import mock_aws
from opensearchpy import OpenSearch
from rich.console import Console

from infra.local.opensearch.artifacts import install
from infra.local.opensearch.command import Compiler
from infra.local.opensearch.node import Node
from infra.opensearch.indices import create_indices
from newswire.app import App
from newswire.engine import Engine, connect
from newswire.index import Index
from newswire.settings import Settings
from tests.unit.stories import NOW

# What is slow is measured by benches and test_parse_time.py; a busy machine must not fail a property.
settings.register_profile("newswire", deadline=None)
settings.load_profile("newswire")

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
REGION = "us-east-1"
BUCKET = "newswire-archivebucket"
"""The name that the local stack gives the archive bucket; the sample events name it."""


LONGEST = {"test_failures.py", "test_crash_points.py", "test_histories.py", "test_fault_proxy.py"}
"""The files that take longest: where processes share the work (`pytest -n`), one begun last would be waited for."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files first, after pytest-randomly has shuffled."""
    items.sort(key=lambda item: item.path.name not in LONGEST)


MEMORY = Path("/dev/shm")  # noqa: S108
ROOM_BYTES = 2 * 1024**3


@pytest.fixture(scope="session")
def scratch() -> Iterator[Path]:
    """A folder for engines, in memory where there is room: on a disk, what a test waits for most is fsync."""
    is_roomy = os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM_BYTES
    with TemporaryDirectory(prefix="newswire-tests-", dir=MEMORY if is_roomy else None) as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def engine_url(scratch: Path) -> Iterator[str]:
    """The address of a real engine: the one that NEWSWIRE_OPENSEARCH_URL names, else a node started once a run."""
    if url := Settings.from_env().opensearch_url:
        yield url
        return
    with Node.start(install(Console(stderr=True)), scratch / "engine", compiler=Compiler.QUICK) as node:
        yield node.url


@pytest.fixture(scope="session")
def engine(engine_url: str) -> Iterator[OpenSearch]:
    client = connect(Settings(opensearch_url=engine_url))
    yield client
    client.close()


@pytest.fixture
def prefix(engine: OpenSearch) -> Iterator[str]:
    """A prefix of this test's own, with the index of stories made; all is removed at the end."""
    prefix = f"test-{uuid.uuid4().hex[:12]}-"
    create_indices(engine, prefix, replicas=0)
    yield prefix
    made = engine.indices.get_alias(index=f"{prefix}*")
    engine.indices.delete(index=",".join(made))


@dataclass
class Context:
    """What the handlers read of a Lambda context."""

    aws_request_id: str = field(default_factory=lambda: uuid.uuid4().hex)
    seconds_left: float = 30.0

    def get_remaining_time_in_millis(self) -> int:
        return int(self.seconds_left * 1000)


class FrozenApp(App):
    """The real wiring with a clock that stands still until a test moves it."""

    clock: datetime = NOW

    def now(self) -> datetime:
        return self.clock


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """SQS and S3 on moto, in process."""
    for name, value in {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": REGION,
        "AWS_CONFIG_FILE": "/dev/null",
    }.items():
        monkeypatch.setenv(name, value)
    with mock_aws(), patch("boto3.DEFAULT_SESSION", _session()):
        yield


@cache
def _session() -> boto3.Session:
    """Return one session for the run: moto begins a new one each time, and its first client takes 70 ms."""
    return boto3.Session()


@pytest.fixture
def app(aws: None, engine_url: str, prefix: str) -> Iterator[FrozenApp]:
    """The functions' own wiring, on moto and the real engine."""
    boto3.client("s3").create_bucket(Bucket=BUCKET)
    queue_url = boto3.client("sqs").create_queue(QueueName="stories", Attributes={"VisibilityTimeout": "180"})[
        "QueueUrl"
    ]
    app = FrozenApp(
        Settings(
            opensearch_url=engine_url,
            index_prefix=prefix,
            archive_bucket=BUCKET,
            queue_url=queue_url,
            cursor_key="a key for tests",
        )
    )
    yield app
    app.engine.client.close()


@pytest.fixture
def index(engine: OpenSearch, prefix: str) -> Index:
    return Index(Engine(engine), prefix)


def receive(app: App) -> dict[str, Any]:
    """Take what is on the queue, as the event that Lambda gets."""
    sqs = boto3.client("sqs")
    records = []
    while messages := sqs.receive_message(
        QueueUrl=app.settings.queue_url,
        MaxNumberOfMessages=10,
        AttributeNames=["All"],
        MessageAttributeNames=["All"],
    ).get("Messages"):
        records += [as_record(message) for message in messages]
    return {"Records": records}


def as_record(message: Any) -> dict[str, Any]:
    """A message as Lambda shows it to a function."""
    return {
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": message["Attributes"],
        "messageAttributes": {
            name: {"dataType": value["DataType"], "stringValue": value["StringValue"]}
            for name, value in message.get("MessageAttributes", {}).items()
        },
        "md5OfBody": message["MD5OfBody"],
        "eventSource": "aws:sqs",
        "eventSourceARN": f"arn:aws:sqs:{REGION}:123456789012:stories",
        "awsRegion": REGION,
    }


def keys(start: str) -> list[str]:
    """The keys of the archive that begin with `start`."""
    listed = boto3.client("s3").list_objects_v2(Bucket=BUCKET, Prefix=start)
    return [item["Key"] for item in listed.get("Contents", [])]
