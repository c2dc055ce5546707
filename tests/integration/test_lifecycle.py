"""What time alone does: embargoes that end, stories that expire, on the real engine."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from opensearchpy import OpenSearch

from lifecycle.handler import handler
from newswire.changes import Cursor
from newswire.engine import Answer, Operation
from newswire.index import Index
from newswire.outcome import Outcome
from newswire.story import Story
from tests.conftest import Context, FrozenApp
from tests.integration.http import ask
from tests.unit.stories import NOW, make_story

HOUR = timedelta(hours=1)


def take_in(app: FrozenApp, *stories: Story) -> list[str]:
    from newswire.ingest import _write

    return [each.outcome for each in _write(stories, app.index, app.changes, app.now)]


def run(app: FrozenApp, after: timedelta) -> dict[str, int]:
    app.clock = NOW + after
    app.engine.refresh(app.index.stories)
    return handler({}, Context(), app)  # type: ignore[arg-type]


def log(app: FrozenApp) -> list[tuple[str, str, int]]:
    return [(change["change"], change["id"], change["version"]) for _, change in app.changes.read(Cursor(), 100)]


def text_in_the_indices(app: FrozenApp, engine: OpenSearch) -> str:
    engine.indices.refresh(index=f"{app.settings.index_prefix}*")
    found = [engine.search(index=name, body={"size": 100}) for name in (app.index.stories, app.index.versions)]
    return json.dumps(found)


def test_an_ended_embargo_is_told_once(app: FrozenApp) -> None:
    story = make_story(embargo_until=NOW + HOUR)
    take_in(app, story)
    run(app, HOUR - timedelta(seconds=1))
    assert log(app) == [("embargoed", story.id, 1)]
    run(app, HOUR)
    run(app, HOUR * 2)
    take_in(app, story)
    assert log(app) == [("embargoed", story.id, 1), ("released", story.id, 1)]


def test_an_embargo_that_had_ended_before_the_story_came_is_no_news(app: FrozenApp) -> None:
    story = make_story(embargo_until=NOW - HOUR)
    take_in(app, story)
    run(app, HOUR)
    assert log(app) == [("published", story.id, 1)]


def test_an_expired_story_and_its_earlier_versions_lose_their_text(app: FrozenApp, engine: OpenSearch) -> None:
    first, second = make_story(body="Gulls"), make_story(version=2, body="Terns", expires=NOW + HOUR)
    take_in(app, first, second)
    assert run(app, HOUR - timedelta(seconds=1))["purged"] == 0
    assert run(app, HOUR)["purged"] == 1
    assert run(app, HOUR)["purged"] == 0
    left = text_in_the_indices(app, engine)
    assert not any(word in left for word in ("Gulls", "Terns", "Harbour"))
    assert log(app)[-1] == ("expired", first.id, 2)
    document = app.index.get(first.id)
    assert document is not None
    assert (document["status"], document["version"]) == ("expired", 2)


@pytest.mark.parametrize("again", [{"version": 1, "body": "Gulls"}, {"version": 2, "expires": NOW + HOUR}])
def test_what_has_expired_does_not_come_back_with_a_late_delivery(
    app: FrozenApp, engine: OpenSearch, again: dict[str, Any]
) -> None:
    take_in(app, make_story(version=2, expires=NOW + HOUR))
    run(app, HOUR)
    assert take_in(app, make_story(**again)) == ["superseded"]
    assert not any(word in text_in_the_indices(app, engine) for word in ("Gulls", "harbour"))


def test_a_newer_version_with_more_time_lives(app: FrozenApp, index: Index) -> None:
    take_in(app, make_story(expires=NOW + HOUR))
    run(app, HOUR)
    story = make_story(version=2, expires=NOW + HOUR * 9)
    assert take_in(app, story) == ["accepted"]
    document = index.get(story.id)
    assert document is not None
    assert document["headline"] == story.headline


def test_an_earlier_version_expires_alone(app: FrozenApp, engine: OpenSearch) -> None:
    first = make_story(body="Gulls", expires=NOW + HOUR)
    take_in(app, first, make_story(version=2, body="Terns"))
    run(app, HOUR)
    left = text_in_the_indices(app, engine)
    assert "Gulls" not in left
    assert "Terns" in left


def test_a_withhold_in_the_minute_after_an_embargo_is_told_to_everyone(app: FrozenApp) -> None:
    take_in(app, make_story(embargo_until=NOW + HOUR))
    app.clock = NOW + HOUR + timedelta(seconds=20)
    take_in(app, make_story(version=2, status="withheld"))
    run(app, HOUR + timedelta(seconds=40))
    page = json.loads(ask(app, "/v1/changes")["body"])
    assert [(each["change"], each["version"], each["at"]) for each in page["changes"]] == [
        ("withheld", 2, "2026-03-01T13:00:20Z")
    ]


def test_a_story_whose_expiry_cannot_be_made_known_waits_for_the_next_run(
    app: FrozenApp, engine: OpenSearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Were it buried all the same, a late delivery would bring its text back."""
    stories = [make_story(guid=guid, body="Gulls", expires=NOW + HOUR) for guid in "ab"]
    take_in(app, *stories)
    bulk = app.engine.bulk

    def refusing(operations: list[Operation]) -> list[Answer]:
        taken = iter(bulk([each for each in operations if each.id != "ena:a@expired"]))
        refused = Answer(Outcome.RETRY, "busy")
        return [refused if each.id == "ena:a@expired" else next(taken) for each in operations]

    monkeypatch.setattr(app.engine, "bulk", refusing)
    assert run(app, HOUR)["purged"] == 1
    assert [each for each in log(app) if each[0] == "expired"] == [("expired", "ena:b", 1)]
    assert [(app.index.get(story.id) or {})["status"] for story in stories] == ["usable", "expired"]
    monkeypatch.undo()
    assert run(app, HOUR)["purged"] == 1
    assert [each for each in log(app) if each[0] == "expired"] == [("expired", "ena:b", 1), ("expired", "ena:a", 1)]
    assert take_in(app, *stories) == ["superseded", "superseded"]
    assert "Gulls" not in text_in_the_indices(app, engine)


def test_a_killed_story_stays_killed_when_it_expires(app: FrozenApp) -> None:
    kill = make_story(version=2, status="killed", ed_note="Do not use", expires=NOW + HOUR)
    take_in(app, make_story(expires=NOW + HOUR), kill)
    run(app, HOUR)
    document = app.index.get(kill.id)
    assert document is not None
    assert (document["status"], document["ed_note"]) == ("killed", "Do not use")
