"""Kills that name another story in their text, through the ingest handler."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from ingest.handler import handler
from newswire.changes import Cursor
from newswire.replay import Replay
from tests.conftest import Context, FrozenApp, keys, receive
from tests.integration.http import ask
from tests.unit.ninjs import make_delivery
from tests.unit.stories import NOW

VICTIM = "ena:urn:newsml:example.com:20260301:1"
LATER = (NOW + timedelta(hours=1)).isoformat()


def take_in(app: FrozenApp, **fields: Any) -> None:
    app.queue.send(make_delivery(**fields))
    assert handler(receive(app), Context(), app) == {"batchItemFailures": []}  # type: ignore[arg-type]


def notice(app: FrozenApp, body: str, **fields: Any) -> None:
    take_in(
        app,
        delivery_id="notice",
        uri="urn:x:notice",
        versionCreated=LATER,
        headlines=[{"value": "BULLETIN KILL"}],
        bodies=[{"value": body}],
        **fields,
    )


def told(app: FrozenApp) -> list[tuple[str, str]]:
    return [(change["change"], change["id"]) for _, change in app.changes.read(Cursor(), 100)]


def status(app: FrozenApp, story_id: str = VICTIM) -> str | None:
    document = app.index.get(story_id)
    return document["status"] if document else None


@pytest.mark.parametrize(
    "body",
    [
        "Kill the story slugged HARBOUR-STORM, which moved at noon. It is wrong.",
        "Die Meldung „Harbour reopens after storm“ bitte nicht verwenden.",
        "Please kill urn:newsml:example.com:20260301:1.",
    ],
)
def test_the_story_that_it_names_is_killed(app: FrozenApp, body: str) -> None:
    take_in(app, slugline="Harbour-Storm")
    take_in(app, delivery_id="other", uri="urn:x:other", slugline="Harbour-Strike", headlines=[{"value": "Strike"}])
    notice(app, body)
    assert (status(app), status(app, "ena:urn:x:other"), status(app, "ena:urn:x:notice")) == ("killed", "usable", None)
    assert told(app)[-1] == ("killed", VICTIM)
    assert keys("quarantine/") == []


@pytest.mark.parametrize("body", ["Kill the story slugged HARBOUR-STORM.", "Kill it."])
def test_where_none_is_named_a_person_is_asked(app: FrozenApp, body: str) -> None:
    take_in(app, slugline="Harbour-Reopens")
    notice(app, body)
    assert status(app) == "usable"
    assert told(app)[-1] == ("unmatched_kill", "ena:urn:x:notice")
    assert len(keys("quarantine/")) == 1
    [*_, change] = json.loads(ask(app, "/v1/changes")["body"])["changes"]
    assert change["said"] == "BULLETIN KILL"
    named = "HARBOUR-STORM" if "HARBOUR" in body else "nothing"
    assert change["reason"] == f"it asks to kill, and it is not certain which story; it names {named}"


def test_where_two_bear_the_name_a_person_is_asked(app: FrozenApp) -> None:
    take_in(app, slugline="Storm")
    take_in(app, delivery_id="other", uri="urn:x:other", slugline="Storm")
    notice(app, "Kill the story slugged STORM.")
    assert (status(app), status(app, "ena:urn:x:other")) == ("usable", "usable")
    assert told(app)[-1] == ("unmatched_kill", "ena:urn:x:notice")


def test_a_kill_without_a_time_that_lost_to_a_larger_number_is_told_once(app: FrozenApp) -> None:
    take_in(app, version="5")
    app.clock = NOW + timedelta(hours=6)
    kill: dict[str, Any] = {"delivery_id": "kill", "version": "2", "pubStatus": "canceled", "versionCreated": None}
    for _ in range(2):
        take_in(app, **kill)
        assert (status(app), told(app)[1:]) == ("usable", [("unmatched_kill", VICTIM)])
    [*_, change] = json.loads(ask(app, "/v1/changes")["body"])["changes"]
    assert change["reason"] == "it says no time, and a version with a larger number than 2 stands"


def test_a_kill_without_a_time_that_was_obeyed_is_in_no_doubt_when_it_comes_again(app: FrozenApp) -> None:
    kill: dict[str, Any] = {"delivery_id": "kill", "version": "2", "pubStatus": "canceled", "versionCreated": None}
    take_in(app, **kill)
    app.clock = NOW + timedelta(hours=6)
    take_in(app, version="5", versionCreated=LATER)
    take_in(app, **kill)
    assert told(app) == [("killed", VICTIM), ("published", VICTIM)]


def test_another_suppliers_story_is_not_killed(app: FrozenApp) -> None:
    take_in(app, slugline="Storm")
    notice = make_delivery(
        uri="urn:x:notice",
        headlines=[{"value": "BULLETIN KILL"}],
        bodies=[{"value": "Kill the story slugged STORM."}],
    )
    app.queue.send(replace(notice, supplier="dpa"))
    handler(receive(app), Context(), app)  # type: ignore[arg-type]
    assert status(app) == "usable"


def test_the_notice_again_kills_once(app: FrozenApp) -> None:
    take_in(app, slugline="Storm")
    for _ in range(2):
        notice(app, "Kill the story slugged STORM.")
    assert told(app) == [("published", VICTIM), ("killed", VICTIM)]
    assert status(app) == "killed"


def test_a_notice_that_waits_for_a_person_waits_in_a_replay_too(app: FrozenApp) -> None:
    notice(app, "Kill the story slugged HARBOUR-STORM.")
    take_in(app, slugline="Harbour-Storm")
    [*Replay(app.archive, app.index, app.now, app.tag).run(keys("raw/"))]
    assert status(app) == "usable"
