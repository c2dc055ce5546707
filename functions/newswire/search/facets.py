"""How many of the matching stories have which supplier, topic, person and so on.

Several values of one facet can be chosen: a facet counts the stories that match all filters but its own, so that the
values beside the chosen ones keep their counts. The filters of the facets that are asked for are therefore taken out
of the query, and stand beside it (`post_filter`) for the stories, and within each other facet for its counts.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NotRequired

from typing_extensions import TypedDict

from newswire.search import request, topic_names
from newswire.search.index_only import TOPICS
from newswire.search.labels import label
from newswire.search.parameters import FILTERS, Facet

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import tzinfo

    from newswire.search.parameters import Parameters

MOST_VALUES = 20
"""The values of a facet that are told, those that most stories have; of topics more, since they are a tree."""
MOST_TOPICS = 100
MOST_DAYS = 366
"""The days that are told, the newest."""
_LOOKED_AT = 10
"""A shard counts so many times as many values as are told, so that the counts of several shards add up."""

_FIELDS = {name: field for name, field in FILTERS.items() if name in set(Facet)} | {Facet.TOPIC: TOPICS}
_MOST, _CHOSEN = "most", "chosen"


class FacetValue(TypedDict):
    """One value of a facet and how many stories have it; `parent` is the topic above, of those that are not on top."""

    value: str
    label: str
    count: int
    parent: NotRequired[str]


@dataclass(frozen=True, slots=True)
class Filters:
    """The filters of a search, apart.

    Parameters
    ----------
    within: the parameters with those that stay in the query.
    beside: the engine's clauses of the others, by parameter.
    chosen: the values of those, topics by their codes.
    """

    within: Parameters
    beside: Mapping[str, dict[str, Any]]
    chosen: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, parameters: Parameters) -> Filters:
        """Return the filters, those of the facets that are asked for taken out of the query."""
        chosen = {
            name: tuple(request.topic_codes(values)) if name == Facet.TOPIC else values
            for name, values in parameters.filters
            if name in set(parameters.facets)
        }
        clauses = request.filters(parameters)
        kept = tuple(each for each in parameters.filters if each[0] not in chosen)
        return cls(replace(parameters, filters=kept), {name: clauses[name] for name in chosen}, chosen)

    def all_but(self, name: str | None = None) -> dict[str, Any]:
        """Return the clause of those that were taken out, but for one parameter's."""
        return {"bool": {"filter": [clause for parameter, clause in self.beside.items() if parameter != name]}}


def aggregations(filters: Filters) -> dict[str, Any]:
    """Return what the engine is to count for the facets that are asked for."""
    return {
        facet: {
            "filter": filters.all_but(facet),
            "aggs": _counts(facet, filters.within.zone, filters.chosen.get(facet, ())),
        }
        for facet in _asked(filters.within)
    }


def read(counted: Iterable[Mapping[str, Any]], parameters: Parameters) -> dict[str, list[FacetValue]]:
    """Return the facets that are asked for.

    Parameters
    ----------
    counted: the engine's answers to `aggregations`; the stories of one are none of another's.
    parameters: what was asked.
    """
    answers = list(counted)
    return {str(facet): _values(facet, [answer[facet] for answer in answers]) for facet in _asked(parameters)}


def _asked(parameters: Parameters) -> list[Facet]:
    return [facet for facet in parameters.facets if facet is not Facet.HISTOGRAM]


def _counts(facet: Facet, zone: tzinfo, chosen: tuple[str, ...]) -> dict[str, Any]:
    if facet is Facet.DAY:
        days = {"field": "version_created", "calendar_interval": "day", "time_zone": str(zone), "format": "yyyy-MM-dd"}
        return {_MOST: {"date_histogram": {**days, "min_doc_count": 1, "order": {"_key": "desc"}}}}
    size = MOST_TOPICS if facet is Facet.TOPIC else MOST_VALUES
    most = {"field": _FIELDS[facet], "size": size, "shard_size": size * _LOOKED_AT}
    if not chosen or facet is Facet.URGENCY:
        return {_MOST: {"terms": most}}
    named = {"field": _FIELDS[facet], "size": len(chosen), "include": list(chosen)}
    return {_MOST: {"terms": most}, _CHOSEN: {"terms": named}}


def _values(facet: Facet, answers: list[Mapping[str, Any]]) -> list[FacetValue]:
    """Return the values of a facet: those that most stories have and those that are chosen; the newest days."""
    counts: Counter[str] = Counter()
    for answer in answers:
        buckets = [bucket for part in (_MOST, _CHOSEN) if part in answer for bucket in answer[part]["buckets"]]
        counts.update({_name(bucket): bucket["doc_count"] for bucket in buckets})
    if facet is Facet.DAY:
        newest = sorted(counts.items(), reverse=True)[:MOST_DAYS]
        return [{"value": value, "label": value, "count": count} for value, count in newest]
    found = sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    return [_value(facet, value, count) for value, count in found]


def _name(bucket: Mapping[str, Any]) -> str:
    return str(bucket.get("key_as_string", bucket["key"]))


def _value(facet: Facet, value: str, count: int) -> FacetValue:
    told: FacetValue = {"value": value, "label": label(facet, value), "count": count}
    if facet is Facet.TOPIC and (parent := topic_names.parent(value)):
        told["parent"] = parent
    return told
