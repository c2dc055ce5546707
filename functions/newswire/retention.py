"""How long a supplier's stories may be kept: an agreement with the supplier, in suppliers.json and feeds.json."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from newswire import suppliers

if TYPE_CHECKING:
    from newswire.delivery import Terms
    from newswire.story import Story


def limited(story: Story, terms: Terms) -> Story:
    """Return the story with the end that its supplier's agreement or its feed's sets, unless its own is earlier.

    It counts from the version's creation, so that a late delivery has no longer life; a newer version has its own end.
    """
    of_feed = timedelta(days=terms.retention_days) if terms.retention_days else None
    periods = [period for period in (suppliers.retention(story.supplier), of_feed) if period is not None]
    if not periods:
        return story
    end = story.version_created + min(periods)
    return story.model_copy(update={"expires": min(story.expires, end) if story.expires else end})
