"""The API's own description, made from the code: `python -m newswire.openapi > functions/search/openapi.json`.

The file is committed and served as it is; a test fails when it is stale.
"""

from __future__ import annotations

import json
from typing import Any, Literal, NotRequired

from pydantic import Field, TypeAdapter
from typing_extensions import TypedDict

from newswire import change_page
from newswire.change_page import ChangePage
from newswire.compare import Change
from newswire.operations import Released, Report
from newswire.search import export, feed, similar, suggest
from newswire.search.history import Versions
from newswire.search.page import Page
from newswire.search.parameters import DEFAULT_SIZE, FILTERS, MAX_SIZE, Facet, Sort
from newswire.search.similar import SimilarStories
from newswire.search.suggest import Suggestions
from newswire.signature import HEADER
from newswire.story import Story


class Queued(TypedDict):
    """One story of a delivery that was taken; `story` is None where it will be quarantined, for this `reason`."""

    id: str
    story: str | None
    reason: NotRequired[str]


class Pushed(TypedDict):
    """The answer to a push."""

    deliveries: list[Queued]


class ShownStory(Story):
    """A story, or one version of it, as it is shown."""

    embargoed: Literal[True] | None = Field(
        default=None, description="There only while it is under embargo: shown to callers with the scope `embargoed`."
    )


# Both have a key that is a word of Python.
FieldDifference = TypedDict("FieldDifference", {"field": str, "from": str | int | None, "to": str | int | None})
SentenceDifference = TypedDict(
    "SentenceDifference",
    {
        "change": Change,
        "from": int | None,
        "to": int | None,
        "paragraph": int,
        "old": str | None,
        "new": str | None,
        "words": list[tuple[str, str]],
        "numbers": list[tuple[str | None, str | None]],
        "quotations": bool,
    },
)
Diff = TypedDict(
    "Diff",
    {
        "id": str,
        "from": int,
        "to": int,
        "fields": list[FieldDifference],
        "sentences": list[SentenceDifference],
        "counts": dict[str, int],
        "similarity": float,
        "coarse": bool,
    },
)


class Problem(TypedDict):
    """A problem document (RFC 9457), with the name and the position of a wrong parameter."""

    type: str
    title: str
    status: int
    detail: str


_TEXT: dict[str, Any] = {"type": "string"}
_VERSION = {"type": "integer", "minimum": 0}
_MOMENT = {"type": "string", "description": "A day (2026-03-01) or a time with zone (2026-03-01T09:00:00Z)."}


def _size(most: int, default: int) -> dict[str, Any]:
    return {"type": "integer", "minimum": 1, "maximum": most, "default": default}


SEARCH: dict[str, tuple[str, dict[str, Any]]] = {
    "q": ("The query, see the README: all words by default, and what is understood is told. Never an error.", _TEXT),
    **{
        name: (f"Only stories with this {name}; repeat it for one of several.", {"type": "array", "items": _TEXT})
        for name in FILTERS
    },
    "from": ("Only versions created at or after this day or time.", _MOMENT),
    "to": ("Only versions created up to and with this day, or before this time.", _MOMENT),
    "near": ("Only stories with a place in this circle: latitude, longitude, kilometres (50.45,30.52,200).", _TEXT),
    "tz": ("The caller's time zone, of days in `q`, `from`, `to` and of those counted: Europe/Berlin.", _TEXT),
    "sort": ("The order; default: relevance where there are words, else newest.", {"enum": list(Sort)}),
    "size": (
        f"Stories a page; of an export up to {export.MOST_STORIES}, which is its default too.",
        _size(MAX_SIZE, DEFAULT_SIZE),
    ),
    "cursor": ("Go on where a page ended: its `next`. The total stays that of the first page.", _TEXT),
    "facets": (
        f"What to count the matching stories by, on the first page: {', '.join(Facet)}; several with commas.",
        _TEXT,
    ),
    "highlight": ("Whether the matching words are marked.", {"type": "boolean", "default": True}),
    "explain": (
        "Whether `explain` tells why each story of the page matches, one clause of the query at a time.",
        {"type": "boolean", "default": False},
    ),
    "story": ("The id of a story of which `explain` tells why it is found, or why not.", _TEXT),
    "group": ("Copies of a story as one; each story is a group of its own for now.", {"enum": ["story"]}),
}
"""The parameters of GET /v1/stories: what they mean, and their schemas."""

FEED = {**SEARCH, "size": ("Stories in the feed.", _size(MAX_SIZE, feed.DEFAULT_SIZE))}
"""The parameters of the feeds; those that make no difference to a feed are taken all the same."""

CHANGES: dict[str, tuple[str, dict[str, Any]]] = {
    "after": (
        "Go on after this place: `next` or a `cursor` of an earlier answer, or `now`; default: the beginning.",
        _TEXT,
    ),
    "size": ("Most changes a page.", _size(change_page.MAX_SIZE, change_page.DEFAULT_SIZE)),
}
"""The parameters of GET /v1/changes."""

