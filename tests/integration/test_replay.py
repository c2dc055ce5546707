"""The archive through the pipeline once more."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import boto3
import pytest

from infra.opensearch.indices import create_generation
from ingest.handler import handler
from newswire import replay as module
from newswire.delivery import Delivery
from newswire.errors import EngineUnavailable
from newswire.formats import parse
from newswire.index import STORIES, VERSIONS
from newswire.replay import Replay
from tests.conftest import BUCKET, Context, FrozenApp, keys, receive
from tests.integration.conftest import take_in
from tests.unit.ninjs import make_delivery
from tests.unit.stories import NOW


@pytest.fixture
def archive_of_three(app: FrozenApp) -> None:
    """Three stories, an hour between them, of two feeds and two suppliers; then an index that has lost them."""
    for number in range(3):
        app.clock = NOW + timedelta(hours=number)
        supplier = "nordwire" if number == 2 else "ena"
        delivery = make_delivery(uri=f"urn:x:{number}", delivery_id=f"d{number}")
        app.queue.send(replace(delivery, supplier=supplier, feed=f"feed{number % 2}"))
        take_in(app)
    lose(app)


def lose(app: FrozenApp) -> None:
    client, prefix = app.engine.client, app.settings.index_prefix
    for name in (STORIES, VERSIONS):
        client.indices.delete(index=f"{prefix}{name}-v1")
        create_generation(client, name, 1, prefix, replicas=0, alias=True)


def there(app: FrozenApp) -> set[str]:
    ids = [f"{supplier}:urn:x:{number}" for number in range(3) for supplier in ("ena", "nordwire")]
    return {id_[-1] for id_ in ids if app.index.get(id_)}


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (("--from", "2026-03-01"), {"0", "1", "2"}),
        (("--from", "2026-03-01T13:00:00Z"), {"1", "2"}),
        (("--from", "2026-03-01", "--to", "2026-03-01T13:00:00"), {"0"}),
        (("--from", "2026-02-01", "--to", "2026-02-28"), set()),
        (("--from", "2026-03-01", "--to", "2026-03-01", "--supplier", "nordwire"), {"2"}),
        (("--from", "2026-03-01", "--feed", "feed0"), {"0", "2"}),
    ],
)
def test_what_is_asked_for_is_there_again(
    app: FrozenApp, archive_of_three: None, newswire: Any, options: tuple[str, ...], expected: set[str]
) -> None:
    answer = newswire("replay", *options, "--json")
    assert answer.exit_code == 0, answer.output
    summary = json.loads(answer.stdout)
    assert there(app) == expected
    assert summary["deliveries"] == sum(summary["outcomes"].values()) == len(expected)
    assert len(keys("raw/")) == 3  # a replay is not archived


def test_a_batch_that_was_archived_twice_is_taken_in_once(app: FrozenApp, newswire: Any) -> None:
    app.queue.send(make_delivery())
    event = receive(app)
    for _ in range(2):
        handler(event, Context(), app)  # type: ignore[arg-type]
    summary = json.loads(newswire("replay", "--from", "2026-03-01", "--json").stdout)
    assert (summary["objects"], summary["deliveries"]) == (2, 1)


def test_two_deliveries_with_one_id_are_two(app: FrozenApp, newswire: Any) -> None:
    for number in range(2):
        app.queue.send(make_delivery(uri=f"urn:x:{number}", delivery_id="same"))
        take_in(app)
    lose(app)
    newswire("replay", "--from", "2026-03-01")
    assert there(app) == {"0", "1"}


def kill_notice(delivery_id: str) -> Delivery:
    """A notice for the story of `named`; it is quarantined where that is not there."""
    return make_delivery(
        uri="urn:x:1",
        delivery_id=delivery_id,
        headlines=[{"value": "KILL"}],
        bodies=[{"value": "Kill the story slugged HARBOUR-STORM."}],
    )


def named(delivery_id: str) -> Delivery:
    return make_delivery(uri="urn:x:0", delivery_id=delivery_id, slugline="Harbour-Storm")


def status(app: FrozenApp) -> str | None:
    document = app.index.get("ena:urn:x:0")
    return document["status"] if document else None


def test_what_was_released_from_quarantine_is_taken_in_as_it_ended_then(app: FrozenApp, newswire: Any) -> None:
    app.queue.send(kill_notice("d1"))
    take_in(app)
    app.clock = NOW + timedelta(minutes=1)
    app.queue.send(named("d0"))
    take_in(app)
    app.clock = NOW + timedelta(minutes=2)
    assert newswire("quarantine", "release", "d1").exit_code == 0
    take_in(app)
    assert status(app) == "killed"
    lose(app)
    newswire("replay", "--from", "2026-03-01")
    assert status(app) == "killed"


def test_of_two_deliveries_with_one_id_each_is_left_out_for_itself(app: FrozenApp, newswire: Any) -> None:
    for minute, delivery in enumerate((kill_notice("same"), named("same"))):
        app.clock = NOW + timedelta(minutes=minute)
        app.queue.send(delivery)
        take_in(app)
    lose(app)
    summary = json.loads(newswire("replay", "--from", "2026-03-01", "--json").stdout)
    assert status(app) == "usable"
    assert summary["outcomes"] == {"accepted": 1, "quarantined": 1}


def test_damage_is_named_and_does_not_stop_the_rest(app: FrozenApp, archive_of_three: None, newswire: Any) -> None:
    s3 = boto3.client("s3")
    first, second, _ = keys("raw/")
    cut = s3.get_object(Bucket=BUCKET, Key=first)["Body"].read()[:-12]
    s3.put_object(Bucket=BUCKET, Key=first, Body=cut)
    s3.put_object(Bucket=BUCKET, Key="raw/notes.txt", Body=b"a person's")
    answer = newswire("replay", "--from", "2026-03-01")
    assert answer.exit_code == 1
    assert f"damaged: {first}, line" in answer.stderr
    assert second not in answer.stderr
    assert there(app) >= {"1", "2"}


def test_interrupted_it_goes_on_after_the_last_object(
    app: FrozenApp, archive_of_three: None, newswire: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_DELIVERIES_AT_ONCE", 1)
    taken: list[str] = []

    def interrupted(delivery: Any) -> Any:
        if delivery.id == "d1" and not taken:
            taken.append(delivery.id)
            raise KeyboardInterrupt
        return parse(delivery)

    monkeypatch.setattr("newswire.ingest.parse", interrupted)
    options = ("--from", "2026-03-01", "--to", "2026-03-02")
    answer = newswire("replay", *options)
    assert answer.exit_code == 130
    assert "--resume" in answer.stderr
    assert there(app) == {"0"}
    summary = json.loads(newswire("replay", *options, "--resume", "--json").stdout)
    assert summary["deliveries"] == 2
    assert there(app) == {"0", "1", "2"}


def test_a_busy_engine_is_waited_for_and_one_that_stays_away_ends_it(app: FrozenApp, archive_of_three: None) -> None:
    waited: list[float] = []
    block = {"index.blocks.read_only_allow_delete": True}  # the engine answers writes with 429 then
    app.engine.client.indices.put_settings(index=app.index.stories, body=block)

    def wait(seconds: float) -> None:
        waited.append(seconds)
        if len(waited) == 2:
            app.engine.client.indices.put_settings(index=app.index.stories, body=dict.fromkeys(block))

    app.engine._sleep = lambda _: None
    work = Replay(app.archive, app.index, app.now, app.tag, wait=wait)
    assert list(work.run(keys("raw/")))[-1].outcomes == {"accepted": 3}
    assert len(waited) == 2

    app.engine.client.indices.put_settings(index=app.index.stories, body=block)
    with pytest.raises(EngineUnavailable, match="in 8 tries .3 are left"):
        list(Replay(app.archive, app.index, app.now, app.tag, wait=lambda _: None).run(keys("raw/")))


def test_a_fault_of_ours_costs_one_delivery(
    app: FrozenApp, archive_of_three: None, newswire: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newswire.ingest.parse", lambda d: 1 / 0 if d.id == "d1" else parse(d))
    answer = newswire("replay", "--from", "2026-03-01", "--json")
    assert answer.exit_code == 1
    assert json.loads(answer.stdout)["faults"] == ["d1"]
    assert there(app) == {"0", "2"}


def test_a_pointer_that_led_nowhere_is_no_story_now(app: FrozenApp, newswire: Any) -> None:
    app.queue.send(make_delivery(b"Harbour reopens\n\n" + b"It did. " * 40_000))
    app.archive.remove(keys("push/")[0])
    take_in(app)
    summary = json.loads(newswire("replay", "--from", "2026-03-01", "--json").stdout)
    assert summary["outcomes"] == {"quarantined": 1}
    app.engine.refresh(app.index.stories)
    assert app.index.search({})["hits"]["hits"] == []


def test_with_nothing_to_resume_nothing_is_done(app: FrozenApp, archive_of_three: None, newswire: Any) -> None:
    options = ("--from", "2026-03-01", "--to", "2026-03-02")
    answer = newswire("replay", *options, "--resume")
    assert (answer.exit_code, answer.stdout) == (0, "")
    assert answer.stderr.startswith("nothing to resume")
    assert answer.stderr.count("\n") == 1
    assert there(app) == set()
    newswire("replay", *options)
    assert json.loads(newswire("replay", *options, "--resume", "--json").stdout)["deliveries"] == 0


def test_interrupted_before_its_first_step_it_begins_at_the_beginning(
    app: FrozenApp, archive_of_three: None, newswire: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(delivery: Any) -> Any:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("newswire.ingest.parse", interrupted)
        assert newswire("replay", "--from", "2026-03-01").exit_code == 130
    assert newswire("replay", "--from", "2026-03-01", "--resume").exit_code == 0
    assert there(app) == {"0", "1", "2"}


@pytest.mark.parametrize("options", [("--from", "2026-03-02", "--to", "2026-03-01"), ("--from", "2999-01-01")])
def test_a_window_that_holds_nothing_is_a_mistake(newswire: Any, options: tuple[str, ...]) -> None:
    answer = newswire("replay", *options)
    assert answer.exit_code == 2
    assert "is not before" in answer.stderr


@pytest.mark.parametrize("time", ["yesterday", "2026-13-01", ""])
def test_a_time_that_is_none_is_named(newswire: Any, time: str) -> None:
    answer = newswire("replay", "--from", time)
    assert answer.exit_code == 2
    assert "2026-03-01" in answer.stderr


@pytest.mark.parametrize("slug", ["Harbour-Storm", "Other-Slug"])
def test_a_notice_kills_again_what_it_killed_whatever_bears_the_name_by_now(
    app: FrozenApp, newswire: Any, slug: str
) -> None:
    later = make_delivery(
        uri="urn:x:9" if slug == "Harbour-Storm" else "urn:x:0",
        delivery_id="d9",
        slugline=slug,
        version="2",
        versionCreated=(NOW + timedelta(hours=5)).isoformat(),
    )
    for hours, delivery in enumerate((named("d0"), kill_notice("d1"), later)):
        app.clock = NOW + timedelta(hours=hours * 5)
        app.queue.send(delivery)
        take_in(app)
    live = {story: app.index.get(f"ena:urn:x:{story}") for story in (0, 9)}
    for loses in (False, True):
        if loses:
            lose(app)
        newswire("replay", "--from", "2026-03-01")
        again = {story: app.index.get(f"ena:urn:x:{story}") for story in (0, 9)}
        assert again == live
    assert status(app) == ("killed" if slug == "Harbour-Storm" else "usable")
