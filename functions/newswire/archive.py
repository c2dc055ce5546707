"""The S3 side: raw deliveries kept for good, quarantined ones kept aside, large ones on their way to the queue."""

from __future__ import annotations

import base64
import gzip
import json
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError, ParamValidationError

from newswire.delivery import MAX_DELIVERY_BYTES
from newswire.errors import ArchiveUnavailable, DeliveryMissing, DeliveryTooLarge

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from types_boto3_s3 import S3Client

    from newswire.delivery import Delivery
    from newswire.ingest import Result

RAW = "raw"
QUARANTINE = "quarantine"
PUSHED = "push"
DROPPED = "drop"


_GONE = {"NoSuchKey", "NoSuchBucket", "InvalidBucketName", "KeyTooLongError", "404", "405"}
"""What S3 answers for an object that is not there, or can never be (405: to a request without a key)."""


class Archive:
    """The bucket of deliveries.

    Parameters
    ----------
    client: a boto3 S3 client.
    bucket: its name.
    """

    def __init__(self, client: S3Client, bucket: str) -> None:
        self._client = client
        self.bucket = bucket

    def keep(self, results: Sequence[Result], batch_id: str, now: datetime) -> None:
        """Write the raw deliveries of one batch, with their outcomes, as one compressed object.

        One object a batch and not one a delivery: PUT requests are what an archive costs ($5 a million).
        The same batch twice is kept twice; whoever reads the archive goes by delivery id.
        """
        lines = "".join(json.dumps(_record(result), separators=(",", ":")) + "\n" for result in results)
        self._client.put_object(
            Bucket=self.bucket,
            Key=f"{RAW}/{now:%Y/%m/%d/%H}/{batch_id}.ndjson.gz",
            Body=gzip.compress(lines.encode(), mtime=0),
            ContentType="application/x-ndjson",
            ContentEncoding="gzip",
        )

    def quarantine(self, result: Result, now: datetime) -> None:
        """Keep a delivery aside that can never be processed as it is, with the reason, for a person to look at."""
        self._client.put_object(
            Bucket=self.bucket,
            Key=f"{QUARANTINE}/{now:%Y/%m/%d}/{result.delivery.id}.json",
            Body=json.dumps(_record(result)).encode(),
            ContentType="application/json",
        )

    def put_pushed(self, delivery: Delivery) -> str:
        """Store the bytes of a delivery that is too large for the queue; return their key."""
        key = f"{PUSHED}/{delivery.received:%Y/%m/%d}/{delivery.id}"
        self._client.put_object(Bucket=self.bucket, Key=key, Body=delivery.body)
        return key

    def fetch(self, bucket: str, key: str) -> tuple[bytes, str | None]:
        """Return the bytes that the queue points to, and their content type where S3 knows one.

        Raises
        ------
        DeliveryMissing: the object is gone.
        DeliveryTooLarge: it is over MAX_DELIVERY_BYTES.
        ArchiveUnavailable: S3 does not answer; leave the message on the queue.
        """
        try:
            answer = self._client.get_object(Bucket=bucket, Key=key)
        except (ParamValidationError, UnicodeError) as error:
            raise DeliveryMissing(f"s3://{bucket}/{key!r} is no name of an object") from error
        except ClientError as error:
            if error.response["Error"]["Code"] in _GONE:
                raise DeliveryMissing(f"s3://{bucket}/{key} was gone before it was read") from error
            raise ArchiveUnavailable(f"s3://{bucket}/{key} cannot be read now: {error}") from error
        except BotoCoreError as error:
            raise ArchiveUnavailable(f"s3://{bucket}/{key} cannot be read now: {error}") from error
        with answer["Body"] as body:
            if answer["ContentLength"] > MAX_DELIVERY_BYTES:
                raise DeliveryTooLarge(
                    f"s3://{bucket}/{key} has {answer['ContentLength']} bytes, the limit is {MAX_DELIVERY_BYTES}"
                )
            return body.read(), answer.get("ContentType")


def _record(result: Result) -> dict[str, Any]:
    delivery = result.delivery
    return {
        "id": delivery.id,
        "received": delivery.received.isoformat(),
        "supplier": delivery.supplier,
        "feed": delivery.feed,
        "content_type": delivery.content_type,
        "outcome": result.outcome,
        "stories": [story.as_dict() for story in result.stories],
        "body": base64.b64encode(delivery.body).decode(),
    }
