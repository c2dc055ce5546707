"""What tests share: one search engine a run, and AWS on moto, in process."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

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


@pytest.fixture(scope="session")
def engine_url() -> Iterator[str]:
    """The address of a real engine: the one that NEWSWIRE_OPENSEARCH_URL names, else a node started once a run."""
    if url := Settings.from_env().opensearch_url:
        yield url
        return
    with Node.start(install(Console(stderr=True)), compiler=Compiler.QUICK) as node:
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
    with mock_aws():
        yield


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
