"""The use case: a person looks at the deliveries that could not be processed, and sends them again or drops them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from newswire.archive import QUARANTINE, RELEASED
from newswire.errors import DeliveryMissing
from newswire.record import Record, RecordDamaged

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from newswire.archive import Archive
    from newswire.queue import Queue


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A delivery in quarantine; `record` is None, and `damage` says why, where its object cannot be read."""

    key: str
    record: Record | None
    damage: str | None = None

    @property
    def id(self) -> str:
        """The delivery's id."""
        return _id_in(self.key)


class Quarantine:
    """The deliveries kept aside.

    Parameters
    ----------
    archive: where they are.
    queue: where they go when they are released; None for those who only look.
    """

    def __init__(self, archive: Archive, queue: Queue | None = None) -> None:
        self._archive = archive
        self._queue = queue

    def listed(self, since: datetime | None = None, supplier: str | None = None) -> Iterator[Quarantined]:
        """Yield what is in quarantine, received since then and from that supplier, the newest day first.

        Raises
        ------
        ArchiveUnavailable: S3 does not answer, or refuses us; so do all that follow.
        """
        for found in self._read(self._keys(since)):
            record = found.record
            if record and ((since and record.delivery.received < since) or (supplier and not record.is_of(supplier))):
                continue
            if record or not supplier:
                yield found

    def newest(self, most: int) -> tuple[int, list[Quarantined]]:
        """Return how many there are, whether they can be read or not, and at most so many, as `listed`."""
        keys = self._keys()
        return len(keys), list(islice(self._read(keys), most))

    def find(self, delivery_id: str) -> list[Quarantined]:
        """Return the quarantined deliveries with this id: one, or several where a supplier gave one id to several.

        Raises
        ------
        DeliveryMissing: there is none.
        """
        keys = [*self._archive.half_released(), *self._archive.quarantined()]
        found = list(self._read(key for key in keys if _id_in(key) == delivery_id))
        if not found:
            raise DeliveryMissing(f"no delivery {delivery_id} is in quarantine: see `newswire quarantine list`")
        return found

    def release(self, delivery: Quarantined) -> None:
        """Queue a delivery again as it came, and take it out of quarantine.

        It is moved aside first: were it removed last, and the ingest function quick to quarantine it again, that would
        be what is removed. Ended in between, it is still listed, and can be released again.

        Raises
        ------
        RecordDamaged: its object cannot be read; it stays where it is.
        """
        if delivery.record is None or self._queue is None:
            raise RecordDamaged(f"{delivery.id} cannot be released: {delivery.damage}")
        aside = f"{RELEASED}/{delivery.key.partition('/')[2]}"
        if delivery.key.startswith(f"{QUARANTINE}/"):
            self._archive.move(delivery.key, aside)
        self._queue.send(delivery.record.delivery)
        self._archive.remove(aside)

    def drop(self, delivery: Quarantined) -> None:
        """Take a delivery out of quarantine for good; the archive keeps it."""
        self._archive.remove(delivery.key)

    def _keys(self, since: datetime | None = None) -> list[str]:
        return [*self._archive.half_released(), *self._archive.quarantined(since)]

    def _read(self, keys: Iterable[str]) -> Iterator[Quarantined]:
        for key, data in self._archive.objects(keys):
            if data is None:  # somebody else has released or dropped it since
                continue
            try:
                yield Quarantined(key, Record.read(data))
            except RecordDamaged as error:
                yield Quarantined(key, None, str(error))


def _id_in(key: str) -> str:
    """Return the delivery id in the key `quarantine/YYYY/MM/DD/{id}.{digest}.json`."""
    return key.rsplit("/", 1)[-1].rsplit(".", 2)[0]
