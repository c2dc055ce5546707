"""Pages neither skip nor repeat, whatever arrives between them; on the real engine."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from newswire.search import cursor
from newswire.story import Status, Story
from tests.conftest import FrozenApp
from tests.integration.http import ask
from tests.unit.stories import NOW, make_story

WORDS = "harbour storm ferry ministry election budget strike flood railway vaccine".split()


def write(app: FrozenApp, *stories: Story) -> None:
    app.index.write(stories)
    app.engine.refresh(app.index.stories)


def page(app: FrozenApp, **parameters: Any) -> dict[str, Any]:
    answer = ask(app, "/v1/stories", **parameters)
    assert answer["statusCode"] == 200, answer["body"]
    found: dict[str, Any] = json.loads(answer["body"])
    return found


def pages(app: FrozenApp, **parameters: Any) -> Iterator[dict[str, Any]]:
    """Every page of a search; what the loop does comes between two of them."""
    found = page(app, **parameters)
    yield found
    while found["next"] is not None:
        assert len(found["next"]) <= cursor.MAX_LENGTH
        found = page(app, **parameters, cursor=found["next"])
        yield found


def corpus(number: int, seed: int = 7, **fields: Any) -> list[Story]:
    """Stories of words drawn at random; each has "harbour" in it, and no two need differ in anything else."""
    draw = random.Random(seed)  # noqa: S311
    return [
        make_story(
            guid=f"{seed}-{n:04}",
            headline=" ".join(draw.choices(WORDS, k=3)),
            body=" ".join(["harbour", *draw.choices(WORDS, k=draw.randint(5, 40))]),
            **{"version_created": NOW - timedelta(minutes=draw.randint(0, 5000)), **fields},
        )
        for n in range(number)
    ]


def read_while_stories_arrive(app: FrozenApp, each: int, **parameters: Any) -> list[str]:
    """The ids on all pages, in order; after each page some stories arrive that move the scores of all."""
    seen: list[str] = []
    for number, found in enumerate(pages(app, **parameters)):
        seen += [story["id"] for story in found["stories"]]
        assert number < 100
        if number < 12:
            late = corpus(each, seed=1000 + number, version_created=NOW + timedelta(minutes=number))
            write(app, *late, *(make_story(guid=f"other-{number}-{n}", body="Nothing of it.") for n in range(each)))
    return seen


SEARCHES: dict[str, dict[str, Any]] = {
    "relevance": {"q": "harbour", "sort": "relevance"},
    "relevance of several words": {"q": "harbour storm OR flood"},
    "newest": {"q": "harbour", "sort": "newest"},
    "oldest": {"q": "harbour", "sort": "oldest"},
    "some of the words": {"q": "harbour unheardof"},
    "some of the words, newest": {"q": "harbour unheardof", "sort": "newest"},
    "no words": {},
}


@pytest.mark.parametrize("parameters", SEARCHES.values(), ids=SEARCHES)
def test_no_story_is_missed_or_repeated_while_others_arrive(app: FrozenApp, parameters: dict[str, Any]) -> None:
    stories = corpus(300)
    write(app, *stories)
    there = {story["id"] for found in pages(app, size=100, **parameters) for story in found["stories"]}
    assert len(there) > 200
    seen = read_while_stories_arrive(app, 15, size=20, **parameters)
    assert len(seen) == len(set(seen)), "repeated"
    assert there <= set(seen), "missed"


def test_further_down_than_a_cursor_holds_stories_none_is_missed_or_repeated(
    app: FrozenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By relevance; the limit is lowered, since it would take thousands of stories to reach it often."""
    monkeypatch.setattr("newswire.search.cursor.MOST_SHOWN", 100)
    monkeypatch.setattr("newswire.search.walk.MOST_SHOWN", 100)
    write(app, *corpus(400))
    there = {story["id"] for found in pages(app, q="harbour", size=100) for story in found["stories"]}
    assert len(there) == 400
    seen = read_while_stories_arrive(app, 2, q="harbour", size=20)
    assert len(seen) == len(set(seen)), "repeated"
    assert there <= set(seen), "missed"


