"""A story as the documents of the two indices, and back."""

from __future__ import annotations

from typing import Any

from newswire.story import Status, Story, precedence, tombstone


def document(story: Story) -> dict[str, Any]:
    """Return the document of a story in `stories`: its fields as they are, a killed one without its text."""
    story = tombstone(story) if story.status is Status.KILLED else story
    return story.model_dump(mode="json", exclude_none=True)


def version_id(story_id: str, version: int) -> str:
    """Return the id of a version's document in `versions`."""
    return f"{story_id}@{version}"


def version_document(story: Story) -> dict[str, Any]:
    """Return the document of a version in `versions`: what is searched by, and the story's own document, kept only."""
    whole = document(story)
    searched: dict[str, Any] = {
        name: whole[name] for name in ("version", "status", "version_created", "expires") if name in whole
    }
    return {"story": story.id, "precedence": precedence(story), **searched, "document": whole}


def story_of(stored: dict[str, Any]) -> Story:
    """Return the story that a document of `stories` holds."""
    return Story.model_validate(stored)
