"""SQS event source mappings: batches of messages from a queue to a function, as Lambda's own pollers do it."""

import json
import time
from collections import deque
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import BoundedSemaphore, Event, Thread
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from infra.local.aws import Aws
from infra.local.errors import LocalError
from infra.local.function import Function
from infra.local.invocation import PAYLOAD_LIMIT, InvocationFailed
from infra.local.sqs_event import MalformedBatchResponse, failed_message_ids, record
from infra.local.template import Resource

_LONG_POLL = 1  # seconds
_POLL_INTERVAL = 0.15  # seconds between looks while a window is open, which long polls are too coarse for
_ERROR_INTERVAL = 1.0
_RECEIVE_LIMIT = 10  # SQS gives and deletes no more at a time
_EVENT_LIMIT = PAYLOAD_LIMIT - 1024  # leaves room for what is around the records


class MappingRefused(LocalError):
    """An event source that does not exist on a laptop."""


@dataclass(frozen=True)
class QueueMapping:
    """What the template says of an SQS event source mapping. window is in seconds."""

    function_name: str
    queue_arn: str
    batch_size: int
    window: float
    concurrency: int
    partial_failures: bool
    enabled: bool

    @classmethod
    def from_resource(cls, mapping: Resource) -> "QueueMapping":
        """Read an AWS::Lambda::EventSourceMapping; unset values are Lambda's defaults.

        Raises MappingRefused when it is not a queue's.
        """
        source = str(mapping.get("EventSourceArn"))
        if not source.startswith("arn:aws:sqs:"):
            raise MappingRefused(f"{mapping.logical_id} reads from {source}: only queues run on a laptop")
        return cls(
            function_name=mapping.get("FunctionName"),
            queue_arn=source,
            batch_size=int(mapping.get("BatchSize", 10)),
            window=float(mapping.get("MaximumBatchingWindowInSeconds", 0)),
            concurrency=int(mapping.get("ScalingConfig", {}).get("MaximumConcurrency", 5)),
            partial_failures="ReportBatchItemFailures" in mapping.get("FunctionResponseTypes", []),
            enabled=mapping.get("Enabled", True) in (True, "true"),
        )


class Poller:
    """Polls one queue for one function until it is stopped."""

    def __init__(self, mapping: QueueMapping, function: Function, aws: Aws) -> None:
        """Nothing is polled before `start`. What goes wrong is written to the function's log."""
        self._mapping = mapping
        self._function = function
        self._sqs = aws.client("sqs")
        self._queue_url = ""
        self._stopping = Event()
        self._slots = BoundedSemaphore(mapping.concurrency)
        self._calls = ThreadPoolExecutor(mapping.concurrency, thread_name_prefix="batch")
        self._waiting: deque[tuple[dict[str, Any], int]] = deque()
        self._thread = Thread(target=self._run, name="poller", daemon=True)

    def start(self) -> None:
        """Begin to poll; the queue exists by now."""
        self._queue_url = self._sqs.get_queue_url(QueueName=self._mapping.queue_arn.rsplit(":", 1)[1])["QueueUrl"]
        self._thread.start()

    def begin_stop(self) -> None:
        """Take no more messages, without waiting.

        Stop the function and end the connections to SQS next: that ends the batches and the long poll under way.
        """
        self._stopping.set()

    def stop(self) -> None:
        """Take no more messages and wait for the batches that are under way."""
        self.begin_stop()
        if self._thread.is_alive():
            self._thread.join()
        self._calls.shutdown()
        self._sqs.close()

    def _run(self) -> None:
        while not self._stopping.is_set():
            # A slot first: messages that are taken and then wait for one would use up their visibility timeout.
            if not self._slots.acquire(timeout=_POLL_INTERVAL):
                continue
            batch = self._assemble()
            if batch:
                self._calls.submit(self._deliver, batch)
            else:
                self._slots.release()

    def _assemble(self) -> list[dict[str, Any]]:
        """Give a full batch, or the messages that came within the window, which opens with the first of them."""
        batch: list[dict[str, Any]] = []
        size = 0
        closes = None
        while len(batch) < self._mapping.batch_size and self._more(self._mapping.batch_size - len(batch), closes):
            item, item_size = self._waiting[0]
            if batch and size + item_size > _EVENT_LIMIT:
                break
            self._waiting.popleft()
            batch.append(item)
            size += item_size
            closes = closes or time.monotonic() + self._mapping.window
        return batch

    def _more(self, wanted: int, closes: float | None) -> bool:
        """Tell whether a message waits, or comes before the window closes; before it opens, look once."""
        while not self._waiting and not self._stopping.is_set():
            left = _LONG_POLL if closes is None else closes - time.monotonic()
            if left <= 0:
                break
            self._receive(wanted, wait=min(_LONG_POLL, int(left)))
            if closes is None:
                break
            if not self._waiting:
                self._stopping.wait(min(_POLL_INTERVAL, max(0.0, closes - time.monotonic())))
        return bool(self._waiting)

    def _receive(self, wanted: int, wait: int) -> None:
        try:
            answer = self._sqs.receive_message(
                QueueUrl=self._queue_url,
                MaxNumberOfMessages=min(wanted, _RECEIVE_LIMIT),
                WaitTimeSeconds=wait,
                MessageSystemAttributeNames=["All"],
                MessageAttributeNames=["All"],
            )
        except (ClientError, BotoCoreError) as error:
            if not self._stopping.wait(_ERROR_INTERVAL):
                self._function.log.line(f"cannot receive from {self._queue_url}: {error}")
            return
        for message in answer.get("Messages", []):
            item = record(message, self._mapping.queue_arn)
            self._waiting.append((item, len(json.dumps(item).encode())))

    def _deliver(self, batch: list[dict[str, Any]]) -> None:
        receipts = {item["messageId"]: item["receiptHandle"] for item in batch}
        try:
            answer = self._function.invoke(json.dumps({"Records": batch}).encode())
            failed = failed_message_ids(answer, receipts) if self._mapping.partial_failures else set()
            self._delete(receipt for message_id, receipt in receipts.items() if message_id not in failed)
        except (InvocationFailed, MalformedBatchResponse) as error:
            if not self._stopping.is_set():
                self._function.log.line(f"batch of {len(batch)} failed, its messages stay in the queue: {error}")
        except (ClientError, BotoCoreError) as error:
            self._function.log.line(f"done, but not deleted, so the messages will come again: {error}")
        finally:
            self._slots.release()

    def _delete(self, receipts: Iterable[str]) -> None:
        entries = [{"Id": str(n), "ReceiptHandle": receipt} for n, receipt in enumerate(receipts)]
        for start in range(0, len(entries), _RECEIVE_LIMIT):
            self._sqs.delete_message_batch(QueueUrl=self._queue_url, Entries=entries[start : start + _RECEIVE_LIMIT])