def test_further_down_among_equals_none_is_missed_or_repeated(app: FrozenApp, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same text many times: all scores are one, and it moves with each arrival."""
    monkeypatch.setattr("newswire.search.cursor.MOST_SHOWN", 20)
    monkeypatch.setattr("newswire.search.walk.MOST_SHOWN", 20)
    write(app, *(make_story(guid=f"same-{n:03}") for n in range(150)))
    seen = []
    for number, found in enumerate(pages(app, q="harbour", size=10)):
        seen += [story["id"] for story in found["stories"]]
        write(app, *(make_story(guid=f"other-{number}-{n}", headline="x", body="Nothing of it.") for n in range(30)))
    assert len(seen) == len(set(seen)) == 150


def test_a_story_that_is_killed_between_two_pages_is_not_where_the_next_one_breaks(
    app: FrozenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newswire.search.cursor.MOST_SHOWN", 20)
    monkeypatch.setattr("newswire.search.walk.MOST_SHOWN", 20)
    write(app, *corpus(100))
    seen: list[str] = []
    for found in pages(app, q="harbour", size=10):
        seen += [story["id"] for story in found["stories"]]
        guid = seen[-1].removeprefix("ena:")
        write(app, make_story(guid=guid, version=2, status=Status.KILLED))
    assert len(seen) == len(set(seen)) == 100


def test_any_depth(app: FrozenApp) -> None:
    for start in range(0, 10_200, 1700):
        app.index.write([make_story(guid=f"{n:05}", body="x") for n in range(start, start + 1700)])
    app.engine.refresh(app.index.stories)
    seen = [story["id"] for found in pages(app, q="harbour", size=100, sort="newest") for story in found["stories"]]
    assert len(seen) == len(set(seen)) == 10_200
    first = page(app, q="harbour", size=1)
    assert first["total"] == {"value": 10_000, "relation": "gte"}
    assert page(app, q="harbour", size=1, cursor=first["next"])["total"] == first["total"]


def test_stories_with_some_of_the_words_follow_where_few_have_all(app: FrozenApp) -> None:
    both = [make_story(guid=f"both-{n}", headline="Ferry strike") for n in range(3)]
    one = [make_story(guid=f"one-{n}", headline="Ferry late", body="x") for n in range(4)]
    write(app, *both, *one, make_story(guid="neither", headline="Quiet", body="x"))
    found = page(app, q="ferry strike")
    assert found["total"] == {"value": 7, "relation": "eq"}
    assert [story["partial"] for story in found["stories"]] == [False] * 3 + [True] * 4
    assert found["query"]["warnings"] == ["only 3 stories have all the words; stories with some of them follow"]
    assert found["next"] is None


@pytest.mark.parametrize("size", [1, 2, 3, 4, 6, 7])
@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
def test_all_words_come_first_whatever_the_size_of_a_page(app: FrozenApp, size: int, sort: str) -> None:
    write(
        app,
        *(make_story(guid=f"both-{n}", headline="Ferry strike") for n in range(3)),
        *(make_story(guid=f"one-{n}", headline="Ferry late", body="x") for n in range(4)),
    )
    found = list(pages(app, q="ferry strike", size=size, sort=sort))
    stories = [story for each in found for story in each["stories"]]
    assert [story["partial"] for story in stories] == [False] * 3 + [True] * 4
    assert len({story["id"] for story in stories}) == 7
    assert {each["total"]["value"] for each in found} == {7}
    assert all(len(each["stories"]) == size for each in found[:-1])


def test_stories_with_some_of_the_words_stay_away_where_enough_have_all(app: FrozenApp) -> None:
    write(app, *(make_story(guid=f"{n}", headline="Ferry strike") for n in range(10)))
    write(app, make_story(guid="one", headline="Ferry late", body="x"))
    found = page(app, q="ferry strike")
    assert found["total"]["value"] == 10
    assert found["query"]["warnings"] == []


def test_what_a_relative_date_means_is_fixed_on_the_first_page(app: FrozenApp) -> None:
    write(app, *(make_story(guid=f"{n}", version_created=NOW - timedelta(minutes=n)) for n in range(6)))
    first = page(app, q="after:1h", size=3)
    app.clock = NOW + timedelta(days=3)
    second = page(app, q="after:1h", size=3, cursor=first["next"])
    assert [len(each["stories"]) for each in (first, second)] == [3, 3]


def test_a_cursor_goes_on_with_its_own_search_only(app: FrozenApp) -> None:
    write(app, *(make_story(guid=f"{n}") for n in range(3)))
    place = page(app, q="harbour", size=1)["next"]
    for other in ({"q": "storm"}, {"q": "harbour", "sort": "newest"}, {"q": "harbour", "tz": "Europe/Berlin"}):
        answer = ask(app, "/v1/stories", **other, cursor=place)
        assert (answer["statusCode"], json.loads(answer["body"])["parameter"]) == (400, "cursor")
