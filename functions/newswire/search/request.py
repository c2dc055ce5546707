"""A query's tree and the parameters as the engine's request for one page.

The shape is the measured one: words over headline and body together (cross_fields means AND over both), quotes on the
unstemmed fields, a little weight for words as typed and for words near one another; and newer before older among what
matches alike.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from newswire.search import tiers, topic_names
from newswire.search.clauses import Context
from newswire.search.index_only import ID_HASH
from newswire.search.parameters import FILTERS, Parameters, Sort
from newswire.search.positive import has_text, is_shouted, marked
from newswire.search.tag_clauses import period, tagged_topics, within
from newswire.search.visibility import visible

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newswire.search.caller import Caller
    from newswire.search.text_clauses import Clause
    from newswire.search.tree import Node

COUNTED_TO = 10_000
"""The number of matching stories is exact up to here, a lower bound above."""
ENGINE_SECONDS = 5

_NEWEST_FACTOR = 0.15
"""So much more a story of this moment scores than an old one that matches alike; a better match outweighs it."""
_HALF_AS_NEW = timedelta(days=3)
"""After this time, half of that is left."""

_SHOWN = (
    "id version headline slug byline dateline.city dateline.text supplier publisher published version_created status "
    "embargo_until expires urgency language topics.code topics.name people.name organisations.name places.name "
    "summary url"
).split()
"""The fields of a story that a page or a feed tells, or that decide how it is shown; the rest is most of a document."""
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
        "body_text": {"number_of_fragments": 2, "fragment_size": 160},
    },
}


def order(tree: Node, parameters: Parameters) -> Sort:
    """Return the order of the results: as asked for, else by relevance where there is text to be relevant to."""
    return parameters.sort or (Sort.RELEVANCE if has_text(tree) else Sort.NEWEST)


def can_be_partial(tree: Node) -> bool:
    """Tell whether stories with some of the words are worth a second request: there are at least two."""
    return tiers.can_be_partial(tree)


def build(
    tree: Node,
    parameters: Parameters,
    now: datetime,
    caller: Caller,
    *,
    partial: bool = False,
    origin: datetime,
    after: list[Any] | None = None,
    exclude: Sequence[int] = (),
    similar: Mapping[str, Mapping[str, Any]] | None = None,
) -> dict[str, Any]:
    """Return the engine's request for one page of what this caller may see at `now`.

    One hit more than the page holds is asked for, to know whether another page follows.

    Parameters
    ----------
    tree: of the query.
    parameters: what is asked for; its cursor is not read here.
    now, caller: decide what may be seen.
    partial: stories with some of the words and not all of them, instead of those with all.
    origin: what is newest counts from here; the same on all pages of one search.
    after: the sort values that the page begins behind.
    exclude: `id_hash` of stories to be left out.
    similar: by id, the documents of the stories that `similar:` names.
    """
    context = Context(now, is_shouted(tree), similar or {})
    sort = order(tree, parameters)
    asked = tiers.partial(tree, context) if partial else tiers.strict(tree, context)
    left_out = [{"terms": {ID_HASH: list(exclude)}}] if exclude else []
    found: Clause = {
        "bool": {
            "filter": [*visible(now, caller), *filters(parameters).values()],
            "must": [asked],
            "must_not": left_out,
        }
    }
    request: dict[str, Any] = {
        "query": _newer_first(found, origin) if sort is Sort.RELEVANCE else found,
        "sort": _SORTS[sort],
        "size": parameters.size + 1,
        "track_total_hits": COUNTED_TO,
        "timeout": f"{ENGINE_SECONDS}s",
        "_source": _SHOWN,
    }
    if parameters.highlight and (marks := marked(tree, lower=context.lower)):
        request["highlight"] = {**_HIGHLIGHT, "highlight_query": {"bool": {"should": marks}}}
    if after is not None:
        request["search_after"] = after
    return request


def filters(parameters: Parameters) -> dict[str, Clause]:
    """Return the engine's clauses of the parameters that filter, by parameter; `from` and `to` are "period"."""
    found = {name: _filter(name, values) for name, values in parameters.filters}
    if circle := parameters.near:
        found["near"] = within(circle.latitude, circle.longitude, circle.kilometres)
    if parameters.start or parameters.end:
        found["period"] = period(parameters.start, parameters.end)
    return found


def topic_codes(values: Sequence[str]) -> list[str]:
    """Return the codes that values of the parameter `topic` mean; what is no topic's name is taken for a code."""
    return sorted({code for value in values for code in topic_names.resolve(value) or (value,)})


def newness(version_created: str, origin: datetime) -> float:
    """Return what the score of a story is multiplied by for its age at `origin`; `version_created` is RFC 3339."""
    age = abs(origin - datetime.fromisoformat(version_created))
    return float(1 + _NEWEST_FACTOR * 0.5 ** (age / _HALF_AS_NEW))


def _filter(name: str, values: Sequence[str]) -> Clause:
    if name == "topic":
        return tagged_topics(topic_codes(values))
    return {"terms": {FILTERS[name]: list(values)}}


def _newer_first(found: Clause, origin: datetime) -> Clause:
    """Return the clause with scores that are a little higher the newer a story is.

    It multiplies: what is added would outweigh the words of one query, and mean nothing beside those of another.
    """
    age = {"version_created": {"origin": origin.isoformat(), "scale": f"{_HALF_AS_NEW.days}d", "decay": 0.5}}
    return {
        "function_score": {
            "query": found,
            "functions": [{"weight": 1.0}, {"weight": _NEWEST_FACTOR, "exp": age}],
            "score_mode": "sum",
            "boost_mode": "multiply",
        }
    }
