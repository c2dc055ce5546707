"""What the log of changes has told: which changes it has, and which stories everyone could see before."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newswire.changes import Change
    from newswire.engine import Engine

_VALUES_AT_ONCE = 1000
_ENTRIES = 100
"""Entries of one story that are looked through, the newest: so often may it change before anybody sees it."""


class Told:
    """The entries of the log, searched.

    Parameters
    ----------
    engine: the search engine.
    alias: of the log.
    """

    def __init__(self, engine: Engine, alias: str) -> None:
        self._engine = engine
        self._alias = alias

    def having(self, field: str, values: Sequence[str]) -> set[str]:
        """Return those of these values that some entry has in a field of keywords; errors as `Engine.search`."""
        self._engine.refresh(self._alias)
        wanted = set(values)
        having: set[str] = set()
        for start in range(0, len(values), _VALUES_AT_ONCE):
            part = list(values[start : start + _VALUES_AT_ONCE])
            request = {
                "size": 0,
                "query": {"terms": {field: part}},
                "aggs": {"found": {"terms": {"field": field, "size": len(part), "include": part}}},
            }
            buckets = self._engine.search(self._alias, request)["aggregations"]["found"]["buckets"]
            having |= {bucket["key"] for bucket in buckets} & wanted
        return having

    def shown_before(self, hiding: Sequence[Change]) -> set[str]:
        """Return the keys of those of these changes that hide a story which everyone could see; errors as above.

        It was told so, or its embargo has ended since, which is told a minute later and not at all of a version that
        is not the current one any more.
        """
        ids = {change.id for change in hiding}
        if not ids:
            return set()
        known = self.having("shown", [*ids, *map(unseen_key, ids)])
        unseen = {story_id: self._unseen(story_id) for story_id in ids - known if unseen_key(story_id) in known}
        return {
            change.key
            for change in hiding
            if change.id in known or _an_embargo_ended([*unseen.get(change.id, []), change.as_dict()])
        }

    def _unseen(self, story_id: str) -> list[dict[str, Any]]:
        """Return the changes of a story of which nothing was told as shown, in their order."""
        query = {"term": {"shown": unseen_key(story_id)}}
        request = {"query": query, "sort": [{"number": "desc"}], "size": _ENTRIES}
        hits = self._engine.search(self._alias, request)["hits"]["hits"]
        return [change for hit in reversed(hits) for change in hit["_source"]["changes"] if change["id"] == story_id]


def unseen_key(story_id: str) -> str:
    """Return what `shown` of an entry has for a story with a change that shows nothing of it."""
    return f"{story_id}@unseen"


def _an_embargo_ended(changes: Sequence[dict[str, Any]]) -> bool:
    """Tell whether an embargo ended before the change that follows it."""
    return any(
        "embargo_until" in change
        and datetime.fromisoformat(change["embargo_until"]) < datetime.fromisoformat(following["at"])
        for change, following in pairwise(changes)
    )
