"""The SQS side: a delivery as a message on the stories queue, and back.

A message body is the delivery's own bytes wherever SQS takes them (UTF-8 without control characters, up to
MAX_INLINE_BYTES), so that a supplier who writes to the queue sends nothing but the story. Else it is base64, or a
pointer to S3; the message attribute `encoding` says which. What S3 and SNS put on the queue is opened too.
"""

from __future__ import annotations

import base64
import json
import logging
import random
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from newswire.archive import DROPPED, PUSHED
from newswire.delivery import Delivery, Terms, Unopened
from newswire.envelope import StoredObject, is_envelope, stored_objects, topic_message
from newswire.errors import DeliveryError, MalformedDelivery, NotAStory, TryLater
from newswire.faults import fault
from newswire.story import supplier_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
    from types_boto3_sqs import SQSClient
    from types_boto3_sqs.type_defs import MessageAttributeValueTypeDef

    from newswire.archive import Archive

logger = logging.getLogger(__name__)

MAX_INLINE_BYTES = 200 * 1024
"""A larger delivery goes to S3 first: SQS takes 1 MiB a message and a batch, and bills by 64 KB."""

FIRST_RETRY_SECONDS = 5
LONGEST_RETRY_SECONDS = 15 * 60
"""A message that cannot be processed now comes back after a random time up to 5, 10, 20 ... 900 seconds."""

BATCH_BYTES = 200 * 1024 * 1024
"""So much is fetched from S3 for the messages of one event: the function's memory holds each file some four times over.

The files left come with another event; so many fit that none is left 50 times (the queue's maxReceiveCount).
"""

MAX_OBJECTS = 100
"""Objects that one notification may tell of: S3 tells of one, and each costs time that other messages need."""

_REFUSED_BY_SQS = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Message:
    """What one message of the queue holds: no delivery (an S3 test event), one, or several (S3 notifications)."""

    id: str
    receipt_handle: str
    receive_count: int
    deliveries: tuple[Delivery | Unopened, ...]


@dataclass(frozen=True, slots=True)
class Depth:
    """Messages on the queue: those that wait, and those in work or waiting for another try."""

    waiting: int
    in_work: int


