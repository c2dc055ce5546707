"""One generation of the indices of stories: `stories-v{N}` and `versions-v{N}`, with or without their aliases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from infra.opensearch.indices import create_generation
from newswire.documents import as_document, as_version_document, story_of
from newswire.engine import Operation, as_json, engine_errors
from newswire.errors import EngineUnavailable
from newswire.index import STORIES, VERSIONS, Index
from newswire.outcome import Outcome
from newswire.story import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from newswire.engine import Engine

NAMES = (STORIES, VERSIONS)
_PAGE = 500

Hit = dict[str, Any]


class Generation:
    """A generation of the indices.

    Parameters
    ----------
    engine: the search engine.
    prefix: stands before the names.
    number: of the generation.
    """

    def __init__(self, engine: Engine, prefix: str, number: int) -> None:
        self._engine = engine
        self._client = engine.client
        self._prefix = prefix
        self.number = number
        self.index = Index(engine, prefix, generation=number)

    def name(self, kind: str) -> str:
        """Return the name of one of its indices, of STORIES or VERSIONS."""
        return f"{self._prefix}{kind}-v{self.number}"

    def create(self, replicas: int) -> None:
        """Make its indices, those that are not there yet."""
        with engine_errors():
            for kind in NAMES:
                if not self._client.indices.exists(index=self.name(kind)):
                    create_generation(self._client, kind, self.number, self._prefix, replicas=replicas)

    def drop(self) -> None:
        """Delete its indices, those that are there."""
        with engine_errors():
            self._client.indices.delete(index=",".join(map(self.name, NAMES)), params={"ignore_unavailable": "true"})

    def replicas(self) -> int:
        """Return how many copies its indices have."""
        with engine_errors():
            settings = self._client.indices.get_settings(index=self.name(STORIES), params={"flat_settings": "true"})
        return int(settings[self.name(STORIES)]["settings"]["index.number_of_replicas"])

    def refresh(self) -> None:
        """Make what was written searchable now."""
        self._engine.refresh(",".join(map(self.name, NAMES)))

    def count(self, kind: str) -> int:
        """Return how many documents one of its indices has."""
        self._engine.refresh(self.name(kind))
        with engine_errors():
            return int(self._client.count(index=self.name(kind))["count"])

    def checkpoint(self) -> dict[str, int]:
        """Return the place in the order of writes up to which all writes are done, by kind of index."""
        with engine_errors():
            stats = self._client.indices.stats(index=",".join(map(self.name, NAMES)), params={"level": "shards"})
        return {kind: _local_checkpoint(stats["indices"][self.name(kind)]["shards"]) for kind in NAMES}

    def written_after(self, kind: str, place: int, query: Mapping[str, Any] | None = None) -> Iterator[list[Hit]]:
        """Yield what was written to an index after a place, in the order of writes, a page at a time.

        The engine numbers the writes of a shard, and each of our indices has one shard. What is written meanwhile comes
        at the end.
        """
        self._engine.refresh(self.name(kind))
        while True:
            filters = [{"range": {"_seq_no": {"gt": place}}}, *([query] if query else [])]
            request = {
                "query": {"bool": {"filter": filters}},
                "sort": [{"_seq_no": "asc"}],
                "size": _PAGE,
                "version": True,
            }
            hits = self._engine.search(self.name(kind), request)["hits"]["hits"]
            if not hits:
                return
            yield hits
            place = hits[-1]["sort"][0]

    def withdrawn(self) -> Iterator[tuple[str, list[Hit]]]:
        """Yield what holds no text: the markers of withdrawals, and tombstones."""
        gone = {"terms": {"status": [Status.KILLED, Status.EXPIRED]}}
        marker = {"bool": {"must_not": {"exists": {"field": "version"}}}}
        for kind in (VERSIONS, STORIES):
            for hits in self.written_after(kind, -1, {"bool": {"should": [gone, marker]}}):
                yield kind, hits

    def counterparts(self, kind: str, ids: Iterable[str]) -> list[Hit | None]:
        """Return its documents with these ids, None where it has none."""
        return self._engine.get_many(self.name(kind), list(ids))

    def take(self, kind: str, hits: list[Hit]) -> int:
        """Write documents of another generation, those that are missing or older here; return how many.

        What is withdrawn is buried.

        Raises
        ------
        EngineUnavailable: not all of it could be written; do it again.
        """
        behind = [
            hit for hit, own in zip(hits, self.counterparts(kind, (h["_id"] for h in hits)), strict=True)
            if own is None or own["_version"] < hit["_version"]
        ]  # fmt: skip
        operations = [
            Operation(self.name(kind), hit["_id"], hit["_version"], _again(kind, hit), is_alias=False) for hit in behind
        ]
        failed = [
            answer
            for answer in self._engine.bulk(operations)
            if answer.outcome not in (Outcome.ACCEPTED, Outcome.SUPERSEDED)
        ]
        if failed:
            raise EngineUnavailable(f"documents that could not be copied: {len(failed)}, as {failed[0].reason}")
        touched = {hit["_source"]["story"] if kind == VERSIONS else hit["_id"] for hit in behind}
        self.index.burial.bury(self.index.burial.known(touched))
        return len(behind)

    def swap_in(self, old: Generation) -> None:
        """Let the aliases stand for this generation instead of another, both at once."""
        actions = [
            action
            for kind in NAMES
            for action in (
                {"remove": {"index": old.name(kind), "alias": f"{self._prefix}{kind}", "must_exist": True}},
                {"add": {"index": self.name(kind), "alias": f"{self._prefix}{kind}"}},
            )
        ]
        with engine_errors():
            self._client.indices.update_aliases(body={"actions": actions})


def live(engine: Engine, prefix: str) -> Generation:
    """Return the generation that the aliases stand for; raise EngineMisconfigured where there is none."""
    with engine_errors():
        [name] = engine.client.indices.get_alias(name=f"{prefix}{STORIES}")
    return Generation(engine, prefix, _number(name))


def next_number(engine: Engine, prefix: str) -> int:
    """Return the number of a generation that is not there yet."""
    with engine_errors():
        names = engine.client.indices.get(index=f"{prefix}{STORIES}-v*,{prefix}{VERSIONS}-v*")
    return max(map(_number, names)) + 1


def _number(name: str) -> int:
    found = re.search(r"-v(\d+)$", name)
    return int(found[1]) if found else 0


def _local_checkpoint(shards: Mapping[str, Any]) -> int:
    [copies] = shards.values()
    return next(int(copy["seq_no"]["local_checkpoint"]) for copy in copies if copy["routing"]["primary"])


def _again(kind: str, hit: Hit) -> bytes:
    """Return the document that the code of today makes of a stored one; a marker stays as it is."""
    source = hit["_source"]
    if kind == STORIES:
        return as_document(story_of(source))
    if "document" in source:
        return as_version_document(story_of(source["document"]), hit["_version"])
    return as_json(source)
