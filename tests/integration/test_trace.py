"""Where is my story?"""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import FrozenApp
from tests.integration.conftest import take_in
from tests.unit.ninjs import make_delivery
from tests.unit.stories import NOW

GUID = "urn:newsml:example.com:20260301:1"
WINDOW = ("--from", "2026-02-01", "--to", "2026-03-31")


@pytest.fixture
def history(app: FrozenApp) -> None:
    """Version 1, version 3, version 2 (late), another story, and a broken delivery that names the guid."""
    deliveries = [
        make_delivery(delivery_id="d1"),
        make_delivery(delivery_id="d3", version="3", versionCreated="2026-03-01T11:00:00Z"),
        make_delivery(delivery_id="d2", version="2"),
        make_delivery(delivery_id="other", uri="urn:x:other"),
        make_delivery(f'{{"uri": "{GUID}", "headl'.encode(), delivery_id="broken"),
    ]
    for number, delivery in enumerate(deliveries):
        app.clock = NOW + timedelta(hours=number * 10)
        app.queue.send(delivery)
        take_in(app)


def trace(newswire: Any, what: str, *options: str) -> dict[str, Any]:
    answer = newswire("trace", what, *(options or WINDOW), "--json")
    assert answer.exit_code == 0, answer.output
    found: dict[str, Any] = json.loads(answer.stdout)
    return found


def test_every_delivery_is_shown_the_newest_first_and_the_state_now(
    app: FrozenApp, history: None, newswire: Any
) -> None:
    found = trace(newswire, GUID)
    assert [delivery["delivery"] for delivery in found["deliveries"]] == ["broken", "d2", "d3", "d1"]
    assert [delivery["outcome"] for delivery in found["deliveries"]] == [
        "quarantined",
        "superseded",
        "accepted",
        "accepted",
    ]
    assert [delivery["delivery"] for delivery in found["quarantine"]] == ["broken"]
    assert all(delivery["key"].startswith("raw/2026/03/0") for delivery in found["deliveries"])
    [story] = found["stories"]
    assert (story["id"], story["version"], story["status"], story["told"]) == (f"ena:{GUID}", 3, "usable", True)
    assert [version["version"] for version in story["versions"]] == [3, 2, 1]
    assert found["looked_through"]["objects"] == 5
    printed = newswire("trace", GUID, *WINDOW).stdout
    assert "superseded" in printed
    assert f"now: ena:{GUID} is usable, version 3" in printed


def test_it_is_found_by_id_by_delivery_and_by_file(
    app: FrozenApp, history: None, newswire: Any, tmp_path: Path
) -> None:
    assert len(trace(newswire, f"ena:{GUID}")["deliveries"]) == 3
    assert [d["delivery"] for d in trace(newswire, "d2")["deliveries"]] == ["d2"]
    file = tmp_path / "story.json"
    file.write_bytes(make_delivery(delivery_id="elsewhere").body)
    assert len(trace(newswire, str(file))["deliveries"]) == 4
    file.write_bytes(f'{{"uri": "{GUID}", "headl'.encode())  # cannot be read: found by its bytes
    assert [d["delivery"] for d in trace(newswire, str(file))["quarantine"]] == ["broken"]


@pytest.mark.parametrize("name", ["urn:x:notice", "ena:urn:x:notice", "notice"])
def test_a_notice_that_kills_another_story_is_found_by_its_own_names(app: FrozenApp, newswire: Any, name: str) -> None:
    kill: dict[str, Any] = {"headlines": [{"value": "BULLETIN KILL"}], "bodies": [{"value": f"Please kill {GUID}."}]}
    later = (NOW + timedelta(hours=1)).isoformat()
    for delivery in (
        make_delivery(delivery_id="d1"),
        make_delivery(delivery_id="notice", uri="urn:x:notice", versionCreated=later, **kill),
        make_delivery(delivery_id="names it only", uri="urn:x:other", bodies=[{"value": "See urn:x:notice."}]),
    ):
        app.queue.send(delivery)
        take_in(app)
    found = trace(newswire, name)
    assert [delivery["delivery"] for delivery in found["deliveries"]] == ["notice"]
    assert [story["id"] for story in found["deliveries"][0]["stories"]] == [f"ena:{GUID}"]
    assert [(story["id"], story["status"]) for story in found["stories"]] == [(f"ena:{GUID}", "killed")]


def test_one_is_one(app: FrozenApp, newswire: Any) -> None:
    app.queue.send(make_delivery())
    take_in(app)
    window = "2026-03-01 00:00 to 2026-03-02 00:00 UTC"
    counts = "1 delivery in 1 object archived {}, none in quarantine, 1 story in the index\n"
    assert newswire("trace", GUID, "--from", "2026-03-01", "--to", "2026-03-01").stderr == counts.format(window)
    replayed = newswire("replay", "--from", "2026-03-01", "--to", "2026-03-01")
    assert replayed.stdout == "1 delivery of 1 object: 1 accepted\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([""], "this name is empty"),
        ([" "], "this name is empty"),
        ([str(Path(__file__).parent)], "is a folder"),
        (["./nosuch.json"], "there is no file ./nosuch.json"),
        ([GUID, "--from", "2026-03-02", "--to", "2026-03-01"], "is not before --to 2026-03-02T00:00:00Z"),
        ([GUID, "--from", "2999-01-01"], "is not before now"),
    ],
)
def test_a_name_and_a_window_that_are_none_are_named(newswire: Any, arguments: list[str], said: str) -> None:
    answer = newswire("trace", *arguments)
    assert answer.exit_code == 2
    assert said in answer.stderr


def test_what_has_expired_on_arrival_is_told(app: FrozenApp, newswire: Any) -> None:
    app.queue.send(make_delivery(expires="2026-02-01T00:00:00Z"))
    take_in(app)
    assert [story["told"] for story in trace(newswire, GUID)["stories"]] == [True]


def test_only_the_window_is_looked_through_and_nothing_found_says_where(
    app: FrozenApp, history: None, newswire: Any
) -> None:
    found = trace(newswire, GUID, "--from", "2026-03-02", "--to", "2026-03-02T10:00:00Z")
    assert [delivery["delivery"] for delivery in found["deliveries"]] == ["d2"]
    answer = newswire("trace", "urn:x:nothing", "--from", "2026-03-01", "--to", "2026-03-01")
    assert answer.exit_code == 1
    assert "no delivery in 2 objects archived 2026-03-01 00:00 to 2026-03-02 00:00 UTC" in answer.stderr
    assert "no story in the index" in answer.stderr
