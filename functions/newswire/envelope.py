"""What may be around a delivery in a message of the queue: the envelope of an SNS topic, a notification of S3, or both.

Whether a topic or a bucket really sent it is for the queue's policy to say, which decides who may send at all.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus, unquote_plus

from newswire.archive import DROPPED
from newswire.story import supplier_name

_SES_SETUP = "AMAZON_SES_SETUP_NOTIFICATION"
"""The object that SES writes beside the mails when its rule is made; no mail of a supplier."""

_NOTIFICATION = "Notification"
_FROM_TOPICS = {_NOTIFICATION, "SubscriptionConfirmation", "UnsubscribeConfirmation"}


@dataclass(frozen=True, slots=True)
class TopicMessage:
    """What SNS put on the queue, where raw message delivery is off.

    Parameters
    ----------
    kind: "Notification", or what SNS wants of the subscriber.
    topic: its ARN.
    text: what was published.
    attributes: the message attributes that were published with it.
    """

    kind: str
    topic: str
    text: str
    attributes: dict[str, str]

    @property
    def is_notification(self) -> bool:
        """Whether somebody has published this, and it is not SNS that asks for something."""
        return self.kind == _NOTIFICATION


@dataclass(frozen=True, slots=True)
class StoredObject:
    """An object that S3 tells of; `version` is None where the bucket keeps no versions."""

    bucket: str
    key: str
    version: str | None = None

    @property
    def supplier(self) -> str | None:
        """Whose folder it is in: `drop/SUPPLIER/...` is where suppliers put their files."""
        match self.key.split("/"):
            case [folder, supplier, _, *_] if folder == DROPPED:
                return supplier_name(supplier)
        return None

    @property
    def feed(self) -> str | None:
        """The next folder, where there is one: `drop/SUPPLIER/FEED/...`."""
        match self.key.split("/"):
            case [folder, _, feed, _, *_] if folder == DROPPED:
                return supplier_name(feed)
        return None

    def as_notification(self) -> bytes:
        """Return the notification of this object alone, which `stored_objects` reads."""
        stored = {"key": quote_plus(self.key, safe="/", errors="surrogatepass")}
        record = {
            "eventSource": "aws:s3",
            "eventName": "ObjectCreated:Put",
            "s3": {
                "bucket": {"name": self.bucket},
                "object": {**stored, **({"versionId": self.version} if self.version else {})},
            },
        }
        return json.dumps({"Records": [record]}).encode()


def topic_message(text: str) -> TopicMessage | None:
    """Return what SNS has put around a message; None if this is something else."""
    if '"TopicArn"' not in text:
        return None
    try:
        envelope = json.loads(text)
        kind, topic, published = (envelope[name] for name in ("Type", "TopicArn", "Message"))
        if kind not in _FROM_TOPICS or not topic.startswith("arn:") or not isinstance(published, str):
            return None
        attributes = {
            name: value["Value"]
            for name, value in envelope.get("MessageAttributes", {}).items()
            if isinstance(value["Value"], str)
        }
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return TopicMessage(kind, topic, published, attributes)


def stored_objects(text: str) -> list[StoredObject] | None:
    """Return the new objects that a notification of S3 tells of; None if this is something else.

    There is none in S3's test event, and the markers that stand for folders are none.
    """
    if "aws:s3" not in text and "s3:TestEvent" not in text:
        return None
    try:
        event = json.loads(text)
        if event.get("Event") == "s3:TestEvent":
            return []
        told = [
            (_stored(record["s3"]), record["s3"]["object"].get("size"))
            for record in event["Records"]
            if record["eventSource"] == "aws:s3" and record["eventName"].startswith("ObjectCreated")
        ]
        return [stored for stored, size in told if not _is_no_file(stored.key, size)]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def is_envelope(text: str) -> bool:
    """Tell whether a delivery's own text would be taken for an envelope if it were sent as it is."""
    return topic_message(text) is not None or stored_objects(text) is not None


def _stored(record: dict[str, Any]) -> StoredObject:
    version = record["object"].get("versionId")
    return StoredObject(
        str(record["bucket"]["name"]),
        unquote_plus(str(record["object"]["key"])),
        version if isinstance(version, str) and version else None,
    )


def _is_no_file(key: str, size: object) -> bool:
    return (key.endswith("/") and not size) or key.endswith(f"/{_SES_SETUP}")
