"""Taking the text of what has expired out of the archive, where each object holds the deliveries of one batch.

Nothing says in which objects a story is, and late deliveries of it come to the archive after its end too. So a run
looks through so many objects, from where the last one ended, and begins anew at the end: whatever is archived, and
whenever it expires, is met in the next round. It may end anywhere, and two runs at a time do the same twice.

A delivery loses its bytes when all its stories have lost their text, and one of them because its time is up. What is
killed and has no end keeps them, as evidence. What stays is enough to build the tombstones again, see `restore`.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from newswire import suppliers
from newswire.archive import PUSHED, QUARANTINE, RAW, RELEASED
from newswire.documents import story_of, version_id
from newswire.engine import MARGIN_SECONDS
from newswire.errors import EngineUnavailable
from newswire.outcome import KEPT, Outcome
from newswire.record import Record, RecordDamaged, pack, unpack
from newswire.story import Status, Story, precedence
from newswire.withdrawal import GONE, NOTHING, Withdrawal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    from types_boto3_s3 import S3Client

    from newswire.archive import Archive
    from newswire.index import Index

logger = logging.getLogger(__name__)

PLACE = "lifecycle/archive-purge"
"""The key of the object that holds the key up to which this round has come."""

OBJECTS_A_RUN = 200
"""At a run a minute these are 288,000 objects a day, some years of batches; GET requests cost $0.4 a million."""

_OF_RECORDS = (RAW, QUARANTINE, RELEASED)
"""The folders whose objects hold records of deliveries; the payloads in the others end by the bucket's own rule."""

EXPIRED = "expired"
"""The reason of a story that was taken out of the archive."""


class ArchivePurge:
    """The archive, and the index that knows what has expired.

    Parameters
    ----------
    client: a boto3 S3 client.
    archive: to read from.
    index: the live one. In one that is being built most stories are missing, and are kept.
    """

    def __init__(self, client: S3Client, archive: Archive, index: Index) -> None:
        self._client = client
        self._archive = archive
        self._index = index

    def run(self, now: datetime, time_left: Callable[[], float], most: int = OBJECTS_A_RUN) -> int:
        """Look through the next objects, at most so many; return from how many text was taken.

        Raises
        ------
        EngineUnavailable, EngineMisconfigured, ArchiveUnavailable, errors of boto3: the next run does what is missing.
        """
        [(_, stored)] = self._archive.objects([PLACE])
        place = (stored or b"").decode()
        keys = self._after(place, most)
        purged, done = 0, keys[-1] if len(keys) == most else ""
        for key, data in self._archive.objects(key for key in keys if _folder(key) in _OF_RECORDS):
            purged += data is not None and self._purge(key, data, now)
            if time_left() < MARGIN_SECONDS:
                done = key
                break
        if done != place:
            self._client.put_object(Bucket=self._archive.bucket, Key=PLACE, Body=done.encode())
        return purged

    def _after(self, place: str, most: int) -> list[str]:
        """Return the next keys after one."""
        pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self._archive.bucket, StartAfter=place)
        return list(islice((item["Key"] for page in pages for item in page.get("Contents", ())), most))

    def _purge(self, key: str, data: bytes, now: datetime) -> bool:
        """Take out of one object what has expired; tell whether there was something."""
        return self._purge_batch(key, data, now) if _folder(key) == RAW else self._purge_quarantined(key, data, now)

    def _purge_batch(self, key: str, data: bytes, now: datetime) -> bool:
        batch = unpack(key, data)
        left = self._left(batch.records, now)
        if left == list(batch.records):
            return False
        if batch.damage:
            logger.warning("what has expired stays in the archive, its object is damaged: %s", batch.damage[0])
            return False
        for record, without in zip(batch.records, left, strict=True):
            if without != record:
                received = record.delivery.received
                self._archive.remove(f"{PUSHED}/{received:%Y/%m/%d}/{record.delivery.id}")
        self._client.put_object(
            Bucket=self._archive.bucket,
            Key=key,
            Body=pack(left),
            ContentType="application/x-ndjson",
            ContentEncoding="gzip",
        )
        return True

    def _purge_quarantined(self, key: str, data: bytes, now: datetime) -> bool:
        """Remove a delivery from quarantine; without its bytes there is nothing to release."""
        try:
            record = Record.read(data)
        except RecordDamaged:
            return False
        if self._left([record], now) == [record]:
            return False
        self._archive.remove(key)
        return True

    def _left(self, records: Iterable[Record], now: datetime) -> list[Record]:
        """Return what stays of records, those that stay as they are too."""
        records = list(records)
        stories = [story for record in records if not is_purged(record) for story in record.stories if _is_read(story)]
        kept = self._kept(stories)
        known = self._index.burial.known({story["id"] for story in stories if kept[_id(story)]})
        return [_without_text(record, kept, known, now) for record in records]

    def _kept(self, stories: list[dict[str, Any]]) -> dict[str, dict[str, Any] | None]:
        """Return what the index keeps of versions, by the id of a version; whole where it has no text."""
        ids = sorted({_id(story) for story in stories})
        engine, versions = self._index.engine, self._index.versions
        kept = dict(zip(ids, engine.get_many(versions, ids, ["status"]), strict=True))
        gone = [id_ for id_, found in kept.items() if found and found["_source"]["status"] in GONE]
        return {**kept, **dict(zip(gone, engine.get_many(versions, gone), strict=True))}


