"""The dead-letter queue back to the stories queue: by hand on moto, by a move task as AWS answers."""

from __future__ import annotations

import json
from typing import Any

import boto3
import pytest
from aws_lambda_powertools.utilities.data_classes import SQSEvent
from botocore.stub import Stubber

from newswire.queue import Queue
from newswire.redrive import Progress, Redrive, RedriveFailed
from tests.conftest import FrozenApp, as_record, receive
from tests.unit.ninjs import make_delivery

DEAD = "arn:aws:sqs:us-east-1:123456789012:dead"
STORIES = "arn:aws:sqs:us-east-1:123456789012:stories"


@pytest.fixture
def dead_letters(app: FrozenApp) -> str:
    sqs = boto3.client("sqs")
    url = sqs.create_queue(QueueName="dead")["QueueUrl"]
    policy = json.dumps({"deadLetterTargetArn": DEAD, "maxReceiveCount": 50})
    sqs.set_queue_attributes(QueueUrl=app.settings.queue_url, Attributes={"RedrivePolicy": policy})
    return url


def test_every_message_comes_back_as_it_was(app: FrozenApp, dead_letters: str, newswire: Any) -> None:
    sqs = boto3.client("sqs")
    attributes: dict[str, Any] = {f"a{n}": {"DataType": "Binary.png", "BinaryValue": b"\0\xff"} for n in range(10)}
    sqs.send_message(QueueUrl=dead_letters, MessageBody="a supplier's own", MessageAttributes=attributes)
    to_dead_letters = Queue(sqs, dead_letters, app.archive)
    sent = [make_delivery(f"\x01story {number}".encode(), delivery_id=f"d{number}") for number in range(11)]
    for delivery in sent:
        to_dead_letters.send(delivery)
    assert json.loads(newswire("redrive", "--json").stdout) == {"moved": 12, "stopped": False}
    received: list[Any] = []
    while len(received) < 12:
        answer = sqs.receive_message(
            QueueUrl=app.settings.queue_url,
            MaxNumberOfMessages=10,
            MessageAttributeNames=["All"],
            MessageSystemAttributeNames=["All"],
        )
        received += answer["Messages"]
    own, others = received[0], received[1:]
    assert (own["Body"], own["MessageAttributes"]) == ("a supplier's own", attributes)
    assert {message["Attributes"]["MessageGroupId"] for message in others} == {"ena"}
    opened = app.queue.receive(SQSEvent({"Records": [as_record(message) for message in others]}).records)
    assert {message.deliveries[0] for message in opened} == set(sent)
    assert "Messages" not in sqs.receive_message(QueueUrl=dead_letters)


def test_stopped_early_the_rest_is_still_there(app: FrozenApp, dead_letters: str) -> None:
    for number in range(3):
        boto3.client("sqs").send_message(QueueUrl=dead_letters, MessageBody=f"story {number}")
    moving = Redrive(app.client("sqs"), app.settings.queue_url).run()
    assert [next(moving).moved for _ in range(2)] == [0, 1]
    moving.close()
    assert len(receive(app)["Records"]) == 1
    again = Redrive(app.client("sqs"), app.settings.queue_url).run()
    assert list(again)[-1].moved == 2  # at once, though they had been received with the first


def test_a_queue_without_a_dead_letter_queue_says_so(app: FrozenApp) -> None:
    with pytest.raises(RedriveFailed, match="no redrive policy"):
        list(Redrive(app.client("sqs"), app.settings.queue_url).run())


TASK = {"TaskHandle": "t", "SourceArn": DEAD, "DestinationArn": STORIES, "ApproximateNumberOfMessagesToMove": 9}


def on_aws(*answers: tuple[str, dict[str, Any]]) -> tuple[Redrive, Stubber]:
    """A client that AWS answers so."""
    client = boto3.client("sqs")
    stub = Stubber(client)
    policy = json.dumps({"deadLetterTargetArn": DEAD, "maxReceiveCount": 50})
    stub.add_response("get_queue_attributes", {"Attributes": {"QueueArn": STORIES, "RedrivePolicy": policy}})
    for operation, answer in answers:
        stub.add_response(operation, answer)
    stub.activate()
    return Redrive(client, "https://queue", wait=lambda _: None), stub


def task(status: str, moved: int, **more: str) -> tuple[str, dict[str, Any]]:
    result = {**TASK, "Status": status, "ApproximateNumberOfMessagesMoved": moved, **more}
    return "list_message_move_tasks", {"Results": [result]}


NONE: tuple[str, dict[str, Any]] = ("list_message_move_tasks", {"Results": []})
START = ("start_message_move_task", {"TaskHandle": "t"})


def test_on_aws_the_queue_moves_them_itself(aws: None) -> None:
    redrive, stub = on_aws(NONE, START, task("RUNNING", 4), task("COMPLETED", 9))
    assert list(redrive.run()) == [Progress(4, 9), Progress(9, 9)]
    stub.assert_no_pending_responses()


def test_a_move_that_is_under_way_is_watched_and_not_begun_twice(aws: None) -> None:
    redrive, stub = on_aws(task("RUNNING", 1), task("COMPLETED", 9))
    assert list(redrive.run()) == [Progress(9, 9)]
    stub.assert_no_pending_responses()


def test_stopped_on_aws_the_move_is_cancelled(aws: None) -> None:
    redrive, stub = on_aws(NONE, START, task("RUNNING", 4), ("cancel_message_move_task", {}))
    moving = redrive.run()
    next(moving)
    moving.close()
    stub.assert_no_pending_responses()


def test_a_move_that_fails_says_why(aws: None) -> None:
    redrive, _ = on_aws(NONE, START, task("FAILED", 4, FailureReason="AccessDenied"))
    with pytest.raises(RedriveFailed, match="FAILED, with 4 moved: AccessDenied"):
        list(redrive.run())
