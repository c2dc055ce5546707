"""The use case: parameters in, a page of results out."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from newswire.search import facets, histogram
from newswire.search.cursor import whole_milliseconds
from newswire.search.did_you_mean import did_you_mean
from newswire.search.explain import Explainer
from newswire.search.notices import notices
from newswire.search.page import Page, page
from newswire.search.parameters import Facet
from newswire.search.query import parse
from newswire.search.visibility import reveal
from newswire.search.walk import Walk

if TYPE_CHECKING:
    from datetime import datetime

    from newswire.index import Index
    from newswire.search.caller import Caller
    from newswire.search.cursor import Cursors
    from newswire.search.facets import Filters
    from newswire.search.histogram import Bar
    from newswire.search.parameters import Parameters
    from newswire.search.walk import Part


def find(parameters: Parameters, index: Index, cursors: Cursors, now: datetime, caller: Caller) -> Page:
    """Return one page of the stories that match and that this caller may see at `now`.

    Facets and histogram are those of the first page; one that a cursor leads to has none, and the total of the first.

    Raises
    ------
    InvalidParameter: the cursor is damaged, or belongs to another query or other scopes.
    EngineUnavailable, EngineMisconfigured: as of the index.
    """
    if parameters.cursor is not None:
        place = cursors.read(parameters.cursor, parameters, caller)
        query = parse(parameters.q, parameters.zone, place.origin)
        walk = Walk(query.tree, parameters, index, now, caller)
        part = walk.following(place)
        meant = None
        counted: dict[str, list[facets.FacetValue]] = {}
        bars: list[Bar] = []
    else:
        origin = whole_milliseconds(now)
        query = parse(parameters.q, parameters.zone, origin)
        filters = facets.Filters.of(parameters)
        walk = Walk(query.tree, filters.within, index, now, caller)
        part = walk.first(origin, _counting(filters), some_words=True)
        counted = facets.read(part.counted, parameters)
        bars = _bars(walk, part, filters) if Facet.HISTOGRAM in parameters.facets else []
        found = part.place.total if part.all_words is None else part.all_words
        meant = did_you_mean(query, parameters, walk.similar, found, index, now, caller)
    explanation = None
    if parameters.explain or parameters.story is not None:
        explainer = Explainer(query, parameters, walk.similar, index, now, caller, part.place.origin)
        explanation = explainer.explain(part.hits)
    return page(
        part,
        replace(query, warnings=(*query.warnings, *notices(query.tree, caller, walk.similar))),
        parameters,
        now,
        following=cursors.write(part.next, parameters, caller) if part.next else None,
        facets=counted,
        bars=bars,
        meant=meant,
        explanation=explanation,
    )


def story(story_id: str, index: Index, now: datetime, caller: Caller) -> dict[str, Any]:
    """Return one story whole.

    Raises
    ------
    StoryNotFound, StoryKilled, StoryExpired, StoryHidden: as their names say.
    EngineUnavailable, EngineMisconfigured: as of the index.
    """
    return reveal(index.get(story_id), story_id, now, caller, partial(index.burial.withdrawal_of, story_id))


def _counting(filters: Filters) -> dict[str, Any]:
    """Return what a request has on top, to count by what is asked for."""
    counts = facets.aggregations(filters)
    if Facet.HISTOGRAM in filters.within.facets:
        counts[Facet.HISTOGRAM] = {"filter": filters.all_but(), "aggs": histogram.PERIOD}
    return {
        **({"aggs": counts} if counts else {}),
        **({"post_filter": filters.all_but()} if filters.beside else {}),
    }


def _bars(walk: Walk, part: Part, filters: Filters) -> list[Bar]:
    periods = [answer[Facet.HISTOGRAM] for answer in part.counted]
    counts = histogram.aggregations(periods, filters.within.zone)
    if counts is None:
        return []
    answers = walk.count(part.place, {Facet.HISTOGRAM: {"filter": filters.all_but(), "aggs": counts}})
    return histogram.read(answer[Facet.HISTOGRAM] for answer in answers)
