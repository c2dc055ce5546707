"""How long a supplier's stories may be kept: an agreement with the supplier, in suppliers.json."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newswire import suppliers

if TYPE_CHECKING:
    from newswire.story import Story


def limited(story: Story) -> Story:
    """Return the story with the end that its supplier's agreement sets, unless its own is earlier.

    It counts from the version's creation, so that a late delivery has no longer life; a newer version has its own end.
    """
    period = suppliers.retention(story.supplier)
    if period is None:
        return story
    end = story.version_created + period
    return story.model_copy(update={"expires": min(story.expires, end) if story.expires else end})
