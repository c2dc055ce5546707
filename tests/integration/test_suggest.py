"""Suggestions on the real engine."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from newswire.story import Organisation, Origin, Person, Place, Status, Story, Topic
from tests.conftest import FrozenApp
from tests.integration.http import ask
from tests.unit.stories import NOW, make_story

FOUND: dict[str, Any] = {"origin": Origin.RULE, "confidence": 1}


def tagged(guid: str, **fields: Any) -> Story:
    return make_story(
        guid=guid,
        **{
            "people": (Person(name="Olena Kovalenko", **FOUND),),
            "organisations": (Organisation(name="Ministry of Defence", **FOUND),),
            "places": (Place(name="Kharkiv", country="UA", **FOUND),),
            "topics": (Topic(code="medtop:20001065", name="soccer", **FOUND),),
            "slug": "KHARKIV-TALKS",
            **fields,
        },
    )


STORIES = [
    tagged("a"),
    tagged("b", people=(Person(name="OLENA KOVALENKO", **FOUND), Person(name="Bo Kov", **FOUND))),
    tagged("c", people=(Person(name="Seán O’Brien", **FOUND), Person(name='Jo "Ko" Ko', **FOUND)), slug="Late Talks"),
]


@pytest.fixture
def stories(app: FrozenApp) -> FrozenApp:
    app.index.write(STORIES)
    app.engine.refresh(app.index.stories)
    return app


def suggest(app: FrozenApp, q: str, scope: str | None = None, **parameters: Any) -> list[dict[str, Any]]:
    answer = ask(app, "/v1/suggest", scope, q=q, **parameters)
    assert answer["statusCode"] == 200, answer
    found: list[dict[str, Any]] = json.loads(answer["body"])["suggestions"]
    return found


TYPED: list[tuple[str, list[tuple[str, str, int, str]]]] = [
    ("kov", [("person", "Olena Kovalenko", 2, 'person:"Olena Kovalenko"'), ("person", "Bo Kov", 1, 'person:"Bo Kov"')]),
    ("KOVÁ", [("person", "Olena Kovalenko", 2, 'person:"Olena Kovalenko"')]),
    ("kov ", [("person", "Bo Kov", 1, 'person:"Bo Kov"')]),
    ("olena kova", [("person", "Olena Kovalenko", 2, 'person:"Olena Kovalenko"')]),
    ("o'br", [("person", "Seán O’Brien", 1, 'person:"Seán O’Brien"')]),
    ("obri", [("person", "Seán O’Brien", 1, 'person:"Seán O’Brien"')]),
    ("ukr", [("place", "Ukraine", 3, "place:Ukraine")]),
    ("mod", [("organisation", "Ministry of Defence", 3, 'org:"Ministry of Defence"')]),
    ("kharkiv", [("place", "Kharkiv", 3, "place:Kharkiv"), ("slug", "KHARKIV-TALKS", 2, "slug:KHARKIV-TALKS")]),
    ("talks", [("slug", "KHARKIV-TALKS", 2, "slug:KHARKIV-TALKS"), ("slug", "Late Talks", 1, 'slug:"Late Talks"')]),
    ("jo ", [("person", 'Jo "Ko" Ko', 1, 'person:"Jo Ko Ko"')]),
    ("person:kova", [("person", "Olena Kovalenko", 2, 'person:"Olena Kovalenko"')]),
    ('place:"khar', [("place", "Kharkiv", 3, "place:Kharkiv")]),
    ("", []),
    ("  ", []),
    ("?*.", []),
    ("lenko", []),
    ("zzz", []),
]  # fmt: skip


def test_names_are_suggested(stories: FrozenApp) -> None:
    for typed, wanted in TYPED:
        found = suggest(stories, typed)
        assert [(each["kind"], each["label"], each["count"], each["query"]) for each in found] == wanted, typed


def test_topics_are_suggested_by_name_alias_and_what_is_broader(stories: FrozenApp) -> None:
    football = {"kind": "topic", "value": "medtop:20001065", "label": "football", "count": 3, "query": "topic:football"}
    assert football in suggest(stories, "socc")
    assert football in suggest(stories, "topic:footb")
    assert ("sport", 3) in [(each["label"], each["count"]) for each in suggest(stories, "spor", size=50)]
    assert suggest(stories, "diplom") == []  # of which there is no story


def test_each_query_finds_as_many_stories_as_are_counted(stories: FrozenApp) -> None:
    for typed in ("k", "o", "m", "t", "s", "b", "l", "u"):
        for each in suggest(stories, typed, size=50):
            page = json.loads(ask(stories, "/v1/stories", q=each["query"])["body"])
            assert page["query"]["warnings"] == [], each
            assert page["total"]["value"] == each["count"], each


def test_the_most_frequent_come_first_and_as_many_as_asked(stories: FrozenApp) -> None:
    found = suggest(stories, "k", size=2)
    assert [each["count"] for each in found] == [3, 2]
    assert len(suggest(stories, "k", size=50)) > 2


def test_names_of_stories_that_may_not_be_seen_are_not_suggested(app: FrozenApp) -> None:
    def named(name: str, **fields: Any) -> Story:
        return tagged(name, people=(Person(name=f"Quentin {name}", **FOUND),), slug=f"QUEUE-{name}", **fields)

    app.index.write(
        [
            named("Seen"),
            named("Later", embargo_until=NOW + timedelta(hours=1)),
            named("Held", status=Status.WITHHELD),
            named("Dead", status=Status.KILLED),
            named("Over", expires=NOW),
        ]
    )
    app.engine.refresh(app.index.stories)
    assert [each["value"] for each in suggest(app, "qu")] == ["QUEUE-Seen", "Quentin Seen"]
    assert {each["value"] for each in suggest(app, "qu", "embargoed")} == {
        *("QUEUE-Seen", "Quentin Seen", "QUEUE-Later", "Quentin Later")
    }
    assert suggest(app, "khark")[0]["count"] == 1
    assert suggest(app, "topic:football")[0]["count"] == 1


@pytest.mark.parametrize(
    "typed",
    [
        "(" * 200,
        "a" * 5000,
        ".*",
        "~5",
        "a|b",
        "\\",
        '"',
        "person:",
        "person:*",
        "topic:zzz",
        "\x00",
        "@&<1-2>",
        "[a-z]{9}",
    ],
)
def test_whatever_is_typed_is_answered(app: FrozenApp, typed: str) -> None:
    assert suggest(app, typed) == []


def test_a_wrong_parameter_is_refused(app: FrozenApp) -> None:
    for parameters in ({"q": "a", "size": "0"}, {"q": "a", "size": "51"}, {"query": "a"}):
        assert ask(app, "/v1/suggest", **parameters)["statusCode"] == 400, parameters
