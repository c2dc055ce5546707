"""A story as the documents of the two indices, and back."""

from __future__ import annotations

from typing import Any

from newswire.search.index_only import FIELD, index_only
from newswire.story import Status, Story, tombstone

_COMPUTED_FROM_TEXT = ("body_text", "summary")


def document(story: Story) -> dict[str, Any]:
    """Return the document of a story as readers get it: its fields as they are, a killed one without its text."""
    return _as_kept(story).model_dump(mode="json", exclude_none=True)


def stories_document(story: Story) -> dict[str, Any]:
    """Return the document of a story as it is written to `stories`: with what it is found by and nobody is given."""
    return {**document(story), FIELD: index_only(_as_kept(story))}


def version_id(story_id: str, version: int) -> str:
    """Return the id of a version's document in `versions`."""
    return f"{story_id}@{version}"


def version_document(story: Story, precedence: int) -> dict[str, Any]:
    """Return the document of a version in `versions`: what is searched by, and the story, kept only.

    What `whole` can compute is left out, so that a text is stored once.

    Parameters
    ----------
    story: the version, or what stays of it.
    precedence: of the version as it was delivered; that of its tombstone is another.
    """
    kept = document(story)
    for name in _COMPUTED_FROM_TEXT:
        del kept[name]
    searched: dict[str, Any] = {
        name: kept[name] for name in ("version", "status", "version_created", "expires") if name in kept
    }
    return {"story": story.id, "precedence": precedence, **searched, "document": kept}


def whole(stored: dict[str, Any]) -> dict[str, Any]:
    """Return the whole document of the story that a document of `versions` keeps."""
    return document(story_of(stored["document"]))


def story_of(stored: dict[str, Any]) -> Story:
    """Return the story that a document of `stories` holds, or what a document of `versions` keeps."""
    return Story.model_validate(stored)


def _as_kept(story: Story) -> Story:
    return tombstone(story) if story.status is Status.KILLED else story
