"""What may be seen: one rule for every route, enforced here on the server. When in doubt, hidden."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from newswire.errors import StoryHidden, StoryKilled, StoryNotFound
from newswire.story import UNTIL_A_NEWER_VERSION, Status

TOMBSTONE_FIELDS = ("id", "version", "supplier", "feed", "slug", "status", "version_created", "received", "ed_note")


def visible(now: datetime) -> list[dict[str, Any]]:
    """Return the engine's filters that keep out what may not be seen at `now`: not usable, under embargo, or expired.

    The times are compared at search time, so that they hold to the second, without another write.
    """
    return [
        {"term": {"status": Status.USABLE}},
        {"bool": {"must_not": {"range": {"embargo_until": {"gt": now.isoformat()}}}}},
        {"bool": {"must_not": {"range": {"expires": {"lte": now.isoformat()}}}}},
    ]


def reveal(document: dict[str, Any] | None, story_id: str, now: datetime) -> dict[str, Any]:
    """Return the document if it may be seen at `now`.

    Raises
    ------
    StoryNotFound: there is no document.
    StoryKilled: it was killed; the error carries the tombstone.
    StoryHidden: it is withheld or under embargo.
    """
    if document is None:
        raise StoryNotFound(f"There is no story {story_id}.")
    if document["status"] == Status.KILLED:
        tombstone = {name: document[name] for name in TOMBSTONE_FIELDS if name in document}
        raise StoryKilled(f"{document['supplier']} killed this story; do not use it.", tombstone=tombstone)
    if document["status"] != Status.USABLE:
        raise StoryHidden("The supplier withholds this story until a newer version.")
    if embargo := document.get("embargo_until"):
        until = datetime.fromisoformat(embargo)
        if until == UNTIL_A_NEWER_VERSION:
            raise StoryHidden("This story is under an embargo that cannot be read, until a newer version.")
        if until > now:
            raise StoryHidden("This story is under embargo.", embargo_until=embargo)
    return document
