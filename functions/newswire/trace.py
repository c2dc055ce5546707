"""The use case: where is my story? Every delivery of it, how each ended, and what there is of it now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from newswire.changes import ChangeKind, later_key, state_key
from newswire.documents import story_of
from newswire.errors import DeliveryError
from newswire.formats import parse
from newswire.record import Record, unpack
from newswire.story import Status, Story, precedence, story_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newswire.archive import Archive
    from newswire.changes import Changes
    from newswire.index import Index

_MOST = 100
"""Stories of one guid, and versions of one story, that are shown."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for.

    Parameters
    ----------
    names: ids of stories, guids, ids of deliveries.
    bodies: the bytes of whole deliveries.
    """

    names: frozenset[str]
    bodies: frozenset[bytes] = frozenset()

    def ids_in(self, record: Record) -> set[str]:
        """Return the ids of the stories in a record that are looked for, or were killed by a notice that is."""
        if record.delivery.id in self.names or record.delivery.body in self.bodies:
            return record.ids
        return {id_ for id_ in record.ids if self._is_id(id_)} or self._killed_by_notice(record)

    def is_in(self, record: Record) -> bool:
        """Tell whether a record is of what is looked for; where no id could be read, whether its bytes name it."""
        if self.ids_in(record) or record.delivery.id in self.names or record.delivery.body in self.bodies:
            return True
        unread = any("id" not in story for story in record.stories)
        return unread and _is_one_in(self.names, record.delivery.body)

    def _killed_by_notice(self, record: Record) -> set[str]:
        """Return the ids of a record that none of its own stories has, where it holds a story that is looked for.

        What is recorded of a notice that kills another story is the story that it killed, not its own id.
        """
        guids = {name.partition(":")[2] for name in self.names} - {""}  # where a name is an id
        if not _is_one_in(self.names | guids, record.delivery.body):
            return set()
        try:
            own = {entry.id for entry in parse(record.delivery) if isinstance(entry, Story)}
        except DeliveryError:
            return set()
        return record.ids - own if any(map(self._is_id, own)) else set()

    def _is_id(self, id_: str) -> bool:
        supplier = id_.partition(":")[0]
        return id_ in self.names or any(story_id(supplier, name) == id_ for name in self.names)


def _is_one_in(names: Iterable[str], body: bytes) -> bool:
    return any(name.encode(errors="replace") in body for name in names)


@dataclass(frozen=True, slots=True)
class Sighting:
    """A delivery that was found, and the key under which it is kept."""

    key: str
    record: Record

    def as_dict(self, wanted: Wanted) -> dict[str, Any]:
        """Return what is known; of a delivery of many stories, those that are looked for."""
        delivery, ids = self.record.delivery, wanted.ids_in(self.record)
        stories = [story for story in self.record.stories if not ids or story.get("id") in ids]
        return {
            "delivery": delivery.id,
            "received": delivery.received.isoformat(),
            "supplier": delivery.supplier,
            "feed": delivery.feed,
            "outcome": self.record.outcome,
            "stories": stories,
            "key": self.key,
        }


def sightings(archive: Archive, keys: Iterable[str], wanted: Wanted) -> Iterator[tuple[str, list[Sighting]]]:
    """Yield for each object of the archive what was found in it; what is damaged or gone holds nothing.

    Raises
    ------
    ArchiveUnavailable: S3 does not answer, or refuses us.
    """
    for key, data in archive.objects(keys):
        records = unpack(key, data).records if data is not None else ()
        yield key, [Sighting(key, record) for record in records if wanted.is_in(record)]


def states(index: Index, changes: Changes, wanted: Wanted, ids: Iterable[str]) -> list[dict[str, Any]]:
    """Return what there is now of the stories with these ids, and of those in the index that are looked for.

    Raises
    ------
    EngineUnavailable, EngineMisconfigured: as of `Engine.search`.
    """
    by_guid = {"query": {"terms": {"guid": sorted(wanted.names)}}, "size": _MOST, "_source": ["id"]}
    known = {hit["_id"] for hit in index.search(by_guid)["hits"]["hits"]}
    found = ((id_, index.get(id_)) for id_ in sorted({*ids, *known, *wanted.names}))
    return [_state(index, changes, id_, document) for id_, document in found if document]


def _state(index: Index, changes: Changes, id_: str, document: dict[str, Any]) -> dict[str, Any]:
    story = story_of(document)
    as_accepted = story.model_copy(update={"status": Status.USABLE})  # it may have been withdrawn since
    keys = [state_key(id_, precedence(state)) for state in (story, as_accepted)]
    keys += [later_key(key, ChangeKind.EXPIRED) for key in keys]  # what had expired on arrival is told as that alone
    kept = ("id", "version", "status", "headline", "version_created", "embargo_until", "expires", "ed_note")
    return {
        **{name: document[name] for name in kept if name in document},
        "told": bool(changes.written(keys)),
        "versions": [
            {name: version[name] for name in ("version", "status", "version_created")}
            for version in index.versions_of(id_, _MOST)
        ],
    }
