"""The use case: what ended in the dead-letter queue goes back to the stories queue.

Versions decide, so a message that comes back after a month does no harm.
"""

from __future__ import annotations

import json
import time
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from newswire.errors import NewswireError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator

    from types_boto3_sqs import SQSClient
    from types_boto3_sqs.type_defs import MessageTypeDef

_NO_MOVE_TASKS = {"InvalidAction", "UnknownOperationException", "UnsupportedOperation"}
"""What queues answer that are not AWS's own, and know no move tasks."""

_UNDER_WAY = ("RUNNING", "CANCELLING")
_SECONDS_BETWEEN_LOOKS = 1.0


class RedriveFailed(NewswireError):
    """Messages could not be moved back; those that were not are still in the dead-letter queue. Say so, and end."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Messages moved back so far, and how many there are, as far as the queue knows."""

    moved: int
    total: int


class Redrive:
    """The way back from the dead-letter queue of a queue.

    Parameters
    ----------
    client: a boto3 SQS client.
    url: the stories queue's address; its redrive policy names the dead-letter queue.
    wait: waits so many seconds.
    """

    def __init__(self, client: SQSClient, url: str, wait: Callable[[float], None] = time.sleep) -> None:
        self._client = client
        self._url = url
        self._wait = wait

    def run(self) -> Generator[Progress]:
        """Move all messages back, and yield the progress; closed early, it stops, and the rest stays where it is.

        Raises
        ------
        RedriveFailed: there is no dead-letter queue, or the move failed.
        ClientError: SQS refuses us.
        """
        attributes = self._attributes(self._url)
        if "RedrivePolicy" not in attributes:
            raise RedriveFailed(f"{self._url} has no redrive policy, so there is no dead-letter queue to empty")
        dead_letters = str(json.loads(attributes["RedrivePolicy"])["deadLetterTargetArn"])
        handle = self._running_task(dead_letters)
        if handle is None:
            yield from self._move_by_hand(dead_letters)
            return
        try:
            if not handle:
                task = self._client.start_message_move_task(
                    SourceArn=dead_letters, DestinationArn=attributes["QueueArn"]
                )
                handle = task["TaskHandle"]
            yield from self._watch(dead_letters)
        except (GeneratorExit, KeyboardInterrupt):
            self._client.cancel_message_move_task(TaskHandle=handle)
            raise

    def _running_task(self, dead_letters: str) -> str | None:
        """Return the handle of a move that is under way, "" where there is none, None where there are no such tasks."""
        try:
            tasks = self._client.list_message_move_tasks(SourceArn=dead_letters)["Results"]
        except NotImplementedError:
            return None
        except ClientError as error:
            if error.response["Error"]["Code"] in _NO_MOVE_TASKS:
                return None
            raise
        return next((task["TaskHandle"] for task in tasks if task["Status"] == "RUNNING"), "")

    def _watch(self, dead_letters: str) -> Iterator[Progress]:
        while True:
            [task, *_] = self._client.list_message_move_tasks(SourceArn=dead_letters)["Results"]
            moved = task.get("ApproximateNumberOfMessagesMoved", 0)
            yield Progress(moved, task.get("ApproximateNumberOfMessagesToMove", moved))
            if task["Status"] == "COMPLETED":
                return
            if task["Status"] not in _UNDER_WAY:
                reason = task.get("FailureReason", "no reason is given")
                raise RedriveFailed(f"the move ended as {task['Status']}, with {moved} moved: {reason}")
            self._wait(_SECONDS_BETWEEN_LOOKS)

    def _move_by_hand(self, dead_letters: str) -> Iterator[Progress]:
        """Receive, send and delete, in this order: ended in between, a message is there twice, which does no harm."""
        source = self._client.get_queue_url(QueueName=dead_letters.rsplit(":", 1)[1])["QueueUrl"]
        total = int(self._attributes(source)["ApproximateNumberOfMessages"])
        moved = 0
        yield Progress(moved, total)
        while messages := deque(self._receive(source)):
            try:
                while messages:
                    message = messages[0]
                    self._client.send_message(QueueUrl=self._url, MessageBody=message["Body"], **_envelope(message))
                    self._client.delete_message(QueueUrl=source, ReceiptHandle=message["ReceiptHandle"])
                    messages.popleft()
                    moved += 1
                    yield Progress(moved, max(moved, total))
            finally:
                self._put_back(source, messages)

    def _receive(self, url: str) -> list[MessageTypeDef]:
        answer = self._client.receive_message(
            QueueUrl=url,
            MaxNumberOfMessages=10,
            WaitTimeSeconds=1,
            MessageAttributeNames=["All"],
            MessageSystemAttributeNames=["All"],
        )
        return answer.get("Messages", [])

    def _put_back(self, url: str, messages: Iterable[MessageTypeDef]) -> None:
        """Let whoever looks next find what was received and not moved: else it is out of sight for a while."""
        for message in messages:
            self._client.change_message_visibility(
                QueueUrl=url, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=0
            )

    def _attributes(self, url: str) -> dict[Any, str]:
        return self._client.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]


def _envelope(message: MessageTypeDef) -> dict[str, Any]:
    envelope: dict[str, Any] = {"MessageAttributes": message.get("MessageAttributes", {})}
    if group := message.get("Attributes", {}).get("MessageGroupId"):
        envelope["MessageGroupId"] = group
    return envelope
