"""The results of a search, a part at a time: first the stories with all words, then those with some of them.

Each part begins where the one before ended, however many stories arrived between them. By time that is exact: what a
story is sorted by does not change. By relevance it does: each arrival changes how rare a word is, and how long a text
usually is. There a place holds the stories that were shown last (MOST_SHOWN), and they are left out by name, whatever
became of their scores. Further down the engine is asked how those are sorted now, and the next part begins in their
middle: above it nothing was left to be shown, and below it nothing was shown but what is left out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from newswire.search import request, similar
from newswire.search.cursor import MOST_SHOWN, Key, Place, Tier
from newswire.search.index_only import ID_HASH, id_hash
from newswire.search.parameters import Sort

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from newswire.index import Index
    from newswire.search.caller import Caller
    from newswire.search.parameters import Parameters
    from newswire.search.tree import Node

FEW = 10
"""With fewer stories than this that have all words, those with some of them follow."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some of the results.

    Parameters
    ----------
    hits: of the engine, in their order; those from `partial_from` on have some of the words only.
    place: where this part began, with the total as counted for the first one.
    next: where it ended; None where nothing follows.
    counted: the `aggregations` of the engine, one set a tier that was asked; of the first part only.
    took_ms: the engine's time.
    all_words: how many stories have all words, where those with some of them follow; of the first part only.
    """

    hits: tuple[dict[str, Any], ...]
    partial_from: int
    place: Place
    next: Place | None
    counted: tuple[dict[str, Any], ...]
    took_ms: int
    all_words: int | None = None


class Walk:
    """A search whose results are read in parts.

    Parameters
    ----------
    tree: of the query.
    parameters: what is asked for; `size` is that of a part.
    index: where the stories are.
    now, caller: decide what may be seen.
    """

    def __init__(self, tree: Node, parameters: Parameters, index: Index, now: datetime, caller: Caller) -> None:
        self._tree = tree
        self._parameters = parameters
        self._index = index
        self._now = now
        self._caller = caller

    @cached_property
    def similar(self) -> dict[str, dict[str, Any]]:
        """By id, the documents of the stories that `similar:` names and this caller may see; errors as `first`."""
        return similar.named(self._tree, self._index, self._now, self._caller)

    def first(self, origin: datetime, more: dict[str, Any], *, some_words: bool) -> Part:
        """Return the first part.

        Parameters
        ----------
        origin: what "now" is to mean on all of them.
        more: is added to the request: `aggs` and `post_filter`.
        some_words: whether stories with some of the words may follow where few have all of them.

        Raises
        ------
        EngineUnavailable, EngineMisconfigured: as of the index.
        """
        start = Place(origin)
        answer = self._ask(start, self._parameters.size, more)
        place = _counted(start, answer)
        if some_words and place.exact and place.total < FEW and request.can_be_partial(self._tree):
            return self._with_some_words(place, answer, more)
        return self._part(place, answer, more)

    def following(self, place: Place, more: dict[str, Any] | None = None) -> Part:
        """Return the part that begins at `place`; `more` is added to the request; errors as `first`."""
        more = {**(more or {}), **_UNCOUNTED}
        part = self._part(place, self._ask(place, self._parameters.size, more))
        if part.next or place.tier is not Tier.ALL_WORDS_FIRST:
            return part
        room = self._parameters.size - len(part.hits)
        rest = replace(place, tier=Tier.SOME_WORDS, last=None, shown=())
        if not room:
            return replace(part, next=rest)
        answer = self._ask(rest, room, more)
        return _joined(part, self._part(rest, answer, size=room))

    def count(self, place: Place, aggregations: dict[str, Any]) -> list[dict[str, Any]]:
        """Return what the engine counts of all results, one set a tier; `place` is that of the first part.

        Errors as `first`.
        """
        tiers = [Tier.ALL_WORDS, *([Tier.SOME_WORDS] if place.tier is Tier.ALL_WORDS_FIRST else [])]
        # Unscored: what is newest now, to the millisecond, would keep the engine from telling what it counted before.
        unscored = replace(self._parameters, sort=Sort.NEWEST)
        wholes = [self._request(Place(place.origin, tier), unscored) for tier in tiers]
        asked = [
            {"query": whole["query"], "timeout": whole["timeout"], "size": 0, "aggs": aggregations, **_UNCOUNTED}
            for whole in wholes
        ]
        return [self._index.search(each)["aggregations"] for each in asked]

    def _with_some_words(self, place: Place, all_words: dict[str, Any], more: dict[str, Any]) -> Part:
        """Return the first part where few stories have all words; both tiers are counted."""
        room = max(self._parameters.size - place.total, 0)
        some_words = self._ask(Place(place.origin, Tier.SOME_WORDS), room, more)
        both = _counted(place, some_words)
        if both == place:
            return self._part(place, all_words, more)
        part = self._part(replace(both, tier=Tier.ALL_WORDS_FIRST), all_words, more)
        rest = replace(both, tier=Tier.SOME_WORDS)
        joined = _joined(part, self._part(rest, some_words, more, room if part.next is None else 0))
        return replace(joined, all_words=place.total)

    def _ask(self, place: Place, size: int, more: dict[str, Any]) -> dict[str, Any]:
        """Return the engine's answer for a part that begins at `place`: one hit more, to know whether others follow."""
        after, left_out = self._beginning(place)
        asked = self._request(place, replace(self._parameters, size=size), after, left_out)
        return self._index.search(asked | more)

    def _request(
        self, place: Place, parameters: Parameters, after: list[Any] | None = None, left_out: Sequence[int] = ()
    ) -> dict[str, Any]:
        return request.build(
            self._tree,
            parameters,
            self._now,
            self._caller,
            partial=place.tier is Tier.SOME_WORDS,
            origin=place.origin,
            after=after,
            exclude=left_out,
            similar=self.similar,
        )

    def _beginning(self, place: Place) -> tuple[list[Any] | None, Sequence[int]]:
        """Return what the stories to be asked for come behind, and those of them that were shown already."""
        last = place.last
        if last is None:
            return None, ()
        if not place.shown:
            return [last.time, last.story_id], ()
        if len(place.shown) < MOST_SHOWN:
            return None, place.shown
        return self._middle(place) or [last.score, last.time, last.story_id], place.shown

    def _middle(self, place: Place) -> list[Any] | None:
        """Return what the middle one of the stories that were shown last is sorted by now; None where all are gone.

        Scores can move so far that half of those change their order with what was shown before, or comes next.
        """
        whole = self._request(place, replace(self._parameters, size=MOST_SHOWN))
        held = {"bool": {"must": [whole["query"]], "filter": [{"terms": {ID_HASH: list(place.shown)}}]}}
        asked = {name: whole[name] for name in ("sort", "size", "timeout")}
        hits = self._index.search({**asked, **_UNCOUNTED, "query": held, "_source": False})["hits"]["hits"]
        middle: list[Any] | None = hits[len(hits) // 2]["sort"] if hits else None
        return middle

    def _part(
        self, place: Place, answer: dict[str, Any], more: dict[str, Any] | None = None, size: int | None = None
    ) -> Part:
        """Return what an answer holds; `next` where it holds more than `size` hits."""
        size = self._parameters.size if size is None else size
        hits = answer["hits"]["hits"]
        shown = tuple(hits[:size])
        follows = len(hits) > size
        counted = (answer["aggregations"],) if more and "aggregations" in answer else ()
        following = behind(place, shown) if follows else None
        partial_from = 0 if place.tier is Tier.SOME_WORDS else len(shown)
        return Part(shown, partial_from, place, following, counted, answer["took"])


def _counted(place: Place, answer: dict[str, Any]) -> Place:
    total = answer["hits"]["total"]
    return replace(place, total=place.total + total["value"], exact=place.exact and total["relation"] == "eq")


def behind(place: Place, hits: Sequence[dict[str, Any]]) -> Place:
    """Return the place behind the hits that followed `place`; the place itself where there are none."""
    if not hits:
        return place
    *score, time, story_id = hits[-1]["sort"]
    shown = (*place.shown, *(id_hash(hit["sort"][-1]) for hit in hits)) if score else ()
    return replace(place, last=Key(score[0] if score else 0.0, time, story_id), shown=shown[-MOST_SHOWN:])


def _joined(all_words: Part, some_words: Part) -> Part:
    """Return two parts as one; what follows the first comes first."""
    return Part(
        hits=(*all_words.hits, *some_words.hits),
        partial_from=len(all_words.hits),
        place=all_words.place,
        next=all_words.next or some_words.next,
        counted=(*all_words.counted, *some_words.counted),
        took_ms=all_words.took_ms + some_words.took_ms,
    )


_UNCOUNTED: dict[str, Any] = {"track_total_hits": False}
"""The total is that of the first page, and counting costs more than finding."""
