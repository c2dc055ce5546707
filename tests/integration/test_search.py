"""The search handler on the real engine."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from opensearchpy import OpenSearch

from newswire.engine import Engine, connect
from newswire.settings import Settings
from newswire.story import Dateline, Story
from search.handler import handler
from tests.conftest import Context, FrozenApp
from tests.integration.http import ask
from tests.unit.stories import NOW, make_story


def get(app: FrozenApp, path: str = "/v1/stories", query: str = "", **parameters: str) -> tuple[int, Any]:
    event: dict[str, Any] = {
        "version": "2.0",
        "rawPath": path,
        "rawQueryString": query or urlencode(parameters),
        "headers": {},
        "requestContext": {"http": {"method": "GET", "path": path}, "requestId": "r", "stage": "$default"},
        "isBase64Encoded": False,
    }
    if path.startswith("/v1/stories/"):
        event["pathParameters"] = {"id": path.removeprefix("/v1/stories/")}
    answer = handler(event, Context(), app)  # type: ignore[arg-type]
    return answer["statusCode"], json.loads(answer["body"])


def write(app: FrozenApp, engine: OpenSearch, *stories: Story) -> None:
    app.index.write(stories)
    engine.indices.refresh(index=app.index.stories)


def guids(page: dict[str, Any]) -> list[str]:
    """Return those that have all words."""
    return [story["id"].removeprefix("ena:") for story in page["stories"] if not story["partial"]]


def find(app: FrozenApp, q: str = "", **parameters: str) -> list[str]:
    """The stories with all the words."""
    status, page = get(app, q=q, **parameters)
    assert status == 200
    return guids({"stories": [story for story in page["stories"] if not story["partial"]]})


PUBLIC_CALL = make_story(
    guid="call",
    headline="Ministry turns down offer of a public call",
    body="The ministry said in Reykjavík on Monday that it would not join the call.\n\nThe president’s plan failed.",
)
HARBOUR = make_story(
    guid="harbour", headline="Harbour reopens", body="Ships called at the harbour. The U.S. embassy sent help."
)
WHO = make_story(guid="who", headline="The Who play London", body="The band went on stage.")


QUERIES = [
    ("call", ["call", "harbour"]),
    ("calls", ["call", "harbour"]),
    ("call harbour", ["harbour"]),
    ("harbour ministry", []),
    ('"public call"', ["call"]),
    ('"call public"', []),
    ('"public calls"', []),
    ('"turns down offer of a public call"', ["call"]),
    ('"said in reykjavik"', ["call"]),
    ("reykjavik", ["call"]),
    ("president", ["call"]),
    ("president's plan", ["call"]),
    ("US embassy", ["harbour"]),
    ("U.S. embassy", ["harbour"]),
    ("the who", ["who"]),
    ('"the who"', ["who"]),
    ('ministry "public call" Monday', ["call"]),
    ("nothing-like-this", []),
    ('" OR * :/{}[]^~\\', []),
]


def test_a_query_finds(app: FrozenApp, engine: OpenSearch) -> None:
    write(app, engine, PUBLIC_CALL, HARBOUR, WHO)
    for q, found in QUERIES:
        assert sorted(find(app, q)) == found, q


def test_the_answer_has_the_shape_of_the_contract(app: FrozenApp, engine: OpenSearch) -> None:
    write(app, engine, PUBLIC_CALL)
    status, page = get(app, q='"public call')
    assert status == 200
    assert set(page) == {"query", "total", "stories", "facets", "histogram", "next", "took_ms"}
    assert page["query"] == {
        "text": '"public call',
        "understood_as": '"public call"',
        "warnings": ["'\"public call': a closing quotation mark was added at the end"],
        "did_you_mean": None,
    }
    assert page["total"] == {"value": 1, "relation": "eq"}
    assert page["next"] is None
    assert isinstance(page["took_ms"], int)
    [story] = page["stories"]
    assert set(story) == set(
        "id version headline slug supplier publisher dateline published version_created status urgency language topics "
        "people organisations places summary highlights url partial".split()
    )
    assert story["highlights"]["headline"] == "Ministry turns down offer of a <mark>public</mark> <mark>call</mark>"
    assert story["summary"].startswith("The ministry said in Reykjavík")


def test_highlights_are_safe_to_put_into_a_page(app: FrozenApp, engine: OpenSearch) -> None:
    write(app, engine, make_story(headline="Storm <script>alert(1)</script>", body="A storm & <b>more</b>."))
    _, page = get(app, q="storm")
    highlights = page["stories"][0]["highlights"]
    assert highlights["headline"] == "<mark>Storm</mark> &lt;script&gt;alert(1)&lt;&#x2F;script&gt;"
    assert highlights["body"] == ["A <mark>storm</mark> &amp; &lt;b&gt;more&lt;&#x2F;b&gt;."]


def test_highlights_can_be_left_out(app: FrozenApp, engine: OpenSearch) -> None:
    write(app, engine, HARBOUR)
    _, page = get(app, q="harbour", highlight="false")
    assert page["stories"][0]["highlights"] == {"headline": None, "body": []}


def test_a_very_long_story_does_not_spoil_the_search_that_finds_it(app: FrozenApp, engine: OpenSearch) -> None:
    write(app, engine, make_story(headline="Report", body="harbour " + "words of a long report " * 100_000))
    assert find(app, '"long report" harbour') == [make_story().guid]


def test_a_page_shows_no_more_of_a_line_than_it_can_hold(app: FrozenApp, engine: OpenSearch) -> None:
    long = "harbour " * 100_000
    write(app, engine, make_story(headline=long, slug=long))
    _, page = get(app, q="harbour")
    assert len(json.dumps(page)) < 20_000


def test_a_query_of_very_many_words_is_cut_and_answered(app: FrozenApp) -> None:
    for q in ("".join(map(chr, range(0x4E00, 0x4E00 + 600))), "-".join(["ab"] * 300), "😀a" * 500):
        status, page = get(app, q=q)
        assert status == 200, q
        assert page["query"]["warnings"], q


def test_an_id_that_is_too_long_for_the_engine_is_not_found(app: FrozenApp) -> None:
    assert get(app, f"/v1/stories/{'é' * 1500}")[0] == 404


def test_filters_are_or_within_a_field_and_and_across(app: FrozenApp, engine: OpenSearch) -> None:
    write(
        app,
        engine,
        make_story(guid="a", feed="world", language="en"),
        make_story(guid="b", feed="sport", language="en"),
        make_story(guid="c", feed="sport", language="de"),
    )
    assert guids(get(app, query="feed=world&feed=sport&language=en")[1]) == ["a", "b"]
    assert find(app, feed="sport", language="de") == ["c"]
    assert find(app, supplier="dpa") == []


def test_dates_bound_the_version_created(app: FrozenApp, engine: OpenSearch) -> None:
    days = {"a": NOW - timedelta(days=2), "b": NOW - timedelta(days=1), "c": NOW}
    write(app, engine, *(make_story(guid=guid, version_created=day) for guid, day in days.items()))
    assert find(app, **{"from": "2026-02-28"}) == ["c", "b"]
    assert find(app, to="2026-02-28") == ["b", "a"]
    assert find(app, **{"from": "2026-02-28T12:00:00Z", "to": "2026-03-01T12:00:00Z"}) == ["b"]


def test_orders(app: FrozenApp, engine: OpenSearch) -> None:
    write(
        app,
        engine,
        make_story(guid="old", headline="Harbour harbour", version_created=NOW - timedelta(days=9)),
        make_story(guid="new", headline="Town", body="A harbour is near."),
    )
    assert find(app) == ["new", "old"]
    assert find(app, sort="oldest") == ["old", "new"]
    assert find(app, "harbour") == ["old", "new"]
    assert find(app, "harbour", sort="newest") == ["new", "old"]


@pytest.mark.parametrize("q", ["harbour", "harb*", "harbour NEAR/3 storm", '"harbour storm"'])
def test_what_stands_in_the_headline_comes_first_whatever_is_typed(app: FrozenApp, engine: OpenSearch, q: str) -> None:
    write(
        app,
        engine,
        make_story(guid="old", headline="Harbour storm", version_created=NOW - timedelta(days=9)),
        make_story(guid="new", headline="Town", body="A harbour storm, and the harbour is shut."),
    )
    page = json.loads(ask(app, "/v1/stories", q=q)["body"])
    assert [story["id"] for story in page["stories"]] == ["ena:old", "ena:new"]


def test_pages_by_relevance_hold_every_story_once(app: FrozenApp, engine: OpenSearch) -> None:
    write(app, engine, *(make_story(guid=f"{number:02}", body="Harbour. " * number) for number in range(1, 13)))
    seen: list[str] = []
    cursor: dict[str, str] = {}
    while cursor.get("cursor") != "end":
        _, page = get(app, q="harbour", size="5", **cursor)
        seen += guids(page)
        cursor = {"cursor": page["next"] or "end"}
    assert sorted(seen) == [f"{number:02}" for number in range(1, 13)]


@pytest.mark.parametrize("parameters", [{}, {"q": "harbour", "sort": "newest"}, {"sort": "oldest"}])
def test_pages_neither_skip_nor_repeat_while_stories_arrive(
    app: FrozenApp, engine: OpenSearch, parameters: dict[str, str]
) -> None:
    write(app, engine, *(make_story(guid=f"{number:02}") for number in range(23)))
    seen: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        _, page = get(app, size="5", **parameters, **cursor)
        assert len(page["stories"]) <= 5
        seen += guids(page)
        if page["next"] is None:
            break
        cursor = {"cursor": page["next"]}
        write(app, engine, make_story(guid=f"late{len(seen)}", version_created=NOW + timedelta(days=1), body="Other."))
    on_time = [guid for guid in seen if not guid.startswith("late")]
    assert sorted(on_time) == [f"{number:02}" for number in range(23)]
    assert len(seen) == len(set(seen))


MICROSECOND = timedelta(microseconds=1)


def test_an_embargo_ends_at_its_time_without_another_write(app: FrozenApp, engine: OpenSearch) -> None:
    """Of a time finer than the engine's milliseconds, at the next one: never too early, on no route."""
    second = NOW + timedelta(seconds=1)
    for fraction in (0, 500_000, 999_000, 1, 500_001, 999_999):
        guid, end = f"e{fraction}", second + timedelta(microseconds=fraction)
        write(app, engine, make_story(guid=guid, feed=guid, embargo_until=end))
        shown_from = end + timedelta(microseconds=-fraction % 1000)
        hidden_at = {NOW, end - MICROSECOND, shown_from - MICROSECOND, second} - {shown_from}
        for now in (*hidden_at, shown_from):
            app.clock = now
            assert find(app, feed=guid) == ([] if now in hidden_at else [guid]), (guid, now)
            assert get(app, f"/v1/stories/ena:{guid}")[0] == (403 if now in hidden_at else 200), (guid, now)