SUGGEST: dict[str, tuple[str, dict[str, Any]]] = {
    "q": ("What is typed so far; `person:pu` asks for people only.", _TEXT),
    "size": ("Most suggestions.", _size(suggest.MAX_SIZE, suggest.DEFAULT_SIZE)),
}
"""The parameters of GET /v1/suggest."""

_SIMILAR = {"size": ("Most stories.", _size(similar.MAX_SIZE, similar.DEFAULT_SIZE))}
_DIFF = {
    "from": ("The number of a version; default: the newest before `to` that may be seen.", _VERSION),
    "to": ("The number of a version; default: the current one.", _VERSION),
}

_PUSH = {
    "supplier": ("Who sends; by default who signs, else what the payload names, else `unknown`.", _TEXT),
    "feed": ("The channel it came by.", _TEXT),
}


def document() -> dict[str, Any]:
    """Return the OpenAPI 3.1 document."""
    story_id = {"name": "id", "in": "path", "required": True, "schema": _TEXT, "description": "supplier:guid"}
    delivery_id = {"name": "id", "in": "path", "required": True, "schema": _TEXT, "description": "of the delivery"}
    version = {"name": "version", "in": "path", "required": True, "schema": _VERSION, "description": "its number"}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Newswire", "version": "1", "description": "Agency news, searchable in seconds."},
        "paths": {
            "/v1/stories": {
                "get": {
                    "operationId": "searchStories",
                    "summary": "Find stories; whole ones where the Accept header asks for NDJSON or CSV",
                    "parameters": _query(SEARCH),
                    "responses": {"200": _page_or_export(), **_problems("400", "503")},
                },
                "post": _push("pushStory", "Push a delivery, in any supported format", signed=False),
            },
            "/v1/signed/stories": {
                "post": _push("pushSignedStory", "Push a delivery that the supplier has signed", signed=True),
            },
            "/v1/stories/{id}": {
                "get": {
                    "operationId": "getStory",
                    "summary": "One story whole",
                    "parameters": [story_id],
                    "responses": {
                        "200": _answer("The story", "ShownStory"),
                        **_problems("400", "403", "404", "410", "503"),
                    },
                }
            },
            "/v1/stories/{id}/versions": {
                "get": {
                    "operationId": "listVersions",
                    "summary": "The versions of a story that you may see, newest first",
                    "parameters": [story_id],
                    "responses": {
                        "200": _answer("The versions, without their text", "Versions"),
                        **_problems("400", "403", "404", "410", "503"),
                    },
                }
            },
            "/v1/stories/{id}/versions/{version}": {
                "get": {
                    "operationId": "getVersion",
                    "summary": "One version whole",
                    "parameters": [story_id, version],
                    "responses": {
                        "200": _answer("The version", "ShownStory"),
                        **_problems("400", "403", "404", "410", "503"),
                    },
                }
            },
            "/v1/stories/{id}/diff": {
                "get": {
                    "operationId": "compareVersions",
                    "summary": "What changed from one version to another, sentence by sentence",
                    "parameters": [story_id, *_query(_DIFF)],
                    "responses": {
                        "200": _answer("What changed", "Diff"),
                        **_problems("400", "403", "404", "410", "503"),
                    },
                }
            },
            "/v1/stories/{id}/similar": {
                "get": {
                    "operationId": "listSimilarStories",
                    "summary": "Stories like this one, the likest first",
                    "parameters": [story_id, *_query(_SIMILAR)],
                    "responses": {
                        "200": _answer("The stories", "SimilarStories"),
                        **_problems("400", "403", "404", "410", "503"),
                    },
                }
            },
            "/v1/suggest": {
                "get": {
                    "operationId": "suggestNames",
                    "summary": "People, organisations, places, topics and slugs that begin as typed, as you type",
                    "parameters": _query(SUGGEST),
                    "responses": {
                        "200": _answer("The names of most stories first", "Suggestions"),
                        **_problems("400", "503"),
                    },
                }
            },
            "/v1/feed.rss": _feed_route("getRss", "RSS 2.0", "application/rss+xml"),
            "/v1/feed.atom": _feed_route("getAtom", "Atom", "application/atom+xml"),
            "/v1/feed.json": _feed_route("getJsonFeed", "JSON Feed 1.1", "application/feed+json"),
            "/v1/changes": {
                "get": {
                    "operationId": "listChanges",
                    "summary": "Every accepted change once, in the order of acceptance; poll on from `next`",
                    "parameters": _query(CHANGES),
                    "responses": {"200": _answer("Changes", "ChangePage"), **_problems("400", "503")},
                }
            },
            "/v1/operations": {
                "get": {
                    "operationId": "getOperations",
                    "summary": "How deliveries went, what is in quarantine, which feeds are silent; scope `operations`",
                    "responses": {"200": _answer("How it goes", "Report"), **_problems("400", "403", "503")},
                }
            },
            "/v1/quarantine/{id}/release": {
                "post": {
                    "operationId": "releaseDelivery",
                    "summary": "Queue a delivery again that could not be processed; scope `operations`",
                    "parameters": [delivery_id],
                    "responses": {
                        "202": _answer("Queued; if it fails again, it comes back into quarantine", "Released"),
                        **_problems("400", "403", "404", "409", "503"),
                    },
                }
            },
            "/healthz": {
                "get": {
                    "operationId": "getHealth",
                    "summary": "Whether a search can be answered",
                    "responses": {"200": {"description": "It can"}, **_problems("400", "503")},
                }
            },
            "/openapi.json": {
                "get": {
                    "operationId": "getDescription",
                    "summary": "This document",
                    "responses": {"200": {"description": "OpenAPI 3.1"}, **_problems("400")},
                }
            },
        },
        "components": {"schemas": _schemas()},
    }


