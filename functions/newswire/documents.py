"""A story as the documents of the two indices, and back."""

from __future__ import annotations

import json
from typing import Any

from newswire.search.index_only import FIELD, index_only
from newswire.story import Status, Story, tombstone

_COMPUTED_FROM_TEXT = {"body_text", "summary"}
_SEARCHED = {"version", "status", "version_created", "expires", "rules_version"}


def document(story: Story) -> dict[str, Any]:
    """Return the document of a story as readers get it: its fields as they are, a killed one without its text."""
    return _left(story).model_dump(mode="json", exclude_none=True)


def as_document(story: Story) -> bytes:
    """Return the document of a story in `stories`, as JSON: with what it is found by and nobody is given."""
    left = _left(story)
    found_by = json.dumps({FIELD: index_only(left)}, ensure_ascii=False)
    return f"{left.model_dump_json(exclude_none=True)[:-1]},{found_by[1:]}".encode()


def version_id(story_id: str, version: int) -> str:
    """Return the id of a version's document in `versions`."""
    return f"{story_id}@{version}"


def as_version_document(story: Story, precedence: int) -> bytes:
    """Return the document of a version in `versions`, as JSON: what is searched by, and the story, kept only.

    What `whole` can compute is left out, so that a text is stored once.

    Parameters
    ----------
    story: the version, or what stays of it.
    precedence: of the version as it was delivered; that of its tombstone is another.
    """
    left = _left(story)
    searched = left.model_dump(mode="json", include=_SEARCHED, exclude_none=True)
    head = json.dumps({"story": story.id, "precedence": precedence, **searched}, ensure_ascii=False)
    kept = left.model_dump_json(exclude=_COMPUTED_FROM_TEXT, exclude_none=True)
    return f'{head[:-1]},"document":{kept}}}'.encode()


def whole(stored: dict[str, Any]) -> dict[str, Any]:
    """Return the whole document of the story that a document of `versions` keeps."""
    return document(story_of(stored["document"]))


def story_of(stored: dict[str, Any]) -> Story:
    """Return the story that a document of `stories` holds, or what a document of `versions` keeps."""
    return Story.model_validate(stored)


def _left(story: Story) -> Story:
    return tombstone(story) if story.status is Status.KILLED else story
