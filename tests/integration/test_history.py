"""The versions of a story and what changed between them, on the real engine."""

from __future__ import annotations

import json
from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest

from newswire.story import Status, Story
from tests.conftest import FrozenApp
from tests.integration.http import ask, take_in
from tests.unit.stories import NOW, make_story

LATER = NOW + timedelta(hours=1)


def version(number: int, body: str, **fields: Any) -> Story:
    return make_story(version=number, version_created=NOW + timedelta(minutes=number), body=body, **fields)


FIRST = version(1, "The harbour reopened on Sunday. Two ships waited.", urgency=3, ed_note="Adds ships.")
SECOND = version(2, "The harbour reopened on Sunday. Three ships waited.", correction="corrects number of ships")
THIRD = version(4, "The harbour reopened on Monday. Three ships waited.", headline="Harbour reopens on Monday")
STORY = f"/v1/stories/{FIRST.id}"


def get(app: FrozenApp, path: str, scope: str | None = None, /, **parameters: Any) -> tuple[int, Any]:
    answer = ask(app, path, scope, **parameters)
    return answer["statusCode"], json.loads(answer["body"])


def test_versions_are_listed_newest_first_without_their_text(app: FrozenApp) -> None:
    take_in(app, FIRST, THIRD, SECOND)
    status, listed = get(app, f"{STORY}/versions")
    assert (status, listed["id"]) == (200, FIRST.id)
    assert [line["version"] for line in listed["versions"]] == [4, 2, 1]
    assert listed["versions"][-1] == {
        "version": 1,
        "version_created": "2026-03-01T12:01:00Z",
        "received": "2026-03-01T12:00:00Z",
        "status": "usable",
        "headline": "Harbour reopens after storm",
        "correction": None,
        "ed_note": "Adds ships.",
        "urgency": 3,
        "word_count": 8,
    }


def test_the_current_version_is_in_the_list_before_it_can_be_searched(app: FrozenApp) -> None:
    take_in(app, FIRST)
    app.index.write([SECOND])
    listed = get(app, f"{STORY}/versions")[1]["versions"]
    assert [line["version"] for line in listed] == [2, 1]


def test_a_version_is_given_whole(app: FrozenApp) -> None:
    take_in(app, FIRST, SECOND)
    status, shown = get(app, f"{STORY}/versions/1")
    assert (status, Story.model_validate(shown)) == (200, FIRST)
    assert get(app, f"{STORY}/versions/3")[1]["title"] == "No such version"
    assert get(app, f"{STORY}/versions/01")[0] == 404


def test_the_newest_is_compared_with_the_one_before(app: FrozenApp) -> None:
    take_in(app, FIRST, SECOND, THIRD)
    status, diff = get(app, f"{STORY}/diff")
    assert (status, diff["id"], diff["from"], diff["to"]) == (200, FIRST.id, 2, 4)
    assert [field["field"] for field in diff["fields"]] == ["headline"]
    assert [sentence["new"] for sentence in diff["sentences"] if sentence["change"] == "altered"] == [
        "The harbour reopened on Monday."
    ]


def test_the_versions_to_compare_can_be_named(app: FrozenApp) -> None:
    take_in(app, FIRST, SECOND, THIRD)
    table: list[tuple[dict[str, int], tuple[int, int]]] = [
        ({"from_": 1}, (1, 4)),
        ({"to": 2}, (1, 2)),
        ({"from_": 1, "to": 2}, (1, 2)),
        ({"from_": 4, "to": 1}, (4, 1)),
        ({"from_": 2, "to": 2}, (2, 2)),
    ]
    for asked, compared in table:
        diff = get(app, f"{STORY}/diff", **asked)[1]
        assert (diff["from"], diff["to"]) == compared


def test_what_cannot_be_compared_is_a_problem(app: FrozenApp) -> None:
    take_in(app, FIRST, SECOND)
    table: list[tuple[dict[str, Any], int, str]] = [
        ({"to": 1}, 404, "No such version"),
        ({"from_": 3}, 404, "No such version"),
        ({"from_": "x"}, 400, "Invalid parameter"),
        ({"to": "-1"}, 400, "Invalid parameter"),
        ({"since": 1}, 400, "Invalid parameter"),
    ]
    for asked, status, said in table:
        answered, problem = get(app, f"{STORY}/diff", **asked)
        assert (answered, problem["title"]) == (status, said), asked


def test_a_version_under_embargo_is_passed_over_and_shown_with_the_scope(app: FrozenApp) -> None:
    embargoed = version(2, "The harbour reopened. Three ships waited.", embargo_until=LATER)
    take_in(app, FIRST, embargoed, THIRD)
    assert [line["version"] for line in get(app, f"{STORY}/versions")[1]["versions"]] == [4, 1]
    assert get(app, f"{STORY}/versions/2")[0] == get(app, f"{STORY}/diff", to=2)[0] == 403
    assert get(app, f"{STORY}/diff")[1]["from"] == 1
    _, listed = get(app, f"{STORY}/versions", "embargoed")
    assert [line.get("embargoed") for line in listed["versions"]] == [None, True, None]
    assert get(app, f"{STORY}/diff", "embargoed")[1]["from"] == 2
    assert get(app, f"{STORY}/versions/2", "embargoed")[1]["embargo_until"] == "2026-03-01T13:00:00Z"


