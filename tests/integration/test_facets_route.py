"""Facets and the histogram on the real engine."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import available_timezones

import pytest

from newswire import media_topics
from newswire.search.did_you_mean import FEW
from newswire.search.parameters import Facet
from newswire.search.topic_names import with_broader
from newswire.story import Organisation, Origin, Person, Place, Story, Topic
from tests.conftest import FrozenApp
from tests.integration.http import ask
from tests.unit.stories import NOW, make_story

FOUND: dict[str, Any] = {"origin": Origin.RULE, "confidence": 1}


def write(app: FrozenApp, *stories: Story) -> None:
    app.index.write(stories)
    app.engine.refresh(app.index.stories)


def page(app: FrozenApp, scope: str | None = None, /, **parameters: Any) -> dict[str, Any]:
    answer = ask(app, "/v1/stories", scope, **parameters)
    assert answer["statusCode"] == 200, answer["body"]
    found: dict[str, Any] = json.loads(answer["body"])
    return found


def counts(app: FrozenApp, facet: str, **parameters: Any) -> dict[str, int]:
    values = page(app, facets=facet, **parameters)["facets"][facet]
    return {each["value"]: each["count"] for each in values}


def football(guid: str, **fields: Any) -> Story:
    topics = (Topic(code="medtop:20001065", name="soccer", **FOUND),)
    return make_story(guid=guid, topics=topics, **fields)


def test_every_facet_counts(app: FrozenApp) -> None:
    write(
        app,
        make_story(
            feed="world",
            publisher="The Daily",
            language="en",
            genre="Feature",
            urgency=3,
            topics=(Topic(code="medtop:20001065", name="soccer", **FOUND),),
            people=(Person(name="Ann Example", **FOUND),),
            organisations=(Organisation(name="Example Union", **FOUND),),
            places=(Place(name="Kyiv", country="UA", **FOUND),),
        ),
    )
    facets = page(app, facets=",".join(Facet))["facets"]
    topics = facets.pop("topic")
    assert {
        name: [(each["value"], each["label"], each["count"]) for each in values] for name, values in facets.items()
    } == {
        "supplier": [("ena", "ena", 1)],
        "feed": [("world", "world", 1)],
        "publisher": [("The Daily", "The Daily", 1)],
        "person": [("Ann Example", "Ann Example", 1)],
        "organisation": [("Example Union", "Example Union", 1)],
        "place": [("Kyiv", "Kyiv", 1)],
        "country": [("UA", "Ukraine", 1)],
        "language": [("en", "en", 1)],
        "genre": [("Feature", "Feature", 1)],
        "urgency": [("3", "3", 1)],
        "day": [("2026-03-01", "2026-03-01", 1)],
    }
    parents = {each["value"]: each.get("parent") for each in topics}
    assert parents["medtop:20001065"] in parents, "the tree holds what is above"
    assert [code for code, parent in parents.items() if parent is None] == ["medtop:15000000"]
    assert {each["label"] for each in topics} >= {"sport"}


def test_nothing_is_counted_that_is_not_asked_for(app: FrozenApp) -> None:
    write(app, make_story())
    found = page(app)
    assert (found["facets"], found["histogram"]) == ({}, [])


def test_a_facet_ignores_its_own_filter_and_obeys_the_others(app: FrozenApp) -> None:
    write(
        app,
        make_story(guid="1", feed="world", language="en"),
        make_story(guid="2", feed="world", language="de"),
        make_story(guid="3", feed="sport", language="en"),
        make_story(guid="4", feed="sport", language="fr"),
    )
    found = page(app, feed="world", facets="feed,language")
    assert {each["value"]: each["count"] for each in found["facets"]["feed"]} == {"world": 2, "sport": 2}
    assert {each["value"]: each["count"] for each in found["facets"]["language"]} == {"en": 1, "de": 1}
    assert (found["total"]["value"], len(found["stories"])) == (2, 2)
    assert counts(app, "feed", feed="world", language="en") == {"world": 1, "sport": 1}
    assert counts(app, "language", feed="world", language="en") == {"en": 1, "de": 1}


def test_a_chosen_value_is_told_though_many_have_more_stories(app: FrozenApp) -> None:
    many = [make_story(guid=f"{n}-{each}", feed=f"feed{n:02}") for n in range(25) for each in range(2)]
    write(app, make_story(guid="rare", feed="rare"), *many)
    assert len(counts(app, "feed")) == 20
    assert counts(app, "feed", feed="rare")["rare"] == 1


def test_a_topic_that_is_chosen_by_its_name_is_told_too(app: FrozenApp) -> None:
    wanted = "medtop:20001065"
    codes = [each for each in map("medtop:{}".format, media_topics.names()) if each not in with_broader(wanted)][:150]
    many = tuple(Topic(code=code, name="x", **FOUND) for code in codes)
    write(app, football("rare"), *(make_story(guid=f"{n}", topics=many) for n in range(2)))
    assert wanted not in counts(app, "topic")
    for typed in ("football", "soccer", wanted):
        assert counts(app, "topic", topic=typed)[wanted] == 1, typed


def test_a_broader_topic_counts_and_filters_what_is_below(app: FrozenApp) -> None:
    write(app, football("1"), football("2"), make_story(guid="3"))
    assert counts(app, "topic")["medtop:15000000"] == 2
    assert page(app, topic="medtop:15000000")["total"]["value"] == 2


def test_days_are_those_of_the_callers_zone(app: FrozenApp) -> None:
    write(app, make_story(version_created=datetime(2026, 3, 1, 23, 30, tzinfo=UTC)))
    assert counts(app, "day") == {"2026-03-01": 1}
    assert counts(app, "day", tz="Europe/Berlin") == {"2026-03-02": 1}


def test_the_engine_knows_every_zone_that_a_caller_can_name(app: FrozenApp) -> None:
    write(app, make_story())
    refused = [
        zone
        for zone in sorted(available_timezones())
        if ask(app, "/v1/stories", facets="day", size=1, tz=zone)["statusCode"] not in (200, 400)
    ]
    assert refused == []


def test_both_tiers_are_counted(app: FrozenApp) -> None:
    write(
        app,
        make_story(guid="both", headline="Ferry strike", feed="world"),
        make_story(guid="one", headline="Ferry late", body="x", feed="world"),
        make_story(guid="other", headline="Strike called", body="x", feed="sport", version_created=NOW - timedelta(1)),
    )
    found = page(app, q="ferry strike", facets="feed,histogram")
    assert found["total"]["value"] == 3
    assert {each["value"]: each["count"] for each in found["facets"]["feed"]} == {"world": 2, "sport": 1}
    assert sum(bar["count"] for bar in found["histogram"]) == 3


@pytest.mark.parametrize(
    ("span", "bars", "first"),
    [
        (timedelta(), 1, "2026-03-01T12:00:00Z"),
        (timedelta(minutes=50), 51, "2026-03-01T11:10:00Z"),
        (timedelta(hours=4), 49, "2026-03-01T08:00:00Z"),
        (timedelta(days=2), 49, "2026-02-27T12:00:00Z"),
        (timedelta(days=40), 41, "2026-01-20T00:00:00Z"),
        (timedelta(days=300), 43, "2025-05-05T00:00:00Z"),
        (timedelta(days=1400), 47, "2022-05-01T00:00:00Z"),
        (timedelta(days=10_000), 29, "1998-01-01T00:00:00Z"),
        (timedelta(days=700_000), 2, "0109-01-01T00:00:00Z"),
    ],
)
def test_bars_are_as_long_as_the_range_wants(app: FrozenApp, span: timedelta, bars: int, first: str) -> None:
    write(app, make_story(guid="new"), make_story(guid="old", version_created=NOW - span))
    histogram = page(app, facets="histogram")["histogram"]
    assert len(histogram) == bars
    assert histogram[0]["from"] == first
    assert sum(bar["count"] for bar in histogram) == 2


def test_bars_begin_with_the_days_of_the_callers_zone(app: FrozenApp) -> None:
    write(app, make_story(guid="new"), make_story(guid="old", version_created=NOW - timedelta(days=30)))
    histogram = page(app, facets="histogram", tz="America/New_York")["histogram"]
    assert histogram[0]["from"].endswith("T05:00:00Z")


def test_what_is_hidden_is_not_counted(app: FrozenApp) -> None:
    hidden = make_story(guid="hidden", feed="secret", embargo_until=NOW + timedelta(hours=1))
    write(app, make_story(feed="world"), hidden)
    assert counts(app, "feed") == {"world": 1}
    seen = page(app, "embargoed", facets="feed,histogram")
    assert {each["value"] for each in seen["facets"]["feed"]} == {"world", "secret"}
    assert sum(bar["count"] for bar in seen["histogram"]) == 2
    assert sum(bar["count"] for bar in page(app, facets="histogram")["histogram"]) == 1


def test_a_page_that_a_cursor_leads_to_counts_nothing_again(app: FrozenApp) -> None:
    write(app, make_story(guid="1", feed="world"), make_story(guid="2", feed="world"))
    first = page(app, feed="world", facets="feed,histogram", size=1)
    second = page(app, feed="world", facets="feed,histogram", size=1, cursor=first["next"])
    assert (second["facets"], second["histogram"]) == ({}, [])
    assert second["total"] == first["total"]
    assert [len(each["stories"]) for each in (first, second)] == [1, 1]


def test_nothing_found_counts_as_nothing(app: FrozenApp) -> None:
    found = page(app, q="nothing", facets="feed,histogram")
    assert (found["facets"], found["histogram"]) == ({"feed": []}, [])


def test_bars_are_counted_without_scores_so_that_the_engine_can_tell_them_again(
    app: FrozenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(app, *(make_story(guid=str(number)) for number in range(FEW)))
    search, sent = app.engine.search, []

    def record(index: str, request: dict[str, Any], **options: Any) -> dict[str, Any]:
        sent.append(request)
        return search(index, request, **options)

    monkeypatch.setattr(app.engine, "search", record)
    found = page(app, q="harbour", facets="histogram")
    assert [bar["count"] for bar in found["histogram"]] == [FEW]
    scored = [("function_score" in json.dumps(request), request["size"]) for request in sent if "aggs" in request]
    assert scored == [(True, 21), (False, 0)]