class Queue:
    """The stories queue.

    Parameters
    ----------
    client: a boto3 SQS client.
    url: the queue's address.
    archive: where deliveries go that are too large for a message.
    """

    def __init__(self, client: SQSClient, url: str, archive: Archive) -> None:
        self._client = client
        self._url = url
        self._archive = archive
        self._bytes_left = BATCH_BYTES

    def send(self, delivery: Delivery) -> None:
        """Queue a delivery. When this returns it is safe: what SQS would refuse or cut went to S3 first.

        One that could not be opened is queued as the message that it was. The message group makes the queue fair: one
        noisy feed cannot keep the others waiting.
        """
        encoding, body = self._encode(delivery)
        attributes = {
            "delivery": delivery.id,
            "received": delivery.received.isoformat(),
            "encoding": encoding,
            "supplier": delivery.supplier,
            "feed": delivery.feed,
            "content_type": delivery.content_type,
            "terms": json.dumps(terms) if (terms := delivery.terms.as_dict()) else None,
        }
        self._client.send_message(
            QueueUrl=self._url,
            MessageBody=body,
            MessageAttributes={name: _attribute(value) for name, value in attributes.items() if value},
            MessageGroupId=_safe(delivery.feed or delivery.supplier or "unknown"),
        )

    def receive(self, records: Iterable[SQSRecord]) -> list[Message]:
        """Open the records of one Lambda event; what cannot be opened comes back as Unopened, with the reason."""
        self._bytes_left = BATCH_BYTES
        return [
            Message(
                id=record.message_id,
                receipt_handle=record.receipt_handle,
                receive_count=int(record.attributes.approximate_receive_count),
                deliveries=tuple(self._open_safely(record)),
            )
            for record in records
        ]

    def depth(self) -> Depth:
        """Return how many messages are on the queue, about as SQS knows it. Raises errors of boto3."""
        answer = self._client.get_queue_attributes(
            QueueUrl=self._url,
            AttributeNames=["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
        )["Attributes"]
        return Depth(int(answer["ApproximateNumberOfMessages"]), int(answer["ApproximateNumberOfMessagesNotVisible"]))

    def postpone(self, messages: Iterable[Message]) -> None:
        """Let messages come back after a short random time instead of the queue's visibility timeout.

        Full jitter, doubling by receive count: an outage of an hour takes about a dozen receives, and its end is not
        a stampede (Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015).
        """
        entries = [
            {
                "Id": str(number),
                "ReceiptHandle": message.receipt_handle,
                "VisibilityTimeout": random.randint(1, retry_ceiling(message.receive_count)),  # noqa: S311
            }
            for number, message in enumerate(messages)
        ]
        for start in range(0, len(entries), 10):
            self._client.change_message_visibility_batch(
                QueueUrl=self._url,
                Entries=entries[start : start + 10],  # type: ignore[arg-type]
            )

    def _encode(self, delivery: Delivery) -> tuple[str, str]:
        if delivery.encoding:
            return delivery.encoding, delivery.body.decode(errors="replace")
        text = _as_message_text(delivery.body)
        if text is not None and len(delivery.body) <= MAX_INLINE_BYTES:
            return "text", text
        encoded = base64.b64encode(delivery.body)
        if len(encoded) <= MAX_INLINE_BYTES:
            return "base64", encoded.decode()
        return "s3", json.dumps({"key": self._archive.put_pushed(delivery)})

    def _open_safely(self, record: SQSRecord) -> list[Delivery | Unopened]:
        try:
            return list(self._open(record))
        except Exception as error:  # noqa: BLE001 (a fault of ours must not take the other messages with it)
            logger.error("message could not be opened", extra={"message_id": record.message_id, **fault(error)})
            message = Delivery(id=_safe(record.message_id), body=b"", received=_received(None, record))
            return [Unopened(message, TryLater("an unforeseen fault, see the log"))]

    def _open(self, record: SQSRecord) -> Iterable[Delivery | Unopened]:
        attributes = {
            name: text
            for name, value in record["messageAttributes"].items()
            if isinstance(text := value.get("stringValue"), str)
        }
        topic = topic_message(record.body)
        text = topic.text if topic and topic.is_notification else record.body
        attributes |= topic.attributes if topic else {}
        message = Delivery(
            terms=_terms(attributes.get("terms")),
            id=_safe(attributes.get("delivery") or record.message_id),
            body=text.encode(errors="surrogatepass"),
            received=_received(attributes.get("received"), record),
            content_type=attributes.get("content_type"),
            supplier=supplier_name(attributes.get("supplier", "")),
            feed=attributes.get("feed"),
        )
        if topic and not topic.is_notification:
            reason = f"{topic.kind} of {topic.topic}: nothing is confirmed without a person, see SubscribeURL in it"
            yield Unopened(replace(message, encoding="text"), NotAStory(reason))
            return
        objects = stored_objects(text)
        if objects is None:
            encoding = attributes.get("encoding", "text")
            yield _opened(message, encoding, lambda: self._decode(message, encoding))
            return
        if len(objects) > MAX_OBJECTS:
            reason = f"it tells of {len(objects)} objects, the limit is {MAX_OBJECTS} (MAX_OBJECTS)"
            yield Unopened(replace(message, encoding="text"), MalformedDelivery(reason))
            return
        for number, stored in enumerate(objects):
            dropped = replace(
                message,
                id=message.id if len(objects) == 1 else f"{message.id}-{number}",
                body=stored.as_notification(),
                supplier=message.supplier or stored.supplier,
                feed=message.feed or stored.feed,
            )
            yield _opened(dropped, "text", lambda m=dropped, o=stored: self._fetch(m, o, DROPPED))  # type: ignore[misc]

    def _decode(self, message: Delivery, encoding: str) -> Delivery:
        if encoding == "text":
            return message
        try:
            if encoding == "base64":
                return replace(message, body=base64.b64decode(message.body, validate=True))
            key = str(json.loads(message.body)["key"])
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise MalformedDelivery(f"this is no message with the encoding {encoding!r}") from error
        pushed = StoredObject(self._archive.bucket, key)
        return replace(self._fetch(message, pushed, PUSHED), content_type=message.content_type)

    def _fetch(self, message: Delivery, stored: StoredObject, folder: str) -> Delivery:
        """Return the delivery that an object holds; who writes to the queue has no say over what else is read."""
        if stored.bucket != self._archive.bucket or not stored.key.startswith(f"{folder}/"):
            raise MalformedDelivery(f"{stored.bucket!r}, {stored.key[:200]!r}: only objects of {folder}/ are read")
        if self._bytes_left <= 0:
            raise TryLater(f"the files before it have {BATCH_BYTES} bytes: it comes with another event (BATCH_BYTES)")
        body, content_type = self._archive.fetch(stored.bucket, stored.key, stored.version)
        self._bytes_left -= len(body)
        return replace(message, body=body, content_type=content_type)


def retry_ceiling(receive_count: int) -> int:
    """Return the longest wait in seconds before a message is tried again that was received so often."""
    return int(min(FIRST_RETRY_SECONDS * 2 ** min(receive_count - 1, 20), LONGEST_RETRY_SECONDS))


def _opened(message: Delivery, encoding: str, opening: Callable[[], Delivery]) -> Delivery | Unopened:
    try:
        return opening()
    except (DeliveryError, TryLater) as error:
        return Unopened(replace(message, encoding=encoding), error)


def _as_message_text(body: bytes) -> str | None:
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return None
    return None if not text or _REFUSED_BY_SQS.search(text) or is_envelope(text) else text


def _attribute(value: str) -> MessageAttributeValueTypeDef:
    return {"DataType": "String", "StringValue": value}


def _safe(text: str) -> str:
    """Make a name that may stand in an S3 key and in a message group: suppliers' own ids may hold anything."""
    return re.sub(r"[^\w.-]", "_", text, flags=re.ASCII)[:128]


def _received(stated: str | None, record: SQSRecord) -> datetime:
    sent = datetime.fromtimestamp(int(record.attributes.sent_timestamp) / 1000, UTC)
    try:
        instant = datetime.fromisoformat(stated or "")
        return instant.astimezone(UTC) if instant.tzinfo else sent
    except (ValueError, OverflowError):  # the last day of the year 9999, further west
        return sent


def _terms(text: str | None) -> Terms:
    """Return the terms that a message was queued with; none where somebody else has written something there."""
    try:
        return Terms.read(json.loads(text)) if text else Terms()
    except (ValueError, RecursionError):
        logger.warning("the terms of a message cannot be read")
        return Terms()