def test_a_story_that_lives_again_after_a_kill_shows_the_killed_versions_tombstones(app: FrozenApp) -> None:
    take_in(app, FIRST, version(2, "No.", status=Status.KILLED, ed_note="Sent in error."), THIRD)
    assert [line["version"] for line in get(app, f"{STORY}/versions")[1]["versions"]] == [4]
    for number in (1, 2):
        for answer in (get(app, f"{STORY}/versions/{number}"), get(app, f"{STORY}/diff", from_=number)):
            status, problem = answer
            assert (status, problem["title"]) == (410, "Version killed")
            assert f"Version {number} of {FIRST.id} was killed" in problem["detail"]
            tombstone = problem["tombstone"]
            told = tombstone["version"], tombstone["supplier"], tombstone["killed_at"], tombstone["ed_note"]
            assert told == (number, "ena", "2026-03-01T12:02:00Z", "Sent in error.")


@pytest.mark.parametrize("number", [0, 3])
def test_the_tombstone_of_a_story_tells_of_the_kill_whatever_came_first(app: FrozenApp, number: int) -> None:
    """A kill whose number is small covers by time, and the version that it covers is the current one."""
    kill = make_story(version=number, version_created=LATER, status=Status.KILLED, ed_note="Sent in error.")
    for prefix, order in enumerate(permutations([FIRST, SECOND, kill])):
        stories = [story.model_copy(update={"guid": f"g{prefix}"}) for story in order]
        take_in(app, *stories)
        path = f"/v1/stories/{stories[0].id}"
        for status, problem in (get(app, path), get(app, f"{path}/versions"), get(app, f"{path}/diff")):
            tombstone = problem["tombstone"]
            assert (status, tombstone["version"]) == (410, max(number, 2)), order
            told = tombstone["supplier"], tombstone["killed_at"], tombstone["ed_note"]
            assert told == ("ena", "2026-03-01T13:00:00Z", "Sent in error."), order


def test_an_expired_version_is_named(app: FrozenApp) -> None:
    take_in(app, version(1, "Ships waited.", expires=NOW), SECOND)
    status, problem = get(app, f"{STORY}/diff", from_=1)
    assert (status, problem["title"], problem["tombstone"]["version"]) == (410, "Version expired", 1)
    assert "version 1" in problem["detail"]


def test_an_unknown_parameter_is_refused_where_there_is_a_story(app: FrozenApp) -> None:
    take_in(app, FIRST, make_story(guid="b/diff"))
    for path in (STORY, f"{STORY}/versions", f"{STORY}/versions/1", f"{STORY}/diff", "/healthz", "/openapi.json"):
        status, problem = get(app, path, size=5)
        assert (status, problem.get("parameter"), problem.get("position")) == (400, "size", 5), path
    assert get(app, "/v1/stories/ena:b/diff", from_=1)[1]["parameter"] == "from"  # it is a story's id
    assert get(app, "/v1/stories/ena:nothing/diff", from_=1)[0] == 404


def test_ids_that_look_like_addresses_have_addresses(app: FrozenApp) -> None:
    """The last segments decide; where there is no story of that reading, the whole is a story's id."""
    guids = ["a", "a/versions", "b/versions", "b/diff", "b/versions/7", "http://example.com/c/", "versions"]
    take_in(app, *(make_story(guid=guid) for guid in guids))
    for path, key, value in [
        ("ena:a/versions", "versions", "ena:a"),
        ("ena:a/versions/versions", "versions", "ena:a/versions"),
        ("ena:a/versions/versions/1", "headline", "ena:a/versions"),
        ("ena:b/versions", "headline", "ena:b/versions"),
        ("ena:b/diff", "headline", "ena:b/diff"),
        ("ena:b/versions/7", "headline", "ena:b/versions/7"),
        ("ena:b/versions/7/versions", "versions", "ena:b/versions/7"),
        ("ena:http://example.com/c/", "headline", "ena:http://example.com/c/"),
        ("ena:http://example.com/c//versions", "versions", "ena:http://example.com/c/"),
        ("ena:versions", "headline", "ena:versions"),
    ]:
        status, answer = get(app, f"/v1/stories/{path}")
        assert (status, key in answer, answer["id"]) == (200, True, value), path


def test_of_a_story_that_is_not_there_nothing_is_found(app: FrozenApp) -> None:
    for end in ("", "/versions", "/versions/1", "/diff"):
        status, problem = get(app, f"/v1/stories/ena:nothing{end}")
        assert (status, problem["detail"]) == (404, "There is no story ena:nothing.")