def test_a_story_expires_at_its_time_without_another_write(app: FrozenApp, engine: OpenSearch) -> None:
    for fraction in (0, 500_000, 999_999):
        guid, end = f"x{fraction}", NOW + timedelta(seconds=1, microseconds=fraction)
        write(app, engine, make_story(guid=guid, feed=guid, expires=end))
        times = {end - timedelta(milliseconds=1): True, end: False, end + timedelta(seconds=1): False}
        for app.clock, seen in times.items():
            assert find(app, feed=guid) == ([guid] if seen else []), (guid, app.clock)
            assert get(app, f"/v1/stories/ena:{guid}")[0] == (200 if seen else 410), (guid, app.clock)


def test_a_page_of_a_caller_with_the_scope_goes_on_with_the_scope_only(app: FrozenApp, engine: OpenSearch) -> None:
    write(app, engine, *(make_story(guid=guid, embargo_until=NOW + timedelta(days=1)) for guid in "ab"))
    first = json.loads(ask(app, "/v1/stories", "embargoed", size=1)["body"])
    assert (guids(first), first["total"]["value"], first["stories"][0]["embargoed"]) == (["a"], 2, True)
    second = json.loads(ask(app, "/v1/stories", "embargoed", size=1, cursor=first["next"])["body"])
    assert (guids(second), second["next"]) == (["b"], None)
    assert get(app, cursor=first["next"])[0] == 400


