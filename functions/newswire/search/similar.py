"""The use case: stories like one that the caller may see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from typing_extensions import TypedDict

from newswire.search import request
from newswire.search.page import Hit, as_hit
from newswire.search.parameters import Parameters, Sort
from newswire.search.tree import Node, Similar, leaves
from newswire.search.visibility import may_see

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from newswire.index import Index
    from newswire.search.caller import Caller

MAX_SIZE = 50
DEFAULT_SIZE = 10


class SimilarStories(TypedDict):
    """Stories like the one with this id, the likest first; it is none of them."""

    id: str
    stories: list[Hit]


def similar(document: Mapping[str, Any], size: int, index: Index, now: datetime, caller: Caller) -> SimilarStories:
    """Return the stories that are most like the one of this document, of those that the caller may see at `now`.

    Raises
    ------
    EngineUnavailable, EngineMisconfigured: as of the index.
    """
    story_id = document["id"]
    parameters = Parameters(size=size, sort=Sort.RELEVANCE, highlight=False)
    like = request.build(Similar(story_id), parameters, now, caller, origin=now, similar={story_id: document})
    hits = index.search({**like, "track_total_hits": False})["hits"]["hits"]
    return {"id": story_id, "stories": [as_hit(hit, now, partial=False) for hit in hits[:size]]}


def named(tree: Node, index: Index, now: datetime, caller: Caller) -> dict[str, dict[str, Any]]:
    """Return by id the documents of the stories that `similar:` names, of those that the caller may see at `now`.

    Raises
    ------
    EngineUnavailable, EngineMisconfigured: as of the index.
    """
    ids = dict.fromkeys(leaf.story_id for leaf in leaves(tree) if isinstance(leaf, Similar))
    found = {story_id: index.get(story_id) for story_id in ids}
    return {story_id: document for story_id, document in found.items() if document and may_see(document, now, caller)}