def is_purged(record: Record) -> bool:
    """Tell whether a record has lost its bytes because they expired; one that came without any has another reason."""
    return bool(record.stories) and not record.delivery.body and any(s.get("reason") == EXPIRED for s in record.stories)


def restore(records: Iterable[Record], index: Index) -> None:
    """Write to an index what stays of deliveries that have lost their bytes: the tombstones, and that they expired.

    Raises
    ------
    EngineUnavailable: not all of it could be written; do it again.
    EngineMisconfigured: as of the index.
    """
    stories = [story for record in records if is_purged(record) for story in record.stories if "left" in story]
    expired = {story["id"]: Withdrawal() for story in stories if "expired" in story}
    for story in stories:
        if "expired" in story:
            expired[story["id"]] |= Withdrawal(expired=story["expired"])
    announced = [answer.outcome for answer in index.burial.announce(expired)]
    written = [write.outcome for write in index.write([story_of(story["left"]) for story in stories])]
    if not {*announced, *written} <= set(KEPT):
        raise EngineUnavailable("the search engine did not take all tombstones of expired stories")


def _without_text(
    record: Record, kept: Mapping[str, dict[str, Any] | None], known: Mapping[str, Withdrawal], now: datetime
) -> Record:
    """Return a record without its bytes where nothing in it lives and something has expired; else as it is."""
    if is_purged(record) or not record.stories:
        return record
    left = []
    for story in record.stories:
        found = kept[_id(story)] if _is_read(story) else None
        if found and found["_source"]["status"] in GONE:
            left.append(_left_of(story, found["_source"], known.get(story["id"], Withdrawal())))
        elif not found and story["outcome"] == Outcome.QUARANTINED and _is_over(record, story, now):
            left.append({**story, "reason": EXPIRED})
        else:
            return record
    if not any(story.get("reason") == EXPIRED for story in left):
        return record
    return replace(record, delivery=replace(record.delivery, body=b""), stories=tuple(left))


def _left_of(story: dict[str, Any], source: dict[str, Any], withdrawn: Withdrawal) -> dict[str, Any]:
    """Return what is known of a version that is gone, with its tombstone."""
    has_expired = source["status"] == Status.EXPIRED or source["precedence"] <= withdrawn.expired
    tombstone: Story = story_of(source["document"])
    if precedence(tombstone) != source["precedence"]:
        # A kill covers it and is none: written as one, it would be a kill of its own. It is buried again by that kill.
        tombstone = tombstone.model_copy(update={"status": Status.EXPIRED})
    left = {**story, "left": tombstone.model_dump(mode="json", exclude_none=True)}
    if has_expired:
        left["reason"] = EXPIRED
    if withdrawn.expired > NOTHING:
        left["expired"] = withdrawn.expired
    return left


def _is_over(record: Record, story: dict[str, Any], now: datetime) -> bool:
    """Tell whether a supplier's agreement is over for what never came to the index; it counts from the receipt."""
    supplier = story["id"].partition(":")[0] if "id" in story else record.delivery.supplier
    period = suppliers.retention(supplier) if supplier else None
    return period is not None and record.delivery.received + period <= now


def _folder(key: str) -> str:
    return key.partition("/")[0]


def _is_read(story: dict[str, Any]) -> bool:
    return "id" in story and "version" in story


def _id(story: dict[str, Any]) -> str:
    return version_id(story["id"], story["version"])
