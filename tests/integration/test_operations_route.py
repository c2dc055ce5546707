"""How it goes, and the release from quarantine, over HTTP: on the real archive, queue and states of feeds."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import boto3
import pytest

from newswire.errors import ArchiveUnavailable
from newswire.feed_state import FeedState
from newswire.pace import HOURS, Pace
from operations.handler import RELEASE_ROUTE, handler
from tests.conftest import BUCKET, Context, FrozenApp, keys
from tests.integration.conftest import take_in
from tests.unit.ninjs import make_delivery
from tests.unit.stories import NOW

HOUR = timedelta(hours=1)
BROKEN = b'{"uri": "urn:x:1", "headlines": "Gulls'


def ask(
    app: FrozenApp,
    route: str = "GET /v1/operations",
    delivery: str | None = None,
    *,
    scope: str | None = "operations",
    query: str = "",
    context: Context | None = None,
) -> tuple[int, dict[str, Any]]:
    """The status and the body of an answer."""
    event: dict[str, Any] = {"routeKey": route, "rawQueryString": query, "requestContext": {}}
    if delivery:
        event["pathParameters"] = {"id": delivery}
    if scope:
        event["requestContext"]["authorizer"] = {"jwt": {"claims": {"scope": scope}, "scopes": None}}
    answer = handler(event, context or Context(), app)  # type: ignore[arg-type]
    return answer["statusCode"], json.loads(answer["body"])


def report(app: FrozenApp, context: Context | None = None) -> dict[str, Any]:
    status, told = ask(app, context=context)
    assert status == 200, told
    return told


def hold(app: FrozenApp, delivery: str = "broken", **fields: Any) -> None:
    app.queue.send(replace(make_delivery(BROKEN), **{"id": delivery, "supplier": "zyx", **fields}))
    take_in(app)


@pytest.mark.parametrize("scope", [None, "embargoed", "push search", "Operations"])
@pytest.mark.parametrize("route", ["GET /v1/operations", RELEASE_ROUTE])
def test_without_the_scope_nothing_is_told_and_nothing_done(app: FrozenApp, scope: str | None, route: str) -> None:
    hold(app)
    status, problem = ask(app, route, "broken", scope=scope)
    assert (status, problem["title"]) == (403, "Not for you")
    assert "operations" in problem["detail"]
    assert len(keys("quarantine/")) == 1


def test_parameters_are_refused(app: FrozenApp) -> None:
    assert ask(app, query="size=5")[0] == 400


def test_a_service_that_has_done_nothing_yet_has_little_to_tell(app: FrozenApp) -> None:
    assert report(app) == {
        "at": "2026-03-01T12:00:00Z", "since": "2026-02-28T12:00:00Z",
        "deliveries": [], "hours": [], "lag": None, "queue": {"waiting": 0, "in_work": 0},
        "quarantine": {"total": 0, "deliveries": []}, "feeds": {"problem": None, "polled": []},
    }  # fmt: skip


def test_deliveries_of_the_last_day_are_counted_by_supplier_and_outcome(app: FrozenApp) -> None:
    app.queue.send(make_delivery(delivery_id="yesterday"))
    take_in(app)
    app.clock = NOW + timedelta(hours=25)
    for number, version in enumerate(("3", "2")):
        app.queue.send(make_delivery(delivery_id=str(number), uri="urn:x:2", version=version))
        take_in(app)
    app.clock += HOUR
    hold(app)
    told = report(app)
    rows = [(row["supplier"], row["outcome"], row["count"], row["last"]) for row in told["deliveries"]]
    assert rows == [
        ("ena", "accepted", 1, "2026-03-02T13:00:00Z"),
        ("ena", "superseded", 1, "2026-03-02T13:00:00Z"),
        ("zyx", "quarantined", 1, "2026-03-02T14:00:00Z"),
    ]
    assert [(hour["from"], hour["count"], hour["lag"] is None) for hour in told["hours"]] == [
        ("2026-03-02T13:00:00Z", 2, False),
        ("2026-03-02T14:00:00Z", 1, True),
    ]


def test_a_delivery_is_counted_once_as_it_ended_last(app: FrozenApp) -> None:
    hold(app)
    app.clock += HOUR
    hold(app)
    hold(app, supplier="ena")  # another supplier's, of the same name
    rows = [(row["supplier"], row["count"], row["last"]) for row in report(app)["deliveries"]]
    assert rows == [("ena", 1, "2026-03-01T13:00:00Z"), ("zyx", 1, "2026-03-01T13:00:00Z")]


def test_the_lag_is_of_what_was_accepted(app: FrozenApp) -> None:
    for number in range(20):
        received = NOW - timedelta(seconds=number)
        app.queue.send(replace(make_delivery(delivery_id=str(number), uri=f"urn:x:{number}"), received=received))
    hold(app, received=NOW - timedelta(days=20))
    assert report(app)["lag"] == {"p50_seconds": 9, "p95_seconds": 18}


def test_what_there_is_no_time_to_read_comes_with_the_next_report(app: FrozenApp) -> None:
    for hour in range(3):
        app.clock = NOW + hour * HOUR
        app.queue.send(make_delivery(delivery_id=str(hour), uri=f"urn:x:{hour}"))
        take_in(app)
    told = [report(app, Context(seconds_left=1)) for _ in range(3)]
    assert [sum(row["count"] for row in each["deliveries"]) for each in told] == [1, 2, 3]
    assert [each["since"] for each in told] == ["2026-03-01T14:00:00Z", "2026-03-01T13:00:00Z", "2026-02-28T14:00:00Z"]


def test_an_object_of_the_archive_is_read_once(app: FrozenApp, monkeypatch: pytest.MonkeyPatch) -> None:
    app.queue.send(make_delivery())
    take_in(app)
    first = report(app)
    monkeypatch.setattr(app.archive, "_get", lambda key: pytest.fail(f"{key} is read again"))
    assert report(app) == first


def test_what_a_person_has_put_into_the_archive_disturbs_nothing(app: FrozenApp) -> None:
    s3 = boto3.client("s3")
    for name in ("00/mine.ndjson.gz", "00/0000-x.ndjson.gz", "00/notes.txt"):
        s3.put_object(Bucket=BUCKET, Key=f"raw/2026/03/01/{name}", Body=b"no gzip")
    app.queue.send(make_delivery())
    take_in(app)
    assert [row["count"] for row in report(app)["deliveries"]] == [1]


def test_the_queue_is_counted(app: FrozenApp) -> None:
    app.queue.send(make_delivery())
    assert report(app)["queue"] == {"waiting": 1, "in_work": 0}


def test_the_quarantine_is_listed_with_its_reasons_and_released(app: FrozenApp) -> None:
    hold(app, "a", feed="wire")
    hold(app, "b", received=NOW - HOUR)
    boto3.client("s3").put_object(Bucket=BUCKET, Key="quarantine/2026/03/01/c.12345678.json", Body=b"{")
    kept = report(app)["quarantine"]
    assert (kept["total"], [row["delivery"] for row in kept["deliveries"]]) == (3, ["a", "b", "c"])
    [newest, _, damaged] = kept["deliveries"]
    assert (newest["supplier"], newest["feed"], newest["received"]) == ("zyx", "wire", "2026-03-01T12:00:00Z")
    assert "JSON" in newest["reasons"][0]
    assert "no record of a delivery" in damaged["reasons"][0]
    assert ask(app, RELEASE_ROUTE, "a") == (202, {"released": 1})
    assert report(app)["queue"]["waiting"] == 1
    assert ask(app, RELEASE_ROUTE, "a")[0] == 404
    status, problem = ask(app, RELEASE_ROUTE, "c")
    assert (status, "newswire quarantine show c" in problem["detail"]) == (409, True)
    take_in(app)
    assert [row["delivery"] for row in report(app)["quarantine"]["deliveries"]] == ["a", "b", "c"]


def test_the_newest_of_many_in_quarantine_are_listed(app: FrozenApp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newswire.operations.MOST_QUARANTINED", 2)
    for day in range(3):
        hold(app, str(day), received=NOW - timedelta(days=day))
    kept = report(app)["quarantine"]
    assert (kept["total"], [row["delivery"] for row in kept["deliveries"]]) == (3, ["0", "1"])


def test_feeds_tell_their_silence_against_their_pace_and_why_they_fail(app: FrozenApp) -> None:
    feeds = [{"name": name, "url": f"https://feeds.example/{name}", "supplier": "zyx"} for name in ("new", "old")]
    boto3.client("s3").put_object(Bucket=BUCKET, Key="feeds.json", Body=json.dumps({"feeds": feeds}))
    state = FeedState(
        first_poll=NOW - 9 * HOUR,
        last_story=NOW - 2 * HOUR,
        pace=Pace((6.0,) * HOURS),
        failures=3,
        problem="it answers with status 500",
    )
    app.feed_states.write("old", state, None)
    assert report(app)["feeds"] == {
        "problem": None,
        "polled": [
            {
                "feed": "new", "supplier": "zyx", "last_story": None, "silence_seconds": None,
                "expected_stories": None, "failures": 0, "problem": None,
            },
            {
                "feed": "old", "supplier": "zyx", "last_story": "2026-03-01T10:00:00Z", "silence_seconds": 7200,
                "expected_stories": 12, "failures": 3, "problem": "it answers with status 500",
            },
        ],
    }  # fmt: skip


def test_feeds_that_cannot_be_used_are_told_and_hide_nothing_else(app: FrozenApp) -> None:
    boto3.client("s3").put_object(Bucket=BUCKET, Key="feeds.json", Body=b"{")
    hold(app)
    told = report(app)
    assert "feeds.json" in told["feeds"]["problem"]
    assert told["quarantine"]["total"] == 1


def test_an_archive_that_is_away_is_a_503(app: FrozenApp, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: Any) -> Any:
        raise ArchiveUnavailable("the bucket cannot be reached now")

    monkeypatch.setattr(app.archive, "half_released", away)
    status, problem = ask(app)
    assert (status, "bucket" in problem["detail"]) == (503, False)