def test_a_story_is_given_whole(app: FrozenApp, engine: OpenSearch) -> None:
    story = make_story(guid="http://example.com/a?b=c&d#é", extra={"priority": 6})
    write(app, engine, story)
    status, document = get(app, f"/v1/stories/{story.id}")
    assert status == 200
    assert Story.model_validate(document) == story


def test_an_unknown_story_is_not_found(app: FrozenApp) -> None:
    assert get(app, "/v1/stories/ena:nothing")[0] == 404


def test_wrong_parameters_are_problems(app: FrozenApp) -> None:
    for query in ("colour=red", "size=0", "size=1000", "cursor=broken", "sort=best"):
        status, problem = get(app, query=query)
        assert (status, problem["parameter"]) == (400, query.partition("=")[0])


def test_an_engine_that_is_away_is_503_with_a_time_to_come_back(app: FrozenApp) -> None:
    away = connect(Settings(opensearch_url="http://127.0.0.1:9"))
    app.__dict__["engine"] = Engine(away)
    for path in ("/v1/stories", "/v1/stories/ena:x", "/healthz"):
        assert get(app, path)[0] == 503
    away.close()


def test_healthz_and_openapi_answer(app: FrozenApp) -> None:
    assert get(app, "/healthz") == (200, {"status": "ok"})
    assert get(app, "/openapi.json")[1]["openapi"].startswith("3.")


@pytest.mark.parametrize(
    ("dateline", "shown"),
    [
        (Dateline(text="REYKJAVIK, March 1 (ENA)", city="Reykjavik", country="IS"), "Reykjavik"),
        (Dateline(text="AT SEA"), "AT SEA"),
        (Dateline(country="IS"), None),
        (None, None),
    ],
)
def test_a_hit_tells_where_it_was_filed(
    app: FrozenApp, engine: OpenSearch, dateline: Dateline | None, shown: str | None
) -> None:
    write(app, engine, make_story(guid="filed", headline="Gulls return", dateline=dateline))
    assert [story["dateline"] for story in get(app, q="gulls")[1]["stories"]] == [shown]
