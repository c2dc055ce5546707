"""Batches from a queue to a function, and what the function's answer does to them."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event as Signal
from threading import Lock
from typing import Any, TypeVar

import pytest

from infra.local.aws import Aws
from infra.local.invocation import HandlerRaised
from infra.local.poller import MappingRefused, Poller, QueueMapping
from infra.local.template import Template
from tests.unit.local import handlers

MAPPING = QueueMapping(
    function_name="newswire-Sample",
    queue_arn="arn:aws:sqs:us-east-1:123456789012:source",
    batch_size=10,
    window=0,
    concurrency=1,
    partial_failures=True,
    enabled=True,
)
SUCCESS = b"null"

Batches = list[list[str]]
Event = dict[str, Any]
Kept = TypeVar("Kept")


class Queue:
    """A queue with a dead-letter queue, and a poller on it."""

    def __init__(self, folder: Path, aws: Aws) -> None:
        self.folder = folder
        self.aws = aws
        self.sqs = self.aws.client("sqs")
        self.dead = self.sqs.create_queue(QueueName="dead")["QueueUrl"]
        policy = {"deadLetterTargetArn": "arn:aws:sqs:us-east-1:123456789012:dead", "maxReceiveCount": 2}
        attributes = {"VisibilityTimeout": "1", "RedrivePolicy": json.dumps(policy)}
        self.source = self.sqs.create_queue(QueueName="source", Attributes=attributes)["QueueUrl"]
        self.pollers: list[Poller] = []
        self.functions: list[handlers.Answering] = []

    def keep_hidden(self) -> None:
        """Let failed messages stay away for the length of a test."""
        self.sqs.set_queue_attributes(QueueUrl=self.source, Attributes={"VisibilityTimeout": "60"})

    def poll(self, answer: Callable[[Event], bytes], **settings: Any) -> None:
        function = handlers.Answering(self.folder, lambda event: answer(json.loads(event)))
        poller = Poller(replace(MAPPING, **settings), function, self.aws)
        poller.start()
        self.pollers.append(poller)
        self.functions.append(function)

    def send(self, *bodies: str, **extra: Any) -> None:
        for start in range(0, len(bodies), 10):
            entries = [
                {"Id": str(n), "MessageBody": body, **extra} for n, body in enumerate(bodies[start : start + 10])
            ]
            self.sqs.send_message_batch(QueueUrl=self.source, Entries=entries)

    def count(self, url: str) -> int:
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        attributes = self.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
        return sum(int(attributes[name]) for name in names)

    def close(self) -> None:
        for poller in self.pollers:
            poller.begin_stop()
        self.aws.end_connections()
        for poller in self.pollers:
            poller.stop()
        for function in self.functions:
            function.log.close()
        for url in (self.source, self.dead):
            self.sqs.delete_queue(QueueUrl=url)
        self.sqs.close()

    @property
    def log(self) -> str:
        return (self.folder / "sample.log").read_text()


@pytest.fixture(scope="module")
def aws() -> Iterator[Aws]:
    aws = Aws()
    yield aws
    aws.stop()


@pytest.fixture
def queue(tmp_path: Path, aws: Aws) -> Iterator[Queue]:
    queue = Queue(tmp_path, aws)
    yield queue
    queue.close()


def _bodies(event: Event) -> list[str]:
    return [record["body"] for record in event["Records"]]


def _keeping(
    kept: list[Kept], look: Callable[[Event], Kept], answer: Callable[[Event], bytes] = lambda _: SUCCESS
) -> Callable[[Event], bytes]:
    """A handler that keeps what the test wants to see of each event."""

    def handle(event: Event) -> bytes:
        kept.append(look(event))
        return answer(event)

    return handle


def _failures(event: Event, *bodies: str) -> bytes:
    ids = [record["messageId"] for record in event["Records"] if record["body"] in bodies]
    return json.dumps({"batchItemFailures": [{"itemIdentifier": message_id} for message_id in ids]}).encode()


def test_a_record_has_lambdas_shape(queue: Queue) -> None:
    events: list[Event] = []
    queue.poll(_keeping(events, lambda event: event))
    attributes = {
        "feed": {"DataType": "String", "StringValue": "ap"},
        "blob": {"DataType": "Binary", "BinaryValue": b"\x00\xff"},
        "size": {"DataType": "Number", "StringValue": "7"},
    }
    queue.send("körper", MessageAttributes=attributes)
    handlers.wait_until(lambda: bool(events))

    [record] = events[0]["Records"]
    assert set(record) == {
        "messageId", "receiptHandle", "body", "attributes", "messageAttributes", "md5OfBody", "md5OfMessageAttributes",
        "eventSource", "eventSourceARN", "awsRegion",
    }  # fmt: skip
    assert record["body"] == "körper"
    assert record["md5OfBody"] == hashlib.md5("körper".encode(), usedforsecurity=False).hexdigest()
    assert (record["eventSource"], record["awsRegion"]) == ("aws:sqs", "us-east-1")
    assert record["eventSourceARN"] == MAPPING.queue_arn
    assert record["attributes"]["ApproximateReceiveCount"] == "1"
    assert all(isinstance(value, str) for value in record["attributes"].values())
    assert record["messageAttributes"]["feed"] == {
        "stringValue": "ap", "dataType": "String", "stringListValues": [], "binaryListValues": [],
    }  # fmt: skip
    assert record["messageAttributes"]["blob"]["binaryValue"] == "AP8="
    assert record["messageAttributes"]["size"]["dataType"] == "Number"


def test_a_batch_is_filled_over_several_receives_and_goes_at_once(queue: Queue) -> None:
    batches: Batches = []
    queue.keep_hidden()
    queue.send(*(str(n) for n in range(30)))
    started = time.monotonic()
    queue.poll(_keeping(batches, _bodies), batch_size=25, window=60)
    handlers.wait_until(lambda: bool(batches))
    assert len(batches[0]) == 25
    assert time.monotonic() - started < 5


def test_the_window_opens_with_the_first_message(queue: Queue) -> None:
    arrived: list[tuple[float, list[str]]] = []
    queue.keep_hidden()
    queue.poll(_keeping(arrived, lambda event: (time.monotonic(), _bodies(event))), batch_size=25, window=1)
    queue.send("first")
    sent = time.monotonic()
    queue.send("second")
    handlers.wait_until(lambda: bool(arrived))
    [(when, bodies)] = arrived
    assert bodies == ["first", "second"]
    assert 0.8 < when - sent < 1.3


def test_a_message_without_a_window_arrives_at_once(queue: Queue) -> None:
    arrived: list[float] = []
    queue.poll(_keeping(arrived, lambda _: time.monotonic()))
    queue.send("x")
    sent = time.monotonic()
    handlers.wait_until(lambda: bool(arrived))
    assert arrived[0] - sent < 0.3


def test_only_the_failures_of_a_batch_come_again_and_end_as_dead_letters(queue: Queue) -> None:
    batches: Batches = []
    queue.send("good", "bad", "fine")
    queue.poll(_keeping(batches, _bodies, lambda event: _failures(event, "bad")))
    handlers.wait_until(lambda: queue.count(queue.dead) == 1)
    assert sorted(body for batch in batches for body in batch) == ["bad", "bad", "fine", "good"]
    assert queue.count(queue.source) == 0


def _raise(_: Event) -> bytes:
    raise HandlerRaised("KeyError", "x")


@pytest.mark.parametrize("answer", [_raise, lambda _: b'{"batchItemFailures": [{"itemIdentifier": ""}]}'])
def test_an_exception_or_a_malformed_answer_fails_the_whole_batch(
    queue: Queue, answer: Callable[[Event], bytes]
) -> None:
    queue.keep_hidden()
    queue.send("one", "two")
    queue.poll(answer)
    handlers.wait_until(lambda: "failed, its messages stay in the queue" in queue.log)
    assert queue.count(queue.source) == 2


def test_more_than_ten_messages_are_taken_off_the_queue(queue: Queue) -> None:
    queue.keep_hidden()
    queue.send(*(str(n) for n in range(12)))
    queue.poll(lambda _: SUCCESS, batch_size=12, window=5)
    handlers.wait_until(lambda: queue.count(queue.source) == 0)


def test_partial_failures_count_only_where_the_template_says_so(queue: Queue) -> None:
    queue.keep_hidden()
    queue.send("bad", "good")
    queue.poll(lambda event: _failures(event, "bad"), partial_failures=False)
    handlers.wait_until(lambda: queue.count(queue.source) == 0)


def test_a_batch_is_no_larger_than_lambdas_limit(queue: Queue) -> None:
    sizes: list[int] = []
    queue.keep_hidden()
    for n in range(7):
        queue.send(f"{n}" * 1_000_000)
    queue.poll(_keeping(sizes, lambda event: len(event["Records"])), batch_size=20, window=1)
    handlers.wait_until(lambda: sum(sizes) == 7)
    assert sizes == [6, 1]


def test_as_many_batches_are_in_flight_as_the_mapping_allows(queue: Queue) -> None:
    lock, finish, busy, most = Lock(), Signal(), 0, 0

    def answer(_: Event) -> bytes:
        nonlocal busy, most
        with lock:
            busy += 1
            most = max(most, busy)
        finish.wait(10)
        with lock:
            busy -= 1
        return SUCCESS

    queue.keep_hidden()
    queue.send(*(str(n) for n in range(6)))
    queue.poll(answer, batch_size=1, concurrency=3)
    handlers.wait_until(lambda: busy == 3)
    assert queue.count(queue.source) == 6
    finish.set()
    handlers.wait_until(lambda: queue.count(queue.source) == 0)
    assert most == 3


def test_an_idle_poller_stops_soon(queue: Queue) -> None:
    queue.poll(lambda _: SUCCESS)
    started = time.monotonic()
    queue.pollers[0].stop()
    queue.pollers[0].stop()
    assert time.monotonic() - started < 2


def test_a_queue_that_is_gone_is_logged_and_does_not_end_the_poller(queue: Queue) -> None:
    arrived: Batches = []
    queue.poll(_keeping(arrived, _bodies))
    queue.sqs.delete_queue(QueueUrl=queue.source)
    handlers.wait_until(lambda: "cannot receive from" in queue.log)
    queue.sqs.create_queue(QueueName="source")
    queue.send("x")
    handlers.wait_until(lambda: arrived == [["x"]])


def test_a_mapping_has_lambdas_defaults(tmp_path: Path) -> None:
    path = tmp_path / "template.yaml"
    path.write_text("""
Resources:
  Q: {Type: AWS::SQS::Queue}
  T: {Type: AWS::DynamoDB::Table}
  Good: {Type: AWS::Lambda::EventSourceMapping, Properties: {FunctionName: f, EventSourceArn: !GetAtt Q.Arn}}
  Bad: {Type: AWS::Lambda::EventSourceMapping, Properties: {FunctionName: f, EventSourceArn: !GetAtt T.Arn}}
""")
    good, bad = Template(path, {}, "http://127.0.0.1:1").of_type("AWS::Lambda::EventSourceMapping")
    mapping = QueueMapping.from_resource(good)
    assert (mapping.batch_size, mapping.window, mapping.concurrency) == (10, 0, 5)
    assert (mapping.partial_failures, mapping.enabled) == (False, True)
    with pytest.raises(MappingRefused, match="Bad reads from arn:aws:dynamodb.*: only queues"):
        QueueMapping.from_resource(bad)
