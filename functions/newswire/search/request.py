"""A query and its parameters as the engine's request.

The shape of the query is the measured one: words over headline and body together (cross_fields means AND over both),
quotes on the unstemmed fields, a little weight for words as typed and for words near one another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newswire.search.cursor import decode
from newswire.search.parameters import FILTERS, Parameters, Sort
from newswire.search.stop_words import STOP_WORDS
from newswire.search.visibility import visible

if TYPE_CHECKING:
    from datetime import datetime

    from newswire.search.caller import Caller
    from newswire.search.query import Query

FIELDS = ["headline^2", "body_text"]
EXACT_FIELDS = ["headline.exact^2", "body_text.exact"]
COUNTED_TO = 10_000
"""The number of matching stories is exact up to here, a lower bound above."""
ENGINE_SECONDS = 5

_SORTS: dict[Sort, list[dict[str, str]]] = {
    Sort.RELEVANCE: [{"_score": "desc"}, {"version_created": "desc"}, {"id": "asc"}],
    Sort.NEWEST: [{"version_created": "desc"}, {"id": "asc"}],
    Sort.OLDEST: [{"version_created": "asc"}, {"id": "asc"}],
}
_HIGHLIGHT: dict[str, Any] = {
    "type": "unified",
    "encoder": "html",
    "pre_tags": ["<mark>"],
    "post_tags": ["</mark>"],
    # Without it, one story over a million characters makes the engine refuse every search that finds it.
    "max_analyzer_offset": 100_000,
    "fields": {
        "headline": {"number_of_fragments": 0},
        "headline.exact": {"number_of_fragments": 0},
        "body_text": {"number_of_fragments": 2, "fragment_size": 160},
        "body_text.exact": {"number_of_fragments": 2, "fragment_size": 160},
    },
}


def order(query: Query, parameters: Parameters) -> Sort:
    """Return the order of the results: as asked for, else by relevance where there are words to be relevant to."""
    return parameters.sort or (Sort.RELEVANCE if query.clauses else Sort.NEWEST)


def build(query: Query, parameters: Parameters, now: datetime, caller: Caller) -> dict[str, Any]:
    """Return the engine's request for one page of what this caller may see at `now`.

    One hit more than the page holds is asked for, to know whether another page follows.

    Raises
    ------
    InvalidParameter: the cursor is damaged, or belongs to another query or other scopes.
    """
    sort = _SORTS[order(query, parameters)]
    request: dict[str, Any] = {
        "query": {"bool": {"filter": [*visible(now, caller), *_filters(parameters)], **_scored(query)}},
        "sort": sort,
        "size": parameters.size + 1,
        "track_total_hits": COUNTED_TO,
        "timeout": f"{ENGINE_SECONDS}s",
        "_source": {"excludes": ["paragraphs", "body_text", "extra", "quotes"]},
    }
    if parameters.highlight and query.clauses:
        request["highlight"] = _HIGHLIGHT
    if parameters.cursor is not None:
        request["search_after"] = decode(parameters.cursor, parameters, caller, len(sort))
    return request


def _filters(parameters: Parameters) -> list[dict[str, Any]]:
    filters: list[dict[str, Any]] = [{"terms": {FILTERS[name]: list(values)}} for name, values in parameters.filters]
    bounds = {"gte": parameters.start, "lt": parameters.end}
    period = {bound: instant.isoformat() for bound, instant in bounds.items() if instant}
    if period:
        filters.append({"range": {"version_created": period}})
    return filters


def _scored(query: Query) -> dict[str, Any]:
    must = [
        {"multi_match": {"query": phrase, "type": "phrase", "fields": EXACT_FIELDS, "analyzer": "exact"}}
        for phrase in query.phrases
    ]
    if not query.words:
        return {"must": must}
    words = " ".join(query.words)
    if not any(character.islower() for character in words):
        words = words.lower()  # all in capitals says nothing about names
    across = {"query": words, "type": "cross_fields", "tie_breaker": 0.2}
    if all(word in STOP_WORDS for word in words.split()):
        # "The Who": with the stop words gone, nothing would be left to search for
        return {"must": [*must, {"multi_match": {**across, "fields": FIELDS, "operator": "and", "analyzer": "news"}}]}
    return {
        "must": [*must, {"multi_match": {**across, "fields": FIELDS, "operator": "and"}}],
        "should": [
            {"multi_match": {**across, "fields": EXACT_FIELDS, "boost": 0.1}},
            {"match_phrase": {"body_text": {"query": words, "slop": 10, "analyzer": "news_query"}}},
        ],
    }