def _push(operation: str, summary: str, *, signed: bool) -> dict[str, Any]:
    idempotency = {
        "name": "Idempotency-Key",
        "in": "header",
        "description": "The same key, supplier and body are the same delivery.",
        "schema": _TEXT,
    }
    signature = {
        "name": HEADER,
        "in": "header",
        "required": signed,
        "description": "supplier=NAME,t=SECONDS,v1=HEX: HMAC-SHA256 over time, supplier, feed and body (README).",
        "schema": _TEXT,
    }
    return {
        "operationId": operation,
        "summary": summary,
        "parameters": [*_query(_PUSH), idempotency, signature],
        "requestBody": {"required": True, "content": {"*/*": {"schema": _TEXT}}},
        "responses": {
            "202": _answer("Taken: it will be indexed, or quarantined with a reason", "Pushed"),
            **_problems("400", "401", "403", "413", "500"),
        },
    }


def _page_or_export() -> dict[str, Any]:
    page = _answer("One page of stories; or an export", "Page")
    page["content"] |= {written: {"schema": _TEXT} for written in export.Format}
    page["headers"] = {
        "Link": {"description": 'Of an export that goes on: where, as `<...>; rel="next"`.', "schema": _TEXT}
    }
    return page


def _feed_route(operation: str, name: str, media_type: str) -> dict[str, Any]:
    schema = {"type": "object"} if media_type.endswith("json") else _TEXT
    tag = {"name": "If-None-Match", "in": "header", "schema": _TEXT, "description": "The ETag of an earlier answer."}
    headers = {"ETag": {"description": "Stands for this text.", "schema": _TEXT}}
    feed_of_it = {"description": "The feed", "headers": headers, "content": {media_type: {"schema": schema}}}
    return {
        "get": {
            "operationId": operation,
            "summary": f"The newest stories of a search as {name}",
            "parameters": [*_query(FEED), tag],
            "responses": {"200": feed_of_it, "304": {"description": "Nothing is new"}, **_problems("400", "503")},
        }
    }


def _query(parameters: dict[str, tuple[str, dict[str, Any]]]) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "query", "description": description, "schema": schema}
        for name, (description, schema) in parameters.items()
    ]


def _answer(description: str, schema: str, media_type: str = "application/json") -> dict[str, Any]:
    reference = {"$ref": f"#/components/schemas/{schema}"}
    return {"description": description, "content": {media_type: {"schema": reference}}}


def _problems(*statuses: str) -> dict[str, Any]:
    return {status: _answer(_PROBLEMS[status], "Problem", "application/problem+json") for status in statuses}


_PROBLEMS = {
    "400": "A parameter, the path or the body is wrong",
    "401": "Not signed as it has to be, too long ago, or taken before",
    "403": "Withheld, or under embargo for you; signed by another supplier; for those who run the service",
    "404": "No such story, version, or delivery in quarantine",
    "409": "The delivery is damaged: it stays in quarantine",
    "410": "Killed, or its time is up: the tombstone says when, and of a kill why",
    "413": "The body is too large",
    "500": "Our fault; nothing was taken, push again",
    "503": "The search engine, or the archive, does not answer now: come back",
}


def _schemas() -> dict[str, Any]:
    schemas: dict[str, Any] = {}
    for model in (
        *(ChangePage, Diff, Page, Pushed, Problem, Released, Report, ShownStory),
        *(SimilarStories, Suggestions, Versions),
    ):
        schema = TypeAdapter(model).json_schema(mode="serialization", ref_template="#/components/schemas/{model}")
        schemas |= schema.pop("$defs", {})
        schemas[model.__name__] = schema
    return dict(sorted(schemas.items()))


if __name__ == "__main__":
    print(json.dumps(document(), indent=2))
