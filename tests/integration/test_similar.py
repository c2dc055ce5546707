"""Stories like one, on the real engine: the route, and `similar:` in a query."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest

from newswire.story import Status, Story
from tests.conftest import FrozenApp
from tests.integration.http import ask
from tests.unit.stories import NOW, make_story

STORM = (
    "A storm tore the roof off the fish market in the harbour of Lisbrack on Sunday, the mayor said. "
    "Twelve boats sank at their moorings and the ferry to the islands stayed in port."
)
STORM_AGAIN = (
    "The ferry to the islands sailed again on Monday after the storm that sank twelve boats in the harbour of Lisbrack."
    " The mayor said the fish market would need a new roof."
)
BUDGET = (
    "The council passed a budget on Monday after the longest debate of the year, the treasurer said. "
    "The parties had argued about the price of school meals and the pensions of the teachers for weeks."
)
BUDGET_AGAIN = (
    "The treasurer said on Sunday that the parties of the council were near to a budget, after they had argued about "
    "the pensions of teachers and the price of school meals."
)
TEXTS = {"storm": STORM, "ferry": STORM_AGAIN, "budget": BUDGET, "council/debate": BUDGET_AGAIN}


def written(app: FrozenApp, *more: Story) -> FrozenApp:
    app.index.write([*(make_story(guid=guid, headline=guid, body=body) for guid, body in TEXTS.items()), *more])
    app.engine.refresh(app.index.stories)
    return app


def similar(app: FrozenApp, story_id: str, scope: str | None = None, **parameters: Any) -> list[str]:
    answer = ask(app, f"/v1/stories/{story_id}/similar", scope, **parameters)
    assert answer["statusCode"] == 200, answer
    body = json.loads(answer["body"])
    assert body["id"] == story_id
    return [story["id"] for story in body["stories"]]


def test_the_stories_of_the_same_event_come_first(app: FrozenApp) -> None:
    written(app)
    assert similar(app, "ena:storm")[0] == "ena:ferry"
    assert similar(app, "ena:budget")[0] == "ena:council/debate"
    assert similar(app, "ena:council/debate")[0] == "ena:budget"
    assert all(f"ena:{guid}" not in similar(app, f"ena:{guid}") for guid in TEXTS)
    assert similar(app, "ena:storm", size=1) == ["ena:ferry"]


def test_a_query_finds_similar_stories_the_likest_first_and_with_filters(app: FrozenApp) -> None:
    written(app, make_story(guid="other", headline="other", body=STORM_AGAIN, supplier="dpa"))

    def find(q: str) -> list[str]:
        page = json.loads(ask(app, "/v1/stories", q=q)["body"])
        assert page["query"]["warnings"] == []
        return [story["id"] for story in page["stories"]]

    assert set(find("similar:ena:storm")[:2]) == {"ena:ferry", "dpa:other"}
    assert find("similar:ena:storm source:dpa") == ["dpa:other"]
    assert find("similar:ena:council/debate")[0] == "ena:budget"
    assert "ena:ferry" not in find("council -similar:ena:storm")


HIDDEN = [
    (make_story(guid="x", body=STORM, status=Status.KILLED), 410),
    (make_story(guid="x", body=STORM, status=Status.WITHHELD), 403),
    (make_story(guid="x", body=STORM, embargo_until=NOW + timedelta(hours=1)), 403),
    (make_story(guid="x", body=STORM, expires=NOW), 410),
]


@pytest.mark.parametrize(("hidden", "status"), HIDDEN)
def test_what_may_not_be_seen_is_neither_similar_nor_compared_with(app: FrozenApp, hidden: Story, status: int) -> None:
    written(app, hidden)
    assert "ena:x" not in similar(app, "ena:storm")
    assert ask(app, "/v1/stories/ena:x/similar")["statusCode"] == status
    page = json.loads(ask(app, "/v1/stories", q="similar:ena:x")["body"])
    assert page["stories"] == []
    unknown = json.loads(ask(app, "/v1/stories", q="similar:ena:y")["body"])
    assert page["query"]["warnings"] == ["there is no story 'ena:x' that you may see: nothing was found to be similar"]
    assert unknown["query"]["warnings"] == [page["query"]["warnings"][0].replace("ena:x", "ena:y")]


def test_with_the_scope_what_is_embargoed_is_similar_and_marked(app: FrozenApp) -> None:
    written(app, HIDDEN[2][0])
    body = json.loads(ask(app, "/v1/stories/ena:storm/similar", "embargoed")["body"])
    [found] = [story for story in body["stories"] if story["id"] == "ena:x"]
    assert found["embargoed"] is True
    assert "ena:ferry" in similar(app, "ena:x", "embargoed")


def test_an_id_may_hold_slashes_and_end_like_the_address(app: FrozenApp) -> None:
    written(app, make_story(guid="a/similar", body=STORM))
    path = f"/v1/stories/{quote('ena:a/similar', safe=':/')}"
    assert json.loads(ask(app, path)["body"])["id"] == "ena:a/similar"
    assert "ena:storm" in similar(app, "ena:a/similar")


def test_there_is_nothing_similar_to_a_story_that_there_is_not_or_that_is_empty(app: FrozenApp) -> None:
    written(app, make_story(guid="empty", headline="", paragraphs=()))
    assert ask(app, "/v1/stories/ena:no/similar")["statusCode"] == 404
    assert similar(app, "ena:empty") == []
    assert ask(app, "/v1/stories/ena:storm/similar", size=0)["statusCode"] == 400
    assert ask(app, "/v1/stories/ena:storm/similar", q="x")["statusCode"] == 400


def test_the_most_that_one_query_can_ask_for_is_answered(app: FrozenApp) -> None:
    written(app, make_story(guid="long", body=" ".join(f"word{number}" for number in range(9000))))
    ids = ["storm", "ferry", "budget", "council/debate", "long", *map(str, range(20))]
    q = " OR ".join(f"similar:ena:{each}" for each in ids)
    page = json.loads(ask(app, "/v1/stories", q=q, explain="true", story="ena:storm", facets="topic,histogram")["body"])
    assert page["total"]["value"] > 0
    assert any("words were used" in warning for warning in page["query"]["warnings"])
