"""The S3 side: raw deliveries kept until they expire, quarantined ones aside, large ones on their way to the queue."""

from __future__ import annotations

import hashlib
import re
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError, ParamValidationError

from newswire.delivery import MAX_DELIVERY_BYTES
from newswire.errors import ArchiveUnavailable, DeliveryMissing, DeliveryTooLarge
from newswire.record import Record, pack

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Sequence

    from types_boto3_s3 import S3Client

    from newswire.delivery import Delivery
    from newswire.ingest import Result

RAW = "raw"
QUARANTINE = "quarantine"
RELEASED = "release"
PUSHED = "push"
DROPPED = "drop"

_GONE = frozenset(
    "NoSuchKey NoSuchVersion NoSuchBucket InvalidBucketName KeyTooLongError InvalidArgument 404 405".split()
)
"""What S3 answers for an object that is not there, or can never be.

InvalidArgument: of a version id that can be none; 405: to a request without a key.
"""

_READ_AHEAD = 8
"""Objects that are fetched at the same time: an answer of S3 takes some 30 ms, however small the object."""


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

        One object a batch and not one a delivery: PUT requests are what an archive costs ($5 a million). Its key
        begins with the time, so that the keys are in the order of arrival.
        The same batch twice is kept twice; whoever reads the archive goes by delivery id.
        """
        self._client.put_object(
            Bucket=self.bucket,
            Key=f"{raw_key(now)}-{batch_id}.ndjson.gz",
            Body=pack(map(_record, results)),
            ContentType="application/x-ndjson",
            ContentEncoding="gzip",
        )

    def quarantine(self, result: Result) -> None:
        """Keep a delivery aside that can never be processed as it is, with the reason, for a person to look at.

        The key is the same whenever it comes, so that a delivery is kept once; and another one for other bytes, should
        a supplier give two deliveries the same id.
        """
        delivery = result.delivery
        digest = hashlib.sha256(delivery.body).hexdigest()[:8]
        self._client.put_object(
            Bucket=self.bucket,
            Key=f"{QUARANTINE}/{delivery.received.astimezone(UTC):%Y/%m/%d}/{delivery.id}.{digest}.json",
            Body=_record(result).as_json().encode(),
            ContentType="application/json",
        )

    def put_pushed(self, delivery: Delivery) -> str:
        """Store the bytes of a delivery that is too large for the queue; return their key."""
        key = f"{PUSHED}/{delivery.received:%Y/%m/%d}/{delivery.id}"
        self._client.put_object(Bucket=self.bucket, Key=key, Body=delivery.body)
        return key

    def fetch(self, bucket: str, key: str, version: str | None = None) -> tuple[bytes, str | None]:
        """Return the bytes that the queue points to, and their content type where S3 knows one.

        With a version it is that one, though the object may have been written over meanwhile. A deleted object is gone
        with all its versions: who dropped it has taken it back.

        Raises
        ------
        DeliveryMissing: the object is gone.
        DeliveryTooLarge: it is over MAX_DELIVERY_BYTES.
        ArchiveUnavailable: S3 does not answer; leave the message on the queue.
        """
        try:
            with _s3_errors(f"s3://{bucket}/{key}"):
                answer = self._client.get_object(Bucket=bucket, Key=key)
                if version and answer.get("VersionId", version) != version:
                    answer["Body"].close()
                    answer = self._client.get_object(Bucket=bucket, Key=key, VersionId=version)
        except (ParamValidationError, UnicodeError) as error:
            raise DeliveryMissing(f"s3://{bucket}/{key!r} is no name of an object") from error
        with answer["Body"] as body:
            if answer["ContentLength"] > MAX_DELIVERY_BYTES:
                raise DeliveryTooLarge(
                    f"s3://{bucket}/{key} has {answer['ContentLength']} bytes, the limit is {MAX_DELIVERY_BYTES}"
                )
            return body.read(), answer.get("ContentType")

    def batches(self, start: datetime, end: datetime, after: str = "") -> Iterator[str]:
        """Yield the keys of the batches archived from `start` on and before `end`, in order, those `after` a key.

        Raises
        ------
        ArchiveUnavailable: S3 does not answer, or refuses us; so do all that follow.
        """
        yield from filter(_is_batch, self._list(f"{RAW}/", max(raw_key(start), after), raw_key(end)))

    def batches_newest_first(self, start: datetime, end: datetime) -> Iterator[str]:
        """Yield the same keys, the last one first; S3 lists forwards only, so this holds one day's keys at a time."""
        day = end.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        while day + timedelta(days=1) > start:
            keys = self._list(f"{RAW}/{day:%Y/%m/%d}/", raw_key(start), raw_key(end))
            yield from reversed(list(filter(_is_batch, keys)))
            day -= timedelta(days=1)

    def quarantined(self, since: datetime | None = None) -> list[str]:
        """Return the keys of quarantined deliveries received since that day, the newest day first."""
        first = f"{QUARANTINE}/{since.astimezone(UTC):%Y/%m/%d}" if since else ""
        return list(self._list(f"{QUARANTINE}/", first))[::-1]

    def half_released(self) -> list[str]:
        """Return the keys of deliveries that were taken out of quarantine, and perhaps not queued any more."""
        return list(self._list(f"{RELEASED}/"))

    def objects(self, keys: Iterable[str]) -> Generator[tuple[str, bytes | None]]:
        """Yield objects by their keys, in order, several fetched ahead; None for one that is gone."""
        waiting: deque[tuple[str, Any]] = deque()
        remaining = iter(keys)
        with ThreadPoolExecutor(_READ_AHEAD, thread_name_prefix="archive") as pool:
            try:
                for key in islice(remaining, _READ_AHEAD):
                    waiting.append((key, pool.submit(self._get, key)))
                while waiting:
                    key, fetched = waiting.popleft()
                    data = fetched.result()
                    waiting.extend((later, pool.submit(self._get, later)) for later in islice(remaining, 1))
                    yield key, data
            finally:
                pool.shutdown(cancel_futures=True)

    def move(self, key: str, new_key: str) -> None:
        """Give an object another key; ended in between, it has both."""
        with _s3_errors(key):
            self._client.copy_object(Bucket=self.bucket, Key=new_key, CopySource={"Bucket": self.bucket, "Key": key})
            self._client.delete_object(Bucket=self.bucket, Key=key)

    def remove(self, key: str) -> None:
        """Remove an object; one that is gone is no error."""
        with _s3_errors(key):
            self._client.delete_object(Bucket=self.bucket, Key=key)

    def _list(self, prefix: str, first: str = "", end: str | None = None) -> Iterator[str]:
        pages = self._client.get_paginator("list_objects_v2").paginate(
            Bucket=self.bucket, Prefix=prefix, StartAfter=first
        )
        try:
            with _s3_errors(f"s3://{self.bucket}/{prefix}"):
                for page in pages:
                    for item in page.get("Contents", []):
                        if end is not None and item["Key"] >= end:
                            return
                        yield item["Key"]
        except DeliveryMissing as error:
            raise ArchiveUnavailable(f"there is no bucket {self.bucket!r}: name another") from error

    def _get(self, key: str) -> bytes | None:
        try:
            with _s3_errors(key), self._client.get_object(Bucket=self.bucket, Key=key)["Body"] as body:
                return body.read()
        except DeliveryMissing:
            return None


