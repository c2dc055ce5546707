"""New matches of a search as they arrive: its newest stories are asked for again and again."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from infra.local.api import ApiRefused, ApiUnreachable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from infra.local.api import Api

Key = tuple[str, int, str]
"""What tells a state of a story from all others: id, version, and when that was created."""
PAGE = 100
"""Stories that are asked for at once. One that comes so late that more than these are newer is not seen."""


def follow(
    api: Api, parameters: list[tuple[str, str]], pause: Callable[[], object], failed: Callable[[str], object]
) -> Iterator[dict[str, Any]]:
    """Yield a page again and again: first the newest stories, then those that were not shown yet, oldest first.

    A story is shown again when it has a newer version, or a later state of the same one: some suppliers keep its
    number. Those with only some of the words are on the first page alone. An API that is away is asked again after a
    pause.

    Parameters
    ----------
    api, parameters: the search, without sort, size and cursor.
    pause: waits between two times.
    failed: is told the line that says why there was no answer, once until there is one.

    Raises
    ------
    ApiUnreachable, ApiRefused: the first time; after that only where the API will not answer this search any more.
    """
    asked = [*parameters, ("sort", "newest"), ("size", str(PAGE))]
    page = api.search(asked)
    # Older ones were there before, and come up where newer ones are withdrawn. Where some of the words are enough,
    # those with all of them are all on the page.
    is_full = page["next"] and not page["stories"][-1]["partial"]
    oldest = _created(page["stories"][-1]) if is_full else None
    seen = {_key(story) for story in page["stories"]}
    yield page | {"stories": page["stories"][::-1]}
    is_away = False
    while True:
        pause()
        try:
            page = _news(api, asked, oldest, seen)
        except (ApiUnreachable, ApiRefused) as error:
            if isinstance(error, ApiRefused) and not error.is_passing:
                raise
            if not is_away:
                failed(str(error))
            is_away = True
            continue
        is_away = False
        seen.update(map(_key, page["stories"]))
        if page["stories"]:
            yield page


def _news(api: Api, asked: list[tuple[str, str]], oldest: datetime | None, seen: set[Key]) -> dict[str, Any]:
    """Return the newest page with all that is new, oldest first, of as many pages as hold nothing else."""
    first = page = api.search(asked)
    news: list[dict[str, Any]] = []
    while True:
        new = [story for story in page["stories"] if not story["partial"] and _is_new(story, oldest, seen)]
        news += new
        if page["next"] is None or len(new) < len(page["stories"]):
            return first | {"stories": news[::-1]}
        page = api.search([*asked, ("cursor", page["next"])])


def _is_new(story: dict[str, Any], oldest: datetime | None, seen: set[Key]) -> bool:
    return _key(story) not in seen and (oldest is None or _created(story) >= oldest)


def _key(story: dict[str, Any]) -> Key:
    return story["id"], story["version"], story["version_created"]


def _created(story: dict[str, Any]) -> datetime:
    # Not as texts: 09:00:00.5Z would come before 09:00:00Z.
    return datetime.fromisoformat(story["version_created"])
