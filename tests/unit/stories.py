"""Stories for tests: a plain one, and what a test wants different."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from newswire.story import Paragraph, Story, VersionRule

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def make_story(**fields: Any) -> Story:
    """A usable story of the Example News Agency; `body` is a short way to say its paragraphs."""
    if "body" in fields:
        fields["paragraphs"] = tuple(Paragraph(text=text) for text in fields.pop("body").split("\n\n"))
    plain: dict[str, Any] = {
        "supplier": "ena",
        "guid": "urn:newsml:example.com:20260301:1",
        "version": 1,
        "version_rule": VersionRule.SUPPLIER,
        "version_created": NOW,
        "received": NOW,
        "headline": "Harbour reopens after storm",
        "paragraphs": (Paragraph(text="The harbour reopened on Sunday."),),
    }
    return Story(**{**plain, **fields})