def raw_key(instant: datetime) -> str:
    """Return what the keys of batches archived at this time begin with."""
    return f"{RAW}/{instant.astimezone(UTC):%Y/%m/%d/%H/%M%S%f}"


def raw_hour(key: str) -> datetime:
    """Return the hour in which the batch with this key was archived."""
    return datetime.strptime("/".join(key.split("/")[1:5]), "%Y/%m/%d/%H").replace(tzinfo=UTC)


def raw_instant(key: str) -> datetime:
    """Return when the batch with this key was archived; the hour, where a person has named the object."""
    try:
        return datetime.strptime(key.partition("-")[0], f"{RAW}/%Y/%m/%d/%H/%M%S%f").replace(tzinfo=UTC)
    except ValueError:
        return raw_hour(key)


def _is_batch(key: str) -> bool:
    """Tell whether this is a batch, and not something that a person has put beside them."""
    return re.fullmatch(RAW + r"/\d{4}/\d\d/\d\d/\d\d/[^/]+\.ndjson\.gz", key) is not None


@contextmanager
def _s3_errors(what: str) -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        if error.response["Error"]["Code"] in _GONE:
            raise DeliveryMissing(f"{what} was gone before it was read") from error
        raise ArchiveUnavailable(f"{what} cannot be reached now: {error}") from error
    except ParamValidationError:
        raise
    except BotoCoreError as error:
        raise ArchiveUnavailable(f"{what} cannot be reached now: {error}") from error


def _record(result: Result) -> Record:
    return Record(result.delivery, result.outcome, tuple(story.as_dict() for story in result.stories))
