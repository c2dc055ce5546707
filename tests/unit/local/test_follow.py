"""New matches as they arrive: none twice, none of old, none lost in a rush."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import Any, cast

import pytest

from infra.local.api import Api, ApiRefused, ApiUnreachable
from infra.local.follow import PAGE, follow
from tests.unit.local.results import make_hit, make_page


class Stories:
    """Answers like the API: its stories, newest first, in pages; an error in its place is raised."""

    def __init__(self, *stories: dict[str, Any]) -> None:
        self.stories = list(stories)
        self.error: Exception | None = None

    def search(self, parameters: list[tuple[str, str]]) -> dict[str, Any]:
        if self.error:
            raise self.error
        asked = dict(parameters)
        assert (asked["q"], asked["sort"], asked["size"]) == ("storm", "newest", str(PAGE))
        found = sorted(self.stories, key=lambda story: (story["partial"], -_seconds(story["version_created"])))
        start = int(asked.get("cursor", 0))
        end = start + PAGE
        return make_page(*found[start:end], next=str(end) if end < len(found) else None)


def _seconds(time: str) -> float:
    return datetime.fromisoformat(time).timestamp()


def hit(number: int, version: int = 1, **fields: Any) -> dict[str, Any]:
    created = f"2026-03-01T{number // 60:02}:{number % 60:02}:00Z"
    return make_hit(id=f"ena:{number}", version=version, **{"version_created": created, **fields})


def run(stories: Stories, *events: Any) -> tuple[list[list[str]], list[str]]:
    """The ids of each page, after the first one, with an event before each asking; and what was said of failures."""
    said: list[str] = []
    coming = iter(events)

    def pause() -> None:
        event = next(coming, None)
        if event is None:
            raise KeyboardInterrupt
        event()

    pages = follow(cast(Api, stories), [("q", "storm")], pause, said.append)
    shown: list[list[str]] = []
    with suppress(KeyboardInterrupt):
        for page in pages:
            shown.append([story["id"] for story in page["stories"]])  # noqa: PERF401 - what comes before the end counts
    return shown, said


def add(stories: Stories, *hits: dict[str, Any]) -> Any:
    return lambda: stories.stories.extend(hits)


def test_new_stories_come_once_and_the_oldest_first() -> None:
    stories = Stories(hit(1), hit(2))
    shown, _ = run(stories, lambda: None, add(stories, hit(3), hit(4)), lambda: None, add(stories, hit(5)))
    assert shown == [["ena:1", "ena:2"], ["ena:3", "ena:4"], ["ena:5"]]


def test_one_that_comes_late_or_anew_is_new() -> None:
    stories = Stories(hit(1), hit(5))

    def correct() -> None:
        stories.stories[0] = hit(1, version=2, version_created="2026-03-01T02:00:00Z")

    shown, _ = run(stories, add(stories, hit(3)), correct)
    assert shown[1:] == [["ena:3"], ["ena:1"]]


def test_a_later_state_with_the_same_version_is_new() -> None:
    stories = Stories(hit(1), hit(2))

    def change() -> None:
        stories.stories[0] = hit(1, version_created="2026-03-01T02:00:00Z")

    assert run(stories, change)[0] == [["ena:1", "ena:2"], ["ena:1"]]


def test_part_of_a_second_makes_a_story_no_older() -> None:
    stories = Stories(*(hit(number) for number in range(PAGE + 1)))
    assert hit(1)["version_created"] == "2026-03-01T00:01:00Z"  # the oldest on the first page
    late = hit(1000, version_created="2026-03-01T00:01:00.500000Z")
    assert run(stories, add(stories, late))[0][1:] == [["ena:1000"]]


def test_a_rush_of_more_than_a_page_is_read_to_its_end() -> None:
    stories = Stories(*(hit(number) for number in range(150)))
    shown, _ = run(stories, add(stories, *(hit(number) for number in range(150, 400))))
    assert len(shown[0]) == PAGE
    assert shown[1] == [f"ena:{number}" for number in range(150, 400)]


def test_old_stories_that_come_up_where_newer_ones_go_are_not_new() -> None:
    stories = Stories(*(hit(number) for number in range(150)))
    shown, _ = run(stories, lambda: stories.stories.pop(120), lambda: stories.stories.clear())
    assert len(shown) == 1


def test_stories_with_some_of_the_words_are_shown_at_the_start_only() -> None:
    stories = Stories(hit(1), hit(2, partial=True))
    shown, _ = run(stories, add(stories, hit(3, partial=True)), add(stories, hit(4)))
    assert shown == [["ena:2", "ena:1"], ["ena:4"]]


def test_an_api_that_is_away_for_a_time_is_told_once_and_waited_for() -> None:
    stories = Stories(hit(1))

    def away() -> None:
        stories.error = ApiUnreachable("http://x", "refused")

    def busy() -> None:
        stories.error = ApiRefused(503, {"title": "Busy"})

    def back() -> None:
        stories.error = None
        stories.stories.append(hit(2))

    shown, said = run(stories, away, busy, back, away)
    assert shown == [["ena:1"], ["ena:2"]]
    assert len(said) == 2
    assert "refused" in said[0]


def test_a_refusal_ends_it() -> None:
    stories = Stories()
    pages = follow(cast(Api, stories), [("q", "storm")], lambda: None, lambda _: None)
    next(pages)
    stories.error = ApiRefused(400, {"title": "Bad request"})
    with pytest.raises(ApiRefused):
        next(pages)


def test_an_api_that_is_not_there_at_the_start_is_an_error() -> None:
    stories = Stories()
    stories.error = ApiUnreachable("http://x", "refused")
    with pytest.raises(ApiUnreachable):
        next(follow(cast(Api, stories), [], lambda: None, lambda _: None))
