"""Another spelling is offered where a query finds next to nothing, on the real engine."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from newswire.search.did_you_mean import TIMES_AS_MANY
from newswire.search.limits import MAX_WORDS
from newswire.search.tokens import MAX_LENGTH
from newswire.story import Status, Story
from tests.conftest import FrozenApp
from tests.integration.http import ask
from tests.unit.stories import NOW, make_story

STORIES = [
    *(
        make_story(guid=f"p{n}", headline="Kovalenko speaks", body="The president met Kovalenko here.")
        for n in range(3)
    ),
    *(make_story(guid=f"h{n}", headline="Harbour storm", body="A storm hit the harbour.") for n in range(2)),
    make_story(guid="cafe", headline="Café", body="A café opened for Beyoncé."),
]


@pytest.fixture
def stories(app: FrozenApp) -> FrozenApp:
    return written(app, *STORIES)


def written(app: FrozenApp, *stories: Story) -> FrozenApp:
    app.index.write(stories)
    app.engine.refresh(app.index.stories)
    return app


def meant(app: FrozenApp, q: str, scope: str | None = None, **parameters: Any) -> str | None:
    answer = ask(app, "/v1/stories", scope, q=q, **parameters)
    assert answer["statusCode"] == 200, answer
    page = json.loads(answer["body"])
    understood: str | None = page["query"]["did_you_mean"]
    return understood


MEANT = [
    ("kovalenka", "kovalenko"),
    ("Kovalenka", "Kovalenko"),
    ("KOVALENKA", "KOVALENKO"),
    ("presidnet kovalenka", "president kovalenko"),
    ("president kovalenka", "president kovalenko"),
    ("harbour strom", "harbour storm"),
    ("harbours strom", "harbours storm"),  # it is there in another form
    ('"presidnet met" -strom', '"president met" NOT strom'),
    ("headline:strom", "headline:storm"),
    ("(strom OR flood) harbour", "(storm OR flood) harbour"),
    ("beyonse", "beyonce"),
    ("kovalenka source:ena", "kovalenko source:ena"),
    # nothing is offered:
    ("kovalenko", None),
    ("kovalenka source:dpa", None),
    ("kovalenka strom", None),  # no story has both
    ("xyzzyx", None),
    ("strm", "storm"),
    ("thr", None),
    ("person:kovalenka", None),
    ("-kovalenka", None),
    ("C++ F-16 5G #strom", None),
    ("kovalenka a b c d e f g h i", None),
    ("", None),
]


def test_another_spelling_is_offered(stories: FrozenApp) -> None:
    assert [(q, meant(stories, q)) for q, _ in MEANT] == MEANT


def test_what_is_spelt_more_alike_comes_before_what_is_more_frequent(app: FrozenApp) -> None:
    strong = [make_story(guid=f"s{number}", body="A strong wind.") for number in range(20)]
    written(app, make_story(guid="storm", body="A storm."), *strong)
    assert meant(app, "strom") == "storm"


@pytest.mark.parametrize(("typed", "other"), [("slim", "said"), ("smith", "south"), ("sported", "sparked")])
def test_two_letters_of_a_short_word_are_no_slip_of_the_hand(app: FrozenApp, typed: str, other: str) -> None:
    many = [make_story(guid=f"{number}", body=f"The {other}.") for number in range(2 * TIMES_AS_MANY)]
    written(app, make_story(guid="rare", body=f"The {typed}."), *many)
    assert meant(app, typed) == (other if len(typed) > 5 else None)


def test_of_words_that_are_as_like_the_more_frequent_is_meant(app: FrozenApp) -> None:
    putin = [make_story(guid=f"p{number}", body="Putin spoke.") for number in range(3)]
    written(app, make_story(guid="golf", body="The putting green."), *putin)
    assert meant(app, "puttin") == "putin"


def test_it_is_offered_and_not_applied(stories: FrozenApp) -> None:
    page = json.loads(ask(stories, "/v1/stories", q="kovalenka")["body"])
    assert page["stories"] == []
    assert page["query"]["understood_as"] == "kovalenka"


def test_the_filters_of_the_search_count(stories: FrozenApp) -> None:
    assert meant(stories, "kovalenka", supplier="ena") == "kovalenko"
    assert meant(stories, "kovalenka", supplier="dpa") is None
    assert meant(stories, "kovalenka", to="2026-02-01") is None


def test_a_rare_spelling_gives_way_to_one_of_many_more_stories_only(app: FrozenApp) -> None:
    def many(number: int) -> list[Story]:
        return [make_story(guid=f"{number}-{each}", body="The Kovalenko talks.") for each in range(number)]

    written(app, make_story(guid="rare", body="Kovalenka, as some write."), *many(TIMES_AS_MANY - 1))
    assert meant(app, "kovalenka") is None
    written(app, make_story(guid="one more", body="The Kovalenko talks."))
    assert meant(app, "kovalenka") == "kovalenko"


@pytest.mark.parametrize(
    "hidden",
    [
        {"status": Status.WITHHELD},
        {"status": Status.KILLED},
        {"embargo_until": NOW + timedelta(hours=1)},
        {"expires": NOW},
    ],
)
def test_a_word_of_hidden_stories_is_not_offered(app: FrozenApp, hidden: dict[str, Any]) -> None:
    written(app, make_story(guid="plain"), make_story(guid="x", body="The Kovalenko talks.", **hidden))
    assert meant(app, "kovalenka") is None
    assert meant(app, "kovalenka harbour") is None
    expected = "kovalenko" if "embargo_until" in hidden else None
    assert meant(app, "kovalenka", "embargoed") == expected


def test_the_longest_query_with_the_most_spellings_is_answered(app: FrozenApp) -> None:
    meant_by = [f"{start}{end}" for start in ("kovalenk", "marchenk", "shevchenk") for end in "aeiou"]
    written(app, *(make_story(guid=f"{word}{n}", body=f"The {word} talks.") for word in meant_by for n in range(2)))
    short = [f"{a}{b}" for a in "bcdfghjklmnp" for b in "qrstvwxyzaei"][: MAX_WORDS - 5]
    for join in (" ", " OR "):
        q = join.join(["kovalenkx", "marchenkx", "shevchenkx", *short])
        assert len(q) < MAX_LENGTH
        assert (meant(app, q) is not None) is (join == " OR ")
