"""Looking at what could not be processed, releasing and dropping it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import boto3
import pytest

from newswire.archive import Archive
from newswire.quarantine import Quarantine
from tests.conftest import BUCKET, FrozenApp, keys
from tests.integration.conftest import take_in
from tests.unit.ninjs import make_delivery
from tests.unit.stories import NOW

BROKEN = b'{"uri": "urn:x:1", "headline": '


def hold(app: FrozenApp, delivery_id: str = "broken", body: bytes = BROKEN, **fields: Any) -> None:
    app.queue.send(replace(make_delivery(body), id=delivery_id, **fields))
    take_in(app)


def test_it_is_listed_the_newest_first_with_supplier_and_reason(app: FrozenApp, newswire: Any) -> None:
    hold(app, "old", received=NOW - timedelta(days=3))
    hold(app, "other", supplier="nordwire")
    hold(app, "new")
    printed = newswire("quarantine", "list").stdout.splitlines()
    assert {line.split()[0] for line in printed[:2]} == {"new", "other"}
    assert printed[2].startswith("old  3 d  ena  31 B  ")
    assert "JSON" in printed[2]
    listed = newswire("quarantine", "list", "--json", "--supplier", "ena", "--since", "2026-02-28").stdout.splitlines()
    [record] = map(json.loads, listed)
    assert (record["id"], record["bytes"], record["stories"][0]["outcome"]) == ("new", len(BROKEN), "quarantined")


def test_a_delivery_that_comes_again_is_kept_once(app: FrozenApp) -> None:
    hold(app)
    app.clock = NOW + timedelta(days=2)
    hold(app)
    hold(app, body=BROKEN + b" ")  # other bytes under the same id: another delivery
    assert len(keys("quarantine/")) == 2


def test_it_is_shown_and_its_bytes_written(app: FrozenApp, newswire: Any) -> None:
    body = b'{"uri": "\x1b[2J' + b"x" * 3000
    hold(app, body=body)
    shown = newswire("quarantine", "show", "broken").stdout
    assert "reason:" in shown
    assert "\x1b" not in shown
    assert "--raw" in shown
    assert newswire("quarantine", "show", "broken", "--raw").stdout_bytes == body
    missing = newswire("quarantine", "show", "nothing")
    assert missing.exit_code != 0
    assert "nothing" in str(missing.exception)


def test_what_is_released_is_the_same_delivery_and_comes_back_if_it_fails_again(
    app: FrozenApp,
    newswire: Any,
) -> None:
    hold(app)
    assert newswire("quarantine", "release", "broken").stdout == "1 released\n"
    assert keys("quarantine/") == keys("release/") == []
    take_in(app)
    [found] = Quarantine(app.archive).listed()
    assert found.record
    assert found.record.delivery == replace(make_delivery(BROKEN), id="broken")


def test_a_release_that_ends_in_between_loses_nothing(app: FrozenApp, monkeypatch: pytest.MonkeyPatch) -> None:
    hold(app)
    [found] = Quarantine(app.archive).find("broken")
    with monkeypatch.context() as broken:
        broken.setattr(app.queue, "send", lambda _: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            Quarantine(app.archive, app.queue).release(found)
    [again] = Quarantine(app.archive).find("broken")
    Quarantine(app.archive, app.queue).release(again)
    take_in(app)
    assert len(keys("quarantine/")) == 1
    assert keys("release/") == []


def test_a_file_that_was_gone_is_fetched_when_it_is_there_again(app: FrozenApp, newswire: Any) -> None:
    record = {
        "eventSource": "aws:s3",
        "eventName": "ObjectCreated:Put",
        "s3": {"bucket": {"name": BUCKET}, "object": {"key": "drop/nordwire/a+b%26%C3%BC.txt"}},
    }
    boto3.client("sqs").send_message(QueueUrl=app.settings.queue_url, MessageBody=json.dumps({"Records": [record]}))
    take_in(app)
    [held] = Quarantine(app.archive).listed()
    boto3.client("s3").put_object(Bucket=BUCKET, Key="drop/nordwire/a b&ü.txt", Body=b"Harbour reopens\n\nIt did.")
    assert newswire("quarantine", "release", held.id).exit_code == 0
    take_in(app)
    assert keys("quarantine/") == []
    app.engine.refresh(app.index.stories)
    [hit] = app.index.search({})["hits"]["hits"]
    assert (hit["_source"]["headline"], hit["_source"]["supplier"]) == ("Harbour reopens", "nordwire")


def test_a_pushed_object_that_was_gone_is_fetched_when_it_is_there_again(app: FrozenApp) -> None:
    large = make_delivery(b"Harbour reopens\n\n" + b"It did. " * 40_000)
    app.queue.send(large)
    [key] = keys("push/")
    app.archive.remove(key)
    take_in(app)
    [held] = Quarantine(app.archive).listed()
    app.archive.put_pushed(large)
    Quarantine(app.archive, app.queue).release(held)
    take_in(app)
    assert keys("quarantine/") == []


def test_dropping_asks_and_the_archive_keeps_it(app: FrozenApp, newswire: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    hold(app, "a")
    hold(app, "b")
    unasked = newswire("quarantine", "drop", "a")
    assert unasked.exit_code == 2
    assert "--yes" in unasked.stderr
    monkeypatch.setattr("infra.local.commands.quarantine._is_terminal", lambda: True)
    refused = newswire("quarantine", "drop", "a", stdin="n\n")
    assert refused.exit_code == 1
    assert "nothing was dropped" in refused.stderr
    assert len(keys("quarantine/")) == 2
    assert newswire("quarantine", "drop", "a", stdin="y\n").stdout == "1 dropped\n"
    assert newswire("quarantine", "drop", "--all", "--yes").stdout == "1 dropped\n"
    assert keys("quarantine/") == []
    assert len(keys("raw/")) == 2


@pytest.mark.parametrize("arguments", [("release",), ("drop", "a", "--all"), ("release", "a", "--supplier", "ena")])
def test_what_is_meant_has_to_be_said(newswire: Any, arguments: tuple[str, ...]) -> None:
    assert newswire("quarantine", *arguments).exit_code == 2


def test_a_damaged_object_is_named_and_its_neighbours_released(app: FrozenApp, newswire: Any) -> None:
    hold(app, "a")
    boto3.client("s3").put_object(Bucket=BUCKET, Key="quarantine/2026/03/01/b.12345678.json", Body=b"{")
    answer = newswire("quarantine", "release", "--all")
    assert (answer.exit_code, answer.stdout) == (1, "1 released\n")
    assert "b cannot be released" in answer.stderr
    assert keys("quarantine/") == ["quarantine/2026/03/01/b.12345678.json"]


def test_a_bucket_that_is_not_there_is_one_line(app: FrozenApp) -> None:
    with pytest.raises(Exception, match="there is no bucket 'nowhere'"):
        list(Quarantine(Archive(app.client("s3"), "nowhere")).listed())


@pytest.mark.parametrize(
    ("arguments", "name", "done"),
    [(["drop", "--all", "--yes"], "drop", "dropped"), (["release", "--all"], "release", "released")],
)
def test_stopped_it_says_how_many_were_done(
    app: FrozenApp, newswire: Any, monkeypatch: pytest.MonkeyPatch, arguments: list[str], name: str, done: str
) -> None:
    for delivery_id in ("a", "b", "c"):
        hold(app, delivery_id)
    real = getattr(Quarantine, name)
    taken: list[Any] = []

    def stopped_at_the_second(kept_aside: Quarantine, each: Any) -> None:
        if taken:
            raise KeyboardInterrupt
        taken.append(each)
        real(kept_aside, each)

    monkeypatch.setattr(Quarantine, name, stopped_at_the_second)
    answer = newswire("quarantine", *arguments)
    assert (answer.exit_code, answer.stdout) == (130, f"1 {done}, stopped: the others are still in quarantine\n")
    assert len(keys("quarantine/")) == 2
