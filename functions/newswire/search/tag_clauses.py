"""What a story has besides its text as clauses of the engine: tags, codes, times and places. None of them scores."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias, assert_never

from newswire.search import place_names, text_clauses, topic_names
from newswire.search.folding import fold
from newswire.search.index_only import ACRONYMS, POINTS, TOPICS, acronyms_of
from newswire.search.tree import Around, Comparison, Dates, Feature, Has, Phrase, TagField, Tagged, Urgency
from newswire.search.words import is_one_token
from newswire.story import Status, supplier_name
from newswire.suppliers import short_name

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

Clause = dict[str, Any]
Tag: TypeAlias = Tagged | Urgency | Dates | Around | Has

NAMES = {
    TagField.PERSON: "people.name.words",
    TagField.ORGANISATION: "organisations.name.words",
    TagField.PLACE: "places.name.words",
    TagField.SPEAKER: "quotes.speaker.words",
}
"""Fields whose names are found by their words in order: a surname is enough."""
FOLDED = {
    TagField.PUBLISHER: "publisher.folded",
    TagField.GENRE: "genre.folded",
}
"""Fields whose values are found whole, case and accents apart."""
FEATURES = {
    Feature.QUOTES: "quotes.text",
    Feature.PEOPLE: "people.name",
    Feature.PLACES: "places.name",
    Feature.TOPICS: "topics.code",
    Feature.CORRECTION: "correction",
}
EMBARGOED = "embargoed"
"""As a value of `status:`: what is under embargo, for those who may see it."""

NOTHING: Clause = {"match_none": {}}
_BOUNDS = {Comparison.LESS: "lt", Comparison.AT_MOST: "lte", Comparison.MORE: "gt", Comparison.AT_LEAST: "gte"}
_NAME_GAP = 1
"""Words that may stand between those of a name: "Joe Biden" finds Joe R. Biden."""


def tag_clause(node: Tag, now: datetime) -> Clause:
    """Return the clause of stories that have this at `now`."""
    match node:
        case Tagged(where, value):
            return _tagged(where, value, now)
        case Urgency(comparison, number):
            if comparison is Comparison.EQUAL:
                return {"term": {"urgency": number}}
            return {"range": {"urgency": {_BOUNDS[comparison]: number}}}
        case Dates(start, end):
            return period(start, end)
        case Has(feature):
            return {"exists": {"field": FEATURES[feature]}}
        case Around(place, kilometres):
            middle = place_names.find(place)
            if middle is None:
                return text_clauses.phrase(Phrase(place))
            return within(middle.lat, middle.lon, kilometres)


def within(lat: float, lon: float, kilometres: float) -> Clause:
    """Return the clause of stories with a place at most so far from a point."""
    return {"geo_distance": {"distance": f"{kilometres:f}km", POINTS: {"lat": lat, "lon": lon}}}


def tagged_topics(codes: Iterable[str]) -> Clause:
    """Return the clause of stories with one of these topics or a narrower one."""
    return {"terms": {TOPICS: list(codes)}}


def has_status(value: str, now: datetime) -> Clause:
    """Return the clause of stories with this status; what a caller may not see is kept out elsewhere."""
    if fold(value) == EMBARGOED:
        return {"range": {"embargo_until": {"gt": now.isoformat(timespec="milliseconds")}}}
    return {"term": {"status": fold(value)}} if fold(value) == Status.USABLE else NOTHING


def period(start: datetime | None, end: datetime | None) -> Clause:
    """Return the clause of stories of a time."""
    bounds = {"gte": start, "lt": end}
    return {"range": {"version_created": {bound: instant.isoformat() for bound, instant in bounds.items() if instant}}}


def _tagged(where: TagField, value: str, now: datetime) -> Clause:
    match where:
        case TagField.TOPIC:
            codes = topic_names.resolve(value)
            own = {"term": {"subjects.code": value}}
            return _either([own, tagged_topics(codes)] if codes else [own])
        case TagField.PERSON | TagField.SPEAKER:
            return _named(where, value)
        case TagField.ORGANISATION:
            acronyms = acronyms_of(value) | ({fold(value)} if is_one_token(value) else set())
            return _either([_named(where, value), {"terms": {ACRONYMS: sorted(acronyms)}}])
        case TagField.PLACE:
            return _either([_named(where, value), *_same_place(value)])
        case TagField.SUPPLIER:
            name = supplier_name(value)
            return {"term": {"supplier": short_name(name)}} if name else NOTHING
        case TagField.LANGUAGE:
            code = fold(value)
            return _either(
                [{"term": {"language.folded": code}}, {"prefix": {"language.folded": {"value": f"{code}-"}}}]
            )
        case TagField.STATUS:
            return has_status(value, now)
        case TagField.ID:
            return {"term": {"id": value}}
        case TagField.PUBLISHER | TagField.GENRE:
            return {"term": {FOLDED[where]: value}}
    assert_never(where)


def _named(where: TagField, value: str) -> Clause:
    return {"match_phrase": {NAMES[where]: {"query": value, "slop": _NAME_GAP}}}


def _same_place(name: str) -> list[Clause]:
    """Return the clauses of what else the place of this name is found by: a story has one of its names, as Kyiv."""
    place = place_names.find(name)
    if place and place.country:
        return [{"term": {"places.country": place.country}}]
    return [{"term": {"places.geonames_id": place.geonames_id}}] if place and place.geonames_id else []


def _either(clauses: list[Clause]) -> Clause:
    return {"bool": {"should": clauses, "minimum_should_match": 1}} if len(clauses) > 1 else clauses[0]
