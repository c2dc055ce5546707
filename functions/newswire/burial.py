"""Taking the text of what is killed or has expired out of the indices, and telling those who write later.

A kill is announced before its tombstone is written: marker documents beside the versions hold the withdrawal of a
story, so that it is read by id, searchable yet or not. One marker for each number, with its rank for external version:
the largest stays.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from newswire.documents import as_document, as_version_document, story_of
from newswire.engine import Answer, Operation, as_json
from newswire.errors import EngineUnavailable
from newswire.outcome import KEPT
from newswire.story import precedence
from newswire.withdrawal import GONE, NOTHING, Withdrawal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import datetime

    from newswire.engine import Engine
    from newswire.story import Story

_MARKERS = {"killed": "killed", "killed_at": "killed-at", "expired": "expired"}
"""The number of a withdrawal, and the end of the id of its marker; a version's id ends in a number."""
_PAGE = 100
"""Stories whose versions are looked for, and versions that are buried, in one request."""


class Burial:
    """What withdrawals do to the indices of stories.

    Parameters
    ----------
    engine: the search engine.
    stories, versions: the names of the indices; are_aliases: whether they are aliases.
    """

    def __init__(self, engine: Engine, stories: str, versions: str, *, are_aliases: bool) -> None:
        self._engine = engine
        self._stories = stories
        self._versions = versions
        self._are_aliases = are_aliases

    def announce(self, withdrawals: Mapping[str, Withdrawal]) -> list[Answer]:
        """Make withdrawals known, by story id; return how the engine took the markers, in their order.

        What is known already is written with them: of two kills of one number, both orders leave the same marker.

        Raises
        ------
        EngineUnavailable: what is known cannot be read; do it again.
        """
        known = self.known(withdrawals)
        operations = [
            self._marker(story_id, (withdrawal | known.get(story_id, Withdrawal())).part(name), name)
            for story_id, withdrawal in withdrawals.items()
            for name in _MARKERS
            if getattr(withdrawal, name) > NOTHING
        ]
        return self._engine.bulk(operations)

    def known(self, story_ids: Iterable[str]) -> dict[str, Withdrawal]:
        """Return what is known to be withdrawn of these stories, as last written; errors as `Engine.search`."""
        markers = [(story_id, f"{story_id}@{ending}") for story_id in sorted(story_ids) for ending in _MARKERS.values()]
        found = self._engine.get_many(self._versions, [marker for _, marker in markers])
        known: dict[str, Withdrawal] = {}
        for (story_id, _), marker in zip(markers, found, strict=True):
            if marker:
                known[story_id] = known.get(story_id, Withdrawal()) | Withdrawal(**marker["_source"]["withdrawal"])
        return known

    def withdrawal_of(self, story_id: str) -> Withdrawal:
        """Return what is known to be withdrawn of one story; errors as `Engine.search`."""
        return self.known([story_id]).get(story_id, Withdrawal())

    def bury(self, withdrawals: Mapping[str, Withdrawal]) -> None:
        """Turn every version that is covered into its tombstone, at its own version, in both indices.

        What has become known of the same stories meanwhile is taken with it: whoever is last buries by all of it.

        Raises
        ------
        EngineUnavailable: not all of it could be done; do it again.
        EngineMisconfigured: as of the engine.
        """
        for start in range(0, len(withdrawals), _PAGE):
            some = dict(list(withdrawals.items())[start : start + _PAGE])
            while some:
                while operations := list(self._covered_versions(some)):
                    self._write(operations)
                self._write(list(self._covered_current(some)))
                known = self.known(some)
                some = {
                    story_id: more for story_id in known if (more := known[story_id] | some[story_id]) != some[story_id]
                }

    def bury_expired_versions(self, now: datetime) -> None:
        """Turn versions that have expired while a newer one lives into tombstones, at their own version.

        Raises
        ------
        EngineUnavailable: not all of it could be done; do it again.
        """
        expired = {"range": {"expires": {"lte": now.isoformat(timespec="milliseconds")}}}
        with_text = {"bool": {"filter": expired, "must_not": {"terms": {"status": GONE}}}}
        while operations := list(self._burials(with_text, lambda story: Withdrawal(expired=precedence(story)))):
            self._write(operations)

    def current(self, story_ids: Iterable[str]) -> dict[str, Story]:
        """Return stories as last written, those that are there; errors as `Engine.search`."""
        found = self._engine.get_many(self._stories, sorted(story_ids))
        return {hit["_id"]: story_of(hit["_source"]) for hit in found if hit}

    def _marker(self, story_id: str, part: Withdrawal, name: str) -> Operation:
        known = {field: value for field, value in asdict(part).items() if value not in (None, NOTHING)}
        body = as_json({"story": story_id, "withdrawal": known})
        return Operation(self._versions, f"{story_id}@{_MARKERS[name]}", part.rank(name), body, self._are_aliases)

    def _covered_versions(self, withdrawals: Mapping[str, Withdrawal]) -> Iterator[Operation]:
        covered = [
            {"bool": {"filter": [{"term": {"story": story_id}}, {"exists": {"field": "version"}}, withdrawal.query()]}}
            for story_id, withdrawal in withdrawals.items()
        ]
        yield from self._burials({"bool": {"should": covered}}, lambda story: withdrawals[story.id])

    def _burials(self, query: dict[str, Any], withdrawal: Callable[[Story], Withdrawal]) -> Iterator[Operation]:
        """Yield what buries the versions that a query finds, at most _PAGE."""
        self._engine.refresh(self._versions)
        request = {"query": query, "size": _PAGE, "version": True}
        for hit in self._engine.search(self._versions, request)["hits"]["hits"]:
            story = story_of(hit["_source"]["document"])
            left = withdrawal(story).bury(story)
            if left != story:
                body = as_version_document(left, hit["_version"])
                yield Operation(self._versions, hit["_id"], hit["_version"], body, self._are_aliases)

    def _covered_current(self, withdrawals: Mapping[str, Withdrawal]) -> Iterator[Operation]:
        for hit in filter(None, self._engine.get_many(self._stories, list(withdrawals))):
            story = story_of(hit["_source"])
            left = withdrawals[story.id].bury_current(story)
            if left != story:
                yield Operation(self._stories, story.id, hit["_version"], as_document(left), self._are_aliases)

    def _write(self, operations: list[Operation]) -> None:
        failed = [answer for answer in self._engine.bulk(operations) if answer.outcome not in KEPT]
        if failed:
            raise EngineUnavailable(
                f"the text of {len(failed)} withdrawn versions could not be taken out: {failed[0].reason}"
            )
