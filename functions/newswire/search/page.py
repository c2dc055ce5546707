"""A part of the results as a page, in the shape of the HTTP API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NotRequired

from typing_extensions import TypedDict

from newswire.search.explain import Explanation
from newswire.search.facets import FacetValue
from newswire.search.histogram import Bar
from newswire.search.visibility import Marks, marks

if TYPE_CHECKING:
    from datetime import datetime

    from newswire.search.parameters import Parameters
    from newswire.search.query import Query
    from newswire.search.walk import Part

LONGEST_LINE = 1000
"""Characters of a headline or a name that a page shows: an answer may have 6 MB in all."""
MOST_NAMES = 50
"""Names of people (organisations, places) of one story that a page shows."""


class Understood(TypedDict):
    """The query as typed, as it was understood, and another one where it finds next to nothing."""

    text: str
    understood_as: str
    warnings: list[str]
    did_you_mean: str | None


class Total(TypedDict):
    """How many stories match; `relation` is "eq", or "gte" where `value` is a lower bound."""

    value: int
    relation: str


class TopicName(TypedDict):
    """An IPTC Media Topic."""

    code: str
    name: str


class Highlights(TypedDict):
    """Matching passages as HTML: everything is escaped, but for <mark> around the words that match."""

    headline: str | None
    body: list[str]


class Hit(Marks):
    """One story of a page."""

    id: str
    version: int
    headline: str | None
    slug: str | None
    supplier: str
    publisher: str | None
    dateline: str | None
    published: str
    version_created: str
    status: str
    urgency: int | None
    language: str | None
    topics: list[TopicName]
    people: list[str]
    organisations: list[str]
    places: list[str]
    summary: str
    highlights: Highlights
    url: str | None
    partial: bool


class Page(TypedDict):
    """One page of results."""

    query: Understood
    total: Total
    stories: list[Hit]
    facets: dict[str, list[FacetValue]]
    histogram: list[Bar]
    next: str | None
    took_ms: int
    explain: NotRequired[Explanation]


def page(
    part: Part,
    query: Query,
    parameters: Parameters,
    now: datetime,
    *,
    following: str | None,
    facets: dict[str, list[FacetValue]],
    bars: list[Bar],
    meant: str | None = None,
    explanation: Explanation | None = None,
) -> Page:
    """Return the page that a part of the results makes at `now`.

    Parameters
    ----------
    part: the results.
    query, parameters: what was asked.
    now: the time.
    following: the cursor of the next page, None on the last one.
    facets, bars: what was counted.
    meant: a query that finds more.
    explanation: where it was asked for.
    """
    warnings = [*query.warnings, *_notice(part.all_words)]
    shown: Page = {
        "query": {"text": parameters.q, "understood_as": str(query), "warnings": warnings, "did_you_mean": meant},
        "total": {"value": part.place.total, "relation": "eq" if part.place.exact else "gte"},
        "stories": [as_hit(hit, now, partial=n >= part.partial_from) for n, hit in enumerate(part.hits)],
        "facets": facets,
        "histogram": bars,
        "next": following,
        "took_ms": part.took_ms,
    }
    if explanation:
        shown["explain"] = explanation
    return shown


def _notice(all_words: int | None) -> list[str]:
    """Say that stories with some of the words follow, on the page on which they begin to."""
    match all_words:
        case None:
            return []
        case 0:
            return ["no story has all the words; these have some of them"]
        case 1:
            return ["only one story has all the words; stories with some of them follow"]
        case number:
            return [f"only {number} stories have all the words; stories with some of them follow"]


def as_hit(hit: dict[str, Any], now: datetime, *, partial: bool) -> Hit:
    """Return a hit of the engine as a page shows it at `now`."""
    story = hit["_source"]
    return {
        "id": story["id"],
        "version": story["version"],
        "headline": cut_line(story, "headline"),
        "slug": cut_line(story, "slug"),
        "supplier": story["supplier"],
        "publisher": cut_line(story, "publisher"),
        "dateline": _dateline(story.get("dateline") or {}),
        "published": story["published"],
        "version_created": story["version_created"],
        "status": story["status"],
        "urgency": story.get("urgency"),
        "language": cut_line(story, "language"),
        "topics": [{"code": topic["code"], "name": topic["name"]} for topic in story.get("topics", ())[:MOST_NAMES]],
        "people": _names(story, "people"),
        "organisations": _names(story, "organisations"),
        "places": _names(story, "places"),
        "summary": story["summary"],
        "highlights": _highlights(hit.get("highlight", {})),
        "url": cut_line(story, "url"),
        "partial": partial,
        **marks(story, now),
    }


def _names(story: dict[str, Any], field: str) -> list[str]:
    return [tag["name"][:LONGEST_LINE] for tag in story.get(field, ())[:MOST_NAMES]]


def _dateline(dateline: dict[str, Any]) -> str | None:
    """Return where a story was filed: the city, else the line as printed."""
    return cut_line(dateline, "city") or cut_line(dateline, "text")


def cut_line(story: dict[str, Any], field: str) -> str | None:
    """Return a line of a story's document, of LONGEST_LINE characters at most; None where it has none."""
    value: str | None = story.get(field)
    return value[:LONGEST_LINE] if value else value


def _highlights(marked: dict[str, list[str]]) -> Highlights:
    headline = next(iter(marked.get("headline", ())), None)
    return {
        "headline": headline if headline and len(headline) <= 2 * LONGEST_LINE else None,
        "body": marked.get("body_text", []),
    }
