"""Results of the API for tests of the command line."""

from __future__ import annotations

from typing import Any


def make_hit(**fields: Any) -> dict[str, Any]:
    """A story of a page, and what a test wants different."""
    plain: dict[str, Any] = {
        "id": "ena:1",
        "version": 1,
        "headline": "Harbour reopens after storm",
        "slug": "HARBOUR",
        "supplier": "ena",
        "version_created": "2026-03-01T11:00:00Z",
        "urgency": 4,
        "summary": "The harbour reopened on Sunday.",
        "highlights": {"headline": None, "body": []},
        "dateline": None,
        "partial": False,
    }
    return {**plain, **fields}


def make_query(**fields: Any) -> dict[str, Any]:
    """What is said of a query, and what a test wants different."""
    return {"text": "", "understood_as": "", "warnings": [], "did_you_mean": None, **fields}


def make_page(*stories: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """A page of these stories, and what a test wants different."""
    plain: dict[str, Any] = {
        "query": make_query(),
        "total": {"value": len(stories), "relation": "eq"},
        "stories": list(stories),
        "facets": {},
        "histogram": [],
        "next": None,
        "took_ms": 1,
    }
    return {**plain, **fields}
