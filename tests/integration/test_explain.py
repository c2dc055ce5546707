"""Why a story is found and another is not, on the real engine."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from opensearchpy import OpenSearch

from newswire.search.limits import MAX_WORDS
from newswire.story import Status, Story
from tests.conftest import FrozenApp
from tests.integration.http import ask
from tests.integration.test_search_request import WORST
from tests.unit.stories import NOW, make_story

CALL = make_story(guid="call", headline="Ministry turns down a public call", body="Nothing came of it, it said.")
HARBOUR = make_story(
    guid="harbour", headline="Harbour reopens", body="Ships called.", version_created=NOW - timedelta(days=3)
)


@pytest.fixture
def stories(app: FrozenApp) -> FrozenApp:
    app.index.write([CALL, HARBOUR])
    app.engine.refresh(app.index.stories)
    return app


def page(app: FrozenApp, q: str, scope: str | None = None, **parameters: Any) -> dict[str, Any]:
    answer = ask(app, "/v1/stories", scope, q=q, **parameters)
    assert answer["statusCode"] == 200, answer
    found: dict[str, Any] = json.loads(answer["body"])
    return found


def because(why: dict[str, Any]) -> dict[str, bool]:
    return {each["clause"]: each["matched"] for each in why["because"]}


def test_nothing_is_explained_unless_asked(stories: FrozenApp) -> None:
    assert "explain" not in page(stories, "call")
    assert page(stories, "call", explain="true")["explain"]["story"] is None
    assert page(stories, "call", story="ena:call")["explain"]["stories"] == []


def test_each_story_of_a_page_says_which_clauses_it_has(stories: FrozenApp) -> None:
    q = '(call OR harbour) -war NOT "public meeting" after:2026-01-01'
    explained = page(stories, q, explain="true")["explain"]["stories"]
    clauses = {story["id"]: {each["clause"]: each["matched"] for each in story["clauses"]} for story in explained}
    others = {"NOT war": True, 'NOT "public meeting"': True, "after:2026-01-01": True}
    assert clauses == {
        "ena:call": {"call": True, "harbour": False, **others},
        "ena:harbour": {"call": True, "harbour": True, **others},
    }


def test_small_words_are_left_out_of_what_must_all_be_there_alone(stories: FrozenApp) -> None:
    def clauses(q: str) -> dict[str, bool]:
        explained = page(stories, q, explain="true")["explain"]["stories"]
        return {each["clause"]: each["matched"] for each in explained[0]["clauses"]}

    assert clauses("of OR nowhere") == {"of": True, "nowhere": False}
    assert clauses("public call of the") == {"public": True, "call": True}
    assert clauses("(public of) OR nowhere") == {"public": True, "nowhere": False}
    assert clauses("THE PUBLIC CALL") == {"PUBLIC": True, "CALL": True}


def test_a_story_with_some_of_the_words_says_which(stories: FrozenApp) -> None:
    found = page(stories, "ministry harbour", explain="true")
    assert [story["partial"] for story in found["stories"]] == [True, True]
    matched = {
        story["id"]: [each["clause"] for each in story["clauses"] if each["matched"]]
        for story in found["explain"]["stories"]
    }
    assert matched == {"ena:call": ["ministry"], "ena:harbour": ["harbour"]}


@pytest.mark.parametrize("q", ["call", "public call", "the ministry", '"public call" ministry', "call source:ena"])
def test_the_parts_of_a_score_make_it_up(stories: FrozenApp, q: str) -> None:
    for story in page(stories, q, explain="true")["explain"]["stories"]:
        parts = sum(each["score"] for each in story["clauses"]) + story["score"]["as_typed"]
        assert parts * story["score"]["newness"] == pytest.approx(story["score"]["total"], rel=0.05)
    assert [story["score"] for story in page(stories, q, explain="true", sort="newest")["explain"]["stories"]] == [
        None for _ in page(stories, q)["stories"]
    ]


def test_newer_is_a_little_more(stories: FrozenApp) -> None:
    explained = page(stories, "call", explain="true")["explain"]["stories"]
    assert {story["id"]: story["score"]["newness"] for story in explained} == {"ena:call": 1.15, "ena:harbour": 1.075}


WHY_NOT: list[tuple[str, dict[str, Any], bool, dict[str, bool]]] = [
    ("public harbour", {}, False, {"public": True, "harbour": False}),
    ("public call", {}, True, {"public": True, "call": True}),
    ("the public harbour", {}, False, {"public": True, "harbour": False}),
    ("the", {}, False, {"the": False}),
    ("THE PUBLIC CALL", {}, True, {"PUBLIC": True, "CALL": True}),  # of words all in capitals, these are none
    ("call -ministry", {}, False, {"call": True, "NOT ministry": False}),
    ("harbour OR ship", {}, False, {"harbour OR ship": False}),
    ("(harbour OR call) public", {}, True, {"harbour OR call": True, "public": True}),
    ("headline:nothing", {}, False, {"headline:nothing": False}),
    ("before:2026-02-28 call", {}, False, {"before:2026-02-28": False, "call": True}),
    ("call", {"supplier": "dpa"}, False, {"call": True, "supplier=dpa": False}),
    ("call", {"supplier": "ena", "facets": "supplier"}, True, {"call": True, "supplier=ena": True}),
    ("", {"to": "2026-02-27"}, False, {"to=2026-02-28T00:00:00+00:00": False}),
    ("", {"near": "1,2,3"}, False, {"near=1,2,3": False}),
    ("", {}, True, {}),
]


def test_a_story_that_was_asked_for_says_why_it_is_found_or_not(stories: FrozenApp) -> None:
    for q, parameters, found, wanted in WHY_NOT:
        answer = page(stories, q, story="ena:call", **parameters)
        why = answer["explain"]["story"]
        assert (why["story"], why["found"], because(why), why["hidden"]) == ("ena:call", found, wanted, None), q
        shown = {story["id"] for story in answer["stories"] if not story["partial"]}
        assert ("ena:call" in shown) is found, q


HIDDEN: list[tuple[Story | None, str]] = [
    (make_story(guid="x", headline="Call", status=Status.KILLED), "killed"),
    (make_story(guid="x", headline="Call", status=Status.WITHHELD), "withheld"),
    (make_story(guid="x", headline="Call", embargo_until=NOW + timedelta(hours=1)), "embargo"),
    (make_story(guid="x", headline="Call", expires=NOW), "expired"),
    (None, "unknown"),
]


@pytest.mark.parametrize(("story", "reason"), HIDDEN)
def test_of_a_hidden_story_only_that_is_said(stories: FrozenApp, story: Story | None, reason: str) -> None:
    if story:
        stories.index.write([story])
        stories.engine.refresh(stories.index.stories)
    for q in ("call", "harbour"):
        why = page(stories, q, story="ena:x", explain="true")["explain"]["story"]
        assert why == {"story": "ena:x", "found": False, "because": [], "hidden": reason}


def test_with_the_scope_an_embargoed_story_is_explained(stories: FrozenApp) -> None:
    stories.index.write([story for story, reason in HIDDEN if story and reason == "embargo"])
    stories.engine.refresh(stories.index.stories)
    why = page(stories, "call", "embargoed", story="ena:x")["explain"]["story"]
    assert (why["found"], why["hidden"], because(why)) == (True, None, {"call": True})


def test_the_longest_query_is_explained(stories: FrozenApp, engine: OpenSearch) -> None:
    q = " ".join(f"w{number}" for number in range(MAX_WORDS - 2)) + " call ministry"
    answer = page(stories, q, explain="true", story="ena:call")
    assert len(answer["explain"]["story"]["because"]) == MAX_WORDS
    assert sum(each["matched"] for each in answer["explain"]["stories"][0]["clauses"]) == 2


@pytest.mark.parametrize("q", WORST.values(), ids=WORST)
def test_the_worst_that_a_reader_can_type_is_explained(stories: FrozenApp, q: str) -> None:
    for typed in (q, f"call OR {q}", f"call OR ({q})"):
        assert page(stories, typed, explain="true", story="ena:call")["explain"]["story"]["hidden"] is None


def test_a_next_page_is_explained_too(stories: FrozenApp) -> None:
    first = page(stories, "call", size=1, explain="true")
    second = page(stories, "call", size=1, explain="true", cursor=first["next"])
    for each in (first, second):
        assert [story["id"] for story in each["explain"]["stories"]] == [story["id"] for story in each["stories"]]
