"""Many stories in one delivery: each gets its own result."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from newswire.errors import DeliveryError, DeliveryTooLarge

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Sequence

    from newswire.story import Story

MAX_STORIES = 2000
"""Stories in one delivery: so many short ones are read in a second, the slowest format's (NewsML 1) included."""

_Item = TypeVar("_Item")


def frames(headers: Sequence[re.Match[str]], text: str) -> list[tuple[re.Match[str], str]]:
    """Return each header found in `text`, with what stands between it and the next one."""
    ends = [header.start() for header in headers[1:]] + [len(text)]
    return [(header, text[header.end() : end]) for header, end in zip(headers, ends, strict=True)]


def read_each(items: Sequence[_Item], read: Callable[[_Item, int], Story]) -> list[Story | DeliveryError]:
    """Return the story of each item, or in its place the DeliveryError that `read(item, number)` raised.

    Raises
    ------
    DeliveryTooLarge: there are more than MAX_STORIES items; quarantine the delivery.
    """
    if len(items) > MAX_STORIES:
        raise DeliveryTooLarge(f"it holds {len(items)} stories, the limit is {MAX_STORIES} (MAX_STORIES)")
    stories: list[Story | DeliveryError] = []
    for number, item in enumerate(items, start=1):
        try:
            stories.append(read(item, number))
        except DeliveryError as error:
            stories.append(error)
    return stories
